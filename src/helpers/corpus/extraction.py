"""What was read of a report, whole, and packed to be kept and sent: as data that cannot run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from msgspec import json

from helpers.corpus.sources import Source
from helpers.forms import FormCell
from helpers.messages import NOTHING, joined, say
from helpers.prove.content import Content
from helpers.prove.figures import Figure
from helpers.prove.identities import Check
from helpers.prove.narrative import Mention
from helpers.text import steady
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
        """The agency by sources.csv, else by the report, else empty.

        Marks that nobody sees, as are pasted along with a name, make no other agency of it.
        """
        return steady(self.source.agency or self.content.agency)

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
        return joined((self.content.said, self._unnamed, self._misnamed, self.source.remark))

    @property
    def message(self) -> str:
        """The same in English."""
        return self.said.english

    @property
    def _misnamed(self) -> Words:
        """That sources.csv names another year than the report: one of them is wrong."""
        said, read = self.source.year, self.content.year
        return (
            say("other_year", said=said, read=read) if said and read and said != read else NOTHING
        )

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
class Refs:
    """The figures and sentences behind each check, on either side, and behind each mention.

    They go by their place among those of the report, as in `f12 f13 s2`.
    """

    left: list[str]
    right: list[str]
    narrative: list[str]

    @classmethod
    def of(cls, content: Content) -> Self:
        """Find the figure of every cell; of one that is printed twice the last."""
        numbers = {}
        for number, figure in sorted(enumerate(content.figures, 1), key=_printed):
            numbers[figure.table, figure.row, figure.column] = number
        checks, narrative = content.checks, content.narrative
        return cls(
            [_joined(numbers, check.left_cells, check.left_told) for check in checks],
            [_joined(numbers, check.right_cells, check.right_told) for check in checks],
            [_joined(numbers, mention.cells) for mention in narrative],
        )


def _printed(numbered: tuple[int, Figure]) -> int:
    return numbered[1].n


def _joined(
    numbers: Mapping[FormCell, int], cells: Iterable[FormCell], told: Iterable[int] = ()
) -> str:
    figures = [f"f{numbers[cell]}" for cell in cells if cell in numbers]
    return " ".join([*figures, *(f"s{number}" for number in told)])


@dataclass(frozen=True)
class Details:
    """What makes up most of a content, and most of the time that a known report takes."""

    figures: tuple[Figure, ...]
    checks: tuple[Check, ...]
    narrative: tuple[Mention, ...]
    refs: Refs


_DETAILS = json.Decoder(Details)


@dataclass(frozen=True)
class Reading:
    """What was read of a report, as it is kept and sent: its content, the details still packed.

    `details`: figures, checks and mentions, which the content lacks, as a line of JSON. The tables
    are made of such lines as they are.
    """

    content: Content
    details: bytes

    @classmethod
    def of(cls, content: Content) -> Self:
        """Pack a content."""
        refs = Refs.of(content)
        details = Details(content.figures, content.checks, content.narrative, refs)
        bare = replace(content, figures=(), checks=(), narrative=())
        return cls(bare, json.encode(details))

    def whose(self, source: Source) -> Packed:
        """The extraction that this reading of a file is."""
        return Packed(source, self.content, self.details)


@dataclass(frozen=True)
class Packed(Extraction):
    """An extraction whose figures, checks and mentions are packed; its content lacks them."""

    details: bytes

    def whole(self) -> Extraction:
        """The extraction that was packed."""
        details = _DETAILS.decode(self.details)
        content = replace(
            self.content,
            figures=details.figures,
            checks=details.checks,
            narrative=details.narrative,
        )
        return Extraction(self.source, content)


def pack(source: Source, content: Content) -> Packed:
    """An extraction as it is kept in memory and on the disk."""
    return Reading.of(content).whose(source)
