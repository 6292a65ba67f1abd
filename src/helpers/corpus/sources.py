"""The report files of a folder, and what `sources.csv` says of them."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from helpers.corpus import archives
from helpers.errors import NotAReport, UnreadableReport, UserError
from helpers.messages import NOTHING, say
from helpers.readers.kinds import kind_of
from helpers.readers.web.beside import digest
from helpers.words import Words

NAME = "sources.csv"
#: What people correct, beside sources.csv.
CORRECTIONS = "corrections.csv"
#: The columns of sources.csv; only `file` must be there.
COLUMNS = ("file", "agency", "year", "url", "retrieved_on", "sha256", "origin", "note")
#: The years that a report can be of.
YEARS = range(1990, 2101)
#: The row of sources.csv describes another file of this name: its address and origin would be a
#: false provenance.
OUTDATED = say("outdated_source")


class NoReports(UserError):
    """There is nothing to read; the message says what to do."""


#: The rows of sources.csv by file.
Known = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Source:
    """One report file, and what sources.csv says of it.

    `folder`, `file`: where it lies, perhaps in an archive (`archive.zip/path`). `sha256`: its
    content's hash; `beside`: that of the files that it shows. `refused`: why it is not read, if so.
    `remark`: what a person should mend in sources.csv, in a sentence.
    """

    folder: Path
    file: str
    sha256: str
    agency: str = ""
    year: int | None = None
    url: str = ""
    origin: str = ""
    remark: Words = NOTHING
    refused: UnreadableReport | None = None
    beside: str = ""

    @property
    def path(self) -> Path:
        """Where it lies on the disk; of a file in an archive, what it would be called."""
        return self.folder / self.file


def find_reports(folder: Path) -> list[Source]:
    """The files of a folder and all folders below it, by name; raises what `look` raises.

    Each is read or left out, and the table of reports says why.
    """
    paths, known = look(folder)
    sources: list[Source] = []
    for path in paths:
        sources += _within(path, folder, known)
    return sources


def _within(path: Path, folder: Path, known: Known) -> Iterator[Source]:
    """A file of the folder; the files in it where it is an archive."""
    file = path.relative_to(folder).as_posix()
    if not path.resolve().is_relative_to(folder.resolve()):
        # What lies there is not opened: the link itself is what the folder holds.
        link = describe(folder, file, os.fsencode(path.resolve()), known)
        yield replace(link, refused=NotAReport(say("link_outside")))
        return
    page = _page_of(PurePosixPath(file), lambda page: (folder / page).is_file())
    if page or kind_of(path) != "zip":
        yield on_disk(folder, file, known, page)
        return
    yield from _members(path, folder, known)


def _members(archive: Path, folder: Path, known: Known) -> Iterator[Source]:
    """The files in an archive, and the archive itself where it cannot be read to its end."""
    file = archive.relative_to(folder).as_posix()
    sources: dict[str, Source] = {}
    broken: UnreadableReport | None = None
    try:
        for member, content in archives.contents(archive):
            sources[member] = describe(folder, f"{file}/{member}", content, known)
    except UnreadableReport as error:
        broken = error
    pages = {
        name: _page_of(PurePosixPath(name), lambda page: str(page) in sources) for name in sources
    }
    for member, source in sources.items():
        if pages[member]:
            yield replace(source, refused=_part_of(pages[member]))
            continue
        parts = [sources[name].sha256 for name, page in pages.items() if page == member]
        yield replace(source, beside="".join(parts)) if parts else source
    if broken:
        yield replace(on_disk(folder, file, known), refused=broken)


def look(folder: Path) -> tuple[list[Path], Known]:
    """The paths of the files, by name, and the rows of sources.csv: no file is opened.

    Raises NoReports where the folder does not exist or holds none, UserError where sources.csv
    cannot be used.
    """
    if folder.is_file():
        raise NoReports(f"{folder} is a file: name the folder that holds the reports.")
    if not folder.is_dir():
        raise NoReports(
            f"The folder of reports {folder} does not exist: "
            "name one with PDFs, Word or Excel files, web pages or pictures."
        )
    known = _read_sources(folder / NAME)
    paths = _files(folder)
    if not paths:
        raise NoReports(
            f"The folder {folder} holds no reports: "
            "put PDFs, Word or Excel files, web pages or pictures into it."
        )
    return paths, known


def _files(folder: Path) -> list[Path]:
    """The files of a folder, by path, but for hidden ones, and what people tell of reports."""
    files = []
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "~$")) for part in parts)
        if path.is_file() and not hidden and parts not in ((NAME,), (CORRECTIONS,)):
            files.append(path)
    return sorted(files)


def _page_of(file: PurePosixPath, is_file: Callable[[PurePosixPath], bool]) -> str:
    """The saved web page that a file is a part of, by the folder that it lies in; "" for none."""
    for folder in file.parents:
        for ending in archives.PARTS_OF_PAGE:
            if not folder.name.endswith(ending):
                continue
            for suffix in archives.PAGES:
                page = folder.with_name(folder.name.removesuffix(ending) + suffix)
                if is_file(page):
                    return str(page)
    return ""


def _part_of(page: str) -> NotAReport:
    return NotAReport(say("part_of_page", page=PurePosixPath(page).name))


def on_disk(folder: Path, file: str, known: Known | None = None, page: str = "") -> Source:
    """A file that lies in no archive, as a source; `page`: as `describe` has it."""
    path = folder / file
    content = path.read_bytes()
    source = describe(folder, file, content, known, page)
    return replace(source, beside=digest(path, content)) if kind_of(path) == "html" else source


def describe(
    folder: Path, file: str, content: bytes, known: Known | None = None, page: str = ""
) -> Source:
    """One file as a source, with what sources.csv says of it, if anything.

    `page`: the saved web page that it is a part of.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    refused = _part_of(page) if page else None
    row = (known or {}).get(file, {})
    if row.get("sha256") not in (None, "", sha256):
        return Source(folder, file, sha256, remark=OUTDATED, refused=refused)
    year = int(row["year"]) if row.get("year") else None
    agency, url, origin = (row.get(key, "") for key in ("agency", "url", "origin"))
    return Source(folder, file, sha256, agency, year, url, origin, refused=refused)


