"""Rows that a database holds, held against the schema in columns."""

from __future__ import annotations

from duckdb import DuckDBPyRelation

from helpers import schema


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
