"""Text-layer PDFs: camelot finds every table whose rules it sees and reads it, pdfium reads each cell once more."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import playa
from camelot.core import Table
from camelot.parsers.lattice import Lattice
from camelot.utils import get_image_char_and_text_objects, get_page_layout, get_rotation

from helpers.grid import Box, Cell, Grid, Reading, UnreadableReport
from helpers.readers.glyphs import MIDDLE, Glyph, text_between, text_in
from helpers.readers.pdf_text import PageText, read_pages

log = logging.getLogger(__name__)

#: camelot's engines from cheap to dear; a dearer one is used only where the reading before does not prove itself.
ENGINES = ("vector", "combined")
#: A page with fewer drawn paths than this cannot hold a ruled table: one row of two cells has four rules or boxes.
FEWEST_PATHS = 4
#: How far above a table its caption may stand, in points.
CAPTION_REACH = 60.0


def readings(path: Path) -> Iterator[Reading]:
    """Read a PDF with each of camelot's lattice engines in turn, cheapest first; stop asking when one is good enough.

    Raises UnreadableReport for a file that is no PDF, is locked, forbids extraction, or holds pictures of text only.
    """
    pages = read_pages(path)
    if not any(page.glyphs for page in pages):
        raise UnreadableReport("The pages hold pictures of text, no text: only PDFs with a text layer can be read.")
    text = "\n".join(page.text for page in pages)
    ruled = [page for page in pages if page.paths >= FEWEST_PATHS]
    for engine in ENGINES if ruled else ENGINES[:1]:
        grids = tuple(_grids(path, engine, ruled))
        numbers = ", ".join(str(page.number) for page in ruled) or "none"
        note = f"engine {engine}, pages that draw rules: {numbers} of {len(pages)}, tables found: {len(grids)}"
        yield Reading(f"camelot-{engine}", text, len(pages), grids, (note,))


def _grids(path: Path, engine: str, pages: Sequence[PageText]) -> Iterator[Grid]:
    with playa.open(path, space="page") as document:
        for page in pages:
            for table, glyphs in _tables(document.pages[page.number - 1], str(path), engine):
                yield _grid(table, glyphs, page)


def _tables(page: playa.Page, file: str, engine: str) -> list[tuple[Table, list[Glyph]]]:
    """What `camelot.read_pdf` does for one page, with the characters that it keeps to itself."""
    layout, (width, height) = get_page_layout(page)
    images, characters, across, down = get_image_char_and_text_objects(layout)
    rotation = get_rotation(characters, across, down)
    if rotation:
        page.set_initial_ctm(page.space, page.rotate + (-90 if rotation == "clockwise" else 90))
        layout, (width, height) = get_page_layout(page)
        images, characters, across, down = get_image_char_and_text_objects(layout)
    parser = Lattice(engine=engine)
    parser.prepare_page_parse(
        file, layout, (width, height), page.page_idx + 1, images, across, down, rotation, layout_kwargs={}
    )
    glyphs = [
        Glyph(each.get_text(), each.x0, each.x1, height - (each.matrix[5] + MIDDLE * each.size), each.size)
        for each in characters
        if each.get_text().strip()
    ]
    tables = sorted(parser.extract_tables(), key=lambda table: (-table.cells[0][0].y2, table.cells[0][0].x1))
    return [(table, glyphs) for table in tables]


def _grid(table: Table, glyphs: list[Glyph], page: PageText) -> Grid:
    cells = tuple(_cell(table, slots, glyphs, page) for slots in _merged(table))
    top = min(cell.box[1] for cell in cells if cell.box)
    caption = text_between(page.glyphs, top - CAPTION_REACH, top)
    return Grid(cells, len(table.rows), len(table.cols), page.number, caption)


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


def _cell(table: Table, slots: list[tuple[int, int]], glyphs: list[Glyph], page: PageText) -> Cell:
    parts = [table.cells[row][column] for row, column in slots]
    left, right = min(part.x1 for part in parts), max(part.x2 for part in parts)
    bottom, top = min(part.y1 for part in parts), max(part.y2 for part in parts)
    box: Box = (left, page.height - top, right, page.height - bottom)
    rows, columns = [row for row, _ in slots], [column for _, column in slots]
    spans = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    second = None if page.recognised else text_in(page.glyphs, box)
    return Cell(min(rows), min(columns), *spans, text_in(glyphs, box), second, box)
