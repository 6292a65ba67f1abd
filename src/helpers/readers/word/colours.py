"""The colours of a Word file, and whether letters stand out from what they are printed on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls
from math import sqrt
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
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "1F497D", "lt2": "EEECE1",
    "accent1": "4F81BD", "accent2": "C0504D", "accent3": "9BBB59",
    "accent4": "8064A2", "accent5": "4BACC6", "accent6": "F79646",
    "hlink": "0000FF", "folHlink": "800080",
}  # fmt: skip
#: The names of the theme's colours in the text, and in the theme.
_SLOTS = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2",
    "text1": "dk1", "background1": "lt1", "text2": "dk2", "background2": "lt2",
    "tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_MAPPED = {
    "bg1": ("bg1", "background1"),
    "t1": ("tx1", "text1"),
    "bg2": ("bg2", "background2"),
    "t2": ("tx2", "text2"),
}
HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00",
    "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080",
    "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
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
        if scheme is not None:
            self._theme |= _scheme_colours(scheme)
        self._slots = _SLOTS | _mapping(settings)

    def named(self, name: str) -> Colour | None:
        """A colour of the theme."""
        slot = self._slots.get(name, name)
        return self._theme.get(slot)

    def of(self, element: Element, plain: str, theme: str) -> tuple[Colour | None, ...]:
        """The colours that an element's attributes give.

        They are `val` and `themeColor`, or `fill` and `themeFill`. Word takes the one of the theme
        and other programs the plain one, which should be the same. None is left to the program
        (`auto`), or to what lies behind.
        """
        themed = self.named(element.get(W + theme, ""))
        direct = rgb(element.get(W + plain, ""))
        if themed is None:
            return (direct,)
        base = theme.removesuffix("Color")
        shade = element.get(f"{W}{base}Shade")
        tint = element.get(f"{W}{base}Tint")
        if shade:
            themed = lightened(themed, _share(shade), 0.0)
        elif tint:
            themed = lightened(themed, _share(tint), 1 - _share(tint))
        if W + plain in element.attrib:
            return themed, direct
        return (themed,)

    def ground(self, shading: Element | None, behind: Ground) -> Ground:
        """What a shading (`w:shd`) prints over what lies behind it."""
        if shading is None:
            return behind
        pattern = shading.get(W + "val", "clear")
        if pattern == "nil":
            return behind
        papers = self._papers(shading, behind)
        if pattern == "clear":
            return papers
        inks = _distinct(ink or BLACK for ink in self.of(shading, "color", "themeColor"))
        if pattern == "solid":
            return inks
        percent = re.fullmatch(r"pct(\d+)", pattern)
        if percent is None:
            return (*inks, *papers)
        share = int(percent[1]) / 100
        return (_mixed(inks[0], papers[0], share),)

    def _papers(self, shading: Element, behind: Ground) -> Ground:
        """What a shading's pattern is printed on: its fills, or what shows in their place."""
        papers: list[Colour] = []
        for fill in self.of(shading, "fill", "themeFill"):
            if fill is None:
                papers.extend(behind)
            else:
                papers.append(fill)
        return _distinct(papers)


def _distinct(colours: Iterable[Colour]) -> Ground:
    return tuple(dict.fromkeys(colours))


def _scheme_colours(scheme: Element) -> dict[str, Colour]:
    """The colours of a theme by the names of their slots."""
    colours = {}
    for slot in scheme:
        shade = next(iter(slot), None)
        if shade is None:
            continue
        code = shade.get("lastClr") or shade.get("val") or ""
        colour = rgb(code)
        if colour is not None:
            colours[slot.tag.removeprefix(_DRAWING)] = colour
    return colours


def _mapping(settings: bytes) -> dict[str, str]:
    """The colours of the theme that a file's settings give other names to."""
    found = re.search(rb"<w:clrSchemeMapping\s([^>]*)>", settings)
    if found is None:
        return {}
    attributes = found[1].decode("ascii", "replace")
    mapping = {}
    for key, slot in re.findall(r'w:(\w+)="(\w+)"', attributes):
        for name in _MAPPED.get(key, ()):
            mapping[name] = _SLOTS.get(slot, slot)
    return mapping


def rgb(code: str) -> Colour | None:
    """A colour by its six digits."""
    if not re.fullmatch("[0-9A-Fa-f]{6}", code):
        return None
    red, green, blue = bytes.fromhex(code)
    return red, green, blue


def lightened(colour: Colour, factor: float, offset: float) -> Colour:
    """The colour with another lightness: `factor` of what it has, and `offset` of the highest.

    0.5 and 0.5 is half way to white.
    """
    shares = [channel / 255 for channel in colour]
    hue, lightness, saturation = rgb_to_hls(*shares)
    changed = min(max(lightness * factor + offset, 0.0), 1.0)
    channels = hls_to_rgb(hue, changed, saturation)
    red, green, blue = (round(channel * 255) for channel in channels)
    return red, green, blue


def invisible(colour: Colour, ground: Ground) -> bool:
    """Whether letters of this colour cannot be told from the ground anywhere."""
    return all(_difference(colour, behind) <= _SAME for behind in ground)


def faint(colour: Colour, ground: Ground) -> bool:
    """Whether letters of this colour may be overlooked somewhere on this ground."""
    return any(_alike(colour, behind) for behind in ground)


def _alike(letters: Colour, behind: Colour) -> bool:
    """Whether two colours may look the same to somebody."""
    return _distance(letters, behind) < _NEAR or _contrast(letters, behind) < _CONTRAST


def _difference(letters: Colour, behind: Colour) -> int:
    """How much two colours differ in the channel in which they differ most."""
    channels = zip(letters, behind, strict=True)
    return max(abs(letter - back) for letter, back in channels)


def _distance(letters: Colour, behind: Colour) -> float:
    channels = zip(letters, behind, strict=True)
    red, green, blue = (letter - back for letter, back in channels)
    return sqrt(2 * red * red + 4 * green * green + 3 * blue * blue)


def _contrast(letters: Colour, behind: Colour) -> float:
    dark, light = sorted((_luminance(letters), _luminance(behind)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (pow(channel / 255, 2.2) for channel in colour)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _share(printed: str) -> float:
    """Two hexadecimal digits as a share of 255."""
    if not re.fullmatch("[0-9A-Fa-f]{1,2}", printed):
        return 1.0
    return int(printed, 16) / 255


def _mixed(ink: Colour, paper: Colour, share: float) -> Colour:
    channels = zip(ink, paper, strict=True)
    red, green, blue = (round(inked * share + bare * (1 - share)) for inked, bare in channels)
    return red, green, blue
