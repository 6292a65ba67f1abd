"""The report files of a folder, and what `sources.csv` says of them."""

from __future__ import annotations

import csv
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import filterfalse
from pathlib import Path, PurePosixPath

from helpers import settings
from helpers.corpus import archives
from helpers.errors import NotAReport, UnreadableReport, UserError
from helpers.files import named, sha256_of, shown
from helpers.messages import NOTHING, say
from helpers.readers.kinds import kind_of
from helpers.readers.web.beside import digest
from helpers.words import Words

NAME = "sources.csv"
#: What people correct, beside sources.csv.
CORRECTIONS = "corrections.csv"
#: What `gongkai fetch` records of each address that it asked, beside sources.csv.
FETCHED = "fetched.csv"
#: The columns of sources.csv; only `file` must be there.
COLUMNS = ("file", "agency", "year", "url", "retrieved_on", "sha256", "origin", "note")
#: Those that fetched files have besides: the address that the bytes came from, the media type, the
#: file that this one is a newer version of, and whether an archive had it.
OF_FETCHED = ("final_url", "media_type", "supersedes", "archived")
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

    `folder`, `file`: where it lies, perhaps in an archive (`archive.zip/path`), as names can be
    shown. `sha256`: its content's hash; of what is not opened, that of what is known of it.
    `beside`: that of the files that it shows. `refused`: why it is not read, if so.
    `remark`: what a person should know of it, or mend in sources.csv, in a sentence.
    `supersedes`: the file that it is a newer version of, by the same address.
    """

    folder: Path
    file: str
    sha256: str
    agency: str = ""
    year: int | None = None
    url: str = ""
    origin: str = ""
    remark: Words = NOTHING
    supersedes: str = ""
    refused: UnreadableReport | None = None
    beside: str = ""

    @property
    def path(self) -> Path:
        """Where it lies on the disk; of a file in an archive, what it would be called."""
        return self.folder / named(self.file)


def find_reports(folder: Path) -> list[Source]:
    """The files of a folder and all folders below it, by name; raises what `look` raises.

    Each is read or left out, and the table of reports says why.
    """
    paths, known = look(folder)
    sources: list[Source] = []
    for path in paths:
        sources += _at(path, folder, known)
    return sources


def _at(path: Path, folder: Path, known: Known) -> Iterator[Source]:
    """The files that a place in the folder gives; what the disk does not give is a row as well."""
    try:
        yield from _within(path, folder, known)
    except OSError as error:
        refused = UnreadableReport(say("unread_disk", error=error.strerror))
        yield _unopened(path, folder, known, refused)


def _within(path: Path, folder: Path, known: Known) -> Iterator[Source]:
    """A file of the folder; the files in it where it is an archive."""
    if _leaves(path, folder):
        yield _unopened(path, folder, known, NotAReport(say("link_outside")))
        return
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        yield _unopened(path, folder, known, _no_file(state))
        return
    if state.st_size > settings.REPORT_BYTES:
        limit = settings.REPORT_BYTES // 1_000_000
        refused = UnreadableReport(say("large_file", megabytes=limit))
        yield _unopened(path, folder, known, refused)
        return
    file = _file(path, folder)
    page = _page_of(PurePosixPath(file), lambda page: (folder / named(str(page))).is_file())
    if page or kind_of(path) != "zip":
        yield on_disk(folder, file, known, page)
        return
    yield from _members(path, folder, known)


def _file(path: Path, folder: Path) -> str:
    """A file as sources are called by: its place in the folder, as it can be shown."""
    return shown(path.relative_to(folder).as_posix())


def _no_file(state: os.stat_result) -> UnreadableReport:
    """What is said of a place that holds no file to read."""
    if stat.S_ISDIR(state.st_mode):
        return UnreadableReport(say("unread_folder"))
    return NotAReport(say("no_file"))


def _unopened(path: Path, folder: Path, known: Known, refused: UnreadableReport) -> Source:
    """What is not opened: its hash is that of where it lies and points, of its size and time."""
    state = path.lstat() if os.path.lexists(path) else None
    facts = (os.path.realpath(path), state and (state.st_size, state.st_mtime_ns))
    source = describe(folder, _file(path, folder), os.fsencode(repr(facts)), known)
    return replace(source, refused=refused)


def _members(archive: Path, folder: Path, known: Known) -> Iterator[Source]:
    """The files in an archive, and the archive itself where it cannot be read to its end."""
    file = _file(archive, folder)
    sources: dict[str, Source] = {}
    broken: UnreadableReport | None = None
    try:
        for member, content in archives.contents(archive):
            name = f"{file}/{member}"
            if isinstance(content, bytes):
                sources[member] = describe(folder, name, content, known)
            else:  # nothing is known of it but its name
                unread = describe(folder, name, os.fsencode(name), known)
                sources[member] = replace(unread, refused=content)
    except UnreadableReport as error:
        broken = error
    pages = {
        name: _page_of(PurePosixPath(name), lambda page: str(page) in sources) for name in sources
    }
    of_archive = _of_archive(archive, known.get(file, {}))
    for member, described in sources.items():
        source = _from_archive(described, member, of_archive)
        if pages[member]:
            yield replace(source, refused=_part_of(pages[member]))
            continue
        parts = [sources[name].sha256 for name, page in pages.items() if page == member]
        yield replace(source, beside="".join(parts)) if parts else source
    if broken:
        yield replace(on_disk(folder, file, known), refused=broken)


def _of_archive(archive: Path, row: dict[str, str]) -> dict[str, str]:
    """The row of sources.csv on an archive, if it tells of this very one and where it is from."""
    if row.get("url") and row["sha256"] in ("", sha256_of(archive)):
        return row
    return {}


def _from_archive(source: Source, member: str, row: dict[str, str]) -> Source:
    """A file in an archive, from where that is, unless it has a row of its own."""
    if not row or source.url or source.origin:
        return source
    older = f"{row['supersedes']}/{member}" if row["supersedes"] else ""
    return replace(source, url=row["url"], origin=row["origin"], supersedes=older)


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
    """What a folder holds, by path, but for hidden files, and what people tell of reports.

    A folder is listed only where it cannot be looked into, or is a link to another place: nobody
    would know else that its files are missing.
    """
    places: list[Path] = []

    def list_closed(error: OSError) -> None:
        places.append(Path(error.filename))

    for at, folders, names in os.walk(folder, onerror=list_closed):
        here = Path(at)
        folders[:] = filterfalse(_is_hidden, folders)
        links = [here / name for name in folders if (here / name).is_symlink()]
        places += [link for link in links if _leaves(link, folder)]
        places += [here / name for name in filterfalse(_is_hidden, names)]
    told = {folder / name for name in (NAME, CORRECTIONS, FETCHED)}
    return sorted(place for place in places if place not in told)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _leaves(path: Path, folder: Path) -> bool:
    """Whether a link leads out of the folder."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


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
    path = folder / named(file)
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
    keys = ("agency", "url", "origin", "supersedes")
    agency, url, origin, supersedes = (row.get(key, "") for key in keys)
    remark = say("archived_copy") if row.get("archived") else NOTHING
    told = Source(folder, file, sha256, agency, year, url, origin, remark, supersedes)
    return replace(told, refused=refused)


