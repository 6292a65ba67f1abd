"""The running text of a PDF outside its tables, by paragraph, with the place of every character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile, zip_longest
from typing import Protocol

from helpers.readers.grid import Box, Grid, Passage
from helpers.readers.page.glyphs import Glyph, spaced, text_lines

#: A line that begins or ends this much inside the text of its page, in parts of the font size,
#: begins or ends a paragraph: Chinese paragraphs are indented by two characters, and full lines end
#: within one.
INDENT = 1.5
_PAGE_NUMBER = re.compile(r"[-‐–—―·\s]*\d{1,4}[-‐–—―·\s]*|第\s*\d+\s*页(?:.{0,3}共\s*\d+\s*页)?")

#: A character with the page that it stands on and its box there.
Spot = tuple[str, tuple[int, Box]]


class Page(Protocol):
    """A page with its characters, however they were found."""

    @property
    def number(self) -> int:
        """From 1."""

    @property
    def upright(self) -> int:
        """The turn at which the characters stand upright, clockwise in degrees."""

    def outside(self, tables: Sequence[Box]) -> Iterable[Glyph]:
        """Every character outside of these boxes (on the page as it is shown), on the page turned upright."""

    def shown(self, box: Box, turn: int) -> Box:
        """A box on the page turned by so much, as a box on the page as it is shown."""


def passages(pages: Iterable[Page], grids: Sequence[Grid]) -> tuple[Passage, ...]:
    """The paragraphs of a report in reading order; one may run over a page break. Page numbers are left out."""
    paragraphs: list[list[Spot]] = [[]]
    for page in pages:
        for line, begins, ends in _lines(
            page, [_outline(grid) for grid in grids if grid.page == page.number]
        ):
            if begins:
                paragraphs.append([])
            paragraphs[-1] += line
            if ends:
                paragraphs.append([])
    return tuple(_passage(paragraph) for paragraph in paragraphs if paragraph)


def _passage(paragraph: list[Spot]) -> Passage:
    return Passage("".join(text for text, _ in paragraph), tuple(spot for _, spot in paragraph))


def _lines(page: Page, tables: Sequence[Box]) -> Iterator[tuple[list[Spot], bool, bool]]:
    """The lines of a page outside its tables, each with whether it begins and whether it ends a paragraph."""
    turn = page.upright

    def spot(glyph: Glyph) -> tuple[int, Box]:
        half = glyph.size / 2
        return page.number, page.shown(
            (glyph.x0, glyph.middle - half, glyph.x1, glyph.middle + half), turn
        )

    lines = text_lines(page.outside(tables))
    lines = [
        line for line in lines if not _PAGE_NUMBER.fullmatch("".join(each.text for each in line))
    ]
    left, right = (
        min((line[0].x0 for line in lines), default=0),
        max((line[-1].x1 for line in lines), default=0),
    )
    for line, after in zip_longest(lines, lines[1:]):
        reach = INDENT * line[0].size
        spots = [(glyph.text, spot(glyph)) for glyph in spaced(line)]
        room = right - line[-1].x1
        yield spots, line[0].x0 > left + reach, room > reach + (_word(after) if after else 0)


def _word(line: Sequence[Glyph]) -> float:
    """How wide the number or word is that a line begins with, and that the line before may have had no room for."""
    word = list(takewhile(lambda glyph: glyph.text.isascii(), line))
    return word[-1].x1 - word[0].x0 if word else 0


def _outline(grid: Grid) -> Box:
    boxes = [cell.box for cell in grid.cells if cell.box]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
