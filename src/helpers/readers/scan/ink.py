"""What is printed on a sheet: in black, in colour, and the pieces of text in a cell."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np

from helpers.readers.scan.pixels import (
    Area,
    Pixels,
    block,
    bridged,
    inside,
    long,
    shapes,
    solid,
    widened,
)

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
#: No line is lower than this, in points. Where lines touch, the row between them has such a part of
#: the ink that most rows have, at most.
LOW, BETWEEN = 6.5, 0.25
#: The least height of a line as it is cut out, in points, so that a dash stays a dash.
LINE = 12.0


def grey(pixels: Pixels) -> Pixels:
    """A sheet without its colours."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def washed(pixels: Pixels, tinted: Pixels, unit: float) -> Pixels:
    """A sheet as grey values from which stamps are washed out.

    What is printed under one in black stays.

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
    colour = bright - _extreme(pixels, cv2.min)
    strength = np.where(stamped > 0, colour, 0).astype(np.float32)
    weight = strength**2
    around = np.maximum(_blurred(weight, STAMP * unit), 1)
    stamp_ink = _blurred(weight * bright, STAMP * unit) / around
    missing = np.median(bright) - stamp_ink
    paper = (bright + np.maximum(missing, 0)).clip(0, 255)
    with_edge = widened(stamped, round(EDGE * unit))
    clean = np.where(with_edge > 0, paper, bright).astype(np.uint8)
    return np.where(filled > 0, grey(pixels), clean)


def _blurred(values: Pixels, spread: float) -> Pixels:
    return cv2.GaussianBlur(values, (0, 0), spread)


def lightened(values: Pixels, unit: float) -> Pixels:
    """A sheet of grey values, its light letters on dark ground made dark ones on light ground."""
    filled = _shaded(values, unit)
    if not filled.any():
        return values
    rim = round(RIM * unit)
    side = rim * 2 + 1
    with_rim = widened(filled, rim)
    within_rim = cv2.erode(filled, block(side, side))
    above_ground = values.astype(np.float32) - DARK_GROUND
    letters = above_ground * (255 / (255 - DARK_GROUND))
    light = np.where(within_rim > 0, 255 - letters.clip(0, 255), 255)
    return np.where(with_rim > 0, light, values).astype(np.uint8)


def dark(values: Pixels, unit: float) -> Pixels:
    """Where a sheet of grey values is darker than the ground that it is printed on: 255, else 0."""
    return _darker(values, _shaded(values, unit), unit)


def lines(values: Pixels, unit: float) -> Pixels:
    """The same, and where a dark ground is lighter, and where it ends.

    Such an edge divides cells like a rule, and rules on dark ground are light.
    """
    shaded = _shaded(values, unit)
    ink = _darker(values, shaded, unit)
    if not shaded.any():
        return ink
    edges = cv2.morphologyEx(shaded, cv2.MORPH_GRADIENT, block(3, 3))
    light = cv2.bitwise_and(_darker(255 - values, np.zeros_like(shaded), unit), shaded)
    return cv2.bitwise_or(ink, cv2.bitwise_or(edges, light))


def _darker(values: Pixels, shaded: Pixels, unit: float) -> Pixels:
    calm = _blurred(values, BLUR * unit)
    ground = _ground(values, shaded, unit)
    difference = cv2.subtract(ground, calm)
    needed = np.maximum(ground * DARKER, LEAST)
    return (difference > needed).astype(np.uint8) * 255


def _shaded(values: Pixels, unit: float) -> Pixels:
    """Where the ground is dark: 255, else 0.

    No letter has a bar of one shade in it, the ground around letters has. What lies between bars is
    like the nearest one.
    """
    black = (_coarse(values) < DARK_GROUND).astype(np.uint8)
    dark_bars = _bars(black, unit * COARSE)
    if not dark_bars.any():
        return np.zeros_like(values)
    light_bars = _bars(1 - black, unit * COARSE)
    to_dark = cv2.distanceTransform(1 - dark_bars, cv2.DIST_L2, 3)
    to_light = cv2.distanceTransform(1 - light_bars, cv2.DIST_L2, 3)
    return _full_size((to_dark < to_light) * np.uint8(255), values)


def _coarse(values: Pixels) -> Pixels:
    return cv2.resize(values, None, fx=COARSE, fy=COARSE, interpolation=cv2.INTER_AREA)


def _full_size(coarse: Pixels, sheet: Pixels) -> Pixels:
    """What was found on a sheet made small, as large as the sheet."""
    return cv2.resize(coarse, sheet.shape[::-1], interpolation=cv2.INTER_NEAREST)


def _bars(mask: Pixels, unit: float) -> Pixels:
    """The parts of a mask that are solid over a bar, level or upright."""
    thick, long = (max(round(side * unit), 1) for side in BAR)
    return cv2.bitwise_or(solid(mask, thick, long), solid(mask, long, thick))


def _ground(values: Pixels, shaded: Pixels, unit: float) -> Pixels:
    """How bright the ground is that is printed on: as most of the surroundings of a point are.

    What is no wider than a character counts as its ground first: in rows as low as their letters
    most of the surroundings is print.
    """
    window = round(AROUND * unit * COARSE) | 1
    calm = _blurred(_coarse(values), BLUR * unit)
    side = max(round(CHARACTER * unit * COARSE), 1)
    light = cv2.medianBlur(bridged(calm, side, side), window)
    if not shaded.any():
        return _full_size(light, values)
    deep = cv2.medianBlur(solid(calm, side, side), window)
    return np.where(shaded > 0, _full_size(deep, values), _full_size(light, values))


def _filled(tinted: Pixels, unit: float) -> Pixels:
    """Where a sheet is filled with a colour over a wide or a high area, letters in it apart."""
    coarse = cv2.resize(tinted, None, fx=COARSE, fy=COARSE, interpolation=cv2.INTER_NEAREST)
    lengths = (*FILL, LETTERS)
    short, long, gap = (max(round(length * unit * COARSE), 1) for length in lengths)
    closed = bridged(coarse, gap, gap)
    level, upright = solid(closed, short, long), solid(closed, long, short)
    return _full_size(cv2.bitwise_or(level, upright), tinted)


def coloured(pixels: Pixels) -> Pixels:
    """Where a sheet is printed in colour: 255, else 0."""
    strongest = _extreme(pixels, cv2.max)
    weakest = _extreme(pixels, cv2.min)
    colour = cv2.subtract(strongest, weakest)
    return (colour > COLOURED).astype(np.uint8) * 255


def _extreme(pixels: Pixels, which: Callable[[Pixels, Pixels], Pixels]) -> Pixels:
    """The strongest or the weakest part of each colour; numpy's way takes twenty times as long."""
    red, green, blue = cv2.split(pixels)
    return which(which(red, green), blue)


