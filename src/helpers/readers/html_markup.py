"""What HTML markup means for the printed text: all that the two readings of a web page share."""

from __future__ import annotations

import re
from collections.abc import Mapping

from helpers.readers.running import BREAK, PICTURE

#: Content that no browser prints in the page.
UNSEEN = frozenset({"iframe", "noscript", "script", "style", "template", "title"})

#: Elements that begin and end a printed line.
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|center|dd|details|dir|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|header|hr|legend|li|main|menu|nav|ol|option|p|pre|section|select|summary|table|tbody|td|"
    "tfoot|th|thead|tr|ul"
)

#: Inline elements whose text stands apart: in 12<sup>1</sup> and <s>12</s>15 two numbers must not become one.
_APART = frozenset({"del", "s", "strike", "sub", "sup"})
_APART_STYLE = re.compile(r"line-through|vertical-align\s*:\s*(?:super|sub)\b", re.IGNORECASE)

#: Elements that show something other than text.
_PICTURES = frozenset({"canvas", "embed", "img", "input", "object", "svg", "textarea"})

_DISPLAY_NONE = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"\s*\+?([0-9]+)")


def gap(tag: str, attributes: Mapping[str, str | None]) -> str:
    """What separates an element's text from its surroundings: a line break, a space, a mark for a picture, or nothing.

    Text struck out or raised, and a link within the page (a footnote's mark), stands apart from the number before it.
    """
    if _BLOCK.fullmatch(tag):
        return BREAK
    if tag in _PICTURES and (attributes.get("type") or "").lower() != "hidden":
        return f" {PICTURE} "
    footnote = tag == "a" and re.match("#.", attributes.get("href") or "")
    apart = tag in _APART or footnote or _APART_STYLE.search(attributes.get("style") or "")
    return " " if apart else ""


def hidden(attributes: Mapping[str, str | None]) -> bool:
    """Tell whether an element's own attributes keep it from being shown."""
    return "hidden" in attributes or bool(_DISPLAY_NONE.search(attributes.get("style") or ""))


def span(printed: str | None, limit: int) -> int:
    """Read `colspan` or `rowspan` as browsers do: "2px" is 2, no number is 1, and `limit` is the most."""
    number = _WHOLE_NUMBER.match(printed or "")
    return min(int(number[1][:9]), limit) if number else 1
