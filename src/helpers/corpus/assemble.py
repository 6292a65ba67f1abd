"""Extractions → the tables figures, reports, checks and narrative.

Reports get their names here, duplicates are told from the canonical report, and each cell becomes
a row.
"""

from __future__ import annotations

import re
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
from helpers.forms import FormCell
from helpers.messages import columns
from helpers.prove.content import Content
from helpers.prove.figures import Figure
from helpers.prove.narrative import TOPICS
from helpers.readers.grid import Box
from helpers.schema import TABLES, rounded, typed
from helpers.text import steady
from helpers.words import USABLE

#: An extraction, or its summary.
Named = TypeVar("Named", bound=Extraction)

#: The columns of checks.csv that a check has under the same names.
_CHECK = ("rule", "table", "row", "column", "left", "right", "verdict")
#: The columns of figures.csv that a figure has under the same names.
_FIGURE = (
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
#: The columns of narrative.csv that a mention has under the same names.
_MENTION = (
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
_EDGES = ("x0", "y0", "x1", "y1")
#: What the checks of a report are numbered by.
_CHECK_ORDER = ["report_id", "table", "rule", "row", "column", "message"]
#: Places of a value of figures.csv or narrative.csv.
PLACES = next(column.places for column in TABLES["figures"].columns if column.name == "value")
#: What a name may begin with and a key must not: a spreadsheet would take it for a formula.
_NO_WORD = re.compile(r"^\W+")


def tables(extractions: Iterable[Extraction]) -> dict[str, pd.DataFrame]:
    """The frames figures, reports, checks and narrative by name; the schema says their columns."""
    reports = named(extractions)
    return _frames(reports, _canonical(reports))


def pieces(extractions: Spool, size: int = settings.PIECE) -> Iterator[dict[str, pd.DataFrame]]:
    """The same frames in pieces of about so many reports, by report_id; at least one piece."""
    reports = named(extractions.summaries)
    canonical = _canonical(reports)
    by_name = sorted(reports, key=itemgetter(0))
    for piece in _cut(by_name, size):
        whole = [(name, extractions.whole(summary)) for name, summary in piece]
        yield _frames(whole, canonical)


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


def _frames(
    reports_by_name: Iterable[tuple[str, Extraction]], canonical: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    figures, reports, checks, narrative = [], [], [], []
    for name, extraction in reports_by_name:
        duplicate_of = canonical.get(name, "")
        reports.append(_report_row(extraction, name, duplicate_of))
        figures += _figure_rows(extraction, name)
        checks += _check_rows(extraction, name)
        narrative += _narrative_rows(extraction, name)
    rows_by_table = {
        "figures": figures,
        "reports": reports,
        "checks": checks,
        "narrative": narrative,
    }
    frames = {}
    for table, rows in rows_by_table.items():
        frames[table] = typed(table, pd.DataFrame(rows, dtype=object))
    over_years = years.warnings(frames["figures"], frames["reports"])
    frames["checks"] = _numbered(pd.concat([frames["checks"], over_years]))
    return frames


def _numbered(checks: pd.DataFrame) -> pd.DataFrame:
    """The checks with their number in the report."""
    in_order = checks.sort_values(_CHECK_ORDER, kind="stable", ignore_index=True)
    numbers = in_order.groupby("report_id").cumcount() + 1
    return in_order.assign(n=numbers.astype("Int64"))


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


def _canonical(reports: Iterable[tuple[str, Named]]) -> dict[str, str]:
    """Reports that are not the canonical one of their agency and year → the name of that one.

    A published report outranks a specimen, a better status a worse one, then the name of the file
    decides. Copies of one file are duplicates even where agency and year are unknown.
    """
    usable = [(name, report) for name, report in reports if report.content.status in USABLE]
    first: dict[object, str] = {}
    duplicates = {}
    for name, report in sorted(usable, key=_rank):
        canonical = first.setdefault(_subject(report), name)
        if canonical != name:
            duplicates[name] = canonical
    return duplicates


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


def _report_row(extraction: Extraction, name: str, duplicate_of: str) -> dict[str, Any]:
    source, content = extraction.source, extraction.content
    verdicts = Counter(check.verdict for check in content.checks)
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
        "figures": len(content.figures),
        "blank": sum(map(_is_blank, content.figures)),
        "checks_hold": verdicts["holds"],
        "checks_broken": verdicts["wrong_in_print"] + verdicts["doubtful"],
        "checks_unchecked": verdicts["unchecked"],
        "scope": content.scope,
        "duplicate_of": duplicate_of,
        **columns(extraction.said),
    }


def _is_blank(figure: Figure) -> bool:
    return figure.value is None and figure.status != "doubtful"


def _figure_rows(extraction: Extraction, name: str) -> list[dict[str, Any]]:
    source, content = extraction.source, extraction.content
    of_report = {
        "report_id": name,
        "file": source.file,
        "form": content.form,
        "reader": content.reader,
    }
    rows = []
    for number, figure in enumerate(content.figures, start=1):
        row = {column: getattr(figure, column) for column in _FIGURE}
        row["ref"] = f"f{number}"
        row["precision"] = _precision(figure.value)
        rows.append(row | of_report | _edges(figure.box))
    return rows


def _precision(value: Decimal | None) -> str:
    """Whether a value is published as it is printed, or rounded."""
    is_exact = value is None or value == rounded(value, PLACES)
    return "exact" if is_exact else "rounded"


def _check_rows(extraction: Extraction, name: str) -> list[dict[str, Any]]:
    refs = _refs(extraction.content)
    rows = []
    for check in extraction.content.checks:
        row = {column: getattr(check, column) for column in _CHECK}
        row["report_id"] = name
        row["left_refs"] = _joined(check.left_cells, check.left_told, refs)
        row["right_refs"] = _joined(check.right_cells, check.right_told, refs)
        rows.append(row | columns(check.said))
    return rows


def _refs(content: Content) -> dict[FormCell, str]:
    """Where each cell of the form is in the rows of figures.csv."""
    refs = {}
    for number, figure in enumerate(content.figures, start=1):
        refs[figure.table, figure.row, figure.column] = f"f{number}"
    return refs


def _joined(
    cells: Iterable[FormCell], sentences: Iterable[int], refs: Mapping[FormCell, str]
) -> str:
    """The refs of what a side is made of, with a space between."""
    of_cells = [refs[cell] for cell in cells if cell in refs]
    return " ".join([*of_cells, *(f"s{number}" for number in sentences)])


def _narrative_rows(extraction: Extraction, name: str) -> list[dict[str, Any]]:
    refs = _refs(extraction.content)
    rows = []
    for n, mention in enumerate(extraction.content.narrative, 1):
        topic = TOPICS[mention.topic]
        row = {column: getattr(mention, column) for column in _MENTION}
        row |= {
            "report_id": name,
            "file": extraction.source.file,
            "n": n,
            "ref": f"s{n}",
            "table_refs": _joined(mention.cells, (), refs),
            "topic_zh": topic.chinese,
            "topic_en": topic.english,
            "precision": _precision(mention.figure) if mention.exact else "rough",
        }
        rows.append(row | _edges(mention.box))
    return rows


def _edges(box: Box | None) -> dict[str, Decimal | None]:
    """The edges of a box in tenths of a point; None for each where there is no box."""
    if box is None:
        return dict.fromkeys(_EDGES)
    return {edge: Decimal(f"{points:.1f}") for edge, points in zip(_EDGES, box, strict=True)}


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
