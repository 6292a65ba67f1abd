"""A page that holds no report itself: what it links, shows as pictures, or leaves to a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from helpers.messages import say

if TYPE_CHECKING:
    from helpers.readers.web.tree import Document, Node
    from helpers.words import Words

#: The files in which reports are linked.
_FILE = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|et|rtf|zip|rar|7z)$", re.IGNORECASE)
#: What a link to the report says, where a page has several.
_NAMED = re.compile("年报|年度报告|附件|公开")
_EMBEDDED = {"embed": "src", "object": "data", "iframe": "src", "frame": "src", "a": "href"}
#: An address is told to this length; a page with less text than this says nothing itself.
_LONGEST, _LITTLE = 200, 400


def elsewhere(document: Document, text: str) -> tuple[Words, ...]:
    """Where the report may be, of a page without its tables; nothing where nobody can tell."""
    links = list(_files(document))
    if links:
        named = [address for address, said in links if _NAMED.search(said)]
        return (say("linked_report", address=(named or [links[0][0]])[0][:_LONGEST]),)
    if len(text) > _LITTLE:
        return ()
    tags = {node.tag for node in document.root.walk()}
    if "img" in tags:
        return (say("pictured_report"),)
    return (say("scripted_report"),) if "script" in tags else ()


def _files(document: Document) -> Iterator[tuple[str, str]]:
    """The files that a page links or embeds, each with what is said of it."""
    for node in document.root.walk():
        address = node.attributes.get(_EMBEDDED.get(node.tag, ""))
        if not address:
            continue
        file = _file(address.strip())
        if file:
            yield file, f"{_text(node)} {file}"


def _file(address: str) -> str:
    """The file that an address leads to, also through a viewer (`viewer.html?file=/a.pdf`)."""
    parts = urlsplit(address)
    if _FILE.search(parts.path):
        return address
    for values in parse_qs(parts.query).values():
        for value in values:
            if _FILE.search(unquote(value)):
                return unquote(value)
    return ""


def _text(node: Node) -> str:
    texts = [node.text or ""]
    for child in node.walk():
        texts.append(child.text or "")
    return "".join(texts)
