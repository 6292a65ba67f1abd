"""The chain of notebooks: papermill executes them, and pages are made of them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import papermill
import yaml
from papermill.exceptions import PapermillExecutionError
from tqdm import tqdm

from helpers import corrections, publish, settings, sources
from helpers.charts.page import USABLE
from helpers.errors import UserError
from helpers.pages import write_index, write_page

NOTEBOOKS = settings.ROOT / "notebooks"
EXTRACT = "01_extract"
#: The rest of the chain in its order; those in PAGES become a page each.
TIDY = "02_tidy"
PAGES = ("03_disclosure", "04_requests", "05_procurement", "06_quality")


class RunFailed(UserError):
    """A run that did not reach its end; the message is one sentence."""

    exit_code = 1


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


def parameters(names: Iterable[str], given: Mapping[str, Any], extra: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """For each notebook the values of the parameters that it declares.

    Raises UserError for an `extra` that no notebook declares (papermill only logs it) or whose type is another.
    """
    declared = {name: _declared(NOTEBOOKS / f"{name}.ipynb") for name in names}
    types = {name: kind for notebook in declared.values() for name, kind in notebook.items() if name not in given}
    for name in extra:
        if name not in types:
            choice = ", ".join(sorted(types))
            raise UserError(f"No notebook has a parameter '{name}' to set here: choose from {choice}.")
    values = {**given, **{name: _value(name, text, types[name]) for name, text in extra.items()}}
    return {
        notebook: {name: value for name, value in values.items() if name in known}
        for notebook, known in declared.items()
    }


def execute(name: str, values: Mapping[str, Any], folder: Path, log: Any = None) -> Path:
    """Execute a notebook into `folder` → the executed notebook, kept also where it fails.

    `log`: where what the notebook writes to stderr goes while it runs, such as its progress bar. Raises RunFailed.
    """
    target = folder / f"{name}.ipynb"
    try:
        papermill.execute_notebook(
            NOTEBOOKS / f"{name}.ipynb",
            target,
            dict(values),
            kernel_name="python3",
            progress_bar=False,
            stderr_file=log,
            extra_arguments=["--log-level=CRITICAL"],
        )
    except PapermillExecutionError as error:
        said = (str(error.evalue).strip() or error.ename).splitlines()[0]
        raise RunFailed(f"The notebook {name} stopped: {said} (as far as it came: {target})") from error
    return target


def _declared(notebook: Path) -> dict[str, str]:
    """The parameters of a notebook: name → declared type."""
    found = papermill.inspect_notebook(notebook)
    return {name: one["inferred_type_name"] for name, one in found.items()}


def _value(name: str, text: str, kind: str) -> Any:
    """A parameter as typed on a command line; lists and numbers are written as in YAML."""
    try:
        value = text if kind == "str" else yaml.safe_load(text)
    except yaml.YAMLError:
        value = None
    if not settings.fits(value, kind):
        raise UserError(f"The parameter {name} must be {settings.PARAMETER_TYPES[kind][1]}, not '{text}'.")
    return value


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
