"""The parts of the package that a new Office file is, each as its bytes in the usual names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from helpers.errors import UnreadableReport
from helpers.messages import say

#: So many bytes a part of a file may unpack to; a report's text is far below.
LARGEST = 20_000_000
#: Strict Office Open XML has names of its own for what the usual (transitional) one says.
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = (
    (
        _STRICT + b"wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        _STRICT + b"officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        _STRICT + b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (_STRICT + b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        _STRICT + b"drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    (_STRICT + b"drawingml/picture", b"http://schemas.openxmlformats.org/drawingml/2006/picture"),
    (
        _STRICT + b"spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        _STRICT + b"drawingml/spreadsheetDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    ),
)


class Relation(NamedTuple):
    """A part that another part names: for what, the part's name, and what the other calls it."""

    purpose: str
    name: str
    identifier: str


def part_of(package: ZipFile, name: str) -> bytes:
    """A part of a package in the usual names, empty where there is none of this name."""
    if name not in package.namelist():
        return b""
    if package.getinfo(name).file_size > LARGEST:
        raise UnreadableReport(say("large_package", megabytes=LARGEST // 10**6))
    part = package.read(name)
    if _STRICT in part:
        for strict, usual in _NAMES:
            part = part.replace(strict, usual)
    return part


def relations_of(package: ZipFile, part: str) -> list[Relation]:
    """The parts that a part of a package names.

    The part with the name "" is the package itself.
    """
    folder, name = posixpath.split(part)
    listing = part_of(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    relations: list[Relation] = []
    if not listing:
        return relations
    for relation in ElementTree.fromstring(listing):
        target = posixpath.join("/", folder, relation.get("Target", ""))
        named = posixpath.normpath(target).lstrip("/")
        purpose, identifier = relation.get("Type", ""), relation.get("Id", "")
        relations.append(Relation(purpose, named, identifier))
    return relations


def of_kind(kind: str, relations: Iterable[Relation]) -> list[str]:
    """The names of the parts that are named as this kind of thing."""
    return [each.name for each in relations if each.purpose.endswith(f"/{kind}")]


def parsed(part: bytes) -> Element | None:
    """The root of a part, None where there is none or it is no XML."""
    if not part:
        return None
    try:
        return ElementTree.fromstring(part)
    except ElementTree.ParseError:
        return None
