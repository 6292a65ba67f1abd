"""What an identity says of printed figures: the rules on blanks, and when a broken sum is the agency's own."""

from dataclasses import replace
from decimal import Decimal

import pytest

from helpers.messages import say
from helpers.prove.figures import Figure, Remark, prove
from helpers.prove.identities import Check, check, proven_cells, warning
from printing import FORMS, invent, report

NATIONAL = FORMS["national_2021"]
COLUMNS = [column.code for column in NATIONAL.tables["requests"].columns]


def figure(
    table: str, row: str, column: str, value: object, *, reread: bool | None = True
) -> Figure:
    number = None if value in (None, "") else Decimal(str(value))
    status = "blank" if number is None else "printed"
    return Figure(
        table, 1, row, column, "", "", number, "count", status, "none", 1, None, "", reread
    )  # fmt: skip


def figures(table: str, cells: dict[tuple[str, str], object], **how: bool | None) -> list[Figure]:
    return [figure(table, row, column, value, **how) for (row, column), value in cells.items()]


def verdict(checks: list[Check], rule: str, row: str = "", column: str = "") -> str:
    [found] = [
        each.verdict for each in checks if (each.rule, each.row, each.column) == (rule, row, column)
    ]
    return found


def results(*values: object) -> str:
    """The verdict on upheld + corrected + other + pending = total, given in this order."""
    names = [column.code for column in NATIONAL.tables["review"].columns]
    cells = {("reconsideration", name): value for name, value in zip(names, values, strict=True)}
    return verdict(check(NATIONAL, figures("review", cells)), "results", row="reconsideration")


def balance(received: object, carried_in: object, total: object, carried_out: object) -> str:
    """The verdict on received + carried in = total + carried out."""
    cells = {
        ("received", "business"): received,
        ("carried_in", "business"): carried_in,
        ("total", "business"): total,
        ("carried_out", "business"): carried_out,
    }
    return verdict(check(NATIONAL, figures("requests", cells)), "balance", column="business")


# Blanks


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 2, 3, 4, 10), "holds"),
        ((1, 2, 3, 4, 11), "wrong_in_print"),
        ((0, 0, 0, 0, 0), "holds"),
        ((1, "", 3, "", 4), "holds"),  # a blank part counts as 0 beside a printed one
        ((1, "", 3, "", 5), "wrong_in_print"),
        (("", "", "", 4, 4), "holds"),
        (("", "", "", "", 4), "unchecked"),  # all parts blank
        ((1, 2, 3, 4, ""), "unchecked"),  # the total blank
        (("", "", "", "", ""), "unchecked"),
        ((0, "", "", "", 4), "wrong_in_print"),
        ((-1, 2, 0, 0, 1), "holds"),
        (("0.1", "0.2", 0, 0, "0.3"), "holds"),  # Decimal, never float
    ],
)
def test_blanks_in_a_sum(values, expected):
    assert results(*values) == expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ((5, 2, 6, 1), "holds"),
        ((5, 2, 6, 2), "wrong_in_print"),
        ((5, "", 5, ""), "holds"),  # a single blank term counts as 0
        (("", 2, 1, 1), "holds"),
        (("", "", "", 0), "holds"),
        (("", "", "", 1), "unchecked"),  # a side that is left blank is not "0"
        (("", "", "", ""), "unchecked"),  # only where all four are blank
    ],
)
def test_blanks_in_the_balance(terms, expected):
    assert balance(*terms) == expected


def test_a_part_that_was_not_found_leaves_the_sum_unchecked():
    cells = {("reconsideration", column): 1 for column in ("upheld", "corrected", "other", "total")}
    assert (
        verdict(check(NATIONAL, figures("review", cells)), "results", row="reconsideration")
        == "unchecked"
    )


# （六）其他处理 in one row or three

THREE = ("closed_otherwise.no_correction", "closed_otherwise.fee_unpaid", "closed_otherwise.other")


def outcomes(values: dict[str, object], total: object) -> str:
    rows = [
        row.code
        for row in NATIONAL.tables["requests"].rows
        if row.parent == "total" and not row.group
    ]
    cells = {(row, "total"): 0 for row in rows}
    cells |= {(row, "total"): value for row, value in values.items()} | {("total", "total"): total}
    return verdict(check(NATIONAL, figures("requests", cells)), "outcomes", column="total")


