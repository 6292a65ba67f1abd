"""The page that opens a run: key figures, links to the pages, and the reports that a person should look at."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import jinja2
import pandas as pd

from helpers.charts.section import LONG
from helpers.charts.selection import span
from helpers.files import replace_file
from helpers.pages import template
from helpers.pages.export import Page
from helpers.words import BROKEN, STATUSES, USABLE

#: So many broken sums of a report the index names.
SUMS = 4


def write_index(
    reports: pd.DataFrame, checks: pd.DataFrame, pages: Iterable[Page], file: Path
) -> None:
    """Write the page that opens a run; pages about one agency each stand in a list of their own."""
    pages = list(pages)
    broken = {
        name: _broken(rows)
        for name, rows in checks[checks["verdict"].isin(BROKEN)].groupby("report_id")
    }
    used = reports[reports["status"].isin(USABLE) & reports["duplicate_of"].eq("")]
    counts = reports["status"].value_counts()
    unverified = reports[reports["status"] != "verified"]
    unverified = unverified.assign(
        year=[str(year) if pd.notna(year) else "" for year in unverified["year"]]
    )
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(template.TEMPLATES), autoescape=True
    )
    environment.filters.update(template.FILTERS)
    html = environment.get_template("index.html.j2").render(
        pages=[page for page in pages if not page.agency],
        agency_pages=sorted((page for page in pages if page.agency), key=lambda page: page.agency),
        files=len(reports),
        agencies=used["agency"].nunique(),
        years=span(used["year"]) if used["year"].notna().any() else "",
        figures=reports["figures"].sum(),
        specimens=(reports["origin"] == "specimen").sum(),
        statuses=[
            (words, counts[status]) for status, words in STATUSES.items() if status in counts
        ],
        unverified=[
            {**row, "words": STATUSES[row["status"]], "sums": broken.get(row["report_id"], [])}
            for row in unverified.to_dict("records")
        ],
        long=LONG,
        made=max((page.made for page in pages), default=None),
        versions=template.versions(),
    )
    file.write_text(html, encoding="utf-8")


def _broken(checks: pd.DataFrame) -> list[str]:
    """The first broken sums of a report by the codes of checks.csv, and how many more there are."""
    told = [
        f"{each['table']}, {each['row'] or each['column']} ({each['rule']}): {each['left']}\u00a0≠\u00a0{each['right']}"
        for each in checks.head(SUMS).to_dict("records")
    ]
    return [*told, f"{len(checks) - SUMS} more in checks.csv"] if len(checks) > SUMS else told


def write_entry(reports: Path) -> None:
    """Write the page that opens the folder of all runs: it leads on to the index of the latest, and never changes."""
    replace_file(reports / "index.html", (template.TEMPLATES / "entry.html").read_bytes())
