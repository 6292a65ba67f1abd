"""The styles of a Word file.

They say which settings reach a run, a paragraph and a cell, and from which level they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from xml.etree.ElementTree import Element

from helpers.readers.word.markup import W, on, on_attribute, tags, value

#: Settings by their tags.
Settings = dict[str, Element]

#: The mark of settings on which programs differ.
DISPUTED = "disputed"
#: Settings that a style turns round where a style of another level has turned them on already.
_TOGGLES = frozenset(tags("vanish", "strike"))


#: A style is based on another, and that on a third, no further than this.
_LONGEST = 50


class Styles:
    """The styles by kind and name, each with what it takes from those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._default: dict[str, str] = {}
        if root is not None:
            self._collect(root)
        self.defaults = settings(root, f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.paragraph_defaults = settings(root, f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        self.of = cache(self._of)
        self.for_cell = cache(self._for_cell)

    def _collect(self, root: Element) -> None:
        for style in root.iterfind(f"{W}style"):
            kind, name = value(style, "type"), value(style, "styleId")
            self._styles[kind, name] = style
            if on_attribute(style, "default"):
                self._default[kind] = name

    def named(self, kind: str, element: Element | None, path: str) -> str:
        """The name of the style that an element's settings name, or of the default one."""
        name = value(element.find(path)) if element is not None else ""
        if (kind, name) in self._styles:
            return name
        return self._default.get(kind, "")

    def _chain(self, kind: str, name: str) -> Iterator[Element]:
        """A style and those that it is based on, from the last one to itself."""
        chain: list[Element] = []
        style = self._styles.get((kind, name))
        while style is not None and style not in chain and len(chain) < _LONGEST:
            chain.append(style)
            base = value(style.find(f"{W}basedOn"))
            style = self._styles.get((kind, base))
        return reversed(chain)

    def _of(self, kind: str, name: str, part: str) -> Settings:
        """The settings (`part`: rPr, pPr, tcPr, tblPr) of a style."""
        return merged(settings(style, W + part) for style in self._chain(kind, name))

    def _for_cell(self, name: str, when: tuple[str, ...], part: str) -> Settings:
        """The settings of a table's style for a cell with these conditions (firstRow).

        The last one counts most.
        """
        chain = list(self._chain("table", name))
        levels = [self._of("table", name, part)]
        for condition in when:
            path = f"{W}tblStylePr[@{W}type='{condition}']/{W}{part}"
            levels += [settings(style, path) for style in chain]
        return merged(levels)

    def list_style(self, name: str) -> Element | None:
        """The settings of a style of lists."""
        style = self._styles.get(("numbering", name))
        if style is None:
            return None
        return style.find(f"{W}pPr/{W}numPr/{W}numId")


def settings(element: Element | None, path: str) -> Settings:
    """The settings in the part of an element that stands there."""
    found = element.find(path) if element is not None else None
    if found is None:
        return {}
    return {child.tag: child for child in found}


def merged(levels: Iterable[Settings]) -> Settings:
    """The settings of all levels: what a later one says, counts."""
    together: Settings = {}
    for level in levels:
        together |= level
    return together


def resolved(defaults: Settings, styles: Iterable[Settings], direct: Settings) -> Settings:
    """The settings that reach a run, from all levels.

    These are the document's defaults, the run's styles from table to character, and its own. A
    toggle that two styles turn on is off again, though not in every program; the run's own settings
    and the defaults count as they stand.
    """
    levels = list(styles)
    together = merged((defaults, *levels, direct))
    for tag in _TOGGLES & together.keys() - direct.keys():
        turned = [level for level in levels if on(level.get(tag))]
        by_default = on(defaults.get(tag))
        if len(turned) > 1:
            together[DISPUTED] = turned[0][tag]
        if not by_default and len(turned) % 2 == 0:
            del together[tag]
        elif not on(together[tag]):
            together[tag] = defaults[tag] if by_default else turned[0][tag]
    return together
