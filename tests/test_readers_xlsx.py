"""Workbooks come out as Excel shows them: formats, hidden cells, and what nobody can be sure of."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawing
from openpyxl.formatting.rule import CellIsRule, DataBarRule
from openpyxl.styles import Alignment, Color, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from xlwt.CompoundDoc import XlsDoc

import printing as pr
from expect import assert_reads, found
from helpers.corpus.reading import extract_report
from helpers.errors import UnreadableReport
from helpers.prove.content import Content
from helpers.prove.figures import Figure
from helpers.readers import readings
from helpers.readers.grid import Reading
from printing import Key, Report
from printing_xlsx import (
    RULED,
    Slot,
    Style,
    as_text,
    of_sheet,
    print_xls,
    print_xlsx,
    slots_of,
    write,
    write_xls,
)

#: A figure that stands in no sum, and one that does.
ALONE: Key = ("disclosure", "regulation", "issued")
FEES: Key = ("disclosure", "fees", "amount")
SUMMED: Key = ("requests", "received", "natural_person")


def place_of(report: Report, key: Key) -> str:
    """The name of the cell that prints a figure."""
    text = report.cell(key)
    text.text, kept = "the one", text.text
    slot = next(slot for slot in slots_of(report) if slot.text == "the one")
    text.text = kept
    return f"{get_column_letter(slot.column + 1)}{slot.row + 1}"


def content_of(path: Path) -> Content:
    return extract_report(path).content


def figure(content: Content, key: Key) -> Figure:
    return next(each for each in content.figures if (each.table, each.row, each.column) == key)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Content]:
    """Read a clean report in which one cell of the workbook was changed."""

    def read(change: Callable[[Worksheet, str], None], key: Key = ALONE) -> Content:
        report = pr.report("national_2021")
        name = place_of(report, key)
        return content_of(
            print_xlsx(report, tmp_path / "report.xlsx", change=lambda page: change(page, name))
        )

    return read


BOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"


def rewrite(path: Path, change: Callable[[bytes], bytes], *names: str) -> Path:
    """Change parts of a workbook's package, its first sheet where none is named."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name in names or (SHEET,):
        parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def sheets_of(path: Path) -> Reading:
    (reading,) = readings(path)
    return reading


# ---- clean reports


@pytest.mark.parametrize("form", ["annex_2014", "national_2019", "national_2021", "annex_fujian"])
@pytest.mark.parametrize(
    "style",
    [
        Style(),
        Style(typed=as_text),  # numbers typed as text
        Style(ruled=False),  # no borders: Excel's own grid
        Style(gap=0),  # nothing between a table and the next caption
        Style(gap=0, ruled=False),
    ],
    ids=["bordered", "as text", "without borders", "close", "close without borders"],
)
def test_a_clean_workbook_is_verified(tmp_path: Path, form: str, style: Style) -> None:
    report = pr.report(form)
    content = content_of(print_xlsx(report, tmp_path / "report.xlsx", style))
    assert_reads(content, report)
    assert content.agency == pr.AGENCY
    assert content.year == pr.YEARS[form]


@pytest.mark.parametrize("form", ["annex_2014", "national_2019", "national_2021", "annex_fujian"])
def test_a_workbook_of_before_2007_is_verified(tmp_path: Path, form: str) -> None:
    report = pr.report(form)
    content = content_of(print_xls(report, tmp_path / "report.et"))
    assert_reads(content, report)
    assert {each.proof for each in content.figures} <= {"identity", "seen"}


def test_each_table_may_stand_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    report = pr.report("national_2021")
    book = Workbook()
    book.active.append([report.title])
    for sheet in report.sheets:
        page = book.create_sheet(sheet.table)
        write(page, [Slot(0, 0, sheet.caption, ruled=False), *of_sheet(sheet, 2)])
    book.save(tmp_path / "report.xlsx")
    assert_reads(content_of(tmp_path / "report.xlsx"), report)


