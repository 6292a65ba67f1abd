"""Releases: one archive that anyone can open, check and cite, and what has changed since the one before."""

from __future__ import annotations

import json
import shutil
import tomllib
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import frictionless
import pandas as pd
import pytest
import yaml

import helpers
from helpers import cli, publish, releases, schema
from helpers.files import sha256_of
from helpers.publish import parquet

DAY = date(2026, 11, 28)

Tables = dict[str, pd.DataFrame]


class Released(NamedTuple):
    """Two releases: their archives, their folders unpacked, and the tables of the later one."""

    folder: Path
    before: Path
    after: Path
    tables: Tables
    made: releases.Release


def without(tables: Tables, report: str) -> Tables:
    """The tables as if a report had not been read."""
    kept = {}
    for name, table in tables.items():
        kept[name] = table[table["report_id"].ne(report)] if "report_id" in table else table
    return kept


def renamed(tables: Tables, report: str, new: str) -> Tables:
    """The tables with another report_id for a report."""
    changed = dict(tables)
    for name, table in tables.items():
        if "report_id" in table:
            changed[name] = table.assign(report_id=table["report_id"].replace(report, new))
    return changed


def with_cell(tables: Tables, report: str, number: int, **changes: object) -> Tables:
    """The tables with one figure of a report's requests changed."""
    figures = tables["figures"].copy()
    is_cell = figures["report_id"].eq(report) & figures["table"].eq("requests")
    is_cell &= figures["n"].eq(number)
    for column, value in changes.items():
        figures.loc[is_cell, column] = value
    return {**tables, "figures": figures}


def with_report(tables: Tables, report: str, **changes: object) -> Tables:
    reports = tables["reports"].copy()
    for column, value in changes.items():
        reports.loc[reports["report_id"].eq(report), column] = value
    return {**tables, "reports": reports}


def id_of(tables: Tables, name: str) -> str:
    reports = tables["reports"].set_index("file")["report_id"]
    return str(reports[f"specimens/{name}.pdf"])


def revised(tables: Tables) -> Tables:
    """A later reading of the same reports, in which each thing that can happen has happened once."""
    tables = without(tables, id_of(tables, "pingtan_2014"))
    hongze = id_of(tables, "hongze_2023")
    tables = with_report(tables, hongze, sha256="0" * 64)
    tables = with_cell(tables, hongze, 1, value=Decimal(22), printed="22")
    tables = renamed(tables, hongze, "淮安市洪泽区人民政府-2023-00000000")
    tables = renamed(tables, id_of(tables, "pingtan_2016"), "青石县-2016-4c64e5d1")
    corrected = {"value": Decimal(7), "status": "corrected"}
    tables = with_cell(tables, id_of(tables, "pingtan_2020"), 2, **corrected)
    tables = with_cell(tables, id_of(tables, "pingtan_2022"), 3, status="doubtful")
    tables = with_report(tables, id_of(tables, "pingtan_2024"), form="national_2031")
    return with_cell(tables, id_of(tables, "pingtan_2024"), 4, row="", column="")


@pytest.fixture(scope="module")
def made(processed: Path, tmp_path_factory: pytest.TempPathFactory) -> Released:
    """Release 1.0.0 of all specimens but one, and release 1.1.0 of all but another."""
    folder = tmp_path_factory.mktemp("releases")
    bundled = {name: publish.load(name, processed) for name in schema.TABLES}
    for unneeded in ("huaian_2024", "pingtan_2017", "pingtan_2018", "pingtan_2019", "pingtan_2025"):
        bundled = without(bundled, id_of(bundled, unneeded))
    before = without(bundled, id_of(bundled, "shanghai_office_2019"))
    after = revised(bundled)
    publish.write(before, folder / "before")
    publish.write(after, folder / "after")
    archives = folder / "archives"
    releases.make("1.0.0", folder / "before", archives, DAY)
    made = releases.make("1.1.0", folder / "after", archives, DAY)
    for version in ("1.0.0", "1.1.0"):
        shutil.unpack_archive(archives / f"gongkai-{version}.zip", folder)
    return Released(archives, folder / "gongkai-1.0.0", folder / "gongkai-1.1.0", after, made)


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


