"""Bound cells → figures: the value, its unit, and whether two independent readings agree on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import chain

from helpers.forms import Form, FormCell, FormColumn
from helpers.match import BoundCell, FormMatch, TableMatch
from helpers.messages import say
from helpers.numbers import (
    LARGEST,
    Number,
    Unit,
    declared_factor,
    declared_units,
    money_factor,
    noted_units,
    parse,
    unit_of,
    why_no_number,
)
from helpers.readers.grid import Box, Grid
from helpers.words import Words

#: The nouns of units in which things are counted: 万件, or 万 alone.
THINGS = ("count", "")
#: What is said of a number that is published without its value.
TOO_LARGE = "is_too_large"


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
    def placed(self) -> bool:
        """Whether it stands in a row and a column of the form; else nothing says what it counts."""
        return self.row != "" and self.column != ""

    @property
    def lacks_proof(self) -> bool:
        """Whether a person must look: it has no proof, and should have one or cannot be read.

        An agency's own rows and columns need none.
        """
        return self.proof == "none" and (self.placed or self.status == "doubtful")

    @property
    def opposed(self) -> bool:
        """Whether the second reading, or the page as it is shown, says something else.

        No sum overrules that.
        """
        return self.reread is False or self.seen is False

    @property
    def witnessed(self) -> bool:
        """Whether it is seen as it was read, or was read twice alike, with nothing against it."""
        return bool(self.seen or self.reread) and not self.opposed

    @property
    def contested(self) -> bool:
        """Whether it is a correction of a proven figure: no sum with it proves anything."""
        return self.status == "corrected" and self.disputed


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth knowing about one cell, or a correction; never an error."""

    rule: str
    table: str
    row: str
    column: str
    said: Words


def read_figures(match: FormMatch, grids: Sequence[Grid]) -> tuple[list[Figure], list[Remark]]:
    """The figures of a report in reading order, not yet proven, and the warnings on their units."""
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
    """The captions of each piece of a table.

    What is declared above the first piece holds for those after it, too.
    """
    captions: dict[int, str] = {}
    above: list[str] = []
    for piece in sorted({bound.place.grid for bound in table.bound}):
        above.append(_caption(grids[piece]))
        captions[piece] = "\n".join(above)
    return captions


def _caption(grid: Grid) -> str:
    """The text above a grid and in its rows of a single cell, where the unit may be declared."""
    headings = [cell.text for cell in grid.cells if cell.column_span == grid.columns]
    return "\n".join([grid.caption, *headings])


def _column(form: Form, bound: BoundCell) -> FormColumn | None:
    """The column of the form that a cell stands in.

    A row that is none of the form's has the table's columns.
    """
    table = form.tables[bound.table]
    columns = table.columns
    if bound.row:
        columns = table.columns_of(bound.row)
    for column in columns:
        if column.code == bound.column:
            return column
    return None


def _figure(bound: BoundCell, n: int, form: Form, caption: str) -> tuple[Figure, list[Remark]]:
    cell = bound.cell
    column = _column(form, bound)
    read = partial(parse, signed=column is not None and column.signed)
    first = read(cell.text)
    second, reread = _reading(cell.second, first, read)
    shown, seen = _reading(cell.seen, first, read)
    number = _filled(first, second)

    unit = column.unit if column else "count"
    units = _units(bound)
    if unit == "yuan":
        prescribed = _prescribed(form, bound, column)
        value_of = partial(_money, bound=bound, caption=caption, prescribed=prescribed)
    else:
        value_of = partial(_count, bound=bound, units=units)
    value, remarks = value_of(number)
    flaw = _flaw(number, value, unit) if number else why_no_number(cell.text)
    if column and bound.row and flaw:
        said = say(flaw, printed=cell.text.strip())
        remarks.append(_remark("unreadable", bound, said))
    if flaw == TOO_LARGE:
        value = None

    signed = column is None or column.signed
    disputed = not _can_be_counted(value, unit, signed=signed)
    if number and flaw:
        disputed = True
    if column and bound.row and not _fits(unit, number, units, caption):
        disputed = True
    whole = _is_whole(number, bound) or bool(reread and second and second.sure)
    sure = whole and not disputed and reread is not False and seen is not False
    status = _status(value) if sure else "doubtful"

    readings = []
    if cell.second is not None or cell.seen is not None:
        numbers = (first, second, shown)
        readings = [value_of(reading)[0] for reading in numbers if reading]
    if value is not None:  # 961716000.0 and 961716000 are one figure; the text stays in `printed`
        value = value.normalize() + 0
    figure = Figure(
        table=bound.table,
        n=n,
        row=bound.row,
        column=bound.column,
        label=bound.label,
        printed=cell.text,
        value=value,
        unit=unit,
        status=status,
        proof="none",
        page=bound.place.page,
        box=cell.box,
        place=cell.place,
        reread=reread,
        disputed=disputed,
        sure=sure,
        readings=tuple(readings),
        seen=seen,
    )
    return figure, remarks


