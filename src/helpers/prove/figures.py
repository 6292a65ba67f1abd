"""Bound cells → figures: the value, its unit, and whether two independent readings agree on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, chain

from helpers.forms import Column, Form
from helpers.match import Bound, FormMatch, TableMatch
from helpers.numbers import (
    Number,
    Unit,
    declared_factor,
    declared_units,
    money_factor,
    noted_units,
    parse,
    unit_of,
)
from helpers.readers.grid import Box, Grid

#: The nouns of units in which things are counted: 万件, or 万 alone.
THINGS = ("count", "")


# Without slots, as checks and mentions: Python takes twice as long to unpickle a frozen class that
# has some.
@dataclass(frozen=True)
class Figure:
    """One printed cell of a form, as figures.csv publishes it.

    `reread`: whether the second reading gives the same value; None where the cell could not be read
    twice. `seen`: whether the page shows this value to whoever opens it; None where that cannot be
    told. `disputed`: whether no sum can settle it, as where the report prints the cell elsewhere
    with another value, or proved another than a correction says. `sure`: whether the cell's own
    readings settle its value. `readings`: what they give, where the cell was read twice or looked
    at.
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
    disputed: bool = False
    sure: bool = True
    readings: tuple[Decimal | None, ...] = ()
    seen: bool | None = None

    @property
    def opposed(self) -> bool:
        """Whether the second reading or the page as it is shown says something else: no sum overrules that."""
        return self.reread is False or self.seen is False

    @property
    def witnessed(self) -> bool:
        """Whether the figure is seen as it was read, or was read twice alike, and nothing speaks against it."""
        return bool(self.seen or self.reread) and not self.opposed

    @property
    def contested(self) -> bool:
        """Whether this is a correction of a proven figure, so that no sum with it proves anything."""
        return self.status == "corrected" and self.disputed


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth knowing about one cell, or about two years; never an error."""

    rule: str
    table: str
    row: str
    column: str
    message: str


def read_figures(match: FormMatch, grids: Sequence[Grid]) -> tuple[list[Figure], list[Remark]]:
    """The figures of a report in reading order, not yet proven, and the warnings about their units."""
    figures, remarks = [], []
    for table in match.tables:
        captions = _captions(table, grids)
        for n, bound in enumerate(table.bound, start=1):
            figure, found = _figure(bound, n, match.form, captions[bound.place.grid])
            if (bound.row, bound.column) in table.rivals:
                figure = replace(figure, status="doubtful", reread=False, disputed=True, sure=False)
            figures.append(figure)
            remarks += found
    return figures, remarks


def _captions(table: TableMatch, grids: Sequence[Grid]) -> dict[int, str]:
    """The captions of each piece of a table: what is declared above the first holds for the others, too."""
    pieces = sorted({each.place.grid for each in table.bound})
    above = accumulate(
        (_caption(grids[piece]) for piece in pieces), lambda before, own: f"{before}\n{own}"
    )
    return dict(zip(pieces, above, strict=True))


def _caption(grid: Grid) -> str:
    """The text above a grid and in its rows of a single cell, where the unit of money may be declared."""
    return "\n".join(
        [grid.caption, *(cell.text for cell in grid.cells if cell.column_span == grid.columns)]
    )


def _column(form: Form, bound: Bound) -> Column | None:
    """The column of the form that a cell stands in; a row that is none of the form's has the table's columns."""
    table = form.tables[bound.table]
    columns = table.columns_of(bound.row) if bound.row else table.columns
    return next((column for column in columns if column.code == bound.column), None)


def _figure(bound: Bound, n: int, form: Form, caption: str) -> tuple[Figure, list[Remark]]:
    cell, column = bound.cell, _column(form, bound)
    first, second, shown = (
        parse(text) if text is not None else None for text in (cell.text, cell.second, cell.seen)
    )
    number = (
        first if first is not None and (first.value is not None or not second) else second or first
    )
    reread = None if cell.second is None else _same(first, second)
    seen = None if cell.seen is None else _same(first, shown)
    unit, units = column.unit if column else "count", _units(bound)
    value = number.value if number else None
    money = _prescribed(form, bound, column)
    remarks: list[Remark] = []
    if number and unit == "yuan":
        value, remarks = _money(number, bound, caption, money)
    elif number and number.unit == "yuan":
        remarks = [
            _remark("unit_conflict", bound, f"{cell.text} is money, the form asks for a number")
        ]
    elif number:
        value = _count(number, units)
    disputed = unit == "count" and not _can_be_counted(
        value, signed=column is None or column.signed
    )
    disputed |= bool(column and bound.row) and not _fits(unit, number, units, caption)
    # A number that white space cuts in two is one number only if one of the readings saw it whole,
    # or a sum proves it.
    sure = number is not None and (number.sure or bool(reread and second and second.sure))
    doubtful = reread is False or seen is False or not sure or disputed
    status = "doubtful" if doubtful else "blank" if value is None else "printed"
    if value is not None:  # 961716000.0 and 961716000 are one figure; the text stays in `printed`
        value = value.normalize() + 0
    looked = cell.second is not None or cell.seen is not None
    numbers = [each for each in (first, second, shown) if each is not None and looked]
    readings = [
        _money(each, bound, caption, money)[0] if unit == "yuan" else _count(each, units)
        for each in numbers
    ]
    figure = Figure(
        bound.table, n, bound.row, bound.column, bound.label, cell.text, value, unit, status, "none",
        bound.place.page, cell.box, cell.place, reread, disputed, not doubtful, tuple(readings), seen,
    )  # fmt: skip
    return figure, remarks


def _can_be_counted(value: Decimal | None, *, signed: bool) -> bool:
    """Whether a value is a number of things: whole (12.523 may mean 12523), and below zero only as a change."""
    return value is None or (value == value.to_integral_value() and (signed or value >= 0))


def _prescribed(form: Form, bound: Bound, column: Column | None) -> int | None:
    """The unit of money that the form's own label prescribes: 万元 in 本年收费金额（单位：万元）."""
    row = form.tables[bound.table].row(bound.row) if bound.row else None
    return money_factor(
        row.printed_unit if row and row.printed_unit else column.labels[0] if column else ""
    )


