"""The rows of ruled grids as lines of a table: heads with their columns, and body lines with label and values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from helpers.forms import Table
from helpers.match.labels import ALIKE, best, is_note, likeness, resembles, year_of
from helpers.numbers import is_unit, is_value, parse, unit_of
from helpers.readers.grid import Cell, Grid
from helpers.text import compact

#: From here on two readings of a label are the same: 同意公开答复数 and 同意部分公开答复数 are alike, but not the
#: same.
SAME = 0.95
#: Columns of two grids are the same where their edges differ by no more than this, in points.
SAME_EDGE = 1.0
#: How much of a cell must lie under another one to belong to it.
UNDER = 0.5
#: The labels of each row of each grid.
Texts = list[list[list[str]]]
#: What stands before the units where they have a row of their own.
UNIT_LABELS = ("单位", "计量单位")


@dataclass(frozen=True)
class Place:
    """Where a cell stands: the index of its grid among the report's grids, the page, and the shape of the grid."""

    grid: int
    page: int | None
    rows: int
    columns: int


@dataclass(frozen=True)
class Line:
    """One body row: its innermost label cell, the texts left of it (`above`), all cells right of it (`values`).

    `note`: what stands in brackets in a row of its own below the label.
    """

    place: Place
    row: int
    label: Cell | None
    above: tuple[str, ...]
    values: tuple[Cell, ...]
    note: str = ""

    @cached_property
    def text(self) -> str:
        """The printed label, as far as both readings agree on it."""
        return (agreed(self.label) if self.label else "") + self.note

    @cached_property
    def has_values(self) -> bool:
        """Whether any value is printed, blanks apart."""
        numbers = [parse(cell.text) for cell in self.values if not is_unit(cell.text)]
        return any(number is None or number.value is not None for number in numbers)


@dataclass(frozen=True)
class Leaf:
    """One column of a head: its innermost cell, and its labels from the outermost to its own.

    `covered`: the labels above it in the same grid, not those that a page break cut off. `joined`:
    its own label with the one before the page break, for a break that cut the label itself.
    """

    cell: Cell
    labels: tuple[str, ...]
    covered: tuple[str, ...]
    joined: str = ""

    @property
    def text(self) -> str:
        """The column's own label."""
        return self.labels[-1] if self.labels else ""

    @property
    def above(self) -> tuple[str, ...]:
        """The labels printed over the column's own."""
        return self.labels[:-1]


@dataclass(frozen=True)
class Head:
    """A run of head rows: its columns from left to right; `levels` are the texts of each row, as printed.

    `cut`: it stands at the end of a page, so that its lower rows may open the next one. `ragged`:
    its cells do not fill the width of the grid, as where a web page leaves out the spans.
    """

    place: Place
    row: int
    leaves: tuple[Leaf, ...]
    levels: tuple[tuple[str, ...], ...]
    cut: bool
    ragged: bool


def texts_of(grids: Sequence[Grid]) -> Texts:
    """What may be labels in each row of each grid. A number is none: 2015 may be a count."""
    return [
        [[agreed(cell) for cell in cells if not is_value(cell.text)] for cells in grid.by_row]
        for grid in grids
    ]


def read_lines(grids: Sequence[Grid], texts: Texts, table: Table) -> tuple[list[Line], list[Head]]:
    """Split the rows of all grids into the body lines and the heads of one table, in reading order; `texts`: theirs.

    Where no grid has a head of the table, there is nothing to name a value by, and no line.
    """
    lines: list[Line] = []
    heads: list[Head] = []
    flagged = [_heads_in(grid, labels, table) for grid, labels in zip(grids, texts, strict=True)]
    if not any(map(any, flagged)):
        return [], []
    for index, (grid, flags) in enumerate(zip(grids, flagged, strict=True)):
        place = Place(index, grid.page, grid.rows, grid.columns)
        rows = (
            grid if any(flags) or not heads else _below(grids[heads[-1].place.grid], grid)
        ).by_row
        start = _value_start(heads[-1], table) if heads and grid.page else None
        top = next(
            (number for number, cells in enumerate(rows) if any(cell.text for cell in cells)), 0
        )
        for number, cells in enumerate(rows):
            if flags[number]:
                if number == 0 or not flags[number - 1]:
                    end = next((i for i in range(number, len(rows)) if not flags[i]), len(rows))
                    if not table.unit_column and end < len(rows) and _is_unit_row(rows[end], end):
                        flags[end], end = True, end + 1
                    cut = heads[-1] if number == top and heads and heads[-1].cut else None
                    heads.append(_head(place, number, rows[number:end], cut))
                    start = _value_start(heads[-1], table)
            elif _prints(cells, number) and not _is_numbered(
                line := _line(place, number, cells, start)
            ):
                if lines and _is_note_of(lines[-1], line):
                    lines[-1] = replace(lines[-1], note=line.text)
                else:
                    lines.append(line)
    return lines, heads


