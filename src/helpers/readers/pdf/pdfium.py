"""What pdfium says of an open page: its characters, its paths and its images, in the order in which they are painted.

A page has thousands of them, and each is asked for by several calls. pypdfium2 makes the calls
through ctypes, which lets go of the interpreter's lock each time and checks the class of every
handle: both take longer than the calls. Here the same functions are called by their addresses, with
handles as plain numbers.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from ctypes import PYFUNCTYPE, c_double, c_int, c_uint, c_ulong, c_void_p
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c

from helpers.readers.grid import Box
from helpers.text import printed

#: Objects are looked for in forms within forms so deep.
DEPTH = 6
#: A line of text that leans by more than this, as a part of its own direction, is slanting.
LEANING = 0.1
#: No character is wider than this, in parts of its size; what pdfium says of some vertical text is.
WIDEST = 2.0
#: What pdfium puts for hyphens at the end of a line and for unknown characters.
_INVISIBLE = {0xFFFE, 0xFFFF}
_SOFT_HYPHEN = 0xAD

#: A filled box that is thinner than this, in points, is a rule, whose colour nobody asks for.
RULE = 3.0
#: A filled box that is no wider and no higher than this, in points, is no rule for camelot.
MARK = 1.5
#: The kinds of paths that the finder of tables tells apart.
LINE, RECTANGLE, CURVE = range(3)

Array = np.ndarray[Any, Any]
Colour = tuple[int, int, int, int]
#: a, b, c, d, e, f: a point (x, y) goes to (a x + c y + e, b x + d y + f).
Matrix = tuple[float, float, float, float, float, float]
BLACK: Colour = (0, 0, 0, 255)
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Paths:
    """The pieces of the paths of a page in the order in which they are painted, one a place in each array.

    `kinds`: LINE, RECTANGLE or CURVE. `boxes`: n x 4, in points from the bottom left of what is
    shown. `opaque`: whether nothing under it shows through, by its colour; of rules nobody asks.
    `orders`: when it is painted.
    """

    kinds: Array
    boxes: Array
    stroked: Array
    filled: Array
    opaque: Array
    orders: Array


class Image(NamedTuple):
    """An image: its box, when it is painted, and whether what lies under it shows through."""

    box: Box
    order: int
    clear: bool


class Run(NamedTuple):
    """One text object: when it is painted, in which colour, mode and font; how bright and opaque that is."""

    order: int
    colour: Colour | None
    mode: int
    font: int
    grey: float = 0.0
    opaque: float = 1.0


@dataclass(frozen=True)
class Characters:
    """The characters of a page as the file draws them, before it is turned: one a place in each list and array.

    `boxes`: n x 4, `points`: n x 2, of the line that each stands on, in points from the bottom left
    of what is shown. `upright`: the turn of the page, clockwise in degrees, that makes it stand
    upright; `slanting`: whether none does. `stretched`: how much wider than its font it is drawn,
    as where text is condensed. `numbers`: their places in pdfium's text of the page.
    """

    texts: Sequence[str]
    boxes: Array
    points: Array
    sizes: Array
    upright: Array
    slanting: Array
    stretched: Array
    runs: Sequence[Run]
    numbers: Array

    def only(self, places: Array) -> Characters:
        """Those at some places."""
        chosen = places.tolist()
        return Characters(
            [self.texts[n] for n in chosen],
            self.boxes[places],
            self.points[places],
            self.sizes[places],
            self.upright[places],
            self.slanting[places],
            self.stretched[places],
            [self.runs[n] for n in chosen],
            self.numbers[places],
        )


@dataclass(frozen=True)
class Painted:
    """What a page draws besides its characters; `runs`: its text objects by their handles."""

    paths: Paths
    images: list[Image]
    runs: dict[int, Run]


def _function(name: str, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(getattr(pdfium_c, name), c_void_p).value
    assert address
    return PYFUNCTYPE(result, *arguments)(address)


_PAGE = _OBJECT = _TEXT = _OUT = c_void_p
_count_objects = _function("FPDFPage_CountObjects", c_int, _PAGE)
_get_object = _function("FPDFPage_GetObject", c_void_p, _PAGE, c_int)
_count_inner = _function("FPDFFormObj_CountObjects", c_int, _OBJECT)
_get_inner = _function("FPDFFormObj_GetObject", c_void_p, _OBJECT, c_ulong)
_kind = _function("FPDFPageObj_GetType", c_int, _OBJECT)
_object_matrix = _function("FPDFPageObj_GetMatrix", c_int, _OBJECT, _OUT)
_bounds = _function("FPDFPageObj_GetBounds", c_int, _OBJECT, _OUT, _OUT, _OUT, _OUT)
_fill_colour = _function("FPDFPageObj_GetFillColor", c_int, _OBJECT, _OUT, _OUT, _OUT, _OUT)
_is_clear = _function("FPDFPageObj_HasTransparency", c_int, _OBJECT)
_draw_mode = _function("FPDFPath_GetDrawMode", c_int, _OBJECT, _OUT, _OUT)
_count_segments = _function("FPDFPath_CountSegments", c_int, _OBJECT)
_segment = _function("FPDFPath_GetPathSegment", c_void_p, _OBJECT, c_int)
_segment_point = _function("FPDFPathSegment_GetPoint", c_int, c_void_p, _OUT, _OUT)
_segment_kind = _function("FPDFPathSegment_GetType", c_int, c_void_p)
_segment_closes = _function("FPDFPathSegment_GetClose", c_int, c_void_p)
_render_mode = _function("FPDFTextObj_GetTextRenderMode", c_int, _OBJECT)
_font = _function("FPDFTextObj_GetFont", c_void_p, _OBJECT)
_count_characters = _function("FPDFText_CountChars", c_int, _TEXT)
_unicode = _function("FPDFText_GetUnicode", c_uint, _TEXT, c_int)
_text_object = _function("FPDFText_GetTextObject", c_void_p, _TEXT, c_int)
_origin = _function("FPDFText_GetCharOrigin", c_int, _TEXT, c_int, _OUT, _OUT)
_tight_box = _function("FPDFText_GetCharBox", c_int, _TEXT, c_int, _OUT, _OUT, _OUT, _OUT)
_loose_box = _function("FPDFText_GetLooseCharBox", c_int, _TEXT, c_int, _OUT)
_character_matrix = _function("FPDFText_GetMatrix", c_int, _TEXT, c_int, _OUT)
_font_size = _function("FPDFText_GetFontSize", c_double, _TEXT, c_int)


def painted(page: Any, frame: Box) -> Painted:
    """What an open page draws besides its characters, in points from the bottom left of its `frame`."""
    walker, handle = _Walker(frame), address(page)
    walker.walk([_get_object(handle, n) for n in range(_count_objects(handle))], IDENTITY, DEPTH)
    return Painted(walker.paths(), walker.images, walker.runs)


@cache
def _shade(colour: Colour | None) -> tuple[float, float]:
    """How bright and how opaque a colour is."""
    red, green, blue, alpha = colour or BLACK
    return 0.299 * red + 0.587 * green + 0.114 * blue, alpha / 255


def address(handle: Any) -> int:
    """A handle of pypdfium2 as the number that the functions here take."""
    return ctypes.cast(handle.raw, c_void_p).value or 0


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    k, l, m, n, o, p = outer  # noqa: E741 - as matrices are written
    return (
        a * k + b * m,
        a * l + b * n,
        c * k + d * m,
        c * l + d * n,
        e * k + f * m + o,
        e * l + f * n + p,
    )


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _places(numbers: Array) -> range:
    """Where each of these numbers, or each row of them, lies in memory."""
    start = numbers.ctypes.data
    return range(start, start + numbers.nbytes, numbers.strides[0] or 1)


class _Walker:
    """Asks for what each object says of itself; pdfium writes its answers into numbers that are made once."""

    def __init__(self, frame: Box) -> None:
        self.images: list[Image] = []
        self.runs: dict[int, Run] = {}
        #: What they are, how the form is placed that they stand in, and when they are painted.
        self._paths: list[tuple[int, Matrix, int]] = []
        self._order = 0
        self._left, self._bottom = frame[:2]
        self._sides, self._point = np.zeros(4, np.float32), np.zeros(2, np.float32)
        self._matrix = np.zeros(6, np.float32)
        self._at_matrix = self._matrix.ctypes.data
        self._channels = np.zeros(4, np.uint32)
        self._at_sides, self._at_point = _places(self._sides), _places(self._point)
        self._at_channels = _places(self._channels)

    def walk(self, objects: list[int], outer: Matrix, depth: int) -> None:
        """Go through objects in the order in which they are painted, and through the forms among them."""
        for each in objects:
            self._order += 1
            kind = _kind(each)
            if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self._paths.append((each, outer, self._order))
            elif kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                colour = self.colour(each)
                self.runs[each] = Run(
                    self._order, colour, _render_mode(each), _font(each) or 0, *_shade(colour)
                )
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                self.images.append(
                    Image(self.bounds(each, outer), self._order, bool(_is_clear(each)))
                )
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth > 1:
                inner = [_get_inner(each, n) for n in range(_count_inner(each))]
                self.walk(inner, _product(self.matrix(each), outer), depth - 1)

    def colour(self, each: int) -> Colour | None:
        """Red, green, blue and how opaque, 0 to 255; None where it is no plain colour."""
        if not _fill_colour(each, *self._at_channels):
            return None
        red, green, blue, alpha = self._channels.tolist()
        return red, green, blue, alpha

    def matrix(self, each: int) -> Matrix:
        """How an object is placed in the form, or on the page, that it stands in."""
        _object_matrix(each, self._at_matrix)
        a, b, c, d, e, f = self._matrix.tolist()
        return a, b, c, d, e, f

    def bounds(self, each: int, outer: Matrix) -> Box:
        """The box around an object on the page."""
        _bounds(each, *self._at_sides)
        return self._placed(self._sides.tolist(), outer)

    def _placed(self, sides: list[float], outer: Matrix) -> Box:
        x0, y0, x1, y1 = sides
        if outer is IDENTITY:
            return x0 - self._left, y0 - self._bottom, x1 - self._left, y1 - self._bottom
        return self._box([_moved(x, y, outer) for x in (x0, x1) for y in (y0, y1)])

    def paths(self) -> Paths:
        """The pieces of the paths, one for each point to which the pen is moved."""
        objects = self._paths
        sides, modes = (
            np.zeros((len(objects), 4), np.float32),
            np.zeros((len(objects), 2), np.int32),
        )
        for (each, _, _), at, at_mode in zip(objects, _places(sides), _places(modes), strict=True):
            _bounds(each, at, at + 4, at + 8, at + 12)
            _draw_mode(each, at_mode, at_mode + 4)
        boxes = sides - np.array([self._left, self._bottom] * 2)
        for n, (_, outer, _) in enumerate(objects):
            if outer is not IDENTITY:
                boxes[n] = self._placed(sides[n].tolist(), outer)
        filled, stroked = modes[:, 0] != pdfium_c.FPDF_FILLMODE_NONE, modes[:, 1] != 0
        lengths = boxes[:, 2:] - boxes[:, :2]
        thick = (lengths > RULE).all(axis=1)
        plain = ~stroked & (lengths <= MARK).all(axis=1)  # of a mark it does not matter what it is
        asked = np.nonzero(~plain)[0]
        counts = np.zeros(len(objects), int)
        counts[asked] = [_count_segments(objects[n][0]) for n in asked.tolist()]
        plain |= ~stroked & ((counts == 4) | (counts == 5))
        opaque = filled & (thick | ~plain)
        opaque[opaque] = [self._is_opaque(objects[n][0]) for n in np.nonzero(opaque)[0].tolist()]
        kinds, of, drawn = (
            [RECTANGLE] * int(plain.sum()),
            np.nonzero(plain)[0].tolist(),
            boxes[plain].tolist(),
        )
        for n in np.nonzero(~plain)[0].tolist():
            each, outer, _ = objects[n]
            for points, curved in self._pieces(
                each, int(counts[n]), _product(self.matrix(each), outer)
            ):
                if len(points) > 1:
                    kinds.append(_shape(points, curved))
                    of.append(n)
                    drawn.append(self._box(points))
        order = np.argsort(np.array(of, int), kind="stable")
        which = np.array(of, int)[order]
        orders = np.array([order for _, _, order in objects], int)
        found = np.array(kinds, int)[order], np.array(drawn, float).reshape(-1, 4)[order]
        return Paths(*found, stroked[which], filled[which], opaque[which], orders[which])

    def _is_opaque(self, each: int) -> bool:
        colour = self.colour(each)
        return colour is not None and colour[3] == 255

    def _pieces(
        self, each: int, count: int, matrix: Matrix
    ) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        points: list[tuple[float, float]] = []
        curved = False
        for n in range(count):
            segment = _segment(each, n)
            _segment_point(segment, *self._at_point)
            kind = _segment_kind(segment)
            if kind == pdfium_c.FPDF_SEGMENT_MOVETO and points:
                yield points, curved
                points, curved = [], False
            curved |= kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
            x, y = self._point.tolist()
            x, y = _moved(x, y, matrix)
            # pdfium holds single precision: corners that are equal in the file differ a little
            # here.
            points.append((round(x, 2), round(y, 2)))
            if _segment_closes(segment) and points[-1] != points[0]:
                points.append(points[0])
        yield points, curved

    def _box(self, points: list[tuple[float, float]]) -> Box:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return (
            min(xs) - self._left,
            min(ys) - self._bottom,
            max(xs) - self._left,
            max(ys) - self._bottom,
        )


def _shape(points: list[tuple[float, float]], curved: bool) -> int:
    """What the finder of tables takes a piece of a path for, by its corners."""
    if curved:
        return CURVE
    if len(points) == 2 or (len(points) == 3 and points[2] == points[0]):
        return LINE
    closed = len(points) in (5, 6) and all(point == points[0] for point in points[4:])
    straight = len({x for x, _ in points}) == len({y for _, y in points}) == 2
    return RECTANGLE if closed and straight else CURVE


_NO_RUN = Run(0, None, pdfium_c.FPDF_TEXTRENDERMODE_FILL, 0)


def characters(textpage: Any, frame: Box, runs: Mapping[int, Run]) -> Characters:
    """Every character of a page that is no white space, in the order in which the file draws them.

    pdfium writes its answers into arrays with one row for each character.
    """
    handle = address(textpage)
    texts = [_name(_unicode(handle, n)) for n in range(_count_characters(handle))]
    numbers = [n for n, text in enumerate(texts) if text]
    count = len(numbers)
    loose, matrices = np.zeros((count, 4), np.float32), np.zeros((count, 6), np.float32)
    points = np.zeros((count, 2))
    places = zip(numbers, _places(loose), _places(matrices), _places(points), strict=True)
    for n, at_loose, at_matrix, at_point in places:
        _loose_box(handle, n, at_loose)
        _character_matrix(handle, n, at_matrix)
        _origin(handle, n, at_point, at_point + points.itemsize)
    a, b, c, d = matrices.astype(float).T[:4]
    high = np.hypot(c, d)
    sizes = np.array([_font_size(handle, n) for n in numbers]) * high
    stretched = np.where(high > 0, np.hypot(a, b), 1.0) / np.where(high > 0, high, 1.0)
    upright, slanting = _directions(a, b)
    boxes = loose[:, [0, 3, 2, 1]] - np.array([*frame[:2], *frame[:2]])
    wide = boxes[:, 2] - boxes[:, 0] > WIDEST * sizes * np.maximum(stretched, 1.0)
    found, tight = np.array(numbers, int), wide | slanting | (upright > 0)
    boxes[tight] = tight_boxes(textpage, frame, found[tight])
    drawn = [runs.get(_text_object(handle, n), _NO_RUN) for n in numbers]
    named = [text for text in texts if text]
    return Characters(
        named, boxes, points - frame[:2], sizes, upright, slanting, stretched, drawn, found
    )


def tight_boxes(textpage: Any, frame: Box, numbers: Array) -> Array:
    """The boxes around the ink of characters, n x 4, from the bottom left of the page's `frame`."""
    handle, sides = address(textpage), np.zeros((len(numbers), 4))
    size = sides.itemsize
    for n, at in zip(numbers.tolist(), _places(sides), strict=True):
        _tight_box(handle, n, at, at + size, at + 2 * size, at + 3 * size)
    return np.asarray(sides[:, [0, 2, 1, 3]] - np.array([*frame[:2], *frame[:2]]))


@cache
def _name(code: int) -> str:
    """The character that a code stands for; nothing for white space, and for what is not meant to be seen.

    Whatever is drawn for that has no name: it is ink and no character. A soft hyphen that is drawn
    is a hyphen.
    """
    if code < 32 or code in _INVISIBLE:
        return ""
    return "-" if code == _SOFT_HYPHEN else printed(chr(code))


def _directions(right: Array, up: Array) -> tuple[Array, ...]:
    """The turns that make lines of text run to the right, which run in these directions now, and whether they lean."""
    across, along = np.abs(right), np.abs(up)
    slanting = np.minimum(across, along) > LEANING * np.maximum(across, along)
    upright = np.where(across >= along, np.where(right >= 0, 0, 180), np.where(up > 0, 90, 270))
    return upright, slanting
