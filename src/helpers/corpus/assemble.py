"""Extractions → the tables figures, reports, checks and narrative.

Reports get their names here, and duplicates are told from the canonical report; `rows` makes rows
of their cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
from helpers.database import database
from helpers.messages import NOTHING, columns, joined, say
from helpers.prove.content import Content
from helpers.schema import typed
from helpers.text import steady
from helpers.words import USABLE, Words

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
    with _read(reports, spool, _standings(reports)) as rows_by_table:
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
    standings = _standings(reports)
    by_name = sorted(reports, key=itemgetter(0))
    for piece in _cut(by_name, size):
        with _read(piece, extractions, standings) as rows_by_table:
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
    named_reports: Sequence[tuple[str, Summary]], spool: Spool, standings: Mapping[str, _Standing]
) -> Iterator[dict[str, pd.DataFrame | DuckDBPyRelation]]:
    """The tables of some reports."""
    rows_of = [_report_row(report, name, standings[name]) for name, report in named_reports]
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


@dataclass(frozen=True)
class _Standing:
    """How a report stands to others: the one that stands for it, and what is said of that."""

    duplicate_of: str = ""
    remark: Words = NOTHING


def _standings(reports: Sequence[tuple[str, Extraction]]) -> dict[str, _Standing]:
    """How each report stands to others; only one is canonical for an agency and a year.

    The newest version of what an address published outranks the older ones, a published report a
    specimen, a better status a worse one, then the name of the file decides. Copies of one file are
    duplicates even where agency and year are unknown.
    """
    by_older = {}
    for name, report in reports:
        if report.source.supersedes:
            by_older[report.source.supersedes] = (name, report)
    newer = {}
    for name, report in reports:
        newer[name] = _newer(report, by_older)
    newest = {name: versions[-1][0] for name, versions in newer.items() if versions}
    usable = [one for one in reports if one[1].content.status in USABLE and one[0] not in newest]
    first: dict[object, str] = {}
    duplicates = {}
    for name, report in sorted(usable, key=_rank):
        canonical = first.setdefault(_subject(report), name)
        if canonical != name:
            duplicates[name] = canonical
    standings = {}
    for name, report in reports:
        instead = newest.get(name, name)
        duplicate_of = duplicates.get(instead, instead if instead != name else "")
        is_usable = report.content.status in USABLE
        remark = _on_versions(report, newer[name], by_older)
        standings[name] = _Standing(duplicate_of if is_usable else "", remark)
    return standings


def _newer(
    report: Extraction, by_older: Mapping[str, tuple[str, Extraction]]
) -> list[tuple[str, Extraction]]:
    """The usable newer versions of a report, the newest last.

    One that is about another agency or year, as where an address always has the report of the last
    year, is another report.
    """
    found: list[tuple[str, Extraction]] = []
    passed = {report.source.file}
    version = by_older.get(report.source.file)
    while version and version[1].source.file not in passed:
        _, newer = version
        passed.add(newer.source.file)
        if newer.content.status in USABLE and _is_same(report, newer):
            found.append(version)
        version = by_older.get(newer.source.file)
    return found


def _is_same(one: Extraction, other: Extraction) -> bool:
    """Whether two reports can be of the same agency and year."""
    agencies = {one.agency, other.agency} - {""}
    years = {one.year, other.year} - {None}
    return len(agencies) < 2 and len(years) < 2


def _on_versions(
    report: Extraction,
    newer: Sequence[tuple[str, Extraction]],
    by_older: Mapping[str, tuple[str, Extraction]],
) -> Words:
    """What is said of a report of which its address has a newer version."""
    if report.content.status not in USABLE:
        return NOTHING
    if newer:
        return say("newer_version", file=newer[-1][1].source.file)
    following = by_older.get(report.source.file)
    if following and following[1].content.status not in USABLE:
        return say("newer_unread", file=following[1].source.file)
    return NOTHING


def _subject(report: Extraction) -> object:
    """What only one canonical report is about: agency and year, or where unknown the content."""
    if report.agency and report.year:
        return report.agency, report.year
    return report.source.sha256


def _rank(named: tuple[str, Extraction]) -> tuple[bool, int, str]:
    """What makes one report of an agency and a year come before another."""
    _, report = named
    specimen = report.source.origin == "specimen"
    return specimen, USABLE.index(report.content.status), report.source.file


def _report_row(extraction: Summary, name: str, standing: _Standing) -> dict[str, Any]:
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
