"""The sentence that a chart shows, computed from the data that it is drawn from, in Chinese and English.

Each function takes the frame of its chart: one row per report, with agency, year and form. Nothing
is added up over agencies: reports of different levels may count the same request. Of many agencies
the median is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from helpers import settings
from helpers.charts import frames
from helpers.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from helpers.charts.draw.style import Series


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
    return Words(
        f"{value / 1e4:,.2f}万元" if value >= 1e4 else f"{value:,.0f}元", f"{value:,.0f} yuan"
    )


def percent(value: float) -> Words:
    """A share."""
    return Words(f"{value:.1%}", f"{value:.1%}")


def per_1000(value: float) -> Words:
    """Cases for each thousand requests."""
    return Words(f"每千件{value:,.1f}件", f"{value:,.1f} per 1,000")


def ratio(value: float) -> Words:
    """A quotient of two numbers that may exceed 1."""
    return Words(f"{value:,.2f}", f"{value:,.2f}")


def trend(frame: pd.DataFrame, column: str, what: Words, text: Callable[[float], Words]) -> Words:
    """How `column` moved in the longest series of reports, and which single report has most.

    `text`: a value with its unit. A rate of few is not called the highest.
    """
    known = frame.dropna(subset=[column]).sort_values("year")
    if known.empty:
        return Words(f"所选报告没有印出{what.chinese}。", f"No {what.english} in print.")
    if frames.many(known):
        return _medians(known, column, what, text)
    series = max((rows for _, rows in known.groupby("agency")), key=len)
    comparable = known[_whole(known, column) >= settings.FEW]
    top = (known if comparable.empty or len(known) == 1 else comparable).nlargest(1, column).iloc[0]
    peak, rate = _peak(top, column, what, text), bool(frames.quotient(top, column))
    if len(series) == 1:
        return _alone(peak, what) if len(known) == 1 else _highest(peak, what, rate)
    moved, agency = _moved(series, column, what, text), series["agency"].iloc[0]
    if top["agency"] == agency or comparable.empty:
        return Words(f"{moved.chinese}。", f"{moved.english}.")
    highest = _highest(peak, what, rate)
    return Words(f"{moved.chinese}；{highest.chinese}", f"{moved.english}. {highest.english}")


def shares(frame: pd.DataFrame, parts: Sequence[Series], whole: str, what: Words) -> Words:
    """The two largest parts of the report with the largest whole, with their numerators and denominator."""
    top = frame.nlargest(1, whole).iloc[0]
    if not top[whole]:
        return Words(
            f"所选报告的{what.chinese}均为零。", f"{what.english.capitalize()}: none in any report."
        )
    order = sorted(
        parts, key=lambda one: -float(top[one.column]) if pd.notna(top[one.column]) else 0
    )[:2]
    counts = {
        one: f"{top[one.column]:,.0f}/{top[whole]:,.0f}"
        for one in order
        if pd.notna(top[one.column])
    }
    percents = {one: f"{float(top[one.column]) / float(top[whole]):.1%}" for one in counts}
    chinese = "，".join(f"{one.name.chinese}占{percents[one]}（{counts[one]}）" for one in counts)
    english = ", ".join(
        f"{one.name.english.lower()} {percents[one]} ({counts[one]})" for one in counts
    )
    if len(frame) == 1:
        return Words(
            f"{top['agency']}{top['year']}年{what.chinese}：{chinese}。",
            f"{what.english.capitalize()}, {top['agency']} {top['year']}: {english}.",
        )
    return Words(
        f"{what.chinese}最多的报告是{top['agency']}{top['year']}年：{chinese}。",
        f"The report with the most {what.english}: {top['agency']} {top['year']}: {english}.",
    )


def _told(report: pd.Series, column: str, text: Callable[[float], Words]) -> Words:
    """A value with its unit, and what it is a quotient of."""
    words, quotient = text(report[column]), frames.quotient(report, column)
    return (
        Words(f"{words.chinese}（{quotient}）", f"{words.english} ({quotient})")
        if quotient
        else words
    )


def _peak(top: pd.Series, column: str, what: Words, text: Callable[[float], Words]) -> Words:
    most = _told(top, column, text)
    return Words(
        f"{top['agency']}{top['year']}年{what.chinese}{most.chinese}",
        f"{most.english} ({top['agency']}, {top['year']})",
    )


def _moved(series: pd.DataFrame, column: str, what: Words, text: Callable[[float], Words]) -> Words:
    """From the first to the last year of one agency."""
    first, last = series.iloc[0], series.iloc[-1]
    start, end = _told(first, column, text), _told(last, column, text)
    agency, begin, finish = last["agency"], first["year"], last["year"]
    if text(first[column]) == text(last[column]):
        return Words(
            f"{agency}{what.chinese}{begin}年和{finish}年均为{text(last[column]).chinese}",
            f"{agency}: {what.english} {text(last[column]).english} in both {begin} and {finish}",
        )
    up = last[column] > first[column]
    rate = bool(frames.quotient(last, column))
    verb = ("升至" if up else "降至") if rate else "增至" if up else "减至"
    step = Words("", "") if rate else _step(series, column)
    return Words(
        f"{agency}{what.chinese}从{begin}年的{start.chinese}{verb}{finish}年的{end.chinese}{step.chinese}",
        f"{agency}: {what.english} {'rose' if up else 'fell'} from {start.english} in {begin} "
        f"to {end.english} in {finish}{step.english}",
    )


def _step(series: pd.DataFrame, column: str) -> Words:
    """The change of the last year on the one before, where neither is the first."""
    step = frames.change(series[column].iloc[-1], frames.before(series, column).iloc[-1])
    if not step or len(series) < 3:
        return Words("", "")
    return Words(f"（比上年{step}）", f" ({step} on the year before)")


def _medians(
    known: pd.DataFrame, column: str, what: Words, text: Callable[[float], Words]
) -> Words:
    """The medians of the first and the last year, each with the number of agencies that it stands for."""
    years = known.groupby("year")[column]
    middle, count = years.median(), years.size()
    first, last = middle.index[0], middle.index[-1]
    start, end = (
        Words(
            f"{text(middle[year]).chinese}（{count[year]:,}个机构）",
            f"{text(middle[year]).english} (n={count[year]:,})",
        )
        for year in (first, last)
    )
    of = Words(
        f"{known['agency'].nunique():,}个机构{what.chinese}的中位数",
        f"{what.english.capitalize()}, median",
    )
    if first == last:
        return Words(
            f"{first}年{of.chinese}为{start.chinese}。",
            f"{of.english}: {start.english} in {first}.",
        )
    if text(middle[first]) == text(middle[last]):
        return Words(
            f"{of.chinese}{first}年为{start.chinese}，{last}年仍为{end.chinese}。",
            f"{of.english}: {start.english} in {first} and {end.english} in {last}.",
        )
    up = middle[last] > middle[first]
    return Words(
        f"{of.chinese}从{first}年的{start.chinese}{'升至' if up else '降至'}{last}年的{end.chinese}。",
        f"{of.english}: {'up' if up else 'down'} from {start.english} in {first} to {end.english} in {last}.",
    )


def _alone(peak: Words, what: Words) -> Words:
    return Words(f"{peak.chinese}。", f"{what.english.capitalize()}: {peak.english}.")


def _highest(peak: Words, what: Words, rate: bool) -> Words:
    """The largest number of all reports, the highest rate of those of which enough stand behind it."""
    if rate:
        among = Words(
            f"为分母不小于{settings.FEW}的报告中最高",
            f"highest where the denominator is {settings.FEW} or more",
        )
    else:
        among = Words("为各报告中最多", "the most in one report")
    return Words(
        f"{peak.chinese}，{among.chinese}。",
        f"{what.english.capitalize()}, {among.english}: {peak.english}.",
    )


def _whole(known: pd.DataFrame, column: str) -> pd.Series[float]:
    """The denominators of a rate; a plain number is as good as one of many."""
    return known.get(f"{column}/of", pd.Series(float("nan"), known.index)).fillna(settings.FEW)
