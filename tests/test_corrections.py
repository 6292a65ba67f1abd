"""Corrections of misreadings: what they may mend, what they may never hide, and when they are refused."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import frictionless
import pandas as pd
import pytest

import printing as pr
from expect import verdicts
from helpers import publish, run
from helpers.corpus.assemble import named, tables
from helpers.corpus.corrections import COLUMNS, NAME, Correction, apply, read, template
from helpers.corpus.extraction import Extraction, pack
from helpers.corpus.reading import extract_report
from helpers.corpus.sources import Source, find_reports
from helpers.corpus.spool import Spool
from helpers.errors import UserError
from helpers.extract.report import read_content
from helpers.messages import say
from helpers.prove.content import Content
from helpers.prove.figures import Figure
from helpers.prove.identities import Check
from helpers.prove.verdict import settle
from printing import FORMS, report
from printing_html import print_html

PENALTY = ("disclosure", "penalty", "decisions")  # in no sum
GRANTED = ("requests", "granted", "business")  # in two sums
MISPRINTED = (
    "review",
    "reconsideration",
    "total",
)  # hongze_2023 prints 0 under parts that add up to 11
UNIT = Check(
    "unit_assumed",
    "disclosure",
    "fees",
    "amount",
    None,
    None,
    "warning",
    say("no_unit_yuan", printed="8040"),
)
Key = tuple[str, str, str]


@pytest.fixture(scope="module")
def specimens(root: Path) -> dict[str, Extraction]:
    """Two real reports as they were read: one verified, one with sums that its agency printed wrong."""
    wanted = ("huaian_2024", "hongze_2023")
    sources = [
        source for source in find_reports(root / "data" / "raw") if source.path.stem in wanted
    ]
    return {
        source.path.stem: Extraction(source, read_content(source.path, FORMS)) for source in sources
    }


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Key, str], Extraction]:
    """Print the form of 2021 with another text in one cell, and read it."""
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))

    def reads(key: Key, text: str) -> Extraction:
        national = report("national_2021")
        pr.write(national, key, text, None)
        return extract_report(print_html(national, tmp_path / "report.html"))

    return reads


def cell(extraction: Extraction, key: Key) -> Figure:
    [found] = [
        each for each in extraction.content.figures if (each.table, each.row, each.column) == key
    ]
    return found


def correction(extraction: Extraction, key: Key, corrected: object, **other: str) -> Correction:
    """A correction as it should be, but for what is named."""
    [(name, _)] = named([extraction])
    given = dict(zip(("report_id", "table", "row", "column"), (name, *key), strict=True))
    given |= {"printed": cell(extraction, key).printed, "corrected": str(corrected)}
    given |= {"reason": "a footnote mark was read as a digit", "who": "Li", "date": "2026-01-31"}
    return Correction(**{**given, **other}, line=2)


def applied(extractions: Iterable[Extraction], *corrections: Correction) -> list[Extraction]:
    spool = Spool(pack(each.source, each.content) for each in extractions)
    apply(spool, corrections, FORMS)
    return list(spool)


def corrected(extraction: Extraction, *corrections: Correction) -> Extraction:
    [found] = applied([extraction], *corrections)
    return found


def misread(extraction: Extraction, key: Key, wrong: int) -> Extraction:
    """The report as if the first reading had taken the cell for `wrong`, and the second for what it is."""
    seen = cell(extraction, key)
    readings = (Decimal(wrong), seen.value)
    doubtful = replace(
        seen,
        printed=str(wrong),
        value=readings[0],
        status="doubtful",
        reread=False,
        sure=False,
        readings=readings,
    )
    return with_figure(extraction, doubtful)


def with_figure(extraction: Extraction, figure: Figure) -> Extraction:
    """The report as if one of its cells had been read otherwise."""
    content = extraction.content
    figures = tuple(
        figure if (each.table, each.n) == (figure.table, figure.n) else each
        for each in content.figures
    )
    return replace(
        extraction, content=settle(replace(content, figures=figures), FORMS[content.form])
    )


def remarks(extraction: Extraction) -> list[tuple[str, str]]:
    return [
        (each.rule, each.message)
        for each in extraction.content.checks
        if each.rule.startswith("correction")
    ]


# What a correction mends


def test_a_corrected_figure_keeps_its_print_and_its_place(printed):
    before = printed(GRANTED, "12②")
    after = corrected(before, correction(before, GRANTED, 12))
    one, other = cell(before, GRANTED), cell(after, GRANTED)
    assert (one.status, one.value) == ("doubtful", None)
    assert (other.status, other.value, other.printed) == ("corrected", 12, "12②")
    assert (other.n, other.label, other.place, other.unit) == (
        one.n,
        one.label,
        one.place,
        one.unit,
    )


def test_a_correction_that_sums_support_verifies_the_report(printed):
    before = printed(GRANTED, "12②")
    right = report("national_2021").truth[GRANTED]
    after = corrected(before, correction(before, GRANTED, right))
    assert cell(after, GRANTED).proof == "identity"
    assert (before.content.status, after.content.status) == ("incomplete", "verified")
    assert verdicts(after.content, "doubtful", "wrong_in_print") == set()
    assert remarks(after) == [
        (
            "correction",
            f"Line 2 of corrections.csv: '12②' was corrected to '{right}': "
            "a footnote mark was read as a digit (Li, 2026-01-31).",
        )
    ]


def test_a_correction_that_breaks_a_sum_leaves_it_in_doubt(printed):
    before = printed(GRANTED, "12②")
    after = corrected(
        before, correction(before, GRANTED, report("national_2021").truth[GRANTED] + 1)
    )
    assert after.content.status == "incomplete"
    assert verdicts(after.content, "doubtful", "wrong_in_print") == {
        ("outcomes", "requests", "", "business"),
        ("applicants", "requests", "granted", ""),
    }
    assert verdicts(after.content, "wrong_in_print") == set()


@pytest.mark.parametrize("value", ["12", None], ids=["another value", "the value as read"])
def test_a_persons_word_on_what_was_read_only_once_is_no_proof(specimens, value):
    huaian = specimens["huaian_2024"]
    once = replace(cell(huaian, PENALTY), reread=None, seen=None, readings=())
    before = with_figure(huaian, once)
    after = corrected(before, correction(before, PENALTY, value or once.value))
    assert (before.content.status, after.content.status) == ("incomplete", "incomplete")
    assert (cell(after, PENALTY).status, cell(after, PENALTY).proof) == ("corrected", "none")


@pytest.mark.parametrize(("value", "proof"), [(125, "second_reading"), (12, "none"), (5, "none")])
def test_a_person_settles_whether_a_broken_line_is_one_number(printed, value, proof):
    before = printed(PENALTY, "12\n5")
    after = corrected(before, correction(before, PENALTY, value))
    assert (cell(after, PENALTY).value, cell(after, PENALTY).proof) == (value, proof)
    assert after.content.status == ("verified" if proof != "none" else "incomplete")


@pytest.mark.parametrize(
    ("value", "proof"), [("3", "second_reading"), ("4", "none"), ("-", "none")]
)
def test_where_two_readings_differ_a_person_decides_between_them(specimens, value, proof):
    huaian = specimens["huaian_2024"]
    key = ("disclosure", "normative_document", "repealed")
    truth = cell(huaian, key).value
    before = misread(huaian, key, 333)
    after = corrected(before, correction(before, key, truth if value == "3" else value))
    assert (cell(after, key).status, cell(after, key).proof) == ("corrected", proof)
    assert after.content.status == ("verified" if proof != "none" else "incomplete")


def test_a_dash_says_that_the_cell_is_blank(printed):
    before = printed(GRANTED, "见附件")
    after = corrected(before, correction(before, GRANTED, "-"))
    assert (cell(after, GRANTED).value, cell(after, GRANTED).status) == (None, "corrected")
    made = tables([after])
    assert made["reports"]["blank"].sum() == 1
    publish.to_csv("figures", made["figures"])


def test_other_warnings_stay(printed):
    before = printed(GRANTED, "12②")
    before = replace(before, content=replace(before.content, checks=(*before.content.checks, UNIT)))
    after = corrected(before, correction(before, GRANTED, report("national_2021").truth[GRANTED]))
    assert [each.rule for each in after.content.checks if each.verdict == "warning"] == [
        "unreadable",
        UNIT.rule,
        "correction",
    ]


@pytest.mark.parametrize(("told", "verdict"), [(0, "agrees"), (1, "differs")])
def test_the_text_is_held_against_the_corrected_figure(tmp_path, told, verdict):
    """Before the correction nobody knows what the table prints, so the sentence above it could not be checked."""
    national, received = report("national_2021"), ("requests", "received", "total")
    right = national.truth[received]
    national.sheet("requests").caption = f"全年新收政府信息公开申请{right + told}件。"
    pr.write(national, received, "12②", None)
    before = extract_report(print_html(national, tmp_path / "report.html"))
    after = corrected(before, correction(before, received, right))
    assert [each.verdict for each in before.content.narrative] == ["unchecked"]
    assert [(each.verdict, each.table_figure) for each in after.content.narrative] == [
        (verdict, right)
    ]
    assert (("narrative", *received) in verdicts(after.content, "warning")) == (
        verdict == "differs"
    )


def test_what_was_not_found_stays_so(printed):
    before = printed(GRANTED, "12②")
    before = replace(before, content=replace(before.content, gaps=(say("table", table="review"),)))
    after = corrected(before, correction(before, GRANTED, report("national_2021").truth[GRANTED]))
    assert (after.content.status, after.content.message) == (
        "incomplete",
        "Table review was not found. A person must look.",
    )


# What a correction may never hide


def test_a_sum_that_the_agency_printed_wrong_is_not_corrected_away(specimens):
    hongze = specimens["hongze_2023"]
    after = corrected(hongze, correction(hongze, MISPRINTED, 11, reason="the parts add up to 11"))
    assert (cell(after, MISPRINTED).value, cell(after, MISPRINTED).proof) == (11, "none")
    [check] = [
        each
        for each in after.content.checks
        if (each.table, each.row) == MISPRINTED[:2] and each.right_cells
    ]
    assert (check.left, check.right, check.verdict) == (11, 11, "doubtful")
    assert after.content.status == "incomplete"
    [(_, message)] = remarks(after)
    assert message.endswith("It had been seen on the page, so this report cannot be verified.")


def test_a_misprinted_total_cannot_be_blanked_either(specimens):
    hongze = specimens["hongze_2023"]
    after = corrected(hongze, correction(hongze, MISPRINTED, "-"))
    assert ("results", *MISPRINTED[:2], "") in verdicts(after.content, "doubtful")


@pytest.mark.parametrize("name", ["huaian_2024", "hongze_2023"])
def test_no_correction_of_a_proven_figure_leaves_a_report_verified(specimens, name):
    before = specimens[name]
    for figure in before.content.figures:
        key = (figure.table, figure.row, figure.column)
        after = corrected(before, correction(before, key, (figure.value or 0) + 1))
        assert after.content.status == "incomplete", key
        assert cell(after, key).proof == "none"
        assert not any(
            key in (*each.left_cells, *each.right_cells)
            for each in after.content.checks
            if each.verdict not in ("doubtful", "warning")
        )


def test_a_figure_does_not_keep_a_proof_that_a_correction_took_away(specimens):
    """It is as doubtful as it was read, once the sums that proved it hold only with contested figures."""
    before = misread(specimens["huaian_2024"], GRANTED, 333)
    assert before.content.status == "incomplete"
    settled = corrected(
        before, correction(before, GRANTED, cell(specimens["huaian_2024"], GRANTED).value)
    )
    assert settled.content.status == "verified"
    total, rows = ("requests", "total", "business"), ("requests", "granted", "total")
    again = corrected(
        before,
        correction(before, total, cell(before, total).value + 333 - cell(settled, GRANTED).value),
        correction(before, rows, cell(before, rows).value + 333 - cell(settled, GRANTED).value),
    )
    assert (cell(again, GRANTED).status, cell(again, GRANTED).proof) == ("doubtful", "none")


def test_agreeing_with_a_proven_figure_costs_nothing(specimens):
    before = specimens["huaian_2024"]
    after = corrected(before, correction(before, GRANTED, cell(before, GRANTED).value))
    assert (after.content.status, cell(after, GRANTED).proof) == ("verified", "identity")


@pytest.mark.parametrize("name", ["huaian_2024", "hongze_2023"])
def test_checking_again_without_a_correction_changes_nothing(specimens, name):
    content = specimens[name].content
    assert settle(content, FORMS[content.form]) == content
    assert applied([specimens[name]]) == [specimens[name]]


# What is refused


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"printed": "13"}, "it says that '13' is printed, but '12②' was read"),
        ({"printed": ""}, "it says that '' is printed, but '12②' was read"),
        ({"table": "annex"}, "no table 'annex' was read there"),
        ({"row": "grants"}, "no row 'grants' was read there"),
        ({"row": ""}, "no row '' was read there"),
        ({"column": "person"}, "no column 'person' was read there"),
        ({"corrected": ""}, "it lacks corrected"),
        (
            {"corrected": "twelve"},
            "corrected is 'twelve': write a plain number, money in yuan, or - where the cell is bl",
        ),
        ({"corrected": "1 2"}, "corrected is '1 2': write a plain number"),
        ({"corrected": "3万元"}, "corrected is '3万元': write a plain number"),
        ({"corrected": "1.5"}, "corrected is '1.5': write a whole number, the cell counts things"),
        ({"reason": ""}, "it lacks reason"),
        ({"who": ""}, "it lacks who"),
        ({"date": ""}, "it lacks date"),
        ({"date": "31.1.2026"}, "the date '31.1.2026' is no date such as 2026-01-31"),
        ({"date": "2026-02-30"}, "the date '2026-02-30' is no date such as 2026-01-31"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_with_a_reason(printed, wrong, sentence):
    before = printed(GRANTED, "12②")
    after = corrected(before, replace(correction(before, GRANTED, 12), **wrong))
    assert after.content.figures == before.content.figures
    assert (after.content.status, after.content.message) == (
        before.content.status,
        before.content.message,
    )
    [(rule, message)] = remarks(after)
    assert rule == "correction_refused"
    assert message.startswith(f"Line 2 of corrections.csv: not applied, {sentence}")


def test_two_corrections_of_one_cell_are_both_refused(printed):
    before = printed(GRANTED, "12②")
    one = correction(before, GRANTED, 12)
    after = corrected(
        before, one, replace(one, corrected="13", line=3), correction(before, PENALTY, 1)
    )
    assert [rule for rule, _ in remarks(after)] == [
        "correction_refused",
        "correction_refused",
        "correction",
    ]
    assert cell(after, GRANTED) == cell(before, GRANTED)


def test_a_correction_of_a_report_that_changed_is_refused_at_the_new_one(specimens, tmp_path):
    """Its report_id holds the content's hash. The tables stay a valid data package."""
    hongze = specimens["hongze_2023"]
    late = replace(
        correction(hongze, MISPRINTED, 11), report_id="淮安市洪泽区人民政府-2023-00000000"
    )
    unknown = replace(late, report_id="", line=3)
    after = applied(specimens.values(), late, unknown)
    made = tables(after)
    refused = made["checks"][made["checks"]["rule"].eq("correction_refused")]
    assert len(refused) == 2
    assert list(refused["table"] + refused["row"] + refused["column"]) == ["", ""]
    gone, there = "淮安市洪泽区人民政府-2023-00000000", "淮安市洪泽区人民政府-2023-678c2246"
    [row] = refused[
        refused["message"].str.contains(
            f"there is no report {gone}, the name most like it is {there}"
        )
    ].to_dict("records")
    assert row["report_id"] == there
    publish.write(made, tmp_path)
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_a_correction_of_a_file_that_cannot_be_read_is_refused(tmp_path):
    broken = Extraction(Source(tmp_path, "a.pdf", "0" * 64), Content("failed", say("damaged_pdf")))
    row = Correction("00000000", *MISPRINTED, "0", "11", "misread", "Li", "2026-01-31", 2)
    after = corrected(broken, row)
    assert after.content.status == "failed"
    assert [each.message for each in after.content.checks] == [
        "Line 2 of corrections.csv: not applied, no table 'review' was read there."
    ]