def in_database(name: str, frame: pd.DataFrame, folder: Path) -> list[dict[str, Any]]:
    """The rows of a table as a database has them."""
    path = folder / f"{name}.csv"
    path.write_bytes(publish.to_csv(name, frame))
    words, parameters = parquet.typed(schema.TABLES[name], path)
    found = duckdb.sql(f"FROM {words}", params=parameters)
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def revisions(made: Released, reason: str) -> pd.DataFrame:
    found = table(made.after, "revisions")
    return found[found["reason"].eq(reason)]


def test_every_file_has_its_checksum_and_the_descriptor_is_valid(made: Released) -> None:
    lines = (made.after / "SHA256SUMS").read_text("utf-8").splitlines()
    known = {file: digest for digest, file in (line.split("  ") for line in lines)}
    files = [path for path in made.after.rglob("*") if path.is_file()]
    assert len(files) == len(known) + 1
    for file, digest in known.items():
        assert sha256_of(made.after / file) == digest
    report = frictionless.validate(str(made.after / "datapackage.json"))
    assert report.valid, report.to_summary()


def test_the_same_tables_make_the_same_archive(made: Released, tmp_path: Path) -> None:
    """But for the DuckDB file: DuckDB gives each a name made by chance."""
    again = releases.make("1.0.0", made.before, tmp_path, DAY)
    packed = []
    for archive in (made.folder / "gongkai-1.0.0.zip", again.archive):
        with zipfile.ZipFile(archive) as entries:
            parts = [(entry.filename, entry.date_time, entry.CRC) for entry in entries.infolist()]
        packed.append([part for part in parts if not part[0].endswith(("duckdb", "SUMS"))])
    assert packed[0] == packed[1]
    assert {part[1][:3] for part in packed[0]} == {(2026, 11, 28)}


def test_csv_parquet_and_database_hold_the_same_rows(made: Released) -> None:
    with duckdb.connect(made.after / "gongkai.duckdb", read_only=True) as database:
        for name, frame in made.tables.items():
            stored = database.sql(f'FROM "{name}"').df()
            parquet = duckdb.read_parquet(str(made.after / "parquet" / f"{name}.parquet")).df()
            pd.testing.assert_frame_equal(stored, parquet)
            assert list(stored) == list(frame)
            assert len(stored) == len(frame) == len(table(made.after, name))


def test_texts_that_csv_files_guard_are_in_the_database_as_printed(made: Released) -> None:
    """A formula for a spreadsheet is a text for a database, and nothing is NULL."""
    guarded = made.tables["reports"].head(1).assign(message="=1+1", message_zh="'=2", url="")
    [row] = in_database("reports", guarded, made.folder.parent)
    assert (row["message"], row["message_zh"], row["url"]) == ("=1+1", "'=2", None)


def test_a_misprint_of_twenty_digits_makes_no_release_impossible(made: Released) -> None:
    """It is NULL where a column has a type, and in the CSV file as it is printed."""
    fees = made.tables["fees"].head(1).assign(amount_yuan=Decimal(10) ** 20)
    assert f",1{'0' * 20}".encode() in publish.to_csv("fees", fees)
    [row] = in_database("fees", fees, made.folder.parent)
    assert row["amount_yuan"] is None


def numbers_of(name: str, folder: Path) -> int:
    """How many numbers the rows of a table name the figures of."""
    rows = publish.load(name, folder)
    refs = [column for column in rows if column == "ref" or column.endswith("_ref")]
    return int(rows[refs].ne("").sum().sum())


def test_every_number_is_traced_to_its_figure(made: Released) -> None:
    with duckdb.connect(made.before / "gongkai.duckdb", read_only=True) as database:
        names = database.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        views = {name: database.sql(f"FROM {name}").df() for [name] in names}
    traced = {name: view for name, view in views.items() if name.endswith("_traced")}
    assert {"requests_traced", "outcomes_traced", "fees_traced", "totals_traced"} <= {*traced}
    for name, view in traced.items():
        assert len(view) == numbers_of(name.removesuffix("_traced"), made.before), name
        assert view[["page", "printed", "proof"]].notna().all().all(), name
    requests = traced["requests_traced"]
    assert requests["printed"].astype(float).eq(requests["value"]).all()
    assert len(views["figures_with_reports"]) == len(table(made.before, "figures"))
    assert len(views["measures_by_agency"]) == len(table(made.before, "measures"))