def _below(one: Grid, other: Grid) -> Grid:
    """A grid without a head as it would stand below one with the same columns, for a piece that goes on beside it."""
    edges, moved = _edges(one), _edges(other)
    shift = edges[0] - moved[0] if edges and len(edges) == len(moved) else 0.0
    if not shift or any(
        abs(edge - shift - place) > SAME_EDGE for edge, place in zip(edges, moved, strict=True)
    ):
        return other
    cells = (
        replace(cell, across=(cell.across[0] + shift, cell.across[1] + shift))
        for cell in other.cells
        if cell.across
    )
    return replace(other, cells=tuple(cells))


def _edges(grid: Grid) -> list[float]:
    """Where the columns of a grid begin and end, from the left; none on web pages."""
    return sorted({edge for cell in grid.cells for edge in cell.across or ()})


def _prints(cells: Sequence[Cell], row: int) -> bool:
    """Whether a row of the grid prints anything of its own.

    Edges of cells that are not quite at the same height leave a strip in which only cells from
    above go on.
    """
    begun = any(cell.row < row and cell.text.strip() for cell in cells)
    return any(cell.row == row and (cell.text.strip() or not begun) for cell in cells)


def _heads_in(grid: Grid, labels: Sequence[Sequence[str]], table: Table) -> list[bool]:
    """Which rows of a grid belong to a head of the table."""
    return [_is_head(cells, own, table) for cells, own in zip(grid.by_row, labels, strict=True)]


def _is_head(cells: Sequence[Cell], labels: Sequence[str], table: Table) -> bool:
    """Two labels of the head in one row: one alone could be a row's own label (总计). A year counts as one, too.

    A label with words that change what it means is one: what stands below it does not stand below
    the head before.

    A block of one column has one label; it is a head where the row holds no value.
    """
    found = sum(resembles(label, table.head_labels) for label in labels)
    found += bool(found and table.layout == "down" and any(map(year_of, labels)))
    if table.layout == "blocks" and found == 1:
        return len(cells) > 1 and not any(cell.text and is_value(cell.text) for cell in cells[1:])
    return found >= 2


def _is_unit_row(cells: Sequence[Cell], row: int) -> bool:
    """Whether a row prints the units of the columns and nothing else, as the last one of a head."""
    texts = [cell.text for cell in cells if cell.row == row and cell.text.strip()]
    units = [text for text in texts if unit_of(text.strip("()（）"))]
    return bool(units) and all(text in units or compact(text) in UNIT_LABELS for text in texts)


def _is_note_of(line: Line, below: Line) -> bool:
    """Whether the row below a row of figures is nothing but a note to its label; one as wide as the table is not."""
    if (
        below.label is None
        or not is_note(below.text)
        or below.label.column_span == below.place.columns
    ):
        return False
    return (
        line.place == below.place
        and line.row + 1 == below.row
        and line.has_values
        and not below.has_values
    )


def _is_numbered(line: Line) -> bool:
    """A line below the head that numbers the columns: 1, 2, 3, ..."""
    numbers = [number.value for cell in line.values if (number := parse(cell.text)) is not None]
    named = not line.text or line.text in ("栏次", "列次", "序号", "甲")
    return named and len(numbers) > 2 and numbers == list(range(1, len(line.values) + 1))


