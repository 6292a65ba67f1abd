"""The letters of an element: their size and colour, and the ground below them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from helpers.readers.web.colour import BLACK, colour, over
from helpers.readers.web.values import length

if TYPE_CHECKING:
    from helpers.readers.web.computed import Style

_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0,
    "x-large": 24.0, "xx-large": 32.0, "xxx-large": 48.0, "smaller": 5 / 6, "larger": 1.2,
}  # fmt: skip


def font(out: dict[str, Any], props: Mapping[str, str], around: Style) -> bool:
    """The size of the letters; return whether it could not be told."""
    text = props.get("font-size", "")
    out["font"] = props.get("font-family", around.font)
    if text == "initial":
        text = "medium"
    if not text:
        out["size"] = around.size
        return False
    if text in _SIZES:
        out["size"] = _SIZES[text] * (around.size if text in ("smaller", "larger") else 1)
        return False
    size = length(text, around.size, around.size)
    out["size"] = around.size if size is None else max(size, 0.0)
    return size is None and "(" in text


def colours(out: dict[str, Any], props: Mapping[str, str], around: Style, *, inside: bool) -> bool:
    """The colour of the letters and of the ground; return whether one of them could not be told."""
    unknown = False
    out["colour"], out["fill"], out["ground"] = around.colour, around.fill, around.ground
    out["lit"] = (
        around.lit
        or props.get("background-clip") == "text"
        or props.get("-webkit-background-clip") == "text"
    )
    out["pictured"] = around.pictured and inside
    own = props.get("color", "currentcolor")
    if own != "currentcolor":
        out["colour"] = BLACK if own == "initial" else colour(own) or around.colour
        unknown |= colour(own) is None and own != "initial"
    fill = props.get("-webkit-text-fill-color", "currentcolor")
    if "-webkit-text-fill-color" in props:
        out["fill"] = None if fill in ("currentcolor", "initial") else colour(fill)
    base = props.get("background-color", "initial")
    if base not in ("initial", "transparent", "none"):
        laid = out["colour"] if base == "currentcolor" else colour(base)
        unknown |= laid is None
        out["ground"] = over(laid, around.ground) if laid else None
    picture = props.get("background-image", "none")
    if picture not in ("none", "initial"):
        out["ground"] = None
        out["pictured"] |= inside
    return unknown
