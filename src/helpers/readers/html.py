"""Web pages: every table as a grid, read twice by independent parsers.

The first reading is by Lexbor, which parses as the HTML standard says, so that unclosed and misplaced tags
come out as in a browser; `html_second` reads the same tables by other code, for `Cell.second`.
"""

from __future__ import annotations

import codecs
import email
import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode

from helpers.grid import Cell, Grid, Passage, Reading, UnreadableReport
from helpers.readers.html_markup import UNSEEN, gap, hidden, span
from helpers.readers.html_second import second_tables
from helpers.readers.running import BREAK, MAX_COLUMNS, fitted, flat, lines, read_twice, run_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How a tag begins in UTF-16; no other encoding of a page holds a zero byte.
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_TOLERATED_DAMAGE = 0.02  # of the characters beyond ASCII; more says that the encoding is another one

#: Files in which browsers save a page with its pictures.
SAVED = (".mht", ".mhtml")

_TAG = re.compile(r"<(?:html|head|body|meta|title|table|tr|td|div|p|span|br|font|h[1-6])\b", re.IGNORECASE)

_NEIGHBOURS = "td + td, td + th, th + td, th + th"


def readings(path: Path) -> Iterator[Reading]:
    """Yield the one reading of a web page: its text without tables, and a grid per table in document order.

    Raises:
        UnreadableReport: the file is empty, in no known encoding, or holds no HTML.
    """
    data = path.read_bytes()
    source, encoding = _decode(_saved_page(data) if path.suffix.lower() in SAVED else data)
    if not _TAG.search(source):
        raise UnreadableReport("The file holds no HTML: save the report's web page again, or use its PDF.")
    tree = LexborHTMLParser(source)
    text, tables = run_on(tree.body, _flow, _has_neighbours) if tree.body else ("", [])
    title = tree.css_first("title")
    printed = (lines([flat(title.text())]) if title else "", text)
    once = [_grid(number, table, above) for number, (table, above) in enumerate(tables, 1)]
    grids, counted = read_twice(once, second_tables(source))
    yield Reading(
        reader="html",
        text=BREAK.join(part for part in printed if part),
        pages=None,
        grids=grids,
        log=(f"Decoded as {encoding}.", counted),
        passages=tuple(Passage(line, place=f"paragraph {n}") for n, line in enumerate(text.split(BREAK), 1)),
    )


def _saved_page(data: bytes) -> bytes:
    """The page itself in a file that holds it with its pictures, as browsers save one; other frames are left out."""
    parts = email.message_from_bytes(data).walk()
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        raise UnreadableReport("The file holds no saved web page: save the report's web page again, or use its PDF.")
    content = page.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _decode(data: bytes) -> tuple[str, str]:
    """The page's characters and their encoding: UTF-16 by its marks, else UTF-8, else gb18030 (gbk and gb2312).

    The bytes tell these apart, since a line of Chinese in gb18030 is never valid UTF-8. What the page declares is
    wrong at times and would add nothing. A few broken bytes rule no encoding out.
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
        broken, beyond_ascii = source.count("\ufffd"), sum(not character.isascii() for character in source)
        if broken <= _TOLERATED_DAMAGE * beyond_ascii:
            return source, codec
    raise UnreadableReport("The file is in no known encoding: save the report's web page again as UTF-8.")


def _has_neighbours(table: LexborNode) -> bool:
    return table.css_first(_NEIGHBOURS) is not None


def _flow(root: LexborNode) -> Iterator[str | LexborNode]:
    """Yield the text below an element piece by piece, and the tables below it whole."""
    stack: list[str | LexborNode] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif item.tag == "-text":
            yield flat(item.text_content or "")
        elif item.tag == "table" and item.mem_id != root.mem_id:
            yield item
        elif item.tag and item.tag[0] != "-" and item.tag not in UNSEEN and _shown(item):
            around = gap(item.tag, item.attributes)
            stack.append(around)
            stack.extend(reversed(list(item.iter(include_text=True))))
            yield around


def _shown(node: LexborNode) -> bool:
    """Tell whether the element is printed; what holds a table always is, since the page may unfold it."""
    return not hidden(node.attributes) or node.css_first("table") is not None


def _grid(number: int, table: LexborNode, above: str) -> Grid:
    """The page's table of that number as a grid, each row group laid out as the HTML standard says."""
    parts = [part for part in table.iter() if part.tag in ("thead", "tbody", "tfoot") and _shown(part)]
    cells: list[Cell] = []
    free: list[int] = []  # for each column the first row in which no cell from above stands
    first = 0
    for part in sorted(parts, key=lambda part: part.tag == "tfoot"):  # footers are printed last
        rows = [row for row in part.iter() if row.tag == "tr" and _shown(row)]
        for row, element in enumerate(rows, first):
            cells += _row(number, row, element, free, first + len(rows))
        first += len(rows)
    captions = (lines(_texts(part)) for part in table.iter() if part.tag == "caption")
    caption = BREAK.join(text for text in (above, *captions) if text)
    return fitted(cells, first, caption)


def _row(number: int, row: int, element: LexborNode, free: list[int], end: int) -> Iterator[Cell]:
    """Place a row's cells in the slots that are free, and take these; no cell reaches down to row `end`."""
    column = 0
    shown = (cell for cell in element.iter() if cell.tag in ("td", "th") and _shown(cell))
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
        yield Cell(row, column, down, across, lines(_texts(cell)), place=place)


def _texts(root: LexborNode) -> Iterator[str]:
    """The text below an element, without its tables; each of them breaks the line."""
    return (part if isinstance(part, str) else BREAK for part in _flow(root))
