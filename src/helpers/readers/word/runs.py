"""What the runs of one cell of a Word file show together.

Some are the number, and some are marks beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf
from xml.etree.ElementTree import Element

from helpers.readers.flow import TURNING
from helpers.readers.grid import UNREAD
from helpers.readers.word.looks import Look, amount, points
from helpers.readers.word.markup import (
    APART,
    CHARACTERS,
    DOUBT,
    LETTER,
    NOTHING,
    NUMBER,
    SHOWS,
    W,
    value,
)
from helpers.readers.word.styles import Settings

_DIGIT = re.compile(r"\d")
#: What is smaller than this beside a number, and off its line, is a mark; what is so small on the
#: line is in doubt.
_SMALLER, _MUCH_SMALLER = 0.9, 0.6
#: Print is off the line of its neighbours from so many half points on.
_OFF_LINE = 2.0
#: A row or line of fixed height shows its text down to this part of its size; a digit is so wide;
#: and text that is drawn into this part of its width cannot be read.
_CUT, _DIGIT_WIDE, _SQUEEZED = 0.75, 0.5, 0.4
#: How far a paragraph may begin before its cell, and behind one that does not say how wide it is,
#: in points.
_OUTSIDE, _WIDEST = 12.0, 400.0


@dataclass
class _Piece:
    """A run with its text and how it looks; `shows`: what it shows beside the others."""

    run: Element
    look: Look
    text: str
    shows: str

    @property
    def counts(self) -> bool:
        """Whether its characters are shown as themselves."""
        return self.shows != APART and bool(self.text.strip())


@dataclass
class Content:
    """The runs of a cell, or of a paragraph outside of tables, and the numbers that its lists set.

    `cell` is None outside of tables. `height`: that of its row where it is fixed; `width`: that of
    the cell where its text is drawn into it; `room`: that of the cell as it says itself; in points.
    """

    cell: Element | None = None
    height: float | None = None
    width: float | None = None
    room: float = inf
    pieces: list[_Piece] = field(default_factory=list)
    numbers: list[tuple[Element, str]] = field(default_factory=list)
    paragraphs: int = 0
    _line: float | None = None
    _outside: bool = False

    def begin_paragraph(self, settings: Settings) -> None:
        """Take the settings of a paragraph: how high its lines are, and where they begin."""
        self.paragraphs += 1
        spacing = settings.get(W + "spacing")
        exact = value(spacing, "lineRule") == "exact"
        self._line = points(spacing, "line") if exact else None
        indent = settings.get(W + "ind")
        framed = W + "framePr" in settings and self.cell is not None
        self._outside = framed or (indent is not None and self._begins_outside(indent))

    def _begins_outside(self, indent: Element) -> bool:
        """Whether a paragraph that is indented so begins before its cell, or behind it."""
        return not -_OUTSIDE <= _begins(indent) < min(self.room, _WIDEST)

    def add(self, run: Element, look: Look, text: str, settings: Settings) -> None:
        """Add a run with its text."""
        turned = TURNING.search(text) is not None
        cut = self._line is not None and self._line < _CUT * look.size / 2
        width = points(settings.get(W + "fitText")) or self.width
        squeezed = _is_squeezed(text, look, width)
        shows = look.shows
        if not shows and (turned or cut or squeezed or self._outside):
            shows = DOUBT
        self.pieces.append(_Piece(run, look, text, shows))


def weigh(content: Content) -> None:
    """Set on the runs of a cell what they show."""
    pieces = content.pieces
    sizes = {piece.look.size for piece in pieces}
    odd = any(piece.shows or _is_odd(piece.look) for piece in pieces)
    if odd or len(sizes) > 1:
        _compare(_counting(pieces))
        for piece in pieces:
            _set(piece)
    if content.cell is not None:
        text = "".join(piece.text for piece in _counting(pieces))
        _add_numbers(content, text)
        if content.height is not None and _is_cut(content):
            content.cell.set(SHOWS, DOUBT)


def _counting(pieces: Iterable[_Piece]) -> list[_Piece]:
    """The pieces whose characters are shown as themselves."""
    return [piece for piece in pieces if piece.counts]


def _is_odd(look: Look) -> bool:
    return look.raised or look.struck or look.rise != 0


def _compare(pieces: Sequence[_Piece]) -> None:
    """Tell the marks from the number.

    What is raised, lowered or struck out beside other text is none of it.
    """
    _set_apart(pieces, [piece for piece in pieces if piece.look.struck])
    left = _counting(pieces)
    _set_apart(left, [piece for piece in left if piece.look.raised])
    left = _counting(left)
    if not left:
        return
    main = max(left, key=lambda piece: (piece.look.size, len(piece.text)))
    for piece in left:
        _compare_with(main, piece)


def _compare_with(main: _Piece, piece: _Piece) -> None:
    """Tell whether a piece is a mark beside the largest one, or whether nobody can say."""
    off = abs(piece.look.rise - main.look.rise) >= _OFF_LINE
    share = piece.look.size / main.look.size
    digits = _DIGIT.search(piece.text) is not None and _DIGIT.search(main.text) is not None
    if off and share < _SMALLER:
        piece.shows = APART
    elif digits and (off or share < _MUCH_SMALLER):
        piece.shows = piece.shows or DOUBT


def _set_apart(pieces: Sequence[_Piece], marked: Sequence[_Piece]) -> None:
    """Marked text is none of the number beside it.

    Where no number and no word is left, nobody can say what counts.
    """
    rest = "".join(piece.text for piece in pieces if piece not in marked)
    alone = not re.search(r"\w\w|\d|[-—－/无]", rest)
    for piece in marked:
        if not alone:
            piece.shows = APART
        elif not piece.shows:
            piece.shows = DOUBT


def _set(piece: _Piece) -> None:
    if piece.shows:
        piece.run.set(SHOWS, piece.shows)
    if piece.shows == APART:
        for child in piece.run:
            if child.tag in CHARACTERS:
                child.set(SHOWS, NOTHING)


def _add_numbers(content: Content, text: str) -> None:
    """Set on the paragraphs of a cell the numbers of its lists, `text` being what it shows else.

    A number of a list is all that an empty cell shows; beside a number it is in doubt; a label
    reads the same.
    """
    if len(LETTER.findall(text)) > 1:
        return
    for paragraph, number in content.numbers:
        bullet = number.startswith(UNREAD) and len(number) > 1
        if not text.strip():
            alone = re.fullmatch(r"(\d+)[.．、]?", number)
            paragraph.set(NUMBER, alone[1] if alone else UNREAD)
        elif not bullet or re.search(r"[-+‐–—−\d.]", number):
            paragraph.set(SHOWS, DOUBT)


def _is_cut(content: Content) -> bool:
    """Whether a row of fixed height cuts off what its cell shows."""
    sizes = [piece.look.size / 2 for piece in _counting(content.pieces)]
    if not sizes:
        return False
    lines = max(content.paragraphs, 1)
    for piece in content.pieces:
        lines += len(piece.run.findall(f"{W}br"))
    return (content.height or 0.0) < _CUT * max(sizes) * lines


def _is_squeezed(text: str, look: Look, width: float | None) -> bool:
    """Whether text is drawn into so little width that it cannot be read."""
    if width is None:
        return False
    readable = _SQUEEZED * _DIGIT_WIDE * look.size / 2 * len(text.strip())
    return width < readable


def _begins(indent: Element) -> float:
    """Where the first line of a paragraph begins, in points from the edge of its cell."""
    left = amount(indent, 20.0, 0.0, "left") or amount(indent, 20.0, 0.0, "start")
    first_line = amount(indent, 20.0, 0.0, "firstLine")
    hanging = amount(indent, 20.0, 0.0, "hanging")
    return (left + first_line - hanging) / 20
