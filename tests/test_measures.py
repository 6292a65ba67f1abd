"""Measures: rates that nobody has to correct, and a reason wherever there is none.

The values of real reports were worked out by hand from what they print (their published figures), without this
code.
"""

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from helpers import schema
from helpers.forms import Form, load_forms
from helpers.measures import count, definitions
from helpers.measures.definitions import Definitions
from helpers.tidy import tidy
from tables import cells_as_printed, figures_of, published, reports_of

FORMS = load_forms()
KNOWN = definitions.load(FORMS)

#: Groups whose shares are the parts of one whole.
WHOLES = ("outcomes", "grounds", "applicants")


def measured(
    figures: pd.DataFrame, reports: pd.DataFrame, known: Definitions = KNOWN
) -> pd.DataFrame:
    return count.measure(figures, tidy(figures, reports, FORMS)["coverage"], known)


@pytest.fixture(scope="session")
def real() -> pd.DataFrame:
    return measured(*published(FORMS))


def one(
    form: str, cells: Mapping[str, str], known: Definitions = KNOWN, **report: Any
) -> dict[str, tuple[Any, ...]]:
    """The measures of one report with these cells: table/row/column → what is printed, `?5` being a doubtful 5."""
    frame = cells_as_printed(
        [("r", form, *place.split("/"), value) for place, value in cells.items()]
    )
    return by_measure(measured(figures_of(frame, FORMS), reports_of(frame, **report), known))


def by_measure(frame: pd.DataFrame) -> dict[str, tuple[Any, ...]]:
    """Measure → state, value, numerator, denominator."""
    rows = frame[["state", "value", "numerator", "denominator"]].itertuples(index=False, name=None)
    return dict(zip(frame["measure"], rows, strict=True))


# --- values of real reports, by hand
# ---------------------------------------------------------------------------------

BY_HAND = {
    # Refused 2+31+5+6+8+12+9+105 = 178, unavailable 769+11+1 = 781, not processed 62+25+1 = 88,
    # otherwise 71+6+110 = 187; on hand 3050+103 = 3153 = 3119+34. Reconsiderations 72+64+178 = 314
    # concluded, 37 pending. Suits 26+20.
    ("huaian_2024", "requests_received"): ("3119", None, "3119"),
    ("huaian_2024", "requests_handled"): ("3050", None, "3050"),
    ("huaian_2024", "carry_over_rate"): ("103", "3153", "0.032667"),
    ("huaian_2024", "clearance_rate"): ("3050", "3119", "0.977878"),
    ("huaian_2024", "full_disclosure_rate"): ("1362", "3050", "0.446557"),
    ("huaian_2024", "partial_disclosure_rate"): ("454", "3050", "0.148852"),
    ("huaian_2024", "any_disclosure_rate"): ("1816", "3050", "0.595410"),
    ("huaian_2024", "refused_share"): ("178", "3050", "0.058361"),
    ("huaian_2024", "unavailable_share"): ("781", "3050", "0.256066"),
    ("huaian_2024", "not_processed_share"): ("88", "3050", "0.028852"),
    ("huaian_2024", "closed_otherwise_share"): ("187", "3050", "0.061311"),
    ("huaian_2024", "full_disclosure_of_resolvable"): ("1362", "1994", "0.683049"),
    ("huaian_2024", "any_disclosure_of_resolvable"): ("1816", "1994", "0.910732"),
    ("huaian_2024", "no_information_share"): ("780", "3050", "0.255738"),
    ("huaian_2024", "factual_refusal_share"): ("781", "959", "0.814390"),
    ("huaian_2024", "ground_inquiry"): ("105", "178", "0.589888"),
    ("huaian_2024", "ground_state_secret"): ("2", "178", "0.011236"),
    ("huaian_2024", "applicant_natural_person"): ("3001", "3119", "0.962167"),
    ("huaian_2024", "applicant_legal_service"): ("61", "3119", "0.019558"),
    ("huaian_2024", "reconsiderations_per_1000"): ("351", "3050", "115.081967"),
    ("huaian_2024", "suits_per_1000"): ("46", "3050", "15.081967"),
    ("huaian_2024", "reconsiderations_corrected_share"): ("64", "314", "0.203822"),
    ("huaian_2024", "suits_corrected_share"): ("5", "39", "0.128205"),
    ("huaian_2024", "escalation_rate"): ("20", "314", "0.063694"),
    ("huaian_2024", "penalty_decisions"): ("3985758", None, "3985758"),
    ("huaian_2024", "normative_documents_issued"): ("8", None, "8"),
    ("huaian_2024", "fees_collected"): ("961716000", None, "961716000"),
    # Block （六） as one row; refused 1+1+1, unavailable 10+3.
    ("hongze_2023", "any_disclosure_of_resolvable"): ("4", "7", "0.571429"),
    ("hongze_2023", "closed_otherwise_share"): ("0", "21", "0"),
    ("hongze_2023", "reconsiderations_corrected_share"): ("1", "11", "0.090909"),
    # Totals of rows blank: granted 258+12+1+1, unavailable 252+12+1+44+3+25; the outcomes come to
    # 805, as （七） says.
    ("shanghai_office_2019", "full_disclosure_rate"): ("272", "805", "0.337888"),
    ("shanghai_office_2019", "unavailable_share"): ("337", "805", "0.418634"),
    ("shanghai_office_2019", "carry_over_rate"): ("72", "877", "0.082098"),
    ("shanghai_office_2019", "suits"): ("9", None, "9"),
    ("pingtan_2019", "procurement_per_project"): ("75394432.52", "135", "558477.277926"),
    ("pingtan_2024", "escalation_rate"): ("19", "6", "3.166667"),
    ("pingtan_2016", "items_disclosed"): ("3460", None, "3460"),
    ("pingtan_2016", "requests_received"): ("0", None, "0"),
}  # fmt: skip


