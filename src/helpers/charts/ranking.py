"""Agencies of one level in the order of a rate in one year: all, or the first and the last.

Rates of few stand apart in grey, and agencies without a value are listed as missing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import seaborn as sns
from IPython.display import HTML

from helpers import settings
from helpers.charts import counted, frames, markup, notes, section
from helpers.charts.contents import SHORT
from helpers.charts.draw import style
from helpers.charts.draw.style import WIDTH
from helpers.words import LEVELS, NOT_ASKED, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from helpers.charts.draw.style import Count, PlotLine, Unit

#: So many agencies that do not compare stay readable.
APART = 10

NOTHING = Words(
    "排序至少需要两个同级机构有同一年的这一指标。",
    "A ranking needs at least two agencies of one level with a value for the same year.",
)

#: Why an agency stands in no ranking.
REASONS = {
    "no_report": Words("该年没有可用的报告", "no usable report for that year"),
    "not_asked": NOT_ASKED,
    "no_value": Words("没有数字或分母为零", "no number, or nothing to divide by"),
    "otherwise": Words("表式口径不同", "its form counts otherwise"),
    "no_level": Words("名称看不出层级", "its name does not tell its level"),
    "alone": Words("同级机构不足两个", "fewer than two agencies of its level"),
}


def of_levels(measures: pd.DataFrame, agencies: pd.DataFrame, code: str) -> pd.DataFrame:
    """One row per agency, in the order of its level; `rank` where it has a place.

    `year` is the one in which the level is compared, and `missing` why an agency has no value that
    compares: a code of REASONS. `agencies`: those of the table of this name that are asked for.
    """
    frame = frames.of_measures(measures, [code])
    levels = agencies.set_index("agency")["level"]
    absent = agencies.loc[~agencies["agency"].isin(frame["agency"]), ["agency"]]
    frame = pd.concat([frame, absent])
    frame = frame.assign(level=frame["agency"].map(levels).fillna(""))
    ordered = [frame[frame["level"] == level] for level in (*LEVELS, "")]
    parts = [_of_level(rows, code) for rows in ordered if len(rows)]
    if not parts:
        return frame.assign(rank=[], missing=[])
    return pd.concat(parts, ignore_index=True).astype({"year": "Int64"})


def _of_level(reports: pd.DataFrame, code: str) -> pd.DataFrame:
    """One row per agency of a level: the ranked, those with few requests, those that are missing.

    `reports`: all of theirs.
    """
    if reports["level"].iloc[0] == "" or reports[code].isna().all():
        reason = "no_level" if reports["level"].iloc[0] == "" else "no_value"
        return reports.groupby("agency").tail(1).assign(rank=float("nan"), missing=reason)
    year = frames.common_year(reports, code)
    agencies = reports.drop_duplicates("agency")[["agency", "level"]]
    of_year = reports[reports["year"] == year].drop(columns="level")
    rows = agencies.merge(of_year, on="agency", how="left").assign(year=year)
    rows["report_status"] = rows["report_status"].fillna("")
    alike = counted.as_in(rows.dropna(subset=[code]), code, year).index
    is_alike = pd.Series(rows.index.isin(alike), rows.index)
    missing = pd.Series("otherwise", rows.index).mask(is_alike, "" if len(alike) > 1 else "alone")
    missing = missing.mask(rows[code].isna(), "no_value")
    missing = missing.mask(rows[f"{code}/asked"].eq(False), "not_asked")
    rows = rows.assign(missing=missing.mask(rows["form"].isna(), "no_report"))
    comparable = rows[code].where(rows[f"{code}/of"].ge(settings.FEW) & rows["missing"].eq(""))
    ranked = rows.assign(rank=comparable.rank(ascending=False, method="min"))
    ranked = ranked.assign(absent=ranked["missing"].ne(""))
    order = ["absent", "rank", code, "agency"]
    ordered = ranked.sort_values(order, ascending=[True, True, False, True])
    return ordered.drop(columns="absent")


def show(chart: section.Chart, frame: pd.DataFrame) -> HTML:
    """A section for each level of which two agencies compare, and a list of those left out.

    One sentence where there is no such level.
    """
    compared = frame[frame["missing"].eq("")]
    levels = [level for level in LEVELS if level in {*compared["level"]}]
    if not levels:
        return section.show(chart, frame.head(0))
    pieces = [section.show(_at(chart, rows), rows) for rows in _each(frame, levels)]
    apart = frame[~frame["level"].isin(levels)]
    text = "".join(str(piece.data) for piece in pieces) + _left_out(apart)
    return section.from_tables(text, chart.tables)


def _each(frame: pd.DataFrame, levels: Sequence[str]) -> list[pd.DataFrame]:
    return [frame[frame["level"] == level].reset_index(drop=True) for level in levels]


def _at(chart: section.Chart, rows: pd.DataFrame) -> section.Chart:
    """The chart of one level in its year."""
    level, year = LEVELS[rows["level"].iloc[0]], rows["year"].iloc[0]
    title = Words(
        f"{year}年{level.chinese}{chart.title.chinese}",
        f"{chart.title.english}, {level.english} level, {year}",
    )
    name, known = f"{chart.name}-{rows['level'].iloc[0]}", SHORT[chart.name]
    short = Words(
        f"{known.chinese}（{level.chinese}）",
        f"{known.english}, {level.english}",
    )
    return replace(chart, name=name, title=title, aside=_missing, short=short)


def _missing(rows: pd.DataFrame) -> Words | None:
    """The agencies of a level without a value that compares."""
    missing = rows[rows["missing"].ne("")]
    if missing.empty:
        return None
    listed = _listed(missing)
    return Words(f"缺：{listed.chinese}。", f"Missing: {listed.english}.")


def _left_out(apart: pd.DataFrame) -> str:
    """The agencies of levels that are not ranked, each with the reason."""
    if apart.empty:
        return ""
    listed = _listed(apart)
    return markup.note(
        Words(f"未列入排序：{listed.chinese}。", f"In no ranking: {listed.english}.")
    )


def _listed(missing: pd.DataFrame) -> Words:
    """Agencies by the reason why they are missing, the first of them by name."""
    chinese, english = [], []
    for reason, rows in missing.groupby("missing", sort=False):
        why, names = REASONS[str(reason)], "、".join(rows["agency"].head(settings.NAMED))
        more = len(rows) - settings.NAMED
        rest = Words(f"等{len(rows):,}个", f" and {more:,} more") if more > 0 else Words("", "")
        chinese.append(f"{names}{rest.chinese}（{why.chinese}）")
        english.append(f"{names}{rest.english} ({why.english})")
    return Words("；".join(chinese), "; ".join(english))


def draw(frame: pd.DataFrame, series: PlotLine, columns: int, unit: Unit) -> Figure:
    """The ranked agencies, first and last, with their median; below them the others."""
    ranked, few = _compared(frame)
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


def _compared(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The ranked agencies, and those with too few requests; those that are missing are neither."""
    compared = frame[frame["missing"].eq("")]
    return compared[compared["rank"].notna()], compared[compared["rank"].isna()]


