"""What Word's markup means for the printed text: all that the two readings of a Word file share."""

from __future__ import annotations

from xml.etree.ElementTree import Element  # what it can do, lxml's elements can do as well

from helpers.readers.running import BREAK, PICTURE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"

TABLE, ROW, CELL, RUN, TEXT = (W + name for name in ("tbl", "tr", "tc", "r", "t"))
_PARAGRAPH, _FIELD = W + "p", W + "fldChar"

#: Elements whose text is not printed: deleted or moved away, settings, the small print over a character, and the twin
#: of a drawing for old programs.
_UNSEEN = frozenset({W + name for name in ("del", "moveFrom", "pPr", "rt", "sdtPr")} | {_FALLBACK})
#: What stands around an element's text: a symbol, a drawing and a formula show something that is not text.
_GAPS = (
    dict.fromkeys((W + name for name in ("p", "tc", "tbl", "txbxContent", "br", "cr")), BREAK)
    | dict.fromkeys((W + name for name in ("tab", "ptab", "footnoteReference", "endnoteReference")), " ")
    | dict.fromkeys((W + name for name in ("drawing", "pict", "object", "sym", "contentPart")), f" {PICTURE} ")
    | {_MATH: f" {PICTURE} "}
)
_OFF = ("0", "false", "off")


class Fields:
    """The fields that are open at a place of the text: only the results of fields are printed, not what they ask for.

    Whoever walks through a document tells it each mark of a field.
    """

    def __init__(self) -> None:
        self._in_result: list[bool] = []

    @property
    def print_text(self) -> bool:
        """Whether text that stands here is printed."""
        return all(self._in_result)

    def mark(self, element: Element) -> str:
        """Take the mark that begins or ends a field or its result → what it prints: a picture, if no result came."""
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._in_result.append(False)
        elif kind == "separate" and self._in_result:
            self._in_result[-1] = True
        elif kind == "end" and self._in_result and not self._in_result.pop():
            return f" {PICTURE} "
        return ""


def value(element: Element, name: str = "val") -> str:
    """An attribute of an element; "" where it has none."""
    return element.attrib.get(W + name, "")


def is_field_mark(element: Element) -> bool:
    """Whether it is a mark for `Fields`."""
    return element.tag == _FIELD


def plain(element: Element) -> str:
    """The characters of an element that holds no others: a text, or a hyphen that does not break."""
    return element.text or "" if element.tag == TEXT else "-" if element.tag == W + "noBreakHyphen" else ""


def gap(element: Element) -> str:
    """What separates an element's text from its surroundings: a line break, a space, a mark for a picture, or nothing.

    Text raised, lowered or struck out stands apart from the number before it.
    """
    if element.tag != RUN:
        return _GAPS.get(element.tag, "")
    raised = element.find(f"{W}rPr/{W}vertAlign")
    apart = raised is not None and value(raised) in ("superscript", "subscript")
    return " " if apart or _has(element, "rPr", "strike", "dstrike") else ""


def shown(element: Element, hidden: frozenset[str]) -> bool:
    """Tell whether an element is printed, as far as it says so itself; `hidden`: the styles of hidden text."""
    if element.tag in _UNSEEN:
        return False
    if element.tag in (RUN, _PARAGRAPH):
        settings = "rPr" if element.tag == RUN else "pPr"
        style = element.find(f"{W}{settings}/{W}{settings[0]}Style")
        if style is not None and value(style) in hidden:
            return False
        return element.tag != RUN or not _has(element, "rPr", "vanish")
    if element.tag == ROW:
        return not _has(element, "trPr", "del", "hidden")
    return element.tag != CELL or not _has(element, "tcPr", "cellDel")


def hidden_styles(styles: Element | None) -> frozenset[str]:
    """The names of the styles of hidden text, and of those based on them."""
    known = [] if styles is None else list(styles.iterfind(f"{W}style"))
    hidden = {value(style, "styleId") for style in known if _has(style, "rPr", "vanish")}
    for _ in known:
        based = {value(each, "styleId") for each in known for on in each.iterfind(f"{W}basedOn") if value(on) in hidden}
        if based <= hidden:
            break
        hidden |= based
    return frozenset(hidden)


def _has(element: Element, settings: str, *names: str) -> bool:
    """Whether any of these settings is on."""
    found = (element.find(f"{W}{settings}/{W}{name}") for name in names)
    return any(each is not None and value(each) not in _OFF for each in found)
