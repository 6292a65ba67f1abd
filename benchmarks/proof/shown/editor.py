"""What a PDF editor can do to a page: draw over it or below it, and add notes, form fields and layers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import numpy as np

from proof.shown import fonts
from proof.shown.objects import File, Name, Ref, Stream, entries


class PageEditor:
    """One page of a file, and what is drawn over and under what it prints."""

    file: File
    number: int

    def clear(self) -> None:
        """Nothing is drawn yet; `around`: operators before and behind all that is."""
        self.over: list[str] = []
        self.under: list[str] = []
        self.around = "q", "Q"

    @cached_property
    def page(self) -> dict[str, Any]:
        return self.file.page(self.number)

    @cached_property
    def resources(self) -> dict[str, Any]:
        resources = self.file.own(self.page, "Resources")
        for kind in ("Font", "XObject", "ExtGState", "Properties", "Pattern", "Shading"):
            self.file.own(resources, kind)
        return resources

    def use(self, kind: str, value: Any) -> str:
        """The name of a resource of the page, with its slash."""
        value = value if isinstance(value, Ref) else self.file.add(value)
        own = self.resources[kind]
        name = next((name for name, ref in own.items() if ref == value), f"Z{len(own)}{kind[0]}")
        own[name] = value
        return f"/{name}"

    def put(self, *operators: str, below: bool = False) -> None:
        """Draw on the page, over all that is printed, or below it."""
        self.page  # noqa: B018 (the report is printed before)
        (self.under if below else self.over).append("q " + "\n".join(operators) + " Q")

    def state(self, **more: Any) -> str:
        """The operator that sets a graphics state."""
        return self.use("ExtGState", more) + " gs"

    def stream(self, operators: str, box: Sequence[float], **more: Any) -> Ref:
        """A form: what is drawn, with the resources of the page."""
        head = entries(
            Type=Name("XObject"),
            Subtype=Name("Form"),
            BBox=list(box),
            Resources=dict(self.resources),
        )
        return self.file.add(Stream(operators.encode(), head | more))

    def form(self, operators: str, box: Sequence[float] = (0, 0, 2000, 2000), **more: Any) -> str:
        """The operator that draws a form."""
        return self.use("XObject", self.stream(operators, box, **more)) + " Do"

    def image(self, pixels: np.ndarray, **more: Any) -> str:
        """The operator that draws a picture, of one or three channels, into the unit square."""
        colours = Name("DeviceRGB" if pixels.ndim == 3 else "DeviceGray")
        return self._image(
            pixels.astype(np.uint8), pixels.shape, ColorSpace=colours, BitsPerComponent=8, **more
        )

    def stencil(self, mask: np.ndarray) -> str:
        """The operator that paints the unit square through a mask."""
        return self._image(
            np.packbits(~mask, axis=1), mask.shape, ImageMask=True, BitsPerComponent=1
        )

    def _image(self, data: np.ndarray, shape: Sequence[int], **more: Any) -> str:
        head = entries(Type=Name("XObject"), Subtype=Name("Image"), Width=shape[1], Height=shape[0])
        return self.use("XObject", Stream(data.tobytes(), head | more)) + " Do"

    def pattern(self, operators: str, across: float, down: float) -> str:
        """The operators that make a tile the colour."""
        head = entries(
            Type=Name("Pattern"), PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, across, down], XStep=across,
            YStep=down, Resources=dict(self.resources),
        )  # fmt: skip
        return f"/Pattern cs {self.use('Pattern', Stream(operators.encode(), head))} scn"

    def annotate(
        self, subtype: str, box: Sequence[float], drawn: str | None = None, **more: Any
    ) -> Ref:
        """A note on the page; `drawn`: its appearance, in a frame as large as its box."""
        note = entries(Type=Name("Annot"), Subtype=Name(subtype), Rect=list(box), F=4) | more
        if drawn is not None:
            note["AP"] = {"N": self.stream(drawn, box)}
        self.page["Annots"] = [
            *self.file.at(self.page.get("Annots", [])),
            ref := self.file.add(note),
        ]
        return ref

    def field(self, kind: str, box: Sequence[float], drawn: str | None = None, **more: Any) -> Ref:
        """A form field of a kind (Tx, Ch, Btn)."""
        ref = self.annotate(
            "Widget", box, drawn, FT=Name(kind), T=f"field{len(self.file.objects)}", **more
        )
        helvetica = fonts.standard(self.file, "Helvetica", Encoding=Name("WinAnsiEncoding")).ref
        empty = entries(Fields=[], DA="/Helv 0 Tf 0 g", DR={"Font": {"Helv": helvetica}})
        self.file.root.setdefault("AcroForm", empty)["Fields"].append(ref)
        return ref

    def layer(self, shown: bool, **settings: Any) -> Ref:
        """A layer that is on or off."""
        layer = self.file.add({"Type": Name("OCG"), "Name": f"layer {shown}"})
        empty = {"OCGs": [], "D": {"ON": [], "OFF": [], "Order": []}}
        layers = self.file.root.setdefault("OCProperties", empty)
        layers["OCGs"].append(layer)
        layers["D"]["ON" if shown else "OFF"].append(layer)
        layers["D"].update(settings)
        return layer

    def within(self, layer: Ref, operators: str) -> str:
        """What is drawn on a layer."""
        return f"/OC {self.use('Properties', layer)} BDC {operators} EMC"

    def save(self, path: Path) -> Path:
        """Save the file."""
        before, after = self.around
        content = self.page["Contents"]
        parts = [
            "\n".join([before, *self.under, "q"]),
            content,
            "\n".join(["Q", *self.over, after]),
        ]
        self.page["Contents"] = [
            part if isinstance(part, Ref) else self.file.add(Stream(part.encode("latin-1")))
            for part in parts
        ]
        return self.file.save(path)


def turned(degrees: float, x: float, y: float) -> str:
    """The operator that turns what follows, against the clock, and moves it."""
    slope = radians(degrees)
    return (
        f"{cos(slope):.4f} {sin(slope):.4f} {-sin(slope):.4f} {cos(slope):.4f} {x:.2f} {y:.2f} cm"
    )


def literal(text: str) -> str:
    """A text as a string of a content stream."""
    return "(" + text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"


def rectangle(box: Sequence[float], how: str = "f") -> str:
    """A rectangle as operators: left, bottom, right, top, and what is done with it."""
    x0, y0, x1, y1 = box
    return f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re {how}"


def line(box: Sequence[float], height: float, width: float = 0.6) -> str:
    """A horizontal line over a number, at a height in parts of its digits."""
    y = box[1] + (box[3] - box[1]) * height
    return f"{width} w {box[0] - 0.5:.2f} {y:.2f} m {box[2] + 0.5:.2f} {y:.2f} l S"
