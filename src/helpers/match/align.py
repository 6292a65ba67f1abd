"""Printed rows ↔ rows of a form: the best alignment in order, by the likeness of labels (dynamic programming)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise

from helpers.forms import Row, Table
from helpers.match.labels import (
    ALIKE,
    PLAUSIBLE,
    VARIANT,
    best,
    contradicts,
    holds,
    likeness,
    words,
)
from helpers.match.lines import Line

# Costs of the alignment. A pair of labels less alike than PAIR is worth less than leaving both out.
PAIR = 0.45
SKIP_LINE = 0.02
SKIP_VALUES = 0.15
SKIP_ROW = 0.1
JOIN_LINES = 0.05
UNDER_BONUS = 0.05


@dataclass(frozen=True)
class Pair:
    """One row of the form and the printed line (or the two halves of a line cut in two) aligned with it.

    `labelled`: proven by its own label; `proven`: by that, or between proven neighbours on both
    sides with nothing left over.
    """

    row: Row
    lines: tuple[Line, ...]
    labelled: bool
    proven: bool


def align(lines: Sequence[Line], table: Table) -> list[Pair]:
    """Align the body lines of a report with the rows of one table, in printed order.

    Lines before the first and after the last pair cost nothing, since a report prints much besides
    the table.
    """
    scores = _Scores(lines, table)
    path = _best_path(lines, table, scores)
    by_label = [scores.proves(start, size, row) for start, size, row in path]
    pairs = []
    for index, (start, size, row) in enumerate(path):
        proven = by_label[index] or _bracketed(path, by_label, index, scores)
        pairs.append(
            Pair(table.rows[row], tuple(lines[start : start + size]), by_label[index], proven)
        )
    return pairs


def row_of(line: Line, table: Table) -> Row | None:
    """The row that the label of a line proves, wherever it stands; None where it proves none, or several."""
    scores = _Scores([line], table)
    proven = [row for index, row in enumerate(table.rows) if scores.proves(0, 1, index)]
    return proven[0] if len(proven) == 1 else None


Step = tuple[int, int, int]  # first line, number of lines, row


class _Scores:
    """The likeness of each line (or of two halves of a line) to each row of the table."""

    def __init__(self, lines: Sequence[Line], table: Table) -> None:
        self._lines, self._rows = lines, table.rows
        self._likeness = _likeness_to(table.row_labels, table.merged)
        self._own_likeness = _likeness_to(table.row_labels)
        self._names = [words(row.labels[0]) for row in table.rows]
        self._under = {row.under for row in table.rows if row.under}
        self._denied = _denied_by(table.row_groups)
        self._alike: dict[tuple[int, int], list[float]] = {}

    def alike(self, start: int, size: int) -> list[float]:
        """The likeness of lines[start : start + size] to every row."""
        if (start, size) not in self._alike:
            own, *whole = _texts(self._lines[start : start + size])
            alike = self._likeness(own)
            for text in whole:
                alike = list(map(max, alike, self._own_likeness(text)))
            for denied in self._denials(start, size):
                alike = [0.0 if no else score for no, score in zip(denied, alike, strict=True)]
            self._alike[start, size] = alike
        return self._alike[start, size]

    def _denials(self, start: int, size: int) -> list[tuple[bool, ...]]:
        """The rows that a text beside these lines contradicts, for each text that does."""
        above = [text for line in self._lines[start : start + size] for text in line.above]
        return [denied for denied in map(self._denied, above) if denied]

    def gains(self, start: int, size: int) -> list[float]:
        """What aligning these lines with each row is worth."""
        above = {text for line in self._lines[start : start + size] for text in line.above}
        under = {
            label: max((likeness(text, label) for text in above), default=0.0)
            for label in self._under
        }
        return [
            alike - PAIR + UNDER_BONUS * under.get(row.under, 0.0)
            for alike, row in zip(self.alike(start, size), self._rows, strict=True)
        ]

    def proves(self, start: int, size: int, row: int) -> bool:
        """Whether the label alone proves the row: alike to it, and to no row of another name as much."""
        alike = self.alike(start, size)
        return alike[row] >= ALIKE and alike[row] > self._strongest_rival(alike, row)

    def plausible(self, start: int, size: int, row: int) -> bool:
        """Whether the lines can be this row, if their place says so: values, and a label like no other row's."""
        lines, alike = self._lines[start : start + size], self.alike(start, size)
        nameless = not any(any(words(text)) for text in _texts(lines))
        rival = self._strongest_rival(alike, row)
        return (
            any(line.has_values for line in lines)
            and (
                alike[row] >= PLAUSIBLE
                or (nameless and not any(no[row] for no in self._denials(start, size)))
            )
            and not (rival >= ALIKE and rival > alike[row])
        )

    def _strongest_rival(self, alike: Sequence[float], row: int) -> float:
        """The likeness to the most alike row of another name."""
        own = self._names[row]
        return max(
            (score for score, name in zip(alike, self._names, strict=True) if name != own),
            default=0.0,
        )

    def within_labels(self) -> range:
        """The lines from the first to the last that carries a label of the table: nothing proves a row outside them."""
        alike = [start for start in range(len(self._lines)) if self._labels(start)]
        return range(alike[0], min(alike[-1] + 2, len(self._lines))) if alike else range(0)

    def _labels(self, start: int) -> bool:
        """Whether a line, or it and the next one as the halves of one, is alike to any row."""
        if max(self.alike(start, 1)) >= ALIKE:
            return True
        return (
            start + 1 < len(self._lines)
            and self.mergeable(start)
            and max(self.alike(start, 2)) >= ALIKE
        )

    def mergeable(self, start: int) -> bool:
        """Whether two lines can be the halves of one row: at most one of them carries values."""
        one, other = self._lines[start : start + 2]
        return not (one.has_values and other.has_values)


