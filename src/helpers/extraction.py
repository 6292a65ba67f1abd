"""What was read of a report, whole, and packed to be kept and sent."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace

from helpers.checks import Check
from helpers.figures import Figure
from helpers.narrative import Mention
from helpers.sources import Source


@dataclass(frozen=True)
class Content:
    """What the content of one file says, whatever the file is called and wherever it was found.

    `gaps`: why the report is incomplete whatever its figures are. `remarks`: what else `message` says of the file.
    `lacking`: what another way to read it might still find (`grid.PLACES`, `grid.FIGURES`).
    """

    status: str
    message: str = ""
    agency: str = ""
    year: int | None = None
    form: str = ""
    pages: int | None = None
    reader: str = ""
    scope: str = ""
    figures: tuple[Figure, ...] = ()
    checks: tuple[Check, ...] = ()
    narrative: tuple[Mention, ...] = ()
    log: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    lacking: frozenset[str] = frozenset()


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
    """An extraction whose figures, checks and mentions lie pickled in `details`, and are missing in its content."""

    details: bytes

    def whole(self) -> Extraction:
        """The extraction that was packed."""
        figures, checks, narrative = pickle.loads(self.details)  # written by this program
        content = replace(self.content, figures=figures, checks=checks, narrative=narrative)
        return Extraction(self.source, content)


def pack(source: Source, content: Content) -> Packed:
    """An extraction as it is kept and handed on, since unpickling figures takes most of the time of a known report."""
    details = pickle.dumps((content.figures, content.checks, content.narrative))
    return Packed(source, replace(content, figures=(), checks=(), narrative=()), details)