def test_tables_may_stand_beside_each_other_below_one_title(tmp_path: Path) -> None:
    report = pr.report("national_2021")
    book = Workbook()
    slots, left = [Slot(0, 0, report.title, columns=40, ruled=False)], 0
    for sheet in report.sheets:
        slots += [Slot(1, left, sheet.caption, ruled=False), *of_sheet(sheet, 2, left)]
        left += 2 + len(sheet.widths)
    write(book.active, slots)
    book.save(tmp_path / "report.xlsx")
    assert_reads(content_of(tmp_path / "report.xlsx"), report)


def test_a_place_is_the_name_of_the_cell_and_is_there_once(tmp_path: Path) -> None:
    report = pr.report("national_2021")
    path = print_xlsx(report, tmp_path / "report.xlsx")
    one = figure(content_of(path), SUMMED)
    assert one.place == f"sheet Sheet, cell {place_of(report, SUMMED)}"
    places = [cell.place for grid in sheets_of(path).grids for cell in grid.cells]
    assert len(set(places)) == len(places)


# ---- what a format shows


SHOWN = {
    "0.00": (12, "12.00", 12),
    "#,##0": (1234, "1,234", 1234),
    '0"件"': (12, "12件", 12),
    "000": (7, "007", 7),
    "0;-0;;@": (0, "", None),
    ";;;": (12, "", None),
    '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ': (0, "-", None),
    "@": (12, "12", 12),
    "[Red]0": (12, "12", 12),
    "[>99]0;0": (12, "12", 12),
    "General": ("００７", "００７", 7),
    '@"件"': ("12", "12件", 12),
}


@pytest.mark.parametrize("code", SHOWN)
def test_a_number_is_read_as_its_format_shows_it(changed, code: str) -> None:
    stored, printed, value = SHOWN[code]

    def change(page: Worksheet, name: str) -> None:
        page[name], page[name].number_format = stored, code

    one = figure(changed(change), ALONE)
    assert (one.printed, one.value, one.proof) == (printed, value, "seen")


@pytest.mark.parametrize(
    ("code", "amount"),
    [('0.00"万元"', 123_500), ('0!.0000,"亿元"', None), ('#,##0.0"元"', Decimal("12.4"))],
)
def test_money_has_the_unit_that_its_format_prints(changed, code: str, amount: object) -> None:
    def change(page: Worksheet, name: str) -> None:
        page[name], page[name].number_format = 12.35, code

    one = figure(changed(change, FEES), FEES)
    if amount is not None:
        assert (one.value, one.proof) == (amount, "seen")


def test_zeros_that_the_sheet_does_not_show_are_blank(changed) -> None:
    def change(page: Worksheet, name: str) -> None:
        page[name] = 0
        page.sheet_view.showZeros = False

    one = figure(changed(change), ALONE)
    assert (one.printed, one.value, one.status, one.proof) == ("", None, "blank", "seen")


def test_a_format_that_prints_chinese_numerals_is_only_read_twice(changed) -> None:
    def change(page: Worksheet, name: str) -> None:
        page[name].number_format = "[DBNum1]0"

    assert figure(changed(change), ALONE).proof == "second_reading"


@pytest.mark.parametrize("code", ["0%", "# ?/?", "0.0E+00", "yyyy-mm-dd"])
@pytest.mark.parametrize("key", [ALONE, SUMMED])
def test_a_number_shown_as_something_else_is_doubtful(changed, code: str, key: Key) -> None:
    def change(page: Worksheet, name: str) -> None:
        page[name].number_format = code

    one = figure(changed(change, key), key)
    assert (one.status, one.proof) == ("doubtful", "none")


# ---- what may be overlooked


RAISED = InlineFont(vertAlign="superscript")


def white(page: Worksheet, name: str) -> None:
    page[name].font = Font(color="FFFFFFFF")


def white_by_theme(page: Worksheet, name: str) -> None:
    page[name].font = Font(color=Color(theme=0))


def on_its_own_colour(page: Worksheet, name: str) -> None:
    page[name].fill = PatternFill("solid", fgColor="FF000000")


def tiny(page: Worksheet, name: str) -> None:
    page[name].font = Font(size=2)


def struck(page: Worksheet, name: str) -> None:
    page[name].font = Font(strike=True)


def raised(page: Worksheet, name: str) -> None:
    page[name].font = Font(vertAlign="superscript")


