"""Reading files as a real run does, in processes of their own, and what each file cost."""

from __future__ import annotations

import re
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from helpers import settings
from helpers.corpus.extraction import Extraction
from helpers.corpus.reading import extract_corpus
from helpers.corpus.sources import find_reports
from helpers.corpus.workers import Processes
from helpers.forms import load_forms
from helpers.messages import MESSAGES

#: Seconds between two looks at how much memory a process has.
STEP = 0.02
FORMS = load_forms()


#: What a message says of the end of a reading.
_ENDS = {"too_long": "time", "died": "ended", "too_much_memory": "memory"}
_ENDS |= dict.fromkeys(
    (name for name in MESSAGES if name.startswith(("limit_", "large_"))), "limit"
)


#: The status of a file that ended the run.
CRASHED = "crashed"
#: Seconds that a report may take beyond its limit: its process is ended and replaced.
GRACE = 10
#: What no message may hold: an error of Python's, a folder of the machine, what steers a terminal.
_UNSAFE = re.compile(
    rf"Traceback|[A-Z]\w+(?:Error|Exception|Warning)\b|[\x00-\x1f\x7f]|"
    rf"{re.escape(tempfile.gettempdir())}|{re.escape(str(settings.ROOT))}"
)


def is_hung(seconds: float) -> bool:
    """Whether a file took longer than it may."""
    return seconds > settings.REPORT_SECONDS + GRACE


def is_unsafe(message: str) -> bool:
    """Whether a message tells what concerns nobody, or harms whoever reads it."""
    return _UNSAFE.search(message) is not None


@dataclass(frozen=True)
class Cost:
    """What the reading of one file came to."""

    file: str
    status: str
    message: str
    seconds: float
    megabytes: float

    @property
    def end(self) -> str:
        """How the reading ended: read, or what stopped it."""
        for what, end in _ENDS.items():
            if _says(self.message, what):
                return end
        return "other" if "failed" in self.status or "left_out" in self.status else "read"


def _says(message: str, what: str) -> bool:
    """Whether a message is this one, whatever its numbers."""
    parts = re.split(r"\{\w+\}", MESSAGES[what]["english"])
    return re.search(".*".join(map(re.escape, parts)), message) is not None


class Meter:
    """The most memory that any process started by this one has had since it was asked last."""

    def __init__(self) -> None:
        self._most = 0
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Meter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()

    def taken(self) -> float:
        """Megabytes."""
        most, self._most = self._most, 0
        return most / 1e6

    def _look(self) -> None:
        here = psutil.Process()
        while not self._ends.wait(STEP):
            for process in here.children(recursive=True):
                try:
                    self._most = max(self._most, process.memory_info().rss)
                except psutil.Error:
                    continue


def costs(files: Iterable[Path], processes: Processes, meter: Meter) -> Iterator[Cost]:
    """Read files one after another; each lies in a folder of its own."""
    for file in files:
        meter.taken()
        started = time.perf_counter()
        found = find_reports(file.parent)
        try:
            done = extract_corpus(found, FORMS, processes, force=True)
            read = [packed.whole() for packed in done]
            status, message = _statuses(read), _messages(read)
        except Exception as error:
            status, message = CRASHED, repr(error)
        yield Cost(file.name, status, message, time.perf_counter() - started, meter.taken())


def _statuses(read: Iterable[Extraction]) -> str:
    return ", ".join(sorted({each.content.status for each in read}))


def _messages(read: Iterable[Extraction]) -> str:
    return " ".join(sorted({each.message for each in read}))
