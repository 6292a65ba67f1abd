"""What is printed on a sheet: in black, in colour, and the pieces of text in a cell."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

Pixels = np.ndarray[Any, Any]

#: Ink is this much darker than the paper around it, out of 255.
DARKER = 22
#: How far around counts as the paper around, in points.
AROUND = 25.0
#: Noise is blurred so much before, in points.
BLUR = 0.3
#: Colours whose strongest and weakest part differ by so much are a stamp or a pen, no black print.
COLOURED = 45
#: How far around the ink of a stamp is looked at to tell how strong it is, in points.
STAMP = 6.0
#: The pale edge of coloured ink, in points.
EDGE = 0.4
#: What is smaller than this in both directions is dust, in points: a dash is longer.
DUST = 2.0
#: Pieces of a line nearer than this, in parts of its height, belong to one number or word.
APART = 0.5
#: Lines nearer than this are one, in points: characters such as 二 have gaps.
LEADING = 1.0
#: The least height of a line as it is cut out, in points, so that a dash stays a dash.
LINE = 10.0

#: x0, y0, x1, y1 in pixels of the page.
Area = tuple[int, int, int, int]


def grey(pixels: Pixels) -> Pixels:
    """A sheet without its colours."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def washed(pixels: Pixels, unit: float) -> Pixels:
    """A sheet as grey values from which stamps are washed out: what is printed under one in black stays.

    A colour is bright in its strongest part. Where a stamp lies, that part of its own ink counts as paper: as bright as
    it is around, where the colour is full.
    """
    bright = pixels.max(axis=2)
    stamped = coloured(pixels)
    if not stamped.any():
        return bright
    full = np.where(stamped > 0, bright - pixels.min(axis=2), 0).astype(np.float32) ** 2
    there = np.maximum(cv2.GaussianBlur(full, (0, 0), STAMP * unit), 1)
    missing = np.median(bright) - cv2.GaussianBlur(full * bright, (0, 0), STAMP * unit) / there
    edge = round(EDGE * unit) * 2 + 1
    wide = cv2.dilate(stamped, np.ones((edge, edge), np.uint8))
    return np.where(wide > 0, (bright + np.maximum(missing, 0)).clip(0, 255), bright).astype(np.uint8)


def dark(values: Pixels, unit: float) -> Pixels:
    """Where a sheet of grey values is darker than the paper around: 255, else 0."""
    calm = cv2.GaussianBlur(values, (0, 0), BLUR * unit)
    around = round(AROUND * unit) | 1
    return cv2.adaptiveThreshold(calm, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, DARKER)


def coloured(pixels: Pixels) -> Pixels:
    """Where a sheet is printed in colour: 255, else 0."""
    return ((pixels.max(axis=2).astype(np.int16) - pixels.min(axis=2)) > COLOURED).astype(np.uint8) * 255


def pieces(ink: Pixels, area: Area, unit: float) -> list[Area]:
    """The words and numbers printed in an area, line by line; empty where there is nothing but dust."""
    x, y, x1, y1 = area
    part = _without_dust(ink[y:y1, x:x1], unit)
    found = []
    for top, bottom in _runs(part.max(axis=1), LEADING * unit):
        for left, right in _runs(part[top:bottom].max(axis=0), APART * max(bottom - top, LINE * unit)):
            rows = np.flatnonzero(part[top:bottom, left:right].max(axis=1))
            found.append((x + left, y + top + int(rows[0]), x + right, y + top + int(rows[-1]) + 1))
    return found


def _without_dust(part: Pixels, unit: float) -> Pixels:
    """Specks are dust only where nothing larger is near: a decimal point stands beside digits."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part))
    large = np.zeros(count, bool)
    large[1:] = stats[1:, 2:4].max(axis=1) >= DUST * unit
    if not large.any():
        return np.zeros(part.shape, bool)
    rows = large[labels].any(axis=1)
    kept = labels > 0
    kept[~cv2.dilate(rows.astype(np.uint8)[:, None], np.ones((round(DUST * unit), 1))).ravel().astype(bool)] = False
    return kept


def _runs(filled: Pixels, gap: float) -> list[tuple[int, int]]:
    """Where a profile is filled: first and end of each run; runs with a smaller gap between them are one."""
    places = np.flatnonzero(filled)
    if not places.size:
        return []
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts, ends = places[np.r_[0, breaks + 1]], places[np.r_[breaks, places.size - 1]] + 1
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]