def test_the_database_explains_itself_and_holds_its_keys(made: Released) -> None:
    with duckdb.connect(made.after / "gongkai.duckdb", read_only=True) as database:
        silent = "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND table_name IN (SELECT table_name FROM duckdb_tables())"
        assert database.sql(silent).fetchall() == []
        views = "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL"
        assert database.sql(views).fetchall() == []
        kinds = "SELECT constraint_type, count(*) FROM duckdb_constraints() GROUP BY 1"
        found = dict(database.sql(kinds).fetchall())
    assert found["PRIMARY KEY"] == len(schema.TABLES) + 2
    assert found["FOREIGN KEY"]


def test_a_release_says_its_version_and_day_wherever_it_speaks(made: Released) -> None:
    package = json.loads((made.after / "datapackage.json").read_text("utf-8"))
    citation = yaml.safe_load((made.after / "CITATION.cff").read_text("utf-8"))
    readme = (made.after / "README.md").read_text("utf-8")
    assert (package["version"], package["created"]) == ("1.1.0", "2026-11-28T00:00:00Z")
    assert (citation["version"], citation["date-released"]) == ("1.1.0", "2026-11-28")
    assert package["id"] == citation["identifiers"][0]["value"]
    assert "Version 1.1.0, 2026-11-28." in readme
    assert "what has changed since gongkai-1.0.0" in readme
    assert package["id"] in readme


def test_the_citation_of_the_program_is_that_of_its_tables(root: Path) -> None:
    citation = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    package = schema.PACKAGE
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert citation["version"] == helpers.__version__ == project["version"]
    assert f"{citation['date-released']}T00:00:00Z" == package["created"]
    assert citation["keywords"] == package["keywords"]
    assert [author["name"] for author in citation["authors"]] == [
        author["title"] for author in package["contributors"]
    ]
    assert {"cff-version", "message", "title", "abstract", "type", "license"} <= set(citation)


def test_a_first_release_has_no_revisions(made: Released) -> None:
    assert table(made.before, "revisions").empty
    assert table(made.before, "revised_reports").empty


def test_what_happened_to_each_report_is_told(made: Released) -> None:
    reports = table(made.after, "revised_reports").set_index("file")
    changes = {Path(file).stem: change for file, change in reports["change"].items()}
    assert changes == {
        "shanghai_office_2019": "new",
        "pingtan_2014": "withdrawn",
        "hongze_2023": "republished",
        "pingtan_2016": "renamed",
        "pingtan_2020": "changed",
        "pingtan_2022": "changed",
        "pingtan_2024": "changed",
    }
    assert made.made.revisions
    assert dict(reports["change"].value_counts()) == made.made.revisions.reports


@pytest.mark.parametrize(
    ("reason", "change", "before", "now"),
    [
        ("republished", "changed", "21.00", "22.00"),
        ("corrected", "changed", None, "7.00"),
        ("form_changed", "withdrawn", None, ""),
        ("reread", "changed", None, None),
    ],
)
def test_a_figure_that_differs_says_why(
    made: Released, reason: str, change: str, before: str | None, now: str | None
) -> None:
    [row] = revisions(made, reason).to_dict("records")
    assert row["change"] == change
    assert before in (None, row["value_before"])
    assert now in (None, row["value"])


def test_the_figures_of_a_report_come_and_go_with_it(made: Released) -> None:
    new, gone = revisions(made, "new_report"), revisions(made, "report_withdrawn")
    figures = made.tables["figures"]
    assert len(new) == figures["file"].eq("specimens/shanghai_office_2019.pdf").sum()
    assert set(new["report_before"]) == {""} == set(gone["report"])
    assert set(new["change"]) == {"new"}
    assert set(gone["change"]) == {"withdrawn"}
    known = figures.set_index(["report_id", "ref"]).index
    found = pd.MultiIndex.from_frame(new[["report", "ref"]])
    assert found.isin(known).all()


def test_a_report_that_only_has_another_name_has_no_revised_figure(made: Released) -> None:
    assert not table(made.after, "revisions")["report"].str.contains("青石县").any()


def test_a_number_that_is_written_otherwise_is_the_same(made: Released, tmp_path: Path) -> None:
    """As in the tables of a version that prints counts without decimals."""
    shutil.copytree(made.after, tmp_path / "other")
    figures = table(made.after, "figures")
    figures["value"] = figures["value"].str.removesuffix(".00")
    figures.to_csv(tmp_path / "other" / "figures.csv", index=False, encoding="utf-8-sig")
    found = releases.compare(made.after, tmp_path / "other", tmp_path, tmp_path)
    assert found == releases.Revisions({}, {})


