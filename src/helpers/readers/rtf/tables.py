"""RTF files: every table as a grid, held against another program's reading of its rows.

What a page shows of a file nobody sees: no figure is `seen`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.flow import BREAK, cell_place, fitted, passages
from helpers.readers.grid import UNREAD, Grid, PrintedCell, Reading, Readings
from helpers.readers.rowwise import Row, held_against
from helpers.readers.rtf.tokens import DOUBT, Word, told
from helpers.text import compact

#: Edges of cells that are nearer than this, in twips, are one.
NEAR = 30
#: What is no text: striprtf would look at each letter of a picture.
_PICTURE = re.compile(rb"[0-9a-fA-F\s]{2000,}")
#: A caption is this long at most.
CAPTION = 200


@dataclass(frozen=True)
class _Edge:
    """The right edge of a cell in twips, and which part of merged cells it is: down, across."""

    right: int
    down: str = ""
    across: str = ""


#: The text of a cell, and whether its digits are in doubt.
_Cell = tuple[str, bool]
_Row = tuple[tuple[_Edge, ...], tuple[_Cell, ...]]


@dataclass
class _Table:
    """The rows of a table: the edges of its cells, and their texts."""

    above: str
    rows: list[_Row] = field(default_factory=list)


@dataclass
class _Body:
    """What is read so far: running text and tables, and the row that is being read."""

    lines: list[str] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    edges: list[_Edge] = field(default_factory=list)
    cells: list[_Cell] = field(default_factory=list)
    text: str = ""
    odd: bool = False
    in_table: bool = False
    down: str = ""
    across: str = ""

    def add(self, text: str) -> None:
        self.text += text
        if not self.in_table and not self.cells and BREAK in self.text:
            *whole, self.text = self.text.split(BREAK)
            self.lines += whole

    def follow(self, word: Word) -> None:
        """What a word does to the table that is being read."""
        if word.name in _MERGES:
            setattr(self, *_MERGES[word.name])
        elif word.name in ("intbl", "pard"):
            self.in_table = word.name == "intbl"
        elif word == DOUBT:
            self.odd = True
        else:
            self._set_table(word)

    def _set_table(self, word: Word) -> None:
        if word.name == "trowd":
            self.edges, self.down, self.across = [], "", ""
        elif word.name == "cellx":
            self.edges.append(_Edge(word.number or 0, self.down, self.across))
            self.down = self.across = ""
        elif word.name == "cell":
            self.cells.append((self.text.strip(), self.odd))
            self.text, self.odd = "", False
        elif word.name == "row":
            self._end_row()

    def _end_row(self) -> None:
        begins = not self.tables or any(line.strip() for line in self.lines[self._seen :])
        if begins:
            above = BREAK.join(line for line in self.lines[-2:] if line.strip())
            self.tables.append(_Table(above[-CAPTION:]))
        self._seen = len(self.lines)
        self.tables[-1].rows.append((tuple(self.edges), tuple(self.cells)))
        self.cells, self.text = [], ""

    _seen: int = 0


_MERGES = {
    "clvmgf": ("down", "begin"),
    "clvmrg": ("down", "go on"),
    "clmgf": ("across", "begin"),
    "clmrg": ("across", "go on"),
}


def readings(path: Path) -> Readings:
    """Yield the one reading of an RTF file. Raises UnreadableReport where it is damaged."""
    data = path.read_bytes()
    body = _Body()
    try:
        for piece in told(data):
            if isinstance(piece, str):
                body.add(piece)
            else:
                body.follow(piece)
    except ValueError as error:
        raise UnreadableReport(say("damaged_word")) from error
    text = BREAK.join([*body.lines, body.text]).strip()
    once = [_grid(number, table) for number, table in enumerate(body.tables, 1)]
    grids, note = held_against(once, _rows_again(data))
    yield Reading("rtf", text, None, grids, (note,), passages(text))


def _rows_again(data: bytes) -> list[Row]:
    """The rows of all tables by the other program.

    None where a box with digits may lie over a table, of which it knows nothing.
    """
    from striprtf.striprtf import rtf_to_text

    rows: list[Row] = []
    if b"\\shptxt" in data:
        return rows
    source = _PICTURE.sub(b" ", data).decode("latin-1")
    for line in rtf_to_text(source, errors="replace").split(BREAK):
        if line.endswith("|"):
            rows.append(tuple(map(compact, line[:-1].split("|"))))
    return rows


def _grid(number: int, table: _Table) -> Grid:
    """Lay out the rows between the edges of all cells."""
    edges = _edges(table.rows)
    cells: list[PrintedCell] = []
    open_cells: dict[tuple[int, int], int] = {}
    for row, (bounds, texts) in enumerate(table.rows):
        for ordinal, (start, end, down, (text, odd)) in enumerate(_laid(bounds, texts, edges), 1):
            slot = (start, end)
            if down == "go on" and slot in open_cells:
                begun = cells[open_cells[slot]]
                cells[open_cells[slot]] = _taller(begun, row)
                continue
            open_cells[slot] = len(cells)
            cells.append(
                PrintedCell(
                    row=row,
                    column=start,
                    row_span=1,
                    column_span=end - start,
                    text=text,
                    place=cell_place(number, row, ordinal),
                    seen=f"{text} {UNREAD}" if odd else None,
                )
            )
    return fitted(cells, len(table.rows), table.above)


def _taller(cell: PrintedCell, row: int) -> PrintedCell:
    return replace(cell, row_span=row - cell.row + 1)


def _laid(
    bounds: Sequence[_Edge], texts: Sequence[_Cell], edges: Sequence[int]
) -> Iterator[tuple[int, int, str, _Cell]]:
    """The cells of a row: first and last column, part downwards, text; merged ones as one."""
    start = 0
    laid: list[tuple[int, int, str, _Cell]] = []
    for bound, text in zip(bounds, texts, strict=False):
        end = max(_place(bound.right, edges), start + 1)
        if bound.across == "go on" and laid:
            first, _, down, (said, odd) = laid.pop()
            laid.append((first, end, down, (f"{said}{text[0]}", odd or text[1])))
        else:
            laid.append((start, end, bound.down, text))
        start = end
    yield from laid


def _edges(rows: Iterable[_Row]) -> list[int]:
    """The right edges of all columns, from left to right."""
    found: list[int] = []
    for right in sorted({bound.right for bounds, _ in rows for bound in bounds}):
        if not found or right - found[-1] > NEAR:
            found.append(right)
    return found


def _place(right: int, edges: Sequence[int]) -> int:
    """How many columns lie left of an edge."""
    return sum(edge <= right + NEAR for edge in edges)
