"""Excel files: the blocks of each sheet as grids, read twice by independent programs.

The first reading is calamine's; the second is openpyxl's of .xlsx files, and xlrd's of .xls files.
What number formats, merged cells and hidden rows make of the values is settled once, for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from helpers.messages import say
from helpers.readers.flow import BREAK, caption_of
from helpers.readers.grid import Grid, Passage, Reading, Readings
from helpers.readers.kinds import kind_of
from helpers.readers.sheet.blocks import pieces_of
from helpers.readers.sheet.book import Sheet
from helpers.readers.sheet.cells import Item
from helpers.readers.sheet.first import add_first
from helpers.readers.sheet.xls import read_xls
from helpers.readers.sheet.xlsx import read_xlsx
from helpers.words import Words


def readings(path: Path) -> Readings:
    """Yield the one reading of an Excel file: its sheets that are shown, one after the other.

    Raises:
        UnreadableReport: the file is locked with a password, damaged, or absurdly large.
    """
    kind = kind_of(path)
    sheets, data = read_xls(path) if kind == "xls" else read_xlsx(path)
    add_first(data, sheets)
    grids: list[Grid] = []
    passages: list[Passage] = []
    for sheet in sheets:
        _add(sheet, grids, passages)
    text = BREAK.join(passage.text for passage in passages)
    log = f"Sheets: {len(sheets)}, tables: {len(grids)}."
    yield Reading(kind, text, None, tuple(grids), (log,), tuple(passages), _remarks(sheets))


def _add(sheet: Sheet, grids: list[Grid], passages: list[Passage]) -> None:
    """Add the tables of a sheet, each with the text just above it, and its running text."""
    above: list[str] = []
    for piece in pieces_of(sheet):
        if isinstance(piece, Item):
            above += [piece.text, BREAK]
            texts = piece.text.split(BREAK)
            passages += [Passage(text, place=piece.place) for text in texts]
        else:
            grids.append(replace(piece, caption=caption_of(above)))
            above = []


def _remarks(sheets: Sequence[Sheet]) -> tuple[Words, ...]:
    unsolved = sum(len(sheet.unsolved) for sheet in sheets)
    if unsolved:
        return (say("unsolved", unsolved),)
    return ()
