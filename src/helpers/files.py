"""Files that nobody ever sees half written, names as they can be shown, and what is kept."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import platformdirs

from helpers.errors import UserError
from helpers.text import STEERING

#: What the name of a file ends with that is being written, and that of a copy of a table; no two
#: runs share them. After so many seconds nobody writes to the first any more, and the second can be
#: made again.
PART, COPY, STALE = ".part", ".parquet", 24 * 3600


#: What a name cannot show: what steers, breaks of lines, and bytes that are no UTF-8, as Python
#: escapes them. A backslash that could be read as an escape is one itself.
_UNSHOWN = re.compile(rf"[{STEERING}\t\n\u2028\u2029\ud800-\udfff]|\\(?=[xu])")
_ESCAPE = re.compile(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})")


def shown(name: str) -> str:
    r"""A name of a file as tables, pages and terminals can show it.

    `\xb1` stands for a byte, `\u202e` for a sign that turns the direction of writing. No two names
    are shown alike; `named` finds the name again.
    """
    return _UNSHOWN.sub(_escaped, name)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"


def named(text: str) -> str:
    """The name of a file that is shown as this."""
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(found: re.Match[str]) -> str:
    byte, code = found.groups()
    if code:
        return chr(int(code, 16))
    value = int(byte, 16)
    return chr(value if value < 0x80 else 0xDC00 + value)


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """A place beside a path to write to.

    What is there takes the path's place at the end of the block, in one step.

    Where the block ends with an error, what stood at the path stays. A run that is stopped, or runs
    beside another one, never leaves half of a file by its name. Raises OSError where the folder
    cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}{PART}")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in the place of an older one, in one step."""
    with writing(path) as beside:
        beside.write_bytes(content)


def sha256_of(path: Path) -> str:
    """The digest of what a file holds now."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def cache_folder() -> Path:
    """Where readings and copies of tables are kept: GONGKAI_CACHE, else the user's cache folder.

    Made if need be. Raises OSError where it cannot be made, UserError where others may write to it:
    what they put there would be published as read.
    """
    chosen = os.environ.get("GONGKAI_CACHE")
    folder = Path(chosen or platformdirs.user_cache_path("gongkai"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = folder.stat()
    if state.st_uid != os.getuid() or state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise UserError(
            f"Others may write to {folder}, where readings are kept: make it yours alone "
            "(chmod go-w), empty it, or name another folder in GONGKAI_CACHE."
        )
    return folder


def sweep() -> None:
    """Empty the folder of what nobody needs any more.

    Removed are what runs that were killed left half written there, and the copies of tables of
    earlier runs.
    """
    with suppress(OSError):
        for path in cache_folder().glob("*"):
            with suppress(OSError):  # another run may be sweeping, too
                if path.suffix in (PART, COPY) and _age(path) > STALE:
                    path.unlink()


def sweep_parts(folder: Path, pattern: str = f".*{PART}") -> None:
    """Remove files and folders that processes that were killed had begun to make."""
    for path in folder.glob(pattern):
        with suppress(OSError):
            if _age(path) > STALE:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _age(path: Path) -> float:
    """Seconds since a file or folder was written."""
    return time.time() - path.stat().st_mtime
