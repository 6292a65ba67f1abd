"""Every specimen, set as every kind of file."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from helpers.corpus import archives
from helpers.settings import ROOT
from kinds.compared import Score, read
from kinds.settings import SETTINGS, converted, in_archive
from narrative import Report as Composed
from resetting import composed

Files = dict[str, dict[str, Path]]


def try_all(folder: Path) -> dict[str, Score]:
    """Set, read and compare them all; the score of each kind of file."""
    specimens = composed()
    printed = {
        slug: read(ROOT / "data" / "raw" / "specimens" / f"{slug}.pdf") for slug in specimens
    }
    files = set_as_all_kinds(specimens, folder)
    files[".zip"] = _from_archive(files, folder)
    scores = {}
    for kind, made in files.items():
        scores[kind] = Score()
        for slug, path in made.items():
            scores[kind].add(path, printed[slug])
    return scores


def set_as_all_kinds(specimens: Mapping[str, Composed], folder: Path) -> Files:
    """The files by kind and specimen; old Word files only where LibreOffice is installed."""
    files: Files = {kind: {} for kind in SETTINGS}
    for kind, setting in SETTINGS.items():
        for slug, specimen in specimens.items():
            files[kind][slug] = folder / f"{slug}{kind}"
            setting(specimen, files[kind][slug])
    for kind in ("doc", "rtf"):
        made = converted(files[".docx"].values(), kind, folder / kind)
        files[f".{kind}, by LibreOffice"] = {path.stem: path for path in made}
    old = files[".doc, by LibreOffice"]
    files[".wps, as .doc"] = {
        slug: Path(shutil.copy(path, folder / f"{slug}.wps")) for slug, path in old.items()
    }
    return {kind: made for kind, made in files.items() if made}


def _from_archive(files: Files, folder: Path) -> dict[str, Path]:
    """Each specimen as one kind in turn, packed, and taken out of the archive."""
    kinds = list(files)
    slugs = sorted(files[kinds[0]])
    packed = [files[kinds[number % len(kinds)]][slug] for number, slug in enumerate(slugs)]
    archive = in_archive(packed, folder / "all.zip")
    found = {}
    for path in packed:
        with archives.as_file(folder, f"{archive.name}/年报/{path.name}") as inside:
            found[path.stem] = Path(shutil.copy(inside, folder / f"packed_{path.name}"))
    return found
