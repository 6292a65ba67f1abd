"""The areas of a sheet → what is printed in them, each read twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from wcwidth import wcswidth

from helpers.readers.scan import ink, models
from helpers.readers.scan.models import Read
from helpers.readers.scan.pixels import Area, Pixels

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
#: What a piece says that is printed and cannot be read: it is not blank.
UNREAD = "\ufffc"


@dataclass(frozen=True)
class Views:
    """A sheet as readings see it: without its colours, with coloured ink washed out, and where it is coloured.

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
        x0, y0, x1, y1 = area
        return bool(self.black[y0:y1, x0:x1].any())


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
        return light, np.where(rules > 0, 0, ink.dark(light, unit)).astype(np.uint8)

    grey, drawn = print_of(grey)
    washed, black = print_of(washed) if coloured.any() else (grey, drawn)
    return Views(grey, washed, coloured, black, drawn, unit)


def printed(area: Area, page: Views) -> list[Area]:
    """The words and numbers in an area; coloured print counts where there is none in black."""
    return ink.pieces(page.black, area, page.unit) or ink.pieces(page.drawn, area, page.unit)


def may_hide(area: Area, pieces: Sequence[Area], page: Views) -> bool:
    """Whether a cell may hold more than is seen in black: under a stamp, or beyond the rules at its sides."""
    x0, y0, x1, y1 = area
    stamped = np.count_nonzero(page.coloured[y0:y1, x0:x1]) > SPOT * page.unit**2
    return bool(stamped) or any(left <= x0 or right >= x1 for left, _, right, _ in pieces)


def read_twice(areas: Sequence[Area], page: Views) -> list[Piece]:
    """Read pieces of a sheet; a number is read again from another crop, and once more where that does not settle it.

    What is printed in colour alone may be a stamp or a pen: it is read once, so that nothing but a
    sum can prove it.
    """
    readings = [[each] for each in _recognise([_first(page, area) for area in areas])]
    numbers = [place for place, [each] in enumerate(readings) if _NUMBER.fullmatch(each.text)]
    again = [place for place in numbers if page.is_black(areas[place])]
    for place, each in zip(
        again, _recognise([_second(page, areas[place]) for place in again]), strict=True
    ):
        readings[place].append(each)
    open_ = [place for place in again if not _settled(readings[place])]
    for place, each in zip(
        open_, _recognise([_third(page, areas[place]) for place in open_]), strict=True
    ):
        readings[place].append(each)
    return [_piece(area, each, page) for area, each in zip(areas, readings, strict=True)]


def read_once(areas: Sequence[Area], page: Views) -> list[Piece]:
    """Read lines of running text."""
    found = models.recognise([_cut(page.grey, area, page.unit, 0) for area in areas])
    return [Piece(area, each.text, None) for area, each in zip(areas, found, strict=True)]


def _settled(readings: Sequence[Read]) -> bool:
    return (
        all(each.score >= CERTAIN for each in readings)
        and len({each.text for each in readings}) == 1
    )


def _piece(area: Area, readings: Sequence[Read], page: Views) -> Piece:
    """What the readings of a piece come to: only those that the model is certain of count.

    Two that agree, and none that differs, are two readings. One alone has to be proven by a sum.
    Where none is certain the piece is in doubt, whatever it says, unless its shape shows it to be a
    zero, a dash or a slash.
    """
    best = max(readings, key=lambda each: each.score)
    if len(readings) == 1:
        return Piece(area, best.text, None)
    certain = [each.text for each in readings if each.score >= CERTAIN]
    if len(certain) < 2 and (mark := ink.shape(page.black, area)) and best.text in _TAKEN_FOR[mark]:
        return Piece(area, mark, mark)
    number = _DIGITS.search(best.text)
    if not certain or (number and ink.is_spaced(page.black, _part(area, best.text, number.span()))):
        return Piece(area, best.text, UNREAD)
    other = next((text for text in certain if text != certain[0]), certain[0])
    return Piece(area, certain[0], other if len(certain) > 1 else None)


def _part(area: Area, text: str, span: tuple[int, int]) -> Area:
    """Where some characters of a piece stand, those of Chinese being as wide as two of Latin: a unit is no digit."""
    x0, y0, x1, y1 = area
    start, end, whole = (wcswidth(text[:place]) for place in (*span, len(text)))
    return x0 + (x1 - x0) * start // whole, y0, x0 + (x1 - x0) * end // whole, y1


def _recognise(crops: Sequence[Pixels]) -> list[Read]:
    """What pieces of a table say: never nothing, numbers in digits, and a stroke alone as a dash."""
    return [Read(_as_value(each.text) or UNREAD, each.score) for each in models.recognise(crops)]


def _as_value(text: str) -> str:
    digits = text.translate(_ZEROS)
    return digits if digits.isdecimal() else "—" if _DASHES.fullmatch(text) else text


def _first(page: Views, area: Area) -> Pixels:
    return _cut(page.washed if page.is_black(area) else page.grey, area, page.unit, ROOM[0])


def _second(page: Views, area: Area) -> Pixels:
    """Closer and in sharper contrast; where something is coloured, as it stands under the colour."""
    x0, y0, x1, y1 = area
    if page.coloured[y0:y1, x0:x1].any():
        return _cut(page.grey, area, page.unit, ROOM[0])
    return _sharp(_cut(page.washed, area, page.unit, ROOM[1]))


def _third(page: Views, area: Area) -> Pixels:
    return _cut(page.washed, area, page.unit, ROOM[2])


def _sharp(crop: Pixels) -> Pixels:
    """Twice as large, its paper white and its ink black."""
    large = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    low, high = np.percentile(large, (2, 80))
    return ((large - low) * (255 / max(high - low, 1))).clip(0, 255).astype(np.uint8)


def _cut(values: Pixels, area: Area, unit: float, room: float) -> Pixels:
    """A piece with some room around, at least as high as a line; what lies outside of the sheet is as its edge."""
    x0, y0, x1, y1 = area
    more = max(ink.LINE * unit - (y1 - y0), 0) / 2
    across, down = round(room * unit), round((room if not more else 0) * unit + more)
    x0, y0, x1, y1 = x0 - across, y0 - down, x1 + across, y1 + down
    height, width = values.shape
    inside = values[max(y0, 0) : y1, max(x0, 0) : x1]
    edges = max(-y0, 0), max(y1 - height, 0), max(-x0, 0), max(x1 - width, 0)
    crop = cv2.copyMakeBorder(inside, *edges, cv2.BORDER_REPLICATE) if any(edges) else inside
    return np.repeat(crop[:, :, None], 3, axis=2)
