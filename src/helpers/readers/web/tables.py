"""Web pages: every table as a grid, read twice by independent parsers.

The first reading is by Lexbor, which parses as the HTML standard says, so that unclosed and
misplaced tags come out as in a browser; `html_second` reads the same tables by other code, for
`Cell.second`.
"""

from __future__ import annotations

import codecs
import email
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpers.errors import UnreadableReport
from helpers.readers.flow import BREAK, MAX_COLUMNS, fitted, flat, lines, read_twice, run_on
from helpers.readers.grid import Cell, Grid, Passage, Reading, Readings
from helpers.readers.web.computed import style_of
from helpers.readers.web.markup import span
from helpers.readers.web.parsed import open_page
from helpers.readers.web.pieces import Piece, pieces, text_of
from helpers.readers.web.second import second_tables
from helpers.readers.web.seen import read_cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpers.readers.web.tree import Node

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How a tag begins in UTF-16; no other encoding of a page holds a zero byte.
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_TOLERATED_DAMAGE = (
    0.02  # of the characters beyond ASCII; more says that the encoding is another one
)

#: Files in which browsers save a page with its pictures.
SAVED = (".mht", ".mhtml")

_TAG = re.compile(
    r"<(?:html|head|body|meta|title|table|tr|td|div|p|span|br|font|h[1-6])\b", re.IGNORECASE
)


def readings(path: Path) -> Readings:
    """Yield the one reading of a web page: its text without tables, and a grid per table in document order.

    Raises:
        UnreadableReport: the file is empty, in no known encoding, or holds no HTML.
    """
    data = path.read_bytes()
    page, parts = _saved_page(data) if path.suffix.lower() in SAVED else (data, {})
    source, encoding = _decode(page)
    if not _TAG.search(source):
        raise UnreadableReport(
            "The file holds no HTML: save the report's web page again, or use its PDF."
        )
    document = open_page(source, parsed, parts)
    body = document.body if document else None
    text, tables = run_on(body, _flow, _has_neighbours) if body else ("", [])
    title = (
        next((node for node in document.root.walk() if node.tag == "title"), None)
        if document
        else None
    )
    printed = (lines([flat(title.text)]) if title else "", text)
    once = [_grid(number, table, above) for number, (table, above) in enumerate(tables, 1)]
    grids, counted = read_twice(once, second_tables(source, parts))
    yield Reading(
        reader="html",
        text=BREAK.join(part for part in printed if part),
        pages=None,
        grids=grids,
        log=(f"Decoded as {encoding}.", counted),
        passages=tuple(
            Passage(line, place=f"paragraph {n}") for n, line in enumerate(text.split(BREAK), 1)
        ),
    )


def _saved_page(data: bytes) -> tuple[bytes, dict[str, str]]:
    """The page itself in a file that holds it with all that it shows, as browsers save one, and the other texts in it.

    Those are style sheets and the pages of frames, by the addresses that the page has for them.
    """
    page: bytes | None = None
    others: dict[str, str] = {}
    for part in email.message_from_bytes(data).walk():
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or part.get_content_type() not in (
            "text/html",
            "text/css",
        ):
            continue
        if page is None and part.get_content_type() == "text/html":
            page = content
            continue
        text = _decode(content)[0] if content.strip() else ""
        name = (part.get("Content-ID") or "").strip().strip("<>")
        others |= {(part.get("Content-Location") or "").strip(): text, f"cid:{name}": text}
    if page is None:
        raise UnreadableReport(
            "The file holds no saved web page: save the report's web page again, or use its PDF."
        )
    return page, others


