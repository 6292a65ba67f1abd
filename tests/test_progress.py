"""What a long reading tells who waits for it: in a terminal, in a notebook, and in the log of a run."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import project, settings
from helpers.corpus import progress
from helpers.corpus.extraction import Extraction
from helpers.corpus.sources import Source
from helpers.prove.content import Content
from helpers.run import notebooks, record

LINE = r"3 of 3 reports, [\d,.]+ a second, 00:00 left, 1 failed"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def extractions() -> Iterator[Extraction]:
    source = Source(Path(), "a.pdf", "1")
    return (Extraction(source, Content(status)) for status in ("verified", "failed", "no_form"))


def test_a_terminal_has_a_bar_with_the_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    assert len(list(progress.shown(extractions(), 3))) == 3
    assert re.search(r"3/3 \[.*report/s, failed=1\]", terminal.getvalue())


def test_without_a_terminal_a_line_comes_once_a_minute(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(settings.LOGGED, "1")
    assert list(progress.shown(extractions(), 3)) == list(extractions())
    assert capsys.readouterr().err == "", "the minute is not over"
    monkeypatch.setattr(settings, "LINE_SECONDS", 0)
    list(progress.shown(extractions(), 3))
    assert re.fullmatch(LINE, capsys.readouterr().err.splitlines()[2])


def test_a_line_tells_the_time_left() -> None:
    assert (
        progress.line(1200, 36_000, 400, 7)
        == "1,200 of 36,000 reports, 3.0 a second, 3:13:20 left, 7 failed"
    )


def test_the_lines_of_a_notebook_reach_the_log_of_its_run(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As when cron runs it: no bar is drawn, since a log would keep all its states."""
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    raw = tmp_path / "raw"
    raw.mkdir()
    (tmp_path / "run").mkdir()
    (raw / "old.doc").write_bytes(b"")
    book = (root / "notebooks" / "01_extract.ipynb").read_text("utf-8")
    quick = "from helpers import settings; settings.LINE_SECONDS = 0; parameters.check()"
    book = book.replace("parameters.check()", quick)
    own = tmp_path / "project"
    (own / settings.NOTEBOOKS).mkdir(parents=True)
    (own / project.MARKER).touch()
    (own / settings.NOTEBOOKS / "01_extract.ipynb").write_text(book, "utf-8")
    monkeypatch.setenv(project.VARIABLE, str(own))
    values = {"raw_dir": str(raw), "processed_dir": str(tmp_path / "out"), "workers": 1}
    notebooks.execute("01_extract", values, tmp_path / "run", log=record.Log("01_extract"))
    line = r"\S+Z 01_extract: 1 of 1 reports, [\d.]+ a second, 00:00 left, 1 failed"
    assert re.fullmatch(line, capsys.readouterr().out.strip())
