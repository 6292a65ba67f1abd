"""The tables of a country: a real Dask scheduler and two workers, and what each of them needs.

The readings are those of the specimens, over and over, as of agencies with ten years each: they lie
in the cache, so that nothing is read. `python -m speed.country REPORTS` measures so many of them;
with `kill` behind it one of three workers is killed in the middle.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from helpers import forms, publish
from helpers.corpus import cache, sources
from helpers.corpus.reading import extract_corpus, index_corpus, name_of
from helpers.corpus.sources import Source
from helpers.corpus.workers import Processes, connected
from helpers.settings import ROOT
from speed.tables import invented

WORKERS = 2
#: So many seconds pass between two looks at the memory of all processes.
LOOK = 0.2


class Cluster:
    """A scheduler and some workers of one thread each, and the most memory that each has had."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._file = folder / "scheduler.json"
        here = ("--host", "127.0.0.1", "--no-dashboard")
        self._folder = folder
        self.scheduler = self._start("scheduler", *here, "--port", "0", "--no-show")
        while not self._file.is_file():
            time.sleep(0.1)
        alone = (*here, "--nthreads", "1", "--no-nanny")
        self.workers = [self._start("worker", *alone) for _ in range(workers)]
        self.address = json.loads(self._file.read_text("utf-8"))["address"]

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", what, "--scheduler-file", str(self._file)]
        with (self._folder / "dask.log").open("ab") as log:
            return subprocess.Popen([*command, *options], stdout=log, stderr=log)

    def end(self) -> None:
        """End all processes."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


class Memory:
    """The most memory of some processes, looked at again and again."""

    def __init__(self, processes: dict[str, int]) -> None:
        self.most = dict.fromkeys(processes, 0)
        self._processes = {name: psutil.Process(pid) for name, pid in processes.items()}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(LOOK):
            for name, process in self._processes.items():
                try:
                    self.most[name] = max(self.most[name], process.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue


def main(reports: str, kill: str = "") -> None:
    """Write the dataset of so many reports into a folder that is thrown away."""
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        os.environ["GONGKAI_CACHE"] = str(folder / "cache")
        found = list(_sources(int(reports)))
        cluster = Cluster(folder, WORKERS + bool(kill))
        stack.callback(cluster.end)
        processes = {"command": os.getpid(), "scheduler": cluster.scheduler.pid}
        for number, worker in enumerate(cluster.workers):
            processes[f"worker {number}"] = worker.pid
        memory = stack.enter_context(Memory(processes))
        executor = stack.enter_context(connected(1, cluster.address))
        begun = time.perf_counter()
        index = list(index_corpus(found, executor))
        indexed = time.perf_counter()
        with _killed(cluster.workers[-1], folder, int(reports) if kill else 0):
            rows = publish.write_dataset(index, folder / "country", executor)
        ended = time.perf_counter()
        size = sum(path.stat().st_size for path in (folder / "country").rglob("*.parquet"))
        largest = {name: round(most / 2**20) for name, most in memory.most.items()}
    said = {
        "reports": rows["reports"],
        "figures": rows["figures"],
        "index, s": round(indexed - begun, 1),
        "tables, s": round(ended - indexed, 1),
        "dataset, MB": round(size / 2**20),
        "memory, MB": largest,
    }
    print(json.dumps(said))


@contextmanager
def _killed(worker: subprocess.Popen[bytes], folder: Path, reports: int) -> Iterator[None]:
    """Kill a worker when about half of the parts are there."""
    if reports:
        threading.Thread(target=_kill, args=(worker, folder, reports), daemon=True).start()
    yield


def _kill(worker: subprocess.Popen[bytes], folder: Path, reports: int) -> None:
    while len(list(folder.glob(".country.*/figures/*.parquet"))) < reports // 1000:
        time.sleep(LOOK)
    worker.kill()


def _sources(reports: int) -> Iterator[Source]:
    """Sources whose readings are in the cache: each is a link to that of a specimen."""
    raw, known = ROOT / "data" / "raw", forms.load_forms()
    with Processes(1) as executor:
        found = list(extract_corpus(sources.find_reports(raw), known, executor))
    usable = [
        one.source for one in sorted(found, key=lambda one: one.source.file) if one.content.form
    ]
    kept = cache.cache_folder()
    for n, source in enumerate(islice(cycle(usable), reports)):
        copy = invented(source, n)
        os.link(kept / name_of(source), kept / name_of(copy))
        yield copy


if __name__ == "__main__":
    main(*sys.argv[1:])
