"""The page that opens a run: key figures, links to the pages, and the reports to look at."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from helpers.charts.section import LONG
from helpers.charts.selection import span
from helpers.files import replace_file
from helpers.pages import template
from helpers.pages.export import WebPage
from helpers.words import BROKEN, STATUSES, USABLE

#: So many broken sums of a report the index names.
SUMS = 4


def write_index(
    reports: pd.DataFrame, checks: pd.DataFrame, pages: Iterable[WebPage], file: Path
) -> None:
    """Write the page that opens a run; pages about one agency each stand in a list of their own."""
    pages = list(pages)
    agency_pages = [page for page in pages if page.agency]
    used = reports[reports["status"].isin(USABLE) & reports["duplicate_of"].eq("")]
    counts = reports["status"].value_counts()
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(template.TEMPLATES), autoescape=True
    )
    environment.filters.update(template.FILTERS)
    html = environment.get_template("index.html.j2").render(
        pages=[page for page in pages if not page.agency],
        agency_pages=sorted(agency_pages, key=lambda page: page.agency),
        files=len(reports),
        agencies=used.loc[used["agency"].ne(""), "agency"].nunique(),
        years=span(used["year"]) if used["year"].notna().any() else "",
        figures=reports["figures"].sum(),
        specimens=(reports["origin"] == "specimen").sum(),
        statuses=[(STATUSES[status], counts[status]) for status in STATUSES if status in counts],
        doubtful=_doubtful(reports, checks),
        long=LONG,
        made=max((page.made for page in pages), default=None),
        versions=template.versions(),
        script=(template.TEMPLATES / "filter.js").read_text(encoding="utf-8"),
    )
    file.write_text(html, encoding="utf-8")


def _doubtful(reports: pd.DataFrame, checks: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """The reports to look at, each with its status in words and its broken sums.

    These are all that are not verified, and those that lack their agency or year.
    """
    is_broken = checks["verdict"].isin(BROKEN)
    broken = {name: _broken(sums) for name, sums in checks[is_broken].groupby("report_id")}
    nameless = reports["agency"].eq("") | reports["year"].isna()
    looked_at = reports["status"].ne("verified") | nameless
    rows = reports[looked_at & reports["status"].ne("left_out")].to_dict("records")
    for row in rows:
        row["year"] = str(row["year"]) if pd.notna(row["year"]) else ""
        row["words"] = STATUSES[row["status"]]
        row["sums"] = broken.get(row["report_id"], [])
    return rows


def _broken(checks: pd.DataFrame) -> list[str]:
    """The first broken sums of a report by the codes of checks.csv, and how many more there are."""
    told = []
    for check in checks.head(SUMS).to_dict("records"):
        place = check["row"] or check["column"]
        sides = f"{check['left']}\u00a0≠\u00a0{check['right']}"
        told.append(f"{check['table']}, {place} ({check['rule']}): {sides}")
    if len(checks) > SUMS:
        told.append(f"{len(checks) - SUMS} more in checks.csv")
    return told


def write_entry(reports: Path) -> None:
    """Write the page that opens the folder of all runs: it leads on to the index of the latest.

    It never changes.
    """
    entry = template.TEMPLATES / "entry.html"
    replace_file(reports / "index.html", entry.read_bytes())
