"""A printed cell with its place in the form, and what it is worth where the report prints it a second time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from helpers.forms import Table
from helpers.match.labels import is_of_which, is_plain, names_another_year
from helpers.match.lines import Line, Place, extent
from helpers.numbers import parse
from helpers.readers.grid import Cell

#: Two cells whose sides are nearer than this, in points (or slots), stand at the same place.
SAME_PLACE = 0.9

Rivals = set[tuple[str, str]]


@dataclass(frozen=True)
class Bound:
    """One printed cell with its place in the form; `row` or `column` is "" where it fits none.

    `label`: the printed label of the row; `above`: the labels that stand beside it, over several
    rows; `heads`: the texts over the column, where a unit may stand; `beside`: the other texts of
    the row (a unit column).
    """

    table: str
    row: str
    column: str
    label: str
    cell: Cell
    place: Place
    heads: tuple[str, ...]
    above: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def contradicted(bound: Iterable[Bound], again: Iterable[Bound]) -> Rivals:
    """The cells that are printed a second time with another value than the first time."""
    values = {(each.row, each.column): parse(each.cell.text) for each in bound}
    numbers = {
        (each.row, each.column): parse(each.cell.text) for each in again if each.row and each.column
    }
    return {
        cell for cell, number in numbers.items() if number and values.get(cell, number) != number
    }


def as_before(bound: Sequence[Bound], line: Line) -> list[Bound]:
    """The values of a line named as those that stand at the same places in a grid of the same shape, all or none.

    A piece that is printed twice may stand below another head than the first time; its cells stand
    where they stood.
    """
    again = [
        replace(each, cell=cell)
        for each in bound
        for cell in line.values
        if each.place.columns == line.place.columns and _same_place(each.cell, cell)
    ]
    return again if len(again) == len(bound) else []


def _same_place(one: Cell, other: Cell) -> bool:
    return all(abs(a - b) < SAME_PLACE for a, b in zip(extent(one), extent(other), strict=True))


def as_labelled(bound: Bound, table: Table, year: int | None) -> Bound:
    """The cell without the row or the column whose label speaks of another year, or of a part where the form has none.

    `year`: that of the report. Where nobody knows it, the year that is the form's own label counts
    (2016年度).
    """
    if all(map(is_plain, (bound.label, *bound.above, *bound.heads))):
        return bound
    if any(names_another_year(text, year) for text in (bound.label, *bound.above)) or _is_no_part(
        bound, table
    ):
        bound = replace(bound, row="")
    own = bound.heads[-1:] if year is None and bound.column in table.year_columns else ()
    years = [text for text in bound.heads if text not in own and names_another_year(text, year)]
    if years or (is_of_which("".join(bound.heads[-1:])) and bound.column not in table.part_columns):
        bound = replace(bound, column="")
    return bound


def _is_no_part(bound: Bound, table: Table) -> bool:
    """Whether the label of a row says that it is a part of another one, and the form does not."""
    return is_of_which(bound.label) and bound.row != "" and not table.row(bound.row).is_part


def order(line: Line) -> tuple[int, int]:
    """The place of a line among all lines of a report."""
    return line.place.grid, line.row


def without(lines: Sequence[Line], taken: Iterable[Line]) -> list[Line]:
    """The lines that are not among those taken."""
    places = {order(line) for line in taken}
    return [line for line in lines if order(line) not in places]
