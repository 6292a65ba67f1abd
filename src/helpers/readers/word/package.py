"""The parts of a Word file's package that say what it prints, each as its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile, is_zipfile
from zlib import error as DeflateError  # noqa: N812 - an exception that zlib calls error

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.limits import check_limit
from helpers.readers.package import of_kind, part_of, relations_of

_TAG = re.compile(rb"<(/?)(?:\w+:)?(tbl|tc)[\s/>]")
#: The kinds of parts that a main part names.
_KINDS = ("styles", "numbering", "theme", "settings", "fontTable", "header", "footer")


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
    mains = of_kind("officeDocument", relations_of(package, ""))
    main = mains[0] if mains else ""
    relations = relations_of(package, main)
    found: dict[str, tuple[bytes, ...]] = {}
    for kind in _KINDS:
        found[kind] = tuple(part_of(package, name) for name in of_kind(kind, relations))
    document = part_of(package, main)
    _check_size(document)
    return Package(
        document=document,
        styles=_first(found["styles"]),
        numbering=_first(found["numbering"]),
        theme=_first(found["theme"]),
        settings=_first(found["settings"]),
        fonts=_first(found["fontTable"]),
        margins=found["header"] + found["footer"],
    )


def _check_size(document: bytes) -> None:
    """Raise UnreadableReport where a document has too many cells, or tables too deep in others."""
    cells = deep = deepest = 0
    for end, kind in _TAG.findall(document):
        if kind == b"tbl":
            deep += -1 if end else 1
            deepest = max(deepest, deep)
        elif not end:
            cells += 1
    check_limit("all_cells", cells)
    check_limit("tables_deep", deepest)


def _first(parts: tuple[bytes, ...]) -> bytes:
    if parts:
        return parts[0]
    return b""
