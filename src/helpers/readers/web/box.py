"""Where the box of an element stands, and what is cut, moved or turned of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from helpers.readers.web.colour import colour
from helpers.readers.web.values import components, length

if TYPE_CHECKING:
    from helpers.readers.web.computed import Style

#: Pixels: what stands so far to the left or above is off the page; what is so small is nothing;
#: what moves by so little, stands where it is written.
OFF, NOTHING, STILL = -300.0, 1.0, 3.0
FAR = 2000.0
#: Room between digits, as a part of their size, that sets them apart, and a margin that puts a
#: paragraph over another.
_GAP, _OVERLAP = 0.3, 40.0
#: How much a line that strikes out covers, and a colour in which it may not be seen.
FULL, PALE = 0.5, (255.0, 255.0, 255.0)

_PARTS = frozenset(
    {"table", "caption", "thead", "tbody", "tfoot", "tr", "col", "colgroup", "td", "th"}
)
_CUT = frozenset({"hidden", "clip", "auto", "scroll"})
_EDGES = ("border", "border-left", "border-right", "border-top", "border-bottom", "outline")
_LINE = re.compile("solid|double|dashed|dotted|ridge|groove|inset|outset")
#: What draws a text elsewhere, or in letters that depend on the font.
_ODD = ("-webkit-box-reflect", "offset-path")
_CALM = re.compile(
    r"none|initial|(?:\s*(?:grayscale|sepia|hue-rotate|saturate|drop-shadow)\((?:[^()]|\([^()]*\))*\)\s*)+"
)
_SHIFTS = {
    "super": 1 / 3,
    "sub": -1 / 5,
    "text-top": 0.2,
    "top": 0.2,
    "text-bottom": -0.2,
    "bottom": -0.2,
}
_ALIGNED_BY_SIZE = frozenset({"text-top", "top", "text-bottom", "bottom", "middle"})


def place(out: dict[str, Any], props: Mapping[str, str], around: Style, node: Any) -> bool:
    """Work out what becomes of a box; return whether that could not be told.

    Only within a table a moved text is in doubt: pages put whole parts of themselves in their
    places.
    """
    begins = node.tag == "table"
    inside = begins or node.in_table
    out["gone"] = around.gone or out["display"] == "none" or folded(node)
    out["veiled"] = around.veiled and not begins
    out["apart"] = around.apart and node.tag not in _PARTS
    out["lift"] = 0.0 if node.tag in _PARTS else around.lift
    out["clips"] = () if begins else around.clips
    out["opacity"] = around.opacity
    out["struck"] = _struck(out, props, around, inside=inside)
    unknown = _seen_through(out, props, inside=inside)
    unknown |= _off(out, props, inside=inside)
    _lifted(out, props, around, node)
    _cut(out, props, node)
    _laid(out, props, around, node, inside=inside)
    _first_line(out, props, around, node)
    return unknown


def is_closed(node: Any) -> bool:
    """Whether an element is a `details` that shows its summary alone."""
    return (
        node.tag == "details"
        and "open" not in node.attributes
        and not (node.document.unfold and node.holds_table)
    )


def folded(node: Any) -> bool:
    """Whether an element lies in a `details` that is closed; its summary is always seen."""
    if node.parent is None or not is_closed(node.parent):
        return False
    return node is not next((each for each in node.parent.children if each.tag == "summary"), None)


def _struck(out: dict[str, Any], props: Mapping[str, str], around: Style, *, inside: bool) -> bool:
    """Whether the text is struck out: a line goes through all that is in the flow of an element."""
    line = props.get("text-decoration-line", "")
    own = "line-through" in line
    if own:  # with a line that may not be seen, nobody can say
        colours = [
            colour(part)
            for part in (*components(line), props.get("text-decoration-color", "black"))
        ]
        out["veiled"] |= inside and any(
            each is not None and (each[3] < FULL or each[:3] == PALE) for each in colours
        )
    flows = not out["display"].startswith("inline-") and props.get("float", "none") == "none"
    flows &= props.get("position") not in ("absolute", "fixed")
    return own or (around.struck and flows)


def _seen_through(out: dict[str, Any], props: Mapping[str, str], *, inside: bool) -> bool:
    """What opacity, filters and masks leave of an element."""
    unknown = False
    moving = props.get("animation-name", "none").split()[0] not in ("none", "initial")
    opacity = _fraction(props.get("opacity", "1"))
    if opacity is None or (moving and opacity < 1):
        unknown = True
    else:
        out["opacity"] *= opacity
    found = re.search(r"opacity\(\s*([\d.]+%?)\s*\)", props.get("filter", ""))
    if found:
        out["opacity"] *= _fraction(found[1]) or 0.0
    elif not _CALM.fullmatch(props.get("filter", "none")):
        out["veiled"] |= inside
        unknown |= not inside
    hides = props.get("mask-image", "none") not in ("none", "initial")
    blends = props.get("mix-blend-mode", "normal") not in ("normal", "initial")
    shape = props.get("clip-path", "none")
    clipped = out["lit"] and "text" in (
        props.get("background-clip"),
        props.get("-webkit-background-clip"),
    )
    clipped |= any(props.get(name, "none") not in ("none", "initial") for name in _ODD)
    clipped |= "(" in props.get("content", "")
    masked = props.get("-webkit-text-security", "none") != "none"
    if (
        hides
        or blends
        or clipped
        or masked
        or (moving and inside)
        or (shape not in ("none", "initial") and inside)
    ):
        out["veiled"] |= inside or masked
        unknown |= not inside
    hollow = props.get("content-visibility") == "hidden" and out["display"] not in (
        "inline",
        "contents",
    )
    out["gone"] |= _is_empty(shape) or hollow
    return unknown


def _fraction(text: str) -> float | None:
    found = re.fullmatch(r"\s*([+-]?[\d.]+(?:e-?\d+)?)(%?)\s*", text)
    if not found:
        return 1.0 if text == "initial" else length(text.replace("calc(", "calc(1px*"), 16)
    number = float(found[1]) / (100 if found[2] else 1)
    return min(max(number, 0.0), 1.0)


def _is_empty(shape: str) -> bool:
    """Whether nothing lies within a shape that cuts an element out."""
    if found := re.match(r"inset\(\s*([\d.]+)%(?:\s+([\d.]+)%)?", shape):
        return float(found[1]) >= 50 or float(found[2] or 0) >= 50
    return (
        re.match(
            r"(?:circle|ellipse)\(\s*0(?:px|%)?\b|polygon\((?:\s*0(?:px|%)?\s+0(?:px|%)?\s*,?)+\)",
            shape,
        )
        is not None
    )


def _off(out: dict[str, Any], props: Mapping[str, str], *, inside: bool) -> bool:
    """What position and transformation do: off the page, elsewhere, or hardly anything."""
    size, kind = out["size"], props.get("position", "static")
    sides = {
        side: length(props.get(side, "auto"), size) for side in ("left", "top", "right", "bottom")
    }
    across = _first(sides["left"], _turned(sides["right"]))
    down = _first(sides["top"], _turned(sides["bottom"]))
    if kind != "static" and props.get("z-index", "0").startswith("-"):
        out["veiled"] |= inside  # behind the ground of what is around it
    if kind in ("absolute", "fixed"):
        out["gone"] |= (
            any((sides[side] or 0) <= OFF for side in sides) or (sides["left"] or 0) >= FAR
        )
        out["gone"] |= _is_clipped(props.get("clip", "auto"))
        out["veiled"] |= inside
        out["apart"] = True
    elif kind in ("relative", "sticky"):
        out["gone"] |= abs(across) >= FAR or down <= -FAR
        out["veiled"] |= inside and (abs(across) > STILL or abs(down) > size)
        out["lift"] -= down if kind == "relative" and abs(down) <= size else 0.0
    inline = out["display"] == "inline"
    return False if inline else _transformed(out, props, inside=inside)


def _first(one: float | None, other: float | None) -> float:
    return one if one is not None else other if other is not None else 0.0


def _turned(number: float | None) -> float | None:
    return None if number is None else -number


def _is_clipped(clip: str) -> bool:
    """Whether `clip: rect(...)` leaves nothing of a box: its bottom is its top, or its right its left."""
    found = re.fullmatch(r"rect\((.*)\)", clip)
    if not found:
        return False
    edges = [length(part, 16) for part in re.split(r"[\s,]+", found[1].strip())]
    if len(edges) != len(("top", "right", "bottom", "left")):
        return False
    top, right, bottom, left = edges
    flat = top is not None and bottom is not None and bottom - top <= NOTHING
    return flat or (left is not None and right is not None and right - left <= NOTHING)


def _transformed(out: dict[str, Any], props: Mapping[str, str], *, inside: bool) -> bool:
    """What is turned, moved or made smaller; what keeps nothing of its size is gone."""
    parts = [
        props.get("transform", "none"),
        *(f"{name}({props[name]})" for name in ("scale", "translate", "rotate") if name in props),
    ]
    for part in parts:
        if re.fullmatch(
            r"(?:none|initial|\w+\(none\)|(?:translate\w*|rotate\w*|skew\w*)\((?:\s*0\w*\s*,?)+\)|scale\w*\(\s*1(?:[\s,]+1)?\s*\)|\s)*",
            part,
        ):
            continue
        far = [length(each, 16) or 0 for each in re.findall(r"-?[\d.]+(?:px|em|rem|vw|vh)", part)]
        nothing = re.search(
            r"scale[xy3d]*\(\s*(?:0(?:\.0+)?)\s*[,)\s]|rotate[xy]\(\s*-?90deg", part
        )
        out["gone"] |= nothing is not None or any(abs(each) >= FAR for each in far)
        out["veiled"] |= inside
    return False


def _lifted(out: dict[str, Any], props: Mapping[str, str], around: Style, node: Any) -> None:
    """How far a text in the line stands above or below it."""
    align = props.get("vertical-align", "baseline")
    small = out["size"] < 0.9 * around.size
    features = props.get("font-variant-position", "normal") + props.get("font-feature-settings", "")
    out["veiled"] |= re.search("super|sub|sups|subs|sinf", features) is not None
    if out["display"] == "ruby-text":
        out["lift"] += around.size / 2
    if (
        node.tag in _PARTS
        or out["display"] in ("block", "list-item")
        or out["display"].startswith("table")
    ):
        return
    if align in _ALIGNED_BY_SIZE:
        out["lift"] += _SHIFTS.get(align, 0.0) * around.size if small else 0.0
    elif align in _SHIFTS:
        out["lift"] += _SHIFTS[align] * around.size
    else:
        out["lift"] += length(align, out["size"], 1.2 * out["size"]) or 0.0


def _cut(out: dict[str, Any], props: Mapping[str, str], node: Any) -> None:
    """What an element cuts off: all of it where it has no height, else what does not fit."""
    ways = {props.get("overflow-x", "visible"), props.get("overflow-y", "visible")}
    if out["display"] in ("inline", "contents", "none") or not ways & _CUT:
        return
    size = out["size"]
    is_cell = out["display"] == "table-cell"
    if out["display"].startswith(
        "inline-"
    ):  # such a box stands on its lower edge, and its text above that
        out["lift"] += 0.2 * size
    high = [length(props.get(name, "auto"), size) for name in ("height", "max-height")]
    wide = [length(props.get(name, "auto"), size) for name in ("width", "max-width")]
    if is_cell:
        high, wide = [], wide if out["space"] in ("nowrap", "pre") else []
    elif length(props.get("line-height", "normal"), size) == 0 or props.get("line-height") == "0":
        high.append(0.0)
    height = min((each for each in high if each is not None), default=None)
    width = min((each for each in wide if each is not None), default=None)
    room = length(props.get("padding-left", "0"), size) or 0.0
    gone = [each for each in (height, width) if each is not None and each <= NOTHING]
    out["gone"] |= bool(gone) and not is_cell and not room
    if (height is not None or width is not None) and node.in_table:
        out["clips"] += ((id(node), width, height),)


def _laid(
    out: dict[str, Any], props: Mapping[str, str], around: Style, node: Any, *, inside: bool
) -> None:
    """What is not in the line of its neighbours, and what margins and spacing push over them, or away from them."""
    size = out["size"]
    inline = out["display"].startswith("inline")
    part = node.tag in _PARTS
    floats = props.get("float", "none") not in ("none", "initial")
    left, right, top = (
        length(props.get(f"margin-{side}", "0"), size) or 0.0 for side in ("left", "right", "top")
    )
    beside = [
        left,
        right,
        *(length(props.get(f"padding-{side}", "0"), size) or 0.0 for side in ("left", "right")),
    ]
    out["apart"] |= (
        floats
        or bool(around.flex)
        or (inline and max(beside) > _GAP * size)
        or _is_framed(out, props, around)
    ) and not part
    turned = "reverse" in around.flex or props.get("order", "0") not in ("0", "initial")
    out["gone"] |= not inline and not floats and (left <= -FAR or top <= -FAR)
    raised = out["display"] != "inline" and top < -size
    spacing = (length(props.get("letter-spacing", "0"), size) or 0.0) / (size or 1.0)
    zoom = _fraction_of(props.get("zoom", "1"))
    moved = turned or raised or min(left, right) < (-STILL if inline else -_OVERLAP)
    out["veiled"] |= inside and (moved or not -_GAP <= spacing <= 1 or not 0.6 <= zoom <= 2)


def _is_framed(out: dict[str, Any], props: Mapping[str, str], around: Style) -> bool:
    """Whether a line stands beside a text, or it runs another way than what is around it."""
    if not out["display"].startswith("inline"):
        return False
    lines = (props.get(name, "none") for name in ("border", "border-left", "border-right"))
    return out["upright"] != around.upright or any(_LINE.search(line) for line in lines)


def paints(out: Mapping[str, Any], props: Mapping[str, str]) -> bool:
    """Whether a box draws something of its own that may lie over a text, or look like a part of it."""
    lines = " ".join(props.get(name, "") for name in _EDGES)
    ground = colour(props.get("background-color", "transparent"))
    drawn = _LINE.search(lines) is not None or (ground is not None and ground[3] > 0)
    drawn |= (
        props.get("background-image", "none") not in ("none", "initial")
        or props.get("box-shadow", "none") != "none"
    )
    placed = props.get("position") in ("absolute", "fixed")
    sized = any(
        length(props.get(name, "auto"), out["size"])
        for name in ("width", "height", "padding-left", "padding-right")
    )
    return drawn and (placed or sized or "block" in out["display"])


def _fraction_of(text: str) -> float:
    found = re.fullmatch(r"([\d.]+)(%?)", text)
    return float(found[1]) / (100 if found[2] else 1) if found else 1.0


def _first_line(out: dict[str, Any], props: Mapping[str, str], around: Style, node: Any) -> None:
    """An indent that puts the first line off the page, as is done to show a picture in its place."""
    out["indent"] = (
        length(props["text-indent"], out["size"]) or 0.0
        if "text-indent" in props
        else around.indent
    )
    if out["display"] in ("inline", "contents"):
        return
    balanced = sum(
        length(props.get(name, "0"), out["size"]) or 0.0 for name in ("margin-left", "padding-left")
    )
    if out["indent"] <= -FAR / 2 or out["indent"] >= FAR:
        out["gone"] = True
    elif out["indent"] + max(balanced, 0.0) < -60 and node.in_table:
        out["veiled"] = True
