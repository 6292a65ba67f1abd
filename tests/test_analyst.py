"""What an analyst has: six functions, and the questions of docs/examples answered with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel

import helpers
from helpers import schema
from helpers.errors import UserError

NEEDED = ["codes", "describe", "evidence", "join", "load", "tables"]


def test_the_tab_key_offers_what_an_analyst_needs_and_nothing_else() -> None:
    assert dir(helpers) == NEEDED
    assert all("    >>> helpers." in getattr(helpers, name).__doc__ for name in NEEDED)


def test_to_import_it_imports_nothing_that_is_slow() -> None:
    said = (
        "import helpers, sys; print([name for name in ('pandas', 'duckdb') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_table_is_chosen_by_agency_and_year_and_bears_labels() -> None:
    rows = helpers.load("figures", agencies=["淮安市人民政府"], years=[2024], labels=True)
    granted = rows[rows["row"].eq("granted") & rows["column"].eq("business")].iloc[0]
    assert rows["report_id"].nunique() == 1
    assert (granted["row_zh"], granted["column_zh"]) == ("予以公开", "商业企业")
    assert helpers.load("requests", years=[1999]).empty
    with pytest.raises(UserError, match="not about single reports"):
        helpers.load("codes", years=[2024])


def test_what_is_loaded_can_be_drawn_divided_and_added_up_at_once() -> None:
    rows = helpers.load("requests")
    assert rows.plot(x="year", y="received") is not None
    assert (rows["received"] / rows["handled"]).quantile(0.5) > 0
    assert rows.groupby("agency")["received"].mean().notna().all()
    bought = helpers.load("procurement")
    assert bought["amount_yuan"].quantile([0.1, 0.9]).is_monotonic_increasing
    assert bought.plot(x="year", y="amount_yuan") is not None


def test_rows_are_joined_by_what_leads_from_them() -> None:
    outcomes, requests = helpers.load("outcomes"), helpers.load("requests")
    assert (
        len(helpers.join(outcomes, "figures"))
        == len(helpers.join(outcomes, "reports"))
        == len(outcomes)
    )
    numbers = requests[["received", "carried_in", "handled", "carried_out"]].count().sum()
    assert len(helpers.join(requests, "figures")) == numbers
    measures = helpers.load("measures").query("state != 'not_asked'")
    assert len(helpers.join(measures, "measure_definitions")) == len(measures)
    with pytest.raises(UserError, match="leads to checks"):
        helpers.join(helpers.codes("outcome"), "checks")


def test_tables_columns_and_codes_are_described() -> None:
    assert helpers.tables()["table"].tolist() == [*schema.TABLES]
    assert helpers.describe("fees")["column"].tolist() == schema.TABLES["fees"].names
    codes = helpers.codes("outcome").set_index("code")
    assert codes.loc["granted", "chinese"] == "予以公开"
    assert "national_2021" in codes.loc["granted", "forms"].split()


@pytest.mark.parametrize("name", ["figures", "coverage", "outcomes", "annex", "review", "totals"])
def test_every_code_of_a_table_has_its_words(name: str) -> None:
    rows = helpers.load(name, labels=True)
    for column in rows:
        if f"{column}_zh" in rows and rows[column].dtype == "str":
            coded = rows[column].ne("")
            assert rows.loc[coded, f"{column}_zh"].ne("").all(), column


def test_every_rule_of_a_check_is_in_words() -> None:
    rules = helpers.load("rules")
    checks = helpers.load("checks")
    assert set(checks["rule"]) <= set(rules["rule"])
    identities = rules[rules["form"].ne("")]
    assert identities[["left_zh", "left_en", "right_zh", "right_en"]].ne("").all(axis=None)


def test_evidence_shows_itself_in_a_notebook() -> None:
    shown = helpers.evidence(helpers.load("outcomes").iloc[0])
    assert "data:image/png" in shown._repr_html_()


def test_the_questions_of_the_examples_are_answered(root: Path) -> None:
    """All in one kernel, and committed without outputs."""
    notebooks = sorted((root / "docs" / "examples").glob("*.ipynb"))
    assert len(notebooks) == 6
    manager, client = start_new_kernel(cwd=str(root))
    try:
        for path in notebooks:
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type != "code":
                    continue
                assert not cell.outputs
                shown: list[dict] = []
                reply = client.execute_interactive(
                    cell.source, timeout=120, output_hook=shown.append
                )
                assert reply["content"]["status"] == "ok", (path.name, reply["content"])
                assert not any("Empty DataFrame" in str(each["content"]) for each in shown), (
                    path.name
                )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
