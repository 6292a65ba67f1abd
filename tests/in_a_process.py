"""What tests have a process do in the place of a reading: a module that is imported in no time."""

from __future__ import annotations

import os
import time

from helpers.readers.limits import begin_picture

_KEPT: list[bytearray] = []


def hoard(size: int) -> int:
    """Keep so many bytes, as caches and gaps in memory do."""
    _KEPT.append(bytearray(size))
    return os.getpid()


def read_pictures(pages: int, seconds: float) -> int:
    """Take so long for each of some pages that are pictures."""
    for _ in range(pages):
        begin_picture()
        time.sleep(seconds)
    return pages
