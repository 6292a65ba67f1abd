"""Text-layer PDFs: pdfium finds characters and rules, camelot the tables in them, and the picture shows each cell."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from camelot.core import Table
from camelot.parsers.lattice import Lattice

from helpers.errors import UnreadableReport
from helpers.numbers import is_value
from helpers.readers.grid import FIGURES, PLACES, UNREAD, Box, Cell, Grid, Reading, Readings
from helpers.readers.page.captions import REACH, Tables, captioned, on_page
from helpers.readers.page.glyphs import Glyphs, runs_over, text_between, text_in
from helpers.readers.page.prose import passages
from helpers.readers.page.slots import Slot, merged
from helpers.readers.pdf.document import PdfPage, open_pages
from helpers.readers.pdf.drawn import Drawn, by_paths, by_pdfium, by_playa, dotted
from helpers.readers.pdf.rules import GAP
from helpers.readers.pdf.witness import Doubt, look
from helpers.readers.pdf.witness.view import EDGE
from helpers.readers.scan import READER, ScannedPage, coarse, models, read_sheets, sheets, strips

log = logging.getLogger(__name__)


class Way(NamedTuple):
    """A way to read the tables: what finds rules, how far they may reach into cells, whether OCR reads stray ink."""

    source: Callable[[Path, Iterable[PdfPage]], dict[int, Drawn]]
    edge: float
    closely: bool


#: The ways by what camelot is given, and what looks closer; the name is that of the reading.
WAYS = {
    "vector": Way(by_pdfium, EDGE, closely=False),
    "paths": Way(by_paths, GAP, closely=False),
    "playa": Way(by_playa, EDGE, closely=False),
    f"vector-{READER}": Way(by_pdfium, EDGE, closely=True),
    f"paths-{READER}": Way(by_paths, GAP, closely=True),
}
#: Rules of which hardly any slot holds text are a page's frame or a letterhead, and no table
#: (camelot's own limit).
EMPTY = 0.1
#: Pixels of a point where OCR looks at a cell: 200 an inch.
CLOSE = 200 / 72


class _Ruled(Lattice):
    """camelot's parser as far as rows, columns and rules go: the text of the cells is read from the characters."""

    def record_parse_metadata(self, table: Table) -> None:
        """Leave the table without text: it would take longer than to find the table."""

    def _document_has_no_text(self) -> bool:
        return False

    def _reject_table(self, table: Table) -> bool:  # noqa: ARG002 - without text all tables look empty
        return False


def readings(path: Path) -> Readings:
    """Read a PDF in one way after the other, cheapest first; a dearer one only where it may find what is lacking.

    Pages that are pictures are read last of all, since that is dearest. Raises UnreadableReport for
    a file that is no PDF, is locked, forbids extraction, or holds nothing but pictures while the
    OCR extra is missing.
    """
    with open_pages(path) as pages:
        parts = _parts(pages)
        printed = [page for page in pages if page.text.strip()]
        if not printed and not parts:
            raise UnreadableReport("The pages are empty: fetch the file again.")
        lacking = (
            (yield from _printed(path, pages, _unread(parts)))
            if printed
            else frozenset((PLACES, FIGURES))
        )
        wanted = PLACES in lacking or any(page.recognised for page in pages)
        if parts and wanted and (models.available() or not printed):
            yield _with_pictures(path, pages, parts)


def _printed(
    path: Path, pages: Sequence[PdfPage], remarks: tuple[str, ...]
) -> Generator[Reading, frozenset[str], frozenset[str]]:
    """The pages of text in one way after the other → what is lacking in the end."""
    read = partial(_read, path, pages, remarks)
    first, second = ("paths", "vector") if dotted(pages) else ("vector", "paths")
    way, lacking = first, (yield (reading := read(first)))
    if PLACES in lacking and any(page.ruled for page in pages):
        after = yield (other := read(second))
        if PLACES not in after:
            way, lacking, reading = second, after, other
    if FIGURES in lacking and any(page.unnamed for page in pages):
        lacking = yield read("playa")
    if FIGURES in lacking and models.available() and _shows_ink(reading):
        lacking = yield read(f"{way}-{READER}")
    return lacking


