"""Excel files before 2007 (.xls, .et): what xlrd reads of them, and how they are shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.kinds import refused
from helpers.readers.package import LARGEST
from helpers.readers.sheet.biff import add_records
from helpers.readers.sheet.book import Area, Look, Sheet, check_size
from helpers.readers.sheet.formats import Value
from helpers.readers.sheet.letters import is_odd, is_turned, left_of
from helpers.readers.word.colours import WHITE, Colour

#: What xlrd raises on a file that was cut off, or is no file of Excel's.
_FAULTS = (
    xlrd.XLRDError, CompDocError, struct.error,
    AssertionError, AttributeError, LookupError, TypeError, ValueError,
)  # fmt: skip
_HORIZONTAL = {4: "fill"}
#: Heights and letters are counted in twentieths of a point.
_TWENTIETHS = 20
_USUAL = 11.0
_LOW = 1.6


def read_xls(path: Path) -> tuple[list[Sheet], bytes]:
    """The sheets that are shown with their second reading, and the file for the first one.

    Raises:
        UnreadableReport: the file is damaged, locked, or absurdly large.
    """
    data = path.read_bytes()
    if len(data) > LARGEST:
        raise UnreadableReport(say("large_sheet"))
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO()
        )
    except _FAULTS as error:
        if "encrypted" in str(error):
            raise refused("locked") from error
        raise UnreadableReport(say("damaged_sheet")) from error
    sheets = [_sheet(book, source) for source in book.sheets()]
    filled = 0
    for sheet in sheets:
        filled = check_size(sheet.filled, filled)
    add_records(data, sheets)
    shown = zip(book.sheets(), sheets, strict=True)
    return [sheet for source, sheet in shown if source.visibility == 0], data


def _sheet(book: Any, source: Any) -> Sheet:
    sheet = Sheet(source.name, shows_zeros=bool(source.show_zero_values))
    looks: dict[int, Look] = {}
    for row in range(source.nrows):
        for column, kind in enumerate(source.row_types(row)):
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            slot = (row, column)
            value = source.cell_value(row, column)
            style = source.cell_xf_index(row, column)
            if style not in looks:
                looks[style] = _look(book, style)
            sheet.looks[slot] = looks[style]
            if kind == xlrd.XL_CELL_ERROR:
                sheet.errors[slot] = xlrd.error_text_from_code.get(value, "#")
            elif value != "":
                sheet.second[slot] = _value(book, kind, value)
    _add_layout(book, source, sheet)
    return sheet


def _value(book: Any, kind: int, value: Any) -> Value:
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE:
        try:
            moment: datetime = xlrd.xldate_as_datetime(value, book.datemode)
        except (ValueError, OverflowError):
            return float(value)
        return moment
    if isinstance(value, str):
        return value
    return float(value)


def _add_layout(book: Any, source: Any, sheet: Sheet) -> None:
    sheet.merged = [
        Area(top, left, bottom - 1, right - 1) for top, bottom, left, right in source.merged_cells
    ]
    usual = _usual(book)
    for row, shown in source.rowinfo_map.items():
        if shown.hidden or shown.height == 0:
            sheet.hidden_rows.add(row)
        elif shown.height / _TWENTIETHS * _LOW < usual:
            sheet.low.add(row)
    sheet.width = float(source.defcolwidth or sheet.width)
    for column, shown in source.colinfo_map.items():
        span = range(column, column + 1)
        sheet.widths.append((span, shown.width / 256))
        if shown.hidden or shown.width == 0:
            sheet.hidden_columns.append(span)
    for slot, runs in source.rich_text_runlist_map.items():
        left = left_of(_pieces(book, str(sheet.second.get(slot, "")), runs))
        if left is not None:
            sheet.marked[slot] = left


def _pieces(book: Any, text: str, runs: Any) -> Iterator[tuple[str, bool, bool]]:
    """The pieces of a text; the letters before the first run are those of the cell."""
    starts = [start for start, _ in runs]
    yield text[: starts[0]], False, False
    for (start, number), end in zip(runs, [*starts[1:], len(text)], strict=True):
        font = book.font_list[number]
        yield text[start:end], bool(font.escapement), bool(font.struck_out)


def _usual(book: Any) -> float:
    """The size of the letters that a workbook prints, in points."""
    if book.font_list:
        return float(book.font_list[0].height / _TWENTIETHS)
    return _USUAL


def _look(book: Any, style: int) -> Look:
    settings = book.xf_list[style]
    font = book.font_list[settings.font_index]
    size = font.height / _TWENTIETHS
    fill = settings.background
    ground = WHITE
    if fill.fill_pattern:
        ground = _colour(book.colour_map, fill.pattern_colour_index, WHITE)
    place = settings.alignment
    border = settings.border
    lines = (border.left_line_style, border.right_line_style, border.top_line_style)
    return Look(
        code=book.format_map[settings.format_key].format_str,
        odd=is_odd(
            _colour(book.colour_map, font.colour_index, (0, 0, 0)),
            ground,
            size,
            marked=bool(font.escapement or font.struck_out),
        ),
        turned=is_turned(_HORIZONTAL.get(place.hor_align), place.rotation),
        ruled=any((*lines, border.bottom_line_style)),
        size=size / _usual(book),
        shrinks=bool(place.shrink_to_fit),
    )


def _colour(colours: Mapping[int, Colour | None], index: int, default: Colour) -> Colour:
    return colours.get(index) or default
