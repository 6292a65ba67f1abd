"""The rows of ruled grids as lines of a table: heads, and body lines with label and values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, dropwhile, pairwise

from helpers.forms import FormTable
from helpers.match.labels import ALIKE, best, is_note, likeness, resembles, words, year_of
from helpers.numbers import is_unit, is_value, parse, unit_of
from helpers.readers.grid import Grid, PrintedCell
from helpers.text import plain

#: From here on two readings of a label are the same: 同意公开答复数 and 同意部分公开答复数 are
#: alike, but not the same.
SAME = 0.95
#: Columns of two grids are the same where their edges differ by no more than this, in points.
SAME_EDGE = 1.0
#: What begins so much before the values is left of them, in points or slots.
BEFORE = 0.5
#: How much of a cell must lie under another one to belong to it.
UNDER = 0.5
#: The labels of each row of each grid.
Texts = list[list[list[str]]]
#: What stands before the units where they have a row of their own.
UNIT_LABELS = ("单位", "计量单位")
#: What statistical forms number the columns before the figures with.
STEMS = tuple("甲乙丙丁")


@dataclass(frozen=True)
class Place:
    """Where a cell stands: the index of its grid in the report, the page, the shape of the grid."""

    grid: int
    page: int | None
    rows: int
    columns: int


@dataclass(frozen=True)
class Line:
    """One body row.

    `label`: its innermost label cell; `outer`: the texts left of it; `values`: all cells right of
    it. `note`: what stands in brackets in a row of its own below the label.
    """

    place: Place
    row: int
    label: PrintedCell | None
    outer: tuple[str, ...]
    values: tuple[PrintedCell, ...]
    note: str = ""

    @cached_property
    def text(self) -> str:
        """The printed label, as far as both readings agree on it."""
        if self.label is None:
            return self.note
        return agreed(self.label) + self.note

    @cached_property
    def has_values(self) -> bool:
        """Whether any value is printed, blanks apart."""
        for cell in self.values:
            if is_unit(cell.text):
                continue
            number = parse(cell.text)
            if number is None or number.value is not None:
                return True
        return False


@dataclass(frozen=True)
class Leaf:
    """One column of a head: its innermost cell, and its labels from the outermost to its own.

    `covered`: the labels above it in the same grid, not those that a page break cut off. `joined`:
    its own label with the one before the page break, for a break that cut the label itself.
    """

    cell: PrintedCell
    labels: tuple[str, ...]
    covered: tuple[str, ...]
    joined: str = ""

    @property
    def text(self) -> str:
        """The column's own label."""
        if self.labels:
            return self.labels[-1]
        return ""

    @property
    def above(self) -> tuple[str, ...]:
        """The labels printed over the column's own."""
        return self.labels[:-1]


@dataclass(frozen=True)
class Head:
    """A run of head rows: its columns from left to right.

    `levels` are the texts of each row, as printed. `cut`: it stands at the end of a page, so that
    its lower rows may open the next one. `ragged`: its cells do not fill the width of the grid, as
    where a web page leaves out the spans.
    """

    place: Place
    row: int
    leaves: tuple[Leaf, ...]
    levels: tuple[tuple[str, ...], ...]
    cut: bool
    ragged: bool


def texts_of(grids: Sequence[Grid]) -> Texts:
    """What may be labels in each row of each grid. A number is none: 2015 may be a count."""
    texts = []
    for grid in grids:
        rows = []
        for cells in grid.by_row:
            labels = [cell for cell in cells if not is_value(cell.text)]
            rows.append([agreed(cell) for cell in labels])
        texts.append(rows)
    return texts


def read_lines(
    grids: Sequence[Grid], texts: Texts, table: FormTable
) -> tuple[list[Line], list[Head]]:
    """Split the rows of all grids into the body lines and the heads of one table, in reading order.

    `texts`: theirs. Where no grid has a head of the table, there is nothing to name a value by, and
    no line.
    """
    lines: list[Line] = []
    heads: list[Head] = []
    flagged = [_heads_in(grid, labels, table) for grid, labels in zip(grids, texts, strict=True)]
    if not any(map(any, flagged)):
        return [], []
    for index, (grid, flags) in enumerate(zip(grids, flagged, strict=True)):
        place = Place(index, grid.page, grid.rows, grid.columns)
        above = heads[-1] if heads else None
        rows = grid.by_row
        if above and not any(flags):
            rows = _below(grids[above.place.grid], grid).by_row
        start = _value_start(above, table) if above and grid.page else None
        heads_here = _read_heads(place, rows, flags, table, above)
        heads += heads_here
        starts = {head.row: _value_start(head, table) for head in heads_here}
        for number, cells in enumerate(rows):
            start = starts.get(number, start)
            if flags[number] or not _prints(cells, number):
                continue
            line = _line(place, number, cells, start)
            if not _is_numbered(line):
                _add(lines, line)
    return _without_shared_labels(lines), heads


