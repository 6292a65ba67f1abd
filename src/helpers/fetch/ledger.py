"""What was fetched, as sources.csv and fetched.csv beside the reports tell it.

sources.csv belongs to people: rows are filled in or added, and every other line stays byte for byte
as it was written. It is read anew before each change, so that nobody's edit is lost.
"""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from helpers.corpus.sources import COLUMNS, FETCHED, NAME, OF_FETCHED, check_year, read_records
from helpers.errors import UserError
from helpers.fetch.guard import without_secrets
from helpers.fetch.wanted import Wanted, from_rows, wanted
from helpers.files import named, replace_file, sha256_of

_BOM = "\ufeff"
_KEY = ("url", "agency", "year")
#: The columns of fetched.csv: one row for each address that was asked; the last says it is whole.
JOURNAL = (
    *_KEY,
    *("asked", "outcome", "message", "message_zh", "file", "sha256"),
    *("final_url", "media_type", "etag", "last_modified", "checked"),
)


class Sources:
    """The sources.csv of a folder of reports; safe for threads."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / NAME
        self._lock = threading.Lock()

    def rows(self) -> list[dict[str, str]]:
        """Its rows; none where there is no such file. Raises UserError."""
        columns = (*COLUMNS, *OF_FETCHED)
        rows = []
        for line, row in read_records(self._path, columns, ("file",)):
            check_year(row["year"].strip(), f"{self._path}, line {line}")
            rows.append(row)
        return rows

    def files_of(self, each: Wanted) -> list[dict[str, str]]:
        """The rows of an address whose file is there and is the newest version."""
        rows = [row for row in self.rows() if row["file"] and _is_of(row, each)]
        outdated = {row["supersedes"] for row in rows}
        there = [row for row in rows if (self._folder / named(row["file"])).is_file()]
        return [row for row in there if row["file"] not in outdated]

    def put(self, each: Wanted, values: Mapping[str, str]) -> None:
        """Record a file of an address: in its row that has none yet, else in a row of its own."""
        with self._lock:
            text = self._path.read_bytes().decode("utf-8-sig") if self._path.exists() else ""
            replace_file(self._path, _changed(text, each, values).encode("utf-8-sig"))


@dataclass
class _Record:
    """One row of a CSV file: as it is written, perhaps over several lines, and its cells."""

    written: str
    cells: list[str]


def _changed(text: str, each: Wanted, values: Mapping[str, str]) -> str:
    """The text of sources.csv with a file in it."""
    end = "\r\n" if "\r\n" in text else "\n"
    head, *records = _records(text) or [_Record("", [])]
    head = _completed(head, records, end)
    rows = [dict(zip(head.cells, record.cells, strict=False)) for record in records]
    new = {**_own(each), **values}
    number = _place(rows, each, values["file"])
    if number is None:
        places = [place for place, row in enumerate(rows) if _is_of(row, each)]
        number = places[-1] + 1 if places else len(records)
        records.insert(number, _Record("", []))
        new["note"] = each.note
    cells = records[number].cells + [""] * (len(head.cells) - len(records[number].cells))
    for name, value in new.items():
        cells[head.cells.index(name)] = value
    records[number] = _written(cells, end)
    lines = [head.written, *(record.written for record in records)]
    return "".join(line if line.endswith(("\n", "\r")) else line + end for line in lines if line)


def _place(rows: Sequence[Mapping[str, str]], each: Wanted, file: str) -> int | None:
    """The row that a file belongs into, None for a new one."""
    for number, row in enumerate(rows):
        if row.get("file") == file:
            return number
    for number, row in enumerate(rows):
        if not row.get("file") and _is_of(row, each):
            return number
    return None


def _own(each: Wanted) -> dict[str, str]:
    return {"url": each.url, "agency": each.agency, "year": str(each.year or "")}


def _is_of(row: Mapping[str, str], each: Wanted) -> bool:
    return all((row.get(name) or "").strip() == value for name, value in _own(each).items())


def _records(text: str) -> list[_Record]:
    """The records of a CSV file with the lines that they are written in."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    records, begin = [], 0
    for cells in reader:
        records.append(_Record("".join(lines[begin : reader.line_num]), cells))
        begin = reader.line_num
    return records


