"""How alike two labels are, whatever numbering, punctuation and notes surround their words."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product, starmap

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Postfix

from helpers.match.meaning import A_WORD, TURNS, alters, says_else, spoken
from helpers.numbers import BARE_UNIT, UNIT
from helpers.text import plain

#: From here on a printed label proves the place. Misprints seen in reports (行政止公开 for
#: 行政法规禁止公开) stay above it, while the most alike labels of different places (予以公开,
#: 不予公开) stay below.
ALIKE = 0.8
#: A label this alike is accepted only between neighbours that are bound on both sides, with nothing
#: left over.
PLAUSIBLE = 0.4
#: A shorter label is found in many texts that have nothing to do with it.
A_LABEL = 3
#: No label is so long; what stands behind so many characters of a text makes it none.
LONGEST = 2000
#: What a label of a form loses for each variant that stands before it.
VARIANT = 0.001

_NUMBERING = re.compile(
    r"(?:其中[:,]?)?"
    r"(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.,]|\d{1,2}[、.,)]+|\d(?=[^\W\d_年]))?"
    r"(?:其中[:,]?)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOVED = {"last year": -1, "next year": 1}
_PERCENT = re.compile("[%‰]")
_NOTE = re.compile(r"\([^()]*(?:\)|$)")
_BRACKETS = str.maketrans("[]【】〔〕〖〗", "()()()()")
_CLAUSE = re.compile("[,、;:.]")
#: What a note may say that changes nothing: the unit (which is read as such), the year, the mark of
#: a footnote.
_NO_WORDS = (
    rf"(?:(?:金额)?单位|[:为,、/以计]|{UNIT}|人民币|数量?|本年度?|当年|{{year}}(?:年度?)?"
    r"|保留.位小数|注\d?|\d)+"
)
_EMPTY_NOTE = re.compile(
    rf"(?<=.)\((?!\d+\)[^)]){_NO_WORDS}(?:\)|$)|(?:单位[:为]?{UNIT}|{BARE_UNIT})(?=\W*$)"
)
#: A whole label, number and all, that is printed twice in its cell.
_PRINTED_TWICE = re.compile(r"^(.{3,}?)\1+$")
_NOT_WORD = re.compile(r"[^\w{}]|_")


@lru_cache(maxsize=100_000)
def words(label: str) -> tuple[str, ...]:
    """The words of a label, and where it carries a note in brackets, its words without the note.

    Numbering (一、（一）1. ①), 其中 and notes that say nothing (单位：万元, 本年) go, since
    agencies set them as they like; a year becomes `{year}`, and a sign of a share a word.
    """
    text = _PRINTED_TWICE.sub(r"\1", _said(label[:LONGEST]))
    numbering = _NUMBERING.match(text)
    if numbering:
        text = text[numbering.end() :]
    whole = _NOT_WORD.sub("", text)
    bare = _NOT_WORD.sub("", _NOTE.sub("", text))
    if not bare or bare == whole:
        return (whole,)
    return (whole, bare)


def _said(label: str) -> str:
    text = _PERCENT.sub("率", plain(label).translate(_BRACKETS))
    text = _YEAR.sub("{year}", text)
    return _EMPTY_NOTE.sub("", text)


@lru_cache(maxsize=500_000)
def likeness(printed: str, label: str) -> float:
    """0 (nothing in common) to 1 (the same words).

    A note in brackets may be cut or missing, but not another one. Labels have nothing in common
    where what differs can change what they mean.
    """
    return max(starmap(_likeness, _pairs(printed, label)))


def _likeness(printed: str, label: str) -> float:
    said, demanded = spoken(printed), spoken(label)
    if _turns(said) != _turns(demanded):
        return 0.0
    percent = fuzz.ratio(printed, label)
    if said != printed:
        # Both ways, since 政府公公开 is 政府公报公开, and not 政府公开.
        percent = max(percent, fuzz.ratio(said, demanded))
    alike = percent / 100
    if alike < PLAUSIBLE and _abbreviates(printed, label):
        alike = PLAUSIBLE
    if alike >= PLAUSIBLE and alters(said, demanded, misprints=alike >= ALIKE):
        return 0.0
    return alike


def _abbreviates(printed: str, label: str) -> bool:
    """Whether all characters printed stand in a label in this order, however many are left out."""
    return len(printed) > A_LABEL and LCSseq.similarity(printed, label) == len(printed)


def _pairs(printed: str, label: str) -> list[tuple[str, str]]:
    """The words to compare: those of whole labels, and those without notes.

    The form's note is left out if it is not printed, or not in full.
    """
    whole, *bare = words(printed)
    demanded, *demanded_bare = words(label)
    pairs = [(whole, text) for text in (demanded, *demanded_bare)]
    if bare and demanded_bare and _is_cut(printed, label):
        pairs.append((bare[0], demanded_bare[0]))
    return pairs


@lru_cache(maxsize=100_000)
def _spoken(label: str) -> tuple[str, ...]:
    return tuple(map(spoken, words(label)))


def _is_cut(printed: str, label: str) -> bool:
    """Whether the note of a printed label begins one of the clauses in that of the form's label."""
    begun = _NOT_WORD.sub("", _last_note(printed))
    clauses = [_NOT_WORD.sub("", clause) for clause in _CLAUSE.split(_last_note(label))]
    rests = ["".join(clauses[start:]) for start in range(len(clauses))]
    return any(rest.startswith(begun) for rest in rests)