def _read_sources(path: Path) -> Known:
    """The rows of sources.csv by file; empty where there is none.

    A row for a file that is not there does no harm. Columns other than `file`, and the cells at the
    end of a short line, may be missing: nothing is known then.
    """
    known: dict[str, dict[str, str]] = {}
    for number, row in read_records(path, COLUMNS, ("file",)):
        file, year, origin = row["file"], row["year"], row["origin"]
        if not file:
            continue
        place = f"{path}, line {number}"
        if year and not _is_year(year):
            raise UserError(f"{place}: the year '{year}' is none from {YEARS[0]} to {YEARS[-1]}.")
        if origin not in ("", "published", "specimen"):
            raise UserError(f"{place}: the origin '{origin}' is neither published nor specimen.")
        if file in known:
            raise UserError(f"{place}: the file {file} has a row already: keep one of them.")
        known[file] = row
    return known


def _is_year(text: str) -> bool:
    return text.isdecimal() and int(text) in YEARS


def read_records(
    path: Path, columns: Sequence[str], required: Sequence[str]
) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file that people write, each with the line where it ends.

    There are none where there is no such file. Every column has a value, "" for nothing. Raises
    UserError where the file lacks a required column, is not in UTF-8, or leaves a quotation mark
    open.
    """
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, restval="", strict=True)
            present = reader.fieldnames or ()
            missing = [column for column in required if column not in present]
            if missing:
                first_line = ",".join(columns)
                raise UserError(
                    f"{path} lacks the column {missing[0]}: its first line must be {first_line}."
                )
            return [(reader.line_num, dict.fromkeys(columns, "") | row) for row in reader]
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not in UTF-8: save it as 'CSV UTF-8'.") from error
    except csv.Error as error:
        raise UserError(
            f"{path} is not a CSV file that can be read ({error}): look at its quotation marks."
        ) from error
