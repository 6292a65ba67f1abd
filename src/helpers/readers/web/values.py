"""The values of style sheets: lengths, colours, and what a shorthand stands for."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Iterator
from functools import lru_cache

import tinycss2

from helpers.readers.web.colour import colour

#: Pixels for one of each unit that does not depend on a font.
_UNITS = {
    "px": 1,
    "pt": 4 / 3,
    "pc": 16,
    "in": 96,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "q": 2.4 / 2.54,
}
_VIEW = {
    "vw": 12.8,
    "vh": 8,
    "vmin": 8,
    "vmax": 12.8,
    "dvh": 8,
    "svh": 8,
    "lvh": 8,
    "dvw": 12.8,
    "vi": 12.8,
    "vb": 8,
}
_EMS = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "cap": 0.7, "lh": 1.2}
_ROOT = 16.0
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_KEYWORD = re.compile(r"[a-z-]+|[a-z-]+\(.*\)")
_LENGTH = re.compile(rf"({_NUMBER})([a-z]+|%)?")
_LONGEST = 300

#: Values that every property may have.
GLOBAL = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
_WORDS = {
    "visibility": "visible|hidden|collapse",
    "direction": "ltr|rtl|auto",
    "white-space": "normal|nowrap|pre|pre-wrap|pre-line|break-spaces|"
    "(?:collapse|preserve|preserve-breaks)?(?: ?(?:wrap|nowrap))?",
    "position": "static|relative|absolute|fixed|sticky|-webkit-sticky",
    "display": "(?:inline-|table-)?(?:block|inline|flex|grid|table|flow-root|list-item|none|"
    "contents|row|cell|caption|column|column-group|row-group|header-group|footer-group)|"
    "-webkit-(?:inline-)?(?:box|flex)|"
    "(?:block|inline) (?:flow|flow-root|flex|grid|table)|ruby|ruby-text|math",
    "float": "none|left|right|inline-start|inline-end",
    "overflow-x": "visible|hidden|clip|scroll|auto|overlay",
    "overflow-y": "visible|hidden|clip|scroll|auto|overlay",
    "text-decoration-line": r".*\(.*\).*|[a-z0-9#%. -]+",
    "unicode-bidi": "normal|embed|bidi-override|isolate|isolate-override|plaintext|-webkit-isolate",
    "opacity": _NUMBER + r"%?|.+\(.*\)",
}
_OTHER_NAMES = {
    "text-decoration": "text-decoration-line",
    "-webkit-clip-path": "clip-path",
    "mask": "mask-image",
    "-webkit-mask": "mask-image",
    "-webkit-mask-image": "mask-image",
    "animation": "animation-name",
    "-webkit-animation": "animation-name",
    "-webkit-animation-name": "animation-name",
    "list-style": "list-style-type",
    "flex-flow": "flex-direction",
    "-webkit-transform": "transform",
}
_LENGTHS = frozenset(
    [
        "font-size",
        "width",
        "height",
        "max-width",
        "max-height",
        "left",
        "right",
        "top",
        "bottom",
        "text-indent",
        "letter-spacing",
        "margin-left",
        "margin-right",
        "margin-top",
        "margin-bottom",
        "padding-left",
        "padding-right",
        "vertical-align",
    ]
)
_NOT_NEGATIVE = frozenset(
    {"font-size", "width", "height", "max-width", "max-height", "padding-left", "padding-right"}
)

_SIDES = ("top", "right", "bottom", "left")
_REPEATS = re.compile(
    r"repeat|no-repeat|repeat-[xy]|space|round|scroll|fixed|local|"
    r"(?:border|padding|content)-box|text"
)
_PICTURE = re.compile(r"(?:url|gradient|image|image-set|element|paint|cross-fade)\(")
_COMPUTED_COLOUR = re.compile(r"(?:color-mix|light-dark|var)\(")
_COLOUR = re.compile(r"current-?color|canvas\w*|window\w*|[a-z-]+\(.*\)")
_FONT_SIZE = re.compile(
    rf"(?:{_NUMBER}(?:[a-z]+|%)?|(?:xx?-|xxx-)?(?:small|large)|medium|smaller|larger|"
    r"(?:calc|min|max|clamp)\(.*\))"
)
_SYSTEM_FONTS = frozenset({"caption", "icon", "menu", "message-box", "small-caption", "status-bar"})


def length(text: str, em: float, whole: float | None = None) -> float | None:
    """A length in pixels; None if it is not known.

    `em` is the size of the font, and `whole` what 100 % stands for. A length without a unit stands
    for pixels, too, where it has been let through.
    """
    text = text.strip().lower()
    found = _LENGTH.fullmatch(text)
    if found:
        return _pixels(float(found[1]), found[2] or "", em, whole)
    if "(" in text and len(text) < _LONGEST:
        return _calculated(text, em, whole)
    return None


def _pixels(number: float, unit: str, em: float, whole: float | None) -> float | None:
    if unit in _UNITS:
        return number * _UNITS[unit]
    if unit in _EMS:
        return number * _EMS[unit] * em
    if unit in _VIEW:
        return number * _VIEW[unit]
    if unit == "rem":
        return number * _ROOT
    if unit == "%":
        return _share(number, whole)
    return number if unit == "" else None


def _share(percent: float, whole: float | None) -> float | None:
    if percent == 0:
        return 0.0
    return None if whole is None else percent * whole / 100


def _calculated(text: str, em: float, whole: float | None) -> float | None:
    """What `calc(1em - 14px)`, `min()`, `max()` or `clamp()` comes to.

    Every length is put into pixels first.
    """
    known = True

    def plain(found: re.Match[str]) -> str:
        nonlocal known
        number, unit = float(found[1]), found[2]
        value = _pixels(number, unit, em, whole) if unit else number
        known = known and value is not None
        return repr(value or 0.0)

    unsigned = _NUMBER.removeprefix("[+-]?")
    lengths = rf"(?<![\w.])({unsigned})([a-z]+|%)?"
    text = re.sub(lengths, plain, text.replace("calc(", "("))
    try:
        return _sum(ast.parse(text.strip(), mode="eval").body) if known else None
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return None


_SUMS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _sum(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        return _sum(node.operand) * (-1 if isinstance(node.op, ast.USub) else 1)
    if isinstance(node, ast.BinOp) and type(node.op) in _SUMS:
        return float(_SUMS[type(node.op)](_sum(node.left), _sum(node.right)))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _chosen(node.func.id, [_sum(argument) for argument in node.args])
    raise ValueError("not a sum of lengths")


def _chosen(name: str, values: list[float]) -> float:
    if name in ("min", "max") and values:
        return min(values) if name == "min" else max(values)
    if name == "clamp" and len(values) == len(("least", "wanted", "most")):
        return max(values[0], min(values[1], values[2]))
    raise ValueError("not a sum of lengths")


@lru_cache(maxsize=20_000)
def longhands(name: str, value: str) -> tuple[tuple[str, str], ...]:
    """What a declaration says, property by property.

    `font: 0/0 a` is a size, a height of lines and a family.
    """
    if name == "font":
        return tuple(_font(value))
    if name in ("background", "background-image"):
        return tuple(_background(name, value))
    if name in ("margin", "padding", "inset"):
        return tuple(_sides(name, value))
    if name == "overflow":
        parts = value.lower().split() or [""]
        return ("overflow-x", parts[0]), ("overflow-y", parts[-1])
    name = _OTHER_NAMES.get(name, name)
    if name not in ("content", "font-family"):
        value = value.lower()
    return ((name, value),)


@lru_cache(maxsize=20_000)
def is_valid(name: str, value: str, *, quirks: bool = False) -> bool:
    """Whether browsers take a value for a property; else what was said before holds.

    `quirks`: whether they take a length without a unit, as they did before there were standards.
    """
    if name in _WORDS:
        return re.fullmatch(_WORDS[name], value) is not None
    if name in ("color", "background-color"):
        return colour(value) is not None or _COLOUR.fullmatch(value) is not None
    if name in _LENGTHS:
        return _is_length(name, value, quirks=quirks)
    return value != ""


def _is_length(name: str, value: str, *, quirks: bool) -> bool:
    found = _LENGTH.fullmatch(value)
    if found is None:
        return _KEYWORD.fullmatch(value) is not None
    number, unit = float(found[1]), found[2]
    if number < 0 and name in _NOT_NEGATIVE:
        return False
    return bool(unit) or quirks or number == 0


def _sides(name: str, value: str) -> Iterator[tuple[str, str]]:
    parts = components(value.lower())
    if len(parts) == 1:
        parts = parts * 4
    elif len(parts) == 2:
        parts = parts * 2
    elif len(parts) == 3:
        parts.append(parts[1])
    if len(parts) != len(_SIDES):
        return
    for side, part in zip(_SIDES, parts, strict=True):
        yield (side if name == "inset" else f"{name}-{side}"), part


def _font(value: str) -> Iterator[tuple[str, str]]:
    lower = value.lower()
    if lower in _SYSTEM_FONTS:
        yield "font-size", "13.333px"
        return
    if lower in GLOBAL:
        yield "font-size", lower
        return
    parts = components(value.replace("/", " / "))
    sizes = (place for place, part in enumerate(parts) if _is_font_size(part))
    place = next(sizes, None)
    if place is None:
        return
    yield "font-size", parts[place].lower()
    rest = parts[place + 1 :]
    if rest[:1] == ["/"]:
        yield "line-height", "".join(rest[1:2]).lower()
        rest = rest[2:]
    else:
        yield "line-height", "normal"
    yield "font-family", " ".join(rest)
    yield "font-variant-position", "normal"


def _is_font_size(part: str) -> bool:
    """Whether a part of `font` is its size, and no weight."""
    is_weight = re.fullmatch(r"[1-9]\d{0,3}", part)
    return not is_weight and _FONT_SIZE.fullmatch(part.lower()) is not None


def _background(name: str, value: str) -> Iterator[tuple[str, str]]:
    lower = value.lower()
    picture = _PICTURE.search(lower) is not None
    if picture:
        yield "background-image", "picture"
    else:
        yield "background-image", lower if lower in GLOBAL else "none"
    if name != "background":
        return
    if lower in GLOBAL:
        yield "background-color", lower
        return
    parts = components(lower)
    named = [part for part in parts if part == "currentcolor" or colour(part)]
    known = picture or named or lower == "none" or "(" in lower or _REPEATS.match(lower)
    if len(parts) == 1 and not known:
        return  # no value that browsers know
    computed = [part for part in parts if _COMPUTED_COLOUR.match(part)]
    yield "background-color", (named or computed or ["transparent"])[-1]
    yield "background-clip", "text" if "text" in parts else "border-box"


def components(value: str) -> list[str]:
    """A value cut at its white space, but not inside brackets or quotes."""
    parts: list[str] = []
    fresh = True
    for token in tinycss2.parse_component_value_list(value, skip_comments=True):
        if token.type == "whitespace" or token == ",":
            fresh = True
            continue
        text = token.serialize()
        if fresh or not parts:
            parts.append(text)
        else:
            parts[-1] += text
        fresh = False
    return parts


def strings(value: str) -> list[tuple[str, str]]:
    """The parts of `content`: ("string", text), ("attr", its name), or ("other", what it is)."""
    found: list[tuple[str, str]] = []
    for token in tinycss2.parse_component_value_list(value, skip_comments=True):
        if token.type == "string":
            found.append(("string", token.value))
        elif token.type == "function" and token.lower_name == "attr" and len(token.arguments) == 1:
            found.append(("attr", token.arguments[0].serialize().lower()))
        elif token == "/":  # what follows is for those who cannot see
            break
        elif token.type != "whitespace":
            found.append(("other", token.serialize().lower()))
    return found
