"""What pdfium reads on one page: the second reading of a PDF, independent of camelot's text."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from functools import cached_property

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from helpers.grid import Box

#: The inner margins of a cell, left and right together, that word processors set by default (2 x 0.19 cm), in points.
CELL_MARGINS = 10.8
#: A gap this wide between two characters, in parts of their height, is a space.
SPACE = 0.35


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with its box in points from the page's top left."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


class PageText:
    """The text of one page of a PDF; `number` from 1, `paths`: how many lines and boxes are drawn on it."""

    def __init__(self, page: pdfium.PdfPage, number: int) -> None:
        self.number = number
        self._page = page
        self._textpage = page.get_textpage()
        self.width, self.height = page.get_size()
        self.text: str = self._textpage.get_text_range().replace("\r\n", "\n")
        self.paths = sum(1 for _ in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,), max_depth=4))

    def close(self) -> None:
        """Free the page's memory in pdfium."""
        self._textpage.close()
        self._page.close()

    @cached_property
    def _glyphs(self) -> list[Glyph]:
        """Every visible character, in the order in which the file draws them."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        glyphs = []
        for index in range(self._textpage.count_chars()):
            code = pdfium_c.FPDFText_GetUnicode(self._textpage, index)
            if code <= 32 or code in (0xA0, 0x3000, 0xFFFE, 0xFFFF):
                continue
            if pdfium_c.FPDFText_GetCharBox(self._textpage, index, left, right, bottom, top):
                y0, y1 = self.height - top.value, self.height - bottom.value
                glyphs.append(Glyph(chr(code), left.value, y0, right.value, y1))
        return glyphs

    def text_in(self, box: Box) -> str:
        """The text whose characters have their middle in a box; lines that only lack room are joined."""
        inside = [
            glyph
            for glyph in self._glyphs
            if box[0] <= (glyph.x0 + glyph.x1) / 2 < box[2] and box[1] <= (glyph.y0 + glyph.y1) / 2 < box[3]
        ]
        lines = _lines(inside)
        text = ""
        for number, line in enumerate(lines):
            wrapped = number and _is_full(lines[number - 1], box)
            text += ("" if wrapped or not number else "\n") + _line_text(line)
        return text

    def text_above(self, top: float, reach: float) -> str:
        """The text between `reach` points above a height and that height."""
        inside = [glyph for glyph in self._glyphs if top - reach <= (glyph.y0 + glyph.y1) / 2 < top]
        return "\n".join(_line_text(line) for line in _lines(inside))


def _lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs as lines from top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.y0 + glyph.y1) / 2):
        middle = (glyph.y0 + glyph.y1) / 2
        if lines and middle <= max(one.y1 for one in lines[-1]) and middle >= min(one.y0 for one in lines[-1]):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda glyph: glyph.x0) for line in lines]


def _line_text(line: list[Glyph]) -> str:
    text = line[0].text
    for before, glyph in zip(line, line[1:], strict=False):
        height = max(before.y1 - before.y0, glyph.y1 - glyph.y0)
        text += (" " if glyph.x0 - before.x1 > SPACE * height else "") + glyph.text
    return text


def _is_full(line: list[Glyph], box: Box) -> bool:
    """Whether a line of digits ends because the cell has no room for one more digit: a wrapped number, not two."""
    if not re.fullmatch(r"[\d.,]+", "".join(glyph.text for glyph in line)):
        return False
    width = line[-1].x1 - line[0].x0
    return (box[2] - box[0]) - width < CELL_MARGINS + 1.2 * width / len(line)
