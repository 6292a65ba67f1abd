"""What Word prints of a document: what each run, paragraph and cell shows that does not simply show its text.

Styles, lists, fields, and twins for older programs are settled here once, on the tree of one
parser; `settle` carries what was found over to the tree of the other one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from xml.etree.ElementTree import Element

from helpers.readers.grid import UNREAD
from helpers.readers.word.bands import band, conditions, in_order, options
from helpers.readers.word.colours import PAPER, Ground, Palette, parsed, rgb
from helpers.readers.word.fields import OpenFields, is_stale
from helpers.readers.word.floats import ANCHOR, Floats
from helpers.readers.word.lists import Numbers
from helpers.readers.word.looks import RELEVANT, Look, amount, look
from helpers.readers.word.markup import (
    APART,
    CELL,
    DOUBT,
    FIELD,
    NOTHING,
    PARAGRAPH,
    ROW,
    RUN,
    SHOWS,
    TABLE,
    TEXT,
    UNKNOWN,
    W,
    shown,
    value,
)
from helpers.readers.word.package import Package
from helpers.readers.word.runs import Content, weigh
from helpers.readers.word.styles import Settings, Styles, merged, on, resolved, settings

_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: Cells that say they are narrower, in points, are made wider by their text.
_NARROW = 36.0
#: The namespaces whose drawings and settings Word knows, by how they begin.
_KNOWN = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")
#: What may stand in a paragraph and shows what stands in it; another name may mean anything.
_PLAIN = frozenset(
    {W + name for name in (
        "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "r",
        "ruby", "rubyBase", "tc", "tr", "p", "tbl", "body", "drawing", "pict", "object", "txbxContent",
    )}
    | {_CHOICES + name for name in ("AlternateContent", "Choice", "Fallback")}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: the style of the table with what applies to the cell, the ground, and the paragraph.

    `content`: what is compared with one another, the runs of a cell, or those of a paragraph
    outside of tables; behind these a drawing may lie (`backed`), so that white letters can be seen.
    """

    table: str = ""
    when: tuple[str, ...] = ()
    ground: Ground = PAPER
    style: str = ""
    content: Content | None = None
    shows: str = ""
    backed: bool = False


