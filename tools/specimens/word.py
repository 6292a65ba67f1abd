"""The Word-like style: a .docx built cell by cell, exported to PDF by LibreOffice without a window."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from narrative import NOTICE, Report
from plan import Page
from sheets import Sheet, Slot

LATIN = "Liberation Serif"
#: Font of the text and of the headings, by the kind of outlines that LibreOffice embeds.
FONTS = {
    "truetype": ("LXGW WenKai", "WenQuanYi Micro Hei"),
    "opentype": ("Noto Serif CJK SC", "Noto Sans CJK SC"),
}
A4 = (210, 297)
#: Fill of a cell and colour of its text, by palette and kind of cell.
PALETTES: dict[str, dict[str, tuple[str, str]]] = {
    "plain": {},
    "blue": {"block": ("C6D9F1", "000000")},
    "grey": {"block": ("D9D9D9", "000000"), "head": ("F2F2F2", "000000")},
    "dark": {"block": ("1F4E79", "FFFFFF"), "head": ("2E75B6", "FFFFFF")},
}


def build(report: Report, path: Path, printed_on: datetime) -> None:
    """Write the report as a .docx."""
    page = report.specimen.page
    text_font, head_font = FONTS[page.fonts]
    document = Document()
    document.core_properties.title = report.specimen.heading.replace("\n", "")
    document.core_properties.created = document.core_properties.modified = printed_on
    document.styles["Normal"].font.name = LATIN
    width = _set_page(document, page)
    for line in report.specimen.heading.split("\n"):
        _paragraph(
            document, line, page.text_size + 6, head_font
        ).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _paragraph(document, NOTICE, 9, head_font).paragraph_format.space_after = Pt(10)
    for section in report.sections:
        heading = _paragraph(document, section.heading, page.text_size, head_font)
        heading.paragraph_format.keep_with_next = section.sheet is not None
        told = [
            _paragraph(document, text, page.text_size, text_font) for text in section.paragraphs
        ]
        for paragraph in [heading, *told]:
            paragraph.paragraph_format.first_line_indent = Pt(2 * page.text_size)
        if section.sheet:
            _table(document, section.sheet, page, width)
            _paragraph(document, "", page.table_size, text_font)
    document.save(str(path))


def export(folder: Path, profile: Path) -> None:
    """Turn every .docx of a folder into a PDF beside it, in one run of LibreOffice."""
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    files = sorted(str(path) for path in folder.glob("*.docx"))
    subprocess.run(
        [*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=300
    )


def _set_page(document: Any, page: Page) -> float:
    """Set size, margins and page number; the text's width in millimetres."""
    section = document.sections[0]
    width, height = reversed(A4) if page.landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if page.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin = section.bottom_margin = Mm(page.margins[0])
    section.left_margin = section.right_margin = Mm(page.margins[1])
    if page.page_numbers:
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(footer, "- ", 10, LATIN)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        footer._p.append(field)
        _run(footer, " -", 10, LATIN)
    return width - 2 * page.margins[1]


def _paragraph(document: Any, text: str, size: float, font: str) -> Any:
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(0), Pt(0), 1.3
    _run(paragraph, text, size, font)
    return paragraph


def _run(paragraph: Any, text: str, size: float, font: str, colour: str = "000000") -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name, run.font.color.rgb = Pt(size), LATIN, RGBColor.from_string(colour)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(document: Any, sheet: Sheet, page: Page, width: float) -> None:
    table = document.add_table(sheet.rows, len(sheet.widths), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    share = width / sum(sheet.widths)
    for column, part in zip(table.columns, sheet.widths, strict=True):
        column.width = Mm(part * share)
        for cell in column.cells:
            cell.width = Mm(part * share)
    for number, row in enumerate(table.rows):
        row.height, row.height_rule = Mm(page.row_height), WD_ROW_HEIGHT_RULE.AT_LEAST
        if page.repeat_header and number < sheet.header_rows:
            _flag(row._tr.get_or_add_trPr(), "w:tblHeader")
        if not page.split_rows:
            _flag(row._tr.get_or_add_trPr(), "w:cantSplit")
    for slot in sheet.slots:
        _fill(table, slot, page)


def _fill(table: Any, slot: Slot, page: Page) -> None:
    cell = table.cell(slot.row, slot.column)
    if slot.rows > 1 or slot.columns > 1:
        cell = cell.merge(table.cell(slot.row + slot.rows - 1, slot.column + slot.columns - 1))
    fill, colour = PALETTES[page.palette].get(slot.kind, ("", "000000"))
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing, layout.widow_control = 1.0, False
    paragraph.alignment = (
        WD_ALIGN_PARAGRAPH.LEFT if slot.kind == "label" else WD_ALIGN_PARAGRAPH.CENTER
    )
    font = FONTS[page.fonts][slot.kind in ("block", "head")]
    _run(paragraph, slot.text, page.table_size, font, colour)
    properties = cell._tc.get_or_add_tcPr()
    if fill:
        _flag(properties, "w:shd", val="clear", color="auto", fill=fill)
    if slot.kind == "side" and page.side == "vertical":
        _flag(properties, "w:textDirection", val="tbRlV")


def _flag(parent: Any, name: str, **values: str) -> None:
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
