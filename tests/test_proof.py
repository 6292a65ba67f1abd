"""A seeded part of what `make proof` tries: no report that is called verified publishes a wrong figure."""

import random

import pytest

from proof import bases, negatives, styles, trial
from proof.mutations import MUTATIONS, digit


@pytest.fixture(
    scope="module", params=["national_2021, web", "annex_fujian, head repeated", "huaian_2024"]
)
def tallies(request):
    return trial.try_base(request.param, each=2)


def test_no_mutant_is_verified_with_a_wrong_figure_or_without_one_that_is_printed(tallies):
    assert [case for tally in tallies.values() for case in tally.cases] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (
            "annex_2014, head not repeated",
            "a piece repeated with another figure",
        ),  # rows of one name, and a copy without head
        (
            "shanghai_office_2019",
            "a piece repeated with another figure",
        ),  # a head whose upper half stands a page before
        (
            "pingtan_2017",
            "two rows swapped",
        ),  # rows at both ends of an annex whose rows are all optional
        ("pingtan_2016", "labels of two rows swapped, first reading"),
    ],
)
def test_no_mutant_of_this_kind_of_this_report_is_verified_and_wrong(name, kind):
    base, tally = bases.load(name), trial.Tally()
    trial.count_all(tally, base, kind, 40)
    assert tally.mutants > 30
    assert tally.cases == []


def test_every_kind_of_mutation_finds_a_place():
    base = bases.load("national_2021, web")
    chance = random.Random(1)
    idle = [
        kind
        for kind, mutate in MUTATIONS.items()
        if not any(mutate(base, chance) for _ in range(40))
    ]
    assert idle == []


def test_a_wrong_figure_would_be_seen():
    base = bases.load("annex_fujian, web")
    mutant = next(
        filter(None, (digit(("text", "second"))(base, random.Random(n)) for n in range(9)))
    )
    content = bases.judge(base, mutant.grids)
    assert trial.wrong_figures(content, mutant.truth) == []
    assert len(trial.wrong_figures(content, base.truth)) == 1


@pytest.mark.parametrize("form", ["annex_2014", "national_2019", "national_2021", "annex_fujian"])
@pytest.mark.parametrize(
    "style",
    [
        "browser, frames far apart",
        "gaps, white on dark heads",
        "web page, inline tags",
        "Word file, changes tracked",
    ],
)
def test_a_report_in_this_style_is_read_as_printed(style, form):
    score = styles.try_style(style, form, styles.AGENCIES[1:5:3])
    assert score.cases == []
    assert (score.right, score.verified, score.noticed) == (score.figures, 1, 1)


def test_a_table_that_goes_on_beside_itself_is_read_as_printed():
    score = styles.try_style("two tables side by side", "annex_2014", styles.AGENCIES[:1])
    assert (score.cases, score.right, score.verified) == ([], score.figures, 1)


@pytest.mark.parametrize(
    "kind",
    [
        "budget",
        "procurement notice",
        "two years side by side",
        "blank form",
        "report without a table",
    ],
)
def test_a_file_that_holds_no_figures_gives_none(kind):
    negative = negatives.try_kind(kind, 1)
    assert negative.cases == []
    assert negative.figures == 0
