"""Shares of a whole as bars: one of 100% for each report, or a panel for each part."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import pandas as pd

from helpers.charts import frames
from helpers.charts.draw import style
from helpers.charts.draw.style import DAGGER, WIDTH
from helpers.words import NOT_ASKED, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from helpers.charts.draw.style import Series

#: So many bars of 100%, and so many in each of several panels, stay readable; the table under the
#: chart holds all.
WHOLE, PARTS = 40, 16

#: Of panels on one pair of axes: places from the last bar to the first of the panel below, per cent
#: from 0 to 0 of the panel beside, and how thick a bar is in points.
HEAD, BESIDE, THICK = 3.9, 112, 9

#: Light enough for black letters.
_LIGHT = {style.ORANGE, style.LILAC, style.PALE}


def choice(most: int) -> Words:
    """Which reports are drawn, for the note under a chart."""
    return Words(
        f"报告多于{most}份时，图中只画每个机构最近的报告；每个机构只画得下一份时，只列出n最大的{most // 2}个机构。"
        "n小的报告，百分比不宜比较。",
        f"Of more than {most} reports only the latest of each agency are drawn, and where there is room for one each, "
        f"those of the {most // 2} agencies with the largest n. Shares of a small n do not compare.",
    )


def chosen(frame: pd.DataFrame, whole: str, most: int) -> pd.DataFrame:
    """The reports to draw, with `place`: agencies with the most reports first, their years from the top."""
    shown = frame
    if len(frame) > most:
        each = max(1, most // frame["agency"].nunique())
        latest = frame.sort_values("year").groupby("agency").tail(each)
        shown = latest.nlargest(most if each > 1 else most // 2, whole)
    order = {agency: place for place, agency in enumerate(frames.by_length(shown, whole))}
    shown = shown.assign(order=shown["agency"].map(order)).sort_values(["order", "year"])
    new = shown["agency"].ne(shown["agency"].shift())
    return shown.assign(
        place=[*range(len(shown))] + new.cumsum() * 1.1
    )  # room for the agency's name


def draw_whole(
    frame: pd.DataFrame, parts: Sequence[Series], whole: str, columns: int, of: Words
) -> Figure:
    """A bar of 100% for each report, cut into its parts in the order of the form, with n at its right."""
    shown = chosen(frame, whole, WHOLE)
    drawing = style.figure(WIDTH * columns, 1.4 + 0.27 * (shown["place"].max() + 1))
    panel = drawing.subplots()
    left = pd.Series(0.0, index=shown.index)
    for part in (each for each in parts if shown[each.column].notna().any()):
        share = shown[part.column].fillna(0) / shown[whole] * 100
        name = f"{part.name.chinese} {part.name.english}"
        panel.barh(shown["place"], share, left=left, color=part.colour, height=0.78, label=name)
        _label_shares(
            panel, shown["place"], left, share, "black" if part.colour in _LIGHT else "white"
        )
        left += share
    name_reports(panel, shown)
    for place, count in zip(shown["place"], shown[whole], strict=True):
        panel.text(101, place, f"n={count:,.0f}", va="center", fontsize=8, color=style.GREY)
    panel.set_xlim(0, 112)
    panel.set_xticks(range(0, 101, 25))
    panel.set_xlabel(f"占{of.chinese}的百分比（%）  Per cent of {of.english}", fontsize=9)
    drawing.legend(
        loc="outside upper left", ncols=3 if columns > 1 else 2, frameon=False, fontsize=9
    )
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
    years = [f"{year}{'' if status == 'verified' else DAGGER}" for year, status in _years(shown)]
    panel.set_yticks(shown["place"], years)
    panel.tick_params(axis="y", length=0)
    first = shown["place"].diff().round(3).ne(1)  # what does not stand right below another bar
    for agency, top in zip(shown["agency"][first], shown["place"][first], strict=True):
        panel.text(0, top - 0.5, str(agency), va="bottom", fontsize=9.5)
    panel.set_ylim(shown["place"].max() + 0.6, shown["place"].min() - 1.3)
    panel.spines[:].set_visible(False)


def _years(shown: pd.DataFrame) -> zip[tuple[int, str]]:
    return zip(shown["year"], shown["report_status"], strict=True)


def draw_parts(frame: pd.DataFrame, parts: Sequence[Series], whole: str, columns: int) -> Figure:
    """A panel for each part with a bar for each report: its share of the whole, its number and n beside.

    All panels stand on one pair of axes, since each pair would take longer to draw than all the
    bars.
    """
    shown = chosen(frame, whole, PARTS)
    parts = [part for part in parts if shown[part.column].notna().any()]
    across = 2 * columns
    apart = shown["place"].max() + HEAD
    rows = [
        shown.assign(place=shown["place"] + row * apart) for row in range(ceil(len(parts) / across))
    ]
    drawing = style.figure(WIDTH * columns, 0.24 * apart * len(rows) + 0.3)
    panel = drawing.subplots()
    name_reports(panel, pd.concat(rows))
    for number, part in enumerate(parts):
        _draw_part(panel, rows[number // across], part, whole, number % across * BESIDE)
    panel.set_xlim(0, across * BESIDE - 5)
    panel.set_ylim(rows[-1]["place"].max() + 0.6, shown["place"].min() - HEAD + 0.6)
    panel.set_xticks([])
    return drawing


def _draw_part(panel: Axes, shown: pd.DataFrame, part: Series, whole: str, left: int) -> None:
    """A panel whose 0% stands at `left`; its bars are thick lines."""
    share = shown[part.column] / shown[whole] * 100
    panel.hlines(shown["place"][share.notna()], left, left + 100, color="#F0F0F0", linewidth=THICK)
    panel.hlines(shown["place"], left, left + share.fillna(0), color=part.colour, linewidth=THICK)
    columns = (
        shown["place"],
        share,
        shown[part.column],
        shown[whole],
        frames.asked(shown, [part.column]),
    )
    for place, width, count, every, is_asked in zip(*columns, strict=True):
        inside = width > 50
        words = f"{width:.0f}% ({count:,.0f}/{every:,.0f})" if pd.notna(width) else ""
        panel.text(
            left + (width - 2 if inside else (width if pd.notna(width) else 0) + 2),
            place,
            words if is_asked else f"{NOT_ASKED.chinese} {NOT_ASKED.english}",
            ha="right" if inside else "left",
            va="center",
            fontsize=7,
            color="white" if inside else style.DARK,
        )
    top = shown["place"].min()
    panel.text(left, top - 2.3, part.name.chinese, va="bottom", fontsize=9.5)
    panel.text(left, top - 1.5, part.name.english, va="bottom", fontsize=7.5, color=style.GREY)
