"""The shapes of digits: whether what a font calls an 8 looks like an 8.

`digits.png` holds forty shapes of each digit, from the fonts of many systems (tools/digits makes
it). A shape is held against all of them at one size, so that it does not matter how large it was
printed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, Any]

DIGITS = "0123456789"
#: Height and width of a shape, in pixels.
HIGH, WIDE = 16, 14
#: Ink at least so strong, as a part of the strongest, belongs to a digit; the rest is the smoothing
#: around it.
BODY = 0.35
#: A raster is a digit where that one's shapes are nearer than those of any other by this, of 1 for
#: the same shape.
NEARER = 0.02
#: A shape that is no more like any of its digit than this is no such digit, whatever else it is.
UNLIKE = 0.6


def likeness(raster: Array, digit: str, stretched: float = 1.0) -> float:
    """How much more a raster (bright ink on black) is like this digit than like any other.

    Below `NEARER` it is not the digit; -1 where it is like none. `stretched`: how much wider than
    its font it is drawn.
    """
    near = _nearness(raster, stretched)
    place = DIGITS.index(digit)
    like = near[place]
    if like < UNLIKE:
        return -1.0
    near[place] = -1.0
    return float(like - near.max())


def normal(raster: Array, stretched: float = 1.0) -> Array:
    """A raster as a vector of length 1: its ink alone, all shapes at one height, thin ones thin."""
    ink = raster.astype(np.float32) / max(float(raster.max()), 1.0)
    body = ink >= BODY
    rows = np.nonzero(body.any(axis=1))[0]
    columns = np.nonzero(body.any(axis=0))[0]
    top, bottom = rows[0], rows[-1] + 1
    start, end = columns[0], columns[-1] + 1
    ink = ink[top:bottom, start:end]
    ink_high, ink_wide = ink.shape
    wide = round(ink_wide / stretched * HIGH / ink_high)
    wide = min(max(wide, 3), WIDE)
    left = (WIDE - wide) // 2
    how = cv2.INTER_LINEAR if ink_high < HIGH else cv2.INTER_AREA
    shape = np.zeros((HIGH, WIDE), np.float32)
    shape[:, left : left + wide] = cv2.resize(ink, (wide, HIGH), interpolation=how)
    blurred = cv2.GaussianBlur(shape, (3, 3), 0)
    return _unit(blurred.ravel())


def _unit(vector: Array) -> Array:
    centred = vector - vector.mean()
    length = float(np.linalg.norm(centred))
    return np.asarray(centred / max(length, 1e-6))


def _nearness(raster: Array, stretched: float) -> Array:
    """How alike a raster is to the nearest shape of each digit, from -1 to 1."""
    alike = _shapes() @ normal(raster, stretched)
    return np.asarray(alike.reshape(len(DIGITS), -1).max(axis=1))


@cache
def _shapes() -> Array:
    """The shapes of all digits, one a row, digit by digit."""
    path = Path(__file__).with_name("digits.png")
    sheet = np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE))
    # One column a digit, one row a shape → one digit after the other, one shape after the other.
    by_digit = sheet.reshape(-1, HIGH, len(DIGITS), WIDE).transpose(2, 0, 1, 3)
    shapes = by_digit.reshape(-1, HIGH * WIDE)
    return np.stack([_unit(shape.astype(np.float32)) for shape in shapes])
