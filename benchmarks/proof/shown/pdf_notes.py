"""PDFs in which notes, form fields and layers decide what is seen of a cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from proof.shown.desk import Desk
from proof.shown.editor import line, rectangle
from proof.shown.objects import Name

# ---- notes


def free_text(desk: Desk) -> None:
    """A number in a note, over a blank cell."""
    desk.annotate("FreeText", desk.inner(), desk.show(), Contents=desk.text, DA="/Helv 8 Tf 0 g")


def free_text_instead(desk: Desk) -> None:
    """A note with another number on white, over a printed number."""
    desk.keep()
    other = desk.other()
    desk.annotate(
        "FreeText", desk.inner(), desk.on_paper(other), Contents=other, DA="/Helv 8 Tf 0 g"
    )


def free_text_behind(desk: Desk) -> None:
    """A note that puts a digit behind a printed number."""
    desk.put(desk.show())
    _, y0, x1, y1 = desk.extent()
    box = (x1, y0 - 1, x1 + desk.size * 0.7, y1 + 1)
    desk.annotate(
        "FreeText", box, desk.show(digit := desk.digits(), x1), Contents=digit, DA="/Helv 8 Tf 0 g"
    )


def stamp(desk: Desk) -> None:
    """A stamp that prints the number of a blank cell."""
    desk.annotate("Stamp", desk.inner(), f"0.7 0 0 rg {desk.show()}", Name=Name("Draft"))


def _flagged(desk: Desk, flags: int) -> None:
    note = desk.annotate(
        "FreeText", desk.inner(), desk.show(), Contents=desk.text, DA="/Helv 8 Tf 0 g"
    )
    desk.file.at(note)["F"] = flags


def hidden_note(desk: Desk) -> None:
    """A hidden note with a number, over a blank cell."""
    _flagged(desk, 2)


def note_that_is_not_viewed(desk: Desk) -> None:
    """A note with a number that is only printed, over a blank cell."""
    _flagged(desk, 4 | 32)


def note_that_is_not_printed(desk: Desk) -> None:
    """A note with a number that is seen, but not printed, over a blank cell."""
    _flagged(desk, 0)


def _marked(desk: Desk, subtype: str, drawn: bool, **entries: Any) -> None:
    """Mark the number of the report itself."""
    desk.keep()
    x0, y0, x1, y1 = desk.inner(1.5)
    corners = [x0, y1, x1, y1, x0, y0, x1, y0]
    colour = [1, 0.9, 0.2]
    shown = (
        f"{desk.state(BM=Name('Multiply'))} 1 0.9 0.2 rg {rectangle((x0, y0, x1, y1))}"
        if drawn
        else None
    )
    desk.annotate(subtype, (x0, y0, x1, y1), shown, QuadPoints=corners, C=colour, **entries)


def highlight(desk: Desk) -> None:
    """A number that is highlighted."""
    _marked(desk, "Highlight", True)


def highlight_without_appearance(desk: Desk) -> None:
    """A number that the viewer highlights."""
    _marked(desk, "Highlight", False)


def _ruled(desk: Desk, subtype: str, height: float) -> None:
    desk.put(desk.show())
    x0, y0, x1, y1 = desk.extent()
    box = (x0 - 1, y0 - 2, x1 + 1, y1 + 2)
    corners = [x0, y1, x1, y1, x0, y0, x1, y0]
    desk.annotate(
        subtype, box, f"0.8 0 0 RG {line(desk.extent(), height)}", QuadPoints=corners, C=[0.8, 0, 0]
    )


def struck_by_note(desk: Desk) -> None:
    """A number that a note strikes out."""
    _ruled(desk, "StrikeOut", 0.5)


def underlined_by_note(desk: Desk) -> None:
    """A number that a note underlines."""
    _ruled(desk, "Underline", -0.2)


def framed_by_note(desk: Desk) -> None:
    """A number in a frame that is a note."""
    desk.keep()
    frame = desk.inner(2)
    desk.annotate(
        "Square", frame, f"0.8 0 0 RG 0.5 w {rectangle(desk.inner(2.4), 'S')}", C=[0.8, 0, 0]
    )


def covered_by_note(desk: Desk) -> None:
    """A number below a white box that is a note."""
    desk.keep()
    desk.annotate("Square", desk.inner(), f"{desk.paper} {rectangle(desk.inner())}", IC=[1, 1, 1])


def blackened_by_note(desk: Desk) -> None:
    """A number below a black box that is a note."""
    desk.keep()
    desk.annotate("Square", desk.inner(), f"0 g {rectangle(desk.inner())}", IC=[0, 0, 0])


def scribbled(desk: Desk) -> None:
    """A number crossed out with a pen."""
    desk.put(desk.show())
    x0, y0, x1, y1 = desk.extent()
    middle = (y0 + y1) / 2
    drawn = f"0 0 0.8 RG 0.7 w {x0 - 2:.2f} {middle - 1:.2f} m {x1 + 2:.2f} {middle + 1:.2f} l S"
    points = [[x0 - 2, middle - 1, x1 + 2, middle + 1]]
    desk.annotate("Ink", (x0 - 3, y0 - 2, x1 + 3, y1 + 2), drawn, InkList=points, C=[0, 0, 0.8])


def popup(desk: Desk) -> None:
    """A closed note whose text is a number, on a blank cell."""
    x0, y0, x1, y1 = desk.inner()
    parent = desk.annotate("Text", (x0, y1 - 1, x0 + 1, y1), "", Contents=desk.text, Open=False)
    desk.annotate("Popup", (x0, y0, x1, y1), Parent=parent, Contents=desk.text, Open=False)


def link(desk: Desk) -> None:
    """A number that is a link with a frame."""
    desk.keep()
    action = {"S": Name("URI"), "URI": "http://example.org/64"}
    desk.annotate("Link", desk.inner(2), Border=[0, 0, 0], A=action, Contents=desk.other())


# ---- form fields


def field(desk: Desk) -> None:
    """A form field with a number."""
    drawn = f"/Tx BMC q {desk.show()} Q EMC"
    desk.field("Tx", desk.inner(), drawn, V=desk.text, DA="/Helv 8 Tf 0 g", Q=1)


def field_without_appearance(desk: Desk) -> None:
    """A form field with a number that the viewer sets."""
    desk.field("Tx", desk.inner(), V=desk.text, DA=f"/Helv {desk.size:.0f} Tf 0 g", Q=1)
    desk.file.root["AcroForm"]["NeedAppearances"] = True


def field_that_shows_another(desk: Desk) -> None:
    """A form field that shows another number than it holds."""
    desk.field(
        "Tx", desk.inner(), f"/Tx BMC q {desk.show()} Q EMC", V=desk.other(), DA="/Helv 8 Tf 0 g"
    )


def hidden_field(desk: Desk) -> None:
    """A hidden form field with a number, in a blank cell."""
    field = desk.field("Tx", desk.inner(), desk.show(), V=desk.text, DA="/Helv 8 Tf 0 g")
    desk.file.at(field)["F"] = 2


def field_over_number(desk: Desk) -> None:
    """A form field with another number on white, over a printed number."""
    desk.keep()
    other = desk.other()
    desk.field("Tx", desk.inner(), desk.on_paper(other), V=other, DA="/Helv 8 Tf 0 g")


def choice_field(desk: Desk) -> None:
    """A list of numbers from which one was chosen."""
    drawn = f"/Tx BMC q {desk.show()} Q EMC"
    options = [desk.other(), desk.text]
    desk.field("Ch", desk.inner(), drawn, V=desk.text, Opt=options, Ff=1 << 17, DA="/Helv 8 Tf 0 g")


def button(desk: Desk) -> None:
    """A button with a number as its caption."""
    desk.field(
        "Btn", desk.inner(), desk.show(), Ff=1 << 16, MK={"CA": desk.text}, DA="/Helv 8 Tf 0 g"
    )


# ---- layers


def hidden_layer(desk: Desk) -> None:
    """A number on a layer that is off, in a blank cell."""
    desk.put(desk.within(desk.layer(False), desk.show()))


def hidden_layer_digit(desk: Desk) -> None:
    """A digit on a layer that is off, behind the number."""
    x = desk.extent()[2]
    desk.put(desk.show(), desk.within(desk.layer(False), desk.show(desk.digits(), x)))


def shown_layer(desk: Desk) -> None:
    """A number on a layer that is on."""
    desk.put(desk.within(desk.layer(True), desk.show()))


def two_layers(desk: Desk) -> None:
    """Two numbers on two layers of which one is off."""
    on, off = desk.layer(True), desk.layer(False)
    desk.put(desk.within(off, desk.show(desk.other())), desk.within(on, desk.show()))


def layers_within_each_other(desk: Desk) -> None:
    """A number on a layer that is on, within one that is off."""
    inner = desk.within(desk.layer(True), desk.show())
    desk.put(desk.within(desk.layer(False), inner))


def layers_by_membership(desk: Desk) -> None:
    """A number that is seen where another layer is off, and one that is seen where all are on."""
    on, off = desk.layer(True), desk.layer(False)
    seen = {"Type": Name("OCMD"), "OCGs": [off], "P": Name("AllOff")}
    unseen = {"Type": Name("OCMD"), "OCGs": [on, off], "P": Name("AllOn")}
    shown = [desk.within(desk.file.add(member), text) for member, text in (
        (seen, desk.show()), (unseen, desk.show(desk.other())),
    )]  # fmt: skip
    desk.put(*shown)


def layer_of_a_form(desk: Desk) -> None:
    """A number in a form on a layer that is off."""
    desk.put(desk.form(desk.show(), OC=desk.layer(False)))


def layer_of_a_picture(desk: Desk) -> None:
    """A white picture over a number, on a layer that is off."""
    desk.keep()
    desk.put(desk.to_cell, desk.image(np.full((2, 2), 255), OC=desk.layer(False)))


def layer_off_by_default(desk: Desk) -> None:
    """A number on a layer that is off because all are."""
    layer = desk.layer(False, BaseState=Name("OFF"))
    desk.file.root["OCProperties"]["D"]["OFF"].remove(layer)
    desk.put(desk.within(layer, desk.show()))


FAMILIES = {
    "notes": {
        free_text: 3, free_text_instead: 2, free_text_behind: 2, stamp: 1, hidden_note: 1, note_that_is_not_viewed: 1,
        note_that_is_not_printed: 1, highlight: 2, highlight_without_appearance: 2, struck_by_note: 2,
        underlined_by_note: 2, framed_by_note: 1, covered_by_note: 2, blackened_by_note: 1, scribbled: 1, popup: 1,
        link: 1,
    },
    "form fields": {
        field: 3, field_without_appearance: 2, field_that_shows_another: 2, hidden_field: 1, field_over_number: 2,
        choice_field: 1, button: 1,
    },
    "layers": {
        hidden_layer: 2, hidden_layer_digit: 2, shown_layer: 1, two_layers: 2, layers_within_each_other: 1,
        layers_by_membership: 2, layer_of_a_form: 1, layer_of_a_picture: 1, layer_off_by_default: 1,
    },
}  # fmt: skip
