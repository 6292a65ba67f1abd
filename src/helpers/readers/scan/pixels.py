"""What the whole package works on: pictures as arrays, areas of them, and what a mask holds."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

Pixels = np.ndarray[Any, Any]

#: x0, y0, x1, y1 in pixels of the page.
Area = tuple[int, int, int, int]


def inside(pixels: Pixels, area: Area) -> Pixels:
    """What lies in an area."""
    x0, y0, x1, y1 = area
    return pixels[y0:y1, x0:x1]


def block(height: int, width: int) -> Pixels:
    """The shape that masks are widened and cleaned with."""
    return np.ones((height, width), np.uint8)


def solid(mask: Pixels, height: int, width: int) -> Pixels:
    """The parts of a mask that are filled over so many pixels, without a gap."""
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, block(height, width))


def bridged(mask: Pixels, height: int, width: int) -> Pixels:
    """A mask with its gaps of less than so many pixels filled."""
    return cv2.morphologyEx(mask, cv2.MORPH_CLOSE, block(height, width))


def widened(mask: Pixels, margin: int) -> Pixels:
    """A mask with a margin of so many pixels added all around."""
    side = margin * 2 + 1
    return cv2.dilate(mask, block(side, side))


def long(mask: Pixels, length: float) -> Pixels:
    """Where the pieces of a mask are that hang together and are so long, as truth values."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask))
    kept = np.zeros(count, bool)
    sides = stats[1:, 2:4]
    kept[1:] = sides.max(axis=1) >= length
    return np.asarray(kept[labels])


def shapes(mask: Pixels) -> Pixels:
    """The pieces of a mask that hang together: left, top, width, height, and number of pixels."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask))
    return stats[1:]
