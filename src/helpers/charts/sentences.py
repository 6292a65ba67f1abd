"""The sentence that a chart shows, computed from the data that it is drawn from, in two languages.

Each function takes the frame of its chart: one row per report, with agency, year and form. Nothing
is added up over agencies: reports of different levels may count the same request. Of many agencies
the median is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from helpers import settings
from helpers.charts import counted, frames
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
    """An amount of money, in the unit in which Chinese counts it; both languages as exact."""
    if value >= 1e8:
        return Words(f"{value / 1e8:,.2f}亿元", f"{value / 1e6:,.0f} million yuan")
    if value >= 1e6:
        return Words(f"{value / 1e4:,.1f}万元", f"{value / 1e6:,.3f} million yuan")
    if value >= 1e4:
        return Words(f"{value / 1e4:,.2f}万元", f"{value / 1e3:,.1f} thousand yuan")
    return Words(f"{value:,.0f}元", f"{value:,.0f} yuan")


def percent(value: float) -> Words:
    """A share."""
    return Words(f"{value:.1%}", f"{value:.1%}")


def per_1000(value: float) -> Words:
    """Cases for each thousand requests."""
    return Words(f"每千件{value:,.1f}件", f"{value:,.1f} per 1,000")


def ratio(value: float) -> Words:
    """A quotient of two numbers that may exceed 1."""
    return Words(f"{value:,.2f}", f"{value:,.2f}")


def trend(
    frame: pd.DataFrame, column: str, what: Words, text: Callable[[float], Words]
) -> Words | None:
    """How `column` moved in the longest series of reports, and the largest number besides.

    `text`: a value with its unit. None where nothing but zeros is printed. First and last year are
    of forms that count the same; rates of different years or levels are not held against each
    other.
    """
    known = frame.dropna(subset=[column]).sort_values("year")
    if not known[column].any():
        return None
    if frames.many(known):
        return _medians(known, column, what, text)
    series = _longest(known, column)
    rate = bool(frames.quotient(series.iloc[-1], column))
    top = known[known[column] > 0].nlargest(1, f"{column}/of" if rate else column).iloc[0]
    if len(series) == 1:
        return _alone(_peak(top, column, what, text), what)
    moved = _moved(series, column, what, text)
    if rate or top["agency"] == series["agency"].iloc[0]:
        return Words(f"{moved.chinese}。", f"{moved.english}.")
    largest = _alone(_peak(top, column, what, text), what)
    return Words(f"{moved.chinese}；{largest.chinese}", f"{moved.english}. {largest.english}")


def _longest(known: pd.DataFrame, column: str) -> pd.DataFrame:
    """The longest series of reports of one agency that count the same, not all of them zeros."""
    agencies = [rows for _, rows in known.groupby("agency")]
    series = [counted.as_in(rows, column, rows["year"].max()) for rows in agencies]
    series = [_of_enough(rows, column) for rows in series]
    told = [rows for rows in series if rows[column].any()]
    if not told:  # what is not zero was counted otherwise
        return known[known[column] > 0].tail(1)
    return max(told, key=len)


def _of_enough(reports: pd.DataFrame, column: str) -> pd.DataFrame:
    """The reports whose rate is one of enough to be compared, all of them where none is."""
    wholes = reports.get(f"{column}/of", pd.Series(float("nan"), reports.index))
    enough = reports[~wholes.lt(settings.SMALL_BASE)]
    return reports if enough.empty else enough


def shares(frame: pd.DataFrame, parts: Sequence[PlotLine], whole: str, what: Words) -> Words | None:
    """The two largest parts of the report with the largest whole; of one agency, of the last.

    Each as a percentage with its numerator and denominator. Of many agencies the medians in one
    year. None where there is nothing to share.
    """
    if not frame[whole].any():
        return None
    if frames.many(frame):
        return _median_shares(frame, parts, whole, what)
    is_one = frame["agency"].nunique() == 1
    top = frame.nlargest(1, "year" if is_one else whole).iloc[0]
    title = what.english.capitalize()
    chinese, english = [], []
    for part in _two_largest(top, parts):
        percentage = f"{float(top[part.column]) / float(top[whole]):.1%}"
        numbers = f"{top[part.column]:,.0f}/{top[whole]:,.0f}"
        chinese.append(f"{part.name.chinese}占{percentage}（{numbers}）")
        english.append(f"{part.name.english.lower()} {percentage} ({numbers})")
    told = Words("，".join(chinese), ", ".join(english))
    agency, year = top["agency"], top["year"]
    if is_one:
        return Words(
            f"{agency}{year}年{what.chinese}：{told.chinese}。",
            f"{title}, {agency} {year}: {told.english}.",
        )
    return Words(
        f"{what.chinese}最多的报告是{agency}{year}年：{told.chinese}。",
        f"The report with the most {what.english}: {agency} {year}: {told.english}.",
    )


def _median_shares(
    frame: pd.DataFrame, parts: Sequence[PlotLine], whole: str, what: Words
) -> Words | None:
    """The medians of the two shares that are largest in the middle, in one year."""
    year = frames.common_year(frame, whole)
    rows = frame[frame["year"].eq(year) & frame[whole].gt(0)]
    medians = [(float((rows[part.column] / rows[whole]).median()), part.name) for part in parts]
    positive = [(share, name) for share, name in medians if share > 0]
    largest = sorted(positive, key=lambda each: -each[0])[:2]
    if not largest:
        return None
    chinese = [f"{name.chinese}{share:.1%}" for share, name in largest]
    english = [f"{name.english.lower()} {share:.1%}" for share, name in largest]
    return Words(
        f"{year}年{len(rows):,}个机构的{what.chinese}中，占比的中位数：{'，'.join(chinese)}。",
        f"{what.english.capitalize()}, {year}, medians of {len(rows):,} agencies: "
        f"{', '.join(english)}.",
    )


def _two_largest(report: pd.Series, parts: Sequence[PlotLine]) -> list[PlotLine]:
    """The two largest parts of a report; a part without anything is none."""

    def falling(part: PlotLine) -> float:
        number = report[part.column]
        return -float(number) if pd.notna(number) else 0

    largest = sorted(parts, key=falling)[:2]
    return [part for part in largest if report[part.column] > 0]


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
    start, end = _told(first, column, text), _told(last, column, text)
    if first[column] == last[column] == 0:
        return _peak(series.nlargest(1, column).iloc[0], column, what, text)
    if text(first[column]) == text(last[column]):
        return Words(
            f"{agency}{what.chinese}{finish}年与{begin}年持平，{_both(start, end).chinese}",
            f"{agency}: {what.english} {_both(start, end).english} in both {begin} and {finish}",
        )
    verb = _verb(first[column], last[column], bool(frames.quotient(last, column)))
    return Words(
        f"{agency}{what.chinese}从{begin}年的{start.chinese}{verb.chinese}{finish}年的{end.chinese}",
        f"{agency}: {what.english} {verb.english} from {start.english} in {begin} "
        f"to {end.english} in {finish}",
    )


def _both(start: Words, end: Words) -> Words:
    """Two values that read alike: one where their quotients do, too."""
    if start == end:
        return Words(f"均为{start.chinese}", start.english)
    return Words(f"分别为{start.chinese}和{end.chinese}", f"{start.english} and {end.english}")


def _verb(first: float, last: float, rate: bool) -> Words:
    """A number grows, a rate rises."""
    if rate:
        return Words("升至", "rose") if last > first else Words("降至", "fell")
    return Words("增至", "rose") if last > first else Words("减至", "fell")


def _medians(
    known: pd.DataFrame, column: str, what: Words, text: Callable[[float], Words]
) -> Words | None:
    """The medians of a year in which most agencies have a value, and of the first that compares.

    Both are over the agencies with a value in both, by forms that count the same.
    """
    last = frames.common_year(known, column)
    known = counted.as_in(known, column, last)
    now = known[known["year"] == last].set_index("agency")[column]
    then = _first_to_compare(known[known["year"] < last], now.index)
    if not now.median():
        return _some(now, last, what, text)
    told = text(now.median())
    alone = Words(
        f"{last}年{len(now):,}个机构{what.chinese}的中位数为{told.chinese}",
        f"{what.english.capitalize()}, median of {len(now):,} agencies: {told.english} in {last}",
    )
    if then.empty:
        return Words(f"{alone.chinese}。", f"{alone.english}.")
    begin, start = then["year"].iloc[0], then.set_index("agency")[column].median()
    same = now.reindex(then["agency"])
    moved = _between(text(start), text(same.median()), (begin, last), start < same.median())
    chinese = (
        f"{begin}年和{last}年都有数的{len(same):,}个机构，{what.chinese}的中位数{moved.chinese}"
    )
    english = (
        f"{what.english.capitalize()}, median of the {len(same):,} agencies with a value "
        f"in both years: {moved.english}"
    )
    if len(same) == len(now) or text(same.median()) == told:
        return Words(f"{chinese}。", f"{english}.")
    return Words(f"{chinese}；{alone.chinese}。", f"{english}. {alone.english}.")


def _first_to_compare(before: pd.DataFrame, agencies: pd.Index[str]) -> pd.DataFrame:
    """The values of the first year in which at least half of these agencies have one.

    Empty where there is none.
    """
    same = before[before["agency"].isin(agencies)]
    counts = same.groupby("year")["agency"].nunique()
    years = counts.index[counts >= len(agencies) / 2]
    return same[same["year"].isin(years[:1])]


def _between(start: Words, end: Words, years: tuple[int, int], rises: bool) -> Words:
    """Two medians, the first and the last."""
    first, last = years
    if start == end:
        return Words(
            f"{last}年与{first}年持平，均为{start.chinese}",
            f"{start.english} in both {first} and {last}",
        )
    moved = Words("升至", "up") if rises else Words("降至", "down")
    return Words(
        f"从{first}年的{start.chinese}{moved.chinese}{last}年的{end.chinese}",
        f"{moved.english} from {start.english} in {first} to {end.english} in {last}",
    )


def _some(
    now: pd.Series[float], year: int, what: Words, text: Callable[[float], Words]
) -> Words | None:
    """How many agencies have any, where most have none."""
    some = now[now > 0]
    if some.empty:
        return None
    most = text(some.max())
    return Words(
        f"{year}年{len(now):,}个机构中{len(some):,}个有{what.chinese}，"
        f"最多的是{some.idxmax()}（{most.chinese}）。",
        f"{what.english.capitalize()}, {year}: {len(some):,} of {len(now):,} agencies have any; "
        f"most: {some.idxmax()} ({most.english}).",
    )


def _alone(peak: Words, what: Words) -> Words:
    return Words(f"{peak.chinese}。", f"{what.english.capitalize()}: {peak.english}.")
