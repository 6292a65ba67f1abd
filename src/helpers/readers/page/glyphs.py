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
    """One visible character, in points from the top left.

    `x0`, `x1`: where it begins and ends; `middle`: the height of its middle; `n`: its number among
    the characters of a page of a PDF, -1 elsewhere.
    """

    text: str
    x0: float
    x1: float
    middle: float
    size: float
    n: int = -1


class Glyphs:
    """The characters of a page by the height of their middles.

    So a cell finds its own without looking at all of them.
    """

    def __init__(self, glyphs: Iterable[Glyph]) -> None:
        self._sorted = sorted(glyphs, key=attrgetter("middle"))
        self._middles = [glyph.middle for glyph in self._sorted]

    def __iter__(self) -> Iterator[Glyph]:
        return iter(self._sorted)

    def between(self, top: float, bottom: float) -> list[Glyph]:
        """Those whose middle stands at or below `top` and above `bottom`."""
        start = bisect_left(self._middles, top)
        end = bisect_left(self._middles, bottom)
        return self._sorted[start:end]


def text_in(glyphs: Glyphs, box: Box) -> str:
    """The text of the characters whose middle lies in a box.

    Lines that end only for want of room are joined.
    """
    _, top, _, bottom = box
    inside = [glyph for glyph in glyphs.between(top, bottom) if within(glyph, box)]
    lines = text_lines(_level(inside))
    if not lines:
        return ""
    text = _line_text(lines[0])
    for before, line in pairwise(lines):
        if not _is_full(before, box):
            text += "\n"
        text += _line_text(line)
    return text


def _level(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters without the marks of notes: small ones raised or lowered beside a larger one.

    They are no part of what the larger one belongs to.
    """
    if not glyphs:
        return glyphs
    sizes = [glyph.size for glyph in glyphs]
    least = SMALL * max(sizes)
    if min(sizes) >= least:
        return glyphs
    return [glyph for glyph in glyphs if glyph.size >= least or not _is_mark(glyph, glyphs)]


def _is_mark(glyph: Glyph, glyphs: Iterable[Glyph]) -> bool:
    """Whether a character is small print raised or lowered beside any of these."""
    return any(_is_mark_of(glyph, neighbour) for neighbour in glyphs)


def _is_mark_of(glyph: Glyph, neighbour: Glyph) -> bool:
    """Whether a character is small print above or below the line of another one beside it."""
    if glyph.size >= SMALL * neighbour.size:
        return False
    baseline = glyph.middle + MIDDLE * glyph.size
    line_beside = neighbour.middle + MIDDLE * neighbour.size
    off = abs(baseline - line_beside) / neighbour.size
    gap = max(glyph.x0 - neighbour.x1, neighbour.x0 - glyph.x1)
    apart = gap / neighbour.size
    least, most = OFF_LINE
    return least < off < most and apart < NEIGHBOUR


def text_between(glyphs: Glyphs, top: float, bottom: float) -> str:
    """The text between two heights of a page."""
    lines = text_lines(glyphs.between(top, bottom))
    return "\n".join(map(_line_text, lines))


def runs_over(glyphs: Glyphs, box: Box) -> bool:
    """Whether a number runs over a rule at the side of a box.

    Then the cells on both sides are cut wrong.
    """
    left, top, right, bottom = box
    for glyph in glyphs.between(top, bottom):
        if glyph.text not in _NUMERIC:
            continue
        room = ACROSS * glyph.size
        start, end = glyph.x0 + room, glyph.x1 - room
        if start < left < end or start < right < end:
            return True
    return False


def within(glyph: Glyph, box: Box) -> bool:
    """Whether the middle of a character lies in a box."""
    left, top, right, bottom = box
    across = (glyph.x0 + glyph.x1) / 2
    return left <= across < right and top <= glyph.middle < bottom


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
    """The characters of a line with a space in every gap.

    Those that are printed twice to look bold are there once. Text that is condensed stands as near
    together as its characters are narrow: only their own width tells.
    """
    found = [line[0]]
    for before, glyph in pairwise(line):
        moved = glyph.x0 - before.x0
        width = glyph.x1 - glyph.x0
        if glyph.text == before.text and moved < TWICE * width:
            continue
        gap = glyph.x0 - before.x1
        if gap > SPACE * glyph.size:
            space = Glyph(" ", before.x1, glyph.x0, glyph.middle, glyph.size)
            found.append(space)
        found.append(glyph)
    return found


def _line_text(line: Sequence[Glyph]) -> str:
    return plain_text(spaced(line))


def plain_text(line: Iterable[Glyph]) -> str:
    """The characters of a line as they are, without a space in any gap."""
    return "".join(glyph.text for glyph in line)


def _is_full(line: Sequence[Glyph], box: Box) -> bool:
    """Whether a line of digits ends because the cell has no room for one more digit.

    Then the next line goes on with the number: it was wrapped, and there are not two.
    """
    if not re.fullmatch(r"[\d.,]+", plain_text(line)):
        return False
    width = line[-1].x1 - line[0].x0
    room = (box[2] - box[0]) - width
    next_digit = 1.2 * width / len(line)
    return room < CELL_MARGINS + next_digit
