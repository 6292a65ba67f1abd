"""Old Word files: turned into new ones and read as those, then held against a reader of its own.

Both readings of the new file are readings of one conversion, so they prove nothing about the old
one. Its second reading is another program's, which gives the cells of each row in order: where a
row says the same in both, cell by cell, its cells were read twice. What the page shows nobody sees:
no figure is `seen`.
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


def readings(path: Path) -> Readings:
    """Yield the one reading of an old Word file.

    Raises UnreadableReport where it is damaged or locked with a password.
    """
    with TemporaryDirectory() as folder:
        converted = Path(folder) / "report.docx"
        _convert(path, converted)
        reading: Reading = next(word.readings(converted))
    grids, note = held_against([*map(_converted, reading.grids)], _rows_again(path))
    yield replace(reading, reader="doc", grids=grids, log=(note,))


def _convert(path: Path, converted: Path) -> None:
    import doc2docx
    from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

    try:
        doc2docx.convert(path, converted)
    except EncryptedDocumentError as error:
        raise UnreadableReport(say("kind_locked")) from error
    except (Doc2DocxError, ValueError) as error:
        raise UnreadableReport(say("damaged_word")) from error


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
