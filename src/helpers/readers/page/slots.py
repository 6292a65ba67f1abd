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
            if (row, column) not in seen:
                group = _flood((row, column), rows, columns, divided)
                seen.update(group)
                groups.append(sorted(group))
    return groups


def _flood(
    start: Slot, rows: int, columns: int, divided: Callable[[Slot, Slot], bool]
) -> set[Slot]:
    group, open_ends = {start}, [start]
    while open_ends:
        row, column = slot = open_ends.pop()
        for next_ in ((row, column + 1), (row, column - 1), (row + 1, column), (row - 1, column)):
            inside = 0 <= next_[0] < rows and 0 <= next_[1] < columns
            if inside and next_ not in group and not divided(slot, next_):
                group.add(next_)
                open_ends.append(next_)
    return group
