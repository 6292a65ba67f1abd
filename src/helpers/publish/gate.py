"""Rows that a database holds, held against the schema in columns."""

from __future__ import annotations

import duckdb
import pandas as pd
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from helpers import schema
from helpers.publish.cells import ODD

#: Rows of a table: a frame, or what a database holds.
Rows = pd.DataFrame | DuckDBPyRelation


def entered(name: str, rows: Rows, connection: DuckDBPyConnection) -> DuckDBPyRelation:
    """Rows of a table in a database, held against the schema.

    `connection`: to the database that a frame goes into. Raises TableError for what the schema
    forbids.
    """
    if isinstance(rows, pd.DataFrame):
        rows = _in_database(name, rows, connection)
    check(name, rows)
    return rows


def _in_database(name: str, rows: pd.DataFrame, connection: DuckDBPyConnection) -> DuckDBPyRelation:
    """A frame in a database."""
    connection.register("rows", _in_digits(name, schema.fitting(name, rows)))
    columns = ", ".join(map(_column, schema.TABLES[name].columns))
    try:
        connection.execute(
            f"CREATE OR REPLACE TABLE piece AS SELECT {columns} FROM rows"
        ).fetchall()
    except (duckdb.ConversionException, duckdb.InvalidInputException) as error:
        [said, *_] = str(error).splitlines()
        raise schema.TableError(f"{name}: {said}.") from error
    connection.unregister("rows")
    return connection.table("piece")


def _in_digits(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Decimals as texts: DuckDB takes the first ones for the longest."""
    decimals = [column.name for column in schema.TABLES[name].columns if column.type == "decimal"]
    rows = rows.copy(deep=False)
    for column in decimals:
        if rows[column].dtype == object:
            rows[column] = rows[column].map("{:f}".format, na_action="ignore")
    return rows


def _column(column: schema.ColumnSchema) -> str:
    """A column of a frame with the type of its schema; a misprint may be longer than a decimal."""
    kind = f"DECIMAL(38, {column.places})" if column.type == "decimal" else column.in_sql
    return f'"{column.name}"::{kind} AS "{column.name}"'


def check(name: str, rows: DuckDBPyRelation) -> None:
    """Hold rows of a table, with its types, against the schema.

    Raises TableError with one sentence on the first violation; a frame is made only for that.
    """
    table = schema.TABLES[name]
    faults = [fault for column in table.columns for fault in _faults(table, column)]
    key = ", ".join(f'"{column}"' for column in table.key)
    found = f"count(*) FILTER ({' OR '.join(faults)}) + count(*) - count(DISTINCT hash({key}))"
    [(wrong,)] = rows.aggregate(found).fetchall()
    if wrong:
        schema.check(name, schema.typed(name, rows.df()))


def _faults(table: schema.TableSchema, column: schema.ColumnSchema) -> list[str]:
    """What a value of a column must not be, in words of DuckDB."""
    name = f'"{column.name}"'
    faults = []
    if column.required or column.name in table.key:
        faults.append(f"{name} IS NULL")
        if column.type == "text" and column.required:
            faults.append(f"{name} = ''")
    if column.enum:
        allowed = ", ".join(f"'{code}'" for code in (*column.enum, ""))
        faults.append(f"{name} NOT IN ({allowed})")
    return faults


def odd(table: schema.TableSchema, rows: DuckDBPyRelation) -> set[str]:
    """The columns with a text that stands otherwise in a file; each text is looked at once."""
    searches = []
    for column in table.columns:
        if column.is_free:
            searches.append(
                f"SELECT '{column.name}' AS name FROM (SELECT DISTINCT \"{column.name}\" AS text "
                f"FROM rows) HAVING bool_or(regexp_matches(text, '{ODD}'))"
            )
    if not searches:
        return set()
    found = rows.query("rows", " UNION ALL ".join(searches))
    assert found is not None
    return {name for (name,) in found.fetchall()}
