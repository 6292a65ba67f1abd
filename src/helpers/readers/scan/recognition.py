"""The areas of a sheet → what is printed in them, each read twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter

import cv2
import numpy as np
from wcwidth import wcswidth

from helpers.readers.grid import UNREAD
from helpers.readers.scan import ink, models
from helpers.readers.scan.models import Read
from helpers.readers.scan.pixels import Area, Pixels, inside

#: Room around a piece as it is cut out for the first, the second and the third reading, in points:
#: with more the model is less sure of a zero that stands alone.
ROOM = 1.0, 0.5, 1.5
#: A number, with a unit of no more than four characters, or no word at all.
_NUMBER = re.compile(
    r"[^\u3400-\u9fff]*|(?=.*\d)[^\u3400-\u9fff]*[\u3400-\u9fff]{1,4}[^\u3400-\u9fff]*"
)
#: From the first to the last digit of a number that has two.
_DIGITS = re.compile(r"\d.*\d")
#: What the model cannot tell apart where it stands alone: a circle among digits is a zero, a stroke
#: is a dash.
_ZEROS, _DASHES = str.maketrans("Oo〇", "000"), re.compile("[一ー─－]+")
#: What the model says of a mark whose shape tells it for certain.
_TAKEN_FOR = {"0": "0", "/": "1Il|/丿", "—": "-—"}
#: How sure the model must be of a number. Of those that it read right it was less sure of one in a
#: hundred; of slashes, which it takes for ones, always.
CERTAIN = 0.95
#: A coloured spot smaller than this, in square points, is the fringe of a letter.
SPOT = 2.0
#: Where a piece stands, and what it says in each reading.
_Readings = tuple[Area, list[Read]]


@dataclass(frozen=True)
class Views:
    """A sheet as readings see it.

    `grey`: without its colours; `washed`: with coloured ink washed out; `coloured`: where it is
    coloured.

    All letters are dark on light ground, as `ink.lightened` leaves them. `black`, `drawn`: where
    anything but rules is printed, in black or in any colour.
    """

    grey: Pixels
    washed: Pixels
    coloured: Pixels
    black: Pixels
    drawn: Pixels
    unit: float

    def is_black(self, area: Area) -> bool:
        """Whether anything is printed in black in an area."""
        return bool(inside(self.black, area).any())


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or number on a sheet.

    `second`: the same in a second reading; None where it was not read twice.
    """

    area: Area
    text: str
    second: str | None


def views(grey: Pixels, washed: Pixels, coloured: Pixels, rules: Pixels, unit: float) -> Views:
    """A sheet as readings see it; `rules`: where its rules run."""

    def print_of(values: Pixels) -> tuple[Pixels, Pixels]:
        light = ink.lightened(values, unit)
        print_and_rules = ink.dark(light, unit)
        print_alone = np.where(rules > 0, 0, print_and_rules)
        return light, print_alone.astype(np.uint8)

    grey, drawn = print_of(grey)
    washed, black = print_of(washed) if coloured.any() else (grey, drawn)
    return Views(grey, washed, coloured, black, drawn, unit)


def printed(area: Area, page: Views) -> list[Area]:
    """The words and numbers in an area; coloured print counts where there is none in black."""
    black = ink.pieces(page.black, area, page.unit)
    return black or ink.pieces(page.drawn, area, page.unit)


def may_hide(area: Area, pieces: Sequence[Area], page: Views) -> bool:
    """Whether a cell may hold more than is seen in black.

    Something may be printed under a stamp, or beyond the rules at its sides.
    """
    coloured = np.count_nonzero(inside(page.coloured, area))
    if coloured > SPOT * page.unit**2:
        return True
    x0, _, x1, _ = area
    return any(left <= x0 or right >= x1 for left, _, right, _ in pieces)


def read_twice(areas: Sequence[Area], page: Views) -> list[Piece]:
    """Read pieces of a sheet; a number is read again from another crop.

    Where that does not settle it, it is read once more.

    What is printed in colour alone may be a stamp or a pen: it is read once, so that nothing but a
    sum can prove it.
    """
    pieces: list[_Readings] = [(area, []) for area in areas]
    _read_on(pieces, _first, page)
    again = [piece for piece in pieces if _is_number(piece, page)]
    _read_on(again, _second, page)
    unsettled = [piece for piece in again if not _settled(piece)]
    _read_on(unsettled, _third, page)
    return [_piece(area, readings, page) for area, readings in pieces]


def _read_on(
    pieces: Sequence[_Readings], cut: Callable[[Views, Area], Pixels], page: Views
) -> None:
    """Add one more reading to pieces, from the crop that `cut` gives."""
    found = _recognise([cut(page, area) for area, _ in pieces])
    for (_, readings), read in zip(pieces, found, strict=True):
        readings.append(read)


def _is_number(piece: _Readings, page: Views) -> bool:
    """Whether a piece reads like a number and is printed in black."""
    area, [read] = piece
    return bool(_NUMBER.fullmatch(read.text)) and page.is_black(area)


