"""What all charts share: colours, fonts, units, panels by agency, and the marks on the time axis."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

import pandas as pd
import seaborn as sns
import zhplot  # noqa: F401 - registers Noto Sans SC, which it carries, with matplotlib
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MaxNLocator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

#: At least 3:1 on white, told apart by people with colour blindness; never more than four lines in a panel.
BLUE, GREEN, PURPLE, ORANGE, DARK, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
GREY = "#595959"
RULE = "#D9D9D9"

#: Report years in which what is asked changed: the Regulation as revised in 2019, the form of 2021.
TURNS = {2019: "2019 新条例", 2021: "2021 新表"}

#: Small multiples stay readable up to this many; the table under a chart holds all agencies.
PANELS = 12

#: Inches of a panel; one panel beside the other in a window, one below the other on a phone.
WIDTH = 4.3

#: Points between a panel and its title: the names of turns and the unit stand between them.
TITLE_PAD = 29

DAGGER = "†"

#: What each row of a tidy table carries of its report, as far as charts use it.
REPORT = ["agency", "year", "form", "report_status"]


@dataclass(frozen=True)
class Words:
    """The same words in Chinese and English."""

    chinese: str
    english: str


@dataclass(frozen=True)
class Quotient(Words):
    """The name of a unit that does not count whole things: per cent, times."""


@dataclass(frozen=True)
class Series:
    """One line of a panel: its column in the frame, its names and its colour.

    `thin`: drawn so that a line that runs under it is seen at both sides.
    """

    column: str
    name: Words
    colour: str
    thin: bool = False


def columns_of(series: Sequence[Series]) -> list[str]:
    """The columns of some lines."""
    return [one.column for one in series]


@dataclass(frozen=True)
class Unit:
    """How a scale counts: printed value = value / `divisor`."""

    divisor: float
    name: Words

    @property
    def whole(self) -> bool:
        """Whether it counts whole things, one by one."""
        return self.divisor == 1 and not isinstance(self.name, Quotient)

    def text(self, value: float) -> str:
        """A value with its thousands separated; three significant digits below a hundred."""
        scaled = value / self.divisor
        if self.whole or scaled == 0 or abs(scaled) >= 100:
            return f"{scaled:,.0f}"
        return f"{scaled:,.2f}" if abs(scaled) < 10 else f"{scaled:,.1f}"


def unit_for(largest: float, one: Words) -> Unit:
    """The unit of a scale that counts `one` (件, 元, ...): 万 from 100,000, 亿 from 100 million."""
    if largest >= 1e8:
        return Unit(1e8, Words(f"亿{one.chinese}", f"100 million {one.english}"))
    if largest >= 1e5:
        return Unit(1e4, Words(f"万{one.chinese}", f"10,000 {one.english}"))
    return Unit(1, one)


def by_report(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """One row per report: the sums of `columns` as floats, NaN where nothing is printed."""
    numbers = frame[REPORT].assign(**{column: frame[column].astype(float) for column in columns})
    return numbers.groupby(REPORT, as_index=False)[list(columns)].sum(min_count=1).sort_values(["agency", "year"])


def spread_out(frame: pd.DataFrame, key: str, column: str, names: Sequence[str]) -> pd.DataFrame:
    """One row per report: the sum of `column` for each `key` in `names`, which become the columns."""
    parts = {name: frame[column].where(frame[key] == name) for name in names}
    return by_report(frame[REPORT].assign(**parts), names).dropna(subset=list(names), how="all").reset_index(drop=True)


def figure(width: float, height: float) -> Figure:
    """An empty figure in the project's style, in inches; seaborn resets the font unless it is named here."""
    sns.set_theme(
        style="white",
        font="Noto Sans SC",
        rc={
            "axes.edgecolor": RULE,
            "axes.labelcolor": GREY,
            "axes.unicode_minus": False,
            "font.size": 10,
            "text.color": DARK,
            "xtick.color": GREY,
            "ytick.color": GREY,
            "xtick.labelsize": 9,
            "ytick.labelsize": 9,
        },
    )
    return Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12))


