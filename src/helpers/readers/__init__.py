"""Readers: a report's path → its running text and its grids, by the type of the file."""

from __future__ import annotations

from pathlib import Path

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.grid import Readings

#: Types that a reader exists for, and types that reports come in without one: those get a row that
#: says so.
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
READABLE = (".pdf", ".docx", ".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", *PICTURES)
UNREADABLE = (".doc", ".docm", ".odt", ".wps", ".ofd", ".rtf")


def readings(path: Path) -> Readings:
    """Read a report in one way after the other, the cheapest first; each is sent what is lacking.

    Raises UnreadableReport for a file that no reader can open. The readers' own libraries are
    loaded only where a file needs them.
    """
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        raise UnreadableReport(say("unknown_type", suffix=suffix))
    if suffix == ".pdf":
        from helpers.readers import pdf

        return pdf.readings(path)
    if suffix in PICTURES:
        from helpers.readers import scan

        return scan.readings(path)
    if suffix == ".docx":
        from helpers.readers import word

        return word.readings(path)
    from helpers.readers import web

    return web.readings(path)
