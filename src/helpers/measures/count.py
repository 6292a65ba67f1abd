"""Figures → measures: rates, shares and numbers that the forms allow.

They stand on one axis where the forms mean the same. What a measure is made of stands in
`measures.yaml`. A quotient is rounded once, half to even, from numbers that are exact to the
hundredth. Nothing is estimated: where there is no value, the state says why.

All reports of a form are reckoned at once: what a cell, a sum or a quantity comes to is a column
with a row for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from helpers import schema
from helpers.forms import FormCell
from helpers.measures.definitions import Definitions, Measure, Quantity
from helpers.tidy.leaves import REPORT
from helpers.words import PROOFS

#: Decimal places of a quotient.
DIGITS = 6

#: What a cell or a sum may be. A sum is the first of these that any of its terms is: blanks count
#: as 0 beside a number, rows left out do not count.
STATES = ("doubtful", "missing", "inconsistent", "value", "blank", "not_asked", "zero_denominator")
DOUBTFUL, _, INCONSISTENT, VALUE, _, NOT_ASKED, ZERO_DENOMINATOR = range(len(STATES))
#: What a quantity is of which no way is printed, the first that any way is.
_OF_WAYS = ("blank", "missing", "not_asked")
#: What a measure is whose sides are two things.
_OF_SIDES = ("not_asked", "doubtful", "missing", "blank", "inconsistent", "value")
#: The proof of what has none, since nothing is added up; it is stronger than any.
_NO_PROOF = len(PROOFS)

_CELL = ["report_id", "table", "row", "column"]
#: A column of numbers, of states or of texts.
Column = np.ndarray[Any, Any]
#: Says what a cell or a quantity comes to in the reports of one form.
Adder = Callable[[FormCell | Quantity], "Sum"]


@dataclass(frozen=True)
class Sum:
    """What a cell, a sum or a quantity comes to, in each report.

    `state`: its place in STATES. `value`: NaN for none. `printed`: whether any number of it is,
    even if others are missing. `refs`: the figures that are added up, with a space between;
    `proof`: the weakest of theirs, as its place in PROOFS.
    """

    state: Column
    value: Column
    printed: Column
    refs: Column
    proof: Column

    @classmethod
    def of(cls, state: int, reports: int) -> Sum:
        """Without a value, in so many reports."""
        return cls(
            np.full(reports, state),
            np.full(reports, np.nan),
            np.zeros(reports, bool),
            np.full(reports, "", object),
            np.full(reports, _NO_PROOF),
        )

    @property
    def known(self) -> Column:
        """In which reports it has a value."""
        return ~np.isnan(self.value)

    def only(self, rows: Column) -> Sum:
        """Without what it comes to in the other reports."""
        return replace(
            self,
            value=np.where(rows, self.value, np.nan),
            refs=np.where(rows, self.refs, ""),
            proof=np.where(rows, self.proof, _NO_PROOF),
        )

    def over(self, other: Sum, rows: Column) -> Sum:
        """What it is in some reports, and another in the rest."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Sum(*(np.where(rows, mine, theirs) for mine, theirs in pairs))


def measure(
    figures: pd.DataFrame, coverage: pd.DataFrame, definitions: Definitions
) -> pd.DataFrame:
    """One row per report and measure, of the reports in `coverage`, sorted by key.

    A report in a form that no quantity names has no row: nobody knows what it asks for.
    """
    printed = figures[[*_CELL, "value", "ref", "proof"]].copy()
    coverage = coverage.copy()
    schema.alike(coverage, printed, _CELL)
    cells = coverage.merge(printed, "left", _CELL)
    frames = []
    for form, of_form in cells.groupby("form"):
        if form in definitions.quantities:
            frames.append(_of_form(str(form), of_form, definitions))
    return schema.in_order("measures", pd.concat(frames) if frames else pd.DataFrame())


