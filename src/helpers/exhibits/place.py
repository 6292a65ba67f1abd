"""A row of figures.csv → what is printed there, taken from the very file that was read."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.charts import markup
from helpers.corpus.archives import as_file
from helpers.corpus.workers import apart
from helpers.errors import UnreadableReport, UserError
from helpers.exhibits.cutout import Spot, cell_on_page
from helpers.exhibits.excerpt import cell_in_table
from helpers.text import printed

if TYPE_CHECKING:
    import pandas as pd

_COLUMN = ["report_id", "table", "column"]
_BOX = ("x0", "y0", "x1", "y1")


@dataclass(frozen=True, slots=True)
class Picture:
    """A printed cell with its surroundings and a mark on it; a notebook shows it by itself.

    `suffix`, `content`: the file to write, ".png" for a PDF or a scan, else ".html"; `html`: the
    same as a piece of a page, with no script and nothing from outside.
    """

    suffix: str
    content: bytes
    html: str

    def _repr_html_(self) -> str:
        return self.html


def picture(
    figure: pd.Series, figures: pd.DataFrame, reports: pd.DataFrame, raw_dir: Path
) -> Picture:
    """Show where a figure is printed: the head of its column, the rows around it, a frame round it.

    `figure`: a row of `figures` (figures.csv); `reports`: reports.csv, whose sha256 the file must
    still have; `raw_dir`: the folder that both were read from.

    Raises UserError where the file is gone or is not the one that was read.
    """
    is_report = reports["report_id"].eq(figure["report_id"])
    known = reports.loc[is_report, "sha256"].tolist()
    with _same_file(Path(raw_dir), figure["file"], known) as path:
        return _shown(figure, figures, path)


def _shown(figure: pd.Series, figures: pd.DataFrame, path: Path) -> Picture:
    if figure["place"]:
        label, text = printed(figure["label"]), printed(figure["printed"])
        title = f"{label}: {text}"
        excerpt = _apart(cell_in_table, path, figure["place"])
        if not excerpt:
            raise UserError(f"{path} has no {figure['place']}: run the extraction again.")
        document = markup.document(title, excerpt)
        return Picture(".html", document.encode(), excerpt)
    is_same = figures[_COLUMN].eq(figure[_COLUMN])
    in_column = is_same.all(axis=1)
    first = figures[in_column].sort_values("n").iloc[0]
    content = _apart(cell_on_page, path, _spot(figure), _spot(first))
    source = f"data:image/png;base64,{b64encode(content).decode()}"
    # No tool that rewrites the page has to choose other quotes.
    alternative = sentence(figure).replace('"', "'")
    return Picture(".png", content, markup.printed_image(source, alternative))


def _apart(function: Callable[..., Any], *asked: object) -> Any:
    """Call a function that opens a report in a process of its own."""
    try:
        return apart().submit(function, *asked).result()
    except UnreadableReport as error:
        raise UserError(str(error)) from error


def sentence(figure: pd.Series) -> str:
    """Say in one line what a figure is: label, text in print, how it was read, proof and place."""
    value = "nothing"
    if figure["value"] is not None:
        value = f"{figure['value']:,f} {figure['unit']}"
    text = printed(figure["printed"])
    read = f'"{text}" read as {value}'
    proof = f"{figure['status']}, proof: {figure['proof']}"
    label = printed(figure["label"])
    place = figure["place"] or f"page {figure['page']}"
    place = f"{place} of {figure['file']}"
    return f"{label}, {figure['column']}: {read} ({proof}), {place}"


def _spot(figure: pd.Series) -> Spot:
    x0, y0, x1, y1 = (float(figure[side]) for side in _BOX)
    return int(figure["page"]), (x0, y0, x1, y1)


@contextmanager
def _same_file(folder: Path, file: str, known: list[str]) -> Iterator[Path]:
    """The file that was read, on the disk while the block lasts; UserError where it is another."""
    named = folder / file
    try:
        with as_file(folder, file) as path:
            if hashlib.sha256(path.read_bytes()).hexdigest() not in known:
                raise UserError(
                    f"{named} is not the file that was read: "
                    "put that one back, or run the extraction again."
                )
            yield path
    except (FileNotFoundError, IsADirectoryError, UnreadableReport) as error:
        raise UserError(
            f"There is no file {named}: name the folder that the reports were read from."
        ) from error
