"""Tables that a page keeps for its scripts to show: templates, data, and strings of programs.

No script is run. What a browser would parse as markup, once a script gives it to it, is put where
it is kept, so that both readings parse it with the page around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from helpers.readers.web.script import STRING, TYPES

#: What holds text or markup that is not shown where it stands, and how each ends.
_OPENS = re.compile(
    r"<(?P<tag>script|template|textarea|xmp)\b(?P<attributes>[^<>]*)>", re.IGNORECASE
)
_ENDS = {
    tag: re.compile(rf"</{tag}\b[^<>]*>", re.IGNORECASE)
    for tag in ("script", "template", "textarea", "xmp")
}
_TYPE = re.compile(r"""\btype\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
_SECTION, _SECTION_ENDS = "<![CDATA[", "]]>"
#: Attributes in which a page keeps markup; that of a frame (`srcdoc`) is shown.
_ATTRIBUTE = re.compile(
    r"""\s(?:value|content|data-[\w-]+|:?[\w-]*(?:html|content))\s*=\s*(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)
_TABLE, _END = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\s*>", re.IGNORECASE)
#: How a `<table` is written where it is not markup yet.
_SIGNS = re.compile(r"(?:<|&(?:amp;)?lt;|%3C|\\u003c|\\x3c)table", re.IGNORECASE)
#: A program that puts other digits into a text, or in place of them.
_ALTERS = re.compile(
    r"""\.(?:replace(?:All)?|split)\(\s*"""
    r"""(?:["'`/][^"'`/\n]{0,99}(?:\d|\\d)|[^,\n]{1,99},\s*["'`][^"'`\n]{0,99}(?<!\$)\d)"""
)
#: Two strings with nothing between them but what puts one behind the other.
_JOINT = re.compile(
    r"""(["'])\s*(?:\+|\)?\s*;?\s*(?:document\.write(?:ln)?\s*\(|[\w.]+\s*\+=))\s*\1"""
)
_ESCAPE = re.compile(
    r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
_LETTERS = {"n": "\n", "r": "\n", "t": " ", "b": "", "f": "", "v": " ", "\n": ""}
_OLD_SIGN = re.compile(r"%u([0-9a-fA-F]{4})")
#: Strings within strings are read no deeper than this.
_DEEPEST = 3


def with_kept(source: str) -> str:
    """The source of a page with the tables in it that are kept for scripts; "" for none."""
    if not _SIGNS.search(source) or _ALTERS.search(source):
        return ""
    parts: list[str] = []
    rest: list[str] = []
    end = 0
    for keeper in _keepers(source):
        found = "\n".join(_of_keeper(keeper))
        between = source[end : keeper.start]
        parts += (between, found or source[keeper.start : keeper.end])
        rest.append(between)
        end = keeper.end
    outside = "".join((*rest, source[end:]))
    apart: list[str] = []
    for held in (*_sections(outside), *map("".join, _ATTRIBUTE.findall(outside))):
        apart += _markup(held)
    shown = "".join((*parts, source[end:]))
    if shown == source and not apart:
        return ""
    return _before_end(shown, "".join(apart))


class _Keeper(NamedTuple):
    """An element that holds what is not shown: where it stands, and what it says and holds."""

    start: int
    end: int
    tag: str
    attributes: str
    text: str


def _keepers(source: str) -> Iterator[_Keeper]:
    """The elements that hold what is not shown; one that has no end is none."""
    place = 0
    endless: set[str] = set()
    while opened := _OPENS.search(source, place):
        place = opened.end()
        tag = opened["tag"].lower()
        closed = None if tag in endless else _ENDS[tag].search(source, place)
        if closed is None:
            endless.add(tag)
            continue
        text = source[place : closed.start()]
        place = closed.end()
        yield _Keeper(opened.start(), place, tag, opened["attributes"], text)


def _sections(text: str) -> list[str]:
    """The marked sections of a text."""
    held = [part.partition(_SECTION_ENDS) for part in text.split(_SECTION)[1:]]
    return [section for section, closed, _ in held if closed]


def _before_end(source: str, more: str) -> str:
    """A source with more at the end of what it shows."""
    end = source.lower().rfind("</body")
    return source + more if end < 0 else source[:end] + more + source[end:]


def _of_keeper(keeper: _Keeper) -> Iterator[str]:
    """The markup with tables that an element keeps."""
    text = keeper.text
    if keeper.tag != "script":
        yield from _markup(text)
        return
    sections: list[str] = []
    for section in _sections(text):
        sections += _markup(section)
    if sections:
        yield from sections
        return
    kind = _TYPE.search(keeper.attributes)
    if kind and kind[1].lower() not in TYPES and not text.lstrip().startswith(("{", "[")):
        yield from _markup(text)
        return
    held = list(_strings(text))
    if held:
        # What else the program does, it may do to what it shows.
        rest = STRING.sub(lambda found: '""' if _SIGNS.search(found[0]) else found[0], text)
        yield f"<script{keeper.attributes}>{rest}</script>"
        yield from held


def _strings(program: str, deep: int = 0) -> Iterator[str]:
    """The markup with tables in the strings of a program or of data."""
    if deep > _DEEPEST or not _SIGNS.search(program):
        return
    for found in STRING.finditer(_JOINT.sub("", program)):
        string = "".join(found.groups(""))
        if _SIGNS.search(string):
            yield from _markup(_ESCAPE.sub(_character, string), deep)


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _LETTERS.get(found[4], found[4])


def _markup(text: str, deep: int = 0) -> Iterator[str]:
    """A text as markup, where it holds whole tables; also where its brackets are written out."""
    if text.lstrip().startswith(("{", "[")):
        yield from _strings(text, deep + 1)
        return
    for way in (str, unescape, _twice, _unquoted):
        markup = way(text)
        tables = len(_TABLE.findall(markup))
        if tables and tables == len(_END.findall(markup)):
            yield markup
            return


def _unquoted(text: str) -> str:
    """A text without the signs of addresses, also those of old programs (%u9752)."""
    return unquote(_OLD_SIGN.sub(lambda found: chr(int(found[1], 16)), text))


def _twice(text: str) -> str:
    return unescape(unescape(text))
