"""What pdfium says of an open page: its characters, its paths and its images, as they are painted.

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
from helpers.readers.limits import check_limit
from helpers.readers.page.matrix import IDENTITY, Matrix, moved, product
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
Point = tuple[float, float]
BLACK: Colour = (0, 0, 0, 255)


@dataclass(frozen=True)
class Paths:
    """The pieces of the paths of a page as they are painted, one a place in each array.

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
    """One text object: when it is painted, in which colour, mode and font.

    `grey`, `opaque`: how bright and how opaque the colour is.
    """

    order: int
    colour: Colour | None
    mode: int
    font: int
    grey: float = 0.0
    opaque: float = 1.0


@dataclass(frozen=True)
class Characters:
    """The characters of a page as the file draws them, one a place in each list and array.

    All as they are before the page is turned. `boxes`: n x 4, `points`: n x 2, of the line that
    each stands on, in points from the bottom left of what is shown. `upright`: the turn of the
    page, clockwise in degrees, that makes it stand upright; `slanting`: whether none does.
    `stretched`: how much wider than its font it is drawn, as where text is condensed. `numbers`:
    their places in pdfium's text of the page.
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
    """What an open page draws besides its characters.

    In points from the bottom left of its `frame`.
    """
    handle = address(page)
    check_limit("objects", _count_objects(handle))
    objects = [_get_object(handle, n) for n in range(_count_objects(handle))]
    walker = _Walker(frame)
    walker.walk(objects, IDENTITY, DEPTH)
    return Painted(walker.paths(), walker.images, walker.runs)


@cache
def _shade(colour: Colour | None) -> tuple[float, float]:
    """How bright and how opaque a colour is."""
    red, green, blue, alpha = colour or BLACK
    return 0.299 * red + 0.587 * green + 0.114 * blue, alpha / 255


def address(handle: Any) -> int:
    """A handle of pypdfium2 as the number that the functions here take."""
    return ctypes.cast(handle.raw, c_void_p).value or 0


def lengths(boxes: Array) -> Array:
    """How wide and how high boxes are (n x 4 → n x 2)."""
    return np.asarray(boxes[:, 2:] - boxes[:, :2])


def middles(boxes: Array) -> Array:
    """The points in the middle of boxes (n x 4 → n x 2)."""
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2)


def grown(boxes: Array, by: Array) -> Array:
    """Boxes with so much more on each side: n x 1, or n x 2 for across and up."""
    return np.hstack([boxes[:, :2] - by, boxes[:, 2:] + by])


def _places(numbers: Array) -> range:
    """Where each of these numbers, or each row of them, lies in memory."""
    start = numbers.ctypes.data
    return range(start, start + numbers.nbytes, numbers.strides[0] or 1)


class _Walker:
    """Asks for what each object says of itself, by its handle.

    pdfium writes its answers into numbers that are made once.
    """

    def __init__(self, frame: Box) -> None:
        self.images: list[Image] = []
        self.runs: dict[int, Run] = {}
        #: What they are, how the form is placed that they stand in, and when they are painted.
        self._paths: list[tuple[int, Matrix, int]] = []
        self._order = 0
        self._shadings = 0
        self._left, self._bottom = frame[:2]
        self._sides = np.zeros(4, np.float32)
        self._at_sides = _places(self._sides)
        self._point = np.zeros(2, np.float32)
        self._at_point = _places(self._point)
        self._matrix = np.zeros(6, np.float32)
        self._at_matrix = self._matrix.ctypes.data
        self._channels = np.zeros(4, np.uint32)
        self._at_channels = _places(self._channels)

    def walk(self, objects: list[int], outer: Matrix, depth: int) -> None:
        """Go through objects as they are painted, and through the forms among them."""
        check_limit("objects", self._order + len(objects))
        for handle in objects:
            self._order += 1
            kind = _kind(handle)
            if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self._paths.append((handle, outer, self._order))
            elif kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                self.runs[handle] = self._run(handle)
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                box = self.bounds(handle, outer)
                clear = bool(_is_clear(handle))
                self.images.append(Image(box, self._order, clear))
            elif kind == pdfium_c.FPDF_PAGEOBJ_SHADING:
                self._shadings += 1
                check_limit("shadings", self._shadings)
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth > 1:
                inner = [_get_inner(handle, n) for n in range(_count_inner(handle))]
                placed = product(self.matrix(handle), outer)
                self.walk(inner, placed, depth - 1)

    def _run(self, handle: int) -> Run:
        colour = self.colour(handle)
        grey, opaque = _shade(colour)
        mode = _render_mode(handle)
        font = _font(handle) or 0
        return Run(self._order, colour, mode, font, grey, opaque)

    def colour(self, handle: int) -> Colour | None:
        """Red, green, blue and how opaque, 0 to 255; None where it is no plain colour."""
        if not _fill_colour(handle, *self._at_channels):
            return None
        red, green, blue, alpha = self._channels.tolist()
        return red, green, blue, alpha

    def matrix(self, handle: int) -> Matrix:
        """How an object is placed in the form, or on the page, that it stands in."""
        _object_matrix(handle, self._at_matrix)
        a, b, c, d, e, f = self._matrix.tolist()
        return a, b, c, d, e, f

    def bounds(self, handle: int, outer: Matrix) -> Box:
        """The box around an object on the page."""
        _bounds(handle, *self._at_sides)
        return self._placed(self._sides.tolist(), outer)

    def _placed(self, sides: list[float], outer: Matrix) -> Box:
        """A box of a form as the box around it on the page."""
        x0, y0, x1, y1 = sides
        if outer is IDENTITY:
            left, bottom = self._left, self._bottom
            return x0 - left, y0 - bottom, x1 - left, y1 - bottom
        corners = (x0, y0), (x0, y1), (x1, y0), (x1, y1)
        return self._box([moved(x, y, outer) for x, y in corners])

    def paths(self) -> Paths:
        """The pieces of the paths, one for each point to which the pen is moved."""
        boxes, modes = self._boxes_and_modes()
        filled = modes[:, 0] != pdfium_c.FPDF_FILLMODE_NONE
        stroked = modes[:, 1] != 0
        sides = lengths(boxes)
        thick = (sides > RULE).all(axis=1)
        small = (sides <= MARK).all(axis=1)
        plain = ~stroked & small  # of a mark it does not matter what it is
        counts = self._segment_counts(~plain)
        check_limit("objects", int(counts.sum()))
        four_sided = (counts == 4) | (counts == 5)
        plain |= ~stroked & four_sided
        opaque = self._opaque(filled & (thick | ~plain))
        # The paths that the pieces are of; then what they are themselves.
        owners = np.nonzero(plain)[0].tolist()
        kinds = [RECTANGLE] * len(owners)
        outlines = boxes[plain].tolist()
        for owner, kind, outline in self._shapes(~plain, counts):
            owners.append(owner)
            kinds.append(kind)
            outlines.append(outline)
        order = np.argsort(np.array(owners, int), kind="stable")
        owner_of = np.array(owners, int)[order]
        painted_at = np.array([time for _, _, time in self._paths], int)
        return Paths(
            kinds=np.array(kinds, int)[order],
            boxes=np.array(outlines, float).reshape(-1, 4)[order],
            stroked=stroked[owner_of],
            filled=filled[owner_of],
            opaque=opaque[owner_of],
            orders=painted_at[owner_of],
        )

    def _boxes_and_modes(self) -> tuple[Array, Array]:
        """The boxes around the paths on the page, and how each is filled and stroked."""
        count = len(self._paths)
        sides = np.zeros((count, 4), np.float32)
        modes = np.zeros((count, 2), np.int32)
        places = zip(self._paths, _places(sides), _places(modes), strict=True)
        for (handle, _, _), at, at_mode in places:
            _bounds(handle, at, at + 4, at + 8, at + 12)
            _draw_mode(handle, at_mode, at_mode + 4)
        boxes = sides - np.array([self._left, self._bottom] * 2)
        for n, (_, outer, _) in enumerate(self._paths):
            if outer is not IDENTITY:
                boxes[n] = self._placed(sides[n].tolist(), outer)
        return boxes, modes

    def _segment_counts(self, asked: Array) -> Array:
        """Of how many segments each of these paths consists, 0 for the others."""
        places = np.nonzero(asked)[0]
        counts = np.zeros(len(asked), int)
        counts[places] = [_count_segments(self._paths[n][0]) for n in places.tolist()]
        return counts

    def _opaque(self, asked: Array) -> Array:
        """Which of these paths are filled so that nothing under them shows through."""
        places = np.nonzero(asked)[0]
        opaque = np.zeros(len(asked), bool)
        opaque[places] = [self._is_opaque(self._paths[n][0]) for n in places.tolist()]
        return opaque

    def _is_opaque(self, handle: int) -> bool:
        colour = self.colour(handle)
        return colour is not None and colour[3] == 255

    def _shapes(self, asked: Array, counts: Array) -> Iterator[tuple[int, int, Box]]:
        """The pieces of these paths: which path each is of, its kind and its box."""
        for n in np.nonzero(asked)[0].tolist():
            handle, outer, _ = self._paths[n]
            matrix = product(self.matrix(handle), outer)
            for points, curved in self._pieces(handle, int(counts[n]), matrix):
                if len(points) > 1:
                    yield n, _shape(points, curved), self._box(points)

    def _pieces(
        self, handle: int, count: int, matrix: Matrix
    ) -> Iterator[tuple[list[Point], bool]]:
        """The corners of each piece of a path, and whether it has curves."""
        points: list[Point] = []
        curved = False
        for n in range(count):
            segment = _segment(handle, n)
            _segment_point(segment, *self._at_point)
            kind = _segment_kind(segment)
            if kind == pdfium_c.FPDF_SEGMENT_MOVETO and points:
                yield points, curved
                points, curved = [], False
            curved |= kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
            x, y = self._point.tolist()
            x, y = moved(x, y, matrix)
            # pdfium holds single precision: corners that are equal in the file differ a little.
            points.append((round(x, 2), round(y, 2)))
            if _segment_closes(segment) and points[-1] != points[0]:
                points.append(points[0])
        yield points, curved

    def _box(self, points: list[Point]) -> Box:
        """The box around these points, from the bottom left of the page's frame."""
        xs, ys = zip(*points, strict=True)
        left, bottom = self._left, self._bottom
        return min(xs) - left, min(ys) - bottom, max(xs) - left, max(ys) - bottom


