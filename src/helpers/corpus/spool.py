"""Extractions on disk: a run over ten thousand reports keeps little of what it reads in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helpers.corpus.extraction import Extraction, Packed, pack


@dataclass(frozen=True)
class Summary(Extraction):
    """An extraction without its figures, checks and mentions.

    `place`: where in the spool they begin and end.
    """

    place: tuple[int, int]


class Spool:
    """Extractions in the order in which they were added.

    They are written to a file that ends with the process. `summaries`: what is kept of each in
    memory.
    """

    def __init__(self, extractions: Iterable[Packed] = ()) -> None:
        # It is gone with the process, however that ends.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self.summaries: list[Summary] = []
        for packed in extractions:
            self.summaries.append(self._write(packed))

    def __iter__(self) -> Iterator[Extraction]:
        return map(self.whole, self.summaries)

    def whole(self, summary: Summary) -> Extraction:
        """All of an extraction."""
        begin, end = summary.place
        self._file.seek(begin)
        details = self._file.read(end - begin)
        return Packed(summary.source, summary.content, details).whole()

    def put(self, extraction: Extraction, instead: Summary) -> None:
        """Put an extraction in the place of another."""
        packed = pack(extraction.source, extraction.content)
        number = self.summaries.index(instead)
        self.summaries[number] = self._write(packed)

    def _write(self, packed: Packed) -> Summary:
        begin = self._file.seek(0, 2)
        end = begin + self._file.write(packed.details)
        return Summary(packed.source, packed.content, (begin, end))