def _same(one: Number | None, other: Number | None) -> bool:
    return (
        one is not None
        and other is not None
        and (one.value, one.factor) == (other.value, other.factor)
    )


def _money(
    number: Number, bound: Bound, caption: str, prescribed: int | None
) -> tuple[Decimal | None, list[Remark]]:
    """An amount in yuan: the unit nearest to the number wins (cell, row, column head, heading)."""
    if number.value is None:
        return None, []
    beside = number.factor if number.unit == "yuan" or number.factor != 1 else None
    around = [
        money_factor(text)
        for text in (*bound.above, *bound.beside, bound.label, *reversed(bound.heads))
    ]
    declared = [
        factor for factor in (beside, *around, declared_factor(caption)) if factor is not None
    ]
    remarks = []
    if not declared:
        assumed = "the unit that the form prescribes" if prescribed else "yuan"
        remarks = [
            _remark(
                "unit_assumed",
                bound,
                f"{bound.cell.text} has no unit anywhere; it was taken as {assumed}",
            )
        ]
        declared = [prescribed or 1]
    elif len(set(declared)) > 1:
        message = (
            f"{bound.cell.text} stands under units that differ; the one nearest to it was taken"
        )
        remarks = [_remark("unit_conflict", bound, message)]
    value = number.value if beside is not None else number.value * declared[0]
    return value, remarks if value else []


def _units(bound: Bound) -> list[tuple[Unit, ...]]:
    """The units in each text that a figure stands beside or under, the nearest first."""
    beside = [(unit,) for text in bound.beside if (unit := unit_of(text))]
    around = map(noted_units, (bound.label, *reversed(bound.above), *reversed(bound.heads)))
    return [*beside, *(units for units in around if units)]


def _count(number: Number, units: Sequence[tuple[Unit, ...]]) -> Decimal | None:
    """A number of things in the unit nearest to it: 万件 in the head of a column counts as 万元 does."""
    if number.value is None or number.unit or number.factor != 1:
        return number.value
    return number.value * next((each.factor for each in chain(*units) if each.noun in THINGS), 1)


def _fits(
    unit: str, number: Number | None, units: Sequence[tuple[Unit, ...]], caption: str
) -> bool:
    """Whether a figure can be meant in the units around it: money is no number of things, and a share is neither.

    Things have one unit only, but for what the cell itself says (1.2万件 under 件). What is declared
    above the table may be meant for some of its columns.
    """
    if unit == "yuan":
        return not any(map(_is_no_money, chain(*units)))
    factors = [{each.factor for each in noted if each.noun in THINGS} for noted in units]
    if number and number.unit == "count":
        factors = [{1}, *factors] if number.factor == 1 else []
    return (
        all(factors)
        and len(set().union(*factors)) <= 1
        and not any(map(_is_no_money, declared_units(caption)))
    )


def _is_no_money(unit: Unit) -> bool:
    """Whether a unit is a share, or a number of things that says more than what is counted: 万件."""
    return unit.noun == "share" or (unit.noun == "count" and unit.factor != 1)


def _remark(rule: str, bound: Bound, message: str) -> Remark:
    return Remark(rule, bound.table, bound.row, bound.column, message)


def prove(figures: Iterable[Figure], proven: set[tuple[str, str, str]]) -> Iterator[Figure]:
    """Give each figure its proof: an identity that holds (`proven`: table, row, column), the page, the second reading.

    A sum proves nothing where the second reading says otherwise, since rows that one reading moved
    keep all their sums, nor where the page shows something else than was read. Whatever proved a
    figure before counts no more, so that figures can be proved again after a correction.
    """
    for figure in figures:
        proof, status = (
            "none",
            figure.status if figure.sure else "doubtful",
        )  # as its own readings leave it
        settled = not figure.opposed and not figure.disputed
        if settled and (figure.table, figure.row, figure.column) in proven:
            plain = "blank" if figure.value is None else "printed"
            proof, status = "identity", status if status == "corrected" else plain
        elif figure.witnessed and status != "doubtful":
            proof = "seen" if figure.seen else "second_reading"
        yield replace(figure, proof=proof, status=status)


def overrule(figure: Figure, value: Decimal | None) -> Figure:
    """The figure with a corrected value, supported by one of its readings or not, or against its proof."""
    contradicts = figure.proof != "none" and value != figure.value
    reread = True if value in figure.readings and not contradicts else None
    return replace(
        figure,
        value=value,
        status="corrected",
        sure=True,
        reread=reread,
        seen=None,
        disputed=contradicts,
    )
