"""The text of one cell: what is read of it, and what a person sees in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from helpers.readers.flow import BREAK, lines
from helpers.readers.grid import UNREAD
from helpers.readers.web.bidi import as_shown, is_turned
from helpers.readers.web.computed import style_of
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
    """The text of a cell, and what is seen of it: `UNREAD` for what is in doubt, None where nobody can tell."""

    text: str
    seen: str | None


def read_cell(cell: Node) -> Printed:
    """Read a cell, without the tables in it."""
    scripts = cell.document.scripts
    parts = _without_tables(cell)
    if not scripts and cell.document.cascade.whole and _are_plain(parts):
        text = lines(part.text for part in parts)
        return Printed(text, text)
    parts = _without_marks(_without_grounds(parts))
    doubtful = {*_struck(parts), *_unlike(parts), *_cut(parts)}
    doubtful |= {place for place, part in enumerate(parts) if part.sight is Sight.DOUBTFUL}
    text, known = _joined(text_of(part) for part in parts), True
    read, known = as_shown(text, rtl=style_of(cell).rtl)
    seen, _ = as_shown(
        _joined(_seen(part, place in doubtful) for place, part in enumerate(parts)), rtl=False
    )
    text, seen = lines([read]), lines([seen])
    if not known or _is_in_part(parts, text) or _may_be_written(cell, text, scripts):
        return Printed(text, f"{seen} {UNREAD}".strip())
    if not text and any(_is_speck(part) for part in parts):
        return Printed(text, UNREAD)
    whole = cell.document.cascade.whole and not scripts.styles
    unknown = not whole or any(part.sight is Sight.UNKNOWN and part.text.strip() for part in parts)
    unknown |= style_of(cell).vague or _is_within_script(cell, scripts)
    return Printed(text, None if unknown and UNREAD not in seen else seen)


def _without_grounds(parts: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces of a label without the pictures behind it, which would tell of nothing but a number."""
    if _ONLY_NUMBER.fullmatch(
        "".join(part.text for part in parts if part.sight is not Sight.HIDDEN)
    ):
        return parts
    return [part for part in parts if not part.behind]


def _are_plain(parts: Sequence[Piece]) -> bool:
    """Whether all of a cell is shown, of one size, and nothing is odd about it."""
    sizes = {part.style.size for part in parts if part.text.strip()}
    return len(sizes) < 2 and all(
        part.style.plain and not part.unread and not is_turned(part.text) for part in parts
    )


def _joined(texts: Iterable[str]) -> str:
    return "".join(texts)


def _seen(part: Piece, doubtful: bool) -> str:
    if part.sight is Sight.HIDDEN:
        return text_of(part)
    if part.unread or (doubtful and part.text.strip()):
        return f" {UNREAD} "
    return part.text


def _without_tables(cell: Node) -> list[Piece]:
    """The pieces of a cell; of a table of one column in it the text, of another one a mark if nothing else is there."""
    found: list[Piece] = []
    inner: list[Piece] = []
    for part in pieces(cell):
        if isinstance(part, Piece):
            found.append(part)
            continue
        found.append(Piece(BREAK))
        if is_single(part):
            found += [each for each in _flat(part) if isinstance(each, Piece)]
        elif any(isinstance(each, Piece) and text_of(each).strip() for each in pieces(part)):
            inner.append(Piece("", style_of(part), unread=True))
        found.append(Piece(BREAK))
    has_text = any(text_of(part).strip() for part in found)
    return found if has_text else found + inner[:1]


def _flat(table: Node) -> list[Piece | Node]:
    return list(pieces(table))


def is_single(table: Node) -> bool:
    """Whether a table has one column alone and no tables in it: it is there for its frame."""
    inner = [node for node in table.walk() if node is not table]
    rows = [node for node in inner if node.tag == "tr"]
    return not any(node.tag == "table" for node in inner) and all(
        sum(child.tag in ("td", "th") for child in row.children) < 2 for row in rows
    )


def _is_printed(part: Piece) -> bool:
    return part.sight is not Sight.HIDDEN and bool(part.text.strip()) and not part.unread


def _is_speck(part: Piece) -> bool:
    """Whether a text is too small to be read, but not to be noticed."""
    return (
        SPECK < part.style.size <= TINY
        and bool(part.text.strip())
        and not part.style.gone
        and part.style.visible
    )


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _is_lifted(part: Piece, size: float) -> bool:
    return abs(part.style.lift) >= IN_LINE * size


