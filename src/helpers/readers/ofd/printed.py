"""The pages of an OFD file as a PDF, so that they are read as PDFs are.

Only what `pages` found is drawn, each character as one of its own. The letters are of a font that
comes along: what the file itself would show in its fonts nobody sees.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import Image

from helpers.readers.ofd.objects import Drawn, Glyph, Picture
from helpers.readers.ofd.pages import OfdPage, read_pages

#: Points of a millimetre.
POINTS = 72 / 25.4
#: What stands for a picture in a format that is not read, as JBIG2.
_GREY = (128, 128, 128)


@contextmanager
def as_pdf(path: Path) -> Iterator[Path]:
    """An OFD file as a PDF, on the disk while the block lasts.

    Raises UnreadableReport where it is damaged.
    """
    pages = read_pages(path)
    with TemporaryDirectory() as folder:
        printed = Path(folder) / "report.pdf"
        _print(pages, printed)
        yield printed


def _print(pages: list[OfdPage], target: Path) -> None:
    document = pdfium.PdfDocument.new()
    try:
        font = _font(document, _letters(pages))
        for page in pages:
            _print_page(document, page, font)
        document.save(target)
    finally:
        document.close()


def _letters(pages: Iterable[OfdPage]) -> str:
    """Every character of the pages once."""
    letters: set[str] = set()
    for page in pages:
        letters.update(drawn.text for drawn in page.objects if isinstance(drawn, Glyph))
    return "".join(sorted(letters))


def _font(document: pdfium.PdfDocument, letters: str) -> Any:
    data = _font_data(letters)
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    return pdfium_c.FPDFText_LoadFont(
        document, buffer, len(data), pdfium_c.FPDF_FONT_TRUETYPE, True
    )


def _font_data(letters: str) -> bytes:
    """Noto Sans SC, which the charts bring along, with no more than these letters.

    Where several characters look alike (the word 行, and the radical), the whole font has one glyph
    for all of them, and pdfium would take it for the first.
    """
    options = subset.Options()
    options.layout_features = []
    with resources.files("zhplot").joinpath("fonts/NotoSansSC-Regular.ttf").open("rb") as source:
        font = TTFont(source, lazy=True)
        cut = subset.Subsetter(options)
        cut.populate(text=letters)
        cut.subset(font)
        data = io.BytesIO()
        font.save(data)
    return data.getvalue()


def _print_page(document: pdfium.PdfDocument, page: OfdPage, font: Any) -> None:
    printed = document.new_page(page.width * POINTS, page.height * POINTS)
    for drawn in page.objects:
        if isinstance(drawn, Glyph):
            _print_glyph(document, printed, page, drawn, font)
        elif isinstance(drawn, Drawn):
            _print_path(printed, page, drawn)
        else:
            _print_picture(document, printed, page, drawn)
    printed.gen_content()
    printed.close()


def _print_glyph(
    document: pdfium.PdfDocument, printed: pdfium.PdfPage, page: OfdPage, glyph: Glyph, font: Any
) -> None:
    if glyph.text.isspace():
        return
    text = pdfium_c.FPDFPageObj_CreateTextObj(document, font, glyph.size * POINTS)
    letters = (glyph.text + "\0").encode("utf-16-le")
    buffer = ctypes.cast(ctypes.create_string_buffer(letters), pdfium_c.FPDF_WIDESTRING)
    pdfium_c.FPDFText_SetText(text, buffer)
    pdfium_c.FPDFPageObj_SetFillColor(text, *glyph.colour, 255)
    a, b, c, d, e, f = glyph.matrix
    # From the top down becomes from the bottom up.
    x, y = e * POINTS, (page.height - f) * POINTS
    pdfium_c.FPDFPageObj_Transform(text, a, -b, -c, d, x, y)
    pdfium_c.FPDFPage_InsertObject(printed, text)


def _print_path(printed: pdfium.PdfPage, page: OfdPage, drawn: Drawn) -> None:
    if not drawn.steps or (drawn.stroke is None and drawn.fill is None):
        return
    steps = [(name, _turned(points, page)) for name, points in drawn.steps]
    path = pdfium_c.FPDFPageObj_CreateNewPath(*(steps[0][1] or (0.0, 0.0))[:2])
    for name, points in steps[1:]:
        _step(path, name, points)
    filled = pdfium_c.FPDF_FILLMODE_WINDING if drawn.fill else pdfium_c.FPDF_FILLMODE_NONE
    pdfium_c.FPDFPath_SetDrawMode(path, filled, drawn.stroke is not None)
    if drawn.fill:
        pdfium_c.FPDFPageObj_SetFillColor(path, *drawn.fill, 255)
    if drawn.stroke:
        pdfium_c.FPDFPageObj_SetStrokeColor(path, *drawn.stroke, 255)
        pdfium_c.FPDFPageObj_SetStrokeWidth(path, drawn.width * POINTS)
    pdfium_c.FPDFPage_InsertObject(printed, path)


def _step(path: Any, name: str, points: tuple[float, ...]) -> None:
    if name in ("S", "M"):
        pdfium_c.FPDFPath_MoveTo(path, *points)
    elif name == "L":
        pdfium_c.FPDFPath_LineTo(path, *points)
    elif name == "B":
        pdfium_c.FPDFPath_BezierTo(path, *points)
    elif name == "Q":
        pdfium_c.FPDFPath_BezierTo(path, *points[:2], *points)
    else:
        pdfium_c.FPDFPath_Close(path)


def _turned(points: tuple[float, ...], page: OfdPage) -> tuple[float, ...]:
    turned = []
    for place in range(0, len(points), 2):
        turned += [points[place] * POINTS, (page.height - points[place + 1]) * POINTS]
    return tuple(turned)


def _print_picture(
    document: pdfium.PdfDocument, printed: pdfium.PdfPage, page: OfdPage, picture: Picture
) -> None:
    bitmap = pdfium.PdfBitmap.from_pil(_opened(picture.data))
    image = pdfium.PdfImage.new(document)
    image.set_bitmap(bitmap)
    a, b, c, d, e, f = picture.matrix
    # A picture of PDF stands with its foot at 0, one of OFD with its head.
    left, top = (e + c) * POINTS, (page.height - f - d) * POINTS
    matrix = pdfium.PdfMatrix(a * POINTS, -b * POINTS, -c * POINTS, d * POINTS, left, top)
    image.set_matrix(matrix)
    printed.insert_obj(image)


def _opened(data: bytes) -> Image.Image:
    """A picture, also one that lets through what is below; grey where it cannot be opened."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            lets_through = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
            return opened.convert("RGBA" if lets_through else "RGB")
    except OSError:
        return Image.new("RGB", (1, 1), _GREY)
