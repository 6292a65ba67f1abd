"""PDFs in which something is drawn over a cell or under it, and such whose pages are turned, cut or scaled."""

from __future__ import annotations

import numpy as np

from proof.shown import fonts
from proof.shown.desk import Desk
from proof.shown.editor import line, literal, rectangle, turned
from proof.shown.objects import Name, entries
from proof.shown.pdf_fonts import as_pixels

# ---- covers


def white_box(desk: Desk) -> None:
    """A number below a box in the colour of the cell."""
    desk.keep()
    desk.put(desk.paper, rectangle(desk.inner()))


def white_box_over_digit(desk: Desk) -> None:
    """A number whose last digit lies below a white box."""
    digit = desk.digits()
    x = desk.left(desk.text)
    end = x + desk.face.width(desk.text, desk.size)
    box = (
        end,
        desk.base - 1.5,
        end + desk.face.width(digit, desk.size) + 0.5,
        desk.base + desk.size * 0.9,
    )
    desk.put(desk.show(desk.text + digit, x), desk.paper, rectangle(box))


def white_line(desk: Desk) -> None:
    """A number below a broad white line."""
    box = desk.extent()
    desk.put(desk.show(), desk.paper.upper(), line(box, 0.5, box[3] - box[1] + 2))


def veil(desk: Desk) -> None:
    """A number below a box that lets little through."""
    desk.keep()
    desk.put(
        desk.state(ca=desk.chance.choice([0.6, 0.98, 0.99])), desk.paper, rectangle(desk.inner())
    )


def picture_over_number(desk: Desk) -> None:
    """A number below a picture of another number."""
    desk.keep()
    pixels, place = as_pixels(desk, desk.other(), 8)
    desk.put(desk.to_cell, desk.image(np.full((2, 2), 255)))
    desk.put(place, desk.image(pixels))


def white_picture(desk: Desk) -> None:
    """A number below a white picture."""
    desk.keep()
    shade = 237 if desk.paper == "0.93 g" else 255
    desk.put(desk.to_cell, desk.image(np.full((2, 2, 3), shade)))


def black_box(desk: Desk) -> None:
    """A number below a black box."""
    desk.keep()
    desk.put("0 g", rectangle(desk.inner()))


def ground_painted_later(desk: Desk) -> None:
    """A number over which the ground of its cell is painted."""
    desk.keep()
    desk.put(desk.chance.choice(["0.85 0.92 1 rg", "0.94 g"]), rectangle(desk.inner(0.4)))


def ground_painted_before(desk: Desk) -> None:
    """A number on the painted ground of its cell."""
    desk.put(
        desk.chance.choice(["0.85 0.92 1 rg", "0.9 g"]),
        rectangle(desk.inner(0.4)),
        "0 g",
        desk.show(),
    )


def form_over_number(desk: Desk) -> None:
    """A number below a form that is a white box with another number."""
    desk.keep()
    desk.put(desk.form(desk.on_paper(desk.other())))


def shading_over_number(desk: Desk) -> None:
    """A number below a shaded area."""
    desk.keep()
    colours = entries(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0.95], N=1)
    ends = [desk.box[0], 0, desk.box[2], 0]
    shading = entries(
        ShadingType=2,
        ColorSpace=Name("DeviceGray"),
        Coords=ends,
        Function=colours,
        Extend=[True, True],
    )
    desk.put(rectangle(desk.inner(), "W n"), desk.use("Shading", shading) + " sh")


def pattern_over_number(desk: Desk) -> None:
    """A number below a white pattern."""
    desk.keep()
    desk.put(desk.pattern(f"{desk.paper} 0 0 4 4 re f", 4, 4), rectangle(desk.inner()))


def another_number_over(desk: Desk) -> None:
    """A number that covers another one, with a white box between them."""
    desk.put(desk.show(desk.other()), desk.on_paper(desk.text))


# ---- watermarks


def _turned(desk: Desk, text: str, size: float, angle: float, shade: str) -> str:
    """A text whose middle lies over the middle of the cell."""
    font = fonts.standard(desk.file, "Helvetica-Bold")
    place = turned(angle, desk.middle, (desk.box[1] + desk.box[3]) / 2)
    shown = desk.show(text, (-font.width(text, size) / 2, -size * 0.36), size, font)
    return f"q {shade} {place} {shown} Q"


def _watermarked(desk: Desk, text: str, size: float, angle: float, shade: str) -> None:
    desk.watched += desk.near(3)
    if desk.chance.random() < 0.5:
        desk.keep()
    desk.put(_turned(desk, text, size, angle, shade), below=" gs" not in shade)


def slanting_watermark(desk: Desk) -> None:
    """A large slanting year in light grey."""
    _watermarked(
        desk,
        desk.digits(4),
        desk.chance.choice([40, 70]),
        desk.chance.choice([30, 45, -35]),
        "0.85 g",
    )


