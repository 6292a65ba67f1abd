"""What a person sees in a cell, from its picture alone.

Ink that stands on one base line, in the full height of a digit, is the number. What is smaller and
raised or lowered is a mark, a line through digits strikes them out, print that is faint and large
is a watermark, and ink that runs over the edge of the cell is not of the cell. Where a person could
see it in two ways, the oracle is unsure, and says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

import cv2
import numpy as np

from proof.shown import digits
from proof.shown.ink import Mask, Piece, Pixels, Values, grey, ground, lines, pieces

#: How far ink stands out from its ground, from 0 to 1: what is less is not seen, what is more is
#: read.
SEEN, READ = 0.03, 0.28
#: Ink that is at most so strong, against the strongest in the cell, is another layer of print.
LAYER = 0.45
#: A sign is not wider than so many of its heights; where it is, it is cut where its ink is fainter
#: than this.
WIDE, SEAM = 0.9, 0.75
#: A ground so much darker than paper covers what lies below it.
COVER = 0.5
#: In heights of the tallest sign: what is a whole digit, what is a point or a comma. Between them
#: lie marks.
WHOLE, POINT = 0.86, 0.4
#: In the same heights: how far from the base line a digit still stands on it, and from where on it
#: is a mark.
ON, OFF = 0.1, 0.13
#: Digits further apart than so many heights are two numbers; what is nearer to a number than this
#: touches it.
APART, NEAR = 1.0, 0.25
#: In heights of a plain digit of the table: what is too tall for a faint number, and too small for
#: a single digit.
TALL, SMALL = 1.6, 0.75
#: A line that strikes out digits runs along so much of their width.
ALONG = 0.9
#: A line through a digit reaches so many heights beyond it.
OVER = 0.03
#: A ring fills less than this part of its box, a coloured ground more.
SPARSE, SOLID = 0.4, 0.95
#: A part of a digit that a line cuts off is at least so high.
PART = 0.12

_NUMBER = re.compile(r"\d+(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?")

Verdict = Literal["number", "blank", "withheld", "unsure"]


@dataclass(frozen=True)
class Seen:
    """What is seen: the printed number, nothing, what nobody may take for a number, or who knows.

    `why`: what else was seen. `height`: of the digits, in points.
    """

    verdict: Verdict
    text: str = ""
    why: str = ""
    height: float = 0.0


class Unsure(Exception):
    """A person could see this in two ways."""


@dataclass(frozen=True)
class Look:
    """A cell as it is looked at: how far each pixel stands out from its ground, and whether it is seen at all.

    `tall`: the height of a digit in pixels. `covered`: whether a part of the cell is dark.
    """

    contrast: Values
    faint: Mask
    tall: float
    covered: bool

    @cached_property
    def ink(self) -> Mask:
        """What is read."""
        return self.contrast >= max(READ, LAYER * self.contrast.max())

    def pieces(self) -> list[Piece]:
        """The pieces of ink; signs that touch each other with a faint seam are two."""
        found = []
        strict = self.contrast >= SEAM * self.contrast.max()
        for piece in pieces(self.ink, self.tall):
            parts = (
                pieces(piece.on(self.ink.shape) & strict, self.tall)
                if piece.width > WIDE * piece.height
                else []
            )
            apart = len(parts) > 1 and all(part.height >= WHOLE * piece.height for part in parts)
            found += parts if apart else [piece]
        return found

    def at_edge(self, piece: Piece) -> bool:
        """Whether a piece runs over the edge of the cell."""
        height, width = self.ink.shape
        return piece.x0 <= 1 or piece.y0 <= 1 or piece.x1 >= width - 1 or piece.y1 >= height - 1

    def strength(self, piece: Piece) -> float:
        """How far the strongest pixel of a piece stands out."""
        return float(self.contrast[piece.y0 : piece.y1, piece.x0 : piece.x1][piece.mask].max())

    def is_watermark(self, piece: Piece) -> bool:
        return piece.height > TALL * self.tall and self.strength(piece) < LAYER


def see(views: Iterable[tuple[Pixels, float]], digit: float) -> Seen:
    """What is seen in a cell, in pictures of different scales: (picture, pixels in a point).

    `digit`: how tall the digits in plain cells of the same table are, in points.
    """
    seen = [_see(picture, scale, digit) for picture, scale in views]
    if len({(each.verdict, each.text) for each in seen}) > 1:
        return Seen(
            "unsure", why=" or ".join(f"{each.verdict} {each.text}{each.why}" for each in seen)
        )
    return seen[0]


def _see(picture: Pixels, scale: float, digit: float) -> Seen:
    try:
        seen = _read(_look(picture, digit * scale))
    except Unsure as error:
        return Seen("unsure", why=str(error))
    return replace(seen, height=seen.height / scale)


def _look(picture: Pixels, tall: float) -> Look:
    light = grey(picture)
    below = ground(light, tall)
    usual = np.bincount(below.ravel(), minlength=256).argmax()
    here, paper = (np.abs(light.astype(np.float32) - each) / 255 for each in (below, usual))
    seen = (
        cv2.morphologyEx(
            (paper >= SEEN).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)
        )
        > 0
    )
    return Look(np.minimum(here, paper), seen, tall, bool(below.min() < COVER * 255))


def _read(look: Look) -> Seen:
    _refuse_faint(look)
    found, struck = _without_lines(_without_rings(look.pieces(), look), look)
    found = [piece for piece in found if not look.is_watermark(piece)]
    foreign = [piece for piece in found if look.at_edge(piece)]
    shapes = [piece for piece in found if piece not in foreign]
    if any(
        digits.by_likeness([shape.mask]) == "/"
        for shape in shapes
        if shape.height > POINT * look.tall
    ):
        return (
            Seen("withheld", why="a fraction") if len(shapes) > 1 else Seen("blank", why="a slash")
        )
    number, marks = _on_the_line(shapes, look.tall)
    if number:
        _refuse_near(number, foreign, look)
        return _named(
            number, "beside marks" if marks else "beside digits struck out" if struck else ""
        )
    if struck:
        return Seen("withheld", why="struck out")
    if marks:
        raise Unsure("only marks")
    if look.covered:
        return Seen("withheld", why="covered")
    return Seen("blank", why="below other print" if foreign else "")


def _refuse_faint(look: Look) -> None:
    """Print that is hardly seen, and lies in the cell as a number does, may be one; a coloured ground is none."""
    for piece in pieces(look.faint, look.tall):
        is_ground = piece.area > SOLID * piece.width * piece.height
        if not (
            is_ground or piece.touches(look.ink) or look.at_edge(piece) or look.is_watermark(piece)
        ):
            raise Unsure("faint print")


def _without_rings(found: Sequence[Piece], look: Look) -> list[Piece]:
    """What is printed, without what was drawn around it; a ring as small as a digit may be a digit in outline."""
    gone: list[Piece] = []
    for ring in (
        piece for piece in found if piece.height >= SMALL * look.tall and not look.at_edge(piece)
    ):
        within = [piece for piece in found if ring.surrounds(piece)]
        if within and ring.area < SPARSE * ring.width * ring.height:
            if max(piece.height for piece in within) < SMALL * look.tall:
                raise Unsure("a small ring")
            gone.append(ring)
    return [piece for piece in found if piece not in gone]


def _without_lines(found: Sequence[Piece], look: Look) -> tuple[list[Piece], bool]:
    """What is printed, without lines below or above it and without digits that a line strikes out; whether one does."""
    tall = max([look.tall, *(piece.height for piece in found if piece.height < 2 * look.tall)])
    runs = lines(look.ink, tall)
    around = cv2.dilate(runs.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    kept, struck = [], False
    for piece in found:
        if not piece.touches(runs):
            kept.append(piece)
            if _is_crossed(piece, tall):
                raise Unsure("perhaps a digit struck out")
            continue
        alone = piece.on(look.ink.shape)
        parts = pieces(alone & ~around, look.tall)
        if not _cuts(alone & runs, parts, look.tall):
            kept += parts
        elif look.at_edge(piece) or (alone & runs).any(axis=0).sum() < ALONG * piece.width:
            raise Unsure("a line through a part of the cell")
        else:
            struck = True
    return sorted(kept, key=lambda piece: piece.x0), struck


def _is_crossed(piece: Piece, tall: float) -> bool:
    """Whether a line runs through a single digit: on both sides it reaches further than what lies above and below."""
    crossed = [rows for rows in _full_rows(piece) if _reaches_out(piece, rows)]
    return piece.height > POINT * tall and len(crossed) > (
        1 if digits.nearest(piece.mask) == "4" else 0
    )


def _full_rows(piece: Piece) -> Iterator[tuple[int, int]]:
    """The lines that fill the whole width of a piece, away from its top and bottom: first and last row."""
    full = piece.mask.mean(axis=1) > 0.97
    edges = np.flatnonzero(np.diff(np.concatenate([[False], full, [False]]).astype(int)))
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        if end - first <= 0.2 * piece.height and 0.2 < (first + end) / 2 / piece.height < 0.85:
            yield int(first), int(end)


def _reaches_out(piece: Piece, rows: tuple[int, int]) -> bool:
    reach = round(0.15 * piece.height)
    sides = (
        piece.mask[max(rows[0] - 1 - reach, 0) : rows[0] - 1],
        piece.mask[rows[1] + 1 : rows[1] + 1 + reach],
    )
    return all(_leaves_ends_free(side, OVER * piece.height) for side in sides)


def _leaves_ends_free(part: Mask, margin: float) -> bool:
    """Whether a part of a digit has ink, and none at its left and right ends."""
    columns = np.flatnonzero(part.any(axis=0))
    return bool(columns.size and columns[0] >= margin and columns[-1] < part.shape[1] - margin)


def _cuts(run: Mask, parts: Sequence[Piece], tall: float) -> bool:
    """Whether a line has parts of one digit on both of its sides."""
    above, below = np.zeros(run.shape[1], bool), np.zeros(run.shape[1], bool)
    for part in parts:
        rows = np.flatnonzero(run[:, part.x0 : part.x1].any(1))
        if rows.size and part.height >= PART * tall:
            side = above if part.y0 + part.y1 < rows[0] + rows[-1] else below
            side[part.x0 : part.x1] = True
    return bool((above & below).any())


def _on_the_line(shapes: Sequence[Piece], tall: float) -> tuple[list[Piece], list[Piece]]:
    """The signs that are the number, points and commas among them, and the marks beside it."""
    if not shapes:
        return [], []
    height = max(shape.height for shape in shapes)
    whole = [shape for shape in shapes if shape.height >= WHOLE * height]
    base = float(np.median([shape.y1 for shape in whole]))
    number = [shape for shape in whole if abs(shape.y1 - base) <= ON * height]
    marks = [shape for shape in whole if abs(shape.y1 - base) >= OFF * height]
    if len(number) + len(marks) < len(whole) or len(number) <= len(marks):
        raise Unsure("digits on no common line")
    if height < SMALL * tall and len(number) == 1:
        raise Unsure("a single small digit")
    for shape in (shape for shape in shapes if shape not in whole):
        if (
            shape.height <= POINT * height
            and base - POINT * height <= shape.y0
            and shape.y1 >= base - ON * height
        ):
            number.append(shape)
        elif abs(shape.y1 - base) >= OFF * height:
            marks.append(shape)
        else:
            raise Unsure("a smaller sign on the line")
    if any(mark in whole and (mark.y0 > base or mark.y1 < base - height) for mark in marks):
        raise Unsure("two lines")
    return sorted(number, key=lambda shape: shape.x0), marks


def _refuse_near(number: Sequence[Piece], foreign: Sequence[Piece], look: Look) -> None:
    """Ink of another thing so near to a number may hide a digit of it."""
    x0, x1 = number[0].x0, max(shape.x1 for shape in number)
    y0, y1 = min(shape.y0 for shape in number), max(shape.y1 for shape in number)
    near = round(NEAR * look.tall)
    around = np.zeros(look.ink.shape, bool)
    around[max(y0 - near, 0) : y1 + near, max(x0 - near, 0) : x1 + near] = True
    if any(piece.touches(around) for piece in foreign):
        raise Unsure("other print at the number")


def _named(number: Sequence[Piece], why: str) -> Seen:
    height = max(shape.height for shape in number)
    for left, right in pairwise(number):
        if right.x0 - left.x1 > APART * height:
            raise Unsure("two numbers")
        if left.x1 - right.x0 > 0.4 * min(left.width, right.width):
            raise Unsure("digits over each other")
    signs = [shape for shape in number if shape.height > POINT * height]
    names, read = (
        way([shape.mask for shape in signs]) for way in (digits.by_likeness, digits.by_ocr)
    )
    if names != read:
        raise Unsure(f"{names} by likeness, {read} by OCR")
    text = "".join(
        _sign(shape, number, iter_names) for iter_names in [iter(names)] for shape in number
    )
    if not _NUMBER.fullmatch(text):
        raise Unsure(f"no number: {text}")
    return Seen("number", text, why, height)


def _sign(shape: Piece, number: Sequence[Piece], names: Iterable[str]) -> str:
    """The next name for a digit; a point or a comma by how far it hangs below the line."""
    height = max(each.height for each in number)
    if shape.height > POINT * height:
        return next(iter(names))
    base = np.median([each.y1 for each in number if each.height > POINT * height])
    return "," if shape.y1 > base + ON * height * 0.6 else "."
