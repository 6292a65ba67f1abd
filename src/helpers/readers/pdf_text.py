"""What pdfium reads on the pages of a PDF: the second reading, independent of camelot's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from ctypes import byref, c_double
from dataclasses import dataclass, field, replace
from functools import cache, partial
from math import hypot
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from helpers.grid import Box, UnreadableReport
from helpers.readers.glyphs import MIDDLE, Glyph, Glyphs, within

_EXTRACTION_ALLOWED = 0x10  # bit 5 of the permissions, ISO 32000-1, table 22
#: A picture smaller than this, in points, holds no table.
LEAST_WIDTH, LEAST_HEIGHT = 150.0, 40.0
#: Objects are looked for in forms within forms so deep.
DEPTH = 4
#: A picture with so many characters over it is the ground that they are printed on.
FEW = 20
_INVISIBLE = {0xFFFE, 0xFFFF}  # what pdfium puts for hyphens at the end of a line and for unknown characters


class _Drawn(NamedTuple):
    """A character as the file draws it, before the page is turned: its box and origin from the bottom left.

    `upright`: the turn of the page, clockwise in degrees, that makes it stand upright.
    """

    text: str
    box: Box
    x: float
    y: float
    size: float
    upright: int


@dataclass(frozen=True)
class PageText:
    """One page: its number from 1, the turn that it is shown with, its text, how many rules and boxes it draws.

    `frame`: the part of the file's plane that is shown (left, bottom, right, top): the CropBox within the MediaBox.
    `recognised`: its text is an invisible layer that a scanner's software put over a picture. Every library reads the
    same guesses there, so that reading twice proves nothing. `pictures`: boxes of the large pictures on it, as shown.
    """

    number: int
    turn: int
    text: str
    paths: int
    recognised: bool
    frame: Box
    _drawn: tuple[_Drawn, ...]
    pictures: tuple[Box, ...] = ()
    _placed: dict[int, Glyphs] = field(default_factory=dict, compare=False, repr=False)

    @property
    def scanned(self) -> bool:
        """Whether what a reader sees is a picture (or text drawn as paths), with no text of its own."""
        return self.recognised or (not self.text.strip() and bool(self.pictures or self.paths))

    @property
    def pictured(self) -> list[Box]:
        """Pictures on a page of text that may hold a table: those with hardly any text over them."""
        return [box for box in self.pictures if sum(within(glyph, box) for glyph in self.glyphs(self.turn)) < FEW]

    @property
    def upright(self) -> int:
        """The turn that makes most characters stand upright; it is not `turn` where a table lies on its side."""
        turns = Counter(each.upright for each in self._drawn)
        return max(turns, key=lambda turn: (turns[turn], turn == self.turn)) if turns else self.turn

    @property
    def _size(self) -> tuple[float, float]:
        return self.frame[2] - self.frame[0], self.frame[3] - self.frame[1]

    def height(self, turn: int) -> float:
        """The height of the page turned clockwise by that many degrees, in points."""
        return self._size[0] if turn % 180 else self._size[1]

    def glyphs(self, turn: int) -> Glyphs:
        """Every visible character, in points from the top left of the page turned clockwise by that many degrees."""
        if turn not in self._placed:
            self._placed[turn] = Glyphs(self._place(turn))
        return self._placed[turn]

    def _place(self, turn: int) -> Iterator[Glyph]:
        width, high = self._size
        # Where a point of the file's plane lies on the turned page: x as a * x + b * y + c, y as d * x + e * y + f.
        a, b, c, d, e, f = {
            0: (1, 0, 0.0, 0, 1, 0.0),
            90: (0, 1, 0.0, -1, 0, width),
            180: (-1, 0, width, 0, -1, high),
            270: (0, -1, high, 1, 0, 0.0),
        }[turn % 360]
        height = self.height(turn)
        for text, (left, bottom, right, top), x, y, size, _ in self._drawn:
            one, other = a * left + b * bottom + c, a * right + b * top + c
            middle = height - (d * x + e * y + f + MIDDLE * size)
            yield Glyph(text, min(one, other), max(one, other), middle, size)

    def shown(self, box: Box, turn: int) -> Box:
        """A box on the page turned by so much, as a box on the page as it is shown."""
        return self._moved(box, turn, self.turn)

    def stood_upright(self, box: Box) -> Box:
        """A box on the page as it is shown, as a box on the page turned so that its text stands upright."""
        return self._moved(box, self.turn, self.upright)

    def _moved(self, box: Box, before: int, after: int) -> Box:
        """A box of the page turned by so much, as a box of the page turned by so much else."""
        if (after - before) % 360 == 0:
            return box
        x0, y0, x1, y1 = box
        width, height = self.height(before + 90), self.height(before)
        return {
            90: (height - y1, x0, height - y0, x1),
            180: (width - x1, height - y1, width - x0, height - y0),
            270: (y0, width - x1, y1, width - x0),
        }[(after - before) % 360]


def read_pages(path: Path) -> list[PageText]:
    """All pages of a PDF.

    Raises UnreadableReport for a file that is no PDF, is damaged, locked with a password, or forbids extraction.
    """
    try:
        with pdfium.PdfDocument(path) as document:
            if not pdfium_c.FPDF_GetDocPermissions(document) & _EXTRACTION_ALLOWED:
                raise UnreadableReport("The PDF forbids extraction of its text: ask for a file that allows it.")
            return [read_page(document[index], index + 1) for index in range(len(document))]
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableReport("The PDF is locked with a password: save it without one.") from error
        raise UnreadableReport("The file is damaged or no PDF: fetch it again.") from error


def read_page(page: pdfium.PdfPage, number: int) -> PageText:
    """What pdfium reads on one open page; `number` counts from 1."""
    textpage = page.get_textpage()
    text: str = textpage.get_text_range().replace("\r\n", "\n")
    raw = page.raw
    drawn = list(_objects(pdfium_c.FPDFPage_CountObjects(raw), partial(pdfium_c.FPDFPage_GetObject, raw), DEPTH))
    paths = sum(kind == pdfium_c.FPDF_PAGEOBJ_PATH for kind, _ in drawn)
    modes = [pdfium_c.FPDFTextObj_GetTextRenderMode(each) for kind, each in drawn if kind == pdfium_c.FPDF_PAGEOBJ_TEXT]
    recognised = modes.count(pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE) * 2 > len(modes)
    frame = page.get_bbox()
    characters = tuple(_characters(textpage, *frame[:2]))
    found = PageText(number, page.get_rotation(), text, paths, recognised, frame, characters)
    images = [pdfium.PdfObject(each, page) for kind, each in drawn if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE]
    return replace(found, pictures=tuple(found.shown(box, 0) for box in _pictures(images, frame)))


def _objects(count: int, get: Callable[[int], Any], depth: int) -> Iterator[tuple[int, Any]]:
    """The kind of each object and the object, also those in forms; pypdfium2's wrappers would take most of the time."""
    for index in range(count):
        each = get(index)
        kind = pdfium_c.FPDFPageObj_GetType(each)
        yield kind, each
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth > 1:
            inner = partial(pdfium_c.FPDFFormObj_GetObject, each)
            yield from _objects(pdfium_c.FPDFFormObj_CountObjects(each), inner, depth - 1)