def _last_note(label: str) -> str:
    notes: list[str] = _NOTE.findall(_said(label))
    return notes[-1]


@lru_cache(maxsize=500_000)
def resembles(printed: str, labels: tuple[str, ...]) -> bool:
    """Whether a text could be one of these labels, even with words that change what it means."""
    said = [text for text in _spoken(printed) if text]
    demanded = [text for label in labels for text in _spoken(label)]
    return any(starmap(_resembles, product(said, demanded)))


def _resembles(said: str, demanded: str) -> bool:
    if fuzz.ratio(said, demanded) >= ALIKE * 100:
        return True
    return len(demanded) >= A_LABEL and demanded in said


def is_rest_of(text: str, label: str) -> bool:
    """Whether a text is what is left of a cut label: its beginning, or its second half at least.

    One character is too little to tell.
    """
    said, demanded = _spoken(text)[0], _spoken(label)[0]
    if len(said) < A_WORD:
        return False
    behind_half = len(said) * 2 >= len(demanded) and demanded.endswith(said)
    return behind_half or demanded.startswith(said)


def ends_alike(label: str, other: str) -> bool:
    """Whether two labels say the same but for how they begin: what they share is most of both."""
    shared = Postfix.similarity(label, other)
    return shared >= A_LABEL and shared * 2 > max(len(label), len(other))


def holds(text: str, label: str) -> bool:
    """Whether a text holds a label of the form, misprints apart."""
    said, demanded = words(text)[0], words(label)[0]
    return len(said) >= len(demanded) and fuzz.partial_ratio(said, demanded) >= ALIKE * 100


def behind(text: str, label: str) -> str:
    """What a text that holds a label says behind it."""
    said, demanded = words(text)[0], words(label)[0]
    found = fuzz.partial_ratio_alignment(demanded, said)
    if found:
        return said[found.dest_end :]
    return ""


@lru_cache(maxsize=100_000)
def contradicts(text: str, labels: tuple[str, ...]) -> bool:
    """Whether a text over or beside a label says something else than the form's labels there."""
    if best(text, labels) >= ALIKE:
        return False
    demanded = [_spoken(label)[0] for label in labels]
    return says_else(_spoken(text)[0], demanded)


@lru_cache(maxsize=100_000)
def turns(label: str) -> frozenset[str]:
    """What a label speaks of that another one must speak of, too: see `TURNS`."""
    return _turns(_spoken(label)[-1])


@lru_cache(maxsize=100_000)
def _turns(text: str) -> frozenset[str]:
    return frozenset(kind for kind, turn in TURNS.items() if turn.search(text))


@lru_cache(maxsize=100_000)
def is_of_which(label: str) -> bool:
    """Whether a label begins with 其中: it counts a part of what is counted above it."""
    numbering = _NUMBERING.match(plain(label))
    return numbering is not None and "其中" in numbering[0]


@lru_cache(maxsize=100_000)
def is_plain(label: str) -> bool:
    """Whether a label names no year, and no part."""
    return not _YEAR.search(plain(label)) and not is_of_which(label)


def names_another_year(label: str, year: int | None) -> bool:
    """Whether a label names a year that is not that of the report.

    In 上年项目数量（2018年） it may be the one before. Where nobody knows the year of the report,
    any year may be another one.
    """
    named = set(map(int, _YEAR.findall(plain(label))))
    if not year:
        return bool(named)
    turned = turns(label)
    expected = {year}
    for kind, years in _MOVED.items():
        if kind in turned:
            expected.add(year + years)
    return not named <= expected


def compares(label: str) -> bool:
    """Whether a label speaks of the year before, or of what changed since."""
    return not turns(label).isdisjoint({"last year", "change"})


def year_of(label: str) -> str:
    """The year that a label is: 2018年, 2018年度; empty where it says anything else."""
    years: list[str] = _YEAR.findall(plain(label))
    if words(label)[0] not in ("{year}年", "{year}年度"):
        return ""
    return years[0]


@lru_cache(maxsize=100_000)
def is_note(label: str) -> bool:
    """Whether a label is a note in brackets and nothing else; its number is none."""
    text = plain(label)
    return _NOTE.fullmatch(text) is not None and not _NUMBERING.fullmatch(text)


@lru_cache(maxsize=500_000)
def best(printed: str, labels: tuple[str, ...]) -> float:
    """The likeness to the most alike of several labels, the standard one first.

    It is 0 where nothing is printed.
    """
    if not any(words(printed)):
        return 0.0
    # A variant counts a trifle less, so that 总计 is the total where 合计 is printed beside it.
    scores = [likeness(printed, label) - VARIANT * rank for rank, label in enumerate(labels)]
    return max(scores, default=0.0)
