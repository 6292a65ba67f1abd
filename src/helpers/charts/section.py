"""What a page shows of a chart: the finding as its heading, the picture, the table under it."""

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
from PIL import Image, ImageColor

from helpers import settings
from helpers.charts import markup, notes
from helpers.charts.contents import CLOSED, SHORT
from helpers.charts.draw import style
from helpers.words import NOT_ASKED, USABLE, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matplotlib.figure import Figure

#: Dots per inch of a picture; its colours, few so that a page of many charts stays below three
#: megabytes.
RESOLUTION, COLOURS = 144, 48
#: Colours that stay as they are in a picture, and how far off the few colours may be.
KEPT, NEAR = ("#FFFFFF", style.UNASKED), 16

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
    """A chart and what stands around it; each function takes the frame that it is drawn from.

    `name`: unique on its page; `tables`: the published tables that the frame is made of; `columns`:
    what is drawn; `nothing`: said where these hold nothing.
    `say`: the finding, None where there is none worth a heading. `aside`: what is said of this
    frame alone, under the picture. `tabulate`: the frame as the markup of a table, or as a piece of
    HTML; without `draw` it stands alone. `listed`: the reports that its table lists, all where it
    is not given. `notes`: codes of the notes at the end of the page; `short`: its name in the
    contents, where SHORT has none.
    """

    name: str
    tables: Sequence[str]
    columns: Sequence[str]
    title: Words
    note: Words
    say: Callable[[pd.DataFrame], Words | None]
    tabulate: Callable[[pd.DataFrame], str | HTML]
    draw: Callable[[pd.DataFrame, int], Figure] | None = None
    aside: Callable[[pd.DataFrame], Words | None] | None = None
    listed: Callable[[pd.DataFrame], pd.DataFrame] | None = None
    notes: Sequence[str] = ()
    short: Words | None = None
    nothing: Words = NOTHING


def show(chart: Chart, frame: pd.DataFrame) -> HTML:
    """One chart as a piece of a page; a sentence alone where there is nothing to draw."""
    short = chart.short or SHORT.get(chart.name, chart.title)
    if frame[[*chart.columns]].isna().all(axis=None):
        nothing = markup.paragraph(chart.nothing)
        piece = markup.section(chart.name, both(chart.title), nothing, short)
        return from_tables(piece, chart.tables)
    finding = chart.say(frame) or chart.title
    content = _drawn(chart, frame, finding) + _noted(chart, frame) + _tabulated(chart, frame)
    if chart.name in CLOSED:
        content = folded(content, Words("展开图表", "Show chart and table"))
    heading = _whole(both(finding))
    return from_tables(markup.section(chart.name, heading, content, short), chart.tables)


def from_tables(piece: str, tables: Sequence[str]) -> HTML:
    """A piece of a page that names the published tables that it shows, so that it offers them."""
    return HTML(piece, metadata={"tables": sorted(tables)})


def _drawn(chart: Chart, frame: pd.DataFrame, finding: Words) -> str:
    """The chart under its title, for wide windows and for phones.

    The title alone where nothing is drawn. One panel about one agency is as good at the width of a
    phone, so it is drawn once.
    """
    if chart.draw is None:
        return markup.paragraph(chart.title)
    chinese = f"{chart.title.chinese}：{finding.chinese}"
    english = f"{chart.title.english}: {finding.english}"
    alternative = f"{chinese} {english}"
    narrow = chart.draw(frame, 1)
    if frame["agency"].nunique() == 1 and len(narrow.axes) == 1:
        image = markup.image(_picture(narrow), alternative)
    else:
        narrow_picture = _picture(narrow)
        wide_picture = _picture(chart.draw(frame, 2))
        image = markup.image_by_width(narrow_picture, wide_picture, alternative)
    return markup.figure(chart.title, image)


def _noted(chart: Chart, frame: pd.DataFrame) -> str:
    """What is said of this frame alone, then of the chart, and the way to the notes on many."""
    said = chart.aside(frame) if chart.aside else None
    aside = markup.note(said) if said else ""
    unverified = not frame["report_status"].isin([USABLE[0], ""]).all()
    codes = [*chart.notes, *["dagger"] * unverified]
    links = notes.links(codes) if codes else ""
    note = markup.note(chart.note) if chart.note.chinese else ""
    return aside + note + links


def _tabulated(chart: Chart, frame: pd.DataFrame) -> str:
    """What stands under the chart, folded; a short table without one is open."""
    listed = chart.listed(frame) if chart.listed else frame
    unlisted = _unlisted(len(frame) - len(listed))
    frame, shown = listed, chart.tabulate(listed)
    if isinstance(shown, HTML):
        return str(shown.data)
    if chart.draw or len(frame) > FOLDED:
        return folded_table(shown, chart.title, len(frame)) + unlisted
    return _scrolls(len(frame)) + _boxed_rows(shown, chart.title, len(frame))


