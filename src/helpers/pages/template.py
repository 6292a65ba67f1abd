"""What stands around every page: templates, words in two languages, when and with what made."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from base64 import b64encode
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


def _policy(script: str) -> str:
    """The Content-Security-Policy of a page: nothing from elsewhere, and no script but this one."""
    scripts = "'none'"
    if script:
        digest = hashlib.sha256(script.encode()).digest()
        scripts = f"'sha256-{b64encode(digest).decode()}'"
    parts = (
        "default-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "img-src data: 'self'",
        "style-src 'unsafe-inline'",
        f"script-src {scripts}",
    )
    return "; ".join(parts)


#: For the templates: `{{ "文件" | both("File") }}`, `{{ time | moment }}`, `{{ script | policy }}`.
FILTERS: dict[str, Callable[..., str]] = {"both": _both, "moment": _moment, "policy": _policy}


def versions() -> str:
    """The versions of Python and of the packages that a page was made with."""
    packages = (f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return ", ".join([*packages, f"Python {platform.python_version()}"])
