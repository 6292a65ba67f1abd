"""What the pages of an OFD file hold: characters, paths and pictures, in millimetres from the top.

Source: GB/T 33190-2016, chapter 7 (document).
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from helpers import settings
from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.limits import check_limit
from helpers.readers.ofd.markup import area_of, every, name_of, text_of
from helpers.readers.ofd.objects import Drawn, Glyph, Picture, Style, glyphs, path, within
from helpers.readers.page.matrix import Matrix

#: A4, where a file says nothing.
_A4 = (0.0, 0.0, 210.0, 297.0)
#: Objects in one another that are deeper than this are an attack.
_DEEPEST = 20
#: Objects that a file draws in several places.
_UNIT = "CompositeGraphicUnit"


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
        for root in every(self._xml("OFD.xml"), "DocRoot"):
            yield from self._document((root.text or "").strip().lstrip("/"))

    def _document(self, name: str) -> Iterator[OfdPage]:
        document = self._xml(name)
        folder = posixpath.dirname(name)
        usual = area_of(text_of(document, "PhysicalBox")) or _A4
        resources = self._resources(document, folder)
        notes = self._notes(document, folder)
        templates = {}
        for template in every(document, "TemplatePage"):
            templates[template.get("ID", "")] = _joined(folder, template.get("BaseLoc", ""))
        for number, listed in enumerate(every(document, "Page"), 1):
            check_limit("pages", number)
            place = _joined(folder, listed.get("BaseLoc", ""))
            content = self._xml(place)
            x, y, width, height = area_of(text_of(content, "PhysicalBox")) or usual
            own = resources.with_others(self._resources(content, posixpath.dirname(place)))
            painter = _Painter(self._read, own, OfdPage(width, height))
            onto: Matrix = (1.0, 0.0, 0.0, 1.0, -x, -y)
            above = []
            for used in every(content, "Template"):
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
        for listing in ("PublicRes", "DocumentRes", "PageRes"):
            for listed in every(part, listing):
                name = _joined(folder, (listed.text or "").strip())
                if name in self._names:
                    self._add(self._xml(name), posixpath.dirname(name), found)
        return found

    def _add(self, listing: Element, folder: str, found: _Resources) -> None:
        base = _joined(folder, listing.get("BaseLoc", ""))
        for media in every(listing, "MultiMedia"):
            if media.get("Type") == "Image":
                found.pictures[media.get("ID", "")] = _joined(base, text_of(media, "MediaFile"))
        found.units.update((each.get("ID", ""), each) for each in every(listing, _UNIT))
        found.params.update((each.get("ID", ""), each) for each in every(listing, "DrawParam"))

    def _notes(self, document: Element, folder: str) -> dict[str, list[Element]]:
        """The notes that are shown on pages, by the ID of the page."""
        notes: dict[str, list[Element]] = {}
        name = _joined(folder, text_of(document, "Annotations"))
        if name not in self._names:
            return notes
        for page in every(self._xml(name), "Page"):
            place = _joined(posixpath.dirname(name), text_of(page, "FileLoc"))
            if place in self._names:
                notes[page.get("PageID", "")] = list(every(self._xml(place), "Annot"))
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
        for layer in every(content, "Layer"):
            check_limit("objects", len(self.page.objects))
            self._paint_group(layer, onto, layer.get("DrawParam", ""))

    def paint_note(self, note: Element, onto: Matrix) -> None:
        """What a note lays over its page."""
        if note.get("Visible", "true") != "false":
            for shown in every(note, "Appearance"):
                self._paint_group(shown, within(shown, onto))

    def _paint_group(self, group: Element, onto: Matrix, params: str = "", deep: int = 0) -> None:
        """Paint objects; `params`: the settings of their layer."""
        for child in group:
            if child.get("Visible", "true") == "false" or deep > _DEEPEST:
                continue
            if name_of(child) == "PageBlock":
                self._paint_group(child, onto, params, deep + 1)
            elif name_of(child) == "CompositeObject":
                unit = self._resources.units.get(child.get("ResourceID", ""))
                for content in every(unit, "Content") if unit is not None else ():
                    self._paint_group(content, within(child, onto), params, deep + 1)
            else:
                style = Style(child, self._resources.settings(child, params))
                self._paint_object(child, onto, style)

    def _paint_object(self, element: Element, onto: Matrix, style: Style) -> None:
        kind, name = name_of(element), element.get("ResourceID", "")
        if kind == "TextObject":
            self.page.objects += glyphs(element, onto, style)
        elif kind == "PathObject":
            self.page.objects.append(path(element, onto, style))
        elif kind == "ImageObject" and name in self._resources.pictures:
            data = self._read(self._resources.pictures[name])
            self.page.objects.append(Picture(data, within(element, onto)))


def _joined(folder: str, name: str) -> str:
    if name.startswith("/"):
        return name.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, name))
