"""A cell of a web page's or Word file's table → the table's head and the rows around it, with the cell marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from helpers.errors import UserError
from helpers.readers import readings
from helpers.readers.grid import Cell, Grid

#: How many rows are shown at the top of the table, and on each side of the cell's row.
HEAD, AROUND = 3, 3
_TABLE = "border-collapse: collapse; font-size: 90%; text-align: left"
_CELL = "border: 1px solid #888; padding: 0.2em 0.5em"
_MARKED = "border: 4px solid #d4003c; background: #fff3c4; padding: 0.2em 0.5em; font-weight: bold"
_GAP = "background: #bebebe; height: 0.4em; padding: 0"


def cell_in_table(path: Path, place: str) -> str:
    """Print the rows around the cell at `place` ("table 2, row 7, cell 3"), each text escaped.

    Raises UserError where the file has no cell there.
    """
    for reading in readings(path):
        for grid in reading.grids:
            for cell in grid.cells:
                if cell.place == place:
                    return _excerpt(grid, cell)
    raise UserError(f"{path} has no {place}: run the extraction again.")


def _excerpt(grid: Grid, marked: Cell) -> str:
    first, last = marked.row - AROUND, marked.row + marked.row_span + AROUND
    blocks = [range(HEAD), range(first, last)] if first > HEAD else [range(max(last, HEAD))]
    gap = f'<tr><td colspan="{grid.columns}" style="{_GAP}"></td></tr>\n'
    bodies = ("".join(_rows(grid, block, marked)) for block in blocks)
    caption = f"{grid.caption}\n{marked.place}".strip()
    return f'<table style="{_TABLE}">\n<caption>{_lines(caption)}</caption>\n{gap.join(bodies)}</table>'


def _rows(grid: Grid, block: range, marked: Cell) -> Iterator[str]:
    """Some rows of a table; a cell that reaches in from above or out below is cut to them."""
    rows = grid.by_row
    block = range(block.start, min(block.stop, grid.rows))
    for row in block:
        begun = [cell for cell in rows[row] if row in (cell.row, block.start)]
        yield f"<tr>{''.join(_cells(begun, row, block.stop, marked))}</tr>\n"


def _cells(cells: Iterable[Cell], row: int, stop: int, marked: Cell) -> Iterator[str]:
    for cell in cells:
        down = min(cell.row + cell.row_span, stop) - row
        style = _MARKED if cell is marked else _CELL
        yield f'<td rowspan="{down}" colspan="{cell.column_span}" style="{style}">{_lines(cell.text)}</td>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
