"""Files that nobody ever sees half written, and the folder of what is kept from run to run."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import platformdirs

#: What the name of a file ends with that is being written, and that of a copy of a table; no two
#: runs share them. After so many seconds nobody writes to the first any more, and the second can be
#: made again.
PART, COPY, STALE = ".part", ".parquet", 24 * 3600


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


def cache_folder() -> Path:
    """Where readings and copies of tables are kept: GONGKAI_CACHE, else the user's cache folder.

    Made if need be. Raises OSError where it cannot be made.
    """
    chosen = os.environ.get("GONGKAI_CACHE")
    folder = Path(chosen or platformdirs.user_cache_path("gongkai"))
    folder.mkdir(parents=True, exist_ok=True)
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


def _age(path: Path) -> float:
    """Seconds since a file was written."""
    return time.time() - path.stat().st_mtime
