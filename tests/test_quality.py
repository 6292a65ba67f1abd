"""Where a person must look: what the quality page shows, and what does not go on from one year to the next."""

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from helpers import publish, years
from helpers.schema import typed

PINGTAN = "平潭综合实验区管委会"


def report(year: int, **more: object) -> dict[str, object]:
    """A row of reports.csv."""
    row = {"report_id": f"r{year}", "agency": PINGTAN, "year": year, "status": "verified", "duplicate_of": ""}
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


def warned(cells: list[dict[str, object]], *reports: dict[str, object]) -> list[tuple[str, str, str, object, object]]:
    """What is warned of: report, rule, column, printed, demanded."""
    known = reports or (report(2022), report(2023))
    found = years.warnings(typed("figures", pd.DataFrame(cells)), typed("reports", pd.DataFrame(known)))
    assert set(found["verdict"]) <= {"warning"}
    return list(found[["report_id", "rule", "column", "left", "right"]].itertuples(index=False, name=None))


def carried(over: int | None, begun: int | None) -> list[dict[str, object]]:
    return [cell(2022, "requests carried_out total", over), cell(2023, "requests carried_in total", begun)]


def stocks(first: int | None, issued: int | None, repealed: int | None, last: int | None) -> list[dict[str, object]]:
    now = {"issued": issued, "repealed": repealed, "in_force": last}
    rows = [cell(2023, f"disclosure regulation {column}", value) for column, value in now.items()]
    return [cell(2022, "disclosure regulation in_force", first), *rows]


def test_requests_carried_over_begin_the_next_year() -> None:
    assert warned(carried(5, 5)) == []
    assert warned(carried(5, 4)) == [("r2023", "carry_over", "total", 4, 5)]


def test_documents_in_force_follow_from_the_year_before() -> None:
    assert warned(stocks(10, 3, 1, 12)) == []
    assert warned(stocks(10, 3, 1, 11)) == [("r2023", "stock", "in_force", 11, 12)]
    assert warned(stocks(10, None, 1, 9)) == []  # a blank part counts as 0 beside others that are printed


@pytest.mark.parametrize("cells", [carried(None, 4), carried(5, None), stocks(None, 3, 1, 11), stocks(10, 3, 1, None)])
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

    665 + 88 - 55 = 698 is right, and so is every number of requests carried over (1 from 2021 to 2022).
    """
    checks = publish.load("checks", root / "data" / "processed")
    between = checks[checks["rule"].isin(["stock", "carry_over"])]
    assert between["report_id"].str.extract(r"(\d{4})-")[0].tolist() == ["2023", "2024", "2025"]
    assert set(between["rule"]) == {"stock"}
    assert between[["left", "right"]].to_numpy().tolist() == [[470, 643], [440, 499], [546, 453]]
    assert between["message"].iloc[0] == (
        "2023 has 470 in force; 698 of 2022 with 77 issued and 132 repealed make 643."
    )
