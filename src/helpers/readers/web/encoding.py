"""The bytes of a web page → its characters, whatever it declares."""

from __future__ import annotations

import codecs

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.text import simplified

#: UTF-16 by its marks, or by how a tag begins in it: no other encoding of a page has a zero byte.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BRACKETS = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
#: Encodings of Chinese without marks; nearly any bytes are valid in them.
_CHINESE = ("gb18030", "big5hkscs")
#: Of the characters beyond ASCII; more broken ones say that the encoding is another one.
_TOLERATED_DAMAGE = 0.02


def decode(data: bytes) -> tuple[str, str]:
    """The page's characters and their encoding: UTF-16, UTF-8, gb18030 (with gbk), or Big5.

    The bytes tell these apart. A line of Chinese in another encoding is never valid UTF-8; of the
    others that is right which gives the commoner characters. What the page declares is wrong at
    times and would add nothing. Raises UnreadableReport where it is none of them.
    """
    if not data.strip():
        raise UnreadableReport(say("empty_file"))
    marked = _marked(data)
    if marked:
        return data.decode(marked, "replace"), marked
    source = _within_damage(data, "utf-8")
    if source is not None:
        return source, "utf-8"
    found: dict[str, str] = {}
    for codec in _CHINESE:
        source = _within_damage(data, codec)
        if source is not None:
            found[codec] = source
    if not found:
        raise UnreadableReport(say("no_encoding"))
    codec = max(found, key=lambda known: _common(found[known]))
    return found[codec], codec


def _marked(data: bytes) -> str:
    """The encoding that the first bytes show, "" for none."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec
    for bracket, codec in _BRACKETS:
        if bracket in data[:200]:
            return codec
    return ""


def _within_damage(data: bytes, codec: str) -> str | None:
    """The characters in an encoding, None where too many are broken: a few rule none out."""
    source = data.decode(codec, "replace")
    broken = source.count("\ufffd")
    beyond_ascii = len(source) - len(source.encode("ascii", "ignore"))
    return source if broken <= _TOLERATED_DAMAGE * beyond_ascii else None


def _common(source: str) -> float:
    """The share of the characters beyond ASCII that are of GB 2312, once they are simplified."""
    beyond_ascii = [character for character in simplified(source) if character > "\x7f"]
    common = "".join(beyond_ascii).encode("gb2312", "ignore")
    return len(common) / 2 / max(len(beyond_ascii), 1)
