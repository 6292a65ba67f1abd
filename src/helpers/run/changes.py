"""What has changed from one run to the next: reports, their statuses, and single figures.

The tables are compared as text and by few columns, so that those of another version can be read
too.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from helpers import publish
from helpers.words import USABLE

#: So many changes of a kind are listed; all are counted.
LISTED = 100

#: A row of reports.csv, by column.
Report = dict[Hashable, Any]

CELL = ["report_id", "table", "row", "column"]
#: The cells of both runs under the report_id of now, each as its value, or as its print with a
#: question mark where it is in doubt. A cell that is printed twice is told from its copy by the
#: order of print.
_CHANGED = """
WITH cells AS (
    SELECT 'before' AS run, pairs.now AS report_id, "table", "row", "column", n, printed, value, status
    FROM {was} figures JOIN pairs ON figures.report_id = pairs.was
    UNION ALL SELECT 'after', pairs.now, "table", "row", "column", n, printed, value, status
    FROM {now} figures JOIN pairs ON figures.report_id = pairs.now
), coded AS (
    SELECT *, CASE status WHEN 'doubtful' THEN printed || '?' ELSE value END AS text,
        row_number() OVER (PARTITION BY run, report_id, "table", "row", "column" ORDER BY CAST(n AS INTEGER)) AS copy
    FROM cells WHERE "row" <> '' AND "column" <> ''
), compared AS (
    SELECT report_id, "table", "row", "column", copy,
        any_value(text) FILTER (run = 'before') AS before, any_value(text) FILTER (run = 'after') AS after
    FROM coded GROUP BY ALL
    HAVING before IS DISTINCT FROM after
)
SELECT * EXCLUDE copy FROM compared
WHERE report_id IN (SELECT report_id FROM coded GROUP BY report_id HAVING count(DISTINCT run) = 2)
ORDER BY report_id, "table", "row", "column", copy
"""


def compare(before: Path, after: Path) -> dict[str, Any]:
    """The changes between two folders of tables: for each kind their number and the first of them.

    A report is the same where its report_id is; where only its file is the same, and not for
    another year, its content has changed. Figures are compared where the report was read both
    times.

    Raises OSError and ValueError for tables that cannot be compared.
    """
    old, new = _reports(before), _reports(after)
    same = _same(old, new)
    pairs = [(old[was], new[now]) for now, was in same.items()]
    fine = {now for now, was in same.items() if old[was]["status"] in USABLE}
    failed = [
        each
        for name, each in new.items()
        if each["status"] not in USABLE and (name in fine or name not in same)
    ]
    changes: dict[str, list[dict[Hashable, Any]]] = {
        "new_reports": [_told(each, "status") for name, each in new.items() if name not in same],
        "reports_gone": [
            _told(each, "status") for name, each in old.items() if name not in same.values()
        ],
        "content_changed": [
            _moved(was, now, "report_id") for was, now in pairs if was["sha256"] != now["sha256"]
        ],
        "status_changed": [
            _moved(was, now, "status") for was, now in pairs if was["status"] != now["status"]
        ],
        "new_failures": [_told(each, "status", "message") for each in failed],
        "figures_changed": _figures(before, after, same),
    }
    return {kind: {"count": len(each), "first": each[:LISTED]} for kind, each in changes.items()}


def line(changes: Mapping[str, Any]) -> str:
    """The changes since the run before, in one line."""
    counts = [
        f"{kind.replace('_', ' ')} {each['count']}"
        for kind, each in changes.items()
        if each["count"]
    ]
    return ", ".join(counts) or "nothing has changed"


@contextmanager
def _comparable() -> Iterator[None]:
    """Tables of another version are a ValueError, as pandas has it."""
    try:
        yield
    except duckdb.Error as error:
        raise ValueError(str(error).splitlines()[0]) from error


def _reports(folder: Path) -> dict[str, Report]:
    table = _read(
        folder / "reports.csv", ["report_id", "file", "sha256", "year", "status", "message"]
    )
    return {each["report_id"]: each for each in table.to_dict("records")}


def _read(table: Path, columns: list[str]) -> pd.DataFrame:
    return pd.read_csv(
        table, encoding="utf-8-sig", dtype=str, keep_default_na=False, usecols=columns
    )


def _same(old: Mapping[str, Report], new: Mapping[str, Report]) -> dict[str, str]:
    """The reports that are in both: report_id of now → report_id of before."""
    same = {name: name for name in new if name in old}
    by_file = {each["file"]: name for name, each in old.items() if name not in same}
    for name, each in new.items():
        was = by_file.get(each["file"])
        if name not in same and was and len({each["year"], old[was]["year"]} - {""}) < 2:
            same[name] = was
    return same


def _told(report: Report, *columns: str) -> Report:
    return {column: report[column] for column in ("report_id", "file", *columns)}


def _moved(was: Report, now: Report, column: str) -> Report:
    return {**_told(now), "before": was[column], "after": now[column]}


def _figures(before: Path, after: Path, same: Mapping[str, str]) -> list[dict[Hashable, Any]]:
    """The cells of the form that print something else than before; None: there was, or is, no such cell."""
    (was, old), (now, new) = (publish.texts(folder / "figures.csv") for folder in (before, after))
    with duckdb.connect() as connection, _comparable():
        connection.execute("CREATE TABLE pairs (now VARCHAR, was VARCHAR)")
        connection.execute(
            "INSERT INTO pairs SELECT unnest(?), unnest(?)", [list(same), list(same.values())]
        )
        changed = (
            connection.execute(_CHANGED.format(was=was, now=now), [*old, *new]).df().astype(object)
        )
    return changed.where(changed.notna(), None).to_dict("records")
