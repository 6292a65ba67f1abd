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
    """0 (nothing in common) to 1 (the same words); a note in brackets may be cut or missing, but not another one."""
    (whole, *bare), (other, *other_bare) = words(printed), words(label)
    pairs = [(whole, other), *((text, other) for text in bare), *((whole, text) for text in other_bare)]
    if bare and other_bare and (_note(printed) in _note(label) or _note(label) in _note(printed)):
        pairs.append((bare[0], other_bare[0]))
    return max(fuzz.ratio(one, another) for one, another in pairs) / 100


def _note(label: str) -> str:
    """The words of the last note in brackets."""
    return _NOT_WORD.sub("", _NOTE.findall(compact(label))[-1])


def best(printed: str, labels: tuple[str, ...]) -> float:
    """The likeness to the most alike of several labels; 0 where nothing is printed."""
    return max((likeness(printed, label) for label in labels), default=0.0) if any(words(printed)) else 0.0
