"""Corrections of misreadings, as data with a reason, applied to extractions.

They stand in `corrections.csv` beside the reports.
A correction says what the page prints where it was misread. It never says what the agency should
have printed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
from rapidfuzz.process import extractOne

from helpers.corpus.assemble import named
from helpers.corpus.extraction import Extraction
from helpers.corpus.sources import CORRECTIONS, read_records
from helpers.corpus.spool import Spool
from helpers.forms import Form, FormCell
from helpers.messages import joined, say
from helpers.numbers import Number, parse
from helpers.prove.content import Content
from helpers.prove.figures import Figure, Remark, overrule
from helpers.prove.identities import warning
from helpers.prove.verdict import settle
from helpers.words import Words

NAME = CORRECTIONS


@dataclass(frozen=True)
class Correction:
    """One row of corrections.csv as a person wrote it; `line`: where in the file it ends."""

    report_id: str
    table: str
    row: str
    column: str
    printed: str
    corrected: str
    reason: str
    who: str
    date: str
    line: int

    @property
    def cell(self) -> FormCell:
        """Table, row and column of the corrected cell."""
        return self.table, self.row, self.column


COLUMNS = tuple(column.name for column in fields(Correction) if column.name != "line")


def read(folder: Path) -> list[Correction]:
    """The corrections of a folder of reports; none where it has no corrections.csv.

    Raises UserError where the file as a whole cannot be used. What is wrong with a single row is
    said by `apply`.
    """
    corrections = []
    for line, record in read_records(folder / NAME, COLUMNS, COLUMNS):
        filled = {column: record[column].strip() for column in COLUMNS}
        if any(filled.values()):
            corrections.append(Correction(**filled, line=line))
    return corrections


def apply(extractions: Spool, corrections: Iterable[Correction], forms: Mapping[str, Form]) -> None:
    """Put corrected values into the figures, then check and prove these reports again.

    Each correction leaves a warning: `correction`, or `correction_refused` where it does not fit
    what was read. One of a report that is not there is refused at the report whose name is most
    like it. Reports without corrections stay as they are.
    """
    reports = dict(named(extractions.summaries))
    for name, of_report in by_report(reports, corrections).items():
        report = corrected(name, extractions.whole(reports[name]), of_report, forms)
        extractions.put(report, instead=reports[name])


def by_report(
    names: Collection[str], corrections: Iterable[Correction]
) -> dict[str, list[Correction]]:
    """The corrections of each report; those of one that is not there with the most similar name."""
    found: dict[str, list[Correction]] = defaultdict(list)
    if not names:
        return found
    for correction in corrections:
        name = correction.report_id
        if name not in names:
            name = extractOne(name, [*names])[0]
        found[name].append(correction)
    return found


def corrected(
    name: str, report: Extraction, corrections: Collection[Correction], forms: Mapping[str, Form]
) -> Extraction:
    """A report with its corrections."""
    content = _correct(name, report.content, corrections, forms)
    return Extraction(report.source, content)


def template(figures: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """One row per doubtful cell of a canonical report, ready to be filled in.

    The columns are those of corrections.csv. `figures`, `reports`: the published tables. Cells that
    are no cells of the form cannot be named and are left out.
    """
    canonical = reports.loc[reports["duplicate_of"].eq(""), "report_id"]
    of_canonical = figures["report_id"].isin(canonical)
    named_cells = figures["row"].ne("") & figures["column"].ne("")
    doubtful = figures["status"].eq("doubtful")
    chosen = figures[doubtful & named_cells & of_canonical].sort_values(["file", "table", "n"])
    return chosen.reindex(columns=list(COLUMNS), fill_value="").reset_index(drop=True)


def _correct(
    name: str, content: Content, corrections: Collection[Correction], forms: Mapping[str, Form]
) -> Content:
    """The content of one report with the corrections that fit, and a remark on each correction."""
    cells = {_cell(figure): figure for figure in content.figures if figure.row and figure.column}
    times = Counter((correction.report_id, correction.cell) for correction in corrections)
    corrected: dict[FormCell, Figure] = {}
    remarks = []
    for correction in corrections:
        cell = correction.cell
        fault = _fault(correction, name, cells, times[correction.report_id, cell])
        if fault:
            rule = "correction_refused"
            said = say(rule, line=correction.line, fault=fault)
        else:
            corrected[cell] = overrule(cells[cell], _number(correction.corrected))
            rule = "correction"
            said = _story(correction, cells[cell], corrected[cell])
        place = cell if correction.report_id == name else ("", "", "")
        remarks.append(Remark(rule, *place, said))
    figures = tuple(corrected.get(_cell(figure), figure) for figure in content.figures)
    checks = (*content.checks, *map(warning, remarks))
    content = replace(content, figures=figures, checks=checks)
    return settle(content, forms[content.form]) if corrected else content


def _cell(figure: Figure) -> FormCell:
    return figure.table, figure.row, figure.column


def _fault(
    correction: Correction, name: str, cells: Mapping[FormCell, Figure], times: int
) -> Words | None:
    """Why a correction cannot be applied, or None."""
    if correction.report_id != name:
        return say("no_such_report", report=correction.report_id, name=name)
    if correction.cell not in cells:
        return _no_cell(correction.cell, cells)
    if times > 1:
        return say("corrected_twice", number=times)
    figure = cells[correction.cell]
    # Spreadsheets do not keep the kind of a line break.
    if figure.printed.split() != correction.printed.split():
        return say("printed_otherwise", said=correction.printed, printed=figure.printed)
    for column in ("corrected", "reason", "who", "date"):
        if not getattr(correction, column):
            return say("lacks_column", column=column)
    return _no_number(correction.corrected, figure) or _no_date(correction.date)


def _no_cell(cell: FormCell, cells: Collection[FormCell]) -> Words:
    """What was not read of a cell: its table, else its row, else its column."""
    table, row, column = cell
    if table not in {known[0] for known in cells}:
        return say("no_such_table", code=table)
    if (table, row) not in {known[:2] for known in cells}:
        return say("no_such_row", code=row)
    return say("no_such_column", code=column)


def _no_number(text: str, figure: Figure) -> Words | None:
    """What is wrong with the corrected value, or None."""
    number = parse(text)
    if number is None or number.unit or number.factor != 1 or not number.sure:
        return say("corrected_no_number", text=text)
    if figure.unit == "count" and number.value is not None and number.value % 1:
        return say("corrected_no_count", text=text)
    return None


def _no_date(text: str) -> Words | None:
    """What is wrong with a date, or None."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return say("corrected_no_date", text=text)
    return None


def _number(text: str) -> Decimal | None:
    """The value of a plain number; None for a blank."""
    number = parse(text) or Number(None)
    return None if number.value is None else number.value.normalize() + 0


def _story(correction: Correction, before: Figure, after: Figure) -> Words:
    """What was corrected, why and by whom, and whether that goes against a proof."""
    columns = ("line", "printed", "corrected", "reason", "who", "date")
    told = {column: getattr(correction, column) for column in columns}
    story = say("correction", **told)
    if not after.contested:
        return story
    proof = "proof_sum"
    if before.seen:
        proof = "proof_seen"
    elif before.reread:
        proof = "proof_reread"
    return joined((story, say("against_proof", proof=say(proof))))