@pytest.mark.parametrize(("report", "measure"), BY_HAND)
def test_a_measure_of_a_real_report_is_what_a_hand_works_out(
    real: pd.DataFrame, report: str, measure: str
) -> None:
    numerator, denominator, value = (text and Decimal(text) for text in BY_HAND[report, measure])
    assert by_measure(real[real["report_id"].eq(report)])[measure] == (
        "value",
        value,
        numerator,
        denominator,
    )


def test_outcomes_that_miss_the_printed_total_are_shares_of_their_own_sum_and_say_so(
    real: pd.DataFrame,
) -> None:
    """pingtan_2020 prints 21 requests handled, and outcomes of 27."""
    found = by_measure(real[real["report_id"].eq("pingtan_2020")])
    assert found["full_disclosure_rate"] == ("inconsistent", Decimal("0.259259"), 7, 27)
    assert found["requests_handled"] == ("inconsistent", 21, 21, None)
    assert found["any_disclosure_of_resolvable"] == ("value", 1, 13, 13)


def test_cases_are_those_of_the_results_where_the_printed_total_is_another(
    real: pd.DataFrame,
) -> None:
    """hongze_2023 prints 0 reconsiderations beside 10 upheld and 1 corrected."""
    found = by_measure(real[real["report_id"].eq("hongze_2023")])
    assert found["reconsiderations"] == ("inconsistent", 11, 11, None)
    assert found["reconsiderations_per_1000"] == ("inconsistent", Decimal("523.809524"), 11, 21)


def test_a_blank_corrected_cell_is_no_rate_of_zero(real: pd.DataFrame) -> None:
    """shanghai_office_2019 prints 5 upheld, 2 pending, and leaves the other results blank."""
    found = by_measure(real[real["report_id"].eq("shanghai_office_2019")])
    assert found["reconsiderations_corrected_share"] == ("blank", None, None, 5)
    assert found["escalation_rate"] == ("blank", None, None, 5)
    assert found["applicant_research"] == ("blank", None, None, 859)


def test_what_a_form_does_not_ask_is_not_asked_and_never_zero(real: pd.DataFrame) -> None:
    states = real.set_index(["report_id", "measure"])["state"]
    for measure, asked in {
        "procurement_per_project": {"national_2019"},
        "fees_collected": {"national_2021"},
        "normative_documents_in_force": {"national_2021"},
        "normative_documents_made": {"national_2019"},
        "carry_over_rate": {"national_2019", "national_2021"},
        "items_disclosed": {"annex_fujian"},
        "requests_received": {"national_2019", "national_2021", "annex_fujian"},
        "ground_not_government_information": set(),
    }.items():
        rows = real[real["measure"].eq(measure)]
        assert {*rows.loc[rows["state"].ne("not_asked"), "form"]} == asked, measure
    assert (
        real.loc[real["state"].eq("not_asked"), ["value", "numerator", "denominator"]]
        .isna()
        .all(axis=None)
    )
    assert states["pingtan_2016", "full_disclosure_rate"] == "zero_denominator"


