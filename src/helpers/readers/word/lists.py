"""The numbers that Word sets itself before the paragraphs of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from helpers.readers.grid import UNREAD
from helpers.readers.word.markup import OFF, W, value
from helpers.readers.word.styles import Settings, Styles, settings

#: Levels below the first, and letters of what one prints.
_DEEPEST, _LONGEST = 8, 200
_DECIMAL = ("decimal", "decimalFullWidth", "decimalHalfWidth")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: where it starts, how it counts, and what it prints (`%1.`)."""

    start: int
    numerals: str
    text: str
    looks: Settings


class Numbers:
    """The lists of a document; their paragraphs take their numbers in the order of the text."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = _by_name(root, "num")
        self._definitions = _by_name(root, "abstractNum")
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()

    def number(self, direct: Settings, style: Settings, name: str) -> tuple[str, Settings]:
        """The next number of a paragraph's list, and how it looks; "" for none.

        The list is the one that the paragraph's own settings name, or those of its style of this
        `name`.
        """
        chosen = _part(direct, "numId") or _part(style, "numId")
        ilvl = _part(direct, "ilvl") or _part(style, "ilvl")
        numbered = self._lists.get(chosen)
        definition = self._definition(numbered)
        if numbered is None or definition is None:
            return "", {}
        depth = min(_whole(ilvl or _level_of_style(definition, name)), _DEEPEST)
        levels = [_level(numbered, definition, place) for place in range(depth + 1)]
        defined = value(definition, "abstractNumId")
        self._count(defined, chosen, numbered, levels)
        return self._text(defined, levels), levels[-1].looks

    def _definition(self, numbered: Element | None) -> Element | None:
        """The definition that a list follows; it may name a style of lists, and so another one."""
        if numbered is None:
            return None
        definition = self._definitions.get(_says(numbered, "abstractNumId"))
        link = _says(definition, "numStyleLink")
        styled = self._styles.list_style(link) if link else None
        if styled is None:
            return definition
        linked = self._lists.get(value(styled))
        if linked is None:
            return definition
        return self._definitions.get(_says(linked, "abstractNumId"), definition)

    def _count(self, defined: str, chosen: str, numbered: Element, levels: list[_Level]) -> None:
        """Count the paragraph on its level; deeper levels begin again."""
        depth = len(levels) - 1
        anew = numbered.find(f"{W}lvlOverride[@{W}ilvl='{depth}']/{W}startOverride")
        first = (chosen, depth) not in self._begun
        self._begun.add((chosen, depth))
        if anew is not None and first:
            self._counts[defined, depth] = _whole(value(anew))
        elif (defined, depth) in self._counts:
            self._counts[defined, depth] += 1
        else:
            self._counts[defined, depth] = levels[depth].start
        for deeper in range(depth + 1, _DEEPEST + 1):
            self._counts.pop((defined, deeper), None)

    def _text(self, defined: str, levels: list[_Level]) -> str:
        """What the paragraph's level prints, with the counts of the levels that it names."""
        level = levels[-1]
        if level.numerals == "bullet":
            return level.text and f"{UNREAD}{level.text}"

        def printed(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            if depth >= len(levels) or levels[depth].numerals == "none":
                return ""
            count = self._counts.get((defined, depth), levels[depth].start)
            return _written(count, levels[depth])

        return re.sub("%([1-9])", printed, level.text).strip()


def _by_name(root: Element | None, kind: str) -> dict[str, Element]:
    """The lists of a document, or their definitions, by their names."""
    named: dict[str, Element] = {}
    if root is not None:
        for entry in root.iterfind(W + kind):
            named[value(entry, f"{kind}Id")] = entry
    return named


def _level_of_style(definition: Element, name: str) -> str:
    """The level of a list that is made for the paragraphs of a style; "" for none."""
    for level in definition.iterfind(f"{W}lvl"):
        if _says(level, "pStyle") == name:
            return value(level, "ilvl")
    return ""


def _level(numbered: Element, definition: Element, depth: int) -> _Level:
    """A level as the list itself or else its definition has it."""
    level = numbered.find(f"{W}lvlOverride[@{W}ilvl='{depth}']/{W}lvl")
    if level is None:
        level = definition.find(f"{W}lvl[@{W}ilvl='{depth}']")
    if level is None:
        return _Level(1, "decimal", "", {})
    start = _whole(_says(level, "start") or "1")
    numerals, text = _says(level, "numFmt") or "decimal", _says(level, "lvlText")[:_LONGEST]
    if level.find(f"{W}lvlPicBulletId") is not None:
        numerals, text = "bullet", UNREAD
    return _Level(start, numerals, text, settings(level, f"{W}rPr"))


def _written(count: int, level: _Level) -> str:
    """A count as a number; Chinese and Roman ones are seen, and no digits."""
    if level.numerals == "decimalZero":
        return f"{count:02}"
    if level.numerals in _DECIMAL:
        return str(count)
    return UNREAD


def _part(paragraph: Mapping[str, Element], name: str) -> str:
    """The list or the level that a paragraph's settings name."""
    return _says(paragraph.get(W + "numPr"), name)


def _says(element: Element | None, name: str) -> str:
    """The value of a setting; "" where it has none or is switched off, but 0 is a number here."""
    said = value(element.find(W + name)) if element is not None else ""
    if said not in OFF[1:]:
        return said
    return ""


def _whole(printed: str) -> int:
    if re.fullmatch(r"\d{1,9}", printed):
        return int(printed)
    return 0
