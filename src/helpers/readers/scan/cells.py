"""The areas of a sheet → what is printed in them, each read twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from helpers.readers.scan import ink, models
from helpers.readers.scan.ink import Area
from helpers.readers.scan.models import Read

Pixels = np.ndarray[Any, Any]

#: Room around a piece as it is cut out, in points: in the first reading and, closer, in the second.
ROOM, CLOSE = 2.5, 1.0
#: A number, with a unit of no more than four characters, or no word at all.
_NUMBER = re.compile(r"[^\u3400-\u9fff]*|(?=.*\d)[^\u3400-\u9fff]*[\u3400-\u9fff]{1,4}[^\u3400-\u9fff]*")


#: A circle among digits, or alone, is a zero: the model cannot tell a single one from a letter.
_ZEROS = str.maketrans("Oo〇", "000")
#: What a piece says that is printed and cannot be read: it is not blank.
UNREAD = "\ufffc"


@dataclass(frozen=True)
class Views:
    """A sheet as readings see it: without its colours, with coloured ink washed out, and where it is coloured.

    All letters are dark on light ground, as `ink.lightened` leaves them. `black`, `drawn`: where anything but rules is
    printed, in black or in any colour.
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

    `second`: the same in a second reading; None where it was not read twice, or two of three readings agree.
    """

    area: Area
    text: str
    second: str | None
    score: float


def views(pixels: Pixels, rules: Pixels, unit: float) -> Views:
    """A sheet as readings see it; `rules`: where its rules run."""
    grey = ink.lightened(ink.grey(pixels), unit)
    drawn = np.where(rules > 0, 0, ink.dark(grey, unit)).astype(np.uint8)
    coloured = ink.coloured(pixels)
    if not coloured.any():
        return Views(grey, grey, coloured, drawn, drawn, unit)
    washed = ink.lightened(ink.washed(pixels, unit), unit)
    black = np.where(rules > 0, 0, ink.dark(washed, unit)).astype(np.uint8)
    return Views(grey, washed, coloured, black, drawn, unit)


def printed(area: Area, page: Views) -> list[Area]:
    """The words and numbers in an area; coloured print counts where there is none in black."""
    return ink.pieces(page.black, area, page.unit) or ink.pieces(page.drawn, area, page.unit)


def read_twice(areas: Sequence[Area], page: Views) -> list[Piece]:
    """Read pieces of a sheet; a number is read again from another crop, and once more where the two differ.

    What is printed in colour alone may be a stamp or a pen: it is read once, so that nothing but a sum can prove it.
    """
    first = _recognise([_first(page, area) for area in areas])
    again = [place for place, each in enumerate(first) if _NUMBER.fullmatch(each.text) and page.is_black(areas[place])]
    second = dict(zip(again, _recognise([_second(page, areas[place]) for place in again]), strict=True))
    differ = [place for place in again if second[place].text != first[place].text]
    third = dict(zip(differ, _recognise([_third(page, areas[place]) for place in differ]), strict=True))
    return [_piece(areas[place], each, second.get(place), third.get(place)) for place, each in enumerate(first)]


def read_once(areas: Sequence[Area], page: Views) -> list[Piece]:
    """Read lines of running text."""
    found = models.recognise([_cut(page.grey, area, page.unit, 0) for area in areas])
    return [Piece(area, each.text, None, each.score) for area, each in zip(areas, found, strict=True)]


def _piece(area: Area, first: Read, second: Read | None, third: Read | None) -> Piece:
    if second is None:
        return Piece(area, first.text, None, first.score)
    if third is None:
        return Piece(area, first.text, second.text, min(first.score, second.score))
    if third.text in (first.text, second.text):
        return Piece(area, third.text, None, third.score)
    return Piece(area, first.text, second.text, first.score)


def _recognise(crops: Sequence[Pixels]) -> list[Read]:
    """What pieces of a table say: never nothing, and numbers in digits."""
    return [Read(_in_digits(each.text.strip()) or UNREAD, each.score) for each in models.recognise(crops)]


def _in_digits(text: str) -> str:
    digits = text.translate(_ZEROS)
    return digits if digits.isdecimal() else text


def _first(page: Views, area: Area) -> Pixels:
    return _cut(page.washed if page.is_black(area) else page.grey, area, page.unit, ROOM)


def _second(page: Views, area: Area) -> Pixels:
    """Closer and in sharper contrast; where something is coloured, as it stands under the colour."""
    x0, y0, x1, y1 = area
    if page.coloured[y0:y1, x0:x1].any():
        return _cut(page.grey, area, page.unit, ROOM)
    return _sharp(_cut(page.washed, area, page.unit, CLOSE))


def _third(page: Views, area: Area) -> Pixels:
    return _sharp(_cut(page.washed, area, page.unit, (ROOM + CLOSE) / 2))


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
