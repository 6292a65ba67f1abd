"""Extractions on disk: a run over ten thousand reports keeps what it has read in a file, and little of it in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helpers.corpus.extraction import Extraction, Packed, pack


@dataclass(frozen=True)
class Summary(Extraction):
    """An extraction without its figures, checks and mentions; `place`: where in the spool they begin and end."""

    place: tuple[int, int]


class Spool:
    """Extractions in the order in which they were added; they are written to a file that ends with the process.

    `summaries`: what is kept of each in memory.
    """

    def __init__(self, extractions: Iterable[Packed] = ()) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it is gone with the process, however that ends
        self.summaries: list[Summary] = []
        for each in extractions:
            self.summaries.append(self._write(each))

    def __len__(self) -> int:
        return len(self.summaries)

    def __iter__(self) -> Iterator[Extraction]:
        return map(self.whole, self.summaries)

    def whole(self, summary: Summary) -> Extraction:
        """All of an extraction."""
        begin, end = summary.place
        self._file.seek(begin)
        return Packed(summary.source, summary.content, self._file.read(end - begin)).whole()

    def put(self, extraction: Extraction, instead: Summary) -> None:
        """Put an extraction in the place of another."""
        packed = pack(extraction.source, extraction.content)
        self.summaries[self.summaries.index(instead)] = self._write(packed)

    def _write(self, packed: Packed) -> Summary:
        begin = self._file.seek(0, 2)
        return Summary(
            packed.source, packed.content, (begin, begin + self._file.write(packed.details))
        )
