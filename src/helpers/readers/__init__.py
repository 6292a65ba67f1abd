"""Readers: a report's path → its running text and its grids, by what the file holds."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from helpers.errors import NotAReport, UnreadableReport
from helpers.messages import say
from helpers.readers.grid import Readings
from helpers.readers.kinds import kind_of, refused

#: The reader of each kind of file.
READERS = {
    "pdf": "pdf",
    "docx": "word",
    "xlsx": "sheet",
    "xls": "sheet",
    "doc": "oldword",
    "rtf": "rtf",
    "ofd": "ofd",
    "html": "web",
    "mht": "web",
    "webarchive": "web",
    "zipped_page": "web",
    "picture": "scan",
}


def readings(path: Path) -> Readings:
    """Read a report in one way after the other, the cheapest first; each is sent what is lacking.

    Raises NotAReport for a file of no kind in which reports come, UnreadableReport for one that no
    reader can open. The readers' own libraries are loaded only where a file needs them.
    """
    kind = kind_of(path)
    if kind == "empty":
        raise UnreadableReport(say("empty_file"))
    if not kind:
        raise NotAReport(say("no_report_file"))
    if kind not in READERS:
        raise refused(kind)
    found: Readings = import_module(f"helpers.readers.{READERS[kind]}").readings(path)
    return found
