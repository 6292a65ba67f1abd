"""Pages that are pictures: straightened, their tables found, every number read twice.

Tables are found by their rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from helpers.messages import say
from helpers.readers.grid import Reading, Readings
from helpers.readers.page.captions import captioned
from helpers.readers.page.prose import passages
from helpers.readers.scan import models, sheets
from helpers.readers.scan.sheets import Sheet
from helpers.readers.scan.tables import ScannedPage, read_sheet
from helpers.words import Words

READER = "rapidocr"
#: Pixels of a line of text in a tall picture; letters of lower ones may be misread.
LINE = 18

__all__ = ["READER", "ScannedPage", "coarse", "models", "read_sheets", "readings", "sheets"]


def readings(path: Path) -> Readings:
    """Yield the one reading of a PNG, JPEG, TIFF or WebP file; each frame is a page.

    A tall one is cut into several.

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
    """What to say of pages scanned too coarsely, and of tall pictures with small letters."""
    scanned = [page.sheet.native for page in pages if not page.sheet.tall]
    finest = min(scanned, default=sheets.LEAST)
    if round(finest) < sheets.LEAST:
        return (say("coarse_scan", dpi=f"{finest:.0f}"),)
    lines = [height for page in pages if page.sheet.tall for height in _lines(page)]
    height = median(lines) if lines else LINE
    return (say("small_letters", pixels=f"{height:.0f}"),) if height < LINE else ()


def _lines(page: ScannedPage) -> list[float]:
    """How high the line of each character of the running text is, in pixels of the file."""
    pixels = page.sheet.native / sheets.POINTS
    return [glyph.size * pixels for glyph in page.outside(())]
