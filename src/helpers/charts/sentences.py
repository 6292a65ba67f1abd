"""The sentence that a chart shows, computed from the data that it is drawn from, in two languages.

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

    from helpers.charts.draw.style import PlotLine


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
    english = f"{value:,.0f} yuan"
    if value >= 1e4:
        return Words(f"{value / 1e4:,.2f}万元", english)
    return Words(f"{value:,.0f}元", english)


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
    comparable = known[_whole(known, column) >= settings.FEW]
    candidates = known if comparable.empty or len(known) == 1 else comparable
    top = candidates.nlargest(1, column).iloc[0]
    peak = _peak(top, column, what, text)
    if len(known) == 1:
        return _alone(peak, what)
    highest = _highest(peak, what, bool(frames.quotient(top, column)))
    series = max((rows for _, rows in known.groupby("agency")), key=len)
    if len(series) == 1:
        return highest
    moved = _moved(series, column, what, text)
    if top["agency"] == series["agency"].iloc[0] or comparable.empty:
        return Words(f"{moved.chinese}。", f"{moved.english}.")
    return Words(f"{moved.chinese}；{highest.chinese}", f"{moved.english}. {highest.english}")


def shares(frame: pd.DataFrame, parts: Sequence[PlotLine], whole: str, what: Words) -> Words:
    """The two largest parts of the report with the largest whole.

    Each as a percentage with its numerator and denominator.
    """
    top = frame.nlargest(1, whole).iloc[0]
    title = what.english.capitalize()
    if not top[whole]:
        return Words(f"所选报告的{what.chinese}均为零。", f"{title}: none in any report.")
    largest = _two_largest(top, parts)
    chinese, english = [], []
    for part in largest:
        percentage = f"{float(top[part.column]) / float(top[whole]):.1%}"
        numbers = f"{top[part.column]:,.0f}/{top[whole]:,.0f}"
        chinese.append(f"{part.name.chinese}占{percentage}（{numbers}）")
        english.append(f"{part.name.english.lower()} {percentage} ({numbers})")
    told = Words("，".join(chinese), ", ".join(english))
    agency, year = top["agency"], top["year"]
    if len(frame) == 1:
        return Words(
            f"{agency}{year}年{what.chinese}：{told.chinese}。",
            f"{title}, {agency} {year}: {told.english}.",
        )
    return Words(
        f"{what.chinese}最多的报告是{agency}{year}年：{told.chinese}。",
        f"The report with the most {what.english}: {agency} {year}: {told.english}.",
    )


def _two_largest(report: pd.Series, parts: Sequence[PlotLine]) -> list[PlotLine]:
    """The two largest parts of a report; what is not printed counts as zero and is left out."""

    def falling(part: PlotLine) -> float:
        number = report[part.column]
        return -float(number) if pd.notna(number) else 0

    largest = sorted(parts, key=falling)[:2]
    return [part for part in largest if pd.notna(report[part.column])]


def _told(report: pd.Series, column: str, text: Callable[[float], Words]) -> Words:
    """A value with its unit, and what it is a quotient of."""
    words, quotient = text(report[column]), frames.quotient(report, column)
    if not quotient:
        return words
    return Words(f"{words.chinese}（{quotient}）", f"{words.english} ({quotient})")


def _peak(top: pd.Series, column: str, what: Words, text: Callable[[float], Words]) -> Words:
    most = _told(top, column, text)
    return Words(
        f"{top['agency']}{top['year']}年{what.chinese}{most.chinese}",
        f"{most.english} ({top['agency']}, {top['year']})",
    )


def _moved(series: pd.DataFrame, column: str, what: Words, text: Callable[[float], Words]) -> Words:
    """From the first to the last year of one agency."""
    first, last = series.iloc[0], series.iloc[-1]
    agency, begin, finish = last["agency"], first["year"], last["year"]
    value = text(last[column])
    if text(first[column]) == value:
        return Words(
            f"{agency}{what.chinese}{begin}年和{finish}年均为{value.chinese}",
            f"{agency}: {what.english} {value.english} in both {begin} and {finish}",
        )
    start, end = _told(first, column, text), _told(last, column, text)
    up = last[column] > first[column]
    if frames.quotient(last, column):
        verb, step = "升至" if up else "降至", Words("", "")
    else:
        verb, step = "增至" if up else "减至", _step(series, column)
    chinese_start = f"从{begin}年的{start.chinese}"
    chinese_end = f"{verb}{finish}年的{end.chinese}{step.chinese}"
    rose = "rose" if up else "fell"
    return Words(
        f"{agency}{what.chinese}{chinese_start}{chinese_end}",
        f"{agency}: {what.english} {rose} from {start.english} in {begin} "
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
    """The medians of the first and the last year, with the number of agencies behind them."""
    values = known.groupby("year")[column]
    medians, agencies = values.median(), values.size()
    first, last = medians.index[0], medians.index[-1]
    first_median, last_median = text(medians[first]), text(medians[last])
    start = _of_agencies(first_median, agencies[first])
    end = _of_agencies(last_median, agencies[last])
    of = Words(
        f"{known['agency'].nunique():,}个机构{what.chinese}的中位数",
        f"{what.english.capitalize()}, median",
    )
    if first == last:
        return Words(
            f"{first}年{of.chinese}为{start.chinese}。",
            f"{of.english}: {start.english} in {first}.",
        )
    if first_median == last_median:
        return Words(
            f"{of.chinese}{first}年为{start.chinese}，{last}年仍为{end.chinese}。",
            f"{of.english}: {start.english} in {first} and {end.english} in {last}.",
        )
    moved = Words("升至", "up") if medians[last] > medians[first] else Words("降至", "down")
    return Words(
        f"{of.chinese}从{first}年的{start.chinese}{moved.chinese}{last}年的{end.chinese}。",
        f"{of.english}: {moved.english} from {start.english} in {first} "
        f"to {end.english} in {last}.",
    )


def _of_agencies(median: Words, agencies: int) -> Words:
    """A median, and over how many agencies it is taken."""
    return Words(f"{median.chinese}（{agencies:,}个机构）", f"{median.english} (n={agencies:,})")


def _alone(peak: Words, what: Words) -> Words:
    return Words(f"{peak.chinese}。", f"{what.english.capitalize()}: {peak.english}.")


def _highest(peak: Words, what: Words, rate: bool) -> Words:
    """The largest number of all reports, the highest rate of those with enough behind it."""
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
    unknown = pd.Series(float("nan"), known.index)
    return known.get(f"{column}/of", unknown).fillna(settings.FEW)
