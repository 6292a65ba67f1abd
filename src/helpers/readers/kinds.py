"""The kind of a file, by its first bytes and its structure: names of files lie.

A name counts only where the content says nothing, so that a damaged file is called damaged by the
reader of what it claims to be.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, is_zipfile

from helpers.errors import UnreadableReport
from helpers.messages import say

#: So many bytes are looked at.
HEAD = 65_536
#: What a file of a kind begins with.
_BEGINS = {
    b"%PDF-": "pdf",
    b"\x89PNG\r\n": "picture",
    b"\xff\xd8\xff": "picture",
    b"II*\x00": "picture",
    b"MM\x00*": "picture",
    b"{\\rtf": "rtf",
    b"Rar!\x1a\x07": "rar",
    b"7z\xbc\xaf\x27\x1c": "7z",
}
_WEBP = re.compile(rb"RIFF.{4}WEBP", re.DOTALL)
_BINARY_LIST, _ARCHIVED = b"bplist00", b"WebMainResource"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Streams of OLE files, by which old Office files are told apart; a locked new one comes first.
_STREAMS = {"EncryptedPackage": "locked", "WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
#: Parts of zipped files, the first that is there tells the kind.
_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "OFD.xml": "ofd",
    "content.xml": "odf",
}
_FOLDERS = {"word/": "docx", "xl/": "xlsx"}
_PDF = re.compile(rb"%PDF-\d")
_MAIL = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.IGNORECASE)
_MULTIPART = re.compile(rb"content-type:\s*(?:multipart/|text/html)", re.IGNORECASE)
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|div|meta|frameset|iframe|script|p|span)\b",
    re.IGNORECASE,
)
#: The page in an archive that is a web page at the same time.
PAGE_IN_ZIP = "index.html"
#: What a name claims.
_ENDINGS = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm"),
    "html": (".html", ".htm", ".shtml", ".xhtml", ".xht"),
    "mht": (".mht", ".mhtml"),
    "webarchive": (".webarchive",),
    "picture": (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"),
    "doc": (".doc", ".wps"),
    "rtf": (".rtf",),
    "ofd": (".ofd",),
    "odf": (".odt",),
    "xls": (".xls", ".et"),
    "xlsx": (".xlsx", ".xlsm"),
}

#: All kinds, but for files that are no reports.
KINDS = frozenset(
    {
        *_BEGINS.values(),
        *_STREAMS.values(),
        *_PARTS.values(),
        *_ENDINGS,
        "ole",
        "zip",
        "zipped_page",
    }
)


def kind_of(path: Path) -> str:
    """The kind of a file: pdf, docx, html ..., empty; "" for one that is no report.

    Raises OSError where the disk does not give it.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        if not head.strip():
            return "empty"
        return _by_content(head, stream) or _by_name(path)


def may_begin(head: bytes) -> bool:
    """Whether a file that begins so may be a report; its end is not known."""
    if head.startswith((b"PK", _OLE, _BINARY_LIST)):
        return True
    return bool(_by_content(head, BytesIO(head)))


def ending(kind: str, name: str) -> str:
    """What the name of a file of a kind ends with: as it does already, if that suits the kind."""
    endings = _ENDINGS.get(kind, (f".{kind}",))
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix in endings else endings[0]


def refused(kind: str) -> UnreadableReport:
    """What is said of a file of a kind that no reader opens."""
    return UnreadableReport(say(f"kind_{kind}"))


def _by_content(head: bytes, stream: BinaryIO) -> str:
    for begin, kind in _BEGINS.items():
        if head.startswith(begin):
            return kind
    if _WEBP.match(head):
        return "picture"
    if head.startswith(_OLE):
        return _of_streams(head + stream.read())
    if head.startswith(b"PK") and is_zipfile(stream):
        return _of_parts(stream)
    if _PDF.search(head[:1024]):
        return "pdf"
    return _of_text(head, stream)


def _of_text(head: bytes, stream: BinaryIO) -> str:
    """The kind of a file of text, or of a property list."""
    if head.startswith(_BINARY_LIST):
        return "webarchive" if _ARCHIVED in head + stream.read() else ""
    if b"<plist" in head[:1024] and _ARCHIVED in head:
        return "webarchive"
    letter = _MAIL.match(head)
    if letter and _MULTIPART.search(letter[0]):
        return "mht"
    # UTF-16 has a zero in each character of a tag.
    if not _TAG.search(head.replace(b"\x00", b"")):
        return ""
    return "zipped_page" if _holds_page(stream) else "html"


def _holds_page(stream: BinaryIO) -> bool:
    """Whether a web page is an archive at the same time, as programs save a page in one file."""
    if not is_zipfile(stream):
        return False
    try:
        with ZipFile(stream) as package:
            return PAGE_IN_ZIP in package.namelist()
    except (BadZipFile, OSError):
        return False


def _of_streams(data: bytes) -> str:
    for name, kind in _STREAMS.items():
        if name.encode("utf-16-le") in data:
            return kind
    return "ole"


def _of_parts(stream: BinaryIO) -> str:
    try:
        with ZipFile(stream) as package:
            names: Collection[str] = set(package.namelist())
    except (BadZipFile, OSError):
        return "zip"
    for part, kind in _PARTS.items():
        if part in names:
            return kind
    # A file of Word or Excel may call its main part otherwise; its folder tells.
    for folder, kind in _FOLDERS.items():
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return kind
    return "zip"


def _by_name(path: Path) -> str:
    for kind, endings in _ENDINGS.items():
        if path.suffix.lower() in endings:
            return kind
    return ""
