"""One style sheet → its rules: selectors and declarations that may change what a page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import tinycss2

from helpers.readers.web.media import applies, supported

#: More than this is read by nobody: its rules are as little known as those of a sheet that is not
#: in the file.
MAX_SHEET, MAX_SELECTOR = 1_000_000, 50_000
_DEEPEST = 8

#: The properties that decide what is seen of a text; rules without any of them are passed over.
MATTERS = re.compile(
    r"all|animation(?:-name)?|background(?:-color|-image|-clip)?|bottom|clip|clip-path|color|content|"
    r"content-visibility|direction|display|filter|flex-direction|flex-flow|float|font|font-family|font-size|"
    r"font-variant-position|grid-(?:area|row|column)(?:-start|-end)?|height|inset|left|letter-spacing|line-height|list-style|list-style-type|margin|"
    r"margin-(?:top|right|bottom|left)|mask|mask-image|max-height|max-width|mix-blend-mode|opacity|order|"
    r"overflow|overflow-[xy]|padding|padding-left|padding-right|position|right|rotate|scale|"
    r"text-decoration|text-decoration-line|text-decoration-color|text-indent|text-shadow|top|"
    r"transform|translate|unicode-bidi|vertical-align|visibility|white-space|width|zoom|"
    r"font-feature-settings|-webkit-(?:clip-path|mask|mask-image|text-fill-color|text-security|"
    r"transform|animation|background-clip|animation-name|box-reflect)|offset-path|writing-mode|"
    r"border|border-(?:left|right|top|bottom)|box-shadow|outline|z-index|--.+"
)
_NAMES = re.compile(r"[.#]((?:[\w-]|[^\x00-\x7f])+)")
_IN_BRACKETS = re.compile(r":[\w-]+\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One property and its value as written."""

    name: str
    value: str
    important: bool


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector as written, and the ids and classes without which it matches nothing."""

    text: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """Selectors and what they declare; `layer`: the cascade layers around it, outermost first.

    `certain` is False under a condition of which nobody can say whether it holds.
    """

    selectors: tuple[Selector, ...]
    declarations: tuple[Declaration, ...]
    layer: tuple[str, ...] = ()
    certain: bool = True


@dataclass
class Sheet:
    """The rules of a sheet; `whole` is False where it is too large, or asks for another sheet."""

    rules: list[Rule] = field(default_factory=list)
    layers: list[tuple[str, ...]] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    fonts: set[str] = field(default_factory=set)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a rule: the selector that it is nested in, and its layers.

    `certain`: whether its conditions are known to hold.
    """

    selector: str = ""
    layer: tuple[str, ...] = ()
    certain: bool = True
    depth: int = 0


@lru_cache(maxsize=64)
def read_sheet(text: str) -> Sheet:
    """Read a style sheet; what does not hold on a desktop screen is left out."""
    sheet = Sheet()
    if len(text) > MAX_SHEET:
        sheet.whole = False
        return sheet
    text = re.sub(r"^\s*<!--|-->\s*$", "", text)
    try:
        rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        _gather(rules, sheet, _Around())
    except RecursionError:
        return Sheet(whole=False)
    return sheet


@lru_cache(maxsize=20_000)
def inline(text: str) -> tuple[Declaration, ...]:
    """The declarations of a `style` attribute."""
    return tuple(_declarations(_content(text)))


def _content(source: Any) -> list[Any]:
    """What stands in the block of a rule, or in a `style` attribute."""
    content: list[Any] = tinycss2.parse_blocks_contents(
        source, skip_comments=True, skip_whitespace=True
    )
    return content


def _gather(nodes: Sequence[Any], sheet: Sheet, around: _Around) -> None:
    if around.depth > _DEEPEST:
        sheet.whole = False
        return
    for node in nodes:
        if node.type == "qualified-rule":
            _qualified(node, sheet, around)
        elif node.type == "at-rule":
            _at_rule(node, sheet, around)


