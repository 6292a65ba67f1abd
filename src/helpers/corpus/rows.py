"""What was read, as it was packed → rows of figures, checks and narrative, by DuckDB.

The details of a report are a line of JSON (`extraction.Details`), which DuckDB reads into columns:
no figure becomes an object here. Numbers are decimals of two places, what is finer is rounded half
up; boxes are in tenths of a point.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from helpers.prove.narrative import TOPICS
from helpers.schema import TABLES, ColumnSchema, from_texts

#: What tells one year's figures from the next year's.
_HANDED_ON = ("report_id", '"table"', "n", '"row"', '"column"', "value", "status", "ref")
#: What the details say nothing of.
_OF_REPORT = ["report_id", "file", "form", "reader"]
_TEXTS = ("table", "row", "column")
#: The fields of each kind of detail that the tables need. Numbers are texts, as msgspec writes
#: decimals.
_FIELDS = {
    "figures": {
        **dict.fromkeys(
            (*_TEXTS, "label", "printed", "unit", "status", "proof", "place"), "VARCHAR"
        ),
        "value": "VARCHAR",
        "n": "BIGINT",
        "page": "BIGINT",
        "box": "DOUBLE[]",
    },
    "checks": {
        **dict.fromkeys(("rule", *_TEXTS, "left", "right", "verdict"), "VARCHAR"),
        "said": "STRUCT(chinese VARCHAR, english VARCHAR)",
    },
    "narrative": {
        **dict.fromkeys(("topic", "label", "sentence", "printed", "unit", "verdict"), "VARCHAR"),
        **dict.fromkeys(("figure", "table_figure", "place"), "VARCHAR"),
        "exact": "BOOLEAN",
        "page": "BIGINT",
        "box": "DOUBLE[]",
    },
}
#: For each check and mention what it stands on.
_REFS = {"left": "VARCHAR[]", "right": "VARCHAR[]", "narrative": "VARCHAR[]"}
#: What is not simply the field, or a column of the report, of the same name.
_EDGES = {
    "x0": "format('{:.1f}', box[1])",
    "y0": "format('{:.1f}', box[2])",
    "x1": "format('{:.1f}', box[3])",
    "y1": "format('{:.1f}', box[4])",
}
_EXACT = "coalesce({0}::DECIMAL(38, 18) = {0}::DECIMAL(38, 2), true)"
#: What the checks of a report are numbered by.
_ORDER = '"table", rule, "row", "column", message, "left", "right"'
_MADE = {
    "figures": {
        **_EDGES,
        "ref": "'f' || number",
        "precision": f"if({_EXACT.format('value')}, 'exact', 'rounded')",
    },
    "checks": {
        "n": f"row_number() OVER (PARTITION BY report_id ORDER BY {_ORDER})",
    },
    "narrative": {
        **_EDGES,
        "n": "number",
        "ref": "'s' || number",
        "table_refs": "refs.narrative[number]",
        "precision": f"if(exact, if({_EXACT.format('figure')}, 'exact', 'rounded'), 'rough')",
    },
}


def read(connection: DuckDBPyConnection, lines: Path, longest: int, reports: pd.DataFrame) -> None:
    """Put the details of some reports into a database: a view for each of their tables.

    `lines`: a file with an object of `report_id` and `details` in each line; `longest`: the bytes
    of the longest. `reports`: the published table.
    """
    kinds = [f"{kind} {_struct(fields)}[]" for kind, fields in _FIELDS.items()]
    kinds.append(f"refs {_struct(_REFS)}")
    columns = {"report_id": "VARCHAR", "details": f"STRUCT({', '.join(kinds)})"}
    topics = [(code, topic.chinese, topic.english) for code, topic in TOPICS.items()]
    names = ["topic", "topic_zh", "topic_en"]
    connection.register("reports", reports[_OF_REPORT])
    connection.register("topics", pd.DataFrame(topics, columns=names, dtype="str"))
    connection.execute(
        "CREATE TABLE packed AS FROM read_json(?, columns = ?, format = 'newline_delimited', "
        "maximum_object_size = ?)",
        [str(lines), columns, longest],
    ).fetchall()
    for kind in _FIELDS:
        connection.execute(
            f"CREATE VIEW read_{kind} AS SELECT report_id, details.refs, number, unnest(detail) "
            f"FROM packed, unnest(details.{kind}) WITH ORDINALITY AS one(detail, number)"
        ).fetchall()


def figures(connection: DuckDBPyConnection) -> DuckDBPyRelation:
    """The rows of figures."""
    return _made(connection, "figures", "read_figures JOIN reports USING (report_id)")


def narrative(connection: DuckDBPyConnection) -> DuckDBPyRelation:
    """The rows of narrative."""
    joins = "JOIN reports USING (report_id) JOIN topics USING (topic)"
    return _made(connection, "narrative", f"read_narrative {joins}")


def checks(connection: DuckDBPyConnection, warnings: pd.DataFrame) -> DuckDBPyRelation:
    """The rows of checks; `warnings`: further ones, without their numbers."""
    connection.register("warnings", warnings)
    own = (
        'SELECT report_id, rule, "table", "row", "column", "left", "right", verdict, '
        "said.english AS message, said.chinese AS message_zh, "
        "refs.left[number] AS left_refs, refs.right[number] AS right_refs FROM read_checks"
    )
    return _made(connection, "checks", f"({own} UNION ALL BY NAME FROM warnings)")


def _made(connection: DuckDBPyConnection, name: str, rows: str) -> DuckDBPyRelation:
    """The rows of a table, made once."""
    columns = ", ".join(_column(name, column) for column in TABLES[name].columns)
    connection.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM {rows}").fetchall()
    return connection.table(name)


def counts(figures: DuckDBPyRelation, checks: DuckDBPyRelation) -> pd.DataFrame:
    """A row for each report that has any: its cells, blank ones, and sums by their verdict."""
    of_figures = figures.aggregate(
        "report_id, count(*) AS figures, "
        "count(*) FILTER (value IS NULL AND status <> 'doubtful') AS blank"
    ).df()
    of_checks = checks.aggregate(
        "report_id, count(*) FILTER (verdict = 'holds') AS checks_hold, "
        "count(*) FILTER (verdict IN ('wrong_in_print', 'doubtful')) AS checks_broken, "
        "count(*) FILTER (verdict = 'unchecked') AS checks_unchecked"
    ).df()
    counted: pd.DataFrame = of_figures.merge(of_checks, "outer", "report_id")
    return counted


def handed_on(figures: DuckDBPyRelation) -> pd.DataFrame:
    """The figures that one year's report hands on to the next."""
    flows = "\"row\" IN ('carried_in', 'carried_out')"
    stocks = "\"column\" IN ('in_force', 'issued', 'repealed')"
    return frame("figures", figures.filter(f"{flows} OR {stocks}").select(*_HANDED_ON))


def frame(name: str, rows: DuckDBPyRelation) -> pd.DataFrame:
    """Rows of a table, or some of its columns with the key, as a frame of numbers and texts."""
    names = [column for column in TABLES[name].names if column in rows.columns]
    texts = [f'coalesce("{column}"::VARCHAR, \'\') AS "{column}"' for column in names]
    in_order = rows.order(", ".join(f'"{column}"' for column in TABLES[name].key))
    found: pd.DataFrame = in_order.select(", ".join(texts)).df()
    return from_texts(name, found)


def _struct(fields: dict[str, str]) -> str:
    inner = ", ".join(f'"{name}" {kind}' for name, kind in fields.items())
    return f"STRUCT({inner})"


def _column(name: str, column: ColumnSchema) -> str:
    value = _MADE[name].get(column.name, f'"{column.name}"')
    return f'CAST({value} AS {column.in_sql}) AS "{column.name}"'
