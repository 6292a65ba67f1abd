"""Two reports in one file: none of their figures is published. An attachment or a quotation is no second report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import printing as pr
from expect import assert_admits, assert_reads, found
from helpers.extract.report import SEVERAL, read_content
from helpers.prove.content import Content
from printing import FORMS, Report, report, report_on
from printing_docx import print_docx
from printing_html import print_html
from printing_pdf import Paper, fit, print_pdf

Read = Callable[[Report], Content]


def on_pages(printed: Report, path: Path) -> Path:
    fit(printed, Paper())
    return print_pdf(printed, path)


PRINTERS = {".pdf": on_pages, ".docx": print_docx, ".html": print_html}


@pytest.fixture(params=PRINTERS)
def read(request: pytest.FixtureRequest, tmp_path: Path) -> Read:
    """Print a report as PDF, Word file and web page, and read it."""

    def read(printed: Report) -> Content:
        return read_content(
            PRINTERS[request.param](printed, tmp_path / f"report{request.param}"), FORMS
        )

    return read


def other_report(
    form: str, *, agency: str = pr.AGENCY, year: int | None = None, seed: int = 2
) -> Report:
    """A report with figures of its own."""
    year = year or pr.YEARS[form]
    other = report_on(FORMS[form], year, seed=seed)
    other.title = f"{agency}{year}年政府信息公开工作年度报告"
    return other


def assert_split_asked_for(content: Content) -> None:
    assert (content.status, content.said) == ("incomplete", SEVERAL)
    assert (content.figures, content.checks, content.narrative) == ((), (), ())


@pytest.mark.parametrize("form", ["annex_2014", "national_2019", "national_2021", "annex_fujian"])
def test_two_agencies_in_one_file(read: Read, form: str) -> None:
    printed = report(form)
    pr.bind_behind(printed, other_report(form, agency="白石县人民政府"))
    assert_split_asked_for(read(printed))


@pytest.mark.parametrize("form", ["annex_2014", "national_2021"])
def test_two_years_of_one_agency(read: Read, form: str) -> None:
    printed = report(form)
    pr.bind_behind(printed, other_report(form, year=pr.YEARS[form] + 1))
    assert_split_asked_for(read(printed))


@pytest.mark.parametrize(
    ("form", "later"),
    [
        (("national_2019", 2020), ("national_2021", 2021)),
        (("annex_2014", 2018), ("national_2019", 2019)),
    ],
)
def test_two_years_on_two_forms(read: Read, form: tuple[str, int], later: tuple[str, int]) -> None:
    printed = other_report(form[0], year=form[1])
    pr.bind_behind(printed, other_report(later[0], year=later[1]))
    assert_split_asked_for(read(printed))


def test_two_agencies_without_requests_that_print_the_same_zeros(read: Read) -> None:
    rows = [row.code for table in FORMS["national_2021"].tables.values() for row in table.rows]
    printed, other = (report("national_2021", zeros=rows) for _ in range(2))
    other.title = "白石县人民政府2023年政府信息公开工作年度报告"
    pr.bind_behind(printed, other)
    assert_split_asked_for(read(printed))


@pytest.mark.parametrize("form", ["annex_2014", "national_2021"])
def test_an_attachment_that_repeats_the_tables_hurts_nobody(read: Read, form: str) -> None:
    printed = report(form)
    pr.bind_behind(printed, report(form))
    assert_reads(read(printed), printed)


def test_an_annex_of_the_older_form_beside_the_report_hurts_nobody(read: Read) -> None:
    printed = report("national_2019")
    annex = other_report("annex_2014", year=2019)
    annex.title = "附件"
    pr.bind_behind(printed, annex)
    content = read(printed)
    assert_reads(content, printed)
    assert content.form == "national_2019"


def test_the_table_of_the_year_before_puts_that_table_in_doubt_alone(read: Read) -> None:
    printed = report("national_2021")
    pr.append_table(printed, other_report("national_2021", year=2022), "requests", "附：2022年情况")
    content = read(printed)
    assert_admits(content, printed)
    sound = {each.table for each in content.figures if each.proof != "none"}
    assert sound >= {"disclosure", "review"}
    assert set(found(content)) == set(printed.truth)


def test_the_annex_of_the_year_before_is_doubted_but_shown(read: Read) -> None:
    printed = report("annex_fujian")
    pr.append_table(printed, other_report("annex_fujian", year=2014), "annex", "附：上年度情况")
    content = read(printed)
    assert_admits(content, printed)
    assert len(content.figures) == len(printed.truth)


def test_another_table_of_twelve_columns_behind_the_report_is_left_alone(read: Read) -> None:
    printed = report("national_2021")
    heads = pr.Line([pr.Cell(n, f"指标{n}", "head") for n in range(12)])
    rows = [pr.Line([pr.Cell(n, f"{n * m}") for n in range(12)]) for m in range(3, 9)]
    printed.pages.append([pr.Sheet("", "附表 政务新媒体情况", [heads, *rows], [40.0] * 12)])
    assert_reads(read(printed), printed)