def _decode(data: bytes) -> tuple[str, str]:
    """The page's characters and their encoding: UTF-16 by its marks, else UTF-8, else gb18030 (gbk and gb2312).

    The bytes tell these apart, since a line of Chinese in gb18030 is never valid UTF-8. What the
    page declares is wrong at times and would add nothing. A few broken bytes rule no encoding out.
    """
    if not data.strip():
        raise UnreadableReport("The file is empty: download the report again.")
    for mark, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace"), codec
    for bracket, codec in _UNMARKED:
        if bracket in data[:200]:
            return data.decode(codec, "replace"), codec
    for codec in ("utf-8", "gb18030"):
        source = data.decode(codec, "replace")
        broken, beyond_ascii = (
            source.count("\ufffd"),
            len(source) - len(source.encode("ascii", "ignore")),
        )
        if broken <= _TOLERATED_DAMAGE * beyond_ascii:
            return source, codec
    raise UnreadableReport(
        "The file is in no known encoding: save the report's web page again as UTF-8."
    )


def parsed(source: str) -> ElementTree.Element | None:
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
            open_parts.append((child, iter(node.iter(include_text=True))))
    return root


def _element(node: LexborNode) -> ElementTree.Element:
    return ElementTree.Element(
        node.tag or "", {name: value or "" for name, value in node.attributes.items()}
    )


def _add_text(element: ElementTree.Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _has_neighbours(table: Node) -> bool:
    """Whether cells stand beside one another in a row of the table, or of one in it."""
    rows = (node for node in table.walk() if node.tag == "tr")
    return any(sum(child.tag in ("td", "th") for child in row.children) > 1 for row in rows)


def _flow(root: Node) -> Iterator[str | Node]:
    """Yield the text below an element piece by piece, and the tables below it whole.

    Of a table that is no layout nothing is yielded: its text is that of its cells.
    """
    if (
        root.tag == "table"
        and _has_neighbours(root)
        and not any(node.holds_table for node in root.children)
    ):
        return iter(())
    return (text_of(part) if isinstance(part, Piece) else part for part in pieces(root))


def _shown(part: Node) -> bool:
    return not style_of(part).absent and not (part.tag == "tr" and part.is_collapsed)


def _grid(number: int, table: Node, above: str) -> Grid:
    """The page's table of that number as a grid, each row group laid out as the HTML standard says."""
    groups = [
        part for part in table.children if part.tag in ("thead", "tbody", "tfoot") and _shown(part)
    ]
    cells: list[Cell] = []
    free: list[int] = []  # for each column the first row in which no cell from above stands
    first = 0
    for part in sorted(groups, key=lambda part: part.tag == "tfoot"):  # footers are printed last
        rows = [row for row in part.children if row.tag == "tr" and _shown(row)]
        for row, element in enumerate(rows, first):
            cells += _row(number, row, element, free, first + len(rows))
        first += len(rows)
    captions = (lines(_texts(part)) for part in table.children if part.tag == "caption")
    caption = BREAK.join(text for text in (above, *captions) if text)
    return fitted(cells, first, caption)


def _row(number: int, row: int, element: Node, free: list[int], end: int) -> Iterator[Cell]:
    """Place a row's cells in the slots that are free, and take these; no cell reaches down to row `end`."""
    column = 0
    shown = (cell for cell in element.children if cell.tag in ("td", "th") and _shown(cell))
    for ordinal, cell in enumerate(shown, 1):
        while column < len(free) and free[column] > row:
            column += 1
        if column == MAX_COLUMNS:
            return
        across = span(cell.attributes.get("colspan"), MAX_COLUMNS - column) or 1
        down = span(cell.attributes.get("rowspan"), end - row) or end - row
        free.extend([0] * (column + across - len(free)))
        for slot in range(column, column + across):
            free[slot] = max(free[slot], row + down)
        place = f"table {number}, row {row + 1}, cell {ordinal}"
        printed = read_cell(cell)
        yield Cell(row, column, down, across, printed.text, place=place, seen=printed.seen)


def _texts(root: Node) -> Iterator[str]:
    """The text below an element, without its tables; each of them breaks the line."""
    return (part if isinstance(part, str) else BREAK for part in _flow(root))
