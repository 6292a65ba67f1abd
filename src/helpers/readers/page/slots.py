"""The slots of a ruled table → its printed cells."""

from __future__ import annotations

from collections.abc import Callable

Slot = tuple[int, int]


def merged(rows: int, columns: int, divided: Callable[[Slot, Slot], bool]) -> list[list[Slot]]:
    """The slots (row, column) of each printed cell: slots that no rule divides belong together.

    `divided` says of two slots that lie side by side whether a rule runs between them.
    """
    seen: set[Slot] = set()
    groups = []
    for row in range(rows):
        for column in range(columns):
            slot = row, column
            if slot in seen:
                continue
            group = _flood(slot, rows, columns, divided)
            seen.update(group)
            groups.append(sorted(group))
    return groups


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
