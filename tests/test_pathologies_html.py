"""Web pages as agencies publish them, and what any print does to numbers and labels: read right, or admitted."""

from collections.abc import Callable
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

import printing as pr
from expect import assert_admits, assert_reads, differences, verdicts
from helpers.extract.report import read_content
from helpers.prove.content import Content
from printing import FORMS, Report, report
from printing_html import cut_by_tags, padded, print_html, unit_apart

AMOUNT = ("disclosure", "procurement", "amount")


@pytest.fixture
def read(tmp_path):
    """Save a report as a web page and read it."""

    def read(printed: Report, **style: object) -> Content:
        return read_content(print_html(printed, tmp_path / "report.html", **style), FORMS)

    return read


@pytest.fixture
def national() -> Report:
    """A clean report on the form of 2021."""
    return report("national_2021")


@pytest.fixture
def former() -> Report:
    """A clean report on the form of 2019."""
    return report("national_2019")


# Markup


@pytest.mark.parametrize("form", ["annex_2014", "national_2019", "national_2021", "annex_fujian"])
@pytest.mark.parametrize(
    "markup", [cut_by_tags, padded, unit_apart], ids=lambda markup: markup.__name__
)
def test_markup_inside_cells(read, form, markup):
    printed = report(form)
    assert_reads(read(printed, markup=markup), printed)


@pytest.mark.parametrize("form", ["annex_2014", "national_2019", "national_2021", "annex_fujian"])
def test_unclosed_tags(read, form):
    printed = report(form)
    assert_reads(read(printed, closed=False), printed)


@pytest.mark.parametrize("form", ["annex_2014", "annex_fujian", "return_2008"])
def test_heads_without_spans(read, form):
    printed = report(form)
    assert_reads(read(printed, head_spans=False), printed)


def test_a_head_of_three_rows_without_spans_over_the_matrix(read, national):
    content = read(national, head_spans=False)
    assert {
        key for key, _ in differences(content, national).items() if key[0] == "requests"
    } == set()


def test_a_head_without_spans_over_the_review_table(read, national):
    assert_reads(read(national, head_spans=False), national)


def test_heads_without_spans_over_values_with_spans(read, former):
    content = read(former, head_spans=False)
    assert {
        key for key, _ in differences(content, former).items() if key[0] == "disclosure"
    } == set()


@pytest.mark.parametrize("header", [True, False], ids=["header repeated", "no header repeated"])
def test_a_matrix_in_three_tables(read, national, header):
    pr.break_before(national, "requests", "refused.inquiry", header=header)
    pr.break_before(national, "requests", "not_processed.excessive", header=header)
    assert_reads(read(national), national)


def test_the_side_label_printed_again_where_word_broke_the_page(read, former):
    pr.split_side_label(former, "requests", "unavailable.needs_creation")
    assert_reads(read(former), former)


@pytest.mark.parametrize("row", ["total", "not_processed.excessive"])
def test_a_second_table_with_fewer_columns_and_its_own_head(read, national, row):
    pr.break_before(national, "requests", row, header=True)
    pr.merge_side_cells(national, "requests")
    assert_reads(read(national), national)


def test_all_tables_of_the_form_in_one(read, national):
    pr.join_sheets(national)
    assert_reads(read(national), national)


# Encodings and wrappings


def recoded(path: Path, change: Callable[[str], bytes], suffix: str = ".html") -> Path:
    """The page with other bytes, under another ending."""
    other = path.with_name(f"other{suffix}")
    other.write_bytes(change(path.read_text("utf-8")))
    return other


