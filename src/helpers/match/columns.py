"""Naming the values of a line: by the labels printed over them, never by their position alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, product

from helpers.forms import FormColumn, FormTable
from helpers.match.labels import (
    ALIKE,
    PLAUSIBLE,
    best,
    compares,
    contradicts,
    is_plain,
    is_rest_of,
    year_of,
)
from helpers.match.lines import UNDER, Head, Leaf, Line, is_words, overlap
from helpers.numbers import is_value, noted_units, parse
from helpers.readers.grid import PrintedCell


@dataclass(frozen=True)
class Name:
    """What one printed column is: the form's row and column, and the texts of the head.

    `row` is "" but where the form's rows stand side by side. `column` is "" for a head that is no
    column of the form (a unit column, a remark).
    """

    row: str
    column: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class NamedHead:
    """A head whose columns are named.

    `by_order`: the head is printed without spans, so its places mean nothing. `comparison`: it is
    none of the form's, but stands over a comparison of years, and names nothing.
    """

    head: Head
    leaves: tuple[Leaf, ...]
    names: tuple[Name, ...]
    by_order: bool = False
    comparison: bool = False

    def values(self, line: Line) -> list[tuple[Name, PrintedCell]]:
        """The values of a line with their names, but those that no head or several heads claim."""
        if self._is_shifted(line):
            return []
        if self.by_order or self.head.ragged or not self._comparable(line):
            # The head lost its spans or a cell, or stands in another table of a web page, so that
            # its places mean nothing here: only counting is left.
            return self._values_in_order(line)
        if len(line.values) != len(self.leaves):
            return self._values_under(line)
        for leaf, cell in zip(self.leaves, line.values, strict=True):
            if overlap(leaf.cell, cell) <= 0:
                return self._values_moved_left(line)
        named = zip(self.names, line.values, strict=True)
        return [(name, cell) for name, cell in named if name.column]

    def beneath(self, line: Line, labels: Sequence[str]) -> list[PrintedCell]:
        """The cells of a line below the columns that bear one of these labels."""
        leaves = [leaf for leaf in self.leaves if best(leaf.text, labels) >= ALIKE]
        cells: list[PrintedCell] = []
        for leaf in leaves:
            cells += [cell for cell in line.values if overlap(leaf.cell, cell) >= UNDER]
        return cells

    def _is_shifted(self, line: Line) -> bool:
        """Whether the numbers of a line may stand one column too far right.

        Words before them are a label of the agency's own where the line prints more than the head
        names; and a number below a head without a label may be the last of those that begin behind
        a blank.
        """
        first = next((cell for cell in line.values if cell.text.strip()), None)
        named = [name.column != "" for name in self.names]
        if first is None or not any(named[:1]):  # no head, or units before the numbers
            return False
        if is_words(first):
            return len(line.values) > sum(named)
        return _is_blank(line.values[0]) and self._prints_beyond(line)

    def _prints_beyond(self, line: Line) -> bool:
        """Whether a number stands below a column without any label, behind those of the form."""
        if self.by_order or not self.leaves:
            return False
        last = self.leaves[-1]
        under = [cell for cell in line.values if overlap(last.cell, cell) >= UNDER]
        return not last.labels and any(not _is_blank(cell) for cell in under)

    def _values_moved_left(self, line: Line) -> list[tuple[Name, PrintedCell]]:
        """The values of a line of a web page whose labels lost their spans: one for each column."""
        ends_before = line.values[-1].end < self.leaves[-1].cell.end
        if (
            line.place.page
            or not ends_before
            or not all(is_value(cell.text) for cell in line.values)
        ):
            return []
        return self._values_in_order(line)

    def _values_in_order(self, line: Line) -> list[tuple[Name, PrintedCell]]:
        all_named = all(name.column for name in self.names)
        width = len(self.leaves)
        values, more = line.values[:width], line.values[width:]
        # Blank cells behind the last column move none before them.
        if len(values) != width or not all_named or any(cell.text.strip() for cell in more):
            return []
        return list(zip(self.names, values, strict=True))

    def _comparable(self, line: Line) -> bool:
        """Whether a value's place means what the head's does.

        It does on pages, and where web tables are as wide.
        """
        if line.place.page:
            return True
        return line.place.columns == self.head.place.columns

    def _ends_with_head(self, line: Line) -> bool:
        """Whether a line reaches as far as the head, as all lines on pages do.

        On a web page a cell too many or too few moves all the others.
        """
        if line.place.page:
            return True
        return line.values[-1].end == self.leaves[-1].cell.end

    def _values_under(self, line: Line) -> list[tuple[Name, PrintedCell]]:
        if not line.values or not self.leaves or not self._ends_with_head(line):
            return []
        claimed = [self._claimed(leaf, line) for leaf in self.leaves]
        values = []
        for name, cell in zip(self.names, claimed, strict=True):
            if cell is None or not name.column:
                continue
            # One blank cell may stand for several columns, a figure for one only.
            if claimed.count(cell) == 1 or _is_blank(cell):
                values.append((name, cell))
        return values

    def _claimed(self, leaf: Leaf, line: Line) -> PrintedCell | None:
        """The one cell under a head; of a number and a unit or a remark beside it, the number.

        On a web page a number may stand in one of several cells below a head that is as wide.
        """
        cells = [cell for cell in line.values if overlap(leaf.cell, cell) >= UNDER]
        if len(cells) > 1 and not line.place.page and _is_as_wide(leaf.cell, cells):
            cells = [cell for cell in cells if cell.text.strip()] or cells
        if len(cells) > 1:
            if any(map(_is_blank, cells)):
                return None
            cells = [cell for cell in cells if is_value(cell.text)]
        if len(cells) != 1:
            return None
        return cells[0]


def _is_as_wide(head: PrintedCell, cells: Sequence[PrintedCell]) -> bool:
    return (head.column, head.end) == (cells[0].column, cells[-1].end)


def _is_blank(cell: PrintedCell) -> bool:
    number = parse(cell.text)
    return number is not None and number.value is None


def name_heads(heads: Sequence[Head], table: FormTable) -> list[NamedHead]:
    """Name the columns of every head of a table, also of one of which nothing can be named.

    What stands below such a head does not stand below the one before, unless it only repeats the
    upper row of it.
    """
    if table.layout == "down":
        heads = [head for head in heads if not _is_upper_row(head, table)]
    return [_name(head, table) for head in heads]


def _is_upper_row(head: Head, table: FormTable) -> bool:
    """Whether a head prints no label of a column, as where a page repeats only its first row."""
    groups = [column.under for column in table.columns if column.under]
    outer = (*table.head, *groups)
    texts = chain(*head.levels)
    return all(_is_outer(text, outer) for text in texts)


def _is_outer(text: str, outer: tuple[str, ...]) -> bool:
    """Whether a text is one of the labels that stand over several columns, and nothing more."""
    return best(text, outer) >= ALIKE and is_plain(text) and not noted_units(text)


def _name(head: Head, table: FormTable) -> NamedHead:
    places = _places(table)
    groups = _printed_groups(head, table)
    scores = [_scores(leaf, places, groups, table.head_labels) for leaf in head.leaves]
    chosen = _cut_block(head, table) or bind_in_order(scores)
    bound = list(zip(head.leaves, chosen, strict=True))
    unbound = [leaf.text for leaf, place in bound if place is None]
    if _compares_years(unbound):
        return NamedHead(head, (), (), comparison=True)
    first = _first_column(bound, table)
    if first is None or _hides_a_label(head, table):
        return _name_by_order(head, table)
    names = []
    for leaf, index in _in_their_places(bound[first:], len(places), table):
        place = _NOWHERE if index is None else places[index]
        names.append(Name(place.row, place.column, leaf.labels))
    return NamedHead(head, head.leaves[first:], tuple(names))


def _in_their_places(
    bound: list[tuple[Leaf, int | None]], width: int, table: FormTable
) -> list[tuple[Leaf, int | None]]:
    """The columns of a head as they are bound, but those that an unknown label has moved.

    Where the head is as wide as the form's, only one of which every label is known can have them in
    another order: else a label may be lost, and its neighbour stand in its place.
    """
    unknown = [leaf for leaf, index in bound if index is None]
    beside = (*table.head, *table.side_columns)  # as the unit of a row, which is no column of it
    known_otherwise = any(_is_outer(leaf.text, beside) for leaf in unknown)
    if len(bound) != width or not unknown or known_otherwise:
        return bound
    return [(leaf, index if index == n else None) for n, (leaf, index) in enumerate(bound)]


def _cut_block(head: Head, table: FormTable) -> list[int | None]:
    """The columns of the one block whose labels a head prints, some of them cut: 本年新, 本年新.

    They stand between the label over the rows and the columns that the agency added without a
    label. Empty where that is no block of the form, or where nothing is cut.
    """
    texts = [leaf.text for leaf in head.leaves]
    while texts and not texts[-1]:
        texts.pop()
    if table.layout != "blocks" or not texts or not _is_outer(texts[0], table.head):
        return []
    codes = [column.code for column in table.columns]
    blocks = dict.fromkeys(table.columns_of(row.code) for row in table.rows)
    found = [block for block in blocks if _is_head_of(texts[1:], block)]
    if len(found) != 1:
        return []
    chosen: list[int | None] = [codes.index(column.code) for column in found[0]]
    return [None, *chosen] + [None] * (len(head.leaves) - len(texts))


def _is_head_of(texts: Sequence[str], columns: Sequence[FormColumn]) -> bool:
    """Whether these are the labels of all of these columns in order, as far as they are printed."""
    if len(texts) != len(columns):
        return False
    return all(map(_names, texts, columns))


def _names(text: str, column: FormColumn) -> bool:
    return best(text, column.labels) >= ALIKE or is_rest_of(text, column.labels[0])


def _printed_groups(head: Head, table: FormTable) -> set[str]:
    """The labels over several columns of the form that a head prints."""
    printed = {text for leaf in head.leaves for text in leaf.labels}
    groups = {column.under for column in table.columns if column.under}
    return {group for group in groups if any(best(group, (text,)) >= ALIKE for text in printed)}


def _first_column(bound: Iterable[tuple[Leaf, int | None]], table: FormTable) -> int | None:
    """The first printed column that is one of the form's, or that of the units or codes."""
    for index, (leaf, place) in enumerate(bound):
        if place is not None or _is_side(leaf, table):
            return index
    return None