def upright_watermark(desk: Desk) -> None:
    """A large faint number that stands upright."""
    _watermarked(desk, desk.digits(8), desk.chance.choice([26, 44]), 0, "0.88 g")


def coloured_watermark(desk: Desk) -> None:
    """A large slanting number in light red."""
    _watermarked(desk, desk.digits(4), 60, 40, "1 0.75 0.75 rg")


def transparent_watermark(desk: Desk) -> None:
    """A large slanting number, black and nearly transparent."""
    _watermarked(desk, desk.digits(3), 80, 30, desk.state(ca=0.12) + " 0 g")


def tiled_watermark(desk: Desk) -> None:
    """Small slanting numbers in light grey, all over the table."""
    desk.watched += desk.near(3)
    font = desk.use("Font", fonts.standard(desk.file, "Helvetica").ref)
    tile = f"0.86 g {turned(30, 4, 6)} BT {font} 16 Tf {literal(desk.digits(4))} Tj ET"
    desk.put(desk.pattern(tile, 60, 50), "0 0 1000 1000 re f", below=True)


def watermark_of_small_numbers(desk: Desk) -> None:
    """A slanting grey number not larger than the table's, over a blank cell."""
    _watermarked(desk, " ".join(desk.digits(4) for _ in range(6)), desk.size * 1.2, 35, "0.8 g")


