"""What has changed from one run to the next: reports, their statuses, and single figures.

The tables are compared as text and by few columns, so that those of another version can be read
too.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
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

#: A value as it is said: 3001 and not 3001.00.
_SAID = "CASE WHEN contains(value, '.') THEN rtrim(rtrim(value, '0'), '.') ELSE value END AS value"
#: The cells of both runs under the report_id of now, each as its value, or as its print with a
#: question mark where it is in doubt. A cell that is printed twice is told from its copy by the
#: order of print.
_CHANGED = """
WITH cells AS (
    SELECT 'before' AS run, pairs.now AS report_id,
        "table", "row", "column", n, printed, {value}, status
    FROM {was} figures JOIN pairs ON figures.report_id = pairs.was
    UNION ALL
    SELECT 'after', pairs.now,
        "table", "row", "column", n, printed, {value}, status
    FROM {now} figures JOIN pairs ON figures.report_id = pairs.now
), coded AS (
    SELECT *,
        CASE status WHEN 'doubtful' THEN printed || '?' ELSE value END AS text,
        row_number() OVER (
            PARTITION BY run, report_id, "table", "row", "column" ORDER BY CAST(n AS INTEGER)
        ) AS copy
    FROM cells
    WHERE "row" <> '' AND "column" <> ''
), compared AS (
    SELECT report_id, "table", "row", "column", copy,
        any_value(text) FILTER (run = 'before') AS before,
        any_value(text) FILTER (run = 'after') AS after
    FROM coded
    GROUP BY ALL
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
    still_there = set(same.values())
    came = [report for name, report in new.items() if name not in same]
    gone = [report for name, report in old.items() if name not in still_there]
    pairs = [(old[was], new[now]) for now, was in same.items()]
    changes: dict[str, list[Report]] = {
        "new_reports": [_told(report, "status") for report in came],
        "reports_gone": [_told(report, "status") for report in gone],
        "content_changed": _moved(pairs, "sha256", "report_id"),
        "status_changed": _moved(pairs, "status", "status"),
        "new_failures": _new_failures(old, new, same),
        "figures_changed": _figures(before, after, same),
    }
    told = {}
    for kind, rows in changes.items():
        told[kind] = {"count": len(rows), "first": rows[:LISTED]}
    return told


def line(changes: Mapping[str, Any]) -> str:
    """The changes since the run before, in one line."""
    counts = []
    for kind, changed in changes.items():
        if changed["count"]:
            words = kind.replace("_", " ")
            counts.append(f"{words} {changed['count']}")
    return ", ".join(counts) or "nothing has changed"


@contextmanager
def _comparable() -> Iterator[None]:
    """Tables of another version are a ValueError, as pandas has it."""
    try:
        yield
    except duckdb.Error as error:
        raise ValueError(str(error).splitlines()[0]) from error


def _reports(folder: Path) -> dict[str, Report]:
    """The reports of a folder of tables by report_id."""
    columns = ["report_id", "file", "sha256", "year", "status", "message"]
    table = _read(folder / "reports.csv", columns)
    return {report["report_id"]: report for report in table.to_dict("records")}


def _read(file: Path, columns: list[str]) -> pd.DataFrame:
    return pd.read_csv(
        file, encoding="utf-8-sig", dtype=str, keep_default_na=False, usecols=columns
    )


def _same(old: Mapping[str, Report], new: Mapping[str, Report]) -> dict[str, str]:
    """The reports that are in both: report_id of now → report_id of before."""
    same = {name: name for name in new if name in old}
    by_file = {report["file"]: name for name, report in old.items() if name not in same}
    for name, report in new.items():
        was = by_file.get(report["file"])
        if name in same or not was:
            continue
        years = {report["year"], old[was]["year"]} - {""}
        if len(years) < 2:
            same[name] = was
    return same


def _new_failures(
    old: Mapping[str, Report], new: Mapping[str, Report], same: Mapping[str, str]
) -> list[Report]:
    """The reports that cannot be used, and were not there before or could be used then."""
    failures = []
    for name, report in new.items():
        failed_before = name in same and old[same[name]]["status"] not in USABLE
        if report["status"] not in USABLE and not failed_before:
            failures.append(_told(report, "status", "message"))
    return failures


def _told(report: Report, *columns: str) -> Report:
    return {column: report[column] for column in ("report_id", "file", *columns)}


def _moved(pairs: Iterable[tuple[Report, Report]], differs: str, shown: str) -> list[Report]:
    """The reports that differ from before in a column, each with what `shown` was and is."""
    moved = []
    for was, now in pairs:
        if was[differs] != now[differs]:
            moved.append({**_told(now), "before": was[shown], "after": now[shown]})
    return moved


def _figures(before: Path, after: Path, same: Mapping[str, str]) -> list[dict[Hashable, Any]]:
    """The cells of the form that print something else than before.

    None for what a cell prints: there was, or is, no such cell.
    """
    was, values_then = publish.texts(before / "figures.csv")
    now, values_now = publish.texts(after / "figures.csv")
    names = [list(same.keys()), list(same.values())]
    with duckdb.connect() as connection, _comparable():
        connection.execute("CREATE TABLE pairs (now VARCHAR, was VARCHAR)")
        connection.execute("INSERT INTO pairs SELECT unnest(?), unnest(?)", names)
        query = _CHANGED.format(was=was, now=now, value=_SAID)
        found = connection.execute(query, [*values_then, *values_now]).df()
        changed = found.astype(object)
    return changed.where(changed.notna(), None).to_dict("records")
