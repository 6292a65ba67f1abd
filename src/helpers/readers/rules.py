"""Rules that no library takes for rules: dotted and dashed lines, frames around cells, and edges of filled cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from camelot.image_processing import coalesce_collinear_lines
from playa.miner import LTContainer, LTCurve, LTLine

Segment = tuple[float, float, float, float]

#: A mark of a dotted or dashed line: no thicker and no longer than this, in points.
THICK, LONG = 2.0, 9.0
#: Marks this near to one another, along a line, belong together; fewer than so many are no line.
NEAR, FEWEST = 6.0, 4
#: Cells draw the dots of a rule that they share a little apart; lines nearer to one another than this are one.
APART = 1.5
#: A cell that is filled or has a frame of its own is at least so wide and so high; the gap between two of them is no
#: wider than this.
CELL, GAP = 8.0, 4.0


def with_rules(layout: LTContainer[Any]) -> LTContainer[Any]:
    """A page's layout in which nothing but the rules stand, as lines that camelot's vector engine sees."""
    paths = [each for each in layout if isinstance(each, LTCurve)]
    tables = list(_tables(_edges(paths)))
    found: list[Segment] = []
    for direction, across in (("horizontal", True), ("vertical", False)):
        found += coalesce_collinear_lines(list(_chains(paths, across)), direction, tol=APART)
        # Two cells with a gap between them share one rule, in the middle of the gap, and so do a cell and the frame.
        for edges in tables:
            own = [edge for edge in edges if (edge[1] == edge[3]) == across]
            found += coalesce_collinear_lines(own, direction, tol=GAP)
    ruled: LTContainer[Any] = LTContainer(layout.bbox)
    ruled.extend(_line(segment) for segment in found)
    return ruled


def _line(segment: Segment) -> LTLine:
    line = LTLine()
    line.set_bbox(segment)
    return line


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


def _edges(paths: Iterable[LTCurve]) -> Iterator[Segment]:
    """The four sides of every cell, and the middle of every line or thin box."""
    for path in paths:
        wide, high = path.x1 - path.x0 >= CELL, path.y1 - path.y0 >= CELL
        if wide and high and (path.fill or path.stroke):
            yield path.x0, path.y0, path.x1, path.y0
            yield path.x0, path.y1, path.x1, path.y1
            yield path.x0, path.y0, path.x0, path.y1
            yield path.x1, path.y0, path.x1, path.y1
        elif wide and path.y1 - path.y0 <= THICK:
            yield path.x0, (path.y0 + path.y1) / 2, path.x1, (path.y0 + path.y1) / 2
        elif high and path.x1 - path.x0 <= THICK:
            yield (path.x0 + path.x1) / 2, path.y0, (path.x0 + path.x1) / 2, path.y1


def _chains(paths: Iterable[LTCurve], across: bool) -> Iterator[Segment]:
    """Lines of small marks: sorted along the line, cut where the next mark is far."""
    rows: dict[int, list[tuple[float, float, float]]] = {}
    for path in paths:
        start, end, low, high = (path.x0, path.x1, path.y0, path.y1) if across else (path.y0, path.y1, path.x0, path.x1)
        if high - low <= THICK and end - start <= LONG:
            rows.setdefault(round((low + high) / 2), []).append((start, end, (low + high) / 2))
    for marks in rows.values():
        chain: list[tuple[float, float, float]] = []
        for mark in [*sorted(marks), (float("inf"), float("inf"), 0.0)]:
            if chain and mark[0] - chain[-1][1] > NEAR:
                if len(chain) >= FEWEST:
                    start, end, at = chain[0][0], max(each[1] for each in chain), chain[0][2]
                    yield (start, at, end, at) if across else (at, start, at, end)
                chain = []
            chain.append(mark)
