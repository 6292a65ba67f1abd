"""The second reading of a web page's tables: libxml2's parser and a span expansion of its own.

It exists to disagree: only where it finds the text of the first reading in the same slot did two independent
programs read the page alike. `pandas.read_html` cannot serve: it makes a float of 75394432.50, renames equal
header cells, reads nested tables into the outer one, fails on colspan="2px" and sets no limit to colspan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from helpers.readers.html_markup import UNSEEN, gap, hidden, span
from helpers.readers.running import BREAK, MAX_COLUMNS, SecondTable, flat, lines


def second_tables(source: str) -> list[SecondTable]:
    """Read every table of a page, in document order; an empty list where libxml2 finds no document."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(source.encode(), parser)
    if root is None:
        return []
    etree.strip_elements(root, *UNSEEN, with_tail=False)
    rows: dict[etree._Element, list[etree._Element]] = defaultdict(list)
    for row in root.iter("tr"):
        table = next(row.iterancestors("table"), None)
        if table is not None and all(_shown(part) for part in (row, row.getparent())):
            rows[table].append(row)
    return [_table(rows[table]) for table in root.iter("table")]


def _table(rows: list[etree._Element]) -> SecondTable:
    """Lay out rows group by group; footers come last, as they are printed."""
    rows = sorted(rows, key=lambda row: row.getparent().tag == "tfoot")
    texts: dict[tuple[int, int], str] = {}
    first, columns = 0, 0
    for _, group in groupby(rows, key=lambda row: row.getparent()):
        members = list(group)
        for row, column, cell in _slots(members):
            texts[first + row, column] = lines(_pieces(cell))
            columns = max(columns, column + 1)
        first += len(members)
    return SecondTable(len(rows), columns, texts)


def _slots(group: list[etree._Element]) -> Iterator[tuple[int, int, etree._Element]]:
    """Yield row, first column and element of each cell of a row group.

    Cells that reach down from the rows above are kept as runs of columns and stepped over from left to right.
    """
    runs: list[tuple[int, int, int]] = []  # first column, end column, first row that is free again
    for row, members in enumerate(group):
        runs = sorted(run for run in runs if run[2] > row)
        above = iter(runs)
        run = next(above, None)
        placed = []
        column = 0
        for cell in members.iterchildren("td", "th"):
            if not _shown(cell):
                continue
            while run is not None and run[0] <= column:
                column = max(column, run[1])
                run = next(above, None)
            if column == MAX_COLUMNS:
                break
            end = column + (span(cell.get("colspan"), MAX_COLUMNS - column) or 1)
            free = row + span(cell.get("rowspan"), len(group) - row)
            placed.append((column, end, free if free > row else len(group)))
            yield row, column, cell
            column = end
        runs += placed


def _pieces(cell: etree._Element) -> Iterator[str]:
    """Yield the cell's text piece by piece, without hidden elements and nested tables."""
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            yield gap(element.tag, element.attrib)
            yield flat(element.tail or "") if element is not cell else ""
        elif element.tag == "table" or not _shown(element):
            yield BREAK if element.tag == "table" else ""
            walk.skip_subtree()
        else:
            yield gap(element.tag, element.attrib)
            yield flat(element.text or "")


def _shown(element: etree._Element) -> bool:
    """Tell whether the element is printed; what holds a table always is, since the page may unfold it."""
    return not hidden(element.attrib) or element.find(".//table") is not None
