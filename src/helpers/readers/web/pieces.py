"""The text of a page piece by piece, each with its style, as the sheets of the page arrange and complete it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.readers.flow import BREAK, flat
from helpers.readers.grid import UNREAD
from helpers.readers.web.bidi import LRO, PDF, RLE, RLO
from helpers.readers.web.box import is_closed
from helpers.readers.web.computed import CELLS, INITIAL, Style, part_style, style_of
from helpers.readers.web.markup import PICTURES, UNSEEN
from helpers.readers.web.script import bound, is_script
from helpers.readers.web.sight import Sight, takes_room
from helpers.readers.web.tree import FRAMES
from helpers.readers.web.values import strings

if TYPE_CHECKING:
    from helpers.readers.web.tree import Node

_LINES = re.compile(
    r"block|list-item|flow-root|flex|grid|table|table-(?!cell|column)[a-z-]+|-webkit-box"
)
_NUMBERED = re.compile(
    r"decimal.*|.*roman|.*alpha|.*latin|.*greek|cjk-.*|.*chinese.*|hiragana.*|katakana.*|[\"'].*"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text of one style, or a gap between such.

    `unread`: something is shown here that is no text, though none may be missing; `text` may be
    empty then. `behind`: it is a picture on which the text stands.
    """

    text: str
    style: Style = INITIAL
    unread: bool = False
    behind: bool = False

    @property
    def sight(self) -> Sight:
        """What a person sees of it."""
        return self.style.sight


def pieces(root: Node) -> Iterator[Piece | Node]:
    """Yield what is printed below an element, and the tables below it whole."""
    stack: list[Piece | Node] = list(reversed(list(_content(root))))
    while stack:
        item = stack.pop()
        if isinstance(item, Piece):
            yield item
        elif item.tag == "table":
            style_of(item)
            if item.is_read:
                yield item
        else:
            stack.extend(reversed(list(_element(item))))


def text_of(piece: Piece) -> str:
    """A piece as running text: nothing of what is hidden but the room that it takes."""
    if piece.sight is Sight.HIDDEN and piece.text.strip():
        return " " if takes_room(piece.style) else ""
    return f" {UNREAD} " if piece.unread and piece.text == UNREAD else piece.text


def _element(node: Node) -> Iterator[Piece | Node]:
    """An element below the root: its content between two gaps, or a mark for a picture."""
    if node.tag in UNSEEN:
        yield from _unseen(node)
        return
    style = style_of(node)
    if style.gone:
        if style.display != "none" and not style.apart:
            yield Piece(_gap(node, style) or " ")  # it is not seen, but keeps its room
        return
    if node.tag == "br":
        yield Piece(BREAK)
        return
    around = _gap(node, style)
    if node.tag in PICTURES and (node.tag not in FRAMES or node.frame is None):
        if style.sight is not Sight.HIDDEN:
            yield Piece(UNREAD, style, unread=True)
        if around:
            yield Piece(around)
        return
    if around:
        yield Piece(around)
    yield from _content(node)
    if around:
        yield Piece(around)


def _unseen(node: Node) -> Iterator[Piece]:
    """A script or a template prints nothing where it stands, but may put something there."""
    writes = node.tag == "script" and is_script(node)
    if writes or (node.tag == "template" and "shadowrootmode" in node.attributes):
        yield Piece("", style_of(node.parent) if node.parent else INITIAL, unread=True)


def _gap(node: Node, style: Style) -> str:
    """What separates an element's text from its surroundings: a line break, a space, or nothing."""
    if _LINES.fullmatch(style.display) and not (
        style.apart and style.display == "block" and _is_inline_by_itself(node)
    ):
        return BREAK
    around = node.parent.style if node.parent is not None else INITIAL
    changed = (style.struck, style.lift, style.apart) != (around.struck, around.lift, around.apart)
    return " " if changed or style.display == "table-cell" or (style.apart and around.flex) else ""


def _is_inline_by_itself(node: Node) -> bool:
    """Whether an element is a block only because it floats or is put somewhere."""
    from helpers.readers.web.markup import display

    return display(node.tag) == "inline"


def _content(node: Node) -> Iterator[Piece | Node]:
    """What is in an element: its text and its elements in turn, and before and behind them what sheets write there."""
    if node.tag in FRAMES and node.frame is not None:
        yield node.frame.root
        return
    style = style_of(node)
    opened, closed = _turn(style)
    if opened:
        yield Piece(opened, style)
    yield from _marker(node, style)
    yield from _generated(node, "before")
    yield from _drawn(node, style)
    closed_up = is_closed(node)
    if node.text and not closed_up:
        yield Piece(_spaced(node.text, style), style)
    for child in node.children:
        yield child
        if child.tail and not closed_up:
            yield Piece(_spaced(child.tail, style), style)
    yield from _generated(node, "after")
    if closed:
        yield Piece(closed, style)


def _turn(style: Style) -> tuple[str, str]:
    """The marks that turn a text as its style does."""
    if "override" in style.turn:
        return (RLO if style.rtl else LRO), PDF
    return (RLE, PDF) if style.turn in ("embed", "isolate") and style.rtl else ("", "")


def _spaced(text: str, style: Style) -> str:
    """A text with the line feeds that its white space prints."""
    if style.space.startswith(("pre", "break-spaces")):
        return "\n".join(flat(line) for line in text.splitlines()) if "\n" in text else flat(text)
    return flat(text) if text else ""


def _drawn(node: Node, style: Style) -> Iterator[Piece]:
    """What nobody can read in an element of a cell: a picture below, a box of its own, what a library writes."""
    if style.pictured and not (node.parent is not None and node.parent.style.pictured):
        yield Piece("", style, unread=True, behind=True)
    empty = not node.children and not node.text.strip()
    if bound(node) or (
        node.in_cell
        and style.paints
        and style.visible
        and (style.veiled or (empty and node.tag not in CELLS))
    ):
        yield Piece("", style, unread=True)


def _marker(node: Node, style: Style) -> Iterator[Piece]:
    """The number of an item in a list, which is shown and not in the text."""
    if style.display != "list-item" or not node.in_cell:
        return
    declared = [style_name for style_name in (style.list_style,) if style_name]
    ordered = node.parent is not None and node.parent.tag == "ol"
    if (declared and _NUMBERED.match(declared[0])) or (not declared and ordered):
        yield Piece("", style, unread=True)


def _generated(node: Node, part: str) -> Iterator[Piece]:
    """What a sheet writes before or behind an element."""
    if node.document.cascade.writes_nothing:
        return
    style, content = part_style(node, part)
    if not content or style.display == "none":
        return
    gap = (
        BREAK
        if _LINES.fullmatch(style.display)
        else " "
        if style.apart or style.lift or style.struck
        else ""
    )
    written = list(_written(node, content, style))
    if style.paints and (node.in_cell or node.tag in CELLS):
        written.append(Piece("", style, unread=True))
    if written:
        yield Piece(gap)
        yield from written
        yield Piece(gap)


def _written(node: Node, content: str, style: Style) -> Iterator[Piece]:
    for kind, value in strings(content):
        text = (
            value if kind == "string" else node.attributes.get(value, "") if kind == "attr" else ""
        )
        if kind == "other":
            if value not in ("no-open-quote", "no-close-quote"):
                yield Piece(UNREAD, style, unread=True)
        elif text:
            yield Piece(flat(text.replace("\n", " ")), style)
