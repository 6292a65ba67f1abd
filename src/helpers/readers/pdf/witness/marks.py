"""The characters in the cells of a page: where they are in the picture, and which are no part of a number."""

from __future__ import annotations

from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from helpers.readers.page.glyphs import MIDDLE, NEIGHBOUR, OFF_LINE, SMALL, TWICE
from helpers.readers.pdf.document import PdfPage
from helpers.readers.pdf.pdfium import RECTANGLE, Characters
from helpers.readers.pdf.witness.digits import DIGITS
from helpers.readers.pdf.witness.view import Array, View

#: So much of its size the ink of a character may reach over its box, since strokes are widened to
#: look bold.
BOLD = 0.08
#: The same for a character at a slant, whose box is only the one around it.
LEANS = 0.15
#: How far the box of a font reaches over and under the line that its characters stand on, as parts
#: of their size.
OVER_LINE, UNDER_LINE = 0.98, 0.3
#: Text smaller or larger than this, as a part of what most figures of the page have, is of another
#: size.
SMALLER, LARGER = 0.6, 1.6
#: A mark behind the table has less than this part of the contrast of the figures.
PALER = 0.6
#: So pale, and of a size that differs by this part, it is a mark even where it stands in one cell.
FAINT_MARK, ANOTHER_SIZE = 0.3, 0.1
#: A character whose ink goes further beyond its cell, in parts of its size, is no part of the cell.
STICKS_OUT = 0.35
#: Two characters of which one covers more than this part of the other are printed over one another.
OVERLAID = 0.3
#: The box of a dash or a point is taken for no thinner than this, in points.
LEAST = 2.5
#: What is painted over a character hides it if it is at least so wide and high, in points.
COVER = 3.0


class Overlaid(NamedTuple):
    """Of characters printed over one another: those that were painted over first, and those that nobody can tell."""

    hidden: Array
    doubted: Array


