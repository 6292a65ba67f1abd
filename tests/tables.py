"""Figures and reports as the tables of a test: from cells that it names, or from the truth of the real reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from conftest import ROOT
from helpers import schema
from helpers.forms import Form

#: Bundled specimens that print what a real report does, cell by cell (test_real_reports.py holds that).
PUBLISHED = (
    "hongze_2023", "huaian_2024", "pingtan_2016", "pingtan_2019",
    "pingtan_2020", "pingtan_2022", "pingtan_2024", "shanghai_office_2019",
)  # fmt: skip


def published_cells() -> pd.DataFrame:
    """Every cell that these reports print, as texts, from the published table of figures."""
    figures = pd.read_csv(
        ROOT / "data" / "processed" / "figures.csv", dtype=str, keep_default_na=False
    )
    figures["report_id"] = figures["file"].map(lambda file: Path(file).stem)
    cells = figures[figures["report_id"].isin(PUBLISHED)].reset_index(drop=True)
    cells["year"] = cells["report_id"].str[-4:]
    return cells[["report_id", "year", "form", "table", "row", "column", "value"]]


def published(forms: Mapping[str, Form]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures and reports of these specimens."""
    cells = published_cells()
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
            ref="f" + (cells.groupby("report_id").cumcount() + 1).astype(str),
            proof="seen",
            unit=[units.get(place, "count") for place in places],
        ),
    )


def reports_of(cells: pd.DataFrame, **changes: Any) -> pd.DataFrame:
    known = cells[["report_id", "form"]].drop_duplicates()
    year = cells["year"].astype(int) if "year" in cells else 2020
    known = known.assign(file=known["report_id"], agency="某局", year=year, status="verified")
    return schema.typed("reports", known.assign(**changes))
