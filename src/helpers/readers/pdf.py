"""Text-layer PDFs: camelot finds every table whose rules it sees and reads it, pdfium reads each cell once more."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from camelot.core import Table
from camelot.parsers.lattice import Lattice

from helpers.grid import Box, Cell, Grid, Reading, UnreadableReport
from helpers.readers.captions import REACH, Tables, captioned, on_page
from helpers.readers.drawn import Drawn, UnsuitedError, by_oxide, by_playa
from helpers.readers.glyphs import Glyphs, runs_over, text_between, text_in
from helpers.readers.pdf_text import PageText, read_pages
from helpers.readers.prose import passages
from helpers.readers.rules import with_rules
from helpers.readers.scan import READER, ScannedPage, coarse, models, read_sheets, sheets
from helpers.readers.slots import Slot, merged

log = logging.getLogger(__name__)


class Way(NamedTuple):
    """A way to find tables: what finds characters and rules, whether `rules` adds to them, the engine of camelot."""

    source: Callable[[Path, Iterable[PageText]], dict[int, Drawn]]
    added: bool
    engine: str


#: From cheap to dear; a dearer way is used only where the reading before does not prove itself.
WAYS = {
    "oxide": Way(by_oxide, False, "vector"),
    "oxide-paths": Way(by_oxide, True, "vector"),
    "vector": Way(by_playa, False, "vector"),
    "paths": Way(by_playa, True, "vector"),
    "combined": Way(by_playa, False, "combined"),
}
#: Rules of which hardly any slot holds text are a page's frame or a letterhead, and no table (camelot's own limit).
EMPTY = 0.1


class _Ruled(Lattice):
    """camelot's parser as far as rows, columns and rules go: the text of the cells is read from the characters."""

    def record_parse_metadata(self, table: Table) -> None:
        """Leave the table without text: it would take longer than to find the table."""

    def _document_has_no_text(self) -> bool:
        return False

    def _reject_table(self, table: Table) -> bool:  # noqa: ARG002 - without text all tables look empty
        return False


def readings(path: Path) -> Iterator[Reading]:
    """Read a PDF in one way after the other, cheapest first; stop asking when a reading is good enough.

    Pages that are pictures are read last of all, since that is dearest. Raises UnreadableReport for a file that is no
    PDF, is locked, forbids extraction, or holds nothing but pictures while the OCR extra is missing.
    """
    pages = read_pages(path)
    parts = _parts(pages)
    printed = [page for page in pages if page.text.strip()]
    if not printed and not parts:
        raise UnreadableReport("The pages are empty: fetch the file again.")
    if printed:
        yield from _printed(path, pages, _unread(parts))
    if parts and (models.available() or not printed):
        yield _with_pictures(path, pages, parts)


def _printed(path: Path, pages: Sequence[PageText], remarks: tuple[str, ...]) -> Iterator[Reading]:
    """One way after the other, as far as what finds the rules can read the file."""
    text = "\n".join(page.text for page in pages)
    ruled = [page for page in pages if page.paths]
    numbers = ", ".join(str(page.number) for page in ruled) or "none"
    for source, ways in groupby(WAYS.items(), lambda way: way[1].source):
        try:
            drawn = source(path, ruled)
        except UnsuitedError as error:
            log.debug("%s: %s", path.name, error)
            continue
        for name, way in ways:
            grids = tuple(captioned(_tables(path, way, pages, drawn)))
            note = f"{name}, pages that draw rules: {numbers} of {len(pages)}, tables found: {len(grids)}"
            yield Reading(f"camelot-{name}", text, len(pages), grids, (note,), passages(pages, grids), remarks)
            if not ruled:
                return  # no way finds any


def _parts(pages: Sequence[PageText]) -> list[tuple[int, Box | None]]:
    """What of a PDF is a picture: whole pages, and on pages of text the pictures that may hold a table."""
    return [(page.number, box) for page in pages for box in ([None] if page.scanned else page.pictured)]


def _unread(parts: Sequence[tuple[int, Box | None]]) -> tuple[str, ...]:
    """What to say of pages that are pictures and cannot be read."""
    numbers = ", ".join(str(number) for number, box in parts if box is None)
    return (f"Pages that are pictures: {numbers}. {models.MISSING}",) if numbers and not models.available() else ()


def _with_pictures(path: Path, pages: Sequence[PageText], parts: Sequence[tuple[int, Box | None]]) -> Reading:
    """The pages of text as camelot reads them, and what is a picture as OCR does, in the order of the pages."""
    printed = [page for page in pages if not page.scanned]
    way = WAYS["vector"]
    tables = _tables(path, way, printed, way.source(path, [page for page in printed if page.paths]))
    found: list[tuple[int, PageText | ScannedPage, Tables]] = [
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


def _tables(path: Path, way: Way, pages: Sequence[PageText], drawn: Mapping[int, Drawn]) -> Iterator[Tables]:
    """The tables of each page; `drawn`: what those draw that draw rules."""
    for page in pages:
        grids = list(_page_grids(drawn[page.number], page, str(path), way)) if page.paths else []
        boxes = [[cell.box for cell in grid.cells if cell.box] for grid in grids]
        extents = [(min(box[1] for box in each), max(box[3] for box in each)) for each in boxes if each]
        yield on_page(grids, extents, page.glyphs(page.turn))


def _page_grids(drawn: Drawn, text: PageText, file: str, way: Way) -> Iterator[Grid]:
    """What `camelot.read_pdf` does for one page, without the text."""
    turn, size = text.upright, drawn.rules.bbox[2:]
    rotation = {90: "anticlockwise", 270: "clockwise"}.get((turn - text.turn) % 360, "")
    rules = with_rules(drawn.rules) if way.added else drawn.rules
    parser: Lattice = _Ruled(engine=way.engine)  # type: ignore[no-untyped-call]
    parser.prepare_page_parse(file, rules, size, text.number, [], [], [], rotation, layout_kwargs={})
    again = text.glyphs(turn)
    tables = sorted(parser.extract_tables(), key=lambda table: (-table.cells[0][0].y2, table.cells[0][0].x1))
    for table in tables:
        shape = len(table.rows), len(table.cols)
        cells = tuple(
            _cell(table, slots, text, turn, (drawn.glyphs, again)) for slots in merged(*shape, partial(_divided, table))
        )
        if sum(bool(cell.text) for cell in cells) <= EMPTY * shape[0] * shape[1]:
            continue
        top = size[1] - table.cells[0][0].y2
        caption = text_between(again, top - REACH, top)
        yield Grid(cells, *shape, text.number, caption)


def _divided(table: Table, one: Slot, other: Slot) -> bool:
    """Whether camelot found a rule between two slots that lie side by side."""
    cell = table.cells[one[0]][one[1]]
    sides = {(0, 1): cell.right, (0, -1): cell.left, (1, 0): cell.bottom, (-1, 0): cell.top}
    return bool(sides[other[0] - one[0], other[1] - one[1]])


def _cell(table: Table, slots: list[tuple[int, int]], page: PageText, turn: int, twice: tuple[Glyphs, Glyphs]) -> Cell:
    """One printed cell; `twice`: the characters of the page as the first reading and as pdfium found them."""
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
