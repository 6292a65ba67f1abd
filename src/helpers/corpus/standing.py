"""How reports stand to one another: one is canonical for an agency and a year, others duplicate it.

Of the versions that one address has published the newest counts that could be used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.corpus.extraction import Extraction
from helpers.messages import NOTHING, say
from helpers.words import USABLE, Words


@dataclass(frozen=True)
class Standing:
    """How a report stands to others: the one that stands for it, and what is said of that."""

    duplicate_of: str = ""
    remark: Words = NOTHING


def standings(reports: Sequence[tuple[str, Extraction]]) -> dict[str, Standing]:
    """How each report stands to others; only one is canonical for an agency and a year.

    The newest version of what an address published outranks the older ones, a published report a
    specimen, a better status a worse one, then the name of the file decides. Copies of one file are
    duplicates even where agency and year are unknown.
    """
    by_older = {}
    for name, report in reports:
        if report.source.supersedes:
            by_older[report.source.supersedes] = (name, report)
    newer = {}
    for name, report in reports:
        newer[name] = _newer(report, by_older)
    newest = {name: versions[-1][0] for name, versions in newer.items() if versions}
    usable = [one for one in reports if one[1].content.status in USABLE and one[0] not in newest]
    first: dict[object, str] = {}
    duplicates = {}
    for name, report in sorted(usable, key=_rank):
        canonical = first.setdefault(_subject(report), name)
        if canonical != name:
            duplicates[name] = canonical
    found = {}
    for name, report in reports:
        instead = newest.get(name, name)
        duplicate_of = duplicates.get(instead, instead if instead != name else "")
        is_usable = report.content.status in USABLE
        remark = _on_versions(report, newer[name], by_older)
        found[name] = Standing(duplicate_of if is_usable else "", remark)
    return found


def _newer(
    report: Extraction, by_older: Mapping[str, tuple[str, Extraction]]
) -> list[tuple[str, Extraction]]:
    """The usable newer versions of a report, the newest last.

    One that is about another agency or year, as where an address always has the report of the last
    year, is another report.
    """
    found: list[tuple[str, Extraction]] = []
    passed = {report.source.file}
    version = by_older.get(report.source.file)
    while version and version[1].source.file not in passed:
        _, newer = version
        passed.add(newer.source.file)
        if newer.content.status in USABLE and _is_same(report, newer):
            found.append(version)
        version = by_older.get(newer.source.file)
    return found


def _is_same(one: Extraction, other: Extraction) -> bool:
    """Whether two reports can be of the same agency and year."""
    agencies = {one.agency, other.agency} - {""}
    years = {one.year, other.year} - {None}
    return len(agencies) < 2 and len(years) < 2


def _on_versions(
    report: Extraction,
    newer: Sequence[tuple[str, Extraction]],
    by_older: Mapping[str, tuple[str, Extraction]],
) -> Words:
    """What is said of a report of which its address has a newer version."""
    if report.content.status not in USABLE:
        return NOTHING
    if newer:
        return say("newer_version", file=newer[-1][1].source.file)
    following = by_older.get(report.source.file)
    if following and following[1].content.status not in USABLE:
        return say("newer_unread", file=following[1].source.file)
    return NOTHING


def _subject(report: Extraction) -> object:
    """What only one canonical report is about: agency and year, or where unknown the content."""
    if report.agency and report.year:
        return report.agency, report.year
    return report.source.sha256


def _rank(named: tuple[str, Extraction]) -> tuple[bool, int, str]:
    """What makes one report of an agency and a year come before another."""
    _, report = named
    specimen = report.source.origin == "specimen"
    return specimen, USABLE.index(report.content.status), report.source.file
