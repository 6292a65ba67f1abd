"""Corrections of misreadings, as data with a reason: `corrections.csv` beside the reports, applied to extractions.

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
from helpers.corpus.sources import read_records
from helpers.corpus.spool import Spool
from helpers.forms import Form
from helpers.numbers import Number, parse
from helpers.prove.content import Content
from helpers.prove.figures import Figure, Remark, overrule
from helpers.prove.identities import warning
from helpers.prove.verdict import settle

NAME = "corrections.csv"

Cell = tuple[str, str, str]


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
    def cell(self) -> Cell:
        """Table, row and column of the corrected cell."""
        return self.table, self.row, self.column


COLUMNS = tuple(each.name for each in fields(Correction) if each.name != "line")


def read(folder: Path) -> list[Correction]:
    """The corrections of a folder of reports; none where it has no corrections.csv.

    Raises UserError where the file as a whole cannot be used. What is wrong with a single row is
    said by `apply`.
    """
    rows = read_records(folder / NAME, COLUMNS, COLUMNS)
    filled = ((line, {column: row[column].strip() for column in COLUMNS}) for line, row in rows)
    return [Correction(**row, line=line) for line, row in filled if any(row.values())]


def apply(extractions: Spool, corrections: Iterable[Correction], forms: Mapping[str, Form]) -> None:
    """Put corrected values into the figures, then check and prove the figures of these reports again.

    Each correction leaves a warning: `correction`, or `correction_refused` where it does not fit
    what was read. One of a report that is not there is refused at the report whose name is most
    like it. Reports without corrections stay as they are.
    """
    reports = dict(named(extractions.summaries))
    names = [*reports]
    by_report: dict[str, list[Correction]] = defaultdict(list)
    for each in corrections if names else ():
        by_report[
            each.report_id if each.report_id in reports else extractOne(each.report_id, names)[0]
        ].append(each)
    for name, own in by_report.items():
        report = extractions.whole(reports[name])
        content = _correct(name, report.content, own, forms)
        extractions.put(replace(report, content=content), instead=reports[name])


def template(figures: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """One row per doubtful cell of a canonical report, with the columns of corrections.csv, ready to be filled in.

    `figures`, `reports`: the published tables. Cells that are no cells of the form cannot be named
    and are left out.
    """
    canonical = reports.loc[reports["duplicate_of"].eq(""), "report_id"]
    doubtful = figures["status"].eq("doubtful") & figures["row"].ne("") & figures["column"].ne("")
    chosen = figures[doubtful & figures["report_id"].isin(canonical)].sort_values(
        ["file", "table", "n"]
    )
    return chosen.reindex(columns=list(COLUMNS), fill_value="").reset_index(drop=True)


def _correct(
    name: str, content: Content, corrections: Collection[Correction], forms: Mapping[str, Form]
) -> Content:
    """The content of one report with the corrections that fit, and a remark on each correction."""
    cells = {
        (each.table, each.row, each.column): each
        for each in content.figures
        if each.row and each.column
    }
    times = Counter((each.report_id, *each.cell) for each in corrections)
    corrected: dict[Cell, Figure] = {}
    remarks = []
    for each in corrections:
        fault = _fault(each, name, cells, times[each.report_id, *each.cell])
        rule, story = "correction_refused", f"not applied, {fault}."
        if not fault:
            corrected[each.cell] = overrule(cells[each.cell], _number(each.corrected))
            rule, story = "correction", _story(each, cells[each.cell], corrected[each.cell])
        place = each.cell if each.report_id == name else ("", "", "")
        remarks.append(Remark(rule, *place, f"Line {each.line} of {NAME}: {story}"))
    figures = tuple(
        corrected.get((each.table, each.row, each.column), each) for each in content.figures
    )
    content = replace(content, figures=figures, checks=(*content.checks, *map(warning, remarks)))
    return settle(content, forms[content.form]) if corrected else content


def _fault(each: Correction, name: str, cells: Mapping[Cell, Figure], times: int) -> str:
    """Why a correction cannot be applied, or nothing."""
    if each.report_id != name:
        return f"there is no report {each.report_id}, the name most like it is {name}"
    for depth, what in enumerate(("table", "row", "column"), start=1):
        if each.cell[:depth] not in {cell[:depth] for cell in cells}:
            return f"no {what} '{each.cell[depth - 1]}' was read there"
    if times > 1:
        return f"{times} rows correct this cell, keep one of them"
    printed = cells[each.cell].printed
    if printed.split() != each.printed.split():  # spreadsheets do not keep the kind of a line break
        return f"it says that '{each.printed}' is printed, but '{printed}' was read"
    missing = [
        column for column in ("corrected", "reason", "who", "date") if not getattr(each, column)
    ]
    return (
        f"it lacks {missing[0]}"
        if missing
        else _no_number(each, cells[each.cell]) or _no_date(each.date)
    )


def _no_number(each: Correction, figure: Figure) -> str:
    """What is wrong with the corrected value, or nothing."""
    number = parse(each.corrected)
    if number is None or number.unit or number.factor != 1 or not number.sure:
        return f"corrected is '{each.corrected}': write a plain number, money in yuan, or - where the cell is blank"
    if figure.unit == "count" and number.value is not None and number.value % 1:
        return f"corrected is '{each.corrected}': write a whole number, the cell counts things"
    return ""


def _no_date(text: str) -> str:
    """What is wrong with a date, or nothing."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return f"the date '{text}' is no date such as 2026-01-31"
    return ""


def _number(text: str) -> Decimal | None:
    """The value of a plain number; None for a blank."""
    number = parse(text) or Number(None)
    return None if number.value is None else number.value.normalize() + 0


def _story(each: Correction, before: Figure, after: Figure) -> str:
    """What was corrected, why and by whom, and whether that goes against a proof."""
    story = f"'{each.printed}' was corrected to '{each.corrected}': {each.reason} ({each.who}, {each.date})."
    if not after.contested:
        return story
    proof = (
        "seen on the page"
        if before.seen
        else "read twice alike"
        if before.reread
        else "proved by a sum"
    )
    return f"{story} It had been {proof}, so this report cannot be verified."
