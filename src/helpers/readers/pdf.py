"""Text-layer PDFs: camelot reads every table whose rules it sees, pdfium reads each cell once more."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import camelot
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from camelot.core import Table

from helpers.grid import Box, Cell, Grid, Reading, UnreadableReport
from helpers.readers.pdf_text import PageText

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
    pages = _open(path)
    try:
        if not any(page.text.strip() for page in pages):
            raise UnreadableReport("The pages hold no text (a scan, perhaps): only PDFs with a text layer can be read.")
        text = "\n".join(page.text for page in pages)
        numbers = [page.number for page in pages if page.paths >= FEWEST_PATHS]
        for engine in ENGINES:
            grids = _grids(path, engine, numbers, pages) if numbers else ()
            note = f"engine {engine}: {len(grids)} tables on pages {_list(numbers)} of {len(pages)}; the others draw no rules."
            log.info("%s: %s", path.name, note)
            yield Reading(f"camelot-{engine}", text, len(pages), tuple(grids), (note,))
            if not numbers:
                return
    finally:
        for page in pages:
            page.close()


def _list(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers)) or "none"


def _open(path: Path) -> list[PageText]:
    """Open a PDF with pdfium and keep what is needed of each page: text, character boxes, the number of paths."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableReport("The PDF is locked with a password: save it without one and try again.") from error
        raise UnreadableReport("The file is not a PDF that can be opened (damaged or cut off): fetch it again.") from error
    if not len(document):
        raise UnreadableReport("The PDF has no pages: fetch it again.")
    if not pdfium_c.FPDF_GetDocPermissions(document) & 0x10:
        raise UnreadableReport("The PDF forbids that its text is extracted: ask the agency for a file that allows it.")
    return [PageText(document[index], index + 1) for index in range(len(document))]


def _grids(path: Path, engine: str, numbers: list[int], pages: list[PageText]) -> tuple[Grid, ...]:
    found = camelot.read_pdf(
        str(path), pages=",".join(map(str, numbers)), flavor="lattice", engine=engine, suppress_stdout=True
    )
    by_number = {page.number: page for page in pages}
    tables = sorted(found, key=lambda table: (table.page, -table.cells[0][0].y2, table.cells[0][0].x1))
    return tuple(_grid(table, by_number[table.page]) for table in tables)


def _grid(table: Table, page: PageText) -> Grid:
    cells = tuple(_cell(table, slots, page) for slots in _merged(table))
    top = min(cell.box[1] for cell in cells if cell.box)
    return Grid(cells, len(table.rows), len(table.cols), table.page, page.text_above(top, CAPTION_REACH))


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


def _cell(table: Table, slots: list[tuple[int, int]], page: PageText) -> Cell:
    parts = [table.cells[row][column] for row, column in slots]
    left, right = min(part.x1 for part in parts), max(part.x2 for part in parts)
    bottom, top = min(part.y1 for part in parts), max(part.y2 for part in parts)
    box: Box = (left, page.height - top, right, page.height - bottom)
    text = "\n".join(part.text for part in parts if part.text.strip())
    rows, columns = [row for row, _ in slots], [column for _, column in slots]
    spans = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    return Cell(min(rows), min(columns), *spans, text.strip(), page.text_in(box), box)
