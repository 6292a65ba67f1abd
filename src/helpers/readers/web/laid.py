"""Tables that are made of other elements: by `display`, by `role`, or by their order alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from helpers.readers.web.computed import style_of
from helpers.readers.web.markup import GROUPS, TABLE_PARTS

if TYPE_CHECKING:
    from helpers.readers.web.tree import Document, Node

#: The parts of a table by what an element says that it is, and by how it is laid out.
_ROLES = {
    **dict.fromkeys(("table", "grid", "treegrid"), "table"),
    **dict.fromkeys(("cell", "gridcell", "columnheader", "rowheader"), "td"),
    "rowgroup": "tbody",
    "row": "tr",
}
_DISPLAYS = {
    "table": "table",
    "inline-table": "table",
    "table-row-group": "tbody",
    "table-header-group": "thead",
    "table-footer-group": "tfoot",
    "table-row": "tr",
    "table-cell": "td",
    "table-caption": "caption",
}
#: What may be a cell by its place alone, and which of it never is without a style.
_PLAIN = frozenset({"div", "ul", "li", "dt", "dd", "section", "span", "p", "label"})
_INLINE = frozenset({"span", "p", "label"})
#: What takes no room beside cells, and what is no table whatever is in it.
_NOTHING = frozenset({"br", "hr", "script", "style", "template"})
_PAGE = frozenset({"html", "body"})
#: What puts cells in another order than they are written in.
_REORDERED = re.compile(r"order|grid-(?:area|row|column)(?:-start|-end)?")
#: The least cells of a row, rows of a table, and figures of one table of a page.
_CELLS, _ROWS, _FIGURES = 2, 3, 3
#: The most letters of a cell.
_LONGEST = 200
_NUMBER = re.compile(r"\s*[\d.,]{1,12}\s*")
#: What an element is by its place: a row, rows in one element, rows too few for a table, or
#: something that holds rows among other things. Nothing of it is what holds none.
_ROW, _BODY, _FEW, _OTHER, _NONE = "row", "body", "few", "other", ""

Found = list[tuple["Node", list["Node"]]]


def lay_out(document: Document) -> bool:
    """Let elements that make up tables count as their parts, and say whether there are any.

    Of a table whose parts no sheet in the file lays out as such nobody can tell how it is shown.
    """
    declared = _declared(document)
    taken = {id(node) for table, _ in declared for node in table.walk()}
    found: Found = []
    for table, rows in (*declared, *_regular(document, taken)):
        if _figures(rows) and not any(map(_is_reordered, rows)):
            found.append((table, rows))
    if all(_figures(rows) < _FIGURES for _, rows in found):
        return False
    for table, rows in found:
        if not _is_laid_out(table, rows):
            document.unsure.add(id(table))
    for table, rows in found:
        _mark(table, rows)
    _renew(document)
    return True


def _declared(document: Document) -> Found:
    """The tables that roles or styles declare, each with its rows."""
    tables: dict[int, tuple[Node, list[Node]]] = {}
    for node in document.root.walk():
        if node.in_table or node.tag in TABLE_PARTS or _part(node) != "tr" or node.parent is None:
            continue
        holder = node.parent
        table = holder.parent if _part(holder) in GROUPS else holder
        if table is not None and table.tag not in _PAGE and not table.holds_table:
            tables.setdefault(id(table), (table, []))[1].append(node)
    return [(table, rows) for table, rows in tables.values() if len(rows) >= _CELLS]


def _part(node: Node) -> str:
    """The part of a table that an element says it is."""
    role = node.attributes.get("role", "").strip().lower()
    return _ROLES.get(role) or _DISPLAYS.get(style_of(node).display, "")


def _regular(document: Document, taken: set[int]) -> Found:
    """The tables that show themselves by their order: like rows in one element, cells in each."""
    kinds: dict[int, str] = {}
    nodes = list(document.root.walk())
    for node in reversed(nodes):  # those inside first
        is_other = node.in_table or node.tag in TABLE_PARTS or id(node) in taken
        kinds[id(node)] = _OTHER if is_other else _kind(node, kinds)
    found: Found = []
    for node in nodes:  # those outside first: a table's body is no table of its own
        if kinds[id(node)] == _BODY and id(node) not in taken:
            found.append((node, _rows(node, kinds)))
            taken = taken | {id(inner) for inner in node.walk()}
    return found


def _kind(node: Node, kinds: dict[int, str]) -> str:
    """What an element is, where it is known of those inside."""
    inner = [kinds[id(child)] for child in _rooms(node)]
    if not any(inner):
        return _ROW if _is_row(node) else _NONE
    if _OTHER in inner or _has_own_text(node):
        return _OTHER
    if _BODY in inner:
        return _BODY if inner.count(_BODY) == 1 < len(inner) and inner[0] == _FEW else _OTHER
    is_mixed = len({child.tag for child in _rooms(node)}) > 1 and _NONE in inner
    if is_mixed or 2 * inner.count(_NONE) > len(inner):
        return _OTHER
    if len(_rows(node, kinds)) >= _ROWS:
        return _BODY
    return _OTHER if _FEW in inner else _FEW


def _is_row(node: Node) -> bool:
    """Whether an element holds nothing but cells beside one another."""
    cells = _rooms(node)
    if len(cells) < _CELLS or _has_own_text(node) or len({cell.tag for cell in cells}) > 1:
        return False
    if not all(cell.tag in _PLAIN and len(_text(cell)) <= _LONGEST for cell in cells):
        return False
    return all(_is_beside(cell, node) for cell in cells)


def _is_beside(cell: Node, row: Node) -> bool:
    """Whether a cell may stand beside the one before it.

    Of a block that no sheet in the file puts there only its class tells that one may.
    """
    if style_of(row).flex:
        return "column" not in style_of(row).flex
    if style_of(cell).display == "inline-block" or _says(cell, "float") in ("left", "inline-start"):
        return True
    return cell.tag not in _INLINE and "class" in cell.attributes


def _says(node: Node, name: str) -> str:
    """What the sheets say of a property of an element, in the end."""
    said = [each.value for each in node.declared.own if each.name == name]
    return said[-1].strip().lower() if said else ""


def _rows(table: Node, kinds: dict[int, str]) -> list[Node]:
    rows: list[Node] = []
    for child in _rooms(table):
        rows += _rooms(child) if kinds[id(child)] in (_FEW, _BODY) else [child]
    return rows


def _rooms(node: Node) -> list[Node]:
    """The elements in another one that take room."""
    return [child for child in node.children if child.tag not in _NOTHING]


def _cells(row: Node) -> list[Node]:
    """The cells of a row: those that are declared, else all that takes room in it."""
    declared = [child for child in row.children if _part(child) == "td"]
    return declared or _rooms(row)


def _has_own_text(node: Node) -> bool:
    return bool(node.text.strip()) or any(child.tail.strip() for child in node.children)


def _text(node: Node) -> str:
    return "".join(node.etree_element.itertext())


def _figures(rows: Iterable[Node]) -> int:
    """How many cells hold a number and nothing else."""
    cells = (cell for row in rows for cell in _cells(row))
    return sum(_NUMBER.fullmatch(_text(cell)) is not None for cell in cells)


def _is_reordered(row: Node) -> bool:
    """Whether a sheet may show the cells of a row in another order than they are written in."""
    style = style_of(row)
    if style.rtl or "reverse" in style.flex or _says(row, "float") == "right":
        return True
    return any(_is_moved(cell) for cell in _cells(row))


def _is_moved(cell: Node) -> bool:
    ordered = any(_REORDERED.fullmatch(each.name) for each in cell.declared.own)
    return ordered or _says(cell, "float") in ("right", "inline-end")


def _is_laid_out(table: Node, rows: Iterable[Node]) -> bool:
    """Whether sheets in the file lay all parts out as those of a table."""
    if _DISPLAYS.get(style_of(table).display) != "table":
        return False
    return all(_is_row_by_style(row) for row in rows)


def _is_row_by_style(row: Node) -> bool:
    displays = {style_of(cell).display for cell in _cells(row)}
    return style_of(row).display == "table-row" and displays <= {"table-cell"}


def _mark(table: Node, rows: Sequence[Node]) -> None:
    """Let elements count as the parts of a table."""
    table_cells = [(row, _cells(row)) for row in rows]
    for child in table.children:
        if _part(child) == "caption":
            child.tag = "caption"
    for row, cells in table_cells:
        if row.parent is not None and row.parent is not table:
            part = _part(row.parent)
            row.parent.tag = part if part in GROUPS else "tbody"
        row.tag, row.laid_out = "tr", True
        for cell in cells:
            cell.tag, cell.laid_out = "td", True
    table.tag = "table"


def _renew(document: Document) -> None:
    """Forget what was worked out of elements before they were parts of tables."""
    for node in document.root.walk():
        node.stands_in(node.document, node.parent or node.document.around)
        node.document.styles.clear()
        for name in ("style", "holds_table"):
            node.__dict__.pop(name, None)