def _compares_years(labels: Sequence[str]) -> bool:
    """Whether columns that the form does not ask for compare years.

    They are those of two years, of the year before, or of what changed.
    """
    years = set(map(year_of, labels)) - {""}
    return len(years) > 1 or any(map(compares, labels))


#: A label with its variants.
Labels = tuple[str, ...]
#: The labels of a column from the outermost to its own.
Path = tuple[Labels, ...]


@dataclass(frozen=True)
class _Place:
    """One column that the form prints: its labels, those of the row it belongs to, its group."""

    row: str
    column: str
    labels: Labels
    under: Labels = ()
    group: str = ""

    @property
    def path(self) -> Path:
        """The labels from the outermost to its own."""
        levels = ((self.group,), self.under, self.labels)
        return tuple(labels for labels in levels if any(labels))


_NOWHERE = _Place("", "", ())


def _places(table: FormTable) -> list[_Place]:
    places = []
    if table.layout != "across":
        for column in table.columns:
            place = _Place("", column.code, column.labels, group=column.under)
            places.append(place)
        return places
    for row in table.rows:
        for column in table.columns_of(row.code):
            place = _Place(row.code, column.code, column.labels, row.labels, row.under)
            places.append(place)
    return places


def _scores(
    leaf: Leaf, places: Sequence[_Place], groups: set[str], heads: tuple[str, ...]
) -> list[float]:
    """The likeness of a printed column to each column of the form; labels over it must fit, too.

    `groups`: labels over several columns that the head prints. A wrong span would move the labels
    below them, so that they name other values: 自然人 must not stand under 法人或其他组织, and
    商业企业 must. `heads`: all labels that may stand in the head.
    """
    if any(contradicts(text, heads) for text in leaf.above):
        return [0.0] * len(places)
    over = {group for group in groups if best(group, leaf.above) >= ALIKE}
    scores = []
    for place in places:
        fits = over == groups & {place.group}
        score = _score(leaf, place) if fits else 0.0
        scores.append(score)
    return scores


