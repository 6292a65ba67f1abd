"""A report as a PDF: ruled tables drawn cell by cell, so that a test decides each rule, break and colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import zhplot
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from printing import Cell, Report, Sheet, break_at

FONT = "NotoSansSC"
A4 = (595.0, 842.0)


@dataclass(frozen=True)
class Paper:
    """How a report is set. `landscape`: "" (portrait), "mediabox" or "rotate" (a portrait page turned by /Rotate).

    `rules`: "strokes", "boxes" as WPS fills them, "dotted" and "dashed" as rows of small marks,
    "gaps" between filled cells, "separate" frames around each cell as browsers draw them, "apart"
    the same with wide gaps. `head`: "plain", "coloured" or "dark" (white letters). `beside`: the
    tables of a page stand side by side. `lock`: how the file is encrypted, if it is. `overflow`:
    figures are not wrapped and run over the rules of a narrow cell, as spreadsheets print them.
    `leading`: from line to line, in parts of the size; `padding`: what a row is higher than its lines.
    """

    landscape: str = ""
    rules: str = "strokes"
    head: str = "plain"
    lock: StandardEncryption | None = None
    overflow: bool = False
    beside: bool = False
    size: float = 8.0
    leading: float = 1.25
    padding: float = 4.0
    narrative: str = "本年度本机关收到政府信息公开申请，均已按时办理。"

    @property
    def shape(self) -> tuple[float, float]:
        """Width and height as a reader sees the page."""
        return (A4[1], A4[0]) if self.landscape else A4


def print_pdf(report: Report, path: Path, paper: Paper = Paper()) -> Path:
    """Print a report; a page that cannot hold its sheets is an error of the test."""
    _font()
    canvas = Canvas(
        str(path), pagesize=paper.shape, encrypt=paper.lock
    )  # reportlab turns the MediaBox with /Rotate
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
        _draw_sheets(canvas, sheets, top, paper)
        canvas.showPage()
    canvas.save()
    return path


def fit(report: Report, paper: Paper, *, header: bool = False) -> None:
    """Break every page where it is full, below a head at the earliest; `header`: heads are repeated."""
    _font()
    number = 0
    while number < len(report.pages):
        room = paper.shape[1] - 60 - (48 if number == 0 else 0)
        for sheet in list(report.pages[number]):
            heights, used = _heights(sheet, paper), 22.0 if sheet.caption else 0.0
            lines = next(
                (n for n in range(len(heights)) if used + sum(heights[: n + 1]) > room), None
            )
            if lines is None:
                room -= used + sum(heights) + 20
                continue
            if lines > max(sheet.head, 3):
                break_at(report, sheet, lines, header)
            else:
                place = report.pages[number].index(sheet)
                assert place, f"{sheet.table} has lines that are higher than the page"
                report.pages[number : number + 1] = [
                    report.pages[number][:place],
                    report.pages[number][place:],
                ]
            break
        number += 1


def _draw_sheets(canvas: Canvas, sheets: Sequence[Sheet], top: float, paper: Paper) -> None:
    if paper.beside:
        left = (paper.shape[0] - sum(sum(sheet.widths) + 20 for sheet in sheets)) / 2
        captions = any(sheet.caption for sheet in sheets)
        for sheet in sheets:
            _draw(
                canvas, sheet, top - (22 if captions and not sheet.caption else 0), left + 10, paper
            )
            left += sum(sheet.widths) + 20
        return
    for sheet in sheets:
        top = _draw(canvas, sheet, top, (paper.shape[0] - sum(sheet.widths)) / 2, paper) - 20


@cache
def _font() -> None:
    pdfmetrics.registerFont(
        TTFont(FONT, Path(zhplot.__file__).parent / "fonts" / "NotoSansSC-Regular.ttf")
    )


def _draw(canvas: Canvas, sheet: Sheet, top: float, left: float, paper: Paper) -> float:
    """Draw a sheet below `top`, right of `left`; return where it ends."""
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
            box = (
                edges[cell.column],
                ends[number + cell.rows],
                edges[cell.column + cell.columns],
                ends[number],
            )
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
        needed = len(_wrap(cell, width, paper)) * paper.size * paper.leading + paper.padding
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
            if (
                lines[-1]
                and pdfmetrics.stringWidth(lines[-1] + character, FONT, paper.size) > width - 4
            ):
                lines.append("")
            lines[-1] += character
    return lines


def _draw_frame(
    canvas: Canvas, box: tuple[float, float, float, float], rules: str, filled: bool
) -> None:
    """The rules around one cell."""
    x0, y0, x1, y1 = box
    if rules == "strokes":
        canvas.rect(x0, y0, x1 - x0, y1 - y0)
    elif rules in ("separate", "apart"):
        inset = {"separate": 1.0, "apart": 1.75}[rules]
        canvas.rect(x0 + inset, y0 + inset, x1 - x0 - 2 * inset, y1 - y0 - 2 * inset)
    elif rules == "gaps":
        if not filled:
            canvas.setFillGray(0.93)
            canvas.rect(x0 + 0.75, y0 + 0.75, x1 - x0 - 1.5, y1 - y0 - 1.5, stroke=0, fill=1)
    else:
        long, gap = {"boxes": (None, 0.0), "dotted": (0.7, 1.4), "dashed": (3.0, 2.0)}[rules]
        for x, y, width, height in (
            (x0, y0, x1 - x0, 0),
            (x0, y1, x1 - x0, 0),
            (x0, y0, 0, y1 - y0),
            (x1, y0, 0, y1 - y0),
        ):
            length = width or height
            step = (long or length) + gap
            for n in range(max(1, round(length / step))):
                mark = (n * step, 0.0) if width else (0.0, n * step)
                size = (long or length, 0.5) if width else (0.5, long or length)
                canvas.rect(x + mark[0], y + mark[1], *size, stroke=0, fill=1)


def _draw_cell(
    canvas: Canvas, cell: Cell, box: tuple[float, float, float, float], paper: Paper
) -> None:
    x0, y0, x1, y1 = box
    head = cell.kind == "head" and paper.head != "plain"
    inset = 0.75 if paper.rules == "gaps" else 0.0
    if head:
        canvas.setFillColorRGB(*((0.1, 0.2, 0.4) if paper.head == "dark" else (0.8, 0.9, 1.0)))
        canvas.rect(
            x0 + inset, y0 + inset, x1 - x0 - 2 * inset, y1 - y0 - 2 * inset, stroke=0, fill=1
        )
    canvas.setFillGray(0)
    canvas.setLineWidth(0.6)
    _draw_frame(canvas, box, paper.rules, filled=head)
    canvas.setFillGray(1 if head and paper.head == "dark" else 0)
    canvas.setFont(FONT, paper.size)
    lines = _wrap(cell, x1 - x0, paper)
    leading = paper.size * paper.leading
    y = (y0 + y1) / 2 + leading * len(lines) / 2 - leading / 2 - paper.size * 0.3125
    for text in lines:
        if cell.kind == "label":
            canvas.drawString(x0 + 2, y, text)
        else:
            canvas.drawCentredString((x0 + x1) / 2, y, text)
        y -= leading
