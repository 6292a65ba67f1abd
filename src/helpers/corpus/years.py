"""Reports of one agency for years that follow one another: what one carries over, the next must begin with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from helpers.schema import typed
from helpers.words import USABLE

#: Table, row and column → the value; None where the cell is blank.
Cells = Mapping[tuple[str, str, str], Decimal | None]

_KINDS = ("regulation", "normative_document")


def warnings(figures: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """One row per number that does not go on from the year before, with the columns of checks.csv, at the later report.

    `figures`, `reports`: the published tables. `carry_over`: requests carried in are those that the
    year before carried out. `stock`: documents in force are those of the year before, with what was
    issued, without what was repealed (form of 2021). `left` is printed, `right` follows from the
    year before. A warning only: agencies merge, recount and amend. Cells that are blank or in doubt
    are not compared, nor are reports that say that they cover different areas.
    """
    usable = reports["duplicate_of"].eq("") & reports["status"].isin(USABLE)
    chosen = reports[usable & reports["agency"].ne("") & reports["year"].notna()]
    known = {(each["agency"], each["year"]): each for each in chosen.to_dict("records")}
    cells = _cells(figures[figures["report_id"].isin(chosen["report_id"])])
    rows = []
    for (agency, year), each in known.items():
        before = known.get((agency, year - 1))
        if before is None or {before["scope"], each["scope"]} == {"own", "whole_area"}:
            continue
        pair = cells.get(before["report_id"], {}), cells.get(each["report_id"], {})
        found = (*_carried(*pair, int(year)), *_stocks(*pair, int(year)))
        rows += [{"report_id": each["report_id"], "verdict": "warning", **row} for row in found]
    return typed("checks", pd.DataFrame(rows, dtype=object))


def _cells(figures: pd.DataFrame) -> dict[str, dict[tuple[str, str, str], Decimal | None]]:
    """The cells of each report that no reading doubts."""
    sure = figures[figures["status"].ne("doubtful")]
    return {
        str(name): dict(
            zip(
                zip(own["table"], own["row"], own["column"], strict=True), own["value"], strict=True
            )
        )
        for name, own in sure.groupby("report_id")
    }


def _carried(before: Cells, now: Cells, year: int) -> Iterator[dict[str, Any]]:
    """Requests carried in that are not those carried out, for each applicant type."""
    for (table, row, column), begun in now.items():
        left_over = before.get((table, "carried_out", column))
        if (
            row == "carried_in"
            and begun is not None
            and left_over is not None
            and begun != left_over
        ):
            message = f"{year - 1} carries {left_over:f} over to the next year, {year} begins with {begun:f}."
            yield _row("carry_over", (table, row, column), begun, left_over, message)


def _stocks(before: Cells, now: Cells, year: int) -> Iterator[dict[str, Any]]:
    """Documents in force that do not follow from the year before, for each kind."""
    for kind in _KINDS:
        stock, issued, repealed = (
            ("disclosure", kind, column) for column in ("in_force", "issued", "repealed")
        )
        first, last = before.get(stock), now.get(stock)
        if first is None or last is None or issued not in now or repealed not in now:
            continue
        added, taken = (now[cell] or Decimal(0) for cell in (issued, repealed))
        if last != first + added - taken:
            message = (
                f"{year} has {last:f} in force; {first:f} of {year - 1} with {added:f} issued and {taken:f} repealed "
                f"make {first + added - taken:f}."
            )
            yield _row("stock", stock, last, first + added - taken, message)


def _row(
    rule: str, cell: tuple[str, str, str], left: Decimal, right: Decimal, message: str
) -> dict[str, Any]:
    table, row, column = cell
    place = {"rule": rule, "table": table, "row": row, "column": column}
    return {**place, "left": left, "right": right, "message": message}
