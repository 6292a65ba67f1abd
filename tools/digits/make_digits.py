"""Make the shapes of the ten digits that the reader of PDFs knows, from the fonts of this machine: see README.md."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from helpers.readers.pdf.witness.digits import DIGITS, HIGH, WIDE, normal

#: How many shapes of each digit are kept.
SHAPES = 40
#: Pixels of an em at which digits are drawn: 7 to 14 points, 100 pixels an inch.
SIZES = (10, 13, 16, 20)
#: Fonts whose digits are symbols, script or old style: another digit's shape is nearer to them than
#: their own.
ODD = (
    "symbol", "dingbat", "emoji", "math", "keyboard", "pilgi", "dunhill", "garamond", "junicode", "lmsy", "lmex",
    "d050000l",
)  # fmt: skip
TARGET = (
    Path(__file__).parents[2] / "src" / "helpers" / "readers" / "pdf" / "witness" / "digits.png"
)


def fonts() -> list[tuple[str, int]]:
    """The fonts of this machine, upright ones and those that lean, by file and number."""
    listed = subprocess.run(
        ["fc-list", ":", "file", "index"], capture_output=True, text=True, check=True
    ).stdout
    found = set()
    for line in listed.splitlines():
        path, _, index = line.partition(":")
        if not any(name in path.lower() for name in ODD):
            found.add((path, int(index.partition("index=")[2] or 0) % 2**16))
    return sorted(found)


def drawn(path: str, index: int) -> Iterator[tuple[str, np.ndarray]]:
    """Each digit of a font at each size, as bright ink; nothing of a font without digits."""
    for size in SIZES:
        try:
            font = ImageFont.truetype(path, size, index=index)
        except OSError:
            return
        for digit in DIGITS:
            image = Image.new("L", (size * 3, size * 3))
            ImageDraw.Draw(image).text((size, size / 2), digit, fill=255, font=font)
            if image.getbbox() is None:
                return
            yield digit, np.asarray(image)


def main() -> None:
    """Draw all, and keep the middles of as many clusters of each digit."""
    shapes: dict[str, list[np.ndarray]] = {digit: [] for digit in DIGITS}
    known = fonts()
    for path, index in known:
        for digit, raster in drawn(path, index):
            shapes[digit].append(normal(raster))
    columns = []
    for digit in DIGITS:
        cv2.setRNGSeed(1)
        until = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 50, 1e-4)
        middles = cv2.kmeans(
            np.stack(shapes[digit]), SHAPES, None, until, 2, cv2.KMEANS_PP_CENTERS
        )[2]
        columns.append(np.vstack([_picture(each) for each in middles]))
    Image.fromarray(np.hstack(columns)).save(TARGET, optimize=True)
    sys.stdout.write(
        f"{len(known)} fonts, {sum(map(len, shapes.values()))} digits, {TARGET.stat().st_size} bytes\n"
    )


def _picture(shape: np.ndarray) -> np.ndarray:
    """A shape as bright ink on black, from its darkest to its brightest pixel."""
    low, high = shape.min(), shape.max()
    return ((shape - low) / (high - low) * 255).round().astype(np.uint8).reshape(HIGH, WIDE)


if __name__ == "__main__":
    main()
