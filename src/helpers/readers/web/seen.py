"""The text of one cell: what is read of it, and what a person sees in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from helpers.readers.flow import BREAK, lines
from helpers.readers.grid import UNREAD
from helpers.readers.web.bidi import as_shown, is_turned
from helpers.readers.web.computed import style_of
from helpers.readers.web.markup import CELLS
from helpers.readers.web.pieces import Piece, pieces, text_of
from helpers.readers.web.sight import TINY, Sight

if TYPE_CHECKING:
    from helpers.readers.web.script import Scripts
    from helpers.readers.web.tree import Node

#: Parts of the size of the digits beside it: a raised mark is smaller than the one, a digit no
#: smaller than the other.
MARK, DIGIT = 0.92, 0.82
#: A text that is moved by less than this part of its size stands in the line.
IN_LINE = 0.12
#: Letters in pixels of which something can be noticed.
SPECK = 0.4
#: How wide a digit may be at most, a letter of another script, and how high a line is, each for a
#: size of 1.
_DIGIT_WIDTH, _WIDE, _HIGH = 0.62, 1.0, 1.1

_NOTE = re.compile(
    r"[\s\d\[\]()（）〔〕【】［］*＊※†‡§#,，、①-⑳⑴-⒇ⅰ-ⅹ]{1,8}|[\[（(]?(?:注|[a-zA-Z])\s*\d{0,2}[\]）)]?"
)
_ONLY_NUMBER = re.compile(r"[\s\d.,，．+\-−－%万亿元件条项个次￥¥]*")


@dataclass(frozen=True, slots=True)
class Printed:
    """The text of a cell, and what is seen of it.

    `seen` has `UNREAD` for what is in doubt, and is None where nobody can tell.
    """

    text: str
    seen: str | None


def read_cell(cell: Node) -> Printed:
    """Read a cell, without the tables in it."""
    scripts = cell.document.scripts
    parts = _without_tables(cell)
    is_known = cell.document.cascade.whole and not _is_vague(cell)
    if not scripts and is_known and _are_plain(parts):
        text = lines(part.text for part in parts)
        return Printed(text, text)
    parts = _without_marks(_without_grounds(parts))
    read, known = as_shown(_written(parts), rtl=style_of(cell).rtl)
    shown, _ = as_shown(_visible(parts), rtl=False)
    text, seen = lines([read]), lines([shown])
    if not known or _is_in_part(parts, text) or _may_be_written(cell, text, scripts):
        return Printed(text, f"{seen} {UNREAD}".strip())
    if not text and any(_is_speck(part) for part in parts):
        return Printed(text, UNREAD)
    if UNREAD not in seen and _is_unknown(cell, parts, scripts):
        return Printed(text, None)
    return Printed(text, seen)


def _written(parts: Sequence[Piece]) -> str:
    return "".join(text_of(part) for part in parts)


def _visible(parts: Sequence[Piece]) -> str:
    """What is seen of the pieces, with a mark for each in doubt."""
    doubtful = {*_struck(parts), *_unlike(parts), *_cut(parts)}
    texts: list[str] = []
    for place, part in enumerate(parts):
        in_doubt = place in doubtful or part.sight is Sight.DOUBTFUL
        texts.append(_seen(part, in_doubt))
    return "".join(texts)


def _is_unknown(cell: Node, parts: Sequence[Piece], scripts: Scripts) -> bool:
    """Whether the file does not tell how something in a cell is shown."""
    if not cell.document.cascade.whole or scripts.styles:
        return True
    if any(part.sight is Sight.UNKNOWN and part.text.strip() for part in parts):
        return True
    return _is_vague(cell) or _is_within_script(cell, scripts)


def _is_vague(cell: Node) -> bool:
    """Whether nobody can tell from the file how a cell is shown, or whether."""
    unsure = cell.document.unsure
    return style_of(cell).vague or (
        bool(unsure) and any(id(outer) in unsure for outer in cell.up())
    )


def _without_grounds(parts: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces of a label without the pictures behind it: only of a number would they tell."""
    printed = "".join(part.text for part in parts if part.sight is not Sight.HIDDEN)
    if _ONLY_NUMBER.fullmatch(printed):
        return parts
    return [part for part in parts if not part.behind]


