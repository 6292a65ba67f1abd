"""One report, step by step: its page, the grid found on it, the bound cells, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pandas as pd
import pypdfium2 as pdfium
from msgspec import msgpack
from PIL import Image, ImageDraw

from helpers.corpus.archives import as_file
from helpers.corpus.reading import extract_apart
from helpers.corpus.workers import apart
from helpers.errors import UserError
from helpers.exhibits.cutout import FRAME
from helpers.forms import Form
from helpers.match import BoundCell, FormMatch, match_form
from helpers.prove.content import Content
from helpers.readers import readings
from helpers.readers.grid import FIGURES, FORM, PLACES, Grid, Reading
from helpers.readers.kinds import kind_of
from helpers.readers.limits import check_limit
from helpers.words import USABLE

#: Pixels of a point in the picture of a page.
SCALE = 1.25
_READING = msgpack.Decoder(Reading)


@dataclass(frozen=True)
class Steps:
    """What each step makes of one report; nothing at all where no report could be used."""

    folder: Path
    file: str
    reading: Reading
    match: FormMatch | None
    content: Content

    @property
    def largest(self) -> Grid:
        """The grid with the most cells, as a rule that of the requests."""
        return max(self.reading.grids, key=lambda grid: len(grid.cells), default=Grid((), 0, 0))

    @property
    def bound(self) -> list[BoundCell]:
        """The cells of all tables in printed order, each with its row and column of the form."""
        tables = self.match.tables if self.match else ()
        return [cell for table in tables for cell in table.bound]

    def page(self) -> Image.Image | None:
        """The page of the largest grid, each cell framed; None where the report is no PDF."""
        if not self.largest.page:
            return None
        with as_file(self.folder, self.file) as path:
            if kind_of(path) != "pdf":
                return None
            drawn = apart().submit(_drawn, path, self.largest.page).result()
        picture = Image.open(BytesIO(drawn))
        pen = ImageDraw.Draw(picture)
        for cell in self.largest.cells:
            if cell.box:
                left, top, right, bottom = cell.box
                frame = (left * SCALE, top * SCALE, right * SCALE, bottom * SCALE)
                pen.rectangle(frame, outline=FRAME, width=2)
        return picture


NOTHING = Steps(Path(), "", Reading("", "", None, ()), None, Content("failed"))


def steps(reports: pd.DataFrame, folder: Path, name: str, forms: Mapping[str, Form]) -> Steps:
    """Take the first usable report whose file or agency holds `name`, and find its grids again.

    What it says comes from the cache, unless the report was never read or has changed.

    Raises UserError where the folder holds usable reports, but none of that name.
    """
    usable = reports[reports["status"].isin(USABLE)]
    named = usable["file"].str.contains(name, regex=False) | usable["agency"].str.contains(
        name, regex=False
    )
    if usable.empty:
        return NOTHING
    if not named.any():
        raise UserError(f"No report that could be used has '{name}' in its file or agency.")
    file = str(usable.loc[named, "file"].iloc[0])
    with as_file(folder, file) as path:
        content = extract_apart(path, forms).content
        packed = apart().submit(_read_by, content.reader, path).result()
    reading = _READING.decode(packed)
    match = match_form(reading.grids, forms.values(), content.year)
    return Steps(folder, file, reading, match, content)


def _drawn(path: Path, number: int) -> bytes:
    """A page of a PDF as a PNG file."""
    png = BytesIO()
    with pdfium.PdfDocument(path) as document:
        page = document[number - 1]
        width, height = page.get_size()
        check_limit("pixels", width * height * SCALE**2)
        page.render(scale=SCALE).to_pil().save(png, "PNG")
    return png.getvalue()


def _read_by(reader: str, path: Path) -> bytes:
    """The reading of a report that its figures were taken from, as it leaves a process."""
    ways = readings(path)
    reading = next(ways)
    with suppress(StopIteration):
        while reading.reader != reader:
            reading = ways.send(frozenset((PLACES, FIGURES, FORM)))
    return msgpack.encode(reading)
