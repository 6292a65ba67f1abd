"""The folders of a run: its own under `runs`, the links to it, and the tables it hands over."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from helpers.errors import UserError
from helpers.files import writing
from helpers.publish import switching
from helpers.run.record import STATUS

RUNS = "runs"
#: A link to the last run that succeeded.
LATEST = "latest"
#: What runs are called.
_NAME = re.compile(r"\d{8}T\d{6}\.\d{3}Z")


def new(reports: Path) -> Path:
    """The folder of a run that begins now, not made yet; names of runs sort by time."""
    now = datetime.now(UTC)
    return reports / RUNS / f"{now:%Y%m%dT%H%M%S}.{now.microsecond // 1000:03}Z"


def runs(reports: Path) -> list[Path]:
    """The folders of all runs, oldest first."""
    records = (reports / RUNS).glob(f"*/{STATUS}")
    return sorted(record.parent for record in records)


def sweep(reports: Path) -> None:
    """Remove the folders of runs that were killed before they had a record."""
    for folder in (reports / RUNS).iterdir():
        if _NAME.fullmatch(folder.name) and not (folder / STATUS).exists():
            shutil.rmtree(folder, ignore_errors=True)


def latest(reports: Path) -> Path | None:
    """The folder of the last run that succeeded."""
    link = reports / LATEST
    return link.resolve() if link.is_dir() else None


def prepare(raw: Path, out: Path, reports: Path) -> None:
    """Make the folders of tables and pages. Raises UserError where one of them cannot be used."""
    keep_apart(raw, out, reports)
    for folder in (out, reports, reports / RUNS):
        _make_writable(folder)
    link = reports / LATEST
    if link.exists() and not link.is_symlink():
        raise UserError(
            f"{link} is not the link that runs make there: move it away, or name another folder."
        )


def point(link: Path, target: Path) -> None:
    """Make a link, or turn it to another target in one step.

    The way to the target is relative, so that both can be moved.
    """
    try:
        with writing(link) as beside:
            beside.symlink_to(os.path.relpath(target, link.parent))
    except OSError as error:
        raise UserError(
            f"Cannot make the link {link}: {error.strerror}; name a folder on another disk."
        ) from error


def publish(tables: Path, out: Path) -> None:
    """Put the tables of a run in the place of older ones, all together."""
    try:
        with switching(out) as made:
            for file in sorted(tables.iterdir()):
                shutil.copyfile(file, made / file.name)
    except OSError as error:
        raise UserError(
            f"Cannot write to {out}: {error.strerror}; the tables of this run are in {tables}."
        ) from error


def prune(reports: Path, keep: int) -> None:
    """Remove all runs but the last `keep` and the one that `latest` points at."""
    shown = latest(reports)
    for folder in runs(reports)[:-keep]:
        if folder.resolve() == shown:
            continue
        try:
            shutil.rmtree(folder)
        except OSError as error:
            print(f"Cannot remove the old run {folder}: {error.strerror}.", file=sys.stderr)


def keep_apart(raw: Path, *written: Path) -> None:
    """Refuse to write among the reports: the next run would take its own pages for reports."""
    for folder in written:
        if folder.resolve().is_relative_to(raw.resolve()):
            raise UserError(
                f"Cannot write to {folder}, which is in the folder of reports {raw}: "
                "name a folder outside."
            )


def _make_writable(folder: Path) -> None:
    """Make a folder and try to write into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UserError(
            f"Cannot write to {folder}: {error.strerror}; name another folder."
        ) from error
