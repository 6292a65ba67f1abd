"""Published tables as frames with the types that they were written with."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from helpers import schema, settings
from helpers.database import database
from helpers.errors import UserError
from helpers.publish.cells import unguarded, unguarded_in_sql
from helpers.publish.gate import check
from helpers.publish.parquet import Source, query, table
from helpers.publish.switch import current


class MissingTableError(UserError):
    """A table that there is not, or that has not been written yet; the message says what to do."""


class DamagedTableError(UserError):
    """A file that is no table any more; the message says what to do."""


@contextmanager
def _whole(name: str) -> Iterator[None]:
    """Read a table in the block; DamagedTableError where its file cannot be taken apart."""
    try:
        yield
    except (ValueError, csv.Error, duckdb.Error) as error:
        notebook = schema.TABLES[name].step
        raise DamagedTableError(
            f"{name}.csv is damaged: write it anew by `gongkai run`, or the notebook {notebook}."
        ) from error


def load(name: str, folder: Path, **only: Collection[str]) -> pd.DataFrame:
    """Read a table back with the types that it was written with.

    `only`: for a column the values, as texts, of the rows to keep; few rows of a large table are
    read much faster.

    Raises MissingTableError where there is no such table or it has not been written yet,
    DamagedTableError where the file is none, TableError where it is not what the schema says.
    """
    path = table_file(name, folder)
    wanted = tuple((column, tuple(values)) for column, values in only.items())
    with _whole(name):
        rows = _load(name, path, path.stat().st_mtime_ns, wanted)
    return rows.copy(deep=False)


def pieces(
    names: Collection[str], folder: Path, size: int = settings.PIECE
) -> Iterator[dict[str, pd.DataFrame]]:
    """Read tables piece by piece, each with the whole of `size` reports, by report_id.

    There is at least one piece. Its decimals are float64, exact to 15 digits. Memory does not grow
    with the tables, but for that of reports.
    Raises what `load` raises.
    """
    tables = {}
    for name in names:
        with _whole(name):
            tables[name] = table(table_file(name, folder))
    report_ids = load("reports", folder)["report_id"].tolist()
    after = None
    for until in [*report_ids[size - 1 : -1 : size], None]:
        yield {name: _between(name, source, after, until) for name, source in tables.items()}
        after = until


def _between(name: str, source: Source, after: str | None, until: str | None) -> pd.DataFrame:
    """The rows of the reports behind one and up to another, in the order of the file.

    `after`: None for all from the first. `until`: None for all to the last.
    """
    conditions = ["true"]
    ends = []
    if after is not None:
        conditions.append("report_id > ?")
        ends.append(after)
    if until is not None:
        conditions.append("report_id <= ?")
        ends.append(until)
    where = " AND ".join(conditions)
    try:
        return _in_columns(name, source, where, ends)
    except duckdb.Error:
        # What has been changed by hand is looked at as it is, for a sentence on it.
        with _whole(name):
            rows = query("*", source, f"WHERE {where}", *ends)
        return _published(name, rows)


def _in_columns(name: str, source: Source, where: str, values: list[str]) -> pd.DataFrame:
    """Some rows of a table with their types, decimals as float64; the types are those of SQL."""
    words, parameters = source
    columns = ", ".join(map(_column, schema.TABLES[name].columns))
    with database(threads=1) as connection:
        chosen = f"SELECT {columns} FROM {words} WHERE {where}"
        rows = connection.sql(chosen, params=[*parameters, *values])
        check(name, rows)
        return schema.for_analysis(name, schema.typed(name, rows.df()))


def _column(column: schema.ColumnSchema) -> str:
    """A column of texts with its type, in words of DuckDB."""
    name = f'"{column.name}"'
    value = name
    if column.type == "integer":
        value = f"NULLIF({name}, '')::BIGINT"
    elif column.type == "decimal":
        value = f"NULLIF({name}, '')::DOUBLE"
    elif column.is_free:
        value = unguarded_in_sql(name)
    return f"{value} AS {name}"


def table_file(name: str, folder: Path) -> Path:
    """The file of a table that has been written."""
    if name not in schema.TABLES:
        choice = ", ".join(schema.TABLES)
        raise MissingTableError(f"There is no table '{name}': choose from {choice}.")
    path = current(folder, f"{name}.csv")
    if not path.is_file():
        notebook = schema.TABLES[name].step
        raise MissingTableError(
            f"{path.name} is not in {folder}: call `gongkai run`, or the notebook {notebook}."
        )
    return path


def counts(name: str, folder: Path, by: Sequence[str], without: str) -> pd.DataFrame:
    """One row per combination of values, as texts, of the columns `by`.

    `cells`: how many rows have it. `empty`: how many of them have nothing in the column `without`.
    Raises MissingTableError.
    """
    columns = ", ".join(f'"{column}"' for column in by)
    empty = f"count(*) FILTER (\"{without}\" = '') AS empty"
    what = f"{columns}, count(*) AS cells, {empty}"
    with _whole(name):
        source = table(table_file(name, folder))
        return query(what, source, f"GROUP BY {columns} ORDER BY {columns}")


@lru_cache(maxsize=8)
def _load(
    name: str, path: Path, _changed: int, only: tuple[tuple[str, tuple[str, ...]], ...]
) -> pd.DataFrame:
    """The rows of a table with their types.

    The kernel that makes pages of many agencies asks for the same ones.
    """
    if not only:
        rows = pd.read_csv(path, encoding="utf-8-sig", dtype=object, keep_default_na=False)
        return _published(name, rows)
    conditions = [f'"{column}" IN (SELECT unnest(?::VARCHAR[]))' for column, _ in only]
    where = " AND ".join(conditions)
    wanted = [list(values) for _, values in only]
    rows = query("*", table(path), f"WHERE {where}", *wanted)
    return _published(name, rows)


def _published(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table as texts → with their types."""
    # DuckDB's texts are a type of pandas' own, which is slow to go through.
    frame = frame.astype(object)
    for column in schema.TABLES[name].columns:
        if column.is_free and column.name in frame:
            frame[column.name] = unguarded(frame[column.name])
    return schema.check(name, schema.from_texts(name, frame))
