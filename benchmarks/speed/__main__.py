"""`make bench`: measure this project against other readers and with more and more reports, write docs/performance.md.

The numbers of reports may be given; a folder of real reports with their truth.csv may be named in GONGKAI_REAL_REPORTS.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from helpers.settings import ROOT
from speed import invented, pictures, stages
from speed.machine import machine
from speed.page import page
from speed.peers import PASSES, compare, real, specimens
from speed.scale import measure

SIZES = (10, 100, 1000)
DOCS = ROOT / "docs"


def main(*sizes: str) -> None:
    """Measure one thing after the other, and nothing beside it."""
    folder = os.environ.get("GONGKAI_REAL_REPORTS")
    if not all(size.isdecimal() and int(size) for size in sizes):
        sys.exit('SIZES must be numbers of reports, as in: make bench SIZES="10 100 1000 10000"')
    if folder and not (Path(folder) / "truth.csv").is_file():
        sys.exit(f"GONGKAI_REAL_REPORTS names {folder}, which holds no truth.csv: name a folder that does, or none.")
    host, wanted = machine(), sorted(map(int, sizes or SIZES))
    runs = list(measure(invented.reports(wanted[-1]), wanted))
    bundled = specimens()
    others = real(Path(folder)) if folder else []
    scores = compare([*bundled, *others])
    figures = sum(len(report.truth) for report in (*bundled, *others))
    said = f"The {len(bundled)} bundled specimens" + (f" and {len(others)} real reports" if others else "")
    shares = stages.measure([report.path for report in (*bundled, *others)], PASSES)
    text = page(host, scores, f"{said}, with {figures:,} figures", shares, runs)
    for name, drawing in (("performance", pictures.readers(scores)), ("scale", pictures.scale(runs))):
        drawing.savefig(DOCS / "images" / f"{name}.png", dpi=150)
    (DOCS / "performance.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
