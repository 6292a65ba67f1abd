"""Tidy tables: whoever adds them up without thinking gets what the reports print.

The totals below were counted with awk from what eight reports print, by the rule that stands beside each, without
this code.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from helpers import schema
from helpers.forms import Form, load_forms
from helpers.tidy import labels, tidy
from tables import cells_as_printed, figures_of, published, published_cells, reports_of

Tables = dict[str, pd.DataFrame]

NUMBERS = {
    name: [column.name for column in table.columns if column.unit]
    for name, table in schema.TABLES.items()
    if table.step == "02_tidy"
    and "report_id" in table.names
    and name not in ("coverage", "measures")
}


@pytest.fixture(scope="session")
def forms() -> dict[str, Form]:
    return load_forms()


@pytest.fixture(scope="session")
def truth(forms: dict[str, Form]) -> tuple[pd.DataFrame, pd.DataFrame]:
    return published(forms)


@pytest.fixture(scope="session")
def real(truth: tuple[pd.DataFrame, pd.DataFrame], forms: dict[str, Form]) -> Tables:
    return tidy(*truth, forms)


def one(
    forms: Mapping[str, Form],
    form: str,
    table: str,
    cells: dict[tuple[str, str], str],
    **report: Any,
) -> Tables:
    """The tidy tables of one report with these cells: (row, column) → what is printed."""
    frame = cells_as_printed([("r", form, table, *place, value) for place, value in cells.items()])
    return tidy(figures_of(frame, forms), reports_of(frame, **report), forms)


def summed(frame: pd.DataFrame, by: str, number: str) -> dict[str, Decimal]:
    """The naive sum, without the groups that come to nothing."""
    sums = frame.groupby(by)[number].sum()
    return {key: total for key, total in sums.items() if total}


def cells_of(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """The cells of some columns, None for an empty one."""
    cells = frame[list(columns)].astype(object)
    return list(cells.where(cells.notna(), None).itertuples(index=False, name=None))


# --- naive sums over the real files
# ---------------------------------------------------------------------------------

NAIVE_SUMS = [
    # All cells of the row but its total; huaian_2024 prints 3119 as the total of 本年新收,
    # shanghai_office 859.
    ("requests", "received", "report_id", {
        "hongze_2023": 21, "huaian_2024": 3119, "pingtan_2019": 23, "pingtan_2020": 21, "pingtan_2022": 74,
        "pingtan_2024": 218, "shanghai_office_2019": 859,
    }),
    ("requests", "carried_in", "report_id", {"huaian_2024": 34, "pingtan_2022": 1, "shanghai_office_2019": 18}),
    # The cells of row （七）总计 but its own total: as printed, so 21 for pingtan_2020, whose outcomes
    # come to 27.
    ("requests", "handled", "report_id", {
        "hongze_2023": 21, "huaian_2024": 3050, "pingtan_2019": 23, "pingtan_2020": 21, "pingtan_2022": 75,
        "pingtan_2024": 218, "shanghai_office_2019": 805,
    }),
    ("requests", "carried_out", "report_id", {"huaian_2024": 103, "shanghai_office_2019": 72}),
    # Rows （一） to （六）, all columns but the total.
    ("outcomes", "requests", "report_id", {
        "hongze_2023": 21, "huaian_2024": 3050, "pingtan_2019": 23, "pingtan_2020": 27, "pingtan_2022": 75,
        "pingtan_2024": 218, "shanghai_office_2019": 805,
    }),
    # The same, by the code before the first dot.
    ("outcomes", "requests", "group", {
        "granted": 1740, "partly_granted": 506, "refused": 259, "unavailable": 1262, "not_processed": 254,
        "closed_otherwise": 198,
    }),
    # The same, by column. Their sum is 4219, 6 more than the 4213 handled: pingtan_2020 is wrong in
    # print by 27 - 21.
    ("outcomes", "requests", "applicant", {
        "natural_person": 4058, "business": 92, "legal_service": 63, "other_org": 6,
    }),
    # Table review, all columns but the total: hongze_2023 has 11 + 5, though it prints 0 and 0 as
    # totals.
    ("review", "cases", "report_id", {
        "hongze_2023": 16, "huaian_2024": 397, "pingtan_2022": 3, "pingtan_2024": 26, "shanghai_office_2019": 16,
    }),
    ("review", "cases", "result", {"upheld": 141, "corrected": 74, "other": 195, "pending": 48}),
    # Table disclosure, by row and column.
    ("documents", "made", "kind", {"regulation": 13, "normative_document": 226}),
    ("documents", "newly_disclosed", "kind", {"regulation": 13, "normative_document": 226}),
    ("documents", "total_disclosed", "kind", {"regulation": 531, "normative_document": 623}),
    ("documents", "issued", "kind", {"regulation": 1, "normative_document": 158}),
    ("documents", "repealed", "kind", {"normative_document": 119}),
    ("documents", "in_force", "kind", {"regulation": 11, "normative_document": 1209}),
    ("decisions", "prior_items", "activity", {
        "licensing": 792, "other_services": 20, "penalty": 5296, "coercion": 252,
    }),
    ("decisions", "change", "activity", {"licensing": 442, "other_services": 7, "penalty": -18, "coercion": 26}),
    ("decisions", "decisions", "activity", {
        "licensing": 463456, "other_services": 258, "penalty": 3994058, "coercion": 88597,
    }),
    ("fees", "prior_items", "form", {"national_2019": 70}),
    ("fees", "change", "form", {"national_2019": -15}),
    ("fees", "amount_yuan", "form", {"national_2021": 1316693000}),
    ("procurement", "projects", "form", {"national_2019": 536}),
    ("procurement", "amount_yuan", "report_id", {
        "pingtan_2019": "75394432.52", "pingtan_2020": "73802895.9", "shanghai_office_2019": 251000,
    }),
    # Table annex of pingtan_2016, column of the year; every other number there is 0.
    ("annex", "count", "item", {"disclosure.items": 3460, "channels.website": 3460}),
    ("annex", "count", "section", {"disclosure.items": 3460, "channels.website": 3460}),
    ("annex", "amount_yuan", "item", {}),
    # What must not be added to the above: 85376 items and 85376 on the website over all the years
    # (pingtan_2016), and the column total of tables requests and review.
    ("totals", "count", "kind", {"cumulative": 170752, "total": 12632}),
]  # fmt: skip


@pytest.mark.parametrize(("table", "number", "by", "expected"), NAIVE_SUMS)
def test_a_naive_sum_is_right(
    real: Tables, table: str, number: str, by: str, expected: dict[str, Any]
) -> None:
    assert summed(real[table], by, number) == {
        key: Decimal(total) for key, total in expected.items()
    }


def test_every_number_of_every_table_has_a_naive_sum_above() -> None:
    tried = {(table, number) for table, number, _, _ in NAIVE_SUMS}
    assert tried == {(t, n) for t, numbers in NUMBERS.items() for n in numbers} - {
        ("totals", "amount_yuan")
    }


def test_every_printed_number_stands_in_exactly_one_table(
    real: Tables, truth: tuple[pd.DataFrame, pd.DataFrame]
) -> None:
    tidied = [
        value
        for name, columns in NUMBERS.items()
        for column in columns
        for value in real[name][column].dropna()
    ]
    printed = truth[0]["value"].dropna()
    assert sorted(map(float, tidied)) == sorted(map(float, printed))


def test_every_table_is_as_the_schema_says_and_sorted_by_its_key(real: Tables) -> None:
    for name, frame in real.items():
        assert schema.check(name, frame).equals(frame)
        assert frame.equals(frame.sort_values(list(schema.TABLES[name].key), ignore_index=True))


def test_every_row_has_a_number(real: Tables) -> None:
    for name, columns in NUMBERS.items():
        assert real[name][columns].notna().any(axis=1).all(), name


def test_every_row_says_of_which_report_it_is(real: Tables) -> None:
    row = real["procurement"].iloc[0]
    assert tuple(row[:5]) == ("pingtan_2019", "某局", 2019, "national_2019", "verified")


def test_the_order_of_the_figures_makes_no_difference(
    real: Tables, truth: tuple[pd.DataFrame, pd.DataFrame], forms: dict[str, Form]
) -> None:
    figures, reports = (frame.sample(frac=1, random_state=1) for frame in truth)
    for name, frame in tidy(figures, reports, forms).items():
        pd.testing.assert_frame_equal(frame, real[name])


# --- one pathology each
# ---------------------------------------------------------------------------------------------


def test_a_row_of_which_only_the_total_is_printed_has_no_applicant(forms: dict[str, Form]) -> None:
    tables = one(forms, "national_2021", "requests", {
        ("received", "natural_person"): "", ("received", "business"): "", ("received", "total"): "9",
        ("carried_in", "natural_person"): "2", ("carried_in", "business"): "", ("carried_in", "total"): "2",
        ("granted", "natural_person"): "", ("granted", "total"): "7",
    })  # fmt: skip
    requests = cells_of(tables["requests"], "applicant", "applicant_zh", "received", "carried_in")
    assert requests == [("natural_person", "自然人", None, 2), ("unspecified", "未分列", 9, None)]
    assert cells_of(tables["outcomes"], "outcome", "applicant", "requests") == [
        ("granted", "unspecified", 7)
    ]
    assert cells_of(tables["totals"], "row", "column", "kind", "count") == [
        ("carried_in", "total", "total", 2)
    ]


def test_a_blank_total_is_not_computed(forms: dict[str, Form]) -> None:
    tables = one(
        forms,
        "national_2019",
        "requests",
        {("granted", "natural_person"): "7", ("total", "natural_person"): ""},
    )
    assert tables["requests"].empty
    assert cells_of(tables["outcomes"], "outcome", "requests") == [("granted", 7)]


def test_blanks_make_no_row(forms: dict[str, Form]) -> None:
    tables = one(
        forms,
        "national_2019",
        "disclosure",
        {("fees", "change"): "", ("procurement", "projects"): "", ("coercion", "change"): ""},
    )
    assert all(tables[name].empty for name in NUMBERS)


def test_a_printed_zero_makes_a_row(forms: dict[str, Form]) -> None:
    tables = one(
        forms,
        "national_2019",
        "disclosure",
        {("procurement", "projects"): "0", ("procurement", "amount"): ""},
    )
    assert cells_of(tables["procurement"], "projects", "amount_yuan") == [(0, None)]


def test_other_outcomes_printed_as_one_row_and_as_its_parts_count_once(
    forms: dict[str, Form],
) -> None:
    tables = one(forms, "national_2021", "requests", {
        ("closed_otherwise", "natural_person"): "4", ("closed_otherwise", "business"): "1",
        ("closed_otherwise", "total"): "5",
        ("closed_otherwise.no_correction", "natural_person"): "4", ("closed_otherwise.no_correction", "total"): "4",
        ("closed_otherwise.other", "total"): "1",
    })  # fmt: skip
    assert cells_of(tables["outcomes"], "outcome", "group_zh", "applicant", "requests") == [
        ("closed_otherwise.no_correction", "其他处理", "natural_person", 4),
        ("closed_otherwise.other", "其他处理", "unspecified", 1),
    ]  # fmt: skip
    assert summed(tables["totals"], "row", "count") == {
        "closed_otherwise": 10,
        "closed_otherwise.no_correction": 4,
    }


def test_other_outcomes_whose_parts_are_blank_are_the_one_row(forms: dict[str, Form]) -> None:
    tables = one(forms, "national_2021", "requests", {
        ("closed_otherwise", "natural_person"): "4", ("closed_otherwise.no_correction", "natural_person"): "",
    })  # fmt: skip
    assert cells_of(tables["outcomes"], "outcome", "requests") == [("closed_otherwise", 4)]
    assert tables["totals"].empty


def test_a_route_of_which_only_the_total_is_printed_has_no_result(forms: dict[str, Form]) -> None:
    tables = one(forms, "national_2019", "review", {
        ("reconsideration", "upheld"): "", ("reconsideration", "total"): "3",
        ("litigation_direct", "upheld"): "1", ("litigation_direct", "total"): "1",
    })  # fmt: skip
    assert cells_of(tables["review"], "route", "result", "result_en", "cases") == [
        ("litigation_direct", "upheld", "Upheld", 1), ("reconsideration", "unspecified", "Not broken down", 3),
    ]  # fmt: skip


def test_sections_of_an_annex_hold_parts_of_one_whole_at_every_level(
    forms: dict[str, Form],
) -> None:
    """20 answers: 12 granted and 8 refused, of these 5 for state secrets and 3 otherwise; each whole is printed too."""
    tables = one(forms, "annex_2014", "annex", {
        ("requests.answered", "value"): "20", ("requests.answered.granted", "value"): "12",
        ("requests.answered.refused", "value"): "8", ("requests.answered.refused.state_secret", "value"): "5",
        ("requests.answered.refused.other_law", "value"): "3",
    })  # fmt: skip
    assert summed(tables["annex"], "section", "count") == {"requests.answered": 20}
    assert summed(tables["annex"], "item", "count") == {
        "requests.answered.granted": 12, "requests.answered.refused.state_secret": 5,
        "requests.answered.refused.other_law": 3,
    }  # fmt: skip
    assert summed(tables["totals"], "row", "count") == {
        "requests.answered": 20,
        "requests.answered.refused": 8,
    }


def test_a_whole_whose_parts_are_blank_is_an_item_itself(forms: dict[str, Form]) -> None:
    tables = one(
        forms,
        "annex_2014",
        "annex",
        {("litigation", "value"): "2", ("litigation.upheld", "value"): ""},
    )
    assert cells_of(tables["annex"], "item", "section", "section_zh", "count") == [
        ("litigation", "litigation", "行政诉讼数量", 2)
    ]


def test_items_and_their_channels_never_share_a_section(forms: dict[str, Form]) -> None:
    """Pingtan county printed 2026 items in 2012, but 1795 on the website and 0 in the gazette."""
    tables = one(forms, "annex_fujian", "annex", {
        ("disclosure.items", "value"): "2026", ("channels.website", "value"): "1795",
        ("channels.gazette", "value"): "0",
    })  # fmt: skip
    assert summed(tables["annex"], "section", "count") == {
        "disclosure.items": 2026,
        "channels.website": 1795,
    }


def test_heads_shares_and_cumulative_numbers_stand_apart(forms: dict[str, Form]) -> None:
    tables = one(forms, "annex_2014", "annex", {
        ("disclosure.items", "value"): "9", ("disclosure.normative_disclosed", "value"): "4",
        ("response_channels.interviews", "value"): "3", ("response_channels.interviews_head", "value"): "1",
    })  # fmt: skip
    assert summed(tables["annex"], "item", "count") == {
        "disclosure.items": 9,
        "response_channels.interviews": 3,
    }
    assert cells_of(tables["totals"], "row", "kind", "count") == [
        ("disclosure.normative_disclosed", "of_which", 4), ("response_channels.interviews_head", "head", 1),
    ]  # fmt: skip
    tables = one(
        forms,
        "annex_fujian",
        "annex",
        {("fees_waived", "value"): "5", ("fees_waived", "cumulative"): "70.5"},
    )
    assert cells_of(tables["annex"], "item", "count", "amount_yuan") == [("fees_waived", None, 5)]
    assert cells_of(tables["totals"], "kind", "count", "amount_yuan") == [
        ("cumulative", None, Decimal("70.5"))
    ]


def test_a_doubtful_figure_is_counted_nowhere_but_said(forms: dict[str, Form]) -> None:
    tables = one(
        forms,
        "national_2019",
        "disclosure",
        {("fees", "prior_items"): "?35", ("fees", "change"): "1"},
    )
    assert cells_of(tables["fees"], "prior_items", "change") == [(None, 1)]
    assert states(tables, "disclosure", "fees") == {
        "prior_items": "doubtful",
        "change": "value",
        "amount": "not_asked",
    }


def test_a_printed_row_that_no_form_knows_stays_in_figures(forms: dict[str, Form]) -> None:
    tables = one(
        forms, "national_2021", "requests", {("", "natural_person"): "5", ("granted", ""): "5"}
    )
    assert all(tables[name].empty for name in NUMBERS)


@pytest.mark.parametrize(
    "report", [{"duplicate_of": "s"}, {"status": "failed"}, {"status": "no_form"}]
)
def test_a_duplicate_or_unread_report_is_left_out(
    forms: dict[str, Form], report: dict[str, str]
) -> None:
    tables = one(forms, "national_2019", "disclosure", {("fees", "change"): "1"}, **report)
    assert all(frame.empty for frame in tables.values())
    assert all(schema.check(name, frame).empty for name, frame in tables.items())


def test_an_incomplete_report_is_counted_and_says_so(forms: dict[str, Form]) -> None:
    tables = one(
        forms, "national_2019", "disclosure", {("fees", "change"): "1"}, status="incomplete"
    )
    assert cells_of(tables["fees"], "report_status", "change") == [("incomplete", 1)]


# --- coverage
# -------------------------------------------------------------------------------------------------------


def states(tables: Tables, table: str, row: str) -> dict[str, str]:
    coverage = tables["coverage"]
    rows = coverage[coverage["table"].eq(table) & coverage["row"].eq(row)]
    return dict(zip(rows["column"], rows["state"], strict=True))


def test_reports_are_covered_to_the_last_cell(real: Tables) -> None:
    """As many values and blanks as a report has cells, and what only the other forms ask for.

    Counted in columns.csv. Asked in 2019 alone: 6 of documents, 6 + 3 of activities, 2 of fees, 2
    of procurement. In 2021 alone: 6 of documents, 1 of fees, 3 rows of 7 under （六）. In the annex of
    2014 and not in Fujian's: 58 - 14; demanded by Shanghai's and by neither of them: 4 answers.
    """
    counts = real["coverage"].groupby(["report_id", "state"]).size().unstack(fill_value=0)
    lines = published_cells().groupby("report_id").size()
    assert (counts["value"] + counts["blank"]).to_dict() == lines.to_dict()
    assert "missing" not in counts
    assert counts["not_asked"].to_dict() == {
        "pingtan_2016": 48, "pingtan_2019": 28, "pingtan_2020": 28, "shanghai_office_2019": 28,
        "huaian_2024": 19, "hongze_2023": 19, "pingtan_2022": 19, "pingtan_2024": 19,
    }  # fmt: skip


def test_procurement_is_not_asked_by_the_form_of_2021(forms: dict[str, Form]) -> None:
    tables = one(forms, "national_2021", "disclosure", {("fees", "amount"): "1"})
    assert states(tables, "disclosure", "procurement") == {
        "projects": "not_asked",
        "amount": "not_asked",
    }
    assert states(tables, "disclosure", "fees") == {
        "amount": "value",
        "prior_items": "not_asked",
        "change": "not_asked",
    }


def test_what_the_form_asks_and_the_report_lacks_is_missing_a_whole_table_too(
    forms: dict[str, Form],
) -> None:
    tables = one(forms, "national_2019", "disclosure", {("fees", "change"): ""})
    assert states(tables, "disclosure", "fees") == {
        "prior_items": "missing",
        "change": "blank",
        "amount": "not_asked",
    }
    assert set(states(tables, "review", "reconsideration").values()) == {"missing"}


def test_one_way_of_printing_other_outcomes_is_enough(forms: dict[str, Form]) -> None:
    columns = [column.code for column in forms["national_2021"].tables["requests"].columns]
    whole = one(
        forms,
        "national_2021",
        "requests",
        {("closed_otherwise", column): "0" for column in columns},
    )
    assert set(states(whole, "requests", "closed_otherwise").values()) == {"value"}
    assert states(whole, "requests", "closed_otherwise.other") == {}
    parts = one(
        forms,
        "national_2021",
        "requests",
        {("closed_otherwise.other", column): "0" for column in columns},
    )
    assert states(parts, "requests", "closed_otherwise") == {}
    assert set(states(parts, "requests", "closed_otherwise.other").values()) == {"value"}
    assert set(states(parts, "requests", "closed_otherwise.fee_unpaid").values()) == {"missing"}
    neither = one(forms, "national_2021", "requests", {("granted", "total"): "0"})
    assert set(states(neither, "requests", "closed_otherwise").values()) == {"missing"}
    assert states(neither, "requests", "closed_otherwise.other") == {}


def test_a_row_that_a_local_annex_may_leave_out_is_not_missing(forms: dict[str, Form]) -> None:
    tables = one(forms, "annex_fujian", "annex", {("fees_waived", "value"): "5"})
    assert states(tables, "annex", "litigation") == {}
    assert states(tables, "annex", "channels.weibo") == {"value": "not_asked"}


def test_a_column_that_an_annex_may_leave_out_is_missing_only_beside_others_of_it(
    forms: dict[str, Form],
) -> None:
    without = one(forms, "annex_fujian", "annex", {("fees_waived", "value"): "5"})
    assert states(without, "annex", "fees_waived") == {"value": "value"}
    cells = {("fees_waived", "value"): "5", ("litigation", "cumulative"): "2"}
    beside = one(forms, "annex_fujian", "annex", cells)
    assert states(beside, "annex", "fees_waived") == {"value": "value", "cumulative": "missing"}


def test_what_a_local_annex_leaves_open_is_not_held_against_other_annexes(
    forms: dict[str, Form],
) -> None:
    tables = one(forms, "annex_2014", "annex", {("disclosure.items", "value"): "5"})
    assert states(tables, "annex", "fees_waived") == {}


# --- labels
# ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "label"),
    [
        (("requests", "refused.state_secret"), ("属于国家秘密", "State secret")),
        (("requests", "partly_granted"), ("部分公开", "Partly granted")),
        (("requests", "closed_otherwise"), ("其他处理", "Closed otherwise")),
        (("requests", "total"), ("总计", "Total handled")),
        (
            ("disclosure", "normative_document"),
            ("行政规范性文件", "Administrative normative documents"),
        ),
        (("annex", "requests.answered.refused.state_secret"), ("涉及国家秘密", "State secret")),
    ],
)
def test_a_label_has_no_numbering_and_no_note(
    forms: dict[str, Form], code: tuple[str, str], label: tuple[str, str]
) -> None:
    assert labels(forms, "rows")[code] == label


def test_a_code_has_one_label_everywhere(real: Tables) -> None:
    for name, frame in real.items():
        for code in [column for column in frame if f"{column}_zh" in frame]:
            keys = [*(["table"] if name == "totals" else []), code]
            pairs = frame[[*keys, f"{code}_zh", f"{code}_en"]].drop_duplicates()
            assert not pairs.duplicated(keys).any(), (name, code)
            assert pairs[f"{code}_zh"].ne(pairs[code]).all(), (
                f"{name}: a code of {code} has no label"
            )