def _completed(head: _Record, records: Iterable[_Record], end: str) -> _Record:
    """The first line with all columns that fetched files have; what is there stays in its place."""
    wanted_names = (*COLUMNS, *OF_FETCHED)
    missing = [name for name in wanted_names if name not in head.cells]
    if not missing:
        return head
    longest = max((len(record.cells) for record in records), default=0)
    nameless = [""] * max(longest - len(head.cells), 0)
    return _written([*head.cells, *nameless, *missing], end)


def _written(cells: Sequence[str], end: str) -> _Record:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end).writerow(cells)
    return _Record(stream.getvalue(), list(cells))


class Journal:
    """The fetched.csv of a folder: the last row of an address counts; safe for threads.

    Rows are added, so that what a killed run did is known to the next.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / FETCHED
        self._lock = threading.Lock()
        self._rows: dict[tuple[str, ...], dict[str, str]] = {}

    def open(self) -> None:
        """Read what is there, and keep the last row of each address. Raises UserError."""
        count = 0
        for _, row in read_records(self._path, JOURNAL, JOURNAL[:4]):
            count += 1
            if row["checked"]:  # a killed run may have left half of a row
                self._rows[_key(row)] = row
        if count > len(self._rows):
            rows = [[row[name] for name in JOURNAL] for row in self._rows.values()]
            text = "".join(_written(cells, "\n").written for cells in [list(JOURNAL), *rows])
            replace_file(self._path, text.encode("utf-8-sig"))

    def rows(self) -> list[dict[str, str]]:
        """The last row of each address."""
        return list(self._rows.values())

    def last(self, each: Wanted, asked: str) -> dict[str, str]:
        """What the last run knows of an address; empty for nothing."""
        return self._rows.get((*_own(each).values(), asked), {})

    def intact(self, row: Mapping[str, str]) -> Path | None:
        """The file that a row tells of, if it is still as it was fetched."""
        if not row.get("file"):
            return None
        path = self._folder / named(row["file"])
        with suppress(OSError):
            if sha256_of(path) == row["sha256"]:
                return path
        return None

    def put(self, each: Wanted, asked: str, values: Mapping[str, str]) -> None:
        """Add what became of an address."""
        row = dict.fromkeys(JOURNAL, "") | _own(each) | {"asked": asked} | dict(values)
        row |= {name: without_secrets(row[name]) for name in ("url", "asked")}
        line = _written([" ".join(row[name].split()) for name in JOURNAL], "\n").written
        with self._lock:
            self._rows[_key(row)] = row
            head = "" if self._path.exists() else _BOM + ",".join(JOURNAL) + "\n"
            with self._path.open("a", encoding="utf-8", newline="") as stream:
                stream.write(head + line)


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("url", "agency", "year", "asked"))


def known_addresses(sources: Sources) -> tuple[list[Wanted], list[Wanted]]:
    """The addresses of sources.csv that are to be fetched, and those whose files people put there.

    Raises UserError where sources.csv cannot be used.
    """
    rows = [row for row in sources.rows() if row["url"]]
    own = {wanted(row) for row in rows if row["file"] and not row["final_url"]}
    to_fetch = {wanted(row) for row in rows if not row["file"] or row["final_url"]}
    order = from_rows(rows)
    asked = [each for each in order if each in to_fetch]
    return asked, [each for each in order if each in own - to_fetch]


def check_folder(folder: Path) -> None:
    """Make the folder of reports if need be. Raises UserError where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"Cannot write {folder}: {error.strerror}; name another folder.") from error
