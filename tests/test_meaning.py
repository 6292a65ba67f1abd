"""Print that reads well and means something else (another year, a footnote, a picture) is never `verified`."""

import pytest

import printing as pr
from expect import assert_admits, assert_reads, verdicts
from helpers.extract.report import read_content
from helpers.prove.content import Content
from printing import FORMS, Cell, Line, Report, report
from printing_html import print_html

FEES = ("disclosure", "fees", "amount")
PENALTIES = ("disclosure", "penalty", "decisions")


@pytest.fixture
def national() -> Report:
    """A clean report on the form of 2021."""
    return report("national_2021")


@pytest.fixture
def read(tmp_path):
    """Save a report as a web page, change its markup, and read it."""

    def read(printed: Report, change: str = "", into: str = "") -> Content:
        path = print_html(printed, tmp_path / "report.html")
        page = path.read_text("utf-8")
        assert not change or change in page
        path.write_text(page.replace(change, into) if change else page, "utf-8")
        return read_content(path, FORMS)

    return read


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("本年处理决定数量", "上年处理决定数量"),
        ("本年制发件数", "上年制发件数"),
        ("结果维持", "结果未维持"),
        ("一、本年新收政府信息公开申请数量", "一、上年新收政府信息公开申请数量"),
    ],
)
def test_a_label_that_speaks_of_something_else(read, national, label, other):
    pr.relabel(national, label, other)
    assert read(national).status == "incomplete"


@pytest.mark.parametrize(
    "field", ['<img src="5.png">', '<input type="text" value="5">', "<svg></svg>"]
)
def test_a_cell_that_shows_a_picture_or_a_field_is_not_blank(read, national, field):
    pr.write(national, PENALTIES, "PICTURE", None)
    content = read(national, "PICTURE", field)
    assert content.status == "incomplete"
    assert [
        each.status for each in content.figures if (each.row, each.column) == PENALTIES[1:]
    ] == ["doubtful"]


@pytest.mark.parametrize("printed", ["12.523", "-101"])
def test_a_number_of_things_is_whole_and_not_below_zero(read, national, printed):
    pr.write(national, PENALTIES, printed, printed)
    content = read(national)
    assert content.status == "incomplete"
    assert [each.proof for each in content.figures if (each.row, each.column) == PENALTIES[1:]] == [
        "none"
    ]


@pytest.mark.parametrize(
    "markup",
    [
        '<span style="text-decoration: line-through">77</span>101',
        "101<sup>1</sup>",
    ],
)
def test_what_is_struck_out_or_raised_is_no_digit_of_the_number(read, national, markup):
    pr.write(national, PENALTIES, "MARKED", 101)
    assert_reads(read(national, "MARKED", markup), national)


@pytest.mark.parametrize(
    "markup", ['101<a href="#note1">1</a>', '101<span style="vertical-align: super">1</span>']
)
def test_a_digit_of_full_size_that_may_be_the_mark_of_a_note_is_in_doubt(read, national, markup):
    pr.write(national, PENALTIES, "MARKED", 101)
    assert_admits(read(national, "MARKED", markup), national)


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("本年收费金额（单位：万）", 10_000),
        ("本年收费金额（万人民币）", 10_000),
        ("本年收费金额（元）", 1),
    ],
)
def test_the_unit_in_the_head_of_the_column(read, national, head, unit):
    pr.relabel(national, "本年收费金额（单位：万元）", head)
    pr.write(national, FEES, "12.5", 12.5 * unit)
    assert_reads(read(national), national)


def test_without_a_unit_the_form_s_own_is_taken_and_said(read, national):
    pr.relabel(national, "本年收费金额（单位：万元）", "本年收费金额")
    pr.write(national, FEES, "12.5", 125_000)
    content = read(national)
    assert_reads(content, national)
    assert ("unit_assumed", *FEES) in verdicts(content, "warning")


def test_two_units_that_differ_are_a_conflict(read, national):
    pr.relabel(national, "行政事业性收费", "行政事业性收费（元）")
    content = read(national)
    assert ("unit_conflict", *FEES) in verdicts(content, "warning")


def test_a_wrong_span_over_the_applicants_moves_no_figure(read, national):
    content = read(national, 'colspan="5"><p>法人或其他组织', 'colspan="4"><p>法人或其他组织')
    assert content.status == "incomplete"
    assert not verdicts(content, "wrong_in_print")


