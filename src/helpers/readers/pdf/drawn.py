"""What a page draws, in the classes that camelot knows: its rules, and its characters as a second library finds them.

pdfium has looked at the page already. playa, the parser that camelot itself uses, shares no code
with it and takes ten times as long: it is asked where what pdfium found does not prove itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import playa
from playa.miner import LTChar, LTContainer, LTCurve, LTLine, LTRect, extract_page

from helpers.readers.page.glyphs import MIDDLE, Glyph, Glyphs
from helpers.readers.pdf import pdfium
from helpers.readers.pdf.document import PdfPage
from helpers.readers.pdf.pdfium import Array
from helpers.readers.pdf.rules import rules_of

_CLASSES = {pdfium.LINE: LTLine, pdfium.RECTANGLE: LTRect, pdfium.CURVE: LTCurve}


@dataclass(frozen=True)
class Drawn:
    """One page turned so that its text stands upright: its rules, in points from the bottom left.

    `glyphs`: its characters as a second library finds them; None where none was asked.
    """

    rules: LTContainer[Any]
    glyphs: Glyphs | None = None


def by_pdfium(_: Path, pages: Iterable[PdfPage]) -> dict[int, Drawn]:
    """What each page draws, by its number, as pdfium has found it."""
    return {page.number: Drawn(_rules(page)) for page in pages}


def dotted(pages: Iterable[PdfPage]) -> bool:
    """Whether most of what the pages draw are marks as small as the dots of a dotted line: camelot knows none."""
    small, drawn = 0, 0
    for page in pages:
        small += int((~_known(page.painted.paths, page.painted.paths.boxes)).sum())
        drawn += len(page.painted.paths.kinds)
    return small * 2 > drawn


def by_paths(_: Path, pages: Iterable[PdfPage]) -> dict[int, Drawn]:
    """The same with what no library takes for rules: dotted lines, frames around cells, edges of filled cells."""
    return {page.number: Drawn(_more_rules(page)) for page in pages}


def _known(paths: pdfium.Paths, boxes: Array) -> Array:
    """Which paths camelot may take for a rule: none that are as small as the dots of a dotted line."""
    return np.asarray(paths.stroked | ((boxes[:, 2:] - boxes[:, :2]) > pdfium.MARK).any(axis=1))


def _rules(page: PdfPage) -> LTContainer[Any]:
    """What camelot may take for a rule."""
    rules, paths = _empty(page), page.painted.paths
    boxes = page.outlines(page.upright)
    shown = _known(paths, boxes)
    columns = (paths.kinds[shown], boxes[shown], paths.stroked[shown], paths.filled[shown])
    for kind, box, stroked, filled in zip(*(each.tolist() for each in columns), strict=True):
        rule = _CLASSES[kind]()
        rule.set_bbox(tuple(box))
        rule.stroke, rule.fill = stroked, filled
        rules.add(rule)
    return rules


def _more_rules(page: PdfPage) -> LTContainer[Any]:
    rules, paths = _empty(page), page.painted.paths
    for segment in rules_of(page.outlines(page.upright)[paths.filled | paths.stroked]):
        rule = LTLine()
        rule.set_bbox(segment)
        rules.add(rule)
    return rules


def _empty(page: PdfPage) -> LTContainer[Any]:
    return LTContainer((0, 0, page.height(page.upright + 90), page.height(page.upright)))


def by_playa(path: Path, pages: Iterable[PdfPage]) -> dict[int, Drawn]:
    """The same as playa finds it, with the characters; it reads every page again."""
    with playa.open(path, space="page") as document:
        return {page.number: _parsed(document.pages[page.number - 1], page) for page in pages}


def _parsed(page: playa.Page, known: PdfPage) -> Drawn:
    page.mediabox = (
        known.frame
    )  # playa measures from the MediaBox, also where less of the page is shown
    page.set_initial_ctm(page.space, known.upright)
    # Without the analysis that joins characters to lines, which takes longer than all the rest.
    layout = extract_page(page)
    height = layout.bbox[3]
    rules: LTContainer[Any] = LTContainer(layout.bbox)
    glyphs = []
    for each in _walk(layout):
        if isinstance(each, LTCurve):
            rules.add(each)
        elif isinstance(each, LTChar) and (character := each.get_text()).strip():
            middle = height - (each.matrix[5] + MIDDLE * each.size)
            glyphs.append(Glyph(character, each.x0, each.x1, middle, each.size))
    return Drawn(rules, Glyphs(glyphs))


def _walk(container: Iterable[Any]) -> Iterator[Any]:
    """Everything in a layout, also what stands in figures."""
    for each in container:
        yield each
        if isinstance(each, LTContainer):
            yield from _walk(each)
