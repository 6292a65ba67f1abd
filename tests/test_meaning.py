"""Print that reads well and means something else (another year, a footnote, a picture) is never `verified`."""

import pytest

import printing as pr
from expect import assert_admits, assert_reads, verdicts
from helpers.extract import read_content
from helpers.extraction import Content
from printing import FORMS, Report, report
from printing_html import print_html

FEES = ("disclosure", "fees", "amount")
PENALTIES = ("disclosure", "penalty", "decisions")


@pytest.fixture
def national() -> Report:
    """A clean report on the form of 2021."""
    return report("2021")


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


@pytest.mark.parametrize("field", ['<img src="5.png">', '<input type="text" value="5">', "<svg></svg>"])
def test_a_cell_that_shows_a_picture_or_a_field_is_not_blank(read, national, field):
    pr.write(national, PENALTIES, "PICTURE", None)
    content = read(national, "PICTURE", field)
    assert content.status == "incomplete"
    assert [each.status for each in content.figures if (each.row, each.column) == PENALTIES[1:]] == ["doubtful"]


@pytest.mark.parametrize("printed", ["12.523", "-101"])
def test_a_number_of_things_is_whole_and_not_below_zero(read, national, printed):
    pr.write(national, PENALTIES, printed, printed)
    content = read(national)
    assert content.status == "incomplete"
    assert [each.proof for each in content.figures if (each.row, each.column) == PENALTIES[1:]] == ["none"]


@pytest.mark.parametrize(
    "markup",
    [
        '<span style="text-decoration: line-through">77</span>101',
        '101<span style="vertical-align: super">1</span>',
        '101<a href="#note1">1</a>',
        "101<sup>1</sup>",
    ],
)
def test_what_is_struck_out_or_raised_is_no_digit_of_the_number(read, national, markup):
    pr.write(national, PENALTIES, "MARKED", 101)
    assert_admits(read(national, "MARKED", markup), national)


@pytest.mark.parametrize(
    ("head", "unit"),
    [("本年收费金额（单位：万）", 10_000), ("本年收费金额（万人民币）", 10_000), ("本年收费金额（元）", 1)],
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
