"""Reports in ZIP archives: each is a report of its own, found again for its evidence, and nothing is unpacked beside."""

import io
import zipfile
from pathlib import Path

import pytest

import printing as pr
from helpers import exhibits, settings
from helpers.corpus import archives, assemble
from helpers.corpus.reading import extract_corpus, extract_report
from helpers.corpus.sources import find_reports
from helpers.corpus.workers import Processes
from helpers.errors import UnreadableReport
from helpers.forms import load_forms
from printing_docx import print_docx
from printing_html import print_html

UTF_8 = 0x800


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


@pytest.fixture
def reports(tmp_path: Path) -> dict[str, bytes]:
    """A web page and a Word file."""
    page = print_html(pr.report("national_2021"), tmp_path / "page.html")
    word = print_docx(pr.report("national_2019"), tmp_path / "word.docx")
    return {"page.html": page.read_bytes(), "word.docx": word.read_bytes()}


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return stream.getvalue()


def files_of(raw: Path) -> dict[str, str]:
    """Each file with why it is not read."""
    return {source.file: str(source.refused or "") for source in find_reports(raw)}


def test_each_report_in_an_archive_is_a_report_of_its_own(
    raw: Path, reports: dict[str, bytes]
) -> None:
    inner = packed({"更深/word.docx": reports["word.docx"]})
    files = {"年报/page.html": reports["page.html"], "inner.zip": inner, "notes.txt": b"x"}
    hidden = {".DS_Store": b"x", "__MACOSX/page.html": b"x", "~$word.docx": b"x"}
    (raw / "all.zip").write_bytes(packed({**files, **hidden}))
    with Processes(1, 60) as pool:
        read = list(extract_corpus(find_reports(raw), load_forms(), pool))
    assert {each.source.file: each.content.status for each in read} == {
        "all.zip/inner.zip/更深/word.docx": "verified",
        "all.zip/notes.txt": "left_out",
        "all.zip/年报/page.html": "verified",
    }
    assert [path.name for path in raw.iterdir()] == ["all.zip"]


def test_a_figure_in_an_archive_is_shown_in_its_place(raw: Path, reports: dict[str, bytes]) -> None:
    (raw / "all.zip").write_bytes(packed(reports))
    [page, _] = find_reports(raw)
    with archives.as_file(raw, page.file) as path:
        content = extract_report(path, load_forms()).content
    tables = assemble.tables([assemble.Extraction(page, content)])
    figure = tables["figures"].iloc[0]
    shown = exhibits.picture(figure, tables["figures"], tables["reports"], raw)
    assert figure["printed"] in shown.html
    taken = exhibits.steps(tables["reports"], raw, "page.html", load_forms())
    assert len(taken.bound) == len(tables["figures"])


def test_names_that_chinese_windows_wrote_are_read_in_gbk(
    raw: Path, reports: dict[str, bytes]
) -> None:
    """The format knows code page 437 and UTF-8 only; such programs write GBK and say nothing."""
    name = "2023年度报告/青石县.html"
    data = packed({"X" * len(name.encode("gbk")): reports["page.html"]})
    data = data.replace(b"X" * len(name.encode("gbk")), name.encode("gbk"))
    (raw / "all.zip").write_bytes(data)
    assert list(files_of(raw)) == [f"all.zip/{name}"]


def test_the_parts_of_a_page_in_an_archive_are_left_out(raw: Path) -> None:
    files = {
        "年报.html": b"<html>",
        "年报_files/seal.png": b"\x89PNG",
        "other/seal.png": b"\x89PNG",
    }
    (raw / "all.zip").write_bytes(packed(files))
    assert files_of(raw) == {
        "all.zip/other/seal.png": "",
        "all.zip/年报.html": "",
        "all.zip/年报_files/seal.png": "It belongs to the saved web page 年报.html.",
    }


def locked(data: bytes) -> bytes:
    """The same archive with the mark of a locked file in both of its headers."""
    for header, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(header) + place
        data = data[:start] + b"\x01" + data[start + 1 :]
    return data


def test_an_archive_that_cannot_be_read_is_one_row_with_what_to_do(
    raw: Path, reports: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = packed(reports)
    (raw / "locked.zip").write_bytes(locked(whole))
    (raw / "broken.zip").write_bytes(whole.replace(b"PK\x01\x02", b"PK\x01\x03", 1))
    (raw / "large.zip").write_bytes(packed({f"{n}.txt": b"" for n in range(3)}))
    monkeypatch.setattr(settings, "ARCHIVE_FILES", 2)
    said = files_of(raw)
    assert "locked with a password" in said["locked.zip"]
    assert said["broken.zip"] == "The archive is damaged: download it again."
    assert "more than 2 files" in said["large.zip"]


def test_one_file_that_cannot_be_read_costs_the_others_of_its_archive_nothing(
    raw: Path, reports: dict[str, bytes]
) -> None:
    """An archive in it is locked, and a file has other bytes than when it was packed."""
    inner = locked(packed(reports))
    whole = packed({"a.zip": inner, "b.html": b"<html>", "word.docx": reports["word.docx"]})
    place = whole.index(b"b.html") + len("b.html")
    damaged = whole[: place + 2] + b"\xff\xff" + whole[place + 4 :]
    (raw / "all.zip").write_bytes(damaged)
    said = files_of(raw)
    assert "locked with a password" in said["all.zip/a.zip"]
    assert "damaged" in said["all.zip/b.html"]
    assert said["all.zip/word.docx"] == ""


def test_an_archive_may_not_unpack_to_more_than_it_says(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (raw / "bomb.zip").write_bytes(packed({"a.html": bytes(1_000_000)}))
    monkeypatch.setattr(settings, "ARCHIVE_BYTES", 999_999)
    assert "unpacks to too much" in files_of(raw)["bomb.zip"]
    with pytest.raises(UnreadableReport):
        archives.content(raw / "bomb.zip", "a.html")


def test_two_files_of_one_name_are_two_reports(raw: Path, reports: dict[str, bytes]) -> None:
    with zipfile.ZipFile(raw / "twice.zip", "w") as package:
        package.writestr("年报.html", reports["page.html"])
        with pytest.warns(UserWarning, match="Duplicate name"):
            package.writestr("年报.html", b"<p>another</p>")
    assert {*files_of(raw)} == {"twice.zip/年报.html", "twice.zip/年报 (2).html"}
    with archives.as_file(raw, "twice.zip/年报 (2).html") as path:
        assert path.read_bytes() == b"<p>another</p>"
