"""The characters of an RTF file → what it tells: texts that are shown, and words that set tables.

Source: Rich Text Format Specification 1.9.1 (Microsoft, 2008).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from helpers.readers.flow import TURNING
from helpers.readers.limits import check_limit
from helpers.readers.word.colours import BLACK, Colour
from helpers.readers.word.fields import VOLATILE

_TOKEN = re.compile(
    rb"\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    rb"|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
#: Groups that print nothing in the text itself.
_APART = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl "
    b"footerr footerf footnote annotation listtable listoverridetable rsidtbl themedata "
    b"colorschememapping datastore latentstyles generator xmlnstbl bkmkstart bkmkend "
    b"nonesttables nonshppict".split()
)
#: Groups that a program may pass over, and this one does not: pictures, and the edges of tables
#: that stand in cells.
_FOLLOWED = frozenset({b"shppict", b"nesttableprops"})
#: Groups that are looked at as a whole: what a field asks for, and what floats over the page.
_WHOLE = frozenset({b"fldinst", b"shpinst", b"do"})
#: Groups that show something that is no text.
_SHOWS = frozenset({b"pict", b"object", b"mmath", b"moMath"})
#: Fields whose results are drawn, or made anew for each print.
_ODD_FIELDS = VOLATILE | {"EQ", "SYMBOL", "ADVANCE"}
#: The character sets of fonts, as Windows numbers them.
_GBK, _LATIN = "gb18030", "cp1252"
_CHARSETS = {128: "cp932", 129: "cp949", 134: _GBK, 136: "big5hkscs", 0: _LATIN, 2: ""}
_CODE_PAGES = {936: _GBK, 950: "big5hkscs", 0: _GBK}
#: Words that stand for a character.
_CHARACTERS = {
    b"line": "\n", b"par": "\n", b"tab": "\t", b"emdash": "—", b"endash": "–",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
#: Half-points below which print is too small to be read; of rows and lines of a set height, twips;
#: the least width of letters in hundredths, and the least distance between them in twips.
_TINY, LOW, _NARROW, _CLOSE = 10, 100, 30, -50


def is_low(height: int) -> bool:
    """Whether a row or line is set to a height that is too low for its letters."""
    return -LOW < height < 0


#: Print whose digits are in doubt: raised, lowered, struck out, deleted, moved away, or in a size,
#: a width or a line in which nobody may read them. Each by the numbers that make it so.
_ODD: dict[bytes, Callable[[int], bool]] = {
    b"super": bool, b"sub": bool, b"up": bool, b"dn": bool,
    b"twoinone": bool, b"strike": bool, b"striked": bool, b"deleted": bool, b"mvf": bool,
    b"fs": lambda size: size < _TINY,
    b"charscalex": lambda width: width < _NARROW,
    b"expndtw": lambda distance: distance < _CLOSE,
    b"sl": is_low,
}  # fmt: skip
#: Settings of a paragraph, which end with it.
_OF_PARAGRAPHS = frozenset({b"sl", b"cbpat"})
#: Words for the colour that is right behind letters.
_GROUNDS = frozenset({b"chcbpat", b"cb", b"highlight"})
#: Words that set how what follows is read.
_SETTINGS = frozenset(
    {b"uc", b"v", b"plain", b"f", b"nosupersub", b"pard", b"cf", b"cbpat", *_ODD, *_GROUNDS}
)
#: Where the text of a shape begins; a shape that covers an area (a box, an ellipse); that is not
#: filled.
_BOXED = re.compile(rb"\\(?:shptxt|dptxbxtext)\b")
_AREA = re.compile(rb"shapeType\}\s*\{\\sv (?:[1-9]|202)\}|\\dprect|\\dpellipse")
_UNFILLED = b"fFilled}{\\sv 0}"
#: More groups in one another are an attack.
MAX_DEPTH = 500


@dataclass(frozen=True)
class _State:
    """What holds in a group: whether it is shown, and how its bytes become characters.

    `odd`: what makes its digits no part of a number, or none that everybody sees; `pictures`:
    whether its letters are pictures; `ink`, `ground`, `paper`: the numbers of colours, of letters,
    behind them, and behind their paragraph; `whole`, `start`: the group that is looked at as a
    whole, and where it begins.
    """

    apart: bool = False
    hidden: bool = False
    odd: frozenset[bytes] = frozenset()
    codec: str = ""
    pictures: bool = False
    skip: int = 1
    ink: int = 0
    ground: int = 0
    paper: int = 0
    whole: bytes = b""
    start: int = 0


@dataclass(frozen=True)
class Said:
    """A piece of text that is shown; `odd`: whether nobody can be sure of its digits.

    `ink`, `ground`: the colours of letters and of what is right behind them; None: of its cell.
    """

    text: str
    odd: bool = False
    ink: Colour = BLACK
    ground: Colour | None = None


@dataclass(frozen=True)
class Word:
    """A control word that is no character, with its number."""

    name: str
    number: int | None


Told = Said | Word
#: Said of something that is shown and no text, and of something that may lie over any table.
SHOWN = Said("", odd=True)
FLOATS = Word("floats", None)


def told(data: bytes) -> Iterator[Told]:
    """Texts and words in order; what is hidden, or stands in a group of its own, is left out.

    Raises ValueError where groups stand too deep in one another, UnreadableReport where there are
    too many.
    """
    check_limit("words", data.count(b"\\") + data.count(b"{"))
    reader = _Reader(data)
    place = 0
    while token := _TOKEN.search(data, place):
        place = token.end()
        raw = reader.raw(token)
        if raw is not None:
            reader.pending += raw
            continue
        yield from reader.flush()
        yield from reader.follow(token)
        if token["word"] == b"bin":
            place += max(int(token["number"] or 0), 0)
    yield from reader.flush()


class _Reader:
    """What holds at a place of the file; `pending`: bytes whose characters are not known yet."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.fonts = _fonts(data)
        self.colours = colours_of(data)
        self.default = _default_codec(data)
        self.state = _State(codec=self.default)
        self.outer: list[_State] = []
        self.pending = bytearray()
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
            yield self._say(_decoded(bytes(self.pending), self.state.codec, self.default))
        self.pending.clear()

    def _say(self, text: str) -> Said:
        state = self.state
        has_digits = any(map(str.isdigit, text))
        odd = has_digits and bool(state.odd or state.pictures)
        ground = self._colour(state.ground) or self._colour(state.paper)
        turned = TURNING.search(text) is not None
        return Said(text, odd or turned, self._colour(state.ink) or BLACK, ground)

    def _colour(self, number: int) -> Colour | None:
        return self.colours[number] if 0 < number < len(self.colours) else None

    def follow(self, token: re.Match[bytes]) -> Iterator[Told]:
        """What a brace, a symbol or a word does or says."""
        if token["brace"]:
            yield from self._turn(token)
        elif token["symbol"]:
            self.star = token["symbol"] == b"*"
            if token["symbol"] in _SYMBOLS and self._is_shown:
                yield Said(_SYMBOLS[token["symbol"]])
        elif token["word"]:
            number = int(token["number"]) if token["number"] else None
            yield from self._obey(token["word"], number, token.start())

    def _turn(self, token: re.Match[bytes]) -> Iterator[Told]:
        self.star = False
        if token["brace"] == b"{":
            self.outer.append(self.state)
        elif self.outer:
            ended, self.state = self.state, self.outer.pop()
            if ended.whole and not self.state.whole:
                yield from _whole(ended.whole, self.data[ended.start : token.start()])
        if len(self.outer) > MAX_DEPTH:
            raise ValueError("groups stand too deep in one another")

    def _obey(self, name: bytes, number: int | None, place: int) -> Iterator[Told]:
        star, self.star = self.star, False
        if name in _WHOLE and self._is_shown:
            self.state = replace(self.state, apart=True, whole=name, start=place)
        elif (star and name not in _FOLLOWED) or name in _APART:
            if name in _SHOWS and self._is_shown:
                yield SHOWN
            self.state = replace(self.state, apart=True)
        else:
            yield from self._tell(name, number)

    def _tell(self, name: bytes, number: int | None) -> Iterator[Told]:
        """A word that stands for a character, or sets something."""
        if name == b"u":
            self.skip = self.state.skip
        character = chr((number or 0) % 65536) if name == b"u" else _CHARACTERS.get(name)
        if character:
            if self._is_shown:
                yield self._say(character)
        elif not self.state.apart:
            if name in _SETTINGS:
                self.state = self._set(name, number)
            yield Word(name.decode(), number)

    def _set(self, name: bytes, number: int | None) -> _State:
        """The state after a word that says how what follows is read."""
        state = self.state
        if name in _GROUNDS:
            return replace(state, ground=number or 0)
        if name in _ODD:
            odd = state.odd - {name}
            is_odd = _ODD[name](1 if number is None else number)
            return replace(state, odd=odd | {name} if is_odd else odd)
        if name == b"f":
            codec = self.fonts.get(number or 0, self.default)
            return replace(state, codec=codec or self.default, pictures=not codec)
        return self._reset(name, number)

    def _reset(self, name: bytes, number: int | None) -> _State:
        state = self.state
        if name == b"pard":
            return replace(state, odd=state.odd - _OF_PARAGRAPHS, paper=0)
        if name == b"plain":
            odd = state.odd & _OF_PARAGRAPHS
            return replace(state, hidden=False, odd=odd, ink=0, ground=0, pictures=False)
        if name == b"nosupersub":
            return replace(state, odd=state.odd - {b"super", b"sub"})
        return replace(state, **_numbered(name, number))

    @property
    def _is_shown(self) -> bool:
        return not self.state.apart and not self.state.hidden


