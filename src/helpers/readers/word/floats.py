"""What floats over the text of a Word file.

A box with digits may lie over a table, wherever it is anchored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import inf
from xml.etree.ElementTree import Element

from helpers.readers.package import parsed
from helpers.readers.word.looks import amount_of
from helpers.readers.word.markup import (
    CELL,
    DOUBT,
    LETTER,
    PARAGRAPH,
    SHOWS,
    TEXT,
    UNSEEN,
    W,
    on,
    value,
)
from helpers.readers.word.styles import Settings

_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ANCHOR = _PLACED + "anchor"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_VML = "{urn:schemas-microsoft-com:vml}"
_ABSOLUTE = re.compile(r"position\s*:\s*absolute", re.IGNORECASE)
_HEIGHT = re.compile(r"(?:^|;)\s*height\s*:\s*([\d.]+(?:pt|in|cm|mm)?)", re.IGNORECASE)
_CONNECTOR = re.compile(r"_t(?:20|3[2-9]|40)$")
_NO = ("f", "false", "0")
#: Words that stand with a number in a cell.
_UNITS = re.compile("[约共计件条项个人次份宗例篇部元万亿一二三四五六七八九十百千零〇]")
_DIGIT = re.compile(r"[\d一二三四五六七八九十]")
#: A field of this kind numbers the pages.
_PAGES = re.compile(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
#: Heights of a drawing that is no rule (in EMU, so many a point), and of letters drawn over the
#: whole page (in points).
_RULE, _EMU, _WATERMARK = 38_100, 12_700, 36.0
_OPEN_SHAPES = ("line", "straightConnector1", "bentConnector3", "curvedConnector3")
_FILLS = ("solidFill", "gradFill", "pattFill", "blipFill")
#: The shapes of the older markup that have an inside.
_SOLID_SHAPES = (_VML + "rect", _VML + "roundrect", _VML + "oval", _VML + "shape")


@dataclass
class Floats:
    """The pages on which something floats, and those on which tables stand.

    Pages are known as far as the text itself breaks them.
    """

    _page: int = 0
    _floating: set[int] = field(default_factory=set)
    _everywhere: bool = False
    _tables: list[tuple[Element, int, int]] = field(default_factory=list)
    _open: list[int] = field(default_factory=list)

    def break_page(self) -> None:
        """A page ends here."""
        self._page += 1

    def begin_table(self, table: Element) -> None:
        """A table begins.

        One that floats itself, and holds a number alone, may lie over another one.
        """
        self._open.append(self._page)
        if table.find(f"{W}tblPr/{W}tblpPr") is not None and _is_number(table):
            self._floating.add(self._page)

    def end_table(self, table: Element) -> None:
        """A table ends."""
        self._tables.append((table, self._open.pop(), self._page))

    def begin_paragraph(self, paragraph: Element, settings: Settings) -> None:
        """A paragraph begins; it may be framed, and float."""
        if on(settings.get(W + "pageBreakBefore")):
            self.break_page()
        frame = settings.get(W + "framePr")
        if frame is not None and not value(frame, "dropCap") and _is_number(paragraph):
            self._floating.add(self._page)

    def end_paragraph(self, direct: Settings) -> None:
        """A paragraph with these settings of its own ends, and with it perhaps a section."""
        section = direct.get(W + "sectPr")
        if section is not None:
            kind = section.find(f"{W}type")
            if kind is None or value(kind) != "continuous":
                self.break_page()

    def notice(self, element: Element) -> None:
        """Look at a drawing that may float."""
        if element.tag == W + "drawing":
            floating = any(map(_covers, element.iterfind(ANCHOR)))
        else:
            floating = element.tag in (W + "pict", W + "object") and _covers_as_vml(element)
        if floating:
            self._floating.add(self._page)

    def look_over_margin(self, part: bytes) -> None:
        """Look at what floats over every page from a header or footer."""
        if not any(word in part for word in (b"anchor", b"pict", b"framePr")):
            return
        root = parsed(part)
        if root is not None and any(map(_covers_from_margin, root.iter())):
            self._everywhere = True

    def cover(self) -> None:
        """Doubt every number and blank of the tables over which something may lie."""
        for table, first, last in self._tables:
            below = any(first <= page <= last for page in self._floating)
            if self._everywhere or below:
                _doubt_numbers(table)


def _doubt_numbers(table: Element) -> None:
    """Doubt every number and blank of a table; a cell of two letters or more is neither."""
    for cell in table.iter(CELL):
        letters = LETTER.findall(_text(cell))
        if len(letters) < 2:
            cell.set(SHOWS, DOUBT)


def _covers_from_margin(element: Element) -> bool:
    """Whether an element of a header or footer may lie over a table with a number."""
    if element.tag == PARAGRAPH:
        return element.find(f"{W}pPr/{W}framePr") is not None and _is_number(element)
    if element.tag == ANCHOR:
        return _holds_number(element)
    return element.tag == W + "pict" and _covers_as_vml(element, shapes=False)


def _covers(anchor: Element) -> bool:
    """Whether a drawing that floats may hide a number, or look like one."""
    if anchor.find(f"{_PLACED}wrapTopAndBottom") is not None:
        return False
    if _holds_number(anchor):
        return True
    inked = any(element.tag.endswith("}contentPart") for element in anchor.iter())
    return inked or (not is_behind(anchor) and any(map(_hides, anchor.iter(f"{_SHAPE}wsp"))))


def is_behind(anchor: Element) -> bool:
    """Whether a drawing that floats lies behind the text."""
    return anchor.get("behindDoc") in ("1", "true")


def _holds_number(drawing: Element) -> bool:
    return any(map(_is_number, drawing.iter(W + "txbxContent")))


def _hides(shape: Element) -> bool:
    """Whether a shape without text is filled, and is no rule."""
    drawn = shape.find(f"{_SHAPE}spPr")
    if drawn is None or _has_text(shape):
        return False
    form = drawn.find(f"{_DRAWN}prstGeom")
    if form is not None and form.get("prst") in _OPEN_SHAPES:
        return False
    size = drawn.find(f"{_DRAWN}xfrm/{_DRAWN}ext")
    return _is_filled(shape, drawn) and not (size is not None and _is_thin(size))


def _is_filled(shape: Element, drawn: Element) -> bool:
    """Whether a shape is filled, by the properties with which it is drawn or by its style."""
    if drawn.find(f"{_DRAWN}noFill") is not None:
        return False
    if shape.find(f"{_SHAPE}style/{_DRAWN}fillRef") is not None:
        return True
    return any(drawn.find(_DRAWN + fill) is not None for fill in _FILLS)


def _is_thin(size: Element) -> bool:
    """Whether a drawing of this size is a rule."""
    width = amount_of(size.get("cx", ""))
    height = amount_of(size.get("cy", ""))
    return min(width, height) < _RULE


def _has_text(shape: Element) -> bool:
    return next(shape.iter(TEXT), None) is not None


def _covers_as_vml(picture: Element, *, shapes: bool = True) -> bool:
    """The same for a drawing in the older markup.

    `shapes`: whether those without text count, too.
    """
    for shape in picture.iter():
        if not shape.tag.startswith(_VML) or not _ABSOLUTE.search(shape.get("style", "")):
            continue
        path = shape.find(f"{_VML}textpath")
        if path is not None:
            covers = _height(shape) < _WATERMARK and _is_bare(path.get("string", ""))
        else:
            covers = _holds_number(shape) or (shapes and _hides_as_vml(shape))
        if covers:
            return True
    return False


def _hides_as_vml(shape: Element) -> bool:
    if shape.tag not in _SOLID_SHAPES or not _is_filled_as_vml(shape):
        return False
    pictured = shape.find(f"{_VML}imagedata") is not None
    connects = _CONNECTOR.search(shape.get("type", "")) is not None
    thin = _height(shape) < _RULE / _EMU
    return not (pictured or connects or thin or _has_text(shape))


def _is_filled_as_vml(shape: Element) -> bool:
    if shape.get("filled", "t") in _NO:
        return False
    fill = shape.find(f"{_VML}fill")
    return fill is None or fill.get("on", "t") not in _NO


def _height(shape: Element) -> float:
    """The height of a drawing in points; without end where it gives none."""
    found = _HEIGHT.search(shape.get("style", ""))
    if found:
        return amount_of(found[1], 1.0)
    return inf


def _is_number(element: Element) -> bool:
    """Whether what an element shows is a number and nothing else; page numbers are none."""
    numbers_pages = _PAGES.search(_asked(element)) is not None
    return not numbers_pages and _is_bare(_text(element))


def _asked(element: Element) -> str:
    """What the fields in an element ask for, one behind the other."""
    asked = [value(simple, "instr") for simple in element.iter(W + "fldSimple")]
    asked += [instruction.text or "" for instruction in element.iter(W + "instrText")]
    return "".join(asked)


def _is_bare(text: str) -> bool:
    return bool(_DIGIT.search(text)) and not LETTER.search(_UNITS.sub("", text))


def _text(element: Element) -> str:
    """The characters below an element that are not deleted."""
    if element.tag == TEXT:
        return element.text or ""
    return "".join(_text(child) for child in element if child.tag not in UNSEEN)
