"""PDFs in whose fonts the digits are called by other names, and such whose digits are no text at all."""

from __future__ import annotations

from typing import Any

import numpy as np

from proof.shown import fonts
from proof.shown.desk import Desk
from proof.shown.digits import BASE, STANDARD, printed
from proof.shown.editor import literal
from proof.shown.objects import Name, entries

# ---- fonts that lie


def to_unicode_lies(desk: Desk) -> None:
    """A font whose ToUnicode calls each digit another one."""
    lie = dict(zip(desk.text, desk.other(), strict=True))
    lie.pop(".", None)
    font = fonts.embedded(
        desk.file, desk.chance.choice([fonts.SANS, fonts.SERIF, fonts.NOTO]), tells=lie
    )
    desk.put(desk.show(font=font))


def to_unicode_swaps(desk: Desk) -> None:
    """A font whose ToUnicode exchanges two digits."""
    one, two = desk.text[0], desk.other(desk.text[0])
    font = fonts.embedded(desk.file, fonts.SANS, tells={one: two, two: one})
    desk.put(desk.show(font=font))


def to_unicode_doubles(desk: Desk) -> None:
    """A font whose ToUnicode calls a digit two digits."""
    digit = desk.text[-1]
    font = fonts.embedded(desk.file, fonts.TIMES, tells={digit: digit + desk.digits()})
    desk.put(desk.show(font=font))


def to_unicode_is_silent(desk: Desk) -> None:
    """A font whose ToUnicode calls a digit nothing, or a space."""
    font = fonts.embedded(
        desk.file, fonts.SANS, tells={desk.text[0]: desk.chance.choice(["\u200b", " ", "\u00ad"])}
    )
    desk.put(desk.show(font=font))


def glyphs_exchanged(desk: Desk) -> None:
    """A font that shows another digit than its code and its ToUnicode say."""
    digit = desk.text[0]
    font = fonts.embedded(desk.file, fonts.SANS, shows=digit + desk.other(digit), tells={})
    desk.put(desk.show(font=font))


def glyphs_exchanged_in_silence(desk: Desk) -> None:
    """A font without ToUnicode that shows another digit than its code says."""
    digit = desk.text[-1]
    desk.put(
        desk.show(font=fonts.embedded(desk.file, fonts.SERIF, shows=digit + desk.other(digit)))
    )


def _recoded(desk: Desk, **more: Any) -> fonts.Font:
    """A font with other digits behind the codes of the number."""
    pairs = {
        code: fonts.NAMES[seen]
        for code, seen in zip(desk.text, desk.other(), strict=True)
        if code.isdigit()
    }
    changed = [each for code, name in pairs.items() for each in (ord(code), Name(name))]
    encoding = entries(
        Type=Name("Encoding"), BaseEncoding=Name("WinAnsiEncoding"), Differences=changed
    )
    return fonts.standard(desk.file, "Helvetica", Encoding=encoding, **more)


def differences(desk: Desk) -> None:
    """A font whose encoding puts other digits behind the codes."""
    desk.put(desk.show(font=_recoded(desk)))


def differences_and_a_lie(desk: Desk) -> None:
    """A font with other digits behind its codes, whose ToUnicode tells the codes."""
    told = desk.file.add(fonts.to_unicode({digit: digit for digit in fonts.NAMES}))
    desk.put(desk.show(font=_recoded(desk, ToUnicode=told)))


def actual_text(desk: Desk) -> None:
    """Text that is said to mean another number."""
    desk.put(f"/Span <</ActualText {literal(desk.other())}>> BDC", desk.show(), "EMC")


def actual_text_for_nothing(desk: Desk) -> None:
    """A blank cell with a space that is said to mean a number."""
    desk.put(f"/Span <</ActualText {literal(desk.text)}>> BDC", desk.show("  "), "EMC")


def type3(desk: Desk, tells: dict[str, str] | None = None) -> None:
    """A number in a font of drawings."""
    face = fonts.drawn(desk.file, desk.chance.choice([fonts.SANS, fonts.SERIF]), tells)
    desk.put(desk.show(font=face))


def type3_that_lies(desk: Desk) -> None:
    """A number in a font of drawings that are called other digits."""
    type3(desk, dict(zip(desk.text, desk.other(), strict=True)))


# ---- what is no text


def as_curves(desk: Desk) -> None:
    """Digits drawn as curves in a blank cell."""
    drawings = fonts.outlines(desk.chance.choice([fonts.SANS, fonts.SERIF, fonts.NOTO]))
    number = desk.text.replace(".", "")
    scale, widths = desk.size / 1000, [drawings[digit][1] for digit in number]
    desk.put(
        f"{scale} 0 0 {scale} {desk.middle - sum(widths) * scale / 2:.2f} {desk.base:.2f} cm",
        *_row(number, drawings),
    )


def _row(number: str, drawings: dict[str, tuple[str, float]]) -> list[str]:
    return [f"{drawings[digit][0]} 1 0 0 1 {drawings[digit][1]:.1f} 0 cm" for digit in number]


def a_digit_as_curves(desk: Desk) -> None:
    """A number whose last digit is drawn as curves."""
    drawings, scale = fonts.outlines(fonts.SANS), desk.size / 1000
    digit = desk.digits()
    desk.put(desk.show())
    desk.put(
        f"{scale} 0 0 {scale} {desk.extent()[2] + 0.2:.2f} {desk.base:.2f} cm", drawings[digit][0]
    )


def as_pixels(desk: Desk, text: str, dots: float) -> tuple[np.ndarray, str]:
    """A number as a grey picture with so many dots to a point, and the operator that puts it into the cell."""
    pixels = printed(text, desk.chance.choice(STANDARD), desk.size, dots)
    height, width = (length / dots for length in pixels.shape)
    return (
        pixels,
        f"{width:.2f} 0 0 {height:.2f} {desk.middle - width / 2:.2f} {desk.base - desk.size * BASE:.2f} cm",
    )


def as_picture(desk: Desk) -> None:
    """A number as a small picture in a blank cell."""
    pixels, place = as_pixels(desk, desk.text, 8)
    desk.put(place, desk.image(pixels))


def as_inline_picture(desk: Desk) -> None:
    """A number as an inline picture in a blank cell."""
    pixels, place = as_pixels(desk, desk.text, 6)
    head = f"/W {pixels.shape[1]} /H {pixels.shape[0]} /CS /G /BPC 8 /F /AHx"
    desk.put(place, f"BI {head} ID {pixels.tobytes().hex()}> EI")


def as_stencil(desk: Desk) -> None:
    """A number as a stencil through which black is painted."""
    pixels, place = as_pixels(desk, desk.text, 12)
    desk.put("0 g", place, desk.stencil(pixels < 128))


def seen_through_a_clip(desk: Desk) -> None:
    """A number as the clip of a black area."""
    x0, y0, x1, y1 = desk.box
    desk.put(desk.show(before="7 Tr"), f"0 g {x0} {y0} {x1 - x0} {y1 - y0} re f")


FAMILIES = {
    "fonts that lie": {
        to_unicode_lies: 3, to_unicode_swaps: 2, to_unicode_doubles: 2, to_unicode_is_silent: 2, glyphs_exchanged: 2,
        glyphs_exchanged_in_silence: 2, differences: 2, differences_and_a_lie: 2, actual_text: 2,
        actual_text_for_nothing: 1, type3: 1, type3_that_lies: 2,
    },
    "digits that are no text": {
        as_curves: 3, a_digit_as_curves: 2, as_picture: 2, as_inline_picture: 2, as_stencil: 1, seen_through_a_clip: 1,
    },
}  # fmt: skip