def test_every_report_has_every_measure_once_as_the_schema_says(real: pd.DataFrame) -> None:
    assert schema.check("measures", real).equals(real)
    assert len(real) == 8 * len(KNOWN.measures)
    assert tuple(real.loc[0, ["agency", "year", "form", "report_status"]]) == (
        "某局",
        2023,
        "national_2021",
        "verified",
    )


# --- the annexes, on one axis with the forms where they mean the same
# -------------------------------------------------

ANNEX_2014 = {
    "requests.received": "50",
    "requests.closed": "40", "requests.closed.on_time": "38", "requests.closed.extended": "2",
    "requests.answered": "44", "requests.answered.already_public": "10", "requests.answered.granted": "12",
    "requests.answered.partly_granted": "4", "requests.answered.refused": "8",
    "requests.answered.refused.state_secret": "1", "requests.answered.refused.trade_secret": "2",
    "requests.answered.refused.privacy": "1", "requests.answered.refused.security": "0",
    "requests.answered.refused.not_government_information": "3", "requests.answered.refused.other_law": "1",
    "requests.answered.not_this_agency": "5", "requests.answered.not_existing": "3",
    "requests.answered.correction_asked": "1", "requests.answered.other_way": "1",
    "reconsideration": "5", "reconsideration.upheld": "3", "reconsideration.corrected": "1",
    "reconsideration.other": "1",
    "litigation": "2", "litigation.upheld": "2", "litigation.corrected": "0", "litigation.other": "0",
    "disclosure.items": "900", "disclosure.normative_issued": "7", "request_fees": "0.5",
}  # fmt: skip


def annex(**changes: str) -> dict[str, str]:
    """The annex of 2014 above, with changes (a dot in a code is written as two underscores)."""
    cells = ANNEX_2014 | {code.replace("__", "."): value for code, value in changes.items()}
    return {f"annex/{code}/value": value for code, value in cells.items()}


def test_the_annex_of_2014_stands_on_the_axis_of_2024_where_it_means_the_same() -> None:
    found = one("annex_2014", annex())
    expected = {
        "requests_received": (50, 50, None), "requests_handled": (40, 40, None), "clearance_rate": ("0.8", 40, 50),
        "full_disclosure_rate": ("0.272727", 12, 44), "any_disclosure_of_resolvable": ("0.666667", 16, 24),
        "ground_third_party": ("0.375", 3, 8), "ground_not_government_information": ("0.375", 3, 8),
        "already_public_share": ("0.227273", 10, 44), "reconsiderations_per_1000": ("125", 5, 40),
        "reconsiderations_corrected_share": ("0.2", 1, 5), "suits": (2, 2, None),
        "normative_documents_issued": (7, 7, None), "request_fees": ("0.5", "0.5", None),
    }  # fmt: skip
    for measure, numbers in expected.items():
        wanted = tuple(None if number is None else Decimal(number) for number in numbers)
        assert found[measure] == ("value", *wanted), measure
    assert {
        found[each][0] for each in ("unavailable_share", "no_information_share", "escalation_rate")
    } == {"not_asked"}


def test_an_answer_whose_number_is_blank_though_its_grounds_are_printed_is_their_sum() -> None:
    found = one("annex_2014", annex(requests__answered__refused=""))
    assert found["refused_share"] == ("value", Decimal("0.181818"), 8, 44)


def test_a_row_that_a_local_annex_leaves_out_is_not_asked_there() -> None:
    found = one("annex_fujian", {"annex/requests.received/value": "3", "annex/requests.answered.granted/value": "2",
                           "annex/requests.answered.refused/value": "1"})  # fmt: skip
    assert found["full_disclosure_rate"] == ("value", Decimal("0.666667"), 2, 3)
    assert found["partial_disclosure_rate"] == ("not_asked", None, None, 3)
    assert found["suits"] == ("not_asked", None, None, None)


def test_what_is_not_asked_is_so_even_beside_a_doubtful_cell() -> None:
    found = one(
        "annex_fujian",
        {"annex/reconsideration/value": "1", "annex/requests.answered.granted/value": "?2"},
    )
    assert found["suits_per_1000"] == ("not_asked", None, None, None)
    assert found["reconsiderations_per_1000"] == ("doubtful", None, 1, None)


def test_cumulative_numbers_enter_no_measure() -> None:
    found = one(
        "annex_fujian",
        {"annex/disclosure.items/value": "5", "annex/disclosure.items/cumulative": "70"},
    )
    assert found["items_disclosed"] == ("value", 5, 5, None)


