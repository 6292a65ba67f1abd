"""Where the box of an element stands, and what is cut, moved or turned of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from helpers.readers.web.colour import colour
from helpers.readers.web.markup import TABLE_PARTS
from helpers.readers.web.values import components, length

if TYPE_CHECKING:
    from helpers.readers.web.computed import Style
    from helpers.readers.web.properties import Out, Props

#: Pixels: what stands so far to the left or above is off the page; what is so small is nothing;
#: what moves by so little, stands where it is written.
OFF, NOTHING, STILL = -300.0, 1.0, 3.0
FAR = 2000.0
#: Room between digits, as a part of their size, that sets them apart, and a margin that puts a
#: paragraph over another.
_GAP, _OVERLAP = 0.3, 40.0
#: How much a line that strikes out covers, and a colour in which it may not be seen.
FULL, PALE = 0.5, (255.0, 255.0, 255.0)

_CUT = frozenset({"hidden", "clip", "auto", "scroll"})
_EDGES = ("border", "border-left", "border-right", "border-top", "border-bottom", "outline")
_LINE = re.compile("solid|double|dashed|dotted|ridge|groove|inset|outset")
#: What draws a text elsewhere, or in letters that depend on the font.
_ODD = ("-webkit-box-reflect", "offset-path")
_UNSET = ("none", "initial")
#: Filters that leave a text where it is and as dark as it is.
_CALM = re.compile(
    r"none|initial|"
    r"(?:\s*(?:grayscale|sepia|hue-rotate|saturate|drop-shadow)\((?:[^()]|\([^()]*\))*\)\s*)+"
)
#: A shape with no inside, and how much an inset takes from above and from the side.
_NO_SHAPE = re.compile(
    r"(?:circle|ellipse)\(\s*0(?:px|%)?\b|polygon\((?:\s*0(?:px|%)?\s+0(?:px|%)?\s*,?)+\)"
)
_INSET = re.compile(r"inset\(\s*([\d.]+)%(?:\s+([\d.]+)%)?")
#: Transformations that do nothing, and those that leave nothing.
_NO_TRANSFORM = re.compile(
    r"(?:none|initial|\w+\(none\)|(?:translate\w*|rotate\w*|skew\w*)\((?:\s*0\w*\s*,?)+\)"
    r"|scale\w*\(\s*1(?:[\s,]+1)?\s*\)|\s)*"
)
_FLATTENED = re.compile(r"scale[xy3d]*\(\s*(?:0(?:\.0+)?)\s*[,)\s]|rotate[xy]\(\s*-?90deg")
#: Transformations that are properties by themselves.
_ALONE = ("scale", "translate", "rotate")
_DISTANCE = re.compile(r"-?[\d.]+(?:px|em|rem|vw|vh)")
_SHIFTS = {
    "super": 1 / 3,
    "sub": -1 / 5,
    "text-top": 0.2,
    "top": 0.2,
    "text-bottom": -0.2,
    "bottom": -0.2,
}
_ALIGNED_BY_SIZE = frozenset({"text-top", "top", "text-bottom", "bottom", "middle"})


def place(out: Out, props: Props, around: Style, node: Any) -> bool:
    """Work out what becomes of a box; return whether that could not be told.

    Only within a table a moved text is in doubt: pages put whole parts of themselves in their
    places.
    """
    begins = node.tag == "table"
    inside = begins or node.in_table
    is_part = node.tag in TABLE_PARTS
    out["gone"] = around.gone or out["display"] == "none" or folded(node)
    out["veiled"] = around.veiled and not begins
    out["apart"] = around.apart and not is_part
    out["lift"] = 0.0 if is_part else around.lift
    out["clips"] = () if begins else around.clips
    out["opacity"] = around.opacity
    out["struck"] = _struck(out, props, around, inside=inside)
    unknown = _seen_through(out, props, inside=inside)
    _off(out, props, inside=inside)
    _lifted(out, props, around, node)
    _cut(out, props, node)
    _laid(out, props, around, node, inside=inside)
    _first_line(out, props, around, node)
    return unknown


def is_closed(node: Any) -> bool:
    """Whether an element is a `details` that shows its summary alone."""
    if node.tag != "details" or "open" in node.attributes:
        return False
    return not (node.document.unfold and node.holds_table)


def folded(node: Any) -> bool:
    """Whether an element lies in a `details` that is closed; its summary is always seen."""
    if node.parent is None or not is_closed(node.parent):
        return False
    summaries = (child for child in node.parent.children if child.tag == "summary")
    return node is not next(summaries, None)


def _is_set(props: Props, name: str) -> bool:
    """Whether a property that does nothing at first has been given a value."""
    return props.get(name, "none") not in _UNSET


def _given(props: Props, name: str, size: float) -> float | None:
    """A length in pixels; None where there is none, or it is not known."""
    return length(props.get(name, "auto"), size)


def _pixels(props: Props, name: str, size: float) -> float:
    """A length in pixels; nothing where there is none, or it is not known."""
    return length(props.get(name, "0"), size) or 0.0


def _struck(out: Out, props: Props, around: Style, *, inside: bool) -> bool:
    """Whether the text is struck out: a line goes through all that is in the flow of an element."""
    line = props.get("text-decoration-line", "")
    if "line-through" in line:
        out["veiled"] |= inside and _is_faint(line, props.get("text-decoration-color", "black"))
        return True
    boxed = out["display"].startswith("inline-")
    floats = props.get("float", "none") != "none"
    placed = props.get("position") in ("absolute", "fixed")
    return around.struck and not (boxed or floats or placed)


def _is_faint(line: str, colour_of_line: str) -> bool:
    """Whether a line may not be seen: nobody can say then whether it strikes a text out."""
    for part in (*components(line), colour_of_line):
        drawn = colour(part)
        if drawn is not None and (drawn[3] < FULL or drawn[:3] == PALE):
            return True
    return False


def _seen_through(out: Out, props: Props, *, inside: bool) -> bool:
    """What opacity, filters and masks leave of an element; return whether that cannot be told."""
    moving = props.get("animation-name", "none").split()[0] not in _UNSET
    unknown = _faded(out, props, moving=moving)
    unknown |= _filtered(out, props, inside=inside)
    blends = props.get("mix-blend-mode", "normal") not in ("normal", "initial")
    masked = props.get("-webkit-text-security", "none") != "none"
    shaped = _is_set(props, "clip-path")
    changed = masked or blends or _is_set(props, "mask-image") or _is_drawn_oddly(out, props)
    if changed or (inside and (moving or shaped)):
        out["veiled"] |= inside or masked
        unknown |= not inside
    is_box = out["display"] not in ("inline", "contents")
    hollow = is_box and props.get("content-visibility") == "hidden"
    out["gone"] |= hollow or _is_empty(props.get("clip-path", "none"))
    return unknown


def _faded(out: Out, props: Props, *, moving: bool) -> bool:
    """What the opacity of an element leaves; return whether that cannot be told."""
    opacity = _fraction(props.get("opacity", "1"))
    if opacity is None or (moving and opacity < 1):
        return True
    out["opacity"] *= opacity
    return False


def _filtered(out: Out, props: Props, *, inside: bool) -> bool:
    """What a filter leaves of an element; return whether that cannot be told."""
    applied = props.get("filter", "none")
    found = re.search(r"opacity\(\s*([\d.]+%?)\s*\)", applied)
    if found:
        out["opacity"] *= _fraction(found[1]) or 0.0
        return False
    if _CALM.fullmatch(applied):
        return False
    out["veiled"] |= inside
    return not inside


def _is_drawn_oddly(out: Out, props: Props) -> bool:
    """Whether a text is a hole in its ground, is drawn elsewhere, or has a picture in its place."""
    clips = (props.get("background-clip"), props.get("-webkit-background-clip"))
    if out["lit"] and "text" in clips:
        return True
    return any(_is_set(props, name) for name in _ODD) or "(" in props.get("content", "")


def _fraction(text: str) -> float | None:
    found = re.fullmatch(r"\s*([+-]?[\d.]+(?:e-?\d+)?)(%?)\s*", text)
    if found:
        return min(max(_number(found), 0.0), 1.0)
    if text == "initial":
        return 1.0
    return length(text.replace("calc(", "calc(1px*"), 16)


def _number(found: re.Match[str]) -> float:
    """A number, or a number of hundredths where a percent sign stands behind it."""
    return float(found[1]) / (100 if found[2] else 1)


def _is_empty(shape: str) -> bool:
    """Whether nothing lies within a shape that cuts an element out."""
    if found := _INSET.match(shape):
        return float(found[1]) >= 50 or float(found[2] or 0) >= 50
    return _NO_SHAPE.match(shape) is not None


def _off(out: Out, props: Props, *, inside: bool) -> None:
    """What position and transformation do: off the page, elsewhere, or hardly anything."""
    kind = props.get("position", "static")
    if kind != "static" and props.get("z-index", "0").startswith("-"):
        out["veiled"] |= inside  # behind the ground of what is around it
    if kind in ("absolute", "fixed"):
        _taken_out(out, props, inside=inside)
    elif kind in ("relative", "sticky"):
        _moved(out, props, kind, inside=inside)
    if out["display"] != "inline":
        _transformed(out, props, inside=inside)


def _taken_out(out: Out, props: Props, *, inside: bool) -> None:
    """What is put in a place of its own, wherever it is written."""
    size = out["size"]
    sides = ("left", "top", "right", "bottom")
    outside = any(_pixels(props, side, size) <= OFF for side in sides)
    far = _pixels(props, "left", size) >= FAR
    out["gone"] |= outside or far or _is_clipped(props.get("clip", "auto"))
    out["veiled"] |= inside
    out["apart"] = True


def _moved(out: Out, props: Props, kind: str, *, inside: bool) -> None:
    """What is moved from where it would stand."""
    size = out["size"]
    across = _shift(_given(props, "left", size), _given(props, "right", size))
    down = _shift(_given(props, "top", size), _given(props, "bottom", size))
    out["gone"] |= abs(across) >= FAR or down <= -FAR
    out["veiled"] |= inside and (abs(across) > STILL or abs(down) > size)
    if kind == "relative" and abs(down) <= size:
        out["lift"] -= down


def _shift(near: float | None, far: float | None) -> float:
    """How far a box is moved: away from the near side, else from the far one."""
    if near is not None:
        return near
    return 0.0 if far is None else -far


def _is_clipped(clip: str) -> bool:
    """Whether `clip: rect(...)` leaves nothing of a box: two sides that face each other are one."""
    found = re.fullmatch(r"rect\((.*)\)", clip)
    if not found:
        return False
    edges = [length(part, 16) for part in re.split(r"[\s,]+", found[1].strip())]
    if len(edges) != len(("top", "right", "bottom", "left")):
        return False
    top, right, bottom, left = edges
    flat = top is not None and bottom is not None and bottom - top <= NOTHING
    return flat or (left is not None and right is not None and right - left <= NOTHING)


def _transformed(out: Out, props: Props, *, inside: bool) -> None:
    """What is turned, moved or made smaller; what keeps nothing of its size is gone."""
    steps = [props.get("transform", "none")]
    steps += [f"{name}({props[name]})" for name in _ALONE if name in props]
    for step in steps:
        if _NO_TRANSFORM.fullmatch(step):
            continue
        distances = _DISTANCE.findall(step)
        far = any(abs(length(distance, 16) or 0) >= FAR for distance in distances)
        out["gone"] |= far or _FLATTENED.search(step) is not None
        out["veiled"] |= inside


def _lifted(out: Out, props: Props, around: Style, node: Any) -> None:
    """How far a text in the line stands above or below it."""
    features = props.get("font-variant-position", "normal") + props.get("font-feature-settings", "")
    out["veiled"] |= re.search("super|sub|sups|subs|sinf", features) is not None
    shown_as, size = out["display"], out["size"]
    if shown_as == "ruby-text":
        out["lift"] += around.size / 2
    is_block = shown_as in ("block", "list-item")
    if is_block or shown_as.startswith("table") or node.tag in TABLE_PARTS:
        return
    align = props.get("vertical-align", "baseline")
    if align in _ALIGNED_BY_SIZE:
        if size < 0.9 * around.size:
            out["lift"] += _SHIFTS.get(align, 0.0) * around.size
    elif align in _SHIFTS:
        out["lift"] += _SHIFTS[align] * around.size
    else:
        out["lift"] += length(align, size, 1.2 * size) or 0.0


def _cut(out: Out, props: Props, node: Any) -> None:
    """What an element cuts off: all of it where it has no height, else what does not fit."""
    ways = {props.get("overflow-x", "visible"), props.get("overflow-y", "visible")}
    shown_as, size = out["display"], out["size"]
    if shown_as in ("inline", "contents", "none") or not ways & _CUT:
        return
    if shown_as.startswith("inline-"):
        out["lift"] += 0.2 * size  # such a box stands on its lower edge, and its text above that
    height, width = _room(out, props)
    flat = any(side is not None and side <= NOTHING for side in (height, width))
    padded = _pixels(props, "padding-left", size) != 0
    out["gone"] |= flat and not padded and shown_as != "table-cell"
    if node.in_table and not height is width is None:
        out["clips"] += ((id(node), width, height),)


def _room(out: Out, props: Props) -> tuple[float | None, float | None]:
    """The height and the width beyond which an element cuts off what it holds; None for no limit.

    A cell grows with what it holds, but for its width where its lines are not broken.
    """
    size = out["size"]
    width = _least(props, ("width", "max-width"), size)
    if out["display"] == "table-cell":
        return None, width if out["space"] in ("nowrap", "pre") else None
    height = _least(props, ("height", "max-height"), size)
    if length(props.get("line-height", "normal"), size) == 0:
        height = 0.0 if height is None else min(height, 0.0)
    return height, width


def _least(props: Props, names: Sequence[str], size: float) -> float | None:
    """The least of some lengths, as far as they are known."""
    least = None
    for name in names:
        pixels = _given(props, name, size)
        if pixels is not None:
            least = pixels if least is None else min(least, pixels)
    return least


def _laid(out: Out, props: Props, around: Style, node: Any, *, inside: bool) -> None:
    """What is not in the line of its neighbours, over them, or away from them.

    Margins and spacing push it there.
    """
    size = out["size"]
    inline = out["display"].startswith("inline")
    floats = _is_set(props, "float")
    left, right = _pixels(props, "margin-left", size), _pixels(props, "margin-right", size)
    top = _pixels(props, "margin-top", size)
    paddings = _pixels(props, "padding-left", size), _pixels(props, "padding-right", size)
    if node.tag not in TABLE_PARTS:
        distant = inline and max(left, right, *paddings) > _GAP * size
        beside = floats or bool(around.flex) or distant
        out["apart"] |= beside or _is_framed(out, props, around)
    out["gone"] |= not inline and not floats and (left <= -FAR or top <= -FAR)
    turned = "reverse" in around.flex or props.get("order", "0") not in ("0", "initial")
    raised = out["display"] != "inline" and top < -size
    pulled = min(left, right) < (-STILL if inline else -_OVERLAP)
    moved = turned or raised or pulled
    out["veiled"] |= inside and (moved or _is_stretched(props, size))


def _is_stretched(props: Props, size: float) -> bool:
    """Whether the letters are set much closer or wider, or much smaller or larger, than others."""
    spacing = _pixels(props, "letter-spacing", size) / (size or 1.0)
    zoom = _fraction_of(props.get("zoom", "1"))
    return not -_GAP <= spacing <= 1 or not 0.6 <= zoom <= 2


def _is_framed(out: Out, props: Props, around: Style) -> bool:
    """Whether a line stands beside a text, or it runs another way than what is around it."""
    if not out["display"].startswith("inline"):
        return False
    lines = " ".join(props.get(name, "") for name in ("border", "border-left", "border-right"))
    return out["upright"] != around.upright or _LINE.search(lines) is not None


def paints(out: Out, props: Props) -> bool:
    """Whether a box draws something that may lie over a text, or look like a part of it."""
    if not _is_drawn(props):
        return False
    if props.get("position") in ("absolute", "fixed") or "block" in out["display"]:
        return True
    sides = ("width", "height", "padding-left", "padding-right")
    return any(_given(props, side, out["size"]) for side in sides)


def _is_drawn(props: Props) -> bool:
    """Whether a box has lines around it, a ground, a picture or a shadow."""
    lines = " ".join(props.get(name, "") for name in _EDGES)
    ground = colour(props.get("background-color", "transparent"))
    if _LINE.search(lines) or (ground is not None and ground[3] > 0):
        return True
    return _is_set(props, "background-image") or props.get("box-shadow", "none") != "none"


def _fraction_of(text: str) -> float:
    found = re.fullmatch(r"([\d.]+)(%?)", text)
    return _number(found) if found else 1.0


def _first_line(out: Out, props: Props, around: Style, node: Any) -> None:
    """An indent that puts the first line off the page, to show a picture in its place."""
    size = out["size"]
    indent = _pixels(props, "text-indent", size) if "text-indent" in props else around.indent
    out["indent"] = indent
    if out["display"] in ("inline", "contents"):
        return
    pushed = _pixels(props, "margin-left", size) + _pixels(props, "padding-left", size)
    if indent <= -FAR / 2 or indent >= FAR:
        out["gone"] = True
    elif indent + max(pushed, 0.0) < -60 and node.in_table:
        out["veiled"] = True
