"""Figures → measures: rates, shares and numbers that the forms allow.

They stand on one axis where the forms mean the same. What a measure is made of stands in
`measures.yaml`. Numbers are Decimal; a quotient is rounded once, half to even. Nothing is
estimated: where there is no value, the state says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pandas as pd

from helpers import schema
from helpers.forms import FormCell
from helpers.measures.definitions import Definitions, Measure, Quantity
from helpers.tidy.leaves import REPORT

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


#: The cells of a report, with what they come to.
Cells = dict[FormCell, "Sum"]
#: Says what a cell or a quantity comes to in one report.
Adder = Callable[[FormCell | Quantity], "Sum"]


@dataclass(frozen=True, slots=True)
class Sum:
    """What a cell, a sum or a quantity comes to.

    `printed`: whether any number of it is, even if others are missing.
    """

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
    rows: list[dict[Any, Any]] = []
    for report in coverage[REPORT].drop_duplicates().to_dict("records"):
        form = report["form"]
        if form not in definitions.quantities:
            continue
        measured = _measured(cells[report["report_id"]], form, definitions)
        rows += [{**report, **row} for row in measured]
    frame = schema.typed("measures", pd.DataFrame(rows, dtype=object))
    key = list(schema.TABLES["measures"].key)
    return frame.sort_values(key, ignore_index=True)


def _printed(figures: pd.DataFrame, coverage: pd.DataFrame) -> dict[str, Cells]:
    """The cells of each report, with what they come to."""
    key = ["report_id", "table", "row", "column"]
    cells = coverage.merge(figures[[*key, "value"]], how="left")
    cells = cells[[*key, "state", "value"]]
    found: dict[str, Cells] = {}
    for report, table, row, column, state, value in cells.itertuples(index=False, name=None):
        of_report = found.setdefault(report, {})
        cell = (table, row, column)
        if state == "value":
            of_report[cell] = Sum(state, value, printed=True)
        else:
            of_report[cell] = Sum(state)
    return found


def _measured(cells: Cells, form: str, definitions: Definitions) -> Iterator[dict[str, Any]]:
    """The rows of one report."""
    add = _adder(cells)
    for measure in definitions.measures.values():
        group_chinese, group_english = definitions.groups[measure.group]
        chinese, english = measure.labels
        yield {
            "group": measure.group,
            "group_zh": group_chinese,
            "group_en": group_english,
            "measure": measure.code,
            "measure_zh": chinese,
            "measure_en": english,
            "unit": measure.unit,
            **_result(measure, form, add),
        }


def _adder(cells: Cells) -> Adder:
    """Say what a cell or a quantity of one report comes to.

    A cell that the report may leave out is not asked there.
    """

    @cache
    def add(term: FormCell | Quantity) -> Sum:
        if not isinstance(term, Quantity):
            return cells.get(term, Sum("not_asked"))
        ways = []
        for way in term.ways:
            parts = [add(part) for part in way]
            ways.append(_sum(parts))
        return _first(ways)

    return add


def _sum(terms: Sequence[Sum]) -> Sum:
    state = min((term.state for term in terms), key=_OF_TERMS.index)
    printed = any(term.printed for term in terms)
    if state not in _KNOWN:
        return Sum(state, None, printed)
    values = [term.value for term in terms if term.value is not None]
    return Sum(state, sum(values, Decimal(0)), printed)


def _first(ways: Sequence[Sum]) -> Sum:
    """The first way of which anything is printed, and whether another one says otherwise."""
    if any(way.state == "doubtful" for way in ways):
        return Sum("doubtful")
    used = next((way for way in ways if way.printed), None)
    if used is None:
        return min(ways, key=lambda way: _OF_WAYS.index(way.state))
    if used.value is None:
        return used
    if any(way.value not in (None, used.value) for way in ways):
        return replace(used, state="inconsistent")
    return used


def _result(measure: Measure, form: str, add: Adder) -> dict[str, Any]:
    """State, value, numerator and denominator of a measure in one report."""
    if form not in measure.sides:
        return {"state": "not_asked"}
    above, below = measure.sides[form]
    numerator = add(above)
    state, value, divisor = numerator.state, None, None
    if below:
        denominator = add(below)
        state = min(state, denominator.state, key=_OF_SIDES.index)
        divisor = denominator.value
    if state in _KNOWN:
        value = numerator.value
    if value is not None and divisor == 0:
        state, value = "zero_denominator", None
    elif value is not None and divisor is not None:
        value = _quotient(value, divisor, measure.unit)
    return {"state": state, "value": value, "numerator": numerator.value, "denominator": divisor}


def _quotient(numerator: Decimal, denominator: Decimal, unit: str) -> Decimal:
    """The exact quotient, rounded once; per 1,000 where the unit says so."""
    exact = Fraction(numerator) / Fraction(denominator)
    if unit == "per_1000":
        exact *= 1000
    return Decimal(f"{round(exact * 10**DIGITS)}E-{DIGITS}")
