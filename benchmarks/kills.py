"""`make kills`: kill runs and workers at random moments, and hold the next run's tables against an undisturbed one's.

The bundled reports are read each time, with an empty cache at first; pages show one agency, since
tables are compared. The run and one of its workers are killed in turn.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from helpers.settings import ROOT

ROUNDS, AGENCY = 10, "淮安市人民政府"
#: Seconds between two looks at the undisturbed run.
STEP = 0.2
RAW = ROOT / "data" / "raw"


def main() -> None:
    """One line for each kill; ends with an error if any of them has left a trace."""
    traces = 0
    with TemporaryDirectory() as folder:
        moments = list(_moments(_run(Path(folder) / "undisturbed")))
        expected = _tables(Path(folder) / "undisturbed")
        times = (
            [after for after, _ in moments],
            [after for after, has_workers in moments if has_workers],
        )
        for number in range(ROUNDS):
            chance = random.Random(number)
            moment = chance.choice(times[number % 2])
            traces += not _survives(
                Path(folder) / str(number), moment, bool(number % 2), chance, expected
            )
    sys.exit(traces and f"{traces} of {ROUNDS} kills have left a trace.")


def _moments(run: subprocess.Popen[bytes]) -> Iterator[tuple[float, bool]]:
    """Moments of an undisturbed run, in seconds from its start, and whether it has workers then."""
    start = time.monotonic()
    while run.poll() is None:
        yield time.monotonic() - start, any(map(_works, _started(run)))
        time.sleep(STEP)


def _survives(
    folder: Path, moment: float, of_workers: bool, chance: random.Random, expected: dict[str, bytes]
) -> bool:
    """Whether a run after one that was killed makes the same tables, and nothing of the killed one goes on."""
    run = _run(folder)
    time.sleep(moment)
    started = _started(run)
    workers = list(filter(_works, started))
    victim = chance.choice(workers) if workers and of_workers else psutil.Process(run.pid)
    with suppress(psutil.NoSuchProcess):  # it has ended by itself
        victim.kill()
    run.wait()
    left = psutil.wait_procs(started, timeout=10)[1]
    _run(folder).wait()
    same = _tables(folder) == expected
    who, what = "the run" if victim.pid == run.pid else "a worker", "the same" if same else "DIFFER"
    print(
        f"{who} killed after {moment:.1f} s: tables {what}, processes left: {len(left)}", flush=True
    )
    return same and not left


def _started(run: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return psutil.Process(run.pid).children(recursive=True)


def _works(process: psutil.Process) -> bool:
    """Whether a process is one that reads reports, or makes pages, and has not ended."""
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def _run(folder: Path) -> subprocess.Popen[bytes]:
    options = {
        "--raw": RAW,
        "--out": folder / "tables",
        "--reports": folder / "pages",
        "-p": f"agencies=[{AGENCY}]",
    }
    return subprocess.Popen(
        [
            Path(sys.executable).with_name("gongkai"),
            "run",
            *(str(each) for option in options.items() for each in option),
        ],
        env=os.environ | {"GONGKAI_CACHE": str(folder / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "tables").iterdir())}


if __name__ == "__main__":
    main()
