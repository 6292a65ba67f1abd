"""Names and places that a folder of downloads can hold: each is one row, and nothing else suffers."""

from __future__ import annotations

import os
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from helpers import publish
from helpers.corpus import assemble, sources
from helpers.corpus.archives import as_file
from helpers.corpus.reading import extract_corpus
from helpers.corpus.sources import Source, find_reports
from helpers.files import named, shown
from helpers.forms import load_forms
from printing import report
from printing_html import print_html

#: Names as archives and browsers leave them on the disk, and as tables show them.
NAMES = {
    os.fsdecode("公告".encode("gbk")) + ".html": r"\xb9\xab\xb8\xe6.html",
    "two\nlines.html": r"two\x0alines.html",
    "\x1b[31mred.html": r"\x1b[31mred.html",
    "turned\u202elmth.fdp": r"turned\u202elmth.fdp",
    r"looks\x1blike.html": r"looks\x5cx1blike.html",
    "'\"<b>&.html": "'\"<b>&.html",
    "=1+1.html": "=1+1.html",
    "报" * 83 + ".html": "报" * 83 + ".html",
    "📄 1.html": "📄 1.html",
}
PAGE = "<p>公告</p>"


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path_factory.mktemp("kept") / "cache"))


def tables_of(folder: Path) -> dict[str, pd.DataFrame]:
    with ThreadPoolExecutor(1) as executor:
        extractions = list(extract_corpus(find_reports(folder), load_forms(), executor))
    return assemble.tables([packed.whole() for packed in extractions])


def messages(folder: Path) -> dict[str, str]:
    reports = tables_of(folder)["reports"]
    return dict(zip(reports["file"], reports["message"], strict=True))


def test_a_name_that_cannot_be_shown_is_a_row_with_the_name_escaped_and_the_run_goes_on(
    tmp_path: Path,
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    print_html(report("national_2021"), raw / "good.html")
    for name in NAMES:
        (raw / name).write_text(PAGE, "utf-8")
    tables = tables_of(raw)
    publish.write(tables, tmp_path / "out")
    read = publish.load("reports", tmp_path / "out").set_index("file")["status"]
    assert {*read.index} == {*NAMES.values(), "good.html"}
    assert read["good.html"] == "verified"
    for name in read.index:
        with as_file(raw, name) as path:
            assert path.exists(), "what a table says leads back to the file"


def test_no_two_names_are_shown_alike_and_each_leads_back() -> None:
    assert {name: shown(name) for name in NAMES} == NAMES
    assert [named(text) for text in NAMES.values()] == [*NAMES]
    assert shown("\udcb1") != shown(shown("\udcb1")), "a file may bear the name that is shown"


def test_what_is_no_file_is_a_row_and_is_never_opened(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    raw = tmp_path / "raw"
    raw.mkdir()
    os.mkfifo(raw / "pipe.html")
    (raw / "null.html").symlink_to("/dev/null")
    (raw / "loop.html").symlink_to(raw / "loop.html")
    (raw / "gone.html").symlink_to(raw / "nowhere.html")
    (raw / "folder").symlink_to(outside)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(raw / "socket.html"))
        found = messages(raw)
    for name in ("pipe.html", "socket.html"):
        assert found[name].startswith("This is no file that can be read"), name
    for name in ("null.html", "folder"):
        assert found[name].startswith("A link to a place outside of the folder"), name
    for name in ("loop.html", "gone.html"):
        assert found[name].startswith("It could not be read from the disk"), name


def test_a_file_that_is_gone_or_another_when_it_is_read_is_a_row_that_says_so(
    tmp_path: Path,
) -> None:
    for name in ("gone", "changed", "good"):
        print_html(report("national_2021"), tmp_path / f"{name}.html")
    found = find_reports(tmp_path)
    (tmp_path / "gone.html").unlink()
    print_html(report("national_2019"), tmp_path / "changed.html")
    with ThreadPoolExecutor(1) as executor:
        read = {
            packed.source.file: packed.content
            for packed in extract_corpus(found, load_forms(), executor)
        }
    assert read["good.html"].status == "verified"
    assert read["gone.html"].message.startswith("It could not be read from the disk")
    assert read["changed.html"].message == "The file changed while it was read: run again."


def test_a_file_that_is_gone_before_it_is_looked_at_is_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> Source:
        raise FileNotFoundError(2, "No such file or directory")

    (tmp_path / "gone.html").write_text(PAGE, "utf-8")
    monkeypatch.setattr(sources, "on_disk", gone)
    (source,) = find_reports(tmp_path)
    assert source.refused is not None
    assert str(source.refused).startswith("It could not be read from the disk (No such file")


def test_a_file_larger_than_a_report_can_be_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "large.pdf").open("wb") as stream:
        stream.truncate(10**12)
    assert messages(tmp_path)["large.pdf"].startswith("The file has more than 300 MB")
