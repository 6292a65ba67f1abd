"""What is printed on a sheet: in black, in colour, and the pieces of text in a cell."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np

from helpers.readers.scan.pixels import Area, Pixels

#: Ink is darker than its ground by this part of the brightness of that, and by so much out of 255.
DARKER, LEAST = 0.18, 18
#: How far around the ground is looked for, in points: wider than a stroke, lower than a row.
AROUND = 10.0
#: The width of a character in a table, in points; no row is lower.
CHARACTER = 11.0
#: The size at which areas are looked at.
COARSE = 0.5
#: A ground darker than this, out of 255, has light letters on it.
DARK_GROUND = 140
#: The sides of a bar that no letter holds, in points.
BAR = 3.0, 25.0
#: So near to the end of a dark ground, in points, nothing is printed and all is paper.
RIM = 1.0
#: Noise is blurred so much before, in points.
BLUR = 0.3
#: Colours whose strongest and weakest part differ by so much are a stamp or a pen, no black print.
COLOURED = 45
#: How far around the ink of a stamp is looked at to tell how strong it is, in points.
STAMP = 6.0
#: A coloured area of these sides, in points, is filled; the strokes of a stamp are shorter or bent.
FILL = 10.0, 100.0
#: The strokes of letters in it leave gaps as wide as this, in points.
LETTERS = 5.0
#: The pale edge of coloured ink, in points.
EDGE = 0.4
#: What is smaller than this in both directions is dust, in points: a dash is longer.
DUST = 2.0
#: The strokes of a slash are narrower, and it leans more between its upper and its lower third, in
#: parts of its height.
STROKE, LEAN = 0.35, 0.15
#: A dash is lower than this part of its width.
FLAT = 0.35
#: Digits are higher than this part of a number. Two that are further apart than these parts of its
#: height, from edge to edge and from middle to middle, have a space between them; two ones are
#: apart by their edges alone.
TALL, SPACE, PITCH = 0.6, 0.25, 0.88
#: The hole of a zero: how high it is at least, and how far from the middle at most, in parts of the
#: height or width.
HOLE, ASIDE = 0.4, 0.12
#: How much of the box around it a round hole fills at least.
ROUND = 0.62
#: What is lower than this part of the height is a speck.
SPECK = 0.12
#: Pieces of a line nearer than this, in parts of its height, belong to one number or word.
APART = 0.75
#: Lines nearer than this are one, in points: characters such as 二 have gaps.
LEADING = 1.0
#: The least height of a line as it is cut out, in points, so that a dash stays a dash.
LINE = 12.0


def grey(pixels: Pixels) -> Pixels:
    """A sheet without its colours."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def washed(pixels: Pixels, tinted: Pixels, unit: float) -> Pixels:
    """A sheet as grey values from which stamps are washed out: what is printed under one in black stays.

    `tinted`: where the sheet is coloured.

    A colour is bright in its strongest part. Where a stamp lies, that part of its own ink counts as
    paper: as bright as it is around, where the colour is full. An area that is filled with a colour
    is no stamp.
    """
    bright = _extreme(pixels, cv2.max)
    if not tinted.any():
        return bright
    filled = _filled(tinted, unit)
    stamped = np.where(filled > 0, 0, tinted).astype(np.uint8)
    full = np.where(stamped > 0, bright - _extreme(pixels, cv2.min), 0).astype(np.float32) ** 2
    there = np.maximum(cv2.GaussianBlur(full, (0, 0), STAMP * unit), 1)
    missing = np.median(bright) - cv2.GaussianBlur(full * bright, (0, 0), STAMP * unit) / there
    edge = round(EDGE * unit) * 2 + 1
    wide = cv2.dilate(stamped, np.ones((edge, edge), np.uint8))
    clean = np.where(wide > 0, (bright + np.maximum(missing, 0)).clip(0, 255), bright).astype(
        np.uint8
    )
    return np.where(filled > 0, grey(pixels), clean)


def lightened(values: Pixels, unit: float) -> Pixels:
    """A sheet of grey values with light letters on dark ground turned into dark ones on light ground."""
    filled = _shaded(values, unit)
    if not filled.any():
        return values
    rim = np.ones((round(RIM * unit) * 2 + 1,) * 2, np.uint8)
    letters = (values.astype(np.float32) - DARK_GROUND) * (255 / (255 - DARK_GROUND))
    light = np.where(cv2.erode(filled, rim) > 0, 255 - letters.clip(0, 255), 255)
    return np.where(cv2.dilate(filled, rim) > 0, light, values).astype(np.uint8)


