"""A report as a scanner gives it: pages drawn as pictures, then turned, stained, stamped and compressed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

#: What most offices stamp with.
RED = (196, 30, 38)


@dataclass(frozen=True)
class Scanner:
    """How a page is scanned: `skew` in degrees against the clock, `noise` as the spread of grey values out of 255.

    `stamp`: where a round red stamp is centred, in parts of the page's width and height. `turn`:
    how the sheet lay, in degrees clockwise. `quality`: of the JPEG, None for none.
    """

    dpi: int = 300
    skew: float = 0.0
    noise: float = 0.0
    colour: bool = False
    quality: int | None = None
    stamp: tuple[float, float] | None = None
    turn: int = 0
    seed: int = 1

    def scan(self, page: pdfium.PdfPage) -> Image.Image:
        """One page of a PDF as a picture."""
        pixels = page.render(scale=self.dpi / 72).to_pil().convert("RGB")
        pixels = np.asarray(pixels).astype(np.float32)
        if self.colour:
            pixels *= np.array([250, 246, 234], np.float32) / 255  # paper is not white
        if self.stamp:
            pixels = _stamped(pixels, self.stamp, self.dpi)
        pixels = _skewed(pixels, self.skew)
        if self.noise:
            random = np.random.default_rng(self.seed)
            pixels = cv2.GaussianBlur(pixels, (0, 0), self.dpi / 300)
            pixels += random.normal(0, self.noise, pixels.shape[:2])[..., None]
        picture = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
        picture = picture if self.colour or self.stamp else picture.convert("L")
        picture = picture.rotate(-self.turn, expand=True)
        return _compressed(picture, self.quality) if self.quality else picture

    def pictures(self, pdf: Path) -> list[Image.Image]:
        """Every page of a PDF."""
        with pdfium.PdfDocument(pdf) as document:
            return [self.scan(page) for page in document]

    def pdf(self, source: Path, target: Path) -> Path:
        """A PDF of pictures."""
        first, *others = self.pictures(source)
        first.save(
            target,
            resolution=self.dpi,
            save_all=True,
            append_images=others,
            quality=self.quality or 95,
        )
        return target


def _stamped(pixels: np.ndarray, centre: tuple[float, float], dpi: int) -> np.ndarray:
    """A ring of 42 mm with a star and letters, half transparent as ink is."""
    height, width = pixels.shape[:2]
    stamp = np.zeros((height, width), np.uint8)
    middle = int(centre[0] * width), int(centre[1] * height)
    radius = int(21 / 25.4 * dpi)
    cv2.circle(stamp, middle, radius, 255, max(int(1.2 / 25.4 * dpi), 1))
    angles = np.radians(90 + 144 * np.arange(6))
    star = np.stack(
        [middle[0] + 0.3 * radius * np.cos(angles), middle[1] - 0.3 * radius * np.sin(angles)],
        axis=1,
    )
    cv2.fillPoly(stamp, [star.astype(np.int32)], 255)
    for angle in np.radians(np.arange(200, 341, 20)):
        spot = (
            int(middle[0] + 0.75 * radius * np.cos(angle)),
            int(middle[1] + 0.75 * radius * np.sin(angle)),
        )
        cv2.putText(stamp, "A", spot, cv2.FONT_HERSHEY_SIMPLEX, dpi / 150, 255, max(dpi // 75, 1))
    ink = np.array(RED, np.float32) / 255
    strength = 0.75 / 255 * cv2.GaussianBlur(stamp, (0, 0), dpi / 300)[..., None]
    return pixels * (1 - strength + strength * ink)


def _skewed(pixels: np.ndarray, degrees: float) -> np.ndarray:
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(
        pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
    )


def _compressed(picture: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file)


#: What a reader has to manage.
SCANNERS = {
    "300 dpi, clean": Scanner(),
    "200 dpi, 0.6 degrees, noise": Scanner(200, skew=0.6, noise=14, quality=75),
    "200 dpi, colour, 1 degree": Scanner(200, skew=-1.0, noise=6, colour=True, quality=75),
    "150 dpi": Scanner(150, skew=0.3, noise=8, quality=80),
    "red stamp over the matrix": Scanner(
        200, skew=0.4, noise=6, colour=True, quality=75, stamp=(0.6, 0.5)
    ),
}
