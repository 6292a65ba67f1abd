"""PDFs as agencies publish them: each figure is read right, or the report admits that it was not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

import printing as pr
from expect import assert_admits, assert_reads, differences, verdicts
from helpers.extract.report import read_content
from helpers.prove.content import Content
from printing import FORMS, Report, report
from printing_pdf import Paper, print_pdf


@pytest.fixture
def read(tmp_path):
    """Print a report and read it."""

    def read(printed: Report, paper: Paper = Paper()) -> Content:  # noqa: B008 - a frozen value
        return read_content(print_pdf(printed, tmp_path / "report.pdf", paper), FORMS)

    return read


@pytest.fixture
def national() -> Report:
    """A clean report on the form of 2021."""
    return report("national_2021")


# Clean reports


@pytest.mark.parametrize("form", FORMS)
def test_a_clean_report_on_each_form(read, form):
    printed = report(form)
    if form in ("annex_2014", "return_shanghai"):  # 60 rows do not fit on one page
        pr.break_before(printed, "annex", "requests.received")
    content = read(printed)
    assert_reads(content, printed)
    assert (content.form, content.agency, content.year) == (form, pr.AGENCY, pr.YEARS[form])


# Pages


@pytest.mark.parametrize("header", [True, False], ids=["header repeated", "no header repeated"])
@pytest.mark.parametrize("row", ["carried_in", "granted", "not_processed.repeat", "carried_out"])
def test_a_matrix_broken_between_two_rows(read, national, row, header):
    pr.break_before(national, "requests", row, header=header)
    assert_reads(read(national), national)


@pytest.mark.parametrize("header", [True, False], ids=["header repeated", "no header repeated"])
def test_a_matrix_broken_over_three_pages(read, header):
    printed = report("national_2019")
    pr.break_before(printed, "requests", "refused.third_party", header=header)
    pr.break_before(printed, "requests", "not_processed.publication", header=header)
    assert_reads(read(printed), printed)


@pytest.mark.parametrize("header", [True, False], ids=["header repeated", "no header repeated"])
@pytest.mark.parametrize("numbers", ["above", "below"])
@pytest.mark.parametrize("row", ["unavailable.needs_creation", "not_processed.petition"])
def test_a_row_cut_in_two_by_the_page_has_its_numbers_on_one_side(
    read, national, row, numbers, header
):
    pr.split_row(national, "requests", row, at=7, numbers=numbers)
    pr.break_inside(national, "requests", row, header=header)
    assert_reads(read(national), national)


def test_a_row_cut_in_two_in_each_of_two_breaks(read):
    printed = report("national_2019")
    for row, at, numbers in (
        ("refused.third_party", 3, "below"),
        ("not_processed.publication", 5, "above"),
    ):
        pr.split_row(printed, "requests", row, at, numbers)
        pr.break_inside(printed, "requests", row, header=True)
    assert_reads(read(printed), printed)


def test_a_group_label_cut_in_two_by_the_page(read, national):
    pr.break_before(national, "requests", "unavailable.needs_creation")
    pr.print_on_both_sides(national, "（四）无法提供", "（四）无", "法提供")
    assert_reads(read(national), national)


def test_the_side_label_printed_again_behind_the_break(read):
    printed = report("national_2019")
    pr.break_before(printed, "requests", "unavailable.needs_creation")
    pr.print_on_both_sides(
        printed, "三、本年度办理结果", "三、本年度办理结果", "三、本年度办理结果"
    )
    assert_reads(read(printed), printed)


@pytest.mark.parametrize("header", [True, False], ids=["header repeated", "no header repeated"])
@pytest.mark.parametrize("row", ["not_processed.petition", "total"])
def test_a_second_piece_without_the_cells_beside_its_labels(read, national, row, header):
    pr.break_before(national, "requests", row, header=header)
    pr.merge_side_cells(national, "requests")
    assert_reads(read(national), national)


@pytest.mark.parametrize("row", ["normative_document", "penalty"])
def test_the_disclosure_table_broken_inside_a_block(read, national, row):
    pr.break_before(national, "disclosure", row)
    assert_reads(read(national), national)


def test_the_disclosure_table_broken_between_a_blocks_heading_and_its_head(read, national):
    sheet = national.sheet("disclosure")
    pr.break_at(national, sheet, sheet.at("licensing") - 1)
    assert_reads(read(national), national)


@pytest.mark.parametrize(
    "line",
    [1, 2, 3],
    ids=["below its first row", "below its second row", "above the figures"],
)
def test_the_head_of_the_review_table_cut_by_the_page(read, national, line):
    pr.break_at(national, national.sheet("review"), line)
    assert_reads(read(national), national)


def test_an_annex_of_sixty_rows_over_three_pages(read):
    printed = report("annex_2014")
    pr.break_before(printed, "annex", "response_channels.articles")
    pr.split_row(printed, "annex", "litigation.upheld", at=9)
    pr.break_inside(printed, "annex", "litigation.upheld")
    assert_reads(read(printed), printed)


@pytest.mark.parametrize("landscape", ["mediabox", "rotate"])
def test_landscape_pages(read, national, landscape):
    pr.break_before(national, "requests", "refused.inquiry", header=True)
    pr.break_before(national, "requests", "not_processed.excessive")
    assert_reads(read(national, Paper(landscape=landscape)), national)


# Encryption


@pytest.mark.parametrize("strength", [40, 128])
def test_a_file_encrypted_without_a_password_to_open_it_is_read_like_any_other(
    read, national, strength
):
    pr.break_before(national, "requests", "refused.inquiry", header=True)
    lock = StandardEncryption("", "secret", strength=strength)
    assert_reads(read(national, Paper(lock=lock)), national)


def test_a_file_encrypted_and_ruled_by_dots_is_read_by_a_dearer_engine(read, national):
    content = read(
        national, Paper(lock=StandardEncryption("", "secret", strength=128), rules="dotted")
    )
    assert_reads(content, national)


@pytest.mark.parametrize(
    ("lock", "sentence"),
    [
        (
            StandardEncryption("open sesame", strength=128),
            "The PDF is locked with a password: save it without one.",
        ),
        (
            StandardEncryption("", "secret", canCopy=0, strength=128),
            "The PDF forbids extraction of its text: ask for a file that allows it.",
        ),
    ],
    ids=["locked", "extraction forbidden"],
)
def test_a_file_that_must_not_be_read_says_so(read, national, lock, sentence):
    content = read(national, Paper(lock=lock))
    assert (content.status, content.message, content.figures) == ("failed", sentence, ())


# Rules and colours


@pytest.mark.parametrize(("head", "rules"), [("coloured", "strokes"), ("dark", "boxes")])
def test_heads_on_a_ground_of_colour(read, national, head, rules):
    assert_reads(read(national, Paper(head=head, rules=rules)), national)


def test_rules_drawn_as_thin_boxes(read, national):
    pr.break_before(national, "requests", "not_processed.petition")
    assert_reads(read(national, Paper(rules="boxes")), national)


# Characters, numbers and labels, all at once: test_pathologies_html.py holds them one by one


def test_labels_in_radicals(read, national):
    pr.in_radicals(national)
    assert "⼀、本年新收政府信息公开申请数量" in {cell.text for cell in national.cells()}
    assert_reads(read(national), national)


def test_full_width_digits(read):
    printed = report("national_2019")
    pr.in_full_width(printed)
    assert "．" in printed.cell(("disclosure", "procurement", "amount")).text
    assert_reads(read(printed), printed)


def test_blanks_are_blank_and_not_zero(read):
    marks = {
        "refused.state_secret": "",
        "refused.third_party": "—",
        "refused.inquiry": "——",
        "unavailable.not_held": "-",
        "not_processed.repeat": "/",
        "not_processed.publication": "／",
        "carried_in": "无",
    }
    printed = report("national_2021", zeros=list(marks))
    for row, mark in marks.items():
        pr.leave_out(printed, "requests", mark, row=row)
    content = read(printed)
    assert_reads(content, printed)
    assert sum(each.status == "blank" for each in content.figures) == 7 * len(marks)


def test_signs_of_the_change(read):
    printed = report("national_2019")
    for row, text, value in (
        ("licensing", "+19", 19),
        ("penalty", "-18", -18),
        ("coercion", "－７", -7),
        ("fees", "0", 0),
    ):
        pr.write(printed, ("disclosure", row, "change"), text, value)
    assert_reads(read(printed), printed)


@pytest.mark.parametrize(
    ("head", "text", "yuan"),
    [
        ("采购总金额", "75394432.52元", "75394432.52"),
        ("采购总金额", "24252.311082万元", "242523110.82"),
        ("采购总金额(万元)", "477.35", "4773500"),
        ("采购总金额\n（单位：万元）", "477.35", "4773500"),
    ],
)
def test_amounts(read, head, text, yuan):
    printed = report("national_2019")
    pr.relabel(printed, "采购总金额", head)
    pr.write(printed, ("disclosure", "procurement", "amount"), text, yuan)
    content = read(printed)
    assert_reads(content, printed)
    assert verdicts(content, "warning") == set()


def test_misprints_blanks_and_other_numbering_in_labels(read, national):
    for label, misprint in pr.MISPRINTS.items():
        pr.relabel(national, label, misprint)
    assert_reads(read(national), national)


# Rows


def test_other_handling_printed_as_one_row(read):
    printed = report("national_2021", sixth="one row")
    assert_reads(read(printed), printed)


def test_an_extra_row_is_kept_without_a_code(read, national):
    pr.add_row(national, "requests", "refused.inquiry", "9.属于历史遗留问题", ["0"] * 7)
    content = read(national)
    assert_reads(content, national)
    extra = [each for each in content.figures if not each.row]
    assert {(each.label, each.value) for each in extra} == {("9.属于历史遗留问题", Decimal(0))}
    assert len(extra) == 7


def test_an_extra_row_that_counts_in_the_total_is_no_sum_wrong_in_print(read, national):
    pr.add_row(national, "requests", "refused.inquiry", "9.属于历史遗留问题", [*"500000", "5"])
    for row in ("total", "received"):
        for column in ("natural_person", "total"):
            key = ("requests", row, column)
            pr.write(national, key, str(national.truth[key] + 5), national.truth[key] + 5)
    content = read(national)
    assert differences(content, national) == {}
    assert_admits(content, national)
    assert verdicts(content, "doubtful") == {
        ("outcomes", "requests", "", c) for c in ("natural_person", "total")
    }


@pytest.mark.parametrize("numbers", ["above", "below"])
def test_a_row_split_in_two_rows_of_the_grid(read, national, numbers):
    pr.split_row(national, "requests", "not_processed.confirmation", at=10, numbers=numbers)
    assert_reads(read(national), national)


@pytest.mark.parametrize("heading", ["第二十条第（五）项", "第二十条第（一）项"])
def test_a_missing_heading_row(read, national, heading):
    pr.drop_line(national, heading)
    assert_reads(read(national), national)


def test_annex_without_its_headings(read):
    printed = report("annex_2014")
    pr.break_before(printed, "annex", "requests.received")
    for heading in pr.HEADINGS.values():
        pr.drop_line(printed, heading)
    assert_reads(read(printed), printed)


# Sums


def test_sums_that_the_agency_printed_wrong(read, national):
    pr.write(national, ("requests", "total", "natural_person"), "20", 20)
    pr.write(national, ("review", "reconsideration", "total"), "0", 0)
    content = read(national)
    assert_reads(content, national, "inconsistent")
    assert verdicts(content, "wrong_in_print", "doubtful") == {
        ("outcomes", "requests", "", "natural_person"),
        ("balance", "requests", "", "natural_person"),
        ("applicants", "requests", "total", ""),
        ("results", "review", "reconsideration", ""),
    }


# Numbers in narrow cells


def test_numbers_wrapped_over_two_lines_of_a_narrow_cell(read, national):
    sheet = national.sheet("requests")
    sheet.widths[-1] = 18.0
    assert_reads(read(national), national)


def test_a_wrapped_number_that_no_sum_covers(read, national):
    sheet = national.sheet("disclosure")
    sheet.widths[1:] = [12.0] * len(sheet.widths[1:])
    pr.write(national, ("disclosure", "regulation", "issued"), "1234567", 1234567)
    assert_reads(read(national), national)


def test_two_numbers_in_one_cell_are_never_one(read, national):
    pr.write(national, ("disclosure", "penalty", "decisions"), "12\n5", None)
    content = read(national)
    assert_admits(content, national)
    assert [
        each for each in content.figures if each.row == "penalty" and each.proof != "none"
    ] == []


# What must never be taken for right


def test_a_lost_head(read, national):
    pr.drop_head(national, "requests")
    assert_admits(read(national), national)


def test_a_head_that_only_the_second_page_prints(read, national):
    pr.break_before(national, "requests", "refused.inquiry", header=True)
    pr.drop_head(national, "requests")
    content = read(national)
    assert_admits(content, national)
    above = {
        each.row
        for each in content.figures
        if each.table == "requests" and each.column and each.page == 2
    }
    assert above == set()


def test_a_lost_head_inside_the_disclosure_table(read, national):
    sheet = national.sheet("disclosure")
    sheet.lines.pop(sheet.at("licensing") - 1)
    assert_admits(read(national), national)


@pytest.mark.parametrize(("one", "other"), [("natural_person", "total"), ("business", "research")])
def test_figures_follow_the_labels_of_swapped_applicants(read, national, one, other):
    pr.swap_labels(national, "requests", one, other)
    content = read(national)
    assert differences(content, national) == {}
    assert content.status == ("incomplete" if other == "total" else "verified")


def test_sums_broken_in_most_rows_put_the_columns_in_doubt(read, national):
    pr.swap_labels(national, "requests", "natural_person", "total")
    content = read(national)
    assert verdicts(content, "wrong_in_print") == set()
    assert {rule for rule, *_ in verdicts(content, "doubtful")} == {"applicants"}


def test_figures_follow_the_labels_of_swapped_columns_of_disclosure(read):
    printed = report("national_2019")
    pr.swap_labels(printed, "disclosure", "made", "total_disclosed")
    assert_reads(read(printed), printed)


def test_figures_follow_the_labels_of_swapped_blocks(read, national):
    pr.swap_labels(national, "review", "litigation_direct", "litigation_after_review")
    assert_reads(read(national), national)


@pytest.mark.parametrize("piece", [0, 1], ids=["first", "second"])
def test_a_dropped_page(read, national, piece):
    pr.break_before(national, "requests", "refused.inquiry")
    pr.break_before(national, "requests", "not_processed.repeat")
    dropped = pr.pieces(national, "requests")[piece]
    [sheet] = national.pages.pop(dropped)
    for key in [cell.key for line in sheet.lines for cell in line.cells if cell.key]:
        del national.truth[key]
    assert_admits(read(national), national)


def test_an_amount_that_runs_over_the_rules_of_its_cell(read):
    printed = report("national_2019")
    sheet = printed.sheet("disclosure")
    sheet.widths[1:] = [10.0] * len(sheet.widths[1:])
    pr.write(printed, ("disclosure", "procurement", "amount"), "75394432.52元", "75394432.52")
    assert_admits(read(printed, Paper(overflow=True)), printed)


def test_one_cell_for_the_figures_of_two_rows(read, national):
    pr.merge_figures(
        national,
        ("disclosure", "regulation", "issued"),
        ("disclosure", "normative_document", "issued"),
    )
    assert_admits(read(national), national)


@pytest.mark.parametrize("points", [90, -90])
def test_a_second_page_whose_columns_stand_elsewhere(read, points):
    printed = report("annex_fujian")
    pr.break_before(printed, "annex", "requests.answered")
    pr.move_right(printed, "annex", points)
    content = read(printed)
    if differences(content, printed):
        assert_admits(content, printed)


def test_a_second_page_of_other_widths(read, national):
    pr.break_before(national, "requests", "not_processed.petition")
    pr.move_right(national, "requests", 20)
    assert_reads(read(national), national)


def test_columns_in_another_order(read, national):
    pr.put_total_first(national, "requests")
    assert_reads(read(national), national)


def test_a_repeated_head_in_another_order(read, national):
    pr.break_before(national, "requests", "not_processed.petition", header=True)
    pr.swap_labels(national, "requests", "business", "research", piece=1)
    content = read(national)
    assert differences(content, national) == {}
    assert content.status == "inconsistent"


def test_a_page_printed_twice(read, national):
    pr.break_before(national, "requests", "not_processed.petition")
    page = pr.pieces(national, "requests")[-1]
    national.pages.insert(page, national.pages[page])
    assert_reads(read(national), national)


@pytest.mark.parametrize("place", [0, 1], ids=["before", "behind"])
def test_a_page_of_another_report_beside_the_own_one(read, national, place):
    other = report("national_2021", seed=2)
    for each in (national, other):
        pr.break_before(each, "requests", "not_processed.petition")
    page = pr.pieces(national, "requests")[-1]
    national.pages.insert(page + place, other.pages[page])
    assert_admits(read(national), national)


def test_a_page_of_another_report_in_place_of_the_own_one(read, national):
    other = report("national_2021", seed=2)
    for each in (national, other):
        pr.break_before(each, "requests", "not_processed.petition")
    page = pr.pieces(national, "requests")[-1]
    national.pages[page] = other.pages[page]
    content = read(national)
    assert content.status == "incomplete"
    assert verdicts(content, "doubtful") == {
        (rule, "requests", "", column.code)
        for rule in ("balance", "outcomes")
        for column in FORMS["national_2021"].tables["requests"].columns
    }


def test_a_unit_above_a_table_holds_for_its_second_page(read):
    printed = report("national_2019")
    printed.sheet("disclosure").caption += "（单位：个、万元）"
    pr.write(printed, ("disclosure", "procurement", "amount"), "477.35", 4773500)
    pr.break_before(printed, "disclosure", "procurement")
    content = read(printed)
    assert_reads(content, printed)
    assert verdicts(content, "warning") == set()


def test_a_unit_that_a_page_break_parts_from_its_table(read):
    printed = report("national_2019")
    sheet = printed.sheet("disclosure")
    pr.write(printed, ("disclosure", "procurement", "amount"), "477.35", 4773500)
    printed.pages.insert(
        0, [replace(sheet, table="", caption=f"{sheet.caption}（单位：万元）", lines=[])]
    )
    sheet.caption = ""
    content = read(printed)
    assert_reads(content, printed)
    assert verdicts(content, "warning") == set()
