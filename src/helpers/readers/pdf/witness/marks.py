"""The characters in the cells of a page: where they are, and which are no part of a number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import compress
from typing import NamedTuple

import numpy as np

from helpers.readers.grid import Box
from helpers.readers.page.glyphs import MIDDLE, NEIGHBOUR, OFF_LINE, SMALL, TWICE
from helpers.readers.pdf.document import PdfPage
from helpers.readers.pdf.pdfium import RECTANGLE, Array, Characters, grown, lengths, middles
from helpers.readers.pdf.witness.digits import DIGITS
from helpers.readers.pdf.witness.view import View

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
#: The shape of a digit is no thinner than this part of its size.
SHAPELESS = 0.05
#: A colour that is further from its ground than this, of 255, would show.
SHOWS = 40.0
#: What is painted over a character hides it if it is at least so wide and high, in points.
COVER = 3.0


class Overlaid(NamedTuple):
    """Characters that are printed over one another.

    `hidden`: those that were painted over first; `doubted`: those that nobody can tell.
    """

    hidden: Array
    doubted: Array


class Marks:
    """All characters in the cells of a view, one a place in each array.

    `numbers`: which of the page's they are; `middle`: their middles on the page as it is shown, in
    points; `cell`: the cell that each stands in; `sign`: whether it may be part of a number (any
    but Chinese); `digit`: 0 to 9, else -1; `box`: around its ink, that of its font for Chinese, in
    points; in whole pixels `ink`: the same with room for a dash or a point, `cover`: wherever its
    ink may reach.
    """

    def __init__(self, view: View) -> None:
        page: PdfPage = view.page
        points = np.hstack([_middles(page.characters)] * 2)
        middle = shown(page, points)[:, :2]
        cell = view.cells_at(middle)
        self.numbers = np.nonzero(cell >= 0)[0]
        self.middle = middle[self.numbers]
        self.cell = cell[self.numbers]
        found: Characters = page.characters.only(self.numbers)
        self.characters = found
        self.sign = np.array([_is_sign(text) for text in found.texts], bool)
        self.digit = np.array([DIGITS.find(text) for text in found.texts], int)
        self.size = found.sizes
        upright = found.upright
        self.turned = self.sign & (upright != page.upright)
        x, y = found.points.T
        self._line = np.where(upright % 180 == 0, y, x)
        looks = [(run.order, run.grey, run.opaque) for run in found.runs]
        self.order, grey, opaque = np.array(looks, float).reshape(-1, 3).T
        ground = view.shades[self.cell]
        self._contrast = np.abs(grey - ground) * opaque
        self._view = view
        self._tight = self._tight_boxes()
        self.box = shown(page, self._tight)
        self.ink = view.outward(_widened(self.box))
        self.cover = view.outward(shown(page, self._covers(upright == 0)))

    @cached_property
    def bodies(self) -> list[list[int]]:
        """Around the ink of each in whole pixels, for those that look at one after the other."""
        found: list[list[int]] = self._view.outward(self.box).tolist()
        return found

    @cached_property
    def upright(self) -> list[int]:
        """The turn at which each stands upright, as plain numbers for the same use."""
        found: list[int] = self.characters.upright.tolist()
        return found

    def _tight_boxes(self) -> Array:
        """The boxes around the ink of signs, and those that the font has for Chinese characters."""
        boxes = self.characters.boxes.copy()
        signs = np.nonzero(self.sign)[0]
        tight = self._view.page.tight_boxes(self.numbers[signs])
        # Some fonts do not say where the ink of a character is.
        known = lengths(tight).min(axis=1) > 0
        boxes[signs[known]] = tight[known]
        return boxes

    def _covers(self, upright: Array) -> Array:
        """Where the ink of each character may be, before the page is turned."""
        slanting = self.characters.slanting
        reach = self.size * np.where(slanting, LEANS, BOLD)
        covers = grown(self._tight, reach[:, None])
        words = upright & ~self.sign & ~slanting
        line, size = self._line[words], self.size[words]
        covers[words, 1] = line - UNDER_LINE * size
        covers[words, 3] = line + OVER_LINE * size
        return covers

    def foreign(self) -> Array:
        """Characters of a mark that crosses the cells.

        They slant, or are larger, smaller or paler than the figures. Such a mark belongs to the
        page (a draft's stamp, a year, the number of a file), and to no cell.
        """
        slanting = self.characters.slanting
        digits = self.digit >= 0
        if not digits.any():
            return slanting.copy()
        size = np.median(self.size[digits])
        contrast = np.median(self._contrast[digits])
        pale = self._contrast < PALER * contrast
        odd = pale | (self.size < SMALLER * size) | (self.size > LARGER * size)
        if not odd.any():
            return slanting.copy()
        another_size = np.abs(self.size - size) > ANOTHER_SIZE * size
        faint = (self._contrast < FAINT_MARK * contrast) & another_size
        beyond_cell = self._spread() | self._sticks_out()
        crossing = faint | (odd & beyond_cell)
        return slanting | crossing | (odd & self.sign & self._alike(crossing))

    def _alike(self, chosen: Array) -> Array:
        """The characters in the colour, font and size of any of those that are chosen."""
        if not chosen.any():
            return chosen
        runs = self.characters.runs
        sizes = self.size.round(1).tolist()
        kinds = [(run.colour, run.font, size) for run, size in zip(runs, sizes, strict=True)]
        wanted = set(compress(kinds, chosen))
        return np.array([kind in wanted for kind in kinds], bool)

    def _spread(self) -> Array:
        """Whether the text object of a character has characters in other cells, too."""
        pairs = np.unique(np.stack([self.order, self.cell]), axis=1)
        orders, counts = np.unique(pairs[0], return_counts=True)
        return np.isin(self.order, orders[counts > 1])

    def _sticks_out(self) -> Array:
        """Whether the ink of a character goes far beyond its cell."""
        view = self._view
        cells = view.outer[self.cell]
        before = cells[:, :2] - self.ink[:, :2]
        after = self.ink[:, 2:] - cells[:, 2:]
        furthest = np.maximum(before, after).max(axis=1)
        most = STICKS_OUT * self.size * view.page.scale
        return np.asarray(furthest > most)

    def small(self) -> Array:
        """Digits raised or lowered beside larger ones.

        They are no part of a number, and too small to be looked at.
        """
        digits = self.digit >= 0
        largest = np.zeros(len(self._view.cells))
        np.maximum.at(largest, self.cell[digits], self.size[digits])
        return np.asarray(self.size < SMALL * largest[self.cell])

    def uneven(self, counted: Array) -> Array:
        """Digits of one size beside one another that do not stand on one line.

        Nobody knows what is meant.
        """
        along = self._view.along
        left, right = self._neighbours(counted & (self.digit >= 0), along)
        sizes = self.size[left], self.size[right]
        larger = np.maximum(*sizes)
        alike = np.minimum(*sizes) >= SMALL * larger
        same_cell = self.cell[left] == self.cell[right]
        gap = self.box[right, along] - self.box[left, along + 2]
        beside = same_cell & (gap / larger < NEIGHBOUR)
        off = np.abs(self._line[left] - self._line[right]) / larger
        least, most = OFF_LINE
        off_line = (off > least) & (off < most)
        uneven = beside & alike & off_line
        found = np.zeros(len(self.cell), bool)
        found[left[uneven]] = True
        found[right[uneven]] = True
        return found

    def undrawn(self, blank: Array) -> Array:
        """Digits without ink for which a damaged font has no shape, in a colour that would show.

        Another program may draw them. Such a digit has no box, or is missing in several cells and
        nowhere drawn in its font, though what stands beside it is. In one cell it may be clipped.
        """
        shapeless = lengths(self._tight).min(axis=1) < SHAPELESS * self.size
        would_show = (self._contrast > SHOWS) & (self.digit >= 0)
        lost = blank & would_show
        if not lost.any():
            return lost
        return np.asarray(lost & (shapeless | self._drawn_nowhere(blank, lost)))

    def _drawn_nowhere(self, blank: Array, lost: Array) -> Array:
        """The digits without ink anywhere in their font, in several cells within text with ink."""
        beside_ink = np.isin(self.order, self.order[~blank])
        runs = self.characters.runs
        kinds = [(run.font, digit) for run, digit in zip(runs, self.digit.tolist(), strict=True)]
        cells: dict[tuple[int, int], set[int]] = defaultdict(set)
        for n in np.nonzero(lost & beside_ink)[0].tolist():
            cells[kinds[n]].add(int(self.cell[n]))
        drawn = set(compress(kinds, ~blank))
        without_shape = {kind for kind, where in cells.items() if len(where) > 1} - drawn
        return np.array([kind in without_shape for kind in kinds], bool)

    def _neighbours(self, chosen: Array, side: int) -> tuple[Array, Array]:
        """Each of the chosen characters and the next one: by cell, then by this side of its box."""
        places = np.nonzero(chosen)[0]
        order = np.lexsort((self.box[places, side], self.cell[places]))
        places = places[order]
        return places[:-1], places[1:]

    def overlaid(self, counted: Array, plain: Array) -> Overlaid:
        """Signs that are printed over one another, of those that are `counted`.

        `plain`: those that look as they should. If one of two does it is seen, and the other is
        not, whatever hides it.
        """
        hidden = np.zeros(len(self.cell), bool)
        doubted = np.zeros(len(self.cell), bool)
        for n, m in self._overlapping(counted & self.sign):
            if self._is_twice(n, m):
                continue
            first, last = sorted((n, m), key=lambda place: self.order[place])
            if self._is_covered(first, int(self.order[last])):
                hidden[first] = True
            elif self._are_digits(n, m) and plain[n] != plain[m]:
                unlike = m if plain[n] else n
                hidden[unlike] = True
            else:
                doubted[[n, m]] = True
        return Overlaid(hidden, doubted)

    def _overlapping(self, signs: Array) -> Iterator[tuple[int, int]]:
        """The pairs of neighbours in a cell that are printed over one another."""
        left, right = self._neighbours(signs, 0)
        same_cell = self.cell[left] == self.cell[right]
        covered = _overlap(self.box[left], self.box[right])
        over = same_cell & (covered > OVERLAID)
        return zip(left[over].tolist(), right[over].tolist(), strict=True)

    def _is_twice(self, n: int, m: int) -> bool:
        """Whether two characters are one that is printed twice to look bold."""
        found = self.characters
        if found.texts[n] != found.texts[m]:
            return False
        start, _, end, _ = found.boxes[n]
        across = abs(start - found.boxes[m, 0])
        up = abs(found.points[n, 1] - found.points[m, 1])
        return bool(max(across, up) < TWICE * (end - start))

    def _are_digits(self, n: int, m: int) -> bool:
        return bool(self.digit[n] >= 0 and self.digit[m] >= 0)

    def _is_covered(self, n: int, until: int) -> bool:
        """Whether something opaque is painted over a character before number `until` is painted."""
        x0, y0, x1, y1 = self.characters.boxes[n]
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        for left, bottom, right, top in self._opaque_between(self.order[n], until):
            large = right - left > COVER and top - bottom > COVER
            if large and left <= x <= right and bottom <= y <= top:
                return True
        return False

    def _opaque_between(self, after: int, until: int) -> list[Box]:
        """The opaque boxes and images that are painted between these two numbers."""
        painted = self._view.page.painted
        paths = painted.paths
        between = (after < paths.orders) & (paths.orders < until)
        hiding = paths.opaque & (paths.kinds == RECTANGLE)
        boxes: list[Box] = paths.boxes[hiding & between].tolist()
        images = (image for image in painted.images if not image.clear)
        boxes += [image.box for image in images if after < image.order < until]
        return boxes


def _overlap(boxes: Array, others: Array) -> Array:
    """Which part of the smaller of two boxes the other one covers."""
    low = np.maximum(boxes[:, :2], others[:, :2])
    high = np.minimum(boxes[:, 2:], others[:, 2:])
    shared = (high - low).clip(0).prod(axis=1)
    areas = lengths(boxes).prod(axis=1), lengths(others).prod(axis=1)
    smaller = np.minimum(*areas)
    return np.asarray(shared / np.maximum(smaller, 0.01))


def _widened(boxes: Array) -> Array:
    """Boxes at least so wide and high that a dash or a point lies in them.

    It may be drawn a pixel off.
    """
    lacking = (LEAST - lengths(boxes)).clip(0)
    return grown(boxes, lacking / 2)


@cache
def _is_sign(text: str) -> bool:
    """Whether a character may be part of a number: any but Chinese, also full-width digits."""
    return text < "\u3000" or "\uff00" <= text <= "\uffef"


def _middles(characters: Characters) -> Array:
    """The middles of characters, before their page is turned.

    The height of those that stand upright is counted from the line that they stand on.
    """
    found = middles(characters.boxes)
    above_line = characters.points[:, 1] + MIDDLE * characters.sizes
    found[:, 1] = np.where(characters.upright == 0, above_line, found[:, 1])
    return found


def shown(page: PdfPage, boxes: Array) -> Array:
    """Boxes of the file's plane as boxes on the page as it is shown, from the top left."""
    a, b, c, d, e, f = page.turned(page.turn)
    across, up = boxes[:, [0, 2]], boxes[:, [1, 3]]
    x = a * across + c * up + e
    y = page.height(page.turn) - (b * across + d * up + f)
    low = x.min(axis=1), y.min(axis=1)
    high = x.max(axis=1), y.max(axis=1)
    return np.stack([*low, *high], axis=1)
