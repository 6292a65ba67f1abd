"""Numbers over the years: a panel for each agency, or the distribution over many agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from helpers.charts import frames
from helpers.charts.draw import spread, style
from helpers.charts.draw.style import DAGGER, PANELS, TITLE_PAD, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from helpers.charts.draw.style import PlotLine, Unit
    from helpers.words import Words

#: Inches of a panel with lines; of what stands around the bars of one without; of a bar and its
#: name.
HEIGHT, FRAME, BAR = 2.7, 1.1, 0.5


def draw(
    frame: pd.DataFrame, series: Sequence[PlotLine], columns: int, one: Words | Unit
) -> Figure:
    """Lines over the years for each agency, bars where it has a single report.

    The distribution of many agencies. `one`: what is counted. All panels share scale and unit.
    """
    frame = frames.drawn(frame, columns_of(series))
    if frames.many(frame):
        return spread.draw(frame, series, columns, one)
    return small_multiples(frame, series, columns, one)


def small_multiples(
    frame: pd.DataFrame, series: Sequence[PlotLine], columns: int, one: Words | Unit
) -> Figure:
    """One panel per agency: a line for each of its series, or bars where it has a single report."""
    names = columns_of(series)
    agencies = frames.by_length(frame, names[0])[:PANELS]
    by_agency = [frame[frame["agency"] == agency] for agency in agencies]
    heights = [_height(reports, names) for reports in by_agency]
    drawing, axes = style.panels(agencies, columns, heights)
    across = min(columns, len(axes))
    rows = style.row_heights(heights, across)
    years = frames.all_years(frame)
    lowest, highest = frame[names].min().min(), frame[names].max().max()
    unit = style.unit_for(max(highest, -lowest), one)
    for place, (panel, reports) in enumerate(zip(axes, by_agency, strict=True)):
        if len(reports) > 1:
            panel.set_ylim(style.limits(lowest, highest, 1.12))
            draw_lines(panel, reports.sort_values("year"), series, unit, years)
            continue
        report = reports.iloc[0]
        _add_year(panel, report)
        draw_bars(panel, report, series, unit)
        panel.set_xlim(style.limits(lowest, highest, 1.2))
        top = panel.get_ylim()[1]  # few bars stand at the top
        room = (rows[place // across] - FRAME) / BAR
        panel.set_ylim(min(-0.4, top - room), top)
    return drawing


def _height(reports: pd.DataFrame, names: Sequence[str]) -> float:
    """Inches of the panel of an agency; of one with a single report, as its bars need."""
    if len(reports) > 1:
        return HEIGHT
    bars = int(reports[names].notna().to_numpy().sum())
    return min(HEIGHT, FRAME + BAR * (bars + 0.2))


def _add_year(panel: Axes, report: pd.Series) -> None:
    """The year of a single report in the title of its panel."""
    dagger = style.dagger(report["report_status"])
    title = f"{report['agency']}  {report['year']}{dagger}"
    panel.set_title(title, loc="left", fontsize=11, pad=TITLE_PAD)


def draw_lines(
    panel: Axes, reports: pd.DataFrame, series: Sequence[PlotLine], unit: Unit, years: range
) -> None:
    """Lines over the years of one agency (one row per year); a year without a value is a gap."""
    ends = []
    for line in series:
        values = reports.set_index("year")[line.column].reindex(years)
        width, dot = (0.9, 2.2) if line.thin else (2.2, 5)
        panel.plot(
            years,
            values,
            color=line.colour,
            linewidth=width,
            marker="o",
            markersize=dot,
            clip_on=False,
            zorder=3,
        )
        known = reports.dropna(subset=[line.column])
        if len(known):
            ends.append((line, known.iloc[-1]))
    names = columns_of(series)
    style.value_axis(panel, unit)
    style.year_axis(panel, years)
    style.shade_unasked(panel, frames.unasked_years(reports, names))
    _mark_unverified(panel, reports, names)
    _label_ends(panel, ends, unit)


def _mark_unverified(panel: Axes, reports: pd.DataFrame, columns: Sequence[str]) -> None:
    """A dagger above the largest value of each report that is not verified."""
    doubtful = reports[reports["report_status"] != "verified"]
    tops = doubtful[list(columns)].max(axis=1)
    for year, top in zip(doubtful["year"], tops, strict=True):
        if pd.notna(top):
            panel.annotate(
                DAGGER, (year, top), (0, 5), textcoords="offset points", ha="center", fontsize=10
            )


def _label_ends(panel: Axes, ends: Sequence[tuple[PlotLine, pd.Series]], unit: Unit) -> None:
    """Name each line at the right of the panel, at the height of its last point."""
    low, high = panel.get_ylim()
    edge = panel.get_xlim()[1]
    last_points = [report[line.column] for line, report in ends]
    heights = style.apart(last_points, (high - low) * 0.17, high)
    for (line, report), height in zip(ends, heights, strict=True):
        place, value = (edge, height), unit.text(report[line.column])
        earlier = style.if_earlier(report["year"], edge)
        chinese = f"{line.name.chinese} {value}{earlier}"
        labels = (
            (chinese, 9, 0, "bottom"),
            (_english(line, report), 7, -1, "top"),
        )
        for text, size, down, align in labels:
            panel.annotate(
                text,
                place,
                (3, down),
                fontsize=size,
                textcoords="offset points",
                color=line.colour,
                va=align,
                annotation_clip=False,
            )


def _english(line: PlotLine, report: pd.Series) -> str:
    """The English name of a line, and what its value is a quotient of."""
    parts = [line.name.english, frames.quotient(report, line.column)]
    return "  ".join(filter(None, parts))


def draw_bars(panel: Axes, report: pd.Series, series: Sequence[PlotLine], unit: Unit) -> None:
    """The values of a single report as bars, each under its name: one point makes no line."""
    shown = [line for line in series if pd.notna(report[line.column])][::-1]
    for place, bar in enumerate(shown):
        value = float(report[bar.column])
        panel.barh(place, value, color=bar.colour, height=0.3)
        end = (max(value, 0), place)
        panel.annotate(
            unit.text(value), end, (4, 0), textcoords="offset points", va="center", fontsize=9
        )
        name = panel.annotate(f"{bar.name.chinese}  ", (0, place + 0.2), fontsize=9, va="bottom")
        small = _english(bar, report)
        panel.annotate(
            small,
            (1, 0),
            xycoords=name,
            fontsize=7.5,
            color=style.GREY,
            va="bottom",
        )
    panel.set_ylim(-0.4, len(shown) - 0.2)
    panel.set_xticks([])
    panel.set_yticks([])
    panel.spines["bottom"].set_visible(False)
    style.name_unit(panel, unit)
