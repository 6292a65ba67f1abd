"""Limits and defaults, each written once, and the parameters of notebooks."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any, get_type_hints

from helpers.errors import UserError

#: The repository. Relative paths in notebooks are relative to it, those of commands to the current folder.
ROOT = Path(__file__).resolve().parents[2]

RAW_DIR = "data/raw"
PROCESSED_DIR = "data/processed"
REPORTS_DIR = "reports"
WORKERS = 2

#: So many seconds and bytes of memory a report may take to read; the slowest of the bundled ones is far below both.
REPORT_SECONDS = 600
REPORT_MEMORY = 4 * 1024**3

#: So many seconds pass between two lines on the progress of a reading, where no bar is shown.
LINE_SECONDS = 60
#: The variable that tells a kernel that what it writes to stderr goes to a log.
LOGGED = "GONGKAI_LOGGED"

#: A rate of fewer than these is not ranked with others: chance alone moves it by ten points.
FEW = 100

#: So many runs stay in the folder of reports, the one that is shown among them or besides.
KEEP = 10

#: So many agencies have a page in a run, those with the most reports; the index says so.
AGENCY_PAGES = 1000

#: So many printed cells a section of a page shows as pictures.
PICTURES = 12

#: So many rows of a table stand in a page; what is left out is said, and is in the published tables.
TABLED = 300
#: So many bytes of CSV a page carries; a table for which no room is left is named, and stays in its folder.
DOWNLOADS = 600_000
#: Tables are read and written in pieces of so many reports.
PIECE = 500
#: So many rows of a table `explore` shows; its frame holds all.
ROWS = 5000

#: What a notebook may declare as the type of a parameter → the type of its members, how a person would write it.
PARAMETER_TYPES: dict[str, tuple[type, str]] = {
    "str": (str, "a text"),
    "int": (int, "a whole number"),
    "bool": (bool, "true or false"),
    "list[str]": (str, "a list such as [淮安市人民政府]"),
    "list[int]": (int, "a list such as [2023, 2024]"),
}


def resolve(path: str | Path) -> Path:
    """Make a path absolute; a relative one is relative to the repository, never to a notebook."""
    path = Path(path).expanduser()
    return path if path.is_absolute() else ROOT / path


def fits(value: object, kind: str) -> bool:
    """Whether a value is of a type of `PARAMETER_TYPES`; true and false are no numbers."""
    members = value if isinstance(value, list) else [value]
    member = PARAMETER_TYPES[kind][0]
    listed = isinstance(value, list) == kind.startswith("list")
    return listed and all(isinstance(one, member) and isinstance(one, bool) == (member is bool) for one in members)


def check_parameters() -> None:
    """Hold the parameters of the notebook that calls this against their declarations, before anything is read.

    Raises UserError for a value of another type, and for a name that papermill was given and that is not declared:
    the cell that papermill adds is found in the notebook's history.
    """
    notebook = sys.modules["__main__"]
    declared = get_type_hints(notebook)
    injected = (cell for cell in reversed(getattr(notebook, "In", [])) if cell.startswith("# Parameters\n"))
    for name in _assigned(next(injected, "")):
        if name not in declared:
            raise UserError(f"This notebook has no parameter '{name}': choose from {', '.join(declared)}.")
    for name, hint in declared.items():
        kind = hint.__name__ if isinstance(hint, type) else str(hint)
        value: Any = getattr(notebook, name)
        if not fits(value, kind):
            lists = f"; with papermill: -y '{{{name}: [...]}}'" if kind.startswith("list") else ""
            raise UserError(f"The parameter {name} must be {PARAMETER_TYPES[kind][1]}, not {value!r}{lists}.")


def _assigned(cell: str) -> list[str]:
    """The names that a cell sets."""
    targets = [one for line in ast.parse(cell).body if isinstance(line, ast.Assign) for one in line.targets]
    return [target.id for target in targets if isinstance(target, ast.Name)]
