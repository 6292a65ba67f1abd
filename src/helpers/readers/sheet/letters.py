"""Whether the letters of a cell may be overlooked, or are printed in a way that is no number."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.readers.grid import UNREAD
from helpers.readers.word.colours import Colour, faint

#: Letters of fewer points are not read by everybody.
_TINY = 5.0


def is_pale(letters: Colour, ground: Colour) -> bool:
    """Whether letters may be overlooked on their ground."""
    return faint(letters, (ground,))


def is_odd(letters: Colour, ground: Colour, size: float, *, marked: bool) -> bool:
    """Whether nobody can be sure what a cell shows; `marked`: it is struck out or raised."""
    return marked or size < _TINY or is_pale(letters, ground)


def is_turned(alignment: str | None, turned: int) -> bool:
    """Whether a text does not run from left to right once; 255 stands for upright letters."""
    return alignment == "fill" or turned not in (0, 255)


def left_of(pieces: Iterable[tuple[str, bool, bool]]) -> str | None:
    """What is left of a text without its raised pieces; None where there are no marks in it.

    `pieces`: each with whether it is raised (or lowered), and struck out. What is struck out in
    part can be read in two ways.
    """
    left, is_marked = "", False
    for text, raised, struck in pieces:
        if struck:
            return UNREAD
        is_marked = is_marked or raised
        left += "" if raised else text
    if is_marked:
        return left or UNREAD
    return None
