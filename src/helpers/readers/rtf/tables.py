"""RTF files: every table as a grid, held against another program's reading of its rows.

What a page shows of a file nobody sees: no figure is `seen`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.flow import cell_place, fitted, passages
from helpers.readers.grid import UNREAD, Grid, PrintedCell, Reading, Readings
from helpers.readers.rowwise import Row, held_against
from helpers.readers.rtf.body import Body, Cell, Edge, Table
from helpers.readers.rtf.tokens import Said, colours_of, told
from helpers.text import compact

#: Edges of cells that are nearer than this, in twips, are one.
NEAR = 30
#: What tells a paragraph in a table, and what stands before the end of a row, also of a table in a
#: cell; the signs that are put there, and a row between them.
_IN_TABLE = re.compile(rb"\\intbl(?![a-z0-9])")
_ENDS = re.compile(rb"\\row(?![a-z0-9])|\{\s*\\\*\\nesttableprops")
_IN = "\x01"
_ROW = re.compile("\x01([^\x02]*)\x02")
#: What is no text: striprtf would look at each letter of a picture.
_PICTURE = re.compile(rb"[0-9a-fA-F\s]{2000,}")


def readings(path: Path) -> Readings:
    """Yield the one reading of an RTF file. Raises UnreadableReport where it is damaged."""
    data = path.read_bytes()
    body = Body(colours_of(data))
    try:
        for piece in told(data):
            if isinstance(piece, Said):
                body.add(piece)
            else:
                body.follow(piece)
    except ValueError as error:
        raise UnreadableReport(say("damaged_word")) from error
    once = [_grid(number, table, body) for number, table in enumerate(body.tables, 1)]
    grids, note = held_against(once, _rows_again(data))
    gaps = (say("torn_rows", body.torn),) if body.torn else ()
    yield Reading("rtf", body.text, None, grids, (note,), passages(body.text), gaps=gaps)


def _rows_again(data: bytes) -> list[Row]:
    """The rows of all tables by the other program, which tells them by signs put there for it."""
    from striprtf.striprtf import rtf_to_text

    marked = _IN_TABLE.sub(rb"\g<0>\\'01 ", _PICTURE.sub(b" ", data))
    marked = _ENDS.sub(rb"\\'02\g<0>", marked)
    text = rtf_to_text(marked.decode("latin-1"), errors="replace")
    rows: list[Row] = []
    for row in _ROW.findall(text):
        *cells, _ = row.replace(_IN, "").split("|")
        rows.append(tuple(map(compact, cells)))
    return rows


def _grid(number: int, table: Table, body: Body) -> Grid:
    """Lay out the rows between the edges of all cells."""
    edges = _edges(table.rows)
    cells: list[PrintedCell] = []
    open_cells: dict[tuple[int, int], int] = {}
    for row, (bounds, texts) in enumerate(table.rows):
        for ordinal, (start, end, down, said) in enumerate(_laid(bounds, texts, edges), 1):
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
                    text=said.text,
                    place=cell_place(number, row, ordinal),
                    seen=f"{said.text} {UNREAD}" if said.odd or body.floats else None,
                )
            )
    return fitted(cells, len(table.rows), table.above)


def _taller(cell: PrintedCell, row: int) -> PrintedCell:
    return replace(cell, row_span=row - cell.row + 1)


def _laid(
    bounds: Sequence[Edge], texts: Sequence[Cell], edges: Sequence[int]
) -> Iterator[tuple[int, int, str, Cell]]:
    """The cells of a row: first and last column, part downwards, text; merged ones as one."""
    start = 0
    laid: list[tuple[int, int, str, Cell]] = []
    for bound, text in zip(bounds, texts, strict=False):
        end = max(_place(bound.right, edges), start + 1)
        if bound.part("across") == "go on" and laid:
            first, _, down, said = laid.pop()
            laid.append((first, end, down, Cell(said.text + text.text, said.odd or text.odd)))
        else:
            laid.append((start, end, bound.part("down"), text))
        start = end
    yield from laid


def _edges(rows: Iterable[tuple[Sequence[Edge], object]]) -> list[int]:
    """The right edges of all columns, from left to right."""
    found: list[int] = []
    for right in sorted({bound.right for bounds, _ in rows for bound in bounds}):
        if not found or right - found[-1] > NEAR:
            found.append(right)
    return found


def _place(right: int, edges: Sequence[int]) -> int:
    """How many columns lie left of an edge."""
    return sum(edge <= right + NEAR for edge in edges)
