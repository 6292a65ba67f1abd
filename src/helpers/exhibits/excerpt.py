"""A cell of a table of a file without pages → the table's head and the rows around the cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from helpers.charts import markup
from helpers.charts.markup import ExcerptCell
from helpers.readers import readings
from helpers.readers.grid import Grid, PrintedCell

#: How many rows are shown at the top of the table, and on each side of the cell's row.
HEAD = 3
AROUND = 3


def cell_in_table(path: Path, place: str) -> str:
    """Print the rows around a cell, each text escaped.

    `place`: "table 2, row 7, cell 3", or in a workbook "sheet 统计表, cell C12". Empty where the
    file has no cell there.
    """
    for reading in readings(path):
        for grid in reading.grids:
            for cell in grid.cells:
                if cell.place == place:
                    return _excerpt(grid, cell)
    return ""


def _excerpt(grid: Grid, marked: PrintedCell) -> str:
    """The table's head and the rows around a cell, with a gap between where rows are left out."""
    first = marked.row - AROUND
    last = marked.row + marked.row_span + AROUND
    blocks = [range(max(last, HEAD))]
    if first > HEAD:
        blocks = [range(HEAD), range(first, last)]
    caption = f"{grid.caption}\n{marked.place}".strip()
    rows = (_rows(grid, block, marked) for block in blocks)
    return markup.excerpt(caption, grid.columns, rows)


def _rows(grid: Grid, block: range, marked: PrintedCell) -> Iterator[list[ExcerptCell]]:
    """Some rows of a table; a cell that reaches in from above or out below is cut to them."""
    rows = grid.by_row
    stop = min(block.stop, grid.rows)
    for row in range(block.start, stop):
        cells = []
        for cell in rows[row]:
            if row in (cell.row, block.start):
                rows_down = min(cell.row + cell.row_span, stop) - row
                is_marked = cell is marked
                cells.append((rows_down, cell.column_span, cell.text, is_marked))
        yield cells