def _numbered(name: bytes, number: int | None) -> dict[str, Any]:
    """What a word with a number sets."""
    settings = {b"uc": {"skip": number or 0}, b"cf": {"ink": number or 0}}
    settings |= {b"cbpat": {"paper": number or 0}, b"v": {"hidden": number != 0}}
    return settings[name]


def _decoded(raw: bytes, codec: str, default: str) -> str:
    """Bytes as characters; Chinese in a font for Latin letters is what the file is written in."""
    codec = codec or default
    if codec == _LATIN != default and max(raw) > 127:
        try:
            return raw.decode(default)
        except UnicodeDecodeError:
            pass
    return raw.decode(codec, "replace")


def _whole(name: bytes, group: bytes) -> Iterator[Told]:
    """What is said of a field by what it asks for, and of a shape by what it is."""
    words = _plain(group).split() if name == b"fldinst" else []
    if name != b"fldinst" or (words and words[0].upper() in _ODD_FIELDS):
        yield SHOWN
    if name != b"fldinst" and _hides(group):
        yield FLOATS


def _hides(group: bytes) -> bool:
    """Whether a shape holds a number and nothing else, or is filled and holds nothing.

    Boxes of words, seals and lines do no harm.
    """
    begins = _BOXED.search(group)
    boxed = _plain(group[begins.end() :]) if begins else ""
    if boxed:
        return any(map(str.isdigit, boxed)) and not any(map(str.isalpha, boxed))
    return _AREA.search(group) is not None and _UNFILLED not in group


