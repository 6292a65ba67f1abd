"""The running text of pages outside their tables, by paragraph, and where each character is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile, zip_longest
from typing import Protocol

from helpers.readers.grid import Box, Grid, Passage
from helpers.readers.page.glyphs import Glyph, plain_text, spaced, text_lines

#: A line that begins or ends this much inside the text of its page, in parts of the font size,
#: begins or ends a paragraph: Chinese paragraphs are indented by two characters, and full lines end
#: within one.
INDENT = 1.5
_PAGE_NUMBER = re.compile(r"[-‐–—―·\s]*\d{1,4}[-‐–—―·\s]*|第\s*\d+\s*页(?:.{0,3}共\s*\d+\s*页)?")

#: A character with the page that it stands on and its box there.
Spot = tuple[str, tuple[int, Box]]


class TextPage(Protocol):
    """A page with its characters, however they were found."""

    @property
    def number(self) -> int:
        """From 1."""

    @property
    def upright(self) -> int:
        """The turn at which the characters stand upright, clockwise in degrees."""

    def outside(self, tables: Sequence[Box]) -> Iterable[Glyph]:
        """Every character outside of these boxes, on the page turned upright.

        The boxes are those on the page as it is shown.
        """

    def shown(self, box: Box, turn: int) -> Box:
        """A box on the page turned by so much, as a box on the page as it is shown."""


def passages(pages: Iterable[TextPage], grids: Sequence[Grid]) -> tuple[Passage, ...]:
    """The paragraphs of a report in reading order; one may run over a page break.

    Page numbers are left out.
    """
    paragraphs: list[list[Spot]] = [[]]
    for page in pages:
        tables = [grid.outline for grid in grids if grid.page == page.number]
        for line, begins, ends in _lines(page, tables):
            if begins:
                paragraphs.append([])
            paragraphs[-1] += line
            if ends:
                paragraphs.append([])
    return tuple(_passage(paragraph) for paragraph in paragraphs if paragraph)


def _passage(paragraph: list[Spot]) -> Passage:
    text, places = zip(*paragraph, strict=True)
    return Passage("".join(text), places)


def _lines(page: TextPage, tables: Sequence[Box]) -> Iterator[tuple[list[Spot], bool, bool]]:
    """The lines of a page outside its tables.

    Each with whether it begins and whether it ends a paragraph.
    """
    turn = page.upright
    lines = [line for line in text_lines(page.outside(tables)) if not _is_page_number(line)]
    left = min((line[0].x0 for line in lines), default=0)
    right = max((line[-1].x1 for line in lines), default=0)
    for line, after in zip_longest(lines, lines[1:]):
        first, last = line[0], line[-1]
        spots = [_spot(glyph, page, turn) for glyph in spaced(line)]
        reach = INDENT * first.size
        begins = first.x0 > left + reach
        next_word = _word(after) if after else 0
        room = right - last.x1
        yield spots, begins, room > reach + next_word


def _is_page_number(line: Sequence[Glyph]) -> bool:
    return _PAGE_NUMBER.fullmatch(plain_text(line)) is not None


def _spot(glyph: Glyph, page: TextPage, turn: int) -> Spot:
    """A character of the page turned by so much, with its place on the page as it is shown."""
    half = glyph.size / 2
    top, bottom = glyph.middle - half, glyph.middle + half
    box = glyph.x0, top, glyph.x1, bottom
    return glyph.text, (page.number, page.shown(box, turn))


def _word(line: Sequence[Glyph]) -> float:
    """How wide the number or word is that a line begins with.

    The line before may have had no room for it.
    """
    word = list(takewhile(lambda glyph: glyph.text.isascii(), line))
    return word[-1].x1 - word[0].x0 if word else 0
