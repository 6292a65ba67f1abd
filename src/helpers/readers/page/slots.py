"""The slots of a ruled table → its printed cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Slot = tuple[int, int]


class Span(NamedTuple):
    """The first row and column of a cell, and how many rows and columns it takes."""

    row: int
    column: int
    rows: int
    columns: int


def merged(rows: int, columns: int, divided: Callable[[Slot, Slot], bool]) -> list[Span]:
    """The printed cells of so many slots: slots (row, column) that no rule divides are one cell.

    `divided` says of two slots that lie side by side whether a rule runs between them.
    """
    seen: set[Slot] = set()
    spans = []
    for row in range(rows):
        for column in range(columns):
            slot = row, column
            if slot in seen:
                continue
            group = _flood(slot, rows, columns, divided)
            seen.update(group)
            spans.append(_span(group))
    return spans


def _span(slots: set[Slot]) -> Span:
    """What slots that belong together take up."""
    rows, columns = zip(*slots, strict=True)
    row, column = min(rows), min(columns)
    return Span(row, column, max(rows) - row + 1, max(columns) - column + 1)


def _flood(
    start: Slot, rows: int, columns: int, divided: Callable[[Slot, Slot], bool]
) -> set[Slot]:
    """All slots that can be reached from one without going over a rule."""
    group = {start}
    open_ends = [start]
    while open_ends:
        slot = open_ends.pop()
        row, column = slot
        sides = (row, column + 1), (row, column - 1), (row + 1, column), (row - 1, column)
        for neighbour in sides:
            next_row, next_column = neighbour
            inside = 0 <= next_row < rows and 0 <= next_column < columns
            if inside and neighbour not in group and not divided(slot, neighbour):
                group.add(neighbour)
                open_ends.append(neighbour)
    return group
