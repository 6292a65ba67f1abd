"""What the pages of an OFD file hold: characters, paths and pictures, in millimetres from the top.

Source: GB/T 33190-2016, chapters 7 (document), 8 (graphics), 9 (paths), 10 (pictures), 11 (text).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from helpers import settings
from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.limits import check_limit
from helpers.readers.page.matrix import IDENTITY, Matrix, moved, product

Colour: TypeAlias = tuple[int, int, int]

BLACK: Colour = (0, 0, 0)
#: A4, where a file says nothing.
_A4 = (0.0, 0.0, 210.0, 297.0)
#: Objects in one another that are deeper than this are an attack.
_DEEPEST = 20
#: A filled box with a side below this, in millimetres, is a rule.
THIN = 1.0
#: A step of a path with its points on the page.
Step: TypeAlias = tuple[str, tuple[float, ...]]


@dataclass(frozen=True)
class Glyph:
    """One character: where its origin lies, in what matrix and size it is drawn, and its colour."""

    text: str
    matrix: Matrix
    size: float
    colour: Colour


@dataclass(frozen=True)
class Drawn:
    """One path: its steps (M, L, B, C with points on the page), and how it is painted."""

    steps: tuple[Step, ...]
    width: float
    stroke: Colour | None
    fill: Colour | None


@dataclass(frozen=True)
class Picture:
    """One picture: its bytes, and the matrix that lays a square of 1 by 1 onto the page."""

    data: bytes
    matrix: Matrix


@dataclass
class OfdPage:
    """A page with what it holds, in the order in which it is painted."""

    width: float
    height: float
    objects: list[Glyph | Drawn | Picture] = field(default_factory=list)


def read_pages(path: Path) -> list[OfdPage]:
    """The pages of all documents in a file; raises UnreadableReport where it is damaged."""
    try:
        with ZipFile(path) as package:
            size = sum(info.file_size for info in package.infolist())
            if size > settings.ARCHIVE_BYTES:
                megabytes = settings.ARCHIVE_BYTES // 10**6
                raise UnreadableReport(say("large_package", megabytes=megabytes))
            return list(_Package(package).pages())
    except (BadZipFile, ElementTree.ParseError, KeyError, ValueError) as error:
        raise UnreadableReport(say("damaged_ofd")) from error


class _Package:
    """The parts of a file, found by the addresses that other parts have for them."""

    def __init__(self, package: ZipFile) -> None:
        self._package = package
        self._names = {name.lstrip("/"): name for name in package.namelist()}

    def pages(self) -> Iterator[OfdPage]:
        for root in _all(self._xml("OFD.xml"), "DocRoot"):
            yield from self._document((root.text or "").strip().lstrip("/"))

    def _document(self, name: str) -> Iterator[OfdPage]:
        document = self._xml(name)
        folder = posixpath.dirname(name)
        box = _box(_first(document, "PhysicalBox")) or _A4
        pictures = self._pictures(document, folder)
        templates = {}
        for template in _all(document, "TemplatePage"):
            templates[template.get("ID", "")] = _joined(folder, template.get("BaseLoc", ""))
        for number, listed in enumerate(_all(document, "Page"), 1):
            check_limit("pages", number)
            content = self._xml(_joined(folder, listed.get("BaseLoc", "")))
            x, y, width, height = _box(_first(content, "PhysicalBox")) or box
            page = OfdPage(width, height)
            onto: Matrix = (1.0, 0.0, 0.0, 1.0, -x, -y)
            for used in _all(content, "Template"):
                template_name = templates.get(used.get("TemplateID", ""))
                if template_name:
                    self._paint(self._xml(template_name), onto, pictures, page)
            self._paint(content, onto, pictures, page)
            yield page

    def _paint(
        self, content: Element, onto: Matrix, pictures: Mapping[str, str], page: OfdPage
    ) -> None:
        for layer in _all(content, "Layer"):
            check_limit("objects", len(page.objects))
            self._paint_group(layer, onto, pictures, page)

    def _paint_group(
        self,
        group: Element,
        onto: Matrix,
        pictures: Mapping[str, str],
        page: OfdPage,
        deep: int = 0,
    ) -> None:
        for child in group:
            kind = _kind(child)
            if child.get("Visible", "true") == "false" or deep > _DEEPEST:
                continue
            if kind == "TextObject":
                page.objects += _glyphs(child, onto)
            elif kind == "PathObject":
                page.objects.append(_path(child, onto))
            elif kind == "ImageObject" and child.get("ResourceID", "") in pictures:
                data = self._read(pictures[child.get("ResourceID", "")])
                page.objects.append(Picture(data, _within(child, onto)))
            elif kind == "PageBlock":
                self._paint_group(child, onto, pictures, page, deep + 1)

    def _pictures(self, document: Element, folder: str) -> dict[str, str]:
        """The files of pictures by their ID."""
        found = {}
        for kind in ("PublicRes", "DocumentRes"):
            for listed in _all(document, kind):
                name = _joined(folder, (listed.text or "").strip())
                if name not in self._names:
                    continue
                resources = self._xml(name)
                base = _joined(posixpath.dirname(name), resources.get("BaseLoc", ""))
                for media in _all(resources, "MultiMedia"):
                    file = _first(media, "MediaFile")
                    if media.get("Type") == "Image" and file is not None:
                        found[media.get("ID", "")] = _joined(base, (file.text or "").strip())
        return found

    def _xml(self, name: str) -> Element:
        return ElementTree.fromstring(self._read(name))

    def _read(self, name: str) -> bytes:
        return self._package.read(self._names[name])


def _kind(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: Element, kind: str) -> Iterator[Element]:
    return (child for child in element.iter() if _kind(child) == kind)


def _first(element: Element, kind: str) -> Element | None:
    return next(_all(element, kind), None)


def _joined(folder: str, name: str) -> str:
    if name.startswith("/"):
        return name.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, name))


def _numbers(text: str | None) -> list[float]:
    return [float(number) for number in (text or "").split()]


def _box(element: Element | None) -> tuple[float, float, float, float] | None:
    found = _numbers(element.text if element is not None else None)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def _colour(element: Element, kind: str) -> Colour | None:
    """The colour that an object says; grey and RGB values of 0 to 255."""
    said = _first(element, kind)
    if said is None or said.get("Alpha") == "0":
        return None
    parts = [int(float(part)) for part in (said.get("Value") or "0").split()]
    if len(parts) == 1:
        parts *= 3
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else BLACK


def _within(element: Element, onto: Matrix) -> Matrix:
    """The matrix of what an object holds: its own, in its box, on the page."""
    own = _numbers(element.get("CTM"))
    x, y = (_numbers(element.get("Boundary")) or [0.0, 0.0])[:2]
    a, b, c, d, e, f = own if len(own) == 6 else IDENTITY
    return product((a, b, c, d, e, f), product((1.0, 0.0, 0.0, 1.0, x, y), onto))


def _glyphs(text: Element, onto: Matrix) -> Iterator[Glyph]:
    """The characters of a text, each at its place."""
    matrix = _within(text, onto)
    said = _first(text, "FillColor")
    colour = _colour(text, "FillColor") if said is not None else BLACK
    if colour is None or text.get("Fill") == "false":
        return
    size = float(text.get("Size", "0"))
    scale = float(text.get("HScale", "1"))
    x = y = 0.0
    for code in _all(text, "TextCode"):
        x, y = float(code.get("X", x)), float(code.get("Y", y))
        across, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
        at_x, at_y = x, y
        for number, character in enumerate((code.text or "").replace("\n", "")):
            place: Matrix = (scale, 0.0, 0.0, 1.0, at_x, at_y)
            yield Glyph(character, product(place, matrix), size, colour)
            at_x += across[number] if number < len(across) else 0.0
            at_y += down[number] if number < len(down) else 0.0


def _deltas(text: str | None) -> list[float]:
    """Steps from one character to the next; `g 3 5.2` means three times 5.2."""
    words = (text or "").split()
    steps: list[float] = []
    place = 0
    while place < len(words):
        if words[place] == "g":
            steps += [float(words[place + 2])] * min(int(words[place + 1]), 10_000)
            place += 3
        else:
            steps.append(float(words[place]))
            place += 1
    return steps


def _path(drawn: Element, onto: Matrix) -> Drawn:
    matrix = _within(drawn, onto)
    stroke: Colour | None = None
    if drawn.get("Stroke", "true") == "true":
        stroke = _colour(drawn, "StrokeColor") or BLACK
    data = _first(drawn, "AbbreviatedData")
    steps = tuple(_steps((data.text if data is not None else "") or "", matrix))
    fill: Colour | None = None
    if drawn.get("Fill") == "true":
        fill = _colour(drawn, "FillColor") or (BLACK if _is_thin(steps) else None)
    return Drawn(steps, float(drawn.get("LineWidth", "0.353")), stroke, fill)


def _is_thin(steps: Iterable[Step]) -> bool:
    """Whether a box is a rule: without a colour it shows, where a larger one does not."""
    points = [point for _, at in steps for point in at]
    if not points:
        return False
    sides = max(points[::2]) - min(points[::2]), max(points[1::2]) - min(points[1::2])
    return min(sides) < THIN


#: The steps of a path, and how many points each has; arcs (A) become a line to their end.
_POINTS = {"S": 1, "M": 1, "L": 1, "Q": 2, "B": 3, "C": 0}
_STEP = re.compile(r"([SMLQBAC])([^SMLQBAC]*)")


def _steps(data: str, matrix: Matrix) -> Iterator[Step]:
    for said, rest in _STEP.findall(data):
        name, numbers = said, _numbers(rest)
        if said == "A":
            name, numbers = "L", numbers[-2:]
        points: list[float] = []
        for place in range(0, 2 * _POINTS[name], 2):
            points += moved(numbers[place], numbers[place + 1], matrix)
        yield name, tuple(points)
