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
FITTED, WHOLE = {"width": "max-content", "max_width": "100%"}, {"description_width": "initial"}


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
    """A choice, made with the widgets of `controls`; no agency, year or code chosen means all of them.

    `frame`: the rows chosen, with the types of the published table; `summary`, `chart`, `rows`: the
    same to look at.
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
        reports, _ = self._load("reports"), self._load(table)
        present = [
            each for each in schema.TABLES.values() if (folder / f"{each.name}.csv").is_file()
        ]
        names, known_years = {*reports["agency"]} - {""}, {*reports["year"].dropna()}
        self.table = _one("表 Table", present, table)
        self.agencies = _several("机构 Agency", _named(names | {*agencies}), agencies)
        self.years = _several("年份 Year", _named(known_years | {*years}), years)
        self.message, self.controls = widgets.HTML(), widgets.VBox()
        self.summary, self.chart, self.rows = (
            Live(make) for make in (self._summary, self._chart, self._rows)
        )
        self._watch(self.table, self.agencies, self.years)
        self._open(codes)

    @property
    def frame(self) -> pd.DataFrame:
        """The rows chosen."""
        rows = self._load(self.table.value)
        reports = selection.chosen(self._load("reports"), self.agencies.value, self.years.value)
        rows = rows[rows["report_id"].isin(reports["report_id"])]
        if self.codes.value:
            rows = rows[rows[self.by.value].isin(self.codes.value)]
        return rows.reset_index(drop=True)

    def _open(self, codes: Sequence[str] = ()) -> None:
        """Offer what the table has: columns with codes, and numbers to draw."""
        rows, table = self._load(self.table.value), schema.TABLES[self.table.value]
        by, numbers = shown.coded(table), shown.numbers(table)
        holding = [column for column in by if rows[column.name].isin(codes).any()]
        self.by = _one("分类 By", by, next((column.name for column in [*holding, *by]), None))
        self.number = _one("数字 Number", numbers, numbers[0].name if numbers else None)
        self._watch(self.by, self.number)
        self._offer(codes)

    def _offer(self, codes: Sequence[str] = ()) -> None:
        """Offer the codes of the column chosen."""
        rows, by = self._load(self.table.value), self.by.value
        known = dict(zip(rows[by] + " " + rows[f"{by}_zh"], rows[by], strict=True)) if by else {}
        self.codes = _several("类别 Code", known | _named({*codes} - {*known.values()}), codes)
        self._watch(self.codes)
        single, several = (
            (self.table, self.by, self.number),
            (self.agencies, self.years, self.codes),
        )
        lists = widgets.HBox([control for control in several if control.options])
        self.controls.children = [
            *(control for control in single if control.options),
            lists,
            self.message,
        ]

    def _watch(self, *controls: Any) -> None:
        for control in controls:
            control.observe(self._follow, "value")

    def _follow(self, change: Any) -> None:
        """Show what is chosen now; of a table that cannot be read say why, and leave what was shown."""
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
        reports = selection.sentence(self._load("reports"), self.agencies.value, self.years.value)
        chosen = bool(self.agencies.value or self.years.value or self.codes.value)
        count = shown.count(len(self.frame), len(self._load(self.table.value)), chosen)
        return HTML(reports.data + section.paragraph(count).data)

    def _chart(self) -> HTML:
        table = schema.TABLES[self.table.value]
        columns = {column.name: column for column in table.columns}
        number, by = columns.get(self.number.value), columns.get(self.by.value)
        return (
            shown.show(self.frame, table, number, by)
            if number
            else section.paragraph(shown.NO_CHART)
        )

    def _rows(self) -> HTML:
        return shown.sortable(self.frame, schema.TABLES[self.table.value])


def _one(name: str, offered: Iterable[schema.Table | schema.Column], chosen: str | None) -> Any:
    options = {f"{each.name} {each.chinese}": each.name for each in offered}
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
