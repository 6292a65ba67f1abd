"""How a run of a Word file looks, once all of its settings are known, and whether a person can read it."""

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
from helpers.readers.word.markup import APART, DOUBT, NOTHING, UNKNOWN, W, value
from helpers.readers.word.styles import DISPUTED, Settings, on

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
#: Settings that change what a person reads; all others do not matter here.
RELEVANT = frozenset(
    {W + name for name in (
        "rStyle", "vanish", "specVanish", "webHidden", "strike", "dstrike", "color", "sz", "position", "vertAlign",
        "highlight", "shd", "w", "spacing", "fitText", "rtl", "eastAsianLayout", "rFonts",
    )}
    | {_W14 + "textFill"}
)  # fmt: skip
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
    """How a run looks: what it `shows` by itself ("" is its text), its size and rise in half points, and its marks.

    `raised`: it is set as a raised or lowered index, which makes it smaller, too.
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
    """How a run with these settings looks on this ground; `embedded`: the fonts that the file brings."""
    size = amount(found.get(W + "sz"), 2.0, 20.0) or 20.0
    index = found.get(W + "vertAlign")
    raised = index is not None and value(index) in ("superscript", "subscript")
    struck = on(found.get(W + "strike")) or on(found.get(W + "dstrike"))
    shows = _shows(found, palette, ground, size, embedded)
    return Look(shows, size, amount(found.get(W + "position"), 2.0), raised, struck)


def _shows(
    found: Settings, palette: Palette, ground: Ground, size: float, embedded: frozenset[str]
) -> str:
    if on(found.get(W + "vanish")):
        return NOTHING
    behind = palette.ground(found.get(W + "shd"), ground)
    highlight = (
        rgb(HIGHLIGHTS.get(value(found[W + "highlight"]), "")) if W + "highlight" in found else None
    )
    behind = behind if highlight is None else (highlight,)
    colours, sure = _colours(found, palette)
    if sure and all(colour is not None and invisible(colour, behind) for colour in colours):
        return (
            DOUBT if any(colour is not None and sum(colour) < _DARK for colour in behind) else APART
        )
    pale = any(colour is not None and faint(colour, behind) for colour in colours)
    # Programs differ on these: two styles that hide the same text, and text that is hidden in some
    # views.
    disputed = (
        DISPUTED in found or on(found.get(W + "specVanish")) or on(found.get(W + "webHidden"))
    )
    fonts = found.get(W + "rFonts")
    names = [value(fonts, name) for name in ("ascii", "hAnsi")] if fonts is not None else []
    drawn = any(map(_PICTURES.search, names))
    if not sure or pale or disputed or drawn or size <= _TINY or _distorted(found, size):
        return DOUBT
    return UNKNOWN if embedded.intersection(names) else ""


def _colours(found: Settings, palette: Palette) -> tuple[tuple[Colour | None, ...], bool]:
    """The colours of the letters in one program or another (None: black or white), and whether they can be told."""
    colour = found.get(W + "color")
    colours = palette.of(colour, "val", "themeColor") if colour is not None else (None,)
    fill = found.get(_W14 + "textFill")
    if fill is None:
        return colours, True
    filled, sure = _filled(fill, palette)
    return (*colours, filled), sure


def _filled(fill: Element, palette: Palette) -> tuple[Colour | None, bool]:
    """The colour of letters that are filled like a drawing."""
    solid = fill.find(f"{_W14}solidFill")
    inner = next(iter(solid), None) if solid is not None else None
    if inner is None:
        return None, False
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


def _distorted(found: Settings, size: float) -> bool:
    """Whether letters are drawn over one another, turned round, or set two in the place of one."""
    narrow = amount(found.get(W + "w"), 1.0, 100.0) or 100.0
    together = -amount(found.get(W + "spacing"), 20.0) / 10 / size
    layout = found.get(W + "eastAsianLayout")
    combined = layout is not None and value(layout, "combine") not in ("", *("0", "false", "off"))
    return narrow < _NARROW or together >= _DRAWN_TOGETHER or on(found.get(W + "rtl")) or combined


def amount(
    setting: Element | None, per_point: float, default: float = 0.0, name: str = "val"
) -> float:
    """A measure in its own unit, of which so many are a point; it may be printed with another unit (12pt)."""
    return amount_of(value(setting, name), per_point, default) if setting is not None else default


def amount_of(printed: str, per_point: float = 1.0, default: float = 0.0) -> float:
    """The same for a measure as it stands in an attribute."""
    found = re.fullmatch(r"\s*([+-]?\d+(?:\.\d+)?)\s*(pt|in|cm|mm|pc|pi|%)?\s*", printed)
    if not found:
        return default
    unit = _UNITS.get(found[2] or "")
    return float(found[1]) * (unit * per_point if unit else 1.0)