def _are_plain(parts: Sequence[Piece]) -> bool:
    """Whether all of a cell is shown, of one size, and nothing is odd about it."""
    sizes = {part.style.size for part in parts if part.text.strip()}
    if len(sizes) > 1:
        return False
    return not any(part.unread or not part.style.plain or is_turned(part.text) for part in parts)


def _seen(part: Piece, doubtful: bool) -> str:
    if part.sight is Sight.HIDDEN:
        return text_of(part)
    if part.unread or (doubtful and part.text.strip()):
        return f" {UNREAD} "
    return part.text


def _without_tables(cell: Node) -> list[Piece]:
    """The pieces of a cell without the tables in it.

    A table of one column counts with its text; another one with a mark, if nothing else is there.
    """
    found: list[Piece] = []
    marks: list[Piece] = []
    for part in pieces(cell):
        if isinstance(part, Piece):
            found.append(part)
            continue
        inner = _pieces(part)
        found.append(Piece(BREAK))
        if _is_single(part):
            found += inner
        elif _written(inner).strip():
            marks.append(Piece("", style_of(part), unread=True))
        found.append(Piece(BREAK))
    if not _written(found).strip():
        found += marks[:1]
    return found


def _pieces(table: Node) -> list[Piece]:
    """The pieces of a table, outside the tables in it."""
    return [part for part in pieces(table) if isinstance(part, Piece)]


def _is_single(table: Node) -> bool:
    """Whether a table has one column alone and no tables in it: it is there for its frame."""
    return not nests(table) and not has_neighbours(table)


def nests(table: Node) -> bool:
    """Whether another table stands in a table."""
    return any(child.holds_table for child in table.children)


def has_neighbours(table: Node) -> bool:
    """Whether cells stand beside one another in a row of the table, or of one in it."""
    return any(node.tag == "tr" and _are_several(node) for node in table.walk())


def _are_several(row: Node) -> bool:
    """Whether a row has more than one cell."""
    return sum(child.tag in CELLS for child in row.children) > 1


def _is_printed(part: Piece) -> bool:
    return part.sight is not Sight.HIDDEN and bool(part.text.strip()) and not part.unread


def _is_speck(part: Piece) -> bool:
    """Whether a text is too small to be read, but not to be noticed."""
    if part.style.gone or not part.style.visible:
        return False
    return SPECK < part.style.size <= TINY and bool(part.text.strip())


def _prints_digits(part: Piece) -> bool:
    return _is_printed(part) and _digits(part.text) > 0


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _is_lifted(part: Piece, size: float) -> bool:
    return abs(part.style.lift) >= IN_LINE * size


def _without_marks(parts: Sequence[Piece]) -> list[Piece]:
    """The pieces without the raised marks of notes, and without what is struck out of a number.

    A number that is struck out counts where no other number stands in its place.
    """
    printed = [part for part in parts if _is_printed(part)]
    level = [part.style.size for part in printed if not _is_lifted(part, part.style.size)]
    size = max(level, default=0.0)
    kept = list(parts)
    for place, part in enumerate(kept):
        if level and _is_mark(part, size):
            kept[place] = replace(part, text=" ")
    if any(_prints_digits(part) and not part.style.struck for part in kept):
        for place, part in enumerate(kept):
            if _is_struck_number(part):
                kept[place] = replace(part, text=" ")
    return kept


def _is_mark(part: Piece, size: float) -> bool:
    if not _is_printed(part) or not _is_lifted(part, size):
        return False
    if part.sight not in (Sight.SHOWN, Sight.UNKNOWN):
        return False
    return part.style.size < MARK * size and _NOTE.fullmatch(part.text.strip()) is not None


