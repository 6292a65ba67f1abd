"""Rules that no library takes for rules: dotted and dashed lines, frames around cells, and edges of filled cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from camelot.image_processing import coalesce_collinear_lines

Array = np.ndarray[Any, Any]
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
    """The rules that boxes around filled or stroked paths form (n x 4, on the page turned upright)."""
    tables = list(_tables(_edges(boxes)))
    found: list[Segment] = []
    for direction, across in (("horizontal", True), ("vertical", False)):
        found += coalesce_collinear_lines(list(_chains(boxes, across)), direction, tol=APART)
        # Two cells with a gap between them share one rule, in the middle of the gap, and so do a
        # cell and the frame.
        for edges in tables:
            own = [edge for edge in edges if (edge[1] == edge[3]) == across]
            found += coalesce_collinear_lines(own, direction, tol=GAP)
    return found


def _tables(edges: Iterable[Segment]) -> Iterator[list[Segment]]:
    """The edges of each table: what stands above or below it has columns of its own, nearly at the same places."""
    table: list[Segment] = []
    reach = 0.0
    for edge in sorted(edges, key=lambda edge: min(edge[1], edge[3])):
        low, high = sorted((edge[1], edge[3]))
        if table and low - reach > GAP:
            yield table
            table = []
        reach = max(reach, high) if table else high
        table.append(edge)
    yield table


def _edges(boxes: Array) -> Iterator[Segment]:
    """The four sides of every cell, and the middle of every line or thin box."""
    sides = boxes[:, 2:] - boxes[:, :2]
    for x0, y0, x1, y1 in boxes[(sides >= CELL).any(axis=1)].tolist():
        wide, high = x1 - x0 >= CELL, y1 - y0 >= CELL
        if wide and high:
            yield x0, y0, x1, y0
            yield x0, y1, x1, y1
            yield x0, y0, x0, y1
            yield x1, y0, x1, y1
        elif wide and y1 - y0 <= THICK:
            yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
        elif high and x1 - x0 <= THICK:
            yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1


def _chains(boxes: Array, across: bool) -> Iterator[Segment]:
    """Lines of small marks: sorted along the line, cut where the next mark is far."""
    start, low, end, high = boxes.T if across else boxes[:, [1, 0, 3, 2]].T
    marks = np.nonzero((high - low <= THICK) & (end - start <= LONG))[0]
    middle = (low + high) / 2
    line = middle.round()
    marks = marks[np.lexsort((middle[marks], end[marks], start[marks], line[marks]))]
    if not len(marks):
        return
    far = (line[marks[1:]] != line[marks[:-1]]) | (start[marks[1:]] - end[marks[:-1]] > NEAR)
    begins = np.append(0, np.nonzero(far)[0] + 1)
    ends = np.maximum.reduceat(end[marks], begins)
    enough = np.diff(np.append(begins, len(marks))) >= FEWEST
    firsts = marks[begins[enough]]
    for first, last, at in zip(
        start[firsts].tolist(), ends[enough].tolist(), middle[firsts].tolist(), strict=True
    ):
        yield (first, at, last, at) if across else (at, first, at, last)
