"""What is printed above a table, where a unit of money may be declared, also where a page break lies between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from helpers.readers.grid import Grid
from helpers.readers.page.glyphs import Glyphs, text_between

#: How far above a table its caption may stand, in points.
REACH = 60.0


@dataclass(frozen=True)
class Tables:
    """The tables of one page.

    `opens`: whether the first one opens the page, so that its caption may stand at the end of the
    page before; `end`: the last lines below the tables.
    """

    grids: tuple[Grid, ...]
    opens: bool
    end: str


def on_page(
    grids: Sequence[Grid], extents: Sequence[tuple[float, float]], glyphs: Glyphs
) -> Tables:
    """The tables of a page with its characters; `extents`: where each table begins and ends from top to bottom."""
    lowest = max((glyph.middle for glyph in glyphs), default=0.0)
    top, bottom = (
        min((top for top, _ in extents), default=0.0),
        max((bottom for _, bottom in extents), default=0.0),
    )
    opens = bool(grids) and not text_between(glyphs, 0, top - REACH)
    return Tables(
        tuple(grids), opens, text_between(glyphs, max(bottom, lowest - REACH), lowest + 1)
    )


def captioned(pages: Iterable[Tables]) -> Iterator[Grid]:
    """The tables of all pages in order; one that opens its page has the end of the page before as caption, too."""
    end = ""
    for page in pages:
        first, others = page.grids[:1], page.grids[1:]
        if first and end and page.opens:
            first = (replace(first[0], caption=f"{end}\n{first[0].caption}"),)
        yield from (*first, *others)
        end = page.end
