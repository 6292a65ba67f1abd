"""Which pages of a PDF are damaged in the file, by the checksums and the grammar of what they draw.

Viewers draw what they can of a damaged file and say nothing: a font that lost its 8 shows 80 as 0,
and a page that was cut off has blank cells. pdfium does not tell what is stored; playa does.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

import numpy as np
import playa
from playa.ascii85 import ascii85decode
from playa.parser import ObjectParser
from playa.pdftypes import ContentStream, InlineImage, ObjRef, PSKeyword, resolve1

log = logging.getLogger(__name__)

#: What an object names that is no part of what it draws.
_ELSEWHERE = {"Parent", "P", "Popup", "Metadata", "PieceInfo", "OC", "Dest", "A", "AA"}
#: What the filters are called that can be undone here; the first brings a checksum.
_DEFLATED, _ASCII = {"FlateDecode", "Fl"}, {"ASCII85Decode", "A85"}
#: So many bytes are unpacked at a time.
_PIECE = 1 << 20
#: A stream without its checksum, which is so long, is whole if its last block is.
_CHECKSUM = 4
#: The operators of a page by how many operands they take (ISO 32000-1, annex A), -1 for some.
_OPERATORS = {
    -1: "sc scn SC SCN",
    0: "q Q h S s f F f* B B* b b* n W W* BT ET T* EMC BX EX",
    1: "w J j M ri i gs g G Tc Tw Tz TL Tr Ts Tj TJ ' sh Do MP BMC cs CS",
    2: "d m l Td TD Tf d0 DP BDC",
    3: 'rg RG "',
    4: "re v y k K",
    6: "cm c Tm d1",
}
_OPERANDS = {name.encode(): count for count, names in _OPERATORS.items() for name in names.split()}
#: What names the program of a font; that of a TrueType font. Fonts that name others, or none.
_PROGRAMS, _TRUETYPE = ("FontFile", "FontFile2", "FontFile3"), "FontFile2"
_WITHOUT_PROGRAM = ("Type0", "Type3")
#: How the name of a font begins of which only the letters that the file needs are there.
_SUBSET = re.compile("[A-Z]{6}[+]")
#: The table of a font that holds the checksum of the whole, and where; it counts as 0 in its own.
_HEAD, _ADJUSTMENT = b"head", 8


class _Stored(NamedTuple):
    """A stream of the file: whether its filters say that it is whole, and its bytes if none does.

    `plain`: None where a checksum vouches for the bytes.
    """

    sound: bool
    plain: bytes | None = None


def damaged(path: Path) -> frozenset[int]:
    """The numbers of the pages of which something is damaged that they draw, or draw with.

    A file that playa cannot follow, and pdfium can, is odd rather than damaged.
    """
    try:
        with path.open("rb") as source:
            document = _Document(source, space="page")
            file = _File(document)
            pages = enumerate(document.pages, 1)
            return frozenset(number for number, page in pages if not file.is_sound(page))
    except Exception:
        log.debug("%s", path.name, exc_info=True)
        return frozenset()


class _Document(playa.Document):
    """A PDF in which an object that is asked for to get at itself is none.

    playa would go round in such a ring until the stack is full, and then again from each step.
    """

    def __getitem__(self, number: int) -> Any:
        """An object by its number; KeyError where there is none."""
        asked = self.__dict__.setdefault("asked", set())
        if number in asked:
            raise KeyError(number)
        asked.add(number)
        try:
            return super().__getitem__(number)
        finally:
            asked.remove(number)


class _File:
    """What is known of the streams of a file, each looked at once."""

    def __init__(self, document: playa.Document) -> None:
        self._document = document
        self._stored: dict[int, _Stored] = {}

    def is_sound(self, page: playa.Page) -> bool:
        """Whether nothing is missing or damaged of what a page draws, or draws with."""
        found = [resolve1(content) for content in _as_list(page.attrs.get("Contents"))]
        contents = [content for content in found if _is_stream(content)]
        if len(contents) < len(found) or not self._is_packed_well(page.pageid):
            return False
        if not all(self._looked_at(content).sound for content in contents):
            return False
        if any(self._looked_at(content).plain for content in contents):
            drawn = b"\n".join(content.buffer for content in contents)
            if not _is_grammatical(drawn):
                return False
        reached = _reached([page.resources, page.attrs.get("Annots")])
        return all(self._is_whole(name, value) for name, value in reached)

    def _is_whole(self, name: str, value: ContentStream | dict[str, Any]) -> bool:
        """Whether a form, font or whatever else a page draws with is as it was written."""
        if isinstance(value, dict):
            return not _lost_its_program(value)
        stored = self._looked_at(value)
        if not stored.sound or stored.plain is None:
            return stored.sound
        if name == _TRUETYPE:
            told = resolve1(value.get("Length1"))
            return _has_length(stored.plain, told) and _has_checksums(stored.plain)
        is_form = _name(value.get("Subtype")) == "Form"
        return not is_form or _is_grammatical(stored.plain)

    def _is_packed_well(self, number: int) -> bool:
        """Whether the stream that an object is packed in, if it is in one, is whole."""
        for table in self._document.xrefs:
            place = table.get(number)
            if place and place.streamid:
                packed = self._document[place.streamid]
                return _is_stream(packed) and self._looked_at(packed).sound
        return True

    def _looked_at(self, stream: ContentStream) -> _Stored:
        key = id(stream)
        if key not in self._stored:
            self._stored[key] = _stored(stream)
        return self._stored[key]


def _reached(values: list[Any]) -> Iterator[tuple[str, ContentStream | dict[str, Any]]]:
    """These values and all that they name: streams and dictionaries, each with what names it."""
    seen: set[int] = set()
    left = [("", value) for value in values]
    while left:
        name, value = left.pop()
        if isinstance(value, ObjRef):
            if value.objid in seen:
                continue
            seen.add(value.objid)
            value = resolve1(value)
        if isinstance(value, list):
            left += [(name, each) for each in value]
        elif _is_stream(value):
            yield name, value
            left += _named(value.attrs)
        elif isinstance(value, dict):
            yield name, value
            left += _named(value)


def _is_stream(value: Any) -> TypeGuard[ContentStream]:
    """Whether an object of a file is a stream.

    `isinstance` cannot tell: playa's class keeps what `Mapping` knows of other classes, dict too.
    """
    return type(value) in (ContentStream, InlineImage)


def _as_list(value: Any) -> list[Any]:
    value = resolve1(value)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _lost_its_program(font: dict[str, Any]) -> bool:
    """Whether a font of a few letters of this file is not in it: every viewer takes another one."""
    kind = _name(font.get("Subtype"))
    if kind in _WITHOUT_PROGRAM or not _SUBSET.match(_name(font.get("BaseFont"))):
        return False
    descriptor = resolve1(font.get("FontDescriptor"))
    if not isinstance(descriptor, dict):
        return True
    return not any(_is_stream(resolve1(descriptor.get(name))) for name in _PROGRAMS)


def _named(attributes: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in attributes.items() if name not in _ELSEWHERE]


def _name(value: Any) -> str:
    return str(getattr(resolve1(value), "name", ""))


def _stored(stream: ContentStream) -> _Stored:
    """What the filters of a stream say of it, up to the first that brings a checksum."""
    data = stream.rawdata
    if stream.decipher:
        number, generation = stream.objid or 0, stream.genno or 0
        data = stream.decipher(number, generation, data, stream.attrs)
    for literal, _ in stream.get_filters():
        if literal.name in _DEFLATED:
            return _Stored(_is_inflated(data))
        if literal.name not in _ASCII:
            return _Stored(sound=True)  # pictures, and filters of old that bring no checksum
        try:
            data = ascii85decode(data)
        except ValueError:
            return _Stored(sound=False)
    return _Stored(True, data)


def _is_inflated(data: bytes) -> bool:
    """Whether deflated data reach their end, and their checksum is theirs, if they have one."""
    packed = zlib.decompressobj()
    try:
        _inflate(packed, data)
        if packed.eof:
            return True
        bare = zlib.decompressobj(-zlib.MAX_WBITS)
        _inflate(bare, data[2:])
    except zlib.error:
        return False
    return bare.eof and len(bare.unused_data) < _CHECKSUM


def _inflate(packed: Any, data: bytes) -> None:
    """Unpack data and forget them: a hostile file may unpack to very many."""
    while data and not packed.eof:
        packed.decompress(data, _PIECE)
        data = packed.unconsumed_tail


def _is_grammatical(data: bytes) -> bool:
    """Whether every operator of a page, or of a form, is known and has its operands."""
    operands, in_text = 0, False
    for _, item in ObjectParser(data):
        if _is_stream(item):  # a picture within the line
            continue
        if not isinstance(item, PSKeyword):
            operands += 1
            continue
        wanted = _OPERANDS.get(item.name)
        if wanted is None or (wanted >= 0 and wanted != operands):
            return False
        operands = 0
        if item.name in (b"BT", b"ET"):
            if in_text == (item.name == b"BT"):
                return False
            in_text = not in_text
    return not in_text and not operands


def _has_length(font: bytes, told: Any) -> bool:
    """Whether a font is as long as the file says, but for the line feed behind it."""
    return not isinstance(told, int) or 0 <= len(font) - told <= len(b"\r\n")


def _has_checksums(font: bytes) -> bool:
    """Whether the tables of a TrueType font have the checksums that its directory names.

    Some programs write none that is right: those say nothing.
    """
    try:
        (count,) = struct.unpack_from(">4xH", font)
        tables = [struct.unpack_from(">4s3I", font, 12 + 16 * n) for n in range(count)]
    except struct.error:
        return False
    wrong = sum(_sum(font, tag, start, length) != told for tag, told, start, length in tables)
    return wrong in (0, count)


def _sum(font: bytes, tag: bytes, start: int, length: int) -> int:
    """The checksum of a table: the sum of its words."""
    table = bytearray(font[start : start + length])
    if tag == _HEAD:
        table[_ADJUSTMENT : _ADJUSTMENT + 4] = bytes(4)
    table += bytes(-len(table) % 4)
    words = np.frombuffer(table, ">u4")
    return int(words.sum(dtype=np.uint32))
