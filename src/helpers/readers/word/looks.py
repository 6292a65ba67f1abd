"""How a run of a Word file looks, once its settings are known, and whether one can read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from helpers.readers.word.colours import (
    BLACK,
    HIGHLIGHTS,
    Colour,
    Ground,
    Palette,
    faint,
    invisible,
    lightened,
    rgb,
)
from helpers.readers.word.markup import (
    APART,
    DOUBT,
    NOTHING,
    UNKNOWN,
    W,
    on,
    on_attribute,
    tags,
    value,
)
from helpers.readers.word.styles import DISPUTED, Settings

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
#: Settings that change what a person reads; all others do not matter here.
RELEVANT = frozenset((
    *tags(
        "rStyle", "vanish", "specVanish", "webHidden", "strike", "dstrike", "color", "sz",
        "position", "vertAlign", "highlight", "shd", "w", "spacing", "fitText", "rtl",
        "eastAsianLayout", "rFonts",
    ),
    _W14 + "textFill",
))  # fmt: skip
#: Sizes in half points: no one reads print of 2 points, and few that of 4.
_TINY = 8
#: Letters drawn narrower than this in per cent, or nearer by so much of their size, cannot be told
#: apart.
_NARROW, _DRAWN_TOGETHER = 40, 0.25
#: Fonts whose digits are pictures.
_PICTURES = re.compile(
    "wingdings|webdings|dingbats|marlett|mt extra|barcode|code ?39|code ?128", re.IGNORECASE
)
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: what it `shows` by itself, its size and rise, and its marks.

    `shows` is "" where it shows its text; `size` and `rise` are in half points. `raised`: it is set
    as a raised or lowered index, which makes it smaller, too.
    """

    shows: str = ""
    size: float = 20.0
    rise: float = 0.0
    raised: bool = False
    struck: bool = False


#: A ground whose red, green and blue are less than this together is dark: what is black on it is
#: blackened, not blank.
_DARK = 384


def look(found: Settings, palette: Palette, ground: Ground, embedded: frozenset[str]) -> Look:
    """How a run with these settings looks on this ground.

    `embedded`: the fonts that the file brings.
    """
    size = amount(found.get(W + "sz"), 2.0, 20.0) or 20.0
    rise = amount(found.get(W + "position"), 2.0)
    index = found.get(W + "vertAlign")
    raised = value(index) in ("superscript", "subscript")
    struck = on(found.get(W + "strike")) or on(found.get(W + "dstrike"))
    shows = _shows(found, palette, ground, size, embedded)
    return Look(shows, size, rise, raised, struck)


def _shows(
    found: Settings, palette: Palette, ground: Ground, size: float, embedded: frozenset[str]
) -> str:
    if on(found.get(W + "vanish")):
        return NOTHING
    behind = _behind(found, palette, ground)
    colours, sure = _colours(found, palette)
    if sure and all(colour is not None and invisible(colour, behind) for colour in colours):
        blackened = any(sum(colour) < _DARK for colour in behind)
        return DOUBT if blackened else APART
    pale = any(colour is not None and faint(colour, behind) for colour in colours)
    fonts = _fonts(found)
    drawn = any(map(_PICTURES.search, fonts))
    hard_to_see = not sure or pale or drawn or size <= _TINY
    if hard_to_see or _is_disputed(found) or _is_distorted(found, size):
        return DOUBT
    if embedded.intersection(fonts):
        return UNKNOWN
    return ""


def _behind(found: Settings, palette: Palette, ground: Ground) -> Ground:
    """What the letters are printed on: a highlight, or a shading over the ground."""
    shaded = palette.ground(found.get(W + "shd"), ground)
    highlight = value(found.get(W + "highlight"))
    colour = rgb(HIGHLIGHTS.get(highlight, ""))
    if colour is None:
        return shaded
    return (colour,)


def _fonts(found: Settings) -> list[str]:
    """The names of the fonts of digits and Latin letters."""
    fonts = found.get(W + "rFonts")
    if fonts is None:
        return []
    return [value(fonts, "ascii"), value(fonts, "hAnsi")]


def _is_disputed(found: Settings) -> bool:
    """Whether programs differ on what is hidden.

    They do on text that two styles hide, and on text that is hidden in some views.
    """
    in_some_views = on(found.get(W + "specVanish")) or on(found.get(W + "webHidden"))
    return DISPUTED in found or in_some_views


def _colours(found: Settings, palette: Palette) -> tuple[tuple[Colour | None, ...], bool]:
    """The colours of the letters in one program or another, and whether they can be told.

    None is black or white.
    """
    colour = found.get(W + "color")
    colours = palette.of(colour, "val", "themeColor") if colour is not None else (None,)
    fill = found.get(_W14 + "textFill")
    if fill is None:
        return colours, True
    filled, sure = _filled(fill, palette)
    return (*colours, filled), sure


def _filled(fill: Element, palette: Palette) -> tuple[Colour | None, bool]:
    """The colour of letters that are filled like a drawing, and whether it can be told."""
    solid = fill.find(f"{_W14}solidFill")
    if solid is None or not len(solid):
        return None, False
    inner = solid[0]
    name = inner.get(_W14 + "val", "")
    colour = rgb(name) if inner.tag == _W14 + "srgbClr" else palette.named(name)
    sure = colour is not None
    for change in inner:
        share = amount_of(change.get(_W14 + "val", "")) / 100_000
        if change.tag == _W14 + "lumMod" and colour:
            colour = lightened(colour, share, 0.0)
        elif change.tag == _W14 + "lumOff" and colour:
            colour = lightened(colour, 1.0, share)
        elif share:
            sure = False
    return colour or BLACK, sure


def _is_distorted(found: Settings, size: float) -> bool:
    """Whether letters are drawn over one another, turned round, or set two in the place of one."""
    narrow = amount(found.get(W + "w"), 1.0, 100.0) or 100.0
    together = -amount(found.get(W + "spacing"), 20.0) / 10 / size
    combined = on_attribute(found.get(W + "eastAsianLayout"), "combine")
    turned = on(found.get(W + "rtl"))
    return narrow < _NARROW or together >= _DRAWN_TOGETHER or turned or combined


def amount(
    setting: Element | None, per_point: float, default: float = 0.0, name: str = "val"
) -> float:
    """A measure in its own unit, of which so many are a point.

    It may be printed with another unit (12pt).
    """
    if setting is None:
        return default
    return amount_of(value(setting, name), per_point, default)


def amount_of(printed: str, per_point: float = 1.0, default: float = 0.0) -> float:
    """The same for a measure as it stands in an attribute."""
    found = re.fullmatch(r"\s*([+-]?\d+(?:\.\d+)?)\s*(pt|in|cm|mm|pc|pi|%)?\s*", printed)
    if not found:
        return default
    number = float(found[1])
    unit = _UNITS.get(found[2] or "")
    if unit is None:
        return number
    return number * (unit * per_point)


def points(setting: Element | None, name: str = "val") -> float:
    """A measure in twentieths of a point, in points; 0 where there is none."""
    return amount(setting, 20.0, 0.0, name) / 20
