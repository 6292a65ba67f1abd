"""Web pages: every table as a grid, read twice by independent parsers.

The first reading is by Lexbor, which parses as the HTML standard says, so that unclosed and
misplaced tags come out as in a browser; `second` reads the same tables by other code, for
`Cell.second`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.flow import (
    BREAK,
    MAX_COLUMNS,
    cell_place,
    fitted,
    flat,
    lines,
    passages,
    read_twice,
    run_on,
)
from helpers.readers.grid import FIGURES, FORM, PLACES, UNREAD, Grid, PrintedCell, Reading, Readings
from helpers.readers.limits import check_limit
from helpers.readers.web.computed import is_printed
from helpers.readers.web.elsewhere import Link, elsewhere, is_shell, links
from helpers.readers.web.markup import CELLS, GROUPS
from helpers.readers.web.parsed import Way, open_page
from helpers.readers.web.pieces import Piece, pieces, text_of
from helpers.readers.web.saved import Saved, saved_page
from helpers.readers.web.second import second_tables
from helpers.readers.web.seen import has_neighbours, nests, read_cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpers.readers.web.tree import Document, Node

#: A page with fewer cells holds no table of a form.
FEW_CELLS = 12

_TAG = re.compile(
    r"<(?:html|head|body|meta|title|table|tr|td|div|p|span|br|font|h[1-6])\b", re.IGNORECASE
)
_CELL = re.compile(r"<t[dh](?=[\s/>])", re.IGNORECASE)
_END_OF_CELL = re.compile(r"</(?:t[dhr]|table|tbody|thead|tfoot|body|html)\b", re.IGNORECASE)
#: What each way is called, what is said of it, and what its tables are called as places.
_READERS = {Way.MARKED: "html", Way.LAID_OUT: "html-laid-out", Way.KEPT: "html-kept"}
_REMARKS = {Way.LAID_OUT: "laid_out_report", Way.KEPT: "kept_report"}
_PLACES = {Way.MARKED: "", Way.LAID_OUT: " as laid out", Way.KEPT: " as kept"}
#: The ways, each with what must lack for it to be gone.
_WAYS = ((Way.MARKED, FORM), (Way.LAID_OUT, PLACES), (Way.KEPT, FORM))
_ALL = frozenset((PLACES, FIGURES, FORM))


def readings(path: Path) -> Readings:
    """Yield a web page as it is marked up, then as its elements are laid out, then as kept.

    Each has the text outside the tables, and a grid for each table in document order. What is
    kept for scripts to show is read only where no table of a form stands in the page itself.

    Raises:
        UnreadableReport: the file is empty, in no known encoding, or holds no HTML.
    """
    page = saved_page(path)
    if not _TAG.search(page.source):
        raise UnreadableReport(say("no_html"))
    lacking = _ALL
    for way, lack in _WAYS:
        reading = _read(page, way) if lack in lacking else None
        if reading:
            still = yield reading
            lacking = _ALL if still is None else still


class Overview(NamedTuple):
    """What a page without a report is: its text, where it leads, whether a script would fill it.

    `base`: the address from which those of its links count, "" for its own.
    """

    text: str
    links: list[Link]
    is_shell: bool
    base: str = ""


def overview(path: Path) -> Overview:
    """What a web page without a report is. Raises UnreadableReport."""
    document = open_page(saved_page(path), _parsed)
    if document is None:
        return Overview("", [], False)
    text = run_on(document.body, _flow, has_neighbours)[0] if document.body else ""
    whole = BREAK.join(part for part in (_title(document), text) if part)
    return Overview(whole, list(links(document)), is_shell(document, text), document.base)


def _read(page: Saved, way: Way) -> Reading | None:
    """One way to read a page, None where it has nothing to read this way."""
    document = open_page(page, _parsed, way)
    if document is None:
        return None
    title, text = _title(document), ""
    once: list[Grid] = []
    if document.body:
        text, tables = run_on(document.body, _flow, has_neighbours)
        for number, (table, above) in enumerate(tables, 1):
            once.append(_grid(f"{number}{_PLACES[way]}", table, above))
    gaps = []
    if once and _is_cut(page.source):
        once[-1] = _without_end(once[-1])
        gaps.append(say("cut_off"))
    grids, counted = read_twice(once, second_tables(page, way))
    # Tables that a sheet in the file lays out are shown as such.
    remarks = [say(_REMARKS[way])] if way in _REMARKS and document.unsure else []
    if sum(len(grid.cells) for grid in grids) < FEW_CELLS:
        remarks += elsewhere(document, text)
    return Reading(
        reader=_READERS[way],
        text=BREAK.join(part for part in (title, text) if part),
        pages=None,
        grids=grids,
        log=(f"Decoded as {page.encoding}.", counted),
        passages=passages(text),
        remarks=tuple(remarks),
        gaps=tuple(gaps),
    )


def _is_cut(source: str) -> bool:
    """Whether a page ends within a cell: what was still to come of it was lost on the way."""
    begins = [cell.end() for cell in _CELL.finditer(source)]
    return bool(begins) and not _END_OF_CELL.search(source, begins[-1])


def _without_end(grid: Grid) -> Grid:
    """A grid whose last cell may have said more."""
    *cells, last = grid.cells
    return replace(grid, cells=(*cells, replace(last, seen=f"{last.text} {UNREAD}")))


def _title(document: Document) -> str:
    for node in document.root.walk():
        if node.tag == "title":
            return lines([flat(node.text)])
    return ""


def _parsed(source: str) -> ElementTree.Element | None:
    """A page as Lexbor parses it, in elements of Python's own."""
    top = LexborHTMLParser(source).root
    if top is None:
        return None
    root = _element(top)
    open_parts = [(root, iter(top.iter(include_text=True)))]
    while open_parts:
        element, inner = open_parts[-1]
        node = next(inner, None)
        if node is None:
            open_parts.pop()
        elif node.tag == "-text":
            _add_text(element, node.text_content or "")
        elif node.tag and node.tag[0] != "-":
            child = _element(node)
            element.append(child)
            check_limit("nesting", len(open_parts))
            open_parts.append((child, iter(node.iter(include_text=True))))
    return root


