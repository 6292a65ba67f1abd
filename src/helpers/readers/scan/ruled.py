"""A straight page → its ruled tables: where the rules run, and which slots no rule divides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from helpers.readers.page.slots import Slot
from helpers.readers.scan.pixels import Area, Pixels, block, bridged, long, shapes, solid, widened

#: The shortest pieces of rules, in points: across, longer than a dash; down, longer than a stroke
#: of a character.
ACROSS, DOWN = 18.0, 11.0
#: A gap in a rule that a scanner leaves, in points; a larger one would join the strokes of
#: characters.
GAP = 0.5
#: A gap in a rule that is certain at both sides of it, in points.
BROKEN = 26.0
#: What is thicker than this is no rule, in points.
THICK = 4.0
#: Rules nearer than this are one, in points; a page that is bent or not quite straight needs some
#: room.
NEAR = 3.5
#: What is no longer than this may be the stroke of a character, and is a rule only where it ends so
#: near to others: a page break leaves rows so low that a stroke fills them almost. In points.
STROKE, TOUCHES = 16.0, 1.0
#: No strokes that touch one another are longer than this, in points: four letters in a line, and
#: those of two rows one below the other.
CERTAIN_ACROSS, CERTAIN_DOWN = 45.0, 30.0
#: Beside a rule is paper: from so far off its edge, over such a width, in points.
BESIDE, PAPER = 0.4, 0.6
#: Along such a part of it at each side: if it stands alone, and if it goes on where one that is
#: certain ran, so near to it, in points. No row is lower than the last.
ALONE, ALONE_IN_LINE = 0.98, 0.9
IN_LINE, ROW = 1.0, 6.0
#: The frames of cells are so near to one another, in points. On a page that has them, level rules
#: with what lies between are so much larger than without.
FRAMES, DOUBLE = 1.5, 1.25
#: A table that a page break cuts, or that has no rules at its sides, reaches so far behind its last
#: rule, in points.
OPEN = 6.0
#: How often what hangs on nothing is taken away: what hung on that goes next.
ROUNDS = 3
#: The part of a side that must be ruled to divide two slots, across and down: strokes of a letter
#: may hang on the end of a rule.
RULED_ACROSS, RULED_DOWN = 0.6, 0.8
#: The smallest table, in points.
WIDTH, HEIGHT = 100.0, 9.0


@dataclass(frozen=True)
class RuledTable:
    """One ruled table: the places of its rules in pixels, and which sides of slots are ruled.

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

    def divided(self, slot: Slot, neighbour: Slot) -> bool:
        """Whether a rule runs between two slots (row, column) that lie side by side."""
        first = min(slot, neighbour)
        is_beside = slot[0] == neighbour[0]
        sides = self.right if is_beside else self.below
        return bool(sides[first])


def rules(ink: Pixels, unit: float) -> tuple[Pixels, Pixels]:
    """The rules on a page that run across and down, as masks.

    `ink`: 255 where the page is dark; `unit`: pixels of a point.
    """
    across = _long(ink, ACROSS * unit, unit)
    down: Pixels = _long(ink.T, DOWN * unit, unit).T
    certain = long(across, CERTAIN_ACROSS * unit).astype(np.uint8) * 255
    across = cv2.bitwise_or(across, _gaps(certain, unit))
    held = _held(down.T, certain.T, unit).T
    drawn = cv2.bitwise_or(widened(certain, 1), _with_frames(down, certain, unit))
    down = _alone(held, certain, cv2.subtract(ink, drawn), unit)
    for _ in range(ROUNDS):
        held_across = _held(across, down, unit)
        held_down = _held(down.T, across.T, unit).T
        across, down = held_across, held_down
    return across, down


def _gaps(certain: Pixels, unit: float) -> Pixels:
    """Where rules that run across are broken; a level one may go up or down by a pixel."""
    steps = cv2.dilate(certain, block(3, 1))
    return cv2.subtract(bridged(steps, 1, round(BROKEN * unit)), steps)


