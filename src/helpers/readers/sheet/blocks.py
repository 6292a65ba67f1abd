"""The cells of a sheet → its tables, and the running text around them.

A sheet has no tables of its own: rows and columns without anything in them set its blocks apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby, product

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.grid import Grid, PrintedCell
from helpers.readers.sheet.book import MAX_CELLS, Area, Sheet, Slot
from helpers.readers.sheet.cells import Item, Shape, items_of, place_of

#: What stands between the name of a thing and the thing.
_TELLS = re.compile("[:：]")
#: A piece of a sheet: a table, or one line of running text.
Piece = Grid | Item
Items = Sequence[Item]


def pieces_of(sheet: Sheet) -> Iterator[Piece]:
    """The tables of a sheet and the lines around them, from above."""
    shape = Shape(sheet)
    yield from _pieces(list(items_of(sheet, shape)), _Maker(sheet, shape))


def _pieces(items: Items, make: _Maker) -> Iterator[Piece]:
    """Cut where a row is empty, then where a column is, until nothing can be cut."""
    bands = _cut(items, _rows)
    if len(bands) > 1:
        for band in bands:
            yield from _pieces(band, make)
        return
    above, table, below = _peeled(items)
    yield from above
    sides = _cut(table, _columns)
    if len(sides) > 1 or above or below:
        for side in sides:
            yield from _pieces(side, make)
    elif table:
        yield from _table(table, make)
    yield from below


def _rows(item: Item) -> tuple[int, int]:
    return item.area.top, item.area.bottom


def _columns(item: Item) -> tuple[int, int]:
    return item.area.left, item.area.right


def _cut(items: Items, reach: Callable[[Item], tuple[int, int]]) -> list[list[Item]]:
    """Groups of items between which a whole row (or column) is empty, in the order of rows."""
    bands: list[list[Item]] = []
    end = -2
    for item in sorted(items, key=reach):
        first, last = reach(item)
        if first > end + 1 or not bands:
            bands.append([])
        bands[-1].append(item)
        end = max(end, last)
    return [sorted(band, key=_order) for band in bands]


def _order(item: Item) -> tuple[int, int]:
    return item.area.top, item.area.left


def _peeled(items: Items) -> tuple[list[Item], list[Item], list[Item]]:
    """The lines above a table, the table, and those below it.

    A line reaches into no other row.
    """
    has_rules = any(item.ruled for item in items)
    rows = [list(row) for _, row in groupby(items, key=lambda item: item.area.top)]
    first, last = 0, len(rows)
    while first < last and _is_line(rows[first], has_rules=has_rules):
        first += 1
    while last > first and _is_line(rows[last - 1], has_rules=has_rules, below=True):
        last -= 1
    above = [item for row in rows[:first] for item in row]
    below = [item for row in rows[last:] for item in row]
    return above, [item for row in rows[first:last] for item in row], below


def _is_line(row: Items, *, has_rules: bool, below: bool = False) -> bool:
    """Whether a row is no part of the table.

    Where any cell of the table has rules, a line has none; it is one cell, or says what is what
    (填报单位：X). Below a table without rules, one cell may be a row of it whose figures are blank.
    """
    if any(item.ruled or item.area.bottom > item.area.top for item in row):
        return False
    told = [item for item in row if _TELLS.search(item.text)]
    if below and not has_rules and not told:
        return all(item.area.right > item.area.left for item in row) and len(row) == 1
    return len(row) - len(told) <= 1


def _table(items: Items, make: _Maker) -> Iterator[Piece]:
    """A block as a table, or as lines where no two of its cells stand beside each other."""
    rows = {item.area.top for item in items}
    is_alone = len(rows) == 1 and not any(item.ruled for item in items)
    if is_alone or len(rows) == len(items):
        yield from items
    else:
        yield make.grid(items)


class _Maker:
    """Makes grids of the blocks of one sheet."""

    def __init__(self, sheet: Sheet, shape: Shape) -> None:
        self._sheet, self._shape = sheet, shape
        self._rows, self._columns = shape.slots()

    def grid(self, items: Items) -> Grid:
        """A block as a grid; a slot with nothing in it is a blank cell."""
        top = min(item.area.top for item in items)
        left = min(item.area.left for item in items)
        rows = 1 + max(item.area.bottom for item in items) - top
        columns = 1 + max(item.area.right for item in items) - left
        if rows * columns > MAX_CELLS:
            raise UnreadableReport(say("large_sheet"))
        block = Area(top, left, top + rows - 1, left + columns - 1)
        cells = [_cell(item, block) for item in items]
        taken = set(chain.from_iterable(map(_slots, cells)))
        for slot in product(range(rows), range(columns)):
            if slot not in taken:
                cells.append(self._blank(slot, block))
                taken |= _slots(cells[-1])
        cells.sort(key=lambda cell: (cell.row, cell.column))
        return Grid(tuple(cells), rows, columns)

    def _blank(self, slot: Slot, block: Area) -> PrintedCell:
        """The blank cell that begins in a slot of a block; it may be merged."""
        row, column = slot[0] + block.top, slot[1] + block.left
        stands = self._rows[row], self._columns[column]
        area = self._shape.place(stands) or Area(row, column, row, column)
        cut = Area(row, column, min(area.bottom, block.bottom), min(area.right, block.right))
        place = place_of(self._sheet.name, stands)
        return _cell(Item(cut, text="", second="", seen="", place=place), block)


def _slots(cell: PrintedCell) -> set[tuple[int, int]]:
    return {
        (row, column)
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.end)
    }


def _cell(item: Item, block: Area) -> PrintedCell:
    area = item.area
    return PrintedCell(
        row=area.top - block.top,
        column=area.left - block.left,
        row_span=area.bottom - area.top + 1,
        column_span=area.right - area.left + 1,
        text=item.text,
        second=item.second,
        place=item.place,
        seen=item.seen,
    )
