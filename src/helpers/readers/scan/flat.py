"""A sheet that was photographed → as if scanned: lit evenly, cut out, its rules straight."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from helpers.readers.scan.ink import grey, lines
from helpers.readers.scan.pixels import Pixels, block, bridged, solid
from helpers.readers.scan.sheets import LONG_SIDE, Sheet

#: The size at which light is measured, in parts of a pixel.
COARSE = 0.125
#: Paper is looked for within such a distance, in points: wider than a row of heads is high.
AROUND = 50.0
#: Light counts as uneven where it differs by more than this out of 255, or is darker than that.
UNEVEN, DIM = 30, 190
#: How bright paper becomes.
PAPER = 245
#: Print is looked for in every so many pixels, in this percentage of them, the darkest. It is faint
#: where it differs from paper by less than the second, and none where by less than the first.
SAMPLE, INK = 3, 0.5
FAINT = 60, 170
#: A sheet on a desk takes such parts of a photograph.
SHEET = 0.3, 0.97
#: What may be paper: what is brighter than such parts of what divides most bright from most dark.
BRIGHT = 0.5, 0.7, 1.0
#: How far the area of a sheet is from that of its corners.
FILLED = 0.04
#: How far the outline of a sheet may be from a quadrangle, in parts of its length.
CORNERS = 0.02
#: Rules that tell how a sheet is bent: their length, the pieces that they are made of, in points.
LONG, PIECE = 70.0, 5.0
#: A sheet is bent if its rules are further from straight than this, in points; what is further from
#: the fit than that is no rule.
BENT, OFF = 0.6, 1.5
#: How often rules that do not fit are left out, and how many there must be.
ROUNDS, ENOUGH = 3, 3
#: How the place along a rule, and where that is, move it: across, where paper is curved, and down.
CURVED = (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 0), (3, 1), (4, 0), (4, 1)
TILTED = (1, 0), (1, 1), (2, 0)
#: Of each rule so many points count; a bend is known of every so many pixels.
POINTS, STEP = 40, 16

Powers = tuple[tuple[int, int], ...]
#: Where a rule is, column by column.
Place = tuple[Pixels, Pixels]


def lit(sheet: Sheet) -> Sheet:
    """The sheet without shadows: every point against the paper around it.

    Shadows show at the edges, where nothing is printed: dark heads of a table are no shadow.
    """
    small = _small(sheet.pixels)
    side = max(round(AROUND * sheet.unit * COARSE), 3)
    paper = cv2.GaussianBlur(bridged(small, side, side), (0, 0), side / 3)
    bright = grey(paper)
    edges = np.concatenate([bright[0], bright[-1], bright[:, 0], bright[:, -1]])
    low, high = np.percentile(edges, (2, 98))
    if high - low < UNEVEN and low > DIM:
        return sheet
    height, width = sheet.pixels.shape[:2]
    ground = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(sheet.pixels, np.maximum(ground, 1), scale=PAPER)
    return replace(sheet, pixels=even)


def _small(pixels: Pixels) -> Pixels:
    height, width = (max(round(side * COARSE), 1) for side in pixels.shape[:2])
    return cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)


def strong(sheet: Sheet) -> Sheet:
    """The sheet with its print as dark as print is, where toner was short."""
    bright = grey(sheet.pixels[::SAMPLE, ::SAMPLE])
    darkest, paper = np.percentile(bright, (INK, 50))
    contrast = paper - darkest
    if not FAINT[0] < contrast < FAINT[1]:
        return sheet
    darker = (sheet.pixels.astype(np.float32) - paper) * (FAINT[1] / contrast) + paper
    return replace(sheet, pixels=darker.clip(0, 255).astype(np.uint8))


def cut_out(sheet: Sheet) -> Sheet:
    """The sheet without the desk that it lies on, seen from above."""
    corners = _corners(grey(sheet.pixels))
    if corners is None:
        return sheet
    left_top, right_top, right_bottom, left_bottom = corners
    width = _longer(right_top - left_top, right_bottom - left_bottom)
    height = _longer(left_bottom - left_top, right_bottom - right_top)
    shape = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = cv2.getPerspectiveTransform(corners, shape)
    pixels = cv2.warpPerspective(
        sheet.pixels, seen, (round(width), round(height)), None, cv2.INTER_CUBIC
    )
    dpi = max(width, height) / LONG_SIDE
    to_page = sheet.to_page @ np.linalg.inv(seen)
    return replace(sheet, pixels=pixels, dpi=dpi, native=dpi, to_page=to_page)


def _longer(one: Pixels, other: Pixels) -> float:
    return float(max(np.hypot(*one), np.hypot(*other)))


def _corners(values: Pixels) -> Pixels | None:
    """Where the corners of a bright sheet on a darker desk are: left top first, clockwise.

    A part of it in the shadow is darker than the rest, and brighter than the desk.
    """
    small = _small(values)
    bright, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    for part in BRIGHT:
        found = _quadrangle((small > part * bright).astype(np.uint8))
        if found is not None:
            return _in_order(found.astype(np.float32) / COARSE)
    return None


def _quadrangle(bright: Pixels) -> Pixels | None:
    """The corners of the largest bright area, if it is a sheet with four of them."""
    side = max(min(bright.shape) // 20, 3)
    closed = bridged(bright, side, side)
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    area = cv2.contourArea(largest)
    outline = cv2.convexHull(largest)
    corners = cv2.approxPolyDP(outline, CORNERS * cv2.arcLength(outline, True), True)[:, 0]
    is_sheet = SHEET[0] < area / bright.size < SHEET[1]
    is_filled = abs(area / max(cv2.contourArea(corners), 1) - 1) < FILLED
    return corners if is_sheet and is_filled and len(corners) == 4 else None


def _in_order(corners: Pixels) -> Pixels:
    total, difference = corners.sum(axis=1), np.diff(corners, axis=1)[:, 0]
    places = total.argmin(), difference.argmin(), total.argmax(), difference.argmax()
    return np.asarray(corners[list(places)])


def unbent(sheet: Sheet) -> Sheet:
    """The sheet with its rules straight, where they are not: curved paper, or seen from aside."""
    ink = lines(grey(sheet.pixels), sheet.unit)
    level = _bend(ink, sheet.unit, CURVED)
    upright = _bend(ink.T, sheet.unit, TILTED)
    if level is None and upright is None:
        return sheet
    height, width = ink.shape
    down, across = np.mgrid[0 : height + STEP : STEP, 0 : width + STEP : STEP].astype(float)
    x, y = across, down
    if level:
        y = down + level.off(across, down)
    if upright:
        x = across + upright.off(down, across)
    flat, bent = (np.stack(each, axis=-1).reshape(-1, 2) for each in ((across, down), (x, y)))
    back, _ = cv2.findHomography(flat, bent)
    pixels = cv2.remap(
        sheet.pixels,
        _every(x, width, height),
        _every(y, width, height),
        cv2.INTER_CUBIC,
        None,
        cv2.BORDER_REPLICATE,
    )
    return replace(sheet, pixels=pixels, to_page=sheet.to_page @ back)


def _every(coarse: Pixels, width: int, height: int) -> Pixels:
    """What is known of every so many pixels, for each of them."""
    scale = np.array([[1 / STEP, 0, 0], [0, 1 / STEP, 0]])
    return cv2.warpAffine(
        coarse.astype(np.float32),
        scale,
        (width, height),
        None,
        cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
    )


@dataclass(frozen=True)
class _Bend:
    """How far the points of a bent sheet are off those of a flat one.

    `powers`: of the place along a rule, and of where that is, for each of the `parts`. What lies
    beyond all rules (`ends`: first and last place along, and beside) is off as at the last.
    """

    powers: Powers
    parts: Pixels
    ends: tuple[float, float, float, float]
    size: float

    def off(self, along: Pixels, beside: Pixels) -> Pixels:
        """How far points are off."""
        first, last, above, below = self.ends
        terms = _terms(self.powers, along.clip(first, last), beside.clip(above, below), self.size)
        return sum(part * term for part, term in zip(self.parts, terms, strict=True))


def _terms(powers: Powers, along: Pixels, beside: Pixels, size: float) -> list[Pixels]:
    x, y = along / size - 0.5, beside / size - 0.5
    return [x**power * y**other for power, other in powers]


def _bend(ink: Pixels, unit: float, powers: Powers) -> _Bend | None:
    """How the rules that run across are bent; None where they are straight and level."""
    size = float(max(ink.shape))
    places = _rules(ink, unit)
    for _ in range(ROUNDS):
        if len(places) < ENOUGH:
            return None
        bend, residuals = _fit(places, powers, size)
        fits = [np.abs(off).mean() < OFF * unit for off in residuals]
        if all(fits):
            break
        places = [place for place, is_near in zip(places, fits, strict=True) if is_near]
    moved = [bend.off(x, np.full(len(x), y.mean())) for x, y in places]
    return bend if max((np.ptp(each) for each in moved), default=0) > BENT * unit else None


def _rules(ink: Pixels, unit: float) -> list[Place]:
    """The long rules that run across: where each is, column by column."""
    opened = solid(np.ascontiguousarray(ink), 1, round(PIECE * unit))
    joined = cv2.dilate(opened, block(3, 3))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for number in range(1, count):
        x, y, width, height, area = stats[number]
        if width < LONG * unit or area > 4 * unit * width + 3 * width:
            continue
        part = slice(y, y + height), slice(x, x + width)
        is_rule = (labels[part] == number) & (opened[part] > 0)
        thick = np.count_nonzero(is_rule, axis=0)
        has_ink = (thick > 0) & (thick < 4 * unit)
        rows = np.arange(height)[:, None]
        middle = (is_rule * rows).sum(axis=0)[has_ink] / thick[has_ink]
        found.append((x + np.flatnonzero(has_ink).astype(float), y + middle))
    return found


def _fit(places: list[Place], powers: Powers, size: float) -> tuple[_Bend, list[Pixels]]:
    """The bend that fits rules best, each at a level of its own; how far each is off it."""
    rows, targets, lengths = [], [], []
    for number, (x, y) in enumerate(places):
        step = max(len(x) // POINTS, 1)
        along, place = x[::step], y[::step]
        own = np.zeros((len(along), len(places)))
        own[:, number] = 1
        terms = _terms(powers, along, np.full(len(along), y.mean()), size)
        rows.append(np.column_stack([*terms, own]))
        targets.append(place)
        lengths.append(len(along))
    matrix, target = np.vstack(rows), np.concatenate(targets)
    parts, *_ = np.linalg.lstsq(matrix, target, rcond=1e-6)
    off = target - matrix @ parts
    along = np.concatenate([x for x, _ in places])
    beside = [y.mean() for _, y in places]
    ends = along.min(), along.max(), min(beside), max(beside)
    bend = _Bend(powers, parts[: len(powers)], ends, size)
    return bend, np.split(off, np.cumsum(lengths)[:-1])
