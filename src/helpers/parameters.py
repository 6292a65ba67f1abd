"""The parameters of notebooks: of which types they may be, and whether those that papermill was given fit."""

from __future__ import annotations

import ast
import sys
from typing import Any, get_type_hints

from helpers.errors import UserError

#: What a notebook may declare as the type of a parameter → the type of its members, how a person
#: would write it.
PARAMETER_TYPES: dict[str, tuple[type, str]] = {
    "str": (str, "a text"),
    "int": (int, "a whole number"),
    "bool": (bool, "true or false"),
    "list[str]": (str, "a list such as [淮安市人民政府]"),
    "list[int]": (int, "a list such as [2023, 2024]"),
}


def fits(value: object, kind: str) -> bool:
    """Whether a value is of a type of `PARAMETER_TYPES`; true and false are no numbers."""
    members = value if isinstance(value, list) else [value]
    member = PARAMETER_TYPES[kind][0]
    listed = isinstance(value, list) == kind.startswith("list")
    return listed and all(
        isinstance(one, member) and isinstance(one, bool) == (member is bool) for one in members
    )


def check() -> None:
    """Hold the parameters of the notebook that calls this against their declarations, before anything is read.

    Raises UserError for a value of another type, and for a name that papermill was given and that
    is not declared: the cell that papermill adds is found in the notebook's history.
    """
    notebook = sys.modules["__main__"]
    declared = get_type_hints(notebook)
    injected = (
        cell for cell in reversed(getattr(notebook, "In", [])) if cell.startswith("# Parameters\n")
    )
    for name in _assigned(next(injected, "")):
        if name not in declared:
            raise UserError(
                f"This notebook has no parameter '{name}': choose from {', '.join(declared)}."
            )
    for name, hint in declared.items():
        kind = hint.__name__ if isinstance(hint, type) else str(hint)
        value: Any = getattr(notebook, name)
        if not fits(value, kind):
            lists = f"; with papermill: -y '{{{name}: [...]}}'" if kind.startswith("list") else ""
            raise UserError(
                f"The parameter {name} must be {PARAMETER_TYPES[kind][1]}, not {value!r}{lists}."
            )


def _assigned(cell: str) -> list[str]:
    """The names that a cell sets."""
    targets = [
        one for line in ast.parse(cell).body if isinstance(line, ast.Assign) for one in line.targets
    ]
    return [target.id for target in targets if isinstance(target, ast.Name)]
