"""What has changed between two releases, in a terminal."""

from __future__ import annotations

import csv
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from tabulate import tabulate

from helpers.text import steady

if TYPE_CHECKING:
    from helpers.releases import Revisions

#: So many revised figures are shown; --csv writes all.
SHOWN = 20
_HEADS = ("report", "table", "row", "column", "before", "now", "reason")


def counts(revisions: Revisions) -> str:
    """How many reports and figures have changed, and why, in two lines."""
    reports = [f"{count:,} {change}" for change, count in revisions.reports.items()]
    figures = []
    for (change, reason), count in revisions.figures.items():
        figures.append(f"{count:,} {change} ({reason})")
    return f"Reports: {_listed(reports)}\nFigures: {_listed(figures)}"


def _listed(parts: list[str]) -> str:
    return ", ".join(parts) or "nothing has changed"


def first(file: Path) -> str:
    """The first figures of a table of revisions; empty where there are none."""
    lines = []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        for row in islice(csv.DictReader(stream), SHOWN):
            place = [row["report"] or row["report_before"], row["table"], row["row"], row["column"]]
            lines.append([*place, _shown(row, "_before"), _shown(row, ""), row["reason"]])
    if not lines:
        return ""
    return steady(f"\n{tabulate(lines, _HEADS, disable_numparse=True)}\n")


def _shown(row: dict[str, str], release: str) -> str:
    """What a cell holds in a release: its value, its print with a question mark, or a dash."""
    if row[f"status{release}"] == "doubtful":
        return f"{row[f'printed{release}']}?"
    value = row[f"value{release}"]
    return f"{Decimal(value).normalize():f}" if value else "—"
