"""One reader in a process of its own: `python -m speed.reading READER FILE...`

It reads the file whose number it is sent, and answers with the seconds by the clock and of the
processor; in the end it prints its version, its memory and the tables. A reader's library is
imported by the reader, so that no process holds another one's.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _forms() -> Any:
    from helpers.forms import load_forms

    return load_forms()


def gongkai(path: str) -> list[list[str | None]]:
    """The figures of a report: table, row, column and value; all that `extract_report` does, without the cache."""
    from helpers.extract.report import read_content

    return [
        [each.table, each.row, each.column, None if each.value is None else str(each.value)]
        for each in read_content(Path(path), _forms()).figures
    ]


def camelot(path: str) -> list[list[list[str]]]:
    """The tables as camelot reads them with its defaults."""
    import camelot

    return [table.df.to_numpy().tolist() for table in camelot.read_pdf(path, pages="all")]


def pdfplumber(path: str) -> list[list[list[str | None]]]:
    """The tables of all pages as pdfplumber extracts them."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        return [table for page in document.pages for table in page.extract_tables()]


def pymupdf(path: str) -> list[list[list[str | None]]]:
    """The tables of all pages as PyMuPDF finds them."""
    import pymupdf

    with pymupdf.open(path) as document:
        return [table.extract() for page in document for table in page.find_tables().tables]


def pdfium(path: str) -> list[object]:
    """The text of all pages and no table: nothing that reads a PDF with pdfium is faster."""
    from pypdfium2 import PdfDocument

    with PdfDocument(path) as document:
        for page in document:
            page.get_textpage().get_text_range()
    return []


#: Each reader, and the package whose version it has.
READERS: dict[str, tuple[Callable[[str], list[Any]], str]] = {
    "gongkai": (gongkai, "gongkai"),
    "camelot": (camelot, "camelot-py"),
    "pdfplumber": (pdfplumber, "pdfplumber"),
    "PyMuPDF": (pymupdf, "pymupdf"),
    "pdfium, text alone": (pdfium, "pypdfium2"),
}


#: What an answer begins with: libraries may print, too.
SECONDS, RESULT = "seconds: ", "result: "


def main(name: str, *files: str) -> None:
    """Read all files once to warm up, then one for each line of the standard input, which is its number."""
    from importlib.metadata import version

    read, package = READERS[name]
    tables = [read(file) for file in files]
    for number in sys.stdin:
        start, before = time.perf_counter(), time.process_time()
        read(files[int(number)])
        print(
            f"\n{SECONDS}{time.perf_counter() - start} {time.process_time() - before}", flush=True
        )
    print(
        "\n"
        + RESULT
        + json.dumps({"version": version(package), "memory": _peak(), "tables": tables})
    )


def _peak() -> float:
    """The largest memory of this program, in bytes; ru_maxrss would count that of the program that started it, too."""
    [line] = [
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmHWM")
    ]
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
