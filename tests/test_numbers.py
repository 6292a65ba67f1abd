"""Every printed form of a number, a blank and a unit, and what is no number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.messages import say
from helpers.numbers import (
    Number,
    Unit,
    declared_factor,
    declared_units,
    is_unit,
    is_value,
    money_factor,
    noted_units,
    parse,
    why_no_number,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("7", "7"),
        ("  12 ", "12"),
        ("0012", "12"),
        ("1207", "1207"),
        ("1,207", "1207"),
        ("1，207，334", "1207334"),
        ("１２０７", "1207"),
        ("3.50", "3.50"),
        ("３．５", "3.5"),
        ("75394432.52", "75394432.52"),
        ("+19", "19"),
        ("＋19", "19"),
        ("-18", "-18"),
        ("－18", "-18"),
        ("−18", "-18"),
        ("–18", "-18"),
        ("- 18", "-18"),
        ("\u200b5\ufeff", "5"),
        ("\u00a05\u3000", "5"),
        ("1\u2009207", "1207"),
        ("1\u202f207\u202f334", "1207334"),
        ("1'207", "1207"),
        ("1’207", "1207"),
        ("5*", "5"),
        ("5※", "5"),
        ("5注1", "5"),
        ("5（注12）", "5"),
        ("共5", "5"),
        ("零", "0"),
        ("〇", "0"),
    ],
)
def test_numbers(text, value):
    assert parse(text) == Number(Decimal(value))


@pytest.mark.parametrize(
    ("text", "value", "unit", "factor"),
    [
        ("12件", "12", "count", 1),
        ("12 件", "12", "count", 1),
        ("3人次", "3", "count", 1),
        ("251000元", "251000", "yuan", 1),
        ("75394432.52 元", "75394432.52", "yuan", 1),
        ("75394432.52\n元", "75394432.52", "yuan", 1),
        ("8040（元）", "8040", "yuan", 1),
        ("100元整", "100", "yuan", 1),
        ("人民币100元", "100", "yuan", 1),
        ("100元人民币", "100", "yuan", 1),
        ("￥8,040.00", "8040.00", "yuan", 1),
        ("¥8040", "8040", "yuan", 1),
        ("477.35万元", "4773500.00", "yuan", 10**4),
        ("477.35(万元)", "4773500.00", "yuan", 10**4),
        ("477.35万", "4773500.00", "", 10**4),
        ("477.35 万 元", "4773500.00", "yuan", 10**4),
        ("477.35萬元", "4773500.00", "yuan", 10**4),
        ("￥477.35万元", "4773500.00", "yuan", 10**4),
        ("人民币 477.35 万元", "4773500.00", "yuan", 10**4),
        ("共12件", "12", "count", 1),
        ("零元", "0", "yuan", 1),
        ("12项次", "12", "count", 1),
        ("1.5亿元", "150000000.0", "yuan", 10**8),
        ("2百万元", "2000000", "yuan", 10**6),
    ],
)
def test_numbers_with_a_unit(text, value, unit, factor):
    assert parse(text) == Number(Decimal(value), unit, factor)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\u3000",
        "-",
        "--",
        "—",
        "——",
        "⸺",
        "⸻",
        "－",
        "─",
        "/",
        "／",
        "\\",
        "无",
        " 无 ",
        "没有",
        "没 有",
        "沒有",
        "（无）",
        "无此项",
        "无此类事项",
        "无相关业务",
        "N/A",
        "n/a",
        "…",
        "·",
        "未收费",
        "本年无收费",
        "无收费事项",
        "免收",
        "不存在",
    ],
)
def test_marks_for_nothing_are_blank_and_never_zero(text):
    assert parse(text) == Number(None)


@pytest.mark.parametrize("text", ["12\n07", "12 07", "1 207", "120\n7.5", "1207.\n5"])
def test_digits_with_a_gap_are_one_number_only_if_something_proves_it(text):
    number = parse(text)
    assert number is not None
    assert not number.sure


@pytest.mark.parametrize(
    ("text", "grouped"),
    [("1 207", True), ("12\u00a0207 334", True), ("2 601.5", True), ("2 601.5 3", False), ("1\n207", False), ("12 07", False),
     ("0 207", False), ("1 2070", False), ("1  207", False), ("1207 334", False)],
)  # fmt: skip
def test_single_spaces_before_groups_of_three_set_thousands_apart(text, grouped):
    number = parse(text)
    assert number is not None
    assert number.grouped is grouped
    assert not number.sure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("增5", 5), ("增1423", 1423), ("增加5项", 5), ("增加了12项", 12), ("新增 5", 5), ("上升3件", 3),
        ("增长３", 3), ("增+5", 5), ("↑5", 5), ("++22", 22), ("增1,207", 1207), ("增\u200b5", 5),
        ("减38", -38), ("减少38", -38), ("减少了 38 项", -38), ("下降3", -3), ("降3", -3), ("减-38", -38),
        ("減少38項", -38), ("↓38", -38), ("--253", -253), ("－－253", -253), ("——253", -253), ("减0", 0),
        ("0/0", 0), ("０／０", 0), ("+0/-0", 0), ("增0/减0", 0), ("增0减0", 0), ("持平", 0),
        ("较上年增加4", 4), ("同比减少4件", -4), ("本年增加5", 5), ("净减4", -4), ("增0减5", -5), ("+5/-0", 5),
        ("5增/0减", 5), ("0增0减", 0), ("4↓", -4), ("5增", 5), ("4（减少）", -4), ("（减）4", -4), ("减：4", -4),
        ("增加：5件", 5), ("减（4）", -4), ("不增不减", 0), ("较去年持平", 0),
        ("与上年持平", 0), ("无变化", 0), ("没有变化", 0), ("不变", 0), ("+19", 19), ("-18", -18), ("7", 7),
    ],
)  # fmt: skip
def test_changes_in_words_and_signs(text, value):
    number = parse(text, signed=True)
    assert number is not None
    assert number.value == value
    assert number.sure
    assert is_value(text)


@pytest.mark.parametrize(
    "text", ["增5", "减38", "新增5项", "--253", "0/0", "增0/减0", "持平", "无变化", "++22"]
)
def test_they_are_numbers_in_columns_of_changes_only(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    ["3/5", "+5/-3", "5/0", "0/5", "增5减3", "增", "减", "增加", "减少5%", "增长5.2％", "增-5", "+-5", "-+5",
     "---5", "±5", "增约5", "增减5", "增加至5", "减到5", "由3增5", "增5①", "增5（减3）", "5增3减", "增5/减3", "（5）"],
)  # fmt: skip
def test_what_is_no_change(text):
    assert parse(text, signed=True) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("减", "says which way it changed, and not by how many"),
        ("3/5", "may be two numbers or a fraction"),
        ("12,34", "may be two numbers or a fraction"),
        ("减少5％", "is a share"),
        ("增5", "is a change, the form asks for a number"),
        ("见附件", "is no number"),
        ("5①", "holds the mark of a footnote, which may be a digit"),
    ],
)
def test_why_a_text_gives_no_value(text, why):
    assert say(why_no_number(text), printed=text).english == f"{text} {why}"


def test_a_unit_behind_a_gap_leaves_the_digits_sure():
    assert parse("12\n件") == Number(Decimal(12), "count")


@pytest.mark.parametrize(
    "text",
    [
        "规章", "总计", "第3项", "1.属于国家秘密", "2、重复申请", "（一）予以公开", "2024年", "五", "元", "万元", "件",
        "12、5", "12;5", "12/5", "12-5", "1,23", "1.2.3", "+", "<5", "(", "()", "5%", "约5", "O", "12O7",
        "5²", "5②", "①", "½", "#REF!",
    ],
)  # fmt: skip
def test_what_is_no_number(text):
    assert parse(text) is None
    assert not is_value(text)


@pytest.mark.parametrize("text", ["件", "条", "万元", "元", "人次", "千元", " 篇 ", "百件", "万件"])
def test_units(text):
    assert is_unit(text)


@pytest.mark.parametrize("text", ["", "5件", "项目", "其他", "元件", "—"])
def test_what_is_no_unit(text):
    assert not is_unit(text)


@pytest.mark.parametrize(
    ("head", "factor"),
    [
        ("采购总金额", None),
        ("采购总金额（元）", 1),
        ("采购总金额(万元)", 10**4),
        ("采购总金额\n（单位：万 元）", 10**4),
        ("采购总金额（亿元）", 10**8),
        ("采购总金额（元/万元）", None),
        ("元", 1),
    ],
)
def test_the_unit_of_money_in_a_head(head, factor):
    assert money_factor(head) == factor


@pytest.mark.parametrize(
    ("caption", "factor"),
    [
        ("（九）政府集中采购（单位：万元）", 10**4),
        ("单位：元", 1),
        ("金额单位：万元", 10**4),
        ("单位：万元\n单位：元", 1),
        ("金额单位 万元", 10**4),
        (
            "我单位全年行政事业性收费12万元，各单位共采购3.5亿元。",
            None,
        ),  # a sentence declares nothing
        ("全年采购总金额477.35万元。", None),
        ("单位：件", None),
        ("", None),
    ],
)
def test_running_text_counts_only_where_it_declares_a_unit(caption, factor):
    assert declared_factor(caption) == factor


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("处理决定数量", ()),
        ("行政规范性文件", ()),
        ("（一）收到申请数", ()),
        ("处理决定数量（件）", (Unit("count"),)),
        ("处理决定数量（单位：万件）", (Unit("count", 10**4),)),
        ("处理决定数量单位：百件", (Unit("count", 100),)),
        ("处理决定数量\n万件", (Unit("count", 10**4),)),
        ("处理决定数量（万）", (Unit("", 10**4),)),
        ("处理决定数量（％）", (Unit("share"),)),
        ("采购总金额（万元，保留四位小数）", (Unit("yuan", 10**4),)),
        ("数量（件、万元）", (Unit("count"), Unit("yuan", 10**4))),
        ("万件", (Unit("count", 10**4),)),
    ],
)
def test_the_units_that_a_heading_notes(text, units):
    assert noted_units(text) == units


def test_the_units_that_are_declared_above_a_table():
    assert declared_units("二、主动公开政府信息情况\n单位：万件\n规章") == (Unit("count", 10**4),)
    assert declared_units("我单位全年办理12万件。") == ()


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_any_printed_decimal_comes_back(value):
    for text in (f"{value}", f"{value:,}", f"{value}元", f" {value}\u00a0"):
        number = parse(text)
        assert number is not None
        assert number.value == value
        assert number.sure


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading(text):
    assert is_value(text) == (parse(text, signed=True) is not None)
