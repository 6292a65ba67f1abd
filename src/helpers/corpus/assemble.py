"""Extractions → the tables figures, reports, checks and narrative.

Reports get their names here; `standing` tells duplicates from the canonical report, and `rows`
makes rows of their cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pandas as pd
from duckdb import DuckDBPyRelation

from helpers import settings
from helpers.corpus import rows, years
from helpers.corpus.extraction import Extraction, pack
from helpers.corpus.spool import Spool, Summary
from helpers.corpus.standing import Standing, standings
from helpers.database import database
from helpers.messages import columns, joined
from helpers.prove.content import Content
from helpers.schema import typed
from helpers.text import steady

#: An extraction, or its summary.
Named = TypeVar("Named", bound=Extraction)

#: The columns of reports.csv that count what a report holds.
_COUNTED = ["figures", "blank", "checks_hold", "checks_broken", "checks_unchecked"]
#: What a name may begin with and a key must not: a spreadsheet would take it for a formula.
_NO_WORD = re.compile(r"^\W+")


def tables(extractions: Iterable[Extraction]) -> dict[str, pd.DataFrame]:
    """The frames figures, reports, checks and narrative by name; the schema says their columns."""
    spool = Spool(pack(each.source, each.content) for each in extractions)
    reports = sorted(named(spool.summaries), key=itemgetter(0))
    frames = {}
    with _read(reports, spool, standings(reports)) as rows_by_table:
        for name, of_table in rows_by_table.items():
            if isinstance(of_table, pd.DataFrame):
                frames[name] = of_table
            else:
                frames[name] = typed(name, rows.frame(name, of_table))
    return frames


def pieces(
    extractions: Spool, size: int = settings.READINGS
) -> Iterator[dict[str, pd.DataFrame | DuckDBPyRelation]]:
    """The same tables in pieces of about so many reports, by report_id; at least one piece.

    All but reports are rows in a database that is there until the next piece.
    """
    reports = named(extractions.summaries)
    of_reports = standings(reports)
    by_name = sorted(reports, key=itemgetter(0))
    for piece in _cut(by_name, size):
        with _read(piece, extractions, of_reports) as rows_by_table:
            yield rows_by_table


def _cut(reports: Sequence[tuple[str, Named]], size: int) -> Iterator[list[tuple[str, Named]]]:
    """Pieces that no agency reaches beyond, since its years are held against one another."""
    last = {}
    for number, (_, report) in enumerate(reports):
        if report.agency:
            last[report.agency] = number
    piece: list[tuple[str, Named]] = []
    reach = 0
    for number, (name, report) in enumerate(reports):
        piece.append((name, report))
        reach = max(reach, last.get(report.agency, 0))
        if len(piece) >= size and reach <= number:
            yield piece
            piece = []
    if piece or not reports:
        yield piece


@contextmanager
def _read(
    named_reports: Sequence[tuple[str, Summary]], spool: Spool, of_reports: Mapping[str, Standing]
) -> Iterator[dict[str, pd.DataFrame | DuckDBPyRelation]]:
    """The tables of some reports."""
    rows_of = [_report_row(report, name, of_reports[name]) for name, report in named_reports]
    reports = typed("reports", pd.DataFrame(rows_of, dtype=object))
    with TemporaryDirectory() as folder, database() as connection:
        lines = Path(folder) / "details.json"
        longest = spool.copy(named_reports, lines)
        rows.read(connection, lines, longest, reports)
        figures = rows.figures(connection)
        warnings = years.warnings(rows.handed_on(figures), reports)
        checks = rows.checks(connection, warnings)
        counts = rows.counts(figures, checks)
        counted = reports.drop(columns=_COUNTED).merge(counts, "left", "report_id")
        yield {
            "figures": figures,
            "reports": typed("reports", counted.fillna(dict.fromkeys(_COUNTED, 0))),
            "checks": checks,
            "narrative": rows.narrative(connection),
        }


def named(extractions: Iterable[Named]) -> list[tuple[str, Named]]:
    """Each report with its report_id, by file.

    The report_id is made of agency, year and the content's hash; a second copy gets a number.
    """
    copies: Counter[str] = Counter()
    pairs = []
    for extraction in sorted(extractions, key=_file):
        sha256 = extraction.source.sha256
        agency = _NO_WORD.sub("", steady(extraction.agency))
        parts = (agency, str(extraction.year or ""), sha256[:8])
        name = "-".join(filter(None, parts))
        copies[sha256] += 1
        if copies[sha256] > 1:
            name = f"{name}-{copies[sha256]}"
        pairs.append((name, extraction))
    return pairs


def _file(extraction: Extraction) -> str:
    return extraction.source.file


def _report_row(extraction: Summary, name: str, standing: Standing) -> dict[str, Any]:
    """The row of a report but for what is counted in its details."""
    source, content = extraction.source, extraction.content
    return {
        "report_id": name,
        "file": source.file,
        "sha256": source.sha256,
        "origin": source.origin,
        "url": source.url,
        "agency": extraction.agency,
        "year": extraction.year,
        "named_by": extraction.named_by,
        "form": content.form,
        "pages": content.pages,
        "reader": content.reader,
        "status": content.status,
        "scope": content.scope,
        "duplicate_of": standing.duplicate_of,
        **columns(joined((extraction.said, standing.remark))),
    }


def summary(reports: pd.DataFrame) -> str:
    """One sentence on a table of reports: how many files, and how many of each status."""
    counts = reports["status"].value_counts()
    left_out = counts.pop("left_out") if "left_out" in counts else 0
    parts = [f"{count} {status}" for status, count in counts.items()]
    read = counts.sum()
    said = f"{read} {'report' if read == 1 else 'reports'} read: {', '.join(parts) or 'none'}."
    return f"{said} Files left out: {left_out}." if left_out else said


def told(contents: Iterable[Content]) -> str:
    """One sentence on the running text: how many of its sentences with figures are understood."""
    sentences = understood = 0
    for content in contents:
        sentences += content.sentences
        understood += content.understood
    return f"Of {sentences} sentences with figures {understood} are understood."
