"""The pages: nbconvert makes them of executed notebooks, and an index opens them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import jinja2
import pandas as pd
from nbconvert import HTMLExporter
from papermill.iorw import load_notebook_node

from helpers.charts.page import LONG, STATUSES, USABLE, span
from helpers.charts.style import Words
from helpers.publish import replace_file

#: Verdicts of sums that do not hold; the index names the first few of a report.
BROKEN = ("wrong_in_print", "doubtful")
SUMS = 4

TEMPLATES = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True)
class Page:
    """A page as the index shows it."""

    file: str
    chinese: str
    english: str
    says: Words


def write_page(executed: Path, folder: Path) -> Page:
    """Turn an executed notebook into an HTML page of its own, without code, logs or anything from the network."""
    notebook = load_notebook_node(str(executed))
    opening = notebook.cells[0].source.split("\n\n")
    chinese, _, english = opening[0].removeprefix("# ").partition(" · ")
    folders = [str(TEMPLATES)]
    exporter = HTMLExporter(
        template_name="page", extra_template_basedirs=folders, extra_template_paths=folders, exclude_anchor_links=True
    )
    html, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": chinese}})
    page = folder / f"{executed.stem}.html"
    page.write_text(html, encoding="utf-8")
    return Page(page.name, chinese, english, Words(*opening[1:3]))


def write_index(reports: pd.DataFrame, checks: pd.DataFrame, pages: Iterable[Page], file: Path) -> None:
    """Write the page that opens a run: key figures, links, and each report that is not verified, with its message."""
    broken = {name: _broken(rows) for name, rows in checks[checks["verdict"].isin(BROKEN)].groupby("report_id")}
    used = reports[reports["status"].isin(USABLE) & reports["duplicate_of"].eq("")]
    counts = reports["status"].value_counts()
    unverified = reports[reports["status"] != "verified"]
    unverified = unverified.assign(year=[str(year) if pd.notna(year) else "" for year in unverified["year"]])
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True)
    html = environment.get_template("index.html.j2").render(
        pages=list(pages),
        files=len(reports),
        agencies=used["agency"].nunique(),
        years=span(used["year"]) if used["year"].notna().any() else "",
        figures=reports["figures"].sum(),
        specimens=(reports["origin"] == "specimen").sum(),
        statuses=[(words, counts[status]) for status, words in STATUSES.items() if status in counts],
        unverified=[
            {**row, "words": STATUSES[row["status"]], "sums": broken.get(row["report_id"], [])}
            for row in unverified.to_dict("records")
        ],
        long=len(unverified) > LONG,
    )
    file.write_text(html, encoding="utf-8")


def write_entry(reports: Path) -> None:
    """Write the page that opens the folder of all runs: it leads on to the index of the latest, and never changes."""
    replace_file(reports / "index.html", (TEMPLATES / "entry.html").read_bytes())


def _broken(checks: pd.DataFrame) -> list[str]:
    """The first broken sums of a report by the codes of checks.csv, and how many more there are."""
    told = [
        f"{each['table']}, {each['row'] or each['column']} ({each['rule']}): {each['left']}\u00a0≠\u00a0{each['right']}"
        for each in checks.head(SUMS).to_dict("records")
    ]
    return [*told, f"{len(checks) - SUMS} more in checks.csv"] if len(checks) > SUMS else told