class Marks:
    """All characters in the cells of a view, one a place in each array.

    `numbers`: which of the page's they are; `middle`: their middles on the page as it is shown, in
    points; `cell`: the cell that each stands in; `sign`: whether it may be part of a number (any
    but Chinese); `digit`: 0 to 9, else -1; `box`: around its ink, that of its font for Chinese, in
    points; `body`: the same in whole pixels, `ink`: with room for a dash or a point, `cover`:
    wherever its ink may reach.
    """

    def __init__(self, view: View) -> None:
        page: PdfPage = view.page
        middles = shown(page, np.hstack([_middles(page.characters)] * 2))[:, :2]
        cell = view.cells_at(middles)
        self.numbers = np.nonzero(cell >= 0)[0]
        self.middle, self.cell = middles[self.numbers], cell[self.numbers]
        self.characters: Characters = page.characters.only(self.numbers)
        self.sign = np.array([_is_sign(text) for text in self.characters.texts], bool)
        self.digit = np.array([DIGITS.find(text) for text in self.characters.texts], int)
        self.size, upright = self.characters.sizes, self.characters.upright
        self.turned = self.sign & (upright != page.upright)
        self._line = np.where(
            upright % 180 == 0, self.characters.points[:, 1], self.characters.points[:, 0]
        )
        looks = [(run.order, run.grey, run.opaque) for run in self.characters.runs]
        self.order, grey, opaque = np.array(looks, float).reshape(-1, 3).T
        self._contrast = np.abs(grey - view.shades[self.cell]) * opaque
        self._view = view
        self._tight = self._tight_boxes()
        self.box = shown(page, self._tight)
        self.body, self.ink = view.outward(self.box), view.outward(_widened(self.box))
        self.cover = view.outward(shown(page, self._covers(upright == 0)))

    @cached_property
    def bodies(self) -> list[list[int]]:
        """The same as `body`, for those that look at one after the other."""
        found: list[list[int]] = self.body.tolist()
        return found

    @cached_property
    def upright(self) -> list[int]:
        """The turn at which each stands upright, as plain numbers for the same use."""
        found: list[int] = self.characters.upright.tolist()
        return found

    def _tight_boxes(self) -> Array:
        boxes = self.characters.boxes.copy()
        signs = np.nonzero(self.sign)[0]
        tight = self._view.page.tight_boxes(self.numbers[signs])
        known = (tight[:, 2:] - tight[:, :2]).min(
            axis=1
        ) > 0  # some fonts do not say where the ink of a character is
        boxes[signs[known]] = tight[known]
        return boxes

    def _covers(self, upright: Array) -> Array:
        """Where the ink of each character may be, before the page is turned."""
        around = self.size[:, None] * np.where(self.characters.slanting, LEANS, BOLD)[:, None]
        covers = self._tight + np.hstack([-around, -around, around, around])
        words = upright & ~self.sign & ~self.characters.slanting
        covers[words, 1] = (self._line - UNDER_LINE * self.size)[words]
        covers[words, 3] = (self._line + OVER_LINE * self.size)[words]
        return covers

    def foreign(self) -> Array:
        """Characters of a mark that crosses the cells: at a slant, or larger, smaller or paler than the figures.

        Such a mark belongs to the page (a draft's stamp, a year, the number of a file), and to no
        cell.
        """
        digits = self.digit >= 0
        if not digits.any():
            return self.characters.slanting.copy()
        size, contrast = np.median(self.size[digits]), np.median(self._contrast[digits])
        odd = (
            (self.size < SMALLER * size)
            | (self.size > LARGER * size)
            | (self._contrast < PALER * contrast)
        )
        faint = (self._contrast < FAINT_MARK * contrast) & (
            np.abs(self.size - size) > ANOTHER_SIZE * size
        )
        crossing = faint | (odd & (self._spread() | self._sticks_out())) if odd.any() else odd
        return self.characters.slanting | crossing | (odd & self.sign & self._alike(crossing))

    def _alike(self, some: Array) -> Array:
        """The characters in the colour, font and size of any of these."""
        if not some.any():
            return some
        sizes = self.size.round(1).tolist()
        kinds = [
            (run.colour, run.font, size)
            for run, size in zip(self.characters.runs, sizes, strict=True)
        ]
        wanted = {kind for kind, is_one in zip(kinds, some, strict=True) if is_one}
        return np.array([kind in wanted for kind in kinds], bool)

    def _spread(self) -> Array:
        """Whether the text object of a character has characters in other cells, too."""
        pairs = np.unique(np.stack([self.order, self.cell]), axis=1)
        orders, counts = np.unique(pairs[0], return_counts=True)
        return np.isin(self.order, orders[counts > 1])

    def _sticks_out(self) -> Array:
        """Whether the ink of a character goes far beyond its cell."""
        cells = self._view.outward(self._view.cells)[self.cell]
        over = np.maximum(cells[:, :2] - self.ink[:, :2], self.ink[:, 2:] - cells[:, 2:]).max(
            axis=1
        )
        return np.asarray(over > STICKS_OUT * self.size * self._view.page.scale)

    def small(self) -> Array:
        """Digits raised or lowered beside larger ones: no part of a number, and too small to be looked at."""
        largest = np.zeros(len(self._view.cells))
        np.maximum.at(largest, self.cell[self.digit >= 0], self.size[self.digit >= 0])
        return np.asarray(self.size < SMALL * largest[self.cell])

    def uneven(self, counted: Array) -> Array:
        """Digits of one size beside one another that do not stand on one line: nobody knows what is meant."""
        digits = np.nonzero(counted & (self.digit >= 0))[0]
        along = self._view.along
        digits = digits[np.lexsort((self.box[digits, along], self.cell[digits]))]
        one, other = digits[:-1], digits[1:]
        size = np.maximum(self.size[one], self.size[other])
        off = np.abs(self._line[one] - self._line[other]) / size
        apart = (self.box[other, along] - self.box[one, along + 2]) / size
        beside = (self.cell[one] == self.cell[other]) & (apart < NEIGHBOUR)
        alike = np.minimum(self.size[one], self.size[other]) >= SMALL * size
        uneven = beside & alike & (off > OFF_LINE[0]) & (off < OFF_LINE[1])
        found = np.zeros(len(self.cell), bool)
        found[one[uneven]] = found[other[uneven]] = True
        return found

    def overlaid(self, counted: Array, plain: Array) -> Overlaid:
        """Signs that are printed over one another, of those that are `counted`.

        `plain`: those that look as they should. If one of two does it is seen, and the other is
        not, whatever hides it.
        """
        hidden, doubted = np.zeros(len(self.cell), bool), np.zeros(len(self.cell), bool)
        signs = np.nonzero(counted & self.sign)[0]
        signs = signs[np.lexsort((self.box[signs, 0], self.cell[signs]))]
        one, other = signs[:-1], signs[1:]
        over = (self.cell[one] == self.cell[other]) & (self._overlap(one, other) > OVERLAID)
        for n, m in zip(one[over].tolist(), other[over].tolist(), strict=True):
            if self._is_twice(n, m):
                continue
            first, last = sorted((n, m), key=lambda each: self.order[each])
            if self._is_covered(first, int(self.order[last])):
                hidden[first] = True
            elif self._are_digits(n, m) and plain[n] != plain[m]:
                hidden[n if plain[m] else m] = True
            else:
                doubted[[n, m]] = True
        return Overlaid(hidden, doubted)

    def _overlap(self, one: Array, other: Array) -> Array:
        """Which part of the smaller of two boxes of ink the other one covers."""
        low = np.maximum(self.box[one, :2], self.box[other, :2])
        high = np.minimum(self.box[one, 2:], self.box[other, 2:])
        areas = [(self.box[each, 2:] - self.box[each, :2]).prod(axis=1) for each in (one, other)]
        return np.asarray((high - low).clip(0).prod(axis=1) / np.maximum(np.minimum(*areas), 0.01))

    def _is_twice(self, n: int, m: int) -> bool:
        """Whether two characters are one that is printed twice to look bold."""
        each = self.characters
        near = TWICE * (each.boxes[n, 2] - each.boxes[n, 0])
        apart = max(
            abs(each.boxes[n, 0] - each.boxes[m, 0]), abs(each.points[n, 1] - each.points[m, 1])
        )
        return bool(each.texts[n] == each.texts[m] and apart < near)

    def _are_digits(self, n: int, m: int) -> bool:
        return bool(self.digit[n] >= 0 and self.digit[m] >= 0)

    def _is_covered(self, n: int, until: int) -> bool:
        """Whether something opaque is painted over a character before what is painted as number `until`."""
        box, after = self.characters.boxes[n], self.order[n]
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        painted, paths = self._view.page.painted, self._view.page.painted.paths
        over = (
            paths.opaque
            & (paths.kinds == RECTANGLE)
            & (after < paths.orders)
            & (paths.orders < until)
        )
        boxes = paths.boxes[over].tolist()
        boxes += [
            image.box for image in painted.images if after < image.order < until and not image.clear
        ]
        large = (box for box in boxes if box[2] - box[0] > COVER and box[3] - box[1] > COVER)
        return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in large)


