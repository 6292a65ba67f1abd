"""Bound cells → figures: the value, its unit, and whether two independent readings agree on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from helpers.forms import Form
from helpers.grid import Box
from helpers.match import Bound, FormMatch
from helpers.numbers import Number, declared_factor, money_factor, parse


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed cell of a form, as figures.csv publishes it.

    `reread`: whether the second reading gives the same value; None where the cell could not be read twice.
    `rival`: whether the report prints this cell elsewhere with another value.
    """

    table: str
    n: int
    row: str
    column: str
    label: str
    printed: str
    value: Decimal | None
    unit: str
    status: str
    proof: str
    page: int | None
    box: Box | None
    place: str
    reread: bool | None = None
    rival: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth knowing about one cell, or about two years; never an error."""

    rule: str
    table: str
    row: str
    column: str
    message: str


def read_figures(match: FormMatch, captions: Iterable[str]) -> tuple[list[Figure], list[Remark]]:
    """The figures of a report in reading order, not yet proven, and the warnings about their units.

    `captions`: the text above each of the report's grids, where the unit of money may be declared.
    """
    figures, warnings = [], []
    above = list(captions)
    for table in match.tables:
        for n, bound in enumerate(table.bound, start=1):
            figure, warning = _figure(bound, n, _unit(match.form, bound), above[bound.place.grid])
            if (bound.row, bound.column) in table.rivals:
                figure = replace(figure, status="doubtful", reread=False, rival=True)
            figures.append(figure)
            warnings += warning
    return figures, warnings


def _unit(form: Form, bound: Bound) -> str:
    """The unit that the form prescribes; a cell that is none of the form's counts what its column counts."""
    table = form.tables[bound.table]
    columns = table.columns_of(bound.row) if bound.row else table.columns
    return next((column.unit for column in columns if column.code == bound.column), "count")


def _figure(bound: Bound, n: int, unit: str, caption: str) -> tuple[Figure, list[Remark]]:
    cell = bound.cell
    first, second = parse(cell.text), parse(cell.second) if cell.second is not None else None
    number = first if first is not None and (first.value is not None or not second) else second or first
    reread = None if cell.second is None else _same(first, second)
    value, warnings = _money(number, bound, caption) if unit == "yuan" else (number.value if number else None, [])
    if number and unit == "count" and number.unit == "yuan":
        warnings = [_remark("unit_conflict", bound, f"{cell.text} is money, the form asks for a number")]
    # A number that white space cuts in two is one number only if one of the readings saw it whole, or a sum proves it.
    sure = number is not None and (number.sure or bool(reread and second and second.sure))
    doubtful = number is None or reread is False or not sure
    status = "doubtful" if doubtful else "blank" if value is None else "printed"
    if value is not None:
        value = (
            value.normalize() + 0
        )  # 961716000.0 and 961716000 are one figure; the text as printed stays in `printed`
    figure = Figure(
        bound.table, n, bound.row, bound.column, bound.label, cell.text, value, unit, status, "none",
        bound.place.page, cell.box, cell.place, reread,
    )  # fmt: skip
    return figure, warnings


def _same(one: Number | None, other: Number | None) -> bool:
    return one is not None and other is not None and (one.value, one.factor) == (other.value, other.factor)


def _money(number: Number | None, bound: Bound, caption: str) -> tuple[Decimal | None, list[Remark]]:
    """An amount in yuan: the unit nearest to the number wins (cell, row, column head, heading)."""
    if number is None or number.value is None:
        return None, []
    near = number.factor if number.unit == "yuan" or number.factor != 1 else None
    around = [money_factor(text) for text in (*bound.beside, bound.label, *reversed(bound.heads))]
    declared = [factor for factor in (*around, declared_factor(caption)) if factor is not None]
    if near is not None:
        conflict = number.value and declared and declared[0] != near
        message = f"{bound.cell.text} names another unit than the table; the unit beside the number was taken"
        return number.value, [_remark("unit_conflict", bound, message)] if conflict else []
    if declared:
        return number.value * declared[0], []
    message = f"{bound.cell.text} has no unit anywhere; it was taken as yuan"
    return number.value, [_remark("unit_assumed", bound, message)] if number.value else []


def _remark(rule: str, bound: Bound, message: str) -> Remark:
    return Remark(rule, bound.table, bound.row, bound.column, message)


def prove(figures: Iterable[Figure], proven: set[tuple[str, str, str]]) -> Iterator[Figure]:
    """Give each figure its proof: an identity that holds (`proven`: table, row, column), else the second reading."""
    for figure in figures:
        if (figure.table, figure.row, figure.column) in proven and not figure.rival:
            status = "blank" if figure.value is None else "printed"
            yield replace(figure, proof="identity", status=status)
        elif figure.reread and figure.status != "doubtful":
            yield replace(figure, proof="second_reading")
        else:
            yield figure