def panels(agencies: Sequence[str], columns: int, height: float = 2.7) -> tuple[Figure, list[Axes]]:
    """One panel for each of the first `PANELS` agencies, titled with its name, in `columns` columns."""
    shown = agencies[:PANELS]
    columns = min(columns, len(shown))
    rows = ceil(len(shown) / columns)
    drawing = figure(WIDTH * columns, height * rows)
    axes = list(drawing.subplots(rows, columns, squeeze=False).flat)
    for unused in axes[len(shown) :]:
        unused.remove()
    for panel, agency in zip(axes, shown, strict=False):
        panel.set_title(agency, loc="left", fontsize=11, pad=TITLE_PAD)
        sns.despine(ax=panel, left=True)
        panel.margins(y=0.12)
    return drawing, axes[: len(shown)]


def by_length(frame: pd.DataFrame, column: str) -> list[str]:
    """The agencies of a frame, those with the most reports first, then those with the largest value."""
    order = frame.groupby("agency").agg(reports=("year", "nunique"), largest=(column, "max")).reset_index()
    return order.sort_values(["reports", "largest", "agency"], ascending=[False, False, True])["agency"].tolist()


def value_axis(panel: Axes, unit: Unit) -> None:
    """Number the vertical axis in `unit`, from zero or what is less, and name the unit above it, Chinese first."""
    low, high = panel.get_ylim()
    panel.set_ylim(low if panel.dataLim.ymin < 0 else 0, max(high, 1) if unit.whole else high)
    panel.yaxis.set_major_locator(MaxNLocator(4, integer=unit.whole))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / unit.divisor:,.10g}"))
    panel.grid(axis="y", color=RULE, linewidth=0.6)
    name_unit(panel, unit)


def name_unit(panel: Axes, unit: Unit) -> None:
    """Print the unit above the panel at its left, Chinese first, then English smaller."""
    note = panel.annotate(
        f"{unit.name.chinese}  ",
        (0, 1),
        (0, 13),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=9,
        color=GREY,
    )
    panel.annotate(unit.name.english, (1, 0), xycoords=note, fontsize=7.5, color=GREY, va="bottom")


def year_axis(panel: Axes, years: Iterable[int]) -> None:
    """Years from first to last, with or without a report; marks where the Regulation or the form changed."""
    years = list(years)
    first, last = min(years), max(years)
    panel.set_xlim(first - 0.5, last + 0.5)
    step = ceil((last - first + 1) / 6)
    ticks = range(first, last + 1, step)
    panel.set_xticks(ticks, [str(year) for year in ticks])
    for turn, words in TURNS.items():
        if first <= turn <= last:
            panel.axvline(turn - 0.5, color=GREY, linewidth=0.8, linestyle=(0, (2, 3)), zorder=0)
            away = step > 1 and turn == min(TURNS) > first  # where the years stand close, the words go apart
            panel.annotate(
                words,
                (turn - 0.5, 1),
                (-2 if away else 2, 2),
                xycoords=("data", "axes fraction"),
                textcoords="offset points",
                fontsize=7,
                color=GREY,
                ha="right" if away else "left",
            )