def dark(values: Pixels, unit: float) -> Pixels:
    """Where a sheet of grey values is darker than the ground that it is printed on: 255, else 0."""
    return _darker(values, _shaded(values, unit), unit)


def lines(values: Pixels, unit: float) -> Pixels:
    """The same, and where a dark ground ends: such an edge divides cells like a rule."""
    shaded = _shaded(values, unit)
    edges = cv2.morphologyEx(shaded, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return cv2.bitwise_or(_darker(values, shaded, unit), edges)


def _darker(values: Pixels, shaded: Pixels, unit: float) -> Pixels:
    calm = cv2.GaussianBlur(values, (0, 0), BLUR * unit)
    ground = _ground(values, shaded, unit)
    return (cv2.subtract(ground, calm) > np.maximum(ground * DARKER, LEAST)).astype(np.uint8) * 255


def _shaded(values: Pixels, unit: float) -> Pixels:
    """Where the ground is dark: 255, else 0. No letter has a bar of one shade in it, the ground around letters has.

    What lies between bars is like the nearest one.
    """
    coarse = cv2.resize(values, None, fx=COARSE, fy=COARSE, interpolation=cv2.INTER_AREA)
    black = (coarse < DARK_GROUND).astype(np.uint8)
    bars = _bars(black, unit * COARSE)
    if not bars.any():
        return np.zeros_like(values)
    to_dark, to_light = (
        cv2.distanceTransform(1 - each, cv2.DIST_L2, 3)
        for each in (bars, _bars(1 - black, unit * COARSE))
    )
    return cv2.resize(
        (to_dark < to_light) * np.uint8(255), values.shape[::-1], interpolation=cv2.INTER_NEAREST
    )


def _bars(mask: Pixels, unit: float) -> Pixels:
    """The parts of a mask that are solid over a bar, level or upright."""
    thick, long = (max(round(side * unit), 1) for side in BAR)
    across, down = (
        cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(size, np.uint8))
        for size in ((thick, long), (long, thick))
    )
    return cv2.bitwise_or(across, down)


def _ground(values: Pixels, shaded: Pixels, unit: float) -> Pixels:
    """How bright the ground is that is printed on: what most of the surroundings of a point are like.

    Around a dense character most is the character: on light ground what is no wider than one counts
    as ground around.
    """
    coarse = cv2.resize(values, None, fx=COARSE, fy=COARSE, interpolation=cv2.INTER_AREA)
    median = cv2.medianBlur(coarse, round(AROUND * unit * COARSE) | 1)
    wide = np.ones((max(round(CHARACTER * unit * COARSE), 1),) * 2, np.uint8)
    light, deep = (cv2.morphologyEx(median, how, wide) for how in (cv2.MORPH_CLOSE, cv2.MORPH_OPEN))
    light, deep = (
        cv2.resize(each, values.shape[::-1], interpolation=cv2.INTER_NEAREST)
        for each in (light, deep)
    )
    return np.where(shaded > 0, deep, light)


def _filled(tinted: Pixels, unit: float) -> Pixels:
    """Where a sheet is filled with a colour over a wide or a high area, letters in it apart."""
    coarse = cv2.resize(tinted, None, fx=COARSE, fy=COARSE, interpolation=cv2.INTER_NEAREST)
    short, long, gap = (max(round(each * unit * COARSE), 1) for each in (*FILL, LETTERS))
    closed = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    areas = [
        cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        for shape in ((short, long), (long, short))
    ]
    return cv2.resize(cv2.bitwise_or(*areas), tinted.shape[::-1], interpolation=cv2.INTER_NEAREST)


def coloured(pixels: Pixels) -> Pixels:
    """Where a sheet is printed in colour: 255, else 0."""
    return (cv2.subtract(_extreme(pixels, cv2.max), _extreme(pixels, cv2.min)) > COLOURED).astype(
        np.uint8
    ) * 255