def _read_heads(
    place: Place,
    rows: list[list[PrintedCell]],
    flags: list[bool],
    table: FormTable,
    above: Head | None,
) -> list[Head]:
    """The heads of one grid, whose rows are flagged; a row of units below them is flagged, too.

    `above`: the last head of the grids before, whose lower rows may open this one.
    """
    heads: list[Head] = []
    for first in range(len(rows)):
        if not flags[first] or (first and flags[first - 1]):
            continue
        end = first + 1
        while end < len(rows) and flags[end]:
            end += 1
        if not table.unit_column and end < len(rows) and _is_unit_row(rows[end], end):
            flags[end] = True
            end += 1
        begun = None
        if above and above.cut and first == _first_printed(rows):
            begun = above
        heads.append(_head(place, first, rows[first:end], begun))
    return heads


def _first_printed(rows: Sequence[Sequence[PrintedCell]]) -> int:
    for number, cells in enumerate(rows):
        if any(cell.text for cell in cells):
            return number
    return 0


def _add(lines: list[Line], line: Line) -> None:
    """Add a line to those before it, or to the last of them if it is nothing but a note of it."""
    if lines and _is_note_of(lines[-1], line):
        lines[-1] = replace(lines[-1], note=line.text)
    else:
        lines.append(line)


def _without_shared_labels(lines: list[Line]) -> list[Line]:
    """The lines without the labels that reach down to them from others with values: whose are they?

    Either a row lost its label, so that only that of its group is left, or a rule too many cuts it.
    Where values reach down as the label does, both lines are one row, of which a cell is cut.
    """
    shared: set[tuple[Place, PrintedCell]] = set()
    for above, line in pairwise(line for line in lines if line.has_values):
        if not line.label or line.place != above.place:
            continue
        reach_down = any(_reaches(cell, line.row) for cell in above.values if is_value(cell.text))
        if line.label.row <= above.row < line.row and not reach_down:
            shared.add((line.place, line.label))
    return [
        replace(line, label=None, outer=()) if (line.place, line.label) in shared else line
        for line in lines
    ]


def _reaches(cell: PrintedCell, row: int) -> bool:
    return cell.row + cell.row_span > row


def _below(upper: Grid, lower: Grid) -> Grid:
    """A grid without a head as it would stand below one with the same columns.

    It may be a piece of that one which goes on beside it.
    """
    edges, lower_edges = _edges(upper), _edges(lower)
    if not edges or len(edges) != len(lower_edges):
        return lower
    shift = edges[0] - lower_edges[0]
    if not shift:
        return lower
    pairs = zip(edges, lower_edges, strict=True)
    if any(abs(edge - shift - lower_edge) > SAME_EDGE for edge, lower_edge in pairs):
        return lower
    cells = []
    for cell in lower.cells:
        if cell.across:
            left, right = cell.across
            across = (left + shift, right + shift)
            cells.append(replace(cell, across=across))
    return replace(lower, cells=tuple(cells))


def _edges(grid: Grid) -> list[float]:
    """Where the columns of a grid begin and end, from the left; none on web pages."""
    edges: set[float] = set()
    for cell in grid.cells:
        edges.update(cell.across or ())
    return sorted(edges)


def _prints(cells: Sequence[PrintedCell], row: int) -> bool:
    """Whether a row of the grid prints anything of its own.

    Edges of cells that are not quite at the same height leave a strip in which only cells from
    above go on.
    """
    starting = [cell for cell in cells if cell.row == row]
    if _printed(starting):
        return True
    begun = [cell for cell in _printed(cells) if cell.row < row]
    return bool(starting) and not begun


def _printed(cells: Iterable[PrintedCell]) -> list[PrintedCell]:
    """The cells that are not blank."""
    return [cell for cell in cells if cell.text.strip()]


