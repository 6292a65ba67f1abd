"""A file → the pages of it that are pictures, as a scanner took them.

And where their points lie on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import ExifTags, Image, ImageOps, ImageSequence, UnidentifiedImageError

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.grid import Box
from helpers.readers.limits import begin_picture, check_limit
from helpers.readers.scan import long
from helpers.readers.scan.pixels import Pixels

#: Pixels an inch that a page is read with: those of the picture within these limits.
LEAST, MOST = 150, 240
#: The most for a page of a tall picture, which is longer than one of A4 and has as many pixels.
MOST_TALL = 200
#: Inches of the longer side of a page, for a picture that does not say how large it is: A4.
LONG_SIDE, SHORT_SIDE = 11.69, 8.27
#: A file says how fine its picture is; what lies outside these limits is no scan of a page.
BELIEVED = range(50, 1300)
#: What programs write unasked.
UNASKED = (72, 96)
POINTS = 72


@dataclass(frozen=True)
class Sheet:
    """One page as a picture: `pixels` (height x width x 3, red first).

    `dpi`: how many of them make an inch. `native`: how many the file holds for an inch. `to_page`:
    3 x 3 matrix, from pixels to points of the page as a reader of the file sees it. `tall`: whether
    it was cut from a tall picture, of which nobody knows how large it is.
    """

    number: int
    pixels: Pixels
    dpi: float
    native: float
    to_page: Pixels
    tall: bool = False

    @property
    def unit(self) -> float:
        """Pixels of a point."""
        return self.dpi / POINTS

    def shown(self, box: Box) -> Box:
        """A box on the sheet, in points, as the box around it on the page.

        The page is as a reader of the file sees it.
        """
        x0, y0, x1, y1 = (side * self.unit for side in box)
        corners = [
            [x0, y0, 1],
            [x1, y0, 1],
            [x1, y1, 1],
            [x0, y1, 1],
        ]
        seen = np.array(corners) @ self.to_page.T
        points = seen[:, :2] / seen[:, 2:]
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def of_picture(path: Path) -> Iterator[Sheet]:
    """The pages of a PNG, JPEG, TIFF or WebP file; a tall picture is cut into several.

    Raises UnreadableReport for a file that is damaged or none of them.
    """
    try:
        with Image.open(path) as picture:
            check_limit("scans", getattr(picture, "n_frames", 1))
            number = 0
            for frame in ImageSequence.Iterator(picture):
                for sheet in _of_frame(frame):
                    number += 1
                    yield replace(sheet, number=number)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableReport(say("damaged_picture")) from error


def _of_frame(frame: Image.Image) -> Iterator[Sheet]:
    """The pages in a frame, upright: of a tall one several."""
    check_limit("pixels", frame.width * frame.height)
    is_turned = frame.getexif().get(ExifTags.Base.Orientation, 1) != 1
    upright = ImageOps.exif_transpose(frame) if is_turned else frame  # copies what is large
    native = _resolution(upright, frame.info.get("dpi"))
    if not long.is_long(upright):
        yield _of_part(upright, native)
        return
    for top, bottom in long.pages_of(upright):
        part = upright.crop((0, top, upright.width, bottom))
        yield replace(_of_part(part, native, MOST_TALL), tall=True)


def _of_part(part: Image.Image, native: float, most: int = MOST) -> Sheet:
    begin_picture()
    part = _on_white(part)
    dpi = min(max(native, LEAST), most)
    width = round(part.width * dpi / native)
    height = round(part.height * dpi / native)
    check_limit("pixels", width * height)
    size = width, height
    if size != part.size:
        part = part.resize(size, Image.Resampling.BICUBIC)
    to_page = np.diag([POINTS / dpi, POINTS / dpi, 1])
    return Sheet(1, np.asarray(part), dpi, native, to_page)


def _on_white(picture: Image.Image) -> Image.Image:
    """A picture without what is seen through: it lies on white paper."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layers = picture.convert("RGBA")
    paper = Image.new("RGBA", layers.size, "white")
    return Image.alpha_composite(paper, layers).convert("RGB")


def _resolution(picture: Image.Image, said: tuple[float, float] | None) -> float:
    """Pixels an inch as the file says, else as if the page were A4; a tall one is as wide as A4."""
    across, down = map(float, said or (0, 0))
    is_believed = round(across) in BELIEVED and round(across) not in UNASKED
    if is_believed and abs(across - down) < 1:
        return across
    if long.is_long(picture):
        return picture.width / SHORT_SIDE
    return max(picture.size) / LONG_SIDE


def of_pdf(path: Path, parts: Iterable[tuple[int, Box | None]]) -> Iterator[Sheet]:
    """Pages of a PDF, by number from 1, drawn as they are shown.

    Of a page with a box only that part of it.
    """
    with pdfium.PdfDocument(path) as document:
        for number, of_page in groupby(parts, key=itemgetter(0)):
            page = document[number - 1]
            native = _finest(page)
            dpi = min(max(native, LEAST), MOST)
            width, height = page.get_size()
            check_limit("pixels", width * height * (dpi / POINTS) ** 2)
            begin_picture()
            drawn = page.render(scale=dpi / POINTS, rev_byteorder=True, draw_annots=False)
            colours = drawn.to_numpy()[:, :, :3]
            for _, box in of_page:
                part = box or (0, 0, *page.get_size())
                x0, y0, x1, y1 = (round(side * dpi / POINTS) for side in part)
                pixels = np.ascontiguousarray(colours[y0:y1, x0:x1])
                scale = POINTS / dpi
                to_page = [
                    [scale, 0, x0 * scale],
                    [0, scale, y0 * scale],
                    [0, 0, 1],
                ]
                yield Sheet(number, pixels, dpi, native, np.array(to_page))


def _finest(page: pdfium.PdfPage) -> float:
    """Pixels an inch of the largest picture of a page; as many as are read where there is none."""
    largest, finest = 0.0, float(MOST)
    for picture in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        left, bottom, right, top = picture.get_bounds()
        width, height = right - left, top - bottom
        if width * height > largest:
            largest = width * height
            finest = max(picture.get_px_size()) * POINTS / max(width, height)
    return finest
