"""Who published a report, and of which year it is: the first sound thing that its file says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from helpers.extract import imprint, names
from helpers.extract import sentences as prose
from helpers.extract.dates import year_in_digits
from helpers.extract.title import (
    Title,
    agency_and_year,
    agency_of_year_report,
    read_title,
    title_years,
)
from helpers.readers.grid import Reading
from helpers.text import canonical, compact, simplified, without_pinyin

_SECTION = re.compile("[一二]、")
#: Between the parts of the title of a web page.
_PARTS = re.compile(r"[_|»>]|[-—]{1,2}")
#: A line of running text, and no item of a menu.
_PROSE = re.compile("[,。].{4}|.{4}[。]")
#: Where a report has no section one, so many lines of running text are its beginning.
_BEGINNING = 15


@dataclass(frozen=True)
class Naming:
    """Agency and year of a report, and what named each: codes of `named_by` in reports.csv."""

    agency: str = ""
    year: int | None = None
    agency_by: str = ""
    year_by: str = ""


def name(reading: Reading) -> Naming:
    """What a reading says of agency and year, each "" or None where it does not say."""
    page = _Page(reading)
    agency, agency_by = _agency(page)
    year, year_by = _year(page)
    return Naming(agency, year, agency_by, year_by)


class _Page:
    """The text of a reading in the parts in which agency and year are named."""

    def __init__(self, reading: Reading) -> None:
        body = "\n".join(passage.text for passage in reading.passages)
        head = ""
        if reading.text.endswith(body) and body:
            head = reading.text[: len(reading.text) - len(body)]
        self.grids = reading.grids
        self.page_title = _clean(head)
        self.lines = _clean(reading.text[len(head) :]).splitlines()

    @cached_property
    def text(self) -> str:
        """All lines, without white space."""
        return "\n".join(map(compact, self.lines))

    @cached_property
    def index(self) -> list[str]:
        """The lines of its tables, such as that of an index."""
        return [_clean(line) for line in imprint.index_lines(self.grids)]

    @cached_property
    def parts(self) -> list[list[str]]:
        """The running text above section one, in it, and below."""
        parts: list[list[str]] = [[]]
        for line in map(compact, self.lines):
            if _SECTION.match(simplified(line)):
                parts.append([])
            if _PROSE.search(line):
                parts[-1].append(year_in_digits(line))
        return parts

    @cached_property
    def above(self) -> list[str]:
        """The sentences before section one."""
        first, *others = self.parts
        return prose.sentences(first if others else first[:_BEGINNING])

    @cached_property
    def section_one(self) -> list[str]:
        """The sentences in section one."""
        if len(self.parts) > 1:
            return prose.sentences(self.parts[1])
        return []

    @cached_property
    def announced(self) -> list[Title]:
        """What the report is announced as."""
        begins = prose.sentences(self.parts[1][:2]) if len(self.parts) > 1 else []
        return [*prose.announcements(self.above, begins)]

    @cached_property
    def period(self) -> int | None:
        """The year of the statistics."""
        return prose.period(map(compact, self.lines))

    @cached_property
    def opened(self) -> int | None:
        """The year with which its sentences begin."""
        return prose.opening_year((*self.above, *self.section_one))

    @cached_property
    def published(self) -> int | None:
        """The year before that of publication."""
        return imprint.year_before_publication((*self.lines, *self.index))

    @cached_property
    def title(self) -> tuple[Title, str, str]:
        """Agency and year of the title, and the codes of what names each."""
        printed = agency_and_year("\n".join(self.lines))
        for title in imprint.index_titles(self.index):
            printed = (printed[0] or title[0], printed[1] or title[1])
        agency, year = printed
        if printed == ("", None):
            printed = agency, year = agency_of_year_report("\n".join(self.lines))
        if self.page_title:
            agency, year = agency_and_year("\n".join((self.page_title, *self.lines)))
            agency, year = agency or printed[0], year or printed[1]
        if year and self.period not in (None, year) and not names.fits(agency, self.text):
            return ("", None), "", ""  # a link to the report of another agency and year
        if not year and not names.fits(agency, self.text):
            agency = ""
        agency_by = "title" if agency == printed[0] else "page_title"
        year_by = "title" if year == printed[1] else "page_title"
        return (agency, year), agency_by, year_by

    @cached_property
    def signed(self) -> Title:
        """The signature at the end."""
        agency, year = imprint.signature(self.lines)
        if names.fits(agency, self.text):
            return (agency, year)
        return ("", None)


def _clean(text: str) -> str:
    return without_pinyin(canonical(text))


def _agency(page: _Page) -> tuple[str, str]:
    """The agency and the code of what names it."""
    (agency, _), by, _ = page.title
    if agency and names.says_its_place(agency):
        return agency, by
    found = [*_said(page), *_around(page)]
    sound = [(name, by) for name, by in found if names.fits(name, page.text)]
    if agency:
        sound.insert(0, (agency, by))
    elif not sound or not _agree(sound):
        return "", ""
    agency, by = sound[0]
    fullest = names.fullest(agency, [name for name, _ in sound])
    return next((name, by) for name, by in sound if name == fullest)


def _said(page: _Page) -> Iterator[tuple[str, str]]:
    """The agencies that the report's own lines and sentences name, the surest first."""
    for agency in imprint.named_by("imprint", (*page.lines, *page.index)):
        if names.is_own(agency):
            yield agency, "imprint"
    for agency, _ in page.announced:
        if agency:
            yield agency, "announcement"
    opening = prose.opening_agency(page.section_one) or prose.opening_agency(page.above)
    if opening:
        yield opening, "opening"
    agency, _ = page.signed
    if agency and not names.is_bare(agency):
        yield agency, "signature"


