"""A dataset of Parquet takes the place of an earlier one, and of nothing else."""

from __future__ import annotations

import errno
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import duckdb
import pytest

from helpers import forms, lock, publish
from helpers.cli.gathered import gather
from helpers.corpus import reading, workers
from helpers.corpus.extraction import Packed, pack
from helpers.corpus.sources import Source
from helpers.errors import UnreadableReport, UserError
from helpers.messages import say
from helpers.prove.content import Content


class Here(Executor):
    """Calls a function at once; `fails`: what it ends with instead, where its name is this one."""

    def __init__(self, **fails: Exception) -> None:
        self._fails = fails

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        name = getattr(fn, "__name__", "") or getattr(fn, "func", fn).__name__
        if name in self._fails:
            future.set_exception(self._fails[name])
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def index(agency: str = "青石县") -> list[Packed]:
    source = Source(Path(), "a.pdf", "1" * 64)
    return [pack(source, Content("verified", agency=agency, year=2023))]


def make(folder: Path, agency: str = "青石县", executor: Executor | None = None) -> None:
    with publish.prepared(folder):
        publish.write_dataset(index(agency), folder, executor or Here())


def agencies(folder: Path) -> list[str]:
    rows = duckdb.read_parquet(str(folder / "reports" / "*.parquet")).select("agency")
    return [agency for (agency,) in rows.fetchall()]


def test_a_dataset_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    make(tmp_path / "country", "青石县")
    make(tmp_path / "country", "白河县")
    assert agencies(tmp_path / "country") == ["白河县"]
    assert [path.name for path in tmp_path.iterdir()] == ["country"]


@pytest.mark.parametrize("files", [["figures/plot.png", "paper.tex"], ["figures/plot.png"]])
def test_a_folder_of_somebody_else_is_left_alone(files: list[str], tmp_path: Path) -> None:
    """Figures are also what papers keep in a folder of that name."""
    (tmp_path / "paper" / "figures").mkdir(parents=True)
    for file in files:
        (tmp_path / "paper" / file).touch()
    with pytest.raises(UserError, match="something else"):
        make(tmp_path / "paper")
    assert all((tmp_path / "paper" / file).is_file() for file in files)


def test_a_file_is_no_folder_for_a_dataset(tmp_path: Path) -> None:
    (tmp_path / "country").touch()
    with pytest.raises(UserError, match="something else"):
        make(tmp_path / "country")


def test_two_runs_do_not_write_one_dataset(tmp_path: Path) -> None:
    with (
        publish.prepared(tmp_path / "country"),
        pytest.raises(lock.Locked),
        publish.prepared(tmp_path / "country"),
    ):
        pass


def test_what_a_run_that_was_killed_between_two_moves_put_aside_comes_back(tmp_path: Path) -> None:
    make(tmp_path / "country")
    (tmp_path / "country").rename(tmp_path / ".country.former")
    with publish.prepared(tmp_path / "country"):
        assert agencies(tmp_path / "country") == ["青石县"]


def test_a_dataset_among_the_reports_is_refused(tmp_path: Path) -> None:
    """Else the next run takes its files for reports, and its removal for theirs."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "reports")
    for folder in ("reports", "reports/country", "link/country"):
        with pytest.raises(UserError, match="in the folder of reports"):
            gather(tmp_path / "reports", tmp_path / folder, 1, "")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UnreadableReport(say("too_long", seconds=60)), "60"),
        (workers.RaisedError("OutOfMemoryException"), "OutOfMemoryException"),
        (MemoryError(), "MemoryError"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left"),
    ],
)
def test_a_part_that_cannot_be_made_is_told_and_leaves_the_dataset_as_it_was(
    error: Exception, said: str, tmp_path: Path
) -> None:
    make(tmp_path / "country")
    with pytest.raises(UserError, match=f"part of the tables was not made .*{said}"):
        make(tmp_path / "country", "白河县", Here(make_part=error))
    assert agencies(tmp_path / "country") == ["青石县"]
    assert [path.name for path in tmp_path.iterdir()] == ["country"]


def test_what_steers_is_in_no_dataset(tmp_path: Path) -> None:
    make(tmp_path / "country", "\u200e青石县\x00")
    assert agencies(tmp_path / "country") == ["青石县"]


def test_a_report_is_indexed_whole_where_nothing_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each is read anew for its part, whose time is soon up."""
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(reading.cache, "store", lambda *_: None)
    (tmp_path / "a.html").write_text("<p>青石县2023年政府信息公开工作年度报告</p>", "utf-8")
    source = reading.on_disk(tmp_path, "a.html")
    [report] = reading.index_corpus([source], Here())
    assert report.details
    assert reading.kept(report, forms.load_forms()) is report


def test_a_process_that_dies_while_it_looks_for_what_is_known_costs_time_alone(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.html").write_text("<p>青石县2023年政府信息公开工作年度报告</p>", "utf-8")
    source = reading.on_disk(tmp_path, "a.html")
    died = UnreadableReport(say("died"))
    [report] = reading.index_corpus([source], Here(_known_briefs=died))
    assert report.content.status != "failed"
