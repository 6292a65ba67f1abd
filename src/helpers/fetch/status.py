"""Which agencies and years are expected, fetched, read and verified, and which are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
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
#: Said of a file of which nobody recorded the day.
_UNDATED = "yes"
#: Names that are less like one another than this, of 100, are not proposed.
_NEAR = 75
_Subject = tuple[str, str]


def status(raw: Path, tables: Path, expected: Path | None = None) -> pd.DataFrame:
    """One row per agency and year that a list, sources.csv or the tables name.

    `expected`: what a list of one's own, else sources.csv, asks for. `fetched`: the day, or why
    not. `status`: that of the report in the tables. `missing`: why an expected one is not in them:
    `missing` without a file, `unread` with one, `unusable` with one that gave no figures.
    `nearest`: a name that is there and much like that of an expected agency which is not.
    Raises UserError.
    """
    reports = _reports(tables)
    rows = _named(Sources(raw).rows(), reports)
    listed = {_subject(row) for row in rows if row["agency"] or row["url"]}
    fetched = _fetched(raw, rows)
    read = _read(reports)
    there = {*listed, *fetched, *read}
    wanted = _any_year(_expected(expected), there) if expected else listed
    names = sorted({agency for agency, _ in (*read, *listed) if agency})
    lines = []
    for subject in sorted({*wanted, *there}):
        is_wanted = subject in wanted
        of_table, day = read.get(subject, ""), fetched.get(subject, "")
        lack = _lack(of_table, day) if is_wanted else ""
        near = _nearest(subject[0], names) if lack else ""
        lines.append([*subject, _yes(is_wanted), day, _yes(bool(of_table)), of_table, lack, near])
    return pd.DataFrame(lines, columns=list(COLUMNS), dtype="str")


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""


def _lack(status: str, day: str) -> str:
    """What keeps an expected report out of the tables."""
    if status in USABLE:
        return ""
    if status:
        return "unusable"
    return "unread" if day[:1].isdigit() or day == _UNDATED else "missing"


def _any_year(expected: Iterable[_Subject], there: Collection[_Subject]) -> set[_Subject]:
    """What is expected; of an agency without a year the years that are there, if any are."""
    years: dict[str, set[_Subject]] = defaultdict(set)
    for subject in there:
        years[subject[0]].add(subject)
    wanted: set[_Subject] = set()
    for subject in expected:
        agency, year = subject
        wanted |= {subject} if year or not years[agency] else years[agency]
    return wanted


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
            found[_subject(row)] = row["retrieved_on"] or _UNDATED
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
