"""Whether the letters of a cell may be overlooked, or are printed in a way that is no number."""

from __future__ import annotations

from helpers.readers.word.colours import Colour, faint

#: Letters of fewer points are not read by everybody.
_TINY = 5.0
#: How the text of a cell may be set without changing what it says.
_UPRIGHT = ("0", "255")


def is_pale(letters: Colour, ground: Colour) -> bool:
    """Whether letters may be overlooked on their ground."""
    return faint(letters, (ground,))


def is_odd(*, letters: Colour, ground: Colour, size: float, marked: bool, set_as: str) -> bool:
    """Whether nobody can be sure what a cell shows.

    `marked`: its letters are struck out or raised; `set_as`: its alignment, and by how much it is
    turned. An alignment that fills the cell repeats the text.
    """
    alignment, _, turned = set_as.partition(" ")
    if marked or size < _TINY or is_pale(letters, ground):
        return True
    return alignment == "fill" or turned not in _UPRIGHT
