"""Tables as DuckDB reads them: copies of the CSV files in Parquet.

Of a copy it opens only the parts that it needs.
"""

from __future__ import annotations

import csv
import glob
import hashlib
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import duckdb
import pandas as pd
from duckdb import DuckDBPyRelation

from helpers.database import database
from helpers.files import COPY, cache_folder, writing
from helpers.publish.cells import steady_in_sql, unguarded_in_sql
from helpers.publish.gate import odd
from helpers.schema import TableSchema

#: Rows of a part of a copy. A table has its rows in the order of report_id, so that few parts hold
#: those of a report.
ROWS = 20_480
#: How the tables are written, so that DuckDB does not guess.
_CSV = """auto_detect = false, header = true, delim = ',', quote = '"', escape = '"'"""
#: A table in the words of DuckDB, and the values of its parameters. All columns are texts, "" for
#: nothing.
Source = tuple[str, list[object]]


def table(path: Path) -> Source:
    """A published table as it is now: its copy, else the file.

    The copy stays as it is whatever becomes of the file.
    """
    copy = _copy(path)
    if copy is None:
        return texts(path)
    return "read_parquet(?)", [_named(copy)]


def head(path: Path) -> list[str]:
    """The names of the columns of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return next(csv.reader(stream), [])


def texts(path: Path) -> Source:
    """The CSV file itself."""
    types = dict.fromkeys(head(path), "VARCHAR")
    columns = ", ".join(f'coalesce("{column}", \'\') AS "{column}"' for column in types)
    read = f"read_csv(?, columns = ?, new_line = '{_line_end(path)}', {_CSV})"
    return f"(SELECT {columns} FROM {read})", [_named(path), types]


def _named(path: Path) -> str:
    """A file as DuckDB takes it for itself, and not for a pattern of names."""
    return glob.escape(str(path))


def _line_end(path: Path) -> str:
    r"""What the lines of a file end with, as DuckDB writes it; Excel saves them with `\r\n`.

    With another one than that of the file DuckDB finds no rows, and says nothing.
    """
    with path.open("rb") as stream:
        names = stream.readline()
    if names.endswith(b"\r\n"):
        return r"\r\n"
    return r"\r" if b"\r" in names else r"\n"


def typed(table: TableSchema, path: Path) -> Source:
    """The CSV file of a table with its types, texts as they were before they went into it.

    What is empty is NULL, but for a text in a key. So is a number that is too long for its type: it
    stands in the file alone.
    """
    words, parameters = texts(path)
    columns = []
    for column in table.columns:
        value = f'"{column.name}"'
        if column.is_free:
            value = unguarded_in_sql(value)
        if column.name not in table.key and not column.required:
            value = f"nullif({value}, '')"
        columns.append(f'TRY_CAST({value} AS {column.in_sql}) AS "{column.name}"')
    return f"(SELECT {', '.join(columns)} FROM {words})", parameters


def parts(table: TableSchema, files: Iterable[Path]) -> Source:
    """A table that lies in files of Parquet with its types, as texts."""
    columns = ", ".join(f"coalesce({name}::VARCHAR, '') AS {name}" for name in _quoted(table))
    paths = [_named(path) for path in files]
    return f"(SELECT {columns} FROM read_parquet(?::VARCHAR[]))", [paths]


def write(table: TableSchema, rows: DuckDBPyRelation, path: Path) -> None:
    """Write rows of a table to a file of Parquet, with its types and by its key.

    What is empty is NULL, but for a text in a key, as in `typed`; what steers is left out.
    """
    changed = odd(table, rows)
    fields = []
    for column in table.columns:
        value = f'"{column.name}"'
        if column.name in changed:
            value = steady_in_sql(value)
        if column.type == "text" and column.name not in table.key and not column.required:
            value = f"nullif({value}, '')"
        fields.append(f'TRY_CAST({value} AS {column.in_sql}) AS "{column.name}"')
    key = ", ".join(f'"{column}"' for column in table.key)
    in_order = rows.order(key).select(", ".join(fields))
    with writing(path) as part:
        in_order.write_parquet(str(part), compression="zstd", row_group_size=ROWS)


def _quoted(table: TableSchema) -> list[str]:
    return [f'"{name}"' for name in table.names]


def examples(path: Path) -> dict[str, str]:
    """For each column of a table the first text that is not empty, of its first rows."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        found: dict[str, str] = {}
        for row in islice(rows, ROWS):
            for column, text in row.items():
                if text and column not in found:
                    found[column] = text
            if len(found) == len(row):
                break
    return found


def examples_of_parts(table: TableSchema, source: Source) -> dict[str, str]:
    """The same for a table in files of Parquet."""
    first = [f"first({name}) FILTER ({name} <> '') AS {name}" for name in _quoted(table)]
    words, parameters = source
    rows = f"(FROM {words} LIMIT {ROWS})"
    found = query(", ".join(first), (rows, parameters), "").iloc[0]
    return {str(column): text for column, text in found.items() if isinstance(text, str)}


def query(what: str, source: Source, rest: str, *values: object) -> pd.DataFrame:
    """What DuckDB finds in a table, of which it never holds the whole."""
    words, parameters = source
    with database() as connection:
        found = connection.execute(f"SELECT {what} FROM {words} {rest}", [*parameters, *values])
        return found.df()


def _copy(path: Path) -> Path | None:
    """The copy of a CSV file as it is now, made if there is none; None where none can be kept."""
    words, parameters = texts(path)
    state = path.stat()
    now = f"{words} {path.resolve()} {state.st_ino} {state.st_mtime_ns} {state.st_size}"
    name = hashlib.sha256(now.encode()).hexdigest()
    try:
        copy = cache_folder() / f"{name}{COPY}"
        if copy.is_file():
            return copy
        # One thread, since more of them take twice the memory.
        with writing(copy) as part, database(threads=1) as connection:
            rows = connection.sql(f"FROM {words}", params=parameters)
            rows.write_parquet(str(part), row_group_size=ROWS)
    except (OSError, duckdb.IOException):
        # A disk that is full or must not be written costs time, nothing else.
        return None
    return copy