@dataclass
class Printer:
    """A walk through a document that settles what each part of it shows."""

    package: Package
    floats: Floats = field(default_factory=Floats)
    _fields: OpenFields = field(default_factory=OpenFields)
    _looks: dict[object, Look] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._styles = Styles(parsed(self.package.styles))
        self._palette = Palette(parsed(self.package.theme), self.package.settings)
        self._numbers = Numbers(parsed(self.package.numbering), self._styles)

    @cached_property
    def _embedded(self) -> frozenset[str]:
        """The fonts that the file brings with it, of which nobody knows what their digits look like."""
        fonts = parsed(self.package.fonts) if b"embed" in self.package.fonts else None
        brought = ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")
        each = fonts.iterfind(f"{W}font") if fonts is not None else ()
        return frozenset(
            value(font, "name")
            for font in each
            if any(font.find(W + how) is not None for how in brought)
        )

    def settle(self, root: Element, namespaces: dict[str, str]) -> None:
        """Set what everything below the root shows; `namespaces`: by their short names."""
        for element in root.iter(_CHOICES + "AlternateContent"):
            _choose(element, namespaces)
        background = root.find(f"{W}background")
        colour = rgb(value(background, "color")) if background is not None else None
        backed = any(each.get("behindDoc") in ("1", "true") for each in root.iter(ANCHOR))
        place = _Place(ground=PAPER if colour is None else (*PAPER, colour), backed=backed)
        self._below(root, place)
        for margin in self.package.margins:
            self.floats.look_over_margin(margin)
        self.floats.cover()

    def _below(self, element: Element, place: _Place) -> None:
        for child in element:
            self._walk(child, place)

    def _walk(self, element: Element, place: _Place) -> None:
        tag = element.tag
        if tag == RUN:
            self._run(element, place)
        elif tag == PARAGRAPH:
            self._paragraph(element, place)
        elif tag == TABLE:
            self._table(element, place)
        elif tag == FIELD:
            self._fields.mark(element)
        elif tag == W + "instrText":
            self._fields.ask(element.text or "")
        elif tag == W + "txbxContent":
            self._below(
                element, replace(place, table="", when=(), ground=PAPER, content=None, backed=True)
            )
        elif shown(element):
            self.floats.notice(element)
            self._below(element, self._within(element, place))

    def _within(self, element: Element, place: _Place) -> _Place:
        """The place inside an element that may change what is shown there."""
        if element.tag == W + "sdt" and _is_filled_in(element):
            return replace(place, shows=DOUBT)
        if element.tag == W + "bdo":
            return replace(place, shows=DOUBT)
        if element.tag == W + "fldSimple":
            if next(element.iter(TEXT), None) is None:
                element.set(SHOWS, DOUBT)
            elif is_stale(element):
                return replace(place, shows=DOUBT)
        if place.content is not None and element.tag not in _PLAIN and len(element):
            return replace(place, shows=place.shows or UNKNOWN)
        return place

    # Tables

    def _table(self, element: Element, place: _Place) -> None:
        name = self._styles.named("table", element, f"{W}tblPr/{W}tblStyle")
        own = settings(element, f"{W}tblPr")
        style = self._styles.of("table", name, "tblPr")
        ground = self._palette.ground(style.get(W + "shd"), place.ground)
        ground = self._palette.ground(own.get(W + "shd"), ground) if W + "shd" in own else ground
        inside = replace(place, table=name, when=(), ground=ground)
        self.floats.begin_table(element)
        rows = [row for row in nearest(element, ROW) if shown(row)]
        asked = options(own.get(W + "tblLook"))
        high, wide = band(style, "Row"), band(style, "Col")
        for number, row in enumerate(rows):
            self._row(
                row,
                replace(inside, when=conditions(asked, number, len(rows), high, "Horz")),
                asked,
                wide,
            )
        self.floats.end_table(element)

    def _row(self, row: Element, place: _Place, asked: set[str], wide: int) -> None:
        cells = [cell for cell in nearest(row, CELL) if shown(cell)]
        height = row.find(f"{W}trPr/{W}trHeight")
        exact = (
            amount(height, 20.0) / 20
            if height is not None and value(height, "hRule") == "exact"
            else None
        )
        controls = [each for each in row.iter(W + "sdt") if _is_filled_in(each)]
        doubted = {id(cell) for control in controls for cell in control.iter(CELL)}
        for number, cell in enumerate(cells):
            across = conditions(asked, number, len(cells), wide, "Vert")
            doubt = DOUBT if id(cell) in doubted else place.shows
            self._cell(cell, replace(place, when=in_order(place.when + across), shows=doubt), exact)

    def _cell(self, cell: Element, place: _Place, height: float | None) -> None:
        own = settings(cell, f"{W}tcPr")
        styled = self._styles.for_cell(place.table, place.when, "tcPr").get(W + "shd")
        ground = self._palette.ground(own.get(W + "shd", styled), place.ground)
        says = own.get(W + "tcW")
        room = (
            amount(says, 20.0, 0.0, "w") / 20
            if says is not None and value(says, "type") == "dxa"
            else 0.0
        )
        width = room if on(own.get(W + "tcFitText")) else 0.0
        spans = W + "vMerge" in own
        content = Content(
            cell, None if spans else height, width or None, room if room > _NARROW else inf
        )
        self._below(cell, replace(place, ground=ground, content=content))
        weigh(content)

    # Paragraphs and runs

    def _paragraph(self, element: Element, place: _Place) -> None:
        name = self._styles.named("paragraph", element, f"{W}pPr/{W}pStyle")
        own, style = settings(element, f"{W}pPr"), self._styles.of("paragraph", name, "pPr")
        together = merged((self._styles.paragraph_defaults, style, own))
        ground = self._palette.ground(together.get(W + "shd"), place.ground)
        content = place.content or Content()
        inside = replace(place, style=name, ground=ground, content=content)
        content.begin_paragraph(together)
        self.floats.begin_paragraph(element, together)
        if W + "numPr" in together and content.cell is not None:
            self._number(element, own, style, inside)
        elif W + "numPr" in together:
            self._numbers.number(own, style, name)
        self._below(element, inside)
        self.floats.end_paragraph(own)
        if place.content is None:
            weigh(content)

    def _number(self, element: Element, own: Settings, style: Settings, place: _Place) -> None:
        mark = settings(element, f"{W}pPr/{W}rPr")
        if W + "del" in mark:
            return
        text, looks = self._numbers.number(own, style, place.style)
        shows = self._look(merged((mark, looks)), place).shows
        if text and shows != APART and place.content is not None:
            # Programs differ on whether a hidden mark of the paragraph hides its number.
            place.content.numbers.append((element, text if not shows else UNREAD))

    def _run(self, run: Element, place: _Place) -> None:
        found = settings(run, f"{W}rPr")
        seen = self._look(found, place)
        if (
            seen.shows == APART
            and place.backed
            and place.content is not None
            and place.content.cell is None
        ):
            seen = replace(seen, shows="")
        if seen.shows == NOTHING:
            self._hide(run)
        else:
            texts = [child for child in run if child.tag in (TEXT, W + "noBreakHyphen")]
            content = place.content
            if content is not None and texts and not self._fields.asking:
                inherited = DOUBT if self._fields.stale else place.shows
                text = "".join(each.text or "" if each.tag == TEXT else "-" for each in texts)
                look_ = replace(seen, shows=seen.shows or inherited) if inherited else seen
                content.add(run, look_, text, found)
            self._contents(run, place)

    def _hide(self, run: Element) -> None:
        """Nothing of a hidden run is shown; its marks still begin and end fields."""
        marks = [child for child in run if child.tag in (FIELD, W + "instrText")]
        for child in run if marks else (run,):
            child.set(SHOWS, NOTHING)
        for mark in marks:
            self._walk(mark, _Place())

    def _contents(self, run: Element, place: _Place) -> None:
        for child in run:
            if child.tag not in (TEXT, W + "rPr"):
                if child.tag == W + "br" and value(child, "type") == "page":
                    self.floats.break_page()
                self._walk(child, place)

    def _look(self, direct: Settings, place: _Place) -> Look:
        signature = tuple((tag, *each.items()) for tag, each in direct.items() if tag in RELEVANT)
        filled = any(tag.endswith("textFill") for tag in direct)
        key = (place.table, place.when, place.style, place.ground, signature)
        known = None if filled else self._looks.get(key)
        if known is None:
            character = value(direct[W + "rStyle"]) if W + "rStyle" in direct else ""
            levels = (
                self._styles.for_cell(place.table, place.when, "rPr"),
                self._styles.of("paragraph", place.style, "rPr"),
                self._styles.of("character", character, "rPr"),
            )
            found = resolved(self._styles.defaults, levels, direct)
            known = self._looks[key] = look(found, self._palette, place.ground, self._embedded)
        return known


def _choose(twins: Element, namespaces: dict[str, str]) -> None:
    """Of twins Word takes the first one that requires nothing unknown to it, else the one for the rest."""
    chosen = None
    for twin in twins:
        required = twin.get("Requires", "?").split()
        known = all(namespaces.get(name, "").startswith(_KNOWN) for name in required)
        if chosen is None and (known or twin.tag == _CHOICES + "Fallback"):
            chosen = twin
        else:
            twin.set(SHOWS, NOTHING)


def nearest(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, whatever stands between, but not those of a table inside."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag != TABLE and shown(child):
            yield from nearest(child, tag)


def _is_filled_in(control: Element) -> bool:
    """Whether a content control shows what asks for text, or what another part of the file says."""
    asks, bound = (control.find(f"{W}sdtPr/{W}{name}") for name in ("showingPlcHdr", "dataBinding"))
    return on(asks) or bound is not None
