"""How a specimen is set as each kind of file."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import word
from narrative import Report as Composed
from printing_ofd import print_ofd
from printing_rtf import print_rtf
from printing_xlsx import Style, Written, as_numbers, print_xls, print_xlsx
from resetting import set_anew

Setting = Callable[[Composed, Path], object]
#: When the files are said to be made.
_DAY = datetime(2026, 11, 23, tzinfo=UTC)
#: Letters of a number that a workbook shows without a format of its own.
_GENERAL = 10


def as_docx(specimen: Composed, path: Path) -> None:
    word.build(specimen, path, _DAY)


def as_rtf(specimen: Composed, path: Path) -> None:
    print_rtf(set_anew(specimen), path)


def as_ofd(specimen: Composed, path: Path) -> None:
    print_ofd(set_anew(specimen), path)


def as_xlsx(specimen: Composed, path: Path) -> None:
    print_xlsx(set_anew(specimen), path, Style(typed=_typed))


def as_xls(specimen: Composed, path: Path) -> None:
    print_xls(set_anew(specimen), path, typed=_typed)


def _typed(text: str) -> Written:
    """A number as a number; one that the usual format would cut is a text."""
    return as_numbers(text) if len(text) <= _GENERAL else text


#: By the ending of the file.
SETTINGS: dict[str, Setting] = {
    ".docx": as_docx,
    ".rtf": as_rtf,
    ".ofd": as_ofd,
    ".xlsx": as_xlsx,
    ".xls": as_xls,
    ".et": as_xls,
}


def in_archive(files: Iterable[Path], path: Path) -> Path:
    """Files in an archive, in a folder whose name is written in GBK, as old programs do."""
    folder = "年报".encode("gbk")
    stand_in = b"X" * len(folder)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, f"{stand_in.decode()}/{file.name}")
    path.write_bytes(path.read_bytes().replace(stand_in + b"/", folder + b"/"))
    return path


def converted(files: Iterable[Path], kind: str, folder: Path) -> list[Path]:
    """Files turned into another kind by LibreOffice, in one run; none where it is not installed."""
    office = shutil.which("soffice")
    listed = [str(path) for path in files]
    if not office:
        return []
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(folder), *listed], check=True, capture_output=True, timeout=600
    )
    return [folder / f"{Path(name).stem}.{kind}" for name in listed]
