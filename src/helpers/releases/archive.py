"""Archives: a folder in one ZIP file, with the checksum of each file, packed alike every time."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from helpers.errors import UserError
from helpers.files import sha256_of

CHECKSUMS = "SHA256SUMS"
#: What is packed already, and would only cost time.
PACKED = (".parquet",)
_BUFFER = 1024 * 1024
#: A file that all may read, as ZIP archives have it.
_MODE = 0o100644 << 16
#: What Python raises for archives that are none, or in which bytes have changed.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, ValueError)


def pack(folder: Path, archive: Path, name: str, day: date) -> None:
    """Put the files of a folder into an archive, in the order of their names.

    `name`: of the folder in the archive. `day`: the time of all files. A file of checksums goes
    with them, in the manner of sha256sum.
    """
    files = sorted(path.relative_to(folder).as_posix() for path in _files(folder))
    lines = [f"{sha256_of(folder / file)}  {file}\n" for file in files]
    (folder / CHECKSUMS).write_bytes("".join(lines).encode())
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted([*files, CHECKSUMS]):
            entry = zipfile.ZipInfo(f"{name}/{file}", (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            if Path(file).suffix in PACKED:
                entry.compress_type = zipfile.ZIP_STORED
            entry.external_attr = _MODE
            entry.create_system = 3  # Unix, on every system
            entry.file_size = (folder / file).stat().st_size
            with (folder / file).open("rb") as source, packed.open(entry, "w") as target:
                shutil.copyfileobj(source, target, _BUFFER)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def unpack(archive: Path, files: Iterable[str], folder: Path) -> None:
    """Take some files out of an archive into a folder, each held against its checksum.

    Raises UserError for an archive that is damaged, or that is no release.
    """
    with _whole(archive), zipfile.ZipFile(archive) as packed:
        [sums] = [entry for entry in packed.namelist() if entry.endswith(f"/{CHECKSUMS}")]
        root = sums.removesuffix(CHECKSUMS)
        known = _checksums(packed.read(sums).decode())
        for file in files:
            with packed.open(root + file) as source, (folder / file).open("wb") as target:
                shutil.copyfileobj(source, target, _BUFFER)
            if sha256_of(folder / file) != known[file]:
                raise zipfile.BadZipFile(f"{file} has another checksum")


def _checksums(text: str) -> dict[str, str]:
    """The checksum of each file that a file of checksums names."""
    known = {}
    for line in text.splitlines():
        digest, file = line.split("  ", 1)
        known[file] = digest
    return known


@contextmanager
def _whole(archive: Path) -> Iterator[None]:
    """What is no archive, or no whole one, is a sentence for people."""
    try:
        yield
    except _DAMAGED as error:
        raise UserError(
            f"{archive} is damaged, or no release: fetch it again, or make it again."
        ) from error
    except OSError as error:
        raise UserError(f"{archive} cannot be read: {error.strerror}.") from error
