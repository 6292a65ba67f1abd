"""Every chart and notebook with 500 agencies, with one report, and with nothing: readable, quick, and never broken."""

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from agencies import KNOWN, readings_of, tables_of
from helpers import pages, publish, run, settings
from helpers.charts import (
    agency,
    disclosure,
    frames,
    procurement,
    ranking,
    requests,
    review,
    section,
    selection,
)
from helpers.run import notebooks
from helpers.run.kernel import Kernel

pytestmark = pytest.mark.heavy

CHARTS = {
    f"{module.__name__.split('.')[-1]}.{name}": chart
    for module in (agency, disclosure, procurement, requests, review)
    for name, chart in vars(module).items()
    if isinstance(chart, section.Chart) and not name.startswith("_")
}
#: Charts whose frame is not simply the measures that they draw.
FRAMES = {
    "agency.STANDING": lambda tables: agency.standing(
        tables["measures"], tables["agencies"], "第000县人民政府"
    ),
    "agency.MEASURES": lambda tables: agency.known(
        selection.select(tables["measures"], ["第000县人民政府"], []), KNOWN.measures
    ),
    "disclosure.FLOW": lambda tables: disclosure.documents_by_year(
        tables["measures"], tables["documents"]
    ),
    "disclosure.THROUGH": lambda tables: disclosure.channels_by_year(
        tables["measures"], tables["annex"]
    ),
    "requests.RESULTS": lambda tables: requests.outcomes_by_year(tables["measures"]),
    "requests.REFUSED": lambda tables: requests.grounds_by_year(tables["measures"]),
    "requests.ASKED_BY": lambda tables: requests.applicants_by_year(tables["measures"]),
    "review.ENDED": lambda tables: review.results_by_year(tables["review"]),
}
#: A picture that is higher than so many inches is a table, not a chart.
HIGHEST = 40
#: One chart of each way to draw few agencies.
WAYS = (
    "disclosure.FLOW",
    "procurement.AMOUNT",
    "requests.DISCLOSED",
    "requests.RESULTS",
    "requests.REFUSED",
)
NOTEBOOKS = ("03_disclosure", "04_requests", "05_procurement", "07_agency")

Tables = dict[str, pd.DataFrame]


def chosen(tables: Tables, years: list[int]) -> Tables:
    """The tables as a notebook selects them."""
    chosen = {name: selection.select(tables[name], [], years) for name in {*tables} - {"agencies"}}
    return {**chosen, "agencies": tables["agencies"]}


@pytest.fixture(scope="module")
def many() -> Tables:
    return chosen(tables_of(500, range(2016, 2026)), [])


@cache
def few(agencies: int) -> Tables:
    """No more than have a panel each, over annexes and all forms."""
    return chosen(tables_of(agencies, range(2014, 2026)), [])


@pytest.fixture(scope="module")
def one() -> Tables:
    return chosen(tables_of(1, [2024]), [])


@pytest.fixture(scope="module")
def none(one: Tables) -> Tables:
    return chosen(one, [1999])


def frame_of(name: str, tables: Tables) -> pd.DataFrame:
    chart = CHARTS[name]
    if name in FRAMES:
        return FRAMES[name](tables)
    if chart.name.startswith("ranking"):
        return ranking.of_levels(tables["measures"], tables["agencies"], *chart.columns)
    return frames.of_measures(tables["measures"], chart.columns)


def shown(name: str, tables: Tables) -> str:
    """A chart as its notebook shows it."""
    chart, frame = CHARTS[name], frame_of(name, tables)
    show = ranking.show if chart.name.startswith("ranking") else section.show
    return str(show(chart, frame).data)


def draw(name: str, frame: pd.DataFrame, columns: int) -> Figure | None:
    chart = CHARTS[name]
    return chart.draw(frame, columns) if chart.draw else None


@pytest.mark.parametrize("name", CHARTS)
def test_of_500_agencies_every_chart_stays_readable_at_both_widths(many: Tables, name: str) -> None:
    look(name, frame_of(name, many))


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("agencies", [1, 12])
def test_of_few_agencies_panels_and_bars_stay_readable_at_both_widths(
    agencies: int, name: str
) -> None:
    look(name, frame_of(name, few(agencies)))


