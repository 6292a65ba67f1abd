"""A report as a web page: the same sheets as HTML, with a say in how each cell's text is marked up."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from printing import Cell, Line, Report, Sheet

Markup = Callable[[Cell], str]


def plain(cell: Cell) -> str:
    """The text of a cell as one paragraph, a line feed as <br>."""
    return f"<p>{escape(cell.text).replace(chr(10), '<br>')}</p>"


def cut_by_tags(cell: Cell) -> str:
    """Inline tags cut every text behind its second character, as Word's pages do; the source breaks its line there."""
    text = escape(cell.text)
    return f"<p><span>{text[:2]}</span><span\n lang='EN-US'><b>{text[2:4]}</b></span><font>{text[4:]}</font></p>"


def padded(cell: Cell) -> str:
    """No-break spaces before and behind every text, an ideographic one in empty cells."""
    return f"<p>&nbsp;{escape(cell.text)}&nbsp;\u00a0</p>" if cell.text else "&nbsp;\u3000"


def unit_apart(cell: Cell) -> str:
    """Value and unit of money stand in two tags."""
    if cell.text.endswith("元") and cell.key:
        return f"<p><span>{cell.text[:-1]}</span><span>元</span></p>"
    return plain(cell)


def print_html(
    report: Report,
    path: Path,
    markup: Markup = plain,
    *,
    head_spans: bool = True,
    closed: bool = True,
) -> Path:
    """Save a report as a web page; `head_spans`: heads with row and column spans; `closed`: with </td>, </tr>, </p>."""
    tables = "".join(
        f"<h2>{escape(sheet.caption)}</h2><table>{_rows(sheet, markup, head_spans)}</table>"
        for sheet in report.sheets
    )
    page = f"<html><head><title>{report.title}</title></head><body><h1>{report.title}</h1>{tables}</body></html>"
    if not closed:
        for tag in ("</td>", "</tr>", "</p>"):
            page = page.replace(tag, "")
    path.write_text(page, encoding="utf-8")
    return path


def _rows(sheet: Sheet, markup: Markup, head_spans: bool) -> str:
    return "".join(f"<tr>{_cells(line, markup, head_spans)}</tr>" for line in sheet.lines)


def _cells(line: Line, markup: Markup, head_spans: bool) -> str:
    return "".join(
        f"<td{_spans(cell) if head_spans or cell.kind != 'head' else ''}>{markup(cell)}</td>"
        for cell in line.cells
    )


def _spans(cell: Cell) -> str:
    down = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return down + (f' colspan="{cell.columns}"' if cell.columns > 1 else "")
