"""What is kept from run to run: readings, so that an unchanged report is not read again, and copies of tables."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import pickle
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import platformdirs

from helpers.forms import FOLDER, Form

#: Packages whose version can change what is read; those of the OCR extra may be missing.
READERS = (
    "camelot-py",
    "cssselect2",
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
    "tinycss2",
)
#: Modules and packages that cannot change a reading: a change in them is no reason to read again.
NOT_READING = (
    "cli",
    "run",
    "pages",
    "evidence",
    "explore",
    "charts",
    "findings",
    "publish",
    "measures",
    "tidy",
    "corrections",
    "corpus",
    "years",
    "spool",
    "progress",
    "executors",
    "settings",
)
_PACKAGE = Path(__file__).parent

#: What the name of a file ends with that is being written, and that of a copy of a table; each run has its own ones.
#: After so many seconds nobody writes to the one any more, and the other can be made again.
PART, COPY, STALE = ".part", ".parquet", 24 * 3600


@dataclass(frozen=True)
class Kept:
    """A reading, the form that it proved itself by (else empty), and the digests of all forms it was held against."""

    reading: Any
    form: str
    digests: Mapping[str, str]

    def counts(self, digests: Mapping[str, str]) -> bool:
        """Whether the reading is what these forms would give: a change in other forms leaves a proof as it was."""
        if self.digests.keys() != digests.keys():
            return False
        return self.digests == digests or (self.form != "" and self.digests[self.form] == digests[self.form])


def folder() -> Path:
    """Where readings are kept: GONGKAI_CACHE, else the user's cache folder."""
    return Path(os.environ.get("GONGKAI_CACHE") or platformdirs.user_cache_path("gongkai"))


def key(sha256: str) -> str:
    """The name of a reading: the report's content, and the code and packages that read it."""
    return hashlib.sha256(f"{sha256} {_code()}".encode()).hexdigest()


def digests(forms: Mapping[str, Form]) -> dict[str, str]:
    """What tells a form from itself after a change, by code."""
    return {code: hashlib.sha256(repr(form).encode()).hexdigest() for code, form in forms.items()}


@lru_cache
def _code() -> str:
    digest = hashlib.sha256()
    for path in read_by():
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + path.read_bytes())
    for name in READERS:
        digest.update(f"{name}={_version(name)}".encode())
    return digest.hexdigest()


def read_by() -> list[Path]:
    """The files of this package that can change a reading, but for the forms: those have digests of their own."""
    files = sorted([*_PACKAGE.rglob("*.py"), *_PACKAGE.rglob("*.yaml")])
    forms = set(FOLDER.glob("*.yaml"))
    return [path for path in files if _part(path) not in NOT_READING and path not in forms]


def _part(path: Path) -> str:
    """The module or package of this package that a file belongs to."""
    return path.relative_to(_PACKAGE).parts[0].partition(".")[0]


def _version(package: str) -> str:
    """The version of a package, "" where it is not installed."""
    with suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(package)
    return ""


def load(name: str) -> Kept | None:
    """What is kept by this name, or None; what cannot be opened is as good as none."""
    try:
        with (folder() / name).open("rb") as stream:
            kept = pickle.load(stream)  # written by this program into the user's own cache folder
    except Exception:  # half a pickle may raise anything
        return None
    return kept if isinstance(kept, Kept) else None


def store(name: str, kept: Kept) -> None:
    """Keep a reading."""
    with suppress(OSError), writing(name) as part, part.open("wb") as stream:  # what is not kept costs time, no more
        pickle.dump(kept, stream)


@contextmanager
def writing(name: str) -> Iterator[Path]:
    """A file to write what is kept to, which gets its name at the end of the block, if that ends well.

    A run that is stopped or runs beside another one never leaves half of it by its name. Raises OSError where the
    folder cannot be written.
    """
    target = folder()
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target, suffix=PART, delete=False) as stream:
        part = Path(stream.name)
    try:
        yield part
        part.replace(target / name)
    finally:
        part.unlink(missing_ok=True)


def sweep() -> None:
    """Remove what runs that were killed left half written, and the copies of tables of earlier runs."""
    for path in folder().glob("*"):
        with suppress(OSError):  # another run may be sweeping, too
            if path.suffix in (PART, COPY) and time.time() - path.stat().st_mtime > STALE:
                path.unlink()
