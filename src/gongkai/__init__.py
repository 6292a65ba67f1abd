"""gongkai by the name that it is installed under; `helpers` is the same, by the folder of its code.

Its names are looked up in `helpers` when somebody asks for them, and never in another module that
is called so.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers import __version__, codes, describe, evidence, join, load, tables

__all__ = ["__version__", "codes", "describe", "evidence", "join", "load", "tables"]

#: What is said of a module that hides ours: one of a folder, one that a package has installed.
OF_A_FOLDER = (
    "{place} hides the module of gongkai that is called so: rename it, or start elsewhere."
)
OF_A_PACKAGE = (
    "{place} hides the module of gongkai that is called so: it belongs to {names}, so install "
    "gongkai into an environment of its own."
)


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'gongkai' has no attribute {name!r}")
    return getattr(_helpers(), name)


def command() -> int:
    """The command `gongkai`, as a shell starts it."""
    try:
        _helpers()
    except ImportError as error:
        print(f"gongkai: {error}", file=sys.stderr)
        return 2
    from helpers import cli

    return cli.command()


def _helpers() -> Any:
    """Our `helpers`; another one is not even run. Raises ImportError where it would be imported."""
    ours = Path(__file__).resolve().parents[1] / "helpers" / "__init__.py"
    found = find_spec("helpers")
    place = found.origin if found and found.origin else "A folder `helpers`"
    if Path(place).resolve() != ours:
        raise ImportError(_told(place))
    helpers = import_module("helpers")
    if getattr(helpers, "PROJECT", "") != "gongkai":  # it was written over ours
        raise ImportError(_told(place))
    return helpers


def _told(place: str) -> str:
    owners = {*packages_distributions().get("helpers", [])} - {"gongkai"}
    said = OF_A_PACKAGE if owners else OF_A_FOLDER
    return said.format(place=place, names=", ".join(sorted(owners)))
