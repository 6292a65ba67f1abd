"""The characters of an RTF file → what it tells: texts that are shown, and words that set tables.

Source: Rich Text Format Specification 1.9.1 (Microsoft, 2008).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_TOKEN = re.compile(
    rb"\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
#: Groups that print nothing in the text itself.
_APART = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl "
    b"footerr footerf footnote annotation listtable listoverridetable rsidtbl themedata "
    b"colorschememapping datastore latentstyles generator xmlnstbl bkmkstart bkmkend "
    b"fldinst".split()
)
#: The character sets of fonts, as Windows numbers them.
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 0: "cp1252"}
#: Words that stand for a character.
_CHARACTERS = {
    b"line": "\n", b"par": "\n", b"tab": "\t", b"emdash": "—", b"endash": "–",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
#: Print whose digits are in doubt: raised, lowered, struck out, deleted, in a colour or a size in
#: which nobody may see them.
_ODD = frozenset({b"super", b"sub", b"up", b"dn", b"strike", b"striked", b"deleted", b"cf", b"fs"})
_ODD_WITHOUT_NUMBER = frozenset({b"super", b"sub", b"strike", b"deleted"})
#: Half-points below which print is too small to be read; of a colour all parts above which it is
#: pale.
_TINY, _PALE = 10, 200
#: Words that set how what follows is read, and those of tables, which count in hidden text, too.
_SETTINGS = frozenset({b"uc", b"v", b"plain", b"f", b"nosupersub", *_ODD})
_ALWAYS = frozenset({b"cell", b"row", b"nestcell", b"nestrow", b"trowd", b"intbl", b"pard"})
#: More groups in one another are an attack.
MAX_DEPTH = 500


@dataclass(frozen=True)
class _State:
    """What holds in a group: whether it is shown, and how its bytes become characters.

    `odd`: what makes its digits no part of a number, or none that everybody sees.
    """

    apart: bool = False
    hidden: bool = False
    odd: frozenset[bytes] = frozenset()
    codec: str = ""
    skip: int = 1


@dataclass(frozen=True)
class Word:
    """A control word that is no character, with its number."""

    name: str
    number: int | None


Told = str | Word
#: Said before digits in odd print.
DOUBT = Word("doubt", None)


def told(data: bytes) -> Iterator[Told]:
    """Texts and words in order; what is hidden, or stands in a group of its own, is left out.

    Raises ValueError where groups stand too deep in one another.
    """
    reader = _Reader(data)
    for token in _TOKEN.finditer(data):
        raw = reader.raw(token)
        if raw is not None:
            reader.pending += raw
            continue
        yield from reader.flush()
        yield from reader.follow(token)
    yield from reader.flush()


class _Reader:
    """What holds at a place of the file; `pending`: bytes whose characters are not known yet."""

    def __init__(self, data: bytes) -> None:
        self.fonts = _fonts(data)
        self.pale = _pale(data)
        self.default = _default_codec(data)
        self.state = _State(codec=self.default)
        self.outer: list[_State] = []
        self.pending = b""
        self.skip = 0
        self.star = False

    def raw(self, token: re.Match[bytes]) -> bytes | None:
        """The bytes of a token that is text, without those that stand for older programs."""
        if not token["byte"] and not token["text"]:
            return None
        raw = token["text"] or bytes.fromhex(token["byte"].decode())
        dropped = min(self.skip, len(raw))
        self.skip -= dropped
        return raw[dropped:]

    def flush(self) -> Iterator[Told]:
        """The text that is pending, if it is shown."""
        if self.pending and self._is_shown:
            yield from self._say(self.pending.decode(self.state.codec or self.default, "replace"))
        self.pending = b""

    def _say(self, text: str) -> Iterator[Told]:
        if self.state.odd and any(map(str.isdigit, text)):
            yield DOUBT
        yield text

    def follow(self, token: re.Match[bytes]) -> Iterator[Told]:
        """What a brace, a symbol or a word does or says."""
        if token["brace"]:
            self._turn(token["brace"])
        elif token["symbol"]:
            self.star = token["symbol"] == b"*"
            if token["symbol"] in _SYMBOLS and self._is_shown:
                yield _SYMBOLS[token["symbol"]]
        elif token["word"]:
            number = int(token["number"]) if token["number"] else None
            yield from self._obey(token["word"], number)

    def _turn(self, brace: bytes) -> None:
        self.star = False
        if brace == b"{":
            self.outer.append(self.state)
        elif self.outer:
            self.state = self.outer.pop()
        if len(self.outer) > MAX_DEPTH:
            raise ValueError("groups stand too deep in one another")

    def _obey(self, name: bytes, number: int | None) -> Iterator[Told]:
        if self.star or name in _APART:
            self.state = replace(self.state, apart=True)
            self.star = False
        elif name == b"u":
            self.skip = self.state.skip
            if self._is_shown:
                yield from self._say(chr((number or 0) % 65536))
        elif name in _SETTINGS:
            self._set(name, number)
        elif self._is_shown or name in _ALWAYS:
            yield _CHARACTERS.get(name) or Word(name.decode(), number)

    def _set(self, name: bytes, number: int | None) -> None:
        """Words that say how what follows is read."""
        if name == b"uc":
            self.state = replace(self.state, skip=number or 0)
        elif name == b"v":
            self.state = replace(self.state, hidden=number != 0)
        elif name == b"plain":
            self.state = replace(self.state, hidden=False, odd=frozenset())
        elif name == b"nosupersub":
            self.state = replace(self.state, odd=self.state.odd - {b"super", b"sub"})
        elif name in _ODD:
            odd = self.state.odd - {name}
            if self._is_odd(name, number):
                odd |= {name}
            self.state = replace(self.state, odd=odd)
        else:
            self.state = replace(self.state, codec=self.fonts.get(number or 0, self.default))

    def _is_odd(self, name: bytes, number: int | None) -> bool:
        if name == b"cf":
            return number in self.pale
        if name == b"fs":
            return number is not None and number < _TINY
        return number != 0 if number is not None else name in _ODD_WITHOUT_NUMBER

    @property
    def _is_shown(self) -> bool:
        return not self.state.apart and not self.state.hidden


def _fonts(data: bytes) -> dict[int, str]:
    """How the bytes of each font become characters."""
    fonts = {}
    for found in re.finditer(rb"\\f(\d+)[^{}]*?\\fcharset(\d+)", data):
        codec = _CHARSETS.get(int(found[2]))
        if codec:
            fonts[int(found[1])] = codec
    return fonts


def _pale(data: bytes) -> frozenset[int]:
    """The numbers of colours in which print is hardly seen on paper."""
    table = re.search(rb"\\colortbl([^{}]*)\}", data)
    pale = set()
    for number, colour in enumerate(table[1].split(b";")) if table else ():
        parts = list(map(int, re.findall(rb"\\(?:red|green|blue)(\d+)", colour)))
        if len(parts) == 3 and min(parts) > _PALE:
            pale.add(number)
    return frozenset(pale)


def _default_codec(data: bytes) -> str:
    """The encoding of the whole file; of Chinese, GBK."""
    page = re.search(rb"\\ansicpg(\d+)", data[:2000])
    if page and page[1] == b"950":
        return "big5hkscs"
    return "gb18030" if not page or page[1] == b"936" else f"cp{page[1].decode()}"