def _qualified(node: Any, sheet: Sheet, around: _Around) -> None:
    selector = tinycss2.serialize(node.prelude).strip()
    if around.selector:
        selector = _nested(selector, around.selector)
    content = _content(node.content)
    _add(selector, content, sheet, around)
    rules = [inner for inner in content if inner.type in ("qualified-rule", "at-rule")]
    if rules:
        _gather(rules, sheet, replace(around, selector=selector, depth=around.depth + 1))


def _add(selector: str, content: Sequence[Any], sheet: Sheet, around: _Around) -> None:
    declared = tuple(_declarations(content))
    if declared and len(selector) > MAX_SELECTOR:
        sheet.whole = False
    elif declared:
        parts = tuple(Selector(part, _names(part)) for part in split(selector))
        sheet.rules.append(Rule(parts, declared, around.layer, around.certain))


def split(selector: str) -> list[str]:
    """The selectors of a list, cut at its commas, but not inside brackets or quotes."""
    parts, deep, quote = [""], 0, ""
    for character in selector:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([":
            deep += 1
        elif character in ")]":
            deep -= 1
        if character == "," and not deep and not quote:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _nested(selector: str, outer: str) -> str:
    """A nested selector by itself: `& .note` and `.note` inside `td { }` are `:is(td) .note`."""
    whole = f":is({outer})"
    return ", ".join(_inside(whole, part) for part in split(selector))


def _inside(whole: str, part: str) -> str:
    return part.replace("&", whole) if "&" in part else f"{whole} {part}"


def _names(selector: str) -> frozenset[str]:
    """The ids and classes that a page must have for a selector to match."""
    plain = _IN_BRACKETS.sub("", selector)
    if "\\" in plain or "(" in plain:
        return frozenset()
    return frozenset(_NAMES.findall(plain))


def _declarations(content: Sequence[Any]) -> Iterator[Declaration]:
    for node in content:
        if node.type == "declaration" and MATTERS.fullmatch(node.lower_name):
            name = node.name if node.name.startswith("--") else node.lower_name
            yield Declaration(name, tinycss2.serialize(node.value).strip(), node.important)


def _at_rule(node: Any, sheet: Sheet, around: _Around) -> None:
    name, prelude = node.lower_at_keyword, tinycss2.serialize(node.prelude).strip()
    if name == "import":
        sheet.imports.append(prelude)
    elif name == "layer":
        _layer(node, prelude, sheet, around)
    elif node.content is None:
        return
    elif name == "font-face":
        sheet.fonts.add(_family(node.content))
    elif name in ("media", "supports", "container", "scope"):
        holds = _holds(name, prelude)
        if holds is not False:
            certain = around.certain and holds is True
            _block(node, sheet, replace(around, certain=certain, depth=around.depth + 1))


def _holds(name: str, condition: str) -> bool | None:
    """Whether the condition of a block holds; None where that is not known."""
    if name == "media":
        return applies(condition)
    return supported(condition) if name == "supports" else None


def _layer(node: Any, prelude: str, sheet: Sheet, around: _Around) -> None:
    unnamed = f" {len(sheet.layers)}"
    for part in prelude.split(","):
        name = part.strip() if prelude else unnamed
        path = (*around.layer, *name.split("."))
        sheet.layers += [path[:end] for end in range(1, len(path) + 1)]
        if node.content is not None:
            _block(node, sheet, replace(around, layer=path, depth=around.depth + 1))


def _block(node: Any, sheet: Sheet, around: _Around) -> None:
    """The rules in a conditional block, and its own declarations where it stands inside a rule."""
    if around.selector:
        content = _content(node.content)
        _add(around.selector, content, sheet, around)
    else:
        content = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
    _gather(content, sheet, around)


def _family(content: Sequence[Any]) -> str:
    for node in _content(content):
        if node.type == "declaration" and node.lower_name == "font-family":
            return str(tinycss2.serialize(node.value)).strip().strip("\"'").lower()
    return ""
