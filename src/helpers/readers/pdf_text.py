"""What pdfium reads on the pages of a PDF: the second reading, independent of camelot's."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from helpers.grid import UnreadableReport
from helpers.readers.glyphs import MIDDLE, Glyph

_EXTRACTION_ALLOWED = 0x10  # bit 5 of the permissions, ISO 32000-1, table 22
_INVISIBLE = {0xFFFE, 0xFFFF}  # what pdfium puts for hyphens at the end of a line and for unknown characters


@dataclass(frozen=True)
class PageText:
    """One page: its number from 1, height in points, text, characters, and how many rules and boxes it draws.

    `recognised`: its text is an invisible layer that a scanner's software put over a picture. Every library reads the
    same guesses there, so that reading twice proves nothing.
    """

    number: int
    height: float
    text: str
    glyphs: tuple[Glyph, ...]
    paths: int
    recognised: bool


def read_pages(path: Path) -> list[PageText]:
    """All pages of a PDF.

    Raises UnreadableReport for a file that is no PDF, is damaged, locked with a password, or forbids extraction.
    """
    try:
        with pdfium.PdfDocument(path) as document:
            if not pdfium_c.FPDF_GetDocPermissions(document) & _EXTRACTION_ALLOWED:
                raise UnreadableReport("The PDF forbids extraction of its text: ask for a file that allows it.")
            return [_read_page(document[index], index + 1) for index in range(len(document))]
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableReport("The PDF is locked with a password: save it without one.") from error
        raise UnreadableReport("The file is damaged or no PDF: fetch it again.") from error


def _read_page(page: pdfium.PdfPage, number: int) -> PageText:
    textpage = page.get_textpage()
    text: str = textpage.get_text_range().replace("\r\n", "\n")
    drawn = list(page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_TEXT), max_depth=4))
    paths = sum(each.type == pdfium_c.FPDF_PAGEOBJ_PATH for each in drawn)
    modes = [pdfium_c.FPDFTextObj_GetTextRenderMode(each) for each in drawn if each.type == pdfium_c.FPDF_PAGEOBJ_TEXT]
    recognised = modes.count(pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE) * 2 > len(modes)
    return PageText(number, page.get_height(), text, tuple(_glyphs(page, textpage)), paths, recognised)


def _glyphs(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> list[Glyph]:
    """Every visible character of a page, in the order in which the file draws them."""
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    matrix = pdfium_c.FS_MATRIX()
    glyphs = []
    for index in range(textpage.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(textpage, index)
        if code in _INVISIBLE or chr(code).isspace() or code < 32:
            continue
        pdfium_c.FPDFText_GetCharOrigin(textpage, index, x, y)
        pdfium_c.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
        pdfium_c.FPDFText_GetMatrix(textpage, index, matrix)
        size = pdfium_c.FPDFText_GetFontSize(textpage, index) * (abs(matrix.d) or abs(matrix.b))
        middle = page.get_height() - (y.value + MIDDLE * size)
        glyphs.append(Glyph(chr(code), left.value, right.value, middle, size))
    return glyphs