def pieces(ink: Pixels, area: Area, unit: float) -> list[Area]:
    """The words and numbers printed in an area, line by line; empty where only dust is."""
    x, y, _, _ = area
    part = _without_dust(inside(ink, area), unit)
    found = []
    for top, bottom in _lines(part, unit):
        line = part[top:bottom]
        apart = APART * max(bottom - top, LINE * unit)
        for left, right in _runs(line.max(axis=0), apart):
            piece = line[:, left:right]
            rows = np.flatnonzero(piece.max(axis=1))
            y0 = y + top + int(rows[0])
            y1 = y + top + int(rows[-1]) + 1
            found.append((x + left, y0, x + right, y1))
    return found


def _lines(part: Pixels, unit: float) -> list[tuple[int, int]]:
    """First and end of each line of text in an area."""
    filled = np.count_nonzero(part, axis=1)
    runs: list[tuple[int, int]] = []
    for top, bottom in _runs(filled, LEADING * unit):
        is_of_letter = bool(runs) and bottom - runs[-1][0] <= LINE * unit
        start = runs.pop()[0] if is_of_letter else top  # 元 has a gap in it
        runs.append((start, bottom))
    return [line for run in runs for line in _cut(filled, *run, unit)]


def _cut(filled: Pixels, top: int, bottom: int, unit: float) -> list[tuple[int, int]]:
    """A run of rows cut where lines touch, which few points do; `filled`: how many a row has."""
    lowest = round(LOW * unit)
    if bottom - top < 2 * lowest:
        return [(top, bottom)]
    is_gap = filled[top:bottom] <= BETWEEN * np.median(filled[top:bottom])
    is_gap[:lowest] = is_gap[len(is_gap) - lowest + 1 :] = False
    gaps = top + np.flatnonzero(is_gap)
    if not gaps.size:
        return [(top, bottom)]
    off_middle = np.abs(gaps - (top + bottom) / 2)  # a character alone has gaps as well
    cut = int(gaps[np.argmin(off_middle)])
    return [*_cut(filled, top, cut, unit), *_cut(filled, cut, bottom, unit)]


