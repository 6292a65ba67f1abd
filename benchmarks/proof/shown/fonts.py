"""Fonts for the number in a cell: as they come, and such as show other digits than they tell."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from reportlab.pdfbase.pdfmetrics import stringWidth

from proof.shown.digits import FONTS, LATIN
from proof.shown.objects import File, Name, Ref, Stream, entries

NOTO, SANS, SERIF, TIMES = (
    FONTS[0],
    LATIN / "DejaVuSans.ttf",
    LATIN / "DejaVuSerif.ttf",
    LATIN / "STIXGeneral.ttf",
)
#: What a font of a case can print.
LETTERS = "0123456789.,/[]()*+- "

#: What the digits are called in the encodings of fonts.
NAMES = dict(
    zip(
        "0123456789",
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        strict=True,
    )
)


@dataclass(frozen=True)
class Font:
    """A font of a file: its object, and how wide its characters are, in thousandths of its size."""

    ref: Ref
    widths: Mapping[str, float]

    def width(self, text: str, size: float) -> float:
        return sum(self.widths[character] for character in text) * size / 1000


def standard(file: File, base: str, **more: Any) -> Font:
    """A font that is not embedded."""
    font = entries(Type=Name("Font"), Subtype=Name("Type1"), BaseFont=Name(base), **more)
    return Font(file.add(font), {letter: stringWidth(letter, base, 1000) for letter in LETTERS})


def embedded(
    file: File, path: Path, *, shows: str = "", tells: Mapping[str, str] | None = None
) -> Font:
    """An embedded font with the characters LETTERS as its codes.

    `shows`: pairs of characters of which the first is shown as the second ("68" shows an 8 for a
    6). `tells`: what its ToUnicode says of some of its characters; None for a font that has none.
    """
    data, widths = _subset(path, shows)
    name = Name("AAAAAA+" + path.stem)
    descriptor = entries(
        Type=Name("FontDescriptor"), FontName=name, Flags=32, ItalicAngle=0, FontBBox=[-200, -250, 1200, 950],
        Ascent=900, Descent=-200, CapHeight=730, StemV=80, FontFile2=file.add(Stream(data, {"Length1": len(data)})),
    )  # fmt: skip
    font = entries(
        Type=Name("Font"), Subtype=Name("TrueType"), BaseFont=name, FirstChar=32, LastChar=126,
        Widths=[round(widths.get(chr(code), 0)) for code in range(32, 127)],
        Encoding=Name("WinAnsiEncoding"), FontDescriptor=file.add(descriptor),
    )  # fmt: skip
    if tells is not None:
        font["ToUnicode"] = file.add(
            to_unicode({letter: tells.get(letter, letter) for letter in LETTERS})
        )
    return Font(file.add(font), widths)


def drawn(file: File, path: Path, tells: Mapping[str, str] | None = None) -> Font:
    """A font of drawings (Type 3) with the digits of another one; `tells`: what its ToUnicode says of some of them."""
    drawings = outlines(path)
    glyphs = {
        NAMES[digit]: file.add(Stream(f"{width:.0f} 0 d0 {operators}".encode()))
        for digit, (operators, width) in drawings.items()
    }
    glyphs["period"] = file.add(Stream(b"320 0 d0 100 0 120 120 re f"))
    codes = [46, Name("period"), 48, *map(Name, NAMES.values())]
    widths = [320, 0, *(width for _, width in drawings.values())]
    font = entries(
        Type=Name("Font"), Subtype=Name("Type3"), FontBBox=[0, -250, 1000, 1000], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=glyphs, Encoding={"Type": Name("Encoding"), "Differences": codes}, FirstChar=46, LastChar=57,
        Widths=widths, Resources={},
    )  # fmt: skip
    if tells is not None:
        font["ToUnicode"] = file.add(
            to_unicode({digit: tells.get(digit, digit) for digit in NAMES})
        )
    return Font(file.add(font), dict(zip("./0123456789", widths, strict=True)))


def to_unicode(tells: Mapping[str, str]) -> Stream:
    """A map that says what each character of one byte means."""
    pairs = "".join(
        f"<{ord(code):02x}> <{text.encode('utf-16-be').hex()}>\n" for code, text in tells.items()
    )
    return Stream(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(tells)} beginbfchar\n{pairs}endbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end".encode()
    )


@cache
def _subset(path: Path, shows: str) -> tuple[bytes, dict[str, float]]:
    font = TTFont(path)
    options = Options()
    options.layout_features, options.notdef_outline, options.hinting = [], True, False
    options.drop_tables += ["FFTM"]
    names = font.getBestCmap()
    other = {
        ord(code): names[ord(seen)] for code, seen in zip(shows[::2], shows[1::2], strict=True)
    }
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(other)
    subsetter = Subsetter(options)
    subsetter.populate(text=LETTERS)
    subsetter.subset(font)
    names, units = font.getBestCmap(), font["head"].unitsPerEm
    widths = {chr(code): font["hmtx"][name][0] * 1000 / units for code, name in names.items()}
    file = io.BytesIO()
    font.save(file)
    return file.getvalue(), widths


class _Path(BasePen):
    """Writes an outline as operators of a PDF."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []

    def _moveTo(self, point):  # noqa: N802
        self.operators.append(f"{point[0]:.1f} {point[1]:.1f} m")

    def _lineTo(self, point):  # noqa: N802
        self.operators.append(f"{point[0]:.1f} {point[1]:.1f} l")

    def _curveToOne(self, *points):  # noqa: N802
        self.operators.append(" ".join(f"{x:.1f} {y:.1f}" for x, y in points) + " c")

    def _closePath(self):  # noqa: N802
        self.operators.append("h")


@cache
def outlines(path: Path) -> dict[str, tuple[str, float]]:
    """The outline of each digit as operators, and its width, both in thousandths of the font's size."""
    font = TTFont(path)
    glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), 1000 / font["head"].unitsPerEm
    found = {}
    for digit in "0123456789":
        pen = _Path(glyphs)
        glyphs[names[ord(digit)]].draw(pen)
        drawn = "\n".join(pen.operators)
        found[digit] = (
            f"q {scale:.5f} 0 0 {scale:.5f} 0 0 cm\n{drawn}\nf Q",
            glyphs[names[ord(digit)]].width * scale,
        )
    return found
