"""Whether digits look like what they are called.

Each font once, and every digit like the others of its font.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import compress, product
from typing import NamedTuple

import cv2
import numpy as np

from helpers.readers.pdf.pdfium import Array, middles
from helpers.readers.pdf.witness.digits import BODY, DIGITS, NEARER, likeness
from helpers.readers.pdf.witness.marks import Marks
from helpers.readers.pdf.witness.view import View

#: Of so many rasters of a digit the best one stands for it: neighbours reach into some.
TRIED = 5
#: A digit that is so much more like itself than like any other is plain.
PLAIN = 0.04
#: A digit that is no further from the model than this is that digit; one that is further than
#: `DOUBTED`, or is not clearly like itself, is looked at again.
DIFFERS, DOUBTED = 0.06, 0.12
#: So many times closer is looked at what is not drawn alike, pixel for pixel.
CLOSER = 4
#: So many pixels of that picture lie around its digits.
ROOM = 8
#: There, no more ink than this part of the model's may lie where it has none a pixel around, or
#: lack where it has all.
BEYOND = 0.002
#: A raster with less or more ink than these parts of what the digit has is not that digit alone.
LEAST_INK, MOST_INK = 0.7, 1.4
#: Of a digit wider than this, in pixels, the outermost columns are left out: its neighbours may
#: reach into them.
NARROW = 3
#: So many pixels a digit may stand beside its box.
BESIDE = 2
#: No more of a digit than this part of its width lies beside its neighbour, on either side.
LEANS_IN = 0.3
_AROUND = np.ones((3, 3), np.uint8)
#: Where a glyph may stand that pdfium puts between whole pixels: at its place, else beside it.
_SHIFTS = list(product((0, -1, 1), repeat=2))
_SHIFTS.sort(key=lambda shift: abs(shift[0]) + abs(shift[1]))


class Shapes(NamedTuple):
    """Which characters are digits that do not look as they should.

    `misnamed`: like another one throughout their font; `spoilt`: unlike their own kind.
    """

    misnamed: Array
    spoilt: Array


def shaped(view: View, marks: Marks, counted: Array) -> Shapes:
    """Which of the characters do not look as they should.

    Only the digits among those `counted` are looked at. pdfium draws the glyphs of most fonts once,
    or a few times, and puts the same pixels wherever they stand. So the digits of a kind look
    alike, but for what else is printed over them; one of them is held against the shapes of digits.
    Glyphs that a file draws itself (Type 3) stand between the pixels: those are compared from
    closer by.
    """
    misnamed = np.zeros(len(marks.cell), bool)
    spoilt = np.zeros(len(marks.cell), bool)
    closer: _Closer | None = None
    for places in _kinds(marks, counted):
        groups = _drawn_alike(view, marks, places)
        firsts = [group[0] for group in groups[:TRIED]]
        best = _model(view, marks, firsts)
        if best is None:
            misnamed[places] = True
            continue
        model = _core(_raster(view, marks, best))
        # From closer by all digits of a kind are looked at in one go, but the picture for that is
        # dear.
        asked = groups if closer else _doubted(view, marks, groups, model)
        if not asked:
            continue
        closer = closer or _Closer(view, marks)
        unlike = closer.unlike(best, np.array([group[0] for group in asked]))
        for group in compress(asked, unlike):
            spoilt[group] = not _is_fine(view, marks, group[0], model)
    return Shapes(misnamed, spoilt)


def _kinds(marks: Marks, counted: Array) -> list[list[int]]:
    """The places of each digit of one font at one size, printed in one direction."""
    places = np.nonzero(counted & (marks.digit >= 0))[0]
    digits = marks.digit[places].tolist()
    sizes = marks.size[places].round(1).tolist()
    kinds: dict[tuple[int, int, float, int], list[int]] = defaultdict(list)
    for n, digit, size in zip(places.tolist(), digits, sizes, strict=True):
        font = marks.characters.runs[n].font
        kinds[font, digit, size, marks.upright[n]].append(n)
    return list(kinds.values())


def _drawn_alike(view: View, marks: Marks, places: list[int]) -> list[list[int]]:
    """Digits in groups with the same pixels, the largest group first."""
    alike: dict[bytes, list[int]] = defaultdict(list)
    for n in places:
        raster = _raster(view, marks, n)
        width = bytes([raster.shape[1]])
        alike[width + raster.tobytes()].append(n)
    return sorted(alike.values(), key=len, reverse=True)


def _doubted(view: View, marks: Marks, groups: list[list[int]], model: Array) -> list[list[int]]:
    """The groups whose digits do not look like the one of the model."""
    return [group for group in groups if not _is_fine(view, marks, group[0], model)]


def _raster(view: View, marks: Marks, n: int, around: int = 0) -> Array:
    """The ink in the box of a character, right above and below it, and so many pixels around.

    Turned upright.
    """
    x0, y0, x1, y1 = marks.bodies[n]
    more = around + 1
    rows = slice(max(y0 - more, 0), y1 + more)
    turn = (view.page.turn - marks.upright[n]) // 90
    if not turn:
        return view.difference[rows, max(x0 - around, 0) : x1 + around]
    ink = view.difference[rows, max(x0 - more, 0) : x1 + more]
    return np.rot90(ink, turn)[:, 1:-1]


def _likeness(view: View, marks: Marks, n: int) -> float:
    """How much more a character looks like its digit than like any other; -1 where none is.

    It may stand a pixel beside its box, and its neighbours or a rule in it: the best of all cuts
    counts.
    """
    digit = DIGITS[marks.digit[n]]
    stretched = float(marks.characters.stretched[n])
    best = -1.0
    for raster in _cuts(view, marks, n):
        if raster.any():
            best = max(best, likeness(raster, digit, stretched))
        if best >= PLAIN:
            break
    return best


def _cuts(view: View, marks: Marks, n: int) -> Iterator[Array]:
    """The box of a digit with all pixels that it touches.

    Then as wide as its ink is, at the three places for that.
    """
    yield _raster(view, marks, n)
    window = _raster(view, marks, n, 1)[1:-1]
    x0, y0, x1, y1 = marks.box[n].tolist()
    on_its_side = (view.page.turn - marks.upright[n]) % 180
    width = y1 - y0 if on_its_side else x1 - x0
    pixels = max(round(width * view.page.scale), 2)
    start = (window.shape[1] - pixels) // 2
    for left in (start, start + 1, start - 1):
        yield window[:, max(left, 0) : left + pixels]


def _model(view: View, marks: Marks, places: list[int]) -> int | None:
    """The first digit that is clearly what it is called, else the best; None where none does."""
    best, model = -1.0, None
    for n in places:
        like = _likeness(view, marks, n)
        if like > best:
            best, model = like, n
        if like >= PLAIN:
            break
    return None if best < NEARER else model


def _core(raster: Array) -> Array:
    """A raster without the empty rows around its ink.

    Nor has it the columns into which its neighbours may reach.
    """
    body = raster > raster.max() * BODY
    rows = np.nonzero(body.any(axis=1))[0]
    wide = raster.shape[1]
    aside = 1 if wide > NARROW else 0
    return raster[rows[0] : rows[-1] + 1, aside : wide - aside]


def _is_fine(view: View, marks: Marks, n: int, model: Array) -> bool:
    """Whether a digit is the one of the model; where that is not clear, whether it is itself."""
    apart = _apart(model, _raster(view, marks, n, BESIDE))
    if apart <= DIFFERS:
        return True
    return apart <= DOUBTED and _likeness(view, marks, n) >= NEARER


def _apart(model: Array, window: Array) -> float:
    """How far what stands in a window is from the model, whatever their grounds.

    0 for the same, 1 where it cannot be the same.
    """
    high, wide = model.shape
    if window.shape[0] < high or window.shape[1] < wide or not window.any():
        return 1.0
    window, model = np.ascontiguousarray(window), np.ascontiguousarray(model)
    alike = cv2.matchTemplate(window, model, cv2.TM_CCORR_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(alike)
    there = window[y : y + high, x : x + wide]
    share = float(there.sum(dtype=int) / model.sum(dtype=int))
    ink = share * float(model.max()) / float(there.max())
    return 1 - best**2 if LEAST_INK <= ink <= MOST_INK else 1.0


class _Closer:
    """That part of the page that has digits, some times larger.

    Digits are compared by the places that they have there.
    """

    def __init__(self, view: View, marks: Marks) -> None:
        scale = view.page.scale * CLOSER
        digits = marks.box[marks.digit >= 0] * scale
        first = digits[:, :2].min(axis=0)
        last = digits[:, 2:].max(axis=0)
        left, top = (max(int(side) - ROOM, 0) for side in first)
        right, bottom = (int(side) + ROOM for side in last)
        self._pixels = view.page.closer(scale, (left, top, right, bottom))
        self._boxes = marks.box * scale - [left, top, left, top]
        self._cells = marks.cell
        self._along = view.along
        self._shades = view.shade_at(middles(marks.box))

    def unlike(self, model: int, places: Array) -> Array:
        """Which digits have ink where the model has none, or none where it has.

        But for a pixel around.
        """
        left, top = np.floor(self._boxes[model, :2]).astype(int)
        right, bottom = np.ceil(self._boxes[model, 2:]).astype(int)
        x = np.arange(left, max(right, left + 3))
        y = np.arange(top, max(bottom, top + 3))
        alone = np.array([model])
        ink = self._ink(alone, x[None], y[None])[0]
        most = cv2.dilate(ink, _AROUND)[1:-1, 1:-1]
        least = cv2.erode(ink, _AROUND)[1:-1, 1:-1]
        allowed = BEYOND * ink.sum(dtype=int)
        inner_x = x[1:-1]
        inner_y = y[1:-1]
        inner_along = (inner_x, inner_y)[self._along]
        free_in_model = _between(inner_along[None], *self._free(alone))
        first, last = self._free(places)
        distances = self._boxes[places, :2] - self._boxes[model, :2]
        found = np.ones(len(places), bool)
        for shift in _SHIFTS:
            asked = np.nonzero(found)[0]
            if not len(asked):
                break
            moved = np.round(distances[asked]).astype(int) + shift
            columns = inner_x + moved[:, :1]
            rows = inner_y + moved[:, 1:]
            inks = self._ink(places[asked], columns, rows)
            surplus = np.maximum(inks, most) - most
            lacking = least - np.minimum(inks, least)
            along = (columns, rows)[self._along]
            free = free_in_model & _between(along, first[asked], last[asked])
            apart = surplus + lacking
            apart *= np.expand_dims(free, 1 + self._along)
            found[asked] = apart.sum(axis=(1, 2), dtype=int) > allowed
        return found

    def _free(self, places: Array) -> tuple[Array, Array]:
        """Between which columns of pixels each digit holds no part of its neighbours.

        Between which rows, where text runs down. Print that slants leans into the box beside it.
        """
        along, across = self._along, 1 - self._along
        sides = self._boxes.T
        start, end = sides[along], sides[along + 2]
        top, bottom = sides[across], sides[across + 2]
        middle = (start + end) / 2
        here = places[:, None]
        same_cell = self._cells == self._cells[here]
        same_line = (top < bottom[here]) & (bottom > top[here])
        beside = same_cell & same_line
        is_before = beside & (middle < middle[here])
        is_after = beside & (middle > middle[here])
        ends_before = np.where(is_before, end, -np.inf)
        starts_after = np.where(is_after, start, np.inf)
        room = LEANS_IN * (end - start)[places]
        first = np.minimum(ends_before.max(axis=1), start[places] + room)
        last = np.maximum(starts_after.min(axis=1), end[places] - room)
        return first, last

    def _ink(self, places: Array, x: Array, y: Array) -> Array:
        """The ink of digits in these columns and rows, 0 for their ground to 255 for most.

        `x`: n x width, `y`: n x height.
        """
        high, wide = self._pixels.shape
        columns = x.clip(0, wide - 1)[:, None, :]
        rows = y.clip(0, high - 1)[:, :, None]
        pixels = self._pixels[rows, columns]
        shades = self._shades[places][:, None, None]
        ink = np.maximum(pixels, shades) - np.minimum(pixels, shades)
        most = np.maximum(ink.max(axis=(1, 2), keepdims=True), 1)
        return (ink * np.uint16(255) // most).astype(np.uint8)


def _between(pixels: Array, first: Array, last: Array) -> Array:
    """Which whole pixels of each row lie between these places."""
    begins = pixels > first[:, None]
    ends = pixels + 1 < last[:, None]
    return np.asarray(begins & ends)