# --- one pathology each
# ----------------------------------------------------------------------------------------------


def matrix(
    rows: Mapping[str, str | tuple[str, str]],
    columns: tuple[str, ...] = ("natural_person", "total"),
) -> dict:
    """Table requests of the form of 2021: 0 in every row but those given, one text for all columns or one each."""
    codes = [
        row.code
        for row in FORMS["national_2021"].tables["requests"].rows
        if row.presence == "required"
    ]
    full = dict.fromkeys((*codes, "closed_otherwise"), "0") | dict(rows)
    cells = {
        code: (text,) * len(columns) if isinstance(text, str) else text
        for code, text in full.items()
    }
    others = [
        each.code
        for each in FORMS["national_2021"].tables["requests"].columns
        if each.code not in columns
    ]
    return {
        f"requests/{code}/{column}": text
        for code, texts in cells.items()
        for column, text in (*zip(columns, texts, strict=True), *((other, "") for other in others))
    }


SOUND = {
    "received": "10",
    "granted": "6",
    "refused.inquiry": "2",
    "unavailable.not_held": "2",
    "total": "10",
}


def test_a_total_left_blank_is_the_sum_of_its_parts() -> None:
    found = one("national_2021", matrix({**SOUND, "granted": ("6", ""), "total": ("", "")}))
    assert found["full_disclosure_rate"] == ("value", Decimal("0.6"), 6, 10)
    assert found["requests_handled"] == ("value", 10, 10, None)


def test_a_report_that_prints_only_totals_has_rates_but_no_applicants() -> None:
    cells = matrix({**SOUND, "carried_out": ""}, columns=("total",))
    for printed in (
        cells,
        {place: text for place, text in cells.items() if place.endswith("/total")},
    ):
        found = one("national_2021", printed)
        assert found["full_disclosure_rate"] == ("value", Decimal("0.6"), 6, 10)
        assert found["requests_received"] == ("value", 10, 10, None)
        assert found["requests_carried_out"][0] == "blank"
        assert found["applicant_natural_person"][0] == ("blank" if printed is cells else "missing")


def test_a_blank_row_is_blank_alone_and_nothing_in_a_sum() -> None:
    found = one(
        "national_2021", matrix({**SOUND, "partly_granted": ("", ""), "carried_out": ("", "")})
    )
    assert found["partial_disclosure_rate"] == ("blank", None, None, 10)
    assert found["any_disclosure_rate"] == ("value", Decimal("0.6"), 6, 10)
    assert found["requests_carried_out"] == ("blank", None, None, None)


@pytest.mark.parametrize("doubtful", [("?6", "6"), ("6", "?6")])
def test_a_doubtful_cell_gives_no_value_to_whatever_it_stands_in(doubtful: tuple[str, str]) -> None:
    found = one("national_2021", matrix({**SOUND, "granted": doubtful}))
    assert found["full_disclosure_rate"] == ("doubtful", None, None, None)
    assert found["refused_share"] == ("doubtful", None, 2, None)
    assert found["ground_inquiry"] == ("value", 1, 2, 2)
    assert found["requests_received"] == ("value", 10, 10, None)


def test_a_cell_that_was_not_found_is_missing_from_whatever_it_stands_in() -> None:
    cells = matrix(SOUND)
    lost = {
        place: text
        for place, text in cells.items()
        if not place.startswith("requests/unavailable.not_held/")
    }
    found = one("national_2021", lost)
    assert found["unavailable_share"] == ("missing", None, None, None)
    assert found["full_disclosure_rate"] == ("missing", None, 6, None)
    assert found["any_disclosure_of_resolvable"] == ("value", Decimal("0.75"), 6, 8)
    assert found["reconsiderations"] == ("missing", None, None, None)


def test_a_part_not_found_is_missing_even_where_the_total_is_printed() -> None:
    cells = matrix(SOUND)
    del cells["requests/received/business"]
    found = one("national_2021", cells)
    assert found["requests_received"] == ("missing", None, None, None)
    assert found["applicant_natural_person"] == ("missing", None, 10, None)


def test_no_requests_at_all_is_a_zero_denominator_and_no_rate() -> None:
    found = one("national_2021", matrix({}))
    assert found["full_disclosure_rate"] == ("zero_denominator", None, 0, 0)
    assert found["clearance_rate"] == ("zero_denominator", None, 0, 0)
    assert found["requests_received"] == ("value", 0, 0, None)


