"""What one element of a page looks like, by its own styles and those of the elements around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from helpers.readers.web import box
from helpers.readers.web.cascade import NOTHING, Declared
from helpers.readers.web.colour import BLACK, WHITE, Colour
from helpers.readers.web.letters import colours, font
from helpers.readers.web.markup import CELLS, by_attributes, by_tag, display, is_footnote
from helpers.readers.web.properties import Given, properties
from helpers.readers.web.sight import Sight, sight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpers.readers.web.properties import Out, Props
    from helpers.readers.web.tree import Document, Node

#: What the inherited ones are at first, where it is not worked out elsewhere.
_FIRST = {
    "visibility": "visible",
    "white-space": "normal",
    "direction": "ltr",
    "letter-spacing": "0",
    "text-indent": "0",
}
#: In a table and in its cells, what may move a text begins anew.
TABLE = "table"
_ROWS = CELLS | {"tr", "tbody", "thead", "tfoot"}


@dataclass(frozen=True)
class Style:
    """How the text of an element is shown.

    `gone`: not at all, with all that it holds. `veiled`: elsewhere than it is written, cut, turned
    or blurred. `vague`: nobody can tell from the file. `ground`: the colour below, None where it is
    a picture; `paper`: that of its cell. `pictured`: there is a picture behind it, within the
    table. `lit`: something else than its colour makes it seen, such as its shadow. `paints`: its
    box draws something. `lift`: how far it is raised, in pixels. `apart`: it is not in the line of
    its neighbours. `within`: the elements around it, in its cell, that a style which is not in the
    file may treat in its own way. `clips`: the elements that cut what does not fit, with their
    width and height.
    """

    display: str = "block"
    gone: bool = False
    veiled: bool = False
    vague: bool = False
    visible: bool = True
    opacity: float = 1.0
    size: float = 16.0
    colour: Colour = BLACK
    fill: Colour | None = None
    ground: Colour | None = WHITE
    paper: Colour | None = WHITE
    pictured: bool = False
    space: str = "normal"
    rtl: bool = False
    turn: str = ""
    struck: bool = False
    lift: float = 0.0
    apart: bool = False
    indent: float = 0.0
    within: tuple[int, ...] = ()
    clips: tuple[tuple[int, float | None, float | None], ...] = ()
    custom: Mapping[str, str] = field(default_factory=dict)
    flex: str = ""
    list_style: str = ""
    collapsed: bool = False
    lit: bool = False
    paints: bool = False
    upright: str = ""

    @cached_property
    def sight(self) -> Sight:
        """What a person sees of a text of this style."""
        return sight(self)

    @property
    def absent(self) -> bool:
        """Whether a row or a cell of this style leaves no room in its table."""
        return self.display == "none" or (self.gone and self.apart)

    @cached_property
    def plain(self) -> bool:
        """Whether a text of this style is shown and nothing is odd about it."""
        moved = self.lift or self.rtl or self.apart
        odd = moved or self.struck or self.within or self.clips or self.pictured
        return self.sight is Sight.SHOWN and not odd


INITIAL = Style()


def style_of(node: Node) -> Style:
    """The style of an element, made once; those around it are made first, from the outside in."""
    if "style" in node.__dict__:
        return node.style
    missing = [node]
    for outer in node.up():
        if "style" in outer.__dict__:
            break
        missing.append(outer)
    for element in reversed(missing):
        around = next(element.up(), None)
        element.style = _made(element, around.style if around else INITIAL)
    return node.style


def is_read(table: Node) -> bool:
    """Whether a table counts: it is shown, or hidden like all others."""
    return not style_of(table).gone and id(table) not in table.document.omitted


def is_printed(part: Node) -> bool:
    """Whether a row, a cell or a group of rows is printed.

    A row is left out by its visibility, unless what is around it has the same.
    """
    style = style_of(part)
    if style.absent:
        return False
    if part.tag != "tr" or not style.collapsed:
        return True
    return part.parent is not None and part.parent.style.collapsed


def part_style(node: Node, part: str) -> tuple[Style, str]:
    """The style of what a sheet writes `before` or `after` an element, and its `content`."""
    declared = node.declared.before if part == "before" else node.declared.after
    props = properties(declared, {}, Given(node.style, {}, node.document.quirks))
    content = props.get("content", "none")
    if content in ("none", "normal", "", "initial", "unset"):
        return node.style, ""
    props.setdefault("display", "inline")
    props["content"] = ""
    return _computed(props, node.style, _Part(node)), content


class _Part:
    """What a sheet writes before or behind an element: it stands in it like another element."""

    tag, laid_out = "::", False
    attributes: Mapping[str, str] = {}

    def __init__(self, node: Node) -> None:
        self.parent, self.document = node, node.document
        self.in_table = node.in_table or node.tag == TABLE
        self.in_cell = node.in_cell or node.tag in CELLS


def _made(node: Node, around: Style) -> Style:
    """Make the style of an element, or take it from another one that has the same."""
    document = node.document
    said = node.declared
    named = "id" in node.attributes or "class" in node.attributes
    unsealed = named and not document.cascade.whole
    unfolds = document.unfold and node.holds_table
    state = (unfolds, id(node) in document.hidden)
    attributes = node.attributes.items()
    key: tuple[Any, ...] = (id(around), node.tag, state, said.matched, *attributes)
    if not unsealed and key in document.styles:
        shared: Style = document.styles[key][0]
        return shared
    props = _properties(node, around, said)
    if unfolds:
        props |= _unfolded(node.tag, props)
    if said.vague or said.letters or unsealed or _is_special(node, props):
        return _computed(props, around, node, said, unsealed=unsealed)
    style = _computed(props, around, node)
    if style.within in ((), around.within):
        # `around` is kept, so that no other takes its place in the key.
        document.styles[key] = (style, around)
    return style


def _properties(node: Node, around: Style, said: Declared) -> dict[str, str]:
    """The properties of an element: by its tag, by its attributes, and by what the sheets say."""
    base = {"display": display(node.tag), **by_tag(node.tag)}
    props: dict[str, str] = {**base, **dict(by_attributes(node.tag, node.attributes))}
    document = node.document
    if document.quirks and node.tag == TABLE and _is_in_body(node):
        props["font-size"] = "medium"
        props["color"] = _page_colour(document)
        props["white-space"] = "normal"
    if not said.own:
        return props
    return properties(said.own, props, Given(around, base, document.quirks))


def _is_in_body(node: Node) -> bool:
    body = node.document.body
    return any(outer is body for outer in node.up())


def _is_special(node: Node, props: Props) -> bool:
    """Whether an element's style is its own.

    It is where it depends on more than the element's properties and those of its parent.
    """
    if node.tag == "details" or "overflow-x" in props:
        return True
    return node.parent is not None and node.parent.tag == "details"


def _page_colour(document: Document) -> str:
    """The colour of the page, which tables had before there were standards."""
    red, green, blue, covers = document.body.style.colour if document.body else BLACK
    return f"rgb({red} {green} {blue} / {covers})"


def _unfolded(tag: str, props: Props) -> dict[str, str]:
    """What shows a folded element.

    The page may unfold it, and it holds the only tables that there are.
    """
    shown = {
        "visibility": "visible",
        "opacity": "1",
        "position": "static",
        "height": "auto",
        "max-height": "none",
        "clip-path": "none",
        "content-visibility": "visible",
        "transform": "none",
        "text-indent": "0",
    }
    if props["display"] == "none":
        shown["display"] = display(tag) if tag == TABLE else "block"
    return shown


def _computed(
    props: Props,
    around: Style,
    node: Node | _Part,
    said: Declared = NOTHING,
    *,
    unsealed: bool = False,
) -> Style:
    """Work out the style of an element from its properties and the style around it."""
    props = dict(_started(props))
    is_cell = node.tag in CELLS
    custom = {name: value for name, value in props.items() if name.startswith("--")}
    out: Out = {"custom": custom or around.custom, "display": _display(props, around)}
    unknown = said.vague or _is_undeclared(props) or _is_no_row(node, props)
    unknown |= font(out, props, around)
    unknown |= _is_of_the_page(props.get("font-family", ""), node.document.cascade.fonts)
    unknown |= colours(out, props, around, inside=node.in_cell or is_cell)
    out["paper"] = around.paper if node.in_cell and not is_cell else out["ground"]
    _text(out, props, around)
    unknown |= box.place(out, props, around, node)
    out["paints"] = box.paints(out, props)
    begins = node.tag == TABLE or is_cell
    out["within"] = ()
    if not begins:
        treated = unsealed or unknown
        out["within"] = (*around.within, id(node)) if treated else around.within
    out["vague"] = unknown or around.vague or id(node) in node.document.hidden
    out["veiled"] |= said.letters
    out["apart"] |= is_footnote(node.tag, node.attributes)
    return Style(**out)


def _started(props: Props) -> Iterator[tuple[str, str]]:
    """Properties with the values that inherited ones have at first in place of `initial`."""
    for name, value in props.items():
        if value == "initial":
            yield name, _FIRST.get(name, value)
        else:
            yield name, value


def _is_undeclared(props: Props) -> bool:
    """Whether something is taken from elsewhere, and was not found there."""
    return "all" in props or any("var(" in value for value in props.values())


def _is_no_row(node: Node | _Part, props: Props) -> bool:
    """Whether a row, a cell or a group of rows is laid out in another way."""
    ways = ("table", "none", "contents")
    if node.laid_out:
        return False
    return node.tag in _ROWS and not props.get("display", "table").startswith(ways)


def _is_of_the_page(family: str, fonts: Iterable[str]) -> bool:
    """Whether letters are of a font that the page brings along, in which a 6 may look like an 8."""
    return bool(family) and any(name in family.lower() for name in fonts if name)


def _text(out: Out, props: Props, around: Style) -> None:
    """What a text has from around it, unless the element says otherwise."""
    visibility = "visible" if around.visible else "hidden"
    direction = "rtl" if around.rtl else "ltr"
    out["visible"] = props.get("visibility", visibility) == "visible"
    out["collapsed"] = props.get("visibility", "") == "collapse"
    if "text-shadow" in props:
        out["lit"] = props["text-shadow"] not in ("none", "initial")
    out["upright"] = props.get("writing-mode", around.upright)
    out["list_style"] = props.get("list-style-type", around.list_style)
    out["space"] = props.get("white-space", around.space)
    out["rtl"] = props.get("direction", direction) != "ltr"
    out["turn"] = props.get("unicode-bidi", "")
    arranges = re.search("flex|grid", out["display"])
    out["flex"] = props.get("flex-direction", "row") if arranges else ""


def _display(props: Props, around: Style) -> str:
    """How an element is laid out: what floats, or is put or arranged somewhere, is a block."""
    shown_as = props.get("display", "inline")
    if shown_as in ("contents", "none"):
        return shown_as
    floats = props.get("float", "none") != "none"
    placed = props.get("position") in ("absolute", "fixed")
    if (floats or placed or around.flex) and shown_as.startswith(("inline", "table-")):
        return "block"
    return shown_as