def shape(ink: Pixels, area: Area) -> str:
    """What is printed in an area where its shape alone tells, else "".

    "—" if it is flat, "/" if it leans, "0" if it is a ring.
    """
    part = inside(ink, area)
    rows = [np.flatnonzero(row) for row in part if row.any()]
    if len(rows) < FLAT * part.shape[1]:
        return "—"
    if len(rows) < 4:
        return ""
    if _is_slash(rows):
        return "/"
    return "0" if _is_ring(part) else ""


def _is_slash(rows: list[Pixels]) -> bool:
    """Whether a piece is narrow and leans; `rows`: where each of its rows has ink."""
    height, third = len(rows), len(rows) // 3
    widest = max(np.ptp(row) for row in rows)
    middles = [row.mean() for row in rows]
    upper = np.mean(middles[:third])
    lower = np.mean(middles[-third:])
    is_narrow = widest < STROKE * height
    return bool(is_narrow and upper - lower > LEAN * height)


def is_spaced(ink: Pixels, area: Area) -> bool:
    """Whether more white stands between two digits of a number than digits are apart.

    Then it may be two numbers.
    """
    part = inside(ink, area)
    height = part.shape[0]
    found = shapes(part)
    is_tall = found[:, cv2.CC_STAT_HEIGHT] > TALL * height
    digits = sorted((x, x + width) for x, _, width, _, _ in found[is_tall])
    for left, right in pairwise(digits):
        start, end = left[1], right[0]
        has_gap = end - start > SPACE * height
        twice_pitch = sum(right) - sum(left)
        is_apart = twice_pitch > 2 * PITCH * height
        has_point = part[:, start:end].any()  # the point of a decimal
        if has_gap and is_apart and not has_point:
            return True
    return False


def _is_ring(part: Pixels) -> bool:
    """Whether a piece is one stroke around one hole that is high, round and in its middle.

    An 8 has two, those of 6 and 9 lie aside, that of 4 has corners.
    """
    height, width = part.shape
    drawn = np.ascontiguousarray(part)
    contours, hierarchy = cv2.findContours(drawn, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    outlines: list[Pixels] = []
    holes: list[Pixels] = []
    for contour, (*_, parent) in zip(contours, hierarchy[0], strict=True):
        if cv2.boundingRect(contour)[3] > SPECK * height:
            kind = holes if parent >= 0 else outlines
            kind.append(contour)
    if len(outlines) != 1 or len(holes) != 1:
        return False
    hole = holes[0]
    x, y, across, down = cv2.boundingRect(hole)
    aside = abs(x + across / 2 - width / 2) / width
    off_middle = abs(y + down / 2 - height / 2) / height
    is_central = max(aside, off_middle) < ASIDE
    is_high = down > HOLE * height
    is_round = cv2.contourArea(hole) > ROUND * across * down
    return is_central and is_high and is_round


def _without_dust(part: Pixels, unit: float) -> Pixels:
    """Specks are dust only where nothing larger is near: a decimal point stands beside digits."""
    large: Pixels = long(part, DUST * unit)
    if not large.any():
        return np.zeros(part.shape, bool)
    rows: Pixels = np.asarray(large.any(axis=1))
    profile = rows.astype(np.uint8)[:, None]
    reach = np.ones((round(DUST * unit), 1))
    near = cv2.dilate(profile, reach)
    kept = np.asarray(part > 0)
    kept[near.ravel() == 0] = False
    return kept


def _runs(filled: Pixels, gap: float) -> list[tuple[int, int]]:
    """Where a profile is filled: first and end of each run; those with a smaller gap are one."""
    places = np.flatnonzero(filled)
    if not places.size:
        return []
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts = places[np.r_[0, breaks + 1]]
    ends = places[np.r_[breaks, places.size - 1]] + 1
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]
