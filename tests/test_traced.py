"""Every number of every table leads to its figures by report_id and ref, as docs/tables.md shows it."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from helpers import cli, exhibits, publish, schema
from helpers.errors import UserError

#: Columns that hold numbers, and the columns that name their figures.
TRACED = {
    **dict.fromkeys((("outcomes", "requests"), ("review", "cases"), ("annex", "count"), ("annex", "amount_yuan"), ("totals", "count"), ("totals", "amount_yuan")), "ref"),
    **{
        (name, column.name): f"{column.name}_ref"
        for name in ("documents", "decisions", "fees", "procurement", "requests")
        for column in schema.TABLES[name].columns
        if column.unit
    },
    ("measures", "numerator"): "numerator_refs",
    ("measures", "denominator"): "denominator_refs",
    ("checks", "left"): "left_refs",
    ("checks", "right"): "right_refs",
    ("narrative", "table_figure"): "table_refs",
}  # fmt: skip


@pytest.fixture(scope="module")
def known(processed: Path) -> pd.DataFrame:
    """What figures and sentences print, by report_id and ref."""
    figures = publish.load("figures", processed)[["report_id", "ref", "value", "proof"]]
    told = publish.load("narrative", processed)[["report_id", "ref", "figure"]]
    return pd.concat([figures, told.rename(columns={"figure": "value"})])


def traced(rows: pd.DataFrame, refs: str, known: pd.DataFrame) -> pd.DataFrame:
    """One row per number and figure of it."""
    named = rows.assign(row=range(len(rows)), ref=rows[refs].str.split()).explode("ref")
    return named.merge(
        known, on=["report_id", "ref"], how="left", suffixes=("", "_printed"), validate="m:1"
    )


@pytest.mark.parametrize(
    ("table", "number"), TRACED, ids=[f"{table}, {number}" for table, number in TRACED]
)
def test_every_number_is_the_sum_of_the_figures_that_it_names(
    table: str, number: str, processed: Path, known: pd.DataFrame
) -> None:
    rows = publish.load(table, processed).dropna(subset=number)
    if "rule" in rows:  # told in the test below
        rows = rows[~rows["rule"].isin(["stock", "carry_over"])]
    named = traced(rows.rename(columns={"value": "quotient"}), TRACED[table, number], known)
    added = named["value"].astype(float).groupby(named["row"]).sum()
    assert named["ref"].notna().all()
    assert added.tolist() == pytest.approx(rows[number].astype(float).tolist())


def test_a_rule_over_two_years_names_figures_of_both(processed: Path, known: pd.DataFrame) -> None:
    checks = publish.load("checks", processed)
    rows = checks[checks["rule"].eq("stock")]
    value = {(row.report_id, row.ref): row.value for row in known.itertuples()}
    for row in rows.itertuples():
        issued, repealed = row.right_refs.split()
        begun = value[row.before, row.before_refs]
        added, taken = value[row.report_id, issued] or 0, value[row.report_id, repealed] or 0
        assert row.right == begun + added - taken
    assert len(rows)


def test_a_tidy_row_has_the_weakest_proof_of_its_figures(
    processed: Path, known: pd.DataFrame
) -> None:
    weakness = ["none", "second_reading", "seen", "identity"]
    rows = publish.load("requests", processed)
    rank = pd.Series(len(weakness), rows.index)
    for number in ("received", "carried_in", "handled", "carried_out"):
        named = traced(rows, f"{number}_ref", known)
        rank = rank.where(
            named["proof_printed"].isna(), rank.combine(named["proof_printed"].map(weakness.index, na_action="ignore"), min)
        )  # fmt: skip
    assert rows["proof"].map(weakness.index).tolist() == rank.tolist()


def blocks(root: Path, language: str) -> list[str]:
    text = (root / "docs" / "tables.md").read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_two_lines_of_the_documentation_find_every_figure(
    root: Path, processed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(processed)
    tables = {name: pd.read_csv(f"{name}.csv") for name in ("outcomes", "requests", "measures")}
    numbers = [len(tables["outcomes"]), tables["requests"]["received"].count()]
    numbers.append(tables["measures"]["numerator_refs"].str.split().str.len().sum())
    space: dict[str, object] = {"pd": pd}
    for lines, expected in zip(blocks(root, "python"), numbers, strict=True):
        exec(lines, space)  # the documentation's own lines
        assert len(space["traced"]) == expected  # type: ignore[arg-type]
    sums = tables["measures"]["numerator_refs"].count()
    for query, expected in zip(blocks(root, "sql"), [*numbers[:2], sums], strict=True):
        assert len(duckdb.sql(query).fetchall()) == expected


def test_evidence_takes_a_row_of_any_table_as_it_stands_there(
    processed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (processed / "outcomes.csv").read_text("utf-8-sig").splitlines()
    line = next(line for line in lines if "淮安市人民政府-2024" in line)
    assert cli.main(["evidence", "outcomes", line, "--picture", str(tmp_path / "a.png")]) == 0
    row = publish.load("outcomes", processed, report_id=[line.split(",")[0]]).iloc[0]
    assert f'"{row["requests"]}" read as {row["requests"]} count' in capsys.readouterr().out
    wanted = [f"{column}={row[column]}" for column in ("report_id", "outcome", "applicant")]
    again = str(tmp_path / "b.png")
    assert cli.main(["evidence", "outcomes", *wanted, "--picture", again]) == 0
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_a_row_of_several_numbers_is_shown_with_all_of_them(processed: Path, root: Path) -> None:
    row = publish.load("requests", processed).iloc[0]
    figures = publish.load("figures", processed, report_id=[row["report_id"]])
    reports = publish.load("reports", processed)
    shown = exhibits.pictures(row, figures, reports, root / "data" / "raw")
    assert shown.suffix == ".html"
    assert shown.html.count("data:image/png") == len(exhibits.figures_of(row, figures)) > 1


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (["outcomes", "a,b"], "A row of outcomes has "),
        (["outcomes", "year=1999"], "0 rows have these values"),
        (["outcomes", "agency=淮安市"], "No agency is '淮安市'; the nearest: 淮安市人民政府"),
        (["outcomes", "colour=red"], "There is no column 'colour'"),
        (["reports", "status=verified", "file=specimens/huaian_2024.pdf"], "names no figure"),
        (["outcome", "year=1999"], "There is no table 'outcome'"),
    ],
)
def test_what_names_no_row_is_told(
    what: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["evidence", *what]) == 2
    assert sentence in capsys.readouterr().err


def test_a_row_that_was_never_published_is_refused(processed: Path) -> None:
    figures = publish.load("figures", processed)
    with pytest.raises(UserError, match="no figures f9999 of a report 'a'"):
        exhibits.figures_of({"report_id": "a", "ref": "f9999"}, figures)
