"""What a saved web page needs and does not hold: frames and style sheets in files beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from helpers.errors import UnreadableReport
from helpers.readers.web.encoding import decode

#: So many files are opened for a page, of so many bytes at most.
MAX_FILES, MAX_BYTES = 50, 5_000_000
_ADDRESS = re.compile(
    r"""<(?:iframe|frame|link)\b[^<>]*?\s(?:src|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s<>"']+))""",
    re.IGNORECASE,
)


def files_beside(page: Path, source: str) -> dict[str, str]:
    """The texts of frames and style sheets that lie beside a page, by the addresses that it has.

    Nothing outside of the folder of the page is opened, and no address of a network.
    """
    files = _files(page, source)
    return {address: decode(file.read_bytes())[0] for address, file in files.items()}


def digest(page: Path, content: bytes) -> str:
    """What tells the files beside a page from themselves after a change; "" where it has none."""
    try:
        source, _ = decode(content)
    except UnreadableReport:  # told when it is read
        return ""
    files = _files(page, source)
    if not files:
        return ""
    told = hashlib.sha256()
    for file in files.values():
        told.update(file.read_bytes())
    return told.hexdigest()


def _files(page: Path, source: str) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for address in _addresses(source):
        file = _beside(page, address)
        if file and len(files) < MAX_FILES:
            files[address] = file
    return files


def _addresses(source: str) -> Iterator[str]:
    for found in _ADDRESS.finditer(source):
        yield next(filter(None, found.groups()), "").strip()


def _beside(page: Path, address: str) -> Path | None:
    """The file that a relative address means, where it lies in the folder of the page."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    folder = page.resolve().parent
    file = (folder / unquote(parts.path)).resolve()
    if not file.is_relative_to(folder) or not file.is_file():
        return None
    return file if 0 < file.stat().st_size <= MAX_BYTES else None
