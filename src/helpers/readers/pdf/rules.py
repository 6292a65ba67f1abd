"""Rules that no library takes for rules.

Dotted and dashed lines, frames around cells, and edges of filled cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

import numpy as np
from camelot.image_processing import coalesce_collinear_lines

from helpers.readers.pdf.pdfium import Array, lengths

Segment = tuple[float, float, float, float]

#: A mark of a dotted or dashed line: no thicker and no longer than this, in points.
THICK, LONG = 2.0, 9.0
#: Marks this near to one another, along a line, belong together; fewer than so many are no line.
NEAR, FEWEST = 6.0, 4
#: Cells draw the dots of a rule that they share a little apart; lines nearer to one another than
#: this are one.
APART = 1.5
#: A cell that is filled or has a frame of its own is at least so wide and so high; the gap between
#: two of them is no wider than this.
CELL, GAP = 8.0, 4.0


def rules_of(boxes: Array) -> list[Segment]:
    """The rules that boxes around filled or stroked paths form.

    `boxes`: n x 4, on the page turned upright.
    """
    tables = list(_tables(_edges(boxes)))
    found: list[Segment] = []
    for direction, across in (("horizontal", True), ("vertical", False)):
        chains = list(_chains(boxes, across))
        found += coalesce_collinear_lines(chains, direction, tol=APART)
        # Two cells with a gap between them share one rule, in the middle of the gap, and so do a
        # cell and the frame.
        for edges in tables:
            parallel = [edge for edge in edges if _is_level(edge) == across]
            found += coalesce_collinear_lines(parallel, direction, tol=GAP)
    return found


def _is_level(edge: Segment) -> bool:
    """Whether an edge runs across the page."""
    _, y0, _, y1 = edge
    return y0 == y1


def _tables(edges: Iterable[Segment]) -> Iterator[list[Segment]]:
    """The edges of each table.

    What stands above or below it has columns of its own, nearly at the same places.
    """
    table: list[Segment] = []
    reach = 0.0
    for edge in sorted(edges, key=itemgetter(1)):
        _, low, _, high = edge
        if table and low - reach > GAP:
            yield table
            table = []
        reach = max(reach, high) if table else high
        table.append(edge)
    yield table


def _edges(boxes: Array) -> Iterator[Segment]:
    """The four sides of every cell, and the middle of every line or thin box."""
    long = (lengths(boxes) >= CELL).any(axis=1)
    for x0, y0, x1, y1 in boxes[long].tolist():
        width, height = x1 - x0, y1 - y0
        wide, high = width >= CELL, height >= CELL
        if wide and high:
            yield x0, y0, x1, y0
            yield x0, y1, x1, y1
            yield x0, y0, x0, y1
            yield x1, y0, x1, y1
        elif wide and height <= THICK:
            middle = (y0 + y1) / 2
            yield x0, middle, x1, middle
        elif high and width <= THICK:
            middle = (x0 + x1) / 2
            yield middle, y0, middle, y1


def _chains(boxes: Array, across: bool) -> Iterator[Segment]:
    """Lines of small marks: sorted along the line, cut where the next mark is far."""
    along = boxes if across else boxes[:, [1, 0, 3, 2]]
    marks = (lengths(along) <= [LONG, THICK]).all(axis=1)
    start, low, end, high = along[marks].T
    if not len(start):
        return
    middle = (low + high) / 2
    line = middle.round()
    order = np.lexsort((middle, end, start, line))
    start, end = start[order], end[order]
    middle, line = middle[order], line[order]
    other_line = line[1:] != line[:-1]
    gaps = start[1:] - end[:-1]
    cuts = np.nonzero(other_line | (gaps > NEAR))[0] + 1
    firsts = np.append(0, cuts)
    lasts = np.maximum.reduceat(end, firsts)
    counts = np.diff(np.append(firsts, len(start)))
    enough = counts >= FEWEST
    firsts, lasts = firsts[enough], lasts[enough]
    columns = (column.tolist() for column in (start[firsts], lasts, middle[firsts]))
    for first, last, at in zip(*columns, strict=True):
        yield (first, at, last, at) if across else (at, first, at, last)
