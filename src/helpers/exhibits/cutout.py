"""A cell on a page of a PDF or a scan → a picture of the rows around it below their head.

A frame stands round the cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageDraw

from helpers.readers.grid import Box
from helpers.readers.kinds import kind_of
from helpers.readers.limits import check_limit
from helpers.readers.ofd import as_pdf
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
HEAD = 160.0
AROUND = 70.0
#: The height of the band that stands for what is left out, in pixels, and its colour.
_GAP = 14
_GAP_COLOUR = (190, 190, 190)


@dataclass(frozen=True)
class _PagePicture:
    """A page as a picture, turned so that its text stands upright.

    A table on its side is read like any other.
    """

    image: Image.Image
    stood_upright: Callable[[Box], Box]

    def pixels(self, box: Box) -> Box:
        """Where a box of the page as it is shown lies in the picture."""
        x0, y0, x1, y1 = self.stood_upright(box)
        return x0 * SCALE, y0 * SCALE, x1 * SCALE, y1 * SCALE

    def strip(self, box: Box, above: float, below: float) -> range:
        """The lines of the picture from so many points above a box to so many below it."""
        _, top, _, bottom = self.pixels(box)
        first = int(top - above * SCALE)
        last = int(bottom + below * SCALE)
        return range(max(first, 0), min(last, self.image.height))

    def cut(self, strip: range) -> Image.Image:
        return self.image.crop((0, strip.start, self.image.width, strip.stop))

    def mark(self, box: Box) -> None:
        """Draw a frame around a box."""
        x0, y0, x1, y1 = self.pixels(box)
        around = (
            x0 - FRAME_WIDTH,
            y0 - FRAME_WIDTH,
            x1 + FRAME_WIDTH,
            y1 + FRAME_WIDTH,
        )
        drawing = ImageDraw.Draw(self.image)
        drawing.rectangle(around, outline=FRAME, width=FRAME_WIDTH)


def cell_on_page(path: Path, cell: Spot, first: Spot) -> bytes:
    """Draw the surroundings of a cell over the whole width of the page, below its column's head.

    `first`: the first figure of the column, over which the head stands, perhaps on a page before. A
    grey band stands for the rows left out. The picture is a PNG file.
    """
    png = BytesIO()
    _cutout(path, cell, first).save(png, "PNG", optimize=True)
    return png.getvalue()


def _cutout(path: Path, cell: Spot, first: Spot) -> Image.Image:
    read = {"picture": _scanned, "ofd": _as_pdf}.get(kind_of(path), _drawn)
    cell_number, cell_box = cell
    first_number, first_box = first
    pages = dict(read(path, {cell_number, first_number}))
    page, before = pages[cell_number], pages[first_number]
    page.mark(cell_box)
    rows = page.strip(cell_box, AROUND, AROUND)
    head = before.strip(first_box, HEAD, 0)
    if page is before and rows.start <= head.stop:
        top = min(head.start, rows.start)
        bottom = max(head.stop, rows.stop)
        return page.cut(range(top, bottom))
    return _pasted([before.cut(head), page.cut(rows)])


def _as_pdf(path: Path, numbers: set[int]) -> Iterator[tuple[int, _PagePicture]]:
    """Pages of an OFD file, by number, as this program prints them."""
    with as_pdf(path) as printed:
        yield from _drawn(printed, numbers)


def _drawn(path: Path, numbers: set[int]) -> Iterator[tuple[int, _PagePicture]]:
    """Pages of a PDF, by number."""
    with pdfium.PdfDocument(path) as document:
        if document.get_formtype() != pdfium_c.FORMTYPE_NONE:
            document.init_forms()
        for number in numbers:
            page = document[number - 1]
            known = PdfPage(page, number)
            width, height = known.size
            check_limit("pixels", width * height * SCALE**2)
            turn = (known.upright - known.turn) % 360
            bitmap = page.render(scale=SCALE, rotation=turn)
            image = bitmap.to_pil().convert("RGB")
            yield number, _PagePicture(image, known.stood_upright)


def _scanned(path: Path, numbers: set[int]) -> Iterator[tuple[int, _PagePicture]]:
    """Pages of a picture file, by number."""
    for sheet in sheets.of_picture(path):
        if sheet.number in numbers:
            image = Image.fromarray(sheet.pixels)
            width = round(image.width * SCALE / sheet.unit)
            height = round(image.height * SCALE / sheet.unit)
            image = image.resize((width, height))
            yield sheet.number, _PagePicture(image, lambda box: box)


def _pasted(strips: Sequence[Image.Image]) -> Image.Image:
    """Pictures one below the other, with a band between them."""
    width = max(strip.width for strip in strips)
    gaps = _GAP * (len(strips) - 1)
    height = sum(strip.height for strip in strips) + gaps
    pasted = Image.new("RGB", (width, height), _GAP_COLOUR)
    top = 0
    for strip in strips:
        pasted.paste(strip, (0, top))
        top += strip.height + _GAP
    return pasted