# The file


def write(folder: Path, *rows: Correction | list[str], encoding: str = "utf-8-sig") -> None:
    with (folder / NAME).open("w", encoding=encoding, newline="") as stream:
        out = csv.writer(stream)
        out.writerow(COLUMNS)
        out.writerows(
            [getattr(row, column) for column in COLUMNS] if isinstance(row, Correction) else row
            for row in rows
        )


def test_no_file_and_a_file_of_a_header_alone_correct_nothing(tmp_path):
    assert read(tmp_path) == []
    write(tmp_path)
    assert read(tmp_path) == []


def test_what_is_written_is_read_again_and_empty_rows_are_skipped(printed, tmp_path):
    before = printed(PENALTY, "12\n5")
    row = correction(before, PENALTY, 125, reason="cell too narrow, so it wrapped")
    write(tmp_path, [""] * len(COLUMNS), row)
    assert read(tmp_path) == [replace(row, line=4)]  # it ends on the second line of its cell


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "lacks the column report_id"),
        (b"report_id;table;row\n", "lacks the column report_id"),
        (",".join(COLUMNS).replace("who", "by").encode(), "lacks the column who"),
        ((",".join(COLUMNS) + "\n某县,\n").encode("gbk"), "CSV UTF-8"),
        ((",".join(COLUMNS) + '\na,"b\n').encode(), "look at its quotation marks"),
    ],
)
def test_a_file_that_cannot_be_used_stops_a_run_before_it_starts(tmp_path, content, sentence):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.html").write_text("<table></table>", "utf-8")
    (raw / NAME).write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        run.run_all(run.Order(raw, tmp_path / "out", tmp_path / "pages"))
    assert not (tmp_path / "out").exists()