def _shape(points: list[Point], curved: bool) -> int:
    """What the finder of tables takes a piece of a path for, by its corners."""
    if curved:
        return CURVE
    count, first = len(points), points[0]
    if count == 2 or (count == 3 and points[2] == first):
        return LINE
    closed = count in (5, 6) and all(point == first for point in points[4:])
    xs, ys = zip(*points, strict=True)
    straight = len(set(xs)) == len(set(ys)) == 2
    return RECTANGLE if closed and straight else CURVE


_NO_RUN = Run(0, None, pdfium_c.FPDF_TEXTRENDERMODE_FILL, 0)


def characters(textpage: Any, frame: Box, runs: Mapping[int, Run]) -> Characters:
    """Every character of a page that is no white space, in the order in which they are drawn."""
    handle = address(textpage)
    check_limit("objects", _count_characters(handle))
    texts = [_name(_unicode(handle, n)) for n in range(_count_characters(handle))]
    numbers = [n for n, text in enumerate(texts) if text]
    loose, matrices, points = _measures(handle, numbers)
    a, b, c, d = matrices.astype(float).T[:4]
    wide = np.hypot(a, b)
    high = np.hypot(c, d)
    sizes = np.array([_font_size(handle, n) for n in numbers]) * high
    drawn = high > 0
    stretched = np.where(drawn, wide, 1.0) / np.where(drawn, high, 1.0)
    upright, slanting = _directions(a, b)
    left, bottom, _, _ = frame
    boxes = loose[:, [0, 3, 2, 1]] - [left, bottom, left, bottom]
    widths = boxes[:, 2] - boxes[:, 0]
    widest = WIDEST * sizes * np.maximum(stretched, 1.0)
    too_wide = widths > widest
    places = np.array(numbers, int)
    tight = too_wide | slanting | (upright > 0)
    boxes[tight] = tight_boxes(textpage, frame, places[tight])
    return Characters(
        texts=[text for text in texts if text],
        boxes=boxes,
        points=points - (left, bottom),
        sizes=sizes,
        upright=upright,
        slanting=slanting,
        stretched=stretched,
        runs=[runs.get(_text_object(handle, n), _NO_RUN) for n in numbers],
        numbers=places,
    )


