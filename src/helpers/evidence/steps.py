"""One report, step by step: its page, the grid found on it, the bound cells, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from helpers.corpus.archives import as_file
from helpers.corpus.reading import extract_report
from helpers.errors import UserError
from helpers.evidence.cutout import FRAME
from helpers.forms import Form
from helpers.match import BoundCell, FormMatch, match_form
from helpers.prove.content import Content
from helpers.readers import readings
from helpers.readers.grid import FIGURES, FORM, PLACES, Grid, Reading
from helpers.readers.kinds import kind_of
from helpers.words import USABLE

#: Pixels of a point in the picture of a page.
SCALE = 1.25


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
            with pdfium.PdfDocument(path) as document:
                page = document[self.largest.page - 1]
                picture: Image.Image = page.render(scale=SCALE).to_pil()
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
        content = extract_report(path, forms).content
        reading = _read_by(content.reader, path)
    match = match_form(reading.grids, forms.values(), content.year)
    return Steps(folder, file, reading, match, content)


def _read_by(reader: str, path: Path) -> Reading:
    """The reading of a report that its figures were taken from."""
    ways = readings(path)
    reading = next(ways)
    with suppress(StopIteration):
        while reading.reader != reader:
            reading = ways.send(frozenset((PLACES, FIGURES, FORM)))
    return reading
