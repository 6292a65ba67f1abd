"""What all charts share: colours, fonts, units, panels, and what stands on the axes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10
from typing import TYPE_CHECKING

import seaborn as sns
import zhplot  # noqa: F401 - registers Noto Sans SC, which it carries, with matplotlib
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.words import NOT_ASKED, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from matplotlib.axes import Axes

#: At least 3:1 on white, told apart by people with colour blindness; never more than four lines in
#: a panel.
BLUE = "#12436D"
GREEN = "#28A197"
PURPLE = "#801650"
ORANGE = "#F46A25"
DARK = "#3D3D3D"
LILAC = "#A285D1"
GREY = "#595959"
#: For what is not to be compared; never for a line.
PALE = "#A6A6A6"
RULE = "#D9D9D9"
#: The ground of what a form does not ask for.
UNASKED = "#F0F0F0"

#: Report years in which what is asked changed: the Regulation as revised in 2019, the form of 2021.
TURNS = {2019: "2019 新条例", 2021: "2021 新表"}

#: Small multiples stay readable up to this many; of more agencies the distribution is drawn.
PANELS = 12

#: Inches of a panel; one panel beside the other in a window, one below the other on a phone.
WIDTH = 4.3

#: Points between a panel and its title: the names of turns and the unit stand between them.
TITLE_PAD = 29

DAGGER = "†"


def dagger(status: str) -> str:
    """The dagger of a report that is not verified; none where there is no report."""
    return "" if status in ("verified", "") else DAGGER


@dataclass(frozen=True)
class PlotLine:
    """One line of a panel: its column in the frame, its names and its colour.

    `told`: what a sentence calls it, where its name alone would not do. `thin`: drawn so that a
    line that runs under it is seen at both sides.
    """

    column: str
    name: Words
    colour: str
    told: Words | None = None
    thin: bool = False

    @property
    def what(self) -> Words:
        """What a sentence calls it."""
        return self.told or Words(self.name.chinese, self.name.english.lower())


def columns_of(series: Sequence[PlotLine]) -> list[str]:
    """The columns of some lines."""
    return [line.column for line in series]


@dataclass(frozen=True)
class Unit:
    """How a scale counts: printed value = value / `divisor`, with `decimals`, and its `sign`.

    Where `decimals` are not given, what is counted one by one is whole, what is counted in 万 has
    three digits.
    """

    divisor: float
    name: Words
    sign: str = ""
    decimals: int | None = None

    @property
    def whole(self) -> bool:
        """Whether all values are whole numbers."""
        return self.divisor == 1 and not self.decimals

    def text(self, value: float) -> str:
        """A value with its thousands separated."""
        scaled = value / self.divisor
        decimals = self._decimals(abs(scaled))
        return f"{scaled:,.{decimals}f}{self.sign}"

    def _decimals(self, scaled: float) -> int:
        if self.decimals is not None:
            return self.decimals
        if self.whole or scaled == 0 or scaled >= 100:
            return 0
        if scaled >= 0.1:
            return 1 if scaled >= 10 else 2
        return min(6, 1 - floor(log10(scaled)))  # a small number on the scale of a large one


PERCENT = Unit(0.01, Words("%", "per cent"), "%", decimals=1)
PER_1000 = Unit(1, Words("每千件", "per 1,000"), decimals=1)
RATIO = Unit(1, Words("比值", "ratio"), decimals=2)


@dataclass(frozen=True)
class Count:
    """What is counted: `one` of it, as a scale names it, and `text`, so many in a sentence."""

    one: Words | Unit
    text: Callable[[float], Words]


def unit_for(largest: float, one: Words | Unit) -> Unit:
    """The unit of a scale that counts `one` (件, 元, ...): 万 from 100,000, 亿 from 100 million.

    A Unit is itself.
    """
    if isinstance(one, Unit):
        return one
    if largest >= 1e8:
        return Unit(1e8, Words(f"亿{one.chinese}", f"100 million {one.english}"))
    if largest >= 1e5:
        return Unit(1e4, Words(f"万{one.chinese}", f"10,000 {one.english}"))
    return Unit(1, one)


def theme() -> None:
    """Set the project's style for all that matplotlib and seaborn draw from here on.

    Seaborn resets the font unless it is named here.
    """
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


def figure(width: float, height: float) -> Figure:
    """An empty figure in the project's style, in inches."""
    theme()
    return Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12))


