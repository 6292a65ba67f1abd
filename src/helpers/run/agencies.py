"""A page for each agency: notebooks that many processes execute at the same time.

They are processes since papermill fails in threads.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import settings
from helpers.charts import selection
from helpers.corpus import workers
from helpers.errors import Terminated, terminable
from helpers.pages import WebPage, write_page
from helpers.run.kernel import Kernel
from helpers.run.notebooks import RunFailed, execute_in
from helpers.words import USABLE

AGENCY = "07_agency"


def with_pages(reports: pd.DataFrame, agencies: list[str]) -> list[str]:
    """The agencies that get a page, those with the most reports first; no `agencies` means all."""
    used = reports[reports["status"].isin(USABLE) & reports["duplicate_of"].eq("")]
    selected = selection.select(used, agencies, [])
    reports_of = selected["agency"].value_counts()
    return reports_of.index[: settings.AGENCY_PAGES].tolist()


def file_name(agency: str) -> str:
    """What the page and the notebook of an agency are called.

    It is the same in each run, and possible on any disk.
    """
    digest = hashlib.sha256(agency.encode()).hexdigest()
    return f"agency-{digest[:12]}"


def make(
    agencies: list[str], values: Mapping[str, Any], folder: Path, workers: int, limit: float | None
) -> list[WebPage]:
    """Execute the notebook once for each agency, and write the pages to `folder`.

    The executed notebooks lie in `folder`/notebooks. Raises RunFailed, which names the agency, as
    soon as one fails; no process outlives this function.
    """
    spawn = multiprocessing.get_context("spawn")
    number = min(workers, len(agencies))
    shares = [agencies[first::number] for first in range(number)]
    with ProcessPoolExecutor(number, mp_context=spawn, initializer=_begin) as executor:
        futures = [executor.submit(_make_share, share, values, folder, limit) for share in shares]
        try:
            pages = []
            for future in as_completed(futures):
                pages += future.result()
            return pages
        except BrokenProcessPool as error:
            raise RunFailed(
                "A process that made pages of agencies is gone, perhaps for want of memory."
            ) from error
        finally:
            # To cancel them beside a broken pool fails in Python 3.11.
            if not all(future.done() for future in futures):
                for process in multiprocessing.active_children():
                    process.terminate()


def _begin() -> None:
    """Let a process end with its parent, and leave Ctrl-C to that."""
    workers.watch_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _make_share(
    agencies: list[str], values: Mapping[str, Any], folder: Path, limit: float | None
) -> list[WebPage]:
    """The pages of some agencies, one after another with one kernel.

    To start a kernel takes longer than a page.
    """
    try:
        with terminable(), Kernel() as kernel:
            return [_make(kernel, agency, values, folder, limit) for agency in agencies]
    except Terminated:
        os._exit(143)  # its kernel has ended; the process must not begin with the next share


def _make(
    kernel: Kernel, agency: str, values: Mapping[str, Any], folder: Path, limit: float | None
) -> WebPage:
    notebook = folder / "notebooks" / f"{file_name(agency)}.ipynb"
    try:
        execute_in(kernel, AGENCY, {**values, "agency": agency}, notebook, limit)
    except RunFailed as error:
        raise type(error)(f"{agency}: {error}") from error
    return write_page(notebook, folder)
