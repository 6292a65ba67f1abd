"""Extractions on disk: a run over ten thousand reports keeps little of what it reads in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from msgspec import json

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
        return Packed(summary.source, summary.content, self._read(summary)).whole()

    def copy(self, named: Iterable[tuple[str, Summary]], target: Path) -> int:
        """Write a line for each report, by the name that it is given: an object of JSON.

        Returns the bytes of the longest line.
        """
        longest = 0
        with target.open("wb") as lines:
            for name, summary in named:
                details = self._read(summary)
                line = b'{"report_id":%b,"details":%b}\n' % (json.encode(name), details)
                longest = max(longest, lines.write(line))
        return longest

    def put(self, extraction: Extraction, instead: Summary) -> None:
        """Put an extraction in the place of another."""
        packed = pack(extraction.source, extraction.content)
        number = self.summaries.index(instead)
        self.summaries[number] = self._write(packed)

    def _read(self, summary: Summary) -> bytes:
        begin, end = summary.place
        self._file.seek(begin)
        return self._file.read(end - begin)

    def _write(self, packed: Packed) -> Summary:
        begin = self._file.seek(0, 2)
        end = begin + self._file.write(packed.details)
        return Summary(packed.source, packed.content, (begin, end))
