"""Reports of one agency for years that follow one another.

What a year carries over, the next must begin with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

from helpers.forms import FormCell
from helpers.messages import columns, say
from helpers.schema import typed
from helpers.words import USABLE, Words


class Cell(NamedTuple):
    """What a cell prints, None where it is blank, and its figure in the report."""

    value: Decimal | None
    ref: str


#: Table, row and column → what stands there.
Cells = Mapping[FormCell, Cell]

_KINDS = ("regulation", "normative_document")


def warnings(figures: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """One row per number that does not go on from the year before, at the later report.

    The columns are those of checks.csv. `figures`, `reports`: the published tables.

    `carry_over`: requests carried in are those that the year before carried out. `stock`: documents
    in force are those of the year before, with what was issued, without what was repealed (form of
    2021). `left` is printed, `right` follows from the year before. A warning only: agencies merge,
    recount and amend. Cells that are blank or in doubt are not compared, nor are reports that say
    that they cover different areas.
    """
    usable = reports["duplicate_of"].eq("") & reports["status"].isin(USABLE)
    chosen = reports[usable & reports["agency"].ne("") & reports["year"].notna()]
    known = {}
    for report in chosen.to_dict("records"):
        known[report["agency"], report["year"]] = report
    cells = _cells(figures[figures["report_id"].isin(chosen["report_id"])])
    rows = []
    for (agency, year), report in known.items():
        earlier = known.get((agency, year - 1))
        if earlier is None or {earlier["scope"], report["scope"]} == {"own", "whole_area"}:
            continue
        before = cells.get(earlier["report_id"], {})
        now = cells.get(report["report_id"], {})
        found = (*_carried(before, now, int(year)), *_stocks(before, now, int(year)))
        same = {"report_id": report["report_id"], "verdict": "warning"}
        same["before"] = earlier["report_id"]
        rows += [same | row for row in found]
    return typed("checks", pd.DataFrame(rows, dtype=object))


def _cells(figures: pd.DataFrame) -> dict[str, dict[FormCell, Cell]]:
    """The cells of each report that no reading doubts."""
    sure = figures[figures["status"].ne("doubtful")]
    cells = {}
    for name, rows in sure.groupby("report_id"):
        places = zip(rows["table"], rows["row"], rows["column"], strict=True)
        known = map(Cell, rows["value"], rows["ref"])
        cells[str(name)] = dict(zip(places, known, strict=True))
    return cells


def _carried(before: Cells, now: Cells, year: int) -> Iterator[dict[str, Any]]:
    """Requests carried in that are not those carried out, for each applicant type."""
    for (table, row, column), begun in now.items():
        left_over = before.get((table, "carried_out", column))
        if row != "carried_in" or left_over is None:
            continue
        if None in (begun.value, left_over.value) or begun.value == left_over.value:
            continue
        carried = {"left": f"{left_over.value:f}", "begun": f"{begun.value:f}"}
        said = say("carry_over", before=year - 1, year=year, **carried)
        refs = {"left_refs": begun.ref, "before_refs": left_over.ref}
        sides = {"left": begun.value, "right": left_over.value}
        yield _row("carry_over", (table, row, column), said) | refs | sides


def _stocks(before: Cells, now: Cells, year: int) -> Iterator[dict[str, Any]]:
    """Documents in force that do not follow from the year before, for each kind."""
    for kind in _KINDS:
        stock = ("disclosure", kind, "in_force")
        issued = ("disclosure", kind, "issued")
        repealed = ("disclosure", kind, "repealed")
        if stock not in before or not {stock, issued, repealed} <= now.keys():
            continue
        first, last = before[stock].value, now[stock].value
        if first is None or last is None:
            continue
        added = now[issued].value or Decimal(0)
        taken = now[repealed].value or Decimal(0)
        expected = first + added - taken
        if last != expected:
            numbers = {
                "last": last,
                "first": first,
                "added": added,
                "taken": taken,
                "expected": expected,
            }
            in_digits = {name: f"{number:f}" for name, number in numbers.items()}
            said = say("stock", before=year - 1, year=year, **in_digits)
            refs = {
                "left_refs": now[stock].ref,
                "right_refs": f"{now[issued].ref} {now[repealed].ref}",
                "before_refs": before[stock].ref,
            }
            sides = {"left": last, "right": expected}
            yield _row("stock", stock, said) | refs | sides


def _row(rule: str, cell: FormCell, said: Words) -> dict[str, Any]:
    table, row, column = cell
    place = {"rule": rule, "table": table, "row": row, "column": column}
    return {**place, **columns(said)}
