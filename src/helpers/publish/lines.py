"""Rows of a table → the lines of its CSV file, made in columns by DuckDB.

Fields are parted by commas, and quoted where they hold a comma, a quotation mark or a line break;
a decimal has all of its places, so that a reader who looks at the first rows only takes no column
of amounts for whole numbers; empty for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from helpers import schema
from helpers.publish.cells import ODD, guarded
from helpers.publish.gate import check

#: Rows of a table: a frame, or what a database holds.
Rows = pd.DataFrame | DuckDBPyRelation
_BREAKS = r'[,"\n\r]'


@dataclass(frozen=True)
class Lines:
    """Rows as text; how many they are, and what the first and the last of them are sorted by."""

    text: str
    rows: int
    first: str
    last: str


def lines(name: str, rows: Rows, connection: DuckDBPyConnection) -> Lines:
    """Rows of a table as lines, by its key; `connection`: to the database that a frame goes into.

    Raises TableError for what the schema forbids.
    """
    if isinstance(rows, DuckDBPyRelation):
        check(name, rows)
        return _lines(name, rows)
    checked = _in_digits(name, schema.check(name, rows))
    return _lines(name, connection.from_df(checked))


def _in_digits(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Decimals as texts: DuckDB takes the first ones for the longest."""
    decimals = [column.name for column in schema.TABLES[name].columns if column.type == "decimal"]
    rows = rows.copy(deep=False)
    for column in decimals:
        if rows[column].dtype == object:
            rows[column] = rows[column].map("{:f}".format, na_action="ignore")
    return rows


def _lines(name: str, rows: DuckDBPyRelation) -> Lines:
    table = schema.TABLES[name]
    fields = ", ".join(map(_field, table.columns))
    key = [f'"{column}"' for column in table.key]
    line = f"concat_ws(',', {fields})"
    text = f"string_agg({line}, chr(10) ORDER BY {', '.join(key)})"
    found = rows.aggregate(f"{text}, count(*), min({key[0]}), max({key[0]})").fetchall()
    text, count, first, last = found[0]
    return Lines(f"{text}\n" if count else "", count, first or "", last or "")


def _field(column: schema.ColumnSchema) -> str:
    """A column as the field of a line; what DuckDB leaves out where a field is nothing."""
    name = f'"{column.name}"'
    if column.type == "decimal":
        name = f"{name}::DECIMAL(38, {column.places})"  # a misprint may be longer than its type
    text = f"coalesce({name}::VARCHAR, '')"
    if not column.is_free:
        return text
    quoted = f"""'"' || replace({guarded(text)}, '"', '""') || '"'"""
    field = f"if(regexp_matches({guarded(text)}, '{_BREAKS}'), {quoted}, {guarded(text)})"
    return f"if(regexp_matches({text}, '{_BREAKS}|{ODD}'), {field}, {text})"
