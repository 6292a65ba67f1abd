"""The addresses that are to be fetched, each with its agency and year."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from helpers.corpus.sources import COLUMNS, check_year, read_records
from helpers.errors import UserError

#: The addresses that come along: seen once, and not checked.
_START = "start.csv"


@dataclass(frozen=True)
class Wanted:
    """One address with the agency and the year that the list names; both may be missing.

    `note`: what the list says of it besides.
    """

    url: str
    agency: str = ""
    year: int | None = None
    note: str = field(default="", compare=False)

    @property
    def subject(self) -> str:
        """Agency and year, as they are told."""
        return " ".join(filter(None, (self.agency, str(self.year or ""))))


def from_rows(rows: Iterable[dict[str, str]]) -> list[Wanted]:
    """The addresses of some rows, each combination of address, agency and year once."""
    found: dict[Wanted, None] = {}
    for row in rows:
        if row["url"]:
            found[wanted(row)] = None
    return list(found)


def wanted(row: dict[str, str]) -> Wanted:
    """What a row of a list names."""
    url, agency, year = (row[name].strip() for name in ("url", "agency", "year"))
    return Wanted(url, agency, int(year) if year else None, row["note"])


def read_list(path: Path) -> list[Wanted]:
    """The addresses of a CSV file with a column `url`; `agency` and `year` may be missing.

    Raises UserError where it cannot be used, or names no address.
    """
    if path.is_dir() or not path.exists():
        raise UserError(f"There is no file {path}: name a CSV file with a column url.")
    rows = []
    for line, row in read_records(path, COLUMNS, ("url",)):
        check_year(row["year"].strip(), f"{path}, line {line}")
        rows.append(row)
    found = from_rows(rows)
    if not found:
        raise UserError(f"{path} names no address: fill in its column url.")
    return found


def ambiguous(found: Sequence[Wanted]) -> dict[str, frozenset[str]]:
    """The addresses that a list names for several agencies or years, and which of both it is."""
    agencies: dict[str, set[str]] = defaultdict(set)
    years: dict[str, set[int | None]] = defaultdict(set)
    for each in found:
        agencies[each.url].add(each.agency)
        years[each.url].add(each.year)
    by_url = {}
    for url, names in agencies.items():
        differ = {"agency": len(names) > 1, "year": len(years[url]) > 1}
        by_url[url] = frozenset(name for name, is_so in differ.items() if is_so)
    return {url: columns for url, columns in by_url.items() if columns}


def starting_list() -> str:
    """The list that comes along, as a sources.csv to begin with."""
    text = files("helpers.fetch").joinpath(_START).read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    lines = [",".join(COLUMNS)]
    for row in rows:
        cells = [row.get(name, "") for name in COLUMNS]
        lines.append(",".join(map(_quoted, cells)))
    return "\n".join([*lines, ""])


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell
