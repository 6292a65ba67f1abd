"""OFD files: their pages read as PDFs are, and each cell held against another program's reading.

The picture that the reader of PDFs looks at is drawn by this program: no figure is `seen`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.readers import pdf
from helpers.readers.grid import Box, Grid, PrintedCell, Reading, Readings
from helpers.readers.ofd.printed import POINTS, as_pdf
from helpers.text import compact

#: A letter lies in a cell where a point of it does, so many ems from its origin.
WITHIN = 0.3


@dataclass(frozen=True)
class _Run:
    """A piece of text of the other program: its page, and a point in its first letter."""

    text: str
    page: int
    x: float
    y: float


def readings(path: Path) -> Readings:
    """Read an OFD file in one way after the other, as a PDF.

    Raises UnreadableReport where it is damaged.
    """
    runs = _runs_again(path)
    with as_pdf(path) as printed:
        ways = pdf.readings(printed)
        reading = next(ways, None)
        while reading:
            lacking = yield _held(reading, runs)
            try:
                reading = ways.send(lacking)
            except StopIteration:
                return


def _runs_again(path: Path) -> list[_Run]:
    """The texts of all pages by the other program; none where it cannot read the file."""
    import ofdkit
    from ofdkit.errors import OFDError

    runs = []
    try:
        with ofdkit.open(path) as document:
            for number, page in enumerate(document.pages, 1):
                for run in page.runs:
                    x = (run.x + run.size * WITHIN) * POINTS
                    y = (run.y - run.size * WITHIN) * POINTS
                    runs.append(_Run(run.text, number, x, y))
    except OFDError:
        return []
    return runs


def _held(reading: Reading, runs: Sequence[_Run]) -> Reading:
    grids = tuple(_grid(grid, runs) for grid in reading.grids)
    return replace(reading, reader=reading.reader.replace("camelot", "ofd"), grids=grids)


def _grid(grid: Grid, runs: Sequence[_Run]) -> Grid:
    """A grid with its second reading, in the order in which most of its cells agree."""
    on_page = [run for run in runs if run.page == grid.page]
    inside: list[list[_Run]] = []
    for cell in grid.cells:
        inside.append([run for run in on_page if cell.box and _lies_in(run, cell.box)])
    best: list[PrintedCell] = []
    agreed = -1
    for order in _ORDERS:
        cells = []
        for cell, found in zip(grid.cells, inside, strict=True):
            is_read = cell.box is not None and bool(on_page)
            cells.append(_cell(cell, sorted(found, key=order) if is_read else None))
        agree = sum(cell.second == cell.text for cell in cells)
        if agree > agreed:
            best, agreed = cells, agree
    return replace(grid, cells=tuple(best))


#: Orders in which the runs of an upright page are read, and of one that is turned to the right, to
#: the left, or upside down.
_ORDERS: tuple[Callable[[_Run], tuple[float, float]], ...] = (
    lambda run: (round(run.y), run.x),
    lambda run: (-round(run.x), run.y),
    lambda run: (round(run.x), -run.y),
    lambda run: (-round(run.y), -run.x),
)


def _cell(cell: PrintedCell, runs: Sequence[_Run] | None) -> PrintedCell:
    """A cell with its second reading; `runs`: those in it, None where nothing was read again."""
    cell = cell.converted()
    if runs is None:
        return cell
    again = "".join(run.text for run in runs)
    alike = compact(again) == compact(cell.text)
    return replace(cell, second=cell.text if alike else again)


def _lies_in(run: _Run, box: Box) -> bool:
    left, top, right, bottom = box
    return left < run.x < right and top < run.y < bottom
