"""Shares of a whole as bars: a bar of 100% for each report, or a panel for each part."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import pandas as pd

from helpers.charts import frames, notes
from helpers.charts.draw import style
from helpers.charts.draw.style import WIDTH
from helpers.words import NOT_ASKED, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from helpers.charts.draw.style import PlotLine

#: Of panels on one pair of axes: places from the last bar to the first of the panel below, per cent
#: from 0 to 0 of the panel beside, and how thick a bar is in points.
HEAD, BESIDE, THICK = 3.9, 112, 9

#: Light enough for black letters.
_LIGHT = {style.ORANGE, style.LILAC, style.PALE}


def drawn(frame: pd.DataFrame, whole: str, most: int) -> pd.DataFrame:
    """The reports to draw, with `place`: agencies with the most reports first, years in order."""
    shown = _latest(frame, whole, most) if len(frame) > most else frame
    order = {agency: place for place, agency in enumerate(frames.by_length(shown, whole))}
    shown = shown.assign(order=shown["agency"].map(order)).sort_values(["order", "year"])
    is_first = shown["agency"].ne(shown["agency"].shift())
    bars = pd.Series(range(len(shown)), shown.index)
    names = is_first.cumsum() * 1.1
    return shown.assign(place=bars + names)


def _latest(frame: pd.DataFrame, whole: str, most: int) -> pd.DataFrame:
    """At most so many reports, the latest of each agency; the note on it says which."""
    reports = max(1, most // frame["agency"].nunique())
    latest = frame.sort_values("year").groupby("agency").tail(reports)
    return latest.nlargest(most if reports > 1 else most // 2, whole)


def draw_whole(
    frame: pd.DataFrame, parts: Sequence[PlotLine], whole: str, columns: int, of: Words
) -> Figure:
    """A bar of 100% for each report, cut into its parts in the order of the form, with n beside."""
    shown = drawn(frame, whole, notes.WHOLE)
    places, counts = shown["place"], shown[whole]
    drawing = style.figure(WIDTH * columns, 1.4 + 0.27 * (places.max() + 1))
    panel = drawing.subplots()
    left = pd.Series(0.0, index=shown.index)
    for part in frames.printed(shown, parts):
        share = shown[part.column].fillna(0) / counts * 100
        name = f"{part.name.chinese} {part.name.english}"
        panel.barh(
            places,
            share,
            left=left,
            color=part.colour,
            height=0.78,
            label=name,
        )
        letters = "black" if part.colour in _LIGHT else "white"
        _label_shares(panel, places, left, share, letters)
        left += share
    name_reports(panel, shown)
    for place, count in zip(places, counts, strict=True):
        panel.text(
            101,
            place,
            f"n={count:,.0f}",
            va="center",
            fontsize=8,
            color=style.GREY,
        )
    panel.set_xlim(0, 112)
    panel.set_xticks(range(0, 101, 25))
    panel.set_xlabel(f"占{of.chinese}的百分比（%）  Per cent of {of.english}", fontsize=9)
    across = 3 if columns > 1 else 2
    drawing.legend(loc="outside upper left", ncols=across, frameon=False, fontsize=9)
    return drawing


def _label_shares(
    panel: Axes, places: pd.Series, left: pd.Series, share: pd.Series, colour: str
) -> None:
    """Print the percentage into each piece that is wide enough for it."""
    for place, start, width in zip(places, left, share, strict=True):
        if width >= 7:
            panel.text(
                start + width / 2,
                place,
                f"{width:.0f}",
                ha="center",
                va="center",
                fontsize=8,
                color=colour,
            )


def name_reports(panel: Axes, shown: pd.DataFrame) -> None:
    """Years at the left, each agency's name above its bars, the first at the top."""
    places = shown["place"]
    years = shown["year"].astype(str) + shown["report_status"].map(style.dagger)
    panel.set_yticks(places, years.tolist())
    panel.tick_params(axis="y", length=0)
    is_first = places.diff().round(3).ne(1)  # does not stand right below another bar
    for agency, top in zip(shown["agency"][is_first], places[is_first], strict=True):
        panel.text(0, top - 0.5, str(agency), va="bottom", fontsize=9.5)
    panel.set_ylim(places.max() + 0.6, places.min() - 1.3)
    panel.spines[:].set_visible(False)


def draw_parts(frame: pd.DataFrame, parts: Sequence[PlotLine], whole: str, columns: int) -> Figure:
    """A panel for each part with a bar for each report: its share of the whole, its number and n.

    All panels stand on one pair of axes, since each pair would take longer to draw than all the
    bars.
    """
    shown = drawn(frame, whole, notes.PARTS)
    parts = frames.printed(shown, parts)
    across = 2 * columns
    first, last = shown["place"].min(), shown["place"].max()
    apart = last + HEAD
    below = [row * apart for row in range(ceil(len(parts) / across))]
    rows = [shown.assign(place=shown["place"] + down) for down in below]
    drawing = style.figure(WIDTH * columns, 0.24 * apart * len(rows) + 0.3)
    panel = drawing.subplots()
    name_reports(panel, pd.concat(rows))
    for number, part in enumerate(parts):
        row, column = divmod(number, across)
        _draw_part(panel, rows[row], part, whole, column * BESIDE)
    panel.set_xlim(0, across * BESIDE - 5)
    panel.set_ylim(rows[-1]["place"].max() + 0.6, first - HEAD + 0.6)
    panel.set_xticks([])
    return drawing


def _draw_part(panel: Axes, shown: pd.DataFrame, part: PlotLine, whole: str, left: int) -> None:
    """A panel whose 0% stands at `left`; its bars are thick lines."""
    places, counts = shown["place"], shown[part.column]
    shares = counts / shown[whole] * 100
    asked = frames.asked(shown, [part.column])
    panel.hlines(places[shares.notna()], left, left + 100, color=style.RULE, linewidth=0.8)
    panel.hlines(places[~asked], left, left + 100, color=style.UNASKED, linewidth=THICK)
    panel.hlines(
        places,
        left,
        left + shares.fillna(0),
        color=part.colour,
        linewidth=THICK,
    )
    bars = zip(places, shares, counts, shown[whole], asked, strict=True)
    for place, share, count, of, is_asked in bars:
        end, words = 0.0, ""
        if pd.notna(share):
            end, words = share, f"{share:.0f}% ({count:,.0f}/{of:,.0f})"
        beside, align, colour = end + 2, "left", style.DARK
        if not is_asked:
            words = f"{NOT_ASKED.chinese} {NOT_ASKED.english}"
            colour = style.GREY
        if end > 50:
            beside, align, colour = end - 2, "right", "white"
        panel.text(
            left + beside,
            place,
            words,
            ha=align,
            va="center",
            fontsize=7,
            color=colour,
        )
    top = places.min()
    panel.text(left, top - 2.3, part.name.chinese, va="bottom", fontsize=9.5)
    panel.text(
        left,
        top - 1.5,
        part.name.english,
        va="bottom",
        fontsize=7.5,
        color=style.GREY,
    )
