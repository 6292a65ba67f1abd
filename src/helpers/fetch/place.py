"""Where a fetched file lies: under a readable name that address, agency and year decide."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection
from itertools import count
from pathlib import Path

import httpx

from helpers.fetch.wanted import Wanted
from helpers.files import sha256_of

#: The folder of fetched files in the folder of reports, and the hidden one of what is on its way.
FOLDER, COMING = "fetched", ".fetching"
_NO_WORD = re.compile(r"\W+")
_LONGEST = 40


def put(part: Path, folder: Path, each: Wanted, address: str, recorded: Collection[str]) -> Path:
    """Move a file into the folder of reports under a free name, beside its older versions.

    Nothing is ever written over: a name that is taken is taken. `recorded`: the files of
    sources.csv; one of the same content that is not among them was put there by a killed run.
    """
    stem = _stem(each, address)
    place = folder / FOLDER / _host(address)
    place.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        version = f"-v{number}" if number > 1 else ""
        path = place / f"{stem}{version}{part.suffix}"
        is_taken = any(other != path for other in place.glob(f"{stem}{version}.*"))
        is_version = path.exists() and path.relative_to(folder).as_posix() in recorded
        if not is_taken and not is_version and _move(part, path):
            return path
    raise AssertionError("numbers do not end")


def _move(part: Path, path: Path) -> bool:
    """Give a file a name that nobody has, in one step; whether it lies there now."""
    try:
        _take(part, path)
    except FileExistsError:
        if sha256_of(path) != sha256_of(part):
            return False
    part.unlink(missing_ok=True)
    return True


def _take(part: Path, path: Path) -> None:
    """Raises FileExistsError where the name is taken."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links: the name is taken first, and filled at once
        path.touch(exist_ok=False)
        part.replace(path)


def _stem(each: Wanted, address: str) -> str:
    """Agency and year, and a few signs that tell one address from another."""
    name = _word(each.agency) or _word(Path(httpx.URL(address).path).stem) or "report"
    mark = hashlib.sha256(address.encode()).hexdigest()[:6]
    return "-".join(filter(None, (name, str(each.year or ""), mark)))


def _word(text: str) -> str:
    return _NO_WORD.sub("-", text).strip("-_")[:_LONGEST]


def _host(address: str) -> str:
    return (
        _NO_WORD.sub("-", httpx.URL(address).host.replace(".", "_")).replace("_", ".").strip("-.")
    )
