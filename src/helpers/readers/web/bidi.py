"""The order in which a browser shows characters, where marks or styles turn their direction."""

from __future__ import annotations

import re
import unicodedata

from helpers.readers.flow import BREAK, TURNING

#: What opens a piece that is written in a direction of its own, and what closes it.
RLO, LRO, RLE, PDF = "\u202e", "\u202d", "\u202b", "\u202c"
_OPEN = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_CLOSE = "\u202c\u2069"
#: The marks, and the letters that are written from the right.
_TURNED = re.compile(
    f"[{_OPEN}{_CLOSE}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]"
)
_LEFTWARD = frozenset({"\u202b", "\u202e", "\u2067"})
_RIGHT_TO_LEFT = frozenset({"\u202b", "\u2067"})
_NUMBER = re.compile(r"\s*\d[\d.,]*\s*")
#: Marks within marks are read no deeper than this.
_DEEPEST = 20


def as_shown(text: str, *, rtl: bool = False) -> tuple[str, bool]:
    """A text in the order in which it is seen, without its marks, and whether that is certain.

    `rtl`: whether its lines begin at the right.
    """
    certain = not _has_mixed_letters(text)
    if rtl:
        certain &= all(_is_fixed(line) for line in text.split(BREAK))
    if not TURNING.search(text):
        return text, certain
    shown, _, known = _unit(text, 0)
    return shown, certain and known


def _has_mixed_letters(text: str) -> bool:
    """Whether a text has letters that are written from the right, and digits."""
    if not is_turned(text) or not _has_digits(text):
        return False
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def _is_fixed(text: str) -> bool:
    """Whether a text shows its digits in the same order from the right: in one number, or none."""
    return _NUMBER.fullmatch(text) is not None or not _has_digits(text)


def is_turned(text: str) -> bool:
    """Whether anything in a text may be shown in another order than it is written."""
    return not text.isascii() and _TURNED.search(text) is not None


def _has_digits(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _unit(text: str, start: int, mark: str = "", depth: int = 0) -> tuple[str, int, bool]:
    """The characters up to the mark that closes them, as they are seen, and where they end.

    `mark`: the one that opened them; `depth`: how many are open. Also whether all is certain.
    """
    parts: list[str] = []
    place, certain = start, True
    while place < len(text):
        character = text[place]
        place += 1
        if character in _OPEN:
            if depth > _DEEPEST:
                return "".join(parts), len(text), False
            inner, place, known = _unit(text, place, character, depth + 1)
            parts.append(inner)
            certain &= known
            if character in _LEFTWARD:
                # Digits behind a piece that runs to the left are drawn before it.
                rest_of_line = text[place:].split(BREAK, maxsplit=1)[0]
                certain &= not _has_digits(rest_of_line)
        elif character in _CLOSE:
            if depth:
                break
        else:
            parts.append(character)
    shown, known = _turned(parts, mark)
    return shown, place, certain and known


def _turned(parts: list[str], mark: str) -> tuple[str, bool]:
    """Pieces in the order in which a mark lets them be seen, and whether that is certain."""
    content = "".join(parts)
    if mark == RLO:
        return "".join(reversed(parts)), BREAK not in content
    if mark in _RIGHT_TO_LEFT:
        return content, _is_fixed(content)
    return content, True
