"""One file, and a folder of files: what comes out, and what a file that cannot be read leaves behind."""

from __future__ import annotations

import errno
import os
import shutil
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from helpers import readers
from helpers.corpus import reading
from helpers.corpus.assemble import tables
from helpers.corpus.extraction import Extraction
from helpers.corpus.reading import extract_corpus, extract_report
from helpers.corpus.sources import find_reports
from helpers.errors import UserError
from helpers.extract import report
from helpers.forms import load_forms
from helpers.messages import say
from helpers.schema import check

SPECIMEN = "data/raw/specimens/pingtan_2016.pdf"


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("GONGKAI_CACHE", str(folder))
    return folder


class Here(Executor):
    """Runs each task at once, in this process."""

    submitted = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.submitted += 1
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _read(folder: Path, executor: Executor | None = None) -> list[Extraction]:
    return [
        each.whole()
        for each in extract_corpus(find_reports(folder), load_forms(), executor or Here())
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("cut_off.pdf", b"%PDF-1.7\n1 0 obj <<", "damaged or no PDF"),
        ("empty.pdf", b"", "is empty"),
        ("empty.html", b"", "."),
        ("report.docx", b"PK", "no Word file"),
        (
            "report.doc",
            b"\xd0\xcf\x11\xe0",
            "damaged or no Word file",
        ),
        ("report.odt", b"PK", "OpenDocument files cannot be read"),
        ("scan.png", b"\x89PNG", "damaged"),
    ],
)
def test_an_unreadable_file_is_failed_with_one_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    read = extract_report(tmp_path / name).content
    assert read.status == "failed"
    assert sentence in read.message
    assert not read.figures


def test_a_broken_pdf_among_good_ones_is_one_row_and_costs_the_others_nothing(
    tmp_path: Path, root: Path
) -> None:
    shutil.copy(root / SPECIMEN, tmp_path / "good.pdf")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing more")
    reports = tables(_read(tmp_path))["reports"].set_index("file")
    assert dict(reports["status"]) == {"broken.pdf": "failed", "good.pdf": "verified"}


def test_a_page_without_any_form_is_no_form_and_gives_no_figure(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>{n}</td></tr>"
        for n, name in enumerate(("行政许可", "公用经费", "合计"))
    )
    (tmp_path / "budget.html").write_text(
        f"<title>某局2023年部门预算</title><table>{rows}</table>", "utf-8"
    )
    read = extract_report(tmp_path / "budget.html").content
    assert (read.status, read.figures) == ("no_form", ())


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_the_same_tables(
    tmp_path: Path, root: Path, executor: type[Executor]
) -> None:
    for name in ("pingtan_2016.pdf", "pingtan_2017.pdf"):
        shutil.copy(root / "data/raw/specimens" / name, tmp_path)
    here = tables(_read(tmp_path))
    with executor(2) as pool:  # type: ignore[call-arg]
        there = tables(_read(tmp_path, pool))
    assert all(here[name].equals(there[name]) for name in here)


def test_the_tables_are_what_the_schema_says(tmp_path: Path, root: Path) -> None:
    for name in ("pingtan_2016.pdf", "hongze_2023.pdf"):
        shutil.copy(root / "data/raw/specimens" / name, tmp_path)
    (tmp_path / "broken.pdf").write_bytes(b"no")
    for name, frame in tables(_read(tmp_path)).items():
        check(name, frame)


def test_of_two_reports_of_one_agency_and_year_the_published_one_is_canonical(
    tmp_path: Path, root: Path
) -> None:
    shutil.copy(root / SPECIMEN, tmp_path / "a_specimen.pdf")
    shutil.copy(root / "data/raw/specimens/pingtan_2017.pdf", tmp_path / "b_published.pdf")
    head = "file,agency,year,url,retrieved_on,sha256,origin,note\n"
    rows = "a_specimen.pdf,某区,2016,,,,specimen,\nb_published.pdf,某区,2016,,,,published,\n"
    (tmp_path / "sources.csv").write_text(head + rows, encoding="utf-8")
    reports = tables(_read(tmp_path))["reports"].set_index("file")
    assert reports.loc["b_published.pdf", "duplicate_of"] == ""
    assert (
        reports.loc["a_specimen.pdf", "duplicate_of"] == reports.loc["b_published.pdf", "report_id"]
    )


def test_two_copies_of_one_file_have_names_of_their_own(tmp_path: Path, root: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        shutil.copy(root / SPECIMEN, tmp_path / name)
    made = tables(_read(tmp_path))
    assert made["reports"]["report_id"].is_unique
    assert list(made["reports"]["duplicate_of"]) == ["", made["reports"]["report_id"][0]]
    check("figures", made["figures"])


def test_a_broken_executor_ends_in_one_sentence(tmp_path: Path, root: Path) -> None:
    """As when the system kills a worker of a plain pool, which breaks the whole pool."""
    shutil.copy(root / SPECIMEN, tmp_path)
    with ProcessPoolExecutor(1) as pool:
        pool.submit(os._exit, 1).exception()
        with pytest.raises(UserError, match="is gone, perhaps for want of memory: start again"):
            _read(tmp_path, pool)


def test_few_reports_are_with_the_executor_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 36,000 reports, all at once, the futures alone would fill the memory."""
    for n in range(10):
        (tmp_path / f"{n}.doc").write_bytes(b"%d" % n)
    monkeypatch.setattr(reading, "WINDOW", 3)
    read = extract_corpus(find_reports(tmp_path), load_forms(), here := Here())
    next(read)
    assert here.submitted == 3
    assert len(list(read)) == 9


def test_too_little_memory_is_no_fault_of_the_file_and_not_kept(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, cache_folder: Path
) -> None:
    def hungry(*_: object) -> None:
        raise MemoryError

    shutil.copy(root / SPECIMEN, tmp_path)
    monkeypatch.setattr(report, "_judge", hungry)
    (read,) = _read(tmp_path)
    assert (read.content.status, read.content.message) == (
        "failed",
        say("too_much_memory").english,
    )
    assert not list(cache_folder.iterdir())


def test_a_disk_that_fails_is_no_fault_of_the_file_and_not_kept(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch, cache_folder: Path
) -> None:
    """As when a network drive is gone for a moment: the next run reads the report."""

    def gone(path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    shutil.copy(root / SPECIMEN, tmp_path)
    monkeypatch.setattr(readers, "readings", gone)
    (read,) = _read(tmp_path)
    assert read.content.message.startswith(
        "It could not be read from the disk (Input/output error)"
    )
    assert (read.content.status, list(cache_folder.iterdir())) == ("failed", [])
