"""Published tables as frames with the types that they were written with."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from helpers import schema, settings
from helpers.errors import UserError

#: How the tables are written, so that DuckDB does not guess.
_CSV = """auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', new_line = '\\n'"""


class MissingTableError(UserError):
    """A table that there is not, or that has not been written yet; the message says what to do."""


def load(name: str, folder: Path, **only: Collection[str]) -> pd.DataFrame:
    """Read a table back with the types that it was written with.

    `only`: for a column the values, as texts, of the rows to keep; few rows of a large table are read much faster.

    Raises MissingTableError where there is no such table or it has not been written yet, TableError where the file
    is not what the schema says.
    """
    path = _file(name, folder)
    rows = tuple((key, tuple(values)) for key, values in only.items())
    return _load(name, path, path.stat().st_mtime_ns, rows).copy(deep=False)


def pieces(names: Collection[str], folder: Path, size: int = settings.PIECE) -> Iterator[dict[str, pd.DataFrame]]:
    """Read tables piece by piece, each with the whole of `size` reports, in the order of report_id; at least one piece.

    Memory does not grow with the tables, but for that of reports. Raises what `load` raises.
    """
    reports = load("reports", folder)["report_id"].tolist()
    parts = {name: _cut(name, _file(name, folder), reports[size - 1 :: size]) for name in names}
    for _ in range(max(1, -(-len(reports) // size))):
        yield {name: next(part) for name, part in parts.items()}


def _cut(name: str, path: Path, ends: Sequence[str]) -> Iterator[pd.DataFrame]:
    """A table cut behind each of these reports, and what is left; a table has its rows in the order of report_id."""
    chunks = pd.read_csv(path, encoding="utf-8-sig", dtype=object, keep_default_na=False, chunksize=settings.CHUNK)
    held = next(chunks, pd.DataFrame(columns=schema.TABLES[name].names, dtype=object))
    for end in ends:
        whole = []
        while held["report_id"].le(end).all() and (more := next(chunks, None)) is not None:
            whole.append(held)
            held = more
        own = held["report_id"].le(end)
        yield _published(name, pd.concat([*whole, held[own]], ignore_index=True))
        held = held[~own]
    yield _published(name, pd.concat([held, *chunks], ignore_index=True))


def _file(name: str, folder: Path) -> Path:
    """The file of a table that has been written."""
    if name not in schema.TABLES:
        raise MissingTableError(f"There is no table '{name}': choose from {', '.join(schema.TABLES)}.")
    path = folder / f"{name}.csv"
    if not path.is_file():
        writer = f"run `make report`, or the notebook {schema.TABLES[name].step}"
        raise MissingTableError(f"{path.name} is not in {folder}: {writer}.")
    return path


def counts(name: str, folder: Path, by: Sequence[str], without: str) -> pd.DataFrame:
    """One row per combination of values, as texts, of the columns `by`: how many rows have it, `cells`.

    `empty`: how many of them have nothing in the column `without`. Raises MissingTableError.
    """
    columns = ", ".join(f'"{column}"' for column in by)
    what = f"{columns}, count(*) AS cells, count(*) FILTER (\"{without}\" = '') AS empty"
    return _query(what, _file(name, folder), f"GROUP BY {columns} ORDER BY {columns}")


@lru_cache(maxsize=8)
def _load(name: str, path: Path, _changed: int, only: tuple[tuple[str, tuple[str, ...]], ...]) -> pd.DataFrame:
    """The rows of a table with their types; the kernel that makes pages of many agencies asks for the same ones."""
    if not only:
        return _published(name, pd.read_csv(path, encoding="utf-8-sig", dtype=object, keep_default_na=False))
    conditions = " AND ".join(f'"{column}" IN (SELECT unnest(?::VARCHAR[]))' for column, _ in only)
    return _published(name, _query("*", path, f"WHERE {conditions}", *(list(values) for _, values in only)))


def _query(what: str, path: Path, rest: str, *values: list[str]) -> pd.DataFrame:
    """What DuckDB finds in a CSV file, of which it never holds the whole."""
    table, named = texts(path)
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {what} FROM {table} {rest}", [*named, *values]).df()


def texts(path: Path) -> tuple[str, list[object]]:
    """A CSV file as a table for DuckDB, and the values of its parameters; all columns are texts, "" for nothing."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        columns = dict.fromkeys(next(csv.reader(stream)), "VARCHAR")
    known = ", ".join(f'coalesce("{column}", \'\') AS "{column}"' for column in columns)
    return f"(SELECT {known} FROM read_csv(?, columns = ?, {_CSV}))", [str(path), columns]


def _published(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table as texts → with their types."""
    frame = frame.copy(deep=False)
    for column in schema.TABLES[name].columns:
        if column.type != "text" and column.name in frame:
            numbers = [_number(column.type, text) for text in frame[column.name]]
            frame[column.name] = pd.Series(numbers, dtype=object)
    return schema.check(name, frame)


def _number(kind: str, text: str) -> int | Decimal | str | None:
    """The number that a text stands for; a text that is none stays, for the schema to find."""
    try:
        return (int(text) if kind == "integer" else Decimal(text)) if text else None
    except (ValueError, InvalidOperation):
        return text
