"""A real Dask scheduler and two workers, each a process of its own: one is killed, and no report is lost or doubled."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import publish, schema, settings
from helpers.corpus.extraction import Extraction
from helpers.corpus.reading import extract_corpus, index_corpus
from helpers.corpus.sources import Source, find_reports
from helpers.corpus.workers import connected
from helpers.database import database
from helpers.errors import UserError
from helpers.forms import load_forms
from helpers.publish.parquet import typed

pytest.importorskip("distributed")

RAW = settings.ROOT / settings.RAW_DIR
SPECIMENS = RAW / "specimens"
PROCESSED = settings.ROOT / settings.PROCESSED_DIR


class Cluster:
    """A scheduler and two workers with an empty cache."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "scheduler.json"
        here = ("--host", "127.0.0.1", "--no-dashboard")
        self.scheduler = self._start("scheduler", *here, "--port", "0", "--no-show")
        end = time.monotonic() + 60
        while not self._file.is_file():
            assert time.monotonic() < end, (folder / "scheduler.log").read_text("utf-8")
            time.sleep(0.1)
        self.workers = [
            self._start("worker", *here, "--nthreads", "1", "--no-nanny") for _ in range(2)
        ]
        self.address = json.loads(self._file.read_text("utf-8"))["address"]

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{what}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", what, "--scheduler-file", str(self._file), *options],
                cwd=self._folder,
                env=os.environ | {"GONGKAI_CACHE": str(self._folder / "cache")},
                stdout=log,
                stderr=log,
            )

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path)
    yield cluster
    cluster.end()


def test_a_worker_that_is_killed_costs_a_dataset_nothing(cluster: Cluster, tmp_path: Path) -> None:
    """Its parts are made by others; every table has the rows of the bundled one."""
    folder = tmp_path / "country"
    with connected(1, cluster.address) as executor:
        index = list(index_corpus(find_reports(RAW), executor))
        assert {report.details for report in index} == {b""}, "details stay with the workers"
        killer = threading.Thread(target=kill_at_first_part, args=(cluster.workers[0], tmp_path))
        killer.start()
        rows = publish.write_dataset(index, folder, executor, size=1)
        killer.join()
    assert cluster.workers[0].wait() == -signal.SIGKILL
    with database() as connection:
        for name, table in schema.TABLES.items():
            words, parameters = typed(table, PROCESSED / f"{name}.csv")
            bundled = connection.sql(f"FROM {words}", params=parameters)
            made = connection.read_parquet(str(folder / name / "*.parquet"))
            assert len(bundled) == len(made) == rows[name], name
            assert not made.except_(bundled).fetchall(), name


def kill_at_first_part(worker: subprocess.Popen[bytes], folder: Path) -> None:
    while not list(folder.glob(".country.*/figures/*.parquet")):
        time.sleep(0.01)
    worker.send_signal(signal.SIGKILL)


def test_a_worker_that_is_killed_loses_no_report_and_doubles_none(
    cluster: Cluster, tmp_path: Path
) -> None:
    sources, forms = find_reports(SPECIMENS), load_forms()
    read: list[Extraction] = []
    with connected(1, cluster.address) as executor:
        for extraction in extract_corpus(sources, forms, executor):
            read.append(extraction)
            if len(read) == 3:
                cluster.workers[0].send_signal(signal.SIGKILL)
    assert sorted(each.source.file for each in read) == [source.file for source in sources]
    assert {each.content.status for each in read} == {"verified", "inconsistent"}


def test_a_report_that_a_worker_does_not_find_is_failed_and_the_others_are_read(
    cluster: Cluster, tmp_path: Path
) -> None:
    """As on a machine that does not mount the folder of reports."""
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(SPECIMENS / "pingtan_2016.pdf", raw / "there.pdf")
    gone = Source(raw, "gone.pdf", "0" * 64)
    with connected(1, cluster.address) as executor:
        read = extract_corpus([gone, *find_reports(raw)], load_forms(), executor)
        status = {each.source.file: each.content.status for each in read}
    assert status == {"gone.pdf": "failed", "there.pdf": "verified"}


def test_an_address_where_nobody_answers_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.corpus.workers.CONNECT", 1)
    with pytest.raises(
        UserError, match=r"^No Dask scheduler answers at tcp://127\.0\.0\.1:9: start it"
    ):
        connected(1, "tcp://127.0.0.1:9").__enter__()


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserError, match=r"install gongkai\[cluster\]"):
        connected(1, "tcp://127.0.0.1:9").__enter__()