def _pictures(images: Iterable[pdfium.PdfObject], frame: Box) -> Iterator[Box]:
    """The large pictures of a page before it is turned, from the top left of what is shown."""
    x0, y0, x1, y1 = frame
    for each in images:
        left, bottom, right, top = each.get_bounds()
        left, bottom, right, top = max(left, x0), max(bottom, y0), min(right, x1), min(top, y1)
        if right - left >= LEAST_WIDTH and top - bottom >= LEAST_HEIGHT:
            yield left - x0, y1 - top, right - x0, y1 - bottom


def _characters(textpage: pdfium.PdfTextPage, x0: float, y0: float) -> Iterator[_Drawn]:
    """Every visible character of a page in the order in which the file draws them; x0, y0: the corner shown."""
    raw, matrix = textpage.raw, pdfium_c.FS_MATRIX()
    x, y, left, right, bottom, top = values = [c_double() for _ in range(6)]
    at_x, at_y, at_left, at_right, at_bottom, at_top = map(byref, values)
    at_matrix = byref(matrix)
    for index in range(textpage.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(raw, index)
        if not _is_visible(code):
            continue
        pdfium_c.FPDFText_GetCharOrigin(raw, index, at_x, at_y)
        pdfium_c.FPDFText_GetCharBox(raw, index, at_left, at_right, at_bottom, at_top)
        pdfium_c.FPDFText_GetMatrix(raw, index, at_matrix)
        size = pdfium_c.FPDFText_GetFontSize(raw, index) * hypot(matrix.c, matrix.d)
        box = (left.value - x0, bottom.value - y0, right.value - x0, top.value - y0)
        yield _Drawn(chr(code), box, x.value - x0, y.value - y0, size, _upright(matrix.a, matrix.b))


@cache
def _is_visible(code: int) -> bool:
    return code >= 32 and code not in _INVISIBLE and not chr(code).isspace()


def _upright(right: float, up: float) -> int:
    """The turn that makes a line of text run to the right, which runs in that direction before the page is turned."""
    if abs(right) >= abs(up):
        return 0 if right >= 0 else 180
    return 90 if up > 0 else 270
