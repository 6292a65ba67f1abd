"""What a page shows of a chart: the finding as its heading, the picture, and the table under it, as HTML."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

import pandas as pd
from IPython.display import HTML
from pandas.io.formats.style import Styler
from PIL import Image

from helpers import settings
from helpers.charts.style import DAGGER, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

#: The statuses of reports.csv in words; in charts and tables all but `verified` bear a dagger.
STATUSES = {
    "verified": Words("已核验", "verified"),
    "inconsistent": Words("自身数字不平衡，照印刊出", "own sums do not add up in print"),
    "incomplete": Words("部分数字未能核实，需人工查看", "some figures unproved or missing: look at it"),
    "no_form": Words("没有可识别的表格", "no table of a known form in it"),
    "failed": Words("无法读取", "could not be read"),
}

#: Reports of these statuses are in the tidy tables.
USABLE = ("verified", "inconsistent", "incomplete")

#: Dots per inch of a picture; its colours, few so that a page of many charts stays below three megabytes.
RESOLUTION, COLOURS = 144, 96

FORM = Words("表式", "Form")

#: A table of more rows stands in a box that scrolls; one without a chart folds from fewer on.
LONG, FOLDED = 25, 10

#: What `scope` in reports.csv means.
SCOPES = {
    "own": Words("只含本机关", "the agency alone"),
    "whole_area": Words("含所辖地区和部门", "the whole area below it"),
    "": Words("未写明", "not said"),
}

_NUMBER_WITH_UNIT = re.compile(r"\d[\d,.]*(?:%|[万亿]?[件条个元年份])")

NOTHING = Words("所选机构和年份没有这方面的数据。", "No figures of this kind for the agencies and years selected.")


@dataclass(frozen=True)
class Chart:
    """A chart and what stands around it; each function takes the frame that the chart is drawn from.

    `name`: unique on its page; `columns`: what is drawn; `nothing`: said where these hold nothing. `tabulate`: a table
    of the frame, or a piece of HTML; without `draw` it stands alone.
    """

    name: str
    columns: Sequence[str]
    title: Words
    note: Words
    say: Callable[[pd.DataFrame], Words]
    tabulate: Callable[[pd.DataFrame], Styler | HTML]
    draw: Callable[[pd.DataFrame, int], Figure] | None = None
    nothing: Words = NOTHING


def select(frame: pd.DataFrame, agencies: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """The rows of a frame for some agencies and years, an empty list means all; unknown ones stand on no axis."""
    known = frame["year"].notna() & frame["agency"].ne("")
    keep = known & (frame["year"].isin(years) | (not years)) & (frame["agency"].isin(agencies) | (not agencies))
    return frame[keep].astype({"year": int})


def selection(reports: pd.DataFrame, agencies: Sequence[str], years: Sequence[int]) -> HTML:
    """A sentence on the reports behind a page, and one on each agency or year asked for that has none."""
    read = reports[reports["status"].isin(USABLE) & reports["duplicate_of"].eq("")]
    chosen = select(read, agencies, years)
    if chosen.empty:
        return paragraph(Words("所选机构和年份没有报告。", "No report for the agencies and years selected."))
    years_shown, sound = span(chosen["year"]), (chosen["status"] == "verified").sum()
    count, bodies = len(chosen), chosen["agency"].nunique()
    specimens = (chosen["origin"] == "specimen").sum()
    absent = [str(name) for name in (*agencies, *years) if name not in {*chosen["agency"], *chosen["year"]}]
    chinese = f"{bodies}个机构{years_shown}年的{count}份报告，其中{sound}份已核验。"
    english = f"Reports: {count}, of which verified: {sound}; agencies: {bodies}; years: {years_shown}. "
    if specimens:
        chinese += f"{specimens}份为样张（用机构公布的数字重新印制）。"
        english += f"Specimens, printed again from published figures: {specimens}. "
    if absent:
        chinese += f"没有报告：{'、'.join(absent)}。"
        english += f"No report: {', '.join(absent)}."
    return HTML(paragraph(Words(chinese, english)).data + _scopes(chosen).data)


def span(years: pd.Series) -> str:
    """The first and the last of some years, one alone where they are the same."""
    first, last = years.min(), years.max()
    return f"{first}–{last}" if first != last else str(first)


def _scopes(reports: pd.DataFrame) -> HTML:
    """That the reports cover different areas and do not compare, where they do."""
    counts = reports["scope"].value_counts()
    if len(counts) < 2:
        return HTML("")
    known = [(words, counts[scope]) for scope, words in SCOPES.items() if scope in counts]
    chinese = "，".join(f"{words.chinese}{count}份" for words, count in known)
    english = ", ".join(f"{words.english}: {count}" for words, count in known)
    return paragraph(
        Words(
            f"各报告的统计范围不同（{chinese}），比较时须注意，见reports.csv的scope列。",
            f"Reports do not all cover the same ({english}): mind it when comparing. See scope in reports.csv.",
        )
    )


def section(chart: Chart, frame: pd.DataFrame) -> HTML:
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
    """The chart under its title, once for wide windows and once for phones; the title alone where nothing is drawn."""
    if chart.draw is None:
        return f"<p>{both(chart.title)}</p>"
    alt = escape(f"{chart.title.chinese}：{finding.chinese} {chart.title.english}: {finding.english}")
    return (
        f"<figure><figcaption>{both(chart.title)}</figcaption>"
        f'<picture><source media="(max-width: 640px)" srcset="{_picture(chart.draw(frame, 1))}">'
        f'<img src="{_picture(chart.draw(frame, 2))}" alt="{alt}"></picture></figure>'
    )


def _tabulated(chart: Chart, frame: pd.DataFrame) -> str:
    """What stands under the chart: a long table in a box that scrolls, and where no chart is drawn folded."""
    shown = chart.tabulate(frame)
    if isinstance(shown, Styler) and len(frame) > settings.TABLED:
        shown = chart.tabulate(frame.head(settings.TABLED))
    if isinstance(shown, HTML):
        return str(shown.data)
    content = shown.set_uuid(chart.name).to_html()
    if chart.draw is None and len(frame) > FOLDED:
        return folded(_cut(len(frame)) + boxed(content, chart.title), len(frame))
    if len(frame) > LONG:
        scrolls = f'<p class="note">{both(_rows(len(frame)))}</p>{_cut(len(frame))}'
        return scrolls + boxed(content, chart.title, "table long")
    return boxed(content, chart.title)


def boxed(content: str, name: Words, kind: str = "table") -> str:
    """A table in a box of its own that scrolls where the window is too narrow, also by keyboard."""
    label = escape(f"{name.chinese} {name.english}")
    return f'<div class="{kind}" role="region" tabindex="0" aria-label="{label}">{content}</div>'


def folded(content: str, count: int) -> str:
    """A long list that opens on a click, with the number of its rows."""
    words = Words(f"展开（{count:,}行）", f"Show {count:,} rows")
    return f'<details class="fold"><summary>{both(words)}</summary>{content}</details>'


def table(frame: pd.DataFrame, columns: Mapping[str, Words], money: Sequence[str] = ()) -> Styler:
    """A frame with one row per report as a table: agency, year with its dagger, `columns` under their names.

    Numbers have their thousands separated, those of `money` two decimals; a cell may hold words in both languages.
    What is not printed stays empty, and what no report prints has no column.
    """
    columns = {column: name for column, name in columns.items() if frame[column].notna().any()}
    unverified = frame["report_status"] != "verified"
    shown = pd.DataFrame(
        {
            ("机构", "Agency"): frame["agency"],
            ("年份", "Year"): frame["year"].astype(str) + unverified.map({True: DAGGER, False: ""}),
            **{(name.chinese, name.english): frame[column] for column, name in columns.items()},
        }
    ).reset_index(drop=True)
    styler = (
        Styler(shown, cell_ids=False).hide(axis="index").format(precision=0, thousands=",", na_rep="", escape="html")
    )
    amounts = [(name.chinese, name.english) for column, name in columns.items() if column in money]
    if amounts:
        styler = styler.format(precision=2, thousands=",", na_rep="", subset=(slice(None), amounts))
    for name in (name for name in shown if shown[name].map(lambda value: isinstance(value, Words)).any()):
        styler = styler.format(_cell, na_rep="", escape="html", subset=[name])
    return styler.set_table_attributes('class="numbers"')


def _cell(value: object) -> str:
    return both(value) if isinstance(value, Words) else str(value)


def paragraph(words: Words) -> HTML:
    """A paragraph in Chinese and English."""
    return HTML(f"<p>{both(words)}</p>")


def both(words: Words) -> str:
    """Words in Chinese and English as a piece of a page, which may show one of the two alone."""
    return f'<span lang="zh">{escape(words.chinese)}</span> <span lang="en">{escape(words.english)}</span>'


def _rows(count: int) -> Words:
    return Words(f"表共{count:,}行，可在框内滚动。", f"{count:,} rows: the box scrolls.")


def _cut(count: int) -> str:
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
        f"<br>{DAGGER} {both(STATUSES[status])}" for status in USABLE[1:] if (frame["report_status"] == status).any()
    )


def _picture(drawing: Figure) -> str:
    """A figure as a data URI, at one and a half times the resolution of the page, in few colours."""
    drawn, file = BytesIO(), BytesIO()
    drawing.savefig(drawn, format="png", dpi=RESOLUTION, pil_kwargs={"compress_level": 0})
    Image.open(drawn).convert("RGB").quantize(COLOURS).save(file, "PNG")
    return f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"
