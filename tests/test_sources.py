"""The report files of a folder, and what sources.csv says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.corpus.assemble import named
from helpers.corpus.extraction import Extraction
from helpers.corpus.sources import COLUMNS, NoReports, Source, find_reports
from helpers.errors import UserError
from helpers.prove.content import Content

HEAD = ",".join(COLUMNS)


def _report(folder: Path, name: str, content: str = "<table></table>") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def why(source: Source) -> str:
    """Why a file is not read, "" for one that is."""
    return str(source.refused or "")


def test_reports_are_found_in_all_folders_in_the_order_of_their_names(tmp_path: Path) -> None:
    names = ("b.pdf", "county/a.HTML", "a.htm", "带空格 的😀报告", ".hidden/c.pdf", "~$open.docx")
    for name in (*names, "sources.csv", "corrections.csv"):
        _report(tmp_path, name)
    (tmp_path / "sources.csv").write_text("file\n", "utf-8")
    found = [source.file for source in find_reports(tmp_path)]
    assert found == ["a.htm", "b.pdf", "county/a.HTML", "带空格 的😀报告"]


def test_files_that_no_reader_knows_are_listed_so_that_nobody_thinks_they_were_read(
    tmp_path: Path,
) -> None:
    for name in ("report.doc", "notes.txt"):
        _report(tmp_path, name)
    assert [source.file for source in find_reports(tmp_path)] == ["notes.txt", "report.doc"]


@pytest.mark.parametrize("ending", ["_files", ".files"])
def test_what_a_browser_saved_beside_a_page_is_left_out_with_its_reason(
    tmp_path: Path, ending: str
) -> None:
    for name in (
        "年报.html",
        f"年报{ending}/seal.png",
        f"年报{ending}/more/a.html",
        "other_files/b.pdf",
    ):
        _report(tmp_path, name)
    left_out = {source.file: why(source) for source in find_reports(tmp_path)}
    reason = "It belongs to the saved web page 年报.html."
    assert left_out == {
        "年报.html": "",
        f"年报{ending}/seal.png": reason,
        f"年报{ending}/more/a.html": reason,
        "other_files/b.pdf": "",  # no page stands beside it
    }


def test_a_link_is_followed_inside_the_folder_only(tmp_path: Path) -> None:
    outside = _report(tmp_path, "elsewhere/secret.html")
    inside = _report(tmp_path, "raw/a.html")
    (tmp_path / "raw" / "b.html").symlink_to(inside)
    (tmp_path / "raw" / "c.html").symlink_to(outside)
    (tmp_path / "raw" / "d.html").symlink_to(outside.with_name("other.html"))
    outside.with_name("other.html").write_text("<p>")
    sources = find_reports(tmp_path / "raw")
    reports = [Extraction(source, Content("left_out")) for source in sources]
    assert len({name for name, _ in named(reports)}) == 4, "each is a row of its own"
    left_out = {source.file: why(source) for source in sources}
    assert left_out["c.html"] == left_out["d.html"]
    assert (left_out["a.html"], left_out["b.html"]) == ("", "")
    assert left_out["c.html"].startswith("A link to a place outside of the folder")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoReports, match="nowhere does not exist"):
        find_reports(tmp_path / "nowhere")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(NoReports, match="is a file: name the folder"):
        find_reports(_report(tmp_path, "a.html"))


def test_an_empty_folder_says_what_to_put_there(tmp_path: Path) -> None:
    with pytest.raises(
        NoReports, match="put PDFs, Word or Excel files, web pages or pictures into it"
    ):
        find_reports(tmp_path)


def test_sources_csv_gives_agency_year_and_address(tmp_path: Path) -> None:
    _report(tmp_path, "a.html")
    (tmp_path / "sources.csv").write_text(
        f"\ufeff{HEAD}\na.html,某市人民政府,2023,http://example.org,2024-02-01,,published,\n",
        encoding="utf-8",
    )
    (source,) = find_reports(tmp_path)
    assert (source.agency, source.year, source.url, source.origin) == (
        "某市人民政府", 2023, "http://example.org", "published",
    )  # fmt: skip


def test_a_row_about_another_content_of_the_file_is_no_provenance(tmp_path: Path) -> None:
    _report(tmp_path, "a.html")
    (tmp_path / "sources.csv").write_text(
        f"{HEAD}\na.html,某市,2023,http://x,,{'0' * 64},published,\n", "utf-8"
    )
    (source,) = find_reports(tmp_path)
    assert (source.agency, source.year, source.url) == ("", None, "")
    assert "bring its row up to date" in source.remark.english


@pytest.mark.parametrize(
    "content",
    [
        "file,agency,year\na.html,某市,2023\ngone.pdf,某县,2023\n",
        f"{HEAD}\na.html,某市,2023\n",
        "agency,file,year\n某市,a.html,2023\n",
    ],
)
def test_only_the_file_must_be_named_and_a_short_line_says_nothing_more(
    tmp_path: Path, content: str
) -> None:
    _report(tmp_path, "a.html")
    (tmp_path / "sources.csv").write_text(content, encoding="utf-8")
    (source,) = find_reports(tmp_path)
    assert (source.agency, source.year, source.url, source.origin, source.remark.english) == (
        "某市",
        2023,
        "",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name,agency\na.html,x\n", "lacks the column file"),
        (f"{HEAD}\na.html,x,23,,,,,\n", "line 2: the year '23' is none from 1990 to 2100"),
        (f"{HEAD}\na.html,x,2203,,,,,\n", "line 2: the year '2203' is none from 1990 to 2100"),
        (
            f"{HEAD}\na.html,x,,,,,,\n,,,,,,,\na.html,y,,,,,,\n",
            "line 4: the file a.html has a row already",
        ),
        (f"{HEAD}\na.html,x,2023,,,,copied,\n", "line 2: the origin 'copied' is neither"),
    ],
)
def test_a_sources_csv_that_cannot_be_used_says_where(
    tmp_path: Path, content: str, sentence: str
) -> None:
    _report(tmp_path, "a.html")
    (tmp_path / "sources.csv").write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=sentence):
        find_reports(tmp_path)


def test_a_sources_csv_saved_by_excel_in_gbk_is_refused_with_a_cure(tmp_path: Path) -> None:
    _report(tmp_path, "a.html")
    (tmp_path / "sources.csv").write_bytes(f"{HEAD}\na.html,某市,2023,,,,,\n".encode("gbk"))
    with pytest.raises(UserError, match="CSV UTF-8"):
        find_reports(tmp_path)
