"""Tables as DuckDB reads them: copies of the CSV files in Parquet.

Of a copy it opens only the parts that it needs.
"""

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
_CSV = (
    "auto_detect = false, header = true, "
    """delim = ',', quote = '"', escape = '"', new_line = '\\n'"""
)
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
    return "read_parquet(?)", [str(copy)]


def texts(path: Path) -> Source:
    """The CSV file itself."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head = next(csv.reader(stream), [])
    types = dict.fromkeys(head, "VARCHAR")
    columns = ", ".join(f'coalesce("{column}", \'\') AS "{column}"' for column in types)
    return f"(SELECT {columns} FROM read_csv(?, columns = ?, {_CSV}))", [str(path), types]


def query(what: str, source: Source, rest: str, *values: object) -> pd.DataFrame:
    """What DuckDB finds in a table, of which it never holds the whole."""
    words, parameters = source
    with duckdb.connect() as connection:
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
        with writing(copy) as part, duckdb.connect(config={"threads": 1}) as connection:
            rows = connection.sql(f"FROM {words}", params=parameters)
            rows.write_parquet(str(part), row_group_size=ROWS)
    except (OSError, duckdb.IOException):
        # A disk that is full or must not be written costs time, nothing else.
        return None
    return copy
