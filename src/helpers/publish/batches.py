"""Tables of many reports: pieces of them are made by several processes at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from helpers import forms, measures, settings, tidy
from helpers.corpus import assemble
from helpers.corpus.spool import Spool
from helpers.corpus.workers import Processes, RaisedError
from helpers.errors import UnreadableReport
from helpers.measures.definitions import Definitions
from helpers.publish import lines, read
from helpers.publish.lines import Lines
from helpers.publish.parquet import Source
from helpers.publish.write import Writer

#: Writes the lines of one piece of some tables into a folder, by its number.
Make = Callable[[Any, Path, int], dict[str, Lines]]
#: So many pieces are made or wait to be taken for each process, so that what is made does not pile
#: up on the disk.
AHEAD = 2


def extracted(
    extractions: Spool,
    writer: Writer,
    workers: int = settings.WORKERS,
    size: int = settings.READINGS,
) -> None:
    """Write figures, reports, checks and narrative of all that was read.

    `size`: so many reports are a piece. Raises OSError where the disk is full.
    """
    with TemporaryDirectory() as folder:
        pieces = assemble.pieces(extractions, Path(folder), size)
        _write(writer, _extracted, pieces, workers)


def tidied(
    folder: Path, writer: Writer, workers: int = settings.WORKERS, size: int = settings.PIECE
) -> None:
    """Write the tidy tables, and measures, of all figures of a folder.

    `size`: so many reports are a piece. Raises what `load` raises.
    """
    sources = read.opened(["figures", "reports"], folder)
    _write(writer, partial(_tidied, sources), read.spans(folder, size), workers)


def _extracted(piece: assemble.Piece, place: Path, number: int) -> dict[str, Lines]:
    with assemble.opened(piece) as tables:
        written = lines.write(tables, place, number)
    piece.details.unlink()
    return written


def _tidied(
    sources: Mapping[str, Source], span: read.Span, place: Path, number: int
) -> dict[str, Lines]:
    piece = read.piece(sources, span)
    known_forms, definitions = known()
    tables = tidy.tidy(piece["figures"], piece["reports"], known_forms)
    measured = measures.measure(piece["figures"], tables["coverage"], definitions)
    return lines.write({**tables, "measures": measured}, place, number)


@cache
def known() -> tuple[dict[str, forms.Form], Definitions]:
    """The forms and the measures, read once by each process."""
    known_forms = forms.load_forms()
    return known_forms, measures.load(known_forms)


def _write(writer: Writer, make: Make, pieces: Iterable[Any], workers: int) -> None:
    """Make pieces, and put them behind one another; a single one needs no other process."""
    remaining = iter(pieces)
    first = list(islice(remaining, 2))
    if len(first) == 1:
        writer.take(make(first[0], writer.place, 0), 0)
        return
    waiting: deque[tuple[int, Any, Future[Any]]] = deque()
    with Processes(workers) as processes:
        for number, piece in enumerate(chain(first, remaining)):
            waiting.append((number, piece, processes.submit(make, piece, writer.place, number)))
            if len(waiting) > AHEAD * workers:
                _take(writer, make, *waiting.popleft())
        while waiting:
            _take(writer, make, *waiting.popleft())


def _take(writer: Writer, make: Make, number: int, piece: Any, future: Future[Any]) -> None:
    """Take a piece from the process that made it; where that went wrong, make it here.

    So what is wrong is said here, and a process that died for want of memory costs time alone.
    """
    try:
        made = {name: Lines(*of_table) for name, of_table in future.result().items()}
    except (RaisedError, UnreadableReport, MemoryError):
        made = make(piece, writer.place, number)
    writer.take(made, number)