def _of_form(form: str, cells: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """The rows of all reports in one form, measure by measure."""
    reports = cells[REPORT].drop_duplicates(ignore_index=True)
    add = _adder(cells, reports["report_id"])
    measures = definitions.measures.values()
    results = [_result(measure, form, add, len(reports)) for measure in measures]
    columns = {name: np.concatenate([result[name] for result in results]) for name in results[0]}
    columns["state"] = np.array(STATES, object)[columns["state"]]
    columns["proof"] = np.array([*PROOFS, ""], object)[columns["proof"]]
    told = pd.DataFrame([_told(measure, definitions) for measure in measures], dtype="category")
    of_measures = told.iloc[np.repeat(told.index, len(reports))].reset_index(drop=True)
    of_reports = reports.iloc[np.tile(reports.index, len(told))].reset_index(drop=True)
    return pd.concat([of_reports, of_measures, pd.DataFrame(columns)], axis=1)


def _told(measure: Measure, definitions: Definitions) -> dict[str, str]:
    """What is the same for a measure in every report."""
    group_chinese, group_english = definitions.groups[measure.group]
    chinese, english = measure.labels
    return {
        "group": measure.group,
        "group_zh": group_chinese,
        "group_en": group_english,
        "measure": measure.code,
        "measure_zh": chinese,
        "measure_en": english,
        "unit": measure.unit,
    }


def _adder(cells: pd.DataFrame, reports: pd.Series[str]) -> Adder:
    """Say what a cell or a quantity comes to in each of some reports.

    A cell that a report may leave out is not asked there.
    """
    has_value = cells["state"].eq("value")
    known = Sum(
        pd.Index(STATES).get_indexer(pd.Index(cells["state"])),
        cells["value"].where(has_value).to_numpy("float64"),
        has_value.to_numpy(),
        cells["ref"].astype(object).where(has_value, "").to_numpy(),
        pd.Index(PROOFS).get_indexer(pd.Index(cells["proof"].where(has_value))) % (_NO_PROOF + 1),
    )
    row_of = pd.Index(reports).get_indexer(pd.Index(cells["report_id"]))
    rows_of_cell = cells.groupby(["table", "row", "column"]).indices
    nothing = Sum.of(NOT_ASKED, len(reports))

    @cache
    def add(term: FormCell | Quantity) -> Sum:
        if isinstance(term, Quantity):
            ways = [_sum([add(part) for part in way]) for way in term.ways]
            return _first(ways)
        if term not in rows_of_cell:
            return nothing
        sums = Sum.of(NOT_ASKED, len(reports))
        rows = rows_of_cell[term]
        for column, of_cells in zip(vars(sums).values(), vars(known).values(), strict=True):
            column[row_of[rows]] = of_cells[rows]
        return sums

    return add


def _sum(terms: Sequence[Sum]) -> Sum:
    state = np.min([term.state for term in terms], axis=0)
    values = np.stack([term.value for term in terms])
    total = Sum(
        state,
        # In hundredths, as they are exact: 0.1 + 0.2 is 0.3.
        np.nansum(np.rint(values * 100), axis=0) / 100,
        np.any([term.printed for term in terms], axis=0),
        _joined([term.refs for term in terms]),
        np.min([term.proof for term in terms], axis=0),
    )
    return total.only(np.isin(state, (INCONSISTENT, VALUE)))


def _joined(refs: Sequence[Column]) -> Column:
    texts = [" ".join(filter(None, of_report)) for of_report in zip(*refs, strict=True)]
    return np.array(texts, object)


def _worst(states: Sequence[Column], order: Sequence[str]) -> Column:
    """The state of each report that comes first in an order; what is not in it comes last."""
    places = [STATES.index(state) for state in order]
    ranks = np.full(len(STATES), len(order) - 1)
    ranks[places] = range(len(order))
    first: Column = np.array(places)[np.min([ranks[state] for state in states], axis=0)]
    return first


def _first(ways: Sequence[Sum]) -> Sum:
    """The first way of which anything is printed, and whether another one says otherwise."""
    reports = len(ways[0].state)
    used = replace(Sum.of(NOT_ASKED, reports), state=_worst([way.state for way in ways], _OF_WAYS))
    for way in reversed(ways):
        used = way.over(used, way.printed)
    others = [way.known & (way.value != used.value) for way in ways]
    differs = used.known & np.any(others, axis=0)
    used = replace(used, state=np.where(differs, INCONSISTENT, used.state))
    in_doubt = np.any([way.state == DOUBTFUL for way in ways], axis=0)
    return Sum.of(DOUBTFUL, reports).over(used, in_doubt)


def _result(measure: Measure, form: str, add: Adder, reports: int) -> dict[str, Column]:
    """State, value, numerator, denominator and proof of a measure in each report.

    State and proof go by their places in STATES and PROOFS.
    """
    numerator = denominator = Sum.of(NOT_ASKED, reports)
    below = None
    if form in measure.sides:
        above, below = measure.sides[form]
        numerator = add(above)
        denominator = add(below) if below else denominator
    state = numerator.state
    if below:
        state = _worst([state, denominator.state], _OF_SIDES)
    value = np.where(np.isin(state, (INCONSISTENT, VALUE)), numerator.value, np.nan)
    if below:
        is_zero = ~np.isnan(value) & (denominator.value == 0)
        state = np.where(is_zero, ZERO_DENOMINATOR, state)
        value = _quotients(np.where(is_zero, np.nan, value), denominator.value, measure.unit)
    proof = np.minimum(numerator.proof, denominator.proof)
    return {
        "state": state,
        "value": value,
        "numerator": numerator.value,
        "numerator_refs": numerator.refs,
        "denominator": denominator.value,
        "denominator_refs": denominator.refs,
        "proof": proof,
    }


def _quotients(numerators: Column, denominators: Column, unit: str) -> Column:
    """The exact quotients, rounded once; per 1,000 where the unit says so."""
    scale = 10**DIGITS * (1000 if unit == "per_1000" else 1)
    quotients = np.full(len(numerators), np.nan)
    for row in np.flatnonzero(~np.isnan(numerators)):
        exact = Fraction(round(numerators[row] * 100), round(denominators[row] * 100))
        quotients[row] = round(exact * scale) / 10**DIGITS
    return quotients
