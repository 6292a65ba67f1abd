"""Which parts of a style sheet hold on a desktop screen: media queries and `@supports`."""

from __future__ import annotations

import re

from helpers.readers.web.values import length

#: The window in which a page is read: that of a desktop.
WIDTH, HEIGHT = 1280, 800

#: What a desktop says of itself, by the name of the feature.
_DESKTOP = {
    "orientation": "landscape",
    "hover": "hover",
    "any-hover": "hover",
    "pointer": "fine",
    "any-pointer": "fine",
    "prefers-color-scheme": "light",
    "prefers-reduced-motion": "no-preference",
    "prefers-contrast": "no-preference",
    "forced-colors": "none",
    "scripting": "enabled",
    "display-mode": "browser",
    "update": "fast",
    "overflow-block": "scroll",
    "color-gamut": "srgb",
}
_FLAGS = frozenset(
    {
        "color",
        "hover",
        "any-hover",
        "pointer",
        "any-pointer",
        "width",
        "height",
        "scripting",
        "update",
    }
)
_SIZES = {"width": WIDTH, "height": HEIGHT, "device-width": WIDTH, "device-height": HEIGHT}
_BOUNDS = {"min": ">=", "max": "<="}
_TYPES = {"": True, "all": True, "screen": True}
_RANGE = re.compile(r"([^<>=]+?)\s*(<=|>=|<|>|=)\s*([^<>=]+)(?:\s*(<=|>=|<|>|=)\s*([^<>=]+))?")


def applies(query: str) -> bool | None:
    """Whether a list of media queries holds on a desktop screen; None where that is not known."""
    if not query.strip():
        return True
    answers = [_one(part.strip().lower()) for part in query.split(",")]
    if True in answers:
        return True
    return None if None in answers else False


def _all(answers: list[bool | None]) -> bool | None:
    """Whether all conditions hold; None where that is not known."""
    if False in answers:
        return False
    return None if None in answers else True


def supported(condition: str) -> bool | None:
    """Whether `@supports` holds.

    A browser of today knows what is asked for, and what is denied it may know or not.
    """
    if re.search(r"\bnot\b|selector\s*\(|font-", condition.lower()):
        return None
    return True


def _one(query: str) -> bool | None:
    denied = query.startswith("not ")
    query = re.sub(r"^(?:not|only)\s+", "", query)
    if re.search(r"\bor\b|\(\s*\(|\(\s*not\b|\bnot\b", query):
        return None
    holds = _all([_condition(part.strip()) for part in re.split(r"\band\b", query)])
    if holds is None:
        return None
    return not holds if denied else holds


def _condition(part: str) -> bool | None:
    """Whether a type of device, or what stands in brackets, is that of a desktop."""
    if part[:1] == "(":
        return _feature(part[1:-1].strip())
    return _TYPES.get(part, False)


def _feature(text: str) -> bool | None:
    if found := _RANGE.fullmatch(text):
        return _between(*found.groups())
    name, _, value = text.partition(":")
    name = name.strip().removeprefix("-webkit-")
    value = value.strip()
    if not value:
        return True if name in _FLAGS else None
    measure, sign = name, "="
    if bound := re.match(r"(min|max)-", name):
        measure, sign = name[bound.end() :], _BOUNDS[bound[1]]
    if measure in _SIZES:
        return _compared(_SIZES[measure], sign, length(value, 16))
    if name in _DESKTOP:
        return _DESKTOP[name] == value
    return None


def _between(
    left: str, sign: str, middle: str, second_sign: str | None, right: str | None
) -> bool | None:
    """A range as in `400px <= width < 900px`, or `width > 400px`."""
    if left.strip() in _SIZES:
        return _compared(_SIZES[left.strip()], sign, length(middle, 16))
    if middle.strip() not in _SIZES:
        return None
    size = _SIZES[middle.strip()]
    turned = sign.translate(str.maketrans("<>", "><"))
    answers = [_compared(size, turned, length(left, 16))]
    if second_sign and right:
        answers.append(_compared(size, second_sign, length(right, 16)))
    return _all(answers)


def _compared(size: float, sign: str, bound: float | None) -> bool | None:
    if bound is None:
        return None
    return {
        "<": size < bound,
        "<=": size <= bound,
        ">": size > bound,
        ">=": size >= bound,
        "=": size == bound,
    }[sign]