@pytest.mark.parametrize(
    ("values", "total", "expected"),
    [
        ({"closed_otherwise": 7}, 7, "holds"),
        (dict(zip(THREE, (1, 2, 4), strict=True)), 7, "holds"),
        (dict(zip(THREE, (1, "", 6), strict=True)), 7, "holds"),
        (
            {"closed_otherwise": 7} | dict(zip(THREE, (1, 2, 4), strict=True)),
            7,
            "holds",
        ),  # a total beside its parts
        ({"closed_otherwise": ""} | dict(zip(THREE, (1, 2, 4), strict=True)), 7, "holds"),
        ({"closed_otherwise": 7} | dict.fromkeys(THREE, ""), 7, "holds"),
        ({"closed_otherwise": 7}, 8, "wrong_in_print"),
        (dict(zip(THREE[:2], (1, 2), strict=True)), 3, "unchecked"),
        ({}, 0, "unchecked"),
    ],
)
def test_other_handling_counts_once(values, total, expected):
    assert outcomes(values, total) == expected


def test_local_rows_that_are_not_printed_do_not_hinder_the_sum():
    annex = {("requests.received", "value"): 3, ("requests.received.online", "value"): 1}
    annex[("requests.received.letter", "value")] = 2
    assert (
        verdict(
            check(FORMS["annex_fujian"], figures("annex", annex)),
            "requests.received",
            column="value",
        )
        == "holds"
    )


# Whose mistake


def test_a_broken_sum_is_the_agencys_only_if_every_cell_was_read_twice_alike():
    cells = {("reconsideration", column.code): 1 for column in NATIONAL.tables["review"].columns}
    for reread, expected in ((True, "wrong_in_print"), (False, "doubtful"), (None, "doubtful")):
        read = figures("review", cells)
        read[2] = replace(read[2], reread=reread)
        assert verdict(check(NATIONAL, read), "results", row="reconsideration") == expected


def test_a_broken_sum_beside_a_row_of_no_code_is_in_doubt():
    cells = {("reconsideration", column.code): 1 for column in NATIONAL.tables["review"].columns}
    left_over = figure("review", "", "upheld", 5)
    checks = check(NATIONAL, [*figures("review", cells), left_over])
    assert verdict(checks, "results", row="reconsideration") == "doubtful"


def test_a_cell_that_holds_no_number_puts_its_sum_in_doubt():
    cells = {("reconsideration", column.code): 1 for column in NATIONAL.tables["review"].columns}
    read = figures("review", cells)
    read[0] = replace(read[0], value=None, status="doubtful")
    [found] = check(NATIONAL, read)
    assert (found.verdict, found.left, found.right) == ("doubtful", None, None)


def test_a_broken_sum_names_both_sides():
    names = [column.code for column in NATIONAL.tables["review"].columns]
    cells = {
        ("reconsideration", name): value for name, value in zip(names, (3, 5, 2, 1, 0), strict=True)
    }
    [found] = check(NATIONAL, figures("review", cells))
    assert (found.left, found.right) == (11, 0)
    assert "11 against 0" in found.message


# The whole form


def whole(form: str) -> list[Figure]:
    return [figure(*key, value) for key, value in report(form).truth.items()]


@pytest.mark.parametrize(
    ("form", "count"),
    [("national_2019", 40), ("national_2021", 42), ("annex_2014", 7), ("annex_fujian", 4)],
)
def test_every_identity_of_a_form_in_every_row_and_column(form, count):
    checks = check(FORMS[form], whole(form))
    assert [each.verdict for each in checks] == ["holds"] * count


def test_identities_run_in_every_column_and_every_row():
    checks = check(NATIONAL, whole("national_2021"))
    assert [each.column for each in checks if each.rule == "balance"] == COLUMNS
    assert len([each for each in checks if each.rule == "applicants"]) == 25
    assert len([each for each in checks if each.rule == "results"]) == 3