def _is_whole(number: Number | None, bound: BoundCell) -> bool:
    """Whether it is one number.

    Where white space cuts it in two, it is if one of the readings saw it whole, a sum proves it, or
    thousands are set apart in a file that says itself what is a cell: a rule that a page did not
    find would leave two numbers in one cell.
    """
    if number is None:
        return False
    return number.sure or (number.grouped and bound.place.page is None)


def _reading(
    text: str | None, first: Number | None, read: Callable[[str], Number | None]
) -> tuple[Number | None, bool | None]:
    """What another reading of a cell gives, and whether it is what the first one gives.

    The latter is None where there is no other reading.
    """
    if text is None:
        return None, None
    number = read(text)
    if number is None or first is None:
        return number, False
    return number, (number.value, number.factor) == (first.value, first.factor)


def _filled(first: Number | None, second: Number | None) -> Number | None:
    """The first reading of a cell, or the second where the first gives no value."""
    if first is None:
        return second
    if first.value is None and second is not None:
        return second
    return first


def _can_be_counted(value: Decimal | None, unit: str, *, signed: bool) -> bool:
    """Whether a value is below zero only as a change, and whole where it is a number of things.

    12.523 may mean 12523.
    """
    if value is None:
        return True
    whole = unit == "yuan" or value == value.to_integral_value()
    return whole and (signed or value >= 0)


def _flaw(number: Number, value: Decimal | None, unit: str) -> str:
    """The message (of messages.yaml) that says why nobody can mean a number; "" where one can."""
    if value is not None and abs(value) >= LARGEST:
        return TOO_LARGE
    if unit == "yuan" and not _can_be_paid(number, value):
        return "is_too_fine"
    return ""


def _can_be_paid(number: Number, value: Decimal | None) -> bool:
    """Whether an amount that is taken as yuan has no more than two decimals.

    2601.953875 cannot be yuan, whatever stands above it.
    """
    if value is None or value != number.value or number.factor != 1:
        return True
    return value == round(value, 2)


def _status(value: Decimal | None) -> str:
    """The status of a figure that is not in doubt."""
    return "blank" if value is None else "printed"


def _prescribed(form: Form, bound: BoundCell, column: FormColumn | None) -> int | None:
    """The unit of money that the form's label prescribes: 万元 in 本年收费金额（单位：万元）."""
    if bound.row:
        row = form.tables[bound.table].row(bound.row)
        if row.printed_unit:
            return money_factor(row.printed_unit)
    if column:
        return money_factor(column.labels[0])
    return None


def _money(
    number: Number | None, bound: BoundCell, caption: str, prescribed: int | None
) -> tuple[Decimal | None, list[Remark]]:
    """An amount in yuan: the unit nearest to the number wins (cell, row, column head, heading)."""
    if number is None or number.value is None:
        return None, []
    has_unit = number.unit == "yuan" or number.factor != 1
    texts = (*bound.outer, *bound.beside, bound.label, *reversed(bound.heads))
    factors = [*map(money_factor, texts), declared_factor(caption)]
    if has_unit:
        factors.insert(0, number.factor)
    declared = [factor for factor in factors if factor is not None]
    remarks = []
    text = bound.cell.text
    if not declared:
        assumed = "no_unit_prescribed" if prescribed else "no_unit_yuan"
        remarks.append(_remark("unit_assumed", bound, say(assumed, printed=text)))
        declared.append(prescribed or 1)
    elif len(set(declared)) > 1:
        remarks.append(_remark("unit_conflict", bound, say("units_differ", printed=text)))
    value = number.value
    if not has_unit:  # else it is in the value already
        value *= declared[0]
    if value == 0:  # the same in any unit
        return value, []
    return value, remarks


