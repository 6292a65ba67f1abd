"""What explore shows of a choice: how many rows it leaves, a chart of them, the rows to sort."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import itables
import pandas as pd
from IPython.display import HTML
from matplotlib.patches import Patch

from helpers import settings
from helpers.charts import frames, measured, notes, section, selection, sentences
from helpers.charts.draw import style, trends
from helpers.charts.draw.style import Count, PlotLine
from helpers.words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from helpers.charts.draw.style import Unit
    from helpers.schema import ColumnSchema, TableSchema

COLOURS = (style.BLUE, style.GREEN, style.PURPLE, style.ORANGE)
#: The longest name at the end of a line, in Latin letters; a Chinese character is as wide as two.
LONGEST = 26


def _whole(chinese: str, english: str) -> Count:
    """What is counted one by one."""

    def text(value: float) -> Words:
        return Words(f"{value:,.0f}{chinese}", f"{value:,.0f}")

    return Count(Words(chinese, english), text)


#: The units of the schema, and those that stand in the rows of a table.
UNITS = {
    "cases": _whole("件", "cases"),
    "count": _whole("件", "items"),
    "decisions": _whole("件", "decisions"),
    "documents": _whole("件", "documents"),
    "items": _whole("项", "items"),
    "per_1000": measured.PER_THOUSAND,
    "projects": _whole("个", "projects"),
    "ratio": measured.QUOTIENT,
    "requests": _whole("件", "requests"),
    "share": measured.SHARE,
    "yuan": Count(Words("元", "yuan"), sentences.yuan),
}

NO_CHART = Words(
    "这张表没有图：其中没有可以按报告年度相加的数字。",
    "No chart of this table: it has no numbers that may be added up by report year.",
)
NO_ROWS = Words(
    "没有符合所选条件的行：可少选几项，或另选一张表。",
    "No row fits what is chosen: choose less, or another table.",
)
LEFT_OUT = Words(
    f"图中只画单位相同、数字最大的{len(COLOURS)}类；选定类别可画其他各类。",
    f"The chart shows the {len(COLOURS)} largest of one unit; choose codes to see others.",
)

#: What stands around a sortable table.
LANGUAGE = {
    "search": "查找 Search",
    "lengthMenu": "每页行数 Rows a page: _MENU_",
    "info": "第_START_–_END_行，共_TOTAL_行 Rows _START_ to _END_ of _TOTAL_",
    "infoEmpty": "",
    "infoFiltered": "（查找前_MAX_行 before the search _MAX_）",
    "zeroRecords": "没有找到。 Nothing found.",
}


def coded(table: TableSchema) -> list[ColumnSchema]:
    """The columns whose codes, which bear labels, tell the rows of a table apart."""
    return [column for column in table.columns if f"{column.name}_zh" in table.names]


def numbers(table: TableSchema) -> list[ColumnSchema]:
    """The columns that may be drawn.

    None of a table without report years, or with wholes beside their parts. What has no unit of its
    own is drawn if it is the value of its row, whose unit stands beside it.
    """
    if "report_status" not in table.names or "table" in table.key:
        return []
    numeric = [column for column in table.columns if column.type != "text"]
    return [column for column in numeric if column.unit or column.name == "value"]


def count(rows: int, whole: int, chosen: bool) -> Words:
    """How many rows a choice leaves of a table, and whether all of them are shown."""
    if chosen:
        chinese = f"选中{rows:,}行，全表{whole:,}行。"
        english = f"Rows chosen: {rows:,} of {whole:,}."
    else:
        chinese = f"未作选择，全表{rows:,}行。"
        english = f"Nothing is chosen, so all rows: {rows:,}."
    if rows <= settings.ROWS:
        return Words(chinese, english)
    return Words(
        f"{chinese}下表只列前{settings.ROWS:,}行，explorer.frame含全部。",
        f"{english} The first {settings.ROWS:,} are listed below, explorer.frame holds all.",
    )


def show(
    rows: pd.DataFrame, table: TableSchema, number: ColumnSchema, by: ColumnSchema | None
) -> HTML:
    """A number over the years as a piece of a page: a panel for each agency.

    A line for each code of `by`. Values with units of their own are never added up: they have a
    line for each code of the key.
    """
    if not number.unit:
        by = next(column for column in coded(table) if column.name in table.key)
    known = selection.select(rows, [], []).astype({number.name: float})
    known = known.dropna(subset=[number.name])
    alike, count = _alike(known, number)
    what = Words(number.chinese, number.name.replace("_", " "))
    note = Words("", "")
    if by:
        series = _series(alike, number.name, by.name)
        frame = frames.spread_out(alike, by.name, number.name, style.columns_of(series))
        if known[by.name].nunique() > len(series):
            note = LEFT_OUT
    else:
        series = [PlotLine(number.name, what, COLOURS[0])]
        frame = frames.by_report(alike, style.columns_of(series))
    unit = style.unit_for(0, count.one)
    chart = section.Chart(
        name="chart",
        tables=(),
        columns=style.columns_of(series),
        title=_title(number, by, unit.name),
        note=note,
        notes=("gaps",),
        say=lambda frame: _say(frame, series, what if number.unit else None, count),
        draw=lambda frame, columns: draw(frame, columns, series, count.one),
        tabulate=lambda frame: frames.table(frame, series, unit),
    )
    shown = section.show(chart, frame)
    return section.from_tables(f"{shown.data}{notes.show('gaps', 'dagger').data}", chart.tables)


def _title(number: ColumnSchema, by: ColumnSchema | None, unit: Words) -> Words:
    english = number.name.replace("_", " ").capitalize()
    if not by:
        return Words(number.chinese, english)
    if number.unit:
        return Words(
            f"{number.chinese}（按{by.chinese}）",
            f"{english}, by {by.name}",
        )
    code = by.name.capitalize()
    return Words(
        f"{by.chinese}（{unit.chinese}）",
        f"{code}, {unit.english}",
    )


def _alike(rows: pd.DataFrame, number: ColumnSchema) -> tuple[pd.DataFrame, Count]:
    """The rows of one unit, that of most rows, and what it counts."""
    if number.unit:
        return rows, UNITS[number.unit]
    unit = next(iter(rows["unit"].mode()), "count")
    return rows[rows["unit"].eq(unit)], UNITS[unit]


def _series(rows: pd.DataFrame, number: str, by: str) -> list[PlotLine]:
    """The codes with the largest numbers."""
    sums = rows[number].abs().groupby(rows[by]).sum()
    largest = sums.nlargest(len(COLOURS))
    chinese = dict(zip(rows[by], rows[f"{by}_zh"], strict=True))
    english = dict(zip(rows[by], rows[f"{by}_en"], strict=True))
    series = []
    for code, colour in zip(largest.index, COLOURS, strict=False):
        name = Words(chinese[code], english[code])
        series.append(PlotLine(str(code), name, colour))
    return series


def draw(frame: pd.DataFrame, columns: int, series: list[PlotLine], one: Words | Unit) -> Figure:
    """Lines named at their ends, or above all panels where names would leave no room for lines."""
    fitting = all(_length(line) <= LONGEST for line in series)
    if fitting or frames.many(frame):
        return trends.draw(frame, series, columns, one)
    nameless = [replace(line, name=Words("", "")) for line in series]
    drawing = trends.draw(frame, nameless, columns, one)
    keys = []
    for line in series:
        label = f"{line.name.chinese}\n{line.name.english}"
        keys.append(Patch(color=line.colour, label=label))
    drawing.legend(handles=keys, loc="outside upper left", ncols=columns, frameon=False, fontsize=8)
    return drawing


def _length(line: PlotLine) -> int:
    """How long a name is, in Latin letters: the Chinese or the English one."""
    chinese, english = line.name.chinese, line.name.english
    return max(len(chinese) * 2, len(english))


def _say(
    frame: pd.DataFrame, series: list[PlotLine], what: Words | None, count: Count
) -> Words | None:
    """How the largest line moved; of a number without a name of its own the code alone is said."""
    line = max(series, key=lambda line: frame[line.column].sum())
    code = Words(line.name.chinese, line.name.english.lower())
    if what and line.name != what:
        code = Words(
            f"{what.chinese}（{code.chinese}）",
            f"{what.english} ({code.english})",
        )
    return sentences.trend(frame, line.column, code, count.text)


def allow_sorting() -> None:
    """Put the script that sorts and searches tables into a notebook; nothing is loaded for it."""
    itables.init_notebook_mode(all_interactive=False, connected=False)


def sortable(rows: pd.DataFrame, table: TableSchema) -> HTML:
    """The first rows of a table as a piece of a page to search in, and to sort by any column.

    It needs the script of `allow_sorting`; where no script runs, a few rows stand
    there as they are.
    """
    if rows.empty:
        return section.paragraph(NO_ROWS)
    first = rows.head(settings.ROWS)
    shown = {}
    for column in table.columns:
        shown[f"{column.name} {column.chinese}"] = _texts(first, column)
    return HTML(
        itables.to_html_datatable(
            pd.DataFrame(shown),
            connected=False,
            showIndex=False,
            maxBytes=0,
            maxColumns=0,
            scrollX=True,
            text_in_header_can_be_selected=False,  # a click there sorts
            language=LANGUAGE,
            classes="display compact nowrap",
        )
    )


def _texts(rows: pd.DataFrame, column: ColumnSchema) -> pd.Series[str]:
    """The values as texts that sort as numbers, what is counted with its thousands separated.

    Nothing is empty.
    """
    form = "{}"
    if column.type == "decimal":
        form = "{:,f}"
    elif column.unit:
        form = "{:,}"
    values = rows[column.name].astype(object)
    return values.map(form.format, na_action="ignore").fillna("").astype(str)
