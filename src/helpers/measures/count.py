"""Figures → measures: rates, shares and numbers that the forms allow, on one axis where the forms mean the same.

What a measure is made of stands in `measures.yaml`. Numbers are Decimal; a quotient is rounded
once, half to even. Nothing is estimated: where there is no value, the state says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pandas as pd

from helpers import schema
from helpers.measures.definitions import Cell, Definitions, Measure, Quantity
from helpers.tidy import REPORT

#: Decimal places of a quotient.
DIGITS = 6

#: The states that have a value.
_KNOWN = ("value", "inconsistent")
#: What a sum is where its terms are several things: blanks count as 0 beside a number, rows left
#: out do not count.
_OF_TERMS = ("doubtful", "missing", "inconsistent", "value", "blank", "not_asked")
#: What a quantity is of which no way is printed.
_OF_WAYS = ("blank", "missing", "not_asked")
#: What a measure is whose sides are two things.
_OF_SIDES = ("not_asked", "doubtful", "missing", "blank", "inconsistent", "value")


@dataclass(frozen=True, slots=True)
class Sum:
    """What a cell, a sum or a quantity comes to; `printed`: whether any number of it is, even if others are missing."""

    state: str
    value: Decimal | None = None
    printed: bool = False


def measure(
    figures: pd.DataFrame, coverage: pd.DataFrame, definitions: Definitions
) -> pd.DataFrame:
    """One row per report and measure, of the reports in `coverage`, sorted by key.

    A report in a form that no quantity names has no row: nobody knows what it asks for.
    """
    cells = _printed(figures, coverage)
    rows = [
        {**report, **row}
        for report in coverage[REPORT].drop_duplicates().to_dict("records")
        if report["form"] in definitions.quantities
        for row in _measured(cells[report["report_id"]], report["form"], definitions)
    ]
    frame = schema.typed("measures", pd.DataFrame(rows, dtype=object))
    return frame.sort_values(list(schema.TABLES["measures"].key), ignore_index=True)


def _printed(figures: pd.DataFrame, coverage: pd.DataFrame) -> dict[str, dict[Cell, Sum]]:
    """The cells of each report, with what they come to."""
    cells = coverage.merge(figures[["report_id", "table", "row", "column", "value"]], how="left")
    found: dict[str, dict[Cell, Sum]] = {report: {} for report in cells["report_id"]}
    columns = (cells[name] for name in ("report_id", "table", "row", "column", "state", "value"))
    for report, table, row, column, state, value in zip(*columns, strict=True):
        known = state == "value"
        found[report][table, row, column] = Sum(state, value if known else None, known)
    return found


def _measured(
    cells: Mapping[Cell, Sum], form: str, definitions: Definitions
) -> Iterator[dict[str, Any]]:
    """The rows of one report."""
    add = _adder(cells)
    for each in definitions.measures.values():
        group, labels = definitions.groups[each.group], each.labels
        yield {
            "group": each.group, "group_zh": group[0], "group_en": group[1],
            "measure": each.code, "measure_zh": labels[0], "measure_en": labels[1],
            "unit": each.unit, **_result(each, form, add),
        }  # fmt: skip


def _adder(cells: Mapping[Cell, Sum]) -> Callable[[Cell | Quantity], Sum]:
    """What a cell or a quantity comes to in one report; a cell that its report may leave out is not asked there."""

    @cache
    def add(term: Cell | Quantity) -> Sum:
        if isinstance(term, Quantity):
            return _first([_sum([add(part) for part in way]) for way in term.ways])
        return cells.get(term, Sum("not_asked"))

    return add


def _sum(terms: Sequence[Sum]) -> Sum:
    state = min((term.state for term in terms), key=_OF_TERMS.index)
    values = [term.value for term in terms if term.value is not None]
    return Sum(
        state,
        sum(values, Decimal(0)) if state in _KNOWN else None,
        any(term.printed for term in terms),
    )


def _first(ways: Sequence[Sum]) -> Sum:
    """The first way of which anything is printed, and whether another one says otherwise."""
    if any(way.state == "doubtful" for way in ways):
        return Sum("doubtful")
    used = next((way for way in ways if way.printed), None)
    if used is None:
        return min(ways, key=lambda way: _OF_WAYS.index(way.state))
    differ = used.value is not None and any(way.value not in (None, used.value) for way in ways)
    return replace(used, state="inconsistent") if differ else used


def _result(measure: Measure, form: str, add: Callable[[Quantity], Sum]) -> dict[str, Any]:
    """State, value, numerator and denominator of a measure in one report."""
    if form not in measure.sides:
        return {"state": "not_asked"}
    sides = [add(side) for side in measure.sides[form] if side]
    state = min((side.state for side in sides), key=_OF_SIDES.index)
    numerator, denominator = (*(side.value for side in sides), None)[:2]
    value = numerator if state in _KNOWN else None
    if value is not None and denominator is not None:
        state = state if denominator else "zero_denominator"
        value = _quotient(value, denominator, measure.unit) if denominator else None
    return {"state": state, "value": value, "numerator": numerator, "denominator": denominator}


def _quotient(numerator: Decimal, denominator: Decimal, unit: str) -> Decimal:
    """The exact quotient, rounded once; per 1,000 where the unit says so."""
    exact = Fraction(numerator) / Fraction(denominator) * (1000 if unit == "per_1000" else 1)
    return Decimal(f"{round(exact * 10**DIGITS)}E-{DIGITS}")
