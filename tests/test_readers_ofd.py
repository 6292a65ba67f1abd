"""OFD files: their pages read as PDFs are, each cell held against another program, and nothing called seen."""

import re
import zipfile
from pathlib import Path

import pytest

import printing as pr
from expect import assert_admits, assert_reads, found
from helpers import exhibits
from helpers.corpus import assemble
from helpers.corpus.reading import extract_report
from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.readers.ofd import tables
from kinds import ofd_ways
from printing import FORMS, Cell
from printing_ofd import print_ofd

KEY = ("disclosure", "penalty", "decisions")


def read(path: Path):
    return read_content(path, load_forms())


@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_read_as_it_is_printed(tmp_path: Path, form: str) -> None:
    report = pr.report(form)
    content = read(print_ofd(report, tmp_path / "report.ofd"))
    assert_reads(content, report)
    assert {figure.proof for figure in content.figures} <= {"identity", "second_reading"}


def of_cell(change):
    """A change of the one cell that the tests look at."""
    return lambda cell, objects: change(objects) if cell.key == KEY else objects


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("another layer hides it", lambda objects: objects.replace("<ofd:TextObject", '<ofd:TextObject Visible="false"')),
        ("white", lambda objects: objects.replace("<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode')),
        ("not filled", lambda objects: objects.replace("<ofd:TextObject", '<ofd:TextObject Fill="false"')),
        ("out of the page", lambda objects: re.sub(r'Boundary="[\d.]+', 'Boundary="900', objects)),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_never_proven(tmp_path: Path, what: str, change) -> None:
    report = pr.report("national_2021")
    content = read(print_ofd(report, tmp_path / "report.ofd", of_cell(change)))
    figure = next(each for each in content.figures if (each.table, each.row, each.column) == KEY)
    assert figure.value is None or figure.proof == "none", what
    assert figure.proof != "seen"


@pytest.mark.parametrize(
    "change",
    [
        lambda objects: objects.replace('Y="2.6"', 'Y="5.2"').replace("<ofd:TextObject", '<ofd:TextObject CTM="1 0 0 0.5 0 0"'),
        lambda objects: re.sub(r'DeltaX="([\d.]+) [^"]*"', r'DeltaX="g 9 \1"', objects),
    ],
    ids=["a matrix of its own", "steps counted"],
)  # fmt: skip
def test_other_ways_to_place_letters_are_read(tmp_path: Path, change) -> None:
    report = pr.report("national_2021")
    content = read(print_ofd(report, tmp_path / "report.ofd", of_cell(change)))
    assert found(content)[KEY] == report.truth[KEY]
    assert content.status == "verified"


def test_rules_of_filled_boxes_without_a_colour_are_rules(tmp_path: Path) -> None:
    """As Word's rules come out of converters."""

    def boxes(_: Cell, objects: str) -> str:
        return objects

    report = pr.report("annex_fujian")
    path = print_ofd(report, tmp_path / "report.ofd", boxes)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            part = part.replace('Stroke="true" Fill="false"', 'Stroke="false" Fill="true"')  # noqa: PLW2901
            part = re.sub(  # noqa: PLW2901
                r"M 0 0 L ([\d.]+) ([\d.]+)",
                lambda ends: (
                    f"M 0 0 L {float(ends[1]) + 0.2} 0 L {float(ends[1]) + 0.2} {float(ends[2]) + 0.2} L 0 {float(ends[2]) + 0.2} C"
                ),
                part,
            )
            package.writestr(name, part)
    assert_reads(read(path), report)


@pytest.mark.parametrize(
    "way",
    [
        ofd_ways.with_tables_in_a_template,
        ofd_ways.as_several_documents,
        ofd_ways.with_drawings_by_reference,
    ],
)
def test_what_a_page_draws_by_reference_is_read(tmp_path: Path, way) -> None:
    report = pr.report("national_2021")
    way(report, tmp_path / "report.ofd")
    assert_reads(read(tmp_path / "report.ofd"), report)


@pytest.mark.parametrize(
    "way",
    [
        ofd_ways.with_white_figures,
        ofd_ways.with_transparent_figures,
        ofd_ways.with_covered_figures,
        ofd_ways.below_a_picture_that_cannot_be_opened,
    ],
)
def test_what_is_white_transparent_or_covered_is_not_proven(tmp_path: Path, way) -> None:
    report = pr.report("national_2021")
    way(report, tmp_path / "report.ofd")
    assert_admits(read(tmp_path / "report.ofd"), report)


def test_labels_are_in_the_characters_of_the_file(tmp_path: Path) -> None:
    """A font has one glyph for 行 and for the radical that looks like it."""
    content = read(print_ofd(pr.report("national_2021"), tmp_path / "report.ofd"))
    assert "行政许可" in {figure.label for figure in content.figures}


def test_where_the_other_program_reads_nothing_only_sums_prove_a_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_runs_again", lambda _: [])
    report = pr.report("national_2021")
    assert_admits(read(print_ofd(report, tmp_path / "report.ofd")), report)


def test_a_figure_is_framed_on_its_page(tmp_path: Path) -> None:
    print_ofd(pr.report("annex_fujian"), tmp_path / "report.ofd")
    tables_of = assemble.tables([extract_report(tmp_path / "report.ofd")])
    figure = tables_of["figures"].iloc[3]
    shown = exhibits.picture(figure, tables_of["figures"], tables_of["reports"], tmp_path)
    assert shown.suffix == ".png"
    assert len(shown.content) > 1000


@pytest.mark.parametrize("missing", ["Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"])
def test_a_damaged_file_says_what_to_do(tmp_path: Path, missing: str) -> None:
    path = print_ofd(pr.report("annex_fujian"), tmp_path / "report.ofd")
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if name != missing}
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    content = read(path)
    assert (content.status, content.message) == (
        "failed",
        "The file is damaged or no OFD: fetch it again.",
    )
