"""One run: the notebooks in their order, then the pages."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from helpers import corrections, publish, sources
from helpers.charts.page import USABLE
from helpers.errors import UserError
from helpers.run.notebooks import RunFailed, execute, parameters
from helpers.run.pages import write_index, write_page

EXTRACT = "01_extract"
#: The rest of the chain in its order; those in PAGES become a page each.
TIDY = "02_tidy"
PAGES = ("03_disclosure", "04_requests", "05_procurement", "06_quality")


def run_all(raw: Path, out: Path, reports: Path, workers: int, extra: Mapping[str, str]) -> pd.DataFrame:
    """Read the reports in `raw`, write the tables to `out` and the pages to `reports` → the table of reports.

    `extra`: notebook parameters by name, as typed. Executed notebooks are kept in `reports`/notebooks. Raises
    UserError before anything starts where the input or a folder cannot be used, RunFailed where a notebook fails.
    """
    given = {"raw_dir": str(raw), "processed_dir": str(out), "workers": workers}
    plan = parameters([EXTRACT, TIDY, *PAGES], given, extra)
    sources.find_reports(raw)
    corrections.read(raw)
    _keep_apart(raw, out, reports)
    executed = reports / "notebooks"
    for folder in (out, reports, executed):
        _make_writable(folder)
    execute(EXTRACT, plan[EXTRACT], executed, log=sys.stderr if sys.stderr.isatty() else None)
    for name in tqdm([TIDY, *PAGES], desc="notebooks", unit="notebook", leave=False, disable=None):
        execute(name, plan[name], executed)
    pages = [write_page(executed / f"{name}.ipynb", reports) for name in PAGES]
    read = publish.load("reports", out)
    write_index(read, publish.load("checks", out), pages, reports / "index.html")
    if not read["status"].isin(USABLE).any():
        raise RunFailed(f"No report could be used, {len(read)} tried: {out / 'reports.csv'} says why for each.")
    return read


def _keep_apart(raw: Path, *written: Path) -> None:
    """Refuse to write among the reports: the next run would take its own pages for reports."""
    for folder in written:
        if folder.resolve().is_relative_to(raw.resolve()):
            raise UserError(
                f"Cannot write to {folder}, which is in the folder of reports {raw}: name a folder outside."
            )


def _make_writable(folder: Path) -> None:
    """Make a folder and try to write into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UserError(f"Cannot write to {folder}: {error.strerror}; name another folder.") from error
