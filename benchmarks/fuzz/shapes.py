"""The hostile shapes by the kind of file: each is a function that makes the bytes of one file."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

Shape = Callable[[], bytes]
#: By the ending of the file, then by name.
SHAPES: dict[str, dict[str, Shape]] = {}


def hostile(ending: str) -> Callable[[Shape], Shape]:
    """Enter a shape, by the name of its function."""

    def enter(shape: Shape) -> Shape:
        SHAPES.setdefault(ending, {})[shape.__name__] = shape
        return shape

    return enter


def zipped(parts: dict[str, bytes]) -> bytes:
    """A ZIP file with these parts."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()
