"""The schema: what every published column is, and how a frame that is not so is refused."""

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from helpers import schema

FEES: dict[str, Any] = {
    "report_id": "a",
    "agency": "某市人民政府",
    "year": 2019,
    "form": "national_2019",
    "report_status": "verified",
    "prior_items": 35,
    "change": -15,
    "amount_yuan": None,
    "prior_items_ref": "f1",
    "change_ref": "f2",
    "amount_yuan_ref": "",
    "proof": "seen",
}


def fees(**changes: Any) -> pd.DataFrame:
    """One row of table fees, as objects, with changes."""
    return pd.DataFrame([{**FEES, **changes}], dtype=object)


@pytest.mark.parametrize("table", schema.TABLES.values(), ids=lambda table: table.name)
def test_every_table_says_its_grain_and_every_column_what_it_is(table: schema.TableSchema) -> None:
    assert table.description.startswith("One row per ")
    assert set(table.key) <= set(table.names)
    assert len(table.names) == len(set(table.names))
    assert all(column.description and column.chinese for column in table.columns)
    assert {column.type for column in table.columns} <= {"text", "integer", "decimal"}


def test_a_code_is_followed_by_its_chinese_and_english_label() -> None:
    names = schema.TABLES["requests"].names
    assert names[names.index("applicant") :][:3] == ["applicant", "applicant_zh", "applicant_en"]


def test_a_checked_frame_comes_back_typed() -> None:
    checked = schema.check("fees", fees(year=None))
    assert checked.dtypes.astype(str).to_dict() == {
        **dict.fromkeys(["report_id", "agency", "form", "report_status", "proof"], "str"),
        **dict.fromkeys(["prior_items_ref", "change_ref", "amount_yuan_ref"], "str"),
        **dict.fromkeys(["year", "prior_items", "change"], "Int64"),
        "amount_yuan": "object",
    }
    assert checked.loc[0, "amount_yuan"] is None
    assert checked["year"].isna().all()


def test_typed_fills_what_is_not_there_and_keeps_line_breaks_alike_on_every_system() -> None:
    typed = schema.typed("fees", pd.DataFrame([{"report_id": "a", "agency": "甲\r\n乙\r丙"}]))
    assert list(typed.columns) == schema.TABLES["fees"].names
    assert typed.loc[0, "agency"] == "甲\n乙\n丙"
    assert typed.loc[0, "form"] == ""
    assert typed.loc[0, "amount_yuan"] is None


@pytest.mark.parametrize(
    ("amount", "published"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("1.0049", "1.00")]
)
def test_what_is_finer_than_a_fen_is_rounded_half_up(amount: str, published: str) -> None:
    typed = schema.typed("fees", fees(amount_yuan=Decimal(amount)))
    assert typed.loc[0, "amount_yuan"] == Decimal(published)


def test_an_empty_frame_is_fine() -> None:
    assert len(schema.check("figures", schema.typed("figures", pd.DataFrame([])))) == 0


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (fees().drop(columns="form"), "fees lacks the column form"),
        (fees(colour="red"), "fees has an unknown column colour"),
        (fees(amount_yuan=-15.5), "column amount_yuan is '-15.5', not a Decimal"),
        (fees(amount_yuan=Decimal("Infinity")), "column amount_yuan is 'Infinity', not a Decimal"),
        (fees(change=Decimal("1.5")), "column change is '1.5', not a whole number"),
        (fees(form=2019), "column form is '2019', not text"),
        (fees(year="national_2019"), "column year is 'national_2019', not a whole number"),
        (fees(year=2019.0), "column year is '2019.0', not a whole number"),
        (fees(report_status="fine"), "'fine', not one of verified, inconsistent, incomplete"),
        (fees(report_id=""), "column report_id is '', empty"),
        (fees(report_id=None), "column report_id is 'None', empty"),
        (pd.concat([fees(), fees()]), "the key stands more than once: report_id 'a'"),
    ],
)
def test_what_is_not_as_described_is_refused_in_one_sentence(
    frame: pd.DataFrame, sentence: str
) -> None:
    with pytest.raises(schema.TableError) as error:
        schema.check("fees", frame)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_the_sentence_names_the_row_and_counts_the_others() -> None:
    frame = pd.concat([fees(), fees(report_id="b", year=""), fees(report_id="c", year="")])
    with pytest.raises(schema.TableError, match=r"^fees: .* where report_id 'b' \(and 1 more\)\.$"):
        schema.check("fees", frame)
