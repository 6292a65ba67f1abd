"""Every printed form of a number, a blank and a unit, and what is no number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        "N/A",
        "n/a",
        "…",
        "·",
    ],
)
def test_marks_for_nothing_are_blank_and_never_zero(text):
    assert parse(text) == Number(None)


@pytest.mark.parametrize("text", ["12\n07", "12 07", "1 207", "120\n7.5", "1207.\n5"])
def test_digits_with_a_gap_are_one_number_only_if_something_proves_it(text):
    number = parse(text)
    assert number is not None
    assert not number.sure


def test_a_unit_behind_a_gap_leaves_the_digits_sure():
    assert parse("12\n件") == Number(Decimal(12), "count")


@pytest.mark.parametrize(
    "text",
    [
        "规章", "总计", "第3项", "1.属于国家秘密", "2、重复申请", "（一）予以公开", "2024年", "五", "元", "万元", "件",
        "12、5", "12;5", "12/5", "12-5", "1,23", "1.2.3", "--5", "+", "<5", "(", "()", "5%", "约5", "O", "12O7",
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
    assert is_value(text) == (parse(text) is not None)
