"""Pages that are pictures: straightened, their tables found, every number read twice.

Tables are found by their rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from helpers.messages import say
from helpers.readers.grid import Reading, Readings
from helpers.readers.page.captions import captioned
from helpers.readers.page.prose import passages
from helpers.readers.scan import models, sheets
from helpers.readers.scan.sheets import Sheet
from helpers.readers.scan.tables import ScannedPage, read_sheet
from helpers.words import Words

READER = "rapidocr"

__all__ = ["READER", "ScannedPage", "coarse", "models", "read_sheets", "readings", "sheets"]


def readings(path: Path) -> Readings:
    """Yield the one reading of a PNG, JPEG or TIFF file, of which each frame is a page.

    Raises UnreadableReport for a file that is damaged, and where the OCR extra is missing.
    """
    pages = read_sheets(sheets.of_picture(path))
    grids = tuple(captioned(page.tables for page in pages))
    text = "\n".join(page.text for page in pages)
    notes = (f"{len(pages)} pictures, tables found: {len(grids)}",)
    prose = passages(pages, grids)
    yield Reading(READER, text, len(pages), grids, notes, prose, coarse(pages))


def read_sheets(found: Iterable[Sheet]) -> list[ScannedPage]:
    """Read sheets one by one. Raises UnreadableReport where the OCR extra is missing."""
    models.require()
    return [read_sheet(sheet) for sheet in found]


def coarse(pages: Sequence[ScannedPage]) -> tuple[Words, ...]:
    """What to say of pages that were scanned too coarsely."""
    finest = min((page.sheet.native for page in pages), default=sheets.LEAST)
    if round(finest) >= sheets.LEAST:
        return ()
    return (say("coarse_scan", dpi=f"{finest:.0f}"),)