def with_a_raised_mark(page: Worksheet, name: str) -> None:
    page[name] = CellRichText(str(page[name].value), TextBlock(RAISED, "1"))


def partly_struck(page: Worksheet, name: str) -> None:
    page[name] = CellRichText("1", TextBlock(InlineFont(strike=True), "8"))


def repeated(page: Worksheet, name: str) -> None:
    page[name].alignment = Alignment(horizontal="fill")


def turned(page: Worksheet, name: str) -> None:
    page[name].alignment = Alignment(textRotation=90)


def narrow(page: Worksheet, name: str) -> None:
    page[name] = 123456
    page.column_dimensions[page[name].column_letter].width = 3


def a_picture() -> Drawing:
    saved = BytesIO()
    Image.new("RGB", (90, 30)).save(saved, "PNG")
    return Drawing(saved)


def below_a_picture(page: Worksheet, name: str) -> None:
    page.add_image(a_picture(), name)


def white_on_condition(page: Worksheet, name: str) -> None:
    rule = CellIsRule(operator="greaterThan", formula=["0"], font=Font(color="FFFFFFFF"))
    page.conditional_formatting.add(name, rule)


def bar_without_number(page: Worksheet, name: str) -> None:
    rule = DataBarRule("min", None, "max", None, color="FF638EC6", showValue=False)
    page.conditional_formatting.add(name, rule)


def formula_without_result(page: Worksheet, name: str) -> None:
    page[name] = "=1+1"


def error(page: Worksheet, name: str) -> None:
    page[name] = "#REF!"
    page[name].data_type = "e"


UNSURE = [
    white, white_by_theme, on_its_own_colour, tiny, struck, raised, partly_struck, repeated,
    turned, narrow, below_a_picture, white_on_condition, bar_without_number,
    formula_without_result, error,
]  # fmt: skip


@pytest.mark.parametrize("change", UNSURE, ids=lambda each: each.__name__)
@pytest.mark.parametrize("key", [ALONE, SUMMED])
def test_what_nobody_can_be_sure_of_is_doubtful_whatever_the_sums_say(
    changed, change: Callable[[Worksheet, str], None], key: Key
) -> None:
    content = changed(change, key)
    one = figure(content, key)
    assert (one.status, one.proof) == ("doubtful", "none")
    assert content.status == "incomplete"


def coloured_on_condition(page: Worksheet, name: str) -> None:
    rule = CellIsRule(operator="greaterThan", formula=["0"], fill=PatternFill(bgColor="FFFF0000"))
    page.conditional_formatting.add(name, rule)


def noted(page: Worksheet, name: str) -> None:
    page[name].comment = Comment("已核对 99", "张三")


def picture_elsewhere(page: Worksheet, name: str) -> None:
    page.add_image(a_picture(), "Z1")


def protected(page: Worksheet, name: str) -> None:
    page.protection.sheet = True
    page.protection.password = "12345"


def white_on_dark(page: Worksheet, name: str) -> None:
    page[name].fill = PatternFill("solid", fgColor="FF1F4E79")
    page[name].font = Font(color="FFFFFFFF")


def with_marked_label(page: Worksheet, name: str) -> None:
    label = page.cell(page[name].row, 1)
    label.value = CellRichText(label.value, TextBlock(RAISED, "①"))


def with_turned_label(page: Worksheet, name: str) -> None:
    page.cell(page[name].row, 1).alignment = Alignment(textRotation=90)


def frozen_and_filtered(page: Worksheet, name: str) -> None:
    page.freeze_panes = name
    page.auto_filter.ref = "A1:C3"


HARMLESS = [
    coloured_on_condition, noted, picture_elsewhere, protected, white_on_dark, frozen_and_filtered,
    with_a_raised_mark, with_marked_label, with_turned_label,
]  # fmt: skip


@pytest.mark.parametrize("change", HARMLESS, ids=lambda each: each.__name__)
def test_what_changes_no_figure_does_no_harm(
    changed, change: Callable[[Worksheet, str], None]
) -> None:
    content = changed(change)
    assert_reads(content, pr.report("national_2021"))
    assert figure(content, ALONE).proof == "seen"


