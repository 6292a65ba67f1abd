"""Ruled tables as every reader returns them: cells with text, second reading and place."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import cached_property

from helpers.text import compact
from helpers.words import Words

#: x0, y0, x1, y1 in points from the top left corner of the page as a reader sees it.
Box = tuple[float, float, float, float]

#: Something that is shown and is not text: a cell with it is not blank, whatever it is.
UNREAD = "\ufffc"


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One printed cell; merged slots of a grid are one cell.

    `row`, `column`: the first slot that the cell covers, from 0; `row_span`, `column_span`: how
    many it covers. `text` keeps a line feed wherever the source breaks the line, because two
    numbers in one cell must not become one. `second` is the same cell read by an independent way,
    None where that was not possible. `seen` is what a person sees in it who opens the file, with
    `UNREAD` for what is shown and no character; None where nobody can tell. `across`: where the
    cell begins and ends from left to right once its page is turned so that the text stands upright,
    in points; None for files without pages, as is `box`.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    second: str | None = None
    box: Box | None = None
    place: str = ""
    across: tuple[float, float] | None = None
    seen: str | None = None

    @property
    def end(self) -> int:
        """The first column to the right of the cell."""
        return self.column + self.column_span

    def converted(self) -> PrintedCell:
        """The cell where a program of ours made what is shown of it.

        That may speak against the cell, and never for it.
        """
        differs = self.seen is not None and compact(self.seen) != compact(self.text)
        return self if differs else replace(self, seen=None)


@dataclass(frozen=True)
class Grid:
    """One ruled table as it stands on one page (PDF) or in one table of a file without.

    `cells` in reading order; `rows`, `columns`: its shape in slots; `page` from 1, None where there
    are none; `caption`: the text printed just above, where a unit may stand.
    """

    cells: tuple[PrintedCell, ...]
    rows: int
    columns: int
    page: int | None = None
    caption: str = ""

    @cached_property
    def by_row(self) -> list[list[PrintedCell]]:
        """For each row the cells that cover it, left to right, also those from a row above."""
        rows: list[list[PrintedCell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                rows[row].append(cell)
        for cells in rows:
            cells.sort(key=lambda cell: cell.column)
        return rows

    @cached_property
    def outline(self) -> Box:
        """The box around all cells, of a table on a page."""
        boxes = [cell.box for cell in self.cells if cell.box]
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of the running text, outside the tables, in one line.

    `spots`: page (from 1) and box of each character of `text`, empty where there are no pages; then
    `place` is "paragraph 3". A space stands where the source leaves a gap.
    """

    text: str
    spots: tuple[tuple[int, Box], ...] = ()
    place: str = ""


#: What a report may lack after a reading: tables, rows or columns that another way might find,
#: figures that were found and are in doubt, or any table of a form.
PLACES, FIGURES, FORM = "places", "figures", "form"
#: Reads one way after the other, and is told after each what is still lacking.
Readings = Generator["Reading", frozenset[str], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way a report was read: its running text and its grids in the order of the pages.

    `pages` is None for files without; `log`: one sentence each on the pages read, the
    engine, and why; `passages`: the running text once more, by paragraph and with its places;
    `remarks`: sentences on the file that people must know; `gaps`: parts of a sentence on what may
    be missing of it, so that a person must look.
    """

    reader: str
    text: str
    pages: int | None
    grids: tuple[Grid, ...]
    log: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    remarks: tuple[Words, ...] = ()
    gaps: tuple[Words, ...] = ()