def _long(ink: Pixels, length: float, unit: float) -> Pixels:
    """Pieces of rules that run across; small gaps are bridged."""
    gap = max(round(GAP * unit), 1)
    joined = bridged(np.ascontiguousarray(ink), 1, gap + 1)
    return solid(joined, 1, round(length))


def _held(across: Pixels, down: Pixels, unit: float) -> Pixels:
    """The thin pieces that meet rules of the other direction at two places at least.

    Strokes of characters do not.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(across))
    kept = np.zeros(count, np.uint8)
    for number, (x, y, width, height, area) in enumerate(stats[1:], 1):
        near = NEAR if width > STROKE * unit else TOUCHES
        reach = round(near * unit)
        top, bottom = max(y - reach, 0), y + height + reach
        left, right = max(x - reach, 0), x + width + reach
        around = down[top:bottom, left:right]
        meets = around.max(axis=0) > 0
        begins = np.diff(meets, prepend=False) & meets
        places = np.count_nonzero(begins)
        is_thin = area <= THICK * unit * width
        kept[number] = 255 if places >= 2 and is_thin else 0
    found: Pixels = kept[labels]
    return found


def _with_frames(down: Pixels, certain: Pixels, unit: float) -> Pixels:
    """What runs down, with what lies between two rules where the cells of a page have frames.

    Its level rules (`certain`) are double, too. Elsewhere strokes of a letter may lie as near.
    """
    gap = round(FRAMES * unit)
    once = np.count_nonzero(certain)
    filled = np.count_nonzero(bridged(certain, gap, 1))
    return bridged(down, 1, gap) if filled > DOUBLE * once else down


def _alone(down: Pixels, certain: Pixels, letters: Pixels, unit: float) -> Pixels:
    """The pieces that run down with paper at both sides, as rules do.

    In rows as low as their letters a stroke reaches from rule to rule like a piece of a rule, but
    other strokes leave it. Of a piece that is too long for a stroke one row is enough: text may
    touch it in the others. `certain`: rules that cross; `letters`: ink that is no rule.
    """
    count, labels, stats, middles = cv2.connectedComponentsWithStats(np.ascontiguousarray(down))
    of_row, heights, paper = _rows(down, certain, letters, unit)
    whole = np.zeros(len(heights), int)
    whole[of_row[of_row > 0]] = labels[of_row > 0]
    best = np.zeros(count)
    np.maximum.at(best, whole, np.where(heights < ROW * unit, 0, paper))
    length = np.bincount(whole, heights, count)
    mean = np.bincount(whole, heights * paper, count) / np.maximum(length, 1)
    is_long = stats[:, cv2.CC_STAT_HEIGHT] > CERTAIN_DOWN * unit
    is_certain = is_long & (best >= ALONE)
    is_certain[0] = False  # the paper
    places = middles[is_certain, 0]
    off = np.abs(middles[:, :1] - places).min(axis=1, initial=np.inf)
    needed = np.where(off < IN_LINE * unit, ALONE_IN_LINE, ALONE)
    is_rule = is_certain | (~is_long & (mean >= needed))
    return np.where(is_rule[labels], down, 0).astype(np.uint8)


def _rows(
    down: Pixels, certain: Pixels, letters: Pixels, unit: float
) -> tuple[Pixels, Pixels, Pixels]:
    """What runs down, cut by rules that cross: the pieces, their heights, how much paper is beside.

    The share of paper is that of the side that has less.
    """
    cut = cv2.subtract(down, widened(certain, 1))
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(cut))
    edge = max(round(BESIDE * unit), 1)
    reach = edge + max(round(PAPER * unit), 1)
    beside = np.zeros((1, reach * 2 + 1), np.uint8)
    beside[:, reach + edge + 1 :] = 1
    shares = []
    for to_edge, seen in ((-1, beside), (1, beside[:, ::-1].copy())):
        is_edge = (pieces > 0) & (np.roll(pieces, to_edge, axis=1) == 0)
        is_near = cv2.dilate(letters, seen)[is_edge] > 0
        length = np.bincount(pieces[is_edge], minlength=count)
        busy = np.bincount(pieces[is_edge], is_near, count)
        shares.append(1 - busy / np.maximum(length, 1))
    return pieces, stats[:, cv2.CC_STAT_HEIGHT], np.minimum(*shares)


def tables(across: Pixels, down: Pixels, unit: float) -> list[RuledTable]:
    """The tables that rules form, from top to bottom."""
    reach = max(round(2 * unit), 3)
    joined = cv2.dilate(cv2.bitwise_or(across, down), block(reach, reach))
    found = []
    for x, y, width, height, _ in shapes(joined):
        if width < WIDTH * unit or height < HEIGHT * unit:
            continue
        part = slice(y, y + height), slice(x, x + width)
        table = _table(across[part], down[part], (x, y), unit)
        if table:
            found.append(table)
    return sorted(found, key=_top_left)


def _top_left(table: RuledTable) -> tuple[int, int]:
    return table.ys[0], table.xs[0]


def _table(across: Pixels, down: Pixels, corner: tuple[int, int], unit: float) -> RuledTable | None:
    """The rules of one piece of a page as a table; None where they enclose no two slots."""
    near = NEAR * unit
    level = list(_segments(across))
    upright = list(_segments(down))
    ys = _closed(_places(level, 1, near), upright, 1, OPEN * unit)
    xs = _closed(_places(upright, 0, near), level, 0, OPEN * unit)
    if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5:
        return None
    reach = max(round(near), 1)
    below = np.array([_covered_sides(across, y, xs, reach, RULED_ACROSS) for y in ys[1:]])
    right = np.array([_covered_sides(down.T, x, ys, reach, RULED_DOWN) for x in xs[1:]]).T
    left, top = corner
    xs_of_page = tuple(int(x + left) for x in xs)
    ys_of_page = tuple(int(y + top) for y in ys)
    return RuledTable(xs_of_page, ys_of_page, right, below)


def _segments(mask: Pixels) -> Iterator[Area]:
    for x, y, width, height, _ in shapes(mask).tolist():
        yield x, y, x + width, y + height


def _places(segments: Sequence[Area], axis: int, near: float) -> list[float]:
    """Where rules run: the middles of segments that lie next to one another."""
    middles = []
    for segment in segments:
        middle = (segment[axis] + segment[axis + 2]) / 2
        length = segment[3 - axis] - segment[1 - axis]
        middles.append((middle, length))
    groups: list[list[tuple[float, int]]] = []
    for middle, length in sorted(middles):
        is_near = bool(groups) and middle - groups[-1][-1][0] < near
        if not is_near:
            groups.append([])
        groups[-1].append((middle, length))
    return [_balance(group) for group in groups]


def _balance(segments: Sequence[tuple[float, int]]) -> float:
    """The middle of segments, each as heavy as it is long."""
    weight = sum(length for _, length in segments)
    return sum(middle * length for middle, length in segments) / weight


def _closed(places: list[float], crossing: Sequence[Area], axis: int, reach: float) -> list[float]:
    """The places of rules with an edge more at each end that two rules reach behind.

    `crossing`: the rules that cross them, of which at least two must reach so far.
    """
    if not places or len(crossing) < 2:
        return places
    starts = sorted(segment[axis] for segment in crossing)
    ends = sorted(segment[axis + 2] for segment in crossing)
    start, end = starts[1], ends[-2]
    closed = list(places)
    if places[0] - start > reach:
        closed.insert(0, float(start))
    if end - places[-1] > reach:
        closed.append(float(end))
    return closed


def _covered_sides(
    mask: Pixels, place: float, ends: Sequence[float], reach: int, part: float
) -> list[bool]:
    """Whether such a part of each side along a rule is ruled; `ends`: where rules cross it."""
    return [_covered(mask, place, span, reach, part) for span in pairwise(ends)]


def _covered(
    mask: Pixels, place: float, span: tuple[float, float], reach: int, part: float
) -> bool:
    """Whether such a part of a side is ruled."""
    middle = round(place)
    top, bottom = max(middle - reach, 0), middle + reach + 1
    start, end = round(span[0]), round(span[1])
    strip = mask[top:bottom, start:end]
    if not strip.size:
        return False
    is_ruled = strip.max(axis=0) > 0
    return bool(is_ruled.mean() >= part)
