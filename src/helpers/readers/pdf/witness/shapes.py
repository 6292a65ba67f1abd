"""Whether digits look like what they are called, each font once, and every digit like the others of its font."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import compress, product
from typing import NamedTuple

import cv2
import numpy as np

from helpers.readers.pdf.witness.digits import BODY, DIGITS, NEARER, likeness
from helpers.readers.pdf.witness.marks import Marks
from helpers.readers.pdf.witness.view import Array, View

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
_SHIFTS = sorted(product((0, -1, 1), repeat=2), key=lambda shift: abs(shift[0]) + abs(shift[1]))


class Shapes(NamedTuple):
    """Which characters are digits that look like another one throughout their font, and which unlike their own kind."""

    misnamed: Array
    spoilt: Array


class _Kind(NamedTuple):
    """A digit of one font at one size, printed in one direction."""

    font: int
    digit: int
    size: float
    upright: int


def shaped(view: View, marks: Marks, counted: Array) -> Shapes:
    """Which of the characters do not look as they should; only the digits among those `counted` are looked at.

    pdfium draws the glyphs of most fonts once, or a few times, and puts the same pixels wherever
    they stand. So the digits of a kind look alike, but for what else is printed over them; one of
    them is held against the shapes of digits. Glyphs that a file draws itself (Type 3) stand
    between the pixels: those are compared from closer by.
    """
    misnamed, spoilt = np.zeros(len(marks.cell), bool), np.zeros(len(marks.cell), bool)
    closer: _Closer | None = None
    for kind, places in _kinds(marks, counted).items():
        alike: dict[bytes, list[int]] = defaultdict(list)
        for n in places:
            raster = _raster(view, marks, n)
            alike[bytes([raster.shape[1]]) + raster.tobytes()].append(n)
        often = sorted(alike.values(), key=len, reverse=True)
        best = _model(view, marks, kind, [group[0] for group in often[:TRIED]])
        if best is None:
            misnamed[places] = True
            continue
        model = _core(_raster(view, marks, best))
        # From closer by all digits of a kind are looked at in one go, but the picture for that is
        # dear.
        others = (
            often
            if closer
            else [group for group in often if not _is_fine(view, marks, kind, group[0], model)]
        )
        if others:
            closer = closer or _Closer(view, marks)
            unlike = closer.unlike(best, np.array([group[0] for group in others]))
            for group in compress(others, unlike):
                spoilt[group] = not _is_fine(view, marks, kind, group[0], model)
    return Shapes(misnamed, spoilt)


def _kinds(marks: Marks, counted: Array) -> dict[_Kind, list[int]]:
    kinds: dict[tuple[int, int, float, int], list[int]] = defaultdict(list)
    places = np.nonzero(counted & (marks.digit >= 0))[0].tolist()
    for n, digit, size in zip(
        places, marks.digit[places].tolist(), marks.size[places].round(1).tolist(), strict=True
    ):
        kinds[marks.characters.runs[n].font, digit, size, marks.upright[n]].append(n)
    return {_Kind(*kind): found for kind, found in kinds.items()}


def _raster(view: View, marks: Marks, n: int, around: int = 0) -> Array:
    """The ink in and right above and below the box of a character, and so many pixels around it, turned upright."""
    x0, y0, x1, y1 = marks.bodies[n]
    more = around + 1
    turn = (view.page.turn - marks.upright[n]) // 90
    if not turn:
        return view.difference[max(y0 - more, 0) : y1 + more, max(x0 - around, 0) : x1 + around]
    return np.rot90(
        view.difference[max(y0 - more, 0) : y1 + more, max(x0 - more, 0) : x1 + more], turn
    )[:, 1:-1]


def _likeness(view: View, marks: Marks, kind: _Kind, n: int) -> float:
    """How much more a character looks like its digit than like any other; -1 where nothing is there.

    It may stand a pixel beside its box, and its neighbours or a rule in it: the best of all cuts
    counts.
    """
    best = -1.0
    for raster in _cuts(view, marks, n):
        if raster.any():
            best = max(
                best, likeness(raster, DIGITS[kind.digit], float(marks.characters.stretched[n]))
            )
        if best >= PLAIN:
            break
    return best


def _cuts(view: View, marks: Marks, n: int) -> Iterator[Array]:
    """The box of a digit with all pixels that it touches, and as wide as its ink is, at the three places for that."""
    yield _raster(view, marks, n)
    window = _raster(view, marks, n, 1)[1:-1]
    turned = (view.page.turn - marks.upright[n]) % 180
    x0, y0, x1, y1 = marks.box[n].tolist()
    wide = max(round((y1 - y0 if turned else x1 - x0) * view.page.scale), 2)
    start = (window.shape[1] - wide) // 2
    for left in (start, start + 1, start - 1):
        yield window[:, max(left, 0) : left + wide]


def _model(view: View, marks: Marks, kind: _Kind, places: list[int]) -> int | None:
    """The first digit that clearly looks like what it is called, else the best; None where none does."""
    best, model = -1.0, None
    for n in places:
        like = _likeness(view, marks, kind, n)
        if like > best:
            best, model = like, n
        if like >= PLAIN:
            break
    return None if best < NEARER else model


def _core(raster: Array) -> Array:
    """A raster without the empty rows around its ink, and without the columns into which its neighbours may reach."""
    rows = np.nonzero((raster > raster.max() * BODY).any(axis=1))[0]
    aside = 1 if raster.shape[1] > NARROW else 0
    return raster[rows[0] : rows[-1] + 1, aside : raster.shape[1] - aside]


def _is_fine(view: View, marks: Marks, kind: _Kind, n: int, model: Array) -> bool:
    """Whether a digit is the one of the model, or, where that is not clear, looks like itself by much."""
    apart = _apart(model, _raster(view, marks, n, BESIDE))
    return apart <= DIFFERS or (apart <= DOUBTED and _likeness(view, marks, kind, n) >= NEARER)


def _apart(model: Array, window: Array) -> float:
    """How far what stands in a window is from the model, 0 for the same, whatever their grounds; 1 where it cannot."""
    if window.shape[0] < model.shape[0] or window.shape[1] < model.shape[1] or not window.any():
        return 1.0
    alike = cv2.matchTemplate(
        np.ascontiguousarray(window), np.ascontiguousarray(model), cv2.TM_CCORR_NORMED
    )
    _, best, _, (x, y) = cv2.minMaxLoc(alike)
    there = window[y : y + model.shape[0], x : x + model.shape[1]]
    ink = (
        float(there.sum(dtype=int) / model.sum(dtype=int)) * float(model.max()) / float(there.max())
    )
    return 1 - best**2 if LEAST_INK <= ink <= MOST_INK else 1.0


class _Closer:
    """That part of the page that has digits some times larger: they are compared by the places that they have there."""

    def __init__(self, view: View, marks: Marks) -> None:
        scale = view.page.scale * CLOSER
        digits = marks.box[marks.digit >= 0] * scale
        left, top = (max(int(side) - ROOM, 0) for side in digits[:, :2].min(axis=0))
        right, bottom = (int(side) + ROOM for side in digits[:, 2:].max(axis=0))
        self._pixels = view.page.closer(scale, (left, top, right, bottom))
        self._boxes = marks.box * scale - np.array([left, top] * 2)
        self._cells, self._along = marks.cell, view.along
        self._shades = view.shade_at((marks.box[:, :2] + marks.box[:, 2:]) / 2)

    def unlike(self, model: int, places: Array) -> Array:
        """Which digits have ink where the model has none, or none where it has, but for a pixel around."""
        left, top = np.floor(self._boxes[model, :2]).astype(int)
        right, bottom = np.ceil(self._boxes[model, 2:]).astype(int)
        x, y = np.arange(left, max(right, left + 3)), np.arange(top, max(bottom, top + 3))
        ink = self._ink(np.array([model]), x[None], y[None])[0]
        most, least = (each(ink, _AROUND)[1:-1, 1:-1] for each in (cv2.dilate, cv2.erode))
        along, across = (x, y)[self._along][1:-1], 1 + self._along
        own = _between(along[None], *self._free(np.array([model])))
        first, last = self._free(places)
        found = np.ones(len(places), bool)
        for shift in _SHIFTS:
            left = np.nonzero(found)[0]
            if not len(left):
                break
            moved = (
                np.round(self._boxes[places[left], :2] - self._boxes[model, :2]).astype(int) + shift
            )
            columns, rows = x[1:-1] + moved[:, :1], y[1:-1] + moved[:, 1:]
            others = self._ink(places[left], columns, rows)
            apart = (np.maximum(others, most) - most) + (least - np.minimum(others, least))
            free = own & _between((columns, rows)[self._along], first[left], last[left])
            apart *= np.expand_dims(free, across)
            found[left] = apart.sum(axis=(1, 2), dtype=int) > BEYOND * ink.sum(dtype=int)
        return found

    def _free(self, places: Array) -> tuple[Array, Array]:
        """Between which columns of pixels (rows, where text runs down) each digit holds no part of its neighbours.

        Print that slants leans into the box beside it.
        """
        start, end = self._boxes[:, self._along], self._boxes[:, self._along + 2]
        top, bottom = self._boxes[:, 1 - self._along], self._boxes[:, 3 - self._along]
        here, middle = places[:, None], (start + end) / 2
        beside = (self._cells == self._cells[here]) & (top < bottom[here]) & (bottom > top[here])
        before = np.where(beside & (middle < middle[here]), end, -np.inf).max(axis=1)
        after = np.where(beside & (middle > middle[here]), start, np.inf).min(axis=1)
        room = LEANS_IN * (end - start)[places]
        return np.minimum(before, start[places] + room), np.maximum(after, end[places] - room)

    def _ink(self, places: Array, x: Array, y: Array) -> Array:
        """The ink of digits in these columns and rows (n x width, n x height), 0 for their ground to 255 for most."""
        high, wide = self._pixels.shape
        pixels = self._pixels[y.clip(0, high - 1)[:, :, None], x.clip(0, wide - 1)[:, None, :]]
        shades = self._shades[places][:, None, None]
        ink = np.maximum(pixels, shades) - np.minimum(pixels, shades)
        most = np.maximum(ink.max(axis=(1, 2), keepdims=True), 1)
        return (ink * np.uint16(255) // most).astype(np.uint8)


def _between(pixels: Array, first: Array, last: Array) -> Array:
    """Which whole pixels of each row lie between these places."""
    return np.asarray((pixels > first[:, None]) & (pixels + 1 < last[:, None]))
