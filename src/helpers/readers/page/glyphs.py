"""Characters on a page → the text of a cell, the same for whichever library found the characters.

A character counts where its baseline is, since the boxes that libraries give follow a font's ascent
and descent: with the large descents of CJK fonts whole lines of text would fall into the row below.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from helpers.readers.grid import Box

#: The middle of a character above its baseline, in parts of the font size.
MIDDLE = 0.35
#: Characters whose middles differ by less than this part of the font size stand in one line.
SAME_LINE = 0.5
#: A gap this wide between two characters, in parts of the font size, is a space.
SPACE = 0.25
#: A character that is printed twice to look bold stands at nearly the same place: within this part
#: of its width.
TWICE = 0.12
#: Print smaller than this part of its neighbour, and off its line by so much of the neighbour's
#: size, is a mark.
SMALL, OFF_LINE, NEIGHBOUR = 0.9, (0.08, 0.75), 0.5
#: A character that lies on both sides of a rule by more than this part of the font size runs over
#: it.
ACROSS = 0.05
_NUMERIC = frozenset("0123456789.,０１２３４５６７８９．，")
#: The inner margins of a cell, left and right together, that word processors set by default (2 x
#: 0.19 cm), in points.
CELL_MARGINS = 10.8


class Glyph(NamedTuple):
    """One visible character: where it begins and ends, the height of its middle, its size; points from the top left.

    `n`: its number among the characters of a page of a PDF, -1 elsewhere.
    """

    text: str
    x0: float
    x1: float
    middle: float
    size: float
    n: int = -1


class Glyphs:
    """The characters of a page by the height of their middles: a cell finds its own without looking at all of them."""

    def __init__(self, glyphs: Iterable[Glyph]) -> None:
        self._sorted = sorted(glyphs, key=attrgetter("middle"))
        self._middles = [glyph.middle for glyph in self._sorted]

    def __iter__(self) -> Iterator[Glyph]:
        return iter(self._sorted)

    def between(self, top: float, bottom: float) -> list[Glyph]:
        """Those whose middle stands at or below `top` and above `bottom`."""
        return self._sorted[bisect_left(self._middles, top) : bisect_left(self._middles, bottom)]


def text_in(glyphs: Glyphs, box: Box) -> str:
    """The text of the characters whose middle lies in a box; lines that end only for want of room are joined."""
    left, top, right, bottom = box
    inside = [
        each for each in glyphs.between(top, bottom) if left <= (each.x0 + each.x1) / 2 < right
    ]
    lines = text_lines(_level(inside))
    text = ""
    for number, line in enumerate(lines):
        wrapped = number and _is_full(lines[number - 1], box)
        text += ("" if wrapped or not number else "\n") + _line_text(line)
    return text


def _level(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters without small ones raised or lowered beside a larger one: marks of notes, and no part of it."""
    largest = max((glyph.size for glyph in glyphs), default=0.0)
    small = [glyph for glyph in glyphs if glyph.size < SMALL * largest]
    if not small:
        return glyphs
    marks = {glyph for glyph in small if any(_is_mark(glyph, other) for other in glyphs)}
    return [glyph for glyph in glyphs if glyph not in marks]


def _is_mark(glyph: Glyph, other: Glyph) -> bool:
    """Whether a character is small print above or below the line of another one beside it."""
    if glyph.size >= SMALL * other.size:
        return False
    off = (
        abs((glyph.middle + MIDDLE * glyph.size) - (other.middle + MIDDLE * other.size))
        / other.size
    )
    apart = max(glyph.x0 - other.x1, other.x0 - glyph.x1) / other.size
    return OFF_LINE[0] < off < OFF_LINE[1] and apart < NEIGHBOUR


def text_between(glyphs: Glyphs, top: float, bottom: float) -> str:
    """The text between two heights of a page."""
    return "\n".join(_line_text(line) for line in text_lines(glyphs.between(top, bottom)))


def runs_over(glyphs: Glyphs, box: Box) -> bool:
    """Whether a number runs over a rule at the side of a box, so that the cells on both sides are cut wrong."""
    left, top, right, bottom = box
    for glyph in glyphs.between(top, bottom):
        if glyph.text in _NUMERIC:
            start, end = glyph.x0 + ACROSS * glyph.size, glyph.x1 - ACROSS * glyph.size
            if start < left < end or start < right < end:
                return True
    return False


def within(glyph: Glyph, box: Box) -> bool:
    """Whether the middle of a character lies in a box."""
    return box[0] <= (glyph.x0 + glyph.x1) / 2 < box[2] and box[1] <= glyph.middle < box[3]


def text_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Lines from top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=attrgetter("middle")):
        if lines and glyph.middle - lines[-1][0].middle < SAME_LINE * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=attrgetter("x0")) for line in lines]


def spaced(line: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a line, once where they are printed twice to look bold, with a space in every gap.

    Text that is condensed stands as near together as its characters are narrow: only their own
    width tells.
    """
    found = [line[0]]
    for before, glyph in pairwise(line):
        if glyph.text == before.text and glyph.x0 - before.x0 < TWICE * (glyph.x1 - glyph.x0):
            continue
        if glyph.x0 - before.x1 > SPACE * glyph.size:
            found.append(Glyph(" ", before.x1, glyph.x0, glyph.middle, glyph.size))
        found.append(glyph)
    return found


def _line_text(line: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in spaced(line))


def _is_full(line: Sequence[Glyph], box: Box) -> bool:
    """Whether a line of digits ends because the cell has no room for one more digit: a wrapped number, not two."""
    if not re.fullmatch(r"[\d.,]+", "".join(glyph.text for glyph in line)):
        return False
    width = line[-1].x1 - line[0].x0
    return (box[2] - box[0]) - width < CELL_MARGINS + 1.2 * width / len(line)
