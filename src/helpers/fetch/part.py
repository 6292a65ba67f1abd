"""What has come of an address so far, in a hidden file, with what proves that more belongs to it.

A report that is cut off is never seen by the reader. It goes on where it stopped, in the same run
or in the next, only where the server proves by a validator that it still holds the same content.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from helpers.fetch.decoding import decoded, is_packed
from helpers.fetch.faults import Fault
from helpers.fetch.manners import Manners
from helpers.files import PART, replace_file
from helpers.readers.kinds import HEAD, may_begin

#: Last-Modified is told in seconds: a content that is younger than this may have changed since
#: (RFC 9110, 8.8.2.2).
_SETTLED = timedelta(seconds=60)
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}(?:; ?charset=[\w-]{1,30})?", re.ASCII)
_ETAG = re.compile(r'(?:W/)?"[!#-~]{0,200}"')
_DAY = re.compile(r"[A-Z][\w ,:-]{10,40}", re.ASCII)
_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})", re.ASCII)
_RANGE_ERROR, _UNCHANGED, _REST = 416, 304, 206


class Part:
    """The file of one address while it comes.

    `key`: tells it from all others that are on their way. `known`: the validators of the version
    that is kept, by the names of their headers.
    """

    def __init__(self, folder: Path, key: str, known: Mapping[str, str], manners: Manners) -> None:
        name = hashlib.sha256(key.encode()).hexdigest()[:16]
        self.path = folder / f"{name}{PART}"
        self._facts_file = folder / f"{name}.json{PART}"
        self._known, self._manners = known, manners
        self.facts: dict[str, str] = {}

    def headers(self) -> dict[str, str]:
        """What to ask with: for the rest of what is there, else whether anything has changed."""
        facts, size = self._read_facts(), self._size()
        proof = facts.get("validator", "")
        if size and proof:
            return {"Range": f"bytes={size}-", "If-Range": proof, "Accept-Encoding": "identity"}
        asked = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
        return {asked[name]: value for name, value in self._known.items() if value}

    def take(self, response: httpx.Response) -> bool:
        """Write what comes → whether it is whole now; False where nothing has changed.

        Raises Fault for what is no report, too large, or not what it says.
        """
        status = response.status_code
        if status == _UNCHANGED:
            if not any(self._known.values()):
                raise Fault("fetch_broken", error="304")
            return False
        if status == _RANGE_ERROR or (status == _REST and not self._goes_on(response)):
            self.drop()
            raise Fault("fetch_cut")
        if status != _REST:
            self.drop()
        self._check_length(response)
        self.facts = _facts(response)
        replace_file(self._facts_file, json.dumps(self.facts).encode())
        self._write(response)
        if status == _REST and self._size() != _range(response)[1]:
            raise Fault("fetch_cut")
        return True

    def drop(self) -> None:
        """Forget what has come."""
        for file in (self.path, self._facts_file):
            file.unlink(missing_ok=True)

    def _goes_on(self, response: httpx.Response) -> bool:
        """Whether an answer is the rest of just what is there."""
        proof = self._read_facts().get("validator", "")
        is_same = bool(proof) and _validator(response) in ("", proof)
        begin, _ = _range(response)
        return is_same and begin == self._size() > 0 and not is_packed(response)

    def _check_length(self, response: httpx.Response) -> None:
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > self._manners.bytes:
            raise self._too_large()

    def _write(self, response: httpx.Response) -> None:
        try:
            self._append(response)
        except Fault as fault:
            if fault.outcome != "cut":
                self.drop()
            raise

    def _append(self, response: httpx.Response) -> None:
        size = self._size()
        is_looked_at = size >= HEAD
        with self.path.open("ab", buffering=0) as stream:
            for piece in decoded(response, self._manners.unpacked):
                size += len(piece)
                if size > self._manners.bytes:
                    raise self._too_large()
                stream.write(piece)
                if not is_looked_at and size >= HEAD:
                    self._look()
                    is_looked_at = True

    def _look(self) -> None:
        """Stop what cannot become a report before the rest of it comes."""
        with self.path.open("rb") as stream:
            if not may_begin(stream.read(HEAD)):
                raise Fault("fetch_kind")

    def _too_large(self) -> Fault:
        return Fault("fetch_large", megabytes=self._manners.bytes // 1_000_000)

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def _read_facts(self) -> dict[str, str]:
        facts: Any = {}
        with suppress(OSError, ValueError):
            facts = json.loads(self._facts_file.read_bytes())
        return facts if isinstance(facts, dict) else {}


def _facts(response: httpx.Response) -> dict[str, str]:
    """What is recorded of an answer; its `validator` proves that a rest belongs to it."""
    media_type = response.headers.get("Content-Type", "")
    return {
        "final_url": str(response.url),
        "media_type": _proper(_MEDIA_TYPE, media_type.lower()),
        "etag": _proper(_ETAG, response.headers.get("ETag", "")),
        "last_modified": _proper(_DAY, response.headers.get("Last-Modified", "")),
        "validator": "" if is_packed(response) else _validator(response),
    }


def _proper(form: re.Pattern[str], said: str) -> str:
    """What a header says, "" where it is not in its form: it goes into tables that people open."""
    return said if form.fullmatch(said) else ""


def _range(response: httpx.Response) -> tuple[int, int]:
    """Where the part that an answer holds begins, and how long the whole is; -1 for none."""
    found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if found is None:
        return -1, -1
    begin, last, whole = map(int, found.groups())
    return (begin, whole) if begin <= last < whole else (-1, -1)


def _validator(response: httpx.Response) -> str:
    """What proves that two answers are of the same bytes, "" for nothing."""
    etag = _proper(_ETAG, response.headers.get("ETag", ""))
    if etag.startswith('"'):
        return etag
    modified: str = response.headers.get("Last-Modified", "")
    try:
        settled = parsedate_to_datetime(response.headers["Date"]) - parsedate_to_datetime(modified)
    except (KeyError, ValueError, TypeError):
        return ""
    return modified if settled >= _SETTLED else ""