def test_the_template_holds_each_doubtful_cell_and_waits_for_a_person(printed, tmp_path):
    before = printed(PENALTY, "12\n5")
    made = tables([before])
    empty = template(made["figures"], made["reports"])
    assert list(empty.columns) == list(COLUMNS)
    [row] = empty.to_dict("records")
    [(name, _)] = named([before])
    assert list(row.values()) == [name, *PENALTY, "12\n5", "", "", "", ""]

    empty.to_csv(tmp_path / NAME, index=False, encoding="utf-8-sig")
    after = corrected(before, *read(tmp_path))
    assert [rule for rule, _ in remarks(after)] == ["correction_refused"]

    filled = empty.assign(corrected="125", reason="one number", who="Li", date="2026-01-31")
    filled.to_csv(tmp_path / NAME, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    assert corrected(before, *read(tmp_path)).content.status == "verified"


def test_the_template_leaves_out_duplicates_and_cells_that_no_code_names(printed):
    before = printed(PENALTY, "12\n5")
    made = tables([before, replace(before, source=replace(before.source, file="copy.html"))])
    assert len(template(made["figures"], made["reports"])) == 1
    nameless = made["figures"].assign(row="")
    assert template(nameless, made["reports"]).empty


def test_the_notebook_applies_corrections_and_keeps_only_the_reading(printed, tmp_path):
    """The second run, without the file, has its figures from the cache: as they were read."""
    before = printed(PENALTY, "12\n5")
    write(tmp_path, correction(before, PENALTY, 125))
    values = {"raw_dir": str(tmp_path), "processed_dir": str(tmp_path / "out"), "workers": 1}
    statuses = []
    for _ in range(2):
        run.execute(run.EXTRACT, values, tmp_path)
        figures: pd.DataFrame = publish.load("figures", tmp_path / "out")
        statuses.append(figures.loc[figures["row"].eq("penalty"), "status"].item())
        (tmp_path / NAME).unlink(missing_ok=True)
    assert statuses == ["corrected", "doubtful"]