@cache
def _likeness_to(
    rows: tuple[tuple[str, ...], ...], merged: tuple[tuple[str, tuple[str, ...]], ...] = ()
) -> Callable[[str], list[float]]:
    """How alike a text is to the labels of each row, or to those that are `merged` with the label of their group.

    Many reports print the same texts.
    """
    groups = {under for under, _ in merged if under}

    @lru_cache(maxsize=10_000)
    def likeness_of(text: str) -> list[float]:
        alike = [best(text, labels) for labels in rows]
        held = {under for under in groups if holds(text, under)}
        if not held:
            return alike
        both = (best(text, labels) - VARIANT if under in held else 0.0 for under, labels in merged)
        return list(map(max, alike, both))

    return likeness_of


@cache
def _denied_by(groups: tuple[tuple[str, ...], ...]) -> Callable[[str], tuple[bool, ...]]:
    """The rows that a text cannot stand beside, since it says more than their groups do; empty where there are none."""
    known = tuple(dict.fromkeys(chain(*groups)))

    @lru_cache(maxsize=10_000)
    def denied(text: str) -> tuple[bool, ...]:
        if best(text, known) >= ALIKE:
            return ()  # the whole label of any group: a wrong span may have brought it here
        denials = tuple(contradicts(text, labels) for labels in groups)
        return denials if any(denials) else ()

    return denied


def _texts(lines: Sequence[Line]) -> list[str]:
    own = "".join(line.text for line in lines)
    above = "".join(text for text in lines[0].above[-1:])
    return [own, above + own] if above and own else [own]


def _best_path(lines: Sequence[Line], table: Table, scores: _Scores) -> list[Step]:
    inside, width = scores.within_labels(), len(table.rows)
    drop = [SKIP_ROW if row.required else 0.0 for row in table.rows]
    # best_here[n]: what the lines so far and the first n rows are worth at most; back[i][n]: the
    # step that led there.
    best_before: list[float] = []
    best_here = [-sum(drop[:row]) for row in range(width + 1)]
    back: dict[int, list[Step | None]] = {inside.start: [None] * (width + 1)}
    for i in inside:
        skip = SKIP_VALUES if lines[i].has_values else SKIP_LINE
        gains = scores.gains(i, 1)
        joined = scores.gains(i - 1, 2) if i > inside.start and scores.mergeable(i - 1) else None
        best_two_before, best_before, best_here = best_before, best_here, [0.0]
        steps: list[Step | None] = [None]
        worth = 0.0  # of what stands left
        for row in range(width):
            dropped = worth - drop[row]
            worth, step = best_before[row] + gains[row], (i, 1, row)
            if dropped > worth:
                worth, step = dropped, (i + 1, 0, row)
            if (skipped := best_before[row + 1] - (skip if row + 1 < width else 0.0)) > worth:
                worth, step = skipped, (i, 1, -1)
            if joined and (merged := best_two_before[row] + joined[row] - JOIN_LINES) > worth:
                worth, step = merged, (i - 1, 2, row)
            best_here.append(worth)
            steps.append(step)
        back[i + 1] = steps
    return _walk_back(back, inside, width)


def _walk_back(back: Mapping[int, list[Step | None]], lines: range, row: int) -> list[Step]:
    path: list[Step] = []
    line = lines.stop
    while line > lines.start and row:
        step = back[line][row]
        assert step is not None
        start, size, matched = step
        if size and matched >= 0:
            path.append(step)
        line, row = start, row - (0 if matched < 0 else 1)
    return path[::-1]


def _bracketed(path: Sequence[Step], by_label: Sequence[bool], index: int, scores: _Scores) -> bool:
    """Whether the rows around prove this one: between proven neighbours no line and no row is left over.

    A line that prints no value may be a heading, and one that carries the label of another row says
    that it stands in another order: neither is proven by its place.
    """
    start, size, row = path[index]
    if not scores.plausible(start, size, row):
        return False
    before = next((i for i in range(index - 1, -1, -1) if by_label[i]), None)
    after = next((i for i in range(index + 1, len(path)) if by_label[i]), None)
    if before is None or after is None:
        return False
    steps = pairwise(path[before : after + 1])
    return all(one[0] + one[1] == other[0] and one[2] + 1 == other[2] for one, other in steps)