def _read(path: Path, pages: Sequence[PdfPage], remarks: tuple[str, ...], name: str) -> Reading:
    """All pages in the way of this name."""
    way = WAYS[name]
    text = "\n".join(page.text for page in pages)
    ruled = [page for page in pages if page.ruled]
    grids = tuple(captioned(_tables(path, way, pages, way.source(path, ruled))))
    numbers = ", ".join(str(page.number) for page in ruled) or "none"
    note = f"{name}, pages that draw rules: {numbers} of {len(pages)}, tables found: {len(grids)}"
    return Reading(
        f"camelot-{name}", text, len(pages), grids, (note,), passages(pages, grids), remarks
    )


def _shows_ink(reading: Reading) -> bool:
    """Whether a cell that may be a figure shows something that is no character."""
    cells = (cell for grid in reading.grids for cell in grid.cells)
    return any(UNREAD in (cell.seen or "") and is_value(cell.text) for cell in cells)


def _parts(pages: Sequence[PdfPage]) -> list[tuple[int, Box | None]]:
    """What of a PDF is a picture: whole pages, and on pages of text the pictures that may hold a table."""
    return [
        (page.number, box) for page in pages for box in ([None] if page.scanned else page.pictured)
    ]


def _unread(parts: Sequence[tuple[int, Box | None]]) -> tuple[str, ...]:
    """What to say of pages that are pictures and cannot be read."""
    numbers = ", ".join(str(number) for number, box in parts if box is None)
    return (
        (f"Pages that are pictures: {numbers}. {models.MISSING}",)
        if numbers and not models.available()
        else ()
    )


def _with_pictures(
    path: Path, pages: Sequence[PdfPage], parts: Sequence[tuple[int, Box | None]]
) -> Reading:
    """The pages of text as camelot reads them, and what is a picture as OCR does, in the order of the pages."""
    printed = [page for page in pages if not page.scanned]
    way = WAYS["vector"]
    tables = _tables(path, way, printed, way.source(path, [page for page in printed if page.ruled]))
    found: list[tuple[int, PdfPage | ScannedPage, Tables]] = [
        (page.number, page, each) for page, each in zip(printed, tables, strict=True)
    ]
    scanned = read_sheets(sheets.of_pdf(path, parts))
    found += [(page.number, page, page.tables) for page in scanned]
    found.sort(key=lambda each: each[0])
    grids = tuple(captioned(tables for _, _, tables in found))
    note = f"{len(parts)} pictures on {len(pages)} pages, tables found: {len(grids)}"
    return Reading(
        reader=READER if not printed else f"camelot-vector and {READER}",
        text="\n".join(page.text for _, page, _ in found),
        pages=len(pages),
        grids=grids,
        log=(note,),
        passages=passages([page for _, page, _ in found], grids),
        remarks=coarse(scanned),
    )


def _tables(
    path: Path, way: Way, pages: Sequence[PdfPage], drawn: Mapping[int, Drawn]
) -> Iterator[Tables]:
    """The tables of each page; `drawn`: what those draw that draw rules."""
    for page in pages:
        grids = list(_page_grids(drawn[page.number], page, str(path), way)) if page.ruled else []
        boxes = [[cell.box for cell in grid.cells if cell.box] for grid in grids]
        extents = [
            (min(box[1] for box in each), max(box[3] for box in each)) for each in boxes if each
        ]
        yield on_page(grids, extents, page.glyphs(page.turn))


def _page_grids(drawn: Drawn, page: PdfPage, file: str, way: Way) -> list[Grid]:
    """The tables of one page: what `camelot.read_pdf` finds in its rules, with the text that the page shows."""
    turn, size = page.upright, drawn.rules.bbox[2:]
    rotation = {90: "anticlockwise", 270: "clockwise"}.get((turn - page.turn) % 360, "")
    parser: Lattice = _Ruled(engine="vector")  # type: ignore[no-untyped-call]
    parser.prepare_page_parse(
        file, drawn.rules, size, page.number, [], [], [], rotation, layout_kwargs={}
    )
    tables = sorted(
        parser.extract_tables(), key=lambda table: (-table.cells[0][0].y2, table.cells[0][0].x1)
    )
    found = [
        (table, grid)
        for table in tables
        if _holds_text(grid := _grid(table, page, page.glyphs(turn), drawn))
    ]
    if not found or page.recognised:
        return [grid for _, grid in found]
    sight = look(page, [cell.box for _, grid in found for cell in grid.cells if cell.box], way.edge)
    grids = [grid for _, grid in found]
    if sight.hidden:
        printed = Glyphs(glyph for glyph in page.glyphs(turn) if glyph.n not in sight.hidden)
        grids = [_grid(table, page, printed, drawn) for table, _ in found]
    cells = [cell for grid in grids for cell in grid.cells]
    texts = iter(_read_ink(page, cells, sight.doubts) if way.closely else [None] * len(cells))
    doubts = iter(sight.doubts)
    return [
        replace(grid, cells=tuple(_seen(cell, next(doubts), next(texts)) for cell in grid.cells))
        for grid in grids
    ]


