"""A sheet as it was scanned → upright and level, with the lines of text on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from helpers.readers.scan import flat, models
from helpers.readers.scan.ink import dark, grey
from helpers.readers.scan.pixels import Pixels, block, long, solid
from helpers.readers.scan.sheets import Sheet

#: How far a sheet may lie askew, in degrees; what is further is no rule of a table.
SKEW = 5.0
#: The shortest rule that tells how a sheet lies, in parts of its width.
RULE = 1 / 8
#: What is shorter is text, in points.
RULE_LENGTH = 60.0
#: The size at which angles are measured.
COARSE = 0.5
#: Lines of text that tell which side is up.
ASKED = 16

#: An angle in degrees, and the length of the piece that runs at it.
Slope = tuple[float, float]


def straighten(sheet: Sheet) -> tuple[Sheet, Pixels]:
    """Turn a sheet until its text stands upright and its rules are level.

    → the sheet, and its lines of text: boxes (lines x 4: left, top, right, bottom) in pixels.
    """
    if sheet.tall:  # what was never on paper did not lie on its side or head, nor bend
        sheet, corners = _level(sheet, models.lines(sheet.pixels))
        return sheet, _boxes(corners)
    sheet = flat.strong(flat.lit(flat.cut_out(sheet)))
    sheet, corners = _stood(sheet, models.lines(sheet.pixels))
    sheet, corners = _level(sheet, corners)
    unbent = flat.unbent(sheet)
    if unbent is not sheet:
        sheet, corners = unbent, models.lines(unbent.pixels)
    return sheet, _boxes(corners)


def _stood(sheet: Sheet, corners: Pixels) -> tuple[Sheet, Pixels]:
    """The sheet turned until its text stands upright."""
    if _tall(corners):
        sheet, corners = _quarter(sheet, corners, 1)
    if models.upside_down(_longest(sheet, corners)):
        sheet, corners = _quarter(sheet, corners, 2)
    return sheet, corners


def _boxes(corners: Pixels) -> Pixels:
    left_top = corners.min(axis=1)
    right_bottom = corners.max(axis=1)
    return np.concatenate([left_top, right_bottom], axis=1)


def _tall(corners: Pixels) -> bool:
    """Whether most text runs down the page, weighed by its length."""
    sizes = corners.max(axis=1) - corners.min(axis=1)
    widths, heights = sizes.T
    runs_down = heights > widths
    down = heights[runs_down].sum()
    across = widths[~runs_down].sum()
    return bool(down > across)


def _longest(sheet: Sheet, corners: Pixels) -> list[Pixels]:
    boxes = _boxes(corners).round().astype(int).clip(0)
    widths = boxes[:, 2] - boxes[:, 0]
    longest_first = np.argsort(-widths)
    asked = boxes[longest_first][:ASKED]
    return [sheet.pixels[y0:y1, x0:x1] for x0, y0, x1, y1 in asked]


def _quarter(sheet: Sheet, corners: Pixels, turns: int) -> tuple[Sheet, Pixels]:
    """The sheet turned clockwise by so many right angles."""
    height, width = sheet.pixels.shape[:2]
    right_angle = [
        [0, -1, height],
        [1, 0, 0],
        [0, 0, 1],
    ]
    half_turn = [
        [-1, 0, width],
        [0, -1, height],
        [0, 0, 1],
    ]
    turn = np.array({1: right_angle, 2: half_turn}[turns], float)
    pixels = np.ascontiguousarray(np.rot90(sheet.pixels, -turns))
    return _moved(sheet, pixels, turn), _points(corners, turn)


def _level(sheet: Sheet, corners: Pixels) -> tuple[Sheet, Pixels]:
    """The sheet turned by the angle that its rules, or else its lines of text, run at."""
    height, width = sheet.pixels.shape[:2]
    middle = width / 2, height / 2
    rotation = cv2.getRotationMatrix2D(middle, _skew(sheet, corners), 1)
    level = cv2.warpAffine(
        sheet.pixels,
        rotation,
        (width, height),
        None,
        cv2.INTER_CUBIC,
        cv2.BORDER_REPLICATE,
    )
    turn = np.vstack([rotation, [0, 0, 1]])
    return _moved(sheet, level, turn), _points(corners, turn)


def _skew(sheet: Sheet, corners: Pixels) -> float:
    """How many degrees a sheet has to be turned against the clock to be level."""
    shortest = sheet.pixels.shape[1] * RULE * COARSE
    black = dark(grey(sheet.pixels), sheet.unit)
    ink = _long(black, RULE_LENGTH * sheet.unit)
    found = cv2.HoughLinesP(
        ink, 1, np.pi / 900, int(shortest * 0.8), minLineLength=shortest, maxLineGap=2
    )
    if found is None:
        found = np.zeros((0, 4))
    rules = _nearly_level(found.reshape(-1, 4))
    if sum(length for _, length in rules) >= 4 * shortest:
        angle = _median(rules)
        left_over = _median(list(_slopes(_turned(ink, angle), shortest)))
        return angle + left_over
    widths, heights = np.ptp(corners, axis=1).T
    wide = corners[widths > 5 * heights]
    tops = wide[:, :2].reshape(-1, 4)
    return _median(_nearly_level(tops))


def _nearly_level(pieces: Pixels) -> list[Slope]:
    """The slopes of pieces that are nearly level (pieces x 4: where each begins and ends)."""
    level = []
    for piece in pieces:
        angle, length = _slope(*piece)
        if abs(angle) < SKEW:
            level.append((angle, length))
    return level


def _slopes(ink: Pixels, shortest: float) -> Iterator[Slope]:
    """The slopes of rules that are nearly level, each fitted to all of its points."""
    opened = solid(ink, 1, max(round(shortest / 6), 3))
    joined = cv2.dilate(opened, block(3, 1))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for number in range(1, count):
        x, y, width, height, _ = stats[number]
        if width < shortest or height >= width / 8:
            continue
        around = slice(y, y + height), slice(x, x + width)
        is_joined = labels[around] == number
        is_ink = opened[around] > 0
        down, along = np.nonzero(is_joined & is_ink)
        gradient = np.polyfit(along, down, 1)[0]
        angle = np.degrees(np.arctan(gradient))
        yield float(angle), float(width)


def _turned(pixels: Pixels, degrees: float) -> Pixels:
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(pixels, turn, (width, height), None, cv2.INTER_NEAREST)


def _long(ink: Pixels, length: float) -> Pixels:
    """What is long on a sheet, such as rules, but no text.

    At half the size, since angles need no more.
    """
    long_ink = long(ink, length).astype(np.uint8) * 255
    small: Pixels = cv2.resize(long_ink, None, fx=COARSE, fy=COARSE, interpolation=cv2.INTER_AREA)
    return (small > 0).astype(np.uint8) * 255


def _slope(x0: float, y0: float, x1: float, y1: float) -> Slope:
    """The angle of a piece in degrees from the next axis, clockwise, and its length."""
    across, down = x1 - x0, y1 - y0
    angle = float(np.degrees(np.arctan2(down, across)))
    length = float(np.hypot(across, down))
    return (angle + 45) % 90 - 45, length


def _median(slopes: Sequence[Slope]) -> float:
    """The angle that half of the length lies below."""
    rest = sum(length for _, length in slopes) / 2
    for angle, length in sorted(slopes):
        rest -= length
        if rest <= 0:
            return angle
    return 0.0


def _moved(sheet: Sheet, pixels: Pixels, turn: Pixels) -> Sheet:
    to_page = sheet.to_page @ np.linalg.inv(turn)
    return replace(sheet, pixels=pixels, to_page=to_page)


def _points(corners: Pixels, turn: Pixels) -> Pixels:
    rotation, shift = turn[:2, :2], turn[:2, 2]
    return corners @ rotation.T + shift
