"""A printed cell with its place in the form, and what it is worth where the report prints it a second time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from helpers.grid import Cell
from helpers.match.lines import Line, Place, extent
from helpers.numbers import parse

#: Two cells whose sides are nearer than this, in points (or slots), stand at the same place.
SAME_PLACE = 0.9

Rivals = set[tuple[str, str]]


@dataclass(frozen=True)
class Bound:
    """One printed cell with its place in the form; `row` or `column` is "" where it fits none.

    `label`: the printed label of the row; `heads`: the texts over the column, where a unit may stand;
    `beside`: the other texts of the row (a unit column).
    """

    table: str
    row: str
    column: str
    label: str
    cell: Cell
    place: Place
    heads: tuple[str, ...]
    beside: tuple[str, ...] = ()


def contradicted(bound: Iterable[Bound], again: Iterable[Bound]) -> Rivals:
    """The cells that are printed a second time with another value than the first time."""
    values = {(each.row, each.column): parse(each.cell.text) for each in bound}
    numbers = {(each.row, each.column): parse(each.cell.text) for each in again if each.row and each.column}
    return {cell for cell, number in numbers.items() if number and values.get(cell, number) != number}


def as_before(bound: Sequence[Bound], line: Line) -> list[Bound]:
    """The values of a line named as those that stand at the same places in a grid of the same shape, all or none.

    A piece that is printed twice may stand below another head than the first time; its cells stand where they stood.
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


def order(line: Line) -> tuple[int, int]:
    """The place of a line among all lines of a report."""
    return line.place.grid, line.row


def without(lines: Sequence[Line], taken: Iterable[Line]) -> list[Line]:
    """The lines that are not among those taken."""
    places = {order(line) for line in taken}
    return [line for line in lines if order(line) not in places]
