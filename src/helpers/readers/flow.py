"""Running text, printed lines, and the second reading: what files without pages share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from helpers.readers.grid import Grid, Passage, PrintedCell
from helpers.readers.limits import check_limit

Element = TypeVar("Element")

BREAK = "\n"

#: Characters that print the ones behind them in another order.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

#: The HTML standard's limit to colspan; here also the width of a table, of which no form comes
#: near.
MAX_COLUMNS = 1000

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CAPTION = 200  # characters above a table


@dataclass(frozen=True, slots=True)
class SecondTable:
    """One table read by other code: its shape in slots, and its texts.

    `texts`: the text of each cell by its first slot (row, column).
    """

    rows: int
    columns: int
    texts: dict[tuple[int, int], str]


def flat(source: str) -> str:
    """Make every run of white space one space: a line feed in the source prints no line break."""
    return re.sub(r"\s+", " ", source)


def lines(pieces: Iterable[str]) -> str:
    """Join flat pieces into printed lines, trimmed, with single spaces, and without empty lines.

    No-break and ideographic spaces are white space; zero-width characters and soft hyphens print
    nothing.
    """
    visible = _INVISIBLE.sub("", "".join(pieces))
    printed: list[str] = []
    for line in visible.split(BREAK):
        words = line.split()
        if words:
            printed.append(" ".join(words))
    return BREAK.join(printed)


def passages(text: str) -> tuple[Passage, ...]:
    """The running text by paragraph: one is what stands on a line."""
    paragraphs = enumerate(text.split(BREAK), 1)
    return tuple(Passage(line, place=f"paragraph {number}") for number, line in paragraphs)


def run_on(
    root: Element,
    flow: Callable[[Element], Iterator[str | Element]],
    has_neighbours: Callable[[Element], bool],
) -> tuple[str, list[tuple[Element, str]]]:
    """The text of a document outside its tables, and each table with the text just above it.

    `flow`: the text below an element piece by piece, and the tables below it whole;
    `has_neighbours`: whether a table has cells beside one another. The tables are in order. One
    that holds tables or has a single column is layout: its text runs on. The text above a table
    begins after the table before, whose unit is not this one's.
    """
    pieces: list[str] = []
    tables: list[tuple[Element, str]] = []
    above = 0
    open_parts = [flow(root)]
    while open_parts:
        part = next(open_parts[-1], None)
        if part is None:
            open_parts.pop()
        elif isinstance(part, str):
            pieces.append(part)
        else:
            check_limit("tables", len(tables))
            tables.append((part, caption_of(pieces[max(above, len(pieces) - _CAPTION) :])))
            pieces.append(BREAK)
            content = list(flow(part))
            if all(isinstance(inner, str) for inner in content) and has_neighbours(part):
                above = len(pieces)
            else:
                open_parts.append(iter(content))
    check_limit("letters", sum(map(len, pieces)))
    return lines(pieces), tables


def caption_of(pieces: Sequence[str]) -> str:
    """The end of the text above a table."""
    text = lines(piece[-_CAPTION:] for piece in pieces)
    return text[-_CAPTION:].strip()


def cell_place(number: int | str, row: int, ordinal: int) -> str:
    """Where a cell stands: the number of its table, its row from 0 on, and which one of the row."""
    return f"table {number}, row {row + 1}, cell {ordinal}"


def fitted(cells: Sequence[PrintedCell], rows: int, caption: str) -> Grid:
    """A grid that ends with the last column in which a cell begins.

    A span of ten over four columns prints four.
    """
    columns = max((cell.column + 1 for cell in cells), default=0)
    check_limit("cells", rows * columns)
    within: list[PrintedCell] = []
    for cell in cells:
        room = columns - cell.column
        within.append(replace(cell, column_span=min(cell.column_span, room)))
    return Grid(tuple(within), rows, columns, caption=caption)


def read_twice(
    grids: Sequence[Grid], seconds: Sequence[SecondTable]
) -> tuple[tuple[Grid, ...], str]:
    """Give each cell its second reading, and say how many tables were read twice.

    Both readings must have found equally many tables.
    """
    if len(grids) == len(seconds):
        grids = [_with_second(grid, table) for grid, table in zip(grids, seconds, strict=True)]
    twice = sum(_has_second(grid) for grid in grids)
    return tuple(grids), f"Tables: {len(grids)}, of them read twice: {twice}."


def _has_second(grid: Grid) -> bool:
    return any(cell.second is not None for cell in grid.cells)


def _with_second(grid: Grid, table: SecondTable) -> Grid:
    """The grid with what the second reading has in each cell's first slot.

    It must have seen a table of the same shape.
    """
    if (grid.rows, grid.columns) != (table.rows, table.columns):
        return grid
    cells = [replace(cell, second=table.texts.get((cell.row, cell.column))) for cell in grid.cells]
    return replace(grid, cells=tuple(cells))
