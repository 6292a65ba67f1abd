"""What a saved web page needs and does not hold: frames and style sheets in files beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from helpers.errors import UnreadableReport
from helpers.readers.kinds import kind_of
from helpers.readers.web.encoding import decode

#: So many files are opened for a page, of so many bytes at most.
MAX_FILES, MAX_BYTES = 50, 5_000_000
#: Kinds of files that are shown in a page: pages, and style sheets, which are of none.
_SHOWN = frozenset({"html", ""})
#: Files that show no frames.
_NO_PAGES = frozenset({".css", ".js", ".png", ".jpg", ".gif"})
_ADDRESS = re.compile(
    r"""<(?:iframe|frame|link|object|embed)\b[^<>]*?\s(?:src|href|data)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s<>"']+))""",
    re.IGNORECASE,
)


def files_beside(page: Path, source: str) -> dict[str, str]:
    """The texts of frames and style sheets that lie beside a page, by the addresses that it has.

    Nothing outside of the folder of the page is opened, and no address of a network.
    """
    files = _files(page, source)
    return {address: _text(file) for address, file in files.items()}


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
    """The files beside a page, and those that its frames show, by their addresses from the page."""
    files: dict[str, Path] = {}
    waiting = [("", source)]
    while waiting and len(files) < MAX_FILES:
        base, text = waiting.pop(0)
        for written in _addresses(text):
            address = joined(base, written)
            file = _beside(page, address)
            if not file or address in files or len(files) >= MAX_FILES:
                continue
            files[address] = file
            if file.suffix.lower() not in _NO_PAGES:
                waiting.append((address, _text(file)))
    return files


def joined(base: str, address: str) -> str:
    """The address that is meant where another one stands in a page, without a place in it."""
    try:
        return urldefrag(urljoin(base, address.strip())).url
    except ValueError:  # brackets that are no address of a network
        return address.strip()


def _text(file: Path) -> str:
    try:
        return decode(file.read_bytes())[0]
    except UnreadableReport:
        return ""


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
    is_text = 0 < file.stat().st_size <= MAX_BYTES and kind_of(file) in _SHOWN
    return file if is_text else None