@pytest.mark.parametrize(("parts", "share"), [(("3", "", "1"), "0.4"), (("", "", ""), "0.4")])
def test_other_outcomes_count_once_as_one_row_or_as_three(
    parts: tuple[str, ...], share: str
) -> None:
    rows = {**SOUND, "closed_otherwise": "4", "granted": "2"}
    for part, text in zip(("no_correction", "fee_unpaid", "other"), parts, strict=True):
        rows[f"closed_otherwise.{part}"] = text
    assert one("national_2021", matrix(rows))["closed_otherwise_share"] == (
        "value",
        Decimal(share),
        4,
        10,
    )


def test_a_row_whose_total_is_not_the_sum_of_its_parts_is_inconsistent() -> None:
    found = one("national_2021", matrix({**SOUND, "granted": ("6", "9")}))
    assert found["full_disclosure_rate"] == ("inconsistent", Decimal("0.6"), 6, 10)
    assert found["any_disclosure_of_resolvable"] == ("inconsistent", Decimal("0.75"), 6, 8)
    assert found["ground_inquiry"][0] == "value"


@pytest.mark.parametrize(
    ("amount", "share"), [("5", "0.039062"), ("15", "0.117188"), ("0", "0.000000")]
)
def test_a_quotient_is_rounded_half_to_even(amount: str, share: str) -> None:
    found = one(
        "national_2019",
        {"disclosure/procurement/amount": amount, "disclosure/procurement/projects": "128"},
    )
    assert f"{found['procurement_per_project'][1]:f}" == share


@pytest.mark.parametrize(
    "report", [{"duplicate_of": "s"}, {"status": "failed"}, {"status": "no_form"}]
)
def test_a_duplicate_or_unread_report_has_no_measures(report: dict[str, str]) -> None:
    assert one("national_2021", matrix(SOUND), **report) == {}


def test_a_form_that_no_quantity_names_has_no_measures() -> None:
    """Nobody has said what a new form asks for, so `not_asked` would be a lie."""
    known = Definitions(
        KNOWN.groups, {"national_2019": KNOWN.quantities["national_2019"]}, KNOWN.measures
    )
    assert one("national_2021", matrix(SOUND), known) == {}


# --- whatever a report prints
# ----------------------------------------------------------------------------------------


def garbled(form: Form, name: str, chance: random.Random) -> Iterator[tuple[str, ...]]:
    """A report with any number, blank, doubtful figure or gap in any cell: no sum of it holds."""
    blanks, gaps = chance.choice([(0, 0), (0.5, 0), (0.1, 0.02)])
    for table in form.tables.values():
        for row in table.rows:
            for column in table.columns_of(row.code):
                if chance.random() >= gaps:
                    doubtful = "?" if chance.random() < gaps / 4 else ""
                    text = "" if chance.random() < blanks else f"{doubtful}{chance.randrange(40)}"
                    yield name, form.code, table.code, row.code, column.code, text


@pytest.fixture(scope="module")
def any_reports() -> pd.DataFrame:
    chance = random.Random(1)
    forms = [(form, f"{form.code} {n}") for form in FORMS.values() for n in range(30)]
    cells = cells_as_printed([cell for form, name in forms for cell in garbled(form, name, chance)])
    return measured(figures_of(cells, FORMS), reports_of(cells))


def test_no_share_exceeds_its_whole_whatever_a_report_prints(any_reports: pd.DataFrame) -> None:
    shares = any_reports[any_reports["unit"].eq("share") & any_reports["value"].notna()]
    assert len(shares) > 1000
    assert (shares["numerator"] <= shares["denominator"]).all()
    assert shares["value"].between(Decimal(0), Decimal(1)).all()


@pytest.mark.parametrize("group", WHOLES)
def test_shares_of_one_whole_add_up_to_one_where_all_parts_are_printed(
    any_reports: pd.DataFrame, group: str
) -> None:
    asked = any_reports[any_reports["group"].eq(group) & any_reports["state"].ne("not_asked")]
    wholes = [rows for _, rows in asked.groupby("report_id") if rows["value"].notna().all()]
    assert {form for rows in wholes for form in rows["form"]} == {*asked["form"]}
    for rows in wholes:
        assert (
            rows["numerator"].sum() == rows["denominator"].iloc[0] == rows["denominator"].iloc[-1]
        )
        assert abs(rows["value"].sum() - 1) <= Decimal("0.00001")


