"""Agency and year come from the first sound thing that a report says of them, and `named_by` says which; else they stay empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from helpers.charts import section, selection, statuses
from helpers.corpus.extraction import Extraction
from helpers.corpus.sources import Source
from helpers.extract.naming import name
from helpers.messages import NOTHING, say
from helpers.prove.content import Content
from helpers.readers.flow import passages
from helpers.readers.grid import Grid, PrintedCell, Reading

ONE = "一、总体情况"
TWO = "二、主动公开政府信息情况"
RULE = "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）要求"
LETTER = "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）"
WE = "我局高度重视政府信息公开工作。"


def reading(text: str, page_title: str = "", index: tuple[tuple[str, ...], ...] = ()) -> Reading:
    """A web page: its title, its text, and the rows of a table over it."""
    cells = [
        PrintedCell(row, column, 1, 1, said)
        for row, texts in enumerate(index)
        for column, said in enumerate(texts)
    ]
    grids = (Grid(tuple(cells), len(index), 2),) if index else ()
    whole = "\n".join(filter(None, (page_title, text)))
    return Reading("html", whole, None, grids, passages=passages(text))


def named(
    text: str, page_title: str = "", index: tuple[tuple[str, ...], ...] = ()
) -> tuple[str, int | None, str]:
    """Agency, year, and what named them, as reports.csv says it."""
    found = name(reading(text, page_title, index))
    content = Content("verified", NOTHING, found.agency, found.year, found.agency_by, found.year_by)
    extraction = Extraction(Source(Path(), "a.html", "0" * 64), content)
    return extraction.agency, extraction.year, extraction.named_by


def lines(*parts: str) -> str:
    return "\n".join(parts)


TITLES = [
    ("【2021】青石县水利局政府信息公开工作年度报告", "青石县水利局", 2021, "title"),
    ("青石县项目推进中心2021年政府信息公开工作年度报告", "青石县项目推进中心", 2021, "title"),
    ("青石县“放管服”改革办公室2021年政府信息公开年报", "青石县“放管服”改革办公室", 2021, "title"),
    (
        "青石县发展和改革局（粮食局）2020年政府信息公开年报",
        "青石县发展和改革局(粮食局)",
        2020,
        "title",
    ),
    ("青石县水利局二０二０年政府信息公开年报", "青石县水利局", 2020, "title"),
    ("青石县林业局信息公开工作年度报告", "青石县林业局", None, "title"),
    ("白河街道办事处政府信息公开工作年度报告", "白河街道办事处", None, "title"),
    ("青石县白河镇2021年度政府信息公开年度报告", "青石县白河镇", 2021, "title"),
    ("2022年度白河镇政府信息公开工作年度报告", "白河镇政府", 2022, "title"),
    ("青石县政务服务管理局2021年政务公开工作年度报告", "青石县政务服务管理局", 2021, "title"),
    ("青石县审计局关于公布2020年政府信息公开工作年度报告的公告", "青石县审计局", 2020, "title"),
    ("青石县审计局关于报送2020年政府信息公开工作情况的报告", "青石县审计局", 2020, "title"),
    ("青石县司法局（2021年度）政府信息公开工作年度报告", "青石县司法局", 2021, "title"),
    ("青石縣教育局2024年政府信息公開工作年度報告", "青石縣教育局", 2024, "title"),
    ("柏水縣鳳鳴鎮人民政府2021年政府信息公開年報", "柏水縣鳳鳴鎮人民政府", 2021, "title"),
    ("青石县教育局二〇二〇年政府信息公开年度报告", "青石县教育局", 2020, "title"),
    ("政府信息公开 青石县教育局2020年政府信息公开工作年度报告", "青石县教育局", 2020, "title"),
    ("青石县发展和改革局2022年度信息公开工作总结", "青石县发展和改革局", 2022, "title"),
    ("青石县市中区统计局2022年政府信息公开年报", "青石县市中区统计局", 2022, "title"),
    (
        "青石县自由贸易试验区管理委员会2020年政府信息公开工作年度报告",
        "青石县自由贸易试验区管理委员会",
        2020,
        "title",
    ),
    ("于山县向阳乡人民政府2020年政府信息公开工作年度报告", "于山县向阳乡人民政府", 2020, "title"),
    ("将台路街道办事处2020年政府信息公开工作年度报告", "将台路街道办事处", 2020, "title"),
    ("中共青石县委党校2020年信息公开工作年度报告", "中共青石县委党校", 2020, "title"),
    ("国家统计局青石调查队2020年政府信息公开工作年度报告", "国家统计局青石调查队", 2020, "title"),
    ("青石县气象局政府信息公开工作2021年度报告", "青石县气象局", 2021, "title"),
    ("青石县林业局政府信息公开年度报告（2021年度）-青石县人民政府", "青石县林业局", 2021, "title"),
    (
        lines("青石县教育局", "关于2020年度政府信息公开工作情况的报告"),
        "青石县教育局",
        2020,
        "title",
    ),
    (
        lines("青石县教育局", "政府信息公开工作年度报告", "（2020年度）"),
        "青石县教育局",
        2020,
        "title",
    ),
    (
        lines("青石县教育局", "二〇二〇年度", "政府信息公开工作年度报告"),
        "青石县教育局",
        2020,
        "title",
    ),
    (lines("青石縣教育局", "2020年政府信息公開", "工作年度報告"), "青石縣教育局", 2020, "title"),
    (
        lines(
            "青石县教育局2020年政府信息公开工作年度报告",
            "发布日期：2021年1月20日 来源：县教育局 字体：大 中 小",
        ),
        "青石县教育局",
        2020,
        "title",
    ),
    (
        lines("青石县教育局2020年政府信息公开工作年度报告", "2021-01-20 10:30 浏览次数：12"),
        "青石县教育局",
        2020,
        "title",
    ),
    # What the title says outranks a sentence that was copied from another agency's report.
    (
        lines(
            "青石县白河镇2025年政府信息公开工作年度报告",
            f"{RULE}，现公布青石县民族宗教事务局2024年度政府信息公开工作年度报告。",
        ),
        "青石县白河镇",
        2025,
        "title",
    ),
    # Over the text stands a menu with the titles of other years, longer than any title's page.
    (
        lines(
            *["栏目"] * 50,
            "青石县2018年政府信息公开工作年度报告",
            "青石县教育局2020年政府信息公开工作年度报告",
            ONE,
            WE,
            TWO,
        ),
        "青石县教育局",
        2020,
        "title",
    ),
    (
        lines(
            "2020年政府信息公开工作年度报告",
            ONE,
            "2020年，在区委、区政府的领导下，区统计局紧紧围绕中心工作，推进公开。",
            TWO,
        ),
        "区统计局",
        2020,
        "opening, title",
    ),
    (
        lines(
            "青石县林业局信息公开工作年度报告",
            ONE,
            "本报告中所列数据的统计期限自2020年1月1日起至2020年12月31日止。",
            TWO,
        ),
        "青石县林业局",
        2020,
        "title, period",
    ),
    (
        lines("白河街道办事处政府信息公开工作年度报告", ONE, "2020年度我街办未接到申请。", TWO),
        "白河街道办事处",
        2020,
        "title, opening",
    ),
]

ANNOUNCEMENTS = [
    (
        f"{RULE}，特向社会公布青石县市场监督管理局2020年度政府信息公开工作年度报告。",
        "青石县市场监督管理局",
        2020,
        "announcement",
    ),
    (
        f"{RULE}和{LETTER}要求，现公布青石县水利局2020年政府信息公开工作年度报告。",
        "青石县水利局",
        2020,
        "announcement",
    ),
    (
        f"{RULE}，现向社会公布青石县白河镇人民政府2020年政府信息公开工作年度报告。",
        "青石县白河镇人民政府",
        2020,
        "announcement",
    ),
    (
        f"{RULE}，现将青石县民政局2021年政府信息公开工作情况报告如下：",
        "青石县民政局",
        2021,
        "announcement",
    ),
    (
        f"{RULE}，现将2021年度青石县民政局政府信息公开工作年度报告公布如下：",
        "青石县民政局",
        2021,
        "announcement",
    ),
    (f"{RULE}，现将白河镇政府信息公开工作年度报告向社会公布。", "白河镇政府", None, "announcement"),
    (
        f"{RULE}，现公布《青石县水利局2020年政府信息公开工作年度报告》。",
        "青石县水利局",
        2020,
        "announcement",
    ),
    (
        f"{RULE}，由青石县水利局编制2020年政府信息公开年度报告。",
        "青石县水利局",
        2020,
        "announcement",
    ),
    (
        "本报告由青石县自然资源局编制，全文包括总体情况等六个部分。",
        "青石县自然资源局",
        None,
        "announcement",
    ),
    (f"本报告由青石县自然资源局按照{LETTER}编制。", "青石县自然资源局", None, "announcement"),
    (f"本报告是青石县自然资源局{RULE}编制的。", "青石县自然资源局", None, "announcement"),
    (f"青石县自然资源局{RULE}，编制本年度报告。", "青石县自然资源局", None, "announcement"),
    (f"{RULE}，青石县自然资源局编制了本报告。", "青石县自然资源局", None, "announcement"),
    (
        f"{RULE}，青石县财政局现将2021年度政府信息公开工作报告如下。",
        "青石县财政局",
        2021,
        "announcement",
    ),
    (f"{RULE}，现将我局2019年度政府信息公开工作报告如下。", "", 2019, "announcement"),
    (f"{RULE}，特向社会公布2019年度我局信息公开工作年度报告。", "", 2019, "announcement"),
    (f"{RULE}，向社会公布2021年本级政府信息公开工作年度报告。", "", 2021, "announcement"),
    (
        "根據《中華人民共和國政府信息公開條例》規定，現公布青石縣審計局2020年政府信息公開工作年度報告。",
        "青石縣審計局",
        2020,
        "announcement",
    ),
    (
        lines(ONE, f"本报告是{RULE}，汇报我镇2023年政府信息公开工作。", TWO),
        "",
        2023,
        "announcement",
    ),
    (
        lines(ONE, f"{RULE}，现公布青石县档案馆2022年政府信息公开工作年度报告。", TWO),
        "青石县档案馆",
        2022,
        "announcement",
    ),
    # 政府信息公开 is what the portal calls itself, not part of the sentence below.
    (
        lines("政府信息公开", f"{RULE}，特向社会公布2019年度我局信息公开工作年度报告。"),
        "",
        2019,
        "announcement",
    ),
]

PERIODS = [
    ("统计期限自2020年1月1日起至2020年12月31日止。", 2020),
    ("本报告所列数据统计期限为2020年1月1日至2020年12月31日。", 2020),
    ("数据统计时限从2019年1月1日起，到2019年12月31日止。", 2019),
    ("统计期限从20191月1日起到2019年12月31日止。", 2019),
    ("统计期限为2020年1月1日至2020年12月31止。", 2020),
    ("统计期限为2020年1月1至2020年12月31日。", 2020),
    ("统计期限为2020年1月1日至12月31日。", 2020),
    ("统计期限：2020.1.1-2020.12.31。", 2020),
    ("统计期限为2020年1月至2020年12月。", 2020),
    ("（本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止）", 2021),
    ("統計時限為2021年1月1日至2021年12月31日。", 2021),
    ("统计期限自2019年1月1日起至2020年12月31日止。", 2020),
    ("截止2020年12月31日，我局主动公开信息15条。", 2020),
    # Two years that contradict one another say nothing.
    ("统计期限自2021年1月1日起至2020年12月31日止。", None),
    ("统计期限自2018年1月1日起至2020年12月31日止。", None),
    ("统计期限为2020年1月1日至2020年12月31日。统计期限为2019年1月1日至2019年12月31日。", None),
    ("合同期限自2020年3月1日至2020年11月30日。", None),
]

OPENINGS = [
    ("2020年，白河镇人民政府在县委的领导下，认真落实。", "白河镇人民政府", 2020, "opening"),
    ("2020年，青石县水利局通过政府网站公开信息12条。", "青石县水利局", 2020, "opening"),
    ("一年来，青石县水利局认真落实《条例》。", "青石县水利局", None, "opening"),
    ("2020年，青石县水利局办公室认真落实《条例》。", "青石县水利局", 2020, "opening"),
    ("2022年，青石县司法局认真履行法定义务。", "青石县司法局", 2022, "opening"),
    (
        "2023年，在区委、区政府的坚强领导下，白河街道办事处认真贯彻落实《条例》。",
        "白河街道办事处",
        2023,
        "opening",
    ),
    ("2022年青石市教育局全面贯彻落实《条例》精神。", "青石市教育局", 2022, "opening"),
    ("2020年,青石縣 審計局按照中央安排部署推進工作。", "青石縣審計局", 2020, "opening"),
    ("青石县农业农村局高度重视政府信息公开工作。", "青石县农业农村局", None, "opening"),
    ("2019年，我局高度重视信息公开工作。", "", 2019, "opening"),
    ("2021年度，白河镇政府严格按照要求推进公开。", "白河镇政府", 2021, "opening"),
    ("市财政局高度重视公开工作。2021年市财政局共受理申请27件。", "", 2021, "opening"),
    ("2020年，区人民政府白河街道办事处认真落实要求。", "", 2020, "opening"),
    # A bare 县审计局 is filled up by whom the report names in full.
    (
        lines(
            "2020年，县审计局认真贯彻执行《条例》。",
            "如对本报告有任何疑问，请联系青石县审计局办公室。",
        ),
        "青石县审计局",
        2020,
        "contact, opening",
    ),
    ("2020年，我局将进一步加强公开。", "", None, ""),
    ("2020年，我局公开12条。2019年，我局公开8条。", "", None, ""),
]

AROUND = [
    ("如需咨询，请与青石县白河镇人民政府党政办公室联系（电话：0000-0000000）。", "青石县白河镇人民政府", None, "contact"),
    ("对本报告如有疑问，请与青石县水利局办公室联系。", "青石县水利局", None, "contact"),
    ("对本报告如有疑问，请与青石县人民政府办公室联系。", "", None, ""),
    ("对本报告如有疑问，请与青石县政务公开办公室联系。", "", None, ""),
    (lines("索引号：0000/2021-01 发布机构：青石县水利局 成文日期：2021-01-20", WE), "青石县水利局", None, "imprint"),
    (lines("发布机构：成文日期：2021-01-20", WE), "", None, ""),
    (lines("发布机构：青石县人民政府", "我镇公开12条。"), "", None, ""),
    (lines("发布机构：青石县大数据管理局", WE), "", None, ""),
    (lines("发布机构：县林业局 发布时间：2020-01-06", WE), "", None, ""),
    (lines("信息来源：青石县林业局 发布时间：2020-01-06", WE), "青石县林业局", None, "imprint"),
    (lines("来源：青石县林业局", "我镇公开12条。"), "", None, ""),
    (lines("来源：青石县林业局", "全年公开12条。"), "", None, ""),
    (lines("来源：原创 发布时间：2023-01-31", WE), "", None, ""),
    (lines("当前位置：首页 > 政务公开 > 青石县林业局 > 政府信息公开年报", WE), "青石县林业局", None, "page_title"),
    (lines("当前位置：首页 > 街镇 > 政务公开 > 政府信息公开年报", WE), "", None, ""),
    (lines("首页 > 青石县人民政府 > 政府信息公开年报", WE), "", None, ""),
    (lines(WE, "青石县林业局", "2021年1月20日"), "青石县林业局", 2020, "signature"),
    (lines(WE, "青石县林业局 2021年1月20日"), "青石县林业局", 2020, "signature"),
    (lines(WE, "青石县林业局", "二〇二一年一月二十日"), "青石县林业局", 2020, "signature"),
    (lines(WE, "青石县林业局", "二○二一年六月十日"), "青石县林业局", 2020, "signature"),
    # Of a date in autumn nobody knows which year's report was signed.
    (lines(WE, "青石县林业局", "2021年9月20日"), "青石县林业局", None, "signature"),
    (lines("我镇公开12条。", "青石县林业局", "2021年1月20日"), "", None, ""),
    (lines(WE, "青石县林业局", "2021-01-20", "青石县水利局", "2021-01-20"), "", None, ""),
    (lines(WE, "2021年1月20日"), "", None, ""),
    (lines(WE, "发布日期：2021-01-20"), "", None, ""),
    # What a report itself says in two ways that differ, nobody knows.
    (lines(f"{RULE}，现公布青石县水利局2020年政府信息公开工作年度报告。", WE, "青石县林业局", "2021年1月20日"), "", 2020, "announcement"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "agency", "year", "by"), TITLES + ANNOUNCEMENTS + AROUND)
def test_what_names_agency_and_year(text: str, agency: str, year: int | None, by: str) -> None:
    assert named(text) == (agency, year, by)


@pytest.mark.parametrize(("text", "agency", "year", "by"), OPENINGS)
def test_the_first_sentence_of_section_one_names_them(
    text: str, agency: str, year: int | None, by: str
) -> None:
    assert named(lines("政府信息公开", ONE, text, TWO)) == (agency, year, by)


@pytest.mark.parametrize(("sentence", "year"), PERIODS)
def test_the_period_of_the_statistics_names_the_year_also_misprinted(
    sentence: str, year: int | None
) -> None:
    assert named(lines(ONE, sentence, TWO))[1:] == (year, "period" if year else "")


MENU = lines(*(f"青石县水利局{year}年政府信息公开工作年度报告" for year in (2019, 2020, 2021)))
PERIOD = "统计期限自2020年1月1日至2020年12月31日止。"


@pytest.mark.parametrize(
    ("text", "agency", "year"),
    [
        # Links to the reports of several years: the period says which one this is.
        (lines(MENU, ONE, PERIOD, TWO), "青石县水利局", 2020),
        (lines("青石县2019年政府信息公开工作年度报告", ONE, PERIOD + WE, TWO), "", 2020),
        (lines("青石县教育局政府信息公开年报", "青石县水利局政府信息公开年报", ONE, WE, TWO), "", None),
        (lines("县教育局", "乡镇街道政府信息公开年报", "县级部门政府信息公开年报", ONE, WE, TWO), "", None),
        (lines("政府信息公开", "中华人民共和国政府信息公开条例（2019年修订）", ONE, WE, TWO), "", None),
        (lines("青石县人民政府办公室关于做好2020年政府信息公开工作年度报告编制工作的通知"), "", None),
        (lines("按照县政府办公室关于做好2020年度政府信息公开年度报告编制工作的通知要求，编制本报告。"), "", None),
        # A title with the year of publication in it.
        (lines("青石县水利局2021年政府信息公开工作年度报告", "发布日期：2021-01-20", ONE, PERIOD), "青石县水利局", None),
        (lines("2021年政府信息公开工作年度报告（2020年度）"), "", None),
        (lines("2021年1月青石县水利局政府信息公开工作年度报告"), "", None),
        (lines("我局2020年政府信息公开工作年度报告"), "", 2020),
        (lines("全县2020年政府信息公开工作年度报告"), "", 2020),
        (lines("青石县水利局扎实做好2020年政府信息公开工作年度报告编制"), "", None),
        (lines("请各单位于1月31日前报送2020年政府信息公开工作年度报告"), "", None),
        # What section one tells of other years and other agencies.
        (lines(ONE, "我局按时发布2019年政府信息公开工作年度报告。", TWO), "", None),
        (lines(ONE, "根据要求，在网站公布2019年政府信息公开工作年度报告1篇。2020年，我局公开12条。", TWO), "", 2020),
        (lines(ONE, "一是向社会公布青石县水利局2019年政府信息公开工作年度报告。", TWO), "", None),
        (lines(ONE, "2020年，区委、区政府高度重视政府信息公开工作。", TWO), "", 2020),
        (lines(ONE, "2020年，县人民政府办公室认真指导，我局公开12条。", TWO), "", 2020),
        (lines(ONE, "2008年以来，我局认真贯彻。", TWO), "", None),
        (lines(ONE, "2021年1月20日，我局召开会议。", TWO), "", None),
        (lines(ONE, "2020年初，我局召开会议。", TWO), "", None),
        (lines(ONE, WE, TWO, "2021年，青石县水利局将认真改进。"), "", None),
        # What stands below the report.
        (lines(ONE, WE, TWO, "主办：青石县人民政府", "版权所有：青石县人民政府", "2021-01-20"), "", None),
        (lines(ONE, WE, TWO, "下一篇：青石县林业局2020年政府信息公开工作年度报告"), "", None),
        (lines(ONE, WE, TWO, "青石县人民政府", "2021年1月20日"), "", None),
        (lines(ONE, WE, "对行政许可有意见的，可向青石县司法局提出。", TWO), "", None),
        ("本报告由总体情况、主动公开政府信息情况等六个部分组成，由各科室编制。", "", None),
        ("本报告由县政府办公室汇总编制。", "", None),
        ("本报告由青石县人民政府办公室根据各部门报送的数据汇总编制。", "", None),
        # The first sentence was copied from another agency's report.
        (lines(f"{RULE}，现公布青石县水利局2020年政府信息公开工作年度报告。", ONE, "我镇认真落实。"), "", 2020),
    ],
)  # fmt: skip
def test_what_names_another_agency_or_year_or_none(
    text: str, agency: str, year: int | None
) -> None:
    assert named(text)[:2] == (agency, year)


@pytest.mark.parametrize(
    ("page_title", "expected"),
    [
        ("2020年政府信息公开工作年度报告_青石县水利局", ("青石县水利局", 2020, "page_title")),
        ("青石县水利局2020年政府信息公开年报_青石县人民政府网", ("青石县水利局", 2020, "page_title")),
        ("青石县水利局政府信息公开年报-青石县人民政府", ("青石县水利局", None, "page_title")),
        ("政府信息公开工作年度报告-青石县人民政府", ("", None, "")),
        ("政府信息公开", ("", None, "")),
    ],
)  # fmt: skip
def test_the_title_of_the_page_counts_but_not_the_name_of_the_site(
    page_title: str, expected: tuple[str, int | None, str]
) -> None:
    assert named(lines(ONE, WE, TWO), page_title) == expected


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ((("索引号", "000"), ("发布机构", "青石县水利局")), ("青石县水利局", None, "imprint")),
        ((("公开主体：", "青石县水利局"), ("名称", "2020年政府信息公开年报")), ("青石县水利局", 2020, "imprint, title")),
        ((("名　称：", "青石县水利局2020年政府信息公开年报"), ("发布机构", "青石县人民政府")), ("青石县水利局", 2020, "title")),
        ((("发布机构", "青石县人民政府"), ("文号", "")), ("", None, "")),
    ],
)  # fmt: skip
def test_the_table_of_the_index_over_a_report_names_them(
    index: tuple[tuple[str, ...], ...], expected: tuple[str, int | None, str]
) -> None:
    assert named(lines("政府信息公开", ONE, WE, TWO), index=index) == expected


def test_the_sounds_of_a_mirror_are_no_part_of_a_name() -> None:
    text = "如需咨詢，請與柏水縣鳳鳴鎮(zhèn)人民政府黨政辦公室聯(lián)系。"
    assert named(text)[0] == "柏水縣鳳鳴鎮人民政府"


@pytest.mark.parametrize(
    ("source", "content", "by", "message"),
    [
        ({"agency": "青石县", "year": 2020}, {}, "sources", ""),
        ({"agency": "青石县"}, {"year": 2020, "year_by": "period"}, "sources, period", ""),
        ({}, {"agency": "青石县", "agency_by": "title", "year": 2020, "year_by": "title"}, "title", ""),
        ({}, {}, "", "No agency and no year was found in the report: name both in sources.csv."),
        ({}, {"year": 2020, "year_by": "title"}, "title", "No agency was found in the report: name it in sources.csv."),
        ({"agency": "青石县"}, {}, "sources", "No year was found in the report: name it in sources.csv."),
    ],
)  # fmt: skip
def test_what_is_not_named_is_said_with_what_to_do(
    source: dict[str, Any], content: dict[str, Any], by: str, message: str
) -> None:
    of_file = Source(Path(), "a.html", "0" * 64, **source)
    extraction = Extraction(of_file, Content("verified", **content))
    assert (extraction.named_by, extraction.message) == (by, message)


def test_a_file_that_cannot_be_read_is_not_asked_for_its_agency() -> None:
    source = Source(Path(), "a.html", "0" * 64)
    damaged = say("damaged_pdf")
    assert Extraction(source, Content("failed", damaged)).said == damaged


def test_the_page_lists_reports_without_agency_or_year_whatever_their_status() -> None:
    rows = [
        {"file": "named.html", "agency": "青石县", "year": 2020, "status": "verified"},
        {"file": "no_agency.html", "agency": "", "year": 2020, "status": "verified"},
        {"file": "no_year.html", "agency": "青石县", "year": None, "status": "incomplete"},
        {"file": "damaged.html", "agency": "", "year": None, "status": "failed"},
    ]
    frame = pd.DataFrame(
        [{"report_id": row["file"], "message": "", "message_zh": "", **row} for row in rows]
    )
    listed = statuses.unnamed(selection.chosen(frame.astype({"year": "Int64"}), [], []))
    assert sorted(listed["file"]) == ["no_agency.html", "no_year.html"]
    piece = section.show(statuses.UNNAMED, listed).data
    assert "sources.csv" in piece
    assert "no_year.html" in piece
    nothing = section.show(statuses.UNNAMED, listed.iloc[:0]).data
    assert "Every report names its agency and year." in nothing
