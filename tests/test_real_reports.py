"""Real reports of agencies: every cell as printed, and the status that each of them deserves."""

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from expect import found
from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.prove.content import Content


class Expected(NamedTuple):
    """What a report is by its own words, and what it is worth; `broken`: identities wrong in print with both sides."""

    form: str
    agency: str
    year: int
    scope: str
    status: str = "verified"
    holds: int = 42
    unchecked: int = 0
    broken: frozenset[tuple[str, str, str, str, int, int]] = frozenset()


EXPECTED = {
    "huaian_2024.pdf": Expected("national_2021", "淮安市人民政府", 2024, "whole_area"),
    "hongze_2023.pdf": Expected(
        "national_2021", "洪泽区人民政府", 2023, "whole_area", "inconsistent", holds=38,
        broken=frozenset({
            ("results", "review", "reconsideration", "", 11, 0),
            ("results", "review", "litigation_after_review", "", 5, 0),
        }),
    ),
    "pingtan_2016.html": Expected("annex_fujian", "平潭综合实验区", 2016, "whole_area", holds=4),
    "pingtan_2019.html": Expected("national_2019", "平潭综合实验区", 2019, "", holds=40),
    "pingtan_2020.html": Expected(
        "national_2019", "平潭综合实验区", 2020, "whole_area", "inconsistent", holds=38,
        broken=frozenset({
            ("outcomes", "requests", "", "natural_person", 26, 20),
            ("outcomes", "requests", "", "total", 27, 21),
        }),
    ),
    "pingtan_2022.html": Expected("national_2021", "平潭综合实验区", 2022, "whole_area"),
    "pingtan_2024.html": Expected("national_2021", "平潭综合实验区", 2024, ""),
    "shanghai_office_2019.html": Expected("national_2019", "上海市人民政府办公厅", 2019, "own", holds=15, unchecked=25),
}  # fmt: skip


@pytest.fixture(scope="module")
def truth(shared: Path) -> dict[str, dict[tuple[str, str, str], Decimal | None]]:
    """Every cell of every file as it is printed."""
    cells: dict = defaultdict(dict)
    with (shared / "real-reports" / "truth.csv").open(encoding="utf-8-sig", newline="") as stream:
        for each in csv.DictReader(stream):
            value = Decimal(each["value"]) if each["value"] else None
            cells[each["file"]][each["table"], each["row"], each["column"]] = value
    return cells


def test_a_real_report_is_read_as_printed_and_every_figure_has_a_proof_and_a_place(
    shared: Path, truth, subtests: pytest.Subtests
):
    assert set(truth) == set(EXPECTED)
    for file, expected in EXPECTED.items():
        with subtests.test(file):
            content = read_content(shared / "real-reports" / file, load_forms())
            assert found(content) == truth[file]
            _holds_what_it_is_and_is_worth(content, expected)
            assert all(each.row and each.column for each in content.figures)
            assert {each.proof for each in content.figures} <= {"identity", "seen"}
            assert {each.status for each in content.figures} <= {"printed", "blank"}
            assert all((each.page and each.box) or each.place for each in content.figures)
            assert all((each.value is None) == (each.status == "blank") for each in content.figures)


def _holds_what_it_is_and_is_worth(content: Content, expected: Expected) -> None:
    counts = Counter(each.verdict for each in content.checks)
    broken = frozenset(
        (each.rule, each.table, each.row, each.column, each.left, each.right)
        for each in content.checks
        if each.verdict in ("wrong_in_print", "doubtful")
    )
    assert expected == (
        content.form, content.agency, content.year, content.scope, content.status,
        counts["holds"], counts["unchecked"], broken,
    )  # fmt: skip
