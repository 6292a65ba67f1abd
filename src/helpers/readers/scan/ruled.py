"""A straight page → its ruled tables: where the rules run, and which slots no rule divides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from helpers.readers.scan.pixels import Area, Pixels

#: The shortest pieces of rules, in points: across, longer than a dash; down, longer than a stroke
#: of a character.
ACROSS, DOWN = 18.0, 11.0
#: A gap in a rule that a scanner leaves, in points; a larger one would join the strokes of
#: characters.
GAP = 0.5
#: What is thicker than this is no rule, in points.
THICK = 4.0
#: Rules nearer than this are one, in points; a page that is bent or not quite straight needs some
#: room.
ONE = 3.5
#: What is no longer than this may be the stroke of a character, and is a rule only where it ends so
#: near to others: a page break leaves rows so low that a stroke fills them almost. In points.
STROKE, TOUCHES = 16.0, 1.0
#: A table that a page break cuts, or that has no rules at its sides, reaches so far behind its last
#: rule, in points.
OPEN = 6.0
#: How often what hangs on nothing is taken away: what hung on that goes next.
ROUNDS = 3
#: The part of a side that must be ruled to divide two slots.
RULED = 0.6
#: The smallest table, in points.
WIDTH, HEIGHT = 100.0, 18.0


@dataclass(frozen=True)
class Table:
    """One ruled table: the places of its rules in pixels, and whether each side of each slot is ruled.

    `right`[r, c]: between slot c and c + 1 of row r; `below`[r, c]: between row r and r + 1 of
    column c.
    """

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    right: Pixels
    below: Pixels

    @property
    def area(self) -> Area:
        """Its outline."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def divided(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether a rule runs between two slots (row, column) that lie side by side."""
        row, column = min(one[0], other[0]), min(one[1], other[1])
        return bool(self.right[row, column] if one[0] == other[0] else self.below[row, column])


def rules(ink: Pixels, unit: float) -> tuple[Pixels, Pixels]:
    """The rules on a page that run across and down, as masks; `ink`: 255 where it is dark, `unit`: pixels a point."""
    across = _long(ink, ACROSS * unit, unit)
    down: Pixels = _long(ink.T, DOWN * unit, unit).T
    for _ in range(ROUNDS):
        across, down = _held(across, down, unit), _held(down.T, across.T, unit).T
    return across, down


def _long(ink: Pixels, length: float, unit: float) -> Pixels:
    """Pieces of rules that run across; small gaps are bridged."""
    bridge = np.ones((1, max(round(GAP * unit), 1) + 1), np.uint8)
    kernel = np.ones((1, round(length)), np.uint8)
    return cv2.morphologyEx(
        cv2.morphologyEx(np.ascontiguousarray(ink), cv2.MORPH_CLOSE, bridge), cv2.MORPH_OPEN, kernel
    )


def _held(across: Pixels, down: Pixels, unit: float) -> Pixels:
    """The thin pieces that meet rules of the other direction at two places at least: strokes of characters do not."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(across))
    kept = np.zeros(count, np.uint8)
    for number, (x, y, width, height, area) in enumerate(stats[1:], 1):
        reach = round((ONE if width > STROKE * unit else TOUCHES) * unit)
        near = (
            down[max(y - reach, 0) : y + height + reach, max(x - reach, 0) : x + width + reach].max(
                axis=0
            )
            > 0
        )
        places = np.count_nonzero(np.diff(near, prepend=False) & near)
        kept[number] = 255 if places >= 2 and area <= THICK * unit * width else 0
    found: Pixels = kept[labels]
    return found


def tables(across: Pixels, down: Pixels, unit: float) -> list[Table]:
    """The tables that rules form, from top to bottom."""
    reach = np.ones((max(round(2 * unit), 3),) * 2, np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(
        cv2.dilate(cv2.bitwise_or(across, down), reach)
    )
    found = []
    for x, y, width, height, _ in stats[1:count]:
        if width >= WIDTH * unit and height >= HEIGHT * unit:
            part = slice(y, y + height), slice(x, x + width)
            table = _table(across[part], down[part], (x, y), unit)
            found += [table] if table else []
    return sorted(found, key=lambda table: (table.ys[0], table.xs[0]))


def _table(across: Pixels, down: Pixels, corner: tuple[int, int], unit: float) -> Table | None:
    """The rules of one piece of a page as a table; None where they enclose no two slots."""
    one = ONE * unit
    rows, columns = [*_segments(across)], [*_segments(down)]
    ys = _closed(_places(rows, 1, one), columns, 1, OPEN * unit)
    xs = _closed(_places(columns, 0, one), rows, 0, OPEN * unit)
    if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5:
        return None
    reach = max(round(one), 1)
    below = np.array(
        [[_covered(across, y, (a, b), reach) for a, b in pairwise(xs)] for y in ys[1:]]
    )
    right = np.array(
        [[_covered(down.T, x, (a, b), reach) for x in xs[1:]] for a, b in pairwise(ys)]
    )
    x, y = corner
    return Table(
        tuple(int(each + x) for each in xs), tuple(int(each + y) for each in ys), right, below
    )


def _segments(mask: Pixels) -> Iterator[Area]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    for x, y, width, height, _ in stats[1:count]:
        yield int(x), int(y), int(x + width), int(y + height)


def _places(segments: Sequence[Area], axis: int, one: float) -> list[float]:
    """Where rules run: the middles of segments that lie next to one another, each as heavy as it is long."""
    middles = sorted(
        ((each[axis] + each[axis + 2]) / 2, each[3 - axis] - each[1 - axis]) for each in segments
    )
    groups: list[list[tuple[float, int]]] = []
    for middle, length in middles:
        if groups and middle - groups[-1][-1][0] < one:
            groups[-1].append((middle, length))
        else:
            groups.append([(middle, length)])
    return [sum(m * n for m, n in group) / sum(n for _, n in group) for group in groups]


def _closed(places: list[float], crossing: Sequence[Area], axis: int, reach: float) -> list[float]:
    """The places of rules with an edge more at each end, where at least two rules that cross them reach behind it."""
    if not places or len(crossing) < 2:
        return places
    start, end = (
        sorted(each[axis] for each in crossing)[1],
        sorted(each[axis + 2] for each in crossing)[-2],
    )
    before = [float(start)] if places[0] - start > reach else []
    after = [float(end)] if end - places[-1] > reach else []
    return [*before, *places, *after]


def _covered(mask: Pixels, place: float, span: tuple[float, float], reach: int) -> bool:
    """Whether most of a side is ruled."""
    start, end = round(span[0]), round(span[1])
    strip = mask[max(round(place) - reach, 0) : round(place) + reach + 1, start:end]
    return bool(strip.size and (strip.max(axis=0) > 0).mean() >= RULED)
