"""Charts of measures: a number of each report over the years, with its table and its finding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helpers.charts import frames, section, sentences
from helpers.charts.draw import bars, spread, style, trends
from helpers.charts.draw.style import PER_1000, PERCENT, RATIO, Count, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.figure import Figure

    from helpers.charts.draw.style import PlotLine
    from helpers.words import Words

#: The table of most charts.
MEASURES = ("measures",)
SHARE = Count(PERCENT, sentences.percent)
PER_THOUSAND = Count(PER_1000, sentences.per_1000)
QUOTIENT = Count(RATIO, sentences.ratio)


def over_years(
    name: str,
    series: Sequence[PlotLine],
    count: Count,
    title: Words,
    note: Words,
) -> section.Chart:
    """A chart of numbers over the years; its sentence is about the first line that has any."""
    return section.Chart(
        name=name,
        tables=MEASURES,
        columns=columns_of(series),
        title=title,
        note=note,
        notes=("gaps",),
        say=lambda frame: _say(frame, series, count),
        draw=lambda frame, columns: trends.draw(frame, series, columns, count.one),
        tabulate=lambda frame: frames.table(frame, series, style.unit_for(0, count.one)),
        listed=lambda frame: frames.listed(frame, series),
    )


def _say(frame: pd.DataFrame, series: Sequence[PlotLine], count: Count) -> Words | None:
    """How the first line moved that is not zero throughout; None where all are."""
    told = (sentences.trend(frame, line.column, line.what, count.text) for line in series)
    return next(filter(None, told), None)


def of_whole(
    name: str,
    parts: Sequence[PlotLine],
    whole: Words,
    title: Words,
    note: Words,
) -> section.Chart:
    """A chart of the parts of one whole, as bars of 100%."""
    return section.Chart(
        name=name,
        tables=MEASURES,
        columns=columns_of(parts),
        title=title,
        note=note,
        notes=("whole",),
        say=lambda frame: sentences.shares(frame, parts, "n", whole),
        draw=lambda frame, columns: bars.draw_whole(frame, parts, "n", columns, whole),
        tabulate=lambda frame: frames.table_of_parts(frame, parts),
    )


def of_parts(
    name: str,
    parts: Sequence[PlotLine],
    whole: Words,
    title: Words,
    note: Words,
) -> section.Chart:
    """A chart of the parts of one whole, a panel for each; of many agencies the distribution."""
    return replace(
        of_whole(name, parts, whole, title, note),
        notes=("parts",),
        draw=lambda frame, columns: draw_parts(frame, parts, columns),
    )


def draw_parts(frame: pd.DataFrame, parts: Sequence[PlotLine], columns: int) -> Figure:
    """A panel for each part: a bar for each report, or many agencies' distribution by year."""
    if frames.many(frame):
        return spread.draw(frames.shares(frame, parts), parts, columns, PERCENT)
    return bars.draw_parts(frame, parts, "n", columns)
