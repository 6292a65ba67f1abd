"""Tables on disk: the same bytes for the same tables, the same types when read back, described for anyone."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from conftest import ROOT
from helpers import publish, schema
from helpers.charts import quality
from helpers.errors import UserError
from helpers.forms import load_forms
from helpers.numbers import LARGEST
from helpers.publish import codebook
from helpers.publish.parquet import examples
from helpers.text import steady

PROCESSED = ROOT / "data" / "processed"

REPORT: dict[str, Any] = {
    "report_id": "a",
    "file": "a.pdf",
    "sha256": "0",
    "year": 2019,
    "status": "verified",
}
COUNTS = dict.fromkeys(["figures", "blank", "checks_hold", "checks_broken", "checks_unchecked"], 0)


def reports(*rows: dict[str, Any]) -> pd.DataFrame:
    return schema.typed(
        "reports", pd.DataFrame([{**REPORT, **COUNTS, **row} for row in rows], dtype=object)
    )


def fees(*amounts: Decimal | None) -> pd.DataFrame:
    rows = [
        {
            "report_id": f"r{n}",
            "form": "007",
            "report_status": "verified",
            "proof": "seen",
            "year": None if n else 2021,
            "amount_yuan": amount,
        }
        for n, amount in enumerate(amounts)
    ]
    return schema.typed("fees", pd.DataFrame(rows, dtype=object))


def test_a_table_comes_back_exactly_as_it_was_written(tmp_path: Path) -> None:
    written = fees(Decimal("75394432.52"), None, Decimal("-0.10"), Decimal(0))
    publish.write({"fees": written}, tmp_path)
    assert_frame_equal(publish.load("fees", tmp_path), written)
    assert list(publish.load("fees", tmp_path)["amount_yuan"].map(str)) == [
        "75394432.52",
        "None",
        "-0.1",
        "0",
    ]


CELLS = st.tuples(
    st.text(st.characters(codec="utf-8", exclude_characters="\r")),
    st.none() | st.decimals(-LARGEST + 1, LARGEST - 1, places=2),
)


@settings(max_examples=15, deadline=None)
@given(cells=st.lists(CELLS, min_size=5))
def test_any_text_and_any_amount_survive_the_way_through_csv(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, Decimal | None]]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    texts = [steady(text) for text, _ in cells]
    written = fees(*(amount for _, amount in cells)).assign(agency=texts)
    written = schema.typed("fees", written.sort_values("report_id", ignore_index=True))
    publish.write({"fees": written}, folder)
    assert_frame_equal(publish.load("fees", folder), written)


def test_of_a_large_table_only_some_rows_need_to_be_read(tmp_path: Path) -> None:
    frame = fees(Decimal(5), None)
    publish.write({"fees": frame}, tmp_path)
    assert publish.load("fees", tmp_path, report_id=["r1"])["report_id"].tolist() == ["r1"]
    assert_frame_equal(
        publish.load("fees", tmp_path, report_id=["r0", "r1"]), publish.load("fees", tmp_path)
    )
    assert publish.load("fees", tmp_path, report_id=[]).empty


@pytest.mark.parametrize(
    "text", ["NA", "null", "007", "1,5", '"', "甲\n乙", " ", "-", "\ufeff", "'", "'=1", "''-"]
)
def test_text_that_a_csv_reader_likes_to_change_is_kept(tmp_path: Path, text: str) -> None:
    publish.write({"reports": reports({"agency": text})}, tmp_path)
    assert publish.load("reports", tmp_path).loc[0, "agency"] == text


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_begins_as_a_formula_and_the_text_comes_back(tmp_path: Path, text: str) -> None:
    publish.write({"reports": reports({"agency": text})}, tmp_path)
    with (tmp_path / "reports.csv").open(encoding="utf-8-sig", newline="") as stream:
        [row] = csv.DictReader(stream)
    assert row["agency"] == f"'{text}"
    assert publish.load("reports", tmp_path).loc[0, "agency"] == text
    assert publish.load("reports", tmp_path, report_id=["a"]).loc[0, "agency"] == text


@pytest.mark.parametrize("text", ["+19", "-18", "-1234.5", "+24.1%", "——", "减38"])
def test_a_number_with_its_sign_stays_as_printed(text: str) -> None:
    assert f",{text},".encode() in publish.to_csv("reports", reports({"agency": text}))


def test_what_steers_a_terminal_or_turns_the_writing_is_in_no_table(tmp_path: Path) -> None:
    publish.write({"reports": reports({"agency": "青\x1b[31m石\x00\u202e县\x85"})}, tmp_path)
    assert publish.load("reports", tmp_path).loc[0, "agency"] == "青[31m石县"


def test_the_bytes_are_plain_and_in_the_order_of_the_key(tmp_path: Path) -> None:
    frame = fees(Decimal("1E+3"), Decimal("0.125"))
    publish.write({"fees": frame.iloc[::-1]}, tmp_path)
    assert (tmp_path / "fees.csv").read_bytes().decode() == (
        "\ufeffreport_id,agency,year,form,report_status,prior_items,prior_items_ref,"
        "change,change_ref,amount_yuan,amount_yuan_ref,proof\n"
        "r0,,2021,007,verified,,,,,1000.00,,seen\n"
        "r1,,,007,verified,,,,,0.13,,seen\n"
    )


def test_the_same_tables_in_another_order_give_the_same_files(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    tables = {"reports": reports({}, {"report_id": "b"}), "fees": fees(Decimal(1), Decimal(2))}
    publish.write(tables, one)
    publish.write(
        {name: tables[name].sample(frac=1, random_state=1) for name in reversed(tables)}, other
    )
    names = sorted(path.name for path in one.iterdir())
    assert names == ["codebook.md", "datapackage.json", "fees.csv", "reports.csv"]
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def test_the_data_package_is_valid_and_a_changed_byte_is_found(tmp_path: Path) -> None:
    rows = [{"report_id": f"r{n}", "scope": scope} for n, scope in enumerate(["own", ""])]
    publish.write({"reports": reports(*rows), "fees": fees(Decimal(5), None)}, tmp_path)
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid
    path = tmp_path / "fees.csv"
    path.write_bytes(path.read_bytes().replace(b",5.00,", b",6.00,"))
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_a_later_step_adds_its_tables_to_the_description_of_the_earlier_ones(
    tmp_path: Path,
) -> None:
    publish.write({"reports": reports({"report_id": "r0"})}, tmp_path)
    publish.write({"fees": fees(Decimal(5))}, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == ["reports", "fees"]
    codebook = (tmp_path / "codebook.md").read_text(encoding="utf-8")
    assert "## reports\n\nOne row per " in codebook
    assert "## fees\n\nOne row per " in codebook
    assert "| requests | `refused.state_secret` | 属于国家秘密 | State secret |" in codebook


@pytest.mark.parametrize("folder", [PROCESSED, "made"], ids=["bundled", "made here"])
def test_a_descriptor_fits_the_official_profile(
    folder: Path | str, shared: Path, tmp_path: Path
) -> None:
    """Data Package 2.0, as its authors publish it for programs."""
    profile = shared / "profiles" / "datapackage-2.0.json"
    if not profile.is_file():
        pytest.skip(f"{profile} is not there: it is not part of this repository")
    if folder == "made":
        publish.write({"reports": reports({"url": "https://a.gov.cn/?a=b#c"})}, tmp_path)
    text = (tmp_path / folder / "datapackage.json").read_text(encoding="utf-8")
    checker = jsonschema.FormatChecker()
    jsonschema.validate(
        json.loads(text), json.loads(profile.read_text("utf-8")), format_checker=checker
    )


def test_a_descriptor_names_the_reports_and_where_they_were_published(tmp_path: Path) -> None:
    """A report that is no address, that duplicates another or that could not be read is no source."""
    used = {"report_id": "b", "agency": "青石县人民政府", "url": "https://b.gov.cn/1"}
    unused = [{"report_id": "c", "status": "failed"}, {"report_id": "d", "duplicate_of": "b"}]
    publish.write({"reports": reports({"url": "报纸"}, used, *unused)}, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["sources"] == [
        {"title": "2019, a.pdf"},
        {"title": "青石县人民政府, 2019, a.pdf", "path": "https://b.gov.cn/1"},
    ]


def test_of_many_reports_a_descriptor_names_the_sites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the descriptor of a country's tables stays small."""
    monkeypatch.setattr("helpers.settings.SOURCES", 2)
    urls = ["https://b.gov.cn/1", "https://b.gov.cn/2?x", ""]
    rows = [{"report_id": str(n), "url": url} for n, url in enumerate(urls)]
    publish.write({"reports": reports(*rows)}, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["sources"] == [{"title": "https://b.gov.cn", "path": "https://b.gov.cn"}]


def test_no_two_different_tables_have_one_id(tmp_path: Path) -> None:
    ids = set()
    for name in ("a", "b", "a"):
        publish.write({"reports": reports({"agency": name})}, tmp_path)
        package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
        ids.add(package["id"])
    assert len(ids) == 2


def test_the_codebook_in_the_documentation_is_that_of_the_bundled_tables() -> None:
    """Where it is not: `make report codebook`."""
    tables = list(schema.TABLES.values())
    shown = {table.name: examples(PROCESSED / f"{table.name}.csv") for table in tables}
    current = codebook.codebook(tables, shown)
    for folder in (PROCESSED, ROOT / "docs"):
        assert (folder / "codebook.md").read_text("utf-8") == current


def test_the_codebook_explains_every_rule() -> None:
    identities = set()
    for form in load_forms().values():
        for table in form.tables.values():
            identities |= {identity.rule for identity in table.identities}
    assert {*codebook.RULES} == identities | {*quality.RULES}


def test_a_tidy_row_without_its_report_breaks_the_data_package(tmp_path: Path) -> None:
    publish.write({"reports": reports({}), "fees": fees(Decimal(5))}, tmp_path)
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_nothing_is_written_when_one_table_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(schema.TableError, match="fees"):
        publish.write(
            {"reports": reports({}), "fees": fees(None).assign(report_status="fine")},
            tmp_path / "new",
        )
    assert not (tmp_path / "new").exists()


def test_a_failed_write_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    publish.write({"fees": fees(Decimal(5))}, tmp_path)
    (tmp_path / "reports.csv").mkdir()  # a folder in the place of the file cannot be replaced
    with pytest.raises(OSError, match=r"reports\.csv"):
        publish.write({"reports": reports({})}, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "codebook.md",
        "datapackage.json",
        "fees.csv",
        "reports.csv",
    ]
    assert len(publish.load("fees", tmp_path)) == 1


def test_a_missing_table_says_what_writes_it(tmp_path: Path) -> None:
    sentence = r"^fees\.csv is not in .*: call `gongkai run`, or the notebook 02_tidy\.$"
    with pytest.raises(publish.MissingTableError, match=sentence):
        publish.load("fees", tmp_path)


def test_a_table_spoilt_by_hand_is_refused(tmp_path: Path) -> None:
    publish.write({"fees": fees(Decimal(5))}, tmp_path)
    path = tmp_path / "fees.csv"
    path.write_bytes(path.read_bytes().replace(b",2021,", b",2021.0,"))
    with pytest.raises(schema.TableError, match=r"column year is '2021.0', not a whole number"):
        publish.load("fees", tmp_path)


DAMAGE = {
    "cut off": lambda data: data[:-20],
    "other bytes": lambda data: data[:90] + b"\xff\x00" + data[90:],
    "empty": lambda data: b"",
    "a page": lambda data: b"<html>not found</html>",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_table_ends_in_a_sentence_however_it_is_read(damage: str, tmp_path: Path) -> None:
    """As where 02_tidy finds a figures.csv that was copied in part."""
    publish.write({"reports": reports({}), "fees": fees(Decimal(5), None)}, tmp_path)
    path = tmp_path / "fees.csv"
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    for read in (
        lambda: publish.load("fees", tmp_path),
        lambda: publish.load("fees", tmp_path, report_id=["r1"]),
        lambda: list(publish.pieces(["fees"], tmp_path)),
    ):
        with pytest.raises(UserError, match=r"^fees[ .:]"):
            read()
