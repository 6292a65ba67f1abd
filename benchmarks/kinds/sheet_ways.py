"""Ways to set a report as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import xlwt
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils.cell import get_column_letter

from kinds.hidden import ROW, hide_row
from printing import Report
from printing_xlsx import Slot, Style, as_text, of_sheet, print_xls, print_xlsx, write, write_xls


def with_numbers_as_text(report: Report, path: Path) -> None:
    """Numbers were typed as text"""
    print_xlsx(report, path, Style(typed=as_text))


def in_thousands(report: Report, path: Path) -> None:
    """Numbers under #,##0 and negative ones in brackets"""
    _change(report, path, lambda cell: setattr(cell, "number_format", "#,##0_);(#,##0)"))


def with_zeros_as_dashes(report: Report, path: Path) -> None:
    """Zeros are shown as a dash"""
    _change(report, path, lambda cell: setattr(cell, "number_format", '0;-0;"-"'))
    report.truth = {key: value or None for key, value in report.truth.items()}


def with_totals_as_formulas(report: Report, path: Path) -> None:
    """Totals are formulas whose results are not stored"""
    totals = {report.cell(key).text for key in report.truth if key[2] == "total"}

    def change(cell: Cell) -> None:
        if str(cell.value) in totals:
            cell.value = "=SUM(A1:A2)"

    _change(report, path, change)
    report.truth = {
        key: value for key, value in report.truth.items() if _text(report, key) not in totals
    }


def with_a_table_on_each_sheet(report: Report, path: Path) -> None:
    """Each table on a sheet of its own, the text on the first"""
    book = Workbook()
    book.active.append([report.title])
    for sheet in report.sheets:
        slots = [Slot(0, 0, sheet.caption, ruled=False), *of_sheet(sheet, 2)]
        write(book.create_sheet(sheet.table), slots)
    book.save(path)


def with_tables_beside_each_other(report: Report, path: Path) -> None:
    """Tables beside each other"""
    book = Workbook()
    slots, left = [Slot(0, 0, report.title, columns=40, ruled=False)], 0
    for sheet in report.sheets:
        slots += [Slot(1, left, sheet.caption, ruled=False), *of_sheet(sheet, 2, left)]
        left += 2 + len(sheet.widths)
    write(book.active, slots)
    book.save(path)


def with_a_hidden_sheet(report: Report, path: Path) -> None:
    """The same tables with other figures on a hidden sheet before"""
    print_xlsx(report, path)
    book = load_workbook(path)
    other = book.create_sheet("old", 0)
    for row in book.worksheets[1].iter_rows():
        for cell in row:
            value = cell.value + 1 if isinstance(cell.value, int) else cell.value
            if not type(cell).__name__.startswith("Merged"):
                other.cell(cell.row, cell.column, value)
    other.sheet_state = "veryHidden"
    book.active = 1
    book.save(path)


def with_a_hidden_row(report: Report, path: Path) -> None:
    """A row is hidden"""
    hide_row(report)
    print_xlsx(report, path)
    book = load_workbook(path)
    book.active.row_dimensions[_row(book.active, report)].hidden = True
    book.save(path)


def with_a_folded_row(report: Report, path: Path) -> None:
    """A row is folded away in an outline"""
    hide_row(report)
    print_xlsx(report, path)
    book = load_workbook(path)
    number = _row(book.active, report)
    book.active.row_dimensions.group(number, number, hidden=True)
    book.save(path)


def with_a_hidden_column(report: Report, path: Path) -> None:
    """A column is hidden"""
    hidden = report.line(*ROW).values[1].column
    print_xlsx(report, path)
    book = load_workbook(path)
    book.active.column_dimensions[get_column_letter(hidden + 1)].hidden = True
    book.save(path)
    cells = {key: report.cell(key) for key in report.truth}
    for key, cell in cells.items():
        if (cell.column, cell.columns) == (hidden, 1):
            del report.truth[key]


def with_a_white_row(report: Report, path: Path) -> None:
    """A row is white on white"""
    hide_row(report)
    print_xlsx(report, path)
    book = load_workbook(path)
    for cell in book.active[_row(book.active, report)]:
        cell.font = Font(color="FFFFFFFF")
    book.save(path)


def old_with_a_hidden_row(report: Report, path: Path) -> None:
    """A row is hidden"""
    hide_row(report)
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("统计表")
    row = 1
    for sheet in report.sheets:
        write_xls(page, [Slot(row + 1, 0, sheet.caption, ruled=False), *of_sheet(sheet, row + 2)])
        if sheet.table == ROW[0]:
            page.row(row + 2 + sheet.at(ROW[1])).hidden = True
        row += 3 + len(sheet.lines)
    write_xls(page, [Slot(0, 0, report.title, ruled=False)])
    book.save(str(path))


def old_with_a_table_on_each_sheet(report: Report, path: Path) -> None:
    """Each table on a sheet of its own, the text on the first, an empty one and a hidden one behind"""
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("说明").write(0, 0, report.title)
    for number, sheet in enumerate(report.sheets):
        page = book.add_sheet(f"表{number}")
        write_xls(page, [Slot(0, 0, sheet.caption, ruled=False), *of_sheet(sheet, 1)])
    book.add_sheet("Sheet9")
    hidden = book.add_sheet("old")
    write_xls(hidden, [each for each in of_sheet(report.sheets[0]) if each.text != "12"])
    hidden.visibility = 1
    book.save(str(path))


def old_with_numbers_as_text(report: Report, path: Path) -> None:
    """Numbers were typed as text"""
    print_xls(report, path, typed=as_text)


def _change(report: Report, path: Path, change: Callable[[Cell], None]) -> None:
    """Save the report with each of its figures changed."""
    print_xlsx(report, path)
    book = load_workbook(path)
    for cell in _numbers(book):
        change(cell)
    book.save(path)


def _numbers(book: Workbook) -> Iterator[Cell]:
    for row in book.active.iter_rows():
        yield from (cell for cell in row if isinstance(cell.value, int))


def _row(page: object, report: Report) -> int:
    label = report.line(*ROW).label.text
    return next(row[0].row for row in page.iter_rows() if label in [cell.value for cell in row])


def _text(report: Report, key: tuple[str, str, str]) -> str:
    return report.cell(key).text


WAYS = [
    with_numbers_as_text,
    in_thousands,
    with_zeros_as_dashes,
    with_totals_as_formulas,
    with_a_table_on_each_sheet,
    with_tables_beside_each_other,
    with_a_hidden_sheet,
    with_a_hidden_row,
    with_a_folded_row,
    with_a_hidden_column,
    with_a_white_row,
]
OLD = [old_with_numbers_as_text, old_with_a_table_on_each_sheet, old_with_a_hidden_row]
