"""The project that somebody stands in: the folder with reports, tables, notebooks and pages.

It is the folder that holds MARKER, the current one or one above it. The names of its parts are too
common to tell it by: many a folder of data has data/raw and notebooks.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers import settings
from helpers.errors import UserError

MARKER = "gongkai.toml"
#: The variable that names the project to the processes of a command, or to a command.
VARIABLE = "GONGKAI_PROJECT"


def root() -> Path:
    """The folder of the project.

    Outside of any it is the checkout that this code runs from; where it was installed without one,
    the current folder.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().resolve()
    here = Path.cwd()
    for folder in (here, *here.parents, settings.ROOT):
        if _is_project(folder):
            return folder
    return here


@contextmanager
def chosen(folder: Path | None) -> Iterator[Path]:
    """Make one folder the project of all that a `with` block does and starts → that folder.

    Without a `folder` it is the one that somebody stands in. Raises UserError where there is none.
    """
    if folder and not folder.expanduser().is_dir():
        raise UserError(f"There is no project {folder}: `gongkai init {folder}` makes it.")
    project = folder.expanduser().resolve() if folder else root()
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(project)
    try:
        yield project
    finally:
        del os.environ[VARIABLE]
        if before is not None:
            os.environ[VARIABLE] = before


def resolve(path: str | Path) -> Path:
    """Make a path absolute; a relative one counts from the project, wherever somebody stands."""
    return root() / Path(path).expanduser()


def notebook(name: str) -> Path:
    """The notebook of this name: the project's own, or where it has none the one that came along.

    A project that holds only the notebooks that somebody has changed gets the others with each new
    version.
    """
    own = root() / settings.NOTEBOOKS / f"{name}.ipynb"
    if _is_project(root()) and own.is_file():
        return own
    return settings.ROOT / settings.NOTEBOOKS / f"{name}.ipynb"


def _is_project(folder: Path) -> bool:
    try:
        return (folder / MARKER).is_file()
    except OSError:  # a folder above that may not be looked into
        return False
