"""Every table opens without a schema, with the same types in all tables, and joins: in each program that is here."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from helpers import publish, schema

#: Column → "text", "number", or "" where nothing is in it.
Kinds = dict[str, str]
R = r"""
files <- commandArgs(trailingOnly = TRUE)
kind <- function(x) if (all(is.na(x))) "" else if (is.numeric(x)) "number" else if (is.character(x)) "text" else class(x)
tables <- lapply(files, function(f) read.csv(f, fileEncoding = "UTF-8-BOM", encoding = "UTF-8"))
names(tables) <- sub("[.]csv$", "", basename(files))
for (name in names(tables)) for (column in names(tables[[name]]))
  cat(name, column, kind(tables[[name]][[column]]), sep = "\t", fill = FALSE, "\n")
joined <- merge(merge(tables$outcomes, tables$figures, by = c("report_id", "ref")), tables$reports, by = "report_id")
cat("joined", nrow(joined), "\n", sep = "\t")
cat("agency", sort(unique(tables$reports$agency)), "\n", sep = "\t")
"""


def tables(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.csv"))


def by_pandas(folder: Path) -> tuple[dict[str, Kinds], int, set[str]]:
    frames = {path.stem: pd.read_csv(path) for path in tables(folder)}
    kinds = {
        name: {column: _of(frame[column]) for column in frame} for name, frame in frames.items()
    }
    joined = frames["outcomes"].merge(frames["figures"], on=["report_id", "ref"])
    joined = joined.merge(frames["reports"], on="report_id")
    return kinds, len(joined), set(frames["reports"]["agency"])


def _of(column: pd.Series) -> str:
    if column.isna().all():
        return ""
    return (
        "number"
        if pd.api.types.is_numeric_dtype(column)
        else str(column.dtype).replace("str", "text")
    )


def by_polars(folder: Path) -> tuple[dict[str, Kinds], int, set[str]]:
    import polars

    frames = {path.stem: polars.read_csv(path) for path in tables(folder)}
    kinds = {
        name: {
            column.name: "" if column.null_count() == len(column)
            else "number" if column.dtype.is_numeric()
            else "text" if column.dtype == polars.String else str(column.dtype)
            for column in frame
        }
        for name, frame in frames.items()
    }  # fmt: skip
    joined = frames["outcomes"].join(frames["figures"], on=["report_id", "ref"])
    joined = joined.join(frames["reports"], on="report_id", suffix="_of_report")
    return kinds, len(joined), set(frames["reports"]["agency"])


def by_duckdb(folder: Path) -> tuple[dict[str, Kinds], int, set[str]]:
    numeric = {"BIGINT": "number", "DOUBLE": "number", "VARCHAR": "text"}
    kinds = {}
    for path in tables(folder):
        found = duckdb.sql(f"FROM '{path}'")
        filled = duckdb.sql(f"SELECT count(COLUMNS(*)) FROM '{path}'").fetchall()[0]
        kinds[path.stem] = {
            name: numeric.get(str(kind), str(kind)) if count else ""
            for name, kind, count in zip(found.columns, found.types, filled, strict=True)
        }
    join = f"FROM '{folder}/outcomes.csv' JOIN '{folder}/figures.csv' USING (report_id, ref)"
    rows = duckdb.sql(f"{join} JOIN '{folder}/reports.csv' USING (report_id)").fetchall()
    return (
        kinds,
        len(rows),
        {
            agency
            for (agency,) in duckdb.sql(f"SELECT agency FROM '{folder}/reports.csv'").fetchall()
        },
    )


def by_r(folder: Path) -> tuple[dict[str, Kinds], int, set[str]]:
    said = subprocess.run(
        ["Rscript", "-e", R, *tables(folder)], capture_output=True, text=True, check=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    ).stdout  # fmt: skip
    kinds: dict[str, Kinds] = {}
    for line in said.splitlines():
        name, *rest = line.rstrip("\t").split("\t")
        if name == "joined":
            joined = int(rest[0])
        elif name == "agency":
            agencies = set(rest)
        else:
            kinds.setdefault(name, {})[rest[0]] = "".join(rest[1:])
    return kinds, joined, agencies


def by_libreoffice(folder: Path) -> tuple[dict[str, Kinds], int, set[str]]:
    office = folder / "office"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{office}/profile", "--headless",
         "--infilter=CSV:44,34,76,1", "--convert-to", "xlsx", "--outdir", office, *tables(folder)],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    kinds: dict[str, Kinds] = {}
    frames = {}
    for path in tables(folder):
        head, *rows = openpyxl.load_workbook(
            office / f"{path.stem}.xlsx", read_only=True
        ).active.values
        frames[path.stem] = frame = pd.DataFrame(rows, columns=head, dtype=object)
        kinds[path.stem] = {column: _of_cells(frame[column]) for column in frame}
    joined = frames["outcomes"].merge(frames["figures"], on=["report_id", "ref"])
    return (
        kinds,
        len(joined.merge(frames["reports"], on="report_id")),
        set(frames["reports"]["agency"]),
    )


def _of_cells(column: pd.Series) -> str:
    kinds = {"text" if isinstance(value, str) else "number" for value in column.dropna()}
    return "".join(sorted(kinds))


def _has_calc() -> bool:
    """LibreOffice may be here without the part that opens tables."""
    program = shutil.which("soffice")
    return bool(program) and Path(program).resolve().with_name("libsclo.so").is_file()


READERS: dict[str, Callable[[Path], tuple[dict[str, Kinds], int, set[str]]]] = {
    "pandas": by_pandas,
    "DuckDB": by_duckdb,
    **({"polars": by_polars} if find_spec("polars") else {}),
    **({"R": by_r} if shutil.which("Rscript") else {}),
    **({"LibreOffice": by_libreoffice} if _has_calc() else {}),
}
#: What a report prints: a cell of a spreadsheet that is a number, whatever stands in the others.
PRINTED = {"LibreOffice": ("text", "numbertext")}


@pytest.mark.parametrize("reader", READERS)
def test_every_table_opens_without_a_schema_with_the_same_types_and_joins(
    reader: str, processed: Path, tmp_path: Path
) -> None:
    for path in tables(processed):
        shutil.copy(path, tmp_path)
    kinds, joined, agencies = READERS[reader](tmp_path)
    for table in schema.TABLES.values():
        if table.name not in kinds:
            continue
        for column in table.columns:
            wanted = ("text" if column.type == "text" else "number",)
            if column.name == "printed":
                wanted = PRINTED.get(reader, wanted)
            assert kinds[table.name][column.name] in (*wanted, ""), (table.name, column.name)
    assert joined == len(publish.load("outcomes", processed))
    assert agencies == set(publish.load("reports", processed)["agency"])


def test_a_column_has_one_type_in_all_tables() -> None:
    kinds: dict[str, set[str]] = {}
    for table in schema.TABLES.values():
        for column in table.columns:
            kinds.setdefault(column.name, set()).add(column.type)
    assert {name: kind for name, kind in kinds.items() if len(kind) > 1} == {}
