"""Rows of a table → the lines of its CSV file, made in columns by DuckDB.

Fields are parted by commas, and quoted where they hold a comma, a quotation mark or a line break,
or a #; a decimal has all of its places, so that a reader who looks at the first rows only
takes no column of amounts for whole numbers; empty for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from duckdb import DuckDBPyRelation

from helpers import schema
from helpers.database import database
from helpers.files import PART
from helpers.publish.cells import ODD, guarded
from helpers.publish.gate import Rows, entered, odd


class Lines(NamedTuple):
    """How many lines a file holds, and what the first and the last are sorted by."""

    rows: int
    first: str
    last: str


def write(tables: Mapping[str, Rows], folder: Path, number: int) -> dict[str, Lines]:
    """Write one piece of some tables, each by its key and without the names of the columns.

    `number`: that of the piece; `file` says where the lines of a table are. Raises TableError for
    what the schema forbids.
    """
    with database(threads=1) as connection:
        written = {}
        for name, rows in tables.items():
            path = file(name, folder, number)
            written[name] = _write(name, entered(name, rows, connection), path)
    return written


def file(name: str, folder: Path, number: int) -> Path:
    """The file with the lines of one piece of a table."""
    return folder / f"{name}.{number}{PART}"


def _write(name: str, rows: DuckDBPyRelation, path: Path) -> Lines:
    table = schema.TABLES[name]
    key = [f'"{column}"' for column in table.key]
    changed = odd(table, rows)
    fields = [_field(column, column.name in changed) for column in table.columns]
    in_order = rows.order(", ".join(key)).select(", ".join(fields))
    in_order.write_csv(str(path), header=False, na_rep="")
    [(count, first, last)] = rows.aggregate(f"count(*), min({key[0]}), max({key[0]})").fetchall()
    return Lines(count, first or "", last or "")


def _field(column: schema.ColumnSchema, is_odd: bool) -> str:
    """A column as the fields of a file, NULL for nothing."""
    name = f'"{column.name}"'
    if column.type != "text":
        return name
    text = name
    if is_odd:
        text = f"if(regexp_matches({name}, '{ODD}'), {guarded(name)}, {name})"
    return f"nullif({text}, '') AS {name}"
