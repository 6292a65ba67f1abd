"""The letters of an element: their size and colour, and the ground below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.readers.web.colour import BLACK, colour, over
from helpers.readers.web.values import length

if TYPE_CHECKING:
    from helpers.readers.web.computed import Style
    from helpers.readers.web.properties import Out, Props

_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0,
    "x-large": 24.0, "xx-large": 32.0, "xxx-large": 48.0, "smaller": 5 / 6, "larger": 1.2,
}  # fmt: skip


def font(out: Out, props: Props, around: Style) -> bool:
    """The size of the letters; return whether it could not be told."""
    text = props.get("font-size", "")
    out["size"] = around.size
    if text == "initial":
        text = "medium"
    if not text:
        return False
    if text in ("smaller", "larger"):
        out["size"] = _SIZES[text] * around.size
        return False
    if text in _SIZES:
        out["size"] = _SIZES[text]
        return False
    size = length(text, around.size, around.size)
    if size is None:
        return "(" in text
    out["size"] = max(size, 0.0)
    return False


def colours(out: Out, props: Props, around: Style, *, inside: bool) -> bool:
    """The colour of the letters and of the ground; return whether one of them could not be told."""
    clips = (props.get("background-clip"), props.get("-webkit-background-clip"))
    out["lit"] = around.lit or "text" in clips
    unknown = _letters(out, props, around)
    unknown |= _ground(out, props, around)
    out["pictured"] = around.pictured and inside
    if props.get("background-image", "none") not in ("none", "initial"):
        out["ground"] = None
        out["pictured"] |= inside
    return unknown


def _letters(out: Out, props: Props, around: Style) -> bool:
    """The colour of the letters; return whether it could not be told."""
    out["colour"], out["fill"] = around.colour, around.fill
    if "-webkit-text-fill-color" in props:
        fill = props["-webkit-text-fill-color"]
        out["fill"] = None if fill in ("currentcolor", "initial") else colour(fill)
    name = props.get("color", "currentcolor")
    if name == "currentcolor":
        return False
    if name == "initial":
        out["colour"] = BLACK
        return False
    out["colour"] = colour(name) or around.colour
    return colour(name) is None


def _ground(out: Out, props: Props, around: Style) -> bool:
    """The colour of the ground; return whether it could not be told."""
    out["ground"] = around.ground
    name = props.get("background-color", "initial")
    if name in ("initial", "transparent", "none"):
        return False
    laid = out["colour"] if name == "currentcolor" else colour(name)
    out["ground"] = over(laid, around.ground) if laid else None
    return laid is None
