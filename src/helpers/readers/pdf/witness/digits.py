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
    """How much more a raster (bright ink on black) is like this digit than like any other: below `NEARER` it is not.

    -1 where it is like none. `stretched`: how much wider than its font it is drawn.
    """
    near = _nearness(raster, stretched)
    own, near[DIGITS.index(digit)] = near[DIGITS.index(digit)], -1.0
    return float(own - near.max()) if own >= UNLIKE else -1.0


def normal(raster: Array, stretched: float = 1.0) -> Array:
    """A raster as a vector of length 1: its ink alone, all shapes at one height, thin ones thin."""
    ink = raster.astype(np.float32) / max(float(raster.max()), 1.0)
    rows, columns = (
        np.nonzero((ink >= BODY).any(axis=1))[0],
        np.nonzero((ink >= BODY).any(axis=0))[0],
    )
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    wide = min(max(round(ink.shape[1] / stretched * HIGH / ink.shape[0]), 3), WIDE)
    shape = np.zeros((HIGH, WIDE), np.float32)
    left = (WIDE - wide) // 2
    how = cv2.INTER_LINEAR if ink.shape[0] < HIGH else cv2.INTER_AREA
    shape[:, left : left + wide] = cv2.resize(ink, (wide, HIGH), interpolation=how)
    return _unit(cv2.GaussianBlur(shape, (3, 3), 0).ravel())


def _unit(vector: Array) -> Array:
    centred = vector - vector.mean()
    return np.asarray(centred / max(float(np.linalg.norm(centred)), 1e-6))


def _nearness(raster: Array, stretched: float) -> Array:
    """How alike a raster is to the nearest shape of each digit, from -1 to 1."""
    return np.asarray((_shapes() @ normal(raster, stretched)).reshape(len(DIGITS), -1).max(axis=1))


@cache
def _shapes() -> Array:
    """The shapes of all digits, one a row, digit by digit."""
    sheet = np.asarray(
        cv2.imread(str(Path(__file__).with_name("digits.png")), cv2.IMREAD_GRAYSCALE)
    )
    cells = (
        sheet.reshape(-1, HIGH, len(DIGITS), WIDE).transpose(2, 0, 1, 3).reshape(-1, HIGH * WIDE)
    )
    return np.stack([_unit(cell.astype(np.float32)) for cell in cells])
