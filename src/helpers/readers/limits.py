"""How much of a file is read at most, by the names in the settings.

And what a page that is a picture may take.
"""

from __future__ import annotations

import resource
from collections.abc import Callable

from helpers import settings
from helpers.errors import UnreadableReport
from helpers.messages import say

_TOLD: list[Callable[[], None]] = []


def check_limit(name: str, count: float) -> None:
    """Raise UnreadableReport, which says what to do, where a file holds more than the limit."""
    most = settings.LIMITS[name]
    if count > most:
        raise UnreadableReport(say(f"limit_{name}", most=f"{most:,}"))


def on_picture(told: Callable[[], None]) -> None:
    """Have something called before each page that is a picture."""
    _TOLD.append(told)


def begin_picture() -> None:
    """Before a page that is a picture: it may take as long as a report, and OCR more memory."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if soft != resource.RLIM_INFINITY and soft < settings.SCAN_MEMORY:
        more = settings.SCAN_MEMORY
        if hard != resource.RLIM_INFINITY:
            more = min(more, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (more, hard))
    for told in _TOLD:
        told()