# ---- formulas


def with_results(path: Path, results: dict[str, str], *, recount: bool) -> Path:
    """The same file with stored results of its formulas; openpyxl writes none."""

    def store(source: bytes) -> bytes:
        for formula, result in results.items():
            asked = f"<f>{formula}</f>".encode()
            assert asked in source
            for empty in (b"<v />", b"<v/>", b"<v></v>"):
                source = source.replace(asked + empty, asked + f"<v>{result}</v>".encode())
        return source

    rewrite(path, store)
    if not recount:
        rewrite(path, lambda source: source.replace(b'fullCalcOnLoad="1"', b""), BOOK)
    return path


@pytest.mark.parametrize(
    ("result", "recount", "expected"),
    [
        ("12", False, ("printed", Decimal(12))),
        ("12", True, ("printed", Decimal(12))),
        ("0", False, ("printed", Decimal(0))),
        ("0", True, ("doubtful", None)),  # the zero of a program that leaves the sum to Excel
    ],
)
def test_the_result_of_a_formula_is_what_is_stored(
    tmp_path: Path, result: str, recount: bool, expected: tuple[str, Decimal | None]
) -> None:
    report = pr.report("national_2021")
    name = place_of(report, ALONE)

    def change(page: Worksheet) -> None:
        page[name] = "=6+6"

    path = print_xlsx(report, tmp_path / "report.xlsx", change=change)
    one = figure(content_of(with_results(path, {"6+6": result}, recount=recount)), ALONE)
    assert (one.status, one.value) == expected


def test_formulas_without_results_are_told(changed) -> None:
    content = changed(formula_without_result)
    assert "1 cell holds a formula whose result is not stored" in content.message


# ---- what is hidden


def test_hidden_rows_columns_and_sheets_are_not_read(tmp_path: Path) -> None:
    report, other = pr.report("national_2021"), pr.report("national_2021", seed=2)

    def change(page: Worksheet) -> None:
        page.insert_rows(6)
        for column in range(1, 5):
            page.cell(6, column, 99).border = RULED
        page.row_dimensions[6].hidden = True
        for column, letter in ((30, "AD"), (31, "AE")):
            page.cell(5, column, 99)
            page.column_dimensions[letter].hidden = True
        write(page.parent.create_sheet("上年"), slots_of(other))
        page.parent["上年"].sheet_state = "hidden"

    simple = pr.report("annex_2014")  # no merged cells, which do not move with the rows
    content = content_of(print_xlsx(simple, tmp_path / "report.xlsx", change=change))
    assert_reads(content, simple)
    assert content_of(print_xlsx(report, tmp_path / "two.xlsx")).status == "verified"


@pytest.mark.parametrize("setting", [{"hidden": True}, {"height": 3}], ids=str)
def test_a_row_that_is_hidden_or_too_low_is_missed_not_read(changed, setting: dict) -> None:
    def change(page: Worksheet, name: str) -> None:
        for what, value in setting.items():
            setattr(page.row_dimensions[page[name].row], what, value)

    content = changed(change)
    assert ALONE not in found(content)
    assert content.status == "incomplete"


def test_two_years_on_two_sheets_are_two_reports(tmp_path: Path) -> None:
    book = Workbook()
    for seed, year in ((1, 2022), (2, 2023)):
        report = pr.report_on(pr.FORMS["national_2021"], year, seed=seed)
        write(book.create_sheet(str(year)), slots_of(report))
    book.save(tmp_path / "report.xlsx")
    content = content_of(tmp_path / "report.xlsx")
    assert content.status == "incomplete"
    assert content.figures == ()


# ---- running text


