"""The second reading of a Word file's tables, by the standard library's parser (expat).

It has a way of its own to the cells, and exists to disagree, like the second reading of a web page.
A library that makes a web page of the document (mammoth) cannot serve: it drops symbols and
drawings, so that a cell with one looks blank, prints hidden text, and closes the gaps that rows
leave before their first cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from helpers.readers.flow import BREAK, MAX_COLUMNS, SecondTable, flat, lines
from helpers.readers.grid import UNREAD
from helpers.readers.word.markup import (
    CELL,
    ROW,
    TABLE,
    Fields,
    W,
    gap,
    is_field_mark,
    merge_part,
    nearest,
    plain,
    read,
    shown,
    value,
)


def second_tables(root: Element) -> list[SecondTable]:
    """Read every table of a document, in document order."""
    return [_table(table) for table in _tables(root)]


def _tables(element: Element) -> Iterator[Element]:
    if element.tag == TABLE:
        yield element
    for child in element:
        if shown(child):
            yield from _tables(child)


def _table(table: Element) -> SecondTable:
    """Lay out the rows.

    What a cell merged downwards covers, between the same edges, holds no text of its own.
    """
    rows = [_row(row) for row in nearest(table, ROW) if shown(row)]
    texts: dict[tuple[int, int], str] = {}
    above: set[tuple[int, int]] = set()
    layout = not any(len(row) > 1 for row in rows)
    for number, row in enumerate(rows):
        merged: set[tuple[int, int]] = set()
        for column, end, down, cell in row:
            covered = down == "continue" and (column, end) in above
            if not covered:
                texts[number, column] = read(lines(_pieces(cell, Fields(), layout=layout)))
            if down:
                merged.add((column, end))
        above = merged
    columns = 1 + max((column for _, column in texts), default=-1)
    return SecondTable(len(rows), columns, texts)


def _row(row: Element) -> list[tuple[int, int, str, Element]]:
    """First slot, end, part in a merge downwards, and element of each cell of a row."""
    column = _number(row, "trPr", "gridBefore")
    cells: list[tuple[int, int, str, Element]] = []
    across = False
    for cell in nearest(row, CELL):
        span = _number(cell, "tcPr", "gridSpan") or 1
        end = min(column + span, MAX_COLUMNS)
        if not shown(cell) or column >= MAX_COLUMNS:
            continue
        if across and merge_part(cell, "hMerge") == "continue":
            first, _, down, begun = cells.pop()
            cells.append((first, end, down, begun))
        else:
            cells.append((column, end, merge_part(cell, "vMerge"), cell))
            across = merge_part(cell, "hMerge") != ""
        column = end
    return cells


def _number(element: Element, settings: str, name: str) -> int:
    found = element.find(f"{W}{settings}/{W}{name}")
    if found is not None:
        return int(value(found))
    return 0


def _pieces(element: Element, fields: Fields, *, layout: bool = False) -> Iterator[str]:
    """The text below an element piece by piece.

    A table in it breaks the line, and stands for itself in a layout.
    """
    yield gap(element)
    if fields.print_text:
        yield flat(plain(element))
    for child in element:
        if is_field_mark(child):
            yield fields.mark(child)
        elif child.tag == TABLE and layout:
            yield BREAK
        elif child.tag == TABLE:
            yield BREAK + _in_cell(child) + BREAK
        elif shown(child):
            yield from _pieces(child, fields, layout=layout)
    yield gap(element)


def _in_cell(table: Element) -> str:
    """A table in a cell as a single row, if it prints no other."""
    printed: list[str] = []
    for row in nearest(table, ROW):
        if not shown(row):
            continue
        texts = [lines(_pieces(cell, Fields())) for _, _, _, cell in _row(row)]
        if any(texts):
            printed.append(" ".join(texts))
    if len(printed) > 1:
        return UNREAD
    return "".join(printed)
