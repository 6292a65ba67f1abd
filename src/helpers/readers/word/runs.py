"""What the runs of one cell of a Word file show together: which are the number, and which are marks beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from xml.etree.ElementTree import Element

from helpers.readers.grid import UNREAD
from helpers.readers.word.looks import Look, amount
from helpers.readers.word.markup import APART, DOUBT, NOTHING, NUMBER, SHOWS, TEXT, W, value
from helpers.readers.word.styles import Settings

_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
#: Characters that print the ones behind them in another order.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
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
    """The runs of a cell, or of a paragraph outside of tables (`cell` None), and the numbers that its lists set.

    `height`: that of its row where it is fixed; `width`: that of the cell where its text is drawn
    into it; `room`: that of the cell as it says itself; in points.
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
        spacing, indent = settings.get(W + "spacing"), settings.get(W + "ind")
        exact = spacing is not None and value(spacing, "lineRule") == "exact"
        self._line = amount(spacing, 20.0, 0.0, "line") / 20 if exact else None
        self._outside = indent is not None and not -_OUTSIDE <= _begins(indent) < min(
            self.room, _WIDEST
        )
        if W + "framePr" in settings and self.cell is not None:
            self._outside = True

    def add(self, run: Element, look: Look, text: str, settings: Settings) -> None:
        """Add a run with its text."""
        shows = look.shows
        fitted = settings.get(W + "fitText")
        width = amount(fitted, 20.0) / 20 if fitted is not None else None
        low = self._line is not None and self._line < _CUT * look.size / 2
        if (
            _TURNING.search(text)
            or low
            or self._outside
            or _squeezed(text, look, width or self.width)
        ):
            shows = shows or DOUBT
        self.pieces.append(_Piece(run, look, text, shows))


def weigh(content: Content) -> None:
    """Set on the runs of a cell what they show."""
    pieces = content.pieces
    if (
        any(piece.shows or _is_odd(piece.look) for piece in pieces)
        or len({piece.look.size for piece in pieces}) > 1
    ):
        _compare([piece for piece in pieces if piece.counts])
        for piece in pieces:
            _set(piece)
    if content.cell is not None:
        _add_numbers(content, "".join(piece.text for piece in pieces if piece.counts))
        if content.height is not None and _is_cut(content):
            content.cell.set(SHOWS, DOUBT)


def _is_odd(look: Look) -> bool:
    return look.raised or look.struck or look.rise != 0


def _compare(pieces: Sequence[_Piece]) -> None:
    """Tell the marks from the number: what is raised, lowered or struck out beside other text is none of it."""
    _set_apart(pieces, [piece for piece in pieces if piece.look.struck])
    left = [piece for piece in pieces if piece.counts]
    _set_apart(left, [piece for piece in left if piece.look.raised])
    left = [piece for piece in left if piece.counts]
    if not left:
        return
    main = max(left, key=lambda piece: (piece.look.size, len(piece.text)))
    for piece in left:
        off = abs(piece.look.rise - main.look.rise) >= _OFF_LINE
        share = piece.look.size / main.look.size
        if off and share < _SMALLER:
            piece.shows = APART
        elif (
            _DIGIT.search(piece.text)
            and _DIGIT.search(main.text)
            and (off or share < _MUCH_SMALLER)
        ):
            piece.shows = piece.shows or DOUBT


def _set_apart(pieces: Sequence[_Piece], marked: Sequence[_Piece]) -> None:
    """Marked text is none of the number beside it; where no number and no word is left, nobody can say what counts."""
    rest = "".join(piece.text for piece in pieces if piece not in marked)
    alone = not re.search(r"\w\w|\d|[-—－/无]", rest)
    for piece in marked:
        piece.shows = (piece.shows or DOUBT) if alone else APART


def _set(piece: _Piece) -> None:
    if piece.shows:
        piece.run.set(SHOWS, piece.shows)
    if piece.shows == APART:
        for child in piece.run:
            if child.tag in (TEXT, W + "noBreakHyphen"):
                child.set(SHOWS, NOTHING)


def _add_numbers(content: Content, text: str) -> None:
    """A number of a list is all that an empty cell shows; beside a number it is in doubt; a label reads the same."""
    if len(_LETTER.findall(text)) > 1:
        return
    for paragraph, number in content.numbers:
        bullet = number.startswith(UNREAD) and len(number) > 1
        if text.strip():
            if not bullet or re.search(r"[-+‐–—−\d.]", number):
                paragraph.set(SHOWS, DOUBT)
        else:
            alone = re.fullmatch(r"(\d+)[.．、]?", number)
            paragraph.set(NUMBER, alone[1] if alone else UNREAD)


def _is_cut(content: Content) -> bool:
    """Whether a row of fixed height cuts off what its cell shows."""
    sizes = [piece.look.size / 2 for piece in content.pieces if piece.counts]
    breaks = sum(1 for piece in content.pieces for child in piece.run if child.tag == W + "br")
    lines = max(content.paragraphs, 1) + breaks
    return bool(sizes) and (content.height or 0.0) < _CUT * max(sizes) * lines


def _squeezed(text: str, look: Look, width: float | None) -> bool:
    """Whether text is drawn into so little width that it cannot be read."""
    return width is not None and width < _SQUEEZED * _DIGIT_WIDE * look.size / 2 * len(text.strip())


def _begins(indent: Element) -> float:
    """Where the first line of a paragraph begins, in points from the edge of its cell."""
    left = amount(indent, 20.0, 0.0, "left") or amount(indent, 20.0, 0.0, "start")
    return (
        left + amount(indent, 20.0, 0.0, "firstLine") - amount(indent, 20.0, 0.0, "hanging")
    ) / 20
