"""What a changed file shows in a place of a table, as other programs tell without any code of this project.

Bytes may change into those of another number, or trade places with them: then the file prints it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import TypeVar

import xlrd
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from selectolax.parser import HTMLParser, Node

from helpers.text import compact

_Cell = TypeVar("_Cell")
_PLACE = re.compile(r"table (\d+), row (\d+), cell (\d+)")
_IN_A_SHEET = re.compile(r"sheet (.+), cell ([A-Z]+\d+)")
_GROUP, _MARKUP = re.compile(rb"\\row\b"), re.compile(rb"\\[a-z]+-?\d* ?|[{}\r\n]")
#: The paragraph that ends between two tables.
_BETWEEN = re.compile(rb"\\par\b")


def shows(path: Path, place: str, printed: str) -> bool:
    """Whether a file shows this text in this place; False where no other program can tell."""
    text_at = _BY_ENDING.get(path.suffix)
    return text_at is not None and text_at(path, place) == compact(printed)


def heads(path: Path, place: str) -> list[str]:
    """What a web page prints in the row and in the column of a place, spans and all; [] elsewhere."""
    found = _PLACE.fullmatch(place)
    if not found or _BY_ENDING.get(path.suffix) is not _in_a_page:
        return []
    table, row, cell = (int(number) - 1 for number in found.groups())
    slots: dict[tuple[int, int], Node] = {}
    begins: dict[tuple[int, int], int] = {}
    for y, line in enumerate(_tables(path)[table]):
        x = 0
        for ordinal, each in enumerate(line):
            while (y, x) in slots:
                x += 1
            begins[y, ordinal] = x
            for down, across in product(range(_span(each, "row")), range(_span(each, "col"))):
                slots[y + down, x + across] = each
    column = begins[row, cell]
    around = [each for (y, x), each in slots.items() if y == row or (x == column and y < row)]
    return [compact(each.text()) for each in around]


def _span(cell: Node, way: str) -> int:
    said = cell.attributes.get(f"{way}span") or "1"
    return min(int(said), 100) if said.isdecimal() else 1


def _tables(path: Path) -> list[list[list[Node]]]:
    """The rows of each table of a page by Modest, which parses as the standard says; none holds others."""
    tables = [table.css("tr") for table in HTMLParser(path.read_bytes()).css("table")]
    return [[[*filter(_is_cell, row.iter())] for row in table] for table in tables]


def _is_cell(node: Node) -> bool:
    return node.tag in ("td", "th")


def _in_a_page(path: Path, place: str) -> str | None:
    """The text of a cell of a page."""
    cell = _at(_tables(path), place)
    return None if cell is None else compact(cell.text())


def _in_rtf(path: Path, place: str) -> str | None:
    """The text of a cell by the words that end cells, rows and paragraphs."""
    tables: list[list[list[bytes]]] = [[]]
    for row in _GROUP.split(path.read_bytes()):
        if tables[-1] and _BETWEEN.search(row):
            tables.append([])
        tables[-1].append(row.split(rb"\cell ")[:-1])
    cell = _at(tables, place)
    return None if cell is None else compact(_MARKUP.sub(b"", cell).decode("latin-1"))


def _in_an_old_book(path: Path, place: str) -> str | None:
    """The text of a cell by xlrd."""
    found = _IN_A_SHEET.fullmatch(place)
    if not found:
        return None
    row, column = coordinate_to_tuple(found[2])
    sheet = xlrd.open_workbook(path).sheet_by_name(found[1])
    if row > sheet.nrows or column > sheet.ncols:
        return ""
    return _shown(sheet.cell_value(row - 1, column - 1))


def _in_a_book(path: Path, place: str) -> str | None:
    """The text of a cell by openpyxl."""
    found = _IN_A_SHEET.fullmatch(place)
    return _shown(load_workbook(path, data_only=True)[found[1]][found[2]].value) if found else None


def _shown(value: object) -> str:
    if value is None:
        return ""
    return compact(f"{value:.10g}" if isinstance(value, int | float) else str(value))


def _at(tables: list[list[list[_Cell]]], place: str) -> _Cell | None:
    """The cell of a place, None where there is no such one."""
    found = _PLACE.fullmatch(place)
    if not found:
        return None
    table, row, cell = (int(number) - 1 for number in found.groups())
    try:
        return tables[table][row][cell]
    except IndexError:
        return None


_BY_ENDING: dict[str, Callable[[Path, str], str | None]] = {
    ".html": _in_a_page, ".mht": _in_a_page, ".rtf": _in_rtf,
    ".xls": _in_an_old_book, ".xlsx": _in_a_book,
}  # fmt: skip