@pytest.mark.parametrize("word", ["不适用", "暂无", "不涉及", "没有"])
def test_words_for_nothing_are_blanks(read, national, word):
    pr.write(national, PENALTIES, word, None)
    assert_reads(read(national), national)


@pytest.mark.parametrize("total", ["合计", "总数", "共计", "小计"])
def test_other_words_for_the_total(read, national, total):
    pr.relabel(national, "总计", total)
    assert_reads(read(national), national)


def test_a_line_that_numbers_the_columns(read, national):
    numbers = "".join(f"<td>{number}</td>" for number in range(1, 16))
    sheet = national.sheet("review")
    first = next(cell for line in sheet.lines for cell in line.cells if cell.key)
    row = f"<tr><td><p>{first.text}</p></td>"
    assert_reads(read(national, row, f"<tr>{numbers}</tr>{row}"), national)


def proven(
    content: Content, table: str, *, row: str = "", column: str = ""
) -> set[tuple[str, str]]:
    """The rows and columns of the figures of a row, or of a column, that have a proof."""
    return {
        (each.row, each.column)
        for each in content.figures
        if each.table == table
        and each.proof != "none"
        and row in ("", each.row)
        and column in ("", each.column)
    }


@pytest.mark.parametrize(
    ("label", "other", "row"),
    [
        ("行政许可", "行政许可（不含乡镇）", "licensing"),
        ("行政许可", "行政许可\n（上年数）", "licensing"),
        ("行政许可", "林业行政许可", "licensing"),
        ("行政许可", "其中：行政许可", "licensing"),
        ("行政许可", "行政许可（2022年）", "licensing"),
        ("（一）予以公开", "（一）主动公开", "granted"),
        ("（三）不予公开", "（三）不予公开率", "refused.inquiry"),
        ("（三）不予公开", "（三）予以公开", "refused.inquiry"),
        ("三、本年度办理结果", "三、上年度办理结果", "granted"),
        ("（七）总计", "（七）总计（%）", "total"),
    ],
)
def test_a_label_of_rows_with_words_that_say_more_names_none(read, national, label, other, row):
    pr.relabel(national, label, other)
    content = read(national)
    assert content.status == "incomplete"
    assert proven(content, "disclosure", row=row) | proven(content, "requests", row=row) == set()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (("自然人", "自然人占比"), "natural_person"),
        (("其他", "预计其他"), "other_org"),
        (("总计", "累计总计"), "total"),
        (("法人或其他组织", "法人或其他组织（不含乡镇）"), "research"),
        (("申请人情况", "申请人情况（%）"), "natural_person"),
        (("申请人情况", "截至上年申请人情况"), "total"),
    ],
)
@pytest.mark.parametrize("spans", [True, False])
def test_a_label_of_columns_with_words_that_say_more_names_none(
    tmp_path, national, change, column, spans
):
    pr.relabel(national, *change)
    path = print_html(national, tmp_path / "report.html", head_spans=spans)
    content = read_content(path, FORMS)
    assert content.status == "incomplete"
    assert proven(content, "requests", column=column) == set()


def test_a_head_that_names_nothing_ends_the_one_before(read, national):
    sheet = national.sheet("disclosure", "penalty")
    head = next(
        cell
        for cell in sheet.lines[sheet.at("penalty") - 1].cells
        if cell.text == "本年处理决定数量"
    )
    head.text = "上年处理决定数量"
    content = read(national)
    assert content.status == "incomplete"
    assert proven(content, "disclosure", row="penalty") == set()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("申请人情况", "verified"),
        ("上年申请人情况", "incomplete"),
        ("申请人情况（万件）", "incomplete"),
    ],
)
def test_the_upper_row_of_the_head_printed_once_more(read, national, text, status):
    sheet = national.sheet("requests")
    again = [Cell(0, pr.BALANCE_NOTE, "head", columns=3), Cell(3, text, "head", columns=7)]
    sheet.lines.insert(sheet.at("carried_out"), Line(again))
    assert read(national).status == status


def test_rows_of_an_annex_that_may_all_be_left_out_are_missed_all_the_same(read):
    annex = report("annex_fujian")
    pr.relabel(annex, "行政复议数", "截至上年行政复议数")
    content = read(annex)
    assert content.status == "incomplete"
    assert proven(content, "annex", row="reconsideration") == set()


