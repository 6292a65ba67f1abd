"""The objects of a page of an OFD file: characters, paths and pictures, each as it is painted.

Source: GB/T 33190-2016, chapters 8 (graphics), 9 (paths), 10 (pictures), 11 (text).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import TypeAlias
from xml.etree.ElementTree import Element

from helpers.readers.ofd.markup import Area, area_of, every, first, numbers, text_of
from helpers.readers.page.matrix import IDENTITY, Matrix, moved, product
from helpers.readers.word.colours import BLACK, Colour

#: A filled box with a side below this, in millimetres, is a rule.
THIN = 1.0
#: The width of a line, where nothing says it.
_LINE = 0.353
#: The middle of a digit, in ems from its origin.
_MIDDLE = (0.25, 0.35)
#: A step of a path with its points on the page.
Step: TypeAlias = tuple[str, tuple[float, ...]]


@dataclass(frozen=True)
class Glyph:
    """One character: where its origin lies, in what matrix and size it is drawn, and its colour."""

    text: str
    matrix: Matrix
    size: float
    colour: Colour


@dataclass(frozen=True)
class Drawn:
    """One path: its steps (M, L, B, C with points on the page), and how it is painted."""

    steps: tuple[Step, ...]
    width: float
    stroke: Colour | None
    fill: Colour | None


@dataclass(frozen=True)
class Picture:
    """One picture: its bytes, and the matrix that lays a square of 1 by 1 onto the page."""

    data: bytes
    matrix: Matrix


class Style:
    """How an object is painted: its own settings, then those that it names."""

    def __init__(self, element: Element, settings: Sequence[Element]) -> None:
        self._said = (element, *settings)
        self._alpha = float(element.get("Alpha", 255)) / 255

    def says(self, kind: str) -> bool:
        """Whether any of them says a colour of this kind."""
        return any(first(each, kind) is not None for each in self._said)

    def colour(self, kind: str) -> Colour | None:
        """The colour of this kind, mixed with the paper where it is transparent; None: not seen."""
        for each in self._said:
            said = first(each, kind)
            if said is not None:
                return _seen_through(
                    _colour(said), self._alpha * float(said.get("Alpha", 255)) / 255
                )
        return _seen_through(BLACK, self._alpha)

    @property
    def line(self) -> float:
        """The width of its lines in millimetres."""
        found = (each.get("LineWidth") for each in self._said)
        return float(next((width for width in found if width), _LINE))


def _colour(said: Element) -> Colour:
    """A colour in grey, RGB or CMYK, each part from 0 to 255, perhaps in hexadecimal."""
    parts = []
    for part in (said.get("Value") or "0").split():
        parts.append(int(part[1:], 16) if part.startswith("#") else int(float(part)))
    if len(parts) == 4:
        parts = [max(255 - part - parts[3], 0) for part in parts[:3]]
    if len(parts) == 1:
        parts *= 3
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else BLACK


def _seen_through(colour: Colour, alpha: float) -> Colour | None:
    if alpha <= 0:
        return None
    red, green, blue = (round(part * alpha + 255 * (1 - alpha)) for part in colour)
    return red, green, blue


def within(element: Element, onto: Matrix) -> Matrix:
    """The matrix of what an object holds: its own, in its box, on the page."""
    x, y = (numbers(element.get("Boundary")) or [0.0, 0.0])[:2]
    return product(_own(element), product((1.0, 0.0, 0.0, 1.0, x, y), onto))


def _own(element: Element) -> Matrix:
    found = numbers(element.get("CTM"))
    if len(found) != 6:
        return IDENTITY
    return found[0], found[1], found[2], found[3], found[4], found[5]


def glyphs(text: Element, onto: Matrix, style: Style) -> Iterator[Glyph]:
    """The characters of a text that are painted, each at its place."""
    matrix, window = within(text, onto), _Window(text)
    colour = style.colour("FillColor")
    if colour is None or text.get("Fill") == "false":
        return
    size = float(text.get("Size", "0"))
    for letter, x, y in _placed(text):
        place = product(_turned(text), (1.0, 0.0, 0.0, 1.0, x, y))
        if window.shows(x, y, size):
            yield Glyph(letter, product(place, matrix), size, colour)


def _placed(text: Element) -> Iterator[tuple[str, float, float]]:
    """The characters of a text with their origins."""
    x = y = 0.0
    for code in every(text, "TextCode"):
        x, y = float(code.get("X", x)), float(code.get("Y", y))
        across, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
        at_x, at_y = x, y
        for number, letter in enumerate((code.text or "").replace("\n", "")):
            yield letter, at_x, at_y
            at_x += across[number] if number < len(across) else 0.0
            at_y += down[number] if number < len(down) else 0.0


def _turned(text: Element) -> Matrix:
    """How each character of a text is turned and made wider."""
    angle = radians(float(text.get("CharDirection", 0)))
    scale = float(text.get("HScale", 1))
    return scale * cos(angle), scale * sin(angle), -sin(angle), cos(angle), 0.0, 0.0


class _Window:
    """Where an object is seen: within its box, and within what clips it."""

    def __init__(self, element: Element) -> None:
        own = _own(element)
        _, _, width, height = area_of(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        self._matrix = own
        self._box = (0.0, 0.0, width, height) if width and height else None
        self._clips: list[list[Area]] = []
        for clip in every(element, "Clip"):
            self._clips.append([_reach(area) for area in every(clip, "Area")])

    def shows(self, x: float, y: float, size: float) -> bool:
        """Whether a character is painted; its box may be an em too small.

        What clips an object may lie in its own coordinates or in those of its box.
        """
        em = size * hypot(*self._matrix[:2])
        if self._box and not _lies_in(moved(x, y, self._matrix), self._box, em):
            return False
        middle = x + _MIDDLE[0] * size, y - _MIDDLE[1] * size
        placed = moved(*middle, self._matrix)
        for areas in self._clips:
            if not any(_lies_in(middle, each) or _lies_in(placed, each) for each in areas):
                return False
        return True


def _reach(area: Element) -> Area:
    """The box around the paths of an area that clips."""
    points: list[tuple[float, float]] = []
    for drawn in every(area, "Path"):
        for _, at in _steps(text_of(drawn, "AbbreviatedData"), within(drawn, _own(area))):
            points += zip(at[::2], at[1::2], strict=True)
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across) - min(across), max(down) - min(down)


def _lies_in(point: tuple[float, float], area: Area, margin: float = 0.0) -> bool:
    left, top, width, height = area
    is_across = left - margin <= point[0] <= left + width + margin
    return is_across and top - margin <= point[1] <= top + height + margin


def _deltas(text: str | None) -> list[float]:
    """Steps from one character to the next; `g 3 5.2` means three times 5.2."""
    words = (text or "").split()
    steps: list[float] = []
    place = 0
    while place < len(words):
        if words[place] == "g":
            steps += [float(words[place + 2])] * min(int(words[place + 1]), 10_000)
            place += 3
        else:
            steps.append(float(words[place]))
            place += 1
    return steps


def path(drawn: Element, onto: Matrix, style: Style) -> Drawn:
    """A path with its steps on the page."""
    stroke = style.colour("StrokeColor") if drawn.get("Stroke", "true") == "true" else None
    steps = tuple(_steps(text_of(drawn, "AbbreviatedData"), within(drawn, onto)))
    fill: Colour | None = None
    if drawn.get("Fill") == "true" and (style.says("FillColor") or _is_thin(steps)):
        fill = style.colour("FillColor")
    return Drawn(steps, style.line, stroke, fill)


def _is_thin(steps: Iterable[Step]) -> bool:
    """Whether a box is a rule: without a colour it shows, where a larger one does not."""
    points = [point for _, at in steps for point in at]
    if not points:
        return False
    sides = max(points[::2]) - min(points[::2]), max(points[1::2]) - min(points[1::2])
    return min(sides) < THIN


#: The steps of a path, and how many points each has; arcs (A) become a line to their end.
_POINTS = {"S": 1, "M": 1, "L": 1, "Q": 2, "B": 3, "C": 0}
_STEP = re.compile(r"([SMLQBAC])([^SMLQBAC]*)")


def _steps(data: str, matrix: Matrix) -> Iterator[Step]:
    for said, rest in _STEP.findall(data):
        name, at = said, numbers(rest)
        if said == "A":
            name, at = "L", at[-2:]
        points: list[float] = []
        for place in range(0, 2 * _POINTS[name], 2):
            points += moved(at[place], at[place + 1], matrix)
        yield name, tuple(points)
