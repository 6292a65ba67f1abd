"""Text-layer PDFs.

pdfium finds characters and rules, camelot the tables in them, and the picture shows each cell.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from camelot.core import Table as CamelotTable
from camelot.parsers.lattice import Lattice

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.numbers import is_value
from helpers.readers.grid import FIGURES, PLACES, UNREAD, Box, Grid, PrintedCell, Reading, Readings
from helpers.readers.limits import check_limit
from helpers.readers.page.captions import REACH, PageTables, captioned, on_page
from helpers.readers.page.glyphs import Glyphs, runs_over, text_between, text_in
from helpers.readers.page.prose import passages
from helpers.readers.page.slots import Slot, Span, merged
from helpers.readers.pdf.document import PdfPage, open_pages
from helpers.readers.pdf.drawn import Drawn, by_paths, by_pdfium, by_playa, dotted
from helpers.readers.pdf.rules import GAP
from helpers.readers.pdf.whole import damaged
from helpers.readers.pdf.witness import Doubt, look
from helpers.readers.pdf.witness.view import EDGE
from helpers.readers.scan import READER, ScannedPage, coarse, models, read_sheets, sheets, strips
from helpers.words import Words

#: What finds the rules of pages: what each draws, by its number.
Source = Callable[[Path, Iterable[PdfPage]], dict[int, Drawn]]


class Way(NamedTuple):
    """A way to read the tables.

    `source`: what finds rules. `edge`: how far they may reach into cells. `closely`: whether OCR
    reads stray ink.
    """

    source: Source
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
    """camelot's parser as far as rows, columns and rules go.

    The text of the cells is read from the characters.
    """

    def record_parse_metadata(self, table: CamelotTable) -> None:
        """Leave the table without text: it would take longer than to find the table."""

    def _document_has_no_text(self) -> bool:
        return False

    # Without text all tables look empty.
    def _reject_table(self, table: CamelotTable) -> bool:  # noqa: ARG002
        return False


def readings(path: Path) -> Readings:
    """Read a PDF in one way after the other, cheapest first.

    A dearer one is taken only where it may find what is lacking. Pages that are pictures are read
    last of all, since that is dearest. Raises UnreadableReport for a file that is no PDF, is
    locked, forbids extraction, or holds nothing but pictures while the OCR extra is missing.
    """
    with open_pages(path) as pages:
        found = _Found(path)
        parts = _parts(pages)
        printed = [page for page in pages if page.text.strip()]
        if not printed and not parts:
            raise UnreadableReport(say("empty_pages"))
        if printed:
            lacking = yield from _printed(found, pages, _unread(parts))
        else:
            lacking = frozenset((PLACES, FIGURES))
        wanted = PLACES in lacking or any(page.recognised for page in pages)
        if parts and wanted and (models.available() or not printed):
            yield _with_pictures(path, found, pages, parts)


def _printed(
    found: _Found, pages: Sequence[PdfPage], remarks: tuple[Words, ...]
) -> Generator[Reading, frozenset[str], frozenset[str]]:
    """The pages of text in one way after the other → what is lacking in the end."""
    read = partial(_read, found, pages, remarks)
    way, alternative = ("paths", "vector") if dotted(pages) else ("vector", "paths")
    reading = read(way)
    lacking = yield reading
    if PLACES in lacking and any(page.ruled for page in pages):
        second = read(alternative)
        still_lacking = yield second
        if PLACES not in still_lacking:
            way, reading, lacking = alternative, second, still_lacking
    if FIGURES in lacking and any(page.unnamed for page in pages):
        lacking = yield read("playa")
    if FIGURES in lacking and models.available() and _shows_ink(reading):
        lacking = yield read(f"{way}-{READER}")
    return lacking


def _read(
    found: _Found, pages: Sequence[PdfPage], remarks: tuple[Words, ...], name: str
) -> Reading:
    """All pages in the way of this name."""
    text = "\n".join(page.text for page in pages)
    ruled = [page for page in pages if page.ruled]
    grids = tuple(captioned(found.tables(WAYS[name], pages)))
    numbers = ", ".join(str(page.number) for page in ruled) or "none"
    note = f"{name}, pages that draw rules: {numbers} of {len(pages)}, tables found: {len(grids)}"
    return Reading(
        reader=f"camelot-{name}",
        text=text,
        pages=len(pages),
        grids=grids,
        log=(note,),
        passages=passages(pages, grids),
        remarks=remarks,
        gaps=found.gaps,
    )


def _shows_ink(reading: Reading) -> bool:
    """Whether a cell that may be a figure shows something that is no character."""
    for cell in _cells(reading.grids):
        unread = UNREAD in (cell.seen or "")
        if unread and is_value(cell.text):
            return True
    return False


def _cells(grids: Iterable[Grid]) -> list[PrintedCell]:
    """The cells of several tables."""
    cells: list[PrintedCell] = []
    for grid in grids:
        cells += grid.cells
    return cells


def _parts(pages: Sequence[PdfPage]) -> list[tuple[int, Box | None]]:
    """What of a PDF is a picture.

    Whole pages (with no box), and on pages of text the pictures that may hold a table.
    """
    parts: list[tuple[int, Box | None]] = []
    for page in pages:
        if page.scanned:
            parts.append((page.number, None))
        else:
            parts += [(page.number, box) for box in page.pictured]
    return parts


def _unread(parts: Sequence[tuple[int, Box | None]]) -> tuple[Words, ...]:
    """What to say of pages that are pictures and cannot be read."""
    numbers = ", ".join(str(number) for number, box in parts if box is None)
    if not numbers or models.available():
        return ()
    return (say("unread_pages", pages=numbers, what=say("no_ocr")),)


def _with_pictures(
    path: Path,
    found: _Found,
    pages: Sequence[PdfPage],
    parts: Sequence[tuple[int, Box | None]],
) -> Reading:
    """The pages of text as camelot reads them, and what is a picture as OCR does.

    All in the order of the pages.
    """
    printed = [page for page in pages if not page.scanned]
    tables = found.tables(WAYS["vector"], printed)
    all_pages: list[tuple[PdfPage | ScannedPage, PageTables]] = list(
        zip(printed, tables, strict=True)
    )
    check_limit("scans", len(parts))
    scanned = read_sheets(sheets.of_pdf(path, parts))
    all_pages += [(page, page.tables) for page in scanned]
    all_pages.sort(key=lambda page_and_tables: page_and_tables[0].number)
    read = [page for page, _ in all_pages]
    grids = tuple(captioned(page_tables for _, page_tables in all_pages))
    note = f"{len(parts)} pictures on {len(pages)} pages, tables found: {len(grids)}"
    return Reading(
        reader=f"camelot-vector and {READER}" if printed else READER,
        text="\n".join(page.text for page in read),
        pages=len(pages),
        grids=grids,
        log=(note,),
        passages=passages(read, grids),
        remarks=coarse(scanned),
        gaps=found.gaps,
    )


class _Found:
    """The tables of the pages of a file, looked at once for each source of rules."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[tuple[Source, int], tuple[list[Grid], tuple[Doubt, ...]]] = {}

    @cached_property
    def _damaged(self) -> frozenset[int]:
        """The pages that are damaged in the file."""
        return damaged(self._path)

    @property
    def gaps(self) -> tuple[Words, ...]:
        """What may be missing of the file, and nobody can tell."""
        if not self._damaged:
            return ()
        numbers = ", ".join(map(str, sorted(self._damaged)))
        return (say("damaged_pages", len(self._damaged), pages=numbers),)

    def tables(self, way: Way, pages: Sequence[PdfPage]) -> Iterator[PageTables]:
        """The tables of each page in this way."""
        self._find(way, pages)
        for page in pages:
            grids, doubts = self._known.get((way.source, page.number), ([], ()))
            seen = _as_seen(grids, page, doubts, way)
            extents = [(top, bottom) for _, top, _, bottom in (grid.outline for grid in seen)]
            yield on_page(seen, extents, page.glyphs(page.turn))

    def _find(self, way: Way, pages: Sequence[PdfPage]) -> None:
        """Find the tables of the pages that draw rules, where that has not been done."""
        ruled = [page for page in pages if page.ruled]
        left = [page for page in ruled if (way.source, page.number) not in self._known]
        drawn = way.source(self._path, left) if left else {}
        cells = 0
        for page in left:
            grids, doubts = _page_grids(drawn[page.number], page, way.edge)
            if page.number in self._damaged:
                doubts = (Doubt.UNSURE,) * len(doubts)
            self._known[way.source, page.number] = grids, doubts
            cells += len(doubts)
            check_limit("all_cells", cells)


