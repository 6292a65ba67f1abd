"""Word files: every table as a grid, read twice by independent programs.

The first reading is of python-docx' objects (libxml2), which know the spans of cells; `docx_second` reads the same
document by the standard library's parser, for `Cell.second`. Its package is opened here: python-docx would load
every picture first, and refuse files in which the link to one is broken, as WPS writes them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile, is_zipfile
from zlib import error as DeflateError  # noqa: N812 - an exception that zlib calls error

from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError

from helpers.grid import Cell, Grid, Passage, Reading, UnreadableReport
from helpers.readers.docx_markup import CELL, ROW, TABLE, Fields, W, gap, hidden_styles, is_field_mark, plain, shown
from helpers.readers.docx_second import second_tables
from helpers.readers.running import BREAK, MAX_COLUMNS, fitted, flat, lines, read_twice, run_on

if TYPE_CHECKING:
    from docx.oxml.table import CT_Row, CT_Tc
    from docx.oxml.xmlchemy import BaseOxmlElement as Node

_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
#: So many bytes a part of a file may unpack to; a report's text is far below.
_LARGEST = 20_000_000
_DAMAGED = "The file is damaged or no Word file: fetch it again."
_SAVE_AGAIN = "open it in Word, WPS or LibreOffice and save it as .docx or PDF"


def readings(path: Path) -> Iterator[Reading]:
    """Yield the one reading of a Word file: its text without tables, and a grid per table in document order.

    Raises:
        UnreadableReport: the file is of another kind, locked with a password, damaged, or absurdly large.
    """
    source, styles = _unpack(path)
    hidden = hidden_styles(ElementTree.fromstring(styles) if styles else None)

    def flow(root: Node) -> Iterator[str | Node]:
        return _flow(root, hidden)

    text, tables = run_on(_body(source), flow, _has_neighbours)
    once = [_grid(number, table, above, hidden) for number, (table, above) in enumerate(tables, 1)]
    grids, counted = read_twice(once, second_tables(source, hidden))
    passages = tuple(Passage(line, place=f"paragraph {n}") for n, line in enumerate(text.split(BREAK), 1))
    yield Reading("docx", text, None, grids, (counted,), passages)


def _unpack(path: Path) -> tuple[bytes, bytes]:
    """The main part of a Word file and its styles, if it has any; nothing else is unpacked."""
    if not is_zipfile(path):
        raise UnreadableReport(_what_else(path.read_bytes()))
    try:
        with ZipFile(path) as package:
            main = _related(package, "", "officeDocument")
            return _part(package, main), _part(package, _related(package, main, "styles"))
    except (BadZipFile, DeflateError, ElementTree.ParseError) as error:
        raise UnreadableReport(_DAMAGED) from error


def _part(package: ZipFile, name: str) -> bytes:
    """A part of a package, empty where there is none of this name."""
    if name not in package.namelist():
        return b""
    if package.getinfo(name).file_size > _LARGEST:
        raise UnreadableReport(f"The file unpacks to more than {_LARGEST // 10**6} MB of text: {_SAVE_AGAIN}.")
    return package.read(name)


def _body(source: bytes) -> Node:
    try:
        body: Node | None = parse_xml(source).find(f"{W}body") if source else None
    except XMLSyntaxError as error:
        raise UnreadableReport(_DAMAGED) from error
    if body is None:
        raise UnreadableReport(f"The file holds no Word document: {_SAVE_AGAIN}.")
    if body.find(f"{W}altChunk") is not None:
        raise UnreadableReport(f"The file holds another file instead of its own text: {_SAVE_AGAIN}.")
    return body


def _what_else(data: bytes) -> str:
    """What a file is that is no .docx, and what to do with it."""
    if not data.strip():
        return "The file is empty: download the report again."
    if data.startswith(_OLD_WORD):
        kind = "locked with a password" if _LOCKED in data else "an old Word file (.doc) under the name of a .docx"
        return f"The file is {kind}: {_SAVE_AGAIN}{' without one' if _LOCKED in data else ''}."
    if b"<html" in data[:2000].lower():
        return "The file is a web page under the name of a Word file: give it the ending .html."
    return _DAMAGED


def _related(package: ZipFile, part: str, kind: str) -> str:
    """The name of the part that a part of a package (the package itself: "") names as this kind of thing, or ""."""
    folder, name = posixpath.split(part)
    listing = _part(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    for relation in ElementTree.fromstring(listing) if listing else ():
        if relation.get("Type", "").endswith(f"/{kind}"):
            return posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
    return ""


def _has_neighbours(table: Node) -> bool:
    return any(len(_within(row, CELL)) > 1 for row in _within(table, ROW))


def _within(parent: Node, tag: str) -> list[Node]:
    """The rows of a table, or the cells of a row, also those inside a content control or the like."""
    found: list[Node] = []
    for child in cast("Iterator[Node]", parent):
        if child.tag == tag:
            found.append(child)
        elif child.tag not in (TABLE, ROW, CELL):
            found += _within(child, tag)
    return found


def _flow(root: Node, hidden: frozenset[str]) -> Iterator[str | Node]:
    """Yield the text below an element piece by piece, and the tables below it whole."""
    fields = Fields()
    stack: list[str | Node] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str) or (item.tag == TABLE and item is not root):
            yield item
        elif is_field_mark(item):
            yield fields.mark(item)
        elif shown(item, hidden) and not (item is not root and _goes_on(item)):
            around = gap(item)
            stack.append(around)
            stack.extend(reversed(list(cast("Iterator[Node]", item))))
            yield around + (flat(plain(item)) if fields.print_text else "")


def _goes_on(item: Node) -> bool:
    """Whether it is the covered part of a cell merged downwards."""
    return item.tag == CELL and cast("CT_Tc", item).vMerge == "continue"


def _grid(number: int, table: Node, above: str, hidden: frozenset[str]) -> Grid:
    """The document's table of that number as a grid.

    A cell merged downwards goes on in the row below between the same edges; elsewhere it is a cell of its own.
    """
    cells: list[Cell] = []
    open_cells: dict[tuple[int, int], int] = {}  # for the edges of each cell that may go on its place in `cells`
    rows = [row for row in _within(table, ROW) if shown(row, hidden)]
    for row, element in enumerate(rows):
        before, open_cells = open_cells, {}
        ordinal = 0
        for cell, column, end in _slots(element, hidden):
            going_on = before.get((column, end)) if cell.vMerge == "continue" else None
            if going_on is not None:
                cells[going_on] = replace(cells[going_on], row_span=cells[going_on].row_span + 1)
            else:
                ordinal += 1
                place = f"table {number}, row {row + 1}, cell {ordinal}"
                cells.append(Cell(row, column, 1, end - column, lines(_texts(cell, hidden)), place=place))
            if cell.vMerge:
                open_cells[column, end] = len(cells) - 1 if going_on is None else going_on
    return fitted(cells, len(rows), above)


def _slots(row: Node, hidden: frozenset[str]) -> Iterator[tuple[CT_Tc, int, int]]:
    """The cells of a row, each with its first slot and the first slot to the right of it."""
    column = min(cast("CT_Row", row).grid_before, MAX_COLUMNS)
    for cell in _within(row, CELL):
        end = min(column + max(cast("CT_Tc", cell).grid_span, 1), MAX_COLUMNS)
        if shown(cell, hidden) and column < end:
            yield cast("CT_Tc", cell), column, end
            column = end


def _texts(cell: Node, hidden: frozenset[str]) -> Iterator[str]:
    """The text of a cell, without its tables; each of them breaks the line."""
    return (part if isinstance(part, str) else BREAK for part in _flow(cell, hidden))