def _blocks(ranked: pd.DataFrame, few: pd.DataFrame) -> list[tuple[pd.DataFrame, str]]:
    """The rows of each panel with its title; no panel without rows."""
    if len(ranked) <= 2 * notes.ENDS:
        blocks = [(ranked, "全部 All")]
    else:
        blocks = [
            (ranked.head(notes.ENDS), "最高 Highest"),
            (ranked.tail(notes.ENDS), "最低 Lowest"),
        ]
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
        name = f"{report['agency']}{dagger}"
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


def say(frame: pd.DataFrame, series: PlotLine, text: Callable[[float], Words]) -> Words | None:
    """Which agencies are highest and lowest, where the middle is, and how many do not compare.

    None where all of them have nothing.
    """
    ranked, few = _compared(frame)
    if len(ranked) and not ranked[series.column].any():
        return None
    what, code = series.what, series.column
    level, year = LEVELS[frame["level"].iloc[0]], frame["year"].iloc[0]
    left_out = _counted(len(few), frame["missing"].ne("").sum())
    start = Words(f"{year}年{level.chinese}机构", f"{level.english.capitalize()} level, {year}")
    if len(ranked) < 2:
        return Words(
            f"{start.chinese}{what.chinese}：可排序的机构不足两个{left_out.chinese}。",
            f"{start.english}: {what.english}: fewer than two agencies can be ranked"
            f"{left_out.english}.",
        )
    middle = text(float(ranked[code].median()))
    if ranked[code].nunique() == 1:
        return Words(
            f"{start.chinese}中{len(ranked):,}个的{what.chinese}相同，均为{middle.chinese}"
            f"{left_out.chinese}。",
            f"{start.english}: {what.english} {middle.english} in all {len(ranked):,} agencies "
            f"ranked{left_out.english}.",
        )
    highest = _end(ranked, code, text, highest=True)
    lowest = _end(ranked, code, text, highest=False)
    return Words(
        f"{start.chinese}中，{what.chinese}最高的是{highest.chinese}，最低的是{lowest.chinese}；"
        f"{len(ranked):,}个机构的中位数为{middle.chinese}{left_out.chinese}。",
        f"{start.english}: {what.english}: highest {highest.english}, lowest {lowest.english}; "
        f"median of {len(ranked):,} agencies {middle.english}{left_out.english}.",
    )


def _counted(few: int, missing: int) -> Words:
    """How many agencies have no place, and why."""
    chinese, english = "", ""
    if few:
        chinese += f"；{few:,}个机构分母不足{settings.FEW}，未排序"
        english += f"; not ranked, denominator below {settings.FEW}: {few:,}"
    if missing:
        chinese += f"；缺{missing:,}个机构"
        english += f"; missing: {missing:,}"
    return Words(chinese, english)


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
    """All agencies in their order, at the end those that are missing, with the reason."""
    places = [*map(_place, frame["rank"], frame["missing"])]
    values = frames.cells(frame, series.column, unit)
    texts = frame[frames.REPORT].assign(
        rank=pd.Series(places, frame.index, dtype=object),
        value=values.where(frame["missing"].eq(""), ""),
    )
    return section.table(texts, {"rank": Words("位次", "Rank"), "value": series.name})


def _place(rank: float, missing: str) -> str | Words:
    """The place of an agency, or why it has none."""
    if missing:
        return REASONS[missing]
    return f"{rank:.0f}" if pd.notna(rank) else f"分母不足{settings.FEW}"


def chart(name: str, series: PlotLine, count: Count, title: Words) -> section.Chart:
    """A ranking of the agencies by one measure."""
    unit = style.unit_for(0, count.one)
    return section.Chart(
        name=name,
        tables=("measures",),
        columns=(series.column,),
        title=title,
        note=Words("", ""),
        notes=("ranking",),
        say=lambda frame: say(frame, series, count.text),
        draw=lambda frame, columns: draw(frame, series, columns, unit),
        tabulate=lambda frame: tabulate(frame, series, unit),
        nothing=NOTHING,
    )
