"""Published tables as frames with the types that they were written with."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import duckdb
import pandas as pd

from helpers import schema, settings
from helpers.database import database
from helpers.errors import UserError
from helpers.publish.cells import unguarded, unguarded_text
from helpers.publish.gate import check
from helpers.publish.parquet import Source, query, table, texts
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


@dataclass(frozen=True)
class Span:
    """The reports behind one and up to another: None for the first of all, and the last."""

    after: str | None
    until: str | None


def pieces(
    names: Collection[str], folder: Path, size: int = settings.PIECE
) -> Iterator[dict[str, pd.DataFrame]]:
    """Read tables piece by piece, each with the whole of `size` reports, by report_id.

    There is at least one piece. Its decimals are float64, exact to 15 digits. Memory does not grow
    with the tables, but for that of reports.
    Raises what `load` raises.
    """
    sources = opened(names, folder)
    for span in spans(folder, size):
        yield piece(sources, span)


def opened(names: Collection[str], folder: Path) -> dict[str, Source]:
    """Tables as they are now, to be read piece by piece."""
    sources = {}
    for name in names:
        with _whole(name):
            sources[name] = table(table_file(name, folder))
    return sources


def spans(folder: Path, size: int = settings.PIECE) -> list[Span]:
    """All reports of a folder in spans of so many; at least one."""
    report_ids = load("reports", folder)["report_id"].tolist()
    ends = [None, *report_ids[size - 1 : -1 : size], None]
    return [Span(after, until) for after, until in pairwise(ends)]


def piece(sources: Mapping[str, Source], span: Span) -> dict[str, pd.DataFrame]:
    """The rows of some reports in each of some tables."""
    return {name: _between(name, source, span) for name, source in sources.items()}


def _between(name: str, source: Source, span: Span) -> pd.DataFrame:
    """The rows of some reports, in the order of the file."""
    conditions = ["true"]
    ends = []
    if span.after is not None:
        conditions.append("report_id > ?")
        ends.append(span.after)
    if span.until is not None:
        conditions.append("report_id <= ?")
        ends.append(span.until)
    where = " AND ".join(conditions)
    try:
        rows = _in_columns(name, source, where, ends)
        return schema.for_analysis(name, schema.typed(name, rows))
    except _ODD:
        with _whole(name):
            found = query("*", source, f"WHERE {where}", *ends)
        return _published(name, found)


#: What is raised for rows that have been changed by hand: they are looked at as they are, for a
#: sentence on it.
_ODD = (duckdb.Error, schema.TableError, ValueError)


def _in_columns(
    name: str, source: Source, where: str = "true", values: Sequence[str] = (), exact: bool = False
) -> pd.DataFrame:
    """Some rows of a table, of which DuckDB looks at each text once; texts are categories.

    Decimals are float64, or Decimal if they shall be `exact`. Raises one of _ODD.
    """
    words, parameters = source
    columns = schema.TABLES[name].columns
    with database(threads=1) as connection:
        chosen = f"CREATE TABLE piece AS FROM {words} WHERE {where}"
        connection.execute(chosen, [*parameters, *values]).fetchall()
        piece = connection.table("piece")
        if {*piece.columns} != {*schema.TABLES[name].names}:
            raise ValueError(f"{name} has other columns.")
        check(name, piece.select(", ".join(map(_column, columns))))
        for column in columns:
            texts_of = f'SELECT DISTINCT "{column.name}" AS text FROM piece ORDER BY text'
            connection.execute(f'CREATE TYPE "of_{column.name}" AS ENUM ({texts_of})').fetchall()
        frame: pd.DataFrame = piece.select(", ".join(map(_category, columns))).df()
    for column in columns:
        found = frame[column.name].cat
        if column.type == "text":
            frame[column.name] = found.as_unordered().cat.rename_categories(unguarded_text)
        else:
            numbers = schema.numbers(column, found.categories, exact)
            frame[column.name] = numbers.array.take(found.codes.to_numpy())
    return frame


def _category(column: schema.ColumnSchema) -> str:
    """A column of texts as a category, in words of DuckDB."""
    return f'"{column.name}"::"of_{column.name}" AS "{column.name}"'


def _column(column: schema.ColumnSchema) -> str:
    """A column of texts with its type, in words of DuckDB."""
    name = f'"{column.name}"'
    if column.type == "integer":
        return f"NULLIF({name}, '')::BIGINT AS {name}"
    if column.type == "decimal":
        return f"NULLIF({name}, '')::DOUBLE AS {name}"
    return name


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
        if path.stat().st_size > settings.LARGE:
            with suppress(*_ODD):
                return schema.typed(name, _in_columns(name, texts(path), exact=True))
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