def pictured_watermark(desk: Desk) -> None:
    """A large number as a faint picture below the table."""
    desk.watched += desk.near(2)
    pixels, _ = as_pixels(desk, desk.digits(4), 8)
    place = f"200 0 0 70 {desk.middle - 100:.2f} {desk.base - 35:.2f} cm"
    desk.put(place, desk.image(255 - (255 - pixels) // 8), below=True)


def watermark_in_note(desk: Desk) -> None:
    """A large slanting number in light grey that is a note."""
    desk.watched += desk.near(2)
    drawn = _turned(desk, desk.digits(4), 60, 35, "0.85 g")
    x0, y0, x1, y1 = desk.box
    desk.annotate("Watermark", (x0 - 100, y0 - 100, x1 + 100, y1 + 100), drawn)


# ---- lines


def struck(desk: Desk) -> None:
    """A number struck out by a line."""
    desk.put(desk.show(), line(desk.extent(), desk.chance.uniform(0.4, 0.6)))


def struck_by_box(desk: Desk) -> None:
    """A number struck out by a thin filled box."""
    x0, y0, x1, y1 = desk.extent()
    middle = (y0 + y1) / 2
    desk.put(desk.show(), rectangle((x0 - 0.5, middle - 0.3, x1 + 0.5, middle + 0.3)))


def struck_twice(desk: Desk) -> None:
    """A number struck out by two lines."""
    desk.put(desk.show(), line(desk.extent(), 0.4, 0.4), line(desk.extent(), 0.62, 0.4))


def struck_slanting(desk: Desk) -> None:
    """A number struck out by a slanting line."""
    x0, y0, x1, y1 = desk.extent()
    desk.put(desk.show(), f"0.6 w {x0 - 1:.2f} {y0 - 0.5:.2f} m {x1 + 1:.2f} {y1 + 0.5:.2f} l S")


def struck_before_another(desk: Desk) -> None:
    """A number that is struck out, and the right one behind it."""
    wrong = desk.digits(2)
    text = f"{wrong} {desk.text}"
    x = desk.left(text)
    gone = (x, desk.base, x + desk.face.width(wrong, desk.size), desk.base + desk.size * 0.73)
    right = desk.show(desk.text, gone[2] + desk.size * 0.35)
    desk.put(desk.show(wrong, x), line(gone, 0.5), right)


def underlined(desk: Desk) -> None:
    """A number with a line below it."""
    desk.put(desk.show(), line(desk.extent(), desk.chance.choice([-0.2, -0.3])))


def underlined_twice(desk: Desk) -> None:
    """A number with two lines below it, as boxes."""
    x0, y0, x1, _ = desk.extent()
    boxes = [rectangle((x0, y0 - down - 0.3, x1, y0 - down)) for down in (1.0, 2.0)]
    desk.put(desk.show(), *boxes)


def overlined(desk: Desk) -> None:
    """A number with a line above it."""
    desk.put(desk.show(), line(desk.extent(), 1.2, 0.5))


def circled(desk: Desk) -> None:
    """A number with a ring around it."""
    x0, y0, x1, y1 = desk.extent()
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    across, down = (
        (x1 - x0) / 2 + 3.5,
        min((y1 - y0) / 2 + 3, (desk.box[3] - desk.box[1]) / 2 - 2.6),
    )
    bow = 0.5523 * across, 0.5523 * down
    quarters = [(1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)]
    drawn = " ".join(
        f"{x + across * x0 + bow[0] * x1:.2f} {y + down * y0 + bow[1] * y1:.2f} "
        f"{x + across * x1 + bow[0] * x0:.2f} {y + down * y1 + bow[1] * y0:.2f} "
        f"{x + across * x1:.2f} {y + down * y1:.2f} c"
        for x0, y0, x1, y1 in quarters
    )
    desk.put(desk.show(), f"0.8 0 0 RG 0.5 w {x + across:.2f} {y:.2f} m {drawn} S")


def framed(desk: Desk) -> None:
    """A number in a small frame."""
    x0, y0, x1, y1 = desk.extent()
    frame = (x0 - 2, y0 - 1.6, x1 + 2, y1 + 1.6)
    desk.put(desk.show(), f"0.4 w {rectangle(frame, 'S')}")


def fraction(desk: Desk) -> None:
    """A fraction, which is no number of things."""
    top, below = desk.digits(2), desk.digits(2)
    desk.put(desk.show(f"{top}/{below}"))


def crossed_out_cell(desk: Desk) -> None:
    """A blank cell with a slanting rule, over a white number."""
    x0, y0, x1, y1 = desk.inner(0.3)
    desk.put(desk.paper, desk.show(), f"0 G 0.5 w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")


# ---- pages


def _footnoted(desk: Desk) -> None:
    """The number of the cell with a raised digit behind it."""
    mark = desk.show(
        desk.digits(), (desk.extent()[2], desk.base + desk.size * 0.4), size=desk.size * 0.6
    )
    desk.put(desk.show(), mark)


def page_turned(desk: Desk) -> None:
    """A raised digit on a page that is turned."""
    turn = desk.chance.choice([90, 180, 270])
    _footnoted(desk)
    desk.turn(turn)


def page_turned_and_cloaked(desk: Desk) -> None:
    """A number below a white box on a page that is turned."""
    white_box(desk)
    desk.turn(desk.chance.choice([90, 180, 270]))


def page_cropped(desk: Desk) -> None:
    """A raised digit on a page of which the margins are cut off."""
    _footnoted(desk)
    desk.crop(desk.chance.choice([10, 15]))


def large_unit(desk: Desk) -> None:
    """A raised digit on a page with a larger unit of length."""
    _footnoted(desk)
    desk.page["UserUnit"] = desk.chance.choice([1.5, 2])


def page_scaled(desk: Desk) -> None:
    """A raised digit on a page that is drawn smaller."""
    _footnoted(desk)
    desk.scale(desk.chance.choice([0.8, 0.9]))


def page_upside_down_twice(desk: Desk) -> None:
    """A white number on a page that is drawn on its head and turned back."""
    white_box(desk)
    width, height = desk.set.paper.shape
    desk.around = f"q {turned(180, width, height)}", "Q"
    desk.page["Rotate"] = 180


def number_in_turned_form(desk: Desk) -> None:
    """A number in a form that turns it twice."""
    x, y = desk.middle, (desk.box[1] + desk.box[3]) / 2
    turn = turned(180, 2 * x, 2 * y)
    desk.put(turn, desk.form(f"q {turn} {desk.show()} Q"))


def digit_in_nested_form(desk: Desk) -> None:
    """A number whose last digit stands in a form of a form, scaled."""
    x = desk.extent()[2]
    inner = desk.form(desk.show(desk.digits(), (0, 0), size=1))
    outer = desk.form(f"q {desk.size} 0 0 {desk.size} {x:.2f} {desk.base:.2f} cm {inner} Q")
    desk.put(desk.show(), outer)


FAMILIES = {
    "covers": {
        white_box: 3, white_box_over_digit: 2, white_line: 1, veil: 3, picture_over_number: 2, white_picture: 2,
        black_box: 1, ground_painted_later: 2, ground_painted_before: 2, form_over_number: 2, shading_over_number: 1,
        pattern_over_number: 1, another_number_over: 2,
    },
    "watermarks": {
        slanting_watermark: 4, upright_watermark: 3, coloured_watermark: 2, transparent_watermark: 2,
        tiled_watermark: 2, watermark_of_small_numbers: 2, pictured_watermark: 2, watermark_in_note: 2,
    },
    "lines": {
        struck: 3, struck_by_box: 2, struck_twice: 1, struck_slanting: 2, struck_before_another: 2, underlined: 2,
        underlined_twice: 1, overlined: 1, circled: 2, framed: 1, fraction: 2, crossed_out_cell: 1,
    },
    "pages": {
        page_turned: 3, page_turned_and_cloaked: 2, page_cropped: 2, large_unit: 2, page_scaled: 2,
        page_upside_down_twice: 1, number_in_turned_form: 2, digit_in_nested_form: 2,
    },
}  # fmt: skip
