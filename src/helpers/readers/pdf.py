"""Text-layer PDFs: camelot finds every table whose rules it sees and reads it, pdfium reads each cell once more."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import playa
from camelot.core import Table
from camelot.parsers.lattice import Lattice
from camelot.utils import get_image_char_and_text_objects, get_page_layout

from helpers.grid import Box, Cell, Grid, Reading, UnreadableReport
from helpers.readers.glyphs import MIDDLE, Glyph, runs_over, text_between, text_in
from helpers.readers.pdf_text import PageText, read_pages
from helpers.readers.prose import passages
from helpers.readers.rules import with_rules

log = logging.getLogger(__name__)

#: Ways to find the rules, from cheap to dear; a dearer one is used only where the reading before does not prove itself:
#: camelot's vector engine, the same with rules that `rules` finds in the page's paths, camelot's engine with pictures.
ENGINES = ("vector", "paths", "combined")
#: How far above a table its caption may stand, in points.
CAPTION_REACH = 60.0


def readings(path: Path) -> Iterator[Reading]:
    """Read a PDF with one engine after the other, cheapest first; stop asking when a reading is good enough.

    Raises UnreadableReport for a file that is no PDF, is locked, forbids extraction, or holds pictures of text only.
    """
    pages = read_pages(path)
    if not any(page.text.strip() for page in pages):
        raise UnreadableReport("The pages hold pictures of text, no text: only PDFs with a text layer can be read.")
    text = "\n".join(page.text for page in pages)
    ruled = [page for page in pages if page.paths]
    for engine in ENGINES if ruled else ENGINES[:1]:
        grids = tuple(_grids(path, engine, pages))
        numbers = ", ".join(str(page.number) for page in ruled) or "none"
        note = f"engine {engine}, pages that draw rules: {numbers} of {len(pages)}, tables found: {len(grids)}"
        yield Reading(f"camelot-{engine}", text, len(pages), grids, (note,), passages(pages, grids))


def _grids(path: Path, engine: str, pages: Sequence[PageText]) -> Iterator[Grid]:
    with playa.open(path, space="page") as document:
        end = ""
        for page in pages:
            drawn = document.pages[page.number - 1]
            grids = list(_page_grids(drawn, page, str(path), engine)) if page.paths else []
            if grids and end and _opens(page, grids[0]):
                grids[0] = replace(grids[0], caption=f"{end}\n{grids[0].caption}")
            yield from grids
            end = _end(page, grids)


def _opens(page: PageText, grid: Grid) -> bool:
    """Whether a table opens its page, so that its caption may stand at the end of the page before."""
    top = min((cell.box[1] for cell in grid.cells if cell.box), default=0.0)
    return not text_between(page.glyphs(page.turn), 0, top - CAPTION_REACH)


def _end(page: PageText, grids: Sequence[Grid]) -> str:
    """The last lines of a page, below its tables."""
    glyphs = page.glyphs(page.turn)
    lowest = max((glyph.middle for glyph in glyphs), default=0.0)
    bottom = max((cell.box[3] for grid in grids for cell in grid.cells if cell.box), default=0.0)
    return text_between(glyphs, max(bottom, lowest - CAPTION_REACH), lowest + 1)


def _page_grids(page: playa.Page, text: PageText, file: str, engine: str) -> Iterator[Grid]:
    """What `camelot.read_pdf` does for one page, with the characters that it keeps to itself."""
    turn = text.upright
    page.mediabox = text.frame  # playa measures from the MediaBox, also where less of the page is shown
    page.set_initial_ctm(page.space, turn)
    layout, size = get_page_layout(page)
    images, characters, across, down = get_image_char_and_text_objects(layout)
    rotation = {90: "anticlockwise", 270: "clockwise"}.get((turn - text.turn) % 360, "")
    drawn = with_rules(layout) if engine == "paths" else layout
    parser = Lattice(engine="vector" if engine == "paths" else engine)
    parser.prepare_page_parse(file, drawn, size, text.number, images, across, down, rotation, layout_kwargs={})
    glyphs = [
        Glyph(each.get_text(), each.x0, each.x1, size[1] - (each.matrix[5] + MIDDLE * each.size), each.size)
        for each in characters
        if each.get_text().strip()
    ]
    again = text.glyphs(turn)
    tables = sorted(parser.extract_tables(), key=lambda table: (-table.cells[0][0].y2, table.cells[0][0].x1))
    for table in tables:
        cells = tuple(_cell(table, slots, text, turn, (glyphs, again)) for slots in _merged(table))
        top = size[1] - table.cells[0][0].y2
        caption = text_between(again, top - CAPTION_REACH, top)
        yield Grid(cells, len(table.rows), len(table.cols), text.number, caption)


def _merged(table: Table) -> list[list[tuple[int, int]]]:
    """The slots of each printed cell: slots that no rule divides belong together."""
    seen: set[tuple[int, int]] = set()
    groups = []
    for row in range(len(table.rows)):
        for column in range(len(table.cols)):
            if (row, column) not in seen:
                group = _flood(table, row, column)
                seen.update(group)
                groups.append(sorted(group))
    return groups


def _flood(table: Table, row: int, column: int) -> set[tuple[int, int]]:
    group, open_ends = {(row, column)}, [(row, column)]
    while open_ends:
        r, c = open_ends.pop()
        cell = table.cells[r][c]
        sides = ((cell.right, r, c + 1), (cell.left, r, c - 1), (cell.bottom, r + 1, c), (cell.top, r - 1, c))
        for ruled, next_row, next_column in sides:
            inside = 0 <= next_row < len(table.rows) and 0 <= next_column < len(table.cols)
            if not ruled and inside and (next_row, next_column) not in group:
                group.add((next_row, next_column))
                open_ends.append((next_row, next_column))
    return group


def _cell(
    table: Table, slots: list[tuple[int, int]], page: PageText, turn: int, twice: tuple[list[Glyph], list[Glyph]]
) -> Cell:
    """One printed cell; `twice`: the characters of the page as camelot and as pdfium found them."""
    parts = [table.cells[row][column] for row, column in slots]
    left, right = min(part.x1 for part in parts), max(part.x2 for part in parts)
    bottom, top = min(part.y1 for part in parts), max(part.y2 for part in parts)
    height = page.height(turn)
    box: Box = (left, height - top, right, height - bottom)
    rows, columns = [row for row, _ in slots], [column for _, column in slots]
    spans = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    # A number that runs over a rule is cut at the rule by both readings alike: that proves nothing.
    second = None if page.recognised or runs_over(twice[1], box) else text_in(twice[1], box)
    shown = page.shown(box, turn)
    return Cell(min(rows), min(columns), *spans, text_in(twice[0], box), second, shown, across=(left, right))