def _is_struck_number(part: Piece) -> bool:
    if not _is_printed(part) or part.sight is Sight.DOUBTFUL:
        return False
    return part.style.struck and _ONLY_NUMBER.fullmatch(part.text) is not None


def _struck(parts: Sequence[Piece]) -> list[int]:
    """What is struck out, and nobody can say what counts in its place."""
    return [place for place, part in enumerate(parts) if _is_printed(part) and part.style.struck]


def _unlike(parts: Sequence[Piece]) -> list[int]:
    """Digits that are much smaller than others in their cell, or out of their line."""
    numbers = {place: part for place, part in enumerate(parts) if _prints_digits(part)}
    styles = [part.style for part in numbers.values()]
    largest = max((style.size for style in styles), default=0.0)
    floating = len(numbers) > 1 and any(style.apart for style in styles)
    lifts = {round(style.lift / style.size, 1) for style in styles}
    found: list[int] = []
    for place, part in numbers.items():
        small = part.style.size < DIGIT * largest
        off_line = len(lifts) > 1 and _is_lifted(part, largest)
        if floating or small or off_line:
            found.append(place)
    return found


def _cut(parts: Sequence[Piece]) -> list[int]:
    """What does not fit into an element that cuts off the rest."""
    places: dict[int, list[int]] = {}
    sizes: dict[int, tuple[float | None, float | None]] = {}
    for place, part in enumerate(parts):
        for number, width, height in part.style.clips:
            places.setdefault(number, []).append(place)
            sizes[number] = (width, height)
    found: list[int] = []
    for number, inside in places.items():
        width, height = sizes[number]
        if _is_too_full([parts[place] for place in inside], width, height):
            found += inside
    return found


def _is_too_full(inside: Sequence[Piece], width: float | None, height: float | None) -> bool:
    """Whether the pieces in a box that cuts off the rest do not fit into it."""
    text = _written(inside)
    size = max((part.style.size for part in inside), default=0.0)
    shown = [line.strip() for line in text.split(BREAK) if line.strip()]
    wide = max(map(_width, shown), default=0.0) * size
    high = sum(_HIGH for _ in shown)
    if width is not None and width < wide:
        if height is None or _digits(text) > 0:
            return True
        if "nowrap" not in inside[0].style.space:
            high *= wide / max(width, 1.0)
    return height is not None and height + 1 < high * size


def _width(line: str) -> float:
    """How wide a line is at most, for a size of 1."""
    return sum(_WIDE if ord(character) > 0x2E00 else _DIGIT_WIDTH for character in line)


def _is_in_part(parts: Sequence[Piece], text: str) -> bool:
    """Whether an element that may be shown in any way holds some digits of a number, not all."""
    if not _ONLY_NUMBER.fullmatch(text):
        return False
    whole = 0
    held: dict[int, int] = defaultdict(int)
    for part in parts:
        if not _is_printed(part):
            continue
        digits = _digits(part.text)
        whole += digits
        for number in part.style.within:
            held[number] += digits
    return any(0 < digits < whole for digits in held.values())


def _may_be_written(cell: Node, text: str, scripts: Scripts) -> bool:
    """Whether a script may write into the cell.

    It does if it names the cell, or a part of its table around a blank one.
    """
    if not scripts or (text and not _ONLY_NUMBER.fullmatch(text)):
        return False
    if _is_any_named(cell.walk(), scripts) or scripts.writes_cells:
        return True
    return not text and _is_within_script(cell, scripts)


def _is_any_named(nodes: Iterable[Node], scripts: Scripts) -> bool:
    return any(scripts.named(node) for node in nodes)


def _is_within_script(cell: Node, scripts: Scripts) -> bool:
    """Whether a script that puts text into the page names something around the cell."""
    return bool(scripts) and scripts.writes and _is_any_named(_table_around(cell), scripts)


def _table_around(cell: Node) -> list[Node]:
    """The elements around a cell, up to its table."""
    found = []
    for node in cell.up():
        found.append(node)
        if node.tag == "table":
            break
    return found
