"""A printed cell with its place in the form, and what it is worth where it is printed again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from helpers.forms import FormTable
from helpers.match.labels import is_of_which, is_plain, names_another_year
from helpers.match.lines import Line, Place, extent
from helpers.numbers import Number, parse
from helpers.readers.grid import PrintedCell

#: Two cells whose sides are nearer than this, in points (or slots), stand at the same place.
SAME_PLACE = 0.9

#: A row and a column of the form.
PlaceInForm = tuple[str, str]
#: The places of the form whose figures are printed twice, with other values.
Rivals = set[PlaceInForm]
#: The index of a grid, a row and a column in it.
Slot = tuple[int, int, int]


@dataclass(frozen=True)
class BoundCell:
    """One printed cell with its place in the form; `row` or `column` is "" where it fits none.

    `label`: the printed label of the row; `outer`: the labels that stand beside it, over several
    rows; `heads`: the texts over the column, where a unit may stand; `beside`: the other texts of
    the row (a unit column).
    """

    table: str
    row: str
    column: str
    label: str
    cell: PrintedCell
    place: Place
    heads: tuple[str, ...]
    outer: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def contradicted(bound: Iterable[BoundCell], again: Iterable[BoundCell]) -> Rivals:
    """The cells of the form that are printed a second time, with another value."""
    first = _numbers(bound)
    second = _numbers(filter(is_placed, again))
    rivals: Rivals = set()
    for place, number in second.items():
        if number and first.get(place, number) != number:
            rivals.add(place)
    return rivals


def _numbers(figures: Iterable[BoundCell]) -> dict[PlaceInForm, Number | None]:
    """What is printed at each row and column of the form."""
    numbers = {}
    for figure in figures:
        place = place_in_form(figure)
        numbers[place] = parse(figure.cell.text, signed=True)
    return numbers


def as_before(bound: Sequence[BoundCell], line: Line) -> list[BoundCell]:
    """The values of a line, named as those at the same places in a grid of the same shape.

    All or none are. A piece that is printed twice may stand below another head than the first time;
    its cells stand where they stood.
    """
    again: list[BoundCell] = []
    for figure in bound:
        if figure.place.columns != line.place.columns:
            continue
        for cell in line.values:
            if _same_place(figure.cell, cell):
                same = replace(figure, cell=cell)
                again.append(same)
    if len(again) != len(bound):
        return []
    return again


def _same_place(first: PrintedCell, second: PrintedCell) -> bool:
    left, right = extent(first)
    start, end = extent(second)
    return abs(left - start) < SAME_PLACE and abs(right - end) < SAME_PLACE


def as_labelled(figure: BoundCell, table: FormTable, year: int | None) -> BoundCell:
    """The cell without the row or the column whose label speaks of another year.

    Also without that whose label speaks of a part where the form has none. `year`: that of the
    report. Where nobody knows it, the year that is the form's own label counts (2016年度).
    """
    beside = (figure.label, *figure.outer)
    if all(map(is_plain, (*beside, *figure.heads))):
        return figure
    if _name_another_year(beside, year) or _is_no_part(figure, table):
        figure = replace(figure, row="")
    if _is_no_part_column(figure, table) or _is_of_another_year(figure, table, year):
        figure = replace(figure, column="")
    return figure


def _name_another_year(texts: Iterable[str], year: int | None) -> bool:
    return any(names_another_year(text, year) for text in texts)


def _is_no_part(figure: BoundCell, table: FormTable) -> bool:
    """Whether the label of a row says that it is a part of another one, and the form does not."""
    if not figure.row or not is_of_which(figure.label):
        return False
    return not table.row(figure.row).is_part


def _is_no_part_column(figure: BoundCell, table: FormTable) -> bool:
    """Whether the label of a column says that it is a part of another, and the form does not."""
    label = "".join(figure.heads[-1:])
    return is_of_which(label) and figure.column not in table.part_columns


def _is_of_another_year(figure: BoundCell, table: FormTable, year: int | None) -> bool:
    """Whether the texts over a column name another year than that of the report."""
    is_year = year is None and figure.column in table.year_columns
    texts = figure.heads
    if is_year:
        label = figure.heads[-1:]
        texts = tuple(text for text in texts if text not in label)
    return _name_another_year(texts, year)


def place_in_form(figure: BoundCell) -> PlaceInForm:
    """The row and the column of a figure."""
    return figure.row, figure.column


def is_placed(figure: BoundCell) -> bool:
    """Whether a figure is bound to a row and a column."""
    return figure.row != "" and figure.column != ""


def slot_of(figure: BoundCell) -> Slot:
    """The place of a figure among all cells of a report."""
    return figure.place.grid, figure.cell.row, figure.cell.column


def order(line: Line) -> tuple[int, int]:
    """The place of a line among all lines of a report."""
    return line.place.grid, line.row


def with_values(lines: Iterable[Line]) -> list[Line]:
    """The lines that print a value."""
    return [line for line in lines if line.has_values]


def without(lines: Sequence[Line], taken: Iterable[Line]) -> list[Line]:
    """The lines that are not among those taken."""
    places = {order(line) for line in taken}
    return [line for line in lines if order(line) not in places]
