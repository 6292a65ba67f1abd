"""What is printed above a table, where a unit of money may be declared.

It may also stand on the page before, where a page break lies between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from helpers.readers.grid import Grid
from helpers.readers.page.glyphs import Glyphs, text_between

#: How far above a table its caption may stand, in points.
REACH = 60.0


@dataclass(frozen=True)
class PageTables:
    """The tables of one page.

    `opens`: whether the first one opens the page, so that its caption may stand at the end of the
    page before; `end`: the last lines below the tables.
    """

    grids: tuple[Grid, ...]
    opens: bool
    end: str


def on_page(
    grids: Sequence[Grid], extents: Sequence[tuple[float, float]], glyphs: Glyphs
) -> PageTables:
    """The tables of a page with its characters.

    `extents`: where each table begins and ends from top to bottom.
    """
    first_top = min((top for top, _ in extents), default=0.0)
    last_bottom = max((bottom for _, bottom in extents), default=0.0)
    lowest = max((glyph.middle for glyph in glyphs), default=0.0)
    opens = bool(grids) and not text_between(glyphs, 0, first_top - REACH)
    end = text_between(glyphs, max(last_bottom, lowest - REACH), lowest + 1)
    return PageTables(tuple(grids), opens, end)


def captioned(pages: Iterable[PageTables]) -> Iterator[Grid]:
    """The tables of all pages in order.

    One that opens its page has the end of the page before as caption, too.
    """
    end = ""
    for page in pages:
        grids = list(page.grids)
        if grids and end and page.opens:
            caption = f"{end}\n{grids[0].caption}"
            grids[0] = replace(grids[0], caption=caption)
        yield from grids
        end = page.end
