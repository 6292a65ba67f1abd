"""A report as an OFD file (GB/T 33190): rules as paths, each line of a cell as one text, pages as high as they need be."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from printing import Cell, Report, Sheet

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
#: Millimetres: the width of the page, its margin, the size of letters, the height of a line.
WIDE, MARGIN, SIZE, LINE = 210.0, 15.0, 2.6, 3.6
Change = Callable[[Cell, str], str]


@dataclass
class Page:
    """What stands on a page so far, and how far down."""

    objects: list[str] = field(default_factory=list)
    down: float = MARGIN

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """A line of text; Latin letters and digits are half as wide."""
        steps = " ".join(f"{size * _width(letter):.4f}" for letter in text[:-1])
        code = f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{escape(text)}</ofd:TextCode>'
        box = f"{x:.4f} {y:.4f} {len(text) * size:.4f} {size * 1.2:.4f}"
        number = len(self.objects) + 100
        self.objects.append(
            f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="1" Size="{size}">{code}</ofd:TextObject>'
        )

    def lines(self, text: str, size: float) -> None:
        """Running text, filled into lines."""
        for paragraph in text.split("\n"):
            for line in _filled(paragraph, (WIDE - 2 * MARGIN) / size):
                self.text(MARGIN, self.down, line, size)
                self.down += size * 1.6
            self.down += size * 0.4

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        box = f"{x0:.4f} {y0:.4f} {max(x1 - x0, 0.01):.4f} {max(y1 - y0, 0.01):.4f}"
        data = f"M 0 0 L {x1 - x0:.4f} {y1 - y0:.4f}"
        number = len(self.objects) + 100
        self.objects.append(
            f'<ofd:PathObject ID="{number}" Boundary="{box}" LineWidth="0.25" Stroke="true" Fill="false">'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )


def _width(letter: str) -> float:
    """How wide a letter is, in ems."""
    return 1.0 if ord(letter) > 255 else 0.5


def _filled(text: str, ems: float) -> list[str]:
    """Lines of so many ems."""
    lines, left = [""], ems
    for letter in text:
        if _width(letter) > left:
            lines.append("")
            left = ems
        lines[-1] += letter
        left -= _width(letter)
    return lines


def unchanged(_: Cell, objects: str) -> str:
    return objects


def print_ofd(report: Report, path: Path, change: Change = unchanged) -> Path:
    """Save a report as OFD; `change`: what is done to the objects of a cell before they are written."""
    pages = []
    for number, sheets in enumerate(report.pages):
        page = Page()
        if number == 0:
            page.lines(report.title, 5.0)
            page.down += 5
        for sheet in sheets:
            page.lines(sheet.caption, 3.5)
            _print_sheet(sheet, page, change)
            page.down += 8
        pages.append(page)
    _save(pages, path)
    return path


def _print_sheet(sheet: Sheet, page: Page, change: Change) -> None:
    scale = (WIDE - 2 * MARGIN) / sum(sheet.widths)
    edges = [MARGIN]
    for width in sheet.widths:
        edges.append(edges[-1] + width * scale)
    tops = [page.down]
    for line in sheet.lines:
        heights = [len(_wrapped(cell, edges)) for cell in line.cells if cell.rows == 1]
        tops.append(tops[-1] + max(heights, default=1) * LINE + 2)
    for row, line in enumerate(sheet.lines):
        for cell in line.cells:
            left, right = edges[cell.column], edges[cell.column + cell.columns]
            top, bottom = tops[row], tops[min(row + cell.rows, len(sheet.lines))]
            for ends in ((left, top, right, top), (left, bottom, right, bottom),
                         (left, top, left, bottom), (right, top, right, bottom)):  # fmt: skip
                page.rule(*ends)
            before = len(page.objects)
            for number, text in enumerate(_wrapped(cell, edges)):
                if text:
                    page.text(left + 1, top + 1 + number * LINE, text)
            page.objects[before:] = [change(cell, "".join(page.objects[before:]))]
    page.down = tops[-1]


def _wrapped(cell: Cell, edges: list[float]) -> list[str]:
    """The lines of a cell's text, as many letters each as fit."""
    fit = max(int((edges[cell.column + cell.columns] - edges[cell.column] - 2) / SIZE), 1)
    lines = []
    for part in cell.text.split("\n"):
        wide = any(ord(letter) > 255 for letter in part)
        most = fit if wide else len(part) or 1
        lines += [part[start : start + most] for start in range(0, len(part), most)] or [""]
    return lines


def _save(pages: list[Page], path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _parts(pages):
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')


def _parts(pages: list[Page]) -> Iterator[tuple[str, str]]:
    root = "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    yield (
        "OFD.xml",
        f'<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody>{root}</ofd:DocBody></ofd:OFD>',
    )
    listed = "".join(
        f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDE} 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f"<ofd:CommonData>{area}<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
    yield (
        "Doc_0/Document.xml",
        f"<ofd:Document {SPACE}>{common}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    )
    fonts = '<ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts>'
    yield "Doc_0/PublicRes.xml", f'<ofd:Res {SPACE} BaseLoc="Res">{fonts}</ofd:Res>'
    for number, page in enumerate(pages):
        box = f"<ofd:Area><ofd:PhysicalBox>0 0 {WIDE} {page.down + MARGIN:.2f}</ofd:PhysicalBox></ofd:Area>"
        layer = f'<ofd:Layer ID="99">{"".join(page.objects)}</ofd:Layer>'
        content = f"<ofd:Page {SPACE}>{box}<ofd:Content>{layer}</ofd:Content></ofd:Page>"
        yield f"Doc_0/Pages/Page_{number}/Content.xml", content
