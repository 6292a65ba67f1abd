"""Printed text of a cell → its value, its unit, and whether the digits can be meant otherwise."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from helpers.text import canonical, compact

#: What agencies print for "nothing": an empty cell, dashes, slashes, words.
_BLANK = re.compile(r"[-‐‑‒–—―⸺⸻−─一ー_/\\|·.…]*|[暂]?无|没有|不适用|不涉及|N/?A", re.IGNORECASE)
_END_MARKS = re.compile(r"[*。、]+$")
_MINUS = str.maketrans("‐‑‒–—−", "------")
_FACTORS = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_FACTOR = "百万|千万|[百千万亿]"
_COUNTERS = "人次|件次|条次|件|条|项|个|次|份|宗|例|人|篇|部|家|期|名|起"
#: A unit in brackets: of money, of things, or a factor alone; and one that needs none behind the
#: words of a heading.
UNIT = rf"(?:(?:{_FACTOR})?(?:元|圆|{_COUNTERS})|(?:{_FACTOR}))"
BARE_UNIT = rf"(?:(?:{_FACTOR})?元|(?:{_FACTOR})(?:{_COUNTERS}))"
_UNIT = rf"(?P<factor>{_FACTOR})?(?P<noun>元人民币|元|圆|{_COUNTERS})?(?:人民币)?(?:整)?"
_GROUPED = r"\d{1,3}(?:,\d{3})+"
_NUMBER = re.compile(
    rf"(?P<currency>人民币|[¥￥])?\s*(?P<sign>[+-]?)\s*(?P<digits>{_GROUPED}|\d[\d\s]*)(?P<fraction>\.\s*\d[\d\s]*)?\s*{_UNIT}\s*"
)
_BRACKETED_UNIT = re.compile(r"\(([^\d()]+)\)$")
_MONEY_UNIT = re.compile(r"(?P<factor>百万|千万|千|万|亿)?(?:人民币)?元")
_SHORT_UNIT = re.compile(r"(?:单位:?|\()(百万|千万|千|万|亿)(?:人民币)?(?=\)|$)")
_DECLARATION = re.compile(r"单位(?:[:为]|(?=[百千]?[万亿]?元))(?:(?!单位)[^。;)]){1,20}")
_NOTED = re.compile(
    rf"(?:\((?:单位[:为]?)?|单位[:为]?)(?P<units>[^()]*)(?:\)|$)|(?P<bare>{BARE_UNIT})$"
)
_ANY_UNIT = re.compile(rf"(?P<factor>{_FACTOR})?(?P<noun>元|圆|{_COUNTERS})?(?:人民币)?")


@dataclass(frozen=True, slots=True)
class Number:
    """One printed value. `value` None: printed blank. `unit`: `yuan`, `count`, or "" where none is printed.

    `sure` is False where white space or a line feed stands between two digits: a wrapped number and
    two numbers in one cell look alike then, so the value needs an identity to prove it.
    """

    value: Decimal | None
    unit: str = ""
    factor: int = 1
    sure: bool = True


@lru_cache(maxsize=100_000)
def parse(text: str) -> Number | None:
    """Read the text of one cell; None where it is neither a number nor blank."""
    if any(unicodedata.category(character) == "No" for character in text):
        return None  # the mark of a footnote (5②, 5²), which the canonical form would make a digit of the number
    text = _BRACKETED_UNIT.sub(r"\1", _END_MARKS.sub("", canonical(text).strip()))
    if _BLANK.fullmatch("".join(text.split())):
        return Number(None)
    found = _NUMBER.fullmatch("0" if text == "零" else text.translate(_MINUS))
    if not found:
        return None
    digits, fraction = found["digits"].strip(), (found["fraction"] or "").strip()
    printed = "".join((digits + fraction).replace(",", "").split())
    factor = _FACTORS[found["factor"] or ""]
    value = Decimal(found["sign"] + printed) * factor
    noun = found["noun"] or ""
    unit = "yuan" if found["currency"] or noun[:1] in ("元", "圆") else "count" if noun else ""
    return Number(value, unit, factor, sure=not re.search(r"\s", digits + fraction))


def is_value(text: str) -> bool:
    """Whether a cell's text is a number or a mark for nothing, and not a label."""
    return parse(text) is not None


@lru_cache(maxsize=100_000)
def is_unit(text: str) -> bool:
    """Whether a cell holds a unit and nothing else, as in the unit column of the annexes."""
    return re.fullmatch(rf"(?:{_FACTOR})?(?:元|圆|{_COUNTERS})", compact(text)) is not None


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit. `noun`: `yuan`, `count`, `share` (a percentage), or "" where a factor stands alone."""

    noun: str
    factor: int = 1


@lru_cache(maxsize=100_000)
def unit_of(text: str) -> Unit | None:
    """The unit that a text is, and nothing else: 万件, 元, %."""
    text = compact(text)
    if text in ("%", "‰"):
        return Unit("share")
    found = _ANY_UNIT.fullmatch(text)
    if not text or not found:
        return None
    noun = found["noun"] or ""
    return Unit(
        "yuan" if noun in ("元", "圆") else "count" if noun else "", _FACTORS[found["factor"] or ""]
    )


@lru_cache(maxsize=100_000)
def noted_units(text: str) -> tuple[Unit, ...]:
    """The units that a heading notes in brackets, behind 单位 or at its end: 处理决定数量（单位：万件）."""
    notes = [each["units"] or each["bare"] for each in _NOTED.finditer(compact(text))]
    pieces = [text, *(piece for note in notes if note for piece in re.split("[,、/]", note))]
    return tuple(dict.fromkeys(unit for piece in pieces if (unit := unit_of(piece))))


def money_factor(text: str) -> int | None:
    """How many yuan the unit of money in a heading stands for (万元: 10000); None where it names none or several.

    In brackets, or behind 单位, 万 and 亿 alone mean money, too.
    """
    text = compact(text)
    found = [each["factor"] for each in _MONEY_UNIT.finditer(text)] or _SHORT_UNIT.findall(text)
    factors = {_FACTORS[factor or ""] for factor in found}
    return factors.pop() if len(factors) == 1 else None


def declared_factor(text: str) -> int | None:
    """The same for running text above a table, where the last declaration (单位：件、万元) counts and nothing else."""
    declared = _DECLARATION.findall(compact(text))
    return money_factor(declared[-1]) if declared else None


@lru_cache(maxsize=1_000)
def declared_units(text: str) -> tuple[Unit, ...]:
    """The units that running text above a table declares, line by line."""
    declared = [
        found for line in text.splitlines() for found in _DECLARATION.findall(compact(line))
    ]
    return tuple(unit for each in declared for unit in noted_units(each))
