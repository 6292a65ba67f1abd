"""Processes that read reports, really ended: too slow, too hungry, killed, and left behind by a killed parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from helpers.corpus.reading import extract_corpus
from helpers.corpus.sources import Source
from helpers.corpus.workers import Processes
from helpers.errors import UnreadableReport
from helpers.files import sha256_of
from helpers.forms import load_forms

SECONDS, MEMORY = 3, 2 * 1024**3


@pytest.fixture
def pool() -> Iterator[Processes]:
    with Processes(1, SECONDS, MEMORY) as pool:
        yield pool


def test_a_report_that_takes_too_long_costs_itself_alone(pool: Processes) -> None:
    slow, next_one = pool.submit(time.sleep, 60), pool.submit(abs, -5)
    with pytest.raises(
        UnreadableReport, match=r"^Reading took more than 3 s: .*raise REPORT_SECONDS"
    ):
        slow.result(10)
    assert next_one.result(10) == 5


def test_a_report_whose_process_dies_costs_itself_alone(pool: Processes) -> None:
    """As when a C library of a reader crashes, or the system is out of memory."""
    before = pool.submit(os.getpid).result(10)
    killed, next_one = pool.submit(signal.raise_signal, signal.SIGKILL), pool.submit(os.getpid)
    with pytest.raises(
        UnreadableReport, match=r"^The process that read it died, perhaps for want of memory: "
    ):
        killed.result(10)
    assert next_one.result(10) != before


def test_a_process_that_died_while_it_had_nothing_to_do_is_replaced(pool: Processes) -> None:
    process = psutil.Process(pool.submit(os.getpid).result(10))
    process.kill()
    psutil.wait_procs([process], 10)
    assert pool.submit(abs, -5).result(10) == 5


def test_a_report_that_wants_too_much_memory_costs_itself_alone(pool: Processes) -> None:
    hungry, next_one = pool.submit(bytearray, MEMORY), pool.submit(len, bytearray(10))
    with pytest.raises(MemoryError):
        hungry.result(10)
    assert next_one.result(10) == 10


def test_the_row_of_a_report_that_took_too_long_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is a pipe nobody writes to stands for a report that takes forever."""
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    os.mkfifo(tmp_path / "endless.html")
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    sources = [
        Source(tmp_path, "endless.html", "1"),
        Source(tmp_path, "old.doc", sha256_of(tmp_path / "old.doc")),
    ]
    with Processes(2, SECONDS) as pool:
        read = {
            each.source.file: each.content for each in extract_corpus(sources, load_forms(), pool)
        }
    assert {file: content.status for file, content in read.items()} == dict.fromkeys(read, "failed")
    assert read["endless.html"].message.startswith("Reading took more than 3 s")
    assert "fetch it again" in read["old.doc"].message
    assert len(list((tmp_path / "cache").iterdir())) == 1, "what may go well next time is not kept"


def test_an_exception_in_the_with_block_ends_the_processes_at_once() -> None:
    """As Ctrl-C in a notebook: nobody waits for reports that nobody will see."""
    started = time.monotonic()
    pool = Processes(1)
    pool.submit(abs, 1).result(10)
    futures = [pool.submit(time.sleep, 60) for _ in range(3)]
    with pytest.raises(KeyboardInterrupt), pool:
        raise KeyboardInterrupt
    assert all(future.done() for future in futures)
    assert time.monotonic() - started < 10


def test_no_process_outlives_the_executor() -> None:
    before = multiprocessing.active_children()
    with Processes(2) as pool:
        assert sorted(pool.map(abs, [-1, 2])) == [1, 2]
    assert multiprocessing.active_children() == before


def test_no_process_outlives_a_killed_reader() -> None:
    """As when the kernel of a notebook is killed: a worker of a plain pool would wait for work forever."""
    code = "import os, time; from helpers.corpus.workers import Processes; pool = Processes(1)\n"
    code += "print(pool.submit(os.getpid).result(), flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as reader:
        worker = psutil.Process(int(reader.stdout.readline()))
        reader.kill()
    deadline = time.monotonic() + 10
    while worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)
