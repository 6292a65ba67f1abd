"""Naming the values of a line: by the labels printed over them, never by their position alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from helpers.forms import Table
from helpers.match.labels import ALIKE, PLAUSIBLE, best, compares, contradicts, is_plain, year_of
from helpers.match.lines import UNDER, Head, Leaf, Line, overlap
from helpers.numbers import is_value, noted_units, parse
from helpers.readers.grid import Cell


@dataclass(frozen=True)
class Name:
    """What one printed column is: the form's row (only where rows stand side by side) and column, and the head's texts.

    `column` is "" for a head that is no column of the form (a unit column, a remark).
    """

    row: str
    column: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class NamedHead:
    """A head whose columns are named; `by_order`: the head is printed without spans, so its places mean nothing.

    `comparison`: it is none of the form's, but stands over a comparison of years, and names
    nothing.
    """

    head: Head
    leaves: tuple[Leaf, ...]
    names: tuple[Name, ...]
    by_order: bool = False
    comparison: bool = False

    def values(self, line: Line) -> list[tuple[Name, Cell]]:
        """The values of a line with their names; a value that no head or several heads claim stays unnamed."""
        cells = line.values
        if self.by_order or self.head.ragged or not self._comparable(line):
            # The head lost its spans or a cell, or stands in another table of a web page, so that
            # its places mean nothing here: only counting is left.
            in_order = len(cells) == len(self.leaves) and all(name.column for name in self.names)
            return list(zip(self.names, cells, strict=True)) if in_order else []
        if len(cells) != len(self.leaves):
            return self._values_under(line)
        pairs = list(zip(self.names, self.leaves, cells, strict=True))
        touching = all(overlap(leaf.cell, cell) > 0 for _, leaf, cell in pairs)
        return [(name, cell) for name, _, cell in pairs if name.column] if touching else []

    def _comparable(self, line: Line) -> bool:
        """Whether a value's place means the same as the head's: always on pages, and where web tables are as wide."""
        return bool(line.place.page) or line.place.columns == self.head.place.columns

    def _ends_with_head(self, line: Line) -> bool:
        """Whether a line of a web page reaches as far as the head: a cell too many or too few moves all the others."""
        return bool(line.place.page) or line.values[-1].end == self.leaves[-1].cell.end

    def _values_under(self, line: Line) -> list[tuple[Name, Cell]]:
        if not line.values or not self.leaves or not self._ends_with_head(line):
            return []
        claims = [
            (name, self._claimed(leaf, line))
            for name, leaf in zip(self.names, self.leaves, strict=True)
        ]
        held = [cell for _, cell in claims]
        # One blank cell may stand for several columns, a figure for one only.
        return [
            (name, cell)
            for name, cell in claims
            if cell is not None and name.column and (held.count(cell) == 1 or _is_blank(cell))
        ]

    def _claimed(self, leaf: Leaf, line: Line) -> Cell | None:
        """The one cell under a head; of a number and a unit or a remark beside it, the number."""
        cells = [cell for cell in line.values if overlap(leaf.cell, cell) >= UNDER]
        if len(cells) > 1:
            numbers = [cell for cell in cells if is_value(cell.text) and not _is_blank(cell)]
            cells = numbers if not any(_is_blank(cell) for cell in cells) else []
        return cells[0] if len(cells) == 1 else None


def _is_blank(cell: Cell) -> bool:
    number = parse(cell.text)
    return number is not None and number.value is None


def name_heads(heads: Sequence[Head], table: Table) -> list[NamedHead]:
    """Name the columns of every head of a table, also of one of which nothing can be named.

    What stands below such a head does not stand below the one before, unless it only repeats the
    upper row of it.
    """
    return [
        _name(head, table)
        for head in heads
        if not (table.layout == "down" and _is_upper_row(head, table))
    ]


def _is_upper_row(head: Head, table: Table) -> bool:
    """Whether a head prints no label of a column, as where a page repeats only the first row of the head before."""
    outer = (*table.head, *(column.under for column in table.columns if column.under))
    texts = [text for level in head.levels for text in level]
    return all(
        best(text, outer) >= ALIKE and is_plain(text) and not noted_units(text) for text in texts
    )


def _name(head: Head, table: Table) -> NamedHead:
    places = _places(table)
    printed = tuple({text for leaf in head.leaves for text in leaf.labels})
    groups = {
        column.under
        for column in table.columns
        if column.under and best(column.under, printed) >= ALIKE
    }
    scores = [_scores(leaf, places, groups, table.head_labels) for leaf in head.leaves]
    chosen = bind_in_order(scores)
    if _compares_years(
        [leaf.text for leaf, place in zip(head.leaves, chosen, strict=True) if place is None]
    ):
        return NamedHead(head, (), (), comparison=True)
    first = next(
        (
            i
            for i, place in enumerate(chosen)
            if place is not None or _is_unit(head.leaves[i], table)
        ),
        None,
    )
    if first is None or _hides_a_label(head, table):
        return _name_by_order(head, table)
    names = [
        Name(
            *((places[place].row, places[place].column) if place is not None else ("", "")),
            leaf.labels,
        )
        for leaf, place in zip(head.leaves, chosen, strict=True)
    ]
    return NamedHead(head, head.leaves[first:], tuple(names[first:]))


def _compares_years(labels: Sequence[str]) -> bool:
    """Whether columns that the form does not ask for are those of two years, of the year before or of what changed."""
    years = {year for label in labels if (year := year_of(label))}
    return len(years) > 1 or any(compares(label) for label in labels)


#: The labels of a column from the outermost to its own, each with its variants.
Path = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Place:
    """One column that the form prints, with all labels of it, of the row that it belongs to, and of its group."""

    row: str
    column: str
    labels: tuple[str, ...]
    under: tuple[str, ...] = ()
    group: str = ""

    @property
    def path(self) -> Path:
        """The labels from the outermost to its own."""
        return tuple(labels for labels in ((self.group,), self.under, self.labels) if any(labels))


def _places(table: Table) -> list[_Place]:
    if table.layout == "across":
        return [
            _Place(row.code, column.code, column.labels, row.labels, row.under)
            for row in table.rows
            for column in table.columns_of(row.code)
        ]
    return [_Place("", column.code, column.labels, group=column.under) for column in table.columns]


def _scores(
    leaf: Leaf, places: Sequence[_Place], groups: set[str], heads: tuple[str, ...]
) -> list[float]:
    """The likeness of a printed column to each column of the form; the labels over it must fit, too.

    `groups`: labels over several columns that the head prints. A wrong span would move the labels
    below them, so that they name other values: 自然人 must not stand under 法人或其他组织, and 商业企业 must.
    `heads`: all labels that may stand in the head.
    """
    if any(contradicts(text, heads) for text in leaf.above):
        return [0.0] * len(places)
    over = {group for group in groups if best(group, leaf.above) >= ALIKE}
    return [_score(leaf, place) if over == groups & {place.group} else 0.0 for place in places]


def _score(leaf: Leaf, place: _Place) -> float:
    own = max(best(text, place.labels) for text in (leaf.text, leaf.joined))
    return (
        min(own, max((best(text, place.under) for text in leaf.above), default=0.0))
        if place.under
        else own
    )


def _is_unit(leaf: Leaf, table: Table) -> bool:
    return best(leaf.text, table.unit_column) >= ALIKE


def bind_in_order(scores: Sequence[Sequence[float]]) -> list[int | None]:
    """Bind printed columns (rows of `scores`) to places of the form: by label, else between bound neighbours.

    A label binds where it is alike to one place alone, and no other column claims that place as
    strongly. What is left between two bound neighbours is bound in order, if as many columns as
    places are left and each is plausible.
    """
    chosen: list[int | None] = []
    for line in scores:
        top = max(line, default=0.0)
        winners = [place for place, score in enumerate(line) if score == top]
        chosen.append(winners[0] if top >= ALIKE and len(winners) == 1 else None)
    for place in {place for place in chosen if place is not None}:
        claims = {
            index: scores[index][place] for index, other in enumerate(chosen) if other == place
        }
        strongest = [index for index, score in claims.items() if score == max(claims.values())]
        for index in claims:
            if strongest != [index]:
                chosen[index] = None
    bound = [index for index, place in enumerate(chosen) if place is not None]
    for left, right in pairwise(bound):
        start, end = chosen[left], chosen[right]
        if start is not None and end is not None and end - start == right - left > 1:
            between = range(left + 1, right)
            if all(scores[index][start + index - left] >= PLAUSIBLE for index in between):
                chosen[left + 1 : right] = list(range(start + 1, end))
    return chosen


def _hides_a_label(head: Head, table: Table) -> bool:
    """Whether a label of a column is printed above another label: the head lost its spans, its places mean nothing."""
    covered = {text for leaf in head.leaves for text in leaf.covered}
    return any(best(text, column.labels) >= ALIKE for column in table.columns for text in covered)


def _name_by_order(head: Head, table: Table) -> NamedHead:
    """Name the columns of a head without spans: each of its rows must print what the form prints there, in order."""
    inner = tuple(label for label in table.head_labels if label not in table.head)
    places = _places(table)
    demanded = _levels([place.path for place in places])
    printed = [[text for text in level if best(text, inner) >= PLAUSIBLE] for level in head.levels]
    printed = [level for level in printed if level]
    contradicted = any(
        contradicts(text, table.head_labels) for level in head.levels for text in level
    )
    if contradicted or not _prints(printed, demanded):
        return NamedHead(head, (), ())
    texts = {
        path: text
        for level in zip(demanded, printed, strict=True)
        for path, text in zip(*level, strict=True)
    }
    names = [
        Name(
            place.row,
            place.column,
            tuple(texts[place.path[:depth]] for depth, _ in enumerate(place.path, 1)),
        )
        for place in places
    ]
    return NamedHead(head, tuple(head.leaves[:1] * len(places)), tuple(names), by_order=True)


def _levels(paths: Sequence[Path]) -> list[list[Path]]:
    """The rows of the form's own head, from the top: its labels from left to right, each with those over it."""
    depths = range(1, max(map(len, paths)) + 1)
    return [
        list(dict.fromkeys(path[:depth] for path in paths if len(path) >= depth))
        for depth in depths
    ]


def _prints(printed: Sequence[Sequence[str]], demanded: Sequence[Sequence[Path]]) -> bool:
    """Whether each row of a head prints the labels that the form prints there, in order."""
    return [len(level) for level in printed] == [len(level) for level in demanded] and all(
        best(text, path[-1]) >= ALIKE
        for texts, level in zip(printed, demanded, strict=True)
        for text, path in zip(texts, level, strict=True)
    )