def _boxes(cells: Iterable[PrintedCell]) -> list[Box]:
    """The boxes of cells; every cell of a page has one."""
    return [cell.box for cell in cells if cell.box]


def _page_grids(drawn: Drawn, page: PdfPage, edge: float) -> tuple[list[Grid], tuple[Doubt, ...]]:
    """The tables of one page with the text that it shows, and the doubts about their cells."""
    glyphs = page.glyphs(page.upright)
    tables, grids = [], []
    found = _camelot_tables(drawn, page)
    check_limit("cells", sum(len(table.rows) * len(table.cols) for table in found))
    for table in found:
        grid = _grid(table, page, glyphs, drawn)
        if _holds_text(grid):
            tables.append(table)
            grids.append(grid)
    cells = _cells(grids)
    if not grids or page.recognised:
        return grids, (Doubt.NONE,) * len(cells)
    sight = look(page, _boxes(cells), edge)
    if sight.hidden:
        printed = Glyphs(glyph for glyph in glyphs if glyph.n not in sight.hidden)
        grids = [_grid(table, page, printed, drawn) for table in tables]
    return grids, sight.doubts


def _camelot_tables(drawn: Drawn, page: PdfPage) -> list[CamelotTable]:
    """What `camelot.read_pdf` finds in the rules of a page, from top to bottom.

    It needs neither the file nor the turn of the page: rules alone are looked at.
    """
    check_limit("rules", len(drawn.rules))
    size = drawn.rules.bbox[2:]
    parser: Lattice = _Ruled(engine="vector")  # type: ignore[no-untyped-call]
    parser.prepare_page_parse("", drawn.rules, size, page.number, [], [], [], "", layout_kwargs={})
    return sorted(parser.extract_tables(), key=_place)


