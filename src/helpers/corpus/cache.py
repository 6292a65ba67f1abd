"""What is kept from run to run: readings, so that a report that has not changed is not read again.

They are kept as data that cannot run, behind their digest: what is damaged is read anew.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from msgspec import DecodeError, msgpack

from helpers import settings
from helpers.corpus.extraction import Reading
from helpers.files import cache_folder, replace_file
from helpers.forms import FOLDER, Form

#: Packages whose version can change what is read; those of the OCR extra may be missing.
READERS = (
    "camelot-py",
    "cssselect2",
    "fonttools",
    "lxml",
    "msgspec",
    "msdoc2docx",
    "numpy",
    "office-oxide",
    "ofdkit",
    "onnxruntime",
    "opencv-python-headless",
    "openpyxl",
    "pandas",
    "pillow",
    "playa-pdf",
    "pypdfium2",
    "python-calamine",
    "python-docx",
    "rapidfuzz",
    "rapidocr",
    "selectolax",
    "striprtf",
    "tinycss2",
    "wcwidth",
    "xlrd",
)
#: The rooms and files that a reading depends on, and the form in which it is kept: a change in them
#: reads all again.
READING = (
    "readers/",
    "forms/",
    "match/",
    "prove/",
    "extract/",
    "numbers.py",
    "datafile.py",
    "messages.",
    "text.py",
    "traditional.txt",
    "errors.py",
    "words.py",
    "corpus/extraction.py",
)
_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Kept:
    """A reading that is kept.

    `form`: the form that it proved itself by, else empty. `digests`: those of all forms that it was
    held against.
    """

    reading: Reading
    form: str
    digests: Mapping[str, str]

    def counts(self, digests: Mapping[str, str]) -> bool:
        """Whether the reading is what these forms would give.

        A change in other forms than its own leaves a proof as it was.
        """
        if self.digests.keys() != digests.keys():
            return False
        if self.digests == digests:
            return True
        return self.form != "" and self.digests[self.form] == digests[self.form]


def key(sha256: str) -> str:
    """The name of a reading: the report's content, and the code and packages that read it."""
    return hashlib.sha256(f"{sha256} {_code()}".encode()).hexdigest()


def digests(forms: Mapping[str, Form]) -> dict[str, str]:
    """What tells a form from itself after a change, by code."""
    return {code: hashlib.sha256(repr(form).encode()).hexdigest() for code, form in forms.items()}


@lru_cache
def _code() -> str:
    digest = hashlib.sha256(repr(settings.LIMITS).encode())
    for path in read_by():
        digest.update(_within(path).encode() + path.read_bytes())
    for name in READERS:
        digest.update(f"{name}={version(name)}".encode())
    return digest.hexdigest()


def read_by() -> list[Path]:
    """The files of this package that can change a reading.

    The forms are left out: they have digests of their own.
    """
    files: list[Path] = []
    for kind in ("*.py", "*.yaml", "*.txt", "*.png"):
        files += _PACKAGE.rglob(kind)
    files.sort()
    forms = set(FOLDER.glob("*.yaml"))
    reading = [path for path in files if _within(path).startswith(READING)]
    return [path for path in reading if path not in forms]


def _within(path: Path) -> str:
    """The name of a file within this package."""
    return path.relative_to(_PACKAGE).as_posix()


def version(package: str) -> str:
    """The version of a package, "" where it is not installed."""
    with suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(package)
    return ""


_KEPT = msgpack.Decoder(Kept)
_DIGEST = hashlib.sha256().digest_size


def load(name: str) -> Kept | None:
    """What is kept by this name, or None; what is damaged is as good as none."""
    try:
        content = (cache_folder() / name).read_bytes()
        digest, packed = content[:_DIGEST], content[_DIGEST:]
        if hashlib.sha256(packed).digest() != digest:
            return None
        return _KEPT.decode(packed)
    except (OSError, DecodeError):
        return None


def store(name: str, kept: Kept) -> None:
    """Keep a reading; one that cannot be kept costs time, no more."""
    packed = msgpack.encode(kept)
    with suppress(OSError):
        replace_file(cache_folder() / name, hashlib.sha256(packed).digest() + packed)
