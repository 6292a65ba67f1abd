"""What a page draws, in the classes that camelot knows.

Its rules, and its characters as a second library finds them: pdfium has looked at the page already.
playa, the parser that camelot itself uses, shares no code with it and takes ten times as long: it
is asked where what pdfium found does not prove itself.
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
    """Whether most of what the pages draw are marks as small as the dots of a dotted line.

    camelot knows none of them.
    """
    small, drawn = 0, 0
    for page in pages:
        paths = page.painted.paths
        small += int((~_known(paths)).sum())
        drawn += len(paths.kinds)
    return small * 2 > drawn


def by_paths(_: Path, pages: Iterable[PdfPage]) -> dict[int, Drawn]:
    """The same with what no library takes for rules.

    Dotted lines, frames around cells, edges of filled cells.
    """
    return {page.number: Drawn(_more_rules(page)) for page in pages}


def _known(paths: pdfium.Paths) -> Array:
    """Which paths camelot may take for a rule: none as small as the dots of a dotted line."""
    large = (pdfium.lengths(paths.boxes) > pdfium.MARK).any(axis=1)
    return np.asarray(paths.stroked | large)


def _rules(page: PdfPage) -> LTContainer[Any]:
    """What camelot may take for a rule."""
    rules = _empty(page)
    paths = page.painted.paths
    boxes = page.outlines(page.upright)
    known = _known(paths)
    kinds, places = paths.kinds[known], boxes[known]
    looks = paths.stroked[known], paths.filled[known]
    columns = (column.tolist() for column in (kinds, places, *looks))
    for kind, place, stroked, filled in zip(*columns, strict=True):
        rule = _CLASSES[kind]()
        rule.set_bbox(tuple(place))
        rule.stroke, rule.fill = stroked, filled
        rules.add(rule)
    return rules


def _more_rules(page: PdfPage) -> LTContainer[Any]:
    """What camelot may take for a rule, and what else forms one."""
    rules = _empty(page)
    paths = page.painted.paths
    inked = paths.filled | paths.stroked
    boxes = page.outlines(page.upright)[inked]
    for segment in rules_of(boxes):
        rule = LTLine()
        rule.set_bbox(segment)
        rules.add(rule)
    return rules


def _empty(page: PdfPage) -> LTContainer[Any]:
    """A page without rules, as wide and high as it is when its text stands upright."""
    wide = page.height(page.upright + 90)
    high = page.height(page.upright)
    return LTContainer((0, 0, wide, high))


def by_playa(path: Path, pages: Iterable[PdfPage]) -> dict[int, Drawn]:
    """The same as playa finds it, with the characters; it reads every page again."""
    found = {}
    with playa.open(path, space="page") as document:
        for page in pages:
            parsed = document.pages[page.number - 1]
            found[page.number] = _parsed(parsed, page)
    return found


def _parsed(page: playa.Page, known: PdfPage) -> Drawn:
    """What playa finds on a page that pdfium has looked at."""
    # playa measures from the MediaBox, also where less of the page is shown.
    page.mediabox = known.frame
    page.set_initial_ctm(page.space, known.upright)
    # Without the analysis that joins characters to lines, which takes longer than all the rest.
    layout = extract_page(page)
    height = layout.bbox[3]
    rules: LTContainer[Any] = LTContainer(layout.bbox)
    glyphs = []
    for item in _walk(layout):
        if isinstance(item, LTCurve):
            rules.add(item)
        elif isinstance(item, LTChar):
            text, size = item.get_text(), item.size
            if text.strip():
                baseline = item.matrix[5]
                middle = height - (baseline + MIDDLE * size)
                glyphs.append(Glyph(text, item.x0, item.x1, middle, size))
    return Drawn(rules, Glyphs(glyphs))


def _walk(container: Iterable[Any]) -> Iterator[Any]:
    """Everything in a layout, also what stands in figures."""
    for item in container:
        yield item
        if isinstance(item, LTContainer):
            yield from _walk(item)
