"""What a page draws, as the first reading finds it: its characters, and its rules in the classes that camelot knows.

pdf_oxide finds it in a tenth of the time that playa takes, the parser that camelot itself uses. It does not measure
what is turned: such pages are left to playa.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdf_oxide
import playa
from playa.miner import LTChar, LTContainer, LTCurve, LTLine, LTRect, extract_page

from helpers.readers.glyphs import MIDDLE, Glyph, Glyphs
from helpers.readers.pdf_text import PageText

#: What pdf_oxide puts for a character that it cannot name.
UNNAMED = "\ufffd"
#: What goes wrong inside Rust is no Exception, and has a class that cannot be imported.
PANIC = "PanicException"
TURNED = "characters that are turned or have no name"

pdf_oxide.disable_logging()


class UnsuitedError(Exception):
    """A page that pdf_oxide cannot read as it is printed."""


@dataclass(frozen=True)
class Drawn:
    """One page turned so that its text stands upright: its rules, in points from the bottom left, and its glyphs."""

    rules: LTContainer[Any]
    glyphs: Glyphs


def by_playa(path: Path, pages: Iterable[PageText]) -> dict[int, Drawn]:
    """What each page draws, by its number; it reads every page."""
    with playa.open(path, space="page") as document:
        return {page.number: _parsed(document.pages[page.number - 1], page) for page in pages}


def _parsed(page: playa.Page, text: PageText) -> Drawn:
    page.mediabox = text.frame  # playa measures from the MediaBox, also where less of the page is shown
    page.set_initial_ctm(page.space, text.upright)
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


def by_oxide(path: Path, pages: Iterable[PageText]) -> dict[int, Drawn]:
    """The same, and quick. Raises UnsuitedError for a file that it does not read as it is printed."""
    try:
        document = pdf_oxide.PdfDocument(str(path))
        return {page.number: _found(document, page) for page in pages}
    except (UnsuitedError, MemoryError):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != PANIC:
            raise
        raise UnsuitedError(f"{type(error).__name__}: {error}") from error


def _found(document: pdf_oxide.PdfDocument, text: PageText) -> Drawn:
    if text.upright:
        raise UnsuitedError(TURNED)
    characters = document.extract_chars(text.number - 1)
    if any(each.char == UNNAMED for each in characters):
        # In words it names radicals, too; they are the second choice because gaps in a line may move what follows.
        characters = [each for word in document.extract_words(text.number - 1) for each in word.chars]
    if any(each.char == UNNAMED or each.rotation_degrees for each in characters):
        raise UnsuitedError(TURNED)
    left, bottom, right, top = text.frame
    rules: LTContainer[Any] = LTContainer((0, 0, right - left, top - bottom))
    for path in document.extract_paths(text.number - 1):
        stroked = path["stroke_color"] is not None
        drawn = stroked, not stroked or path["fill_color"] is not None  # it does not name the colour black of the start
        for points in _subpaths(path["operations"]):
            rules.add(_rule(points, drawn, left, bottom))
    glyphs = []
    for each in characters:
        if each.char.isspace():
            continue
        x, size = each.origin_x - left, each.font_size
        middle = top - (each.origin_y + MIDDLE * size)
        glyphs.append(Glyph(each.char, x, x + each.advance_width, middle, size))
    return Drawn(rules, Glyphs(glyphs))


_Points = list[tuple[float, float]]


def _subpaths(operations: Iterable[dict[str, Any]]) -> Iterator[_Points]:
    """The points at which each piece of a path begins, turns and ends."""
    points: _Points = []
    for each in operations:
        kind = each["op"]
        if kind == "close_path":
            points += points[:1]
            continue
        x, y = each["x"], each["y"]
        if kind in ("move_to", "rectangle") and points:
            yield points
            points = []
        points.append((x, y))
        if kind == "rectangle":
            wide, high = x + each["width"], y + each["height"]
            yield [(x, y), (wide, y), (wide, high), (x, high), (x, y)]
            points = []
    if points:
        yield points


def _rule(points: _Points, drawn: tuple[bool, bool], left: float, bottom: float) -> LTCurve:
    """A piece of a path as the class that playa gives it; `drawn`: whether it is stroked, and whether it is filled."""
    xs, ys = {x for x, _ in points}, {y for _, y in points}
    rule: LTCurve
    if len(points) in (2, 3) and points[2:] in ([], points[:1]):
        rule = LTLine()
    elif len(points) in (5, 6) and points[4:] == points[:1] * (len(points) - 4) and len(xs) == len(ys) == 2:
        rule = LTRect()
    else:
        rule = LTCurve()
    rule.set_bbox((min(xs) - left, min(ys) - bottom, max(xs) - left, max(ys) - bottom))
    rule.stroke, rule.fill = drawn
    return rule
