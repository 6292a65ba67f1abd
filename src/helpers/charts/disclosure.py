"""Charts of 03_disclosure: what agencies issue, decide, collect and publish unasked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helpers.charts import frames, measured, sentences
from helpers.charts.draw import style
from helpers.charts.draw.style import Count, PlotLine, columns_of
from helpers.charts.story import Point
from helpers.words import Words

if TYPE_CHECKING:
    import pandas as pd

DOCUMENTS, DECISIONS = Words("件", "documents"), Words("件", "decisions")
ITEMS, YUAN = Words("条", "items"), Words("元", "yuan")

FLOWS = (
    PlotLine(
        "normative_documents_issued",
        Words("制发", "Issued"),
        style.BLUE,
        Words("制发规范性文件", "normative documents issued"),
    ),
    PlotLine("normative_documents_made", Words("新制作", "Made"), style.GREEN),
    PlotLine("repealed", Words("废止", "Repealed"), style.ORANGE),
)
STOCKS = (
    PlotLine(
        "normative_documents_in_force",
        Words("现行有效", "In force"),
        style.BLUE,
        Words("现行有效规范性文件", "normative documents in force"),
    ),
    PlotLine(
        "normative_documents_disclosed_in_total",
        Words("对外公开总数", "Disclosed in total"),
        style.GREEN,
    ),
)
REGULATIONS = (
    PlotLine(
        "regulations_in_force",
        Words("现行有效", "In force"),
        style.BLUE,
        Words("现行有效规章", "regulations in force"),
    ),
    PlotLine(
        "regulations_disclosed_in_total", Words("对外公开总数", "Disclosed in total"), style.GREEN
    ),
    PlotLine("regulations_issued", Words("制发", "Issued"), style.ORANGE),
    PlotLine("regulations_made", Words("新制作", "Made"), style.PURPLE),
)
ACTIVITIES = (
    PlotLine(
        "licensing_decisions",
        Words("行政许可", "Licensing"),
        style.BLUE,
        Words("行政许可处理决定", "licensing decisions"),
    ),
    PlotLine(
        "penalty_decisions",
        Words("行政处罚", "Penalties"),
        style.PURPLE,
        Words("行政处罚处理决定", "penalties decided"),
    ),
    PlotLine(
        "coercion_decisions",
        Words("行政强制", "Coercion"),
        style.ORANGE,
        Words("行政强制处理决定", "coercive measures decided"),
    ),
    PlotLine("other_service_decisions", Words("其他管理服务", "Other services"), style.GREEN),
)
FEES = (
    PlotLine(
        "fees_collected",
        Words("行政事业性收费", "Fees collected"),
        style.BLUE,
        Words("行政事业性收费", "fees collected"),
    ),
)
REQUEST_FEES = (
    PlotLine(
        "request_fees",
        Words("收取", "Charged"),
        style.BLUE,
        Words("依申请公开收费", "fees for requests"),
    ),
    PlotLine("fees_waived", Words("减免", "Waived"), style.GREEN),
)
DISCLOSED = (
    PlotLine(
        "items_disclosed",
        Words("主动公开信息", "Items disclosed"),
        style.BLUE,
        Words("主动公开信息", "items disclosed"),
    ),
)
CHANNELS = (
    PlotLine(
        "website",
        Words("政府网站", "Website"),
        style.BLUE,
        Words("通过政府网站公开的信息", "items published on the website"),
    ),
    PlotLine("gazette", Words("政府公报", "Gazette"), style.GREEN),
    PlotLine("social", Words("微博微信", "Weibo, WeChat"), style.PURPLE),
    PlotLine("other", Words("其他渠道", "Other channels"), style.ORANGE),
)

#: Items of the annexes → the series they belong to.
CHANNEL_OF = {
    "channels.website": "website",
    "channels.gazette": "gazette",
    "channels.weibo": "social",
    "channels.wechat": "social",
    "channels.other": "other",
}


def documents_by_year(measures: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """One row per report: normative documents issued or made in the year, and those repealed."""
    frame = frames.of_measures(measures, columns_of(FLOWS[:2]))
    repealed = frames.by_report(documents[documents["kind"] == "normative_document"], ["repealed"])
    asked = frame["normative_documents_issued/asked"] & frame["form"].eq("national_2021")
    return frames.beside(frame, repealed).assign(**{"repealed/asked": asked})


def channels_by_year(measures: pd.DataFrame, annex: pd.DataFrame) -> pd.DataFrame:
    """One row per report: items published through each channel; an item may count in several.

    Only annexes ask.
    """
    channels = annex.assign(channel=annex["item"].map(CHANNEL_OF)).dropna(subset=["channel"])
    names = columns_of(CHANNELS)
    frame = frames.beside(
        frames.of_measures(measures, ["items_disclosed"]),
        frames.spread_out(channels, "channel", "count", names),
    )
    return frame.assign(**{f"{name}/asked": frame["items_disclosed/asked"] for name in names})


FLOW = replace(
    measured.over_years(
        name="documents",
        series=FLOWS,
        count=Count(DOCUMENTS, sentences.cases),
        title=Words(
            "本年制发、新制作和废止的规范性文件",
            "Normative documents issued, made and repealed in the year",
        ),
        note=Words(
            "2019年版统计新制作，2014年附表和2021年版统计制发，两者不可相接；废止只有2021年版统计。",
            "The form of 2019 asks for documents made, the annex of 2014 and the form of 2021 for "
            "those issued, which do not join; only the form of 2021 asks for those repealed.",
        ),
    ),
    tables=("documents", "measures"),
)

STOCK = measured.over_years(
    name="stocks",
    series=STOCKS,
    count=Count(DOCUMENTS, sentences.cases),
    title=Words("年末的规范性文件", "Normative documents at the year's end"),
    note=Words(
        "2019年版统计对外公开总数量，2021年版统计现行有效件数，两者不可相接。",
        "The form of 2019 asks for the total disclosed, that of 2021 for what is in force: "
        "the two do not join.",
    ),
)

RULES = measured.over_years(
    name="regulations",
    series=REGULATIONS,
    count=Count(DOCUMENTS, sentences.cases),
    title=Words(
        "规章：年末件数和本年制发件数", "Regulations: at the year's end, and issued in the year"
    ),
    note=Words(
        "多数机关无权制定规章，填报为零。2019年版和2021年版的口径不同，不可相接。",
        "Most agencies may not make regulations and report none. "
        "The forms of 2019 and 2021 do not join.",
    ),
)

DECIDED = measured.over_years(
    name="decisions",
    series=ACTIVITIES,
    count=Count(DECISIONS, sentences.cases),
    title=Words("行政许可、处罚、强制等处理决定", "Administrative decisions, by activity"),
    note=Words(
        "“其他对外管理服务事项”只有2019年版表格要求填报。",
        "Only the form of 2019 asks for other services.",
    ),
)

COLLECTED = measured.over_years(
    name="fees",
    series=FEES,
    count=Count(YUAN, sentences.yuan),
    title=Words("行政事业性收费", "Administrative fees collected"),
    note=Words(
        "本年全部行政事业性收费，与信息公开申请的收费无关；只有2021年版要求填报金额。",
        "All administrative fees, not those for requests; "
        "only the form of 2021 asks for the amount.",
    ),
)

CHARGED = measured.over_years(
    name="request-fees",
    series=REQUEST_FEES,
    count=Count(YUAN, sentences.yuan),
    title=Words(
        "依申请公开的收费和减免（附表）", "Fees for requests, charged and waived (annexes)"
    ),
    note=Words(
        "2014年附表统计收取，福建附表部分年份统计减免。",
        "The annex of 2014 asks for fees charged, Fujian's annex in some years for those waived.",
    ),
)

PUBLISHED = measured.over_years(
    name="items",
    series=DISCLOSED,
    count=Count(ITEMS, sentences.items),
    title=Words(
        "主动公开的信息条数（2018年及以前的统计附表）",
        "Items disclosed unasked (annexes up to 2018)",
    ),
    note=Words(
        "当年数，不是历年累计。福建附表部分年份称“主动公开文件数”。",
        "This year's, not cumulative. Fujian's annex speaks of documents in some years.",
    ),
)

THROUGH = replace(
    measured.over_years(
        name="channels",
        series=CHANNELS,
        count=Count(ITEMS, sentences.items),
        title=Words(
            "主动公开信息的渠道（2018年及以前的统计附表）",
            "Items published, by channel (annexes up to 2018)",
        ),
        note=Words(
            "同一信息可在多个渠道公开，各渠道不可相加。",
            "One item may be published through several channels: they do not add up.",
        ),
    ),
    tables=("annex", "measures"),
)

#: What the page tells first.
STORY = (
    Point(FLOWS[0], Count(DOCUMENTS, sentences.cases)),
    Point(STOCKS[0], Count(DOCUMENTS, sentences.cases)),
    *(Point(line, Count(DECISIONS, sentences.cases)) for line in ACTIVITIES[:3]),
    Point(FEES[0], Count(YUAN, sentences.yuan)),
    Point(DISCLOSED[0], Count(ITEMS, sentences.items)),
)