def test_rows_below_a_head_that_speaks_of_last_year_are_not_left_out_silently(read):
    annex = report("annex_fujian")
    pr.break_before(annex, "annex", "requests.answered", header=True)
    annex.sheet("annex", "requests.answered").lines[0].cells[-1].text = "上年累计"
    assert read(annex).status == "incomplete"


@pytest.mark.parametrize("note", ["（不含乡镇）", "（2022年）", "（%）"])
def test_a_note_in_a_row_of_its_own_belongs_to_the_label_above(read, national, note):
    sheet = national.sheet("requests")
    blank = [Cell(3 + n, "") for n in range(7)]
    sheet.lines.insert(sheet.at("received") + 1, Line([Cell(0, note, "label", columns=3), *blank]))
    content = read(national)
    assert content.status == "incomplete"
    assert proven(content, "requests", row="received") == set()


@pytest.mark.parametrize(("year", "status"), [("2023", "verified"), ("2022", "incomplete")])
@pytest.mark.parametrize(
    "label", ["本年制发件数（{}年）", "本年制发件数（{}年度）", "{}年制发件数"]
)
def test_a_label_with_a_year(read, national, label, year, status):
    pr.relabel(national, "本年制发件数", label.format(year))
    assert read(national).status == status


def test_a_label_with_a_year_in_a_report_of_an_unknown_year(read, national):
    national.title = "青石县人民政府信息公开"
    assert read(national).status == "verified"
    pr.relabel(national, "本年制发件数", "本年制发件数（2023年）")
    assert read(national).status == "incomplete"


@pytest.mark.parametrize(("year", "status"), [("2015", "verified"), ("2014", "incomplete")])
def test_the_year_that_is_the_label_of_a_column(read, year, status):
    annex = report("annex_fujian")
    pr.relabel(annex, "2015年度", f"{year}年度")
    assert read(annex).status == status


def test_an_annex_of_an_unknown_year(read):
    annex = report("annex_fujian")
    annex.title = "青石县人民政府信息公开"
    assert_reads(read(annex), annex)


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("（万件）", 10_000),
        ("（单位：百件）", 100),
        ("单位：万件", 10_000),
        ("\n万件", 10_000),
        ("（千）", 1_000),
    ],
)
def test_a_count_is_read_in_the_unit_of_its_head(read, national, unit, factor):
    pr.relabel(national, "本年处理决定数量", f"本年处理决定数量{unit}")
    for row in ("licensing", "penalty", "coercion"):
        pr.write(national, ("disclosure", row, "decisions"), "12.5", int(12.5 * factor))
    assert_reads(read(national), national)


def test_a_count_is_read_in_the_unit_that_stands_in_a_row_below_the_head(read, national):
    sheet = national.sheet("review")
    sheet.lines.insert(3, Line([Cell(n, "百件", "head") for n in range(15)]))
    for cell in national.cells():
        if cell.key and cell.key[0] == "review":
            pr.write(national, cell.key, cell.text, int(cell.text) * 100)
    assert_reads(read(national), national)


def test_a_count_with_its_own_unit_is_not_multiplied(read, national):
    pr.relabel(national, "本年处理决定数量", "本年处理决定数量（件）")
    pr.write(national, PENALTIES, "1.25万件", 12_500)
    assert_reads(read(national), national)


@pytest.mark.parametrize("unit", ["万元", "单位：元", "%", "十件", "件、万件"])
def test_a_unit_in_which_no_count_can_be_meant(read, national, unit):
    pr.relabel(national, "本年处理决定数量", f"本年处理决定数量（{unit}）")
    content = read(national)
    assert content.status == "incomplete"
    assert proven(content, "disclosure", column="decisions") == set()


@pytest.mark.parametrize("unit", ["万件", "％", "万元"])
def test_a_unit_beside_a_count_that_is_not_the_form_s(read, unit):
    annex = report("annex_2014")
    annex.line("annex", "complaints").cells[1].text = unit
    value = annex.truth["annex", "complaints", "value"]
    if unit == "万件":
        pr.write(annex, ("annex", "complaints", "value"), f"{value}", value * 10_000)
        assert_reads(read(annex), annex)
    else:
        assert_admits(read(annex), annex)


@pytest.mark.parametrize(
    ("declared", "status"),
    [("单位：万件", "incomplete"), ("单位：%", "incomplete"), ("单位：件", "verified")],
)
def test_a_unit_of_counts_above_the_table_casts_doubt_on_them(read, national, declared, status):
    national.sheet("disclosure").caption += f"（{declared}）"
    assert read(national).status == status
