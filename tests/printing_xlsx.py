"""A report as a workbook: the same sheets as blocks of cells, below each other, in .xlsx or .xls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from printing import Report, Sheet

THIN = Side(style="thin")
RULED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WIDTH = 20  # letters that fit into a column

Written = str | int | float | None
Change = Callable[[Worksheet], None]


@dataclass(frozen=True)
class Slot:
    """One cell to write: where, what, how far it reaches, and whether it is part of a table."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    ruled: bool = True


def as_numbers(text: str) -> Written:
    """What Excel makes of a typed text: a number where it is one; +3 was typed as text."""
    if text.startswith("+"):
        return text
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        return text or None


def as_text(text: str) -> Written:
    return text or None


def slots_of(report: Report, gap: int = 1) -> list[Slot]:
    """The title, and below each other each caption with its table; `gap`: empty rows before one."""
    slots = _lines(report.title, 0)
    row = len(slots)
    for sheet in report.sheets:
        row += gap
        above = _lines(sheet.caption, row)
        row += len(above)
        slots += [*above, *of_sheet(sheet, row)]
        row += len(sheet.lines)
    return slots


def _lines(text: str, top: int) -> list[Slot]:
    return [Slot(row, 0, line, ruled=False) for row, line in enumerate(text.split("\n"), top)]


def of_sheet(sheet: Sheet, top: int = 0, left: int = 0) -> Iterable[Slot]:
    for number, line in enumerate(sheet.lines, top):
        for cell in line.cells:
            yield Slot(number, left + cell.column, cell.text, cell.rows, cell.columns)


def write(page: Worksheet, slots: Iterable[Slot], *, ruled: bool = True, typed=as_numbers) -> None:
    """Write cells into a sheet."""
    for slot in slots:
        cell = page.cell(slot.row + 1, slot.column + 1, typed(slot.text))
        end = slot.row + slot.rows, slot.column + slot.columns
        if ruled and slot.ruled:
            cell.border = RULED
        if end != (slot.row + 1, slot.column + 1):
            page.merge_cells(None, slot.row + 1, slot.column + 1, *end)
    page.sheet_format.defaultColWidth = WIDTH


@dataclass(frozen=True)
class Style:
    """How a report is written: with borders or without, how values are typed, how far tables are apart."""

    ruled: bool = True
    typed: Callable[[str], Written] = as_numbers
    gap: int = 1


def print_xlsx(
    report: Report, path: Path, style: Style = Style(), change: Change | None = None
) -> Path:
    """Save a report as a workbook of one sheet; `change`: what is done to it before it is saved."""
    book = Workbook()
    page = book.active
    write(page, slots_of(report, style.gap), ruled=style.ruled, typed=style.typed)
    if change:
        change(page)
    book.save(path)
    return path


def print_xls(report: Report, path: Path, *, typed: Callable[[str], Written] = as_numbers) -> Path:
    """Save a report in the format of before 2007."""
    book = xlwt.Workbook(encoding="utf-8")
    write_xls(book.add_sheet("统计表"), slots_of(report), typed)
    book.save(str(path))
    return path


def write_xls(page: xlwt.Worksheet, slots: Iterable[Slot], typed=as_numbers) -> None:
    ruled = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    for slot in slots:
        style = ruled if slot.ruled else xlwt.Style.default_style
        end = slot.row + slot.rows - 1, slot.column + slot.columns - 1
        value = typed(slot.text)
        if end == (slot.row, slot.column):
            page.write(slot.row, slot.column, value, style)
        else:
            page.write_merge(slot.row, end[0], slot.column, end[1], value, style)
        page.col(slot.column).width = WIDTH * 256
