"""Hostile pictures."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

from fuzz.shapes import hostile


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def png(width: int, height: int, rows: int, extra: bytes = b"") -> bytes:
    """A grey picture that says it has so many pixels, and holds so many rows of them."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    squeezed = zlib.compressobj(9)
    data = b"".join(squeezed.compress(bytes(width + 1)) for _ in range(rows)) + squeezed.flush()
    return b"\x89PNG\r\n\x1a\n" + head + extra + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


@hostile("png")
def pixels_billion() -> bytes:
    return png(40_000, 40_000, 40_000)


@hostile("png")
def pixels_170_million() -> bytes:
    """Just below what Pillow takes for a bomb."""
    return png(13_000, 13_000, 13_000)


@hostile("png")
def pixels_80_million() -> bytes:
    return png(9000, 9000, 9000)


@hostile("png")
def pixels_that_are_not_there() -> bytes:
    return png(13_000, 13_000, 1)


@hostile("png")
def long_and_thin() -> bytes:
    return png(2, 20_000_000, 20_000_000)


@hostile("png")
def wide_and_low() -> bytes:
    return png(20_000_000, 2, 2)


@hostile("png")
def one_pixel() -> bytes:
    return png(1, 1, 1)


@hostile("png")
def fine_beyond_belief() -> bytes:
    """A picture of one pixel by 3,000 that says it has 50 dots an inch."""
    return png(1, 3000, 3000, _chunk(b"pHYs", struct.pack(">IIB", 1969, 1969, 1)))


@hostile("png")
def text_bomb() -> bytes:
    note = b"a\x00\x00" + zlib.compress(bytes(500_000_000), 9)
    return png(100, 100, 100, _chunk(b"zTXt", note))


@hostile("png")
def noise() -> bytes:
    """Eight million pixels at random: rules and letters everywhere."""
    return _saved(Image.effect_noise((2480, 3508), 120), "PNG")


@hostile("png")
def rules_everywhere() -> bytes:
    """A page that is nothing but a grid of three pixels."""
    picture = Image.new("L", (2480, 3508), 255)
    pixels = picture.load()
    for y in range(3508):
        for x in range(2480):
            if x % 12 < 2 or y % 12 < 2:
                pixels[x, y] = 0
    return _saved(picture, "PNG")


@hostile("png")
def grid_of_3500_cells() -> bytes:
    picture = Image.new("L", (2480, 3508), 255)
    for y in range(0, 3508, 50):
        picture.paste(0, (0, y, 2480, y + 3))
    for x in range(0, 2480, 50):
        picture.paste(0, (x, 0, x + 3, 3508))
    for y in range(0, 3450, 50):
        for x in range(0, 2450, 50):
            picture.paste(0, (x + 20, y + 15, x + 24, y + 35))
    return _saved(picture, "PNG")


@hostile("tif")
def frames_2000() -> bytes:
    frame = Image.new("L", (1240, 1754), 255)
    written = io.BytesIO()
    frame.save(
        written, "TIFF", save_all=True, append_images=[frame] * 2000, compression="tiff_deflate"
    )
    return written.getvalue()


@hostile("tif")
def frame_after_itself() -> bytes:
    """A directory of a picture that names itself as the next one."""
    content = bytearray(_saved(Image.new("L", (1240, 1754), 255), "TIFF"))
    first = struct.unpack_from("<I", content, 4)[0]
    entries = struct.unpack_from("<H", content, first)[0]
    struct.pack_into("<I", content, first + 2 + entries * 12, first)
    return bytes(content)


@hostile("tif")
def tiff_of_a_billion() -> bytes:
    content = bytearray(_saved(Image.new("L", (1240, 1754), 255), "TIFF"))
    first = struct.unpack_from("<I", content, 4)[0]
    for n in range(struct.unpack_from("<H", content, first)[0]):
        at = first + 2 + n * 12
        if struct.unpack_from("<H", content, at)[0] in (256, 257):
            struct.pack_into("<HII", content, at + 2, 4, 1, 100_000)
    return bytes(content)


@hostile("jpg")
def jpeg_of_65000() -> bytes:
    content = bytearray(_saved(Image.new("L", (64, 64), 255), "JPEG"))
    struct.pack_into(">HH", content, content.index(b"\xff\xc0") + 5, 65_000, 65_000)
    return bytes(content)


@hostile("jpg")
def jpeg_cut() -> bytes:
    return _saved(Image.effect_noise((2480, 3508), 120), "JPEG")[:400_000]


def _saved(picture: Image.Image, kind: str) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind)
    return written.getvalue()