def _read_sources(path: Path) -> Known:
    """The rows of sources.csv by file; empty where there is none.

    A row for a file that is not there does no harm. Columns other than `file`, and the cells at the
    end of a short line, may be missing: nothing is known then.
    """
    known: dict[str, dict[str, str]] = {}
    for number, row in read_records(path, (*COLUMNS, *OF_FETCHED), ("file",)):
        file, origin = row["file"], row["origin"]
        if not file:
            continue
        place = f"{path}, line {number}"
        check_year(row["year"], place)
        if row["url"] and not row["url"].startswith(("http://", "https://")):
            raise UserError(
                f"{place}: the address {row['url']} begins with neither http nor https."
            )
        if origin not in ("", "published", "specimen"):
            raise UserError(f"{place}: the origin '{origin}' is neither published nor specimen.")
        if file in known:
            raise UserError(f"{place}: the file {file} has a row already: keep one of them.")
        known[file] = row
    return known


def check_year(text: str, place: str) -> None:
    """Raise UserError for a year that no report can be of; `place`: where it stands."""
    is_year = text.isdecimal() and len(text) == 4 and int(text) in YEARS
    if text and not is_year:
        raise UserError(f"{place}: the year '{text}' is none from {YEARS[0]} to {YEARS[-1]}.")


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