def _units(bound: BoundCell) -> list[tuple[Unit, ...]]:
    """The units in each text that a figure stands beside or under, the nearest first."""
    found: list[tuple[Unit, ...]] = []
    for text in bound.beside:
        unit = unit_of(text)
        if unit:
            found.append((unit,))
    for text in (bound.label, *reversed(bound.outer), *reversed(bound.heads)):
        noted = noted_units(text)
        if noted:
            found.append(noted)
    return found


def _count(
    number: Number | None, bound: BoundCell, units: Sequence[tuple[Unit, ...]]
) -> tuple[Decimal | None, list[Remark]]:
    """A number of things in the unit nearest to it: 万件 over a column counts as 万元 does."""
    if number is None:
        return None, []
    if number.unit == "yuan":
        said = say("money_for_number", printed=bound.cell.text)
        return number.value, [_remark("unit_conflict", bound, said)]
    if number.value is None or number.unit or number.factor != 1:
        return number.value, []
    factors = (unit.factor for unit in chain(*units) if unit.noun in THINGS)
    return number.value * next(factors, 1), []


def _fits(
    unit: str, number: Number | None, units: Sequence[tuple[Unit, ...]], caption: str
) -> bool:
    """Whether a figure can be meant in the units around it.

    Money is no number of things, and a share is neither. Things have one unit only, but for what
    the cell itself says (1.2万件 under 件). What is declared above the table may be meant for some
    of its columns.
    """
    if number and number.unit not in ("", unit):
        return False
    if unit == "yuan":
        return not any(map(_is_no_money, chain(*units)))
    return _is_one_unit(number, units) and not any(map(_is_no_money, declared_units(caption)))


def _is_one_unit(number: Number | None, units: Sequence[tuple[Unit, ...]]) -> bool:
    """Whether the cell and each text around it name one unit of things, and the same."""
    factors: set[int] = set()
    if number and number.unit == "count":
        if number.factor != 1:
            return True
        factors.add(1)
    for noted in units:
        of_things = {unit.factor for unit in noted if unit.noun in THINGS}
        if not of_things:
            return False
        factors |= of_things
    return len(factors) <= 1


def _is_no_money(unit: Unit) -> bool:
    """Whether a unit is a share, or counts things and says more than what is counted: 万件."""
    return unit.noun == "share" or (unit.noun == "count" and unit.factor != 1)


def _remark(rule: str, bound: BoundCell, said: Words) -> Remark:
    return Remark(rule, bound.table, bound.row, bound.column, said)


def prove(figures: Iterable[Figure], proven: set[FormCell]) -> Iterator[Figure]:
    """Give each figure its proof: an identity that holds, the page, the second reading.

    `proven`: table, row and column of the cells in such identities. A sum proves nothing where the
    second reading says otherwise, since rows that one reading moved keep all their sums, nor where
    the page shows something else than was read. A figure in no place of the form has no proof,
    since nothing says what it counts. Whatever proved a figure before counts no more, so that
    figures can be proved again after a correction.
    """
    for figure in figures:
        proof = "none"
        status = figure.status
        if not figure.sure:  # by its own readings
            status = "doubtful"
        settled = figure.placed and not figure.opposed and not figure.disputed
        if settled and (figure.table, figure.row, figure.column) in proven:
            proof = "identity"
            if status != "corrected":
                status = _status(figure.value)
        elif figure.placed and figure.witnessed and status != "doubtful":
            proof = "seen" if figure.seen else "second_reading"
        yield replace(figure, proof=proof, status=status)


def overrule(figure: Figure, value: Decimal | None) -> Figure:
    """The figure with a corrected value.

    One of its readings may support the correction, or its proof speak against it.
    """
    contradicts = figure.proof != "none" and value != figure.value
    supported = value in figure.readings and not contradicts
    return replace(
        figure,
        value=value,
        status="corrected",
        sure=True,
        reread=True if supported else None,
        seen=None,
        disputed=contradicts,
    )