def _around(page: _Page) -> Iterator[tuple[str, str]]:
    """The agencies named by what stands around a report, or beside it."""
    for agency in prose.contacts(prose.sentences(map(compact, page.lines))):
        if names.is_own(agency):
            yield agency, "contact"
    if names.says_own_kind(page.text):
        for agency in imprint.named_by("source", (*page.lines, *page.index)):
            if names.is_own(agency):
                yield agency, "imprint"
    for agency in (*imprint.crumbs(page.lines), *_of_site(page.page_title)):
        if names.is_own(agency):
            yield agency, "page_title"


def _of_site(page_title: str) -> Iterator[str]:
    """The agencies in the title of a web page: 政府信息公开年报-青石县教育局."""
    for part in _PARTS.split(compact(page_title)):
        if names.is_name(part) and not read_title(part):
            yield part


def _agree(found: Iterable[tuple[str, str]]) -> bool:
    """Whether all that a report's own words name may be one agency."""
    said = [name for name, by in found if by != "page_title"]
    return all(names.may_be_one(said[0], other) for other in said[1:])


def _year(page: _Page) -> tuple[int | None, str]:
    """The year and the code of what names it."""
    (_, year), _, by = page.title
    if year:
        return _of_title(page, year, by)
    announced = {year for _, year in page.announced if year}
    opened = page.opened
    said = [(year, "announcement") for year in sorted(announced)]
    if page.period:
        said.append((page.period, "period"))
    if opened and said and (not page.period or opened == page.published):
        said.append((opened, "opening"))
    if len({year for year, _ in said}) > 1:
        return next((each for each in said if each[0] == page.published), (None, ""))
    if said:
        return said[0]
    if opened and opened <= (page.published or opened):
        return opened, "opening"
    _, signed = page.signed
    return (signed, "signature") if signed and not opened else (None, "")


def _of_title(page: _Page, year: int, by: str) -> tuple[int | None, str]:
    """The year of a title, unless the report's own words say that it is another's.

    Pages link the reports of other years; and some agencies put the year of publication into the
    title. Where two of the period, the sentences and the day of publication agree on another year,
    nobody knows which one is meant.
    """
    years = title_years("\n".join((page.page_title, *page.lines)))
    own, own_by = (page.period, "period") if page.period else (page.opened, "opening")
    if own in (None, year):
        return year, by
    others = (page.period, page.opened, page.published)
    is_sure = page.period or own == page.published
    if own in years and is_sure:
        return own, own_by
    is_other = others.count(own) > 1 or (len(years) > 1 and page.published != year)
    if is_other:
        return (None, "")
    return (year, by)
