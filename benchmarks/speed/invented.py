"""As many different reports as are wanted: invented agencies on every form, in every style of a printed page."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context
from pathlib import Path

from helpers.settings import ROOT
from printing import FORMS
from proof.styles import STYLES, print_styled, write_agency

#: Kept until `make clean`, so that a second run does not print them again.
PRINTED = ROOT / "build" / "bench" / "reports"
PAGES = [name for name, style in STYLES.items() if style.paper]
KINDS = list(product(PAGES, FORMS, ("small", "large")))


def reports(number: int) -> list[Path]:
    """The first so many reports; those that are not there yet are printed, by two processes."""
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        return list(executor.map(_printed, range(number), chunksize=8))


def _printed(number: int) -> Path:
    folder = PRINTED / f"{number:05}"
    path = folder / "report.pdf"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        name, form, size = KINDS[
            number * 37 % len(KINDS)
        ]  # 37 and their number have no divisor in common: all kinds
        print_styled(write_agency(form, number + 1, size, wrong=False), STYLES[name], folder)
    return path
