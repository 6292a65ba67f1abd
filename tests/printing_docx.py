"""A report as a Word file: the same sheets as tables of a .docx, with a say in how each cell's text is set."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.parser import parse_xml

from printing import Cell, Report, Sheet

Setting = Callable[[str], str]


def run(text: str, settings: str = "") -> str:
    """A run of text, a line feed as a break; `settings`: what stands in its rPr."""
    broken = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n")
    )
    return f"<w:r><w:rPr>{settings}</w:rPr>{broken}</w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def plain(text: str) -> str:
    """The text of a cell as one paragraph."""
    return paragraph(run(text))


def in_paragraphs(text: str) -> str:
    """Each line is a paragraph, and one without text stands behind the last."""
    return paragraphs(text) + "<w:p/>"


def cut_into_runs(text: str) -> str:
    """Runs and marks of the spelling check cut every text behind its second character."""
    mark = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>'
    return paragraph(run(text[:2]), mark, run(text[2:4], "<w:b/>"), run(text[4:]))


def as_edited(text: str) -> str:
    """Tracked changes: the text was typed in place of another one; a content control and a hidden note stand beside."""
    author = 'w:id="1" w:author="a"'
    deleted = f"<w:del {author}><w:r><w:delText>77</w:delText></w:r></w:del>"
    control = (
        f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run(text[1:])}</w:sdtContent></w:sdt>"
    )
    return paragraph(
        deleted, f"<w:ins {author}>{run(text[:1])}</w:ins>", control, run("9", "<w:vanish/>")
    )


#: The namespaces of drawings, twins, formulas and newer settings, by the short names that Word gives
#: them.
SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "new": "http://example.org/of-later-programs",
}
DECLARED = " ".join(f'xmlns:{name}="{space}"' for name, space in SPACES.items())
#: What strict files call some of these.
STRICT = {
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def elements(xml: str) -> list[Any]:
    """The elements that stand in a row."""
    return list(parse_xml(f"<w:body {DECLARED}>{xml}</w:body>"))


def save_docx(path: Path, body: str, styles: str = "", lists: str = "", footer: str = "") -> Path:
    """Save a Word file with this body, and with these styles, lists and content of its footer beside the usual ones."""
    document = Document()
    for element in reversed(elements(body)):
        document.element.body.insert(0, element)
    for part, added in (
        (document.styles.element, styles),
        (document.part.numbering_part.element, lists),
    ):
        part.extend(elements(added))
    if footer:
        document.sections[0].footer._element.append(parse_xml(f"<w:p {DECLARED}>{footer}</w:p>"))
    document.save(str(path))
    return path


def as_strict(path: Path) -> Path:
    """The same file in the names of strict Office Open XML."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            for old, new in STRICT.items():
                data = data.replace(old, new) if name.endswith((".xml", ".rels")) else data  # noqa: PLW2901
            file.writestr(name, data)
    return path


def print_docx(report: Report, path: Path, setting: Setting = plain) -> Path:
    """Save a report as a Word file."""
    return save_docx(path, body_of(report, setting))


def body_of(report: Report, setting: Setting = plain) -> str:
    sheets = (paragraphs(sheet.caption) + table(sheet, setting) for sheet in report.sheets)
    return paragraphs(report.title) + "".join(sheets)


def paragraphs(text: str) -> str:
    return "".join(map(plain, text.split("\n")))


def table(sheet: Sheet, setting: Setting = plain) -> str:
    """A sheet as a table; its first rows are repeated on each page. Without lines it is none."""
    if not sheet.lines:
        return ""
    grid = "".join(f'<w:gridCol w:w="{width * 20:.0f}"/>' for width in sheet.widths)
    rows = "".join(_row(sheet, number, setting) for number in range(len(sheet.lines)))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _row(sheet: Sheet, number: int, setting: Setting) -> str:
    over = [
        cell
        for above, line in enumerate(sheet.lines[:number])
        for cell in line.cells
        if above + cell.rows > number
    ]
    cells = sorted([*over, *sheet.lines[number].cells], key=lambda cell: cell.column)
    header = "<w:tblHeader/>" if number < sheet.head else ""
    left, printed = 0, ""
    for cell in cells:
        printed += "<w:tc><w:p/></w:tc>" * (cell.column - left)
        printed += _cell(cell, cell in over, setting)
        left = cell.column + cell.columns
    return f"<w:tr><w:trPr>{header}</w:trPr>{printed}</w:tr>"


def _cell(cell: Cell, covered: bool, setting: Setting) -> str:
    across = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    down = "<w:vMerge/>" if covered else '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    return (
        f"<w:tc><w:tcPr>{across}{down}</w:tcPr>{'<w:p/>' if covered else setting(cell.text)}</w:tc>"
    )
