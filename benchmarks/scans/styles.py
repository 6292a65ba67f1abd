"""Ways in which offices set a report, by three makers, printed as PDFs with figures that no agency published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import browser
import printing as pr
import word
from printing import Report, Truth
from printing_docx import body_of, paragraph, run, save_docx
from printing_html import print_html
from printing_pdf import Paper, fit, print_pdf

#: The width of the tables of a Word file, in points.
WIDTH = 490.0
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"


@dataclass(frozen=True)
class Word:
    """How LibreOffice prints a Word file. `line`: from line to line in points, 0 for what the font asks.

    `margins`: room at the sides of a cell's text, and above and below it. `rule`: in eighths of a point.
    """

    size: float = 10.5
    line: float = 0.0
    margins: tuple[float, float] = (0.0, 0.0)
    rule: int = 4
    fonts: tuple[str, str] = (SERIF, "Liberation Serif")

    def save(self, report: Report, path: Path) -> None:
        """Save the Word file, to be printed with others at a time."""
        for sheet in report.sheets:
            share = WIDTH / sum(sheet.widths)
            sheet.widths = [width * share for width in sheet.widths]
        body = body_of(report, self._set).replace("<w:tblPr/>", self._table())
        save_docx(path, body)

    def _set(self, text: str) -> str:
        line = f'w:line="{self.line * 20:.0f}" w:lineRule="exact"' if self.line else ""
        layout = (
            f'<w:pPr><w:spacing w:before="0" w:after="0" {line}/><w:jc w:val="center"/></w:pPr>'
        )
        wide, narrow = self.fonts
        fonts = f'<w:rFonts w:ascii="{narrow}" w:hAnsi="{narrow}" w:eastAsia="{wide}"/>'
        return paragraph(layout, run(text, f'{fonts}<w:sz w:val="{self.size * 2:.0f}"/>'))

    def _table(self) -> str:
        beside, above = self.margins
        sides = ("top", above), ("left", beside), ("bottom", above), ("right", beside)
        rule = f'w:val="single" w:sz="{self.rule}" w:color="000000"'
        ruled = (*(side for side, _ in sides), "insideH", "insideV")
        rules = "".join(f"<w:{side} {rule}/>" for side in ruled)
        margins = "".join(f'<w:{side} w:w="{room * 20:.0f}" w:type="dxa"/>' for side, room in sides)
        return (
            f'<w:tblPr><w:jc w:val="center"/><w:tblBorders>{rules}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        )


@dataclass(frozen=True)
class Browser:
    """How Chromium prints a page: `cells`, `heads` and `table` are the CSS of each."""

    cells: str = "border: 1px solid #000; padding: 0"
    table: str = "border-collapse: collapse; font-size: 10.5pt; line-height: 1"
    heads: str = ""

    def save(self, report: Report, path: Path) -> None:
        """Save the page, and print it."""
        page = path.with_suffix(".html")
        print_html(report, page)
        css = (
            "@page { size: A4; margin: 15mm } p { margin: 0 } h2 { font-size: 12pt }"
            f'body {{ font-family: "{SANS}" }} table {{ width: 100%; {self.table} }}'
            f"td {{ text-align: center; {self.cells} }} tr:first-child td {{ {self.heads} }}"
        )
        head = f"<style>{css}</style></head>"
        page.write_text(page.read_text("utf-8").replace("</head>", head), "utf-8")
        browser.export(page, path, path.parent / "chromium")


@dataclass(frozen=True)
class Drawn:
    """How reportlab draws it."""

    paper: Paper
    wider: float = 1.0

    def save(self, report: Report, path: Path) -> None:
        """Draw it, broken into pages."""
        for sheet in report.sheets:
            sheet.widths = [width * self.wider for width in sheet.widths]
        fit(report, self.paper)
        print_pdf(report, path, self.paper)


Style = Word | Browser | Drawn

#: Each style with the forms that it is tried with.
STYLES: dict[str, tuple[str, Style]] = {
    "Word, 10.5 point, rows as high as letters": ("national_2021", Word(line=10.5)),
    "Word, 12 point, sans, rows as high as letters": (
        "national_2019",
        Word(12, 12, fonts=(SANS, SANS)),
    ),
    "Word, 10.5 point, single spacing": ("annex_2014", Word()),
    "Word, 11 point, hair rules, tight": ("annex_fujian", Word(11, 12, rule=2)),
    "Word, 10.5 point, wide, thick rules": (
        "national_2021",
        Word(line=16, margins=(5.4, 4), rule=12),
    ),
    "browser, tight": ("national_2021", Browser()),
    "browser, wide, grey rules": (
        "national_2019",
        Browser(
            "border: 1px solid #999; padding: 4pt",
            "border-collapse: collapse; font-size: 10pt; line-height: 1.5",
        ),
    ),
    "browser, white on dark heads": (
        "annex_2014",
        Browser(
            "border: 1px solid #666; padding: 2pt",
            "border-collapse: collapse; font-size: 10pt; line-height: 1.2",
            "background: #1f4e79; color: #fff; border-color: #fff; print-color-adjust: exact",
        ),
    ),
    "browser, a frame around each cell": (
        "annex_fujian",
        Browser(table="border-collapse: separate; border-spacing: 2px; font-size: 10pt"),
    ),
    "reportlab, 10.5 point, rows as high as letters": (
        "national_2021",
        Drawn(Paper(size=10.5, leading=1.0, padding=1.0), 1.04),
    ),
    "reportlab, 9 point, coloured heads": ("annex_2014", Drawn(Paper(size=9, head="coloured"))),
    "reportlab, 12 point, landscape, tight": (
        "national_2019",
        Drawn(Paper(size=12, leading=1.05, padding=0, landscape="mediabox"), 1.5),
    ),
}


def printed(
    folder: Path, styles: dict[str, tuple[str, Style]]
) -> Iterator[tuple[str, Path, Truth]]:
    """Each style with its print and what that says, the same in each run."""
    prints = []
    for number, (name, (form, style)) in enumerate(styles.items(), 1):
        report = pr.report(form, seed=100 + number)
        is_word = isinstance(style, Word)
        path = folder / f"{number}.pdf"
        style.save(report, path.with_suffix(".docx") if is_word else path)
        prints.append((name, path, report.truth))
    word.export(folder, folder / "libreoffice")
    yield from prints
