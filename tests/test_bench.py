"""What `make bench` counts as right for a library that reads tables and knows no form."""

from dataclasses import replace
from decimal import Decimal

from helpers.forms import load_forms
from printing_pdf import Paper
from proof.styles import STYLES
from speed.chain import Step
from speed.invented import KINDS, PAGES
from speed.mapping import place
from speed.page import Measured, page
from speed.peers import Score
from speed.scale import Run
from speed.tables import Written

FORM = load_forms()["national_2021"]
FIGURES = ["5", "0", "1", "", "0", "2", "8"]
COLUMNS = [column.code for column in FORM.tables["requests"].columns]
GRANTED = {("requests", "granted", column) for column in COLUMNS}


def test_the_last_label_of_a_row_names_it_and_the_cells_behind_it_are_its_columns():
    line = ["三、本年度\n办理结果", "(一)予以公开", None, *FIGURES]
    values = [None if text == "" else Decimal(text) for text in FIGURES]
    assert place([[line]], FORM) == {
        ("requests", "granted", column): value
        for column, value in zip(COLUMNS, values, strict=True)
    }


def test_a_label_that_reaches_over_empty_cells_does_not_move_the_figures():
    line = ["(一)予以公开", "", "", *FIGURES]
    assert place([[line]], FORM)["requests", "granted", "total"] == 8


def test_cells_that_reach_over_several_columns_of_the_grid_count_once():
    line = ["规章", "1", "", "2", "", "3", ""]
    assert list(place([[line]], FORM).values()) == [1, 2, 3]


def test_a_row_whose_label_was_cut_in_two_is_lost():
    assert place([[["（一）予以", *FIGURES], ["公开", *FIGURES]]], FORM) == {}


def test_a_row_with_fewer_cells_than_columns_is_lost():
    assert GRANTED.isdisjoint(place([[["（一）予以公开", *FIGURES[1:]]]], FORM))


def test_a_line_of_reviews_has_no_label():
    figures = place([[[str(n) for n in range(15)]]], FORM)
    assert figures["review", "reconsideration", "upheld"] == 0
    assert figures["review", "litigation_after_review", "total"] == 14


def test_every_kind_of_page_is_among_the_invented_reports():
    assert all(isinstance(STYLES[name].paper, Paper) for name in PAGES)
    assert len({KINDS[number * 37 % len(KINDS)] for number in range(len(KINDS))}) == len(KINDS)


def test_the_page_says_what_was_measured_and_how_long_all_of_it_took():
    runs = [
        Run(reports, workers, reports, 10.0 / workers, 0.1, 2e8)
        for reports in (10, 100)
        for workers in (1, 2)
    ]
    scores = [
        Score("gongkai", "1", 0.1, 0.1, 2e8, 1.0),
        Score("other", "2", 0.25, 0.5, 1e8, 0.9),
        Score("text", "3", 0.01, 0.01, 1e8, None),
    ]
    anew = [replace(score, seconds=score.seconds * 2) for score in scores]
    text = page(
        Measured(
            "a machine",
            "Some reports",
            scores,
            anew,
            {"cells": 0.06, "else": 0.04},
            runs,
            [Written(1000, 150_000, 2.0, 1.9, 3.0, 2.8, 4e8)],
            [Step("02_tidy", 55, 3e8)],
        )
    )
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line[:1] == "|"
    ]
    assert ["other", "2", "0.250", "2.50", "0.500", "5.00", "100", "90.0%"] in rows
    assert ["other", "2", "0.500", "2.50", "0.500", "5.00", "100", "90.0%"] in rows
    assert ["cells", "60.0", "60%"] in rows
    assert ["100", "2", "5.0", "0.050", "2.00", "200", "0.10", "100"] in rows
    assert ["02_tidy", "55", "300"] in rows
    assert "All of it took 1.0 minutes." in text
