"""Readings that are kept from run to run, so that an unchanged report is not read again."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import pickle
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import platformdirs

from helpers.forms import Form

#: Packages whose version can change what is read; those of the OCR extra may be missing.
READERS = (
    "camelot-py",
    "lxml",
    "onnxruntime",
    "opencv-python-headless",
    "pandas",
    "playa-pdf",
    "pypdfium2",
    "python-docx",
    "rapidfuzz",
    "rapidocr",
    "selectolax",
)
_PACKAGE = Path(__file__).parent


def folder() -> Path:
    """Where readings are kept: GONGKAI_CACHE, else the user's cache folder."""
    return Path(os.environ.get("GONGKAI_CACHE") or platformdirs.user_cache_path("gongkai"))


def key(sha256: str, forms: Mapping[str, Form]) -> str:
    """The name of a reading: the report's content, the forms, and the code and packages that read it."""
    return hashlib.sha256(f"{sha256} {_code()} {sorted(forms.items())}".encode()).hexdigest()


@lru_cache
def _code() -> str:
    digest = hashlib.sha256()
    for path in sorted([*_PACKAGE.rglob("*.py"), *_PACKAGE.rglob("*.yaml")]):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + path.read_bytes())
    for name in READERS:
        digest.update(f"{name}={_version(name)}".encode())
    return digest.hexdigest()


def _version(package: str) -> str:
    """The version of a package, "" where it is not installed."""
    with suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(package)
    return ""


def load(name: str) -> Any:
    """The reading of this name, or None; one that cannot be opened is as good as none."""
    try:
        with (folder() / name).open("rb") as stream:
            return pickle.load(stream)  # written by this program into the user's own cache folder
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError):
        return None


def store(name: str, reading: object) -> None:
    """Keep a reading; a run that is stopped or runs beside another one never leaves half a file."""
    target = folder()
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target, delete=False) as stream:
            pickle.dump(reading, stream)
        Path(stream.name).replace(target / name)
    except OSError:  # a folder that cannot be written costs time on the next run, nothing else
        return
