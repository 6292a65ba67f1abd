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
#: A gap in a thin rule that is certain on both sides, in points.
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
#: Along such a part of it at each side, if it is certain, if it goes on where one that is certain
#: ran (so near to it, in points), and if it stands alone.
ALONE, IN_LINE_ALONE = 0.98, 0.9
IN_LINE = 1.0
ROW = 6.0
FRAMES, DOUBLE = 1.5, 1.25
DEBUG=0
#: A table that a page break cuts, or that has no rules at its sides, reaches so far behind its last
#: rule, in points.
OPEN = 6.0
#: How often what hangs on nothing is taken away: what hung on that goes next.
ROUNDS = 3
#: The part of a side that must be ruled to divide two slots.
RULED = 0.6
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
    steps = cv2.dilate(certain, block(3, 1))  # a level rule goes up or down by a pixel
    gaps = cv2.subtract(bridged(steps, 1, round(BROKEN * unit)), steps)
    across = cv2.bitwise_or(across, gaps)
    held = _held(down.T, certain.T, unit).T
    drawn = cv2.bitwise_or(widened(certain, 1), _between_frames(down, certain, unit))
    letters = cv2.subtract(ink, drawn)
    down = _alone(held, certain, letters, unit)
    for _ in range(ROUNDS):
        held_across = _held(across, down, unit)
        held_down = _held(down.T, across.T, unit).T
        across, down = held_across, held_down
    return across, down


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


def _between_frames(down: Pixels, certain_across: Pixels, unit: float) -> Pixels:
    """What runs down, with what lies between two rules where the cells of a page have frames.

    Then its level rules are double, too. Elsewhere two strokes of a letter may lie as near.
    """
    gap = round(FRAMES * unit)
    once = np.count_nonzero(certain_across)
    filled = np.count_nonzero(bridged(certain_across, gap, 1))
    return bridged(down, 1, gap) if filled > DOUBLE * once else down


def _alone(down: Pixels, certain_across: Pixels, letters: Pixels, unit: float) -> Pixels:
    """The pieces that run down with paper at both sides, as rules do.

    In rows as low as their letters a stroke reaches from rule to rule like a piece of a rule, but
    other strokes leave it. `letters`: ink that is too short for a rule.
    """
    edge = max(round(BESIDE * unit), 1)
    reach = edge + max(round(PAPER * unit), 1)
    beside = np.zeros((1, reach * 2 + 1), np.uint8)
    beside[:, reach + edge + 1 :] = 1
    right_of = cv2.dilate(letters, beside)
    left_of = cv2.dilate(letters, beside[:, ::-1].copy())
    count, labels, stats, middles = cv2.connectedComponentsWithStats(np.ascontiguousarray(down))
    in_rows = cv2.subtract(down, widened(certain_across, 1))
    parts, of_part, sizes, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(in_rows))
    to_right = _share_of_paper(of_part, parts, right_of, -1)
    to_left = _share_of_paper(of_part, parts, left_of, 1)
    paper = np.minimum(to_right, to_left)
    whole = np.zeros(parts, int)
    whole[of_part[in_rows > 0]] = labels[in_rows > 0]
    height = sizes[:, cv2.CC_STAT_HEIGHT]
    best = np.zeros(count)
    np.maximum.at(best, whole, np.where(height < ROW * unit, 0, paper))
    mean = np.bincount(whole, paper * height, count) / np.maximum(np.bincount(whole, height, count), 1)
    is_long = stats[:, cv2.CC_STAT_HEIGHT] > CERTAIN_DOWN * unit
    is_certain = is_long & (best >= ALONE)
    is_certain[0] = False  # the paper
    places = middles[is_certain, 0]
    off = np.abs(middles[:, :1] - places[None, :]).min(axis=1, initial=np.inf)
    needed = np.where(off < IN_LINE * unit, IN_LINE_ALONE, ALONE)
    if DEBUG:
        for k in range(1,count): print("x",round(middles[k,0]),"y",stats[k,1],"w",stats[k,2],"h",round(stats[k,3]/unit,1),"alone",best[k].round(3),mean[k].round(3),"inline",bool(needed[k]==IN_LINE_ALONE), "RULE" if is_certain[k] or not is_long[k] and mean[k]>=needed[k] else "")
    is_rule = is_certain | (~is_long & (mean >= needed))
    return np.where(is_rule[labels], down, 0).astype(np.uint8)


def _share_of_paper(labels: Pixels, count: int, near_letters: Pixels, step: int) -> Pixels:
    """Along which part of one side of each piece no letters are near; `step` leads inwards."""
    is_edge = (labels > 0) & (np.roll(labels, step, axis=1) == 0)
    of_piece = labels[is_edge]
    length = np.bincount(of_piece, minlength=count)
    busy = np.bincount(of_piece, near_letters[is_edge] > 0, minlength=count)
    return np.asarray(1 - busy / np.maximum(length, 1))


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
    below = np.array([_covered_sides(across, y, xs, reach) for y in ys[1:]])
    right = np.array([_covered_sides(down.T, x, ys, reach, 0.8) for x in xs[1:]]).T
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


def _covered_sides(mask: Pixels, place: float, ends: Sequence[float], reach: int, part: float=RULED) -> list[bool]:
    """Whether the sides along a rule are ruled; `ends`: where rules cross it."""
    return [_covered(mask, place, span, reach, part) for span in pairwise(ends)]


def _covered(mask: Pixels, place: float, span: tuple[float, float], reach: int, part: float) -> bool:
    """Whether most of a side is ruled."""
    middle = round(place)
    top, bottom = max(middle - reach, 0), middle + reach + 1
    start, end = round(span[0]), round(span[1])
    strip = mask[top:bottom, start:end]
    if not strip.size:
        return False
    is_ruled = strip.max(axis=0) > 0
    return bool(is_ruled.mean() >= part)
