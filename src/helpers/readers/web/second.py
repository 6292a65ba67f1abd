"""The second reading of a web page's tables: libxml2's parser and a span expansion of its own.

It exists to disagree: only where it finds the text of the first reading in the same slot did two
independent programs read the page alike. `pandas.read_html` cannot serve: it makes a float of
75394432.50, renames equal header cells, reads nested tables into the outer one, fails on
colspan="2px" and sets no limit to colspan.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from lxml import etree

from helpers.readers.flow import MAX_COLUMNS, SecondTable
from helpers.readers.web.computed import is_printed, is_read
from helpers.readers.web.markup import CELLS
from helpers.readers.web.parsed import Way, open_page
from helpers.readers.web.seen import read_cell

if TYPE_CHECKING:
    from helpers.readers.web.saved import Saved
    from helpers.readers.web.tree import Node

#: Elements that hold nothing, of which libxml2 does not know it.
_VOID = re.compile(r"<(wbr|source|track|keygen)\b([^<>]*?)/?>", re.IGNORECASE)


def second_tables(page: Saved, way: Way = Way.MARKED) -> list[SecondTable]:
    """Read every table of a page that is shown, in document order.

    The list is empty where libxml2 finds no document.
    """
    document = open_page(page, _parsed, way)
    if document is None:
        return []
    tables: list[Node] = []
    rows: dict[int, list[Node]] = defaultdict(list)
    for node in document.root.walk():
        if node.tag == "table" and is_read(node):
            tables.append(node)
        elif node.tag == "tr" and is_printed(node) and is_printed(node.parent):
            table = next((outer for outer in node.up() if outer.tag == "table"), None)
            rows[id(table)].append(node)
    return [_table(rows[id(table)]) for table in tables]


def _parsed(source: str) -> etree._Element | None:
    """A page as libxml2 parses it."""
    closed = _VOID.sub(r"<\1\2/>", source)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return etree.fromstring(closed.encode(), parser)


def _table(rows: list[Node]) -> SecondTable:
    """Lay out rows group by group; footers come last, as they are printed."""
    rows = sorted(rows, key=lambda row: row.parent.tag == "tfoot")
    texts: dict[tuple[int, int], str] = {}
    first, columns = 0, 0
    for _, group in groupby(rows, key=lambda row: id(row.parent)):
        members = list(group)
        for row, column, cell in _slots(members):
            texts[first + row, column] = read_cell(cell).text
            columns = max(columns, column + 1)
        first += len(members)
    return SecondTable(len(rows), columns, texts)


def _slots(group: list[Node]) -> Iterator[tuple[int, int, Node]]:
    """Yield row, first column and element of each cell of a row group.

    Cells that reach down from the rows above are kept as runs of columns and stepped over from left
    to right.
    """
    runs: list[tuple[int, int, int]] = []  # first column, end column, first row that is free again
    for row, element in enumerate(group):
        runs = sorted(run for run in runs if run[2] > row)
        above = iter(runs)
        run = next(above, None)
        placed = []
        column = 0
        for cell in _cells(element):
            while run is not None and run[0] <= column:
                column = max(column, run[1])
                run = next(above, None)
            if column == MAX_COLUMNS:
                break
            end = column + (cell.spans("colspan", MAX_COLUMNS - column) or 1)
            below = len(group) - row
            down = cell.spans("rowspan", below) or below
            placed.append((column, end, row + down))
            yield row, column, cell
            column = end
        runs += placed


def _cells(row: Node) -> Iterator[Node]:
    """The cells of a row that are printed."""
    return (child for child in row.children if child.tag in CELLS and is_printed(child))
