"""PDFs in which every cell shows what it says, whatever else is on the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from printing import Key
from proof.shown import fonts
from proof.shown.desk import Desk
from proof.shown.digits import printed
from proof.shown.editor import line, literal, rectangle, turned
from proof.shown.fonts import Font
from proof.shown.objects import Name, entries

Box = tuple[float, float, float, float]
Draw = Callable[[str, Box, Font], str]  # how a text is drawn into a box


def _here(desk: Desk) -> list[Key]:
    """The figures of the page."""
    return [key for key, spot in desk.spots.items() if spot.page == desk.number]


def _below(desk: Desk) -> float:
    """Where the tables of the page end."""
    return min(desk.box_of(key)[1] for key in _here(desk))


def _reprint(
    desk: Desk, draw: Draw, font: Path | str = fonts.SANS, size: float = 1.0, drawings: bool = False
) -> None:
    """Print all figures of the page in another way, if they are plain numbers, which the font can print."""
    texts = {key: desk.report.cell(key).text for key in _here(desk)}
    letters = set(fonts.NAMES if drawings else fonts.LETTERS)
    if not all(set(text) <= letters for text in texts.values()):
        return
    for key in texts:
        desk.report.cell(key).text = ""
    desk.size *= size
    if isinstance(font, str):
        face = fonts.standard(desk.file, font, Encoding=Name("WinAnsiEncoding"))
    elif drawings:
        face = fonts.drawn(desk.file, font, tells={})
    else:
        face = fonts.embedded(desk.file, font, tells={})
    for key, text in texts.items():
        desk.put(draw(text, desk.box_of(key), face))


def _centred(desk: Desk, before: str = "") -> Draw:
    def draw(text: str, box: Box, font: Font) -> str:
        at = (
            (box[0] + box[2] - font.width(text, desk.size)) / 2,
            (box[1] + box[3]) / 2 - desk.size * 0.31,
        )
        return desk.show(text, at, font=font, before=before)

    return draw


# ---- all numbers of a page in another print


def other_font(desk: Desk) -> None:
    """Numbers in another font."""
    _reprint(desk, _centred(desk), desk.chance.choice([fonts.SANS, fonts.SERIF, fonts.TIMES]))


def standard_font(desk: Desk) -> None:
    """Numbers in a font that is not embedded."""
    _reprint(
        desk,
        _centred(desk),
        desk.chance.choice(["Helvetica", "Helvetica-Bold", "Times-Italic", "Courier"]),
    )


def drawn_font(desk: Desk) -> None:
    """Numbers in a font of drawings, as browsers print some: no two of its digits show the same pixels."""
    _reprint(desk, _centred(desk), desk.chance.choice([fonts.SANS, fonts.SERIF]), drawings=True)


def drawn_on_stripes(desk: Desk) -> None:
    """Numbers in a font of drawings, every other row on a ground of its own."""
    drawn_font(desk)
    zebra(desk)


def smaller(desk: Desk) -> None:
    """Numbers smaller than their labels."""
    _reprint(desk, _centred(desk), size=0.85)


def stroked_bold(desk: Desk) -> None:
    """Bold numbers, by a stroke."""
    _reprint(desk, _centred(desk, "2 Tr 0.2 w"))


def doubled_bold(desk: Desk) -> None:
    """Bold numbers, printed twice."""

    def twice(text: str, box: Box, font: Font) -> str:
        once = _centred(desk)(text, box, font)
        moved = _centred(desk)(text, (box[0] + 0.4, box[1], box[2] + 0.4, box[3]), font)
        return f"{once} {moved}"

    _reprint(desk, twice, fonts.SERIF)


def aligned(desk: Desk) -> None:
    """Numbers at the right or the left of their cells."""
    right = desk.chance.random() < 0.7

    def draw(text: str, box: Box, font: Font) -> str:
        x = box[2] - 3 - font.width(text, desk.size) if right else box[0] + 3
        return desk.show(text, (x, (box[1] + box[3]) / 2 - desk.size * 0.31), font=font)

    _reprint(desk, draw)


def coloured(desk: Desk) -> None:
    """Numbers in another colour."""
    colour = desk.chance.choice(["0 0 0.6 rg", "0.6 0 0 rg", "0.3 g"])

    def draw(text: str, box: Box, font: Font) -> str:
        return f"{colour} {_centred(desk)(text, box, font)}"

    _reprint(desk, draw)


def white_on_dark(desk: Desk) -> None:
    """White numbers on dark grounds."""

    def draw(text: str, box: Box, font: Font) -> str:
        ground = rectangle((box[0] + 0.5, box[1] + 0.5, box[2] - 0.5, box[3] - 0.5))
        return f"0.1 0.2 0.4 rg {ground} 1 g {_centred(desk)(text, box, font)}"

    _reprint(desk, draw)


def spaced(desk: Desk) -> None:
    """Numbers whose digits stand a little apart."""
    _reprint(desk, _centred(desk, "0.4 Tc"))


def meant_as_printed(desk: Desk) -> None:
    """Numbers that are said to mean what they say, as in tagged files."""

    def draw(text: str, box: Box, font: Font) -> str:
        return f"/Span <</ActualText {literal(text)}>> BDC {_centred(desk)(text, box, font)} EMC"

    _reprint(desk, draw)


def on_a_layer(desk: Desk) -> None:
    """Numbers on a layer that is on."""

    def draw(text: str, box: Box, font: Font) -> str:
        return desk.within(layer(), _centred(desk)(text, box, font))

    layer = cache(lambda: desk.layer(True))

    _reprint(desk, draw)


def in_form(desk: Desk) -> None:
    """Numbers that each stand in a form."""

    def draw(text: str, box: Box, font: Font) -> str:
        return desk.form(_centred(desk)(text, box, font))

    _reprint(desk, draw)


def thousands(desk: Desk) -> None:
    """Numbers with commas of thousands."""
    for key in _here(desk):
        cell = desk.report.cell(key)
        if cell.text.isdigit():
            cell.text = f"{int(cell.text):,}"


# ---- grounds and lines


def zebra(desk: Desk) -> None:
    """Every second row on a grey ground."""
    rows = sorted({round(desk.box_of(key)[1], 1) for key in _here(desk)})[::2]
    boxes = [desk.box_of(key) for key in _here(desk) if round(desk.box_of(key)[1], 1) in rows]
    desk.put("0.92 g", *map(rectangle, boxes), below=True)


def coloured_grounds(desk: Desk) -> None:
    """Figures on coloured grounds."""
    colour = desk.chance.choice(["0.9 0.95 1 rg", "1 0.97 0.85 rg", "0.9 1 0.9 rg"])
    desk.put(colour, *(rectangle(desk.box_of(key)) for key in _here(desk)), below=True)


def underlined(desk: Desk) -> None:
    """Numbers with lines below them."""
    for key in _here(desk):
        x0, y0, x1, y1 = desk.box_of(key)
        desk.put(line(((x0 + x1) / 2 - 6, y0 + 1.6, (x0 + x1) / 2 + 6, y1), 0, 0.4))


# ---- notes and fields


def highlights(desk: Desk) -> None:
    """Numbers that are highlighted."""
    for key in desk.chance.sample(_here(desk), 3):
        x0, y0, x1, y1 = box = desk.box_of(key)
        drawn = f"{desk.state(BM=Name('Multiply'))} 1 1 0.4 rg {rectangle((x0 + 2, y0 + 2, x1 - 2, y1 - 2))}"
        desk.annotate(
            "Highlight", box, drawn, QuadPoints=[x0, y1, x1, y1, x0, y0, x1, y0], C=[1, 1, 0.4]
        )


def links(desk: Desk) -> None:
    """Numbers that are links."""
    for key in desk.chance.sample(_here(desk), 3):
        action = {"S": Name("URI"), "URI": "http://example.org/2024"}
        desk.annotate("Link", desk.box_of(key), Border=[0, 0, 0], A=action)


def note_beside(desk: Desk) -> None:
    """A note in the margin that is open to nobody."""
    place = (8, 700, 26, 718)
    desk.annotate(
        "Text",
        place,
        f"1 0.9 0 rg {rectangle(place)}",
        Contents=f"64 is {desk.digits(2)}",
        Name=Name("Note"),
    )


def note_below(desk: Desk) -> None:
    """A note with a date below the tables."""
    y = _below(desk) - 40
    drawn = desk.show(f"2024-01-{desk.digits(2)}", (60, y + 6))
    desk.annotate("FreeText", (50, y, 200, y + 20), drawn, Contents="date", DA="/Helv 8 Tf 0 g")


def field_below(desk: Desk) -> None:
    """A form field below the tables."""
    y = _below(desk) - 40
    drawn = f"/Tx BMC {desk.show(desk.digits(8), (60, y + 6))} EMC"
    desk.field("Tx", (50, y, 200, y + 20), drawn, V="1", DA="/Helv 8 Tf 0 g")


# ---- beside the tables


def seal(desk: Desk) -> None:
    """A round red seal below the tables."""
    y = _below(desk) - 50
    bow = 0.5523 * 40
    x, curves = 440.0, []
    for x0, y0, x1, y1 in ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)):
        ends = (
            x0 * 40 + x1 * bow,
            y0 * 40 + y1 * bow,
            x1 * 40 + x0 * bow,
            y1 * 40 + y0 * bow,
            x1 * 40,
            y1 * 40,
        )
        curves.append(
            " ".join(f"{value + (x, y)[n % 2]:.1f}" for n, value in enumerate(ends)) + " c"
        )
    number = desk.show(desk.digits(6), (x - 15, y - 20), 8)
    desk.put(f"0.8 0.1 0.1 RG 2 w {x + 40} {y} m {' '.join(curves)} S 0.8 0.1 0.1 rg {number}")


def page_number(desk: Desk) -> None:
    """The number of the page below, and a line above."""
    desk.put(
        desk.show(f"- {desk.digits()} -", (290, 14)),
        desk.show("2024-3 / 64", (60, desk.height - 16)),
    )


def watermark_below(desk: Desk) -> None:
    """A slanting watermark below the tables."""
    y = max(_below(desk) - 120, 10)
    size = min(50.0, (_below(desk) - y) / 2.5)
    desk.put("0.85 g", turned(20, 200, y), desk.show("2024", (0, 0), max(size, 1.0)))


def footnotes(desk: Desk) -> None:
    """Notes with raised numbers below the tables."""
    y = _below(desk) - 30
    desk.put(desk.show("1", (50, y + 3), 5), desk.show("2023: 64, 71", (56, y)))


def picture_above(desk: Desk) -> None:
    """A small picture in the corner of the page."""
    desk.put(f"40 0 0 14 8 {desk.height - 20} cm", desk.image(printed("2024", "Helvetica", 10, 4)))


# ---- the file


def bookmarked(desk: Desk) -> None:
    """A file with bookmarks that are numbers."""
    item = entries(Title="64", Dest=[desk.file.at(desk.file.root["Pages"])["Kids"][0], Name("Fit")])
    outlines = desk.file.add(entries(Type=Name("Outlines"), Count=1))
    item["Parent"] = outlines
    first = desk.file.add(item)
    desk.file.at(outlines).update(First=first, Last=first)
    desk.file.root["Outlines"] = outlines
    desk.put("")


def page_scaled(desk: Desk) -> None:
    """A page that is drawn smaller."""
    desk.put("")
    desk.scale(0.9)


def page_cropped(desk: Desk) -> None:
    """A page whose margins are cut off."""
    desk.put("")
    desk.crop(8)


def empty_layer(desk: Desk) -> None:
    """A layer that is off, with nothing on it but a remark outside of the tables."""
    desk.put(desk.within(desk.layer(False), desk.show("64", (60, 8))))


KINDS: dict[Callable[[Desk], None], int] = {
    other_font: 3, standard_font: 3, drawn_font: 2, drawn_on_stripes: 2, smaller: 1, stroked_bold: 1, doubled_bold: 1,
    aligned: 2, coloured: 2, white_on_dark: 2, spaced: 1, meant_as_printed: 1, on_a_layer: 1, in_form: 1, thousands: 2,
    zebra: 1, coloured_grounds: 2, underlined: 1, highlights: 1, links: 1, note_beside: 1, note_below: 1,
    field_below: 1, seal: 2, page_number: 1, watermark_below: 1, footnotes: 1, picture_above: 1, bookmarked: 1,
    page_scaled: 1, page_cropped: 1,
    empty_layer: 1,
}  # fmt: skip
