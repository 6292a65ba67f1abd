"""What HTML markup means for the printed text, before any style sheet.

The two readings of a web page share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

#: Content that no browser prints in the page, whatever its styles say.
UNSEEN = frozenset({"noscript", "script", "style", "template"})

#: Elements that browsers do not show unless a style says so.
_NOT_SHOWN = (
    "area|base|basefont|datalist|head|link|meta|noembed|noframes|noscript|param|rp|script|source|"
    "style|template|title|track"
)
_BLOCK = (
    "address|article|aside|blockquote|body|center|dd|details|dialog|dir|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|frameset|h[1-6]|header|hgroup|hr|html|legend|listing|main|menu|"
    "nav|ol|optgroup|option|p|plaintext|pre|search|section|select|summary|ul|xmp"
)
#: The parts of a table, each with how browsers lay it out.
TABLE_PARTS = {
    "table": "table",
    "caption": "table-caption",
    "colgroup": "table-column-group",
    "col": "table-column",
    "thead": "table-header-group",
    "tbody": "table-row-group",
    "tfoot": "table-footer-group",
    "tr": "table-row",
    "td": "table-cell",
    "th": "table-cell",
}

#: The cells among them, and the groups of rows.
CELLS = frozenset({"td", "th"})
GROUPS = frozenset({"thead", "tbody", "tfoot"})

#: Elements that show something other than their text: what they hold is for browsers that cannot
#: show it.
PICTURES = frozenset(
    {
        "applet",
        "audio",
        "canvas",
        "embed",
        "frame",
        "iframe",
        "img",
        "input",
        "math",
        "meter",
        "object",
        "progress",
        "select",
        "svg",
        "textarea",
        "video",
    }
)

_STYLES: Mapping[str, Mapping[str, str]] = {
    "sup": {"vertical-align": "super", "font-size": "smaller"},
    "sub": {"vertical-align": "sub", "font-size": "smaller"},
    "rt": {"vertical-align": "super", "font-size": "50%"},
    "small": {"font-size": "smaller"},
    "big": {"font-size": "larger"},
    **{tag: {"text-decoration-line": "line-through"} for tag in ("del", "s", "strike")},
    **{tag: {"white-space": "pre"} for tag in ("pre", "listing", "plaintext", "xmp")},
    "bdi": {"unicode-bidi": "isolate"},
    "bdo": {"unicode-bidi": "bidi-override"},
    "h1": {"font-size": "2em"},
    "h2": {"font-size": "1.5em"},
    "h3": {"font-size": "1.17em"},
    "h4": {"font-size": "1em"},
    "h5": {"font-size": "0.83em"},
    "h6": {"font-size": "0.67em"},
}
_FONT_SIZES = ("10px", "13px", "16px", "18px", "24px", "32px", "48px")
#: Elements that may have the attribute `background`.
_WITH_BACKGROUND = frozenset({"body", "img", *TABLE_PARTS} - {"caption"})
_WHOLE_NUMBER = re.compile(r"\s*\+?([0-9]+)")


@lru_cache(maxsize=1000)
def display(tag: str) -> str:
    """How browsers lay out an element: on lines of its own, in a table, in the line, or not."""
    if re.fullmatch(_BLOCK, tag):
        return "block"
    if re.fullmatch(_NOT_SHOWN, tag):
        return "none"
    return TABLE_PARTS.get(tag, "list-item" if tag == "li" else "inline")


def by_tag(tag: str) -> Mapping[str, str]:
    """The styles that browsers give an element by themselves."""
    return _STYLES.get(tag, {})


def by_attributes(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The styles that an element has by its attributes."""
    yield from _switches(tag, attributes)
    if not attributes:
        return
    if tag == "a" and "href" in attributes:
        yield "color", "#0000ee"
    yield from _colours(tag, attributes)
    if tag == "font" and "size" in attributes:
        yield from _font_size(attributes["size"])
    yield from _direction(tag, attributes)
    if "nowrap" in attributes and tag in CELLS:
        yield "white-space", "nowrap"


def _switches(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is folded up or turned off."""
    closed = tag == "dialog" and "open" not in attributes
    silent = tag == "audio" and "controls" not in attributes
    unasked = tag == "input" and attributes.get("type", "").lower() == "hidden"
    if "hidden" in attributes or "popover" in attributes or closed or silent or unasked:
        yield "display", "none"


def _colours(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if "bgcolor" in attributes:
        yield "background-color", _legacy(attributes["bgcolor"])
    if "background" in attributes and tag in _WITH_BACKGROUND:
        yield "background-image", "picture"
    if tag == "font" and "color" in attributes:
        yield "color", _legacy(attributes["color"])
    if tag == "body" and "text" in attributes:
        yield "color", _legacy(attributes["text"])


def _legacy(colour: str) -> str:
    """A colour in an attribute, where the hash may be left out."""
    colour = colour.strip().lower()
    return f"#{colour}" if re.fullmatch(r"(?=.*\d)[0-9a-f]{6}|[0-9a-f]{6}", colour) else colour


def _font_size(size: str) -> Iterator[tuple[str, str]]:
    found = re.match(r"\s*([+-]?)(\d+)", size)
    if found:
        sign, digits = found.groups()
        number = 3 + int(sign + digits) if sign else int(digits)
        yield "font-size", _FONT_SIZES[min(max(number, 1), 7) - 1]


def _direction(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    way = attributes.get("dir", "").lower()
    if way in ("ltr", "rtl", "auto"):
        yield "direction", way
        if tag != "bdo" and display(tag) == "inline":
            yield "unicode-bidi", "isolate"


def is_footnote(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is a link within the page, such as the mark of a footnote."""
    return tag == "a" and re.match("#.", attributes.get("href", "")) is not None


def span(printed: str | None, limit: int) -> int:
    """Read `colspan` or `rowspan` as browsers do: "2px" is 2, no number is 1, `limit` the most."""
    number = _WHOLE_NUMBER.match(printed or "")
    return min(int(number[1][:9]), limit) if number else 1
