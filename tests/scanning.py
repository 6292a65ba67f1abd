"""A report as a scanner gives it: pages drawn as pictures, then turned, stained, stamped and compressed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

#: What most offices stamp with, and others.
RED, BLUE = (196, 30, 38), (40, 60, 170)


@dataclass(frozen=True)
class Scanner:
    """How a page is scanned: `skew` in degrees against the clock, `noise` as the spread of grey values out of 255.

    `stamp`: where a round stamp is centred, in parts of the page's width and height, of this `ink`. `turn`:
    how the sheet lay, in degrees clockwise. `quality`: of the JPEG, None for none. `faint`: the part of its
    black that print has lost. `damage`: what befell the paper, of DAMAGES, in turn.
    """

    dpi: int = 300
    skew: float = 0.0
    noise: float = 0.0
    colour: bool = False
    quality: int | None = None
    stamp: tuple[float, float] | None = None
    turn: int = 0
    seed: int = 1
    ink: tuple[int, int, int] = RED
    faint: float = 0.0
    damage: tuple[str, ...] = ()

    def scan(self, page: pdfium.PdfPage) -> Image.Image:
        """One page of a PDF as a picture."""
        pixels = page.render(scale=self.dpi / 72).to_pil().convert("RGB")
        pixels = np.asarray(pixels).astype(np.float32)
        if self.colour:
            pixels *= np.array([250, 246, 234], np.float32) / 255  # paper is not white
        pixels = 255 - (255 - pixels) * (1 - self.faint)
        if self.stamp:
            pixels = _stamped(pixels, self.stamp, self.ink, self.dpi)
        for number, damage in enumerate(self.damage):
            DAMAGES[damage](pixels, np.random.default_rng(self.seed * 10 + number), self.dpi)
        pixels = _skewed(pixels, self.skew)
        if self.noise:
            random = np.random.default_rng(self.seed)
            pixels = cv2.GaussianBlur(pixels, (0, 0), self.dpi / 300)
            pixels += random.normal(0, self.noise, pixels.shape[:2])[..., None]
        picture = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
        is_coloured = self.colour or self.stamp or self.damage
        picture = picture if is_coloured else picture.convert("L")
        picture = picture.rotate(-self.turn, expand=True)
        return _compressed(picture, self.quality) if self.quality else picture

    def pictures(self, pdf: Path) -> list[Image.Image]:
        """Every page of a PDF."""
        with pdfium.PdfDocument(pdf) as document:
            return [self.scan(page) for page in document]

    def pdf(self, source: Path, target: Path) -> Path:
        """A PDF of pictures."""
        return _save(self, source, target)


def _stamped(
    pixels: np.ndarray, centre: tuple[float, float], colour: tuple[int, int, int], dpi: int
) -> np.ndarray:
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
    ink = np.array(colour, np.float32) / 255
    strength = 0.75 / 255 * cv2.GaussianBlur(stamp, (0, 0), dpi / 300)[..., None]
    return pixels * (1 - strength + strength * ink)


def _fold(pixels: np.ndarray, random: np.random.Generator, dpi: int) -> None:
    """A crease across the sheet: a dark line that comes and goes, and a shadow above it."""
    height, width = pixels.shape[:2]
    place = round(height * random.uniform(0.3, 0.7))
    above = round(dpi / 6)
    pixels[place - above : place] *= np.linspace(1, 0.85, above)[:, None, None]
    strength = 0.75 + 0.25 * np.sin(np.arange(width) / dpi * 9)
    pixels[place : place + max(dpi // 150, 1)] *= strength[None, :, None]


def _hole(pixels: np.ndarray, random: np.random.Generator, dpi: int) -> None:
    """Two holes of 6 mm, dark as what lies behind; one hits the table."""
    height, width = pixels.shape[:2]
    for across in (0.04, random.uniform(0.3, 0.9)):
        middle = round(width * across), round(height * random.uniform(0.25, 0.6))
        cv2.circle(pixels, middle, round(3 / 25.4 * dpi), (70.0, 70.0, 70.0), -1, cv2.LINE_AA)


def _ticks(pixels: np.ndarray, random: np.random.Generator, dpi: int) -> None:
    """Ten ticks, by a pencil and a blue pen, wherever they fall."""
    height, width = pixels.shape[:2]
    for number in range(10):
        x, y = width * random.uniform(0.3, 0.9), height * random.uniform(0.15, 0.8)
        size = dpi / 72 * random.uniform(8, 14)
        points = np.array([[x - size / 2, y], [x, y + size / 2], [x + size, y - size]], np.int32)
        colour = (90.0, 90.0, 95.0) if number % 2 else (40.0, 70.0, 190.0)
        cv2.polylines(pixels, [points], False, colour, max(dpi // 100, 1), cv2.LINE_AA)


#: What befalls paper before it is scanned.
DAMAGES = {"fold": _fold, "holes": _hole, "ticks": _ticks}


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


@dataclass(frozen=True)
class Camera:
    """How a page is photographed on a dark desk: 240 dots an inch of paper, in colour.

    `tilt`: how far its corners are from those of a rectangle, in parts of its sides. `bend`: how
    high curved paper rises, in points. `shadow`: the part of the light that it takes.
    """

    tilt: float = 0.02
    bend: float = 0.0
    shadow: float = 0.3
    noise: float = 5.0
    quality: int = 80
    seed: int = 1

    dpi = 240

    def scan(self, page: pdfium.PdfPage) -> Image.Image:
        """One page of a PDF as a photograph."""
        random = np.random.default_rng(self.seed)
        paper = page.render(scale=self.dpi / 72).to_pil().convert("RGB")
        pixels = np.asarray(paper).astype(np.float32) * (
            np.array([246, 240, 228], np.float32) / 255
        )
        pixels = self._curved(pixels)
        pixels = self._tilted(pixels, random)
        pixels *= self._light(pixels.shape[:2], random)[..., None]
        pixels = cv2.GaussianBlur(pixels, (0, 0), self.dpi / 300)
        pixels += random.normal(0, self.noise, pixels.shape)
        return _compressed(Image.fromarray(pixels.clip(0, 255).astype(np.uint8)), self.quality)

    def pdf(self, source: Path, target: Path) -> Path:
        """A PDF of photographs."""
        return _save(self, source, target)

    def _curved(self, pixels: np.ndarray) -> np.ndarray:
        height, width = pixels.shape[:2]
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        rises = self.bend * self.dpi / 72 * np.sin(np.pi * x / width) * (0.4 + 0.6 * y / height)
        white = (246, 240, 228)
        return cv2.remap(
            pixels, x, y + rises.astype(np.float32), cv2.INTER_LINEAR, borderValue=white
        )

    def _tilted(self, pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
        height, width = pixels.shape[:2]
        room = round(0.06 * width)
        page = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        off = random.uniform(-self.tilt, self.tilt, (4, 2)) * [width, height]
        seen = cv2.getPerspectiveTransform(page, (page + room + off).astype(np.float32))
        size = width + 2 * room, height + 2 * room
        return cv2.warpPerspective(
            pixels, seen, size, flags=cv2.INTER_CUBIC, borderValue=(60, 52, 45)
        )

    def _light(self, shape: tuple[int, int], random: np.random.Generator) -> np.ndarray:
        """Light that falls off from one corner, and the soft shadow of a hand."""
        down, across = np.mgrid[0 : shape[0], 0 : shape[1]] / np.array(shape)[:, None, None]
        fall = 1 - 0.25 * (across * random.uniform(0.3, 1) + down * random.uniform(0.3, 1)) / 2
        middle = random.uniform(0.3, 0.7)
        hand = 1 / (1 + np.exp((across + 0.4 * down - middle) * 40))
        return (fall * (1 - self.shadow * hand)).astype(np.float32)


def _save(maker: Scanner | Camera, source: Path, target: Path) -> Path:
    with pdfium.PdfDocument(source) as document:
        first, *others = [maker.scan(page) for page in document]
    first.save(
        target,
        resolution=maker.dpi,
        save_all=True,
        append_images=others,
        quality=maker.quality or 95,
    )
    return target


#: Paper that somebody used.
WORN = {
    "200 dpi, faint print": Scanner(200, skew=0.5, noise=8, quality=75, faint=0.6),
    "200 dpi, JPEG 40": Scanner(200, skew=-0.4, noise=6, quality=40),
    "200 dpi, folded": Scanner(200, skew=0.4, noise=6, quality=75, damage=("fold",)),
    "200 dpi, punched": Scanner(200, skew=0.3, noise=6, quality=75, damage=("holes",)),
    "200 dpi, ticked": Scanner(200, skew=-0.3, noise=6, quality=75, damage=("ticks",)),
    "blue stamp over the matrix": Scanner(
        200, skew=0.4, noise=6, colour=True, quality=75, stamp=(0.6, 0.5), ink=BLUE
    ),
    "folded, punched, ticked, stamped": Scanner(
        200, 0.5, 8, True, 60, (0.5, 0.4), damage=("fold", "holes", "ticks"), seed=4
    ),
}
#: What a telephone makes of a page.
CAMERAS = {
    "photograph, tilted": Camera(shadow=0.0),
    "photograph, tilted, in a shadow": Camera(tilt=0.03, shadow=0.45),
    "photograph, curved paper": Camera(tilt=0.015, bend=8),
    "photograph, curved, shadow, JPEG 40": Camera(bend=5, shadow=0.4, noise=8, quality=40, seed=2),
}
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