def _heads_in(grid: Grid, labels: Sequence[Sequence[str]], table: FormTable) -> list[bool]:
    """Which rows of a grid belong to a head of the table."""
    return [_is_head(cells, own, table) for cells, own in zip(grid.by_row, labels, strict=True)]


def _is_head(cells: Sequence[PrintedCell], labels: Sequence[str], table: FormTable) -> bool:
    """Whether a row of a grid belongs to a head of the table: it prints two labels of the head.

    One alone could be a row's own label (总计), and so could one that is printed twice: 3.其他
    stands beside （六）其他. A year counts as one, too. A label with words that change what it
    means is one: what stands below it does not stand below the head before.

    A block of one column has one label; it is a head where the row holds no value.
    """
    found = len({words(label) for label in labels if resembles(label, table.head_labels)})
    if table.layout == "blocks" and found == 1:
        values = [cell for cell in cells[1:] if cell.text and is_value(cell.text)]
        return len(cells) > 1 and not values
    if found and table.layout == "down" and any(map(year_of, labels)):
        found += 1
    return found >= 2


def _is_unit_row(cells: Sequence[PrintedCell], row: int) -> bool:
    """Whether a row prints the units of the columns and nothing else, as the last one of a head."""
    texts = [cell.text for cell in _printed(cells) if cell.row == row]
    others = [text for text in texts if not unit_of(text.strip("()（）"))]
    if len(others) == len(texts):
        return False
    return all(plain(text) in UNIT_LABELS for text in others)


def _is_note_of(line: Line, below: Line) -> bool:
    """Whether the row below a row of figures is nothing but a note to its label.

    One as wide as the table is not.
    """
    if below.place != line.place or below.row != line.row + 1:
        return False
    label = below.label
    if label is None or label.column_span == below.place.columns:
        return False
    return is_note(below.text) and line.has_values and not below.has_values


def _is_numbered(line: Line) -> bool:
    """A line below the head that numbers the columns: 1, 2, 3, ... or 甲, 乙, 丙, 1, 2, ..."""
    if line.text not in ("", "栏次", "列次", "序号", *STEMS):
        return False
    texts = [plain(cell.text) for cell in line.values]
    numbers = list(dropwhile(STEMS.__contains__, texts))
    places = [str(place) for place in range(1, len(numbers) + 1)]
    stems = [text for text in (*line.outer, line.text, *texts) if text in STEMS]
    return numbers == places and (len(texts) > 2 or len(stems) > 1)


def _head(place: Place, first: int, rows: list[list[PrintedCell]], begun: Head | None) -> Head:
    """`begun`: the upper rows of this head, where a page break cut it."""
    leaves = _leaves(place, list(chain(*_without_repeats(rows))), begun)
    levels = []
    for offset, row in enumerate(rows):
        starting = [cell for cell in _printed(row) if cell.row == first + offset]
        levels.append(tuple(map(agreed, starting)))
    end = max(cell.row + cell.row_span for cell in chain(*rows))
    ragged = min(map(_width, rows)) < place.columns
    cut = end == place.rows
    return Head(place, first, leaves, tuple(levels), cut=cut, ragged=ragged)


def _without_repeats(rows: Sequence[list[PrintedCell]]) -> list[list[PrintedCell]]:
    """The rows of a head without those that print the row above once more."""
    printed = [[(cell.text, cell.column, cell.end) for cell in row] for row in rows]
    return [row for n, row in enumerate(rows) if not n or printed[n] != printed[n - 1]]


def _width(cells: Iterable[PrintedCell]) -> int:
    return sum(cell.column_span for cell in cells)


def _leaves(place: Place, cells: Sequence[PrintedCell], begun: Head | None) -> tuple[Leaf, ...]:
    """The columns of a head of these cells, from left to right."""
    leaves: list[Leaf] = []
    for column in range(place.columns):
        over = dict.fromkeys(cell for cell in cells if cell.column <= column < cell.end)
        printed = _printed(over)
        path = printed or list(over)
        if not path or (leaves and leaves[-1].cell == path[-1]):
            continue
        labels = tuple(map(agreed, printed))
        leaves.append(_leaf(path[-1], labels, begun))
    return tuple(leaves)


def _leaf(cell: PrintedCell, printed: tuple[str, ...], begun: Head | None) -> Leaf:
    labels = _own_last(printed)
    covered = labels[:-1]
    cut_off = _over(cell, begun) if begun else ()
    if not cut_off or not labels:
        return Leaf(cell, cut_off + labels, covered)
    joined = cut_off[-1] + labels[-1]
    return Leaf(cell, cut_off + labels, covered, joined)


