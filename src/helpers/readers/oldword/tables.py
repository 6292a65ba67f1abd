"""Old Word files: turned into new ones and read as those, then held against a reader of its own.

Both readings of the new file are readings of one conversion, so they prove nothing about the old
one. Its second reading is another program's, which gives the cells of each row in order: where a
row says the same in both, cell by cell, its cells were read twice. What the page shows nobody sees:
no figure is `seen`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import html

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers import word
from helpers.readers.grid import Grid, PrintedCell, Reading, Readings
from helpers.text import compact

#: The texts of a row, from left to right; of a cell that goes on from above, none.
Row = tuple[str, ...]


def readings(path: Path) -> Readings:
    """Yield the one reading of an old Word file.

    Raises UnreadableReport where it is damaged or locked with a password.
    """
    with TemporaryDirectory() as folder:
        converted = Path(folder) / "report.docx"
        _convert(path, converted)
        reading: Reading = next(word.readings(converted))
    again = _rows_again(path)
    grids, read_twice = _held_against(reading.grids, again)
    note = f"Rows: {sum(grid.rows for grid in grids)}, of them read twice: {read_twice}."
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


def _held_against(grids: Sequence[Grid], again: Sequence[Row]) -> tuple[tuple[Grid, ...], int]:
    """The grids with their second reading, and how many rows were read twice alike."""
    once: list[Row] = []
    places: list[tuple[int, int]] = []
    for index, grid in enumerate(grids):
        for row in range(grid.rows):
            once.append(tuple(_texts(grid, row)))
            places.append((index, row))
    alike: set[tuple[int, int]] = set()
    matcher = SequenceMatcher(None, once, again, autojunk=False)
    for block in matcher.get_matching_blocks():
        alike.update(places[block.a : block.a + block.size])
    held = []
    for index, grid in enumerate(grids):
        cells = [_read_twice(cell, (index, cell.row) in alike) for cell in grid.cells]
        held.append(replace(grid, cells=tuple(cells)))
    return tuple(held), len(alike)


def _texts(grid: Grid, row: int) -> Iterator[str]:
    for cell in grid.by_row[row]:
        yield compact(cell.text) if cell.row == row else ""


def _read_twice(cell: PrintedCell, alike: bool) -> PrintedCell:
    """A cell with its second reading; what the conversion shows may only speak against it."""
    differs = cell.seen is not None and cell.seen != cell.text
    return replace(cell, second=cell.text if alike else None, seen=cell.seen if differs else None)
