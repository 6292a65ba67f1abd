"""One sheet → its tables and its running text, in points of the sheet stood upright."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from wcwidth import wcswidth

from helpers.readers.grid import Box, Cell, Grid
from helpers.readers.page.captions import REACH, Tables, on_page
from helpers.readers.page.glyphs import Glyph, Glyphs, text_between, text_in, text_lines
from helpers.readers.page.slots import Slot, merged
from helpers.readers.scan import ink, recognition, ruled
from helpers.readers.scan.pixels import Area, Pixels
from helpers.readers.scan.recognition import Piece, Views
from helpers.readers.scan.sheets import Sheet
from helpers.readers.scan.straight import straighten

#: How far from the middle of a rule the inside of a cell begins, in points.
INSET = 1.5
#: The pale edge of a rule, in points.
EDGE = 0.5


@dataclass(frozen=True)
class ScannedPage:
    """One page that is a picture, as the other readers know pages: its text, its characters and their places."""

    number: int
    tables: Tables
    sheet: Sheet
    _glyphs: Glyphs = field(repr=False)

    upright = 0

    @property
    def text(self) -> str:
        """The running text, line by line."""
        return "\n".join("".join(glyph.text for glyph in line) for line in text_lines(self._glyphs))

    def outside(self, tables: Sequence[Box]) -> Iterable[Glyph]:  # noqa: ARG002 - it knows no others
        """Every character outside the tables."""
        return self._glyphs

    def shown(self, box: Box, turn: int) -> Box:  # noqa: ARG002
        """A box on the upright page as a box on the page as the file shows it."""
        return self.sheet.shown(box)


def read_sheet(sheet: Sheet) -> ScannedPage:
    """Read one sheet."""
    sheet, lines = straighten(sheet)
    grey, coloured = ink.grey(sheet.pixels), ink.coloured(sheet.pixels)
    washed = ink.washed(sheet.pixels, coloured, sheet.unit)
    rules, tables = _tables((washed, grey), sheet.unit)
    view = recognition.views(grey, washed, coloured, rules, sheet.unit)
    found = [(int(x0), int(y0), int(x1), int(y1)) for x0, y0, x1, y1 in lines.round()]
    areas = [area for area in found if not _in_tables(area, tables)]
    glyphs = Glyphs(
        each for piece in recognition.read_once(areas, view) for each in _glyphs(piece, sheet.unit)
    )
    grids = [_grid(table, view, glyphs, sheet) for table in tables]
    extents = [(table.area[1] / sheet.unit, table.area[3] / sheet.unit) for table in tables]
    return ScannedPage(sheet.number, on_page(grids, extents, glyphs), sheet, glyphs)


def _tables(views: Sequence[Pixels], unit: float) -> tuple[Pixels, list[ruled.Table]]:
    """Where rules run, with their pale edges, and the tables that they form, in the first view that has any.

    The ring of a stamp runs across a table almost level for a while, so that colours do not count
    beside black.
    """
    for values in views:
        across, down = ruled.rules(ink.lines(values, unit), unit)
        tables = ruled.tables(across, down, unit)
        if tables:
            break
    edge = round(EDGE * unit) * 2 + 1
    return cv2.dilate(cv2.bitwise_or(across, down), np.ones((edge, edge), np.uint8)), tables


def _in_tables(line: Area, tables: Iterable[ruled.Table]) -> bool:
    x, y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
    return any(
        x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in (table.area for table in tables)
    )


def _grid(table: ruled.Table, view: Views, glyphs: Glyphs, sheet: Sheet) -> Grid:
    """One table with its cells, each read twice."""
    shape = len(table.ys) - 1, len(table.xs) - 1
    groups = merged(*shape, table.divided)
    areas = [_area(table, slots) for slots in groups]
    inset = round(INSET * view.unit)
    inner = [(x0 + inset, y0 + inset, x1 - inset, y1 - inset) for x0, y0, x1, y1 in areas]
    found = [recognition.printed(area, view) for area in inner]
    read = iter(recognition.read_twice([area for each in found for area in each], view))
    pieces = [[next(read) for _ in each] for each in found]
    top = table.area[1] / sheet.unit
    caption = text_between(glyphs, top - REACH, top)
    hides = [recognition.may_hide(*each, view) for each in zip(inner, found, strict=True)]
    parts = zip(groups, areas, pieces, hides, strict=True)
    return Grid(tuple(_cell(*part, sheet) for part in parts), *shape, sheet.number, caption)


def _area(table: ruled.Table, slots: Sequence[Slot]) -> Area:
    rows, columns = [row for row, _ in slots], [column for _, column in slots]
    return (
        table.xs[min(columns)],
        table.ys[min(rows)],
        table.xs[max(columns) + 1],
        table.ys[max(rows) + 1],
    )


def _cell(
    slots: Sequence[Slot], area: Area, pieces: Sequence[Piece], hides: bool, sheet: Sheet
) -> Cell:
    """One printed cell; `hides`: it may hold more than was seen, so that reading that twice proves nothing."""
    rows, columns = [row for row, _ in slots], [column for _, column in slots]
    unit = sheet.unit
    box = area[0] / unit, area[1] / unit, area[2] / unit, area[3] / unit
    first = text_in(Glyphs(glyph for piece in pieces for glyph in _glyphs(piece, unit)), box)
    second = None
    if not hides and all(piece.second is not None for piece in pieces):
        second = text_in(
            Glyphs(g for piece in pieces for g in _glyphs(piece, unit, piece.second or "")), box
        )
    spans = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    return Cell(
        min(rows), min(columns), *spans, first, second, sheet.shown(box), across=(box[0], box[2])
    )


def _glyphs(piece: Piece, unit: float, text: str | None = None) -> list[Glyph]:
    """The characters of a piece, spread over its width: those of Chinese are as wide as two of Latin."""
    text = (piece.text if text is None else text).replace(" ", "")
    x0, y0, x1, y1 = (side / unit for side in piece.area)
    size = max(y1 - y0, ink.LINE)
    wide = [max(wcswidth(character), 1) for character in text]
    edges = x0 + np.r_[0, np.cumsum(wide)] * ((x1 - x0) / max(sum(wide), 1))
    middle = (y0 + y1) / 2
    return [
        Glyph(each, float(edges[n]), float(edges[n + 1]), middle, size)
        for n, each in enumerate(text)
    ]
