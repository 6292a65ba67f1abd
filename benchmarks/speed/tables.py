"""From readings to tables: how time and memory grow with the number of reports.

The readings are those of the specimens, over and over, as of agencies with ten years each; nothing
is read anew. `python -m speed.tables REPORTS` measures so many of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers import forms, publish
from helpers.corpus import sources
from helpers.corpus.extraction import Packed
from helpers.corpus.reading import extract_corpus
from helpers.corpus.sources import Source
from helpers.corpus.spool import Spool
from helpers.corpus.workers import Processes
from helpers.settings import ROOT
from speed.chain import FIRST, YEARS
from speed.machine import measured

_PROCESSES = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


@dataclass(frozen=True)
class Written:
    """The tables of so many reports, with so many figures.

    Seconds, and those of the processors, for figures to narrative, and for the tidy tables made of
    them; `memory`: bytes of the largest process.
    """

    reports: int
    figures: int
    read: float
    read_processor: float
    tidied: float
    tidied_processor: float
    memory: float


def measure(sizes: list[int]) -> list[Written]:
    """Each number of reports in a process of its own."""
    return [Written(**measured("speed.tables", str(size))) for size in sizes]


def main(reports: str) -> None:
    """Write the tables of so many reports into a folder that is thrown away."""
    spool = Spool(_readings(int(reports)))
    with TemporaryDirectory() as name:
        folder = Path(name)
        begun, clock = time.perf_counter(), _processor()
        with publish.Writer(folder) as writer:
            publish.extracted(spool, writer)
        between, halfway = time.perf_counter(), _processor()
        with publish.Writer(folder) as tidy_writer:
            publish.tidied(folder, tidy_writer)
        ended, last = time.perf_counter(), _processor()
    found = Written(
        reports=int(reports),
        figures=writer.rows["figures"],
        read=between - begun,
        read_processor=halfway - clock,
        tidied=ended - between,
        tidied_processor=last - halfway,
        memory=max(resource.getrusage(whose).ru_maxrss for whose in _PROCESSES) * 1024,
    )
    print(json.dumps(vars(found)))


def _processor() -> float:
    """Seconds of the processors for this process and those that it has ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _readings(reports: int) -> Iterator[Packed]:
    raw, known = ROOT / "data" / "raw", forms.load_forms()
    with Processes(1) as executor:
        found = list(extract_corpus(sources.find_reports(raw), known, executor))
    read = sorted(found, key=lambda one: one.source.file)
    usable = [one for one in read if one.content.form]
    for n, one in enumerate(islice(cycle(usable), reports)):
        yield replace(one, source=invented(one.source, n))


def invented(source: Source, number: int) -> Source:
    """A source as one of an agency that has so many years, and whose reports are nobody else's."""
    return replace(
        source,
        file=f"{number:07}.pdf",
        sha256=hashlib.sha256(f"{number}".encode()).hexdigest(),
        agency=f"第{number // YEARS + 1}机关",
        year=FIRST + number % YEARS,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
