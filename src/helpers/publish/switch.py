"""The tables of a folder, replaced all together: a reader finds the old ones or the new ones.

The new files are made in a folder beside the old ones. Once that bears the name NEXT they are
published: what is in it counts before what lies outside, whoever moves it out, and whenever. The
descriptor goes first and comes last, so that no descriptor ever stands over tables that are not
those it describes.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from helpers.files import PART, sweep_parts

DESCRIPTOR = "datapackage.json"
#: The folder of files that are published and not yet in their places.
NEXT = ".next"


@contextmanager
def switching(folder: Path) -> Iterator[Path]:
    """A place to write files of a folder to, which take their places there all together.

    An error in the block leaves the folder as it was. A process that is killed leaves the old
    files, or the new ones, of which `finish` moves the last to their places. Raises OSError where
    the folder cannot be written.
    """
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    finish(folder)
    sweep_parts(folder, f"{NEXT}.*{PART}")
    made = folder / f"{NEXT}.{os.getpid()}.{secrets.token_hex(4)}{PART}"
    made.mkdir()
    try:
        yield made
        _check_places(folder, made)
        made.rename(folder / NEXT)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        if is_new:
            with suppress(OSError):  # somebody else may write there
                folder.rmdir()
        raise
    finish(folder)


def _check_places(folder: Path, made: Path) -> None:
    """Make sure that each file can take its place: what is published must not be stopped there."""
    for path in made.iterdir():
        place = folder / path.name
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))


def finish(folder: Path) -> None:
    """Move published files to their places, as far as a process that was killed has not."""
    waiting = folder / NEXT
    if not waiting.is_dir():
        return
    names = sorted(path.name for path in waiting.iterdir())
    if DESCRIPTOR in names:
        (folder / DESCRIPTOR).unlink(missing_ok=True)
        names.remove(DESCRIPTOR)
        names.append(DESCRIPTOR)
    for name in names:
        (waiting / name).replace(folder / name)
    waiting.rmdir()


def current(folder: Path, name: str) -> Path:
    """Where a published file lies: among those that wait to be moved, else in its place."""
    waiting = folder / NEXT / name
    return waiting if waiting.is_file() else folder / name
