"""What has changed from one run to the next: reports, their statuses, and single figures.

The tables are compared as text and by few columns, so that those of another version can be read
too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from helpers import releases
from helpers.words import USABLE

#: So many changes of a kind are listed; all are counted.
LISTED = 100
#: The reports that are in both runs.
_BOTH = "report <> '' AND report_before <> ''"
#: A figure in words: 3001 and not 3001.00, or its print with a question mark where it is in doubt.
_SAID = """
    CASE
        WHEN status{release} = 'doubtful' THEN printed{release} || '?'
        WHEN contains(value{release}, '.') THEN rtrim(rtrim(value{release}, '0'), '.')
        ELSE value{release}
    END
"""
#: For each kind of change what tells it. Figures are compared where the report was read both times.
_KINDS = {
    "new_reports": """
        SELECT report AS report_id, file, status FROM reports WHERE report_before = ''
    """,
    "reports_gone": """
        SELECT report_before AS report_id, file, status_before AS status FROM reports
        WHERE report = ''
    """,
    "content_changed": f"""
        SELECT report AS report_id, file, report_before AS before, report AS after FROM reports
        WHERE {_BOTH} AND sha256 <> sha256_before
    """,
    "status_changed": f"""
        SELECT report AS report_id, file, status_before AS before, status AS after FROM reports
        WHERE {_BOTH} AND status <> status_before
    """,
    "new_failures": """
        SELECT report AS report_id, reports.file, reports.status, now.message
        FROM reports JOIN now ON now.report_id = report
        WHERE reports.status NOT IN (FROM usable)
            AND (report_before = '' OR status_before IN (FROM usable))
    """,
    "figures_changed": f"""
        SELECT report AS report_id, "table", "row", "column",
            {_SAID.format(release="_before")} AS before, {_SAID.format(release="")} AS after
        FROM revisions
        WHERE pair IN (SELECT pair FROM figures_was) AND pair IN (SELECT pair FROM figures_now)
    """,
}


def compare(before: Path, after: Path) -> dict[str, Any]:
    """The changes between two folders of tables: for each kind their number and the first of them.

    What is the same report and the same figure is told as for releases. Raises OSError and
    ValueError for tables that cannot be compared.
    """
    changes = {}
    try:
        with (
            tempfile.TemporaryDirectory(dir=after.parent) as work,
            releases.looked(before, after, Path(work)) as connection,
        ):
            connection.execute("CREATE TABLE usable AS SELECT unnest(?) AS status", [[*USABLE]])
            for kind, query in _KINDS.items():
                changes[kind] = _told(connection, query)
    except duckdb.Error as error:
        raise ValueError(str(error).splitlines()[0]) from error
    return changes


def _told(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    """How many rows a query finds, and the first of them."""
    [[count]] = connection.execute(f"SELECT count(*) FROM ({query})").fetchall()
    found = connection.execute(f"{query} ORDER BY ALL LIMIT {LISTED}")
    columns = [column[0] for column in found.description or []]
    rows: list[dict[Hashable, Any]] = []
    for values in found.fetchall():
        rows.append(dict(zip(columns, values, strict=True)))
    return {"count": count, "first": rows}


def line(changes: Mapping[str, Any]) -> str:
    """The changes since the run before, in one line."""
    counts = []
    for kind, changed in changes.items():
        if changed["count"]:
            words = kind.replace("_", " ")
            counts.append(f"{words} {changed['count']}")
    return ", ".join(counts) or "nothing has changed"
