"""The widgets of explore: a choice of table, reports and codes, and what follows it.

What follows is an ordinary output of its cell, so that a notebook that ran without a browser holds
it too.
"""

from __future__ import annotations

from functools import cache, partial
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
from IPython.display import HTML, DisplayHandle, display

from helpers import publish, schema
from helpers.charts import section, selection
from helpers.errors import UserError
from helpers.explore import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

#: A control is as wide as what it offers, and its name is never cut.
FITTED = {"width": "max-content", "max_width": "100%"}
WHOLE = {"description_width": "initial"}


class Live:
    """A piece of a page as the output of a cell, where it changes when told to."""

    def __init__(self, make: Callable[[], HTML]) -> None:
        self.make = make
        self._shown: DisplayHandle | None = None

    def _ipython_display_(self) -> None:
        self._shown = display(self.make(), display_id=True)

    def update(self) -> None:
        """Make it again, where it is shown."""
        if self._shown:
            self._shown.update(self.make())


class Explorer:
    """A choice, made with the widgets of `controls`; no agency, year or code chosen means all.

    `frame`: the rows chosen, with the types of `helpers.load`; `summary`, `chart`, `rows`: the same
    to look at.
    """

    def __init__(
        self,
        folder: Path,
        table: str,
        agencies: Sequence[str],
        years: Sequence[int],
        codes: Sequence[str],
    ) -> None:
        """Begin with a choice; `codes` are those of the first column that holds one of them.

        Raises MissingTableError where there is no such table.
        """
        self._load = cache(partial(publish.load, folder=folder))
        reports = self._load("reports")
        self._load(table)
        known_agencies = {*reports["agency"]} - {""}
        known_years = {*reports["year"].dropna()}
        self.table = _one("表 Table", _present(folder), table)
        all_agencies = _named(known_agencies | {*agencies})
        self.agencies = _several("机构 Agency", all_agencies, agencies)
        all_years = _named(known_years | {*years})
        self.years = _several("年份 Year", all_years, years)
        self.message, self.controls = widgets.HTML(), widgets.VBox()
        self.summary = Live(self._summary)
        self.chart = Live(self._chart)
        self.rows = Live(self._rows)
        self._watch(self.table, self.agencies, self.years)
        self._open(codes)

    @property
    def frame(self) -> pd.DataFrame:
        """The rows chosen."""
        return schema.for_analysis(self.table.value, self._rows_chosen)

    @property
    def _rows_chosen(self) -> pd.DataFrame:
        rows = self._whole
        reports = self._load("reports")
        reports = selection.chosen(reports, self.agencies.value, self.years.value)
        rows = rows[rows["report_id"].isin(reports["report_id"])]
        if self.codes.value:
            codes = rows[self.by.value]
            rows = rows[codes.isin(self.codes.value)]
        return rows.reset_index(drop=True)

    @property
    def _chosen(self) -> schema.TableSchema:
        return schema.TABLES[self.table.value]

    @property
    def _whole(self) -> pd.DataFrame:
        return self._load(self.table.value)

    def _open(self, codes: Sequence[str] = ()) -> None:
        """Offer what the table has: columns with codes, and numbers to draw."""
        rows = self._whole
        coded = shown.coded(self._chosen)
        numbers = shown.numbers(self._chosen)
        holding = [column for column in coded if rows[column.name].isin(codes).any()]
        self.by = _one("分类 By", coded, _first([*holding, *coded]))
        self.number = _one("数字 Number", numbers, _first(numbers))
        self._watch(self.by, self.number)
        self._offer(codes)

    def _offer(self, codes: Sequence[str] = ()) -> None:
        """Offer the codes of the column chosen."""
        rows, by = self._whole, self.by.value
        known = {}
        if by:
            names = rows[by] + " " + rows[f"{by}_zh"]
            known = dict(zip(names, rows[by], strict=True))
        unknown = {*codes} - {*known.values()}
        self.codes = _several("类别 Code", known | _named(unknown), codes)
        self._watch(self.codes)
        single = _offering(self.table, self.by, self.number)
        several = _offering(self.agencies, self.years, self.codes)
        self.controls.children = [*single, widgets.HBox(several), self.message]

    def _watch(self, *controls: Any) -> None:
        for control in controls:
            control.observe(self._follow, "value")

    def _follow(self, change: Any) -> None:
        """Show what is chosen now; of a table that cannot be read say why, and leave the rest."""
        self.message.value = ""
        try:
            if change["owner"] is self.table:
                self._open()
            elif change["owner"] is self.by:
                self._offer()
            for live in (self.summary, self.chart, self.rows):
                live.update()
        except UserError as error:
            self.message.value = escape(str(error))

    def _summary(self) -> HTML:
        reports = self._load("reports")
        sentence = selection.sentence(reports, self.agencies.value, self.years.value)
        chosen = bool(self.agencies.value or self.years.value or self.codes.value)
        count = shown.count(len(self._rows_chosen), len(self._whole), chosen)
        paragraph = section.paragraph(count)
        return HTML(sentence.data + paragraph.data)

    def _chart(self) -> HTML:
        columns = {column.name: column for column in self._chosen.columns}
        number = columns.get(self.number.value)
        by = columns.get(self.by.value)
        if not number:
            return section.paragraph(shown.NO_CHART)
        return shown.show(self._rows_chosen, self._chosen, number, by)

    def _rows(self) -> HTML:
        return shown.sortable(self._rows_chosen, self._chosen)


def _present(folder: Path) -> list[schema.TableSchema]:
    """The tables of reports that the folder holds."""
    tables = [table for table in schema.TABLES.values() if "report_id" in table.names]
    return [table for table in tables if (folder / f"{table.name}.csv").is_file()]


def _first(columns: Sequence[schema.ColumnSchema]) -> str | None:
    """The name of the first column, where there is any."""
    return columns[0].name if columns else None


def _offering(*controls: Any) -> list[Any]:
    """The controls that have anything to choose from."""
    return [control for control in controls if control.options]


def _one(
    name: str, offered: Iterable[schema.TableSchema | schema.ColumnSchema], chosen: str | None
) -> Any:
    options = {}
    for choice in offered:
        options[f"{choice.name} {choice.chinese}"] = choice.name
    return widgets.Dropdown(
        options=options, value=chosen, description=name, layout=FITTED, style=WHOLE
    )


def _several(name: str, options: Mapping[str, Any], chosen: Iterable[Any]) -> Any:
    value = tuple(chosen)
    return widgets.SelectMultiple(
        options=options, value=value, description=name, rows=8, layout=FITTED, style=WHOLE
    )


def _named(values: Iterable[Any]) -> dict[str, Any]:
    return {str(value): value for value in sorted(values)}
