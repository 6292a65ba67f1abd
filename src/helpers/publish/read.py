"""Published tables as frames with the types that they were written with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers import schema, settings
from helpers.errors import UserError
from helpers.publish.parquet import Table, query, table


class MissingTableError(UserError):
    """A table that there is not, or that has not been written yet; the message says what to do."""


def load(name: str, folder: Path, **only: Collection[str]) -> pd.DataFrame:
    """Read a table back with the types that it was written with.

    `only`: for a column the values, as texts, of the rows to keep; few rows of a large table are
    read much faster.

    Raises MissingTableError where there is no such table or it has not been written yet, TableError
    where the file is not what the schema says.
    """
    path = _file(name, folder)
    rows = tuple((key, tuple(values)) for key, values in only.items())
    return _load(name, path, path.stat().st_mtime_ns, rows).copy(deep=False)


def pieces(
    names: Collection[str], folder: Path, size: int = settings.PIECE
) -> Iterator[dict[str, pd.DataFrame]]:
    """Read tables piece by piece, each with the whole of `size` reports, in the order of report_id; at least one piece.

    Memory does not grow with the tables, but for that of reports. Raises what `load` raises.
    """
    tables = {name: table(_file(name, folder)) for name in names}
    ends = load("reports", folder)["report_id"].tolist()[size - 1 : -1 : size]
    for after, until in zip([None, *ends], [*ends, None], strict=True):
        yield {name: _between(name, each, after, until) for name, each in tables.items()}


def _between(name: str, whole: Table, after: str | None, until: str | None) -> pd.DataFrame:
    """The rows of the reports behind one, or the first, to another one, or the last, in the order of the file."""
    ends = {"report_id > ?": after, "report_id <= ?": until}
    asked = {condition: end for condition, end in ends.items() if end is not None}
    return _published(
        name, query("*", whole, f"WHERE {' AND '.join(asked) or 'true'}", *asked.values())
    )


def _file(name: str, folder: Path) -> Path:
    """The file of a table that has been written."""
    if name not in schema.TABLES:
        raise MissingTableError(
            f"There is no table '{name}': choose from {', '.join(schema.TABLES)}."
        )
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
    return query(what, table(_file(name, folder)), f"GROUP BY {columns} ORDER BY {columns}")


@lru_cache(maxsize=8)
def _load(
    name: str, path: Path, _changed: int, only: tuple[tuple[str, tuple[str, ...]], ...]
) -> pd.DataFrame:
    """The rows of a table with their types; the kernel that makes pages of many agencies asks for the same ones."""
    if not only:
        return _published(
            name, pd.read_csv(path, encoding="utf-8-sig", dtype=object, keep_default_na=False)
        )
    conditions = " AND ".join(f'"{column}" IN (SELECT unnest(?::VARCHAR[]))' for column, _ in only)
    return _published(
        name, query("*", table(path), f"WHERE {conditions}", *(list(values) for _, values in only))
    )


def _published(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table as texts → with their types."""
    frame = frame.astype(
        object
    )  # DuckDB's texts are a type of pandas' own, which is slow to go through
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
