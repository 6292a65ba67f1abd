"""What a page shows of a chart: the finding as its heading, the picture, and the table under it, as HTML."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd
from IPython.display import HTML
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from helpers import settings
from helpers.charts.draw.style import DAGGER
from helpers.words import STATUSES, USABLE, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matplotlib.figure import Figure

#: Dots per inch of a picture; its colours, few so that a page of many charts stays below three
#: megabytes.
RESOLUTION, COLOURS = 144, 48

AGENCY, YEAR, FORM = Words("机构", "Agency"), Words("年份", "Year"), Words("表式", "Form")

#: A table of more rows stands in a box that scrolls; one without a chart folds from fewer on.
LONG, FOLDED = 25, 10

_NUMBER_WITH_UNIT = re.compile(r"\d[\d,.]*(?:%|[万亿]?[件条个元年份])")

NOTHING = Words(
    "所选机构和年份没有这方面的数据。",
    "No figures of this kind for the agencies and years selected.",
)


@dataclass(frozen=True)
class Chart:
    """A chart and what stands around it; each function takes the frame that the chart is drawn from.

    `name`: unique on its page; `columns`: what is drawn; `nothing`: said where these hold nothing.
    `tabulate`: the frame as the markup of a table, or as a piece of HTML; without `draw` it stands
    alone.
    """

    name: str
    columns: Sequence[str]
    title: Words
    note: Words
    say: Callable[[pd.DataFrame], Words]
    tabulate: Callable[[pd.DataFrame], str | HTML]
    draw: Callable[[pd.DataFrame, int], Figure] | None = None
    nothing: Words = NOTHING


def show(chart: Chart, frame: pd.DataFrame) -> HTML:
    """One chart as a piece of a page; a sentence alone where there is nothing to draw."""
    if frame[[*chart.columns]].isna().all(axis=None):
        nothing = paragraph(chart.nothing).data
        return HTML(f'<section id="{chart.name}"><h2>{both(chart.title)}</h2>{nothing}</section>')
    finding = chart.say(frame)
    return HTML(
        f'<section id="{chart.name}"><h2>{_whole(both(finding))}</h2>{_drawn(chart, frame, finding)}'
        f'<p class="note">{both(chart.note)}{_unverified(frame)}</p>'
        f"{_tabulated(chart, frame)}</section>"
    )


def _drawn(chart: Chart, frame: pd.DataFrame, finding: Words) -> str:
    """The chart under its title, for wide windows and for phones; the title alone where nothing is drawn.

    One panel about one agency is as good at the width of a phone, so it is drawn once.
    """
    if chart.draw is None:
        return f"<p>{both(chart.title)}</p>"
    alt = escape(
        f"{chart.title.chinese}：{finding.chinese} {chart.title.english}: {finding.english}"
    )
    narrow = chart.draw(frame, 1)
    if frame["agency"].nunique() == 1 and len(narrow.axes) == 1:
        drawn = f'<img class="narrow" src="{_picture(narrow)}" alt="{alt}">'
    else:
        drawn = (
            f'<picture><source media="(max-width: 640px)" srcset="{_picture(narrow)}">'
            f'<img src="{_picture(chart.draw(frame, 2))}" alt="{alt}"></picture>'
        )
    return f"<figure><figcaption>{both(chart.title)}</figcaption>{drawn}</figure>"


def _tabulated(chart: Chart, frame: pd.DataFrame) -> str:
    """What stands under the chart; a long table without one is folded."""
    shown = chart.tabulate(frame)
    if isinstance(shown, HTML):
        return str(shown.data)
    if chart.draw is None and len(frame) > FOLDED:
        return folded_table(shown, chart.title, len(frame))
    return _scrolls(len(frame)) + _boxed_rows(shown, chart.title, len(frame))


def folded_table(table: str, name: Words, count: int) -> str:
    """A table of so many rows that opens on a click."""
    return folded(
        _boxed_rows(table, name, count),
        Words(f"展开（{count:,}行）", f"Show {count:,} row{'s' if count > 1 else ''}"),
    )


def _boxed_rows(table: str, name: Words, count: int) -> str:
    """A table of so many rows in its box, and that it is cut where it is."""
    return cut(count) + boxed(table, name, "table long" if count > LONG else "table")


def boxed(content: str, name: Words, kind: str = "table") -> str:
    """A table in a box of its own that scrolls where the window is too narrow, also by keyboard."""
    label = escape(f"{name.chinese} {name.english}")
    return f'<div class="{kind}" role="region" tabindex="0" aria-label="{label}">{content}</div>'


def folded(content: str, words: Words) -> str:
    """A long list that opens on a click on `words`."""
    return f'<details class="fold"><summary>{both(words)}</summary>{content}</details>'


def table(frame: pd.DataFrame, columns: Mapping[str, Words], kind: str = "numbers") -> str:
    """A frame with one row per report as a table: agency, year with its dagger, `columns` under their names.

    Only the first `settings.TABLED` rows. Numbers have their thousands separated; a cell may hold
    words in both languages. What is not printed stays empty, and what no report prints has no
    column. `kind`: numbers or words.
    """
    names = {column: name for column, name in columns.items() if frame[column].notna().any()}
    rows = frame.head(settings.TABLED)
    daggers = rows["report_status"].ne("verified").map({True: DAGGER, False: ""})
    cells = [
        rows["agency"],
        rows["year"].astype(str) + daggers,
        *(rows[column] for column in names),
    ]
    return grid(
        [AGENCY, YEAR, *names.values()],
        zip(*(map(_cell, each) for each in cells), strict=True),
        kind,
    )


def grid(head: Iterable[Words], rows: Iterable[Iterable[str]], kind: str = "") -> str:
    """The markup of a table whose cells are markup; `kind`: the class that sets it."""
    names = "".join(f"<th>{both(name)}</th>" for name in head)
    body = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    named = f' class="{kind}"' if kind else ""
    return f"<table{named}><thead><tr>{names}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _cell(value: Any) -> str:
    """A value as the markup of a cell; nothing where nothing is printed."""
    if isinstance(value, Words):
        return both(value)
    if isinstance(value, str):
        return escape(value)
    return "" if pd.isna(value) else f"{value:,.0f}"


def paragraph(words: Words) -> HTML:
    """A paragraph in Chinese and English."""
    return HTML(f"<p>{both(words)}</p>")


def both(words: Words) -> str:
    """Words in Chinese and English as a piece of a page, which may show one of the two alone."""
    return f'<span lang="zh">{escape(words.chinese)}</span> <span lang="en">{escape(words.english)}</span>'


def _scrolls(count: int) -> str:
    """That a long table stands in a box that scrolls."""
    words = Words(f"表共{count:,}行，可在框内滚动。", f"{count:,} rows: the box scrolls.")
    return f'<p class="note">{both(words)}</p>' if count > LONG else ""


def cut(count: int) -> str:
    """That a table is not listed to its end, where it is not."""
    words = Words(
        f"只列前{settings.TABLED:,}行，全部数字见公布的数据表。",
        f"Only the first {settings.TABLED:,} are listed; the published tables hold all.",
    )
    return f'<p class="note">{both(words)}</p>' if count > settings.TABLED else ""


def _whole(text: str) -> str:
    """Keep each number on one line with its unit."""
    return _NUMBER_WITH_UNIT.sub(r'<span class="whole">\g<0></span>', text)


def _unverified(frame: pd.DataFrame) -> str:
    """What the dagger means, for the statuses that occur in the frame."""
    return "".join(
        f"<br>{DAGGER} {both(STATUSES[status])}"
        for status in USABLE[1:]
        if (frame["report_status"] == status).any()
    )


def _picture(drawing: Figure) -> str:
    """A figure as a data URI, at one and a half times the resolution of the page, in few colours.

    The canvas is drawn once; `savefig` would draw it twice, the first time for its layout alone.
    """
    drawing.set_dpi(RESOLUTION)
    canvas, file = FigureCanvasAgg(drawing), BytesIO()
    canvas.draw()
    picture = Image.frombytes("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert(
        "RGB"
    )
    picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(file, "PNG")
    return f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"
