"""The file of a web page → its source, and what was saved with it, however that was done."""

from __future__ import annotations

import email
import plistlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.kinds import PAGE_IN_ZIP, kind_of
from helpers.readers.package import LARGEST
from helpers.readers.web.beside import files_beside
from helpers.readers.web.encoding import decode

_XML = "application/xhtml+xml"
_PAGES, _SHEET = frozenset({"text/html", _XML}), "text/css"
#: Pages that browsers read as XML, by the names of their files.
_XML_NAMES = (".xhtml", ".xht")
_TEXTS = (".html", ".htm", ".css")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_PROGRAM = re.compile(r"(<(script|style)\b[^<>]*(?<!/)>)(.*?)(</\2\s*>)", re.DOTALL)
_CLOSED = re.compile(r"<([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)/>")
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)


@dataclass(frozen=True)
class Saved:
    """A page as it was saved: its source, the encoding of its bytes, and where it came from.

    `parts`: the texts of frames and style sheets saved with it, by their addresses.
    """

    source: str
    encoding: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    address: str = ""


def saved_page(path: Path) -> Saved:
    """The page in a file, which may hold all that it shows.

    Raises UnreadableReport where there is none.
    """
    kind = kind_of(path)
    if kind == "mht":
        return _of_mail(path.read_bytes())
    if kind == "webarchive":
        return _of_archive(path.read_bytes())
    if kind == "zipped_page":
        return _of_zip(path)
    source, encoding = decode(path.read_bytes())
    if path.suffix.lower() in _XML_NAMES:
        source = _as_html(source)
    return Saved(source, encoding, files_beside(path, source))


def _of_mail(data: bytes) -> Saved:
    """The page in a letter of several parts (.mht): the first one, or the one that it names."""
    letter = email.message_from_bytes(data)
    start = str(letter.get_param("start") or "").strip("<> ")
    parts = [part for part in letter.walk() if part.get_content_type() in (*_PAGES, _SHEET)]
    places = {_name(part): _address(part) for part in parts if _name(part) and _address(part)}
    pages: list[Saved] = []
    texts: dict[str, str] = {}
    for part in parts:
        kind, content = part.get_content_type(), part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        text, encoding = _text_of(content, kind)
        name, address = _name(part), _address(part)
        # What is named otherwise counts from where it was.
        for named, place in places.items():
            text = text.replace(f"cid:{named}", place)
        texts[urldefrag(address).url] = text
        texts[f"cid:{name}"] = text
        if kind in _PAGES:
            pages.insert(
                0 if name and name == start else len(pages), Saved(text, encoding, texts, address)
            )
    return _first(pages)


def _name(part: Message) -> str:
    return _header(part, "Content-ID").strip("<>")


def _address(part: Message) -> str:
    return _header(part, "Content-Location")


def _header(part: Message, name: str) -> str:
    """What a part's header says, in one line."""
    return "".join(str(part.get(name) or "").split())


def _of_archive(data: bytes) -> Saved:
    """The page in a web archive of Safari: a property list, binary or XML."""
    try:
        archive = plistlib.loads(data)
    except (ValueError, ExpatError, OverflowError) as error:
        raise UnreadableReport(say("no_saved_page")) from error
    texts: dict[str, str] = {}
    pages: list[Saved] = []
    for resource in _resources(archive):
        content, kind = resource.get("WebResourceData"), resource.get("WebResourceMIMEType")
        if not isinstance(content, bytes) or kind not in (*_PAGES, _SHEET):
            continue
        text, encoding = _text_of(content, kind)
        address = str(resource.get("WebResourceURL") or "")
        texts[urldefrag(address).url] = text
        if kind in _PAGES:
            pages.append(Saved(text, encoding, texts, address))
    return _first(pages)


def _resources(archive: Any) -> Iterator[dict[str, Any]]:
    """What an archive holds, its own page first, then what belongs to it, and its frames."""
    waiting = [archive]
    while waiting:
        part = waiting.pop(0)
        if not isinstance(part, dict):
            continue
        listed = (part.get("WebMainResource"), *(part.get("WebSubresources") or ()))
        yield from (resource for resource in listed if isinstance(resource, dict))
        waiting += part.get("WebSubframeArchives") or ()


def _of_zip(path: Path) -> Saved:
    """The page in a ZIP archive that is a web page at the same time (SingleFile)."""
    texts: dict[str, str] = {}
    encoding = ""
    try:
        with ZipFile(path) as package:
            for info in package.infolist():
                if not info.filename.lower().endswith(_TEXTS):
                    continue
                if info.file_size > LARGEST:
                    raise UnreadableReport(say("large_package", megabytes=LARGEST // 10**6))
                text, used = _text_of(package.read(info))
                texts[info.filename] = text
                encoding = used if info.filename == PAGE_IN_ZIP else encoding
    except (BadZipFile, OSError, RuntimeError) as error:
        raise UnreadableReport(say("no_saved_page")) from error
    return _first([Saved(texts.get(PAGE_IN_ZIP, ""), encoding, texts, PAGE_IN_ZIP)])


def _first(pages: list[Saved]) -> Saved:
    if not pages or not pages[0].source:
        raise UnreadableReport(say("no_saved_page"))
    return pages[0]


def _text_of(content: bytes, kind: str = "") -> tuple[str, str]:
    """The text of a part and its encoding; of a page that browsers read as XML, as HTML."""
    if not content.strip():
        return "", ""
    text, encoding = decode(content)
    return (_as_html(text) if kind == _XML else text), encoding


def _as_html(source: str) -> str:
    """A page of XML as HTML: its marked sections are text, and empty elements are closed."""
    bare = _PROGRAM.sub(lambda found: found[1] + _CDATA.sub(r"\1", found[3]) + found[4], source)
    plain = _CDATA.sub(lambda found: escape(found[1], quote=False), bare)
    return _CLOSED.sub(_opened, plain)


def _opened(found: re.Match[str]) -> str:
    name, rest = found[1], found[2]
    return found[0] if name.lower() in _VOID else f"<{name}{rest}></{name}>"
