"""What was read of a report, whole, and packed to be kept and sent."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace

from helpers.corpus.sources import Source
from helpers.prove.content import Content


@dataclass(frozen=True)
class Extraction:
    """One report: where it came from, and what its content says. sources.csv outranks the title."""

    source: Source
    content: Content

    @property
    def agency(self) -> str:
        """The agency by sources.csv, else by the title, else empty."""
        return self.source.agency or self.content.agency

    @property
    def year(self) -> int | None:
        """The report year by sources.csv, else by the title, else None."""
        return self.source.year or self.content.year


@dataclass(frozen=True)
class Packed(Extraction):
    """An extraction whose figures, checks and mentions lie pickled in `details`.

    Its content lacks them.
    """

    details: bytes

    def whole(self) -> Extraction:
        """The extraction that was packed."""
        figures, checks, narrative = pickle.loads(self.details)  # written by this program
        content = replace(self.content, figures=figures, checks=checks, narrative=narrative)
        return Extraction(self.source, content)


def pack(source: Source, content: Content) -> Packed:
    """An extraction as it is kept and handed on.

    To unpickle figures takes most of the time that a known report takes.
    """
    details = pickle.dumps((content.figures, content.checks, content.narrative))
    return Packed(source, replace(content, figures=(), checks=(), narrative=()), details)