def _measures(handle: int, numbers: list[int]) -> tuple[Array, Array, Array]:
    """The boxes, the matrices and the points of characters.

    pdfium writes its answers into arrays with one row for each character.
    """
    count = len(numbers)
    loose = np.zeros((count, 4), np.float32)
    matrices = np.zeros((count, 6), np.float32)
    points = np.zeros((count, 2))
    size = points.itemsize
    places = zip(numbers, _places(loose), _places(matrices), _places(points), strict=True)
    for n, at_loose, at_matrix, at_point in places:
        _loose_box(handle, n, at_loose)
        _character_matrix(handle, n, at_matrix)
        _origin(handle, n, at_point, at_point + size)
    return loose, matrices, points


def tight_boxes(textpage: Any, frame: Box, numbers: Array) -> Array:
    """The boxes around the ink of characters, n x 4, from the bottom left of the page's `frame`."""
    handle = address(textpage)
    sides = np.zeros((len(numbers), 4))
    size = sides.itemsize
    for n, at in zip(numbers.tolist(), _places(sides), strict=True):
        _tight_box(handle, n, at, at + size, at + 2 * size, at + 3 * size)
    left, bottom, _, _ = frame
    boxes = sides[:, [0, 2, 1, 3]]
    return np.asarray(boxes - [left, bottom, left, bottom])


@cache
def _name(code: int) -> str:
    """The character that a code stands for.

    Nothing for white space, and for what is not meant to be seen. Whatever is drawn for that has no
    name: it is ink and no character. A soft hyphen that is drawn is a hyphen.
    """
    if code < 32 or code in _INVISIBLE:
        return ""
    return "-" if code == _SOFT_HYPHEN else printed(chr(code))


def _directions(right: Array, up: Array) -> tuple[Array, ...]:
    """The turns that make lines of text in these directions run to the right; whether they lean."""
    across, along = np.abs(right), np.abs(up)
    less, more = np.minimum(across, along), np.maximum(across, along)
    slanting = less > LEANING * more
    level = np.where(right >= 0, 0, 180)
    standing = np.where(up > 0, 90, 270)
    upright = np.where(across >= along, level, standing)
    return upright, slanting
