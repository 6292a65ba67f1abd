"""PDFs whose text objects say something else than is seen: raised, unseen, doubled, in fonts that lie, or drawn."""

from __future__ import annotations

from proof.shown import fonts
from proof.shown.desk import Desk
from proof.shown.digits import STANDARD
from proof.shown.editor import literal, rectangle, turned
from proof.shown.objects import Name

# ---- raised and lowered


def _small(desk: Desk) -> float:
    return desk.size * desk.chance.uniform(0.5, 0.68)


def _tj(desk: Desk, text: str, size: float, rise: float) -> str:
    return f"{desk.use('Font', desk.face.ref)} {size:.2f} Tf {rise:.2f} Ts {literal(text)} Tj"


def _run(desk: Desk, *parts: tuple[str, float, float]) -> str:
    """One text object of parts in other sizes and heights, beginning where the number does."""
    shown = " ".join(_tj(desk, *part) for part in parts)
    return f"BT 1 0 0 1 {desk.left(desk.text):.2f} {desk.base:.2f} Tm {shown} ET"


def raised_by_rise(desk: Desk) -> None:
    """A small digit behind the number, raised by Ts."""
    desk.put(_run(desk, (desk.text, desk.size, 0), (desk.digits(), _small(desk), desk.size * 0.4)))


def raised_before(desk: Desk) -> None:
    """A small raised digit before the number."""
    desk.put(_run(desk, (desk.digits(), _small(desk), desk.size * 0.4), (desk.text, desk.size, 0)))


def raised_in_full_size(desk: Desk) -> None:
    """A digit as large as the number, raised by Ts."""
    size = desk.size * 0.85
    desk.put(_run(desk, (desk.text, size, 0), (desk.digits(), size, size * 0.2)))


def lowered_by_rise(desk: Desk) -> None:
    """A small digit behind the number, lowered by Ts."""
    desk.put(
        _run(desk, (desk.text, desk.size, 0), (desk.digits(), _small(desk), desk.size * -0.22))
    )


def raised_in_own_object(desk: Desk) -> None:
    """A small raised digit in a text object of its own."""
    mark = desk.show(
        desk.digits(), (desk.extent()[2], desk.base + desk.size * 0.4), size=_small(desk)
    )
    desk.put(desk.show(), mark)


def raised_digit_of_two(desk: Desk) -> None:
    """Two small raised digits in another font, in a text object drawn before the number."""
    font = fonts.standard(desk.file, desk.chance.choice(STANDARD))
    mark = desk.show(
        desk.digits(2),
        (desk.extent()[2], desk.base + desk.size * 0.42),
        size=_small(desk),
        font=font,
    )
    desk.put(mark, desk.show())


def raised_in_brackets(desk: Desk) -> None:
    """The number of a footnote in small raised brackets."""
    desk.put(
        _run(desk, (desk.text, desk.size, 0), (f"[{desk.digits()}]", _small(desk), desk.size * 0.4))
    )


def raised_by_matrix(desk: Desk) -> None:
    """A small raised digit whose text matrix makes it small."""
    scale = desk.chance.uniform(0.5, 0.65)
    x, y = desk.extent()[2], desk.base + desk.size * 0.4
    small = desk.show(desk.digits(), before=f"{scale:.2f} 0 0 {scale:.2f} {x:.2f} {y:.2f} Tm")
    desk.put(desk.show(), small)


def raised_natively(desk: Desk) -> None:
    """A small raised digit that was added behind a number of the report itself."""
    desk.keep()
    font = fonts.standard(desk.file, "Helvetica")
    x = desk.middle + font.width(desk.text, desk.size) / 2 + desk.size * 0.05
    desk.put(
        desk.show(desk.digits(), (x, desk.base + desk.size * 0.42), size=_small(desk), font=font)
    )


def slanting_digit(desk: Desk) -> None:
    """A small slanting digit beside the number."""
    turn = turned(
        desk.chance.choice([25, 35, -30]), desk.extent()[2] + 1, desk.base + desk.size * 0.25
    )
    desk.put(desk.show(), turn, desk.show(desk.digits(), (0, 0), desk.size * 0.6))


# ---- print that is not seen


def white(desk: Desk) -> None:
    """A white number."""
    desk.put(desk.paper, desk.show())


def nearly_white(desk: Desk) -> None:
    """A number that is nearly white."""
    desk.put("0.995 0.995 0.99 rg", desk.show())


