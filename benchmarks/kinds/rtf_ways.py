"""Ways to set a report as an RTF file."""

from __future__ import annotations

import re
from pathlib import Path

import printing as pr
from kinds.hidden import ALONE, ROW, SUMMED, hide_figures, hide_row
from printing import Cell, Report
from printing_rtf import HEAD, escaped, in_gbk, paragraphs, print_rtf, rows_of

_DEFINED = re.compile(r"(\\trowd(?:\\cl\w+|\\cellx\d+)*)(.*?)\\row ", re.DOTALL)


def in_bytes_of_gbk(report: Report, path: Path) -> None:
    """Chinese in bytes of GBK"""
    print_rtf(report, path, lambda cell: in_gbk(cell.text))


def in_a_latin_font(report: Report, path: Path) -> None:
    """Chinese in bytes of GBK, in a font for Latin letters"""
    print_rtf(report, path, lambda cell: rf"\f7 {in_gbk(cell.text)}")
    _change(path, r"{\f0\fcharset134 SimSun;}", r"{\f0\fcharset134 SimSun;}{\f7\fcharset0 Times;}")


def with_paragraphs_in_cells(report: Report, path: Path) -> None:
    """Labels are broken into paragraphs"""

    def setting(cell: Cell) -> str:
        return (
            rf"{escaped(cell.text[:3])}\par {escaped(cell.text[3:])}"
            if cell.kind == "label"
            else escaped(cell.text)
        )

    print_rtf(report, path, setting)


def as_word_repeats_rows(report: Report, path: Path) -> None:
    """The edges of each row stand behind its cells once more"""
    print_rtf(report, path)
    path.write_text(_DEFINED.sub(r"\1\2{\1\\row }", path.read_text("latin-1")), "latin-1")


def in_a_layout_table(report: Report, path: Path) -> None:
    """All tables stand in one cell of a table without lines"""
    inside = []
    for sheet in report.sheets:
        inside.append(rf"\pard\intbl {escaped(sheet.caption)}\par ")
        inside += [_nested(row) for row in rows_of(sheet)]
    outer = rf"{''.join(inside)}\pard\intbl \cell {{\trowd\cellx9000\row }}"
    path.write_text(f"{HEAD}{''.join(paragraphs(report.title))}{outer}\\pard\\par }}", "latin-1")


def _nested(row: str) -> str:
    """A row as one of a table in a cell: its edges stand behind its cells."""
    edges, cells = _DEFINED.fullmatch(row).groups()
    cells = cells.replace(r"\intbl", r"\intbl\itap2").replace(
        r"\cell ", r"\nestcell{\nonesttables\par}"
    )
    return rf"{cells}{{\*\nesttableprops{edges}\nestrow}}"


def behind_a_binary_picture(report: Report, path: Path) -> None:
    """A picture in bytes that look like groups stands above the tables"""
    print_rtf(report, path)
    _change(path, r"\pard", r"{\pict\pngblip\bin6 {{}\{x}\pard", 1)


def cut_by_a_page_break(report: Report, path: Path) -> None:
    """A table goes on behind a page break, below its head once more"""
    pr.break_before(report, *ROW, header=True)
    print_rtf(report, path)


def with_a_seal_and_a_page_number(report: Report, path: Path) -> None:
    """A picture floats over the page, and its foot counts pages"""
    seal = r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 75}}{\sp{\sn pib}{\sv {\pict\pngblip 00}}}}}"
    foot = r"{\footer\pard\qc {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}"
    print_rtf(report, path)
    _change(path, r"\pard", foot + seal + r"\pard", 1)


def with_a_hidden_row(report: Report, path: Path) -> None:
    """A row whose texts are hidden"""
    hide_row(report)
    cells = {id(cell) for cell in report.line(*ROW).cells}
    print_rtf(
        report,
        path,
        lambda cell: rf"{{\v {escaped(cell.text)}}}" if id(cell) in cells else escaped(cell.text),
    )


def with_black_figures_in_black_cells(report: Report, path: Path) -> None:
    """Two numbers cannot be told from their ground"""
    _figures(report, path, r"{\chcbpat1\cf1 %s}")


def with_figures_in_fields(report: Report, path: Path) -> None:
    """Two numbers are drawn by a field"""
    _figures(report, path, r"{\field{\*\fldinst EQ \\o\\ad(%s)}{\fldrslt }}")


def with_figures_in_pictures(report: Report, path: Path) -> None:
    """Two numbers are pictures"""
    _figures(report, path, r"{\*\shppict{\pict\pngblip %s00}}")


def with_a_box_of_digits(report: Report, path: Path) -> None:
    """A box with a number floats over the page, so that no figure is sure"""
    box = r"{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard 99\par}}}"
    print_rtf(report, path)
    _change(path, r"\pard", box + r"\pard", 1)


def _figures(report: Report, path: Path, setting: str) -> None:
    hide_figures(report)
    print_rtf(
        report,
        path,
        lambda cell: setting % cell.text if cell.key in (ALONE, SUMMED) else escaped(cell.text),
    )


def _change(path: Path, old: str, new: str, times: int = -1) -> None:
    path.write_text(path.read_text("latin-1").replace(old, new, times), "latin-1")


WAYS = [
    in_bytes_of_gbk,
    in_a_latin_font,
    with_paragraphs_in_cells,
    as_word_repeats_rows,
    in_a_layout_table,
    behind_a_binary_picture,
    cut_by_a_page_break,
    with_a_seal_and_a_page_number,
    with_a_hidden_row,
    with_black_figures_in_black_cells,
    with_figures_in_fields,
    with_figures_in_pictures,
    with_a_box_of_digits,
]
