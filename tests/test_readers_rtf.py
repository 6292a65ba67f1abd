"""RTF files: read as they are shown, held against another program, and proven by nothing less."""

from pathlib import Path

import pytest

import printing as pr
from expect import assert_admits, assert_reads, found
from helpers import exhibits
from helpers.corpus import assemble
from helpers.corpus.reading import extract_report
from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.readers.rtf import tables
from kinds import rtf_ways
from printing import FORMS
from printing_rtf import HEAD, escaped, in_gbk, print_rtf

KEY = ("disclosure", "penalty", "decisions")


def read(path: Path):
    return read_content(path, load_forms())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("written", [escaped, in_gbk])
def test_a_report_is_read_as_it_is_printed(tmp_path: Path, form: str, written) -> None:
    report = pr.report(form)
    content = read(print_rtf(report, tmp_path / "report.rtf", lambda cell: written(cell.text)))
    assert_reads(content, report)
    assert {figure.proof for figure in content.figures} <= {"identity", "second_reading"}


def with_cell(tmp_path: Path, text: str):
    """The report with the text of one cell written so."""
    report = pr.report("national_2021")
    return read(
        print_rtf(
            report,
            tmp_path / "report.rtf",
            lambda cell: text if cell.key == KEY else escaped(cell.text),
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        r"64{\super 1}",
        r"64{\up6 1}",
        r"64{\sub 1}",
        r"6{\strike 4}1",
        r"6{\deleted 4}1",
        r"64{\cf2 1}",
        r"64{\fs4 1}",
        r"\super 64\nosupersub 1",
    ],
)
def test_digits_that_are_no_part_of_the_number_leave_it_in_doubt(tmp_path: Path, text: str) -> None:
    content = with_cell(tmp_path, text)
    figure = next(each for each in content.figures if (each.table, each.row, each.column) == KEY)
    assert (figure.status, figure.proof) == ("doubtful", "none")
    assert content.status == "incomplete"


@pytest.mark.parametrize(
    "text", [r"64{\v 1}", r"64{\v1 1}", r"64{\*\unknown 1}", r"64{\footnote 1}"]
)
def test_what_is_hidden_is_no_part_of_the_number(tmp_path: Path, text: str) -> None:
    """The other program may see it: then nothing proves the number."""
    content = with_cell(tmp_path, text)
    assert found(content)[KEY] == 64
    figure = next(each for each in content.figures if (each.table, each.row, each.column) == KEY)
    assert figure.proof in ("none", "second_reading")


@pytest.mark.parametrize(
    "text", [r"{\b 6}{\i 41}", r"\fs21 6\fs21 41", r"{\cf1 641}", r"\super\plain 641", r"\up0 641"]
)
def test_ordinary_print_is_a_number(tmp_path: Path, text: str) -> None:
    content = with_cell(tmp_path, text)
    assert found(content)[KEY] == 641
    assert content.status == "verified"


def test_where_the_other_program_reads_nothing_only_sums_prove_a_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_rows_again", lambda _: [])
    report = pr.report("national_2021")
    assert_admits(read(print_rtf(report, tmp_path / "report.rtf")), report)


def test_a_box_over_a_table_leaves_what_no_sum_proves_in_doubt(tmp_path: Path) -> None:
    report = pr.report("national_2021")
    path = print_rtf(report, tmp_path / "report.rtf")
    box = r"{\shp{\*\shpinst{\shptxt 99}}}"
    path.write_text(path.read_text("latin-1").replace(r"\pard", box + r"\pard", 1), "latin-1")
    assert_admits(read(path), report)


def test_a_figure_is_shown_in_its_row(tmp_path: Path) -> None:
    print_rtf(pr.report("annex_fujian"), tmp_path / "report.rtf")
    tables_of = assemble.tables([extract_report(tmp_path / "report.rtf")])
    figure = tables_of["figures"].iloc[3]
    shown = exhibits.picture(figure, tables_of["figures"], tables_of["reports"], tmp_path)
    assert figure["printed"] in shown.html


@pytest.mark.parametrize(
    "way",
    [
        rtf_ways.with_paragraphs_in_cells,
        rtf_ways.as_word_repeats_rows,
        rtf_ways.in_a_layout_table,
        rtf_ways.behind_a_binary_picture,
        rtf_ways.with_a_seal_and_a_page_number,
    ],
)
def test_what_offices_set_in_rtf_is_read(tmp_path: Path, way) -> None:
    report = pr.report("national_2021")
    way(report, tmp_path / "report.rtf")
    assert_reads(read(tmp_path / "report.rtf"), report)


@pytest.mark.parametrize(
    "way",
    [
        rtf_ways.with_a_hidden_row,
        rtf_ways.with_black_figures_in_black_cells,
        rtf_ways.with_figures_in_fields,
        rtf_ways.with_figures_in_pictures,
        rtf_ways.with_a_box_of_digits,
    ],
)
def test_what_nobody_sees_in_rtf_is_not_proven(tmp_path: Path, way) -> None:
    report = pr.report("national_2021")
    way(report, tmp_path / "report.rtf")
    assert_admits(read(tmp_path / "report.rtf"), report)


def test_half_a_character_and_an_unknown_code_page_stop_nothing(tmp_path: Path) -> None:
    report = pr.report("national_2021")
    path = print_rtf(report, tmp_path / "report.rtf")
    text = path.read_text("latin-1").replace("ansicpg936", "ansicpg99999")
    path.write_text(
        text.replace(r"\pard", r"\pard\u-10179?\u-8704?\u-10179?\par\pard", 1), "latin-1"
    )
    content = read(path)
    assert_reads(content, report)


def test_groups_without_end_are_no_hang(tmp_path: Path) -> None:
    (tmp_path / "deep.rtf").write_text(HEAD + "{" * 100_000, "latin-1")
    content = read(tmp_path / "deep.rtf")
    assert content.status == "failed"
    (tmp_path / "cut.rtf").write_text(HEAD + r"\trowd\cellx100\pard\intbl 1", "latin-1")
    assert read(tmp_path / "cut.rtf").status == "no_form"
