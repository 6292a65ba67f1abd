"""What a person types → one row of figures.csv, or the choices that are nearest to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rapidfuzz import process

from helpers.errors import UserError
from helpers.forms import FormCell

if TYPE_CHECKING:
    import pandas as pd

#: What names a cell of a form.
PARTS = ("table", "row", "column")
#: How many choices an error names.
NEAREST = 5


def find(figures: pd.DataFrame, reports: pd.DataFrame, report: str, cell: FormCell) -> pd.Series:
    """The figure of a report in a cell of a form: table, row, column.

    `report`: the report_id or the file's name, or as much of its beginning as no other report
    shares. Raises UserError with the nearest choices where there is no such report, table, row or
    column, or more than one report.
    """
    report_id = report_named(reports, report)
    found = figures[figures["report_id"].eq(report_id)]
    if found.empty:
        raise UserError(f"The report {report} has no figures: reports.csv says why.")
    codes = dict(zip(PARTS, cell, strict=True))
    for name, wanted in codes.items():
        choices = [code for code in found[name].unique() if code]
        if wanted not in choices:
            nearest = _nearest(wanted, choices)
            raise UserError(f"There is no {name} '{wanted}' here: {nearest}.")
        found = found[found[name].eq(wanted)]
    return found.iloc[0]


def report_named(reports: pd.DataFrame, wanted: str) -> str:
    """The report_id that is meant: a whole name goes before the beginning of one.

    Raises UserError as `find` does.
    """
    names: dict[str, tuple[str, ...]] = {}
    for report_id, file in zip(reports["report_id"], reports["file"], strict=True):
        names[report_id] = (report_id, file, PurePosixPath(file).name)
    whole, begun, choices = [], [], []
    for report_id, known in names.items():
        if wanted in known:
            whole.append(report_id)
        if any(name.startswith(wanted) for name in known):
            begun.append(report_id)
        choices += [report_id, known[-1]]
    found = whole or begun
    if len(found) == 1:
        return found[0]
    nearest = _nearest(wanted, found or choices)
    if found:
        raise UserError(f"{len(found)} reports begin with '{wanted}': {nearest}.")
    raise UserError(f"There is no report '{wanted}': {nearest}.")


def _nearest(wanted: str, choices: Iterable[str]) -> str:
    matches = process.extract(wanted, list(choices), limit=NEAREST)
    return "choose from " + ", ".join(match[0] for match in matches)
