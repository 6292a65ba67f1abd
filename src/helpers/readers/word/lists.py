"""The numbers that Word sets itself before the paragraphs of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from helpers.readers.grid import UNREAD
from helpers.readers.word.markup import OFF, W, value
from helpers.readers.word.styles import Settings, Styles

_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: where it starts, how it counts, and what it prints (`%1.`)."""

    start: int
    kind: str
    text: str
    restarts: bool
    looks: Settings


class Numbers:
    """The lists of a document; each paragraph of a list takes its number in the order of the text."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        listed = {each.tag: {} for each in root} if root is not None else {}  # type: dict[str, dict[str, Element]]
        for each in root if root is not None else ():
            listed[each.tag][value(each, "abstractNumId") or value(each, "numId")] = each
        self._lists = listed.get(W + "num", {})
        self._kinds = listed.get(W + "abstractNum", {})
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()

    def number(self, own: Settings, style: Settings, name: str) -> tuple[str, Settings]:
        """The next number of the list that a paragraph's settings or its style name, and how it looks; "" for none."""
        chosen, ilvl = (
            _part(own, "numId") or _part(style, "numId"),
            _part(own, "ilvl") or _part(style, "ilvl"),
        )
        numbered = self._lists.get(chosen)
        kind = self._kind(numbered)
        if numbered is None or kind is None:
            return "", {}
        by_style = next(
            (
                value(each, "ilvl")
                for each in kind.iterfind(f"{W}lvl")
                if _says(each, "pStyle") == name
            ),
            "",
        )
        depth = min(_whole(ilvl or by_style), _DEEPEST)
        levels = [_level(numbered, kind, n) for n in range(depth + 1)]
        self._count(value(kind, "abstractNumId"), chosen, numbered, levels)
        return self._text(value(kind, "abstractNumId"), levels), levels[-1].looks

    def _kind(self, numbered: Element | None) -> Element | None:
        """The definition that a list follows, where a style of lists names another one that one."""
        kind = self._kinds.get(_says(numbered, "abstractNumId")) if numbered is not None else None
        link = _says(kind, "numStyleLink") if kind is not None else ""
        other = self._styles.list_style(link) if link else None
        linked = self._lists.get(value(other)) if other is not None else None
        return self._kinds.get(_says(linked, "abstractNumId"), kind) if linked is not None else kind

    def _count(self, kind: str, chosen: str, numbered: Element, levels: list[_Level]) -> None:
        """Count the paragraph on its level; deeper levels begin again."""
        depth = len(levels) - 1
        anew = numbered.find(f"{W}lvlOverride[@{W}ilvl='{depth}']/{W}startOverride")
        first = (chosen, depth) not in self._begun
        self._begun.add((chosen, depth))
        if anew is not None and first:
            self._counts[kind, depth] = _whole(value(anew))
        elif (kind, depth) in self._counts:
            self._counts[kind, depth] += 1
        else:
            self._counts[kind, depth] = levels[depth].start
        for deeper in range(depth + 1, _DEEPEST + 1):
            self._counts.pop((kind, deeper), None)

    def _text(self, kind: str, levels: list[_Level]) -> str:
        def printed(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            if depth >= len(levels) or levels[depth].kind == "none":
                return ""
            return _written(self._counts.get((kind, depth), levels[depth].start), levels[depth])

        own = levels[-1]
        if own.kind == "bullet":
            return own.text and f"{UNREAD}{own.text}"
        return re.sub("%([1-9])", printed, own.text).strip()


def _level(numbered: Element, kind: Element, depth: int) -> _Level:
    """A level as the list itself or else its definition has it."""
    own = numbered.find(f"{W}lvlOverride[@{W}ilvl='{depth}']/{W}lvl")
    level = own if own is not None else kind.find(f"{W}lvl[@{W}ilvl='{depth}']")
    if level is None:
        return _Level(1, "decimal", "", True, {})
    looks = level.find(f"{W}rPr")
    picture = level.find(f"{W}lvlPicBulletId") is not None
    return _Level(
        _whole(_says(level, "start") or "1"),
        "bullet" if picture else _says(level, "numFmt") or "decimal",
        UNREAD if picture else _says(level, "lvlText"),
        _says(level, "lvlRestart") != "0",
        {} if looks is None else {each.tag: each for each in looks},
    )


def _written(count: int, level: _Level) -> str:
    """A count as a number; Chinese and Roman ones are seen, and no digits."""
    if level.kind == "decimalZero":
        return f"{count:02}"
    return (
        str(count) if level.kind in ("decimal", "decimalFullWidth", "decimalHalfWidth") else UNREAD
    )


def _part(settings: Mapping[str, Element], name: str) -> str:
    """The list or the level that a paragraph's settings name."""
    found = settings.get(W + "numPr")
    return _says(found, name) if found is not None else ""


def _says(element: Element, name: str) -> str:
    found = element.find(W + name)
    return value(found) if found is not None and value(found) not in OFF[1:] else ""


def _whole(printed: str) -> int:
    return int(printed) if re.fullmatch(r"\d{1,9}", printed) else 0
