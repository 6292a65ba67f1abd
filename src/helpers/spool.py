"""Extractions on disk: a run over ten thousand reports keeps what it has read in a file, and little of it in memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from helpers.extract import Content, Extraction


@dataclass(frozen=True)
class Summary(Extraction):
    """An extraction without its figures, checks and mentions; `at`: where in the spool the whole of it stands."""

    at: int


class Spool:
    """Extractions in the order in which they were added; they are written to a file that ends with the process.

    `summaries`: what is kept of each in memory.
    """

    def __init__(self, extractions: Iterable[Extraction] = ()) -> None:
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
        self._file.seek(summary.at)
        content: Content = pickle.load(self._file)  # written by this process
        return Extraction(summary.source, content)

    def put(self, extraction: Extraction, instead: Summary) -> None:
        """Put an extraction in the place of another."""
        self.summaries[self.summaries.index(instead)] = self._write(extraction)

    def _write(self, extraction: Extraction) -> Summary:
        at = self._file.seek(0, 2)
        pickle.dump(extraction.content, self._file)
        return Summary(extraction.source, replace(extraction.content, figures=(), checks=(), narrative=()), at)
