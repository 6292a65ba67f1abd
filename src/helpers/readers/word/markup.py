"""What Word's markup means for the printed text: all that the two readings of a Word file share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element  # what it can do, lxml's elements can do as well

from helpers.readers.flow import BREAK, lines
from helpers.readers.grid import UNREAD

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"


def tags(*names: str) -> tuple[str, ...]:
    """The tags of Word's elements with these names."""
    return tuple(W + name for name in names)


TABLE, ROW, CELL, RUN, TEXT, PARAGRAPH = tags("tbl", "tr", "tc", "r", "t", "p")
FIELD = W + "fldChar"
_HYPHEN = W + "noBreakHyphen"
#: What stands in a run for characters.
CHARACTERS = (TEXT, _HYPHEN)
OFF = ("0", "false", "off")
LETTER = re.compile(r"[^\W\d_]")

#: The attribute that `prints` sets on what does not simply show its text, and what it may say:
#: nothing is shown; its text is none of the number beside it; it is shown, and a person may read it
#: otherwise; nobody knows.
SHOWS = "{gongkai}shows"
NOTHING, APART, DOUBT, UNKNOWN = "nothing", "apart", "doubt", "unknown"
#: The attribute with a number that Word sets itself and that is all that its cell shows.
NUMBER = "{gongkai}number"

#: Elements whose text is not printed: deleted or moved away, settings, and the small print over a
#: character.
UNSEEN = frozenset(tags(
    "del", "moveFrom", "rt", "pPr", "rPr", "sdtPr", "sdtEndPr", "tcPr", "trPr", "tblPr",
    "tblPrEx", "tblGrid", "sectPr",
))  # fmt: skip
#: What stands for something that is shown and is no text.
_PICTURE = f" {UNREAD} "
#: What stands around an element's text: a symbol, a drawing and a formula show something that is
#: not text.
_GAPS = {
    **dict.fromkeys(tags("p", "tc", "tbl", "txbxContent", "br", "cr"), BREAK),
    **dict.fromkeys(tags("tab", "ptab", "footnoteReference", "endnoteReference"), " "),
    **dict.fromkeys(tags("drawing", "pict", "object", "sym"), _PICTURE),
    **dict.fromkeys(tags("contentPart", "altChunk", "subDoc", "pgNum"), _PICTURE),
    **dict.fromkeys(tags("dayShort", "monthShort", "yearShort"), _PICTURE),
    **dict.fromkeys(tags("dayLong", "monthLong", "yearLong"), _PICTURE),
    _MATH: _PICTURE,
}
#: Signs among the pieces of a text, for the reading of what is seen; no XML holds these characters.
_SIGNS = {DOUBT: "\x00", UNKNOWN: "\x01", APART: " "}
_WITHOUT_SIGNS = {0: None, 1: None}


class Fields:
    """The fields that are open at a place of the text.

    Only the results of fields are printed, not what they ask for. Whoever walks through a document
    tells it each mark of a field.
    """

    def __init__(self) -> None:
        self._in_result: list[bool] = []

    @property
    def print_text(self) -> bool:
        """Whether text that stands here is printed."""
        return all(self._in_result)

    def mark(self, element: Element) -> str:
        """Take the mark that begins or ends a field or its result → what it prints.

        That is a picture, if no result came.
        """
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._in_result.append(False)
        elif kind == "separate" and self._in_result:
            self._in_result[-1] = True
        elif kind == "end" and self._in_result:
            had_result = self._in_result.pop()
            if not had_result and SHOWS not in element.attrib:
                return _PICTURE
        return ""


def value(element: Element | None, name: str = "val") -> str:
    """An attribute of an element; "" where it has none, or where there is no element."""
    if element is not None:
        return element.attrib.get(W + name, "")
    return ""


def is_field_mark(element: Element) -> bool:
    """Whether it is a mark for `Fields`."""
    return element.tag == FIELD


def plain(element: Element) -> str:
    """The characters of an element that holds no others.

    It is a text, a hyphen that does not break, or a number of a list.
    """
    if element.tag == TEXT:
        return element.text or ""
    if element.tag == _HYPHEN:
        return "-"
    return element.get(NUMBER, "")


def gap(element: Element) -> str:
    """What separates an element's text from its surroundings.

    It is a line break, a space, a mark for a picture, or a sign.
    """
    around = _GAPS.get(element.tag, "")
    shows = element.get(SHOWS)
    if shows:
        return around + _SIGNS[shows]
    return around


def shown(element: Element) -> bool:
    """Tell whether an element is printed."""
    if element.tag in UNSEEN or element.get(SHOWS) == NOTHING:
        return False
    if element.tag == ROW:
        return not has(element, "trPr", "del", "hidden")
    if element.tag == CELL:
        return not has(element, "tcPr", "cellDel")
    return True


def has(element: Element, settings: str, *names: str) -> bool:
    """Whether any of these settings is on."""
    return any(on(element.find(f"{W}{settings}/{W}{name}")) for name in names)


def on(setting: Element | None) -> bool:
    """Whether a setting is there and not switched off."""
    return setting is not None and value(setting) not in OFF


def on_attribute(element: Element | None, name: str) -> bool:
    """Whether an attribute is there and not switched off."""
    return value(element, name) not in ("", *OFF)


def nearest(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, whatever stands between.

    Those of a table inside are not among them.
    """
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag != TABLE and shown(child):
            yield from nearest(child, tag)


def merge_part(cell: Element, name: str) -> str:
    """The part of a cell in cells that are merged: `restart`, `continue` or nothing.

    They are merged downwards (`vMerge`), or side by side in Word's old way (`hMerge`).
    """
    merge = cell.find(f"{W}tcPr/{W}{name}")
    if merge is None:
        return ""
    return value(merge) or "continue"


def without_signs(text: str) -> str:
    """A text without the signs of doubt."""
    return text.translate(_WITHOUT_SIGNS)


def read(text: str) -> str:
    """The printed lines of a cell without the signs of doubt among them."""
    if "\x00" in text or "\x01" in text:
        return lines([without_signs(text)])
    return text


def seen(text: str) -> str | None:
    """What a person sees in a cell, with the mark for what is no character.

    None where something in it is unknown.
    """
    if "\x01" in text:
        return None
    return text.replace("\x00", UNREAD)
