"""Versions, and the archives of a folder by version."""

from __future__ import annotations

import re
from pathlib import Path

from helpers import schema
from helpers.errors import UserError

#: Two or three numbers without zeros before them, so that no version is written in two ways.
_NUMBER = r"(?:0|[1-9]\d{0,5})"
_VERSION = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{1,2}}")

#: A version as numbers, which can be compared.
Version = tuple[int, ...]


def parse(text: str) -> Version:
    """A version as its numbers. Raises UserError for what is none."""
    if not _VERSION.fullmatch(text):
        raise UserError(
            f"'{text}' is no version: give two or three numbers with points, such as 1.0.0."
        )
    numbers = [int(part) for part in text.split(".")]
    return tuple([*numbers, 0][:3])


def name(version: str) -> str:
    """What the archive of a version, and the folder in it, are called."""
    return f"{schema.PACKAGE['name']}-{version}"


def archive(folder: Path, version: str) -> Path:
    """Where the archive of a version lies."""
    return folder / f"{name(version)}.zip"


def released(folder: Path) -> dict[Version, Path]:
    """The archives of a folder by version, in the order of the versions."""
    found = {}
    for path in folder.glob(archive(folder, "*").name):
        version = path.stem.removeprefix(name(""))
        if _VERSION.fullmatch(version):
            found[parse(version)] = path
    return dict(sorted(found.items()))


def before(folder: Path, version: str) -> Path | None:
    """The archive of the release before a version, None where there is none."""
    earlier = [path for known, path in released(folder).items() if known < parse(version)]
    return earlier[-1] if earlier else None