def _element(node: LexborNode) -> ElementTree.Element:
    attributes = {name: value or "" for name, value in node.attributes.items()}
    return ElementTree.Element(node.tag or "", attributes)


def _add_text(element: ElementTree.Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _flow(root: Node) -> Iterator[str | Node]:
    """Yield the text below an element piece by piece, and the tables below it whole.

    Of a table that is no layout nothing is yielded: its text is that of its cells.
    """
    if root.tag == "table" and has_neighbours(root) and not nests(root):
        return
    for part in pieces(root):
        yield text_of(part) if isinstance(part, Piece) else part


def _grid(number: str, table: Node, above: str) -> Grid:
    """The page's table of that number as a grid, its groups laid out as the HTML standard says."""
    cells: list[PrintedCell] = []
    free: list[int] = []  # for each column the first row in which no cell from above stands
    first = 0
    for rows in _groups(table):
        check_limit("cells", sum(len(row.children) for row in rows))
        for row, element in enumerate(rows, first):
            cells += _row(number, row, element, free, first + len(rows))
        first += len(rows)
    captions = [lines(_texts(part)) for part in table.children if part.tag == "caption"]
    caption = BREAK.join(text for text in (above, *captions) if text)
    return fitted(cells, first, caption)


def _groups(table: Node) -> list[list[Node]]:
    """The printed rows of each group; those in none, where the table is laid out by a sheet."""
    groups = [part for part in table.children if part.tag in GROUPS and is_printed(part)]
    groups.sort(key=lambda part: part.tag == "tfoot")  # footers are printed last
    inside = [table, *groups] if any(part.tag == "tr" for part in table.children) else groups
    return [_rows(part) for part in inside]


def _rows(group: Node) -> list[Node]:
    return [part for part in group.children if part.tag == "tr" and is_printed(part)]


def _row(number: str, row: int, element: Node, free: list[int], end: int) -> Iterator[PrintedCell]:
    """Place a row's cells in the free slots, and take these; none reaches down to row `end`."""
    column = 0
    shown = (part for part in element.children if part.tag in CELLS and is_printed(part))
    for ordinal, cell in enumerate(shown, 1):
        while column < len(free) and free[column] > row:
            column += 1
        if column == MAX_COLUMNS:
            return
        across = cell.spans("colspan", MAX_COLUMNS - column) or 1
        down = cell.spans("rowspan", end - row) or end - row
        free.extend([0] * (column + across - len(free)))
        for slot in range(column, column + across):
            free[slot] = max(free[slot], row + down)
        place = cell_place(number, row, ordinal)
        printed = read_cell(cell)
        yield PrintedCell(row, column, down, across, printed.text, place=place, seen=printed.seen)


def _texts(root: Node) -> Iterator[str]:
    """The text below an element, without its tables; each of them breaks the line."""
    for part in _flow(root):
        yield part if isinstance(part, str) else BREAK