def mark_unverified(panel: Axes, frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """A dagger above the largest value of each report that is not verified."""
    doubtful = frame[frame["report_status"] != "verified"]
    for year, top in zip(doubtful["year"], doubtful[list(columns)].max(axis=1), strict=True):
        if pd.notna(top):
            panel.annotate(DAGGER, (year, top), (0, 5), textcoords="offset points", ha="center", fontsize=10)


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """Move the heights of labels apart so that none is nearer to the next than `gap`, keeping their order."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = list(heights)
    for lower, upper in pairwise(order):
        placed[upper] = max(placed[upper], placed[lower] + gap)
    return placed


def label_ends(panel: Axes, ends: Sequence[tuple[Series, int, float]], unit: Unit) -> None:
    """Name each line at the right of the panel, at the height of its last point (series, year, value)."""
    low, high = panel.get_ylim()
    edge = panel.get_xlim()[1]
    heights = spread([value for _, _, value in ends], (high - low) * 0.15)
    for (series, year, value), height in zip(ends, heights, strict=True):
        earlier = "" if year > edge - 1 else f"（{year}）"
        panel.annotate(
            f"{series.name.chinese} {unit.text(value)}{earlier}",
            (edge, height),
            (3, 0),
            fontsize=9,
            textcoords="offset points",
            color=series.colour,
            va="bottom",
            annotation_clip=False,
        )
        panel.annotate(
            series.name.english,
            (edge, height),
            (3, -1),
            fontsize=7,
            textcoords="offset points",
            color=series.colour,
            va="top",
            annotation_clip=False,
        )


def draw_lines(panel: Axes, frame: pd.DataFrame, series: Sequence[Series], unit: Unit, apart: bool = False) -> None:
    """Lines over the years of one agency (one row per year); a year without a value is a gap.

    `apart`: the line is broken where the form changes, because the forms ask for different things.
    """
    years = range(frame["year"].min(), frame["year"].max() + 1)
    ends = []
    for one in series:
        for _, part in frame.groupby("form") if apart else [("", frame)]:
            line = part.set_index("year")[one.column].reindex(years)
            width, dot = (0.9, 2.2) if one.thin else (2.2, 5)
            panel.plot(
                years, line, color=one.colour, linewidth=width, marker="o", markersize=dot, clip_on=False, zorder=3
            )
        known = frame.set_index("year")[one.column].dropna()
        if len(known):
            ends.append((one, int(known.index[-1]), float(known.iloc[-1])))
    value_axis(panel, unit)
    year_axis(panel, years)
    mark_unverified(panel, frame, columns_of(series))
    label_ends(panel, ends, unit)


def draw_bars(panel: Axes, report: pd.Series, series: Sequence[Series], unit: Unit) -> None:
    """The values of a single report as horizontal bars: one point makes no line."""
    shown = [one for one in series if pd.notna(report[one.column])][::-1]
    for place, one in enumerate(shown):
        value = float(report[one.column])
        panel.barh(place, value, color=one.colour, height=0.3)
        end = (max(value, 0), place)
        panel.annotate(unit.text(value), end, (4, 0), textcoords="offset points", va="center", fontsize=9)
        name = panel.annotate(f"{one.name.chinese}  ", (0, place + 0.2), fontsize=9, va="bottom")
        panel.annotate(one.name.english, (1, 0), xycoords=name, fontsize=7.5, color=GREY, va="bottom")
    values = report[[one.column for one in shown]]
    panel.set_xlim(1.2 * min(values.min(), 0), 1.2 * max(values.max(), 1))
    panel.set_ylim(min(-0.4, len(shown) - 3.4), len(shown) - 0.2)  # few bars stand at the top
    panel.set_xticks([])
    panel.set_yticks([])
    panel.spines["bottom"].set_visible(False)
    name_unit(panel, unit)


def small_multiples(
    frame: pd.DataFrame, series: Sequence[Series], columns: int, one: Words, apart: bool = False
) -> Figure:
    """One panel per agency: lines over its years, or bars where it has a single report.

    `frame`: one row per agency and year with `report_status`, `form` and a column per series;
    `one`: what is counted.
    """
    names = columns_of(series)
    frame = frame.dropna(subset=names, how="all")
    drawing, axes = panels(by_length(frame, names[0]), columns)
    for panel in axes:
        own = frame[frame["agency"] == panel.get_title(loc="left")].sort_values("year")
        unit = unit_for(own[names].max().max(), one)
        if len(own) > 1:
            draw_lines(panel, own, series, unit, apart)
        else:
            report = own.iloc[0]
            dagger = "" if report["report_status"] == "verified" else DAGGER
            panel.set_title(f"{report['agency']}  {report['year']}{dagger}", loc="left", fontsize=11, pad=TITLE_PAD)
            draw_bars(panel, report, series, unit)
    return drawing
