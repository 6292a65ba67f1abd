"""What a person sees of a text of some style: all, nothing, or what nobody can tell for certain."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from math import dist
from typing import TYPE_CHECKING

from helpers.readers.web.colour import over

if TYPE_CHECKING:
    from helpers.readers.web.colour import Colour
    from helpers.readers.web.computed import Style

#: Opacity up to which nothing is seen, and from which on a text is plain; the same for letters in
#: pixels.
NOTHING, PLAIN = 0.06, 0.4
TINY, SMALL = 1.5, 5.0
#: Contrast up to which colours are the same, and below which nobody can be sure to read; and their
#: distances.
SAME, FAINT = 1.06, 1.5
NEAR, FAR = 20.0, 140.0
#: How bright a ground is at least on which nothing stands: a dark one looks as if something had
#: been blacked out.
DARK = 0.4


class Sight(Enum):
    """Whether a text is seen."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    DOUBTFUL = "doubtful"
    UNKNOWN = "unknown"


def sight(style: Style) -> Sight:
    """Tell whether a text of a style is seen."""
    if style.gone or not style.visible or style.size <= TINY or style.opacity <= NOTHING:
        return Sight.HIDDEN
    contrast = _against(style.fill or style.colour, style.ground)
    if contrast is Sight.HIDDEN:
        return _of_one_colour(style)
    if style.veiled or style.opacity < PLAIN or style.size < SMALL or contrast is Sight.DOUBTFUL:
        return Sight.DOUBTFUL
    if style.vague or contrast is Sight.UNKNOWN:
        return Sight.UNKNOWN
    return Sight.SHOWN


def _of_one_colour(style: Style) -> Sight:
    """What is seen of a text in the colour of its ground: nothing, unless the ground is seen."""
    ground = style.ground
    boxed = ground is not None and (ground != style.paper or _light(ground) < DARK)
    if boxed or style.lit:
        return Sight.DOUBTFUL
    return Sight.UNKNOWN if style.vague else Sight.HIDDEN


def takes_room(style: Style) -> bool:
    """Whether a text that is not seen leaves a gap where it stands."""
    return not style.gone and style.size > TINY


def _against(colour: Colour, ground: Colour | None) -> Sight:
    """A text of a colour on a ground."""
    if colour[3] <= NOTHING:
        return Sight.HIDDEN
    if ground is None:
        return Sight.UNKNOWN
    seen = over(colour, ground) or ground
    contrast, apart = _contrast(seen, ground), dist(seen[:3], ground[:3])
    if contrast <= SAME and apart <= NEAR:
        return Sight.HIDDEN
    if contrast < FAINT and apart < FAR:
        return Sight.DOUBTFUL
    return Sight.SHOWN


@lru_cache(maxsize=1000)
def _contrast(one: Colour, other: Colour) -> float:
    """How much brighter one colour is than the other, by the guidelines for accessible pages."""
    darker, lighter = sorted((_light(one), _light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _light(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
