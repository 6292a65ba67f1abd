"""Labels compare by their words: numbering, notes, blanks and radicals do not count, misprints count little."""

import pytest

from helpers.match.labels import (
    ALIKE,
    PLAUSIBLE,
    VARIANT,
    best,
    compares,
    contradicts,
    is_note,
    is_of_which,
    likeness,
    names_another_year,
    resembles,
    words,
    year_of,
)
from helpers.text import canonical, compact, has_pinyin, simplified

PARTLY = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
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
    label = PARTLY
    assert words(label) == ("部分公开区分处理的只计这一情形不计其他情形", "部分公开")
    for printed in (
        "（二）部分公开",
        "部分公开(区分处理的,只计这一情形,不计其他情形)",
        "（二）部分公开（区分处理的）",
    ):
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
    ("printed", "label"),
    [("2.没有现成", "2.没有现成信息需要另行制作"), ("尚未审绪", "尚未审结"), ("合计", "总计")],
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


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        # a word before, behind or within the label
        ("撤销行政许可", "行政许可"),
        ("预计行政许可", "行政许可"),
        ("拟公开数", "公开数"),
        ("本月处理决定数量", "本年处理决定数量"),
        ("年末现行有效件数", "现行有效件数"),
        ("1.按时办结率", "1.按时办结数"),
        ("行政许可%", "行政许可"),
        ("行政许可％", "行政许可"),
        ("行政处罚同比增長", "行政处罚"),
        ("一、本年新收政府信息公开申请数量占比", "一、本年新收政府信息公开申请数量"),
        ("省级行政许可", "行政许可"),
        ("林业行政许可", "行政许可"),
        ("其他行政许可", "行政许可"),
        ("行政处罚罚没金额", "行政处罚"),
        # a second word of a kind that the label has, or one at another place
        ("1.不属于本行政机关不公开数", "5.不属于本行政机关公开数"),
        ("经复议未直接起诉", "未经复议直接起诉"),
        ("尚未不审结", "尚未审结"),
        # the word that turns a label is missing
        ("1.本机关掌握相关政府信息", "1.本机关不掌握相关政府信息"),
        ("2.有现成信息需要另行制作", "2.没有现成信息需要另行制作"),
        # a note in brackets that the form does not have
        ("行政许可（不含乡镇）", "行政许可"),
        ("行政许可（乡镇）", "行政许可"),
        ("行政许可（%）", "行政许可"),
        ("行政许可（单位：%）", "行政许可"),
        ("本年制发件数（上年数）", "本年制发件数"),
        ("（二）部分公开（不区分处理的，只计这一情形，不计其他情形）", PARTLY),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形，含上年）", PARTLY),
        ("1.专职人员数（包括政府公报及政府网站工作人员数）", "1.专职人员数（不包括政府公报及政府网站工作人员数）"),
    ],
)  # fmt: skip
def test_what_changes_the_meaning_makes_labels_unlike(printed, label):
    assert likeness(printed, label) < PLAUSIBLE


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("（三）不不予公开", "（三）不予公开"),
        ("二、上年上年结转政府信息公开申请数量", "二、上年结转政府信息公开申请数量"),
        ("上年项目数量", "上一年项目数量"),
        ("四、结转下一年度继续办理", "四、结转下年度继续办理"),
        ("2023年制发件数", "本年制发件数"),
        ("本年制发件数（2023年度）", "本年制发件数"),
        ("本年制发件数（本年）", "本年制发件数"),
        ("行政许可（件）", "行政许可"),
        ("行政许可（单位：件）", "行政许可"),
        ("行政许可（万件）", "行政许可"),
        ("行政许可（注1）", "行政许可"),
        ("行政许可*", "行政许可"),
        ("采购总金额(万元,保留四位小数)", "采购总金额"),
        ("采购总金额\n万元", "采购总金额"),
        ("本年收费金额单位:万元", "本年收费金额（单位：万元）"),
        ("一、本年新收到的政府信息公开申请数量", "一、本年新收政府信息公开申请数量"),
        ("2.其他法率行政法规禁止公开", LAW),
        ("3.其它法律行政法规禁止公开", LAW),
        ("行政许可事项", "行政许可"),
    ],
)
def test_what_changes_no_meaning_is_passed_over(printed, label):
    assert likeness(printed, label) >= ALIKE


def test_an_abbreviation_is_plausible_however_short_it_is():
    label = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    assert likeness("2.逾期未缴费", label) == PLAUSIBLE
    assert likeness("2.逾期已缴费", label) < PLAUSIBLE