def _without_marks(parts: Sequence[Piece]) -> list[Piece]:
    """The pieces without the raised marks of notes, and without what is struck out of a number that goes on."""
    printed = [part for part in parts if _is_printed(part)]
    level = [part.style.size for part in printed if not _is_lifted(part, part.style.size)]
    size = max(level, default=0.0)
    kept = []
    for part in parts:
        mark = bool(level) and _is_mark(part, size)
        kept.append(replace(part, text=" ") if mark else part)
    rest = [part for part in kept if _is_printed(part)]
    goes_on = any(_digits(part.text) and not part.style.struck for part in rest)
    return [
        replace(part, text=" ") if goes_on and _is_struck_number(part) else part for part in kept
    ]


def _is_mark(part: Piece, size: float) -> bool:
    if (
        not _is_printed(part)
        or not _is_lifted(part, size)
        or part.sight not in (Sight.SHOWN, Sight.UNKNOWN)
    ):
        return False
    return part.style.size < MARK * size and _NOTE.fullmatch(part.text.strip()) is not None


def _is_struck_number(part: Piece) -> bool:
    clear = part.sight is not Sight.DOUBTFUL
    return (
        clear
        and _is_printed(part)
        and part.style.struck
        and _ONLY_NUMBER.fullmatch(part.text) is not None
    )


def _struck(parts: Sequence[Piece]) -> list[int]:
    """What is struck out, and nobody can say what counts in its place."""
    return [place for place, part in enumerate(parts) if _is_printed(part) and part.style.struck]


def _unlike(parts: Sequence[Piece]) -> list[int]:
    """Digits that are much smaller than others in their cell, or out of their line."""
    sizes = [part.style.size for part in parts if _is_printed(part) and _digits(part.text)]
    most = max(sizes, default=0.0)
    apart = [part for part in parts if _is_printed(part) and _digits(part.text)]
    floating = len(apart) > 1 and any(part.style.apart for part in apart)
    lifts = {
        round(part.style.lift / part.style.size, 1)
        for part in parts
        if _is_printed(part) and _digits(part.text)
    }
    return [
        place
        for place, part in enumerate(parts)
        if _is_printed(part)
        and _digits(part.text)
        and (
            floating
            or part.style.size < DIGIT * most
            or (len(lifts) > 1 and _is_lifted(part, most))
        )
    ]


def _cut(parts: Sequence[Piece]) -> list[int]:
    """What does not fit into an element that cuts off the rest."""
    boxes = {clip[0]: clip for part in parts for clip in part.style.clips}
    found: list[int] = []
    for number, width, height in boxes.values():
        inside = [
            n for n, part in enumerate(parts) if any(clip[0] == number for clip in part.style.clips)
        ]
        text = "".join(text_of(parts[place]) for place in inside)
        size = max((parts[place].style.size for place in inside), default=0.0)
        shown = [line for line in text.split(BREAK) if line.strip()]
        longest = max(
            (
                sum(_WIDE if ord(each) > 0x2E00 else _DIGIT_WIDTH for each in line.strip())
                for line in shown
            ),
            default=0.0,
        )
        high = sum(_HIGH for _ in shown)
        if (
            width is not None
            and width < longest * size
            and height is not None
            and "nowrap" not in parts[inside[0]].style.space
        ):
            high *= longest * size / max(width, 1.0)
        too_wide = (
            width is not None and width < longest * size and (height is None or _digits(text) > 0)
        )
        if too_wide or (height is not None and height + 1 < high * size):
            found += inside
    return found


def _is_in_part(parts: Sequence[Piece], text: str) -> bool:
    """Whether something of which the file does not tell how it is shown holds some digits of a number, but not all."""
    if not _ONLY_NUMBER.fullmatch(text):
        return False
    printed = [part for part in parts if _is_printed(part)]
    whole = sum(_digits(part.text) for part in printed)
    held: dict[int, int] = {}
    for part in printed:
        for number in part.style.within:
            held[number] = held.get(number, 0) + _digits(part.text)
    return any(0 < digits < whole for digits in held.values())


def _may_be_written(cell: Node, text: str, scripts: Scripts) -> bool:
    """Whether a script may write into the cell: it names the cell, or a part of its table around a blank one."""
    if not scripts or (text and not _ONLY_NUMBER.fullmatch(text)):
        return False
    if any(scripts.named(node) for node in cell.walk()) or scripts.writes_cells:
        return True
    return not text and scripts.writes and any(scripts.named(node) for node in _table_around(cell))


def _is_within_script(cell: Node, scripts: Scripts) -> bool:
    return (
        bool(scripts)
        and scripts.writes
        and any(scripts.named(node) for node in _table_around(cell))
    )


def _table_around(cell: Node) -> list[Node]:
    """The elements around a cell, up to its table."""
    found = []
    for node in cell.up():
        found.append(node)
        if node.tag == "table":
            break
    return found
