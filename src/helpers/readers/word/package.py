"""The parts of a Word file's package that say what it prints, each as its bytes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile, is_zipfile
from zlib import error as DeflateError  # noqa: N812 - an exception that zlib calls error

from helpers.errors import UnreadableReport
from helpers.messages import say

#: So many bytes a part of a file may unpack to; a report's text is far below.
LARGEST = 20_000_000
#: The kinds of parts that a main part names.
_KINDS = ("styles", "numbering", "theme", "settings", "fontTable", "header", "footer")

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
)


@dataclass(frozen=True)
class Package:
    """The main part of a Word file and those that it names; a part that is not there is empty.

    `margins`: its headers and footers.
    """

    document: bytes
    styles: bytes = b""
    numbering: bytes = b""
    theme: bytes = b""
    settings: bytes = b""
    fonts: bytes = b""
    margins: tuple[bytes, ...] = ()


def unpack(path: Path) -> Package:
    """Open the package; nothing but these parts is unpacked.

    Raises:
        UnreadableReport: the file is no package, damaged, or absurdly large.
    """
    if not is_zipfile(path):
        raise UnreadableReport(say("damaged_word"))
    try:
        with ZipFile(path) as package:
            return _parts(package)
    except (BadZipFile, DeflateError, ElementTree.ParseError) as error:
        raise UnreadableReport(say("damaged_word")) from error


def _parts(package: ZipFile) -> Package:
    mains = _of_kind("officeDocument", _relations(package, ""))
    main = mains[0] if mains else ""
    relations = _relations(package, main)
    found: dict[str, tuple[bytes, ...]] = {}
    for kind in _KINDS:
        found[kind] = tuple(_part(package, name) for name in _of_kind(kind, relations))
    return Package(
        document=_part(package, main),
        styles=_first(found["styles"]),
        numbering=_first(found["numbering"]),
        theme=_first(found["theme"]),
        settings=_first(found["settings"]),
        fonts=_first(found["fontTable"]),
        margins=found["header"] + found["footer"],
    )


def _first(parts: tuple[bytes, ...]) -> bytes:
    return parts[0] if parts else b""


def _part(package: ZipFile, name: str) -> bytes:
    """A part of a package in the usual names, empty where there is none of this name."""
    if name not in package.namelist():
        return b""
    if package.getinfo(name).file_size > LARGEST:
        raise UnreadableReport(say("large_word", megabytes=LARGEST // 10**6))
    part = package.read(name)
    if _STRICT in part:
        for strict, usual in _NAMES:
            part = part.replace(strict, usual)
    return part


def _relations(package: ZipFile, part: str) -> list[tuple[str, str]]:
    """The parts that a part of a package names: for what, and the name of each.

    The part with the name "" is the package itself.
    """
    folder, name = posixpath.split(part)
    listing = _part(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    relations: list[tuple[str, str]] = []
    if not listing:
        return relations
    for relation in ElementTree.fromstring(listing):
        target = posixpath.join("/", folder, relation.get("Target", ""))
        named = posixpath.normpath(target).lstrip("/")
        relations.append((relation.get("Type", ""), named))
    return relations


def _of_kind(kind: str, relations: Iterable[tuple[str, str]]) -> list[str]:
    """The names of the parts that are named as this kind of thing."""
    return [name for purpose, name in relations if purpose.endswith(f"/{kind}")]


def parsed(part: bytes) -> Element | None:
    """The root of a part, None where there is none or it is no XML."""
    if not part:
        return None
    try:
        return ElementTree.fromstring(part)
    except ElementTree.ParseError:
        return None
