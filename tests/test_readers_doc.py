"""Old Word files: read as new ones, held against another program's rows, and proven by nothing less."""

import shutil
from pathlib import Path

import pytest

import printing as pr
from conftest import ROOT
from expect import assert_admits, assert_reads
from helpers import exhibits
from helpers.corpus import assemble
from helpers.corpus.reading import extract_report
from helpers.errors import UnreadableReport
from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.readers.oldword import tables
from helpers.readers.rowwise import Row
from printing_docx import print_docx

FILES = ROOT / "tests" / "files"


def read(path: Path):
    return read_content(path, load_forms())


@pytest.mark.parametrize("form", ["national_2021", "annex_2014"])
def test_an_old_word_file_is_read_as_it_is_printed(form: str) -> None:
    content = read(FILES / f"report_{form}.doc")
    assert_reads(content, pr.report(form))
    assert {figure.proof for figure in content.figures} == {"identity", "second_reading"}


def test_it_says_what_the_new_word_file_says(tmp_path: Path) -> None:
    new = read(print_docx(pr.report("national_2021"), tmp_path / "report.docx"))
    old = read(FILES / "report_national_2021.doc")
    assert [figure.value for figure in old.figures] == [figure.value for figure in new.figures]
    assert (old.agency, old.year) == (new.agency, new.year)
    assert [told.figure for told in old.narrative] == [told.figure for told in new.narrative]


@pytest.mark.parametrize("other", ["nothing", "another digit", "a cell more"])
def test_where_the_two_programs_differ_only_sums_prove_a_figure(
    monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    """Two readings of one conversion are one."""
    again = tables._rows_again(FILES / "report_national_2021.doc")

    def rows(_: Path) -> list[Row]:
        changed = []
        for row in again if other != "nothing" else []:
            told = row
            if row[:1] == ("行政处罚",):
                told = (*row, "") if other == "a cell more" else (row[0], f"{row[1]}0")
            changed.append(told)
        return changed

    monkeypatch.setattr(tables, "_rows_again", rows)
    content = read(FILES / "report_national_2021.doc")
    assert_admits(content, pr.report("national_2021"))
    unproven = {figure.row for figure in content.figures if figure.proof == "none"}
    assert "penalty" in unproven
    assert {figure.proof for figure in content.figures if figure.table == "requests"} == {
        "identity"
    }
    if other != "nothing":
        assert unproven == {"penalty"}


def test_where_the_conversion_lost_something_only_sums_prove_a_figure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It says so itself: of pictures, shapes, and sizes that it does not know."""
    monkeypatch.setattr(tables, "_LOST", frozenset({"CONVERSION_COMPLETE"}))
    assert_admits(read(FILES / "report_national_2021.doc"), pr.report("national_2021"))


def test_a_figure_is_shown_in_its_row(tmp_path: Path) -> None:
    shutil.copy(FILES / "report_annex_2014.doc", tmp_path)
    tables_of = assemble.tables([extract_report(tmp_path / "report_annex_2014.doc")])
    figure = tables_of["figures"].iloc[0]
    shown = exhibits.picture(figure, tables_of["figures"], tables_of["reports"], tmp_path)
    assert figure["printed"] in shown.html


@pytest.mark.parametrize("cut", [600, 5_000, 20_000])
def test_a_damaged_file_says_what_to_do(tmp_path: Path, cut: int) -> None:
    data = (FILES / "report_national_2021.doc").read_bytes()
    (tmp_path / "report.doc").write_bytes(data[:cut])
    content = read(tmp_path / "report.doc")
    assert content.status == "failed"
    assert content.message.endswith(".")


def test_the_reader_itself_refuses_what_is_no_word_file(tmp_path: Path) -> None:
    (tmp_path / "report.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    with pytest.raises(UnreadableReport, match="no Word file"):
        next(tables.readings(tmp_path / "report.doc"))
