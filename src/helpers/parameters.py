"""The parameters of notebooks: of which types they may be, and whether given ones fit."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_type_hints

from helpers import project
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
    kind_of_member, _ = PARAMETER_TYPES[kind]
    if isinstance(value, list) != kind.startswith("list"):
        return False
    return all(_is_a(member, kind_of_member) for member in members)


def _is_a(value: object, kind: type) -> bool:
    if isinstance(value, bool) and kind is not bool:
        return False
    return isinstance(value, kind)


def check() -> None:
    """Hold the parameters of the notebook that calls this against their declarations.

    To be called before anything is read. Raises UserError for a value of another type, and for a
    name that papermill was given and that is not declared: the cell that papermill adds is found in
    the notebook's history.
    """
    notebook = sys.modules["__main__"]
    declared = get_type_hints(notebook)
    for name in _given():
        if name not in declared:
            raise UserError(
                f"This notebook has no parameter '{name}': choose from {', '.join(declared)}."
            )
    for name, hint in declared.items():
        kind = hint.__name__ if isinstance(hint, type) else str(hint)
        value: Any = getattr(notebook, name)
        if not fits(value, kind):
            raise UserError(_complaint(name, kind, value))


def folder(name: str) -> Path:
    """The folder that a parameter of the notebook that calls this names.

    A relative one that papermill was given counts from where the notebook runs: where papermill was
    started, or what `--cwd` says. One that stands in the notebook counts from the project.
    """
    path = Path(getattr(sys.modules["__main__"], name)).expanduser()
    return path.absolute() if name in _given() else project.resolve(path)


def _given() -> list[str]:
    """The parameters that papermill was given."""
    return _assigned(_injected(getattr(sys.modules["__main__"], "In", [])))


def _injected(history: Sequence[str]) -> str:
    """The last cell that papermill added; empty where it added none."""
    for cell in reversed(history):
        if cell.startswith("# Parameters\n"):
            return cell
    return ""


def _complaint(name: str, kind: str, value: object) -> str:
    _, expected = PARAMETER_TYPES[kind]
    is_list = kind.startswith("list")
    advice = f"; with papermill: -y '{{{name}: [...]}}'" if is_list else ""
    return f"The parameter {name} must be {expected}, not {value!r}{advice}."


def _assigned(cell: str) -> list[str]:
    """The names that a cell sets."""
    targets: list[ast.expr] = []
    for statement in ast.parse(cell).body:
        if isinstance(statement, ast.Assign):
            targets += statement.targets
    return [target.id for target in targets if isinstance(target, ast.Name)]
