"""Single cells of a page read by OCR, in a process of its own.

The models need more memory than all other readers.

`python -m helpers.readers.scan.strips` reads the picture of a page and the areas of cells from its
standard input, as `numpy.savez` writes them, and answers with what each cell says, twice, as JSON.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence

import numpy as np

from helpers.readers.scan import models, recognition
from helpers.readers.scan.pixels import Area, Pixels
from helpers.readers.scan.recognition import Piece

#: So many seconds the cells of a page may take.
PATIENCE = 120


def read_apart(grey: Pixels, areas: Sequence[Area], unit: float) -> list[str | None]:
    """What cells of a picture say; None where two readings do not say the same.

    None, too, where OCR is missing.

    `grey`: height x width; `areas` in pixels, `unit` of them to a point.
    """
    if not models.available() or not areas:
        return [None] * len(areas)
    question = io.BytesIO()
    np.savez(question, grey=grey, areas=np.array(areas, int), unit=unit)
    command = [sys.executable, "-m", "helpers.readers.scan.strips"]
    try:
        done = subprocess.run(
            command,
            input=question.getvalue(),
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
    except subprocess.SubprocessError:
        return [None] * len(areas)
    said: list[str | None] = json.loads(done.stdout.splitlines()[-1])
    return said


def _read(grey: Pixels, areas: Sequence[Area], unit: float) -> list[str | None]:
    """What each area says, where both readings say the same."""
    nothing = np.zeros_like(grey)
    view = recognition.views(grey, grey, nothing, nothing, unit)
    printed = [recognition.printed(area, view) for area in areas]
    return [_said(pieces) for pieces in recognition.read_groups(printed, view)]


def _said(pieces: Sequence[Piece]) -> str | None:
    """What an area says, its words with spaces between them; None where readings differ."""
    first = " ".join(piece.text for piece in pieces)
    second = [piece.second for piece in pieces if piece.second is not None]
    if len(second) < len(pieces) or " ".join(second) != first:
        return None
    return first


def main() -> None:
    """Answer one question."""
    question = io.BytesIO(sys.stdin.buffer.read())
    with np.load(question, allow_pickle=False) as sent:
        grey, unit = sent["grey"], float(sent["unit"])
        areas = [tuple(area) for area in sent["areas"].tolist()]
    answer = json.dumps(_read(grey, areas, unit))
    sys.stdout.write("\n" + answer + "\n")


if __name__ == "__main__":
    main()
