"""One style sheet → its rules: selectors and declarations that may change what a page shows, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import tinycss2

from helpers.readers.web.media import applies, supported

#: More than this is read by nobody: its rules are as little known as those of a sheet that is not
#: in the file.
MAX_SHEET = 1_000_000
_DEEPEST = 8

#: The properties that decide what is seen of a text; rules without any of them are passed over.
MATTERS = re.compile(
    r"all|animation(?:-name)?|background(?:-color|-image|-clip)?|bottom|clip|clip-path|color|content|"
    r"content-visibility|direction|display|filter|flex-direction|flex-flow|float|font|font-family|font-size|"
    r"font-variant-position|height|inset|left|letter-spacing|line-height|list-style|list-style-type|margin|"
    r"margin-(?:top|right|bottom|left)|mask|mask-image|max-height|max-width|mix-blend-mode|opacity|order|"
    r"overflow|overflow-[xy]|padding|padding-left|padding-right|position|right|rotate|scale|text-decoration|text-decoration-line|text-decoration-color|text-indent|top|"
    r"transform|translate|unicode-bidi|vertical-align|visibility|white-space|width|zoom|font-feature-settings|"
    r"-webkit-(?:clip-path|mask|mask-image|text-fill-color|text-security|transform|animation|background-clip|animation-name)|"
    r"-webkit-box-reflect|offset-path|text-shadow|writing-mode|border|border-(?:left|right|top|bottom)|box-shadow|outline|z-index|--.+"
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
    """One selector as written, and the ids and classes without which it can match nothing in a page."""

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
    """What stands around a rule: the selector that it is nested in, its layers, whether its conditions are known."""

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
    return tuple(
        _declarations(
            tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
        )
    )


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
    content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    _add(selector, content, sheet, around)
    inner = [each for each in content if each.type in ("qualified-rule", "at-rule")]
    if inner:
        _gather(inner, sheet, _Around(selector, around.layer, around.certain, around.depth + 1))


def _add(selector: str, content: Sequence[Any], sheet: Sheet, around: _Around) -> None:
    declared = tuple(_declarations(content))
    if declared:
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
    return ", ".join(
        part.replace("&", whole) if "&" in part else f"{whole} {part}" for part in split(selector)
    )


def _names(selector: str) -> frozenset[str]:
    """The ids and classes that a page must have for a selector to match."""
    plain = _IN_BRACKETS.sub("", selector)
    return frozenset() if "\\" in plain or "(" in plain else frozenset(_NAMES.findall(plain))


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
    elif name == "font-face" and node.content is not None:
        sheet.fonts |= {_family(node.content)}
    elif node.content is None or name in (
        "keyframes",
        "page",
        "property",
        "counter-style",
        "starting-style",
    ):
        return
    elif name in ("media", "supports", "container", "scope"):
        holds = (
            applies(prelude)
            if name == "media"
            else supported(prelude)
            if name == "supports"
            else None
        )
        if holds is not False:
            certain = around.certain and holds is True
            _block(node, sheet, _Around(around.selector, around.layer, certain, around.depth + 1))


def _layer(node: Any, prelude: str, sheet: Sheet, around: _Around) -> None:
    names = [part.strip() for part in prelude.split(",")] if prelude else [f" {len(sheet.layers)}"]
    for name in names:
        path = (*around.layer, *name.split("."))
        sheet.layers += [path[:end] for end in range(1, len(path) + 1)]
        if node.content is not None:
            _block(node, sheet, _Around(around.selector, path, around.certain, around.depth + 1))


def _block(node: Any, sheet: Sheet, around: _Around) -> None:
    """The rules in a conditional block, and its own declarations where it stands inside a rule."""
    if around.selector:
        content = tinycss2.parse_blocks_contents(
            node.content, skip_comments=True, skip_whitespace=True
        )
        _add(around.selector, content, sheet, around)
    else:
        content = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
    _gather(content, sheet, around)


def _family(content: Sequence[Any]) -> str:
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration" and node.lower_name == "font-family":
            return str(tinycss2.serialize(node.value)).strip().strip("\"'").lower()
    return ""
