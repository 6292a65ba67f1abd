"""Reports inside ZIP archives: `archive.zip/path` names one, and nothing is unpacked beside it.

An archive in an archive is opened, one in that is not. Names that old programs wrote are read in
GBK. Sizes are bounded, since an archive may say that it is small and be large.
"""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from helpers import settings
from helpers.errors import UnreadableReport
from helpers.files import named, shown
from helpers.messages import say

#: The endings of web pages, and how a browser calls the folder of what a page shows.
PAGES = (".html", ".htm")
PARTS_OF_PAGE = ("_files", ".files", "_file", "_文件")
#: The mark of a name in UTF-8, and that of a locked file (APPNOTE of the ZIP format, 4.4.4).
_UTF_8, _LOCKED = 0x800, 0x1
#: No system takes a longer path for a file.
_LONGEST = 4096
#: Parts of a name that lead out of the archive; nothing is unpacked there.
_UPWARDS = ("/", "..")
#: What is raised of a file that is damaged, or packed in a way of later programs.
_FAULTS = (BadZipFile, zlib.error, EOFError, NotImplementedError)


#: A file of an archive: its name, and what it holds or why that cannot be read.
Member = tuple[str, bytes | UnreadableReport]


def contents(archive: Path) -> Iterator[Member]:
    """The files of an archive and of archives in it, each with its name; hidden ones are left out.

    Raises UnreadableReport where the whole is damaged, locked, or holds too much.
    """
    with _inside(archive) as package:
        yield from _contents(package)


@contextmanager
def as_file(folder: Path, file: str) -> Iterator[Path]:
    """A file of a folder, perhaps in an archive there, on the disk while the block lasts.

    Raises UnreadableReport where an archive cannot be read, FileNotFoundError where there is no
    such file.
    """
    archive, member = _split(folder, file)
    if not member:
        yield archive
        return
    with TemporaryDirectory() as unpacked:
        path = Path(unpacked) / f"report{PurePosixPath(member).suffix}"
        path.write_bytes(content(archive, member))
        for name, part in _parts_of_page(archive, member):
            beside = Path(unpacked) / name
            beside.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(part)
        yield path


def _parts_of_page(archive: Path, member: str) -> Iterator[tuple[str, bytes]]:
    """The files of the folder that a web page was saved with, by their names from the page."""
    page = PurePosixPath(member)
    if page.suffix.lower() not in PAGES:
        return
    folders = tuple(f"{page.with_name(page.stem + ending)}/" for ending in PARTS_OF_PAGE)
    with _inside(archive) as package:
        for name, info in _files(package).items():
            if name.startswith(folders):
                yield str(PurePosixPath(name).relative_to(page.parent)), _read(package, info)


def content(archive: Path, member: str) -> bytes:
    """What a file in an archive holds."""
    with _inside(archive) as package:
        found = _files(package)
        if member in found:
            return _read(package, found[member])
    for name in found:
        if member.startswith(f"{name}/"):
            inner, files = _inner(archive, archive.stat().st_mtime_ns, name)
            if found[name].file_size > settings.ARCHIVE_KEPT:
                _inner.cache_clear()
            return _read(inner, files[member.removeprefix(f"{name}/")])
    raise FileNotFoundError(f"{archive} holds no {member}.")


@lru_cache(maxsize=1)
def _inner(archive: Path, _changed: int, name: str) -> tuple[ZipFile, dict[str, ZipInfo]]:
    """An archive in an archive with its files.

    It is kept for the next file in it that is asked for: there may be thousands.
    """
    with _inside(archive) as package:
        inner = _opened(io.BytesIO(_read(package, _files(package)[name])))
    return inner, _files(inner)


def _split(folder: Path, file: str) -> tuple[Path, str]:
    """The file on the disk, and the name in it where that is an archive."""
    parts = PurePosixPath(file).parts
    for number in range(1, len(parts)):
        path = folder.joinpath(*map(named, parts[:number]))
        if path.is_file():
            return path, "/".join(parts[number:])
    return folder / named(file), ""


def _contents(package: ZipFile, deeper: bool = True) -> Iterator[Member]:
    """What an archive holds; all archives in it together hold no more than one may."""
    files = size = 0
    for name, info in sorted(_files(package).items(), key=itemgetter(0)):
        try:
            data = _read(package, info)
            if deeper and name.lower().endswith(".zip") and is_zipfile(io.BytesIO(data)):
                with _inside(data) as inner:
                    infos = inner.infolist()
                    _check(files + len(infos), size + _size(infos))
                    for within, content_within in _contents(inner, deeper=False):
                        files += 1
                        if isinstance(content_within, bytes):
                            size += len(content_within)
                        yield f"{name}/{within}", content_within
            else:
                yield name, data
        except UnreadableReport as error:
            yield name, error


def _files(package: ZipFile) -> dict[str, ZipInfo]:
    """The files of one archive that people see, by name; a name that comes again gets a number."""
    files: dict[str, ZipInfo] = {}
    times: Counter[str] = Counter()
    for info in package.infolist():
        path = PurePosixPath(shown(_name(info).replace("\\", "/")))  # Windows' own mark
        parts = [part for part in path.parts if part not in _UPWARDS]
        hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
        if info.is_dir() or hidden or not parts:
            continue
        name = "/".join(parts)
        times[name] += 1
        files[name if times[name] == 1 else _numbered(name, times[name])] = info
    return files


def _numbered(name: str, number: int) -> str:
    path = PurePosixPath(name)
    return str(path.with_stem(f"{path.stem} ({number})"))


def _name(info: ZipInfo) -> str:
    """The name of a file: where it is not marked as UTF-8, Chinese programs mean GBK."""
    if info.flag_bits & _UTF_8:
        return info.filename
    written = info.filename.encode("cp437", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return written.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


@contextmanager
def _inside(archive: Path | bytes) -> Iterator[ZipFile]:
    """An archive that is whole, unlocked and not too large."""
    source = io.BytesIO(archive) if isinstance(archive, bytes) else archive
    try:
        with _opened(source) as package:
            yield package
    except _FAULTS as error:
        raise UnreadableReport(say("damaged_archive")) from error


def _opened(source: Path | io.BytesIO) -> ZipFile:
    try:
        package = ZipFile(source)
    except _FAULTS as error:
        raise UnreadableReport(say("damaged_archive")) from error
    infos = package.infolist()
    if any(len(info.filename) > _LONGEST for info in infos):
        raise UnreadableReport(say("damaged_archive"))
    _check(len(infos), _size(infos))
    if any(info.flag_bits & _LOCKED for info in infos):
        raise UnreadableReport(say("locked_archive"))
    return package


def _size(infos: Iterable[ZipInfo]) -> int:
    """So many bytes these files unpack to, as the archive says."""
    return sum(info.file_size for info in infos)


def _check(files: int, size: int) -> None:
    if files > settings.ARCHIVE_FILES or size > settings.ARCHIVE_BYTES:
        raise UnreadableReport(say("large_archive", files=settings.ARCHIVE_FILES))


def _read(package: ZipFile, info: ZipInfo) -> bytes:
    """A file of an archive, no larger than the archive says."""
    try:
        with package.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except _FAULTS as error:
        raise UnreadableReport(say("damaged_archive")) from error
    if len(data) > info.file_size:
        raise UnreadableReport(say("damaged_archive"))
    return data