def white_digit(desk: Desk) -> None:
    """A number with a white digit behind it."""
    white_one = f"{desk.paper} {literal(desk.digits())} Tj"
    desk.put(desk.show().replace(" ET", f" {white_one} ET"))


def in_the_colour_of_the_cell(desk: Desk) -> None:
    """A number in the colour of its filled cell."""
    x0, y0, x1, y1 = desk.box
    colour = desk.chance.choice(["0.8 0.9 1 rg", "0.93 g", "1 0.95 0.8 rg"])
    desk.put(colour, f"{x0 + 0.8} {y0 + 0.8} {x1 - x0 - 1.6} {y1 - y0 - 1.6} re f", desk.show())


def transparent(desk: Desk) -> None:
    """A number of which nothing is opaque."""
    desk.put(desk.state(ca=0.0, CA=0), desk.show())


def transparent_digit(desk: Desk) -> None:
    """A transparent digit behind the number."""
    desk.put(desk.show(), desk.state(ca=0.0), desk.show(desk.digits(), desk.extent()[2]))


def by_a_mask(desk: Desk) -> None:
    """A number that a soft mask makes transparent."""
    group = {"S": Name("Transparency"), "CS": Name("DeviceGray")}
    dark = desk.stream("0 g 0 0 2000 2000 re f", (0, 0, 2000, 2000), Group=group)
    desk.put(desk.state(SMask={"S": Name("Luminosity"), "G": dark}), desk.show())


def invisible(desk: Desk) -> None:
    """A number in render mode 3."""
    desk.put(desk.show(before="3 Tr"))


def invisible_digit(desk: Desk) -> None:
    """A digit in render mode 3 behind the number."""
    desk.put(desk.show(), desk.show(desk.digits(), desk.extent()[2], before="3 Tr"))


def only_a_clip(desk: Desk) -> None:
    """A number in render mode 7, which only clips."""
    desk.put(desk.show(before="7 Tr"))


def clipped_away(desk: Desk) -> None:
    """A number outside of the clip."""
    desk.put(f"{desk.box[0]} {desk.box[3] + 5} 20 20 re W n", desk.show())


def clipped_digit(desk: Desk) -> None:
    """A digit outside of the clip, behind the number."""
    clip = (desk.box[0], desk.box[1], desk.extent()[2], desk.box[3])
    desk.put(rectangle(clip, "W n"), desk.show(desk.text + desk.digits(), desk.left(desk.text)))


def clipped_by_a_form(desk: Desk) -> None:
    """A digit outside of the box of its form, before the number."""
    digit = desk.digits()
    x = desk.left(desk.text) - desk.face.width(digit, desk.size)
    box = (desk.left(desk.text) - 0.1, desk.box[1], desk.box[2], desk.box[3])
    desk.put(desk.form(desk.show(digit + desk.text, x), box))


def tiny(desk: Desk) -> None:
    """A digit too small to be seen behind the number."""
    desk.put(desk.show(), desk.show(desk.digits(), desk.extent()[2] + 0.5, size=0.05))


def flat(desk: Desk) -> None:
    """A digit without height behind the number."""
    desk.put(
        desk.show(),
        desk.show(desk.digits(), before=f"1 0 0 0 {desk.extent()[2]:.2f} {desk.base} Tm"),
    )


def off_the_page(desk: Desk) -> None:
    """A text object that goes on outside of the page."""
    away = f"{desk.set.paper.shape[0]:.0f} 0 Td {literal(desk.digits(2))} Tj"
    desk.put(desk.show().replace(" ET", f" {away} ET"))


def white_pattern(desk: Desk) -> None:
    """A number painted with a white pattern."""
    desk.put(desk.pattern(f"{desk.paper} 0 0 4 4 re f", 4, 4), desk.show())


# ---- spaced and doubled


def condensed(desk: Desk) -> None:
    """A number with equal digits, condensed to two fifths."""
    number = (
        desk.chance.choice(["1100", "11", "2000", "555", "1221", "10001"])
        if desk.is_free
        else desk.text
    )
    scale = desk.chance.choice([40, 45, 55])
    x = desk.middle - desk.face.width(number, desk.size) * scale / 200
    desk.put(desk.show(number, x, before=f"{scale} Tz"))