def test_a_misprinted_character_leaves_the_label_most_like_its_own():
    rows = ("1.政府公报公开政府信息数", "2.政府网站公开政府信息数", "（一）主动公开政府信息数")
    alike = [likeness("1.政府公公开政府信息数", row) for row in rows]
    assert alike[0] > max(alike[1:])


@pytest.mark.parametrize(
    ("text", "contradiction"),
    [
        ("三、本年度办理结果", False),
        ("三、本年度处理结果", False),
        ("结果三、本年度办理", False),
        ("（四）无", False),
        ("法提供", False),
        ("政府信息公开申请", False),
        ("（二）通过不同渠道和方式公开政府信息的情况", False),
        ("八、机构建设和保障经费情况", False),
        ("三、上年度办理结果", True),
        ("三、本年度办理结果（%）", True),
        ("三、本年度撤销办理结果", True),
        ("（四）有法提供", True),
        ("上年", True),
        ("历年累计", True),
    ],
)
def test_a_label_beside_the_own_one_may_be_cut_or_turned_round_but_not_say_something_else(
    text, contradiction
):
    assert contradicts(text, ("三、本年度办理结果", "（四）无法提供")) is contradiction


@pytest.mark.parametrize(
    ("label", "year", "another"),
    [
        ("本年制发件数", None, False),
        ("本年制发件数（2022年）", 2022, False),
        ("本年制发件数（2022年）", 2023, True),
        ("本年制发件数（2022年）", None, True),
        ("2022—2023年制发件数", 2023, True),
        ("上一年项目数量（2018年）", 2019, False),
        ("上一年项目数量（2017年）", 2019, True),
        ("四、结转下年度（2020年）继续办理", 2019, False),
    ],
)
def test_the_year_that_a_label_names(label, year, another):
    assert names_another_year(label, year) is another


def test_a_year_with_blanks_in_it_is_a_year():
    assert year_of("2 0 1 5 年度") == "2015"


@pytest.mark.parametrize(
    ("label", "part"),
    [("其中：1.政府公报", True), ("1.其中：政府公报", True), ("1.政府公报", False)],
)
def test_what_counts_a_part(label, part):
    assert is_of_which(label) is part


@pytest.mark.parametrize(
    ("label", "note"),
    [
        ("（不含乡镇）", True),
        ("（万件）", True),
        ("（一）", False),
        ("（1）", False),
        ("（一）公开", False),
    ],
)
def test_what_is_a_note_and_nothing_else(label, note):
    assert is_note(label) is note


def test_a_changed_label_still_resembles_the_form_s():
    assert resembles("上年行政复议数", ("行政复议数",))
    assert resembles("行政复议数（不含乡镇）", ("行政复议数",))
    assert not resembles("行政诉讼数", ("行政复议数",))


@pytest.mark.parametrize(
    ("label", "comparison"), [("上年", True), ("同比增长", True), ("增减", True), ("本年", False)]
)
def test_labels_of_a_comparison(label, comparison):
    assert compares(label) is comparison


# Traditional characters


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("青石縣人民政府辦公廳", "青石县人民政府办公厅"),
        ("鎮鄉區審計局發展和改革委員會", "镇乡区审计局发展和改革委员会"),
        ("産業與農業農村務", "产业与农业农村务"),
        ("說説爲為戶户內衆眾羣啟啓", "说说为为户户内众众群启启"),
        ("於後徵裏隻", "于后征里只"),
        ("規范 ②、１", "规范 ②、１"),
        ("乾隆著作", "乾隆著作"),
    ],
)
def test_each_traditional_character_becomes_one_simplified_one(text, simple):
    assert simplified(text) == simple
    assert len(simplified(text)) == len(text)


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("本年廢止件數", "本年废止件数"),
        ("本年廢（fèi）止件數（shù）", "本年废止件数"),
        ("1.屬（shǔ）於（yú）國（guó）家秘密", "1.属于国家秘密"),
        ("本年收費金額（單位：萬元）", "本年收费金额（单位：万元）"),
        ("二、主動公開政府資訊情況", "二、主动公开政府信息情况"),
        ("行政規範性檔案", "行政规范性文件"),
    ],
)
def test_traditional_labels_are_those_of_the_form(printed, label):
    assert likeness(printed, label) == 1


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("累計廢止件數", "本年废止件数"),
        ("不屬於國家秘密", "1.属于国家秘密"),
        ("上年結轉", "本年结转"),
    ],
)
def test_traditional_words_that_change_the_meaning_do_so(printed, label):
    assert likeness(printed, label) < ALIKE


def test_pinyin_is_seen_only_behind_characters():
    assert has_pinyin("縣(xiàn)")
    assert not any(map(has_pinyin, ("县（a1）", "(xiàn)", "PDF(pdf)", "县（县级）")))
