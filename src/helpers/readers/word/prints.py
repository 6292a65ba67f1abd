"""What Word prints of a document: what its runs, paragraphs and cells show but their text.

Styles, lists, fields, and twins for older programs are settled here once, on the tree of one
parser; `tables` carries what was found over to the tree of the other one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from xml.etree.ElementTree import Element

from helpers.readers.grid import UNREAD
from helpers.readers.package import parsed
from helpers.readers.word.bands import band, conditions, in_order, options
from helpers.readers.word.colours import PAPER, Ground, Palette, rgb
from helpers.readers.word.fields import OpenFields, is_stale
from helpers.readers.word.floats import ANCHOR, Floats, is_behind
from helpers.readers.word.lists import Numbers
from helpers.readers.word.looks import RELEVANT, Look, look, points
from helpers.readers.word.markup import (
    APART,
    CELL,
    CHARACTERS,
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
    nearest,
    on,
    plain,
    shown,
    tags,
    value,
)
from helpers.readers.word.package import Package
from helpers.readers.word.runs import Content, weigh
from helpers.readers.word.styles import Settings, Styles, merged, resolved, settings

_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: Cells that say they are narrower, in points, are made wider by their text.
_NARROW = 36.0
#: The namespaces whose drawings and settings Word knows, by how they begin.
_KNOWN = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")
#: What may stand in a paragraph and shows what stands in it; another name may mean anything.
_PLAIN = frozenset((
    *tags(
        "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple",
        "dir", "bdo", "r", "ruby", "rubyBase", "tc", "tr", "p", "tbl", "body", "drawing", "pict",
        "object", "txbxContent",
    ),
    _CHOICES + "AlternateContent", _CHOICES + "Choice", _CHOICES + "Fallback",
))  # fmt: skip
#: How a font says that the file brings it with it.
_EMBEDDED = tags("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands.

    `table`: the style of the table, with what applies to the cell (`when`); `style`: that of the
    paragraph; `content`: what is compared with one another, the runs of a cell, or those of a
    paragraph outside of tables; behind these a drawing may lie (`backed`), so that white letters
    can be seen; `shows`: what everything here shows, if not its text.
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
        """The fonts that the file brings with it: nobody knows what their digits look like."""
        fonts = parsed(self.package.fonts) if b"embed" in self.package.fonts else None
        if fonts is None:
            return frozenset()
        brought: set[str] = set()
        for font in fonts.iterfind(f"{W}font"):
            if any(font.find(how) is not None for how in _EMBEDDED):
                brought.add(value(font, "name"))
        return frozenset(brought)

    def settle(self, root: Element, namespaces: dict[str, str]) -> None:
        """Set what everything below the root shows; `namespaces`: by their short names."""
        for twins in root.iter(_CHOICES + "AlternateContent"):
            _choose(twins, namespaces)
        background = root.find(f"{W}background")
        colour = rgb(value(background, "color"))
        ground = PAPER if colour is None else (*PAPER, colour)
        backed = any(map(is_behind, root.iter(ANCHOR)))
        self._below(root, _Place(ground=ground, backed=backed))
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
            boxed = replace(place, table="", when=(), ground=PAPER, content=None, backed=True)
            self._below(element, boxed)
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
        direct = settings(element, f"{W}tblPr")
        style = self._styles.of("table", name, "tblPr")
        ground = self._palette.ground(style.get(W + "shd"), place.ground)
        ground = self._palette.ground(direct.get(W + "shd"), ground)
        self.floats.begin_table(element)
        rows = [row for row in nearest(element, ROW) if shown(row)]
        asked = options(direct.get(W + "tblLook"))
        high, wide = band(style, "Row"), band(style, "Col")
        for number, row in enumerate(rows):
            when = conditions(asked, number, len(rows), high, "Horz")
            inside = replace(place, table=name, when=when, ground=ground)
            self._row(row, inside, asked, wide)
        self.floats.end_table(element)

    def _row(self, row: Element, place: _Place, asked: set[str], wide: int) -> None:
        cells = [cell for cell in nearest(row, CELL) if shown(cell)]
        height = _fixed_height(row)
        doubted: set[int] = set()
        for control in row.iter(W + "sdt"):
            if _is_filled_in(control):
                doubted.update(map(id, control.iter(CELL)))
        for number, cell in enumerate(cells):
            across = conditions(asked, number, len(cells), wide, "Vert")
            when = in_order(place.when + across)
            shows = DOUBT if id(cell) in doubted else place.shows
            self._cell(cell, replace(place, when=when, shows=shows), height)

    def _cell(self, cell: Element, place: _Place, height: float | None) -> None:
        direct = settings(cell, f"{W}tcPr")
        styled = self._styles.for_cell(place.table, place.when, "tcPr").get(W + "shd")
        ground = self._palette.ground(direct.get(W + "shd", styled), place.ground)
        said = _width(direct.get(W + "tcW"))
        content = Content(cell)
        if W + "vMerge" not in direct:
            content.height = height
        if said and on(direct.get(W + "tcFitText")):
            content.width = said
        if said > _NARROW:
            content.room = said
        self._below(cell, replace(place, ground=ground, content=content))
        weigh(content)

    # Paragraphs and runs

    def _paragraph(self, element: Element, place: _Place) -> None:
        name = self._styles.named("paragraph", element, f"{W}pPr/{W}pStyle")
        direct = settings(element, f"{W}pPr")
        style = self._styles.of("paragraph", name, "pPr")
        together = merged((self._styles.paragraph_defaults, style, direct))
        ground = self._palette.ground(together.get(W + "shd"), place.ground)
        content = place.content or Content()
        inside = replace(place, style=name, ground=ground, content=content)
        content.begin_paragraph(together)
        self.floats.begin_paragraph(element, together)
        if W + "numPr" in together and content.cell is not None:
            self._number(element, direct, style, inside)
        elif W + "numPr" in together:
            self._numbers.number(direct, style, name)
        self._below(element, inside)
        self.floats.end_paragraph(direct)
        if place.content is None:
            weigh(content)

    def _number(self, element: Element, direct: Settings, style: Settings, place: _Place) -> None:
        """Take the number that Word sets before a paragraph in a cell."""
        mark = settings(element, f"{W}pPr/{W}rPr")
        if W + "del" in mark:
            return
        text, looks = self._numbers.number(direct, style, place.style)
        shows = self._look(merged((mark, looks)), place).shows
        if not text or shows == APART or place.content is None:
            return
        if shows:
            # Programs differ on whether a hidden mark of the paragraph hides its number.
            text = UNREAD
        place.content.numbers.append((element, text))

    def _run(self, run: Element, place: _Place) -> None:
        direct = settings(run, f"{W}rPr")
        appearance = self._look(direct, place)
        outside_tables = place.content is not None and place.content.cell is None
        if appearance.shows == APART and place.backed and outside_tables:
            appearance = replace(appearance, shows="")
        if appearance.shows == NOTHING:
            self._hide(run)
        else:
            self._add(run, direct, appearance, place)
            self._contents(run, place)

    def _add(self, run: Element, direct: Settings, appearance: Look, place: _Place) -> None:
        """Add a run with text to those that it is compared with."""
        texts = _texts(run)
        if place.content is None or not texts or self._fields.asking:
            return
        inherited = DOUBT if self._fields.stale else place.shows
        if inherited and not appearance.shows:
            appearance = replace(appearance, shows=inherited)
        place.content.add(run, appearance, "".join(texts), direct)

    def _hide(self, run: Element) -> None:
        """Nothing of a hidden run is shown; its marks still begin and end fields."""
        marks = [child for child in run if child.tag in (FIELD, W + "instrText")]
        if not marks:
            run.set(SHOWS, NOTHING)
            return
        for child in run:
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
        """How a run with these settings of its own looks there."""
        relevant = {tag: setting for tag, setting in direct.items() if tag in RELEVANT}
        signature = tuple((tag, *setting.items()) for tag, setting in relevant.items())
        key = (place.table, place.when, place.style, place.ground, signature)
        # What fills the letters is not among its attributes, and so not in the key.
        filled = any(tag.endswith("textFill") for tag in direct)
        known = None if filled else self._looks.get(key)
        if known is None:
            found = self._reaching(direct, place)
            known = self._looks[key] = look(found, self._palette, place.ground, self._embedded)
        return known

    def _reaching(self, direct: Settings, place: _Place) -> Settings:
        """The settings that reach a run, from its styles and its own."""
        character = value(direct.get(W + "rStyle"))
        levels = (
            self._styles.for_cell(place.table, place.when, "rPr"),
            self._styles.of("paragraph", place.style, "rPr"),
            self._styles.of("character", character, "rPr"),
        )
        return resolved(self._styles.defaults, levels, direct)


def _choose(twins: Element, namespaces: dict[str, str]) -> None:
    """Set what the twins show that Word does not take.

    It takes the first one that requires nothing unknown to it, else the one for the rest.
    """
    chosen = None
    for twin in twins:
        required = twin.get("Requires", "?").split()
        known = all(namespaces.get(name, "").startswith(_KNOWN) for name in required)
        if chosen is None and (known or twin.tag == _CHOICES + "Fallback"):
            chosen = twin
        else:
            twin.set(SHOWS, NOTHING)


def _fixed_height(row: Element) -> float | None:
    """The height of a row in points, where it does not grow with its text."""
    height = row.find(f"{W}trPr/{W}trHeight")
    if value(height, "hRule") != "exact":
        return None
    return points(height)


def _width(said: Element | None) -> float:
    """The width that a cell says it has, in points; 0 where it says none."""
    if value(said, "type") != "dxa":
        return 0.0
    return points(said, "w")


def _texts(run: Element) -> list[str]:
    """The texts and hyphens that stand in a run itself."""
    return [plain(child) for child in run if child.tag in CHARACTERS]


def _is_filled_in(control: Element) -> bool:
    """Whether a content control shows what asks for text, or what another part of the file says."""
    asks = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    bound = control.find(f"{W}sdtPr/{W}dataBinding")
    return on(asks) or bound is not None
