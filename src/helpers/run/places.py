"""The folders of this machine, which neither records nor executed notebooks need to tell."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from helpers import project, settings
from helpers.files import replace_file

#: A place that is no part of a longer name, nor of a picture in letters, where /tmp is as likely as
#: any four letters.
_WHOLE = r"(?<![\w+=]){}(?![\w+=])"
#: The way to a project up to what lies in it; not within a longer way, such as an address.
_WITHIN = r"(?<![\w+=]){}/(?=\w)"


def hide(folder: Path, given: Iterable[Path]) -> None:
    """Take the folders of this machine out of the executed notebooks of a run.

    `given`: the folders that the run was told.
    """
    for notebook in (folder / "notebooks").glob("*.ipynb"):
        text = notebook.read_text(encoding="utf-8")
        with suppress(OSError):  # a full disk must not hide why the run failed
            replace_file(notebook, without_places(text, given).encode())


def without_places(text: str, given: Iterable[Path]) -> str:
    """A text in which files of the project go by their way in it, other folders by their name."""
    here = str(project.root())
    if len(here) > 1:
        text = re.sub(_WITHIN.format(re.escape(here)), "", text)
    names = {str(path.resolve()): path.name for path in given}
    names |= {
        str(settings.ROOT): "gongkai",
        here: ".",
        os.environ.get("HOME", "~"): "~",
        sys.prefix: "python",
        tempfile.gettempdir(): "tmp",
    }
    for place in sorted(names, key=len, reverse=True):
        if len(place) > 1:
            name = names[place].replace("\\", r"\\")  # as re writes a backslash
            text = re.sub(_WHOLE.format(re.escape(place)), name, text)
    return text