def test_two_releases_are_compared_by_version_archive_or_folder(
    made: Released, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "revisions.csv"
    here = ["--releases", str(made.folder)]
    assert cli.main(["compare", "1.0.0", "1.1.0", "--csv", str(out), *here]) == 0
    told = capsys.readouterr().out
    assert told.splitlines()[0].startswith("Reports: 3 changed, 1 new, 1 renamed, 1 republished")
    assert out.read_bytes() == (made.after / "revisions.csv").read_bytes()
    archive = str(made.folder / "gongkai-1.0.0.zip")
    assert cli.main(["compare", archive, str(made.after)]) == 0
    assert capsys.readouterr().out == told
    assert cli.main(["compare", "1.0", "1.0.0", *here]) == 0
    assert capsys.readouterr().out.count("nothing has changed") == 2


@pytest.fixture
def archives(made: Released, tmp_path: Path) -> Path:
    """A folder with an archive of its own, which a test may spoil."""
    shutil.copy(made.folder / "gongkai-1.0.0.zip", tmp_path)
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The sentence with which a command ends."""
    assert cli.main([str(argument) for argument in arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith("gongkai: ")
    assert said.count("\n") == 1
    return said


@pytest.mark.parametrize("version", ["1.0.0", "1.0"])
def test_a_release_is_never_made_twice(
    made: Released, archives: Path, capsys: pytest.CaptureFixture[str], version: str
) -> None:
    before = (archives / "gongkai-1.0.0.zip").read_bytes()
    said = refused(capsys, "release", version, "--out", made.after, "--releases", archives)
    assert "stays as it is: choose a higher one" in said
    assert (archives / "gongkai-1.0.0.zip").read_bytes() == before


@pytest.mark.parametrize("version", ["1", "1.0-rc1", "v1.0", "01.0", "../1.0", "1.0.0.0", "１.0"])
def test_what_is_no_version_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], version: str
) -> None:
    assert "is no version" in refused(capsys, "release", version, "--releases", tmp_path)


def test_tables_that_are_missing_or_changed_by_hand_make_no_release(
    made: Released, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ("release", "2.0", "--out", tmp_path / "out", "--releases", tmp_path / "archives")
    assert "call `gongkai run`" in refused(capsys, *order)
    shutil.copytree(made.after, tmp_path / "out")
    with (tmp_path / "out" / "fees.csv").open("ab") as file:
        file.write(b"\n")
    assert "is not the table that datapackage.json describes" in refused(capsys, *order)
    (tmp_path / "out" / "reports.csv").write_text("report_id,file\n", "utf-8")
    assert "reports.csv is of another version" in refused(capsys, *order)
    shutil.copy(made.after / "reports.csv", tmp_path / "out")
    (tmp_path / "out" / "datapackage.json").unlink()
    assert "datapackage.json cannot be read" in refused(capsys, *order)
    assert not [*(tmp_path / "archives").glob("*")]


@pytest.mark.parametrize("spoil", ["cut", "changed", "text", "checksums"])
def test_a_damaged_archive_is_not_compared(
    made: Released, archives: Path, capsys: pytest.CaptureFixture[str], spoil: str
) -> None:
    archive = archives / "gongkai-1.0.0.zip"
    content = archive.read_bytes()
    middle = content.index(b"figures.csv") + 20_000
    spoilt = {
        "cut": content[:-500],
        "changed": content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :],
        "text": b"no archive",
        "checksums": content.replace(b"SHA256SUMS", b"SHA256SUMZ"),
    }
    archive.write_bytes(spoilt[spoil])
    said = refused(capsys, "compare", "1.0.0", made.after, "--releases", archives)
    assert "gongkai-1.0.0.zip is damaged, or no release" in said


def test_a_release_that_is_not_there_says_what_can_be_named(
    made: Released, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("3.0", "neither"):
        said = refused(capsys, "compare", name, made.after, "--releases", tmp_path)
        assert f"There is no release '{name}'" in said
    assert "reports.csv is not in" in refused(capsys, "compare", tmp_path, made.after)
