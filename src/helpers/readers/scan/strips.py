"""Single cells of a page read by OCR, in a process of its own: the models need more memory than all other readers.

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

#: So many seconds the cells of a page may take.
PATIENCE = 120


def read_apart(grey: Pixels, areas: Sequence[Area], unit: float) -> list[str | None]:
    """What cells of a picture say; None where two readings do not say the same, or where OCR is missing.

    `grey`: height x width; `areas` in pixels, `unit` of them to a point.
    """
    if not models.available() or not areas:
        return [None] * len(areas)
    sent = io.BytesIO()
    np.savez(sent, grey=grey, areas=np.array(areas, int), unit=unit)
    command = [sys.executable, "-m", "helpers.readers.scan.strips"]
    try:
        done = subprocess.run(
            command, input=sent.getvalue(), capture_output=True, timeout=PATIENCE, check=True
        )
    except subprocess.SubprocessError:
        return [None] * len(areas)
    return [
        first if first == second else None
        for first, second in json.loads(done.stdout.splitlines()[-1])
    ]


def _read(grey: Pixels, areas: Sequence[Area], unit: float) -> list[tuple[str, str | None]]:
    """What each area says in the first and in the second reading, its words with spaces between them."""
    nothing = np.zeros_like(grey)
    view = recognition.views(grey, grey, nothing, nothing, unit)
    pieces = [recognition.printed(area, view) for area in areas]
    read = iter(recognition.read_twice([piece for each in pieces for piece in each], view))
    found = [[next(read) for _ in each] for each in pieces]
    return [
        (
            " ".join(piece.text for piece in each),
            None
            if any(piece.second is None for piece in each)
            else " ".join(piece.second or "" for piece in each),
        )
        for each in found
    ]


def main() -> None:
    """Answer one question."""
    with np.load(io.BytesIO(sys.stdin.buffer.read()), allow_pickle=False) as sent:
        grey, areas, unit = sent["grey"], sent["areas"].tolist(), float(sent["unit"])
    sys.stdout.write("\n" + json.dumps(_read(grey, [tuple(area) for area in areas], unit)) + "\n")


if __name__ == "__main__":
    main()