def _place(table: CamelotTable) -> tuple[float, float]:
    """What orders the tables of a page: from top to bottom, then from left to right."""
    corner = table.cells[0][0]
    return -corner.y2, corner.x1


def _as_seen(grids: Sequence[Grid], page: PdfPage, doubts: Sequence[Doubt], way: Way) -> list[Grid]:
    """Tables with their cells as the picture shows them; `doubts`: one for each cell of all."""
    cells = _cells(grids)
    read: list[str | None] = [None] * len(cells)
    if way.closely:
        read = _read_ink(page, cells, doubts)
    seen = map(_seen, cells, doubts, read)
    return [replace(grid, cells=tuple(islice(seen, len(grid.cells)))) for grid in grids]


def _read_ink(
    page: PdfPage, cells: Sequence[PrintedCell], doubts: Sequence[Doubt]
) -> list[str | None]:
    """For each cell what OCR reads in it.

    Only where it may be a figure and shows ink that is no character; None elsewhere.
    """
    asked, areas = [], []
    for number, (cell, doubt) in enumerate(zip(cells, doubts, strict=True)):
        if doubt == Doubt.INK and is_value(cell.text) and cell.box:
            asked.append(number)
            areas.append(_inner_pixels(cell.box))
    texts: list[str | None] = [None] * len(cells)
    if areas:
        read = strips.read_apart(page.closer(CLOSE), areas, CLOSE)
        for number, text in zip(asked, read, strict=True):
            texts[number] = text
    return texts


def _inner_pixels(box: Box) -> tuple[int, int, int, int]:
    """A box without the rules at its sides, in pixels of the picture that OCR is given."""
    left, top, right, bottom = box
    x0 = round((left + EDGE) * CLOSE)
    y0 = round((top + EDGE) * CLOSE)
    x1 = round((right - EDGE) * CLOSE)
    y1 = round((bottom - EDGE) * CLOSE)
    return x0, y0, x1, y1


def _holds_text(grid: Grid) -> bool:
    filled = sum(bool(cell.text) for cell in grid.cells)
    return filled > EMPTY * grid.rows * grid.columns


def _seen(cell: PrintedCell, doubt: Doubt, read: str | None) -> PrintedCell:
    """A cell as the picture shows it, or as it was read there.

    What runs over its rules is seen by nobody.
    """
    if cell.seen is None or not doubt:
        return cell
    if read:
        return replace(cell, text=read, seen=read)
    return replace(cell, seen=f"{cell.text} {UNREAD}")


def _grid(table: CamelotTable, page: PdfPage, glyphs: Glyphs, drawn: Drawn) -> Grid:
    """One table with the text of these characters of its page.

    Its second reading is that of the characters which a second library found.
    """
    rows, columns = len(table.rows), len(table.cols)
    spans = merged(rows, columns, partial(_divided, table))
    cells = tuple(_cell(table, span, page, glyphs, drawn) for span in spans)
    top = drawn.rules.bbox[3] - table.cells[0][0].y2
    caption = text_between(glyphs, top - REACH, top)
    return Grid(cells, rows, columns, page.number, caption)


def _divided(table: CamelotTable, slot: Slot, neighbour: Slot) -> bool:
    """Whether camelot found a rule between two slots that lie side by side."""
    row, column = slot
    next_row, next_column = neighbour
    sides = table.cells[row][column]
    if row == next_row:
        return bool(sides.right if next_column > column else sides.left)
    return bool(sides.bottom if next_row > row else sides.top)


def _cell(
    table: CamelotTable, span: Span, page: PdfPage, glyphs: Glyphs, drawn: Drawn
) -> PrintedCell:
    """One printed cell."""
    row, column, rows, columns = span
    first = table.cells[row][column]
    last = table.cells[row + rows - 1][column + columns - 1]
    height = page.height(page.upright)
    left, right = first.x1, last.x2
    box: Box = (left, height - first.y2, right, height - last.y1)
    text = text_in(glyphs, box)
    # A number that runs over a rule is cut at the rule by every reading alike: that proves nothing.
    cut = page.recognised or runs_over(glyphs, box)
    second = None if drawn.glyphs is None or cut else text_in(drawn.glyphs, box)
    return PrintedCell(
        row=row,
        column=column,
        row_span=rows,
        column_span=columns,
        text=text,
        second=second,
        box=page.shown(box, page.upright),
        across=(left, right),
        seen=None if cut else text,
    )
