"""A report as an RTF file, as word processors write one: rows between edges, cells merged downwards by marks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from printing import Cell, Report, Sheet

#: Twips of a column.
WIDE = 900
HEAD = (
    r"{\rtf1\ansi\ansicpg936\uc1{\fonttbl{\f0\fcharset134 SimSun;}}"
    r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}"
    r"{\*\generator tests;}{\stylesheet{\s0 Normal;}}"
)
Setting = Callable[[Cell], str]


def escaped(text: str) -> str:
    """Characters as \\u words with a question mark for older programs, a line feed as \\line."""
    said = []
    for character in text:
        code = ord(character)
        if character == "\n":
            said.append(r"\line ")
        elif code > 127:
            said.append(f"\\u{code if code < 32768 else code - 65536}?")
        else:
            said.append(f"\\{character}" if character in "\\{}" else character)
    return "".join(said)


def in_gbk(text: str) -> str:
    """Characters as bytes of GBK, as Word writes them beside \\u words."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))


def plain(cell: Cell) -> str:
    return escaped(cell.text)


def paragraphs(text: str) -> list[str]:
    return [rf"\pard {escaped(line)}\par " for line in text.split("\n")]


def print_rtf(report: Report, path: Path, setting: Setting = plain) -> Path:
    """Save a report as RTF; `setting`: how the text of a cell is written."""
    body = paragraphs(report.title)
    for sheet in report.sheets:
        body += paragraphs(sheet.caption)
        body += rows_of(sheet, setting)
    path.write_text(f"{HEAD}{''.join(body)}}}", encoding="latin-1")
    return path


def rows_of(sheet: Sheet, setting: Setting = plain) -> list[str]:
    """Each row with all cells that cover it: those from above go on without a text."""
    rows = []
    reaching: list[tuple[Cell, int]] = []
    for number, line in enumerate(sheet.lines):
        reaching = [(cell, last) for cell, last in reaching if last >= number]
        covering = [(cell, False) for cell, _ in reaching] + [(cell, True) for cell in line.cells]
        covering.sort(key=lambda each: each[0].column)
        reaching += [(cell, number + cell.rows - 1) for cell in line.cells if cell.rows > 1]
        bounds, texts = [], []
        for cell, begins in covering:
            merge = ""
            if cell.rows > 1:
                merge = r"\clvmgf" if begins else r"\clvmrg"
            bounds.append(rf"{merge}\cellx{(cell.column + cell.columns) * WIDE}")
            texts.append(rf"\pard\intbl {setting(cell) if begins else ''}\cell ")
        rows.append(rf"\trowd{''.join(bounds)}{''.join(texts)}\row ")
    return rows
