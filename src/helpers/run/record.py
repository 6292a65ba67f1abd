"""What a run did, as its status.json says it.

The file is written at the start of a run, at each notebook and at the end, never by half.
"""

from __future__ import annotations

import io
import json
import os
import platform
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.corpus import cache
from helpers.errors import told
from helpers.files import replace_file
from helpers.run.places import without_places

STATUS = "status.json"

#: Packages whose versions are recorded.
PACKAGES = ("gongkai", *cache.READERS, "matplotlib", "nbconvert", "papermill")

RUNNING = "running"
#: All is made and is being handed over; if the run is killed now, the next one does the rest.
PUBLISHING = "publishing"
#: What an exit code makes of a run or a notebook; all others but 0 are a failure.
ENDS = {0: "succeeded", 4: "timed_out", 130: "interrupted", 143: "interrupted"}


class Record:
    """The record of a run that is going on; its file tells at any time how far the run is.

    `given`: the folders that the run was told, which the record names without their places.
    """

    def __init__(
        self, folder: Path, parameters: Mapping[str, Any], given: Collection[Path] = ()
    ) -> None:
        self.file = folder / STATUS
        self._given = given
        versions = {"python": platform.python_version()}
        versions |= {name: cache.version(name) for name in PACKAGES}
        self.facts: dict[str, Any] = {
            "run": folder.name,
            **dict.fromkeys(("status", "started", "seconds", "exit_code", "message")),
            "pid": os.getpid(),
            "versions": versions,
            "parameters": dict(parameters),
            "notebooks": [],
            "reports": {},
            "changes": None,
        }

    @contextmanager
    def run(self) -> Iterator[None]:
        """Record the whole run: what is in the `with` block."""
        with self._timed(self.facts):
            yield

    @contextmanager
    def notebook(self, name: str) -> Iterator[None]:
        """Record a notebook, and print a line when it is done."""
        facts: dict[str, Any] = {"notebook": name}
        self.facts["notebooks"].append(facts)
        try:
            with self._timed(facts):
                yield
        finally:
            say(f"{name}: {facts['status']}, {facts['seconds']} s")

    def read(self, reports: pd.DataFrame, changes: Mapping[str, Any] | None) -> None:
        """Record what was read: reports by status, and what has changed since the run before."""
        counts = reports["status"].value_counts()
        self.facts["reports"] = {str(status): int(count) for status, count in counts.items()}
        self.facts["changes"] = changes
        self._write()

    def publishing(self) -> None:
        """Record that all is made, and that readers will see it whatever happens from here on."""
        self.facts["status"] = PUBLISHING
        self._write()

    @contextmanager
    def _timed(self, facts: dict[str, Any]) -> Iterator[None]:
        """Keep status, times, exit code and message of a run or a notebook."""
        began = time.monotonic()
        code, message = 0, ""
        facts |= {
            "status": RUNNING,
            "started": _now(),
            "seconds": None,
            "exit_code": None,
            "message": "",
        }
        self._write()
        try:
            yield
        except BaseException as error:
            code, message = told(error)
            raise
        finally:
            seconds = round(time.monotonic() - began, 1)
            facts |= {
                "status": ENDS.get(code, "failed"),
                "seconds": seconds,
                "exit_code": code,
                "message": message,
            }
            self._write()

    def _write(self) -> None:
        _write(self.file, self.facts, self._given)


def killed_while_publishing(folder: Path, out: Path) -> bool:
    """Whether a run ended while it handed its tables over to a folder.

    Only who holds the lock can know that.
    """
    facts = _read(folder)
    to = without_places(str(out.resolve()), [out])
    stopped: tuple[str, str] = facts["status"], facts["parameters"]["out"]
    return stopped == (PUBLISHING, to)


def mark_finished(folder: Path) -> None:
    """Say of a run that another one handed over what it had made."""
    message = "The process was killed while it published; the next run did the rest."
    _write(folder / STATUS, _read(folder) | {"status": ENDS[0], "exit_code": 0, "message": message})


def mark_killed(folder: Path) -> bool:
    """Say of a run that its record calls running that it was killed; whether there was need to.

    Only who holds the lock can know that.
    """
    facts = _read(folder)
    parts = [facts, *facts["notebooks"]]
    stopped = [part for part in parts if part["status"] in (RUNNING, PUBLISHING)]
    if not stopped:
        return False
    for part in stopped:
        part["status"] = "killed"
        part["message"] = "The process was killed, or the machine stopped."
    _write(folder / STATUS, facts)
    return True


def say(line: str) -> None:
    """Print a line of the run's log; where nobody reads it any more, the run goes on."""
    try:
        print(f"{_now()} {line}", flush=True)
    except BrokenPipeError:
        return


class Log(io.TextIOBase):
    """A stream whose lines become lines of the run's log, each after what it is about."""

    def __init__(self, about: str) -> None:
        self._about, self._begun = about, ""

    def write(self, text: str) -> int:
        """Say the lines that are whole by now."""
        *lines, self._begun = (self._begun + text).split("\n")
        for line in filter(str.strip, lines):
            say(f"{self._about}: {line}")
        return len(text)


def _read(folder: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((folder / STATUS).read_text(encoding="utf-8"))
    return facts


def _write(file: Path, facts: Mapping[str, Any], given: Collection[Path] = ()) -> None:
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    replace_file(file, without_places(text, given).encode())


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
