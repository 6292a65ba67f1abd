"""What stands around the text of a report: lines on who published it and when, the signature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from helpers.extract import names
from helpers.extract.dates import date_in_digits
from helpers.extract.title import Title, read_title
from helpers.extract.words import fragment
from helpers.readers.grid import Grid
from helpers.text import canonical, compact, simplified

_VALUE = rf"(?:名称)?{fragment('seal')}?\s*:?\s*" r"(?P<value>[^\s:,;|【】\[\]]+)(?=[\s,;|【\[]|$)"
#: A label whose characters stand apart: 来 源.
_APART = re.compile(r"(?<!\S)[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff])+(?=[\s:]|$)")
_DATE = r"(?P<year>20\d\d)(?:年|[-/.])(?P<month>[01]?\d)(?:月|[-/.])(?:[0-3]?\d)日?"
_LABELS = {
    label: re.compile(f"(?:^|[\\s|【\\[])[【\\[]?{fragment(label)}[】\\]]?{_VALUE}")
    for label in ("imprint", "source")
}
#: A line under a title that begins with the day: 2021-01-20 10:30 X.
_DAY_AND_SOURCE = re.compile(rf"^{_DATE}\s+(?:\d\d?:\d\d(?::\d\d)?\s+)?(?P<value>[^\s:]+)(?=\s|$)")
_PUBLISHED = re.compile(f"{fragment('published')}[】\\]]?[::]?\\s*{_DATE}")
_SIGNED = re.compile(f"^{_DATE}$")
_NAME_AND_DATE = re.compile(rf"^(?P<agency>[^\d,。;:]{{3,40}}?){_DATE}$")
#: The months in which reports of the year before are published.
_MONTHS = range(1, 7)
#: How many lines from the end the signature may stand in.
_FOOT_LINES = 40
_CRUMBS = re.compile("[>›»]+")
_BREADCRUMB = re.compile(f"^{fragment('breadcrumb')}")
_TITLE_LABEL = re.compile(f"^[【\\[]?{fragment('title_label')}[】\\]]?:?$")


def index_lines(grids: Iterable[Grid]) -> Iterator[str]:
    """The rows of tables as lines, a gap between two cells: the table of an index over a report."""
    for grid in grids:
        for cells in grid.by_row:
            if len(cells) <= 8:
                yield " ".join("".join(canonical(cell.text).split()) for cell in cells)


def index_titles(lines: Iterable[str]) -> Iterator[Title]:
    """The titles behind the label 名称 in the table of an index."""
    for line in lines:
        for label, value in pairwise(re.split("[ :]+", line)):
            title = read_title(value) if _TITLE_LABEL.match(simplified(label)) else None
            if title:
                yield title


def named_by(label: str, lines: Iterable[str]) -> Iterator[str]:
    """The agencies behind the labels of `imprint` or of `source`."""
    for line in _with_values(lines, label):
        plain = simplified(line)
        dated = [_DAY_AND_SOURCE.match(plain)] if label == "source" else []
        for found in filter(None, [*_LABELS[label].finditer(plain), *dated]):
            agency = names.without_inner_office(line[slice(*found.span("value"))])
            if names.is_name(agency):
                yield agency


def _with_values(lines: Iterable[str], label: str) -> Iterator[str]:
    """The lines, their labels closed up, and those whose value stands on the next line."""
    before = ""
    for line in lines:
        closed = _APART.sub(lambda found: compact(found[0]), line)
        yield closed
        if re.fullmatch(fragment(label) + ":?", simplified(before)):
            yield f"{before} {closed}"
        before = closed


def year_before_publication(lines: Iterable[str]) -> int | None:
    """The year before that of the one day on which a page says that it was published."""
    found = {
        int(found["year"]) for line in lines for found in _PUBLISHED.finditer(simplified(line))
    }
    if len(found) == 1:
        return found.pop() - 1
    return None


def signature(lines: Sequence[str]) -> tuple[str, int | None]:
    """The agency on its line before a date, at the end of a report, and the year before the date.

    They are "" and None where there is none, or more than one. Of a date after June nobody knows
    which year's report is signed.
    """
    foot = [date_in_digits(compact(line)) for line in lines[-_FOOT_LINES:]]
    signed = set()
    for line, below in pairwise(["", *foot]):
        date, both = _SIGNED.match(below), _NAME_AND_DATE.match(below)
        name, found = (both["agency"], both) if both else (line, date)
        agency = names.without_inner_office(names.without_seal(name))
        if found and names.is_name(agency):
            signed.add((agency, _year_before(found)))
    if len(signed) == 1:
        return signed.pop()
    return ("", None)


def _year_before(date: re.Match[str]) -> int | None:
    if int(date["month"]) in _MONTHS:
        return int(date["year"]) - 1
    return None


def crumbs(lines: Iterable[str]) -> list[str]:
    """The agencies that breadcrumbs name, the last ones first."""
    found: list[str] = []
    for line in lines:
        plain = simplified(compact(line))
        steps = _CRUMBS.split(compact(line))
        if len(steps) > 2 or (_BREADCRUMB.match(plain) and len(steps) > 1):
            found = [step for step in map(_step, steps) if names.is_name(step)] + found
    return found[::-1]


def _step(step: str) -> str:
    """A step of a breadcrumb without the words before the first one."""
    return step.rpartition(":")[2]