def _head(place: Place, first: int, rows: list[list[Cell]], begun: Head | None) -> Head:
    """`begun`: the upper rows of this head, where a page break cut it."""
    leaves: list[Leaf] = []
    for column in range(place.columns):
        path = list(
            dict.fromkeys(
                cell for cells in rows for cell in cells if cell.column <= column < cell.end
            )
        )
        path = [cell for cell in path if cell.text.strip()] or path
        if path and (not leaves or leaves[-1].cell != path[-1]):
            over = _over(path[-1], begun) if begun else ()
            labels = _own_last([agreed(cell) for cell in path if cell.text.strip()])
            joined = over[-1] + labels[-1] if over and labels else ""
            leaves.append(Leaf(path[-1], (*over, *labels), labels[:-1], joined))
    started = [
        [cell for cell in cells if cell.row == first + offset] for offset, cells in enumerate(rows)
    ]
    levels = tuple(tuple(agreed(cell) for cell in cells if cell.text.strip()) for cells in started)
    last = max(cell.row + cell.row_span for cells in rows for cell in cells)
    ragged = any(sum(cell.column_span for cell in cells) < place.columns for cells in rows)
    return Head(place, first, tuple(leaves), levels, cut=last == place.rows, ragged=ragged)


def _own_last(labels: Sequence[str]) -> tuple[str, ...]:
    """The labels over a column, from the outermost to its own; a unit below that stands before it."""
    *above, last = labels or ("",)
    return (
        (*above[:-1], last, above[-1]) if above and unit_of(last.strip("()（）")) else tuple(labels)
    )


def _over(cell: Cell, begun: Head) -> tuple[str, ...]:
    """The texts of a head on the page before that stand over a cell on this one."""
    above = [leaf for leaf in begun.leaves if overlap(leaf.cell, cell) > UNDER]
    return tuple(text for leaf in above for text in leaf.labels)


def agreed(cell: Cell) -> str:
    """The text of a label where all readings see the same words; else nothing, since a label must prove a place."""
    others = [text for text in (cell.second, cell.seen) if text is not None and text != cell.text]
    if not others:
        return cell.text
    alike = (min(likeness(cell.text, other), likeness(other, cell.text)) for other in others)
    return cell.text if all(each >= SAME for each in alike) else ""


def _value_start(head: Head, table: Table) -> float | None:
    """Where the columns of values begin under a head, from the left; None where the places of the head mean nothing."""
    labels = (*table.unit_column, *(label for column in table.columns for label in column.labels))
    named = (extent(leaf.cell)[0] for leaf in head.leaves if best(leaf.text, labels) >= ALIKE)
    return None if head.ragged or table.layout == "across" else next(named, None)


def _line(place: Place, row: int, cells: list[Cell], start: float | None) -> Line:
    """The label is the last text left of the values; where no head says where they begin, left of the first number.

    A unit (件, 万元) is no label, nor is a line's number.
    """
    label = -1
    if start is not None:
        left = [index for index, cell in enumerate(cells) if extent(cell)[0] < start - 0.5]
        label = next((index for index in reversed(left) if _is_text(cells[index])), -1)
    if label < 0:
        first = next((index for index, cell in enumerate(cells) if _is_text(cell)), len(cells))
        numbers = (
            i for i in range(first, len(cells)) if cells[i].text.strip() and is_value(cells[i].text)
        )
        end = next(numbers, len(cells))
        label = next(
            (index for index in range(end - 1, first - 1, -1) if _is_text(cells[index])), -1
        )
    above = tuple(agreed(cell) for cell in cells[: max(label, 0)] if cell.text.strip())
    return Line(place, row, cells[label] if label >= 0 else None, above, tuple(cells[label + 1 :]))


def _is_text(cell: Cell) -> bool:
    return not is_value(cell.text) and not is_unit(cell.text)


def extent(cell: Cell) -> tuple[float, float]:
    """Where a cell begins and ends from left to right: points in a PDF, slots on a web page."""
    return cell.across or (float(cell.column), float(cell.end))


def overlap(one: Cell, other: Cell) -> float:
    """How much of the narrower cell lies under the other one, 0 to 1."""
    (left, right), (start, end) = extent(one), extent(other)
    shared = min(right, end) - max(left, start)
    narrower = min(right - left, end - start)
    return max(shared, 0.0) / narrower if narrower > 0 else 0.0
