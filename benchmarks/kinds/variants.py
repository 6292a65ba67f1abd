"""An invented report in the ways in which offices set reports, and in which a figure is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import printing as pr
from expect import differences, lies
from helpers.words import PROVEN
from kinds import ofd_ways, rtf_ways, sheet_ways, word_ways
from kinds.compared import read
from kinds.settings import converted
from printing import Report

#: Sets a report as a file, perhaps changing what it says.
Way = Callable[[Report, Path], object]
#: The ways by the ending of the file; the first line of each says what is set otherwise.
WAYS: dict[str, Iterable[Way]] = {
    ".docx": word_ways.WAYS,
    ".rtf": rtf_ways.WAYS,
    ".ofd": ofd_ways.WAYS,
    ".xlsx": sheet_ways.WAYS,
    ".xls": sheet_ways.OLD,
}
FORM = "national_2021"


@dataclass(frozen=True)
class Tried:
    """What became of one way."""

    kind: str
    shows: str
    figures: int
    right: int
    wrong: int
    status: str


def try_all(folder: Path) -> list[Tried]:
    """Set and read every way; Word files once more as old ones, where LibreOffice is installed."""
    tried, word = [], {}
    for kind, ways in WAYS.items():
        for way in ways:
            report = pr.report(FORM)
            path = folder / f"{way.__name__}{kind}"
            way(report, path)
            tried.append(judged(kind, way, path, report))
            if kind == ".docx":
                word[path.stem] = way, path, report
    old = converted([path for _, path, _ in word.values()], "doc", folder / "ways")
    for path in old:
        way, _, report = word[path.stem]
        tried.append(judged(".doc", way, path, report))
    return tried


def judged(kind: str, way: Way, path: Path, report: Report) -> Tried:
    """Read a file, and hold it against what it shows."""
    content = read(path)
    others = differences(content, report)
    wrong = set(lies(content, report))
    if content.status in PROVEN:
        wrong |= others.keys()
    right = len(report.truth) - len(others.keys() & report.truth.keys())
    shows = (way.__doc__ or "").split("\n")[0].rstrip(".")
    return Tried(kind, shows, len(report.truth), right, len(wrong), content.status)
