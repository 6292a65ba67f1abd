"""The style sheets of one document, and which of their declarations an element gets, the strongest last."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Any

from cssselect2 import Matcher, SelectorError, compile_selector_list

from helpers.readers.web.media import applies
from helpers.readers.web.stylesheet import Declaration, Rule, Sheet, inline, read_sheet

if TYPE_CHECKING:
    from helpers.readers.web.tree import Document, Node

#: Seconds for asking which rules reach the elements of a document, and links in one selector: more
#: is an attack.
MAX_SECONDS, MAX_LINKS = 2.0, 8

#: Parts of elements that have their own declarations, and those of which only browsers' own widgets
#: have any.
_PARTS = frozenset({"before", "after"})
_SOME_LETTERS = frozenset({"first-letter", "first-line"})
_PSEUDO = re.compile(r"::?[a-zA-Z-]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?")
_VENDOR = re.compile(
    r"::?-(?:moz|ms|o|khtml|webkit)-|::?(?:selection|placeholder|backdrop|file-selector-button|cue)\b"
)
_IMPORT = re.compile(
    r"""(?:url\(\s*)?["']?([^"')]*)["']?\s*\)?\s*(layer(?:\(([^)]*)\))?)?\s*(.*)""",
    re.IGNORECASE | re.DOTALL,
)

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """What the sheets say of an element, weakest first, and of its `before` and `after`.

    `vague`: whether a rule may reach it of which that cannot be told; `letters`: whether one
    reaches some of its letters; `matched`: the numbers of the rules that say so.
    """

    own: Sequence[Declaration] = ()
    before: Sequence[Declaration] = ()
    after: Sequence[Declaration] = ()
    vague: bool = False
    letters: bool = False
    matched: tuple[int, ...] = ()


NOTHING = Declared()


class Cascade:
    """All sheets of a document; `whole` is False where one of them is not in the file, or too much to read."""

    def __init__(self, document: Document) -> None:
        self.whole = True
        self.fonts: set[str] = set()
        self._document = document
        self._layers: dict[tuple[str, ...], int] = {}
        self._matcher = Matcher()
        self._names = _names(document)
        self._ordered: dict[tuple[str | None, tuple[int, ...]], Declared] = {}
        self._spent = 0.0
        self._empty = True
        self.writes_nothing = True
        sheets = list(self._sheets())
        for sheet in sheets:
            for layer in sheet.layers:
                self._layers.setdefault(layer, len(self._layers))
        for sheet in sheets:
            for rule in sheet.rules:
                self._add(rule)

    def declared(self, node: Node) -> Declared:
        """What reaches an element, from the sheets and from its own `style`."""
        style = node.attributes.get("style")
        if self._empty and not style:
            return NOTHING
        found = [] if self._empty else self._matched(node)
        if not found:
            return Declared(sorted(inline(style), key=_importance)) if style else NOTHING
        key = (style, tuple(order for _, order, _, _ in found))
        if key not in self._ordered:
            self._ordered[key] = self._in_order(found, style)
        return self._ordered[key]

    def _in_order(self, found: Sequence[Any], style: str | None) -> Declared:
        """What rules that reach an element say, and its own `style`."""
        parts: dict[str, list[tuple[Key, Declaration]]] = {"": [], "before": [], "after": []}
        for specificity, order, part, (rule, certain) in found:
            if certain and (part or "") in parts:
                parts[part or ""] += self._ranked(rule, specificity, order)
        if style:
            parts[""] += [((each.important, True), each) for each in inline(style)]
        vague = any(not certain for _, _, _, (_, certain) in found)
        letters = any(part in _SOME_LETTERS for _, _, part, _ in found)
        own, before, after = (
            [each for _, each in sorted(part, key=_strength)] for part in parts.values()
        )
        return Declared(
            own, before, after, vague, letters, tuple(order for _, order, _, _ in found)
        )

    def _matched(self, node: Node) -> list[Any]:
        from helpers.readers.web.tree import MAX_DEPTH

        if self._spent > MAX_SECONDS or node.depth > MAX_DEPTH:
            self.whole = False
            return []
        started = time.perf_counter()
        found: list[Any] = self._matcher.match(node)
        self._spent += time.perf_counter() - started
        return found

    def _ranked(
        self, rule: Rule, specificity: Key, order: int
    ) -> Iterator[tuple[Key, Declaration]]:
        """The declarations of a rule with their strength: a later layer wins, an earlier one if important."""
        layers = range(1, len(rule.layer) + 1)
        rank = [*(self._layers.get(rule.layer[:end], 0) for end in layers), inf]
        for each in rule.declarations:
            turned = tuple(-place for place in rank) if each.important else tuple(rank)
            yield (each.important, False, turned, specificity, order), each

    def _sheets(self) -> Iterator[Sheet]:
        """The sheets in the order of the page, those that one imports before it."""
        for node in self._document.root.walk():
            if node.document is not self._document or not _is_sheet(node):
                continue
            holds = applies(node.attributes.get("media") or "")
            if holds is False:
                continue
            text = _text(node) if node.tag == "style" else self._linked(node)
            if text is None or holds is None:
                self.whole = False
            else:
                yield from self._read(text)

    def _linked(self, node: Node) -> str | None:
        return self._document.found(node.attributes.get("href") or "", "text/css")

    def _read(self, text: str, deep: int = 0) -> Iterator[Sheet]:
        sheet = read_sheet(text)
        self.whole &= sheet.whole
        self.fonts |= sheet.fonts
        for asked in sheet.imports:
            found = _IMPORT.fullmatch(asked)
            address, layer, media = (found[1], found[2], found[4]) if found else ("", "", "")
            if found and applies(media) is False:
                continue
            other = self._document.found(address, "text/css")
            if other is None or layer or media or deep > 3:
                self.whole = False
            else:
                yield from self._read(other, deep + 1)
        yield sheet

    def _add(self, rule: Rule) -> None:
        """Put a rule's selectors among those that are asked for, as far as the page has the names in them."""
        reach = [each.text for each in rule.selectors if self._known(each.names)]
        if not reach:
            return
        odd = any(":" in each.text for each in rule.selectors)
        text = ", ".join(each.text for each in rule.selectors) if odd else ", ".join(reach)
        quirks = self._document.quirks and '"' not in text and "'" not in text
        selectors, certain = _compiled(text.lower() if quirks else text)
        for selector in selectors:
            self._matcher.add_selector(selector, (rule, certain and rule.certain))
            self._empty = False
            self.writes_nothing &= selector.pseudo_element not in _PARTS

    def _known(self, names: frozenset[str]) -> bool:
        return (
            {name.lower() for name in names} <= self._names
            if self._document.quirks
            else names <= self._names
        )


