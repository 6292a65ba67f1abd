"""Where a tall picture is cut into pages: a whole web page as one picture, or pages stacked.

It is cut where nothing is printed across its whole width, else along a rule of a table, which then
belongs to both pages. So no line of text and no row of a table is cut.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from helpers.readers.scan.pixels import Pixels

#: Heights in widths: of the tallest page, also of one that is cut from a picture, and of the
#: shortest one.
TALL, LEAST = 2.0, 0.7
#: So much is left over at least below a cut, in widths.
_REST = 0.2
#: Grey values by which ink differs from its ground, and edges beside one another that may be the
#: frame of a whole page.
_INK, _FRAMES = 24, 4
#: Parts of the width: what a gap between lines is high at least, how long a rule is.
_GAP, _RULE = 0.004, 0.5
#: The part of the longest rule that another one has at least that runs as far.
_WHOLE = 0.95
#: The part of the widest gap from which on another one counts as wide, so that pages are large.
_WIDE = 0.7
#: Rows of pixels that are looked at at once.
_STRIP = 2000


def is_long(picture: Image.Image) -> bool:
    """Whether a picture is taller than any page."""
    return picture.height > TALL * picture.width


def pages_of(picture: Image.Image) -> list[tuple[int, int]]:
    """The top and bottom of each page in a tall picture, in pixels."""
    edges, changes = _profile(picture)
    width, height = picture.size
    pages: list[tuple[int, int]] = []
    top = 0
    while height - top > TALL * width:
        first = top + round(LEAST * width)
        last = min(top + round(TALL * width), height - round(_REST * width))
        bottom, begins = _cut(edges[first:last], changes[first:last], width)
        pages.append((top, first + bottom))
        top = first + begins
    return [*pages, (top, height)]


def _profile(picture: Image.Image) -> tuple[Pixels, Pixels]:
    """For each row of pixels its edges, and how much of it differs from the next row."""
    edges = np.zeros(picture.height, np.int32)
    changes = np.zeros(picture.height, np.int32)
    for top in range(0, picture.height, _STRIP):
        bottom = min(top + _STRIP + 1, picture.height)
        strip = picture.crop((0, top, picture.width, bottom)).convert("L")
        grey = np.asarray(strip, np.int16)
        across = np.abs(np.diff(grey, axis=1)) > _INK
        edges[top:bottom] = across.sum(axis=1)
        down = np.abs(np.diff(grey, axis=0)) > _INK
        changes[top : bottom - 1] = down.sum(axis=1)
    return edges, changes


def _cut(edges: Pixels, changes: Pixels, width: int) -> tuple[int, int]:
    """Where a page ends and the next one begins, among some rows of pixels."""
    for most in (0, _FRAMES):
        gaps = [gap for gap in _runs(edges <= most) if gap[1] - gap[0] >= _GAP * width]
        if gaps:
            place = _quietest(edges, _last_wide(gaps))
            return place, place
    return _along_rule(edges, changes, width)


def _along_rule(edges: Pixels, changes: Pixels, width: int) -> tuple[int, int]:
    """The same within a table: below its last rule that runs across it, and above that rule.

    Rules that do not run all across pass by cells that reach down from above.
    """
    longest = int(changes.max())
    if longest < _RULE * width:
        place = int(np.argmin(edges))
        return place, place
    whole = np.flatnonzero(changes > _WHOLE * longest)
    below = int(whole[-1])
    above = int(whole[whole > below - _GAP * width].min())
    return below + 2, above


def _runs(calm: Pixels) -> list[tuple[int, int]]:
    """The runs of rows that are calm."""
    marks = np.flatnonzero(np.diff(np.concatenate(([0], calm.astype(np.int8), [0]))))
    return list(zip(marks[::2].tolist(), marks[1::2].tolist(), strict=True))


def _last_wide(gaps: list[tuple[int, int]]) -> tuple[int, int]:
    """The last one of the widest gaps."""
    widest = max(end - start for start, end in gaps)
    wide = [gap for gap in gaps if gap[1] - gap[0] >= _WIDE * widest]
    return wide[-1]


def _quietest(edges: Pixels, gap: tuple[int, int]) -> int:
    """The row of a gap with the fewest edges that is nearest to its middle."""
    start, end = gap
    inside = edges[start:end]
    quiet = np.flatnonzero(inside == inside.min())
    nearest = np.argmin(np.abs(quiet - (end - start) // 2))
    return start + int(quiet[nearest])
