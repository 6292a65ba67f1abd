"""The text of a page piece by piece, each with its style.

The sheets of the page arrange it and complete it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.readers.flow import BREAK, flat
from helpers.readers.grid import UNREAD
from helpers.readers.web.bidi import LRO, PDF, RLE, RLO
from helpers.readers.web.box import is_closed
from helpers.readers.web.computed import INITIAL, Style, is_read, part_style, style_of
from helpers.readers.web.markup import CELLS, PICTURES, UNSEEN, display
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
    stack = _reversed(_content(root))
    while stack:
        item = stack.pop()
        if isinstance(item, Piece):
            yield item
        elif item.tag == "table":
            if is_read(item):
                yield item
        else:
            stack += _reversed(_element(item))


def _reversed(content: Iterator[Piece | Node]) -> list[Piece | Node]:
    return list(content)[::-1]


def text_of(piece: Piece) -> str:
    """A piece as running text: nothing of what is hidden but the room that it takes."""
    if piece.sight is Sight.HIDDEN and piece.text.strip():
        return " " if takes_room(piece.style) else ""
    if piece.unread and piece.text == UNREAD:
        return f" {UNREAD} "
    return piece.text


def _element(node: Node) -> Iterator[Piece | Node]:
    """An element below the root: its content between two gaps, or a mark for a picture."""
    if node.tag in UNSEEN:
        yield from _unseen(node)
        return
    style = style_of(node)
    if style.gone:
        if style.display != "none" and not style.apart:
            yield Piece(_gap(node, style) or " ")  # it is not seen, but keeps its room
    elif node.tag == "br":
        yield Piece(BREAK)
    elif node.tag in PICTURES and not (node.tag in FRAMES and node.frame is not None):
        if style.sight is not Sight.HIDDEN:
            yield Piece(UNREAD, style, unread=True)
        yield from _beside(node, style)
    else:
        gap = _beside(node, style)
        yield from gap
        yield from _content(node)
        yield from gap


def _beside(node: Node, style: Style) -> list[Piece]:
    """The gap beside an element, if there is one."""
    gap = _gap(node, style)
    return [Piece(gap)] if gap else []


def _unseen(node: Node) -> Iterator[Piece]:
    """A script or a template prints nothing where it stands, but may put something there."""
    writes = node.tag == "script" and is_script(node)
    opens = node.tag == "template" and "shadowrootmode" in node.attributes
    if writes or opens:
        style = style_of(node.parent) if node.parent else INITIAL
        yield Piece("", style, unread=True)


def _gap(node: Node, style: Style) -> str:
    """What separates an element's text from its surroundings: a line break, a space, or nothing."""
    if _LINES.fullmatch(style.display):
        only_placed = style.apart and style.display == "block" and _is_inline_by_itself(node)
        if not only_placed:
            return BREAK
    around = node.parent.style if node.parent is not None else INITIAL
    if style.display == "table-cell" or (style.apart and around.flex):
        return " "
    changed = (style.struck, style.lift, style.apart) != (around.struck, around.lift, around.apart)
    return " " if changed else ""


def _is_inline_by_itself(node: Node) -> bool:
    """Whether an element is a block only because it floats or is put somewhere."""
    return display(node.tag) == "inline"


def _content(node: Node) -> Iterator[Piece | Node]:
    """What is in an element: its text and its elements in turn.

    Before and behind them stands what sheets write there.
    """
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
    if style.rtl and style.turn in ("embed", "isolate"):
        return RLE, PDF
    return "", ""


def _spaced(text: str, style: Style) -> str:
    """A text with the line feeds that its white space prints."""
    keeps = style.space.startswith(("pre", "break-spaces"))
    if keeps and "\n" in text:
        return "\n".join(flat(line) for line in text.splitlines())
    return flat(text)


def _drawn(node: Node, style: Style) -> Iterator[Piece]:
    """What nobody can read in an element of a cell.

    It is a picture below, a box of its own, or what a library writes.
    """
    if style.pictured and not (node.parent is not None and node.parent.style.pictured):
        yield Piece("", style, unread=True, behind=True)
    if bound(node) or _is_box(node, style):
        yield Piece("", style, unread=True)


def _is_box(node: Node, style: Style) -> bool:
    """Whether an element of a cell draws something that is out of place, or stands for a text."""
    if not (node.in_cell and style.paints and style.visible):
        return False
    empty = not node.children and not node.text.strip()
    return style.veiled or (empty and node.tag not in CELLS)


def _marker(node: Node, style: Style) -> Iterator[Piece]:
    """The number of an item in a list, which is shown and not in the text."""
    if style.display != "list-item" or not node.in_cell:
        return
    if style.list_style:
        numbered = _NUMBERED.match(style.list_style) is not None
    else:
        numbered = node.parent is not None and node.parent.tag == "ol"
    if numbered:
        yield Piece("", style, unread=True)


def _generated(node: Node, part: str) -> Iterator[Piece]:
    """What a sheet writes before or behind an element."""
    if node.document.cascade.writes_nothing:
        return
    style, content = part_style(node, part)
    if not content or style.display == "none":
        return
    written = list(_written(node, content, style))
    if style.paints and (node.in_cell or node.tag in CELLS):
        written.append(Piece("", style, unread=True))
    if written:
        gap = Piece(_gap_of_part(style))
        yield gap
        yield from written
        yield gap


def _gap_of_part(style: Style) -> str:
    """What separates what a sheet writes from its surroundings."""
    if _LINES.fullmatch(style.display):
        return BREAK
    return " " if style.apart or style.lift or style.struck else ""


def _written(node: Node, content: str, style: Style) -> Iterator[Piece]:
    for kind, value in strings(content):
        if kind == "other":
            if value not in ("no-open-quote", "no-close-quote"):
                yield Piece(UNREAD, style, unread=True)
            continue
        text = node.attributes.get(value, "") if kind == "attr" else value
        if text:
            yield Piece(flat(text.replace("\n", " ")), style)
