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
#: What a label of a form loses for each variant that stands before it.
VARIANT = 0.001

_NUMBERING = re.compile(
    r"(?:其中[:,]?)?"
    r"(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.,]|\d{1,2}[、.,)]+|\d(?=[^\W\d_年]))?"
    r"(?:其中[:,]?)?"
)
#: Words that turn a label into another one: two labels are alike only where they hold the same kinds of them.
_TURNS = {
    kind: re.compile(words)
    for kind, words in {
        "last year": "上年|上一年|去年|往年",
        "next year": "下年|下一年|次年",
        "sum over years": "累计|历年",
        "denial": "[不未非无没]",
        "change": "增|减|同比",
    }.items()
}
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOTE = re.compile(r"\([^()]*(?:\)|$)")
_UNIT_NOTE = re.compile(r"\((?:单位:?)?(?:百万|千万|千|万|亿)?(?:人民币)?(?:元|万|亿)?(?:人民币)?\)$")
_NOT_WORD = re.compile(r"[^\w{}]|_")


@lru_cache(maxsize=100_000)
def words(label: str) -> tuple[str, ...]:
    """The words of a label, and where it carries a note in brackets, its words without the note.

    Numbering (一、（一）1. ①), 其中 and units (单位：万元) go, since agencies set them as they like; a year becomes
    `{year}`.
    """
    text = _YEAR.sub("{year}", _UNIT_NOTE.sub("", compact(label)))
    text = text[_NUMBERING.match(text).end() :] if _NUMBERING.match(text) else text  # type: ignore[union-attr]
    whole, bare = _NOT_WORD.sub("", text), _NOT_WORD.sub("", _NOTE.sub("", text))
    return (whole, bare) if bare and bare != whole else (whole,)


@lru_cache(maxsize=500_000)
def likeness(printed: str, label: str) -> float:
    """0 (nothing in common) to 1 (the same words).

    A note in brackets may be cut or missing, but not another one. Labels of which one speaks of last year, of the next,
    of a sum over years, of a change, or denies what the other one says, have nothing in common.
    """
    if turns(printed) != turns(label):
        return 0.0
    (whole, *bare), (other, *other_bare) = words(printed), words(label)
    pairs = [(whole, other), *((text, other) for text in bare), *((whole, text) for text in other_bare)]
    if bare and other_bare and (_note(printed) in _note(label) or _note(label) in _note(printed)):
        pairs.append((bare[0], other_bare[0]))
    return max(fuzz.ratio(one, another) for one, another in pairs) / 100


@lru_cache(maxsize=100_000)
def turns(label: str) -> frozenset[str]:
    """What a label speaks of that another label must speak of, too: see `_TURNS`."""
    text = words(label)[-1]
    return frozenset(kind for kind, turn in _TURNS.items() if turn.search(text))


def compares(label: str) -> bool:
    """Whether a label speaks of the year before, or of what changed since."""
    return not turns(label).isdisjoint({"last year", "change"})


def year_of(label: str) -> str:
    """The year that a label is: 2018年, 2018年度; empty where it says anything else."""
    return _YEAR.findall(label)[0] if words(label)[0] in ("{year}年", "{year}年度") else ""


def _note(label: str) -> str:
    """The words of the last note in brackets."""
    return _NOT_WORD.sub("", _NOTE.findall(compact(label))[-1])


@lru_cache(maxsize=500_000)
def best(printed: str, labels: tuple[str, ...]) -> float:
    """The likeness to the most alike of several labels, the standard one first; 0 where nothing is printed."""
    if not any(words(printed)):
        return 0.0
    # A variant counts a trifle less, so that 总计 is the total where 合计 is printed beside it.
    return max((likeness(printed, label) - VARIANT * rank for rank, label in enumerate(labels)), default=0.0)
