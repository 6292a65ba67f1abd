"""What the pages of an OFD file hold: characters, paths and pictures, in millimetres from the top.

Source: GB/T 33190-2016, chapters 7 (document), 8 (graphics), 9 (paths), 10 (pictures), 11 (text).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from helpers import settings
from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.page.matrix import IDENTITY, Matrix, moved, product

Colour: TypeAlias = tuple[int, int, int]

BLACK: Colour = (0, 0, 0)
#: A4, where a file says nothing.
_A4 = (0.0, 0.0, 210.0, 297.0)
#: Objects in one another that are deeper than this are an attack.
_DEEPEST = 20
#: A filled box with a side below this, in millimetres, is a rule.
THIN = 1.0
#: The width of a line, where nothing says it.
_LINE = 0.353
#: Objects that a file draws in several places.
_UNIT = "CompositeGraphicUnit"
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


@dataclass
class _Resources:
    """What objects name by an ID: pictures (their files), drawings, and settings."""

    pictures: dict[str, str] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)
    params: dict[str, Element] = field(default_factory=dict)

    def with_others(self, others: _Resources) -> _Resources:
        """These and others, which outrank them."""
        return _Resources(
            self.pictures | others.pictures, self.units | others.units, self.params | others.params
        )

    def settings(self, element: Element, of_layer: str) -> list[Element]:
        """The settings that an object names, those that they are based on, and its layer's."""
        found: list[Element] = []
        for name in (element.get("DrawParam", ""), of_layer):
            while name in self.params and self.params[name] not in found:
                found.append(self.params[name])
                name = self.params[name].get("Relative", "")  # noqa: PLW2901
        return found


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
        resources = self._resources(document, folder)
        notes = self._notes(document, folder)
        templates = {}
        for template in _all(document, "TemplatePage"):
            templates[template.get("ID", "")] = _joined(folder, template.get("BaseLoc", ""))
        for listed in _all(document, "Page"):
            place = _joined(folder, listed.get("BaseLoc", ""))
            content = self._xml(place)
            x, y, width, height = _box(_first(content, "PhysicalBox")) or box
            own = resources.with_others(self._resources(content, posixpath.dirname(place)))
            painter = _Painter(self._read, own, OfdPage(width, height))
            onto: Matrix = (1.0, 0.0, 0.0, 1.0, -x, -y)
            above = []
            for used in _all(content, "Template"):
                template_name = templates.get(used.get("TemplateID", ""))
                if template_name and used.get("ZOrder") == "Foreground":
                    above.append(self._xml(template_name))
                elif template_name:
                    painter.paint(self._xml(template_name), onto)
            for each in (content, *above):
                painter.paint(each, onto)
            for note in notes.get(listed.get("ID", ""), ()):
                painter.paint_note(note, onto)
            yield painter.page

    def _resources(self, part: Element, folder: str) -> _Resources:
        """What a document or a page brings along, by its ID."""
        found = _Resources()
        for kind in ("PublicRes", "DocumentRes", "PageRes"):
            for listed in _all(part, kind):
                name = _joined(folder, (listed.text or "").strip())
                if name in self._names:
                    self._add(self._xml(name), posixpath.dirname(name), found)
        return found

    def _add(self, listing: Element, folder: str, found: _Resources) -> None:
        base = _joined(folder, listing.get("BaseLoc", ""))
        for media in _all(listing, "MultiMedia"):
            file = _first(media, "MediaFile")
            if media.get("Type") == "Image" and file is not None:
                found.pictures[media.get("ID", "")] = _joined(base, (file.text or "").strip())
        found.units.update((each.get("ID", ""), each) for each in _all(listing, _UNIT))
        found.params.update((each.get("ID", ""), each) for each in _all(listing, "DrawParam"))

    def _notes(self, document: Element, folder: str) -> dict[str, list[Element]]:
        """The notes that are shown on pages, by the ID of the page."""
        notes: dict[str, list[Element]] = {}
        listed = _first(document, "Annotations")
        name = _joined(folder, (listed.text or "").strip()) if listed is not None else ""
        if name not in self._names:
            return notes
        for page in _all(self._xml(name), "Page"):
            file = _first(page, "FileLoc")
            place = (
                _joined(posixpath.dirname(name), (file.text or "").strip())
                if file is not None
                else ""
            )
            if place in self._names:
                notes[page.get("PageID", "")] = list(_all(self._xml(place), "Annot"))
        return notes

    def _xml(self, name: str) -> Element:
        return ElementTree.fromstring(self._read(name))

    def _read(self, name: str) -> bytes:
        return self._package.read(self._names[name])


