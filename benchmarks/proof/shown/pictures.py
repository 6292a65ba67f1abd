"""Pictures of the cells of a file, as a viewer shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

from helpers.readers.grid import Box
from proof.shown.ink import Pixels

#: A cell is looked at in two sizes, in pixels to a point: what can be seen is seen in both.
SCALES = (6.0, 8.5)
#: The rules of a cell lie within so many points of its edges.
RULE = 1.2
#: A rule fills so much of the edge of its cell.
RULED = 0.9

Views = tuple[tuple[Pixels, float], ...]  # pictures of one cell, with their scales


@dataclass(frozen=True)
class Spot:
    """Where a cell is seen: the page, from 1, and its box on it, from the top left corner.

    `turn`: how far the page has to be turned, clockwise in degrees, so that its text stands
    upright.
    """

    page: int
    box: Box
    turn: int = 0


def of_pdf(path: Path, spots: Iterable[Spot]) -> list[Views]:
    """The cells of a PDF, with its notes, form fields and layers as pdfium shows them on a screen."""
    with pdfium.PdfDocument(path) as document:
        document.init_forms()
        return [
            tuple((_rendered(document, spot, scale), scale) for scale in SCALES) for spot in spots
        ]


def _rendered(document: pdfium.PdfDocument, spot: Spot, scale: float) -> Pixels:
    page = document[spot.page - 1]
    width, height = page.get_size()
    if spot.turn % 180:
        width, height = height, width
    x0, y0, x1, y1 = spot.box
    crop = (x0 + RULE, height - y1 + RULE, width - x1 + RULE, y0 + RULE)
    bitmap = page.render(scale=scale, rotation=spot.turn, crop=crop, rev_byteorder=True)
    return np.asarray(bitmap.to_pil().convert("RGB"))


def framed(path: Path, spot: Spot) -> Views:
    """A cell of a PDF whose rules must lie where they are looked for; none where its table has moved."""
    with pdfium.PdfDocument(path) as document:
        document.init_forms()
        if spot.page > len(document) or not _has_rules(document, spot):
            return ()
        return tuple((_rendered(document, spot, scale), scale) for scale in SCALES)


def _has_rules(document: pdfium.PdfDocument, spot: Spot) -> bool:
    x0, y0, x1, y1 = spot.box
    around = 2 * RULE
    wide = replace(spot, box=(x0 - around, y0 - around, x1 + around, y1 + around))
    dark = _rendered(document, wide, SCALES[0]).min(axis=2) < 128
    margin = round(around * SCALES[0])
    edges = (dark[:margin], dark[-margin:], dark[:, :margin].T, dark[:, -margin:].T)
    return all(edge.mean(axis=1).max() > RULED for edge in edges)
