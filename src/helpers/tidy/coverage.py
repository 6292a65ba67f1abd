"""Which cells of its form a report fills: printed, blank, not found, in doubt, or never asked."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.forms import Form, FormTable
from helpers.schema import alike

CELL = ["table", "row", "column"]
#: The presence of rows and columns that a report may leave out.
OPTIONAL = "optional"


def coverage(
    figures: pd.DataFrame, reports: pd.DataFrame, forms: Mapping[str, Form]
) -> pd.DataFrame:
    """One row per report and cell, with its state.

    `figures` are cells of canonical reports with their state. A report's form is compared, table by
    table, with every form that has the same table: the national forms of 2019 and 2021 with each
    other, the annexes with each other. A cell that only others demand is `not_asked`; what another
    form leaves open is not held against anybody. Cells of a row or a column that the form may leave
    out (`optional`, or the other way of a `one_of`) are listed only where it is printed. Rows that
    no form knows are in figures alone.
    """
    canonical, asked = reports[["report_id", "form"]].copy(), _cells(forms)
    states = figures[["report_id", *CELL, "state"]].copy()
    alike(canonical, asked, ["form"])
    alike(canonical, states, ["report_id"])
    alike(asked, states, CELL)
    cells = canonical.merge(asked, on="form").drop(columns="form")
    cells = cells.merge(states, "left", ["report_id", *CELL])
    not_asked = ~cells["asked"]
    cells = cells[not_asked | _expected(cells)]
    missing = cells["asked"].map({True: "missing", False: "not_asked"})
    state = cells["state"].astype(object).fillna(missing)
    return cells.assign(state=state.astype("category"))


def _cells(forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row per form and cell.

    It is asked by the form itself, or only by another form with the same table.
    """
    rows: list[tuple[str, ...]] = []
    for form in forms.values():
        for table in form.tables.values():
            for row in table.rows:
                way = _way(table, row.code)
                for column in table.columns_of(row.code):
                    cell = (table.code, row.code, column.code)
                    rows.append((form.code, *cell, row.presence, column.presence, way))
    names = ["form", *CELL, "presence", "column_presence", "way"]
    asked = pd.DataFrame(rows, columns=names)
    tables = asked[["form", "table"]].drop_duplicates()
    optional = asked["presence"].eq(OPTIONAL) | asked["column_presence"].eq(OPTIONAL)
    demanded = asked.loc[~optional, CELL].drop_duplicates()
    of_any_form = tables.merge(demanded, on="table")
    cells = pd.concat([asked[["form", *CELL]], of_any_form]).drop_duplicates()
    cells = cells.merge(asked, on=["form", *CELL], how="left")
    return cells.assign(asked=cells["presence"].notna())


def _way(table: FormTable, code: str) -> str:
    """Whether a row of a `one_of` group stands for the whole block or for a part of it.

    For rows of no group it is "".
    """
    group = table.row(code).group
    if not group:
        return ""
    for row in table.rows:
        if row.group == group and row.code.startswith(f"{code}."):
            return "whole"
    return "part"


def _expected(cells: pd.DataFrame) -> pd.Series[bool]:
    """Which cells a report should print: required rows, printed rows, and one way of each group.

    Of a group, the parts are expected where some of them are printed and the whole is not, else the
    whole. A column that may be left out is expected where anything of it is printed.
    """
    report, table = cells["report_id"], cells["table"]
    row = [report, table, cells["row"]]
    group = [report, table, cells["presence"]]
    is_whole = cells["way"].eq("whole")
    is_part = cells["way"].eq("part")
    printed = cells["state"].notna().groupby(row).transform("any")
    whole = (printed & is_whole).groupby(group, dropna=False).transform("any")
    parts = (printed & is_part).groupby(group, dropna=False).transform("any")
    whole_is_expected = is_whole & ~parts
    part_is_expected = is_part & parts & ~whole
    required = cells["presence"].eq("required")
    row_is_expected = printed | required | whole_is_expected | part_is_expected
    column = [report, table, cells["column"]]
    column_is_printed = cells["state"].notna().groupby(column).transform("any")
    column_is_expected = cells["column_presence"].ne(OPTIONAL) | column_is_printed
    return row_is_expected & column_is_expected