def _extreme(pixels: Pixels, which: Callable[[Pixels, Pixels], Pixels]) -> Pixels:
    """The strongest or the weakest part of each colour; numpy's own way takes twenty times as long."""
    red, green, blue = cv2.split(pixels)
    return which(which(red, green), blue)


def pieces(ink: Pixels, area: Area, unit: float) -> list[Area]:
    """The words and numbers printed in an area, line by line; empty where there is nothing but dust."""
    x, y, x1, y1 = area
    part = _without_dust(ink[y:y1, x:x1], unit)
    found = []
    for top, bottom in _runs(part.max(axis=1), LEADING * unit):
        for left, right in _runs(
            part[top:bottom].max(axis=0), APART * max(bottom - top, LINE * unit)
        ):
            rows = np.flatnonzero(part[top:bottom, left:right].max(axis=1))
            found.append((x + left, y + top + int(rows[0]), x + right, y + top + int(rows[-1]) + 1))
    return found


def shape(ink: Pixels, area: Area) -> str:
    """What is printed in an area where its shape alone tells: "—" if flat, "/" if it leans, "0" if a ring, else ""."""
    x0, y0, x1, y1 = area
    part = ink[y0:y1, x0:x1]
    rows = [np.flatnonzero(row) for row in part if row.any()]
    if len(rows) < FLAT * (x1 - x0):
        return "—"
    if len(rows) < 4:
        return ""
    narrow = max(np.ptp(row) for row in rows) < STROKE * len(rows)
    third = len(rows) // 3
    lean = np.mean([row.mean() for row in rows[:third]]) - np.mean(
        [row.mean() for row in rows[-third:]]
    )
    return "/" if narrow and lean > LEAN * len(rows) else "0" if _is_ring(part) else ""


def is_spaced(ink: Pixels, area: Area) -> bool:
    """Whether more white stands between two digits of a number than digits are apart: then it may be two numbers."""
    x0, y0, x1, y1 = area
    part, height = ink[y0:y1, x0:x1], y1 - y0
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part))
    digits = sorted(
        (x, x + width) for x, _, width, tall, _ in stats[1:count] if tall > TALL * height
    )
    return any(
        right[0] - left[1] > SPACE * height
        and sum(right) - sum(left) > 2 * PITCH * height
        and not part[:, left[1] : right[0]].any()  # the point of a decimal
        for left, right in pairwise(digits)
    )


def _is_ring(part: Pixels) -> bool:
    """Whether a piece is one stroke around one hole that is high, round and in its middle.

    An 8 has two, those of 6 and 9 lie aside, that of 4 has corners.
    """
    height, width = part.shape
    found, hierarchy = cv2.findContours(
        np.ascontiguousarray(part), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE
    )
    edges = [(each, parent >= 0) for each, (*_, parent) in zip(found, hierarchy[0], strict=True)]
    edges = [(each, hole) for each, hole in edges if cv2.boundingRect(each)[3] > SPECK * height]
    holes = [each for each, hole in edges if hole]
    if len(edges) != 2 or len(holes) != 1:
        return False
    x, y, across, down = cv2.boundingRect(holes[0])
    aside = max(abs(x + across / 2 - width / 2) / width, abs(y + down / 2 - height / 2) / height)
    return (
        aside < ASIDE and down > HOLE * height and cv2.contourArea(holes[0]) > ROUND * across * down
    )


def _without_dust(part: Pixels, unit: float) -> Pixels:
    """Specks are dust only where nothing larger is near: a decimal point stands beside digits."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part))
    large = np.zeros(count, bool)
    large[1:] = stats[1:, 2:4].max(axis=1) >= DUST * unit
    if not large.any():
        return np.zeros(part.shape, bool)
    rows = large[labels].any(axis=1)
    kept = labels > 0
    kept[
        ~cv2.dilate(rows.astype(np.uint8)[:, None], np.ones((round(DUST * unit), 1)))
        .ravel()
        .astype(bool)
    ] = False
    return kept


def _runs(filled: Pixels, gap: float) -> list[tuple[int, int]]:
    """Where a profile is filled: first and end of each run; runs with a smaller gap between them are one."""
    places = np.flatnonzero(filled)
    if not places.size:
        return []
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts, ends = places[np.r_[0, breaks + 1]], places[np.r_[breaks, places.size - 1]] + 1
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]
