"""Many agencies: how a number is distributed over them, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.lines import Line2D

from helpers.charts import frames
from helpers.charts.draw import style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from helpers.charts.draw.style import PlotLine, Unit
    from helpers.words import Words

#: What is drawn of a distribution: the width of its line in points, and what it means.
TENTHS, QUARTERS, MIDDLE = 0.1, 0.25, 0.5
LEGEND = (
    (1.2, "中间80% middle 80%"),
    (6.0, "中间50% middle 50%"),
)
MEDIAN = "中位数 median"


def draw(
    frame: pd.DataFrame, series: Sequence[PlotLine], columns: int, one: Words | Unit
) -> Figure:
    """A panel for each series of which anything is printed: a year's median, middle half and 80%.

    `one`: what is counted. All panels share scale and unit.
    """
    shown = frames.printed(frame, series)
    titles = [f"{line.name.chinese}  {line.name.english}" for line in shown]
    drawing, axes = style.panels(titles, columns, [2.9] * len(shown))
    years = frames.all_years(frame)
    cuts = [quantiles(frame, line.column) for line in shown]
    extent = pd.concat(cuts)
    lowest, highest = extent["0.1"].min(), extent["0.9"].max()
    unit = style.unit_for(max(highest, -lowest), one)
    for panel, line, parts in zip(axes, shown, cuts, strict=True):
        title = panel.get_title(loc="left")
        panel.set_title(title, loc="left", fontsize=10, pad=style.TITLE_PAD)
        panel.set_ylim(style.limits(lowest, highest, 1.12))
        _draw_years(panel, parts.reindex(years), line)
        style.value_axis(panel, unit)
        style.year_axis(panel, years)
        style.shade_unasked(panel, frames.unasked_years(frame, [line.column]))
        _count(panel, parts)
        _label(panel, parts, line, unit)
    _explain(drawing)
    return drawing


def quantiles(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per year with a number: quantiles over the agencies, and `n`, how many there are."""
    years = frame.dropna(subset=[column]).groupby("year")[column]
    cuts = (TENTHS, QUARTERS, MIDDLE, 1 - QUARTERS, 1 - TENTHS)
    columns = {f"{cut:g}": years.quantile(cut) for cut in cuts}
    return pd.DataFrame({**columns, "n": years.size()})


def _draw_years(panel: Axes, parts: pd.DataFrame, series: PlotLine) -> None:
    """A bar within a thin line for each year; medians of years in a row are joined."""
    years, colour = parts.index, series.colour
    panel.vlines(
        years,
        parts["0.1"],
        parts["0.9"],
        color=colour,
        linewidth=1.2,
        alpha=0.5,
    )
    panel.vlines(
        years,
        parts["0.25"],
        parts["0.75"],
        color=colour,
        linewidth=6,
        alpha=0.35,
    )
    panel.plot(
        years,
        parts["0.5"],
        color=colour,
        linewidth=2,
        marker="o",
        markersize=4.5,
        clip_on=False,
        zorder=3,
    )


def _count(panel: Axes, parts: pd.DataFrame) -> None:
    """How many agencies each year stands for, below it."""
    years = panel.get_xticks().astype(int).tolist()
    labels = []
    for year in years:
        count = f"\nn={parts['n'][year]:,}" if year in parts.index else ""
        labels.append(f"{year}{count}")
    panel.set_xticks(years, labels)


def _label(panel: Axes, parts: pd.DataFrame, series: PlotLine, unit: Unit) -> None:
    """The last median at the right of its panel."""
    middle = float(parts["0.5"].iloc[-1])
    edge = panel.get_xlim()[1]
    earlier = style.if_earlier(int(parts.index[-1]), edge)
    panel.annotate(
        f"{unit.text(middle)}{earlier}",
        (edge, middle),
        (3, 0),
        textcoords="offset points",
        fontsize=9,
        color=series.colour,
        va="center",
        annotation_clip=False,
    )


def _explain(drawing: Figure) -> None:
    """What is drawn, side by side where there is room."""
    marks, labels = [], []
    for width, words in LEGEND:
        marks.append(
            Line2D(
                [],
                [],
                color=style.GREY,
                linewidth=width,
                alpha=0.5,
            )
        )
        labels.append(words)
    marks.append(
        Line2D(
            [],
            [],
            color=style.GREY,
            marker="o",
            linewidth=2,
            markersize=4.5,
        )
    )
    labels.append(MEDIAN)
    across = 3 if drawing.get_figwidth() > 1.2 * style.WIDTH else 1
    drawing.legend(
        marks,
        labels,
        loc="outside upper left",
        ncols=across,
        frameon=False,
        fontsize=9,
    )
