"""A lock, so that two runs never write to one folder at the same time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from helpers.errors import UserError

#: Says who writes to its folder now; it stays when a run is over, and is empty then.
FILE = ".gongkai.lock"


class Locked(UserError):
    """Another run writes there now."""

    exit_code = 3


@contextmanager
def hold(*folders: Path) -> Iterator[None]:
    """Keep other runs out of folders as long as the `with` block, or this process, lasts.

    The system itself frees the lock of a process that ends, however it ends. Raises Locked.
    """
    with ExitStack() as stack:
        for folder in sorted({folder.resolve() for folder in folders}):
            stack.enter_context(_hold(folder))
        yield


@contextmanager
def _hold(folder: Path) -> Iterator[None]:
    try:
        stream = (folder / FILE).open("a+", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"Cannot write {folder / FILE}: {error.strerror}; name another folder."
        ) from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            stream.seek(0)
            holder = stream.read() or "begun just now"
            raise Locked(f"Another run ({holder}) writes to {folder}: wait for its end.") from error
        except OSError as error:
            raise UserError(
                f"Cannot lock {folder}: {error.strerror}; name a folder on another disk."
            ) from error
        stream.truncate(0)
        stream.write(f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        stream.flush()
        yield
        stream.truncate(0)
