"""What a page draws, as the first reading finds it: its characters, and its rules in the classes that camelot knows.

pdf_oxide finds it in a tenth of the time that playa takes, the parser that camelot itself uses. It does not name every
character (the radicals in which Skia writes 人 and 行), nor measure what is turned: such pages are left to playa.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pdf_oxide
import playa
from playa.miner import LTChar, LTContainer, LTCurve, LTLine, LTRect, extract_page

from helpers.readers.glyphs import MIDDLE, Glyph, Glyphs
from helpers.readers.pdf_text import PageText

#: What pdf_oxide puts for a character that it cannot name.
UNNAMED = "\ufffd"

pdf_oxide.disable_logging()


class UnsuitedError(Exception):
    """A page that pdf_oxide cannot read as it is printed."""


@dataclass(frozen=True)
class Drawn:
    """One page turned so that its text stands upright: its rules, in points from the bottom left, and its glyphs."""

    rules: LTContainer[Any]
    glyphs: Glyphs


#: What a page draws, given what pdfium says of it.
Source = Callable[[PageText], Drawn]


@contextmanager
def by_playa(path: Path) -> Iterator[Source]:
    """The source that reads every page."""
    with playa.open(path, space="page") as document:
        yield lambda text: _parsed(document.pages[text.number - 1], text)


def _parsed(page: playa.Page, text: PageText) -> Drawn:
    page.mediabox = text.frame  # playa measures from the MediaBox, also where less of the page is shown
    page.set_initial_ctm(page.space, text.upright)
    # Without the analysis that joins characters to lines, which takes longer than all the rest.
    layout = extract_page(page)
    height = layout.bbox[3]
    glyphs = (
        Glyph(each.get_text(), each.x0, each.x1, height - (each.matrix[5] + MIDDLE * each.size), each.size)
        for each in walk(layout)
        if isinstance(each, LTChar) and each.get_text().strip()
    )
    return Drawn(layout, Glyphs(glyphs))


def walk(container: Iterable[Any]) -> Iterator[Any]:
    """Everything in a layout, also what stands in figures."""
    for each in container:
        yield each
        if isinstance(each, LTContainer):
            yield from walk(each)


@contextmanager
def by_oxide(path: Path) -> Iterator[Source]:
    """The source that is quick. It raises UnsuitedError for a file or page that it does not read as it is printed."""
    with _unsuited():
        document = pdf_oxide.PdfDocument(str(path))
    yield partial(_found, document)


@contextmanager
def _unsuited() -> Iterator[None]:
    try:
        yield
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # what goes wrong inside Rust is no Exception
        raise UnsuitedError(f"{type(error).__name__}") from error


def _found(document: pdf_oxide.PdfDocument, text: PageText) -> Drawn:
    with _unsuited():
        characters = [each for each in document.extract_chars(text.number - 1) if each.char.strip()]
        paths = document.extract_paths(text.number - 1)
    if text.upright or any(each.char == UNNAMED or each.rotation_degrees for each in characters):
        raise UnsuitedError("characters that are turned or have no name")
    left, bottom, right, top = text.frame
    rules: LTContainer[Any] = LTContainer((0, 0, right - left, top - bottom))
    rules.extend(_rule(path, box, left, bottom) for path in paths for box in _boxes(path["operations"]))
    glyphs = (
        Glyph(
            each.char,
            each.origin_x - left,
            each.origin_x - left + each.advance_width,
            top - (each.origin_y + MIDDLE * each.font_size),
            each.font_size,
        )
        for each in characters
    )
    return Drawn(rules, Glyphs(glyphs))


#: The corners of a straight line or an upright rectangle, and what it is.
_Box = tuple[type[LTCurve], float, float, float, float]


def _boxes(operations: Iterable[dict[str, Any]]) -> Iterator[_Box]:
    """The straight lines and upright rectangles of a path; what is curved or slanted is no rule."""
    points: list[tuple[float, float]] = []
    for each in [*operations, {"op": "move_to", "x": 0.0, "y": 0.0}]:
        if each["op"] == "rectangle":
            yield LTRect, each["x"], each["y"], each["x"] + each["width"], each["y"] + each["height"]
        elif each["op"] == "move_to":
            yield from _box(points)
            points = [(each["x"], each["y"])]
        elif each["op"] == "close_path":
            points += points[:1]
        else:
            points.append((each["x"], each["y"]))


def _box(points: list[tuple[float, float]]) -> Iterator[_Box]:
    xs, ys = {x for x, _ in points}, {y for _, y in points}
    if len(points) in (2, 3) and points[2:] in ([], points[:1]):
        yield LTLine, *points[0], *points[1]
    elif len(points) in (5, 6) and points[4:] == points[:1] * (len(points) - 4) and len(xs) == len(ys) == 2:
        yield LTRect, min(xs), min(ys), max(xs), max(ys)


def _rule(path: dict[str, Any], box: _Box, left: float, bottom: float) -> LTCurve:
    kind, x0, y0, x1, y1 = box
    rule = kind()
    rule.set_bbox((min(x0, x1) - left, min(y0, y1) - bottom, max(x0, x1) - left, max(y0, y1) - bottom))
    rule.stroke, rule.fill = path["stroke_color"] is not None, path["fill_color"] is not None
    return rule
