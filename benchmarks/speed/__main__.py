"""`make bench`: measure this project against other readers and with more and more reports, write docs/performance.md.

The numbers of reports may be given; a folder of real reports with their truth.csv may be named in
GONGKAI_REAL_REPORTS.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers.settings import ROOT
from speed import chain, invented, pictures, printed, scale, stages, tables
from speed.chain import Step
from speed.machine import machine
from speed.page import Measured, page
from speed.peers import PASSES, compare, real, specimens
from speed.scale import Run

SIZES = (10, 100, 1000)
WORKERS = (1, 2)
#: Reports of which only the tables are made.
TABLES = (1000, 10_000)
DOCS = ROOT / "docs"


def main(*sizes: str) -> None:
    """Measure one thing after the other, and nothing beside it."""
    folder = os.environ.get("GONGKAI_REAL_REPORTS")
    if not all(size.isdecimal() and int(size) for size in sizes):
        sys.exit('SIZES must be numbers of reports, as in: make bench SIZES="10 100 1000 10000"')
    if folder and not (Path(folder) / "truth.csv").is_file():
        sys.exit(
            f"GONGKAI_REAL_REPORTS names {folder}, which holds no truth.csv: name a folder that does, or none."
        )
    host, wanted = machine(), sorted(map(int, sizes or SIZES))
    files, bundled = invented.reports(wanted[-1]), specimens()
    others = real(Path(folder)) if folder else []
    read = [*bundled, *others]
    said = f"The {len(bundled)} bundled specimens" + (
        f" and {len(others)} real reports" if others else ""
    )
    said += f", with {sum(len(report.truth) for report in read):,} figures"
    scores, anew = compare(read), compare(printed.reports())
    shares = stages.measure([report.path for report in read], PASSES)
    written = tables.measure(list(TABLES))
    runs, steps = _grow(files, wanted)
    _write(Measured(host, said, scores, anew, shares, runs, written, steps))


def _grow(files: list[Path], sizes: list[int]) -> tuple[list[Run], list[Step]]:
    """Each number of reports with each number of workers, and the notebooks over what was read last."""
    with TemporaryDirectory() as folder:
        runs, cache = [], Path(folder)
        for size in sizes:
            for workers in WORKERS:
                cache = Path(folder) / f"{size} by {workers}"
                runs.append(scale.measure(files[:size], workers, cache))
                print(runs[-1], file=sys.stderr)
        return runs, list(chain.measure(files[: sizes[-1]], cache))


def _write(found: Measured) -> None:
    for name, drawing in (
        ("performance", pictures.readers(found.scores)),
        ("scale", pictures.scale(found.runs)),
    ):
        drawing.savefig(DOCS / "images" / f"{name}.png", dpi=150)
    (DOCS / "performance.md").write_text(page(found), "utf-8")
    print(page(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
