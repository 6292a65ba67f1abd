"""How time and memory grow with the number of reports.

`python -m speed.scale WORKERS LISTING` measures one run over the files that a listing in JSON
names.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers.corpus.reading import extract_corpus
from helpers.corpus.sources import on_disk
from helpers.corpus.workers import Processes
from helpers.forms import load_forms
from helpers.words import PROVEN
from speed.machine import measured


@dataclass(frozen=True)
class Run:
    """One reading of so many reports.

    `seconds` with an empty cache, `again` when nothing has changed; `memory`: bytes of the largest
    worker.
    """

    reports: int
    workers: int
    proven: int
    seconds: float
    again: float
    memory: float


def measure(files: list[Path], workers: int, cache: Path) -> Run:
    """All files, with a cache in a folder that there is not yet."""
    with TemporaryDirectory() as folder:
        listing = Path(folder) / "files.json"
        listing.write_text(json.dumps(list(map(str, files))), "utf-8")
        arguments = (str(workers), str(listing))
        return Run(**measured("speed.scale", *arguments, GONGKAI_CACHE=str(cache)))


def main(workers: str, listing: str) -> None:
    """Read all reports, and then once more; what is started and imported for it counts in the seconds."""
    files = json.loads(Path(listing).read_text("utf-8"))
    seconds, proven = _read(files, int(workers))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    again, _ = _read(files, int(workers))
    print(json.dumps(vars(Run(len(files), int(workers), proven, seconds, again, memory))))


def _read(files: list[str], workers: int) -> tuple[float, int]:
    """The seconds that it took, and how many reports are proven."""
    forms, start = load_forms(), time.perf_counter()
    sources = [on_disk(Path(), file) for file in files]
    with Processes(workers) as executor:
        statuses = [each.content.status for each in extract_corpus(sources, forms, executor)]
    return time.perf_counter() - start, sum(status in PROVEN for status in statuses)


if __name__ == "__main__":
    main(*sys.argv[1:])
