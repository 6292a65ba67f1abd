"""The values of a workbook as calamine reads them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.sheet.book import Sheet, spread


def add_first(data: bytes, sheets: Sequence[Sheet]) -> None:
    """Give the sheets their values by calamine.

    Raises:
        UnreadableReport: the file is damaged.
    """
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for sheet in sheets:
            source = book.get_sheet_by_name(sheet.name)
            top, left = source.start or (0, 0)
            read = dict(spread(top, left, source.to_python()))
            told_apart = sheet.unsolved | sheet.errors.keys()
            sheet.first = {slot: read[slot] for slot in read if slot not in told_apart}
    except CalamineError as error:
        raise UnreadableReport(say("damaged_sheet")) from error
