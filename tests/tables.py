"""Figures and reports as the tables of a test: from cells that it names, or from the truth of the real reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import schema
from helpers.forms import Form


def truth_of(shared: Path, forms: Mapping[str, Form]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures and reports of the real files, straight from truth.csv."""
    cells = pd.read_csv(shared / "real-reports" / "truth.csv", dtype=str, keep_default_na=False)
    cells["report_id"] = cells["file"].str.partition(".")[0]
    return figures_of(cells, forms), reports_of(cells)


def cells_as_printed(cells: Iterable[tuple[str, ...]]) -> pd.DataFrame:
    """Cells from tuples of report_id, form, table, row, column and what is printed."""
    return pd.DataFrame(
        cells, columns=["report_id", "form", "table", "row", "column", "value"], dtype=str
    )


def figures_of(cells: pd.DataFrame, forms: Mapping[str, Form]) -> pd.DataFrame:
    """Figures from cells with report_id, form, table, row, column and value; `?5` is a doubtful 5."""
    units = {
        (form.code, table.code, row.code, column.code): column.unit
        for form in forms.values()
        for table in form.tables.values()
        for row in table.rows
        for column in table.columns_of(row.code)
    }
    places = zip(cells["form"], cells["table"], cells["row"], cells["column"], strict=True)
    bare = cells["value"].str.lstrip("?")
    status = bare.ne("").map({True: "printed", False: "blank"})
    return schema.typed(
        "figures",
        cells.assign(
            file=cells["report_id"],
            n=cells.groupby(["report_id", "table"]).cumcount() + 1,
            value=pd.Series(
                [Decimal(text) if text else None for text in bare], index=cells.index, dtype=object
            ),
            status=status.mask(cells["value"].str.startswith("?"), "doubtful"),
            unit=[units.get(place, "count") for place in places],
        ),
    )


def reports_of(cells: pd.DataFrame, **changes: Any) -> pd.DataFrame:
    known = cells[["report_id", "form"]].drop_duplicates()
    year = cells["year"].astype(int) if "year" in cells else 2020
    known = known.assign(file=known["report_id"], agency="某局", year=year, status="verified")
    return schema.typed("reports", known.assign(**changes))
