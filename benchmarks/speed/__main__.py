"""`make bench`: measure this project against other readers and with more and more reports, write docs/performance.md.

The numbers of reports may be given; a folder of real reports with their truth.csv may be named in GONGKAI_REAL_REPORTS.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from helpers.settings import ROOT
from speed import invented, pictures
from speed.machine import machine
from speed.page import page
from speed.peers import compare, real, specimens
from speed.scale import measure

SIZES = (10, 100, 1000)
DOCS = ROOT / "docs"


def main(*sizes: str) -> None:
    """Measure one thing after the other, and nothing beside it."""
    host, wanted = machine(), sorted(map(int, sizes or SIZES))
    runs = list(measure(invented.reports(wanted[-1]), wanted))
    bundled, folder = specimens(), os.environ.get("GONGKAI_REAL_REPORTS")
    others = real(Path(folder)) if folder else []
    scores = compare([*bundled, *others])
    figures = sum(len(report.truth) for report in (*bundled, *others))
    said = f"The {len(bundled)} bundled specimens" + (f" and {len(others)} real reports" if others else "")
    text = page(host, scores, f"{said}, with {figures:,} figures", runs)
    for name, drawing in (("performance", pictures.readers(scores)), ("scale", pictures.scale(runs))):
        drawing.savefig(DOCS / "images" / f"{name}.png", dpi=150)
    (DOCS / "performance.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
