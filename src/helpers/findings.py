"""The sentence that a chart shows, computed from the data that it is drawn from, in Chinese and English.

Each function takes the frame of its chart: one row per report, with agency, year and form. Nothing is added
up over agencies: reports of different levels may count the same request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from helpers.charts.style import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from helpers.charts.style import Series


def cases(value: float) -> Words:
    """A number of requests, documents or decisions."""
    return Words(f"{value:,.0f}件", f"{value:,.0f}")


def items(value: float) -> Words:
    """A number of items of information."""
    return Words(f"{value:,.0f}条", f"{value:,.0f}")


def projects(value: float) -> Words:
    """A number of projects."""
    return Words(f"{value:,.0f}个", f"{value:,.0f}")


def yuan(value: float) -> Words:
    """An amount of money, in the unit in which Chinese counts it."""
    if value >= 1e8:
        return Words(f"{value / 1e8:,.2f}亿元", f"{value / 1e6:,.1f} million yuan")
    if value >= 1e6:
        return Words(f"{value / 1e4:,.1f}万元", f"{value / 1e6:,.2f} million yuan")
    return Words(f"{value / 1e4:,.2f}万元" if value >= 1e4 else f"{value:,.0f}元", f"{value:,.0f} yuan")


def trend(
    frame: pd.DataFrame,
    column: str,
    what: Words,
    text: Callable[[float], Words],
    within: Sequence[str] = ("agency",),
) -> Words:
    """How `column` moved in the longest series of reports, and which single report has most.

    `within`: what makes one series; add `form` where the forms ask for different things. `text`: a value with
    its unit.
    """
    known = frame.dropna(subset=[column]).sort_values("year")
    if known.empty:
        return Words(f"所选报告没有印出{what.chinese}。", f"No {what.english} in print.")
    top = known.nlargest(1, column).iloc[0]
    most = text(top[column])
    peak = Words(
        f"{top['agency']}{top['year']}年{what.chinese}{most.chinese}",
        f"{most.english} ({top['agency']}, {top['year']})",
    )
    series = max((rows for _, rows in known.groupby([*within])), key=len)
    if len(series) == 1:
        return _alone(peak, what) if len(known) == 1 else _highest(peak, what)
    moved, agency = _moved(series, column, what, text), series["agency"].iloc[0]
    if top["agency"] == agency:
        return Words(f"{moved.chinese}。", f"{moved.english}.")
    highest = _highest(peak, what)
    return Words(f"{moved.chinese}；{highest.chinese}", f"{moved.english}. {highest.english}")


def leading(frame: pd.DataFrame, series: Sequence[Series]) -> Series:
    """The series with the largest total: the one that a sentence is about."""
    return max(series, key=lambda one: (frame[one.column].notna().any(), frame[one.column].sum()))


def shares(frame: pd.DataFrame, parts: Sequence[Series], whole: str, what: Words) -> Words:
    """The two largest parts of the report with the largest whole, with their numerators and denominator."""
    top = frame.nlargest(1, whole).iloc[0]
    if not top[whole]:
        return Words(f"所选报告的{what.chinese}均为零。", f"{what.english.capitalize()}: none in any report.")
    order = sorted(parts, key=lambda one: -float(top[one.column]) if pd.notna(top[one.column]) else 0)[:2]
    counts = {one: f"{top[one.column]:,.0f}/{top[whole]:,.0f}" for one in order if pd.notna(top[one.column])}
    percents = {one: f"{float(top[one.column]) / float(top[whole]):.1%}" for one in counts}
    chinese = "，".join(f"{one.name.chinese}占{percents[one]}（{counts[one]}）" for one in counts)
    english = ", ".join(f"{one.name.english.lower()} {percents[one]} ({counts[one]})" for one in counts)
    if len(frame) == 1:
        return Words(
            f"{top['agency']}{top['year']}年{what.chinese}：{chinese}。",
            f"{what.english.capitalize()}, {top['agency']} {top['year']}: {english}.",
        )
    return Words(
        f"{what.chinese}最多的报告是{top['agency']}{top['year']}年：{chinese}。",
        f"The report with the most {what.english}: {top['agency']} {top['year']}: {english}.",
    )


def _moved(series: pd.DataFrame, column: str, what: Words, text: Callable[[float], Words]) -> Words:
    """From the first to the last year of one agency."""
    first, last = series.iloc[0], series.iloc[-1]
    start, end = text(first[column]), text(last[column])
    agency, begin, finish = last["agency"], first["year"], last["year"]
    if first[column] == last[column]:
        return Words(
            f"{agency}{what.chinese}{begin}年和{finish}年均为{end.chinese}",
            f"{agency}: {what.english} {end.english} in both {begin} and {finish}",
        )
    up = last[column] > first[column]
    return Words(
        f"{agency}{what.chinese}从{begin}年的{start.chinese}{'增至' if up else '减至'}{finish}年的{end.chinese}",
        f"{agency}: {what.english} {'rose' if up else 'fell'} from {start.english} in {begin} "
        f"to {end.english} in {finish}",
    )


def _alone(peak: Words, what: Words) -> Words:
    return Words(f"{peak.chinese}。", f"{what.english.capitalize()}: {peak.english}.")


def _highest(peak: Words, what: Words) -> Words:
    return Words(
        f"{peak.chinese}，为各报告中最多。",
        f"{what.english.capitalize()}, the most in one report: {peak.english}.",
    )


def summary(reports: pd.DataFrame) -> str:
    """One sentence on a table of reports: how many files, and how many of each status."""
    counts = reports["status"].value_counts()
    parts = [f"{count} {status}" for status, count in counts.items()]
    return f"{len(reports)} report{'s' if len(reports) != 1 else ''} read: {', '.join(parts)}."
