"""Labels compare by their words: numbering, notes, blanks and radicals do not count, misprints count little."""

import pytest

from helpers.match.labels import ALIKE, PLAUSIBLE, VARIANT, best, likeness, words
from helpers.text import canonical, compact

LAW = "2.其他法律行政法规禁止公开"


@pytest.mark.parametrize(
    "printed",
    [
        "1.属于国家秘密",
        "1、属于国家秘密",
        "1．属于国家秘密",
        "１.属于国家秘密",
        "1，属于国家秘密",
        "(1)属于国家秘密",
        "（1）属于国家秘密",
        "①属于国家秘密",
        "1属于国家秘密",
        "一、属于国家秘密",
        "（一）属于国家秘密",
        "其中：1.属于国家秘密",
        "其中:属于国家秘密",
        "1.其中：属于国家秘密",
        "1. 属于\n国家 秘密",
        "1.属于国家\u00a0秘\u3000密",
        "1.属于国家\u200b秘密",
        "1.属⼲国家秘密".replace("⼲", "于"),
        "1.属于国家秘密。",
        "“属于国家秘密”",
    ],
)
def test_numbering_blanks_and_punctuation_are_no_words(printed):
    assert words(printed) == ("属于国家秘密",)
    assert likeness(printed, "1.属于国家秘密") == 1


def test_a_note_in_brackets_may_be_left_out():
    label = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    assert words(label) == ("部分公开区分处理的只计这一情形不计其他情形", "部分公开")
    for printed in ("（二）部分公开", "部分公开(区分处理的,只计这一情形,不计其他情形)", "（二）部分公开（区分处理的）"):
        assert likeness(printed, label) == 1


def test_a_number_that_belongs_to_the_label_stays():
    assert words("第二十条第（一）项") == ("第二十条第一项", "第二十条第项")
    assert likeness("第二十条第（一）项", "第二十条第（五）项") < 1


def test_any_year_is_the_year():
    assert likeness("2016年度", "{year}年度") == 1
    assert likeness("2016年", "{year}年") == 1
    assert words("2016") == ("{year}",)


@pytest.mark.parametrize("text", ["⼀、⾏政⽂件", "一、⾏政⽂件", "一、行政文件"])
def test_kangxi_radicals_are_the_characters(text):
    assert compact(text) == "一、行政文件"


@pytest.mark.parametrize(
    ("radical", "character"), [("⺠", "民"), ("⻓", "长"), ("⻔", "门"), ("⻚", "页"), ("⻅", "见")]
)
def test_radicals_of_the_supplement_are_the_characters(radical, character):
    assert canonical(radical) == character


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("2.其他法律行政止公开", LAW),
        ("行政法复议", "行政复议"),
        ("2.没有现成信息需另行制作", "2.没有现成信息需要另行制作"),
        ("四、结转下年度继续办理的", "四、结转下年度继续办理"),
        ("规 章", "规章"),
    ],
)
def test_misprints_that_agencies_made_stay_alike(printed, label):
    assert likeness(printed, label) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（一）予以公开", "（三）不予公开"),
        ("（三）不予公开", "（五）不予处理"),
        ("行政复议", "行政诉讼"),
        ("行政许可", "行政处罚"),
        ("1.按时办结数", "2.延期办结数"),
        ("未经复议直接起诉", "复议后起诉"),
        ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"),
        ("结果维持", "结果纠正"),
    ],
)
def test_labels_of_different_places_are_not_alike(one, other):
    assert likeness(one, other) < ALIKE


@pytest.mark.parametrize(
    ("printed", "label"), [("2.没有现成", "2.没有现成信息需要另行制作"), ("尚未审绪", "尚未审结"), ("合计", "总计")]
)
def test_half_a_label_is_plausible_but_proves_nothing(printed, label):
    assert PLAUSIBLE <= likeness(printed, label) < ALIKE


@pytest.mark.parametrize("printed", ["", " ", "\n", "—", "1.", "①"])
def test_nothing_printed_is_like_nothing(printed):
    assert best(printed, ("", "规章", "总计")) == 0


def test_the_best_of_several_labels_counts():
    assert best("网站公开", ("政府网站公开数", "网站公开")) == 1 - VARIANT


def test_the_standard_label_outranks_its_variants():
    assert best("总计", ("总计", "合计")) > best("合计", ("总计", "合计")) >= ALIKE


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("上年处理决定数量", "本年处理决定数量"),
        ("上年制发件数", "本年制发件数"),
        ("一、上年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量"),
        ("结果未维持", "结果维持"),
        ("（一）不予公开", "（一）予以公开"),
        ("累计公开数", "公开数"),
    ],
)
def test_one_word_can_turn_a_label_into_another(printed, label):
    assert likeness(printed, label) == 0
