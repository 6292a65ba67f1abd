"""Agencies in the order of a rate: all of them, or the first and the last.

Rates of few stand apart in grey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import seaborn as sns

from helpers import settings
from helpers.charts import frames, section
from helpers.charts.draw import style
from helpers.charts.draw.style import WIDTH
from helpers.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from helpers.charts.draw.style import Count, PlotLine, Unit

#: So many agencies at each end of a ranking, and so many that do not compare, stay readable.
ENDS, APART = 15, 10

NOTHING = Words(
    "排序至少需要两个机构有这一指标。",
    "A ranking needs at least two agencies with a value for this measure.",
)

NOTE = Words(
    f"每个机构取最近一份有此指标的报告。分母不足{settings.FEW}的单列，用灰色，不参与排序："
    f"一两件申请就会改变其位置。机构多时图中只列首尾各{ENDS}个，表中列出全部。",
    f"The latest report with a value, for each agency. Where the denominator is below "
    f"{settings.FEW} the agency stands apart in grey and is not ranked: "
    "one or two requests would move it. "
    f"Of many agencies the chart shows the first and the last {ENDS}, the table shows all.",
)


def latest(measures: pd.DataFrame, code: str) -> pd.DataFrame:
    """One row per agency: its latest report with a value, highest first.

    `rank` where enough stand behind the value. No row where fewer than two agencies have one.
    """
    known = frames.of_measures(measures, [code]).dropna(subset=[code])
    last = known.sort_values("year").groupby("agency").tail(1)
    if len(last) < 2:
        return last.head(0).assign(rank=[])
    comparable = last[code].where(last[f"{code}/of"] >= settings.FEW)
    ranked = last.assign(rank=comparable.rank(ascending=False, method="min"))
    order = ranked.sort_values(["rank", code, "agency"], ascending=[True, False, True])
    return order.reset_index(drop=True)


def draw(frame: pd.DataFrame, series: PlotLine, columns: int, unit: Unit) -> Figure:
    """The ranked agencies, first and last, with their median; below them the others."""
    ranked, few = frame[frame["rank"].notna()], frame[frame["rank"].isna()]
    blocks = _blocks(ranked, few.nlargest(APART, f"{series.column}/of"))
    top = max(float(rows[series.column].max()) for rows, _ in blocks)
    across = min(columns, len(blocks))
    drawing, axes = _grid([len(rows) for rows, _ in blocks], across, columns)
    for panel, (rows, title) in zip(axes, blocks, strict=True):
        _draw_block(panel, rows, series, unit, top)
        panel.set_title(title, loc="left", fontsize=10, pad=14)
        if rows["rank"].notna().any() and len(ranked) > 2:
            _mark_median(panel, float(ranked[series.column].median()), unit, len(ranked))
    return drawing


def _blocks(ranked: pd.DataFrame, few: pd.DataFrame) -> list[tuple[pd.DataFrame, str]]:
    """The rows of each panel with its title; no panel without rows."""
    if len(ranked) <= 2 * ENDS:
        blocks = [(ranked, "全部 All")]
    else:
        blocks = [(ranked.head(ENDS), "最高 Highest"), (ranked.tail(ENDS), "最低 Lowest")]
    title = f"分母不足{settings.FEW}，不排序 Denominator below {settings.FEW}: not ranked"
    blocks.append((few, title))
    return [(rows, title) for rows, title in blocks if len(rows)]


def _grid(counts: Sequence[int], across: int, columns: int) -> tuple[Figure, list[Axes]]:
    """Panels as high as their agencies need."""
    rows = style.row_heights(counts, across)
    heights = [0.9 + 0.34 * count for count in rows]
    wide = columns if across > 1 or columns == 1 else 1.5
    drawing = style.figure(WIDTH * wide, sum(heights))
    axes = list(drawing.subplots(len(rows), across, squeeze=False, height_ratios=heights).flat)
    for unused in axes[len(counts) :]:
        unused.remove()
    for number, panel in enumerate(axes[: len(counts)]):
        panel.set_ylim(rows[number // across] - 0.4, -0.75)
    return drawing, axes[: len(counts)]


def _draw_block(panel: Axes, rows: pd.DataFrame, series: PlotLine, unit: Unit, top: float) -> None:
    """A bar for each agency under its name, with its value, numerator and denominator."""
    for place, (_, report) in enumerate(rows.iterrows()):
        value = float(report[series.column])
        dagger = style.dagger(report["report_status"])
        name = f"{report['agency']}  {report['year']}{dagger}"
        number = f"{unit.text(value)} ({frames.quotient(report, series.column)})"
        bar_colour, text_colour = style.PALE, style.GREY
        if pd.notna(report["rank"]):
            name = f"{report['rank']:.0f}. {name}"
            bar_colour, text_colour = series.colour, style.DARK
        panel.barh(place + 0.14, value, height=0.34, color=bar_colour)
        _write(panel, name, (0, place - 0.25), 8, style.DARK)
        _write(panel, number, (value, place + 0.14), 7.5, text_colour)
    panel.set_xlim(0, 1.45 * top or 1)
    panel.set_xticks([])
    panel.set_yticks([])
    sns.despine(ax=panel, left=True, bottom=True)


def _write(panel: Axes, text: str, place: tuple[float, float], size: float, colour: str) -> None:
    """Words at the right of a place, on white, so that the line of the median stops behind them."""
    panel.annotate(
        text,
        place,
        (3, 0),
        textcoords="offset points",
        fontsize=size,
        color=colour,
        va="center",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
    )


def _mark_median(panel: Axes, middle: float, unit: Unit, count: int) -> None:
    panel.axvline(middle, color=style.GREY, linewidth=0.8, linestyle=(0, (2, 3)), zorder=0)
    panel.annotate(
        f"中位数 median {unit.text(middle)} (n={count:,})",
        (middle, 1),
        (0, 1),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        fontsize=7.5,
        color=style.GREY,
        ha="center",
        va="bottom",
    )


def say(frame: pd.DataFrame, series: PlotLine, text: Callable[[float], Words]) -> Words:
    """Which agencies are highest and lowest, where the middle is, and how many do not compare."""
    ranked, few = frame[frame["rank"].notna()], frame["rank"].isna().sum()
    what, code = series.what, series.column
    title = what.english.capitalize()
    left_out = Words("", "")
    if few:
        left_out = Words(
            f"{few:,}个机构分母不足{settings.FEW}，未排序",
            f"not ranked, denominator below {settings.FEW}: {few:,}",
        )
    if len(ranked) < 2:
        return Words(
            f"{what.chinese}：可排序的机构不足两个，{left_out.chinese}。",
            f"{title}: fewer than two agencies can be ranked; {left_out.english}.",
        )
    highest = _end(ranked, code, text, highest=True)
    lowest = _end(ranked, code, text, highest=False)
    middle = text(float(ranked[code].median()))
    chinese = [
        f"{what.chinese}最高的是{highest.chinese}，最低的是{lowest.chinese}",
        f"{len(ranked):,}个机构的中位数为{middle.chinese}",
        left_out.chinese,
    ]
    english = [
        f"{title}: highest {highest.english}, lowest {lowest.english}",
        f"median of {len(ranked):,} agencies {middle.english}",
        left_out.english,
    ]
    return Words("；".join(filter(None, chinese)) + "。", "; ".join(filter(None, english)) + ".")


def _end(ranked: pd.DataFrame, code: str, text: Callable[[float], Words], highest: bool) -> Words:
    """An agency at one end, and how many share its place."""
    value = ranked[code].max() if highest else ranked[code].min()
    sharing = ranked[ranked[code] == value]
    largest = sharing.nlargest(1, f"{code}/of").iloc[0]
    agency, quotient = largest["agency"], frames.quotient(largest, code)
    words = text(value)
    also = Words("", "")
    if len(sharing) > 1:
        also = Words(f"等{len(sharing)}个机构", f" and {len(sharing) - 1} more")
    return Words(
        f"{agency}{also.chinese}（{words.chinese}，{quotient}）",
        f"{agency}{also.english} ({words.english}, {quotient})",
    )


def tabulate(frame: pd.DataFrame, series: PlotLine, unit: Unit) -> str:
    """All agencies in their order."""
    ranks = frame["rank"].map(_rank)
    values = frames.cells(frame, series.column, unit)
    texts = frame[frames.REPORT].assign(rank=ranks, value=values)
    return section.table(texts, {"rank": Words("位次", "Rank"), "value": series.name})


def _rank(rank: float) -> str:
    """The place of an agency, or why it has none."""
    return f"{rank:.0f}" if pd.notna(rank) else f"分母不足{settings.FEW}"


def chart(name: str, series: PlotLine, count: Count, title: Words) -> section.Chart:
    """A ranking of the agencies by one measure."""
    unit = style.unit_for(0, count.one)
    return section.Chart(
        name=name,
        tables=("measures",),
        columns=(series.column,),
        title=title,
        note=NOTE,
        say=lambda frame: say(frame, series, count.text),
        draw=lambda frame, columns: draw(frame, series, columns, unit),
        tabulate=lambda frame: tabulate(frame, series, unit),
        nothing=NOTHING,
    )