def _settled(piece: _Readings) -> bool:
    """Whether the readings of a piece are certain and the same."""
    _, readings = piece
    texts = {read.text for read in readings}
    return len(texts) == 1 and all(read.score >= CERTAIN for read in readings)


def read_groups(groups: Sequence[Sequence[Area]], page: Views) -> list[list[Piece]]:
    """Read groups of pieces, all at the same time."""
    areas = list(chain.from_iterable(groups))
    pieces = iter(read_twice(areas, page))
    return [list(islice(pieces, len(group))) for group in groups]


def read_once(areas: Sequence[Area], page: Views) -> list[Piece]:
    """Read lines of running text."""
    crops = [_cut(page.grey, area, page.unit, 0) for area in areas]
    found = models.recognise(crops)
    return [Piece(area, read.text, None) for area, read in zip(areas, found, strict=True)]


def _piece(area: Area, readings: Sequence[Read], page: Views) -> Piece:
    """What the readings of a piece come to: only those that the model is certain of count.

    Two that agree, and none that differs, are two readings. One alone has to be proven by a sum.
    Where none is certain the piece is in doubt, whatever it says, unless its shape shows it to be a
    zero, a dash or a slash.
    """
    best = max(readings, key=attrgetter("score"))
    if len(readings) == 1:
        return Piece(area, best.text, None)
    certain = [read.text for read in readings if read.score >= CERTAIN]
    if len(certain) < 2:
        mark = ink.shape(page.black, area)
        if mark and best.text in _TAKEN_FOR[mark]:
            return Piece(area, mark, mark)
    if not certain or _may_be_two(area, best.text, page):
        return Piece(area, best.text, UNREAD)
    if len(certain) == 1:
        return Piece(area, certain[0], None)
    first, *more = certain
    second = next((text for text in more if text != first), first)
    return Piece(area, first, second)


def _may_be_two(area: Area, text: str, page: Views) -> bool:
    """Whether the digits of a piece may be two numbers with a space between them."""
    digits = _DIGITS.search(text)
    if not digits:
        return False
    return ink.is_spaced(page.black, _part(area, text, digits.span()))


def _part(area: Area, text: str, span: tuple[int, int]) -> Area:
    """Where some characters of a piece stand, without its unit, which is no digit.

    Characters of Chinese are as wide as two of Latin.
    """
    x0, y0, x1, y1 = area
    width, whole = x1 - x0, wcswidth(text)
    start, end = (wcswidth(text[:place]) for place in span)
    left = x0 + width * start // whole
    right = x0 + width * end // whole
    return left, y0, right, y1


def _recognise(crops: Sequence[Pixels]) -> list[Read]:
    """What pieces of a table say: never nothing, numbers in digits, a stroke alone as a dash."""
    readings = []
    for read in models.recognise(crops):
        text = _as_value(read.text) or UNREAD
        readings.append(Read(text, read.score))
    return readings


def _as_value(text: str) -> str:
    digits = text.translate(_ZEROS)
    if digits.isdecimal():
        return digits
    return "—" if _DASHES.fullmatch(text) else text


def _first(page: Views, area: Area) -> Pixels:
    values = page.washed if page.is_black(area) else page.grey
    return _cut(values, area, page.unit, ROOM[0])


def _second(page: Views, area: Area) -> Pixels:
    """Closer and in sharper contrast; where something is coloured, as it stands under that."""
    if inside(page.coloured, area).any():
        return _cut(page.grey, area, page.unit, ROOM[0])
    return _sharp(_cut(page.washed, area, page.unit, ROOM[1]))


def _third(page: Views, area: Area) -> Pixels:
    return _cut(page.washed, area, page.unit, ROOM[2])


def _sharp(crop: Pixels) -> Pixels:
    """Twice as large, its paper white and its ink black."""
    resized = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    large = resized.astype(np.float32)
    low, high = np.percentile(large, (2, 80))
    stretched = (large - low) * (255 / max(high - low, 1))
    return stretched.clip(0, 255).astype(np.uint8)


def _cut(values: Pixels, area: Area, unit: float, room: float) -> Pixels:
    """A piece with some room around, at least as high as a line.

    What lies outside of the sheet is as its edge.
    """
    x0, y0, x1, y1 = area
    across = round(room * unit)
    missing = max(ink.LINE * unit - (y1 - y0), 0) / 2  # at the top and at the bottom
    down = round(missing) if missing else across
    x0, y0, x1, y1 = x0 - across, y0 - down, x1 + across, y1 + down
    height, width = values.shape
    above, below = max(-y0, 0), max(y1 - height, 0)
    left, right = max(-x0, 0), max(x1 - width, 0)
    crop = values[y0 + above : y1, x0 + left : x1]
    if above or below or left or right:
        crop = cv2.copyMakeBorder(crop, above, below, left, right, cv2.BORDER_REPLICATE)
    return np.repeat(crop[:, :, None], 3, axis=2)
