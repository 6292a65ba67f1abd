"""Printed text of a cell → its value, its unit, and whether the digits can be meant otherwise."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from helpers.text import canonical, plain, simplified

#: No report counts as much as this, in things or in yuan; sums of many such numbers have room in
#: the columns of a database.
LARGEST = 10**13

#: What agencies print for "nothing": an empty cell, dashes, slashes, words.
_NOTHING = (
    "(?:本年度?|今年)?暂?(?:无|没有)(?:此项?|该项|此类|这类|相关)?"
    "(?:收费|业务)?(?:事项|业务|内容|情况|工作|数据|信息|收费|项目)?"
    "|(?:本年度?|今年)?暂?(?:未|不)(?:适用|涉及|开展|发生|产生|收取|收费|统计)(?:此项|收费|费用|业务)?"
    "|免收(?:费用?)?|不存在|N/?A"
)
_BLANK = re.compile(rf"[-‐‑‒–—―⸺⸻−─一ー_/\\|·.…]*|\(?(?:{_NOTHING})\)?", re.IGNORECASE)
#: The full stop, and the mark of a footnote, which is no digit of the number.
_END_MARKS = re.compile(r"(?:[*※。、]|\(?注\d{0,2}\)?)+$")
#: 0 as a word, where nothing but a unit stands behind it; and 共 before a number.
_ZERO = re.compile("^[零〇](?=\\D*$)")
_IN_ALL = re.compile(r"^共计?(?=\d)")
_MINUS = str.maketrans("‐‑‒–—−", "------")
#: What stands between groups of three digits: thin spaces say so, others may part two numbers.
_THOUSANDS = re.compile(r"(?<=\d)[\u2006\u2008\u2009\u202f'’`´](?=\d{3}(?!\d))")
_GROUPED_BY_SPACES = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")
_FACTORS = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_FACTOR = "百万|千万|[百千万亿]"
_COUNTERS = "人次|件次|条次|项次|宗次|件|条|项|个|次|份|宗|例|人|篇|部|家|期|名|起"
#: A unit in brackets: of money, of things, or a factor alone; and one that needs none behind the
#: words of a heading.
UNIT = rf"(?:(?:{_FACTOR})?(?:元|圆|{_COUNTERS})|(?:{_FACTOR}))"
BARE_UNIT = rf"(?:(?:{_FACTOR})?元|(?:{_FACTOR})(?:{_COUNTERS}))"
_UNIT = rf"(?P<factor>{_FACTOR})?\s*(?P<noun>元人民币|元|圆|{_COUNTERS})?(?:人民币)?(?:整)?"
_GROUPED = r"\d{1,3}(?:,\d{3})+"
_NUMBER = re.compile(
    r"(?P<currency>人民币|[¥￥])?\s*(?P<sign>[+-]?)\s*"
    rf"(?P<digits>{_GROUPED}|\d[\d\s]*)(?P<fraction>\.\s*\d[\d\s]*)?\s*{_UNIT}\s*"
)
#: How a column of changes says that there are more or fewer than the year before, or as many.
_UP = "增加|新增|增长|增多|上升|上涨|提高|[增升↑]"
_DOWN = "减少|下降|降低|下调|[减降↓]"
_MORE = rf"(?:{_UP})了?\+?|\+{{1,2}}"
_FEWER = rf"(?:{_DOWN})了?-?|-{{1,2}}"
_BEFORE = "上年度?|上一年度?|去年"
#: What a change is told of or against, which says nothing more: 较上年增5.
_AGAINST = re.compile(rf"^(?:本年度?|今年)?(?:同比|[较比与同](?:{_BEFORE})(?:同期)?(?:相比)?)?净?")
_WAY_SAID = rf"{_UP}|{_DOWN}"
#: The direction apart from its number or behind it: （减）4, 减：4, 减（4）, 4↓, 4（减）.
_WAY_APART = (
    (re.compile(rf"[(\[【]({_WAY_SAID}|[+-])[)\]】](\d.*)"), r"\1\2"),
    (re.compile(rf"({_WAY_SAID}):(\d.*)"), r"\1\2"),
    (re.compile(rf"({_WAY_SAID})\((\d+)\)"), r"\1\2"),
    (re.compile(rf"(\d[^()]*?)\(?({_WAY_SAID})\)?"), r"\2\1"),
)
_CHANGE = re.compile(rf"(?:(?P<more>{_MORE})|{_FEWER})\s*(?P<size>\d.*)", re.DOTALL)
_AS_MANY = re.compile(
    rf"[+增]?(?:加)?0[/、]?(?:减少?|-)?0|(?:[较比与同]?(?:{_BEFORE}))?(?:持平|相同)"
    r"|平|不变|不增不减|[无没未不](?:有|发生)?(?:变化?|变动|增减)"
)
#: More and fewer told apart, each with its direction: 增0减5, +5/-0, 5增/0减.
_BOTH = re.compile(
    rf"(?:(?:{_MORE})(\d+)|(\d+)(?:{_UP}))[项件个]?[/、,]?"
    rf"(?:(?:{_FEWER})(\d+)|(\d+)(?:{_DOWN}))[项件个]?"
)
_WAY = re.compile("[增减升降]")
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
    """One printed value.

    `value` None: printed blank. `unit`: `yuan`, `count`, or "" where none is printed.

    `sure` is False where white space or a line feed stands between two digits: a wrapped number and
    two numbers in one cell look alike then, so the value needs an identity to prove it. `grouped`:
    the white space is a single space before each group of three.
    """

    value: Decimal | None
    unit: str = ""
    factor: int = 1
    sure: bool = True
    grouped: bool = False


@lru_cache(maxsize=100_000)
def parse(text: str, *, signed: bool = False) -> Number | None:
    """Read the text of one cell; None where it is neither a number nor blank.

    `signed`: in a column of changes, where the sign may be a word: 增5项, 减38, --253.
    """
    # The mark of a footnote (5②, 5²), which the canonical form would make a digit of the number.
    if any(map(_is_mark, text)):
        return None
    text = _THOUSANDS.sub(",", text.strip())
    text = _END_MARKS.sub("", simplified(canonical(text)).strip())
    text = _BRACKETED_UNIT.sub(r"\1", text)
    if _BLANK.fullmatch("".join(text.split())):
        return Number(None)
    text = text.translate(_MINUS)
    number = _number(_ZERO.sub("0", _IN_ALL.sub("", text)))
    if number is None and signed:
        return _change(text)
    return number


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "No"


def _number(text: str) -> Number | None:
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    fraction = found["fraction"] or ""
    printed = found["digits"].strip() + fraction.strip()
    digits = "".join(printed.replace(",", "").split())
    factor = _FACTORS[found["factor"] or ""]
    value = Decimal(found["sign"] + digits) * factor
    unit = "yuan" if found["currency"] else _kind_of(found["noun"] or "")
    whole, *rest = printed.split(".")
    grouped = _GROUPED_BY_SPACES.fullmatch(whole) is not None and not re.search(
        r"\s", "".join(rest)
    )
    return Number(value, unit, factor, sure=not re.search(r"\s", printed), grouped=grouped)


def _change(text: str) -> Number | None:
    """What changed since the year before, where a word or a doubled sign says which way."""
    text = _AGAINST.sub("", text)
    said = "".join(text.split())
    if _AS_MANY.fullmatch(said):
        return Number(Decimal(0))
    both = _BOTH.fullmatch(said)
    if both:
        return _net(*(Decimal(size) for size in both.groups() if size))
    for apart, together in _WAY_APART:
        if apart.fullmatch(said):
            text = apart.sub(together, said)
    found = _CHANGE.fullmatch(text)
    number = _number(found["size"]) if found else None
    if not found or not number or number.value is None:
        return None
    return number if found["more"] else replace(number, value=0 - number.value)


def _net(more: Decimal, fewer: Decimal) -> Number | None:
    """What more and fewer come to, where one of them is 0; else it may be meant otherwise."""
    return None if more and fewer else Number(more - fewer)


def why_no_number(text: str) -> str:
    """The message (of messages.yaml) that says why the text of a cell gives no value."""
    said = plain(text)
    if re.search("[%‰]", said):
        return "is_share"
    if re.fullmatch(r"[\d.]+[/、;,:][\d.]+", said):
        return "is_two"
    if not re.search(r"\d", said) and _WAY.search(said):
        return "is_way"
    if parse(text, signed=True):
        return "is_change"
    if re.search(r"\d", text) and any(map(_is_mark, text)):
        return "is_footnote"
    return "is_no_number"


def _kind_of(noun: str) -> str:
    """What the noun of a unit counts: `yuan`, `count`, or "" where there is no noun."""
    if noun[:1] in ("元", "圆"):
        return "yuan"
    return "count" if noun else ""


def is_value(text: str) -> bool:
    """Whether a cell's text is a number, a change or a mark for nothing, and not a label."""
    return parse(text, signed=True) is not None