def panels(
    titles: Sequence[str], columns: int, heights: Sequence[float]
) -> tuple[Figure, list[Axes]]:
    """A panel for each title, in `columns` columns, as high as given.

    A single panel is wider where there is room.
    """
    across = min(columns, len(titles))
    rows = row_heights(heights, across)
    width = WIDTH * across
    if across == 1 and columns > 1:
        width = 1.5 * WIDTH
    drawing = figure(width, sum(rows))
    axes = list(drawing.subplots(len(rows), across, squeeze=False, height_ratios=rows).flat)
    for unused in axes[len(titles) :]:
        unused.remove()
    for panel, title in zip(axes, titles, strict=False):
        panel.set_title(title, loc="left", fontsize=11, pad=TITLE_PAD)
        sns.despine(ax=panel, left=True)
        panel.margins(y=0.12)
    return drawing, axes[: len(titles)]


def row_heights(heights: Sequence[float], across: int) -> list[float]:
    """The height of each row of panels: that of its highest."""
    starts = range(0, len(heights), across)
    return [max(heights[start : start + across]) for start in starts]


def limits(lowest: float, highest: float, room: float) -> tuple[float, float]:
    """Where an axis begins and ends, with some room: at zero, or what is less."""
    return room * min(lowest, 0), room * max(highest, 0) or 1


def value_axis(panel: Axes, unit: Unit) -> None:
    """Number the vertical axis in `unit`, from zero or what is less, and name the unit above it."""
    low, high = panel.get_ylim()
    lowest = low if panel.dataLim.ymin < 0 else 0
    panel.set_ylim(lowest, max(high, min(10 * unit.divisor, 1)))
    panel.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=unit.whole))
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
    panel.annotate(
        unit.name.english,
        (1, 0),
        xycoords=note,
        fontsize=7.5,
        color=GREY,
        va="bottom",
    )


def year_axis(panel: Axes, years: Iterable[int]) -> None:
    """Years from first to last, with or without a report.

    Marks stand where the Regulation or the form changed.
    """
    years = list(years)
    first, last = min(years), max(years)
    panel.set_xlim(first - 0.5, last + 0.5)
    step = ceil((last - first + 1) / 6)
    ticks = range(last, first - 1, -step)[::-1]  # the last year has its number
    panel.set_xticks(ticks, [str(year) for year in ticks])
    for turn, words in TURNS.items():
        if first <= turn <= last:
            # Where the years stand close, the words of two turns go apart.
            away = step > 1 and turn == min(TURNS) > first
            _mark_turn(panel, turn, words, away)


def _mark_turn(panel: Axes, turn: int, words: str, to_left: bool) -> None:
    """A dotted line before a year, and above the panel what changed."""
    panel.axvline(
        turn - 0.5,
        color=GREY,
        linewidth=0.8,
        linestyle=(0, (2, 3)),
        zorder=0,
    )
    aside, align = (-2, "right") if to_left else (2, "left")
    panel.annotate(
        words,
        (turn - 0.5, 1),
        (aside, 2),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        fontsize=7,
        color=GREY,
        ha=align,
    )


def if_earlier(year: int, edge: float) -> str:
    """The year of a label at the right edge of a panel, where it is not the last of the panel."""
    return "" if year > edge - 1 else f"（{year}）"


def shade_unasked(panel: Axes, years: Iterable[int]) -> None:
    """Grey over the years whose reports are in a form that does not ask, and words that say so."""
    low, high = panel.get_xlim()
    for first, last in _runs(sorted(years)):
        panel.axvspan(
            first - 0.45,
            last + 0.45,
            color=UNASKED,
            linewidth=0,
            zorder=0,
        )
        wide = last - first + 1 > (high - low) / 4
        panel.text(
            (first + last) / 2,
            0.5,
            "\n ".join([NOT_ASKED.chinese, NOT_ASKED.english]),
            transform=panel.get_xaxis_transform(),
            rotation=0 if wide else 90,
            ha="center",
            va="center",
            fontsize=8,
            color=GREY,
        )


def _runs(years: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last year of each unbroken run."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    yield from zip(starts, ends, strict=True)


def apart(heights: Sequence[float], gap: float, high: float) -> list[float]:
    """Move the heights of labels so that none is nearer to the next than `gap` or above `high`.

    Their order stays.
    """
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = list(heights)
    for lower, upper in pairwise(order):
        placed[upper] = max(placed[upper], placed[lower] + gap)
    for below, label in enumerate(reversed(order)):
        placed[label] = min(placed[label], high - below * gap)
    return placed
