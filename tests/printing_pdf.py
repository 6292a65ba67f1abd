"""A report as a PDF: ruled tables drawn cell by cell, so that a test decides each rule, break and colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import zhplot
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from printing import Cell, Report, Sheet

FONT = "NotoSansSC"
A4 = (595.0, 842.0)


@dataclass(frozen=True)
class Paper:
    """How a report is set. `landscape`: "" (portrait), "mediabox" or "rotate" (a portrait page turned by /Rotate).

    `rules`: "strokes", or "boxes" as WPS fills them. `head`: "plain", "coloured" or "dark" (white letters).
    `overflow`: figures are not wrapped and run over the rules of a narrow cell, as spreadsheets print them.
    """

    landscape: str = ""
    rules: str = "strokes"
    head: str = "plain"
    overflow: bool = False
    size: float = 8.0
    narrative: str = "本年度本机关收到政府信息公开申请，均已按时办理。"

    @property
    def shape(self) -> tuple[float, float]:
        """Width and height as a reader sees the page."""
        return (A4[1], A4[0]) if self.landscape else A4


def print_pdf(report: Report, path: Path, paper: Paper = Paper()) -> Path:
    """Print a report; a page that cannot hold its sheets is an error of the test."""
    _font()
    canvas = Canvas(str(path), pagesize=paper.shape)  # reportlab turns the MediaBox with /Rotate
    for number, sheets in enumerate(report.pages):
        if paper.landscape == "rotate":
            canvas.setPageRotation(90)
            canvas.transform(0, 1, -1, 0, A4[0], 0)
        top = paper.shape[1] - 40
        if number == 0:
            for text, size in ((report.title, 16.0), (paper.narrative, paper.size + 2)):
                canvas.setFont(FONT, size)
                canvas.drawCentredString(paper.shape[0] / 2, top, text)
                top -= 24
        for sheet in sheets:
            top = _draw(canvas, sheet, top, paper) - 20
        canvas.showPage()
    canvas.save()
    return path


@cache
def _font() -> None:
    pdfmetrics.registerFont(TTFont(FONT, Path(zhplot.__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"))


def _draw(canvas: Canvas, sheet: Sheet, top: float, paper: Paper) -> float:
    """Draw a sheet below `top`; return where it ends."""
    left = (paper.shape[0] - sum(sheet.widths)) / 2
    if sheet.caption:
        canvas.setFont(FONT, paper.size + 3)
        canvas.drawString(left, top - 14, sheet.caption)
        top -= 22
    edges = [left + sum(sheet.widths[:n]) for n in range(len(sheet.widths) + 1)]
    heights = _heights(sheet, paper)
    ends = [top - sum(heights[:n]) for n in range(len(heights) + 1)]
    assert ends[-1] > 15, f"{sheet.table} does not fit on the page: break it"
    for number, line in enumerate(sheet.lines):
        for cell in line.cells:
            box = edges[cell.column], ends[number + cell.rows], edges[cell.column + cell.columns], ends[number]
            _draw_cell(canvas, cell, box, paper)
    return ends[-1]


def _heights(sheet: Sheet, paper: Paper) -> list[float]:
    heights = [0.0] * len(sheet.lines)
    tallest_last = sorted(
        ((number, cell) for number, line in enumerate(sheet.lines) for cell in line.cells),
        key=lambda each: each[1].rows,
    )
    for number, cell in tallest_last:
        width = sum(sheet.widths[cell.column : cell.column + cell.columns])
        needed = len(_wrap(cell, width, paper)) * paper.size * 1.25 + 4
        lacking = needed - sum(heights[number : number + cell.rows])
        heights[number + cell.rows - 1] += max(lacking, 0.0)
    return heights


def _wrap(cell: Cell, width: float, paper: Paper) -> list[str]:
    """The text in lines, broken wherever the cell's width demands it."""
    if cell.key and paper.overflow:
        return [cell.text]
    lines: list[str] = []
    for part in cell.text.split("\n"):
        lines.append("")
        for character in part:
            if lines[-1] and pdfmetrics.stringWidth(lines[-1] + character, FONT, paper.size) > width - 4:
                lines.append("")
            lines[-1] += character
    return lines


def _draw_cell(canvas: Canvas, cell: Cell, box: tuple[float, float, float, float], paper: Paper) -> None:
    x0, y0, x1, y1 = box
    head = cell.kind == "head" and paper.head != "plain"
    if head:
        canvas.setFillColorRGB(*((0.1, 0.2, 0.4) if paper.head == "dark" else (0.8, 0.9, 1.0)))
        canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.setLineWidth(0.6)
    if paper.rules == "strokes":
        canvas.rect(x0, y0, x1 - x0, y1 - y0)
    else:
        for x, y, width, height in (
            (x0, y0, x1 - x0, 0.5),
            (x0, y1, x1 - x0, 0.5),
            (x0, y0, 0.5, y1 - y0),
            (x1, y0, 0.5, y1 - y0),
        ):
            canvas.rect(x, y, width, height, stroke=0, fill=1)
    canvas.setFillGray(1 if head and paper.head == "dark" else 0)
    canvas.setFont(FONT, paper.size)
    lines = _wrap(cell, x1 - x0, paper)
    leading = paper.size * 1.25
    y = (y0 + y1) / 2 + leading * (len(lines) / 2 - 1) + leading * 0.25
    for text in lines:
        if cell.kind == "label":
            canvas.drawString(x0 + 2, y, text)
        else:
            canvas.drawCentredString((x0 + x1) / 2, y, text)
        y -= leading
