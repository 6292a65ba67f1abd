"""Where a person must look: what the quality page shows, and what does not go on from one year to the next."""

import re
from base64 import b64decode
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import printing as pr
from helpers import exhibits, pages, publish, run, settings
from helpers.charts import flaws, quality, selection, statuses
from helpers.charts import section as page
from helpers.corpus import assemble, corrections, years
from helpers.corpus.reading import extract_report
from helpers.schema import typed
from helpers.words import STATUSES
from printing import FORMS
from printing_html import print_html

PINGTAN = "平潭综合实验区管委会"


def report(year: int, **more: object) -> dict[str, object]:
    """A row of reports.csv."""
    row = {
        "report_id": f"r{year}",
        "agency": PINGTAN,
        "year": year,
        "status": "verified",
        "duplicate_of": "",
    }
    return {**row, "scope": "", **more}


def cell(year: int, place: str, value: int | None, status: str = "printed") -> dict[str, object]:
    """A row of figures.csv; `place`: table, row and column."""
    table, row, column = place.split()
    number = None if value is None else Decimal(value)
    return {
        "report_id": f"r{year}",
        "table": table,
        "row": row,
        "column": column,
        "value": number,
        "status": "blank" if value is None else status,
    }


def warned(
    cells: list[dict[str, object]], *reports: dict[str, object]
) -> list[tuple[str, str, str, object, object]]:
    """What is warned of: report, rule, column, printed, demanded."""
    known = reports or (report(2022), report(2023))
    found = years.warnings(
        typed("figures", pd.DataFrame(cells)), typed("reports", pd.DataFrame(known))
    )
    assert set(found["verdict"]) <= {"warning"}
    return list(
        found[["report_id", "rule", "column", "left", "right"]].itertuples(index=False, name=None)
    )


def carried(over: int | None, begun: int | None) -> list[dict[str, object]]:
    return [
        cell(2022, "requests carried_out total", over),
        cell(2023, "requests carried_in total", begun),
    ]


def stocks(
    first: int | None, issued: int | None, repealed: int | None, last: int | None
) -> list[dict[str, object]]:
    now = {"issued": issued, "repealed": repealed, "in_force": last}
    rows = [cell(2023, f"disclosure regulation {column}", value) for column, value in now.items()]
    return [cell(2022, "disclosure regulation in_force", first), *rows]


def test_requests_carried_over_begin_the_next_year() -> None:
    assert warned(carried(5, 5)) == []
    assert warned(carried(5, 4)) == [("r2023", "carry_over", "total", 4, 5)]


def test_documents_in_force_follow_from_the_year_before() -> None:
    assert warned(stocks(10, 3, 1, 12)) == []
    assert warned(stocks(10, 3, 1, 11)) == [("r2023", "stock", "in_force", 11, 12)]
    assert (
        warned(stocks(10, None, 1, 9)) == []
    )  # a blank part counts as 0 beside others that are printed


@pytest.mark.parametrize(
    "cells", [carried(None, 4), carried(5, None), stocks(None, 3, 1, 11), stocks(10, 3, 1, None)]
)
def test_a_blank_is_not_compared(cells: list[dict[str, object]]) -> None:
    assert warned(cells) == []


def test_what_is_in_doubt_or_was_not_found_is_not_compared() -> None:
    before, now = carried(5, 4)
    assert warned([before, {**now, "status": "doubtful"}]) == []
    assert warned([row for row in stocks(10, 3, 1, 11) if row["column"] != "repealed"]) == []


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ({"status": "failed"}, "could not be read"),
        ({"duplicate_of": "other"}, "another file stands for the year"),
        ({"agency": "赤坭镇"}, "another agency"),
        ({"year": 2021}, "not the year before"),
        ({"year": None}, "year unknown"),
        ({"agency": ""}, "agency unknown"),
        ({"scope": "own"}, "covers the agency alone, the next report its whole area"),
    ],
)
def test_only_reports_that_compare_are_compared(before: dict[str, object], why: str) -> None:
    assert warned(carried(5, 4), {**report(2022), **before}, report(2023, scope="whole_area")) == []


def test_no_reports_give_no_warnings() -> None:
    assert years.warnings(typed("figures", pd.DataFrame()), typed("reports", pd.DataFrame())).empty


