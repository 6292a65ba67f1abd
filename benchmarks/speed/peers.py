"""The same reports with this project, with the libraries that find tables in PDFs, and with pdfium's text alone."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import mean, median

from helpers.forms import load_forms
from helpers.settings import ROOT
from printing import Truth
from proof import bases
from speed.mapping import place
from speed.reading import READERS, RESULT, SECONDS

#: Where `make bench` puts the libraries that the project does not use.
PEERS = ROOT / "build" / "bench" / "peers"
PASSES = 5
OWN = "gongkai"
FORMS = load_forms()
#: Seconds by the clock, and of the processor.
Spent = tuple[float, float]


@dataclass(frozen=True)
class Report:
    """One PDF report, and every figure that it prints."""

    path: Path
    form: str
    truth: Truth


@dataclass(frozen=True)
class Score:
    """How one reader did: seconds a report by the clock and by the processor's time, peak memory in bytes, the share of
    figures in the right place, if any.
    """

    name: str
    version: str
    seconds: float
    processor: float
    memory: float
    right: float | None


def specimens() -> list[Report]:
    """The bundled specimens, with the figures as they were published."""
    known = _figures(bases.FIGURES, "agency", "year")
    found = bases.specimens()
    return [Report(source.path, *known[source.agency, str(source.year)]) for source in found]


def real(folder: Path) -> list[Report]:
    """The PDFs of a folder that its truth.csv names."""
    known = _figures(folder / "truth.csv", "file")
    return [Report(folder / file, *known[file,]) for (file,) in known if file.endswith(".pdf")]


def _figures(path: Path, *names: str) -> dict[tuple[str, ...], tuple[str, Truth]]:
    forms: dict[tuple[str, ...], str] = {}
    cells: dict[tuple[str, ...], Truth] = defaultdict(dict)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for each in csv.DictReader(stream):
            report = tuple(each[name] for name in names)
            forms[report] = each["form"]
            value = Decimal(each["value"]) if each["value"] else None
            cells[report][each["table"], each["row"], each["column"]] = value
    return {report: (form, cells[report]) for report, form in forms.items()}


def compare(reports: list[Report]) -> list[Score]:
    """Every reader in a process of its own; they take turns file by file, so that a slow machine is slow for all."""
    readers = {name: _start(name, reports) for name in READERS}
    spent: dict[str, list[Spent]] = {name: [] for name in readers}
    for number in range(len(reports)):
        passes = [
            {name: _spent(process, number) for name, process in readers.items()}
            for _ in range(PASSES)
        ]
        for name in readers:
            seconds, processor = zip(*(each[name] for each in passes), strict=True)
            spent[name].append((median(seconds), median(processor)))
    return [_score(name, process, reports, spent[name]) for name, process in readers.items()]


def _start(name: str, reports: list[Report]) -> subprocess.Popen[str]:
    folders = [Path(__file__).parents[1], *([] if name == OWN else [PEERS])]
    return subprocess.Popen(
        [sys.executable, "-m", "speed.reading", name, *(str(report.path) for report in reports)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, folders))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _spent(process: subprocess.Popen[str], number: int) -> Spent:
    """How long one file takes this time."""
    print(number, file=process.stdin, flush=True)
    seconds, processor = map(float, _answer(process, SECONDS).split())
    return seconds, processor


def _answer(process: subprocess.Popen[str], kind: str) -> str:
    assert process.stdout
    for line in process.stdout:
        if line.startswith(kind):
            return line.removeprefix(kind)
    raise ChildProcessError(f"A reader has ended: {process.args}")


def _score(
    name: str, process: subprocess.Popen[str], reports: list[Report], spent: list[Spent]
) -> Score:
    assert process.stdin
    process.stdin.close()
    said = json.loads(_answer(process, RESULT))
    right, printed = 0, sum(len(report.truth) for report in reports)
    for report, tables in zip(reports, said["tables"], strict=True):
        read = _own(tables) if name == OWN else place(tables, FORMS[report.form])
        right += sum(key in read and read[key] == value for key, value in report.truth.items())
    share = right / printed if any(said["tables"]) else None
    seconds, processor = (mean(each) for each in zip(*spent, strict=True))
    return Score(name, said["version"], seconds, processor, said["memory"], share)


def _own(figures: list[list[str | None]]) -> Truth:
    return {
        (table, row, column): None if value is None else Decimal(value)
        for table, row, column, value in figures
        if table and row and column
    }