def bold_twice(desk: Desk) -> None:
    """A number with equal digits, made bold by printing it twice."""
    number = desk.chance.choice(["1100", "11", "3000", "7744"]) if desk.is_free else desk.text
    x, shift = desk.left(number), desk.chance.choice([0.2, 0.3, 0.4])
    desk.put(desk.show(number, x), desk.show(number, x + shift))


def bold_by_stroke(desk: Desk) -> None:
    """A number made bold by stroking it."""
    desk.put(f"{desk.chance.choice([0.2, 0.35])} w", desk.show(before="2 Tr"))


def outlined(desk: Desk) -> None:
    """A number of which only the outlines are drawn."""
    desk.put("0.25 w", desk.show(before="1 Tr"))


def shadowed(desk: Desk) -> None:
    """A number with a grey shadow."""
    shift = desk.chance.choice([0.5, 0.7])
    shadow = desk.show(desk.text, (desk.left(desk.text) + shift, desk.base - shift))
    desk.put("0.75 g", shadow, "0 g", desk.show())


def spaced(desk: Desk) -> None:
    """A number whose digits stand apart by Tc."""
    space = desk.size * desk.chance.uniform(0.15, 0.3)
    x = desk.left(desk.text) - space * (len(desk.text) - 1) / 2
    desk.put(desk.show(desk.text, x, before=f"{space:.2f} Tc"))


def digit_by_digit(desk: Desk) -> None:
    """A number of which each digit is a text object, drawn in any order."""
    places = [
        desk.left(desk.text) + desk.face.width(desk.text[:n], desk.size)
        for n in range(len(desk.text))
    ]
    drawn = [desk.show(digit, x) for digit, x in zip(desk.text, places, strict=True)]
    desk.chance.shuffle(drawn)
    desk.put(*drawn)


def backwards(desk: Desk) -> None:
    """A number whose digits are set from right to left."""
    widths = [desk.face.width(digit, 1000) for digit in desk.text]
    pairs = zip(desk.text[::-1], widths[::-1], [*widths[-2::-1], 0], strict=True)
    drawn = " ".join(f"{literal(digit)} {own + before:.0f}" for digit, own, before in pairs)
    name = desk.use("Font", desk.face.ref)
    x = desk.left(desk.text) + desk.face.width(desk.text[:-1], desk.size)
    desk.put(f"BT {name} {desk.size} Tf 1 0 0 1 {x:.2f} {desk.base:.2f} Tm [{drawn}] TJ ET")


def in_two_fonts(desk: Desk) -> None:
    """A number whose first digit is printed in another font."""
    first = fonts.standard(desk.file, "Helvetica")
    x = desk.left(desk.text)
    rest = desk.show(desk.text[1:], x + first.width(desk.text[0], desk.size) + 0.2)
    desk.put(desk.show(desk.text[0], x, font=first), rest)


def small_whole(desk: Desk) -> None:
    """A number in smaller print than its neighbours."""
    desk.put(desk.show(size=desk.size * 0.8))


def mirrored(desk: Desk) -> None:
    """A second number on its head, outside of its row, in one text object with the first."""
    turned = f"-1 0 0 -1 {desk.middle:.2f} {desk.height - 5:.2f} Tm {literal(desk.digits(2))} Tj"
    desk.put(desk.show().replace(" ET", f" {turned} ET"))


FAMILIES = {
    "raised and lowered": {
        raised_by_rise: 3, raised_before: 2, raised_in_full_size: 2, lowered_by_rise: 2, raised_in_own_object: 3,
        raised_digit_of_two: 2, raised_in_brackets: 1, raised_by_matrix: 2, raised_natively: 2, slanting_digit: 2,
    },
    "print that is not seen": {
        white: 2, nearly_white: 2, white_digit: 2, in_the_colour_of_the_cell: 2, transparent: 1, transparent_digit: 2,
        by_a_mask: 1, invisible: 1, invisible_digit: 2, only_a_clip: 1, clipped_away: 1, clipped_digit: 2,
        clipped_by_a_form: 2, tiny: 1, flat: 1, off_the_page: 1, white_pattern: 1,
    },
    "spaced and doubled": {
        condensed: 4, bold_twice: 3, bold_by_stroke: 1, outlined: 2, shadowed: 2, spaced: 2, digit_by_digit: 2,
        backwards: 2, in_two_fonts: 1, small_whole: 1, mirrored: 1,
    },
}  # fmt: skip
