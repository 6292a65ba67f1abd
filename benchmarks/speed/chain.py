"""From reports to pages: seconds and memory of each notebook.

`python -m speed.chain NOTEBOOK RAW FOLDER` executes one, and writes its page where it has one.
"""

from __future__ import annotations

import csv
import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from helpers.corpus.sources import NAME
from helpers.pages import write_page
from helpers.run.chain import EXTRACT, PAGES, TIDY
from helpers.run.notebooks import execute, parameters
from speed.machine import measured

#: The invented reports name one agency; here each ten of them are the years of another one.
FIRST, YEARS = 2016, 10


@dataclass(frozen=True)
class Step:
    """One notebook: its seconds, and the bytes of the largest process that it started."""

    notebook: str
    seconds: float
    memory: float


def measure(files: list[Path], cache: Path) -> Iterator[Step]:
    """Every notebook of the chain once but that of single agencies; `cache`: where the files have been read before."""
    with TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        _lay(raw, files)
        for name in (EXTRACT, TIDY, *PAGES):
            arguments = (name, str(raw), folder)
            yield Step(**measured("speed.chain", *arguments, GONGKAI_CACHE=str(cache)))


def _lay(raw: Path, files: list[Path]) -> None:
    """A folder with links to the reports, and a sources.csv that says whose they are."""
    raw.mkdir()
    with (raw / NAME).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("file", "agency", "year", "origin"))
        for n, file in enumerate(files):
            link = raw / f"{n:05}{file.suffix}"
            link.symlink_to(file)
            writer.writerow((link.name, f"第{n // YEARS + 1}机关", FIRST + n % YEARS, "specimen"))


def main(name: str, raw: str, folder: str) -> None:
    """Execute one notebook of the chain over the tables in `folder`."""
    given = {"raw_dir": raw, "processed_dir": f"{folder}/tables", "workers": 2}
    values = parameters([name], given, {})[name]
    watch = Watch()
    watch.start()
    start = time.perf_counter()
    executed = execute(name, values, Path(folder))
    if name in PAGES:
        write_page(executed, Path(folder))
    seconds = time.perf_counter() - start
    print("\n" + json.dumps(vars(Step(name, seconds, watch.most))))


class Watch(threading.Thread):
    """Looks at the memory of every process below this one, twice a second; `most`: bytes of the largest one.

    The system's own record (ru_maxrss) leaves out a kernel, since nobody waits for it as for a
    child.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0

    def run(self) -> None:
        """Look until the program ends."""
        while True:
            for process in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    self.most = max(self.most, process.memory_info().rss)
            time.sleep(0.5)


if __name__ == "__main__":
    main(*sys.argv[1:])
