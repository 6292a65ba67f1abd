"""A page as both readings begin with it: its document, and what is hidden in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from helpers.readers.web.computed import style_of
from helpers.readers.web.kept import with_kept
from helpers.readers.web.laid import lay_out
from helpers.readers.web.markup import CELLS
from helpers.readers.web.sight import Sight
from helpers.readers.web.size import check_size
from helpers.readers.web.tree import Document, Node, Parse, is_old

if TYPE_CHECKING:
    from helpers.readers.web.saved import Saved

#: A table with so many numbers is one that a report may consist of, and no menu.
FIGURES = 3
_NUMBER = re.compile(r"\s*[\d.,]{1,12}\s*")


class Way(Enum):
    """What counts as a table: its markup, also other elements, also what is kept for scripts."""

    MARKED = "marked"
    LAID_OUT = "laid out"
    KEPT = "kept"


def open_page(page: Saved, parse: Parse, way: Way = Way.MARKED) -> Document | None:
    """Open a page; what is hidden in it counts as shown if it holds the only tables that there are.

    Pages show one of several tables at a time, and unfold another when a person asks for it. Those
    that are hidden are left out where other tables are shown, since they may tell of another year.
    Of tables that are kept for scripts none is shown. None where there is nothing to read this way.
    """
    source = with_kept(page.source) if way is Way.KEPT else page.source
    if source:
        check_size(source)
    element = parse(source) if source else None
    if element is None:
        return None
    document = Document(element, parse, page.parts, quirks=is_old(source))
    document.address = page.address
    if way is not Way.MARKED and not lay_out(document) and way is Way.LAID_OUT:
        return None
    tables = [node for node in document.root.walk() if node.tag == "table"]
    hidden = [table for table in tables if _is_hidden(table)]
    if way is Way.KEPT:
        document.unsure.update(map(id, tables))
    shown = {id(table) for table in tables} - {id(table) for table in hidden}
    if hidden and not any(_has_figures(table) for table in tables if id(table) in shown):
        _unfold(document, hidden)
    else:
        document.omitted.update(map(id, hidden))
    return document


def _is_hidden(table: Node) -> bool:
    """Whether nothing of a table is seen: its cells may be visible again where it is not."""
    if style_of(table).sight is not Sight.HIDDEN:
        return False
    return all(style_of(cell).sight is Sight.HIDDEN for cell in _cells(table))


def _cells(table: Node) -> Iterator[Node]:
    """The cells of a table and of those in it."""
    return (node for node in table.walk() if node.tag in CELLS)


def _has_figures(table: Node) -> bool:
    figures = 0
    for cell in _cells(table):
        if not cell.holds_table and _NUMBER.fullmatch(_plain(cell)):
            figures += 1
    return figures >= FIGURES


def _plain(cell: Node) -> str:
    return "".join(cell.etree_element.itertext())[:100]


def _unfold(document: Document, hidden: list[Node]) -> None:
    document.hidden.update(map(id, hidden))
    for node in document.root.walk():
        node.document.unfold = True
        node.document.styles = {}
        if hasattr(node, "style"):
            del node.style
