"""Which parts of a table's style (first row, every second row) apply to a cell of a Word file."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from helpers.readers.word.looks import amount
from helpers.readers.word.markup import W, on_attribute, value
from helpers.readers.word.styles import Settings

#: What a table may ask for by name, and the bit that asks for it in older files.
_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
#: The parts of a style for the first and the last row or column.
_ENDS = {"Horz": ("firstRow", "lastRow"), "Vert": ("firstColumn", "lastColumn")}


def options(setting: Element | None) -> set[str]:
    """The parts of a table's style that the table asks for."""
    if setting is None:
        return {"Horz", "Vert"}
    printed = value(setting)
    bits = int(printed, 16) if re.fullmatch("[0-9A-Fa-f]{1,8}", printed) else 0
    asked = set()
    for name, bit in _BITS.items():
        asks = on_attribute(setting, name) if value(setting, name) else bool(bits & bit)
        if asks:
            asked.add(name)
    if "noHBand" not in asked:
        asked.add("Horz")
    if "noVBand" not in asked:
        asked.add("Vert")
    return asked


def band(style: Settings, which: str) -> int:
    """How many rows (`Row`) or columns (`Col`) of the table each band of its style holds."""
    found = style.get(f"{W}tblStyle{which}BandSize")
    size = int(amount(found, 1.0, 1.0))
    return max(size, 1)


def conditions(asked: set[str], number: int, count: int, size: int, which: str) -> tuple[str, ...]:
    """What applies to a row (`Horz`) or a column (`Vert`) of a table by its number."""
    first, last = _ENDS[which]
    if number == 0 and first in asked:
        return (first.replace("Column", "Col"),)
    if number == count - 1 and last in asked:
        return (last.replace("Column", "Col"),)
    if which not in asked:
        return ()
    inside = (number - (first in asked)) // size
    return (f"band{1 + inside % 2}{which}",)


_ORDER = (
    "band1Vert",
    "band2Vert",
    "band1Horz",
    "band2Horz",
    "firstRow",
    "lastRow",
    "firstCol",
    "lastCol",
)
_CORNERS: dict[tuple[str, ...], str] = {
    ("firstRow", "firstCol"): "nwCell", ("firstRow", "lastCol"): "neCell",
    ("lastRow", "firstCol"): "swCell", ("lastRow", "lastCol"): "seCell",
}  # fmt: skip


def in_order(when: tuple[str, ...]) -> tuple[str, ...]:
    """The conditions of a cell, those that count most last."""
    ordered = tuple(sorted(when, key=_ORDER.index))
    corner = _CORNERS.get(ordered)
    if corner:
        return (*ordered, corner)
    return ordered
