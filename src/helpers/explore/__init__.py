"""Explore: a choice of table, reports and codes in a notebook, and what follows it."""

from helpers.errors import UserError

NO_LAB = "Exploring needs the extra lab: pip install 'gongkai[lab]' installs it."

try:
    from helpers.explore.shown import allow_sorting
    from helpers.explore.widgets import Explorer
except ModuleNotFoundError as missing:
    if missing.name in ("ipywidgets", "itables"):
        raise UserError(NO_LAB) from missing
    raise

__all__ = ["Explorer", "allow_sorting"]
