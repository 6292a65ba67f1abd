"""What a person types → one row of figures.csv, or the choices that are nearest to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rapidfuzz import process

from helpers.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

#: How many choices an error names.
NEAREST = 5


def find(
    figures: pd.DataFrame, reports: pd.DataFrame, report: str, cell: tuple[str, str, str]
) -> pd.Series:
    """The figure of a report in a cell of a form: table, row, column.

    `report`: the report_id or the file's name, or as much of its beginning as no other report
    shares. Raises UserError with the nearest choices where there is no such report, table, row or
    column, or more than one report.
    """
    found = figures[figures["report_id"].eq(report_named(reports, report))]
    if found.empty:
        raise UserError(f"The report {report} has no figures: reports.csv says why.")
    for name, wanted in zip(("table", "row", "column"), cell, strict=True):
        choices = [code for code in found[name].unique() if code]
        if wanted not in choices:
            raise UserError(f"There is no {name} '{wanted}' here: {_nearest(wanted, choices)}.")
        found = found[found[name].eq(wanted)]
    return found.iloc[0]


def report_named(reports: pd.DataFrame, wanted: str) -> str:
    """The report_id that is meant: a whole name goes before the beginning of one. Raises UserError as `find` does."""
    names: dict[str, tuple[str, ...]] = {
        report_id: (report_id, file, PurePosixPath(file).name)
        for report_id, file in zip(reports["report_id"], reports["file"], strict=True)
    }
    whole = [report_id for report_id, each in names.items() if wanted in each]
    begun = [
        report_id
        for report_id, each in names.items()
        if any(name.startswith(wanted) for name in each)
    ]
    found = whole or begun
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(f"{len(found)} reports begin with '{wanted}': {_nearest(wanted, found)}.")
    choices = [name for report_id, _, file in names.values() for name in (report_id, file)]
    raise UserError(f"There is no report '{wanted}': {_nearest(wanted, choices)}.")


def _nearest(wanted: str, choices: Iterable[str]) -> str:
    return "choose from " + ", ".join(
        match[0] for match in process.extract(wanted, list(choices), limit=NEAREST)
    )
