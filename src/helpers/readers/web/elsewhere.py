"""A page that holds no report itself: what it links, shows as pictures, or leaves to a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from helpers.messages import say
from helpers.readers.web.script import STRING, is_script
from helpers.readers.web.tree import FRAMES

if TYPE_CHECKING:
    from helpers.readers.web.tree import Document, Node
    from helpers.words import Words

#: The files in which reports are linked.
_FILE = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|et|rtf|zip|rar|7z)$", re.IGNORECASE)
_MAY_NAME_FILE = re.compile(r"\.(?:pdf|doc|wps|ofd|xls|et|rtf|zip|rar|7z)", re.IGNORECASE)
#: What a link to the report says, where a page has several.
NAMED = re.compile("年报|年度报告|附件|公开")
#: What a page shows beside a report.
_ORNAMENT = re.compile(r"logo|icon|banner|qrcode|ewm|weixin|blank|space", re.IGNORECASE)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
#: Attributes that tell people of a link and lead nowhere.
_TOLD = frozenset({"title", "alt", "download"})
_PICTURES = {"img": "src", "image": "href"}
#: An address is told to this length; a page with less text than this says nothing itself.
_LONGEST, LITTLE = 200, 400


class Link(NamedTuple):
    """Where a page leads: to a `file`, a `page`, or one that it shows in a `frame`.

    `address`: as it is written. `said`: what the page says of it.
    """

    kind: str
    address: str
    said: str


def links(document: Document) -> Iterator[Link]:
    """The files that a page links or embeds, the pages that it frames, and those that it links.

    The page that it sends a browser on to counts as one that it frames.
    """
    for address, said in _files(document):
        yield Link("file", address, said)
    for address in (*_frames(document), *_refreshed(document)):
        yield Link("frame", address, "")
    for node in document.root.walk():
        address = node.attributes.get("href", "").strip() if node.tag == "a" else ""
        if address and not _FILE.search(address):
            yield Link("page", address, " ".join((_text(node), *_said(node))))


def is_shell(document: Document, text: str) -> bool:
    """Whether a page says hardly anything and has a script that would."""
    if len(text) > LITTLE:
        return False
    return any(node.tag == "script" for node in document.root.walk())


def elsewhere(document: Document, text: str) -> tuple[Words, ...]:
    """Where the report may be, of a page without its tables; nothing where nobody can tell."""
    links = list(_files(document))
    if links:
        named = [address for address, said in links if NAMED.search(said)]
        return (say("linked_report", address=_short((named or [links[0][0]])[0])),)
    if len(text) > LITTLE:
        return ()
    frames = list(_frames(document))
    if frames:
        return (say("framed_report", address=_short(frames[0])),)
    pictures = list(_pictures(document))
    if pictures:
        telling = [address for address in pictures if not _ORNAMENT.search(address)]
        return (say("pictured_report", address=_short((telling or pictures)[0])),)
    return (say("scripted_report"),) if is_shell(document, text) else ()


def _short(address: str) -> str:
    """An address as it is told: of a picture that is in the page itself, only of what kind."""
    return address.partition(",")[0] if address.startswith("data:") else address[:_LONGEST]


def _files(document: Document) -> Iterator[tuple[str, str]]:
    """The files that a page links or embeds, each with what is said of it."""
    for node in document.root.walk():
        said = " ".join((_text(node), *_said(node))) if node.tag == "a" else ""
        for address in _addresses(node, said):
            yield address, f"{said} {address}"


def _said(node: Node) -> Iterator[str]:
    """What attributes tell people of a link."""
    yield from (value for name, value in node.attributes.items() if name in _TOLD)


def _addresses(node: Node, said: str) -> Iterator[str]:
    """The files that an element names, as attributes or in the strings of its programs."""
    if _FILE.search(said.strip()):
        yield node.attributes.get("href", "")
    programs = [node.text] if node.tag == "script" and is_script(node) else []
    for name, value in node.attributes.items():
        if name in _TOLD or not _MAY_NAME_FILE.search(value):
            continue
        file = _file(value.strip())
        if file:
            yield file
        else:
            programs.append(value)
    for program in programs:
        yield from _in_strings(program)


def _in_strings(program: str) -> Iterator[str]:
    for found in STRING.finditer(program):
        file = _file("".join(found.groups("")).strip())
        if file:
            yield file


def _file(address: str) -> str:
    """The file that an address leads to, also through a viewer (`viewer.html?file=/a.pdf`)."""
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that are no address of a network
        return ""
    if re.search(r"\s", address) or len(address) > _LONGEST:
        return ""
    if _FILE.search(parts.path):
        return address.rpartition("url=")[2] if address.partition(";")[0].isdigit() else address
    for asked in (parts.query, parts.fragment):
        for values in parse_qs(asked).values():
            for value in values:
                if _FILE.search(unquote(value)):
                    return unquote(value)
    return ""


def _frames(document: Document) -> Iterator[str]:
    """The pages that frames show and that were not saved."""
    for node in document.root.walk():
        address = node.attributes.get(FRAMES.get(node.tag, ""), "").strip()
        if address and node.frame is None and not address.startswith(("about:", "javascript:")):
            yield address


def _refreshed(document: Document) -> Iterator[str]:
    """Where a page sends a browser on to."""
    for node in document.root.walk():
        if node.tag == "meta" and node.attributes.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.search(node.attributes.get("content", ""))
            if found:
                yield found[1].strip()


def _pictures(document: Document) -> Iterator[str]:
    for node in document.root.walk():
        address = node.attributes.get(_PICTURES.get(node.tag, ""), "").strip()
        if address:
            yield address


def _text(node: Node) -> str:
    texts = [node.text or ""]
    for child in node.walk():
        texts.append(child.text or "")
    return "".join(texts)