def test_one_wrong_digit_breaks_just_the_sums_it_stands_in():
    read = whole("national_2021")
    wrong = next(
        n for n, each in enumerate(read) if (each.row, each.column) == ("granted", "business")
    )
    read[wrong] = replace(read[wrong], value=read[wrong].value + 1)
    broken = {
        (each.rule, each.row, each.column)
        for each in check(NATIONAL, read)
        if each.verdict != "holds"
    }
    assert broken == {("outcomes", "", "business"), ("applicants", "granted", "")}


def test_a_form_that_is_not_printed_has_no_checks():
    assert check(NATIONAL, []) == []


def test_a_remark_is_a_warning_at_its_cell():
    place = ("unit_assumed", "disclosure", "fees", "amount")
    said = say("no_unit_yuan", printed="8040")
    assert warning(Remark(*place, said)) == Check(
        *place, None, None, "warning", said, left_cells=(place[1:],)
    )


# Proof


def test_a_figure_in_no_place_of_the_form_has_no_proof_and_needs_none():
    own = [figure("requests", "", "total", 1), figure("requests", "granted", "", 1)]
    seen = [replace(each, seen=True) for each in own]
    proven = list(prove(seen, {("requests", "", "total"), ("requests", "granted", "")}))
    assert [each.proof for each in proven] == ["none", "none"]
    assert not any(each.lacks_proof for each in proven)
    assert replace(proven[0], status="doubtful").lacks_proof


def test_a_figure_is_proved_by_a_sum_that_holds_else_by_the_second_reading():
    read = [
        figure("review", "reconsideration", "upheld", 1, reread=None),
        figure("disclosure", "fees", "amount", 1),
        figure("disclosure", "penalty", "decisions", 1, reread=None),
        replace(figure("disclosure", "licensing", "decisions", 1, reread=False), status="doubtful"),
    ]
    proven = list(prove(read, {("review", "reconsideration", "upheld")}))
    assert [each.proof for each in proven] == ["identity", "second_reading", "none", "none"]


def test_only_sums_that_hold_prove_their_cells():
    names = [column.code for column in NATIONAL.tables["review"].columns]
    right = {
        ("reconsideration", name): value for name, value in zip(names, (1, 0, 0, 0, 1), strict=True)
    }
    wrong = {("litigation_direct", name): 1 for name in names}
    blank = {("litigation_after_review", name): None for name in names}
    proven = proven_cells(check(NATIONAL, figures("review", right | wrong | blank)))
    assert proven == {("review", "reconsideration", name) for name in names}


def test_invented_reports_do_not_repeat_themselves():
    """The printer of the tests: other seeds give other figures, so that a mix-up of two reports shows."""
    one, other = invent(NATIONAL, 1), invent(NATIONAL, 2)
    assert sum(one[key] == other[key] for key in one) < 0.1 * len(one)


# Proposals


@pytest.mark.parametrize("readable", [True, False])
def test_the_only_doubtful_cell_of_a_sum_is_proposed_what_the_sum_asks_for(readable: bool):
    names = [column.code for column in NATIONAL.tables["review"].columns]
    cells = {
        ("reconsideration", name): value
        for name, value in zip(names, (1, 2, 3, 4, 10), strict=True)
    }
    one, *others = figures("review", cells)
    misread = replace(one, value=Decimal(7) if readable else None, status="doubtful", reread=False)
    [found] = [each for each in check(NATIONAL, [misread, *others]) if each.rule == "results"]
    assert found.verdict == "doubtful"
    assert "With 1 in the cell reconsideration, upheld it would hold." in found.message


def test_of_two_doubtful_cells_nothing_is_proposed():
    names = [column.code for column in NATIONAL.tables["review"].columns]
    cells = {
        ("reconsideration", name): value
        for name, value in zip(names, (1, 2, 3, 4, 10), strict=True)
    }
    unread = [
        replace(each, value=None, status="doubtful", reread=False)
        for each in figures("review", cells)[:2]
    ]
    [found] = [
        each
        for each in check(NATIONAL, [*unread, *figures("review", cells)[2:]])
        if each.rule == "results"
    ]
    assert "With" not in found.message
