"""What the declarations that reach an element come to: one value for each property."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from helpers.readers.web.stylesheet import Declaration
from helpers.readers.web.values import GLOBAL, is_valid, longhands

if TYPE_CHECKING:
    from helpers.readers.web.computed import Style

#: The properties of an element by name, and what they come to: the fields of its style by name.
Props = Mapping[str, str]
Out = dict[str, Any]

_INHERITED = frozenset(
    [
        "visibility",
        "color",
        "font-size",
        "white-space",
        "direction",
        "text-indent",
        "letter-spacing",
        "font-family",
        "-webkit-text-fill-color",
        "-webkit-text-security",
        "list-style-type",
        "font-variant-position",
    ]
)
_LONGEST = 1000
_VAR = re.compile(r"var\(\s*(--[^\s,)]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")


@dataclass(frozen=True, slots=True)
class Given:
    """What the values of an element may refer to.

    `around`: what is around it; `base`: what browsers give it by themselves; `quirks`: whether its
    page is shown as before there were standards.
    """

    around: Style
    base: Mapping[str, str]
    quirks: bool


def properties(
    declared: Iterable[Declaration], props: dict[str, str], given: Given
) -> dict[str, str]:
    """The properties of an element, each with the value that wins.

    Custom ones are put in where they are named.
    """
    custom: dict[str, str] = {}
    usual: list[Declaration] = []
    for declaration in declared:
        if declaration.name.startswith("--"):
            custom[declaration.name] = declaration.value
        else:
            usual.append(declaration)
    known = given.around.custom
    if custom:
        known = {**known, **custom}
    for declaration in usual:
        name, value = declaration.name, declaration.value
        if "var(" in value:
            value = _filled(value, known)
        if name == "all" and value in GLOBAL:
            props = _all(value, props, given.base)
            continue
        exact = replace(given, quirks=False) if name == "font" else given
        for longhand, part in longhands(name, value):
            _set(props, longhand, part, exact)
    return {**props, **known} if custom else props


def _all(value: str, props: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """What `all` leaves: the direction, and at times what browsers give the element."""
    kept = {name: props[name] for name in ("direction", "unicode-bidi") if name in props}
    if value.startswith("revert"):
        return {**base, **kept}
    if value == "inherit":
        return {**props, "all": value}
    left = {"display": "inline"}
    if value == "initial":
        left |= dict.fromkeys(_INHERITED - {"direction"}, "initial")
    return {**left, **kept}


def _set(props: dict[str, str], name: str, value: str, given: Given) -> None:
    """Let a property have a value, if browsers know the value."""
    if value in ("revert", "revert-layer"):
        props.pop(name, None)
        if name in given.base:
            props[name] = given.base[name]
    elif value == "unset" or (value == "inherit" and name in _INHERITED):
        props.pop(name, None)
        if name == "display":
            props[name] = "inline"
    elif value == "inherit":
        props[name] = given.around.display if name == "display" else "var(inherited)"
    elif name == "display" and value == "initial":
        props[name] = "inline"
    elif value == "initial" or is_valid(name, value, quirks=given.quirks):
        props[name] = value


def _filled(value: str, custom: Mapping[str, str]) -> str:
    """A value with its custom properties put in; what is not known stays."""
    for _ in range(8):
        found = _VAR.search(value)
        if not found or len(value) > _LONGEST:
            break
        known: str | None = custom.get(found[1]) or found[2]
        if known is None:
            break
        value = value[: found.start()] + known.strip() + value[found.end() :]
    return value
