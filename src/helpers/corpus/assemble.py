"""Extractions → the tables figures, reports, checks and narrative: names of reports, duplicates, one row per cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any, TypeVar

import pandas as pd

from helpers import settings
from helpers.corpus import years
from helpers.corpus.extraction import Extraction
from helpers.corpus.spool import Spool
from helpers.prove.narrative import TOPICS
from helpers.readers.grid import Box
from helpers.schema import typed
from helpers.words import USABLE

#: An extraction, or its summary.
Named = TypeVar("Named", bound=Extraction)


def tables(extractions: Iterable[Extraction]) -> dict[str, pd.DataFrame]:
    """The frames figures, reports, checks and narrative, by file; the columns are those of the schema."""
    reports = named(extractions)
    return _frames(reports, _canonical(reports))


def pieces(extractions: Spool, size: int = settings.PIECE) -> Iterator[dict[str, pd.DataFrame]]:
    """The same frames in pieces of about so many reports, in the order of report_id; at least one piece."""
    reports = named(extractions.summaries)
    canonical = _canonical(reports)
    for piece in _cut(sorted(reports, key=itemgetter(0)), size):
        yield _frames([(name, extractions.whole(each)) for name, each in piece], canonical)


def _cut(reports: Sequence[tuple[str, Named]], size: int) -> Iterator[list[tuple[str, Named]]]:
    """Pieces that no agency reaches beyond, since its years are held against one another."""
    last = {each.agency: number for number, (_, each) in enumerate(reports) if each.agency}
    piece: list[tuple[str, Named]] = []
    reach = 0
    for number, report in enumerate(reports):
        piece.append(report)
        reach = max(reach, last.get(report[1].agency, 0))
        if len(piece) >= size and reach <= number:
            yield piece
            piece = []
    if piece or not reports:
        yield piece


def _frames(
    reports_by_name: Iterable[tuple[str, Extraction]], canonical: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    figures, reports, checks, narrative = [], [], [], []
    for name, extraction in reports_by_name:
        reports.append(_report_row(extraction, name, canonical.get(name, "")))
        figures += _figure_rows(extraction, name)
        checks += [
            {
                key: getattr(each, key)
                for key in ("rule", "table", "row", "column", "left", "right", "verdict", "message")
            }
            | {"report_id": name}
            for each in extraction.content.checks
        ]
        narrative += _narrative_rows(extraction, name)
    rows = {"figures": figures, "reports": reports, "checks": checks, "narrative": narrative}
    made = {name: typed(name, pd.DataFrame(each, dtype=object)) for name, each in rows.items()}
    made["checks"] = pd.concat(
        [made["checks"], years.warnings(made["figures"], made["reports"])], ignore_index=True
    )
    return made


def named(extractions: Iterable[Named]) -> list[tuple[str, Named]]:
    """Each report with its report_id, by file: agency, year and the content's hash; a second copy gets a number."""
    copies: Counter[str] = Counter()
    pairs = []
    for each in sorted(extractions, key=lambda each: each.source.file):
        name = "-".join(filter(None, (each.agency, str(each.year or ""), each.source.sha256[:8])))
        copies[each.source.sha256] += 1
        copy = copies[each.source.sha256]
        pairs.append((f"{name}-{copy}" if copy > 1 else name, each))
    return pairs


def _canonical(reports: Iterable[tuple[str, Named]]) -> dict[str, str]:
    """For each report that is not the canonical one of its agency and year, the name of that one.

    A published report outranks a specimen, a better status a worse one, then the name of the file
    decides. Copies of one file are duplicates even where agency and year are unknown.
    """
    usable = [(name, report) for name, report in reports if report.content.status in USABLE]
    ranked = sorted(usable, key=_rank)
    first: dict[object, str] = {}
    duplicates = {}
    for name, each in ranked:
        known = (each.agency, each.year) if each.agency and each.year else each.source.sha256
        canonical = first.setdefault(known, name)
        if canonical != name:
            duplicates[name] = canonical
    return duplicates


def _rank(named: tuple[str, Extraction]) -> tuple[bool, int, str]:
    """What makes one report of an agency and a year come before another."""
    _, report = named
    return (
        report.source.origin == "specimen",
        USABLE.index(report.content.status),
        report.source.file,
    )


def _report_row(extraction: Extraction, name: str, duplicate_of: str) -> dict[str, Any]:
    source, content = extraction.source, extraction.content
    verdicts = [each.verdict for each in content.checks]
    return {
        "report_id": name,
        "file": source.file,
        "sha256": source.sha256,
        "origin": source.origin,
        "url": source.url,
        "agency": extraction.agency,
        "year": extraction.year,
        "form": content.form,
        "pages": content.pages,
        "reader": content.reader,
        "status": content.status,
        "figures": len(content.figures),
        "blank": sum(
            figure.value is None and figure.status != "doubtful" for figure in content.figures
        ),
        "checks_hold": verdicts.count("holds"),
        "checks_broken": verdicts.count("wrong_in_print") + verdicts.count("doubtful"),
        "checks_unchecked": verdicts.count("unchecked"),
        "scope": content.scope,
        "duplicate_of": duplicate_of,
        "message": " ".join(filter(None, (content.message, source.remark))),
    }


def _figure_rows(extraction: Extraction, name: str) -> list[dict[str, Any]]:
    same = (
        "table",
        "n",
        "row",
        "column",
        "label",
        "printed",
        "value",
        "unit",
        "status",
        "proof",
        "page",
        "place",
    )
    rows = []
    for figure in extraction.content.figures:
        row = {key: getattr(figure, key) for key in same}
        row |= {"report_id": name, "file": extraction.source.file, "form": extraction.content.form}
        rows.append(row | _edges(figure.box) | {"reader": extraction.content.reader})
    return rows


def _narrative_rows(extraction: Extraction, name: str) -> list[dict[str, Any]]:
    same = (
        "topic",
        "label",
        "sentence",
        "printed",
        "figure",
        "unit",
        "table_figure",
        "verdict",
        "page",
        "place",
    )
    rows = []
    for n, mention in enumerate(extraction.content.narrative, 1):
        topic = TOPICS[mention.topic]
        row = {key: getattr(mention, key) for key in same} | {
            "report_id": name,
            "file": extraction.source.file,
            "n": n,
        }
        row |= {
            "topic_zh": topic.chinese,
            "topic_en": topic.english,
            "exact": "yes" if mention.exact else "no",
        }
        rows.append(row | _edges(mention.box))
    return rows


def _edges(box: Box | None) -> dict[str, Decimal | None]:
    return {
        key: _tenth(value)
        for key, value in zip(("x0", "y0", "x1", "y1"), box or (None,) * 4, strict=True)
    }


def _tenth(points: float | None) -> Decimal | None:
    return None if points is None else Decimal(f"{points:.1f}")


def summary(reports: pd.DataFrame) -> str:
    """One sentence on a table of reports: how many files, and how many of each status."""
    counts = reports["status"].value_counts()
    parts = [f"{count} {status}" for status, count in counts.items()]
    return f"{len(reports)} report{'s' if len(reports) != 1 else ''} read: {', '.join(parts)}."