class _Painter:
    """Paints the objects of one page; `read`: a part of the package by its name."""

    def __init__(self, read: Callable[[str], bytes], resources: _Resources, page: OfdPage) -> None:
        self.page = page
        self._read, self._resources = read, resources

    def paint(self, content: Element, onto: Matrix) -> None:
        """The layers of a page or of a template."""
        for layer in _all(content, "Layer"):
            self._paint_group(layer, onto, layer.get("DrawParam", ""))

    def paint_note(self, note: Element, onto: Matrix) -> None:
        """What a note lays over its page."""
        if note.get("Visible", "true") != "false":
            for shown in _all(note, "Appearance"):
                self._paint_group(shown, _within(shown, onto))

    def _paint_group(self, group: Element, onto: Matrix, params: str = "", deep: int = 0) -> None:
        """Paint objects; `params`: the settings of their layer."""
        for child in group:
            if child.get("Visible", "true") == "false" or deep > _DEEPEST:
                continue
            if _kind(child) == "PageBlock":
                self._paint_group(child, onto, params, deep + 1)
            elif _kind(child) == "CompositeObject":
                unit = self._resources.units.get(child.get("ResourceID", ""))
                for content in _all(unit, "Content") if unit is not None else ():
                    self._paint_group(content, _within(child, onto), params, deep + 1)
            else:
                style = _Style(child, self._resources.settings(child, params))
                self._paint_object(child, onto, style)

    def _paint_object(self, element: Element, onto: Matrix, style: _Style) -> None:
        kind, name = _kind(element), element.get("ResourceID", "")
        if kind == "TextObject":
            self.page.objects += _glyphs(element, onto, style)
        elif kind == "PathObject":
            self.page.objects.append(_path(element, onto, style))
        elif kind == "ImageObject" and name in self._resources.pictures:
            data = self._read(self._resources.pictures[name])
            self.page.objects.append(Picture(data, _within(element, onto)))


class _Style:
    """How an object is painted: its own settings, then those that it names."""

    def __init__(self, element: Element, settings: Sequence[Element]) -> None:
        self._said = (element, *settings)
        self._alpha = float(element.get("Alpha", 255)) / 255

    def says(self, kind: str) -> bool:
        """Whether any of them says a colour of this kind."""
        return any(_first(each, kind) is not None for each in self._said)

    def colour(self, kind: str) -> Colour | None:
        """The colour of this kind, mixed with the paper where it is transparent; None: not seen."""
        for each in self._said:
            said = _first(each, kind)
            if said is not None:
                return _seen_through(
                    _colour(said), self._alpha * float(said.get("Alpha", 255)) / 255
                )
        return _seen_through(BLACK, self._alpha)

    @property
    def line(self) -> float:
        """The width of its lines in millimetres."""
        found = (each.get("LineWidth") for each in self._said)
        return float(next((width for width in found if width), _LINE))


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


def _colour(said: Element) -> Colour:
    """A colour in grey, RGB or CMYK, each part from 0 to 255, perhaps in hexadecimal."""
    parts = []
    for part in (said.get("Value") or "0").split():
        parts.append(int(part[1:], 16) if part.startswith("#") else int(float(part)))
    if len(parts) == 4:
        parts = [max(255 - part - parts[3], 0) for part in parts[:3]]
    if len(parts) == 1:
        parts *= 3
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else BLACK


def _seen_through(colour: Colour, alpha: float) -> Colour | None:
    if alpha <= 0:
        return None
    red, green, blue = (round(part * alpha + 255 * (1 - alpha)) for part in colour)
    return red, green, blue


def _within(element: Element, onto: Matrix) -> Matrix:
    """The matrix of what an object holds: its own, in its box, on the page."""
    own = _numbers(element.get("CTM"))
    x, y = (_numbers(element.get("Boundary")) or [0.0, 0.0])[:2]
    a, b, c, d, e, f = own if len(own) == 6 else IDENTITY
    return product((a, b, c, d, e, f), product((1.0, 0.0, 0.0, 1.0, x, y), onto))


def _glyphs(text: Element, onto: Matrix, style: _Style) -> Iterator[Glyph]:
    """The characters of a text, each at its place."""
    matrix = _within(text, onto)
    colour = style.colour("FillColor")
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


def _path(drawn: Element, onto: Matrix, style: _Style) -> Drawn:
    matrix = _within(drawn, onto)
    stroke = style.colour("StrokeColor") if drawn.get("Stroke", "true") == "true" else None
    data = _first(drawn, "AbbreviatedData")
    steps = tuple(_steps((data.text if data is not None else "") or "", matrix))
    fill: Colour | None = None
    if drawn.get("Fill") == "true" and (style.says("FillColor") or _is_thin(steps)):
        fill = style.colour("FillColor")
    return Drawn(steps, style.line, stroke, fill)


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