def _plain(group: bytes) -> str:
    """The text of a group, letters of other scripts as one letter."""
    text = re.sub(rb"\\u-?\d+ ?\??|\\'[0-9a-fA-F]{2}", b"a", group)
    return re.sub(rb"\\[a-zA-Z]+-?\d* ?|[\\{}*\r\n]", b"", text).decode("latin-1").strip()


def _fonts(data: bytes) -> dict[int, str]:
    """How the bytes of each font become characters; "" where its letters are pictures."""
    fonts = {}
    for found in re.finditer(rb"\\f(\d+)[^{}]*?\\fcharset(\d+)", data):
        codec = _CHARSETS.get(int(found[2]))
        if codec is not None:
            fonts[int(found[1])] = codec
    return fonts


def colours_of(data: bytes) -> list[Colour | None]:
    """The colours by their numbers; None for the one that a program chooses."""
    table = re.search(rb"\\colortbl([^{}]*)\}", data)
    colours: list[Colour | None] = []
    for colour in table[1].split(b";") if table else ():
        parts = list(map(int, re.findall(rb"\\(?:red|green|blue)(\d+)", colour)))
        colours.append((parts[0], parts[1], parts[2]) if len(parts) == 3 else None)
    return colours


def _default_codec(data: bytes) -> str:
    """The encoding of the whole file; of Chinese, and where it is unknown, GBK."""
    page = re.search(rb"\\ansicpg(\d+)", data[:2000])
    number = int(page[1]) if page else 936
    codec = _CODE_PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(codec).name
    except LookupError:
        return _GBK
