"""The ink of a picture: what stands out from its ground, in connected pieces, without the lines that cross it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]  # height x width x 3, red, green and blue
Mask = NDArray[np.bool_]
Values = NDArray[np.float32]

#: A straight run of so many digit heights, no steeper than this, is part of no digit.
RUN, STEEP = 1.15, 50
#: A run thicker than so many digit heights is an area.
THICK = 0.3
#: A piece smaller than so many square digit heights is dirt.
DIRT = 0.004


@dataclass(frozen=True, eq=False)
class Piece:
    """A connected piece of ink: where it lies in the picture, and which pixels of its box it fills."""

    x0: int
    y0: int
    x1: int
    y1: int
    mask: Mask

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def area(self) -> int:
        return int(self.mask.sum())

    def touches(self, other: Mask) -> bool:
        """Whether it shares a pixel with a mask of the whole picture."""
        return bool((other[self.y0 : self.y1, self.x0 : self.x1] & self.mask).any())

    def surrounds(self, other: Piece) -> bool:
        """Whether the other one stands inside of its box."""
        across = self.x0 < other.x0 and other.x1 < self.x1
        return across and self.y0 < other.y0 and other.y1 < self.y1

    def on(self, shape: tuple[int, ...]) -> Mask:
        """The piece alone in a picture of this shape."""
        alone = np.zeros(shape[:2], bool)
        alone[self.y0 : self.y1, self.x0 : self.x1] = self.mask
        return alone


def ground(grey: Pixels, tall: float) -> Pixels:
    """What each pixel lies on: the middle value of a window in which letters never fill half of the room."""
    return cv2.medianBlur(grey, 2 * round(tall) + 1)


def grey(picture: Pixels) -> Pixels:
    """How light each pixel is to an eye."""
    return cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY)


def pieces(mask: Mask, tall: float) -> list[Piece]:
    """The connected pieces of a mask from left to right, without dirt."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=8
    )
    found = []
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        if area >= DIRT * tall * tall:
            inside = labels[y : y + height, x : x + width] == number
            found.append(Piece(x, y, x + width, y + height, inside))
    return sorted(found, key=lambda piece: piece.x0)


def lines(mask: Mask, tall: float) -> Mask:
    """The straight thin runs that are longer than any stroke of a digit."""
    found = np.zeros(mask.shape, bool)
    image = mask.astype(np.uint8)
    for angle in range(-STEEP, STEEP + 1, 2):
        found |= cv2.morphologyEx(image, cv2.MORPH_OPEN, _run(round(RUN * tall), angle)) > 0
    return found & ~_thick(image, tall)


def _thick(image: Pixels, tall: float) -> Mask:
    size = max(3, round(THICK * tall))
    core = cv2.morphologyEx(
        image, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    )
    return cv2.dilate(core, np.ones((3, 3), np.uint8)) > 0


@cache
def _run(length: int, angle: int) -> Pixels:
    """A thin line of this length, to be looked for."""
    half = length / 2
    along, down = half * cos(radians(angle)), half * sin(radians(angle))
    size = 2 * int(half) + 3
    kernel = np.zeros((size, size), np.uint8)
    middle = size // 2
    ends = [(round(middle + sign * along), round(middle + sign * down)) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1, 1)
    rows, columns = np.flatnonzero(kernel.any(1)), np.flatnonzero(kernel.any(0))
    return np.ascontiguousarray(kernel[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
