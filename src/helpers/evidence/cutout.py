"""A cell on a page of a PDF or a scan → a picture of the rows around it below their head, with a frame round it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageDraw

from helpers.readers import PICTURES
from helpers.readers.grid import Box
from helpers.readers.pdf.document import PdfPage
from helpers.readers.scan import sheets

#: A page from 1, and a box on it as it is shown, in points from its top left.
Spot = tuple[int, Box]

#: Pixels for each point: 144 dpi, at which print of 7 points is read with ease.
SCALE = 2.0
#: The colour of the frame, and its width in pixels; it lies outside the cell, so that it covers no
#: print.
FRAME = (212, 0, 60)
FRAME_WIDTH = 4
#: What is shown, in points: above the first figure of the column its head, above and below the cell
#: a few rows.
HEAD, AROUND = 160.0, 70.0
#: The height of the band that stands for what is left out, in pixels, and its colour.
_GAP, _GAP_COLOUR = 14, (190, 190, 190)


@dataclass(frozen=True)
class _Page:
    """A page as a picture, turned so that its text stands upright; a table on its side is read like any other."""

    image: Image.Image
    stood_upright: Callable[[Box], Box]

    def pixels(self, box: Box) -> Box:
        """Where a box of the page as it is shown lies in the picture."""
        x0, y0, x1, y1 = self.stood_upright(box)
        return x0 * SCALE, y0 * SCALE, x1 * SCALE, y1 * SCALE

    def strip(self, box: Box, above: float, below: float) -> range:
        """The lines of the picture from so many points above a box to so many below it."""
        _, top, _, bottom = self.pixels(box)
        return range(
            max(int(top - above * SCALE), 0), min(int(bottom + below * SCALE), self.image.height)
        )

    def cut(self, strip: range) -> Image.Image:
        return self.image.crop((0, strip.start, self.image.width, strip.stop))


def cell_on_page(path: Path, cell: Spot, first: Spot) -> Image.Image:
    """Draw the surroundings of a cell over the whole width of the page, below the head of its column.

    `first`: the first figure of the column, over which the head stands, perhaps on a page before. A
    grey band stands for the rows left out.
    """
    pages = dict(
        (_scanned if path.suffix.lower() in PICTURES else _drawn)(path, {cell[0], first[0]})
    )
    page, before = pages[cell[0]], pages[first[0]]
    x0, y0, x1, y1 = page.pixels(cell[1])
    around = x0 - FRAME_WIDTH, y0 - FRAME_WIDTH, x1 + FRAME_WIDTH, y1 + FRAME_WIDTH
    ImageDraw.Draw(page.image).rectangle(around, outline=FRAME, width=FRAME_WIDTH)
    rows, head = page.strip(cell[1], AROUND, AROUND), before.strip(first[1], HEAD, 0)
    if page is before and rows.start <= head.stop:
        return page.cut(range(min(head.start, rows.start), max(head.stop, rows.stop)))
    return _pasted([before.cut(head), page.cut(rows)])


def _drawn(path: Path, numbers: set[int]) -> Iterator[tuple[int, _Page]]:
    """Pages of a PDF, by number."""
    with pdfium.PdfDocument(path) as document:
        if document.get_formtype() != pdfium_c.FORMTYPE_NONE:
            document.init_forms()
        for number in numbers:
            page = document[number - 1]
            known = PdfPage(page, number)
            bitmap = page.render(scale=SCALE, rotation=(known.upright - known.turn) % 360)
            yield number, _Page(bitmap.to_pil().convert("RGB"), known.stood_upright)


def _scanned(path: Path, numbers: set[int]) -> Iterator[tuple[int, _Page]]:
    """Pages of a picture file, by number."""
    for sheet in sheets.of_picture(path):
        if sheet.number in numbers:
            image = Image.fromarray(sheet.pixels)
            size = round(image.width * SCALE / sheet.unit), round(image.height * SCALE / sheet.unit)
            yield sheet.number, _Page(image.resize(size), lambda box: box)


def _pasted(strips: Sequence[Image.Image]) -> Image.Image:
    """Pictures one below the other, with a band between them."""
    height = sum(strip.height for strip in strips) + _GAP * (len(strips) - 1)
    pasted = Image.new("RGB", (max(strip.width for strip in strips), height), _GAP_COLOUR)
    top = 0
    for strip in strips:
        pasted.paste(strip, (0, top))
        top += strip.height + _GAP
    return pasted
