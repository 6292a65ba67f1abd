"""One report as every kind of file: the same figures, whatever it is printed on."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

import browser
import printing as pr
from helpers.corpus import archives, assemble
from helpers.corpus.reading import extract_report
from kinds.settings import SETTINGS, in_archive
from narrative import Report as Composed
from printing import Report, report
from printing_docx import as_edited, cut_into_runs, in_paragraphs, print_docx
from printing_html import print_html
from printing_pdf import Paper, fit, print_pdf
from printing_xlsx import print_xls, print_xlsx
from resetting import composed
from scanning import Scanner

pytestmark = pytest.mark.heavy

#: What tells where and how a figure was read; all else is what the report says.
WHERE = ["report_id", "file", "page", "x0", "y0", "x1", "y1", "place", "proof", "reader"]
#: What else the title and the text must say, however the file was made.
KNOWN = ["status", "message", "form", "agency", "year", "scope"]


def blanks(printed: Report) -> None:
    for row, mark in (
        ("refused.state_secret", ""),
        ("carried_in", "—"),
        ("not_processed.repeat", "/"),
    ):
        pr.leave_out(printed, "requests", mark, row=row)


def misprints(printed: Report) -> None:
    for label, misprint in pr.MISPRINTS.items():
        if label in {cell.text for cell in printed.cells()}:
            pr.relabel(printed, label, misprint)


def unit_in_head(printed: Report) -> None:
    pr.relabel(printed, "采购总金额", "采购总金额(万元)")
    pr.write(printed, ("disclosure", "procurement", "amount"), "477.35", 4_773_500)


def unit_above(printed: Report) -> None:
    printed.sheet("disclosure").caption += "（单位：个、万元）"
    pr.write(printed, ("disclosure", "procurement", "amount"), "477.35", 4_773_500)


def cut_by_a_page(printed: Report) -> None:
    pr.break_before(printed, "requests", "refused.inquiry", header=True)


def cut_inside_a_row(printed: Report) -> None:
    pr.split_row(printed, "requests", "unavailable.needs_creation", at=7, numbers="below")
    pr.break_inside(printed, "requests", "unavailable.needs_creation")


def one_row_more(printed: Report) -> None:
    pr.add_row(printed, "requests", "refused.inquiry", "9.属于历史遗留问题", ["0"] * 7)


def two_numbers_in_one_cell(printed: Report) -> None:
    pr.write(printed, ("disclosure", "penalty", "decisions"), "12\n5", None)


def wrong_sum(printed: Report) -> None:
    pr.write(printed, ("review", "reconsideration", "total"), "0", 0)


def swapped_heads(printed: Report) -> None:
    pr.swap_labels(printed, "requests", "business", "research")


CASES = [
    *((form, None) for form in ("annex_2014", "national_2019", "national_2021", "annex_fujian")),
    *(
        ("national_2021", each)
        for each in (blanks, misprints, cut_by_a_page, cut_inside_a_row, one_row_more)
    ),
    *(("national_2021", each) for each in (two_numbers_in_one_cell, wrong_sum, swapped_heads)),
    *(
        ("national_2019", each)
        for each in (blanks, misprints, unit_in_head, unit_above, cut_by_a_page)
    ),
]


def printed_report(form: str, change: object) -> Report:
    printed = report(form)
    if callable(change):
        change(printed)
    return printed


def read(path: Path) -> dict[str, pd.DataFrame]:
    return assemble.tables([extract_report(path)])


@cache
def page_figures(form: str) -> pd.DataFrame:
    """The figures of a clean report that is a web page."""
    with TemporaryDirectory() as folder:
        return read(print_html(report(form), Path(folder) / "report.html"))["figures"]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("form", "change"), CASES, ids=lambda each: getattr(each, "__name__", each)
)
def test_all_three_print_the_same_figures(tmp_path: Path, form: str, change: object) -> None:
    on_pages = printed_report(form, change)
    fit(on_pages, Paper())
    read_pdf = read(print_pdf(on_pages, tmp_path / "report.pdf"))
    read_page = read(print_html(printed_report(form, change), tmp_path / "report.html"))
    read_word = read(print_docx(printed_report(form, change), tmp_path / "report.docx"))
    for other in (read_pdf, read_page):
        pd.testing.assert_frame_equal(
            read_word["figures"].drop(columns=WHERE), other["figures"].drop(columns=WHERE)
        )
        assert (
            read_word["reports"]
            .loc[0, ["status", "message"]]
            .equals(other["reports"].loc[0, ["status", "message"]])
        )


@pytest.mark.parametrize("form", ["annex_2014", "national_2019", "national_2021", "annex_fujian"])
@pytest.mark.parametrize(
    "setting", [in_paragraphs, cut_into_runs, as_edited], ids=lambda each: each.__name__
)
def test_a_word_file_says_exactly_what_the_web_page_says(
    tmp_path: Path, form: str, setting: object
) -> None:
    word = read(print_docx(report(form), tmp_path / "report.docx", setting))["figures"]
    page = page_figures(form)
    named_otherwise = ["report_id", "file", "reader", "proof"]
    pd.testing.assert_frame_equal(
        word.drop(columns=named_otherwise), page.drop(columns=named_otherwise)
    )
    # All that reaches a cell of a Word file is known; a figure without a sum is seen there, not
    # only read twice.
    assert word["proof"].tolist() == page["proof"].replace("second_reading", "seen").tolist()


@pytest.mark.parametrize("form", ["annex_2014", "national_2019", "national_2021", "annex_fujian"])
def test_a_workbook_says_exactly_what_the_word_file_says(tmp_path: Path, form: str) -> None:
    word = read(print_docx(report(form), tmp_path / "report.docx"))["figures"]
    for book in (
        print_xlsx(report(form), tmp_path / "report.xlsx"),
        print_xls(report(form), tmp_path / "report.xls"),
    ):
        figures = read(book)["figures"]
        where = ["report_id", "file", "reader", "place"]
        pd.testing.assert_frame_equal(figures.drop(columns=where), word.drop(columns=where))


@pytest.mark.parametrize(
    ("slug", "kinds"),
    [
        ("shanghai_office_2019", [".docx", ".html", ".rtf", ".xls"]),
        ("pingtan_2014", [".docx", ".html", ".ofd", ".xlsx", ".zip", "scan"]),
        ("pingtan_2020", [".docx", ".html", ".ofd", ".et"]),
        ("huaian_2024", [".docx", ".html", ".rtf", ".xlsx", ".zip"]),
    ],
)
def test_a_specimen_says_as_any_kind_of_file_what_the_pdf_says(
    tmp_path: Path, root: Path, slug: str, kinds: list[str]
) -> None:
    """`make kinds` tries all specimens as all kinds, also as old Word files, `make scans` as scans."""
    specimen_pdf = root / "data/raw/specimens" / f"{slug}.pdf"
    printed = read(specimen_pdf)
    for kind in kinds:
        again = read(set_as(kind, composed()[slug], specimen_pdf, tmp_path))
        pd.testing.assert_frame_equal(
            again["figures"].drop(columns=WHERE), printed["figures"].drop(columns=WHERE)
        )
        assert again["reports"].loc[0, KNOWN].equals(printed["reports"].loc[0, KNOWN])
        assert again["narrative"]["figure"].tolist() == printed["narrative"]["figure"].tolist()


def set_as(kind: str, specimen: Composed, printed: Path, folder: Path) -> Path:
    """A specimen as a kind of file; in an archive it is a Word file."""
    path = folder / f"report{kind}"
    if kind == "scan":
        return Scanner(200).pdf(printed, folder / "scan.pdf")
    if kind == ".html":
        browser.build(specimen, path)
    elif kind == ".zip":
        in_archive([folder / "report.docx"], path)
        with archives.as_file(folder, "report.zip/年报/report.docx") as inside:
            return Path(shutil.copy(inside, folder / "inside.docx"))
    else:
        SETTINGS[kind](specimen, path)
    return path