def _unlisted(reports: int) -> str:
    """That some reports have no row, since their forms do not ask."""
    if not reports:
        return ""
    words = Words(
        f"另有{reports:,}份报告的表格{NOT_ASKED.chinese}，不列。",
        f"Reports not listed, since their forms do not ask: {reports:,}.",
    )
    return markup.note(words)


def folded_table(table: str, name: Words, count: int) -> str:
    """A table of so many rows that opens on a click."""
    plural = "s" if count > 1 else ""
    words = Words(f"展开数据表（{count:,}行）", f"Show {count:,} row{plural}")
    return folded(_scrolls(count) + _boxed_rows(table, name, count), words)


def _boxed_rows(table: str, name: Words, count: int) -> str:
    """A table of so many rows in its box, and that it is cut where it is."""
    kind = "table long" if count > LONG else "table"
    return cut(count) + boxed(table, name, kind)


def boxed(content: str, name: Words, kind: str = "table") -> str:
    """A table in a box of its own that scrolls where the window is too narrow, also by keyboard."""
    return markup.boxed(content, f"{name.chinese} {name.english}", kind)


def folded(content: str, words: Words) -> str:
    """A long list that opens on a click on `words`."""
    return markup.folded(content, words)


def table(frame: pd.DataFrame, columns: Mapping[str, Words], kind: str = "numbers") -> str:
    """A frame with one row per report as a table of agency, year with its dagger, and `columns`.

    Only the first `settings.TABLED` rows. Numbers have their thousands separated; a cell may hold
    words in both languages. What is not printed stays empty, and what no report prints has no
    column. `kind`: numbers or words.
    """
    names = {column: name for column, name in columns.items() if frame[column].notna().any()}
    rows = frame.head(settings.TABLED)
    years = rows["year"].astype(str) + rows["report_status"].map(style.dagger)
    values = [rows["agency"], years]
    values += [rows[column] for column in names]
    cells = [map(cell, column) for column in values]
    return grid([AGENCY, YEAR, *names.values()], zip(*cells, strict=True), kind)


def grid(head: Iterable[Words], rows: Iterable[Iterable[str]], kind: str = "") -> str:
    """The markup of a table whose cells are markup; `kind`: the class that sets it."""
    return markup.grid(head, rows, kind)


def cell(value: Any) -> str:
    """A value as the markup of a cell; nothing where nothing is printed."""
    if isinstance(value, Words):
        return markup.not_asked() if value == NOT_ASKED else both(value)
    if isinstance(value, str):
        return escape(value)
    return "" if pd.isna(value) else f"{value:,.0f}"


def paragraph(words: Words) -> HTML:
    """A paragraph in Chinese and English."""
    return HTML(markup.paragraph(words))


def both(words: Words) -> str:
    """Words in Chinese and English as a piece of a page, which may show one of the two alone."""
    return markup.both(words)


def _scrolls(count: int) -> str:
    """That a long table stands in a box that scrolls."""
    if count <= LONG:
        return ""
    words = Words(f"表共{count:,}行，可在框内滚动。", f"{count:,} rows: the box scrolls.")
    return markup.note(words)


def cut(count: int) -> str:
    """That a table is not listed to its end, where it is not."""
    if count <= settings.TABLED:
        return ""
    words = Words(
        f"只列前{settings.TABLED:,}行，全部数字见公布的数据表。",
        f"Only the first {settings.TABLED:,} are listed; the published tables hold all.",
    )
    return markup.note(words)


def _whole(text: str) -> str:
    """Keep each number on one line with its unit."""
    return _NUMBER_WITH_UNIT.sub(lambda number: markup.whole(number[0]), text)


def _picture(drawing: Figure) -> str:
    """A figure as a data URI, at one and a half times the resolution of the page, in few colours.

    The canvas is drawn once; `savefig` would draw it twice, the first time for its layout alone.
    """
    drawing.set_dpi(RESOLUTION)
    canvas = FigureCanvasAgg(drawing)
    canvas.draw()
    pixels = Image.frombytes("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
    picture = pixels.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
    picture.putpalette(_kept(picture.getpalette() or []))
    file = BytesIO()
    picture.save(file, "PNG")
    content = b64encode(file.getvalue()).decode()
    return f"data:image/png;base64,{content}"


def _kept(palette: list[int]) -> list[int]:
    """A palette in which the paper, and what is not asked, look the same as in all pictures."""
    colours = [tuple(palette[start : start + 3]) for start in range(0, len(palette), 3)]
    for kept in map(ImageColor.getrgb, KEPT):
        far = [_difference(colour, kept) for colour in colours]
        if min(far) <= NEAR:
            colours[far.index(min(far))] = kept
    return [part for colour in colours for part in colour]


def _difference(one: Sequence[int], other: Sequence[int]) -> int:
    """How far two colours are apart in the part in which they differ most."""
    return max(abs(left - right) for left, right in zip(one, other, strict=True))
