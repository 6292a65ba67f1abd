"""What the sentences of a report say of its agency and year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from helpers.extract import names
from helpers.extract.dates import date_in_digits
from helpers.extract.title import Title, read_agency, read_title
from helpers.extract.words import YEAR, fragment, pattern
from helpers.text import simplified

_QUOTED = re.compile("《([^《》]*)》")
_REPORT_AT_END = re.compile(fragment("report") + "$")
#: Notes in brackets, but not the year of a report: 以下简称《条例》, 国办函〔2019〕60号.
_NOTE = re.compile(r"\((?!(?:19|20)\d\d年?度?\))[^()]*\)|[〔\[][^〔〕\[\]]*[〕\]](?:第?\d+号)?")
_SENTENCE = re.compile("[。;!?]")
_NAME = r"(?P<agency>[^\d,。;!?:]{2,40}?)"
_ABOUT = fragment("about")
_REPORT = fragment("of_work") + fragment("report")
_ANNOUNCED = (
    re.compile(
        rf"{fragment('announces')}(?P<agency>[^\d,]{{0,40}}?)(?:关于)?{YEAR}"
        rf"(?P<behind>[^\d,]{{0,30}}?){_ABOUT}"
    ),
    re.compile(rf"{fragment('announces')}(?P<agency>[^\d,]{{0,40}}?){_ABOUT}{_REPORT}"),
    re.compile(rf"{fragment('announces')}(?P<agency>[^\d,]{{0,40}}?){YEAR}{_REPORT}"),
)
_BELOW = pattern("announces_below")
_OF_BEFORE = pattern("tells_of_before")
_RULE, _MAKES = fragment("by_rule"), fragment("makes")
_OF_REPORT = re.compile(f"{_MAKES}.*{fragment('report')}|{fragment('report')}.*{_MAKES}")
_MAKERS = (
    # 本报告由X根据条例编制
    re.compile(rf"由{_NAME}(?:负责|组织|牵头|汇总)*(?:{_RULE}.*?)?{_MAKES}"),
    # 本报告是X根据条例编制的; X根据条例编制本报告
    re.compile(
        rf"^(?:本(?:年度)?(?:报告|年报)(?:是|系|为)?由?)?(?:{YEAR},?)?{_NAME}(?:现|特)?{_RULE}"
    ),
    # 根据条例,X编制了年度报告
    re.compile(
        rf"(?:^|,)(?:现|特)?由?{_NAME}(?:现|特|已|组织|负责|认真|特此)*"
        rf"(?:[现特兹]将|{_MAKES}|向社会)[^,]*(?:{fragment('report')}|如下)"
    ),
)
_OPENS = re.compile("^" + fragment("before_year") + fragment("opens"))
#: X2020年共公开12条.
_OPENS_BEHIND = re.compile(
    rf"^{_NAME}[在于]?{fragment('opens')},?(?={fragment('policy')}|{fragment('does')})"
)
_PLANS = pattern("plans")
_CIRCUMSTANCE = pattern("circumstance")
_POLICY = re.compile(rf"^{_NAME}(?:,)?{fragment('policy')}")
_DOES = re.compile(rf"^{_NAME}(?:{fragment('policy')}|{fragment('does')})")
_PERIOD = pattern("period")
_PERIOD_SAID = pattern("period_said")
#: How far before a period the word stands that says what it is.
_NEAR = 25
_UNTIL = pattern("until")
_ASKS = pattern("asks")
_CONTACT = pattern("contact")


def sentences(lines: Iterable[str]) -> list[str]:
    """The sentences of some lines, without what they quote and note."""
    found = []
    for line in lines:
        plain = _NOTE.sub("", _QUOTED.sub(_unquoted, line))
        found += [sentence for sentence in _SENTENCE.split(plain) if sentence]
    return found


def _unquoted(quoted: re.Match[str]) -> str:
    """The title of a report stays, that of a law or a notice goes."""
    is_report = _REPORT_AT_END.search(simplified(quoted[1])) and read_title(quoted[1])
    if is_report:
        return quoted[1]
    return ""


def announcements(above: Sequence[str], below: Sequence[str]) -> Iterator[Title]:
    """What the sentences say that announce the report, or who made it.

    `above`: those above section one; `below`: the first ones in it.
    """
    said = [sentence for sentence in below if _BELOW.search(simplified(sentence))]
    for sentence in (*above, *said):
        yield from _announced(sentence)
        yield from _makers(sentence)


def _announced(sentence: str) -> Iterator[Title]:
    for clause in sentence.split(","):
        plain = simplified(clause)
        if _OF_BEFORE.search(plain):
            continue
        for form in _ANNOUNCED:
            found = form.search(plain)
            if found:
                groups = found.groupdict()
                agency = read_agency(clause, found, "agency")
                if not agency and "behind" in groups:
                    agency = read_agency(clause, found, "behind")
                year = int(found["year"]) if "year" in groups else None
                yield agency if names.is_name(agency) else "", year
                break


def _makers(sentence: str) -> Iterator[Title]:
    """Who made the report; an office that only put together what others sent in is left out."""
    plain = simplified(sentence)
    if not _OF_REPORT.search(plain) and "如下" not in plain:
        return
    for form in _MAKERS:
        found = form.search(plain)
        if found:
            agency = names.without_inner_office(sentence[slice(*found.span("agency"))])
            if names.is_name(agency) and not names.is_office_of_government(agency):
                yield agency, None


def period(lines: Iterable[str]) -> int | None:
    """The year of the statistics: where their period begins and ends, or to which day they count.

    A beginning one year early is a misprint; periods that contradict one another say nothing.
    """
    text = date_in_digits(simplified("\n".join(lines)))
    said: set[int | None] = set()
    others: set[int | None] = set()
    for found in _PERIOD.finditer(text):
        near = text[max(0, found.start() - _NEAR) : found.start()]
        (said if _PERIOD_SAID.search(near) else others).add(_of_period(found))
    years = said or others | {int(found["year"]) for found in _UNTIL.finditer(text)}
    if len(years) == 1:
        return years.pop()
    return None


def _of_period(found: re.Match[str]) -> int | None:
    first = int(found["first"])
    last = int(found["last"] or first)
    if last - first in (0, 1):
        return last
    return None


def opening_year(said: Iterable[str]) -> int | None:
    """The year with which sentences on what was done begin, if there is only one."""
    years = set()
    for sentence in said:
        found = _OPENS.match(sentence) or _opens_behind_its_subject(sentence)
        if found and not _PLANS.search(simplified(sentence)):
            years.add(int(found["year"]))
    if len(years) == 1:
        return years.pop()
    return None


def _opens_behind_its_subject(sentence: str) -> re.Match[str] | None:
    """The beginning X2020年 of a sentence, or 我局2020年."""
    found = _OPENS_BEHIND.match(simplified(sentence))
    is_subject = found and (names.is_itself(found["agency"]) or names.is_name(found["agency"]))
    if is_subject:
        return found
    return None


def opening_agency(said: Sequence[str]) -> str:
    """The subject of the first sentence that says in general what the agency did.

    It begins with the year (2020年,在区委的领导下,X认真...), or with the agency. A name that
    lacks its place counts in the first kind only.
    """
    for number, sentence in enumerate(said):
        agency, is_of_year = _opening(sentence)
        if agency and (is_of_year or (number == 0 and not names.is_bare(agency))):
            return "" if names.lacks_its_place(agency) else agency
    return ""


def _opening(sentence: str) -> tuple[str, bool]:
    """The subject of a sentence, and whether the sentence tells of a year."""
    found = _OPENS.match(sentence)
    if found:
        return _subject(sentence[found.end() :], _DOES), True
    behind = _opens_behind_its_subject(sentence)
    if not behind:
        return _subject(sentence, _POLICY), False
    agency = names.without_inner_office(sentence[slice(*behind.span("agency"))])
    is_whole = names.is_name(agency) and not names.is_bare(agency)
    return agency if is_whole else "", True


def _subject(sentence: str, form: re.Pattern[str]) -> str:
    """The agency before a verb, behind the circumstances; "" where there is none."""
    clauses = [clause for clause in sentence.split(",") if clause]
    while clauses and _CIRCUMSTANCE.search(simplified(clauses[0])):
        clauses.pop(0)
    if not clauses:
        return ""
    for pattern_of_verbs in (_POLICY, form):
        found = pattern_of_verbs.match(simplified(clauses[0]))
        if found:
            agency = names.without_inner_office(clauses[0][slice(*found.span("agency"))])
            is_sound = pattern_of_verbs is _POLICY or not names.is_bare(agency)
            if is_sound and names.is_name(agency):
                return agency
    return ""


def contacts(said: Iterable[str]) -> Iterator[str]:
    """The agencies that readers of the report may turn to."""
    for sentence in said:
        plain = simplified(sentence)
        found = _CONTACT.search(plain)
        if found and _ASKS.search(plain):
            agency = names.without_inner_office(sentence[slice(*found.span("agency"))])
            if names.is_name(agency):
                yield agency
