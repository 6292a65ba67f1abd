"""One scan read, and counted against what was printed: in a module of its own, so that another process finds it."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, fields
from pathlib import Path

from expect import found
from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.words import PROVEN
from printing import Truth
from scanning import Camera, Scanner

FORMS = load_forms()


@dataclass
class Score:
    """How the scans of one scanner were read; `wrong`: figures that were not printed so, of reports called proven."""

    reports: int = 0
    figures: int = 0
    right: int = 0
    wrong: int = 0
    pages: int = 0
    seconds: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Score) -> Score:
        """Both together."""
        return Score(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )

    def add(self, scan: Path, truth: Truth) -> None:
        """Read one scan, and compare it with what was printed."""
        start = time.perf_counter()
        content = read_content(scan, FORMS)
        self.seconds += time.perf_counter() - start
        read = found(content)
        wrong = sum(truth.get(key, "no such cell") != value for key, value in read.items())
        self.reports += 1
        self.figures += len(truth)
        self.right += sum(key in read and read[key] == value for key, value in truth.items())
        self.wrong += wrong if content.status in PROVEN else 0
        self.pages += content.pages or 0
        self.statuses[content.status] += 1


def read(maker: Scanner | Camera, path: Path, truth: Truth) -> Score:
    """Scan a print, or photograph it, and read that."""
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        score.add(maker.pdf(path, Path(folder) / "scan.pdf"), truth)
    return score
