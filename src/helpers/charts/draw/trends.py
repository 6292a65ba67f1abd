"""Numbers over the years: a panel for each agency, or, of more agencies than panels can show, their distribution."""

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

    from helpers.charts.draw.style import Series, Unit
    from helpers.words import Words

#: Inches of a panel with lines; of what stands around the bars of one without; of a bar and its
#: name.
HEIGHT, FRAME, BAR = 2.7, 1.1, 0.5


def draw(frame: pd.DataFrame, series: Sequence[Series], columns: int, one: Words | Unit) -> Figure:
    """Lines over the years for each agency, bars where it has a single report; the distribution of many agencies.

    `one`: what is counted; a Unit is the same for all panels, which then share their scale.
    """
    frame = frames.drawn(frame, columns_of(series))
    if frames.many(frame):
        return spread.draw(frame, series, columns, one)
    return small_multiples(frame, series, columns, one)


def small_multiples(
    frame: pd.DataFrame, series: Sequence[Series], columns: int, one: Words | Unit
) -> Figure:
    """One panel per agency: a line for each of its series, or bars where it has a single report."""
    names = columns_of(series)
    reports = {
        agency: frame[frame["agency"] == agency]
        for agency in frames.by_length(frame, names[0])[:PANELS]
    }
    heights = [
        HEIGHT if len(own) > 1 else _height(int(own[names].notna().to_numpy().sum()))
        for own in reports.values()
    ]
    drawing, axes = style.panels([*reports], columns, heights)
    rows = style.row_heights(heights, min(columns, len(axes)))
    years = range(frame["year"].min(), frame["year"].max() + 1)
    for place, (panel, (agency, own)) in enumerate(zip(axes, reports.items(), strict=True)):
        values = (frame if isinstance(one, style.Unit) else own)[names]
        lowest, highest = values.min().min(), values.max().max()
        unit = style.unit_for(max(highest, -lowest), one)
        if len(own) > 1:
            panel.set_ylim(style.limits(lowest, highest, 1.12))
            draw_lines(panel, own.sort_values("year"), series, unit, years)
        else:
            report = own.iloc[0]
            dagger = "" if report["report_status"] == "verified" else DAGGER
            panel.set_title(
                f"{agency}  {report['year']}{dagger}", loc="left", fontsize=11, pad=TITLE_PAD
            )
            draw_bars(panel, report, series, unit)
            panel.set_xlim(style.limits(lowest, highest, 1.2))
            top = panel.get_ylim()[1]  # few bars stand at the top
            panel.set_ylim(
                min(-0.4, top - (rows[place // min(columns, len(axes))] - FRAME) / BAR), top
            )
    return drawing


def _height(bars: int) -> float:
    """Inches of a panel that shows so many bars."""
    return min(HEIGHT, FRAME + BAR * (bars + 0.2))


def draw_lines(
    panel: Axes, own: pd.DataFrame, series: Sequence[Series], unit: Unit, years: range
) -> None:
    """Lines over the years of one agency (one row per year); a year without a value is a gap."""
    ends = []
    for one in series:
        line = own.set_index("year")[one.column].reindex(years)
        width, dot = (0.9, 2.2) if one.thin else (2.2, 5)
        panel.plot(
            years,
            line,
            color=one.colour,
            linewidth=width,
            marker="o",
            markersize=dot,
            clip_on=False,
            zorder=3,
        )
        known = own.dropna(subset=[one.column])
        if len(known):
            ends.append((one, known.iloc[-1]))
    style.value_axis(panel, unit)
    style.year_axis(panel, years)
    style.shade_unasked(panel, frames.unasked_years(own, columns_of(series)))
    _mark_unverified(panel, own, columns_of(series))
    _label_ends(panel, ends, unit)


def _mark_unverified(panel: Axes, own: pd.DataFrame, columns: Sequence[str]) -> None:
    """A dagger above the largest value of each report that is not verified."""
    doubtful = own[own["report_status"] != "verified"]
    for year, top in zip(doubtful["year"], doubtful[list(columns)].max(axis=1), strict=True):
        if pd.notna(top):
            panel.annotate(
                DAGGER, (year, top), (0, 5), textcoords="offset points", ha="center", fontsize=10
            )


def _label_ends(panel: Axes, ends: Sequence[tuple[Series, pd.Series]], unit: Unit) -> None:
    """Name each line at the right of the panel, at the height of its last point (series, report)."""
    low, high = panel.get_ylim()
    edge = panel.get_xlim()[1]
    heights = style.apart([report[one.column] for one, report in ends], (high - low) * 0.17, high)
    for (one, report), height in zip(ends, heights, strict=True):
        earlier = "" if report["year"] > edge - 1 else f"（{report['year']}）"
        words = f"{one.name.chinese} {unit.text(report[one.column])}{earlier}"
        small = "  ".join(filter(None, [one.name.english, frames.quotient(report, one.column)]))
        for text, size, down, align in ((words, 9, 0, "bottom"), (small, 7, -1, "top")):
            panel.annotate(
                text,
                (edge, height),
                (3, down),
                fontsize=size,
                textcoords="offset points",
                color=one.colour,
                va=align,
                annotation_clip=False,
            )


def draw_bars(panel: Axes, report: pd.Series, series: Sequence[Series], unit: Unit) -> None:
    """The values of a single report as horizontal bars, each under its name: one point makes no line."""
    shown = [one for one in series if pd.notna(report[one.column])][::-1]
    for place, one in enumerate(shown):
        value = float(report[one.column])
        panel.barh(place, value, color=one.colour, height=0.3)
        end = (max(value, 0), place)
        panel.annotate(
            unit.text(value), end, (4, 0), textcoords="offset points", va="center", fontsize=9
        )
        name = panel.annotate(f"{one.name.chinese}  ", (0, place + 0.2), fontsize=9, va="bottom")
        small = "  ".join(filter(None, [one.name.english, frames.quotient(report, one.column)]))
        panel.annotate(small, (1, 0), xycoords=name, fontsize=7.5, color=style.GREY, va="bottom")
    panel.set_ylim(-0.4, len(shown) - 0.2)
    panel.set_xticks([])
    panel.set_yticks([])
    panel.spines["bottom"].set_visible(False)
    style.name_unit(panel, unit)
