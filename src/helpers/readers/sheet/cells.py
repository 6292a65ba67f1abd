"""The cells of a sheet that are shown, with what both readings have and a person sees in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wcwidth import wcswidth

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.flow import lines
from helpers.readers.grid import UNREAD
from helpers.readers.sheet.book import MAX_SLOTS, PLAIN, Area, Look, Sheet, Slot, name_of
from helpers.readers.sheet.formats import Shown, Value, show

#: A character that a file writes by its number.
_BY_NUMBER = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Item:
    """A cell that is shown; `area`: in rows and columns that are shown, counted from 0."""

    area: Area
    text: str
    second: str | None
    seen: str | None
    place: str
    ruled: bool = False

    @property
    def blank(self) -> bool:
        """Whether nobody sees anything in it."""
        return not self.text and not self.seen


class Shape:
    """Where the slots of a sheet stand once what is hidden is left out, and which are one cell."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        filled = sheet.filled | sheet.first.keys()
        rows = 1 + max((row for row, _ in filled), default=-1)
        columns = 1 + max((column for _, column in filled), default=-1)
        self._rows = _counted(row for row in range(rows) if row not in sheet.hidden_rows)
        self._columns = _counted(n for n in range(columns) if not sheet.hides_column(n))
        self._bounds = (rows - 1, columns - 1)
        self.merged: dict[Slot, Area] = {}
        self._covered: set[Slot] = set()
        left = MAX_SLOTS
        for area in sheet.merged:
            left -= self._merge(area)
            if left < 0:
                raise UnreadableReport(say("large_sheet"))

    def _merge(self, area: Area) -> int:
        """Note that an area is one cell; how many slots it covers."""
        bottom, right = min(area.bottom, self._bounds[0]), min(area.right, self._bounds[1])
        slots = max(bottom - area.top + 1, 0) * max(right - area.left + 1, 0)
        if 0 < slots <= MAX_SLOTS:
            self.merged[area.top, area.left] = Area(area.top, area.left, bottom, right)
            for row in range(area.top, bottom + 1):
                self._covered.update((row, column) for column in range(area.left, right + 1))
            self._covered.discard((area.top, area.left))
        return slots

    def place(self, slot: Slot) -> Area | None:
        """Where the cell that begins in a slot is shown; None where it is not."""
        if slot in self._covered:
            return None
        area = self.merged.get(slot, Area(*slot, *slot))
        rows = [self._rows[n] for n in range(area.top, area.bottom + 1) if n in self._rows]
        columns = range(area.left, area.right + 1)
        shown = [self._columns[n] for n in columns if n in self._columns]
        if not rows or not shown:
            return None
        return Area(rows[0], shown[0], rows[-1], shown[-1])

    def slots(self) -> tuple[list[int], list[int]]:
        """The rows and the columns that are shown, by their numbers in the sheet."""
        return list(self._rows), list(self._columns)


def _counted(numbers: Iterable[int]) -> dict[int, int]:
    return {number: count for count, number in enumerate(numbers)}


def items_of(sheet: Sheet, shape: Shape) -> Iterator[Item]:
    """The cells that show something, in the order of rows."""
    for slot in sorted(sheet.filled | sheet.first.keys()):
        area = shape.place(slot)
        if area is None:
            continue
        item = _item(sheet, slot, shape.merged.get(slot, Area(*slot, *slot)), area)
        if not item.blank:
            yield item


def _item(sheet: Sheet, slot: Slot, whole: Area, area: Area) -> Item:
    look = sheet.looks.get(slot, PLAIN)
    place = place_of(sheet.name, slot)
    if slot in sheet.errors:
        text = sheet.errors[slot]
        return Item(area, text, text, text, place, look.ruled)
    if slot in sheet.unsolved:
        return Item(area, "", "", UNREAD, place, look.ruled)
    first, second = sheet.first.get(slot, ""), sheet.second.get(slot, "")
    left = sheet.marked.get(slot, UNREAD)
    if left != UNREAD:  # without what is raised
        first, second = left, left if first == second else ""
    shown, again = _shown(sheet, first, look.code), _shown(sheet, second, look.code)
    seen = _seen(sheet, slot, whole, shown, first)
    return Item(area, lines([shown.text]), lines([again.text]), seen, place, look.ruled)


def place_of(name: str, slot: Slot) -> str:
    """Where a cell stands: its sheet, and its name there."""
    return f"sheet {name}, cell {name_of(slot)}"


def _shown(sheet: Sheet, value: Value, code: str) -> Shown:
    if value == 0 and not isinstance(value, bool | str) and not sheet.shows_zeros:
        return Shown("", "")
    if isinstance(value, str):
        value = _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), value)
    return show(value, code)


def _seen(sheet: Sheet, slot: Slot, whole: Area, shown: Shown, value: Value) -> str | None:
    """What a person sees in a cell, as far as that can be told."""
    look = sheet.looks.get(slot, PLAIN)
    if _is_unsure(sheet, slot, whole, is_words=any(map(str.isalpha, shown.text))):
        return UNREAD
    if not isinstance(value, str) and not look.shrinks and not _has_room(sheet, whole, shown, look):
        # General shows fewer decimals then, everything else a row of hashes.
        return None if "." in shown.text and look.code == PLAIN.code else UNREAD
    if shown.seen is not None:
        return lines([shown.seen])
    return None


def _is_unsure(sheet: Sheet, slot: Slot, whole: Area, *, is_words: bool) -> bool:
    """Whether nobody can be sure of a cell; words may be turned, and crossed by a line."""
    look = sheet.looks.get(slot, PLAIN)
    if look.odd or sheet.marked.get(slot) == UNREAD:
        return True
    if not is_words and (look.turned or any(map(whole.meets, sheet.crossed))):
        return True
    if any(map(whole.meets, sheet.covered)):
        return True
    return all(row in sheet.low for row in range(whole.top, whole.bottom + 1))


def _has_room(sheet: Sheet, whole: Area, shown: Shown, look: Look) -> bool:
    """Whether a number fits into its columns, whose width is told in digits."""
    needed = wcswidth(shown.text.strip()) * look.size
    return needed <= sheet.width_of(range(whole.left, whole.right + 1)) + 1
