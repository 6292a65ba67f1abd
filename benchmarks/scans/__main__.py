"""`make scans`: scan every second specimen and invented reports in many ways, read them, and write docs/scans.md."""

from __future__ import annotations

import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tabulate import tabulate

import printing as pr
from expect import found
from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.settings import ROOT
from helpers.words import PROVEN
from printing import Truth
from printing_pdf import Paper, fit, print_pdf
from scanning import SCANNERS, Scanner

#: Worse than anybody should scan: what matters here is that nothing wrong is called verified.
HARSH = {
    "120 dpi, 0.8 degrees, noise, compressed": Scanner(120, skew=0.8, noise=18, quality=40),
    "85 dpi, 0.7 degrees, noise, compressed": Scanner(85, skew=0.7, noise=14, quality=50),
    "100 dpi, noise as strong as letters": Scanner(100, skew=-0.7, noise=35, quality=30),
}
#: Reports invented on each form, of which a page is scanned harshly, and the size of their letters
#: in points.
INVENTED, SIZES = 2, (8.0, 10.0)
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


def specimens() -> Iterator[tuple[Path, Truth]]:
    """Every second bundled specimen, and what its text layer says (tests/test_specimens.py holds that to be right)."""
    for path in sorted((ROOT / "data" / "raw" / "specimens").glob("*.pdf"))[::2]:
        yield path, found(read_content(path, FORMS))


def invented(folder: Path) -> Iterator[tuple[Path, Truth]]:
    """Reports with figures that no agency printed, the same in each run."""
    for form in FORMS:
        for seed in range(INVENTED):
            report = pr.report(form, seed=seed + 1)
            paper = replace(Paper(), size=SIZES[seed % len(SIZES)])
            fit(report, paper)
            yield print_pdf(report, folder / f"{form}-{seed}.pdf", paper), report.truth


def main() -> None:
    """Read everything in this one process, and write what was counted."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        printed = list(specimens())
        scores = {scanner: _try(SCANNERS[scanner], printed, folder) for scanner in SCANNERS}
        others = list(invented(folder))
        harsh = {scanner: _try(HARSH[scanner], others, folder) for scanner in HARSH}
    text = _page(scores, harsh, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
    (ROOT / "docs" / "scans.md").write_text(text, "utf-8")
    print(text)


def _try(scanner: Scanner, reports: list[tuple[Path, Truth]], folder: Path) -> Score:
    score = Score()
    for path, truth in reports:
        score.add(scanner.pdf(path, folder / "scan.pdf"), truth)
    return score


def _page(scores: dict[str, Score], harsh: dict[str, Score], memory: float) -> str:
    return "\n\n".join(
        [
            "# How scans are read",
            "Made by `make scans` (`tests/scanning.py` is the scanner). *Right*: figures that were read as printed. "
            "*Wrong in proven*: figures that were not printed so, in reports that are called `verified` or "
            "`inconsistent`. Times are those of one process on the machine that made this page; it took "
            f"{memory:.1f} GB at most.",
            "## Every second specimen",
            _table(scores),
            "## Invented reports, scanned worse than anybody should",
            f"Letters of {SIZES[0]:g} and {SIZES[1]:g} points. Below 150 dots an inch `message` asks for a finer scan.",
            _table(harsh),
            "",
        ]
    )


def _table(scores: dict[str, Score]) -> str:
    heads = [
        "scanner",
        "reports",
        "figures",
        "right",
        "verified",
        "inconsistent",
        "incomplete",
        "other",
    ]
    heads += ["wrong in proven", "seconds a page"]
    rows = []
    for name, each in scores.items():
        counts = [each.statuses[status] for status in ("verified", "inconsistent", "incomplete")]
        right = f"{each.right:,} ({each.right / each.figures:.2%})"
        rest = [each.reports - sum(counts), each.wrong, f"{each.seconds / max(each.pages, 1):.1f}"]
        rows.append([name, each.reports, f"{each.figures:,}", right, *counts, *rest])
    return tabulate(rows, heads, tablefmt="github", disable_numparse=True)


if __name__ == "__main__":
    main()
