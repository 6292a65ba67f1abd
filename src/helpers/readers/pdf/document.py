"""The pages of a PDF as pdfium finds them: characters, paths, images, and what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from math import ceil
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.grid import Box
from helpers.readers.limits import check_limit
from helpers.readers.page.glyphs import MIDDLE, Glyph, Glyphs, within
from helpers.readers.page.matrix import IDENTITY, Matrix
from helpers.readers.pdf.pdfium import (
    Array,
    Characters,
    Painted,
    Run,
    characters,
    painted,
    tight_boxes,
)

Area = tuple[int, int, int, int]

_EXTRACTION_ALLOWED = 0x10  # bit 5 of the permissions, ISO 32000-1, table 22
#: A picture smaller than this, in points, holds no table.
LEAST_WIDTH, LEAST_HEIGHT = 150.0, 40.0
#: A picture with so many characters over it is the ground that they are printed on.
FEW = 20
#: Text that is drawn in these modes is not printed.
_UNPRINTED = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
#: Annotations that show nothing on the page itself.
_NO_INK = {pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP}
#: Pixels of a point in the picture of a page, at least and at most; within these most digits have
#: an em of so many pixels, with which they can be told apart.
COARSEST, FINEST, EM = 72 / 72, 200 / 72, 12.5


class PdfPage:
    """One page of an open PDF and what is on it.

    `number`: from 1. `turn`: the one that it is shown with. `frame`: the part of the file's plane
    that is shown (left, bottom, right, top): the CropBox within the MediaBox. `recognised`: its
    text is an invisible layer that a scanner's software put over a picture. Every library reads the
    same guesses there, so that nothing proves it but sums. `characters`: those that are printed, as
    far as the file says so itself.
    """

    def __init__(self, page: pdfium.PdfPage, number: int, picture: Array | None = None) -> None:
        self.number = number
        self.turn: int = page.get_rotation()
        self.frame: Box = page.get_bbox()
        self._page = page
        self._textpage = page.get_textpage()
        self.text: str = self._textpage.get_text_range().replace("\r\n", "\n")
        self.painted: Painted = painted(page, self.frame)
        self.recognised = _is_invisible(self.painted.runs.values())
        found = characters(self._textpage, self.frame, self.painted.runs)
        printed = np.array([self.recognised or _is_printed(run) for run in found.runs], bool)
        places = np.nonzero(printed)[0]
        self.characters: Characters = found if printed.all() else found.only(places)
        self._placed: dict[int, Glyphs] = {}
        self._picture = picture

    @property
    def ruled(self) -> bool:
        """Whether it draws anything that may be a rule."""
        return len(self.painted.paths.kinds) > 0

    @property
    def unnamed(self) -> bool:
        """Whether pdfium cannot say what some of its characters are."""
        return any(map(_is_unnamed, self.characters.texts))

    @cached_property
    def pictures(self) -> list[Box]:
        """Boxes of the large pictures on it, as shown."""
        boxes = (image.box for image in self.painted.images)
        return [self.as_shown(box) for box in _large(boxes, *self.size)]

    @property
    def scanned(self) -> bool:
        """Whether what a reader sees is a picture (or text drawn as paths), without any text."""
        if self.recognised:
            return True
        return not self.text.strip() and bool(self.pictures or self.ruled)

    @property
    def pictured(self) -> list[Box]:
        """Pictures on a page of text that may hold a table: with hardly any text over them."""
        return [box for box in self.pictures if self._count_over(box) < FEW]

    def _count_over(self, box: Box) -> int:
        """How many characters stand in a box."""
        return sum(within(glyph, box) for glyph in self.glyphs(self.turn))

    @cached_property
    def upright(self) -> int:
        """The turn that makes most characters stand upright.

        It is not `turn` where a table lies on its side.
        """
        turns: Counter[int] = Counter(self.characters.upright.tolist())
        if not turns:
            return self.turn
        return max(turns, key=lambda turn: (turns[turn], turn == self.turn))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of what is shown, before it is turned, in points."""
        left, bottom, right, top = self.frame
        return right - left, top - bottom

    def height(self, turn: int) -> float:
        """The height of the page turned clockwise by that many degrees, in points."""
        return self.size[0] if turn % 180 else self.size[1]

    def picture(self, area: Area) -> Array:
        """How bright each pixel of a part of the page is, notes, fields and layers and all.

        `area`: left, top, right and bottom in pixels, `scale` to a point; what lies outside of the
        page is left out.
        """
        if self._picture is None:
            return _picture(self._page, self.scale, area)
        left, top, right, bottom = area
        return self._picture[top:bottom, left:right]

    def closer(self, scale: float, area: Area | None = None) -> Array:
        """The same, or all of it, with so many pixels to a point."""
        return _picture(self._page, scale, area)

    @cached_property
    def scale(self) -> float:
        """Pixels of a point in its picture: as many as most of its digits need."""
        digits = np.array([text.isdecimal() for text in self.characters.texts], bool)
        sizes = np.sort(self.characters.sizes[digits])
        if not len(sizes):
            return COARSEST
        usual = float(sizes[len(sizes) // 2])
        needed = EM / max(usual, 1.0)
        return min(max(needed, COARSEST), FINEST)

    def tight_boxes(self, places: Array) -> Array:
        """The boxes around the ink of some of its `characters`.

        n x 4, from the bottom left before it is turned.
        """
        numbers = self.characters.numbers[places]
        return tight_boxes(self._textpage, self.frame, numbers)

    def glyphs(self, turn: int) -> Glyphs:
        """Every character, in points from the top left of the page turned by that many degrees."""
        if turn not in self._placed:
            self._placed[turn] = Glyphs(self._place(turn))
        return self._placed[turn]

    def outside(self, tables: Sequence[Box]) -> list[Glyph]:
        """Every character outside of these boxes, on the page turned upright.

        The boxes are those on the page as it is shown.
        """
        left = list(self.glyphs(self.upright))
        for box in map(self.stood_upright, tables):
            left = [glyph for glyph in left if not within(glyph, box)]
        return left

    def _place(self, turn: int) -> Iterator[Glyph]:
        """Every character but those that slant: a mark across the page is no part of any line."""
        a, b, c, d, e, f = self.turned(turn)
        drawn = self.characters
        level = np.nonzero(~drawn.slanting)[0]
        numbers = level.tolist()
        sizes = drawn.sizes[level]
        left, bottom, right, top = drawn.boxes[level].T
        start = a * left + c * bottom + e
        end = a * right + c * top + e
        x0 = np.minimum(start, end)
        x1 = np.maximum(start, end)
        x, y = drawn.points[level].T
        baselines = b * x + d * y + f
        middles = self.height(turn) - (baselines + MIDDLE * sizes)
        texts = [drawn.texts[number] for number in numbers]
        columns = (column.tolist() for column in (x0, x1, middles, sizes))
        return map(Glyph, texts, *columns, numbers)

    def outlines(self, turn: int) -> Array:
        """The boxes around its paths on the page turned by so many degrees.

        n x 4, in points from its bottom left.
        """
        a, b, c, d, e, f = self.turned(turn)
        left, bottom, right, top = self.painted.paths.boxes.T
        x0 = a * left + c * bottom + e
        x1 = a * right + c * top + e
        y0 = b * left + d * bottom + f
        y1 = b * right + d * top + f
        low = np.minimum(x0, x1), np.minimum(y0, y1)
        high = np.maximum(x0, x1), np.maximum(y0, y1)
        return np.stack([*low, *high], axis=1)

    def turned(self, turn: int) -> Matrix:
        """Where a point of the file's plane lies on the page turned clockwise by so much.

        From the bottom left of the page.
        """
        width, high = self.size
        turns: dict[int, Matrix] = {
            0: IDENTITY,
            90: (0.0, -1.0, 1.0, 0.0, 0.0, width),
            180: (-1.0, 0.0, 0.0, -1.0, width, high),
            270: (0.0, 1.0, -1.0, 0.0, high, 0.0),
        }
        return turns[turn % 360]

    def as_shown(self, box: Box) -> Box:
        """A box of the file's plane as a box on the page as it is shown, from the top left."""
        x0, y0, x1, y1 = box
        _, high = self.size
        return self.shown((x0, high - y1, x1, high - y0), 0)

    def shown(self, box: Box, turn: int) -> Box:
        """A box on the page turned by so much, as a box on the page as it is shown."""
        return self._moved(box, turn, self.turn)

    def stood_upright(self, box: Box) -> Box:
        """A box on the page as it is shown, as a box on the page turned upright."""
        return self._moved(box, self.turn, self.upright)

    def _moved(self, box: Box, before: int, after: int) -> Box:
        """A box of the page turned by so much, as a box of the page turned by so much else."""
        turn = (after - before) % 360
        if turn == 0:
            return box
        x0, y0, x1, y1 = box
        width = self.height(before + 90)
        height = self.height(before)
        moved: dict[int, Box] = {
            90: (height - y1, x0, height - y0, x1),
            180: (width - x1, height - y1, width - x0, height - y0),
            270: (y0, width - x1, y1, width - x0),
        }
        return moved[turn]


@contextmanager
def open_pages(path: Path) -> Iterator[list[PdfPage]]:
    """All pages of a PDF, which stays open as long as they are looked at.

    Raises UnreadableReport for a file that is no PDF, is damaged, locked with a password, or
    forbids extraction.
    """
    document = _open(path)
    try:
        if not pdfium_c.FPDF_GetDocPermissions(document) & _EXTRACTION_ALLOWED:
            raise UnreadableReport(say("forbidden_pdf"))
        if document.get_formtype() != pdfium_c.FORMTYPE_NONE:
            document.init_forms()
        check_limit("pages", len(document))
        try:
            numbers = range(1, len(document) + 1)
            pages = [open_page(document, number) for number in numbers]
        except pdfium.PdfiumError as error:
            raise UnreadableReport(say("damaged_pdf")) from error
        yield pages
    finally:
        document.close()


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadableReport(say("locked_pdf" if locked else "damaged_pdf")) from error


def open_page(document: pdfium.PdfDocument, number: int) -> PdfPage:
    """One page of an open document, by its number from 1.

    Its notes and fields are part of what it draws. Its picture is taken before that, so that it
    shows what any viewer shows.
    """
    page = document[number - 1]
    if not _annotated(page):
        return PdfPage(page, number)
    scale = PdfPage(page, number).scale
    picture = _picture(page, scale)
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    page.close()
    found = PdfPage(document[number - 1], number, picture)
    found.scale = scale
    return found


def _annotated(page: pdfium.PdfPage) -> bool:
    """Whether a page has notes, stamps or fields that may show something."""
    kinds = set()
    count = pdfium_c.FPDFPage_GetAnnotCount(page)
    check_limit("notes", count)
    for n in range(count):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, n)
        kinds.add(pdfium_c.FPDFAnnot_GetSubtype(annotation))
        pdfium_c.FPDFPage_CloseAnnot(annotation)
    return bool(kinds - _NO_INK)


def _picture(page: pdfium.PdfPage, scale: float, area: Area | None = None) -> Array:
    """How bright each pixel of a page is, or of a part of it in pixels, `scale` to a point."""
    cut: list[float] = [0.0, 0.0, 0.0, 0.0]
    wide, high = (ceil(side * scale) for side in page.get_size())
    left, top, right, bottom = area or (0, 0, wide, high)
    check_limit("pixels", (right - left) * (bottom - top))
    if area:
        margins = left, high - bottom, wide - right, top
        # pdfium is given points, and rounds the pixels that are cut off up.
        cut = [max(margin - 0.5, 0.0) / scale for margin in margins]
    pixels = page.render(scale=scale, grayscale=True, crop=cut).to_numpy()
    return np.asarray(pixels.reshape(pixels.shape[:2]))


def _is_invisible(runs: Collection[Run]) -> bool:
    """Whether most text objects are drawn so that nobody sees them."""
    modes = Counter(run.mode for run in runs)
    return modes[pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE] * 2 > modes.total()


def _is_unnamed(text: str) -> bool:
    return text == "\ufffd" or "\ue000" <= text <= "\uf8ff"


def _is_printed(run: Run) -> bool:
    """Whether the file itself does not say that characters are invisible."""
    if run.mode in _UNPRINTED:
        return False
    return run.colour is None or run.colour[3] > 0


def _large(boxes: Iterable[Box], width: float, height: float) -> Iterator[Box]:
    """The boxes that are large enough for a table, as far as they lie on the page."""
    for x0, y0, x1, y1 in boxes:
        left, right = max(x0, 0.0), min(x1, width)
        bottom, top = max(y0, 0.0), min(y1, height)
        wide, high = right - left, top - bottom
        if wide >= LEAST_WIDTH and high >= LEAST_HEIGHT:
            yield left, bottom, right, top