def _widened(boxes: Array) -> Array:
    """Boxes at least so wide and high that a dash or a point, which may be drawn a pixel off, lies in them."""
    short = (LEAST - (boxes[:, 2:] - boxes[:, :2])).clip(0) / 2
    return np.hstack([boxes[:, :2] - short, boxes[:, 2:] + short])


@cache
def _is_sign(text: str) -> bool:
    """Whether a character may be part of a number: any but Chinese ones, full-width digits among them."""
    return text < "\u3000" or "\uff00" <= text <= "\uffef"


def _middles(characters: Characters) -> Array:
    """The middles of characters, before their page is turned: of those that stand upright above their line."""
    middles = (characters.boxes[:, :2] + characters.boxes[:, 2:]) / 2
    line = characters.points[:, 1] + MIDDLE * characters.sizes
    middles[:, 1] = np.where(characters.upright == 0, line, middles[:, 1])
    return np.asarray(middles)


def shown(page: PdfPage, boxes: Array) -> Array:
    """Boxes of the file's plane as boxes on the page as it is shown, from the top left."""
    a, b, c, d, e, f = page.turned(page.turn)
    corners = boxes[:, [0, 2]], boxes[:, [1, 3]]
    x, y = (
        each[0] * corners[0] + each[1] * corners[1] + each[2] for each in ((a, c, e), (b, d, f))
    )
    y = page.height(page.turn) - y
    return np.stack([x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1)], axis=1)