def _strength(item: tuple[Key, Declaration]) -> Key:
    return item[0]


def _importance(each: Declaration) -> bool:
    return each.important


@lru_cache(maxsize=10_000)
def _compiled(text: str) -> tuple[Sequence[Any], bool]:
    """Selectors ready to match, and whether they are all understood.

    One that browsers do not know either spoils its whole rule. Of one that only browsers know, the
    part that is known tells which elements it may reach.
    """
    if len(re.findall(r"[\s>+~]+", re.sub(r"\s*([>+~,])\s*", r"\1", text))) > MAX_LINKS * (
        text.count(",") + 1
    ):
        return compile_selector_list("*"), False
    try:
        return compile_selector_list(text), True
    except (SelectorError, RecursionError, SyntaxError, ValueError, NotImplementedError):
        if _VENDOR.search(text):
            return (), True
    try:
        return compile_selector_list(_PSEUDO.sub("", text) or "*"), False
    except (SelectorError, RecursionError, SyntaxError, ValueError, NotImplementedError):
        return (), True


def _is_sheet(node: Node) -> bool:
    if node.tag == "style":
        return (node.attributes.get("type") or "text/css").strip().lower() == "text/css"
    if node.tag != "link" or "disabled" in node.attributes:
        return False
    return (node.attributes.get("rel") or "").lower().split() == ["stylesheet"] or _preloaded(node)


def _preloaded(node: Node) -> bool:
    """Whether a link becomes a sheet: with further words in `rel`, or when it has been loaded."""
    words = (node.attributes.get("rel") or "").lower().split()
    return ("stylesheet" in words and "alternate" not in words) or (
        "preload" in words and "stylesheet" in (node.attributes.get("onload") or "")
    )


def _text(node: Node) -> str:
    return node.text + "".join(child.tail for child in node.children)


def _names(document: Document) -> frozenset[str]:
    """Every id and class that an element of the document has."""
    names: set[str] = set()
    for node in document.root.walk():
        if node.id:
            names.add(node.id)
        if "class" in node.attributes:
            names |= node.classes
    return frozenset(names)
