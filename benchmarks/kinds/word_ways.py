"""Ways to set a report as a Word file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document

import printing as pr
from kinds.hidden import ROW, hide_row
from printing import Report
from printing_docx import elements, in_paragraphs, paragraphs, print_docx, run, save_docx
from printing_docx import paragraph as paragraph_of
from printing_docx import table as table_of


def with_paragraphs_in_cells(report: Report, path: Path) -> None:
    """Each line of a cell is a paragraph"""
    print_docx(report, path, in_paragraphs)


def with_tracked_changes(report: Report, path: Path) -> None:
    """Every text was typed in place of another one, with changes tracked"""
    author = 'w:id="1" w:author="a"'
    deleted = f"<w:del {author}><w:r><w:delText>77</w:delText></w:r></w:del>"
    print_docx(
        report,
        path,
        lambda text: paragraph_of(deleted, f"<w:ins {author}>{run(text)}</w:ins>"),
    )


def in_a_layout_table(report: Report, path: Path) -> None:
    """All tables stand in one cell of a table without lines"""
    inside = "".join(paragraphs(sheet.caption) + table_of(sheet) for sheet in report.sheets)
    outer = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{inside}<w:p/></w:tc></w:tr></w:tbl>"
    save_docx(path, paragraphs(report.title) + outer)


def beside_a_menu(report: Report, path: Path) -> None:
    """The same, with a column of text beside it"""
    inside = "".join(paragraphs(sheet.caption) + table_of(sheet) for sheet in report.sheets)
    cells = f"<w:tc>{paragraphs('目录')}</w:tc><w:tc>{inside}<w:p/></w:tc>"
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    save_docx(
        path,
        f"{paragraphs(report.title)}<w:tbl><w:tblPr/>{grid}<w:tr>{cells}</w:tr></w:tbl>",
    )


def cut_by_a_page_break(report: Report, path: Path) -> None:
    """A table goes on behind a page break, below its head once more"""
    pr.break_before(report, *ROW, header=True)
    print_docx(report, path)


def with_a_page_break_in_a_row(report: Report, path: Path) -> None:
    """A row begins on the next page"""
    print_docx(report, path)
    _change_row(path, "<w:pPr><w:pageBreakBefore/></w:pPr>", ".//w:p")


def with_a_hidden_row(report: Report, path: Path) -> None:
    """A row whose texts and marks are hidden"""
    hide_row(report)
    label = report.line(*ROW).label.text
    print_docx(
        report, path, lambda text: _hidden(text) if text == label else paragraph_of(run(text))
    )
    document = Document(str(path))
    for cell in _row(document, label).findall(".//w:tc", document.element.nsmap):
        for each in cell.findall(".//w:r", document.element.nsmap):
            each.get_or_add_rPr().extend(elements("<w:vanish/>"))
    document.save(str(path))


def with_figures_struck_out_and_replaced(report: Report, path: Path) -> None:
    """Every number stands behind an older one that is struck out"""

    def setting(text: str) -> str:
        old = run("77", "<w:strike/>") if text.isdecimal() else ""
        return paragraph_of(old, run(text))

    print_docx(report, path, setting)


def _hidden(text: str) -> str:
    return paragraph_of("<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>", run(text, "<w:vanish/>"))


def _row(document: Any, label: str) -> Any:
    names = document.element.nsmap
    for row in document.element.iterfind(".//w:tr", names):
        if label in "".join(row.itertext()):
            return row
    raise LookupError(label)


def _change_row(path: Path, properties: str, where: str) -> None:
    """Set the paragraphs of the third row of the last table otherwise."""
    document = Document(str(path))
    row = document.element.findall(".//w:tr", document.element.nsmap)[30]
    for each in row.findall(where, document.element.nsmap):
        each.insert(0, elements(properties)[0])
    document.save(str(path))


WAYS = [
    with_paragraphs_in_cells,
    with_tracked_changes,
    in_a_layout_table,
    beside_a_menu,
    cut_by_a_page_break,
    with_a_page_break_in_a_row,
    with_a_hidden_row,
    with_figures_struck_out_and_replaced,
]