def test_lines_around_a_block_are_running_text_and_its_caption(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    page.append(["青石县政府信息公开情况统计表"])
    page.append(["填报单位：青石县水利局", None, "单位：件"])
    write(page, [Slot(r, c, f"{r}{c}") for r in range(2, 4) for c in range(3)])
    page.append(["注：一行\n两行"])
    page.append([])
    page.append(["另有说明"])
    book.save(tmp_path / "a.xlsx")
    reading = sheets_of(tmp_path / "a.xlsx")
    (grid,) = reading.grids
    assert (grid.rows, grid.columns) == (2, 3)
    assert grid.caption.split("\n") == [
        "青石县政府信息公开情况统计表", "填报单位：青石县水利局", "单位：件",
    ]  # fmt: skip
    assert [passage.text for passage in reading.passages][-3:] == ["注：一行", "两行", "另有说明"]
    assert reading.passages[-1].place == "sheet Sheet, cell A7"


@pytest.mark.parametrize(
    "lines",
    [
        ["青石县水利局2023年政府信息公开工作情况统计表"],
        ["青石县水利局政府信息公开情况统计表（2023年度）"],
        ["政府信息公开情况统计表", "填报单位：青石县水利局", "统计年度：2023年"],
    ],
)
def test_the_lines_above_a_table_name_agency_and_year(tmp_path: Path, lines: list[str]) -> None:
    report = pr.report("national_2021")
    book = Workbook()
    slots = [Slot(0, 3 * n, line, ruled=False) for n, line in enumerate(lines)]
    for sheet in report.sheets:
        slots += of_sheet(sheet, 2 + max(slot.row for slot in slots))
    write(book.active, slots)
    book.save(tmp_path / "a.xlsx")
    content = content_of(tmp_path / "a.xlsx")
    assert_reads(content, report)
    assert (content.agency, content.year) == ("青石县水利局", 2023)


def test_a_date_in_a_title_is_read_as_it_is_shown(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = date(2023, 12, 31)
    book.active["A1"].number_format = 'yyyy"年"m"月"d"日"'
    book.save(tmp_path / "a.xlsx")
    assert sheets_of(tmp_path / "a.xlsx").text == "2023年12月31日"


# ---- damaged, locked and huge files


def test_a_damaged_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    for path in (
        print_xlsx(pr.report("national_2021"), tmp_path / "a.xlsx"),
        print_xls(pr.report("national_2021"), tmp_path / "b.xls"),
    ):
        path.write_bytes(path.read_bytes()[:-100])
        read = extract_report(path)
        assert read.content.status == "failed"
        assert read.message == "The file is damaged or no Excel file: fetch it again."


def test_cells_that_run_into_one_another_are_not_left_out_as_empty(tmp_path: Path) -> None:
    """What cleans a sheet of empty cells made a part that was no XML any more one again."""
    path = print_xlsx(pr.report("national_2021"), tmp_path / "a.xlsx")
    lost = re.compile(rb"><v>[^<]*</v></c><c (?=[^>]*></c>)")
    rewrite(path, lambda source: lost.sub(b" ", source, count=1))
    assert content_of(path).message == "The file is damaged or no Excel file: fetch it again."


def test_a_locked_workbook_says_so(tmp_path: Path) -> None:
    begin = bytes.fromhex("09081000 00060500 bb0dcc07 00000000 06000000")
    locked = bytes.fromhex("2f003600 010001000100") + bytes(48)
    XlsDoc().save(str(tmp_path / "a.xls"), begin + locked + bytes.fromhex("0a000000"))
    with pytest.raises(UnreadableReport, match="locked with a password"):
        list(readings(tmp_path / "a.xls"))


def test_a_sheet_that_is_formatted_to_its_end_costs_nothing(tmp_path: Path) -> None:
    report = pr.report("national_2021")
    path = print_xlsx(report, tmp_path / "report.xlsx")
    row = "".join(f'<c r="{get_column_letter(n)}{{0}}" s="1"/>' for n in range(1, 101))
    rows = "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(200, 7000))
    end = b"</sheetData>"
    rewrite(path, lambda source: source.replace(end, rows.encode() + end))
    assert_reads(content_of(path), report)


@pytest.mark.parametrize("name", ["XFD1", "C1048576"])
def test_a_cell_at_the_end_of_the_sheet_is_refused(tmp_path: Path, name: str) -> None:
    def change(page: Worksheet) -> None:
        page[name] = 1

    path = print_xlsx(pr.report("national_2021"), tmp_path / "a.xlsx", change=change)
    with pytest.raises(UnreadableReport, match="more cells than any report"):
        list(readings(path))


def test_a_merged_cell_may_reach_to_the_end_of_the_sheet(tmp_path: Path) -> None:
    report = pr.report("annex_2014")
    path = print_xlsx(report, tmp_path / "a.xlsx")
    merged = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'
    rewrite(path, lambda source: source.replace(b"</sheetData>", merged))
    assert_reads(content_of(path), report)


def strict(source: bytes) -> bytes:
    old = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return source.replace(old, b"http://purl.oclc.org/ooxml/spreadsheetml/main")


def prefixed(source: bytes) -> bytes:
    return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", source).replace(b'xmlns="', b'xmlns:x="')


def of_another_size(source: bytes) -> bytes:
    return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', source)


@pytest.mark.parametrize("way", [strict, prefixed, of_another_size], ids=lambda way: way.__name__)
def test_other_programs_write_the_same_in_other_ways(tmp_path: Path, way) -> None:
    report = pr.report("national_2021")
    path = print_xlsx(report, tmp_path / "a.xlsx")
    assert_reads(content_of(rewrite(path, way)), report)


def test_a_cell_that_is_stored_twice_is_doubtful(tmp_path: Path) -> None:
    report = pr.report("national_2021")
    name = place_of(report, ALONE)
    again = f'<row r="{name[1:]}"><c r="{name}"><v>99</v></c></row></sheetData>'.encode()
    path = print_xlsx(report, tmp_path / "a.xlsx")
    rewrite(path, lambda source: source.replace(b"</sheetData>", again))
    assert figure(content_of(path), ALONE).proof == "none"


def test_a_package_that_unpacks_to_very_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpers.readers.package.LARGEST", 10**4)
    with pytest.raises(UnreadableReport, match="unpacks to more than"):
        list(readings(print_xlsx(pr.report("national_2021"), tmp_path / "a.xlsx")))


# ---- what old files tell in records of their own


@pytest.mark.parametrize(
    "style",
    [
        xlwt.easyxf("font: color white"),
        xlwt.easyxf("font: struck_out on"),
        xlwt.easyxf("font: escapement superscript"),
        xlwt.easyxf("alignment: horizontal filled"),
        xlwt.easyxf(num_format_str="0%"),
    ],
)
def test_an_old_file_has_the_same_doubts(tmp_path: Path, style: xlwt.XFStyle) -> None:
    content = old_file(tmp_path, lambda page, row, column: page.write(row, column, 12, style))
    assert figure(content, ALONE).proof == "none"


def test_a_formula_that_an_old_file_leaves_to_excel_is_no_zero(tmp_path: Path) -> None:
    formula = xlwt.Formula("6+6")
    content = old_file(tmp_path, lambda page, row, column: page.write(row, column, formula))
    one = figure(content, ALONE)
    assert (one.value, one.status) == (None, "doubtful")
    assert "result is not stored" in content.message


def test_a_picture_in_an_old_file_lies_over_its_cells(tmp_path: Path) -> None:
    Image.new("RGB", (40, 10)).save(tmp_path / "a.bmp")

    def change(page: xlwt.Worksheet, row: int, column: int) -> None:
        page.write(row, column, 12)
        page.insert_bitmap(str(tmp_path / "a.bmp"), row, column)

    assert figure(old_file(tmp_path, change), ALONE).proof == "none"


def test_hidden_rows_and_sheets_of_old_files_are_not_read(tmp_path: Path) -> None:
    def change(page: xlwt.Worksheet, row: int, column: int) -> None:
        page.write(row, column, 12)
        page.row(row).hidden = True

    assert ALONE not in found(old_file(tmp_path, change))


def old_file(tmp_path: Path, change: Callable[[xlwt.Worksheet, int, int], None]) -> Content:
    """Read a report in an old file, in which one cell is written in another way."""
    report = pr.report("national_2021")
    report.cell(ALONE).text, where = "", place_of(report, ALONE)
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("统计表")
    row, column = int(where[1:]) - 1, ord(where[0]) - ord("A")
    write_xls(page, [s for s in slots_of(report) if (s.row, s.column) != (row, column)])
    change(page, row, column)
    book.save(str(tmp_path / "report.xls"))
    return content_of(tmp_path / "report.xls")
