"""The picture of a page as a witness: ink against characters in every cell of its tables.

Two libraries that read the same bytes agree on what nobody sees. A person sees ink: where a
character has none, it is not printed; where ink is that no character covers, the cell is not what
its characters say; and a digit must look like the digit that it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from helpers.readers.grid import Box
from helpers.readers.pdf.document import PdfPage
from helpers.readers.pdf.pdfium import LINE, Array, lengths
from helpers.readers.pdf.witness.marks import Marks, shown
from helpers.readers.pdf.witness.shapes import shaped
from helpers.readers.pdf.witness.view import EDGE, View

#: How far something must be from its ground to be ink, of 255, and to be so strong that it is no
#: mark behind the text.
CLEAR, STRONG = 40, 120
#: A character with less ink than this (the mean of its box, of 255) is not printed: a sign of a
#: number, and a Chinese character, whose box is that of its font. Black print has 40 and more. A
#: sign with less than `PALE` is hardly seen.
SIGN, WORD, PALE = 2.0, 0.5, 9.0
#: More ink than this that no character covers is something that is not text, in square points.
STRAY = 1.2
#: A line through a number: no thicker and no shorter than this, in points, and between these parts
#: of the height.
THIN, LONG, UPPER, LOWER = 2.0, 3.0, 0.25, 0.75
#: A line below a number is no further from it than this part of the number's height.
ROOM = 0.5


class Doubt(IntEnum):
    """Whether a cell shows something that its characters do not say.

    `INK` may be read from the picture, `UNSURE` is worse: nobody can say what a number means that
    is struck out, printed over, or hardly to be seen.
    """

    NONE = 0
    INK = 1
    UNSURE = 2


@dataclass(frozen=True)
class Sight:
    """What the picture says of the cells of a page.

    `hidden`: the characters that are not printed, or are no part of what a cell says. `doubts`: one
    for each cell.
    """

    hidden: frozenset[int]
    doubts: tuple[Doubt, ...]


def look(page: PdfPage, cells: Sequence[Box], edge: float = EDGE) -> Sight:
    """Hold the picture of a page against the characters in these cells.

    `cells`: boxes on the page as it is shown. `edge`: how far the rules may reach into the cells,
    in points.
    """
    view = View(page, np.array(cells, float), edge)
    marks = Marks(view)
    lines = _lines(view)
    view.erase(_underlines(view, marks, lines))
    ink = view.ink(marks.ink)
    foreign = marks.foreign()
    blank = ink < np.where(marks.sign, SIGN, WORD)
    printed = ~(foreign | blank)
    shapes = shaped(view, marks, printed & ~marks.small())
    plain = ~(shapes.misnamed | shapes.spoilt)
    over = marks.overlaid(printed, plain)
    counted = printed & ~over.hidden
    unsure = over.doubted | marks.uneven(counted) | marks.turned | shapes.spoilt
    unsure |= (marks.sign & (ink < PALE)) | _struck(view, marks, lines)
    stray = _stray(view, CLEAR, marks.cover[~blank])
    doubts = np.where(stray, Doubt.INK, Doubt.NONE)
    doubts[marks.cell[counted & shapes.misnamed]] = Doubt.INK
    doubts[marks.cell[(counted & unsure) | marks.undrawn(blank)]] = Doubt.UNSURE
    # A mark across the table is paler than text, and hides none; nor does a box that is no ground
    # for text.
    if foreign.any():
        strong = _stray(view, STRONG, marks.cover[printed])
        doubts[strong & (doubts == Doubt.NONE)] = Doubt.UNSURE
    doubts[view.boxed(marks.middle[counted])] = Doubt.UNSURE
    doubts[_blackened(view, marks.cell[counted])] = Doubt.UNSURE
    hidden = marks.numbers[~counted].tolist()
    return Sight(frozenset(hidden), tuple(map(Doubt, doubts.tolist())))


def _stray(view: View, shade: int, covers: Array) -> Array:
    """The cells with ink of this shade that none of these boxes covers."""
    most = STRAY * view.page.scale**2
    return np.asarray(view.stray(shade, covers) > most)


def _blackened(view: View, written: Array) -> Array:
    """The cells in which nothing is written, on quite another ground than the other cells have."""
    usual = np.median(view.shades)
    away = np.abs(view.shades - usual) > STRONG
    away[written] = False
    return np.asarray(away)


def _lines(view: View) -> Array:
    """The lines in the cells that may go through text or stand below it, in whole pixels.

    Some of them slant.
    """
    paths = view.page.painted.paths
    boxes = shown(view.page, paths.boxes)
    sides = lengths(boxes)
    length = sides[:, view.along]
    thickness = sides[:, 1 - view.along]
    straight = (thickness <= THIN) & (length >= LONG)
    slanting = (paths.kinds == LINE) & (sides.min(axis=1) > THIN)
    return view.inside(boxes[straight | slanting])


def _underlines(view: View, marks: Marks, lines: Array) -> Array:
    """Those of the lines that run right below or above signs, and a pixel around them.

    They say nothing.
    """
    if not len(lines) or not len(marks.ink):
        return lines[:0]
    signs = marks.ink[marks.sign]
    start, end, top, bottom = (signs[:, side] for side in _sides(view))
    first, last, upper, lower = (lines[:, side, None] for side in _sides(view))
    high = bottom - top
    near = ROOM * high
    upper_part, lower_part = top + UPPER * high, top + LOWER * high
    below = (upper > lower_part) & (upper < bottom + near)
    above = (lower < upper_part) & (lower > top - near)
    covered = np.minimum(end, last) - np.maximum(start, first)
    beside = covered * 2 > end - start
    underlines = (beside & (below | above)).any(axis=1)
    around = np.array([-1, -1, 1, 1])
    return np.asarray((lines[underlines] + around).clip(0))


def _struck(view: View, marks: Marks, lines: Array) -> Array:
    """The signs that a line goes through, straight or at a slant."""
    if not len(lines) or not len(marks.ink):
        return np.zeros(len(marks.cell), bool)
    start, end, top, bottom = (marks.ink[:, side, None] for side in _sides(view))
    first, last, upper, lower = (lines[:, side] for side in _sides(view))
    high = bottom - top
    upper_part, lower_part = top + UPPER * high, top + LOWER * high
    through = (lower > upper_part) & (upper < lower_part)
    covered = np.minimum(end, last) - np.maximum(start, first)
    beside = covered * 2 > end - start
    struck = (through & beside).any(axis=1)
    return np.asarray(marks.sign & struck)


def _sides(view: View) -> tuple[int, int, int, int]:
    """Which columns of a box are its start and its end along the text, and its two other sides."""
    along, across = view.along, 1 - view.along
    return along, along + 2, across, across + 2
