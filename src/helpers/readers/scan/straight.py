"""A sheet as it was scanned → upright and level, with the lines of text on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from helpers.readers.scan import models
from helpers.readers.scan.ink import dark, grey
from helpers.readers.scan.pixels import Pixels
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


def straighten(sheet: Sheet) -> tuple[Sheet, Pixels]:
    """Turn a sheet until its text stands upright and its rules are level → the sheet, and its lines of text.

    The lines are boxes (lines x 4: left, top, right, bottom) in pixels.
    """
    corners = models.lines(sheet.pixels)
    if _tall(corners):
        sheet, corners = _quarter(sheet, corners, 1)
    if models.upside_down(_longest(sheet, corners)):
        sheet, corners = _quarter(sheet, corners, 2)
    sheet, corners = _level(sheet, corners)
    return sheet, _boxes(corners)


def _boxes(corners: Pixels) -> Pixels:
    return np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)


def _tall(corners: Pixels) -> bool:
    """Whether most text runs down the page, weighed by its length."""
    sizes = corners.max(axis=1) - corners.min(axis=1)
    down = sizes[:, 1] > sizes[:, 0]
    return bool(sizes[down, 1].sum() > sizes[~down, 0].sum())


def _longest(sheet: Sheet, corners: Pixels) -> list[Pixels]:
    boxes = _boxes(corners).round().astype(int).clip(0)
    boxes = boxes[np.argsort(boxes[:, 0] - boxes[:, 2])][:ASKED]
    return [sheet.pixels[y0:y1, x0:x1] for x0, y0, x1, y1 in boxes]


def _quarter(sheet: Sheet, corners: Pixels, turns: int) -> tuple[Sheet, Pixels]:
    """The sheet turned clockwise by so many right angles."""
    height, width = sheet.pixels.shape[:2]
    turn = {
        1: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1]], float),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]], float),
    }[turns]
    return _moved(sheet, np.ascontiguousarray(np.rot90(sheet.pixels, -turns)), turn), _points(
        corners, turn
    )


def _level(sheet: Sheet, corners: Pixels) -> tuple[Sheet, Pixels]:
    """The sheet turned by the angle that its rules, or else its lines of text, run at."""
    height, width = sheet.pixels.shape[:2]
    turn = np.vstack(
        [cv2.getRotationMatrix2D((width / 2, height / 2), _skew(sheet, corners), 1), [0, 0, 1]]
    )
    flat = cv2.warpAffine(
        sheet.pixels, turn[:2], (width, height), None, cv2.INTER_CUBIC, cv2.BORDER_REPLICATE
    )
    return _moved(sheet, flat, turn), _points(corners, turn)


def _skew(sheet: Sheet, corners: Pixels) -> float:
    """How many degrees a sheet has to be turned against the clock to be level."""
    shortest = sheet.pixels.shape[1] * RULE * COARSE
    ink = _long(dark(grey(sheet.pixels), sheet.unit), RULE_LENGTH * sheet.unit)
    found = cv2.HoughLinesP(
        ink, 1, np.pi / 900, int(shortest * 0.8), minLineLength=shortest, maxLineGap=2
    )
    pieces = [] if found is None else [_slope(*each) for each in found.reshape(-1, 4)]
    level = [each for each in pieces if abs(each[0]) < SKEW]
    if sum(length for _, length in level) >= 4 * shortest:
        angle = _median(level)
        return angle + _median([*_slopes(_turned(ink, angle), shortest)])
    lines = [
        _slope(*box[0], *box[1]) for box in corners if np.ptp(box[:, 0]) > 5 * np.ptp(box[:, 1])
    ]
    return _median([each for each in lines if abs(each[0]) < SKEW])


def _slopes(ink: Pixels, shortest: float) -> Iterator[tuple[float, float]]:
    """The angles of rules that are nearly level, each fitted to all of its points, and their lengths."""
    opened = cv2.morphologyEx(
        ink, cv2.MORPH_OPEN, np.ones((1, max(round(shortest / 6), 3)), np.uint8)
    )
    joined = cv2.dilate(opened, np.ones((3, 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for number in range(1, count):
        x, y, width, height, _ = stats[number]
        if width >= shortest and height < width / 8:
            down, along = np.nonzero(
                (labels[y : y + height, x : x + width] == number)
                & (opened[y : y + height, x : x + width] > 0)
            )
            yield float(np.degrees(np.arctan(np.polyfit(along, down, 1)[0]))), float(width)


def _turned(pixels: Pixels, degrees: float) -> Pixels:
    height, width = pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(pixels, turn, (width, height), None, cv2.INTER_NEAREST)


def _long(ink: Pixels, length: float) -> Pixels:
    """What is long on a sheet, such as rules, but no text; at half the size, since angles need no more."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    kept = np.zeros(count, np.uint8)
    kept[1:] = (stats[1:, 2:4].max(axis=1) >= length) * 255
    small: Pixels = cv2.resize(
        kept[labels], None, fx=COARSE, fy=COARSE, interpolation=cv2.INTER_AREA
    )
    return (small > 0).astype(np.uint8) * 255


def _slope(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float]:
    """The angle of a piece in degrees from the next axis, clockwise, and its length."""
    angle = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
    return (angle + 45) % 90 - 45, float(np.hypot(x1 - x0, y1 - y0))


def _median(pieces: Sequence[tuple[float, float]]) -> float:
    """The angle that half of the length lies below."""
    rest = sum(length for _, length in pieces) / 2
    for angle, length in sorted(pieces):
        rest -= length
        if rest <= 0:
            return angle
    return 0.0


def _moved(sheet: Sheet, pixels: Pixels, turn: Pixels) -> Sheet:
    return replace(sheet, pixels=pixels, to_page=sheet.to_page @ np.linalg.inv(turn))


def _points(corners: Pixels, turn: Pixels) -> Pixels:
    return corners @ turn[:2, :2].T + turn[:2, 2]
