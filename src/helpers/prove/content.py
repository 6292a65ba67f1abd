"""What the content of one report file says, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.messages import NOTHING
from helpers.prove.figures import Figure
from helpers.prove.identities import Check
from helpers.prove.narrative import Mention
from helpers.words import Words


@dataclass(frozen=True)
class Content:
    """What the content of one file says, whatever the file is called and wherever it was found.

    `agency_by`, `year_by`: what named agency and year (`named_by` in reports.csv). `sentences`: how
    many of the text hold a figure of the kind that tables print; `understood`: how many of these
    `narrative` has a figure of. `gaps`: why the report is incomplete whatever its figures are.
    `remarks`: what else is said of the file. `lacking`: what another way to read it might still
    find (`grid.PLACES`, `grid.FIGURES`, `grid.FORM`).
    """

    status: str
    said: Words = NOTHING
    agency: str = ""
    year: int | None = None
    agency_by: str = ""
    year_by: str = ""
    form: str = ""
    pages: int | None = None
    reader: str = ""
    scope: str = ""
    figures: tuple[Figure, ...] = ()
    checks: tuple[Check, ...] = ()
    narrative: tuple[Mention, ...] = ()
    sentences: int = 0
    understood: int = 0
    log: tuple[str, ...] = ()
    gaps: tuple[Words, ...] = ()
    remarks: tuple[Words, ...] = ()
    lacking: frozenset[str] = frozenset()

    @property
    def message(self) -> str:
        """What a person should know of it, in English."""
        return self.said.english
