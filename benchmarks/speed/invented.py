"""As many different reports as are wanted: invented agencies on every form, in every style of a printed page."""

from __future__ import annotations

import csv
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context
from pathlib import Path

from helpers.settings import ROOT
from helpers.sources import NAME
from printing import FORMS
from proof.styles import STYLES, print_styled, write_agency

#: Kept until `make clean`, so that a second run does not print them again.
PRINTED = ROOT / "build" / "bench" / "reports"
PAGES = [name for name, style in STYLES.items() if style.paper]
#: The years of each agency.
FIRST, YEARS = 2016, 10
KINDS = list(product(PAGES, FORMS, ("small", "large")))


def reports(number: int) -> list[Path]:
    """The first so many reports; those that are not there yet are printed, by two processes.

    All of them name one agency, so a sources.csv beside them gives ten years in a row to each of many.
    """
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        paths = list(executor.map(_printed, range(number), chunksize=8))
    with (PRINTED / NAME).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("file", "agency", "year", "origin"))
        for n, path in enumerate(paths):
            file = path.relative_to(PRINTED).as_posix()
            writer.writerow((file, f"第{n // YEARS + 1}机关", FIRST + n % YEARS, "specimen"))
    return paths


def _printed(number: int) -> Path:
    folder = PRINTED / f"{number:05}"
    path = folder / "report.pdf"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        name, form, size = KINDS[number * 37 % len(KINDS)]  # 37 and their number have no divisor in common: all kinds
        print_styled(write_agency(form, number + 1, size, wrong=False), STYLES[name], folder)
    return path
