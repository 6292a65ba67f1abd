"""Word files: every table as a grid, read twice by independent programs.

The first reading is of python-docx' objects (libxml2), which know the spans of cells; `second`
reads the same document by the standard library's parser, for `Cell.second`. Its package is opened
by `package`: python-docx would load every picture first, and refuse files in which the link to one
is broken, as WPS writes them. What styles, lists and fields make of the text is settled once, by
`prints`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.flow import (
    BREAK,
    MAX_COLUMNS,
    cell_place,
    fitted,
    flat,
    lines,
    passages,
    read_twice,
    run_on,
)
from helpers.readers.grid import UNREAD, Grid, PrintedCell, Reading, Readings
from helpers.readers.word.markup import (
    CELL,
    NUMBER,
    ROW,
    SHOWS,
    TABLE,
    Fields,
    W,
    gap,
    is_field_mark,
    merge_part,
    plain,
    read,
    seen,
    shown,
    without_signs,
)
from helpers.readers.word.package import Package, unpack
from helpers.readers.word.prints import Printer
from helpers.readers.word.second import second_tables

if TYPE_CHECKING:
    from docx.oxml.table import CT_Row, CT_Tc
    from docx.oxml.xmlchemy import BaseOxmlElement as Node


def readings(path: Path) -> Readings:
    """Yield the one reading of a Word file.

    It is its text without tables, and a grid per table in document order.

    Raises:
        UnreadableReport: the file is of another kind, locked with a password, damaged, or absurdly
            large.
    """
    package = unpack(path)
    body = _body(package.document)
    again = _settled(package, body)
    try:
        text, tables = run_on(body, _printed, _has_neighbours)
        once = [_grid(number, table, above) for number, (table, above) in enumerate(tables, 1)]
        grids, counted = read_twice(once, second_tables(again))
    except ValueError as error:  # as of a span that is no number
        raise UnreadableReport(say("damaged_word")) from error
    yield Reading("docx", text, None, grids, (counted,), passages(text))


def _body(source: bytes) -> Node:
    try:
        body: Node | None = parse_xml(source).find(f"{W}body") if source else None
    except XMLSyntaxError as error:
        raise UnreadableReport(say("damaged_word")) from error
    if body is None:
        raise UnreadableReport(say("no_word_document"))
    if body.find(f"{W}altChunk") is not None:
        raise UnreadableReport(say("file_in_word"))
    return body


def _settled(package: Package, body: Node) -> Element:
    """The document as expat reads it; it, and that of the body, say what each part of it shows."""
    try:
        again = ElementTree.fromstring(package.document)
        Printer(package).settle(again, _namespaces(package.document))
        _carry_over(again, body.getroottree().getroot())
    except (ElementTree.ParseError, ValueError) as error:
        raise UnreadableReport(say("damaged_word")) from error
    return again


def _namespaces(source: bytes) -> dict[str, str]:
    """The namespaces of a document by their short names, which choose between twins."""
    namespaces = {}
    for name, space in re.findall(rb"xmlns:([\w.-]+)\s*=\s*[\"']([^\"']*)", source):
        short = name.decode("utf-8", "replace")
        namespaces[short] = space.decode("utf-8", "replace")
    return namespaces


def _carry_over(settled: Element, tree: Node) -> None:
    """Set on one parser's tree what was settled on the other one's.

    Both hold the same elements in the same order.
    """
    for source, target in zip(settled.iter(), tree.iter("*"), strict=True):
        for name in (SHOWS, NUMBER):
            if name in source.attrib:
                target.set(name, source.attrib[name])


def _has_neighbours(table: Node) -> bool:
    return any(len(_within(row, CELL)) > 1 for row in _within(table, ROW))


def _within(parent: Node, tag: str) -> list[Node]:
    """The rows of a table, or the cells of a row, also those inside a content control."""
    found: list[Node] = []
    for child in cast("Iterator[Node]", parent):
        if child.tag == tag:
            found.append(child)
        elif child.tag not in (TABLE, ROW, CELL) and shown(child):
            found += _within(child, tag)
    return found


def _printed(root: Node) -> Iterator[str | Node]:
    """The same as `_flow` for running text, in which nothing is in doubt."""
    for part in _flow(root):
        yield without_signs(part) if isinstance(part, str) else part


def _flow(root: Node) -> Iterator[str | Node]:
    """Yield the text below an element piece by piece, and the tables below it whole."""
    fields = Fields()
    stack: list[str | Node] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str) or (item.tag == TABLE and item is not root):
            yield item
        elif is_field_mark(item):
            yield fields.mark(item)
        elif shown(item) and (item is root or not _goes_on(item)):
            around = gap(item)
            children = list(cast("Iterator[Node]", item))
            stack.append(around)
            stack.extend(reversed(children))
            yield around + (flat(plain(item)) if fields.print_text else "")


def _goes_on(item: Node) -> bool:
    """Whether it is the covered part of a cell merged downwards or across."""
    if item.tag != CELL:
        return False
    return cast("CT_Tc", item).vMerge == "continue" or merge_part(item, "hMerge") == "continue"


def _grid(number: int, table: Node, above: str) -> Grid:
    """The document's table of that number as a grid.

    A cell merged downwards goes on in the row below between the same edges; elsewhere it is a cell
    of its own.
    """
    cells: list[PrintedCell] = []
    # The edges of each cell that may go on → its index in `cells`.
    open_cells: dict[tuple[int, int], int] = {}
    rows = [row for row in _within(table, ROW) if shown(row)]
    texts = _texts if _has_neighbours(table) else _texts_of_layout
    for row, element in enumerate(rows):
        before, open_cells = open_cells, {}
        ordinal = 0
        for part, column, end in _slots(element):
            index = before.get((column, end)) if part.vMerge == "continue" else None
            if index is not None:
                cells[index] = replace(cells[index], row_span=cells[index].row_span + 1)
            else:
                ordinal += 1
                index = len(cells)
                text = lines(texts(part))
                cell = PrintedCell(
                    row=row,
                    column=column,
                    row_span=1,
                    column_span=end - column,
                    text=read(text),
                    place=cell_place(number, row, ordinal),
                    seen=seen(text),
                )
                cells.append(cell)
            if part.vMerge:
                open_cells[column, end] = index
    return fitted(cells, len(rows), above)


def _slots(row: Node) -> Iterator[tuple[CT_Tc, int, int]]:
    """The cells of a row, each with its first slot and the first slot to the right of it."""
    column = min(cast("CT_Row", row).grid_before, MAX_COLUMNS)
    begun: tuple[CT_Tc, int, int] | None = None
    for cell in _within(row, CELL):
        span = max(cast("CT_Tc", cell).grid_span, 1)
        end = min(column + span, MAX_COLUMNS)
        if not shown(cell) or column == end:
            continue
        if begun and merge_part(cell, "hMerge") == "continue" and merge_part(begun[0], "hMerge"):
            begun = begun[0], begun[1], end
        else:
            if begun:
                yield begun
            begun = cast("CT_Tc", cell), column, end
        column = end
    if begun:
        yield begun


def _texts_of_layout(cell: Node) -> Iterator[str]:
    """The text of a cell that is there for the layout alone.

    Its tables are tables of the document.
    """
    for part in _flow(cell):
        yield part if isinstance(part, str) else BREAK


def _texts(cell: Node) -> Iterator[str]:
    """The text of a cell; a table in it breaks the line."""
    for part in _flow(cell):
        if isinstance(part, str):
            yield part
        else:
            yield BREAK + _inner(part) + BREAK


def _inner(table: Node) -> str:
    """What a table shows in the cell that holds it.

    It is the text of its single row, else something that is no number.
    """
    printed: list[str] = []
    for row in _within(table, ROW):
        if not shown(row):
            continue
        texts = [lines(_texts(cell)) for cell, _, _ in _slots(row)]
        if any(texts):
            printed.append(" ".join(texts))
    if len(printed) > 1:
        return UNREAD
    return "".join(printed)
