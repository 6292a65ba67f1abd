"""Figures → measures: rates, shares and numbers that the forms allow.

They stand on one axis where the forms mean the same. What a measure is made of stands in
`measures.yaml`. Numbers are Decimal; a quotient is rounded once, half to even. Nothing is
estimated: where there is no value, the state says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import chain
from typing import Any

import pandas as pd

from helpers import schema
from helpers.forms import FormCell
from helpers.measures.definitions import Definitions, Measure, Quantity
from helpers.tidy.leaves import REPORT
from helpers.words import PROOFS

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

    `printed`: whether any number of it is, even if others are missing. `refs`: the figures that are
    added up; `proof`: the weakest of theirs.
    """

    state: str
    value: Decimal | None = None
    printed: bool = False
    refs: tuple[str, ...] = ()
    proof: str = ""


#: What a measure without a denominator has for one.
NOTHING = Sum("")


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
    printed = ["value", "ref", "proof"]
    cells = coverage.merge(figures[[*key, *printed]], how="left")
    cells = cells[[*key, "state", *printed]]
    found: dict[str, Cells] = {}
    for report, *cell, state, value, ref, proof in cells.itertuples(index=False, name=None):
        known = Sum(state)
        if state == "value":
            known = Sum(state, value, True, (ref,), proof)
        table, row, column = cell
        found.setdefault(report, {})[table, row, column] = known
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
    known = [term for term in terms if term.value is not None]
    total = sum((term.value for term in known if term.value), Decimal(0))
    refs = tuple(chain.from_iterable(term.refs for term in known))
    return Sum(state, total, printed, refs, _weakest(known))


def _weakest(sums: Iterable[Sum]) -> str:
    """The weakest proof of sums, "" where nothing is added up."""
    proofs = [each.proof for each in sums if each.proof]
    return min(proofs, key=PROOFS.index, default="")


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
    numerator, denominator = add(above), NOTHING
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
    return {
        "state": state,
        "value": value,
        "numerator": numerator.value,
        "numerator_refs": " ".join(numerator.refs),
        "denominator": divisor,
        "denominator_refs": " ".join(denominator.refs),
        "proof": _weakest((numerator, denominator)),
    }


def _quotient(numerator: Decimal, denominator: Decimal, unit: str) -> Decimal:
    """The exact quotient, rounded once; per 1,000 where the unit says so."""
    exact = Fraction(numerator) / Fraction(denominator)
    if unit == "per_1000":
        exact *= 1000
    return Decimal(f"{round(exact * 10**DIGITS)}E-{DIGITS}")