def _score(leaf: Leaf, place: _Place) -> float:
    own = best(leaf.text, place.labels)
    if leaf.joined:
        own = max(own, best(leaf.joined, place.labels))
    if not place.under:
        return own
    above = [best(text, place.under) for text in leaf.above]
    return min(own, max(above, default=0.0))


def _is_side(leaf: Leaf, table: FormTable) -> bool:
    return best(leaf.text, table.side_columns) >= ALIKE


def bind_in_order(scores: Sequence[Sequence[float]]) -> list[int | None]:
    """Bind printed columns (rows of `scores`) to places of the form: by label, else by neighbours.

    A label binds where it is alike to one place alone, and no other column claims that place as
    strongly. What is left between two bound neighbours is bound in order, if as many columns as
    places are left and each is plausible.
    """
    chosen = [_clear_winner(likenesses) for likenesses in scores]
    _unbind_disputed(chosen, scores)
    _bind_between(chosen, scores)
    return chosen


def _clear_winner(likenesses: Sequence[float]) -> int | None:
    """The one place that a label is alike to; None where there is no such place, or several."""
    top = max(likenesses, default=0.0)
    winners = [place for place, likeness in enumerate(likenesses) if likeness == top]
    if top < ALIKE or len(winners) > 1:
        return None
    return winners[0]


