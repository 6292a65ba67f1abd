"""`make scans`: scan specimens and invented reports in many ways, read them, and write docs/scans.md."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from tabulate import tabulate

import printing as pr
from expect import found
from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.settings import ROOT
from printing import Truth
from printing_pdf import Paper, fit, print_pdf
from scanning import CAMERAS, SCANNERS, WORN, Camera, Scanner
from scans import styles
from scans.scores import Score, read

#: Worse than anybody should scan: what matters here is that nothing wrong is called verified.
HARSH = {
    "120 dpi, 0.8 degrees, noise, compressed": Scanner(120, skew=0.8, noise=18, quality=40),
    "85 dpi, 0.7 degrees, noise, compressed": Scanner(85, skew=0.7, noise=14, quality=50),
    "100 dpi, noise as strong as letters": Scanner(100, skew=-0.7, noise=35, quality=30),
}
#: Flat scans of all styles.
FLAT = {name: SCANNERS[name] for name in list(SCANNERS)[:4]}
SPAWN = multiprocessing.get_context("spawn")
#: Reports invented on each form, of which a page is scanned harshly, and the size of their letters
#: in points.
INVENTED, SIZES = 2, (8.0, 10.0)
FORMS = load_forms()
INTRODUCTION = """# How scans are read

Made by `make scans` (`tests/scanning.py` is the scanner, `benchmarks/scans/styles.py` sets the pages).
*Right*: figures that were read as printed. *Wrong in proven*: figures that were not printed so, in reports
that are called `verified` or `inconsistent`. Times are those of one process of two, each with one thread, on
the machine that made this page; it took {memory:.1f} GB at most."""
BY_STYLE = "Rows as high as their letters, and wide ones; rules as thin as a hair, thick, and around each cell."
COARSE = f"Letters of {SIZES[0]:g} and {SIZES[1]:g} points. Below 150 dots an inch `message` asks for a finer scan."


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


#: What is scanned and photographed, by the heading of its table.
Prints = list[tuple[str, Path, Truth]]


def main() -> None:
    """Read everything in two processes, and write what was counted."""
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor(2, SPAWN) as readers:
        folder = Path(name)
        bundled = [(path.stem, path, truth) for path, truth in specimens()]
        set_so = list(styles.printed(folder, styles.STYLES))
        others = [(path.stem, path, truth) for path, truth in invented(folder)]
        parts = [
            ("Every second specimen", "", SCANNERS, bundled),
            (f"{len(set_so)} styles of three makers", BY_STYLE, FLAT, set_so),
            ("Worn, stamped, folded", "Every second style.", WORN, set_so[::2]),
            (
                "Photographs",
                "Every other style, by the camera of a telephone.",
                CAMERAS,
                set_so[1::2],
            ),
            ("Invented reports, scanned worse than anybody should", COARSE, HARSH, others),
        ]
        tables = []
        for title, note, makers, prints in parts:
            scores = {maker: _try(makers[maker], prints, readers) for maker in makers}
            tables += [f"## {title}", note, _table(scores)]
            if makers is FLAT:
                tables += ["### The same by style", _table(_by_style(scores))]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    text = "\n\n".join([INTRODUCTION.format(memory=memory), *filter(None, tables), ""])
    (ROOT / "docs" / "scans.md").write_text(text, "utf-8")
    print(text)


def _try(maker: Scanner | Camera, prints: Prints, readers: Executor) -> dict[str, Score]:
    """How each print was read, by its name."""
    jobs = [readers.submit(read, maker, path, truth) for _, path, truth in prints]
    return {name: job.result() for (name, _, _), job in zip(prints, jobs, strict=True)}


def _by_style(scores: dict[str, dict[str, Score]]) -> dict[str, dict[str, Score]]:
    names = next(iter(scores.values()))
    return {name: {maker: scores[maker][name] for maker in scores} for name in names}


def _table(scores: dict[str, dict[str, Score]]) -> str:
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
    for name, parts in scores.items():
        each = sum(parts.values(), Score())
        counts = [each.statuses[status] for status in ("verified", "inconsistent", "incomplete")]
        right = f"{each.right:,} ({each.right / each.figures:.2%})"
        rest = [each.reports - sum(counts), each.wrong, f"{each.seconds / max(each.pages, 1):.1f}"]
        rows.append([name, each.reports, f"{each.figures:,}", right, *counts, *rest])
    return tabulate(rows, heads, tablefmt="github", disable_numparse=True)


if __name__ == "__main__":
    main()
