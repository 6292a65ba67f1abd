"""What was read of a report, whole, and packed to be kept and sent."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace

from helpers.corpus.sources import Source
from helpers.messages import NOTHING, joined, say
from helpers.prove.content import Content
from helpers.words import Words

#: What `named_by` says of agency and year that sources.csv gives.
BY_SOURCES = "sources"


@dataclass(frozen=True)
class Extraction:
    """One report: where it came from, and what its content says. sources.csv outranks it."""

    source: Source
    content: Content

    @property
    def agency(self) -> str:
        """The agency by sources.csv, else by the report, else empty."""
        return self.source.agency or self.content.agency

    @property
    def year(self) -> int | None:
        """The report year by sources.csv, else by the report, else None."""
        return self.source.year or self.content.year

    @property
    def named_by(self) -> str:
        """What names agency and year; one code where both are named alike, or only one is named."""
        agency = BY_SOURCES if self.source.agency else self.content.agency_by
        year = BY_SOURCES if self.source.year else self.content.year_by
        return ", ".join(dict.fromkeys(filter(None, (agency, year))))

    @property
    def said(self) -> Words:
        """What a person should know of the report, in sentences."""
        return joined((self.content.said, self._unnamed, self.source.remark))

    @property
    def message(self) -> str:
        """The same in English."""
        return self.said.english

    @property
    def _unnamed(self) -> Words:
        """That agency or year are missing, and what to do; of a file that was not read, nothing."""
        unread = self.content.status in ("failed", "left_out")
        if unread or (self.agency and self.year):
            return NOTHING
        if self.agency:
            return say("no_year")
        if self.year:
            return say("no_agency")
        return say("no_agency_and_year")


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