@lru_cache(maxsize=100_000)
def is_unit(text: str) -> bool:
    """Whether a cell holds a unit and nothing else, as in the unit column of the annexes."""
    return re.fullmatch(rf"(?:{_FACTOR})?(?:元|圆|{_COUNTERS})", plain(text)) is not None


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit.

    `noun`: `yuan`, `count`, `share` (a percentage), or "" where a factor stands alone.
    """

    noun: str
    factor: int = 1


@lru_cache(maxsize=100_000)
def unit_of(text: str) -> Unit | None:
    """The unit that a text is, and nothing else: 万件, 元, %."""
    text = plain(text)
    if text in ("%", "‰"):
        return Unit("share")
    found = _ANY_UNIT.fullmatch(text)
    if not text or not found:
        return None
    factor = _FACTORS[found["factor"] or ""]
    return Unit(_kind_of(found["noun"] or ""), factor)


@lru_cache(maxsize=100_000)
def noted_units(text: str) -> tuple[Unit, ...]:
    """The units that a heading notes in brackets, behind 单位 or at its end.

    处理决定数量（单位：万件）: 万件.
    """
    pieces = [text]
    for found in _NOTED.finditer(plain(text)):
        note = found["units"] or found["bare"] or ""
        pieces += re.split("[,、/]", note)
    units = [unit_of(piece) for piece in pieces]
    return tuple(dict.fromkeys(unit for unit in units if unit))


def money_factor(text: str) -> int | None:
    """How many yuan the unit of money in a heading stands for (万元: 10000).

    None where it names none or several. In brackets, or behind 单位, 万 and 亿 alone mean money,
    too.
    """
    text = plain(text)
    found = [unit["factor"] for unit in _MONEY_UNIT.finditer(text)]
    if not found:
        found = _SHORT_UNIT.findall(text)
    factors = {_FACTORS[factor or ""] for factor in found}
    return factors.pop() if len(factors) == 1 else None


def declared_factor(text: str) -> int | None:
    """The same for running text above a table.

    There the last declaration (单位：件、万元) counts and nothing else.
    """
    declared = _DECLARATION.findall(plain(text))
    return money_factor(declared[-1]) if declared else None


@lru_cache(maxsize=1_000)
def declared_units(text: str) -> tuple[Unit, ...]:
    """The units that running text above a table declares, line by line."""
    units: list[Unit] = []
    for line in text.splitlines():
        for declaration in _DECLARATION.findall(plain(line)):
            units += noted_units(declaration)
    return tuple(units)
