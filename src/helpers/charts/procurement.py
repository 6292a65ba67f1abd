"""Charts of 05_procurement: centralised procurement, which only the form of 2019 asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helpers.charts import frames, measured, section, sentences
from helpers.charts.draw import spread, style
from helpers.charts.draw.style import Count, PlotLine, Unit
from helpers.charts.story import Point
from helpers.words import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

YUAN, PROJECTS = Words("元", "yuan"), Words("个", "projects")
NOTHING = Words(
    "所选机构和年份的报告没有采购数字；只有2019年版表格要求填报，其他年份未要求。",
    "No figures on procurement for the agencies and years selected: "
    "only the form of 2019 asks for them, in other years they are not asked.",
)
NOTE = Words(
    "只有2019年版表格（报告年度2019、2020）要求填报。",
    "Only the form of 2019 (report years 2019 and 2020) asks for this.",
)

AMOUNTS = PlotLine(
    "procurement_amount",
    Words("采购总金额", "Amount"),
    style.BLUE,
    Words("集中采购总金额", "amount of centralised procurement"),
)
NUMBERS = PlotLine(
    "procurement_projects",
    Words("采购项目", "Projects"),
    style.BLUE,
    Words("集中采购项目", "projects of centralised procurement"),
)
AVERAGES = PlotLine(
    "procurement_per_project",
    Words("每项目金额", "Per project"),
    style.BLUE,
    Words("平均每个项目采购金额", "amount procured per project"),
)


def draw(frame: pd.DataFrame, series: PlotLine, columns: int, one: Words | Unit) -> Figure:
    """A panel for each agency that prints a number: a bar a year; of many the distribution."""
    frame = frames.drawn(frame, [series.column])
    if frames.many(frame):
        return spread.draw(frame, [series], columns, one)
    years = frames.all_years(frame)
    agencies = frames.by_length(frame, series.column)
    drawing, axes = style.panels(agencies, columns, [2.3] * len(agencies))
    highest = frame[series.column].max()
    unit = style.unit_for(highest, one)
    for panel, agency in zip(axes, agencies, strict=True):
        reports = frame[frame["agency"] == agency]
        known = reports.dropna(subset=[series.column])
        panel.bar(known["year"], known[series.column], color=series.colour, width=0.7)
        panel.set_ylim(style.limits(0, highest, 1.3))
        style.value_axis(panel, unit)
        style.year_axis(panel, years)
        style.shade_unasked(panel, frames.unasked_years(reports, [series.column]))
        _label_bars(panel, known, series.column, unit)
    return drawing


def _label_bars(panel: Axes, known: pd.DataFrame, column: str, unit: Unit) -> None:
    """The value above each bar; those of two neighbours go apart.

    Dotted lines stop behind them.
    """
    low, high = panel.get_xlim()
    years = {*known["year"]} if high - low > 6 else set()  # few years stand far enough apart
    reports = zip(known["year"], known[column], known["report_status"], strict=True)
    for year, value, status in reports:
        side = (year - 1 in years) - (year + 1 in years)
        panel.annotate(
            unit.text(value) + style.dagger(status),
            (year - 0.35 * side, value),
            (0, 2),
            textcoords="offset points",
            fontsize=7,
            ha={-1: "right", 0: "center", 1: "left"}[side],
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )


def _chart(
    name: str, series: PlotLine, count: Count, title: Words, note: Words = NOTE
) -> section.Chart:
    """A chart of bars; an amount per project is no rate, of which few would be left to chance."""
    chart = measured.over_years(name, [series], count, title, note)
    sides = [f"{series.column}/n", f"{series.column}/of"]
    return replace(
        chart,
        nothing=NOTHING,
        say=lambda frame: chart.say(frame.drop(columns=sides)),
        draw=lambda frame, columns: draw(frame, series, columns, count.one),
    )


AMOUNT = _chart(
    "amount",
    AMOUNTS,
    Count(YUAN, sentences.yuan),
    Words("政府集中采购总金额", "Centralised government procurement: total amount"),
)

NUMBER = _chart(
    "projects",
    NUMBERS,
    Count(PROJECTS, sentences.projects),
    Words("政府集中采购项目数量", "Centralised government procurement: projects"),
)

AVERAGE = _chart(
    "per-project",
    AVERAGES,
    Count(YUAN, sentences.yuan),
    Words("平均每个项目的采购金额", "Centralised government procurement: amount per project"),
    Words(
        f"总金额除以项目数量，不是中位数。{NOTE.chinese}",
        f"The total divided by the projects, not a median. {NOTE.english}",
    ),
)

#: What the page tells first.
STORY = (
    Point(AMOUNTS, Count(YUAN, sentences.yuan)),
    Point(NUMBERS, Count(PROJECTS, sentences.projects)),
    Point(AVERAGES, Count(YUAN, sentences.yuan), plain=True),
)
