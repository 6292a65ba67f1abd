"""`gongkai init`: a project of one's own, of which nothing that is there already is changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from helpers import settings
from helpers.errors import UserError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

#: What a project begins with, as files to copy.
BEGINNING = Path(__file__).with_name("project")

NEXT = """
Next:
  cd {folder}
  put reports into {raw}, or addresses into {raw}/sources.csv and call `gongkai fetch`
  gongkai run"""


def add_options(command: argparse.ArgumentParser) -> None:
    """The options of the command."""
    about = "folder of the project, which may hold files already; none is changed"
    command.add_argument("folder", type=Path, metavar="FOLDER", help=about)
    command.set_defaults(command=start)


def start(options: argparse.Namespace) -> int:
    """Make what a project lacks, and say what is new, what was there, and what to do next."""
    folder: Path = options.folder.expanduser()
    try:
        lists = _make(folder)
    except OSError as error:
        raise UserError(f"Cannot write to {folder}: {error.strerror}; name another.") from error
    for about, names in lists.items():
        if names:
            print(f"{about} in {folder.absolute()}:", *names, sep="\n  ")
    print(NEXT.format(folder=folder, raw=settings.RAW_DIR))
    return 0


def _make(folder: Path) -> Mapping[str, list[str]]:
    """Make a project in a folder → the names of its files, those made and those that were there."""
    made: list[str] = []
    kept: list[str] = []
    for name, content in _files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("xb") as file:
                file.write(content)
            made.append(name)
        except FileExistsError:
            kept.append(name)
    (folder / settings.PROCESSED_DIR).mkdir(parents=True, exist_ok=True)
    return {"Made": made, "Left as they were": kept}


def _files() -> dict[str, bytes]:
    """The files of a new project: their names in it, and what they hold."""
    from helpers.corpus.sources import COLUMNS, NAME

    files = {path.name: path.read_bytes() for path in sorted(BEGINNING.iterdir())}
    head = ",".join(COLUMNS) + "\r\n"
    files[f"{settings.RAW_DIR}/{NAME}"] = head.encode("utf-8-sig")
    for path in sorted((settings.ROOT / settings.NOTEBOOKS).glob("*.ipynb")):
        files[f"{settings.NOTEBOOKS}/{path.name}"] = path.read_bytes()
    return files