def look(name: str, frame: pd.DataFrame) -> None:
    """Not higher than a few screens, nothing cut off at its edges, no hole in the sentence."""
    finding = CHARTS[name].say(frame) or CHARTS[name].title
    assert "nan" not in finding.chinese + finding.english
    for columns in (1, 2):
        drawing = draw(name, frame, columns)
        if drawing is None:
            continue
        drawing.draw_without_rendering()
        assert drawing.get_figheight() < HIGHEST
        inked = drawing.get_tightbbox()
        assert inked.x0 > 0
        assert inked.y0 > 0
        assert inked.x1 < drawing.get_figwidth()
        assert inked.y1 < drawing.get_figheight()


@pytest.mark.parametrize("name", CHARTS)
def test_of_one_report_every_chart_is_drawn_or_says_why_not(one: Tables, name: str) -> None:
    html = shown(name, one)
    assert CHARTS[name].nothing.english in html or "<img" in html or "<table" in html
    assert not re.search(r">[^<]*\bnan\b", html)


@pytest.mark.parametrize("name", CHARTS)
def test_of_no_report_every_chart_says_so(none: Tables, name: str) -> None:
    html = shown(name, none)
    assert CHARTS[name].nothing.english in html
    assert "<img" not in html


@pytest.mark.parametrize(("agencies", "years"), [(13, [2018, 2020]), (1, [2024])])
def test_each_notebook_runs_with_many_agencies_and_with_one_report(
    tmp_path: Path, subtests: pytest.Subtests, agencies: int, years: list[int]
) -> None:
    publish.write(tables_of(agencies, years), tmp_path / "tables")
    values = {"processed_dir": str(tmp_path / "tables"), "agency": "第000县人民政府"}
    plan = notebooks.parameters(NOTEBOOKS, values, {})
    with Kernel() as kernel:
        for name in NOTEBOOKS:
            with subtests.test(name):
                target = tmp_path / f"{name}.ipynb"
                notebooks.execute_in(kernel, name, plan[name], target, None)
                pages.write_page(target, tmp_path)
                html = (tmp_path / f"{name}.html").read_text("utf-8")
                assert "<section" in html
                assert not re.search(r">[^<]*\bnan\b", html)


def test_the_page_of_readings_lists_what_a_person_should_look_at_though_the_reports_are_gone(
    tmp_path: Path,
) -> None:
    """More doubtful figures than have pictures, more reports with blanks than a table lists."""
    tables = readings_of(120, [2019, 2022, 2024])
    publish.write(tables, tmp_path / "tables")
    values = {"processed_dir": str(tmp_path / "tables"), "raw_dir": str(tmp_path / "raw")}
    pages.write_page(run.execute("06_quality", values, tmp_path), tmp_path)
    html = (tmp_path / "06_quality.html").read_text("utf-8")
    assert "name the folder that the reports were read from." in html
    assert str(tmp_path) not in html
    doubtful, blanks = (
        html.split(f'id="{name}"')[1].split("</section>")[0] for name in ("doubtful", "blanks")
    )
    assert (
        int(re.search(r"Show (\d+) more, without pictures", doubtful)[1])
        == doubtful.count("<li>")
        > 12
    )
    assert f"Only the first {settings.TABLED}" in blanks
    assert blanks.count("<tr>") < settings.TABLED + 10
    assert len(html) < 1_000_000


def test_the_table_of_all_measures_scrolls_by_keyboard_and_has_a_name(one: Tables) -> None:
    html = section.show(agency.MEASURES, frame_of("agency.MEASURES", one)).data
    assert (
        '<div class="table long" role="region" tabindex="0" aria-label="全部指标 All measures">'
        in html
    )


def test_a_profile_of_an_agency_without_reports_is_refused_with_the_nearest_names(
    tmp_path: Path,
) -> None:
    publish.write(tables_of(1, [2024]), tmp_path / "tables")
    values = {"processed_dir": str(tmp_path / "tables"), "agency": "第000县"}
    with pytest.raises(run.RunFailed, match="the nearest: 第000县人民政府"):
        run.execute("07_agency", values, tmp_path)
