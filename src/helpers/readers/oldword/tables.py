"""Old Word files: turned into new ones and read as those, then held against a reader of its own.

Both readings of the new file are readings of one conversion, so they prove nothing about the old
one. Its second reading is another program's, which gives the cells of each row in order: where a
row says the same in both, cell by cell, its cells were read twice; where the conversion lost what
may be seen in or over a cell, none was. What the page shows nobody sees: no figure is `seen`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import html

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers import word
from helpers.readers.grid import Grid, Reading, Readings
from helpers.readers.rowwise import Row, held_against
from helpers.text import compact

#: What the conversion says of pictures, shapes and objects that it did not bring over.
_LOST = frozenset(
    {
        "FLOATING_PICTURE_FORMAT_DEFERRED",
        "FLOATING_SHAPE_TYPES_DEFERRED",
        "GROUPED_MAIN_TEXTBOXES_DEFERRED",
        "INLINE_BINARY_DATA_DEFERRED",
        "INLINE_BINARY_DATA_MALFORMED",
        "INLINE_PICTURE_ANCHOR_INVALID",
        "INLINE_PICTURE_DATA_STREAM_MISSING",
        "INLINE_PICTURE_FORMAT_DEFERRED",
        "INLINE_PICTURE_MALFORMED",
        "MAIN_TEXTBOX_TABLE_MALFORMED",
        "OBJECT_ANCHOR_DEFERRED",
        "OFFICEART_MALFORMED",
        "OLE_OBJECTS_UNANCHORED",
        "OLE_OBJECT_OMITTED",
        "PICTURES_DEFERRED",
    }
)
#: Settings of characters that decide what is seen of them, by their numbers in MS-DOC 2.6.1.
_SHOWING = frozenset(
    {
        *("0x4A43", "0x4845", "0x2A48", "0xCA78"),  # size, place, two lines in one
        *("0x083C", "0x0811", "0x0818", "0x0800"),  # hidden, deleted
        *("0x0837", "0x2A53", "0x6A09"),  # struck out, symbol
        *("0x2A42", "0x6870", "0x2A0C", "0x4866", "0xCA71"),  # colours, ground
    }
)


def readings(path: Path) -> Readings:
    """Yield the one reading of an old Word file.

    Raises UnreadableReport where it is damaged or locked with a password.
    """
    with TemporaryDirectory() as folder:
        converted = Path(folder) / "report.docx"
        lost = _convert(path, converted)
        reading: Reading = next(word.readings(converted))
    grids, note = held_against([*map(_converted, reading.grids)], [] if lost else _rows_again(path))
    log = (note, f"Not converted: {', '.join(lost)}.") if lost else (note,)
    yield replace(reading, reader="doc", grids=grids, log=log)


def _convert(path: Path, converted: Path) -> list[str]:
    """Turn an old file into a new one; what got lost that a person may see in or over a cell."""
    import doc2docx
    from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

    try:
        report = doc2docx.convert(path, converted).report
    except EncryptedDocumentError as error:
        raise UnreadableReport(say("kind_locked")) from error
    except (Doc2DocxError, ValueError) as error:
        raise UnreadableReport(say("damaged_word")) from error
    lost = []
    for said in report.diagnostics:
        if said.code in _LOST or _SHOWING.intersection(said.details.get("opcodes", ())):
            lost.append(said.code)
    return lost


def _rows_again(path: Path) -> list[Row]:
    """The rows of all tables by the other program; none where it cannot read the file."""
    import office_oxide

    try:
        with office_oxide.Document.from_bytes(path.read_bytes(), "doc") as document:
            page = document.to_html()
    except office_oxide.OfficeOxideError:
        return []
    if not page.strip():
        return []
    rows = []
    for row in html.fromstring(f"<div>{page}</div>").iter("tr"):
        rows.append(tuple(compact(cell.text_content()) for cell in row.iterchildren("td", "th")))
    return rows


def _converted(grid: Grid) -> Grid:
    return replace(grid, cells=tuple(cell.converted() for cell in grid.cells))
