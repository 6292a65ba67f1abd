"""Printed rows ↔ rows of a form: the best alignment in order, by the likeness of labels.

It is found by dynamic programming.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise

from helpers.forms import FormRow, FormTable
from helpers.match.labels import (
    ALIKE,
    PLAUSIBLE,
    VARIANT,
    behind,
    best,
    contradicts,
    holds,
    likeness,
    words,
)
from helpers.match.lines import Line
from helpers.text import compact

# Costs of the alignment. A pair of labels less alike than PAIR is worth less than leaving both out.
PAIR = 0.45
SKIP_LINE = 0.02
SKIP_VALUES = 0.15
SKIP_ROW = 0.1
JOIN_LINES = 0.05
UNDER_BONUS = 0.05
#: Of two rows with one label (（六）其他, 3.其他) the one whose group is printed beside it counts.
BESIDE_GROUP = 10 * VARIANT
#: So much alike is a label behind that of its group, which would outweigh any other label there.
BEHIND = 0.6
#: The worth of a step that is not possible.
NEVER = float("-inf")


@dataclass(frozen=True)
class Pair:
    """One row of the form and the printed line aligned with it, or two halves of one cut in two.

    `labelled`: proven by its own label; `proven`: by that, or between proven neighbours on both
    sides with nothing left over.
    """

    row: FormRow
    lines: tuple[Line, ...]
    labelled: bool
    proven: bool


def align(lines: Sequence[Line], table: FormTable) -> list[Pair]:
    """Align the body lines of a report with the rows of one table, in printed order.

    Lines before the first and after the last pair cost nothing, since a report prints much besides
    the table.
    """
    scores = _Scores(lines, table)
    path = _best_path(lines, table, scores)
    by_label = [scores.proves(start, size, row) for start, size, row in path]
    pairs = []
    for index, (start, size, row) in enumerate(path):
        labelled = by_label[index]
        proven = labelled or _bracketed(path, by_label, index, scores)
        aligned = tuple(lines[start : start + size])
        pairs.append(Pair(table.rows[row], aligned, labelled, proven))
    return pairs


def row_of(line: Line, table: FormTable) -> FormRow | None:
    """The row that the label of a line proves, wherever it stands; None for no row, or several."""
    scores = _Scores([line], table)
    proven = [row for index, row in enumerate(table.rows) if scores.proves(0, 1, index)]
    if len(proven) == 1:
        return proven[0]
    return None


#: A label with its variants.
Labels = tuple[str, ...]
#: First line, number of lines (0: a row is left out), row (-1: a line is left out).
Step = tuple[int, int, int]


class _Scores:
    """The likeness of each line (or of two halves of a line) to each row of the table."""

    def __init__(self, lines: Sequence[Line], table: FormTable) -> None:
        self._lines, self._rows = lines, table.rows
        self._likeness = _likeness_to(table.row_labels, table.merged)
        self._own_likeness = _likeness_to(table.row_labels)
        self._labels = [set(map(compact, row.labels)) for row in table.rows]
        self._names = [words(row.labels[0]) for row in table.rows]
        self._groups = {row.under for row in table.rows if row.under}
        self._denied_beside = _denied_by(table.row_groups)
        self._alike: dict[tuple[int, int], list[float]] = {}

    def alike(self, start: int, size: int) -> list[float]:
        """The likeness of lines[start : start + size] to every row."""
        span = (start, size)
        if span not in self._alike:
            self._alike[span] = self._compare(start, size)
        return self._alike[span]

    def _compare(self, start: int, size: int) -> list[float]:
        lines = self._lines[start : start + size]
        label, beside = _texts(lines)
        alike = self._likeness(label).copy()  # the list itself is that of all lines with this text
        if beside and label:
            whole, of_group = self._own_likeness(beside + label), self._own_likeness(beside)
            for row, (both, group) in enumerate(zip(whole, of_group, strict=True)):
                if both > group:  # else the group's label says it all, and this one nothing
                    alike[row] = max(alike[row], both)
        for row in (*self._beside_group(start), *self._numbered(label)):
            alike[row] += BESIDE_GROUP
        for row in self._denied(start, size):
            alike[row] = 0.0
        return alike

    def _beside_group(self, start: int) -> list[int]:
        """The rows of the form whose group is the one printed beside a line."""
        beside = "".join(self._lines[start].outer[-1:])
        held = {group for group in self._groups if likeness(beside, group) >= ALIKE}
        return [row for row, each in enumerate(self._rows) if each.under in held]

    def _numbered(self, label: str) -> list[int]:
        """The rows whose label has this very number.

        3.其他 is not （六）其他, whatever stands beside it.
        """
        text = compact(label)
        if not text[:1].isdecimal():
            return []
        return [row for row, labels in enumerate(self._labels) if text in labels]

    def _denied(self, start: int, size: int) -> set[int]:
        """The rows that a text beside these lines contradicts."""
        denied: set[int] = set()
        for text in self._texts_above(start, size):
            denied |= self._denied_beside(text)
        return denied

    def _texts_above(self, start: int, size: int) -> set[str]:
        """The texts that stand beside these lines, over several rows."""
        texts: set[str] = set()
        for line in self._lines[start : start + size]:
            texts.update(line.outer)
        return texts

    def gains(self, start: int, size: int) -> list[float]:
        """What aligning these lines with each row is worth."""
        above = self._texts_above(start, size)
        bonus_of = {"": 0.0}
        for group in self._groups:
            fits = [likeness(text, group) for text in above]
            bonus_of[group] = UNDER_BONUS * max(fits, default=0.0)
        gains = []
        for alike, row in zip(self.alike(start, size), self._rows, strict=True):
            bonus = bonus_of[row.under]
            gains.append(alike - PAIR + bonus)
        return gains

    def proves(self, start: int, size: int, row: int) -> bool:
        """Whether the label alone proves the row: no row of another name is as much alike."""
        alike = self.alike(start, size)
        score = alike[row]
        return score >= ALIKE and score > self._strongest_rival(alike, row)

    def plausible(self, start: int, size: int, row: int) -> bool:
        """Whether the lines can be this row, if their place says so.

        They must carry values, and no label that is like that of another row.
        """
        lines = self._lines[start : start + size]
        if not any(line.has_values for line in lines):
            return False
        alike = self.alike(start, size)
        rival = self._strongest_rival(alike, row)
        if rival >= ALIKE and rival > alike[row]:
            return False
        if alike[row] >= PLAUSIBLE:
            return True
        label, beside = _texts(lines)
        says = any(words(label)) or (label and any(words(beside)))
        return not says and row not in self._denied(start, size)

    def _strongest_rival(self, alike: Sequence[float], row: int) -> float:
        """The likeness to the most alike row of another name."""
        own_name = self._names[row]
        named = zip(alike, self._names, strict=True)
        rivals = [score for score, name in named if name != own_name]
        return max(rivals, default=0.0)

    def within_labels(self) -> range:
        """The lines from the first to the last with a label of the table: no other proves a row."""
        labelled = [start for start in range(len(self._lines)) if self._is_labelled(start)]
        if not labelled:
            return range(0)
        # The last one may be the upper half of a line.
        end = min(labelled[-1] + 2, len(self._lines))
        return range(labelled[0], end)

    def _is_labelled(self, start: int) -> bool:
        """Whether a line, or it and the next one as the halves of one, is alike to any row."""
        if max(self.alike(start, 1)) >= ALIKE:
            return True
        is_last = start + 1 == len(self._lines)
        if is_last or not self.mergeable(start):
            return False
        return max(self.alike(start, 2)) >= ALIKE

    def mergeable(self, start: int) -> bool:
        """Whether two lines can be the halves of one row: at most one of them carries values."""
        upper, lower = self._lines[start : start + 2]
        return not (upper.has_values and lower.has_values)


@cache
def _likeness_to(
    rows: tuple[Labels, ...], merged: tuple[tuple[str, Labels], ...] = ()
) -> Callable[[str], list[float]]:
    """How alike a text is to the labels of each row, or to those `merged` with that of their group.

    Many reports print the same texts.
    """
    groups = {group for group, _ in merged if group}

    @lru_cache(maxsize=10_000)
    def likeness_of(text: str) -> list[float]:
        alike = [best(text, labels) for labels in rows]
        held = {group: behind(text, group) for group in groups if holds(text, group)}
        if not held:
            return alike
        for row, (group, labels) in enumerate(merged):
            if group in held:
                if best(held[group], rows[row]) < BEHIND:
                    continue
                both = best(text, labels) - VARIANT
                alike[row] = max(alike[row], both)
        return alike

    return likeness_of


@cache
def _denied_by(groups: tuple[Labels, ...]) -> Callable[[str], frozenset[int]]:
    """The rows that a text cannot stand beside, since it says more than their groups do."""
    known = tuple(dict.fromkeys(chain(*groups)))

    @lru_cache(maxsize=10_000)
    def denied(text: str) -> frozenset[int]:
        if best(text, known) >= ALIKE:
            # The whole label of any group: a wrong span may have brought it here.
            return frozenset()
        return frozenset(row for row, labels in enumerate(groups) if contradicts(text, labels))

    return denied


def _texts(lines: Sequence[Line]) -> tuple[str, str]:
    """The label of these lines, and the one that stands beside it."""
    label = "".join(line.text for line in lines)
    return label, "".join(lines[0].outer[-1:])


def _best_path(lines: Sequence[Line], table: FormTable, scores: _Scores) -> list[Step]:
    inside, width = scores.within_labels(), len(table.rows)
    drops = [SKIP_ROW if row.required else 0.0 for row in table.rows]
    # here[n]: what the lines so far and the first n rows are worth at most; before: the same
    # without the last line. back[i][n]: the step that led there.
    before: list[float] = []
    here = [-sum(drops[:row]) for row in range(width + 1)]
    back: dict[int, list[Step | None]] = {inside.start: [None] * (width + 1)}
    for line in inside:
        two_before, before = before, here
        matched = _worths(before, scores.gains(line, 1))
        merged = [NEVER] * width
        if line > inside.start and scores.mergeable(line - 1):
            merged = _worths(two_before, scores.gains(line - 1, 2), JOIN_LINES)
        cost = SKIP_VALUES if lines[line].has_values else SKIP_LINE
        # Behind the last row of the form a line costs nothing.
        skipped = [worth - cost for worth in before[1:-1]] + before[-1:]
        choices = list(zip(matched, drops, skipped, merged, strict=True))
        here, back[line + 1] = _best_steps(line, choices)
    return _walk_back(back, inside, width)


def _worths(before: Sequence[float], gains: Sequence[float], cost: float = 0.0) -> list[float]:
    """What aligning each row is worth, together with the best way to the rows before it."""
    worths = []
    for worth, gain in zip(before[:-1], gains, strict=True):
        together = worth + gain - cost
        worths.append(together)
    return worths


def _best_steps(
    line: int, choices: Sequence[tuple[float, float, float, float]]
) -> tuple[list[float], list[Step | None]]:
    """The worth of the best way to each row, and its last step.

    `choices`, for each row: the worth of aligning it with the line, the cost of leaving it out, the
    worth of leaving the line out, and that of aligning it with this line and the one before. Of
    equal ones the first counts.
    """
    worth = 0.0
    worths = [worth]
    steps: list[Step | None] = [None]
    for row, (matched, drop, skipped, merged) in enumerate(choices):
        dropped = worth - drop
        worth, step = matched, (line, 1, row)
        if dropped > worth:
            worth, step = dropped, (line + 1, 0, row)
        if skipped > worth:
            worth, step = skipped, (line, 1, -1)
        if merged > worth:
            worth, step = merged, (line - 1, 2, row)
        worths.append(worth)
        steps.append(step)
    return worths, steps


def _walk_back(back: Mapping[int, list[Step | None]], lines: range, rows: int) -> list[Step]:
    """The steps that align a line, in order, of the best way to all lines and all rows."""
    path: list[Step] = []
    line = lines.stop
    while line > lines.start and rows:
        step = back[line][rows]
        assert step is not None
        line, size, row = step
        if row < 0:
            continue
        rows -= 1
        if size:
            path.append(step)
    return path[::-1]


def _bracketed(path: Sequence[Step], by_label: Sequence[bool], index: int, scores: _Scores) -> bool:
    """Whether the rows around prove this one: no line and no row is left over between them.

    A line that prints no value may be a heading, and one that carries the label of another row says
    that it stands in another order: neither is proven by its place.
    """
    if not scores.plausible(*path[index]):
        return False
    places = [place for place, labelled in enumerate(by_label) if labelled]
    before = [place for place in places if place < index]
    after = [place for place in places if place > index]
    if not before or not after:
        return False
    between = path[before[-1] : after[0] + 1]
    return all(_follows(lower, upper) for upper, lower in pairwise(between))


def _follows(lower: Step, upper: Step) -> bool:
    """Whether no line and no row is left over between two steps."""
    start, size, row = upper
    next_start, _, next_row = lower
    return next_start == start + size and next_row == row + 1
