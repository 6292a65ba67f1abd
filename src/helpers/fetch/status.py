"""Which agencies and years are expected, fetched, read and verified, and which are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

from helpers.corpus.sources import FETCHED, check_year, read_records
from helpers.errors import UserError
from helpers.fetch.ledger import JOURNAL, Sources
from helpers.files import named
from helpers.publish import load
from helpers.words import USABLE

#: One row per agency and year.
COLUMNS = ("agency", "year", "expected", "fetched", "read", "status", "missing", "nearest")
_EXPECTED = ("agency", "year", "years")
#: Names that are less like one another than this, of 100, are not proposed.
_NEAR = 75
_Subject = tuple[str, str]


def status(raw: Path, tables: Path, expected: Path | None = None) -> pd.DataFrame:
    """One row per agency and year that a list, sources.csv or the tables name.

    `expected`: what a list of one's own, else sources.csv, asks for. `fetched`: the day, or why
    not. `status`: that of the report in the tables. `missing`: expected and not usable. `nearest`:
    a name that is there and much like that of an expected agency which is not. Raises UserError.
    """
    reports = _reports(tables)
    rows = _named(Sources(raw).rows(), reports)
    listed = {_subject(row) for row in rows if row["agency"] or row["url"]}
    wanted = set(_expected(expected)) if expected else listed
    fetched = _fetched(raw, rows)
    read = _read(reports)
    names = sorted({agency for agency, _ in (*read, *listed) if agency})
    lines = []
    for agency, year in sorted({*wanted, *listed, *fetched, *read}):
        subject = (agency, year)
        of_table = read.get(subject, "")
        is_missing = subject in wanted and of_table not in USABLE
        lines.append(
            {
                "agency": agency,
                "year": year,
                "expected": "yes" if subject in wanted else "",
                "fetched": fetched.get(subject, ""),
                "read": "yes" if of_table else "",
                "status": of_table,
                "missing": "missing" if is_missing else "",
                "nearest": _nearest(agency, names) if is_missing else "",
            }
        )
    return pd.DataFrame(lines, columns=list(COLUMNS), dtype="str")


def _subject(row: Mapping[str, str]) -> _Subject:
    """Agency and year of a row; the address where nobody knows the agency yet."""
    return row["agency"].strip() or row["url"].strip(), row["year"].strip()


def _named(rows: Iterable[dict[str, str]], reports: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of sources.csv, with agency and year by the report where only that names them."""
    by_file = {row["file"]: row for row in reports.to_dict("records")}
    told_rows = []
    for row in rows:
        report = by_file.get(row["file"], {})
        agency, year = report.get("agency", ""), report.get("year")
        known = {"agency": agency, "year": "" if pd.isna(year) else str(year)}
        told = {name: row[name].strip() or known[name] for name in known}
        told_rows.append({**row, **told})
    return told_rows


def _expected(path: Path) -> Iterable[_Subject]:
    """The agencies of a list with a column agency, and their years: 2021, 2021-2024, 2021 2023."""
    if not path.is_file():
        raise UserError(f"There is no file {path}: name a CSV file with a column agency.")
    for line, row in read_records(path, _EXPECTED, ("agency",)):
        place = f"{path}, line {line}"
        text = f"{row['year']} {row['years']}".replace("—", "-").replace("–", "-")
        for year in _years(text, place) or [""]:
            if row["agency"].strip():
                yield row["agency"].strip(), year


def _years(text: str, place: str) -> list[str]:
    """Years as people write them: 2021, 2021-2024, 2021 2023, 2021、2023."""
    found: list[str] = []
    for part in text.replace("、", " ").replace(",", " ").replace(";", " ").split():
        first, dash, last = part.partition("-")
        for year in filter(None, (first, last)):
            check_year(year, place)
        if dash and first and last:
            found += map(str, range(int(first), int(last) + 1))
        else:
            found.append(first or last)
    return found


def _fetched(raw: Path, rows: Iterable[Mapping[str, str]]) -> dict[_Subject, str]:
    """For each agency and year the day of its newest file, else why there is none."""
    found: dict[_Subject, str] = {}
    for _, asked in read_records(raw / FETCHED, JOURNAL, JOURNAL[:4]):
        if not asked["file"] and asked["outcome"] != "followed":
            found[_subject(asked)] = asked["outcome"]
    got = {row["url"].strip() for row in rows if row["url"] and row["file"]}
    found = {subject: outcome for subject, outcome in found.items() if subject[0] not in got}
    for row in rows:
        if row["file"] and (raw / named(row["file"])).is_file():
            found[_subject(row)] = row["retrieved_on"] or "yes"
    return found


def _reports(tables: Path) -> pd.DataFrame:
    """The table of reports; without rows where there are no tables yet."""
    if (tables / "reports.csv").exists():
        return load("reports", tables)
    return pd.DataFrame(columns=["file", "agency", "year", "status", "duplicate_of"])


def _read(reports: pd.DataFrame) -> dict[_Subject, str]:
    """The status of each agency and year in the tables."""
    canonical = reports[reports["duplicate_of"].eq("")]
    found: dict[_Subject, str] = {}
    for agency, year, state in zip(
        canonical["agency"], canonical["year"], canonical["status"], strict=True
    ):
        subject = (str(agency), "" if pd.isna(year) else str(year))
        if subject[0] and found.get(subject) not in USABLE:
            found[subject] = str(state)
    return found


def _nearest(agency: str, names: list[str]) -> str:
    """The name that is much like one that is not there; empty for none."""
    if not agency or agency in names:
        return ""
    near = process.extractOne(agency, names, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return near[0] if near else ""