def declare(source: str, charset: str) -> str:
    return source.replace(
        "<head>", f'<head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    )


def with_broken_bytes(source: str) -> bytes:
    """Three characters that a program cut in the middle, one of them in a label beside a tag."""
    data = source.encode("gbk")
    for whole in ("予以公开", "规章", "行政许可"):
        data = data.replace(whole.encode("gbk"), whole.encode("gbk")[:-1], 1)
    return data


def saved_by_a_browser(source: str) -> bytes:
    message = MIMEMultipart("related", type="text/html")
    message["From"] = "<Saved by a browser>"
    message.attach(MIMEImage(b"GIF89a", "gif"))
    message.attach(MIMEText(source, "html", "gb18030"))
    message.attach(MIMEText("<p>frame</p>", "html"))
    return message.as_bytes()


ENCODINGS = {
    "GBK that declares UTF-8": (lambda source: declare(source, "utf-8").encode("gbk"), ".html"),
    "UTF-8 that declares gb2312": (lambda source: declare(source, "gb2312").encode(), ".htm"),
    "GB18030 with characters of four bytes": (
        lambda source: declare(source, "gb2312").replace("<h1>", "<h1>㐂𫟹𠮷镇 ").encode("gb18030"),
        ".shtml",
    ),
    "GB18030 with private characters": (
        lambda source: (
            source.replace("信访", "信\ue5e5访").replace("<h1>", "<h1>\ue766").encode("gb18030")
        ),
        ".html",
    ),
    "UTF-16": (lambda source: declare(source, "gb2312").encode("utf-16"), ".html"),
    "UTF-16 without a mark": (lambda source: source.encode("utf-16-le"), ".html"),
    "a few broken bytes": (with_broken_bytes, ".shtml"),
    "saved with its pictures": (saved_by_a_browser, ".mht"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_whatever_a_page_declares_its_bytes_are_read(tmp_path, national, encoding):
    change, suffix = ENCODINGS[encoding]
    page = recoded(print_html(national, tmp_path / "report.html"), change, suffix)
    assert_reads(read_content(page, FORMS), national)


def test_a_saved_file_without_a_page_says_so(tmp_path):
    (tmp_path / "report.mhtml").write_bytes(
        b"MIME-Version: 1.0\nContent-Type: text/plain\n\nreport"
    )
    content = read_content(tmp_path / "report.mhtml", FORMS)
    assert content.status == "failed"
    assert "holds no saved web page" in content.message


# Numbers and blanks


@pytest.mark.parametrize(
    "mark",
    ["", "—", "——", "-", "--", "/", "／", "无", "\u3000", "…"],
    ids=lambda mark: mark or "empty",
)
def test_a_blank_is_blank_and_not_zero(read, mark):
    printed = report(
        "national_2021", zeros=["refused.state_secret", "regulation", "reconsideration"]
    )
    pr.leave_out(printed, "requests", mark, row="refused.state_secret")
    pr.leave_out(printed, "disclosure", mark, row="regulation")
    pr.leave_out(printed, "review", mark, row="reconsideration")
    content = read(printed)
    assert_reads(content, printed)
    assert sum(each.status == "blank" for each in content.figures) == 7 + 3 + 5
    assert verdicts(content, "unchecked") == {
        ("applicants", "requests", "refused.state_secret", ""),
        ("results", "review", "reconsideration", ""),
    }


def test_blank_totals_beside_printed_parts_leave_their_sums_unchecked(read, national):
    pr.leave_out(national, "requests", "", column="total")
    content = read(national)
    assert_reads(content, national)
    rows = {line.row for line in national.sheet("requests").lines if line.row}
    unchecked = {("applicants", "requests", row, "") for row in rows}
    unchecked |= {("outcomes", "requests", "", "total"), ("balance", "requests", "", "total")}
    assert verdicts(content, "unchecked") == unchecked


def test_a_blank_part_counts_as_nothing_in_its_sum(read):
    printed = report("national_2021", zeros=["closed_otherwise.other"])
    pr.write(printed, ("requests", "closed_otherwise.other", "business"), "", None)
    content = read(printed)
    assert_reads(content, printed)
    assert verdicts(content, "unchecked") == set()


@pytest.mark.parametrize(
    ("text", "value"),
    [("+19", 19), ("-18", -18), ("－１８", -18), ("−7", -7), ("＋3", 3), ("0", 0), ("1,207", 1207)],
)
def test_signs_of_the_change(read, former, text, value):
    pr.write(former, ("disclosure", "licensing", "change"), text, value)
    assert_reads(read(former), former)


@pytest.mark.parametrize(
    ("text", "value"),
    [("增5项", 5), ("新增 5", 5), ("减38", -38), ("減少38項", -38), ("--253", -253), ("0/0", 0),
     ("持平", 0), ("1 844", 1844), ("增1,423", 1423), ("无此项", None), ("较上年增加4", 4), ("4（减）", -4),
     ("增0减5", -5)],
)  # fmt: skip
def test_changes_in_words(read, former, text, value):
    pr.write(former, ("disclosure", "licensing", "change"), text, value)
    assert_reads(read(former), former)


@pytest.mark.parametrize("text", ["减", "3/5", "减少5%", "+5/-3", "增-5", "5①", "见附件"])
def test_what_is_no_change_is_doubtful_and_says_why(read, former, text):
    key = ("disclosure", "licensing", "change")
    pr.write(former, key, text, None)
    content = read(former)
    assert_admits(content, former)
    assert verdicts(content, "warning") == {("unreadable", *key)}
    assert content.message == "1 cell is in doubt or without proof. A person must look."


@pytest.mark.parametrize("text", ["-12.3", "5个", "约12万元", "12.3元/次"])
def test_what_is_no_amount_of_money_is_doubtful(read, former, text):
    key = ("disclosure", "procurement", "amount")
    pr.write(former, key, text, None)
    assert_admits(read(former), former)


def test_money_where_the_form_counts_is_doubtful(read, national):
    pr.write(national, ("disclosure", "licensing", "decisions"), "3元", None)
    assert_admits(read(national), national)


@pytest.mark.parametrize("text", ["增5项", "减38", "--253", "0/0", "持平"])
def test_a_change_in_a_column_of_counts_is_doubtful(read, former, text):
    pr.write(former, ("disclosure", "licensing", "prior_items"), text, None)
    content = read(former)
    assert_admits(content, former)


def test_an_amount_of_more_than_two_decimals_is_not_yuan(read, former):
    pr.write(former, AMOUNT, "2601.953875", None)
    content = read(former)
    assert_admits(content, former)
    assert ("unreadable", *AMOUNT) in verdicts(content, "warning")


def test_decisions_that_are_the_sum_of_the_two_cells_before_are_as_printed(read, former):
    pr.write(former, ("disclosure", "penalty", "decisions"), "11", 11)
    assert_reads(read(former), former)


@pytest.mark.parametrize(
    "gap", ["\n", "  ", "\u00a0"], ids=["two lines", "spaces", "no-break space"]
)
def test_two_numbers_in_one_cell_are_never_one(read, national, gap):
    pr.write(national, ("disclosure", "penalty", "decisions"), f"12{gap}5", None)
    content = read(national)
    assert_admits(content, national)
    [figure] = [each for each in content.figures if each.row == "penalty"]
    assert (figure.status, figure.proof) == ("doubtful", "none")


def test_a_number_wrapped_by_its_cell_is_proved_by_its_sums(read, national):
    key = ("requests", "total", "business")
    pr.write(national, key, "12\n06", national.truth[key])
    assert_reads(read(national), national)


@pytest.mark.parametrize("text", ["约12", "12②", "见附件", "12、5", "50%"])
def test_a_cell_that_holds_no_number_is_not_read_as_one(read, national, text):
    pr.write(national, ("disclosure", "penalty", "decisions"), text, None)
    content = read(national)
    assert_admits(content, national)
    assert [
        each for each in content.figures if each.row == "penalty" and each.proof != "none"
    ] == []


# Money


@pytest.mark.parametrize(
    ("head", "text", "yuan", "warning"),
    [
        ("采购总金额", "75394432.52元", "75394432.52", ""),
        ("采购总金额", "75,394,432.52 元", "75394432.52", ""),
        ("采购总金额", "￥8040.00", "8040", ""),
        ("采购总金额", "24252.311082万元", "242523110.82", ""),
        ("采购总金额", "1.5亿元", "150000000", ""),
        ("采购总金额", "75394432.52\n元", "75394432.52", ""),
        ("采购总金额(万元)", "477.35", "4773500", ""),
        ("采购总金额（单位：万元）", "24252.311082", "242523110.82", ""),
        ("采购总金额\n万元", "24252.311082", "242523110.82", ""),
        ("采购总金额（元）", "251000", "251000", ""),
        ("采购总金额", "8040", "8040", "unit_assumed"),
        ("采购总金额(万元)", "4773500元", "4773500", "unit_conflict"),
        ("采购总金额（元）", "477.35万元", "4773500", "unit_conflict"),
        ("采购总金额", "0", "0", ""),
        ("采购总金额(万元)", "—", None, ""),
    ],
)  # fmt: skip
def test_the_unit_nearest_to_an_amount_wins(read, former, head, text, yuan, warning):  # noqa: PLR0913, PLR0917
    pr.relabel(former, "采购总金额", head)
    pr.write(former, AMOUNT, text, yuan)
    content = read(former)
    assert_reads(content, former)
    assert verdicts(content, "warning") == ({(warning, *AMOUNT)} if warning else set())


def test_a_unit_declared_above_the_table(read, former):
    former.sheet("disclosure").caption += "（金额单位：万元）"
    pr.write(former, AMOUNT, "477.35", 4_773_500)
    assert_reads(read(former), former)


def test_a_number_of_things_printed_as_money_is_worth_a_warning(read, former):
    pr.write(former, ("disclosure", "procurement", "projects"), "12万元", 120_000)
    content = read(former)
    assert verdicts(content, "warning") == {
        ("unit_conflict", "disclosure", "procurement", "projects")
    }


# Labels


@pytest.mark.parametrize(
    ("label", "misprint"),
    [
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("5.属于三类内部事务信息", "5.属于三内部事务信息"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开"),
        ("1.信访举报投诉类申请", "信访举报投诉类申请"),
        ("2.没有现成信息需要另行制作", "2.没有现成信息需另行制作"),
        ("3.其他", "其他"),
        ("三、本年度办理结果", "三、本年度处理结果"),
        ("四、结转下年度继续办理", "四、结转下年度继续办理的"),
        ("行政复议", "行政法复议"),
        ("尚未审结", "尚未审绪"),
        ("未经复议直接起诉", "未经复议直接诉讼"),
        ("社会公益组织", "社会公益\n组 织"),
        ("总计", "总 计"),
        ("总计", "合计"),
        ("规章", "规 章"),
        ("行政规范性文件", "规范性文件"),
        ("行政处罚", "行 政\n处 罚"),
        ("第二十条第（五）项", "第二十条第(五)项 "),
        ("本年收费金额（单位：万元）", "本年收费金额(万元)"),
        ("本年制发件数", "本年制\n发件数"),
    ],
)
def test_a_misprinted_label(read, national, label, misprint):
    pr.relabel(national, label, misprint)
    assert_reads(read(national), national)


@pytest.mark.parametrize(
    "numbering", ["{}、", "{}．", "{}，", "({})", "（{}）", "{} ", "{}", "（{}）、"]
)
def test_other_numbering(read, national, numbering):
    for cell in national.cells():
        if cell.kind == "label" and cell.text[0].isdigit():
            cell.text = numbering.format(cell.text[0]) + cell.text[2:]
    assert_reads(read(national), national)


def test_numbers_in_circles(read, national):
    for cell in national.cells():
        if cell.kind == "label" and cell.text[0].isdigit():
            cell.text = chr(ord("①") + int(cell.text[0]) - 1) + cell.text[2:]
    assert_reads(read(national), national)


@pytest.mark.parametrize(
    ("label", "printed"),
    [
        ("一、本年新收政府信息公开申请数量", "一、本年新收申请"),
        ("二、上年结转政府信息公开申请数量", "二、上年结转"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开【区分处理的，只计这一情形，不计其他情形】"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开，区分处理的，只计这一情形，不计其他情形"),
        ("1.属于国家秘密", "1.涉及国家秘密"),
        ("3.危及“三安全一稳定”", "3.危及国家安全、公共安全、经济安全、社会稳定"),
        ("4.无正当理由大量反复申请", "4.大量反复申请"),
        ("（七）总计", "（七）共计"),
        ("四、结转下年度继续办理", "四、结转下年度"),
        ("行政处罚", "行政处罚决定"),
        ("科研机构", "科研单位"),
        ("结果维持", "维持结果"),
        ("行政复议", "复议"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["national_2019", "national_2021"])
def test_labels_in_other_words(read, form, label, printed):
    paper = report(form)
    pr.relabel(paper, label, printed)
    assert_reads(read(paper), paper)


@pytest.mark.parametrize("sixth", ["one row", "three rows"])
def test_the_group_beside_a_row_tells_which_others_it_counts(read, sixth):
    """（六）其他 is 其他处理 where it is one row; 3.其他 is a part of it where there are three."""
    paper = report("national_2021", sixth=sixth)
    pr.relabel(paper, "（六）其他处理", "（六）其他")
    assert_reads(read(paper), paper)


def test_labels_in_radicals(read, national):
    pr.in_radicals(national)
    assert_reads(read(national), national)


@pytest.mark.parametrize("form", ["annex_2014", "national_2019", "national_2021", "annex_fujian"])
def test_labels_in_traditional_characters(read, form):
    printed = report(form)
    pr.in_traditional(printed)
    content = read(printed)
    assert_reads(content, printed)
    if form == "national_2021":
        heads = {each.label for each in content.figures if each.row == "fees"}
        assert heads == {printed.line("disclosure", "fees").label.text}


def test_pinyin_behind_characters_is_left_out_of_labels_and_told(read, national):
    pr.in_traditional(national, pinyin=True)
    content = read(national)
    assert_reads(content, national)
    assert content.message.startswith("Pinyin stands in brackets behind characters")


# Heads


@pytest.mark.parametrize(
    ("form", "heads"),
    [
        ("national_2019", {"本年新制作数量": "本年新", "本年新公开数量": "本年新"}),
        ("national_2019", {"本年新制作数量": "本年新", "本年新公开数量": "本年新", "对外公开总数量": "对外"}),
        ("national_2019", {"上一年项目数量": "上年", "本年增/减": "本年增"}),
        ("national_2019", {"采购项目数量": "采购", "采购总金额": "采购"}),
        ("national_2019", {"本年增/减": "增/减"}),
        ("national_2019", {"本年增/减": "本年增/减（+/-）"}),
        ("national_2019", {"上一年项目数量": "项目数量", "本年增/减": "增减"}),
        ("national_2021", {"本年制发件数": "本年新制发数量", "本年废止件数": "废止数量", "现行有效件数": "现行有效数量"}),
        ("national_2021", {"本年制发件数": "本年", "本年废止件数": "本年", "现行有效件数": "现行"}),
        ("national_2021", {"本年处理决定数量": "本年处理"}),
        ("national_2021", {"本年收费金额（单位：万元）": "本年收费金额单位:万元"}),
        ("national_2021", {"本年收费金额（单位：万元）": "收费金额(万元)"}),
    ],
)  # fmt: skip
def test_heads_that_are_cut_or_worded_another_way(read, form, heads):
    printed = report(form)
    for cell in printed.cells():
        cell.text = heads.get(cell.text, cell.text)
    assert_reads(read(printed), printed)


@pytest.mark.parametrize(
    ("form", "head", "cut"),
    [
        ("national_2021", "本年处理决定数量", "本年"),  # or 本年收费金额
        ("national_2021", "本年制发件数", "累计制发"),
        ("national_2021", "本年废止件数", "本年拟"),
        ("national_2019", "本年新制作数量", "上年新"),
        ("national_2019", "对外公开总数量", "对内公开"),
        ("national_2019", "上一年项目数量", "本年项目"),
        ("national_2019", "本年增/减", "增减率"),
        ("national_2019", "本年增/减", "增减额"),
    ],
)
def test_a_cut_head_that_may_be_another_one_names_nothing(read, form, head, cut):
    printed = report(form)
    for cell in printed.cells():
        cell.text = cut if cell.text == head else cell.text
    assert_admits(read(printed), printed)


def test_a_column_without_a_label_behind_the_last_one(read, former):
    pr.add_column(former, "disclosure", "", [])
    assert_reads(read(former), former)


@pytest.mark.parametrize("head", ["备注", "本级数量"])
def test_figures_of_a_column_of_the_agency_have_no_proof(read, former, head):
    pr.add_column(former, "disclosure", head, ["1", "2", "3"])
    content = read(former)
    assert differences(content, former) == {}
    own = [each for each in content.figures if not each.column]
    assert [(each.printed, each.proof) for each in own] == [
        ("1", "none"),
        ("2", "none"),
        ("3", "none"),
    ]


@pytest.mark.parametrize("first", ["", "/", "行政检查"])
def test_figures_that_begin_behind_another_cell_are_in_no_column(read, former, first):
    pr.add_column(former, "disclosure", "", ["", "", "12"])
    line = former.line("disclosure", "licensing")
    for cell, text in zip(line.values, [first, "1", "0", "12"], strict=True):
        cell.text = text
    content = read(former)
    assert content.status == "incomplete"
    assert "3 cells of table disclosure stand below no head that names them" in content.message
    own = [each for each in content.figures if each.row == "licensing"]
    assert {(each.column, each.proof) for each in own} == {("", "none")}


# Rows


@pytest.mark.parametrize("texts", [("1", "0", "12"), ("1", "12")])
@pytest.mark.parametrize("row", ["licensing", "other_services", "penalty"])
def test_a_row_that_the_agency_split_keeps_its_own_labels(read, former, row, texts):
    pr.split_into_parts(former, "disclosure", row, [("行政检查", texts), ("行政确认", texts)])
    content = read(former)
    assert differences(content, former) == {}
    assert content.message.startswith(
        f"Row {row} of table disclosure is split by the agency into 2"
    )
    own = [(each.label, each.printed, each.proof) for each in content.figures if not each.row]
    parts = [("行政检查", text, "none") for text in texts]
    assert own == parts + [("行政确认", text, "none") for text in texts]


@pytest.mark.parametrize("label", ["行政检查", "行政确认", "行政征收"])
def test_another_label_below_the_heading_of_a_block_is_not_the_row_of_the_form(
    read, national, label
):
    pr.relabel(national, "行政许可", label)
    content = read(national)
    assert [each for each in content.figures if each.row == "licensing"] == []
    assert content.message.startswith("Row licensing of table disclosure was not found")


def test_a_row_without_a_label_is_told_as_such(read, national):
    national.line("disclosure", "regulation").label.text = ""
    pr.drop_line(national, "第二十条第（一）项")
    content = read(national)
    assert [each for each in content.figures if each.row == "regulation"] == []
    assert content.message == (
        "Row regulation of table disclosure was not found; 3 cells of table disclosure stand in "
        "rows without a label. A person must look."
    )


def test_an_extra_row_is_kept_without_a_code(read, national):
    pr.add_row(national, "requests", "refused.inquiry", "9.属于历史遗留问题", ["0"] * 7)
    content = read(national)
    assert_reads(content, national)
    assert [each.label for each in content.figures if not each.row] == ["9.属于历史遗留问题"] * 7


@pytest.mark.parametrize("numbers", ["above", "below"])
def test_a_row_split_in_two_rows(read, national, numbers):
    pr.split_row(national, "requests", "not_processed.confirmation", at=10, numbers=numbers)
    assert_reads(read(national), national)


@pytest.mark.parametrize("heading", ["第二十条第（一）项", "第二十条第（六）项"])
def test_a_missing_heading_row(read, national, heading):
    pr.drop_line(national, heading)
    assert_reads(read(national), national)


def test_sums_that_the_agency_printed_wrong(read, former):
    pr.write(former, ("requests", "total", "total"), "21", 21)
    content = read(former)
    assert_reads(content, former, "inconsistent")
    assert verdicts(content, "wrong_in_print", "doubtful") == {
        ("outcomes", "requests", "", "total"),
        ("balance", "requests", "", "total"),
        ("applicants", "requests", "total", ""),
    }


# What must never be taken for right


@pytest.mark.parametrize("table", ["disclosure", "requests", "review"])
def test_a_missing_table(read, national, table):
    national.pages.pop(pr.pieces(national, table)[0])
    for key in [key for key in national.truth if key[0] == table]:
        del national.truth[key]
    content = read(national)
    assert_admits(content, national)
    assert differences(content, national) == {}


@pytest.mark.parametrize("table", ["requests", "review"])
def test_a_lost_head(read, national, table):
    pr.drop_head(national, table)
    assert_admits(read(national), national)


@pytest.mark.parametrize(
    ("one", "other"), [("business", "research"), ("public_interest", "other_org")]
)
def test_figures_follow_the_labels_of_swapped_applicants(read, national, one, other):
    pr.swap_labels(national, "requests", one, other)
    assert_reads(read(national), national)


@pytest.mark.parametrize("head_spans", [True, False], ids=["spans", "no spans"])
@pytest.mark.parametrize("one", ["litigation_direct", "reconsideration"])
def test_figures_follow_the_labels_of_swapped_blocks(read, national, one, head_spans):
    pr.swap_labels(national, "review", one, "litigation_after_review")
    content = read(national, head_spans=head_spans)
    if head_spans:
        assert_reads(content, national)
    else:
        assert_admits(content, national)


@pytest.mark.parametrize(
    "code",
    [
        row.code
        for row in FORMS["national_2021"].tables["requests"].rows
        if row.code != "closed_otherwise"
    ],
)
def test_each_row_of_the_matrix_dropped(read, national, code):
    pr.drop_row(national, "requests", code)
    assert_admits(read(national), national)


@pytest.mark.parametrize(
    "code", [row.code for row in FORMS["national_2019"].tables["disclosure"].rows]
)
def test_each_row_of_disclosure_dropped(read, former, code):
    pr.drop_row(former, "disclosure", code)
    assert_admits(read(former), former)


@pytest.mark.parametrize("table", ["disclosure", "requests"])
@pytest.mark.parametrize("form", ["national_2019", "national_2021"])
def test_rows_whose_labels_lost_their_spans_are_read_by_counting(read, form, table):
    printed = report(form)
    pr.lose_label_spans(printed, table)
    assert_reads(read(printed), printed)


def test_blank_cells_behind_the_last_column_move_nothing(read, former):
    line = former.line("disclosure", "licensing")
    line.cells.append(pr.Cell(99, ""))
    assert_reads(read(former), former)


def test_a_head_printed_twice_in_a_row(read, former):
    lines = former.sheet("disclosure").lines
    number = former.sheet("disclosure").at("licensing") - 1
    lines.insert(number, pr.copy.deepcopy(lines[number]))
    assert_reads(read(former), former)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_number_in_one_of_three_cells_below_a_head_as_wide(read, national, place):
    line = national.line("disclosure", "licensing")
    [number] = line.values
    number.columns = 1
    blanks = [pr.Cell(98, ""), pr.Cell(99, "")]
    line.cells = [line.label, *blanks[:place], number, *blanks[place:]]
    assert_reads(read(national), national)


def test_one_blank_cell_over_all_columns_is_blank_in_each(read, former):
    line = former.line("disclosure", "licensing")
    first, *others = line.values
    pr.leave_out(former, "disclosure", "—", row="licensing")
    first.columns = sum(cell.columns for cell in line.values)
    line.cells = [cell for cell in line.cells if cell not in others]
    assert_reads(read(former), former)


def test_a_row_without_spans_that_lacks_a_figure_is_left_alone(read, national):
    pr.lose_label_spans(national, "requests")
    line = national.line("requests", "granted")
    line.cells.remove(line.values[2])
    assert_admits(read(national), national)


def test_one_cell_for_the_figures_of_two_rows(read, national):
    pr.merge_figures(
        national,
        ("disclosure", "regulation", "issued"),
        ("disclosure", "normative_document", "issued"),
    )
    assert_admits(read(national), national)


@pytest.mark.parametrize("place", [0, 1], ids=["before", "behind"])
@pytest.mark.parametrize("table", ["disclosure", "requests", "review"])
def test_a_table_of_another_report_beside_the_own_one(read, national, table, place):
    number = pr.pieces(national, table)[0]
    national.pages.insert(number + place, report("national_2021", seed=2).pages[number])
    assert_admits(read(national), national)


@pytest.mark.parametrize("place", [-1, 4], ids=["before", "behind"])
def test_a_second_line_of_figures_in_the_review_table(read, national, place):
    other = report("national_2021", seed=2).sheet("review").lines[-1]
    national.sheet("review").lines.insert(place, pr.without_keys(other))
    assert_admits(read(national), national)


@pytest.mark.parametrize(
    ("form", "table", "row"),
    [
        ("national_2019", "requests", "refused.internal_affairs"),
        ("annex_2014", "annex", "channels.website"),
        ("annex_2014", "annex", "response_channels.interviews"),
    ],
)
def test_figures_of_rows_in_another_order_follow_their_labels(read, form, table, row):
    printed = report(form)
    pr.swap_rows(printed, table, row)
    content = read(printed)
    wrong = [key for key, (_, was) in differences(content, printed).items() if was != "not read"]
    assert wrong == []


@pytest.mark.parametrize("row", ["channels.gazette", "training.meetings"])
def test_a_heading_does_not_stand_for_the_row_that_is_missing_below_it(read, row):
    printed = report("annex_2014")
    pr.drop_row(printed, "annex", row)
    assert_admits(read(printed), printed)


@pytest.mark.parametrize(
    ("table", "row"), [("disclosure", "normative_document"), ("requests", "refused.inquiry")]
)
def test_a_row_with_one_cell_too_many(read, national, table, row):
    line = national.line(table, row)
    line.cells.insert(line.cells.index(line.values[0]), pr.Cell(line.values[0].column, "7"))
    content = read(national)
    assert content.status == "incomplete", content.message
    assert [
        each for each in content.figures if each.row == row and each.column and each.proof != "none"
    ] == []


@pytest.mark.parametrize("form", ["national_2019", "national_2021"])
@pytest.mark.parametrize(
    ("table", "row", "last"),
    [
        ("disclosure", "regulation", "1 of"),
        ("disclosure", "normative_document", "2 of"),
        ("requests", "received", "1 of"),
        ("requests", "granted", "3 of"),
        ("requests", "refused.third_party", "8 of"),
        ("requests", "not_processed.repeat", "17 of"),
    ],
)
def test_a_page_that_ends_within_a_table_is_read_as_far_as_it_goes(read, form, table, row, last):
    printed = report(form)
    pr.cut_after(printed, table, row)
    content = read(printed)
    assert differences(content, printed) == {}
    assert f"able {table} ends after row {row}: {last} " in content.message
    assert f"able {table} was not found" not in content.message


def test_rows_missing_in_the_middle_are_counted(read, national):
    for row in ("refused.inquiry", "refused.third_party"):
        pr.drop_row(national, "requests", row)
    content = read(national)
    assert content.message == (
        "Table requests was found in part: 23 of 25 rows. A person must look."
    )


def test_a_report_of_blanks_says_so(read, national):
    for cell in national.cells():
        if cell.key:
            pr.write(national, cell.key, "", None)
    content = read(national)
    assert differences(content, national) == {}
    assert content.message == "All 200 cells that were found are blank. A person must look."


def test_columns_in_another_order(read, national):
    pr.put_total_first(national, "requests")
    assert_reads(read(national), national)


def test_a_table_of_another_kind_is_not_read(read, national):
    national.pages.append([pr.a_strange_table()])
    assert_reads(read(national), national)


@pytest.mark.parametrize(
    "row", ["disclosure.items", "requests.answered.other", "administrative_appeals"]
)
def test_counts_that_look_like_years_are_no_head(read, row):
    printed = report("annex_fujian")
    pr.write(printed, ("annex", row, "value"), "2015", 2015)
    pr.write(printed, ("annex", row, "cumulative"), "1998", 1998)
    content = read(printed)
    assert differences(content, printed) == {}


# Other tables beside the form's


@pytest.mark.parametrize("form", ["national_2019", "national_2021", "annex_fujian"])
@pytest.mark.parametrize(
    "heads", [("上年", "本年"), ("2023年", "2024年"), ("本年度", "增减")], ids="/".join
)
@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_comparison_of_years_with_the_rows_of_the_form_changes_nothing(read, form, heads, place):
    printed = report(form)
    other = pr.a_comparison(
        list(FORMS[form].tables.values())[-1 if form == "annex_fujian" else 1], heads
    )
    printed.pages = [[other], *printed.pages] if place == "before" else [*printed.pages, [other]]
    assert_reads(read(printed), printed)


@pytest.mark.parametrize("form", ["national_2019", "national_2021"])
@pytest.mark.parametrize(
    ("first", "second"),
    [("政府规范性文件", "部门规范性文件"), ("本级规范性文件", "下级规范性文件")],
)
def test_half_of_a_row_is_not_taken_for_the_row(
    tmp_path: Path, form: str, first: str, second: str
) -> None:
    """An agency that tells its documents in two rows prints no sum of them."""
    printed = report(form)
    label = printed.form.tables["disclosure"].row("normative_document").labels[0]
    pr.add_row(printed, "disclosure", "normative_document", second, ["7", "0", "7"])
    pr.relabel(printed, label, first)
    content = read_content(print_html(printed, tmp_path / "report.html"), FORMS)
    assert content.status == "incomplete"
    halves = [each for each in content.figures if each.row == "normative_document"]
    assert {each.proof for each in halves} <= {"none"}
