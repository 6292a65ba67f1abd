"""The main points of a page, computed from its measures: what is so in the last year, and since.

Of few agencies the one with the most reports is told, of many the middle and how many went up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from IPython.display import HTML

from helpers import settings
from helpers.charts import counted, frames, markup
from helpers.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpers.charts.draw.style import Count, PlotLine

#: So many points at most stand on a page.
MOST = 5


@dataclass(frozen=True)
class Point:
    """A measure that a page tells of first, and how it is counted.

    `plain`: a quotient that is told as a number, such as an amount for each project.
    """

    line: PlotLine
    count: Count
    plain: bool = False


def points(measures: pd.DataFrame, told: Sequence[Point]) -> HTML:
    """A list of the first points of which there is something to tell."""
    columns = [each.line.column for each in told]
    frame = frames.of_measures(measures, columns)
    found = [_overview(frame, told[0]), *(point(frame, each) for each in told)]
    return HTML(markup.points([words for words in found if words][:MOST]))


def _overview(frame: pd.DataFrame, told: Point) -> Words | None:
    """The last number of each of a few agencies, none of which is alone; the years are theirs."""
    column, what = told.line.column, told.line.what
    known = frame.dropna(subset=[column]).sort_values("year").groupby("agency").tail(1)
    if frames.many(frame) or len(known) < 2:
        return None
    listed = known.nlargest(MOST, column)
    chinese, english = [], []
    for agency, year, value in zip(listed["agency"], listed["year"], listed[column], strict=True):
        text = told.count.text(value)
        chinese.append(f"{agency}{text.chinese}（{year}年）")
        english.append(f"{agency} {text.english} ({year})")
    rest = len(known) - len(listed)
    more = Words(f"，另有{rest}个机构", f", and {rest} more agencies") if rest else Words("", "")
    return Words(
        f"各机构最近一份报告的{what.chinese}：{'，'.join(chinese)}{more.chinese}。",
        f"{what.english.capitalize()} in the last report of each agency: "
        f"{', '.join(english)}{more.english}.",
    )


def point(frame: pd.DataFrame, told: Point) -> Words | None:
    """One measure in its last year, and against the year before; None where nothing is reported."""
    known = frame.dropna(subset=[told.line.column]).sort_values("year")
    if not known[told.line.column].any():
        return None
    return _middle(known, told) if frames.many(known) else _longest(known, told)


def _middle(known: pd.DataFrame, told: Point) -> Words | None:
    """The median of the last year that most have, and how many went up since the year before."""
    column, what = told.line.column, told.line.what
    year = frames.common_year(known, column)
    alike = counted.as_in(known, column, year)
    now = alike[alike["year"] == year]
    if not now[column].median():
        return None
    middle = told.count.text(now[column].median())
    steps = (now[column] - frames.before(alike, column).reindex(now.index)).dropna()
    then = _directions(steps)
    return Words(
        f"{what.chinese}：{year}年{len(now):,}个机构的中位数为{middle.chinese}{then.chinese}。",
        f"{what.english.capitalize()}: median of {len(now):,} agencies {middle.english} in {year}"
        f"{then.english}.",
    )


def _directions(steps: pd.Series[float]) -> Words:
    """How many agencies went up and down, of those with a value in both years."""
    if steps.empty:
        return Words("", "")
    counts = {
        Words("上升", "up"): (steps > 0).sum(),
        Words("下降", "down"): (steps < 0).sum(),
        Words("持平", "unchanged"): (steps == 0).sum(),
    }
    found = [(words, count) for words, count in counts.items() if count]
    chinese = "，".join(f"{count:,}个{words.chinese}" for words, count in found)
    english = ", ".join(f"{count:,} {words.english}" for words, count in found)
    return Words(
        f"；上年也有数的{len(steps):,}个机构中，{chinese}",
        f"; of the {len(steps):,} agencies with a value in the year before, too: {english}",
    )


def _longest(known: pd.DataFrame, told: Point) -> Words | None:
    """The last report of the agency with the most, against the year before."""
    column, what = told.line.column, told.line.what
    lead = frames.by_length(known, column)[0]
    reports = known[known["agency"] == lead]
    alike = counted.as_in(reports, column, reports["year"].max())
    last = alike.iloc[-1]
    if not last[column]:
        return None
    before = alike[alike["year"] == last["year"] - 1]
    value = _with_quotient(last, told)
    than = _since(last, before.iloc[0], told) if len(before) else Words("", "")
    return Words(
        f"{lead}{last['year']}年{what.chinese}{value.chinese}{than.chinese}。",
        f"{lead}, {last['year']}: {what.english} {value.english}{than.english}.",
    )


def _with_quotient(report: pd.Series, told: Point) -> Words:
    """A value of a report, and what it is a quotient of."""
    value, quotient = told.count.text(report[told.line.column]), _quotient(report, told)
    if not quotient:
        return value
    return Words(f"{value.chinese}（{quotient}）", f"{value.english} ({quotient})")


def _since(last: pd.Series, before: pd.Series, told: Point) -> Words:
    """The change on the year before: a rate beside a rate, per cent of what is not small."""
    now, then = float(last[told.line.column]), float(before[told.line.column])
    was = _with_quotient(before, told)
    if _quotient(last, told):
        return Words(f"，上年为{was.chinese}", f"; {was.english} in the year before")
    if told.count.text(now) == told.count.text(then):
        return Words("，与上年持平", ", as in the year before")
    if then >= settings.SMALL_BASE:
        verb = Words("增长", "up") if now > then else Words("下降", "down")
        step = f"{abs(now / then - 1):.1%}"
        return Words(f"，比上年{verb.chinese}{step}", f", {verb.english} {step} on the year before")
    verb = Words("增加", "up") if now > then else Words("减少", "down")
    steps = told.count.text(abs(now - then))
    return Words(
        f"，比上年{verb.chinese}{steps.chinese}",
        f", {verb.english} {steps.english} on the year before",
    )


def _quotient(report: pd.Series, told: Point) -> str:
    """Numerator and denominator of a rate; an amount per project is none."""
    return "" if told.plain else frames.quotient(report, told.line.column)