def test_pingtan_counts_its_documents_anew_every_year(root: Path) -> None:
    """By hand: 698 + 77 - 132 = 643 against 470, 470 + 62 - 33 = 499 against 440, 440 + 58 - 45 = 453 against 546.

    665 + 88 - 55 = 698 is right, and so is every number of requests carried over (1 from 2021 to
    2022).
    """
    checks = publish.load("checks", root / "data" / "processed")
    between = checks[checks["rule"].isin(["stock", "carry_over"])]
    assert between["report_id"].str.extract(r"(\d{4})-")[0].tolist() == ["2023", "2024", "2025"]
    assert set(between["rule"]) == {"stock"}
    assert between[["left", "right"]].to_numpy().tolist() == [[470, 643], [440, 499], [546, 453]]
    assert between["message"].iloc[0] == (
        "2023 has 470 in force; 698 of 2022 with 77 issued and 132 repealed make 643."
    )


# The page


@pytest.fixture(scope="module")
def specimens(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the bundled specimens."""
    folder = tmp_path_factory.mktemp("page")
    pages.write_page(run.execute("06_quality", {}, folder), folder)
    return (folder / "06_quality.html").read_text("utf-8")


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, pd.DataFrame]:
    """The tables of a folder with a report that has a doubtful figure, a copy of it, and a file that is no report."""
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    national = pr.report("national_2021")
    pr.write(national, ("requests", "granted", "business"), "12②", None)
    path = print_html(national, tmp_path / "report.html")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 cut off")
    first = extract_report(path)
    copy = replace(first, source=replace(first.source, file="the_same.html"))
    return assemble.tables([first, copy, extract_report(tmp_path / "broken.pdf")])


def of(
    tables: dict[str, pd.DataFrame], *years: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The chosen reports, their figures and their checks."""
    reports = selection.chosen(tables["reports"], [], years)
    return reports, flaws.of(tables["figures"], reports), flaws.of(tables["checks"], reports)


def counted(figures: pd.DataFrame) -> pd.DataFrame:
    """The cells of the chosen reports, counted as 06_quality has them counted."""
    by = [*flaws.COUNTED, "duplicate_of"]
    empty = figures["value"].isna().groupby([figures[column] for column in by])
    return empty.agg(empty="sum", cells="size").reset_index()


@pytest.mark.parametrize(
    ("where", "printed", "demanded"),
    [
        ("平潭综合实验区管委会2020年†：依申请公开，总计，自然人", 20, 26),
        ("平潭综合实验区管委会2020年†：依申请公开，总计，总计", 21, 27),
        ("淮安市洪泽区人民政府2023年†：复议诉讼，行政复议，总计", 0, 11),
        ("淮安市洪泽区人民政府2023年†：复议诉讼，复议后起诉，总计", 0, 5),
    ],
)
def test_every_broken_sum_is_named_and_pictured(
    specimens: str, where: str, printed: int, demanded: int
) -> None:
    [exhibit] = [
        each for each in specimens.split('<figure class="evidence">')[1:] if each.find(where) >= 0
    ]
    assert f"{where}，印出{printed}，按勾稽关系应为{demanded}（" in exhibit
    assert f"printed {printed}, the sum demands {demanded} (" in exhibit
    [picture] = re.findall("<img[^>]+>", exhibit)
    assert 'src="data:image/png;base64,' in picture
    assert f"'{printed}' read as {printed} count" in re.search('alt="([^"]+)"', picture)[1]


def test_the_page_of_the_specimens_is_whole(specimens: str) -> None:
    assert specimens.count('class="evidence"') == 4
    assert "共15份文件：" in specimens
    assert "<td" in specimens
    assert ">38/2/0<" in specimens  # sums of pingtan_2020 that hold, are broken, are unchecked
    assert ">126/161<" in specimens  # blank requests of shanghai_office_2019
    assert "698 of 2022 with 77 issued and 132 repealed make 643." in specimens
    for part in (quality.DOUBTFUL, quality.DUPLICATES, quality.CORRECTIONS):
        assert part.nothing.english in specimens
    assert len(specimens) < 3_000_000


def test_cells_of_a_report_are_counted_by_proof(root: Path) -> None:
    names = ("reports", "figures", "checks")
    reports, figures, _ = of(
        {name: publish.load(name, root / "data" / "processed") for name in names}, 2024
    )
    counts = (
        statuses.read(counted(figures), reports)["proofs"]
        .str.split("/")
        .map(lambda each: [int(n) for n in each])
    )
    assert counts.map(sum).tolist() == reports["figures"].tolist()
    assert counts.map(lambda each: each[-1]).tolist() == [0] * len(reports)


def test_the_page_begins_with_what_a_reader_should_do(tables: dict[str, pd.DataFrame]) -> None:
    html = page.show(statuses.SUMMARY, of(tables)[0]).data
    assert (
        "Files: 3; some figures unproved or missing: look at it: 2; could not be read: 1." in html
    )
    assert f"<td>66.7% (2/3)</td><td>{page.both(statuses.ADVICE['incomplete'])}</td>" in html
    assert page.both(statuses.ADVICE["verified"]) not in html
    assert set(statuses.ADVICE) == set(STATUSES)


def test_the_worst_reports_are_listed_first_and_a_long_list_is_folded(
    tables: dict[str, pd.DataFrame],
) -> None:
    reports, figures, _ = of(tables)
    short = page.show(statuses.READ, statuses.read(counted(figures), reports)).data
    assert short.index("broken.pdf") < short.index("report.html")
    assert "<details" not in short
    many = pd.concat([statuses.read(counted(figures), reports)] * 4)
    assert '<details class="fold">' in page.show(statuses.READ, many).data
    assert "Show 12 rows" in page.show(statuses.READ, many).data


def test_blanks_are_added_up_by_table_before_they_are_listed_by_report(specimens: str) -> None:
    section = specimens.split('id="blanks"')[1].split("</section>", maxsplit=1)[0]
    total, listed = section.split("<details")
    assert "<td>78.3% (126/161)</td>" in total
    assert "shanghai_office_2019" not in total
    assert "shanghai_office_2019" in listed


def test_pictures_after_the_first_few_are_folded(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    reports, figures, checks = of(tables)
    shown = exhibits.exhibits(flaws.broken(checks, figures, FORMS), figures, reports, tmp_path)
    many = pd.concat([shown.head(1)] * 6)
    opened, folded = page.show(quality.BROKEN, many).data.split("<details")
    assert opened.count('class="evidence"') == quality.OPEN
    assert folded.count('class="evidence"') == 6 - quality.OPEN


def test_a_warning_of_an_unknown_kind_is_told_by_its_code(tables: dict[str, pd.DataFrame]) -> None:
    told = {
        "report_id": tables["reports"]["report_id"].iloc[0],
        "verdict": "warning",
        "message": "Odd.",
        "rule": "odd",
    }
    tables["checks"] = typed("checks", pd.DataFrame([told]))
    html = page.show(quality.WARNINGS, flaws.warnings(of(tables)[2], FORMS)).data
    assert "Reports with warnings: 1; odd: 1." in html


def test_a_doubtful_figure_is_shown_in_its_table(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    reports, figures, _ = of(tables)
    shown = exhibits.exhibits(flaws.doubtful(figures, FORMS), figures, reports, tmp_path)
    html = page.show(quality.DOUBTFUL, shown).data
    assert html.count('class="evidence"') == 1  # of the copy nothing
    assert "依申请公开，予以公开，商业企业，首次读作“12②”，没有两个可比的数值。" in html
    assert re.search(r"<td[^>]*border: 4px[^>]*>12②</td>", html)


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ((Decimal(8), Decimal(3)), "the readings give 8 and 3."),
        ((Decimal(8), None), "the readings give 8 and blank."),
        ((Decimal(8), Decimal(8)), "both readings give 8, the doubt lies elsewhere."),
        ((), "the readings give no two numbers to compare."),
    ],
)
def test_both_readings_of_a_doubtful_figure_are_told(
    tables: dict[str, pd.DataFrame], readings: tuple[Decimal | None, ...], told: str
) -> None:
    doubtful = flaws.doubtful(of(tables)[1], FORMS)
    assert (
        told
        in page.show(
            quality.DOUBTFUL, doubtful.assign(picture="<p>x</p>", readings=[readings])
        ).data
    )


def test_a_sum_that_cannot_be_read_is_listed_as_in_doubt(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    reports, figures, checks = of(tables)
    broken = flaws.broken(checks, figures, FORMS)
    assert set(zip(broken["row"], broken["column"], strict=True)) >= {
        ("total", "business"),
        ("granted", "total"),
    }
    html = page.show(quality.BROKEN, exhibits.exhibits(broken, figures, reports, tmp_path)).data
    assert "，读数存疑。" in html
    assert "A cell that the sum needs could not be read." in html


def test_a_sum_without_its_total_is_shown_by_one_of_its_parts(
    tables: dict[str, pd.DataFrame],
) -> None:
    """A form may leave a total out, and one of its parts may still be unreadable."""
    _, figures, checks = of(tables)
    broken = flaws.broken(
        checks, figures[figures["row"].ne("total") & figures["column"].ne("total")], FORMS
    )
    assert len(broken) == len(flaws.broken(checks, figures, FORMS))
    assert "total" not in {*broken["row"], *broken["column"]}


def test_only_the_first_are_pictured_and_the_rest_is_listed(
    tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, figures, checks = of(tables)
    broken = flaws.broken(checks, figures, FORMS)
    monkeypatch.setattr(settings, "PICTURES", 1)
    html = page.show(quality.BROKEN, exhibits.exhibits(broken, figures, reports, tmp_path)).data
    assert html.count('class="evidence"') == 1
    rest = html.split(f"Show {len(broken) - 1} more, without pictures")[1]
    assert rest.count("<li>") == rest.count("读数存疑") == len(broken) - 1


def test_of_figures_without_a_picture_no_readings_are_told(
    tables: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has read their files again."""
    reports, figures, _ = of(tables)
    monkeypatch.setattr(settings, "PICTURES", 0)
    shown = exhibits.exhibits(flaws.doubtful(figures, FORMS), figures, reports, tmp_path)
    assert "首次读作“12②”。" in page.show(quality.DOUBTFUL, shown).data


def test_a_report_that_is_gone_leaves_a_sentence_for_the_picture(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    reports, figures, _ = of(tables)
    shown = exhibits.exhibits(
        flaws.doubtful(figures, FORMS), figures, reports, tmp_path / "elsewhere"
    )
    html = page.show(quality.DOUBTFUL, shown).data
    assert "There is no file report.html: name the folder that the reports were read from." in html


def test_a_file_that_could_not_be_read_is_listed_unless_years_are_chosen(
    tables: dict[str, pd.DataFrame],
) -> None:
    for years_chosen, listed in (((), True), ((2023,), False)):
        reports, figures, _ = of(tables, *years_chosen)
        html = page.show(statuses.READ, statuses.read(counted(figures), reports)).data
        assert ("broken.pdf" in html) == listed
    reports, figures, _ = of(tables)
    html = page.show(statuses.READ, statuses.read(counted(figures), reports)).data
    assert page.both(STATUSES["failed"]) in html


def test_a_duplicate_names_the_file_that_stands_for_the_year(
    tables: dict[str, pd.DataFrame],
) -> None:
    html = page.show(quality.DUPLICATES, flaws.duplicates(of(tables)[0])).data
    assert re.search(r">the_same\.html</td>\s*<td[^>]*>report\.html</td>", html)


def test_corrections_are_listed_and_are_no_warnings(tables: dict[str, pd.DataFrame]) -> None:
    told = {
        "report_id": tables["reports"]["report_id"].iloc[0],
        "verdict": "warning",
        "message": "Line 2 of ...",
    }
    tables["checks"] = typed(
        "checks", pd.DataFrame([{**told, "rule": rule} for rule in flaws.CORRECTIONS])
    )
    _, _, checks = of(tables)
    html = page.show(quality.CORRECTIONS, flaws.corrections(checks, FORMS)).data
    assert all(page.both(quality.RULES[rule]) in html for rule in flaws.CORRECTIONS)
    assert flaws.warnings(checks, FORMS).empty


def test_the_file_of_corrections_to_fill_in_is_in_the_page(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    """It is read again as it is, and lacks only what a person has to say."""
    reports, figures, _ = of(tables)
    html = quality.download(corrections.template(figures, reports)).data
    [content] = re.findall(
        r'<a download="corrections.csv" href="data:text/csv;charset=utf-8;base64,([^"]+)"', html
    )
    (tmp_path / "corrections.csv").write_bytes(b64decode(content))
    assert b64decode(content).startswith(b"\xef\xbb\xbf")
    [row] = corrections.read(tmp_path)
    assert (*row.cell, row.printed, row.corrected) == ("requests", "granted", "business", "12②", "")


def test_with_nothing_to_report_each_section_says_so(
    tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    reports, figures, checks = of(tables, 1999)
    sections = [
        (statuses.READ, statuses.read(counted(figures), reports)),
        (
            quality.BROKEN,
            exhibits.exhibits(flaws.broken(checks, figures, FORMS), figures, reports, tmp_path),
        ),
        (
            quality.DOUBTFUL,
            exhibits.exhibits(flaws.doubtful(figures, FORMS), figures, reports, tmp_path),
        ),
        (quality.BLANKS, flaws.blanks(counted(figures), reports)),
        (quality.DUPLICATES, flaws.duplicates(reports)),
        (quality.WARNINGS, flaws.warnings(checks, FORMS)),
        (quality.CORRECTIONS, flaws.corrections(checks, FORMS)),
    ]
    for chart, frame in sections:
        assert chart.nothing.english in page.show(chart, frame).data
        assert "<table" not in page.show(chart, frame).data
    assert "<a" not in quality.download(corrections.template(figures, reports)).data
