"""Which digit a shape is: by its likeness to digits of many fonts, and by RapidOCR, which knows nothing of these."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import matplotlib as mpl
import numpy as np
import pypdfium2 as pdfium
import zhplot
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from helpers.readers.scan import models
from proof.shown.ink import Mask

#: How far above the lower edge of a printed text its base line is, in its size.
BASE = 0.22
#: What is told apart; a slash is among it so that a fraction is not taken for a number.
SIGNS = "0123456789/"
#: Fonts that come with the project's packages.
LATIN = Path(mpl.get_data_path()) / "fonts" / "ttf"
FONTS = (
    Path(zhplot.__file__).parent / "fonts" / "NotoSansSC-Regular.ttf",
    *(path for path in sorted(LATIN.glob("DejaVuS*.ttf")) if "Display" not in path.name),
    *sorted(LATIN.glob("STIXGeneral*.ttf")),
)
#: Fonts that every viewer brings along; pdfium prints them.
STANDARD = (
    "Helvetica",
    "Helvetica-Bold",
    "Helvetica-Oblique",
    "Times-Roman",
    "Times-Bold",
    "Courier",
    "Courier-Bold",
)
#: The size in which a sign is drawn to be known again, and in which shapes are compared; how far
#: they are blurred.
DRAWN, COMPARED, BLUR = 64, (20, 32), 1.2
#: How much less a shape of other proportions is worth.
PROPORTION = 0.05
#: How like a sign a shape must be, and how much more than any other sign.
LIKE, MORE = 0.7, 0.04
#: How the shapes stand for OCR, in pixels.
LINE, LETTER, GAP, MARGIN = 48, 32, 4, 10

Looks = tuple[
    NDArray[np.float32], float
]  # a blurred shape of one size, and its width in its heights


def by_likeness(shapes: Sequence[Mask]) -> str:
    """The signs that these shapes are most like, with a "?" for a shape that is like none, or like two."""
    return "".join(map(_most_like, shapes))


def by_ocr(shapes: Sequence[Mask]) -> str:
    """What OCR reads where these shapes stand in a row, all equally high."""
    margin = np.zeros((LINE, MARGIN), np.uint8)
    row = np.concatenate([margin, *map(_letter, shapes), margin], axis=1)
    [read] = models.recognise([cv2.cvtColor(255 - row, cv2.COLOR_GRAY2BGR)])
    return unicodedata.normalize("NFKC", read.text).replace(" ", "")


def _letter(shape: Mask) -> NDArray[np.uint8]:
    width = max(2, round(shape.shape[1] * LETTER / shape.shape[0]))
    letter = np.zeros((LINE, width + GAP), np.uint8)
    top = (LINE - LETTER) // 2
    letter[top : top + LETTER, :width] = _resized(shape, (width, LETTER))
    return letter


def nearest(shape: Mask) -> str:
    """The sign that a shape is most like, however little."""
    return _likeness(shape)[0][1]


def _most_like(shape: Mask) -> str:
    (best, sign), (second, _), *_ = _likeness(shape)
    return sign if best >= LIKE and best - second >= MORE else "?"


def _likeness(shape: Mask) -> list[tuple[float, str]]:
    """How like each sign a shape is, the most like first."""
    looks, proportion = _looks(shape)
    likeness = dict.fromkeys(SIGNS, -1.0)
    for sign, (other, other_proportion) in _known():
        value = float(looks.ravel() @ other.ravel()) - PROPORTION * abs(
            np.log(proportion / other_proportion)
        )
        likeness[sign] = max(likeness[sign], value)
    return sorted(((value, sign) for sign, value in likeness.items()), reverse=True)


@cache
def _known() -> list[tuple[str, Looks]]:
    """Every sign in every font."""
    drawn = [(sign, _drawn(sign, font)) for font in FONTS for sign in SIGNS]
    drawn += [(sign, printed(sign, font, DRAWN, 1)) for font in STANDARD for sign in SIGNS]
    return [(sign, _looks(_cut_out(picture))) for sign, picture in drawn]


def _drawn(sign: str, font: Path) -> NDArray[np.uint8]:
    picture = Image.new("L", (2 * DRAWN, 2 * DRAWN), 255)
    ImageDraw.Draw(picture).text(
        (DRAWN // 2, DRAWN // 4), sign, fill=0, font=ImageFont.truetype(str(font), DRAWN)
    )
    return np.asarray(picture)


def printed(text: str, font: str, size: float, dots: float) -> NDArray[np.uint8]:
    """A text as a grey picture in one of the standard fonts, just as wide as it is, with so many dots to a point."""
    canvas = Canvas("unused", pagesize=(stringWidth(text, font, size), size))
    canvas.setFont(font, size)
    canvas.drawString(0, size * BASE, text)
    with pdfium.PdfDocument(canvas.getpdfdata()) as document:
        return np.asarray(document[0].render(scale=dots, grayscale=True).to_pil())


def _cut_out(picture: NDArray[np.uint8]) -> Mask:
    shape = picture < 128
    rows, columns = np.flatnonzero(shape.any(1)), np.flatnonzero(shape.any(0))
    return shape[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _looks(shape: Mask) -> Looks:
    soft = cv2.GaussianBlur(_resized(shape, COMPARED).astype(np.float32), (0, 0), BLUR)
    soft -= soft.mean()
    return soft / max(float(np.linalg.norm(soft)), 1e-6), shape.shape[1] / shape.shape[0]


def _resized(shape: Mask, size: tuple[int, int]) -> NDArray[np.uint8]:
    return cv2.resize(shape.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
