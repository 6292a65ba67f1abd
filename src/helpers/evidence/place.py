"""A row of figures.csv → what is printed there, taken from the very file that was read."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.errors import UserError
from helpers.evidence.cutout import Spot, cell_on_page
from helpers.evidence.excerpt import cell_in_table
from helpers.text import printed

if TYPE_CHECKING:
    import pandas as pd

_COLUMN = ["report_id", "table", "column"]
#: An excerpt as a file of its own: no script, and nothing from the network.
_DOCUMENT = '<!DOCTYPE html>\n<html lang="zh">\n<meta charset="utf-8">\n<title>{title}</title>\n<body>\n{excerpt}\n'


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
    """Show where a figure is printed: the head of its column, the rows around it, and a frame round the cell.

    `figure`: a row of `figures` (figures.csv); `reports`: reports.csv, whose sha256 the file must
    still have; `raw_dir`: the folder that both were read from.

    Raises UserError where the file is gone or is not the one that was read.
    """
    known = reports.loc[reports["report_id"].eq(figure["report_id"]), "sha256"]
    path = _same_file(Path(raw_dir) / figure["file"], known.tolist())
    title = f"{printed(figure['label'])}: {printed(figure['printed'])}"
    if figure["place"]:
        excerpt = cell_in_table(path, figure["place"])
        document = _DOCUMENT.format(title=escape(title), excerpt=excerpt)
        return Picture(".html", document.encode(), excerpt)
    column = figures[figures[_COLUMN].eq(figure[_COLUMN]).all(axis=1)].sort_values("n")
    png = BytesIO()
    cell_on_page(path, _spot(figure), _spot(column.iloc[0])).save(png, "PNG", optimize=True)
    source = f"data:image/png;base64,{b64encode(png.getvalue()).decode()}"
    alt = escape(
        sentence(figure).replace('"', "'")
    )  # no tool that rewrites the page has to choose other quotes
    image = f'<img src="{source}" alt="{alt}" style="max-width: 100%">'
    return Picture(".png", png.getvalue(), image)


def sentence(figure: pd.Series) -> str:
    """Say in one line what a figure is: its label, the text as printed, how it was read, its proof and its place."""
    value = "nothing" if figure["value"] is None else f"{figure['value']:,f} {figure['unit']}"
    read = f'"{printed(figure["printed"])}" read as {value}'
    place = figure["place"] or f"page {figure['page']}"
    return (
        f"{printed(figure['label'])}, {figure['column']}: {read} ({figure['status']}, proof: {figure['proof']}), "
        f"{place} of {figure['file']}"
    )


def _spot(figure: pd.Series) -> Spot:
    x0, y0, x1, y1 = (float(figure[key]) for key in ("x0", "y0", "x1", "y1"))
    return int(figure["page"]), (x0, y0, x1, y1)


def _same_file(path: Path, known: list[str]) -> Path:
    if not path.is_file():
        raise UserError(
            f"There is no file {path}: name the folder that the reports were read from."
        )
    if hashlib.sha256(path.read_bytes()).hexdigest() not in known:
        raise UserError(
            f"{path} is not the file that was read: put that one back, or run the extraction again."
        )
    return path