def test_there_is_a_value_exactly_where_the_state_says_so(any_reports: pd.DataFrame) -> None:
    assert any_reports["value"].notna().equals(any_reports["state"].isin(["value", "inconsistent"]))
    states = schema.TABLES["measures"].columns[schema.TABLES["measures"].names.index("state")].enum
    assert {*any_reports["state"]} == {*states}


# --- the file of measures
# --------------------------------------------------------------------------------------------

SMALL = """\
groups:
  caseload: [数量, Caseload]
quantities:
  received:
    national_2019 national_2021: requests/received
  natural:
    national_2019 national_2021: requests/received/natural_person
  fees:
    national_2021: disclosure/fees/amount
  all: {national_2021: requests/total | received}
measures:
  natural_share:
    group: caseload
    unit: share
    labels: [自然人, Natural persons]
    numerator: [natural]
    denominator: [received]
    reading: [怎样读, How to read it]
"""


def load(text: str, folder: Path) -> Definitions:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return definitions.load(FORMS, path)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ("national_2019 national_2021: requests/received\n", "2022: requests/received\n", 5, "the form '2022', which does not exist"),
        ("requests/received\n", "request/received\n", 5, "neither table/row nor table/row/column of the form national_2019"),
        ("requests/received\n", "requests/recieved\n", 5, "'recieved', which is no row of requests in the form national_2019"),
        ("requests/received\n", "requests/received.*\n", 5, "'received.*', which is no row of requests"),
        ("natural_person", "natural", 7, "the row 'received' has no column 'natural' in the form national_2019"),
        ("fees/amount", "fees", 9, "the row 'fees' has no column 'total' in the form national_2021"),
        ("requests/received\n", "requests/received\n    national_2021: requests/total\n", 6, "names the form 'national_2021' twice"),
        ("| received", "| recieved", 10, "'recieved' is no quantity of the form national_2021"),
        ("| received", "| all", 10, "'all' is made of itself"),
        ("| received", "| received + natural", 10, "'requests/received/natural_person' would be added up twice"),
        ("all: {national_2021: requests/total | received}", "all: requests/total", 10, "a mapping from forms to sums"),
        ("[natural]", "[natural, naturel]", 16, "no form has all the quantities of natural_share: natural, naturel"),
        ("[natural]", "[all]", 16, "the numerator of a share is not part of its denominator in the form national_2021"),
        ("[received]", "[fees]", 16, "is not part of its denominator"),
        ("unit: share", "unit: percent", 14, "unit 'percent' is none of share, ratio"),
        ("    denominator: [received]\n", "", 16, "the unit is share, which goes with a denominator"),
        ("unit: share", "unit: count", 16, "the unit is count, which goes without a denominator"),
        ("unit: share", "unit: yuan", 16, "the unit is yuan, but that of the numerator is another"),
        ("group: caseload", "group: cases", 13, "group 'cases' is none of caseload"),
        ("[怎样读, How to read it]", "[怎样读]", 18, "reading must be a list of two texts, Chinese and English"),
        ("[数量, Caseload]", "数量", 2, "caseload must be a list of two texts"),
        ("    labels: [自然人, Natural persons]\n", "", 13, "a measure lacks the key 'labels'"),
        ("measures:", "measure:", 11, "a file of measures has an unknown key 'measure'"),
    ],
)  # fmt: skip
def test_a_wrong_file_of_measures_is_refused_with_its_line(
    tmp_path: Path, right: str, wrong: str, line: int, says: str
) -> None:
    assert right in SMALL
    load(SMALL, tmp_path)
    with pytest.raises(definitions.MeasureError) as caught:
        load(SMALL.replace(right, wrong, 1), tmp_path)
    message = str(caught.value)
    assert message.startswith(f"small.yaml, line {line}: ")
    assert says in message
    assert "\n" not in message


def test_the_example_of_the_documentation_is_a_new_measure_without_new_code(
    root: Path, tmp_path: Path
) -> None:
    text = (
        (root / "docs" / "measures.md")
        .read_text("utf-8")
        .partition("```yaml\n")[2]
        .partition("```")[0]
    )
    found = one("annex_2014", annex(), load(text, tmp_path))
    assert found == {"on_time_share": ("value", Decimal("0.95"), 38, 40)}


def test_every_measure_is_described_in_the_codebook(root: Path) -> None:
    codebook = (root / "data" / "processed" / "codebook.md").read_text("utf-8")
    for each in KNOWN.measures.values():
        assert f"| `{each.code}` | {each.labels[0]} | {each.labels[1]} | {each.unit} | " in codebook
        assert f"| {each.reading[0]} | {each.reading[1]} |" in codebook
