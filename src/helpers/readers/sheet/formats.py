"""A stored value and its number format → the text that a person sees: 12.5 under 0.00 is 12.50."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from helpers.readers.grid import UNREAD

Value = bool | int | float | str | date | datetime | time | timedelta

#: A sign of a format: a literal, a condition or another setting in brackets, a date's part, ...
_SIGN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<space>_.)|(?P<fill>\*.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<power>[Ee][+-])|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[eE]+|[aA]{3,}|[gG]+|[bB]+)"
    r"|(?P<digit>[0#?])|(?P<sign>[.,%/@])|(?P<plain>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
#: Settings in brackets that change no sign: colours, places and their currencies.
_HARMLESS = re.compile(
    r"(?:Black|Red|Blue|Green|Magenta|Cyan|Color ?\d+|黑色|红色|蓝色)", re.IGNORECASE
)
_LOCALE = re.compile(r"\$(?P<currency>[^-]*)(?:-[0-9A-Fa-f,]+)?")
#: General shows so many signs, and no more digits of a whole number.
_GENERAL = 11
#: Parts of a date that are understood, by how they are printed.
_PARTS = {
    "yyyy": "{0.year:04}", "yy": "{1:02}", "e": "{0.year}", "m": "{0.month}", "mm": "{0.month:02}",
    "d": "{0.day}", "dd": "{0.day:02}", "h": "{0.hour}", "hh": "{0.hour:02}",
    "s": "{0.second}", "ss": "{0.second:02}", "M": "{0.minute}", "MM": "{0.minute:02}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows; `seen` is None where the format is not understood in full."""

    text: str
    seen: str | None


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format: the kinds and texts of its signs, and when it counts."""

    signs: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    plain: bool

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.signs)

    @property
    def of_text(self) -> bool:
        return ("sign", "@") in self.signs


def show(value: Value, code: str) -> Shown:
    """Print a value in a number format of Excel."""
    sections = _sections(code)
    if isinstance(value, bool):
        return _sure("TRUE" if value else "FALSE")
    if isinstance(value, str):
        return _of_text(value, sections)
    if isinstance(value, int | float):
        return _of_number(Decimal(repr(value)), sections)
    return _of_date(value, sections[0])


def _sure(text: str) -> Shown:
    return Shown(text, text)


@cache
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    for sign in _SIGN.finditer(code):
        kind = sign.lastgroup or "plain"
        text = sign[kind]
        if (kind, text) == ("plain", ";"):
            parts.append([])
        else:
            parts[-1].append((kind, text))
    return tuple(map(_section, parts))


def _section(signs: list[tuple[str, str]]) -> _Section:
    kept: list[tuple[str, str]] = []
    condition = None
    is_plain = True
    for kind, text in signs:
        if kind in ("quoted", "escaped", "plain"):
            kept.append(("literal", text))
        elif kind == "space":
            kept.append(("literal", " "))
        elif kind != "bracket":
            is_plain = is_plain and (kind, text) != ("fill", text.rstrip())
            kept.append((kind, text))
        elif found := _CONDITION.fullmatch(text):
            condition = (found[1], Decimal(found[2]))
        elif found := _LOCALE.fullmatch(text):
            kept.append(("literal", found["currency"]))
        else:
            is_plain = is_plain and _HARMLESS.fullmatch(text) is not None
    return _Section(tuple(kept), condition, is_plain)


def _of_text(value: str, sections: tuple[_Section, ...]) -> Shown:
    """Text is shown as it is, but for a fourth section, or a last one that says how."""
    last = sections[-1]
    if len(sections) < 4 and not last.of_text:
        return _sure(value)
    text = "".join(value if kind == "sign" else literal for kind, literal in last.signs)
    return Shown(text, text if last.plain else None)


def _of_number(value: Decimal, sections: tuple[_Section, ...]) -> Shown:
    numeric = [section for section in sections[:3] if not section.of_text]
    if not numeric:  # text: a number in it is shown as it is
        return _general(value)
    if any(section.condition for section in numeric):
        return _conditional(value, numeric)
    if value < 0 and len(numeric) > 1:
        return _in_section(-value, numeric[1])
    if value == 0 and len(numeric) > 2:
        return _in_section(value, numeric[2])
    return _in_section(value, numeric[0])


def _conditional(value: Decimal, sections: list[_Section]) -> Shown:
    """The first section whose condition holds, else the first one without any."""
    for section in sections:
        if section.condition is None or _holds(value, *section.condition):
            shown = _in_section(value, section)
            # Programs differ on the sign of what a condition chose.
            return shown if value >= 0 else Shown(shown.text, None)
    return Shown(f"{value:f}", UNREAD)


def _holds(value: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": value < limit, "<=": value <= limit, ">": value > limit,
        ">=": value >= limit, "=": value == limit, "<>": value != limit,
    }[sign]  # fmt: skip


def _in_section(value: Decimal, section: _Section) -> Shown:
    if section.has("general"):
        general = _general(abs(value))
        around = "".join(
            general.text if kind == "general" else text for kind, text in section.signs
        )
        text = f"-{around}" if value < 0 else around
        return Shown(text, text if general.seen == general.text and section.plain else general.seen)
    if section.has("date", "half", "power") or ("sign", "/") in section.signs:
        return Shown(f"{value:f}", UNREAD)  # a fraction or a power, which shows another number
    text = _digits(value, section)
    return Shown(text, text if section.plain else None)


def _general(value: Decimal) -> Shown:
    whole = len(f"{abs(value):f}".partition(".")[0])
    if whole > _GENERAL or 0 < abs(value) < Decimal("0.0001"):
        return Shown(f"{value:f}", UNREAD)  # as a power of ten
    decimals = max(_GENERAL - 1 - whole, 0)
    text = f"{_rounded(value, decimals):f}"
    return _sure(text.rstrip("0").rstrip(".") if "." in text else text)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _digits(value: Decimal, section: _Section) -> str:
    """A number laid over the signs of a section."""
    places = [n for n, (kind, _) in enumerate(section.signs) if kind == "digit"]
    if not places:
        literal = "".join(text for kind, text in section.signs if kind == "literal")
        return f"-{literal}" if value < 0 and literal else literal
    point = next((n for n, sign in enumerate(section.signs) if sign == ("sign", ".")), None)
    end = len(section.signs) if point is None else point
    whole = [n for n in places if n < end]
    fine = [n for n in places if n > end]
    scaled = abs(value) * 100 ** section.signs.count(("sign", "%"))
    commas = [n for n, sign in enumerate(section.signs) if sign == ("sign", ",")]
    scaled /= 1000 ** sum(n > places[-1] or (bool(whole) and whole[-1] < n < end) for n in commas)
    grouped = bool(whole) and any(whole[0] < n < whole[-1] for n in commas)
    rounded = _rounded(scaled, len(fine))
    before, _, after = f"{rounded:f}".partition(".")
    laid = _whole(before.lstrip("0"), whole, section, grouped=grouped)
    laid.update(_fine(after, fine, section))
    text = "".join(_laid(n, sign, laid) for n, sign in enumerate(section.signs))
    if value < 0 and rounded:
        return f"-{text}"
    return text


def _laid(place: int, sign: tuple[str, str], laid: dict[int, str]) -> str:
    kind, text = sign
    if kind == "digit":
        return laid[place]
    if (kind, text) == ("sign", ",") or kind == "fill":
        return ""
    return text


_EMPTY = {"0": "0", "#": "", "?": " "}


def _whole(digits: str, places: list[int], section: _Section, *, grouped: bool) -> dict[int, str]:
    """The digits before the point, from the right; what is left stands in the first place."""
    laid: dict[int, str] = {}
    left = list(digits)
    printed = 0
    for place in reversed(places):
        count = len(left) if place == places[0] else 1
        text = ""
        for _ in range(max(count, 1)):
            digit = left.pop() if left else _EMPTY[section.signs[place][1]]
            if digit.isdigit():
                text = ("," if grouped and printed and printed % 3 == 0 else "") + text
                printed += 1
            text = f"{digit}{text}"
        laid[place] = text
    return laid


def _fine(digits: str, places: list[int], section: _Section) -> Iterator[tuple[int, str]]:
    """The digits behind the point; zeros at the end stand only where the format asks for them."""
    last = len(digits.rstrip("0"))
    for number, place in enumerate(places):
        sign = section.signs[place][1]
        yield place, digits[number] if number < last or sign == "0" else _EMPTY[sign]


def _of_date(value: date | datetime | time | timedelta, section: _Section) -> Shown:
    if isinstance(value, timedelta) or not section.plain or section.has("digit", "half", "power"):
        return Shown(str(value), UNREAD)
    if not section.has("date"):
        return Shown(str(value), UNREAD)
    if isinstance(value, time):
        value = datetime.combine(date.min, value)
    elif not isinstance(value, datetime):
        value = datetime.combine(value, time())
    printed = [text if kind != "date" else "" for kind, text in section.signs]
    for place, part in _date_parts(section):
        if part not in _PARTS:
            return Shown(str(value), UNREAD)
        printed[place] = _PARTS[part].format(value, value.year % 100)
    text = "".join(printed)
    return _sure(text)


def _date_parts(section: _Section) -> Iterator[tuple[int, str]]:
    """The parts of a date; m beside hours or seconds is minutes."""
    parts = [(n, text.lower()) for n, (kind, text) in enumerate(section.signs) if kind == "date"]
    for number, (place, part) in enumerate(parts):
        before = parts[number - 1][1] if number else ""
        after = parts[number + 1][1] if number + 1 < len(parts) else ""
        is_minute = part in ("m", "mm") and (before.startswith("h") or after.startswith("s"))
        yield place, part.upper() if is_minute else part
