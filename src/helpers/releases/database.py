"""The tables of a release as Parquet, and in one DuckDB file with keys, comments and views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import duckdb

from helpers import settings
from helpers.database import database
from helpers.datafile import beside
from helpers.publish.parquet import ROWS, typed
from helpers.schema import ColumnSchema, TableSchema

#: The folder of the Parquet files, and the views, which join what belongs together.
PARQUET = "parquet"
VIEWS = beside(__file__, "views.sql")

#: The table of figures, and what of a figure is shown beside a number.
FIGURES = "figures"
TRACED = ("file", "printed", "status", "proof", "page", "x0", "y0", "x1", "y1", "place")

#: The schemas of a Data Package by table.
Described = Mapping[str, Mapping[str, Any]]


def connect(path: Path | str, work: Path) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """A database that holds little in memory and lays the rest into the folder `work`.

    One thread, so that the same rows are written in the same way.
    """
    return database(path, memory_limit=settings.DUCKDB_MEMORY, temp_directory=str(work), threads=1)


def write_parquet(tables: Iterable[TableSchema], folder: Path, work: Path) -> None:
    """Copy the CSV file of each table in a folder into its subfolder of Parquet files."""
    (folder / PARQUET).mkdir()
    with connect(":memory:", work) as connection:
        for table in tables:
            words, parameters = typed(table, folder / f"{table.name}.csv")
            rows = connection.sql(f"FROM {words}", params=parameters)
            target = folder / PARQUET / f"{table.name}.parquet"
            rows.write_parquet(str(target), compression="zstd", row_group_size=ROWS)


def write_database(
    path: Path, tables: Sequence[TableSchema], described: Described, folder: Path, work: Path
) -> None:
    """Put the Parquet files of a folder into a new DuckDB file.

    `described`: what the descriptor says of keys.
    """
    with connect(path, work) as connection:
        keyed = []
        for table in _in_order(tables, described):
            source = str(folder / PARQUET / f"{table.name}.parquet")
            [[rows]] = connection.execute(
                "SELECT count(*) FROM read_parquet(?)", [source]
            ).fetchall()
            if rows <= settings.KEYED:
                keyed.append(table.name)
            constraints = _constraints(table, described, keyed)
            columns = [_column(column) for column in table.columns]
            connection.execute(f'CREATE TABLE "{table.name}" ({", ".join(columns + constraints)})')
            connection.execute(f'INSERT INTO "{table.name}" FROM read_parquet(?)', [source])
            _comment(connection, table, described)
        connection.execute(VIEWS.read_text(encoding="utf-8"))
        for table in filter(_is_traced, tables):
            connection.execute(_traced(table))
        connection.execute("CHECKPOINT")


def _is_traced(table: TableSchema) -> bool:
    """Whether each number of a table is one figure, whose proof stands in its row."""
    names_figures = "ref" in table.names or bool(_several(table))
    return table.name != FIGURES and "proof" in table.names and names_figures


def _several(table: TableSchema) -> list[str]:
    """The numbers of a table whose rows have several, each with a figure of its own."""
    return [column for column in table.names if f"{column}_ref" in table.names]


def _traced(table: TableSchema) -> str:
    """A view of the numbers of a table, each with the figure that it is.

    Where a row has several numbers, it becomes several rows.
    """
    rows = f'"{table.name}"'
    numbers = _several(table)
    if numbers:
        pairs = ", ".join(f'("{number}", "{number}_ref") AS "{number}"' for number in numbers)
        rows = f"(UNPIVOT (FROM {rows}) ON {pairs} INTO NAME number VALUE value, ref)"
    figure = ", ".join(f"{FIGURES}.{column}" for column in TRACED)
    about = (
        f"One row per number of {table.name}, with the figure that it is: print, proof and place."
    )
    return f"""
        CREATE VIEW "{table.name}_traced" AS
        SELECT numbers.* EXCLUDE (proof), {figure}
        FROM {rows} AS numbers LEFT JOIN {FIGURES} USING (report_id, ref);
        COMMENT ON VIEW "{table.name}_traced" IS '{about}';
    """


def _in_order(tables: Sequence[TableSchema], described: Described) -> list[TableSchema]:
    """The tables, each after those that it refers to."""
    waiting, ordered = list(tables), list[TableSchema]()
    while waiting:
        names = {table.name for table in waiting}
        ready = [table for table in waiting if not _referred(table, described) & names]
        for table in ready or waiting:
            ordered.append(table)
            waiting.remove(table)
    return ordered


def _referred(table: TableSchema, described: Described) -> set[str]:
    """The other tables that a table refers to."""
    return {key["reference"]["resource"] for key in _references(table, described)} - {table.name}


def _references(table: TableSchema, described: Described) -> list[Mapping[str, Any]]:
    """The foreign keys of a table, as the descriptor has them."""
    keys: list[Mapping[str, Any]] = described[table.name].get("foreignKeys", [])
    return [key for key in keys if key["reference"].get("resource")]


def _column(column: ColumnSchema) -> str:
    must = " NOT NULL" if column.required and column.type == "text" else ""
    return f'"{column.name}" {column.in_sql}{must}'


def _constraints(table: TableSchema, described: Described, keyed: Sequence[str]) -> list[str]:
    """The keys of a table that DuckDB can hold, as far as the tables named in `keyed` go."""
    if table.name not in keyed:
        return []
    constraints = [f"PRIMARY KEY ({_names(table.key)})"]
    for key in _references(table, described):
        other = key["reference"]["resource"]
        fields = key["reference"]["fields"]
        if other in keyed and fields == described[other]["primaryKey"]:
            here, there = _names(key["fields"]), _names(fields)
            constraints.append(f'FOREIGN KEY ({here}) REFERENCES "{other}" ({there})')
    return constraints


def _names(fields: Iterable[str]) -> str:
    return ", ".join(f'"{field}"' for field in fields)


def _comment(
    connection: duckdb.DuckDBPyConnection, table: TableSchema, described: Described
) -> None:
    """Say of a table and its columns what the codebook says, and what they refer to."""
    key = ", ".join(table.key)
    _say(connection, f'TABLE "{table.name}"', f"{table.description} {table.chinese}. Key: {key}.")
    refer = {}
    for reference in _references(table, described):
        target = reference["reference"]
        for field, other in zip(reference["fields"], target["fields"], strict=True):
            refer[field] = f" → {target['resource']}.{other}"
    for column in table.columns:
        what = f"{column.description} ({column.chinese}){refer.get(column.name, '')}"
        _say(connection, f'COLUMN "{table.name}"."{column.name}"', what)


def _say(connection: duckdb.DuckDBPyConnection, of: str, text: str) -> None:
    quoted = text.replace("'", "''")
    connection.execute(f"COMMENT ON {of} IS '{quoted}'")
