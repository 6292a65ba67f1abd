"""How far the reading of a folder is: a bar for who watches, a line now and then for a log."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

from helpers import settings
from helpers.corpus.extraction import Extraction

Read = TypeVar("Read", bound=Extraction)


def shown(extractions: Iterable[Read], total: int) -> Iterator[Read]:
    """Pass extractions on, and show on stderr how far the reading is.

    Shown are how many are done, their rate, the time left and how many failed.
    """
    return _with_bar(extractions, total) if _watched() else _with_lines(extractions, total)


def _watched() -> bool:
    """Whether stderr is a terminal or a notebook.

    A run without a terminal says so to its kernel.
    """
    if sys.stderr.isatty():
        return True
    return "ipykernel" in sys.modules and settings.LOGGED not in os.environ


def _with_bar(extractions: Iterable[Read], total: int) -> Iterator[Read]:
    failed = 0
    with tqdm(extractions, total=total, unit="report", postfix={"failed": 0}) as bar:
        for extraction in bar:
            if extraction.content.status == "failed":
                failed += 1
                bar.set_postfix(failed=failed, refresh=False)
            yield extraction


def _with_lines(extractions: Iterable[Read], total: int) -> Iterator[Read]:
    failed = 0
    began = said = time.monotonic()
    for done, extraction in enumerate(extractions, 1):
        if extraction.content.status == "failed":
            failed += 1
        now = time.monotonic()
        if now - said >= settings.LINE_SECONDS:
            said = now
            print(line(done, total, now - began, failed), file=sys.stderr, flush=True)
        yield extraction


def line(done: int, total: int, seconds: float, failed: int) -> str:
    """How far a reading is after so many seconds, for a log."""
    rate = f"{done / seconds:.1f} a second"
    left = tqdm.format_interval(seconds / done * (total - done))
    return f"{done:,} of {total:,} reports, {rate}, {left} left, {failed:,} failed"
