"""The colours of a Word file: those of its theme, and whether letters stand out from what they are printed on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls
from math import sqrt
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from helpers.readers.word.markup import W

Colour = tuple[int, int, int]
#: The colours that stand side by side behind the letters, or that one program or another prints
#: there.
Ground = tuple[Colour, ...]

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
PAPER: Ground = (WHITE,)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: What Word takes where a file has no theme.
_OFFICE = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "1F497D", "lt2": "EEECE1", "accent1": "4F81BD", "accent2": "C0504D",
    "accent3": "9BBB59", "accent4": "8064A2", "accent5": "4BACC6", "accent6": "F79646", "hlink": "0000FF",
    "folHlink": "800080",
}  # fmt: skip
#: The names of the theme's colours in the text, and in the theme.
_SLOTS = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "text1": "dk1", "background1": "lt1",
    "text2": "dk2", "background2": "lt2", "tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_MAPPED = {
    "bg1": ("bg1", "background1"),
    "t1": ("tx1", "text1"),
    "bg2": ("bg2", "background2"),
    "t2": ("tx2", "text2"),
}
HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
#: Colours that differ by no more in any channel look the same to everybody.
_SAME = 6
#: Colours that are nearer, on a scale on which black and white are 765 apart, may look the same to
#: somebody; so may those that are equally bright (contrast as in the Web Content Accessibility
#: Guidelines), as yellow on white.
_NEAR, _CONTRAST = 150, 1.15


class Palette:
    """The colours of a file, by the attributes that name them."""

    def __init__(self, theme: Element | None, settings: bytes = b"") -> None:
        """`theme`: the root of the theme's part."""
        self._theme = {name: rgb(code) for name, code in _OFFICE.items()}
        scheme = theme.find(f".//{_DRAWING}clrScheme") if theme is not None else None
        for slot in scheme if scheme is not None else ():
            code = next((shade.get("lastClr") or shade.get("val") for shade in slot), "")
            if colour := rgb(code or ""):
                self._theme[slot.tag.removeprefix(_DRAWING)] = colour
        self._slots = {**_SLOTS, **_mapping(settings)}

    def named(self, name: str) -> Colour | None:
        """A colour of the theme."""
        return self._theme.get(self._slots.get(name, name))

    def of(self, element: Element, plain: str, theme: str) -> tuple[Colour | None, ...]:
        """The colours that the attributes of an element give (`val` and `themeColor`, or `fill` and `themeFill`).

        Word takes the one of the theme and other programs the plain one, which should be the same.
        None is left to the program (`auto`), or to what lies behind.
        """
        themed, own = self.named(element.get(W + theme, "")), rgb(element.get(W + plain, ""))
        if themed is None:
            return (own,)
        base = theme.removesuffix("Color") if theme == "themeColor" else theme
        shade, tint = element.get(f"{W}{base}Shade"), element.get(f"{W}{base}Tint")
        if shade:
            themed = lightened(themed, _share(shade), 0.0)
        elif tint:
            themed = lightened(themed, _share(tint), 1 - _share(tint))
        return (themed, own) if W + plain in element.attrib else (themed,)

    def ground(self, shading: Element | None, behind: Ground) -> Ground:
        """What a shading (`w:shd`) prints over what lies behind it."""
        pattern = shading.get(W + "val", "clear") if shading is not None else "nil"
        if shading is None or pattern == "nil":
            return behind
        fills = self.of(shading, "fill", "themeFill")
        papers = _distinct(
            colour for fill in fills for colour in (behind if fill is None else (fill,))
        )
        if pattern == "clear":
            return papers
        inks = _distinct(ink or BLACK for ink in self.of(shading, "color", "themeColor"))
        if pattern == "solid":
            return inks
        percent = re.fullmatch(r"pct(\d+)", pattern)
        return (_mixed(inks[0], papers[0], int(percent[1]) / 100),) if percent else (*inks, *papers)


def _distinct(colours: Iterable[Colour]) -> Ground:
    return tuple(dict.fromkeys(colours))


def _mapping(settings: bytes) -> dict[str, str]:
    """The colours of the theme that a file's settings give other names to."""
    found = re.search(rb"<w:clrSchemeMapping\s([^>]*)>", settings)
    pairs = re.findall(r'w:(\w+)="(\w+)"', found[1].decode("ascii", "replace")) if found else ()
    return {name: _SLOTS.get(slot, slot) for key, slot in pairs for name in _MAPPED.get(key, ())}


def parsed(part: bytes) -> Element | None:
    """The root of a part, None where there is none or it is no XML."""
    try:
        return ElementTree.fromstring(part) if part else None
    except ElementTree.ParseError:
        return None


def rgb(code: str) -> Colour | None:
    """A colour by its six digits."""
    return tuple(bytes.fromhex(code)) if re.fullmatch("[0-9A-Fa-f]{6}", code) else None  # type: ignore[return-value]


def lightened(colour: Colour, factor: float, offset: float) -> Colour:
    """The colour with another lightness, of which both are parts: 0.5 and 0.5 is half way to white."""
    hue, lightness, saturation = rgb_to_hls(*(channel / 255 for channel in colour))
    channels = hls_to_rgb(hue, min(max(lightness * factor + offset, 0.0), 1.0), saturation)
    red, green, blue = (round(channel * 255) for channel in channels)
    return red, green, blue


def invisible(colour: Colour, ground: Ground) -> bool:
    """Whether letters of this colour cannot be told from the ground anywhere."""
    return all(
        max(abs(one - other) for one, other in zip(colour, behind, strict=True)) <= _SAME
        for behind in ground
    )


def faint(colour: Colour, ground: Ground) -> bool:
    """Whether letters of this colour may be overlooked somewhere on this ground."""
    return any(
        _distance(colour, behind) < _NEAR or _contrast(colour, behind) < _CONTRAST
        for behind in ground
    )


def _distance(one: Colour, other: Colour) -> float:
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    return sqrt(2 * red * red + 4 * green * green + 3 * blue * blue)


def _contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (pow(channel / 255, 2.2) for channel in colour)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _share(printed: str | None) -> float:
    """Two hexadecimal digits as a share of 255."""
    return int(printed, 16) / 255 if printed and re.fullmatch("[0-9A-Fa-f]{1,2}", printed) else 1.0


def _mixed(ink: Colour, paper: Colour, share: float) -> Colour:
    red, green, blue = (
        round(one * share + other * (1 - share)) for one, other in zip(ink, paper, strict=True)
    )
    return red, green, blue
