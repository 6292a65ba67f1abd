"""The colours of style sheets, and how they look over one another."""

from __future__ import annotations

import re
from functools import lru_cache

from tinycss2.color4 import parse_color

#: Red, green and blue from 0 to 255, and how much of it covers what lies below, from 0 to 1.
Colour = tuple[float, float, float, float]

BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
WHITE: Colour = (255.0, 255.0, 255.0, 1.0)

_SYSTEM = {
    "canvas": "white",
    "window": "white",
    "canvastext": "black",
    "windowtext": "black",
    "linktext": "#0000ee",
}
_LIGHT_DARK = re.compile(r"light-dark\(\s*((?:[^(),]|\([^()]*\))+),.*\)", re.IGNORECASE)
_MIX = re.compile(
    r"color-mix\(\s*in [\w -]+,\s*((?:[^(),%]|\([^()]*\))+?)(?:\s+([\d.]+)%)?\s*,"
    r"\s*((?:[^(),%]|\([^()]*\))+)\)",
    re.IGNORECASE,
)


@lru_cache(maxsize=10_000)
def colour(text: str) -> Colour | None:
    """A colour of a style sheet; None where it is not known: `currentcolor` alone does not tell."""
    text = _SYSTEM.get(text.lower(), text)
    if found := _LIGHT_DARK.fullmatch(text):
        return colour(found[1])
    if found := _MIX.fullmatch(text):
        return _mixed(*found.groups())
    try:
        parsed = parse_color(text)
        if parsed is None or isinstance(parsed, str):
            return None
        red, green, blue = parsed.to("srgb").coordinates
    except (NotImplementedError, ValueError, TypeError):
        return None
    return (red or 0) * 255, (green or 0) * 255, (blue or 0) * 255, parsed.alpha


def _mixed(name: str, share: str | None, name_of_rest: str) -> Colour | None:
    """About what `color-mix()` comes to."""
    first, second = colour(name.strip()), colour(name_of_rest.strip())
    if first is None or second is None:
        return None
    part = float(share) / 100 if share else 0.5
    pairs = zip(first, second, strict=True)
    red, green, blue, covers = (one * part + two * (1 - part) for one, two in pairs)
    return red, green, blue, covers


def over(colour: Colour, ground: Colour | None) -> Colour | None:
    """A colour as it is seen over a ground: less of it where it lets the ground through."""
    red, green, blue, covers = colour
    if covers >= 1:
        return red, green, blue, 1.0
    if ground is None:
        return None
    rest = 1 - covers
    return (
        red * covers + ground[0] * rest,
        green * covers + ground[1] * rest,
        blue * covers + ground[2] * rest,
        1.0,
    )