def _unbind_disputed(chosen: list[int | None], scores: Sequence[Sequence[float]]) -> None:
    """Leave each place to the column that claims it most strongly, or to none where several do."""
    for place in {place for place in chosen if place is not None}:
        claimants = [index for index, claimed in enumerate(chosen) if claimed == place]
        strongest = max(scores[index][place] for index in claimants)
        winners = [index for index in claimants if scores[index][place] == strongest]
        for index in claimants:
            if winners != [index]:
                chosen[index] = None


def _bind_between(chosen: list[int | None], scores: Sequence[Sequence[float]]) -> None:
    """Bind what is left between two bound neighbours, in order."""
    bound = [(index, place) for index, place in enumerate(chosen) if place is not None]
    for (left, start), (right, end) in pairwise(bound):
        if end - start != right - left:
            continue
        shift = start - left
        between = range(left + 1, right)
        if all(scores[index][index + shift] >= PLAUSIBLE for index in between):
            chosen[left + 1 : right] = range(start + 1, end)


def _hides_a_label(head: Head, table: FormTable) -> bool:
    """Whether a label of a column is printed above another label, so that places mean nothing.

    The head lost its spans then.
    """
    covered = {text for leaf in head.leaves for text in leaf.covered}
    labels = [column.labels for column in table.columns]
    return any(best(text, variants) >= ALIKE for text, variants in product(covered, labels))


def _name_by_order(head: Head, table: FormTable) -> NamedHead:
    """Name the columns of a head without spans.

    Each of its rows must print what the form prints there, in order.
    """
    places = _places(table)
    demanded = _levels([place.path for place in places])
    printed = _label_levels(head, table)
    if not _prints(printed, demanded) or _is_contradicted(head, table):
        return NamedHead(head, (), ())
    texts = dict(zip(chain(*demanded), chain(*printed), strict=True))
    names = []
    for place in places:
        path = place.path
        labels = tuple(texts[path[:depth]] for depth in range(1, len(path) + 1))
        names.append(Name(place.row, place.column, labels))
    leaves = head.leaves[:1] * len(places)
    return NamedHead(head, leaves, tuple(names), by_order=True)


def _is_contradicted(head: Head, table: FormTable) -> bool:
    texts = chain(*head.levels)
    return any(contradicts(text, table.head_labels) for text in texts)


def _levels(paths: Sequence[Path]) -> list[list[Path]]:
    """The rows of the form's own head, from the top: its labels, each with those over it."""
    levels = []
    for depth in range(1, max(map(len, paths)) + 1):
        begun = [path[:depth] for path in paths if len(path) >= depth]
        levels.append(list(dict.fromkeys(begun)))
    return levels


def _label_levels(head: Head, table: FormTable) -> list[list[str]]:
    """The rows of a printed head with what may be labels of columns; no row without any."""
    inner = tuple(label for label in table.head_labels if label not in table.head)
    levels = []
    for texts in head.levels:
        labels = [text for text in texts if best(text, inner) >= PLAUSIBLE]
        if labels:
            levels.append(labels)
    return levels


def _prints(printed: Sequence[Sequence[str]], demanded: Sequence[Sequence[Path]]) -> bool:
    """Whether each row of a head prints the labels that the form prints there, in order."""
    if list(map(len, printed)) != list(map(len, demanded)):
        return False
    pairs = zip(chain(*printed), chain(*demanded), strict=True)
    return all(best(text, path[-1]) >= ALIKE for text, path in pairs)
