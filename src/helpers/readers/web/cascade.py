"""The style sheets of one document, and which of their declarations an element gets.

The strongest comes last.
"""

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

#: So many sheets are asked for by other sheets.
MAX_IMPORTS = 200
#: Seconds for asking which rules reach the elements of a document, links in one selector, and
#: elements that stand in one another: more is an attack.
MAX_SECONDS, MAX_LINKS, MAX_DEPTH = 2.0, 8, 300

#: Parts of elements that have their own declarations, and those of which only browsers' own widgets
#: have any.
_PARTS = frozenset({"before", "after"})
_SOME_LETTERS = frozenset({"first-letter", "first-line"})
_PSEUDO = re.compile(r"::?[a-zA-Z-]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?")
_VENDOR = re.compile(
    r"::?-(?:moz|ms|o|khtml|webkit)-|"
    r"::?(?:selection|placeholder|backdrop|file-selector-button|cue)\b"
)
_IMPORT = re.compile(
    r"""(?:url\(\s*)?["']?([^"')]*)["']?\s*\)?\s*(layer(?:\(([^)]*)\))?)?\s*(.*)""",
    re.IGNORECASE | re.DOTALL,
)

#: What sorts declarations by their strength, and a declaration with it.
Key = tuple[Any, ...]
Ranked = tuple[Key, Declaration]


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

_NOT_COMPILED = (SelectorError, RecursionError, SyntaxError, ValueError, NotImplementedError)


class Cascade:
    """All sheets of a document.

    `whole` is False where one of them is not in the file, or too much to read.
    """

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
        self._imported = 0
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
        if found:
            key = (style, _orders(found))
            if key not in self._ordered:
                self._ordered[key] = self._in_order(found, style)
            return self._ordered[key]
        if style:
            return Declared(sorted(inline(style), key=_importance))
        return NOTHING

    def _in_order(self, found: Sequence[Any], style: str | None) -> Declared:
        """What rules that reach an element say, and its own `style`."""
        said: dict[str, list[Ranked]] = {"": [], "before": [], "after": []}
        vague = letters = False
        for specificity, order, part, (rule, certain) in found:
            vague |= not certain
            letters |= part in _SOME_LETTERS
            if certain and (part or "") in said:
                said[part or ""] += self._ranked(rule, specificity, order)
        if style:
            for declaration in inline(style):
                said[""].append(((declaration.important, True), declaration))
        own, before, after = map(_by_strength, said.values())
        return Declared(own, before, after, vague, letters, _orders(found))

    def _matched(self, node: Node) -> list[Any]:
        if self._spent > MAX_SECONDS or node.depth > MAX_DEPTH:
            self.whole = False
            return []
        started = time.perf_counter()
        found: list[Any] = self._matcher.match(node)
        self._spent += time.perf_counter() - started
        return found

    def _ranked(self, rule: Rule, specificity: Key, order: int) -> Iterator[Ranked]:
        """The declarations of a rule with their strength.

        A later layer wins, but an earlier one where the declaration is important.
        """
        ends = range(1, len(rule.layer) + 1)
        usual = (*(self._layers.get(rule.layer[:end], 0) for end in ends), inf)
        turned = tuple(-place for place in usual)
        for declaration in rule.declarations:
            important = declaration.important
            layer = turned if important else usual
            yield (important, False, layer, specificity, order), declaration

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
            address, layer, media = found.group(1, 2, 4) if found else ("", "", "")
            if applies(media) is False:
                continue
            imported = self._document.found(address, "text/css")
            self._imported += 1
            too_many = deep > 3 or self._imported > MAX_IMPORTS
            if imported is None or layer or media or too_many:
                self.whole = False
            else:
                yield from self._read(imported, deep + 1)
        yield sheet

    def _add(self, rule: Rule) -> None:
        """Put a rule's selectors among those that are asked for.

        Those with names that the page does not have are left out, unless an odd one may spoil them.
        """
        texts = [selector.text for selector in rule.selectors]
        known = [selector.text for selector in rule.selectors if self._known(selector.names)]
        if not known:
            return
        odd = any(":" in text for text in texts)
        text = ", ".join(texts if odd else known)
        if self._document.quirks and '"' not in text and "'" not in text:
            text = text.lower()
        selectors, certain = _compiled(text)
        for selector in selectors:
            self._matcher.add_selector(selector, (rule, certain and rule.certain))
            self._empty = False
            self.writes_nothing &= selector.pseudo_element not in _PARTS

    def _known(self, names: frozenset[str]) -> bool:
        """Whether the page has all the names without which a selector matches nothing."""
        if self._document.quirks:
            names = frozenset(name.lower() for name in names)
        return names <= self._names


def _by_strength(ranked: list[Ranked]) -> list[Declaration]:
    """Declarations, the weakest first."""
    in_order = sorted(ranked, key=lambda pair: pair[0])
    return [declaration for _, declaration in in_order]


def _importance(declaration: Declaration) -> bool:
    return declaration.important


def _orders(found: Sequence[Any]) -> tuple[int, ...]:
    """The numbers of the rules that reach an element."""
    return tuple(order for _, order, _, _ in found)


@lru_cache(maxsize=10_000)
def _compiled(text: str) -> tuple[Sequence[Any], bool]:
    """Selectors ready to match, and whether they are all understood.

    One that browsers do not know either spoils its whole rule. Of one that only browsers know, the
    part that is known tells which elements it may reach.
    """
    if _links(text) > MAX_LINKS * (text.count(",") + 1):
        return compile_selector_list("*"), False
    try:
        return compile_selector_list(text), True
    except _NOT_COMPILED:
        if _VENDOR.search(text):
            return (), True
    try:
        return compile_selector_list(_PSEUDO.sub("", text) or "*"), False
    except _NOT_COMPILED:
        return (), True


def _links(text: str) -> int:
    """How many elements selectors ask for beside those that they reach."""
    tight = re.sub(r"\s*([>+~,])\s*", r"\1", text)
    return len(re.findall(r"[\s>+~]+", tight))


def _is_sheet(node: Node) -> bool:
    if node.tag == "style":
        return (node.attributes.get("type") or "text/css").strip().lower() == "text/css"
    if node.tag != "link" or "disabled" in node.attributes:
        return False
    words = (node.attributes.get("rel") or "").lower().split()
    return words == ["stylesheet"] or _preloaded(node, words)


def _preloaded(node: Node, words: Sequence[str]) -> bool:
    """Whether a link becomes a sheet: with further words in `rel`, or when it has been loaded."""
    if "stylesheet" in words and "alternate" not in words:
        return True
    return "preload" in words and "stylesheet" in (node.attributes.get("onload") or "")


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
