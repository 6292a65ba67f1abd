"""Extractions → the tables figures, reports, checks and narrative.

Reports get their names here; `standing` tells duplicates from the canonical report, and `rows`
makes rows of their cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Generic, TypeVar

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


@dataclass(frozen=True)
class Report(Generic[Named]):
    """One report by its report_id, and how it stands to the others."""

    name: str
    standing: Standing
    extraction: Named


@dataclass(frozen=True)
class Piece:
    """Reports whose tables are made together.

    `rows`: those of reports, without what is counted in their details. `details`: a file with a
    line of JSON for each of them, the longest of so many bytes.
    """

    rows: list[dict[str, Any]]
    details: Path
    longest: int


def tables(extractions: Iterable[Extraction]) -> dict[str, pd.DataFrame]:
    """The frames figures, reports, checks and narrative by name; the schema says their columns."""
    spool = Spool(pack(each.source, each.content) for each in extractions)
    frames = {}
    with TemporaryDirectory() as folder:
        [whole] = pieces(spool, Path(folder), len(spool.summaries))
        with opened(whole) as rows_by_table:
            for name, of_table in rows_by_table.items():
                if isinstance(of_table, pd.DataFrame):
                    frames[name] = of_table
                else:
                    frames[name] = typed(name, rows.frame(name, of_table))
    return frames


def pieces(extractions: Spool, folder: Path, size: int = settings.READINGS) -> Iterator[Piece]:
    """Reports in pieces of about so many, by report_id; at least one piece.

    Their details are written to files in a folder, that of a piece as it is asked for.
    """
    for number, reports in enumerate(cut(extractions.summaries, size)):
        yield piece(reports, extractions, folder / f"{number}.json")


def piece(reports: Sequence[Report[Summary]], extractions: Spool, details: Path) -> Piece:
    """A piece of some reports, whose details are written to a file."""
    rows_of = [_report_row(report) for report in reports]
    summaries = ((report.name, report.extraction) for report in reports)
    return Piece(rows_of, details, extractions.copy(summaries, details))


def cut(extractions: Iterable[Named], size: int) -> Iterator[list[Report[Named]]]:
    """Reports by report_id, in pieces of about so many; at least one piece.

    No agency reaches beyond a piece, since its years are held against one another.
    """
    by_name = sorted(named(extractions), key=itemgetter(0))
    of_reports = standings(by_name)
    last = {}
    for number, (_, report) in enumerate(by_name):
        if report.agency:
            last[report.agency] = number
    reports: list[Report[Named]] = []
    reach = 0
    for number, (name, report) in enumerate(by_name):
        reports.append(Report(name, of_reports[name], report))
        reach = max(reach, last.get(report.agency, 0))
        if len(reports) >= size and reach <= number:
            yield reports
            reports = []
    if reports or not by_name:
        yield reports


@contextmanager
def opened(piece: Piece) -> Iterator[dict[str, pd.DataFrame | DuckDBPyRelation]]:
    """The tables of a piece; all but reports are rows in a database that is there in the block."""
    reports = typed("reports", pd.DataFrame(piece.rows, dtype=object))
    with database(threads=1) as connection:
        rows.read(connection, piece.details, piece.longest, reports)
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


def _report_row(report: Report[Summary]) -> dict[str, Any]:
    """The row of a report but for what is counted in its details."""
    extraction = report.extraction
    source, content = extraction.source, extraction.content
    return {
        "report_id": report.name,
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
        "duplicate_of": report.standing.duplicate_of,
        **columns(joined((extraction.said, report.standing.remark))),
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
