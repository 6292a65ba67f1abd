"""One sheet → its tables and its running text, in points of the sheet stood upright."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import cv2
import numpy as np
from wcwidth import wcswidth

from helpers.readers.grid import Box, Grid, PrintedCell
from helpers.readers.page.captions import REACH, PageTables, on_page
from helpers.readers.page.glyphs import Glyph, Glyphs, plain_text, text_between, text_in, text_lines
from helpers.readers.page.slots import Span, merged
from helpers.readers.scan import ink, recognition, ruled
from helpers.readers.scan.pixels import Area, Pixels, widened
from helpers.readers.scan.recognition import Piece, Views
from helpers.readers.scan.sheets import Sheet
from helpers.readers.scan.straight import straighten

#: How far from the middle of a rule the inside of a cell begins, in points.
INSET = 1.5
#: The pale edge of a rule, in points.
EDGE = 0.5


@dataclass(frozen=True)
class ScannedPage:
    """One page that is a picture, as the other readers know pages.

    It has its text, its characters and their places; its sheet has no pixels any more.
    """

    number: int
    tables: PageTables
    sheet: Sheet
    _glyphs: Glyphs = field(repr=False)

    upright = 0

    @property
    def text(self) -> str:
        """The running text, line by line."""
        lines = text_lines(self._glyphs)
        return "\n".join(plain_text(line) for line in lines)

    def outside(self, tables: Sequence[Box]) -> Iterable[Glyph]:  # noqa: ARG002 - there are no others
        """Every character outside the tables."""
        return self._glyphs

    def shown(self, box: Box, turn: int) -> Box:  # noqa: ARG002
        """A box on the upright page as a box on the page as the file shows it."""
        return self.sheet.shown(box)


def read_sheet(sheet: Sheet) -> ScannedPage:
    """Read one sheet."""
    sheet, lines = straighten(sheet)
    grey = ink.grey(sheet.pixels)
    coloured = ink.coloured(sheet.pixels)
    washed = ink.washed(sheet.pixels, coloured, sheet.unit)
    rules, tables = _tables((washed, grey), sheet.unit)
    view = recognition.views(grey, washed, coloured, rules, sheet.unit)
    areas = [tuple(line) for line in lines.round().astype(int).tolist()]
    running = [area for area in areas if not _in_tables(area, tables)]
    pieces = recognition.read_once(running, view)
    glyphs = _glyphs(pieces, sheet.unit)
    grids = [_grid(table, view, glyphs, sheet) for table in tables]
    extents = [_extent(table, sheet.unit) for table in tables]
    # Its pixels have been read, and those of many pages would not fit into memory.
    bare = replace(sheet, pixels=np.empty((0, 0, 3), np.uint8))
    return ScannedPage(sheet.number, on_page(grids, extents, glyphs), bare, glyphs)


def _tables(views: Sequence[Pixels], unit: float) -> tuple[Pixels, list[ruled.RuledTable]]:
    """Where rules run, with their pale edges, and the tables that they form.

    The first view counts that has any table.

    The ring of a stamp runs across a table almost level for a while, so that colours do not count
    beside black.
    """
    for values in views:
        across, down = ruled.rules(ink.lines(values, unit), unit)
        tables = ruled.tables(across, down, unit)
        if tables:
            break
    rules = widened(cv2.bitwise_or(across, down), round(EDGE * unit))
    return rules, tables


def _extent(table: ruled.RuledTable, unit: float) -> tuple[float, float]:
    """The heights between which a table stands, in points."""
    _, top, _, bottom = table.area
    return top / unit, bottom / unit


def _in_tables(line: Area, tables: Iterable[ruled.RuledTable]) -> bool:
    left, top, right, bottom = line
    x, y = (left + right) / 2, (top + bottom) / 2
    for table in tables:
        x0, y0, x1, y1 = table.area
        if x0 <= x <= x1 and y0 <= y <= y1:
            return True
    return False


def _grid(table: ruled.RuledTable, view: Views, glyphs: Glyphs, sheet: Sheet) -> Grid:
    """One table with its cells, each read twice."""
    shape = len(table.ys) - 1, len(table.xs) - 1
    spans = merged(*shape, table.divided)
    areas = [_area(table, span) for span in spans]
    inset = round(INSET * view.unit)
    insides = [_inside(area, inset) for area in areas]
    printed = [recognition.printed(inside, view) for inside in insides]
    read = recognition.read_groups(printed, view)
    cells = []
    parts = zip(spans, areas, insides, printed, read, strict=True)
    for span, area, inside, found, pieces in parts:
        hides = recognition.may_hide(inside, found, view)
        cells.append(_cell(span, area, pieces, hides, sheet))
    top, _ = _extent(table, sheet.unit)
    caption = text_between(glyphs, top - REACH, top)
    return Grid(tuple(cells), *shape, sheet.number, caption)


def _area(table: ruled.RuledTable, span: Span) -> Area:
    row, column, rows, columns = span
    left, top = table.xs[column], table.ys[row]
    right, bottom = table.xs[column + columns], table.ys[row + rows]
    return left, top, right, bottom


def _inside(area: Area, inset: int) -> Area:
    """An area without a margin all around."""
    left, top, right, bottom = area
    return left + inset, top + inset, right - inset, bottom - inset


def _cell(
    span: Span, area: Area, pieces: Sequence[Piece], hides: bool, sheet: Sheet
) -> PrintedCell:
    """One printed cell; where it `hides` more than was seen, reading it twice proves nothing."""
    unit = sheet.unit
    left, top, right, bottom = area
    box = left / unit, top / unit, right / unit, bottom / unit
    first = text_in(_glyphs(pieces, unit), box)
    second = None if hides else _second_text(pieces, box, unit)
    across = box[0], box[2]
    return PrintedCell(*span, first, second, sheet.shown(box), across=across)


def _second_text(pieces: Sequence[Piece], box: Box, unit: float) -> str | None:
    """What a cell says in the second reading; None where some of it was not read twice."""
    found: list[Glyph] = []
    for piece in pieces:
        if piece.second is None:
            return None
        found += _spread(piece.area, piece.second, unit)
    return text_in(Glyphs(found), box)


def _glyphs(pieces: Sequence[Piece], unit: float) -> Glyphs:
    """The characters of pieces in the first reading."""
    found: list[Glyph] = []
    for piece in pieces:
        found += _spread(piece.area, piece.text, unit)
    return Glyphs(found)


def _spread(area: Area, text: str, unit: float) -> list[Glyph]:
    """The characters of a text, spread over an area: a Chinese one is as wide as two Latin."""
    text = text.replace(" ", "")
    x0, y0, x1, y1 = (side / unit for side in area)
    size = max(y1 - y0, ink.LINE)
    middle = (y0 + y1) / 2
    widths = [max(wcswidth(character), 1) for character in text]
    part = (x1 - x0) / max(sum(widths), 1)
    edges = x0 + np.cumsum([0, *widths]) * part
    glyphs = []
    for character, (left, right) in zip(text, pairwise(edges.tolist()), strict=True):
        glyphs.append(Glyph(character, left, right, middle, size))
    return glyphs
