"""One run from beginning to end: the notebooks, the pages, and only then what readers see."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from helpers import lock, publish, settings
from helpers.charts import selection
from helpers.corpus import corrections, sources
from helpers.pages import write_entry, write_index, write_page
from helpers.run import agencies, changes, folders, hook, places
from helpers.run.notebooks import RunFailed, execute, parameters
from helpers.run.record import (
    STATUS,
    Log,
    Record,
    killed_while_publishing,
    mark_finished,
    mark_killed,
    say,
)
from helpers.words import BROKEN, USABLE

EXTRACT = "01_extract"
#: The rest of the chain in its order; those in PAGES become a page each, and one more becomes a
#: page for each agency.
TIDY = "02_tidy"
PAGES = ("03_disclosure", "04_requests", "05_procurement", "06_quality")


@dataclass(frozen=True)
class Order:
    """What a run is asked to do.

    `extra`: notebook parameters by name, as typed. `time_limit`: seconds for each notebook. `keep`:
    how many runs stay in `reports`. `on_failure`: a command for the shell. `force`: read also
    reports that have not changed. `cluster`: the address of a Dask scheduler.
    """

    raw: Path
    out: Path
    reports: Path
    workers: int = settings.WORKERS
    extra: Mapping[str, str] = field(default_factory=dict)
    time_limit: int | None = None
    keep: int = settings.KEEP
    on_failure: str = ""
    force: bool = False
    cluster: str = ""

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that it names."""
        return self.raw, self.out, self.reports

    def facts(self) -> dict[str, Any]:
        """What a record may tell: all but the command, which may hold a secret."""
        facts = {}
        for name, value in vars(self).items():
            facts[name] = str(value.resolve()) if isinstance(value, Path) else value
        del facts["on_failure"]
        return facts


def run_all(order: Order) -> pd.DataFrame:
    """Read the reports of `raw`, write tables to `out`, pages to `reports` → the table of reports.

    All of it is made in a folder of its own, `reports`/runs/TIME, and handed over after success
    only. Raises UserError before anything starts where the input or a folder cannot be used, Locked
    where another run writes to it, RunFailed where a notebook fails.
    """
    folder = folders.new(order.reports)
    try:
        plan = _plan(order, folder)
        with lock.hold(order.out, order.reports):
            return _run(order, folder, plan)
    except BaseException as error:
        if order.on_failure:
            hook.call(order.on_failure, error, folder / STATUS)
        raise


def _plan(order: Order, folder: Path) -> dict[str, dict[str, Any]]:
    """The parameters of each notebook; everything that can be wrong with an order is found here."""
    given = {
        "raw_dir": str(order.raw),
        "processed_dir": str(folder / "tables"),
        "workers": order.workers,
        "force": order.force,
        "cluster": order.cluster,
        "agency": "",
    }
    names = [EXTRACT, TIDY, *PAGES, agencies.AGENCY]
    plan = parameters(names, given, order.extra)
    sources.look(order.raw)
    corrections.read(order.raw)
    folders.prepare(order.raw, order.out, order.reports)
    return plan


def _run(order: Order, folder: Path, plan: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """The run itself, under the lock."""
    _settle(order)
    (folder / "notebooks").mkdir(parents=True)
    record = Record(folder, order.facts(), order.folders)
    try:
        with record.run():
            folders.point(order.reports / STATUS, record.file)
            read = _make(order, folder, plan, record)
            record.publishing()
            _publish(order, folder)
    finally:
        places.hide(folder, order.folders)
        folders.prune(order.reports, order.keep)
    return read


def _settle(order: Order) -> None:
    """Bring to an end what runs that were killed had begun."""
    publish.finish(order.out)
    folders.sweep(order.reports)
    for earlier in folders.runs(order.reports):
        if killed_while_publishing(earlier, order.out):
            _publish(order, earlier)
            mark_finished(earlier)
        if mark_killed(earlier):
            places.hide(earlier, order.folders)


def _publish(order: Order, folder: Path) -> None:
    """Show what a run has made: its tables, and its pages as the latest ones."""
    folders.publish(folder / "tables", order.out)
    write_entry(order.reports)
    folders.point(order.reports / folders.LATEST, folder)


def _make(
    order: Order, folder: Path, plan: Mapping[str, Mapping[str, Any]], record: Record
) -> pd.DataFrame:
    """Everything that readers will see of a run, in the run's own folder → the table of reports."""
    executed, tables = folder / "notebooks", folder / "tables"
    limit = order.time_limit
    with record.notebook(EXTRACT):
        log = sys.stderr if sys.stderr.isatty() else Log(EXTRACT)
        execute(EXTRACT, plan[EXTRACT], executed, limit, log)
    read = publish.load("reports", tables)
    record.read(read, _changes(order.reports, tables))
    selection.check(read, _list(order, "agencies"), _list(order, "years"))
    for name in (TIDY, *PAGES):
        with record.notebook(name):
            execute(name, plan[name], executed, limit)
    pages = [write_page(executed / f"{name}.ipynb", folder) for name in PAGES]
    shown = agencies.with_pages(read, _list(order, "agencies"))
    if shown:
        with record.notebook(agencies.AGENCY):
            values = plan[agencies.AGENCY]
            pages += agencies.make(shown, values, folder, order.workers, limit)
    broken = publish.load("checks", tables, verdict=BROKEN)
    write_index(read, broken, pages, folder / "index.html")
    if not read["status"].isin(USABLE).any():
        table = tables / "reports.csv"
        raise RunFailed(f"No report could be used, {len(read)} tried: {table} says why for each.")
    return read


def _list(order: Order, name: str) -> list[Any]:
    """The agencies or years that the pages are to show; empty for all."""
    chosen: list[Any] = yaml.safe_load(order.extra.get(name, "[]"))
    return chosen


def _changes(reports: Path, tables: Path) -> dict[str, Any] | None:
    """What differs from the last run that succeeded; None where none can be compared."""
    before = folders.latest(reports)
    if not before:
        return None
    try:
        found = changes.compare(before / "tables", tables)
    except (OSError, ValueError) as error:
        say(f"cannot be compared with {before.name}: {error}")
        return None
    say(f"since {before.name}: {changes.line(found)}")
    return {"since": before.name, **found}
