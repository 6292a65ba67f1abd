"""What stands around every page: templates, words in two languages, when and with what made."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from markupsafe import Markup

from helpers.charts.markup import both
from helpers.words import Words

TEMPLATES = Path(__file__).with_name("templates")
#: The packages that read, count, draw and print, as the foot of a page names them.
PACKAGES = (
    "gongkai",
    "camelot-py",
    "pypdfium2",
    "selectolax",
    "lxml",
    "pandas",
    "matplotlib",
    "papermill",
    "nbconvert",
)


def _both(chinese: str, english: str) -> Markup:
    return Markup(both(Words(chinese, english)))


def _moment(time: datetime) -> str:
    """A time in UTC, and in this machine's zone where that is another."""
    universal, local = time.astimezone(UTC), time.astimezone()
    here = f" ({local:%Y-%m-%d %H:%M %z})" if local.utcoffset() else ""
    return f"{universal:%Y-%m-%d %H:%M} UTC{here}"


#: For the templates: `{{ "文件" | both("File") }}` and `{{ time | moment }}`.
FILTERS: dict[str, Callable[..., str]] = {"both": _both, "moment": _moment}


def versions() -> str:
    """The versions of Python and of the packages that a page was made with."""
    packages = (f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return ", ".join([*packages, f"Python {platform.python_version()}"])
