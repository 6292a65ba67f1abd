"""Where the time of a report goes: `python -m speed.stages PASSES FILE...` prints the seconds of each stage.

The clocks are in the way a little: what they say of a stage holds against the other stages, not
against other readers.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import playa

from helpers.extract import report
from helpers.forms import load_forms
from helpers.readers.pdf import document, drawn, tables
from helpers.readers.pdf.document import PdfPage
from speed.machine import measured

#: Each stage with the functions that it consists of. Time in a function of another stage does not
#: count for it.
STAGES: dict[str, list[tuple[object, str]]] = {
    "characters, paths and images, by pdfium": [(document, "open_page"), (PdfPage, "glyphs")],
    "the same where pdfium cannot name them, by playa": [(playa, "open"), (drawn, "_parsed")],
    "rows and columns, by camelot": [
        (drawn, "_rules"),
        (drawn, "_more_rules"),
        (tables._Ruled, "extract_tables"),
    ],
    "cells and their text": [(tables, "_grid"), (tables, "on_page")],
    "the picture of the page, by pdfium": [(document, "_picture")],
    "ink against characters": [(tables, "look")],
    "running text": [(tables, "passages"), (report, "narrate")],
    "matching with all forms": [(report, "match_form")],
    "figures, sums and proofs": [(report, "read_figures"), (report, "settle")],
    "everything else": [(report, "read_content")],
}


def measure(files: list[Path], passes: int) -> dict[str, float]:
    """Seconds a report by stage, in a process of its own: those of the fastest pass."""
    seconds: dict[str, float] = measured("speed.stages", str(passes), *map(str, files))
    return {stage: each / len(files) for stage, each in seconds.items()}


class Clock:
    """The time of each stage, without that of the stages within it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._within: list[float] = []

    def times(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, whose time is counted."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            self._within.append(0.0)
            try:
                return call(*args, **kwargs)
            finally:
                spent = time.perf_counter() - start
                self.seconds[stage] += spent - self._within.pop()
                if self._within:
                    self._within[-1] += spent

        return timed


def main(passes: str, *files: str) -> None:
    """Read all files so many times, once before to warm up."""
    clock, forms = Clock(), load_forms()
    for stage, functions in STAGES.items():
        for owner, name in functions:
            setattr(owner, name, clock.times(stage, getattr(owner, name)))
    every: list[dict[str, float]] = []
    for _ in range(int(passes) + 1):
        clock.seconds.clear()
        for file in files:
            report.read_content(Path(file), forms)
        every.append({stage: clock.seconds[stage] for stage in STAGES})
    print("\n" + json.dumps(min(every[1:], key=lambda seconds: sum(seconds.values()))))


if __name__ == "__main__":
    main(*sys.argv[1:])