def _read_ink(page: PdfPage, cells: Sequence[Cell], doubts: Sequence[Doubt]) -> list[str | None]:
    """For each cell what OCR reads in it, where it may be a figure and shows ink that is no character."""
    asked = [
        doubt == Doubt.INK and is_value(cell.text)
        for cell, doubt in zip(cells, doubts, strict=True)
    ]
    boxes = [
        _inset(cell.box) for cell, wanted in zip(cells, asked, strict=True) if wanted and cell.box
    ]
    areas = [
        (round(x0 * CLOSE), round(y0 * CLOSE), round(x1 * CLOSE), round(y1 * CLOSE))
        for x0, y0, x1, y1 in boxes
    ]
    read = iter(strips.read_apart(page.closer(CLOSE), areas, CLOSE) if areas else ())
    return [next(read) if wanted else None for wanted in asked]


def _inset(box: Box) -> Box:
    """A box without the rules at its sides."""
    return box[0] + EDGE, box[1] + EDGE, box[2] - EDGE, box[3] - EDGE


def _holds_text(grid: Grid) -> bool:
    return sum(bool(cell.text) for cell in grid.cells) > EMPTY * grid.rows * grid.columns


def _seen(cell: Cell, doubt: Doubt, read: str | None) -> Cell:
    """A cell as the picture shows it, or as it was read there; what runs over its rules is seen by nobody."""
    if cell.seen is None or not doubt:
        return cell
    return (
        replace(cell, text=read, seen=read) if read else replace(cell, seen=f"{cell.text} {UNREAD}")
    )


def _grid(table: Table, page: PdfPage, glyphs: Glyphs, drawn: Drawn) -> Grid:
    """One table with the text of these characters of its page, and of those that a second library found."""
    shape = len(table.rows), len(table.cols)
    cells = tuple(
        _cell(table, slots, page, glyphs, drawn)
        for slots in merged(*shape, partial(_divided, table))
    )
    top = drawn.rules.bbox[3] - table.cells[0][0].y2
    return Grid(cells, *shape, page.number, text_between(glyphs, top - REACH, top))


def _divided(table: Table, one: Slot, other: Slot) -> bool:
    """Whether camelot found a rule between two slots that lie side by side."""
    (row, column), (other_row, other_column) = one, other
    cell = table.cells[row][column]
    if row == other_row:
        return bool(cell.right if other_column > column else cell.left)
    return bool(cell.bottom if other_row > row else cell.top)


def _cell(table: Table, slots: list[Slot], page: PdfPage, glyphs: Glyphs, drawn: Drawn) -> Cell:
    """One printed cell."""
    rows, columns = {row for row, _ in slots}, {column for _, column in slots}
    first, last = table.cells[min(rows)][min(columns)], table.cells[max(rows)][max(columns)]
    height = page.height(page.upright)
    left, right = first.x1, last.x2
    box: Box = (left, height - first.y2, right, height - last.y1)
    spans = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    text = text_in(glyphs, box)
    # A number that runs over a rule is cut at the rule by every reading alike: that proves nothing.
    cut = page.recognised or runs_over(glyphs, box)
    second = None if drawn.glyphs is None or cut else text_in(drawn.glyphs, box)
    shown = page.shown(box, page.upright)
    return Cell(
        min(rows),
        min(columns),
        *spans,
        text,
        second,
        shown,
        across=(left, right),
        seen=None if cut else text,
    )
