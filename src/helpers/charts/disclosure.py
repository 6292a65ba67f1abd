"""Charts of 03_disclosure: what agencies issue, decide and publish unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from helpers import findings
from helpers.charts import page, style
from helpers.charts.style import Series, Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas.io.formats.style import Styler

KINDS = (
    Series("normative_document", Words("规范性文件", "Normative documents"), style.BLUE),
    Series("regulation", Words("规章", "Regulations"), style.ORANGE),
)

ACTIVITIES = (
    Series("licensing", Words("行政许可", "Licensing"), style.BLUE),
    Series("penalty", Words("行政处罚", "Penalties"), style.PURPLE),
    Series("coercion", Words("行政强制", "Coercion"), style.ORANGE),
    Series("other_services", Words("其他管理服务", "Other services"), style.GREEN),
)

CHANNELS = (
    Series("website", Words("政府网站", "Website"), style.BLUE),
    Series("gazette", Words("政府公报", "Gazette"), style.GREEN),
    Series("social", Words("微博微信", "Weibo, WeChat"), style.PURPLE),
    Series("other", Words("其他渠道", "Other channels"), style.ORANGE),
)

#: Items of the annexes → the series they belong to.
CHANNEL_OF = {
    "channels.website": "website",
    "channels.gazette": "gazette",
    "channels.weibo": "social",
    "channels.wechat": "social",
    "channels.other": "other",
}

DOCUMENTS, DECISIONS = Words("件", "documents"), Words("件", "decisions")
ITEMS = Words("条", "items")


def documents_by_year(documents: pd.DataFrame) -> pd.DataFrame:
    """One row per report: documents made (2019 form) or issued (2021 form) in the year, of each kind."""
    flow = documents.assign(flow=documents["issued"].where(documents["issued"].notna(), documents["made"]))
    return style.spread_out(flow, "kind", "flow", style.columns_of(KINDS))


def stocks_by_year(documents: pd.DataFrame) -> pd.DataFrame:
    """One row per report: documents disclosed in total (2019 form) or in force (2021 form)."""
    known = documents["in_force"].notna()
    stock = documents.assign(stock=documents["in_force"].where(known, documents["total_disclosed"]))
    return style.spread_out(stock, "kind", "stock", style.columns_of(KINDS))


def decisions_by_year(decisions: pd.DataFrame) -> pd.DataFrame:
    """One row per report: decisions of each activity, and `all`, their sum."""
    names = style.columns_of(ACTIVITIES)
    wide = style.spread_out(decisions, "activity", "decisions", names)
    return wide.assign(all=wide[names].sum(axis=1, min_count=1))


def channels_by_year(annex: pd.DataFrame) -> pd.DataFrame:
    """One row per report with an annex: items published through each channel; one may count in several."""
    channels = annex.assign(channel=annex["item"].map(CHANNEL_OF)).dropna(subset=["channel"])
    return style.spread_out(channels, "channel", "count", style.columns_of(CHANNELS))


def draw_documents(frame: pd.DataFrame, columns: int) -> Figure:
    """Documents of each kind: a panel per agency, lines broken where the form changes."""
    return style.small_multiples(frame, KINDS, columns, DOCUMENTS, apart=True)


def draw_decisions(frame: pd.DataFrame, columns: int) -> Figure:
    """Decisions of each activity: a panel per agency, a line each over its years."""
    return style.small_multiples(frame, ACTIVITIES, columns, DECISIONS)


def draw_channels(frame: pd.DataFrame, columns: int) -> Figure:
    """Items published through each channel: a panel per agency, a line each over the years with an annex."""
    return style.small_multiples(frame, CHANNELS, columns, ITEMS)


def _table_documents(frame: pd.DataFrame) -> Styler:
    return page.table(frame, {"form": page.FORM, **{kind.column: kind.name for kind in KINDS}})


def _table_decisions(frame: pd.DataFrame) -> Styler:
    names = {activity.column: activity.name for activity in ACTIVITIES}
    return page.table(frame, {**names, "all": Words("合计", "All")})


def _table_channels(frame: pd.DataFrame) -> Styler:
    return page.table(frame, {channel.column: channel.name for channel in CHANNELS})


def _say_documents(frame: pd.DataFrame, verb: Words) -> Words:
    kind = findings.leading(frame, KINDS)
    what = Words(f"{kind.name.chinese}{verb.chinese}", f"{kind.name.english.lower()} {verb.english}")
    return findings.trend(frame, kind.column, what, findings.cases, within=("agency", "form"))


def _say_channels(frame: pd.DataFrame) -> Words:
    channel = findings.leading(frame, CHANNELS)
    what = Words(f"通过{channel.name.chinese}公开的信息", f"items published ({channel.name.english.lower()})")
    return findings.trend(frame, channel.column, what, findings.items)


FLOW = page.Chart(
    name="documents",
    columns=style.columns_of(KINDS),
    title=Words(
        "本年制作（2019年版）或制发（2021年版）的规章和规范性文件",
        "Documents made (2019 form) or issued (2021 form) in the year",
    ),
    note=Words(
        "两版表格的口径不同，线在换表处断开。没有报告的年份留空。",
        "The two forms ask for different things, so the lines break between them. A year without a report is a gap.",
    ),
    say=lambda frame: _say_documents(frame, Words("制发数", "made or issued")),
    draw=draw_documents,
    tabulate=_table_documents,
)

STOCK = page.Chart(
    name="stocks",
    columns=style.columns_of(KINDS),
    title=Words(
        "年末对外公开总数（2019年版）或现行有效件数（2021年版）",
        "Documents disclosed in total (2019 form) or in force (2021 form) at the year's end",
    ),
    note=Words(
        "2019年版统计对外公开总数量，2021年版统计现行有效件数，两者不可相接。",
        "The form of 2019 asks for the total disclosed, that of 2021 for what is in force: the two do not join.",
    ),
    say=lambda frame: _say_documents(frame, Words("年末总数", "at the year's end")),
    draw=draw_documents,
    tabulate=_table_documents,
)

DECIDED = page.Chart(
    name="decisions",
    columns=style.columns_of(ACTIVITIES),
    title=Words("行政许可、处罚、强制等处理决定", "Administrative decisions, by activity"),
    note=Words(
        "“其他对外管理服务事项”只有2019年版表格要求填报。没有报告的年份留空。",
        "Only the form of 2019 asks for other services. A year without a report is a gap.",
    ),
    say=lambda frame: findings.shares(frame, ACTIVITIES, "all", Words("处理决定", "decisions")),
    draw=draw_decisions,
    tabulate=_table_decisions,
)

PUBLISHED = page.Chart(
    name="channels",
    columns=style.columns_of(CHANNELS),
    title=Words("主动公开信息的渠道（2018年及以前的统计附表）", "Items published, by channel (annexes up to 2018)"),
    note=Words(
        "同一信息可在多个渠道公开，各渠道不可相加。没有报告的年份留空。",
        "One item may be published through several channels: they do not add up. A year without a report is a gap.",
    ),
    say=_say_channels,
    draw=draw_channels,
    tabulate=_table_channels,
)
