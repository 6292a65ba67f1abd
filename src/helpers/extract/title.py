"""What a report's own words say of it: the agency, the year, and whose requests it counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from helpers.text import canonical, compact

#: How many lines from the top the title may stand in, and over how many lines it may run.
HEAD_LINES = 40
TITLE_LINES = 4

_START = (
    r"^(?:【[^】]*】)?(?:\d{4}-\d\d?-\d\d?)?[《\"“]?(?:关于)?(?:印发)?"
    "(?!本报告|现将|根据|依据|按照|为)"
)
_NAME = r"[^\d,。;!?]"
_REPORT = r"(?:报告|年报|总结)"
#: A year, and not a date, such as the day of publication.
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!年?[-/.]?\d)年?度?"
_ABOUT = r"(?:(?:政府)?信息|政务)公开(?:工作)?(?:情况)?(?:的)?"
_TITLES = (
    # X2023年政府信息公开工作年度报告
    re.compile(
        rf"{_START}({_NAME}{{0,40}}?)(?:关于)?(?:印发)?{_YEAR}"
        rf"({_NAME}{{0,40}}?){_ABOUT}(?:年度)?(?:工作)?{_REPORT}"
    ),
    # X政府信息公开工作年度报告（2023年）
    re.compile(rf"{_START}({_NAME}{{0,40}}?){_ABOUT}(?:年度)?(?:工作)?{_REPORT}()[(\[]?{_YEAR}"),
    # X政府信息公开工作2023年度报告
    re.compile(
        rf"{_START}({_NAME}{{0,40}}?){_ABOUT}()[(\[]?{_YEAR}[)\]]?(?:年度)?(?:工作)?{_REPORT}"
    ),
)
#: What divides a title from the rest of its line on web pages:
#: 当前位置: 首页 > 年报 > title | site.
_PARTS = re.compile(r"[:>|»]")
#: A line above the title's own is a part of it only where it ends as the names of agencies do.
_AGENCY = re.compile(
    "(?:[省市区县州盟旗镇乡村局委办厅院处署部会所站社校队]|政府|中心|街道|室|公司|集团|大学)$"
)
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[二一][〇○零一二三四五六七八九]{3}(?=年)")
_WHOLE_AREA = re.compile(
    r"全[省市区县州盟旗镇乡]|各级|本[省市区县州盟旗](?!(?:政府)?办)|我[省市区县州盟旗](?!(?:政府)?办)"
)
_OWN = re.compile(r"[本我](?:机关|单位|局|办|委|厅|院|处|中心|街道|镇|乡|会|府)|办公厅|办公室")
_SECTION_ONE = re.compile("一、")
#: Word does not write down the numbers that it sets itself.
_SECTION_ONE_OR_NO_NUMBER = re.compile("一、|总体情况$")
_RECEIVED = re.compile(r"(?P<subject>.*?)(?:收到|受理|新收|办理|接收).{0,20}申请")


def agency_and_year(text: str) -> tuple[str, int | None]:
    """The agency and year that the title prints.

    They are "" and None where no line above section one is a title. Pages of a site print titles of
    other years, too: of titles that differ in year the one that is printed twice counts (in the
    head of the page and over the text), else the last one before section one.
    """
    return _choose_title(next(_parts(text, _SECTION_ONE))[:HEAD_LINES])


def holds_several(text: str) -> bool:
    """Whether the titles over sections one name reports of several years or several agencies."""
    titles: set[tuple[str, int]] = set()
    *above, _ = _parts(text, _SECTION_ONE_OR_NO_NUMBER)
    for lines in above:
        agency, year = _choose_title(lines[-HEAD_LINES:])
        if year:
            titles.add((agency, year))
    return any(not _same_report(first, second) for first, second in combinations(titles, 2))


def _same_report(first: tuple[str, int], second: tuple[str, int]) -> bool:
    """Whether two titles may mean one report: 青石县人民政府 and 青石县 may be one agency."""
    (agency, year), (second_agency, second_year) = first, second
    if year != second_year:
        return False
    return agency in second_agency or second_agency in agency


def _parts(text: str, section_one: re.Pattern[str]) -> Iterator[list[str]]:
    """The lines above each section one, below the one before.

    At the end stand the lines below the last one.
    """
    part: list[str] = []
    for line in text.splitlines():
        said = compact(line)
        if section_one.match(said):
            yield part
            part = []
        elif line.strip():
            part.append(_year_in_digits(said))
    yield part


def _choose_title(lines: Sequence[str]) -> tuple[str, int | None]:
    nameless: list[tuple[str, int]] = []
    # In one line, else with all lines that the agency's name runs over.
    for size in (1, *range(TITLE_LINES, 1, -1)):
        found = []
        for start in range(len(lines) - size + 1):
            title = _title(lines[start : start + size])
            if title:
                found.append(title)
        named = [title for title in found if title[0]]
        if named:
            return _choose(named)
        nameless += found
    if nameless:
        return _choose(nameless)
    return "", None


def _choose(titles: Sequence[tuple[str, int]]) -> tuple[str, int]:
    if len({year for _, year in titles}) == 1:
        return titles[0]
    title, times = Counter(titles).most_common(1)[0]
    return title if times > 1 else titles[-1]


def _title(lines: Sequence[str]) -> tuple[str, int] | None:
    """The agency and year of a title that runs over exactly these lines."""
    for line in lines[:-1]:
        if not re.search(r"\d{4}|信息公开", line) and not _AGENCY.search(line):
            return None
    if any(above[:3] == line[:3] for above, line in pairwise(lines)):
        return None  # the name of the site (X县人民政府) over the name of the agency (X县教育局)
    for part in _PARTS.split("".join(lines)):
        found = _match_title(part)
        if found:
            names = [text for text in found.groups() if text and text != found["year"]]
            agency = "".join(names[:1]).strip('《》"“”—-·()')
            return agency, int(found["year"])
    return None


def _match_title(text: str) -> re.Match[str] | None:
    for pattern in _TITLES:
        found = pattern.match(text)
        if found:
            return found
    return None


def _year_in_digits(text: str) -> str:
    return _CHINESE_YEAR.sub(lambda found: found[0].translate(_NUMERALS), text)


def scope(text: str) -> str:
    """`whole_area` or `own`, by the first clause on requests received that says whose they are.

    It is "" where no clause does.
    """
    for clause in re.split(r"[。;,]", canonical("".join(text.split()))):
        found = _RECEIVED.match(clause)
        if not found:
            continue
        if _WHOLE_AREA.search(found["subject"]):
            return "whole_area"
        if _OWN.search(found["subject"]):
            return "own"
    return ""
