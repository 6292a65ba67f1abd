"""The second reading of a Word file's tables: the standard library's parser (expat) and a way of its own to the cells.

It exists to disagree, like `html_second`. A library that makes a web page of the document (mammoth) cannot serve: it
drops symbols and drawings, so that a cell with one looks blank, prints hidden text, and closes the gaps that rows
leave before their first cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from helpers.readers.docx_markup import CELL, ROW, TABLE, Fields, W, gap, is_field_mark, plain, shown, value
from helpers.readers.running import BREAK, MAX_COLUMNS, SecondTable, flat, lines


def second_tables(source: bytes, hidden: frozenset[str]) -> list[SecondTable]:
    """Read every table of a document, in document order; `hidden`: the styles of hidden text."""
    return [_table(table, hidden) for table in _tables(ElementTree.fromstring(source), hidden)]


def _tables(element: Element, hidden: frozenset[str]) -> Iterator[Element]:
    if element.tag == TABLE:
        yield element
    for child in element:
        if shown(child, hidden):
            yield from _tables(child, hidden)


def _nearest(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, whatever stands between, but not those of a table inside."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag != TABLE:
            yield from _nearest(child, tag)


def _table(table: Element, hidden: frozenset[str]) -> SecondTable:
    """Lay out the rows; what a cell merged downwards covers, between the same edges, holds no text of its own."""
    rows = [list(_row(row, hidden)) for row in _nearest(table, ROW) if shown(row, hidden)]
    texts: dict[tuple[int, int], str] = {}
    above: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        for column, end, merged, cell in row:
            if not (merged == "continue" and (column, end) in above):
                texts[number, column] = lines(_pieces(cell, hidden, Fields()))
        above = {(column, end) for column, end, merged, _ in row if merged}
    columns = 1 + max((column for _, column in texts), default=-1)
    return SecondTable(len(rows), columns, texts)


def _row(row: Element, hidden: frozenset[str]) -> Iterator[tuple[int, int, str, Element]]:
    """First slot, end, part in a merge downwards (`restart`, `continue` or nothing) and element of each cell."""
    column = _number(row, "trPr", "gridBefore")
    for cell in _nearest(row, CELL):
        end = column + (_number(cell, "tcPr", "gridSpan") or 1)
        if shown(cell, hidden) and column < MAX_COLUMNS:
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            yield column, min(end, MAX_COLUMNS), "" if merge is None else value(merge) or "continue", cell
            column = end


def _number(element: Element, settings: str, name: str) -> int:
    found = element.find(f"{W}{settings}/{W}{name}")
    return int(value(found)) if found is not None else 0


def _pieces(element: Element, hidden: frozenset[str], fields: Fields) -> Iterator[str]:
    """The text below an element piece by piece, without the tables in it."""
    yield gap(element)
    if fields.print_text:
        yield flat(plain(element))
    for child in element:
        if is_field_mark(child):
            yield fields.mark(child)
        elif child.tag == TABLE:
            yield BREAK
        elif shown(child, hidden):
            yield from _pieces(child, hidden, fields)
    yield gap(element)