def _own_last(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels over a column, from the outermost to its own; a unit below goes before it."""
    if len(labels) < 2 or not unit_of(labels[-1].strip("()（）")):
        return labels
    *outer, own, unit = labels
    return (*outer, unit, own)


def _over(cell: PrintedCell, begun: Head) -> tuple[str, ...]:
    """The texts of a head on the page before that stand over a cell on this one."""
    above = [leaf for leaf in begun.leaves if overlap(leaf.cell, cell) > UNDER]
    return tuple(text for leaf in above for text in leaf.labels)


def agreed(cell: PrintedCell) -> str:
    """The text of a label where all readings see the same words; else nothing.

    For a label must prove a place.
    """
    text = cell.text
    for reading in (cell.second, cell.seen):
        if reading is None or reading == text:
            continue
        if likeness(text, reading) < SAME or likeness(reading, text) < SAME:
            return ""
    return text


def _value_start(head: Head, table: FormTable) -> float | None:
    """Where the columns of values begin under a head, from the left.

    None where the places of the head mean nothing.
    """
    if head.ragged or table.layout == "across":
        return None
    column_labels = chain(*(column.labels for column in table.columns))
    labels = (*table.side_columns, *column_labels)
    for leaf in head.leaves:
        if best(leaf.text, labels) >= ALIKE:
            return extent(leaf.cell)[0]
    return None


def _line(place: Place, row: int, cells: list[PrintedCell], start: float | None) -> Line:
    """The label is the last text left of the values, or else left of the first number.

    `start`: where a head says that the values begin. A unit (件, 万元) is no label, nor is a line's
    number.
    """
    label = None
    if start is not None:
        label = _label_left_of(start, cells)
    if label is None:
        label = _label_before_numbers(cells)
    if label is None or _lost_its_label(cells[label:], start):
        return Line(place, row, None, (), tuple(cells))
    if _is_split(cells[label:]):
        label += 1
    outer = tuple(map(agreed, _printed(cells[:label])))
    values = tuple(cells[label + 1 :])
    return Line(place, row, cells[label], outer, values)


def _is_split(cells: Sequence[PrintedCell]) -> bool:
    """Whether a label stands over several rows, and beside it in each a label of the agency's."""
    label, *values = cells
    return label.row_span > 1 and len(values) > 1 and is_words(values[0])


def _lost_its_label(cells: Sequence[PrintedCell], start: float | None) -> bool:
    """Whether a number or a blank stands between a label over several rows and the values."""
    label, *others = cells
    if start is None or label.row_span == 1:
        return False
    between = [cell for cell in others if extent(cell)[0] < start - BEFORE]
    return any(is_value(cell.text) and cell.row_span < label.row_span for cell in between)


def _label_left_of(start: float, cells: Sequence[PrintedCell]) -> int | None:
    label = None
    for index, cell in enumerate(cells):
        left, _ = extent(cell)
        if left < start - BEFORE and _is_text(cell):
            label = index
    return label


def _label_before_numbers(cells: Sequence[PrintedCell]) -> int | None:
    """The last text before the first number that stands right of a text."""
    label = None
    for index, cell in enumerate(cells):
        if _is_text(cell):
            label = index
        elif label is not None and cell.text.strip() and is_value(cell.text):
            break
    return label


def _is_text(cell: PrintedCell) -> bool:
    return not is_value(cell.text) and not is_unit(cell.text)


def is_words(cell: PrintedCell) -> bool:
    """Whether a cell prints words, and neither a number nor a unit."""
    return _is_text(cell) and any(map(str.isalpha, cell.text)) and not re.search(r"\d", cell.text)


def extent(cell: PrintedCell) -> tuple[float, float]:
    """Where a cell begins and ends from left to right: points in a PDF, slots on a web page."""
    return cell.across or (float(cell.column), float(cell.end))


def overlap(upper: PrintedCell, lower: PrintedCell) -> float:
    """How much of the narrower cell lies under the other one, 0 to 1."""
    left, right = extent(upper)
    start, end = extent(lower)
    shared = min(right, end) - max(left, start)
    narrower = min(right - left, end - start)
    if narrower > 0:
        return max(shared, 0.0) / narrower
    return 0.0
