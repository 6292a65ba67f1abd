"""Tables as DuckDB reads them: copies in Parquet, of which it opens only the parts that it needs, of the CSV files."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import duckdb
import pandas as pd

from helpers.files import COPY, cache_folder, writing

#: Rows of a part of a copy. A table has its rows in the order of report_id, so that few parts hold
#: those of a report.
ROWS = 20_480
#: How the tables are written, so that DuckDB does not guess.
_CSV = """auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', new_line = '\\n'"""
#: A table in the words of DuckDB, and the values of its parameters. All columns are texts, "" for
#: nothing.
Table = tuple[str, list[object]]


def table(path: Path) -> Table:
    """A published table as it is now: its copy, which stays as it is whatever becomes of the file, else the file."""
    copy = _copy(path)
    return ("read_parquet(?)", [str(copy)]) if copy else texts(path)


def texts(path: Path) -> Table:
    """The CSV file itself."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        columns = dict.fromkeys(next(csv.reader(stream)), "VARCHAR")
    known = ", ".join(f'coalesce("{column}", \'\') AS "{column}"' for column in columns)
    return f"(SELECT {known} FROM read_csv(?, columns = ?, {_CSV}))", [str(path), columns]


def query(what: str, table: Table, rest: str, *values: object) -> pd.DataFrame:
    """What DuckDB finds in a table, of which it never holds the whole."""
    source, named = table
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {what} FROM {source} {rest}", [*named, *values]).df()


def _copy(path: Path) -> Path | None:
    """The copy of a CSV file as it is now, made where there is none yet; None where none can be kept."""
    source, named = texts(path)
    state = path.stat()
    now = f"{source} {path.resolve()} {state.st_ino} {state.st_mtime_ns} {state.st_size}"
    try:
        copy = cache_folder() / f"{hashlib.sha256(now.encode()).hexdigest()}{COPY}"
        if copy.is_file():
            return copy
        # One thread, since more of them take twice the memory.
        with writing(copy) as part, duckdb.connect(config={"threads": 1}) as connection:
            connection.sql(f"FROM {source}", params=named).write_parquet(
                str(part), row_group_size=ROWS
            )
    except (
        OSError,
        duckdb.IOException,
    ):  # a disk that is full or must not be written costs time, nothing else
        return None
    return copy
