"""Grids held against another program that gives the cells of each row in order, and no grid.

Where a row says the same in both, cell by cell, its cells were read twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from helpers.readers.grid import Grid
from helpers.text import compact

#: A report has far fewer rows. How long it takes to compare them grows with their square.
MOST = 3000
#: The texts of a row, from left to right; of a cell that goes on from above, none.
Row = tuple[str, ...]


def held_against(grids: Sequence[Grid], again: Sequence[Row]) -> tuple[tuple[Grid, ...], str]:
    """The grids with their second reading, and a note on how many rows were read twice."""
    once: list[Row] = []
    places: list[tuple[int, int]] = []
    for index, grid in enumerate(grids):
        for row in range(grid.rows):
            once.append(tuple(_texts(grid, row)))
            places.append((index, row))
    alike: set[tuple[int, int]] = set()
    compared = again if max(len(once), len(again)) <= MOST else ()
    matcher = SequenceMatcher(None, once, compared, autojunk=False)
    for block in matcher.get_matching_blocks():
        alike.update(places[block.a : block.a + block.size])
    held = []
    for index, grid in enumerate(grids):
        cells = []
        for cell in grid.cells:
            second = cell.text if (index, cell.row) in alike else None
            cells.append(replace(cell, second=second))
        held.append(replace(grid, cells=tuple(cells)))
    return tuple(held), f"Rows: {len(once)}, of them read twice: {len(alike)}."


def _texts(grid: Grid, row: int) -> Iterator[str]:
    for cell in grid.by_row[row]:
        yield compact(cell.text) if cell.row == row else ""
