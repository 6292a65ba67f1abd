"""How alike two labels are, whatever numbering, punctuation, notes and white space surround their words."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from helpers.text import compact

#: From here on a printed label proves the place. Misprints seen in reports (行政止公开 for 行政法规禁止公开) stay
#: above it, while the most alike labels of different places (予以公开, 不予公开) stay below.
ALIKE = 0.8
#: A label this alike is accepted only between neighbours that are bound on both sides, with nothing left over.
PLAUSIBLE = 0.4

_NUMBERING = re.compile(
    r"(?:其中[:,]?)?"
    r"(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.,]|\d{1,2}[、.,)]+|\d(?=[^\W\d_年]))?"
    r"(?:其中[:,]?)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOTE = re.compile(r"\([^()]*\)")
_NOT_WORD = re.compile(r"[^\w{}]|_")


@lru_cache(maxsize=100_000)
def words(label: str) -> tuple[str, ...]:
    """The words of a label, and where it carries a note in brackets, its words without the note.

    Numbering (一、（一）1. ①) and 其中 go, since agencies number as they like; a year becomes `{year}`.
    """
    text = _YEAR.sub("{year}", compact(label))
    text = text[_NUMBERING.match(text).end() :] if _NUMBERING.match(text) else text  # type: ignore[union-attr]
    whole, bare = _NOT_WORD.sub("", text), _NOT_WORD.sub("", _NOTE.sub("", text))
    return (whole, bare) if bare and bare != whole else (whole,)


@lru_cache(maxsize=500_000)
def likeness(printed: str, label: str) -> float:
    """0 (nothing in common) to 1 (the same words), over all ways to read the two labels."""
    return max(fuzz.ratio(one, other) for one in words(printed) for other in words(label)) / 100


def best(printed: str, labels: tuple[str, ...]) -> float:
    """The likeness to the most alike of several labels; 0 where nothing is printed."""
    return max((likeness(printed, label) for label in labels), default=0.0) if any(words(printed)) else 0.0
