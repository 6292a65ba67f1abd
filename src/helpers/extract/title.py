"""What a title says, the agency and the year; and whose requests a report counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from helpers.extract import names
from helpers.extract.dates import year_in_digits
from helpers.extract.words import YEAR, fragment, pattern
from helpers.text import canonical, compact, simplified

#: How many lines from the top, and above section one, the title may stand in, and over how many
#: lines it may run.
HEAD_LINES = 40
TITLE_LINES = 4
#: A title behind words of a menu has no more words, each letter of it perhaps one.
_LONGEST = 100

#: In how many lines above the text a title without year may begin that runs over several.
_NEAR_TEXT = 8
#: How long 本机关 or 全县 in place of a name may be.
_NAMELESS = 4
#: What a line of a title holds that is no name.
_OF_TITLE = re.compile(r"\d{4}|信息公开|^年度报告$")

#: An agency and a year; "" and None where a title does not say.
Title = tuple[str, int | None]

_START = (
    r"^[★☆●○◆■□▲▪·•※]*(?:\(?[一二三四五六七八九十\d]{1,2}[).、])?"
    r"(?:【[^】]{0,5}】|\[[^\]\d]{0,4}\]|\([^)\d]{0,4}\))?(?:\d{4}-\d\d?-\d\d?)?[《\"“]?(?:关于)?(?:印发)?"
    "(?!本报告|现将|根据|依据|按照|为)"
)
_NAME = r"[^\d,。;!?]"
_BETWEEN = "(?:关于|向社会)?(?:印发|发布|公布|公开|报送|上报|呈报)?[(\\[〔【]?"
_ABOUT = fragment("about")
_REPORT = fragment("of_work") + fragment("report")
_TITLES = (
    # X2023年政府信息公开工作年度报告
    re.compile(
        rf"{_START}(?P<agency>{_NAME}{{0,40}}?){_BETWEEN}{YEAR}[)\]〕】]?"
        rf"(?P<behind>{_NAME}{{0,40}}?){_ABOUT}{_REPORT}"
    ),
    # X政府信息公开工作年度报告（2023年）
    re.compile(rf"{_START}(?P<agency>{_NAME}{{0,40}}?){_ABOUT}{_REPORT}[(\[〔]?{YEAR}"),
    # X政府信息公开工作2023年度报告
    re.compile(rf"{_START}(?P<agency>{_NAME}{{0,40}}?){_ABOUT}[(\[〔]?{YEAR}[)\]〕]?{_REPORT}"),
)
#: X政府信息公开工作年度报告, with nothing behind it but the name of the site.
_WITHOUT_YEAR = re.compile(
    rf"{_START}(?P<agency>{_NAME}{{2,40}}?)(?:关于)?{_ABOUT}{_REPORT}[》\"”]?(?:$|[-_—(].*$)"
)
#: X年度报告, which does not say on what.
_OF_A_YEAR = re.compile(rf"{_START}(?P<agency>{_NAME}{{4,40}}?){YEAR}(?:年度报告|年报)$")
#: X关于印发《2023年政府信息公开工作年度报告》的通知.
_ISSUED = re.compile(
    rf"^(?P<by>{_NAME}{{3,40}}?)(?:关于)?(?:印发|发布|公布|公开)?"
    r"《(?P<title>[^《》]+)》(?:的?(?:通知|公告|公示|通告|函|报告))?$"
)
#: X:2023年政府信息公开工作年度报告.
_HEADED = re.compile(rf"^(?P<by>{_NAME}{{3,40}}?):(?=\d{{4}}年)")
#: Who reports, behind a title: (X), ——X.
_BEHIND = re.compile(
    rf"^[》\"”]?(?:\((?P<noted>{_NAME}{{3,40}}?)\)|[-—]+(?P<added>{_NAME}{{3,40}})$)"
)
_ASKS_FOR_REPORTS = pattern("asks_for_reports")
#: Another year behind a title: nobody can tell which one is meant.
_OTHER_YEAR = re.compile(rf"^[》\"”)]*[(\[〔]{YEAR}")
#: What divides a title from the rest of its line on web pages:
#: 当前位置: 首页 > 年报 > title | site.
_PARTS = re.compile(r"[:>|»_]")
_WHOLE_AREA = re.compile(
    r"全[省市区县州盟旗镇乡]|各级|本[省市区县州盟旗](?!(?:政府)?办)|我[省市区县州盟旗](?!(?:政府)?办)"
)
_OWN = re.compile(r"[本我](?:机关|单位|局|办|委|厅|院|处|中心|街道|镇|乡|会|府)|办公厅|办公室")
_SECTION_ONE = re.compile("一、")
#: Word does not write down the numbers that it sets itself.
_SECTION_ONE_OR_NO_NUMBER = re.compile("一、|总体情况$")
_RECEIVED = re.compile(r"(?P<subject>.*?)(?:收到|受理|新收|办理|接收).{0,20}申请")


def agency_and_year(text: str) -> Title:
    """The agency and year that the title prints.

    They are "" and None where no line above section one is a title. Pages of a site print titles of
    other years, too: of titles that differ in year the one that is printed twice counts (in the
    head of the page and over the text), else the last one before section one.
    """
    return _choose_title(_title_lines(text))


def agency_of_year_report(text: str) -> Title:
    """The agency and year of a title that says no more: 青石县统计局2021年年度报告."""
    for line in map(compact, _title_lines(text)):
        found = _OF_A_YEAR.match(simplified(line))
        agency = read_agency(line, found, "agency") if found else ""
        if found and names.is_own(agency):
            return agency, int(found["year"])
    return "", None


def title_years(text: str) -> set[int]:
    """The years of all titles above section one, also of those in a menu."""
    return {year for _, year in _titles(_title_lines(text)) if year}


def _title_lines(text: str) -> list[str]:
    """The lines in which the title may stand: the first ones, and the last above section one."""
    above, *below = _parts(text, _SECTION_ONE)
    lines = above[:HEAD_LINES]
    if below:
        lines += above[max(HEAD_LINES, len(above) - HEAD_LINES) :]
    return lines


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
        words = canonical(line).split()
        if section_one.match(simplified("".join(words))):
            yield part
            part = []
        elif words:
            part.append(year_in_digits(" ".join(words)))
    yield part


def _choose_title(lines: Sequence[str]) -> Title:
    """The title among some lines: one with a year before one without, a named one before others."""
    found = [*_titles(lines)]
    dated = [title for title in found if title[1]]
    named = [title for title in dated if title[0]]
    if named:
        return _choose(named)
    agencies = {agency for agency, _ in found if agency}
    agency = agencies.pop() if len(agencies) == 1 else ""
    year = _choose(dated)[1] if dated else None
    return agency, year


def _titles(lines: Sequence[str]) -> Iterator[Title]:
    """The titles in one line each; else those that run over several lines, the most first."""
    nameless = []
    for size in (1, *range(TITLE_LINES, 1, -1)):
        found = []
        for start in range(len(lines) - size + 1):
            title = _title_at(lines, start, size)
            if title and (title[1] or size == 1 or _is_over_text(lines[start:], title[0])):
                found.append(title)
        if any(agency and year for agency, year in found):
            yield from found
            return
        nameless += found
    yield from nameless


def _title_at(lines: Sequence[str], start: int, size: int) -> Title | None:
    """The title in some lines, with what the lines beside it say of its agency.

    The one above may end within a name (青石县人力资源和社会 over 保障局2021年...), or be an item
    of a list of agencies, as the one in the title is then. The one below may be the agency.
    """
    title = _title(lines[start : start + size])
    if not title:
        return None
    agency, year = title
    above = compact(lines[start - 1]) if start else ""
    first, last = compact(lines[start]), compact(lines[start + size - 1])
    if size > 1 and above != first and names.is_another(above, first):
        agency = ""
    elif names.goes_on(above, agency):
        agency = above + agency
    if not agency and not names.is_name(last):
        agency = _below(lines[start + size : start + size + 2])
    return agency, year


def _below(lines: Sequence[str]) -> str:
    """The agency on the line below a title that names none, unless a list of agencies begins."""
    if not lines:
        return ""
    named, *others = map(compact, lines)
    noted = re.fullmatch(r"\((.*)\)", named)
    if noted and names.is_name(noted[1]):
        return noted[1]
    is_list = any(map(names.is_name, others))
    if names.is_own(named) and names.says_its_place(named) and not is_list:
        return named
    return ""


def _is_over_text(lines: Sequence[str], agency: str) -> bool:
    """Whether a title without year is none of a menu, whose items may read like one.

    The agency fills its lines, and the text begins soon.
    """
    above = [compact("".join(lines[:count])) for count in range(1, TITLE_LINES)]
    return agency in above and len(lines) <= _NEAR_TEXT


def _choose(titles: Sequence[Title]) -> Title:
    """The title that is printed twice, else the last one; and its agency as it is named best."""
    title, times = Counter(titles).most_common(1)[0]
    agency, year = title if times > 1 else titles[-1]
    alike = [name for name, of in titles if of == year and names.goes_before(name, agency)]
    return next(filter(names.says_its_place, alike), alike[0]), year


def _title(lines: Sequence[str]) -> Title | None:
    """The agency and year of a title that runs over exactly these lines."""
    title = _title_of(list(map(compact, lines)))
    if title or len(lines) > 1:
        return title
    # Behind words of a menu, apart from them.
    words = lines[0].split()
    earliest = max(len(words) - _LONGEST, 1)
    behind = [read_title("".join(words[first:])) for first in range(earliest, len(words))]
    return next((title for title in behind if title and title[0]), None)


def _title_of(lines: Sequence[str]) -> Title | None:
    for line in lines[:-1]:
        if _PARTS.search(line) or not _may_begin_title(simplified(line)):
            return None
    for above, line in pairwise(lines):
        # The name of the site (X县人民政府) over that of the agency (X县教育局), or a list.
        if above[:3] == line[:3] or names.is_another(above, line):
            return None
    whole = "".join(lines)
    headed = _HEADED.match(simplified(whole))
    if headed and names.is_own(headed["by"]):
        whole = whole[: headed.end() - 1] + whole[headed.end() :]
    for part in _PARTS.split(whole):
        title = read_title(part)
        if title:
            return title
    return None


def read_title(text: str) -> Title | None:
    """The agency and year of a text that begins with a title; None where it does not."""
    if "公开" not in simplified(text) or _ASKS_FOR_REPORTS.search(simplified(text)):
        return None
    text = _without_notice(text)
    plain = simplified(text)
    for form in _TITLES:
        found = form.match(plain)
        if found:
            return _dated(text, found)
    found = _WITHOUT_YEAR.match(plain)
    if found:
        agency = read_agency(text, found, "agency")
        if agency and names.is_name(agency):
            return agency, None
    return None


def _may_begin_title(line: str) -> bool:
    """Whether a line may be one of a title that goes on below."""
    if _OF_TITLE.search(line) or names.may_go_on(line):
        return True
    return names.is_name_in_title(line.removesuffix("关于"))


def _without_notice(text: str) -> str:
    """The title that a notice quotes, behind who issued it where the title itself does not say."""
    issued = _ISSUED.match(simplified(text))
    if not issued:
        return text
    title = text[slice(*issued.span("title"))]
    if title[:4].isdigit():
        return text[slice(*issued.span("by"))] + title
    return title


def _dated(text: str, found: re.Match[str]) -> Title | None:
    """What a title with a year says; None where it is a sentence."""
    year: int | None = int(found["year"])
    other = _OTHER_YEAR.match(simplified(text[found.end() :]))
    if other and int(other["year"]) != year:
        year = None
    agency = read_agency(text, found, "agency")
    if not agency and "behind" in found.groupdict():
        agency = read_agency(text, found, "behind")
    if not agency or names.is_place(agency):
        agency = _behind(text[found.end() :]) or agency
    if names.is_name_in_title(agency):
        return agency, year
    is_title = len(agency) <= _NAMELESS or not names.is_sentence(agency)
    if is_title:
        return ("", year)
    return None


def _behind(text: str) -> str:
    """The agency behind a title, but not the name of the site."""
    found = _BEHIND.match(simplified(text))
    if not found:
        return ""
    agency = text[slice(*found.span(found.lastgroup or 0))]
    if names.speaks_for_itself(agency):
        return agency
    return ""


def read_agency(text: str, found: re.Match[str], group: str) -> str:
    """The agency as it is printed in a title, `found` in its simplified text.

    In 青石镇政府信息公开 the word 政府 belongs to the name of the place and to what follows.
    """
    first, last = found.span(group)
    agency = text[first:last].strip('《》"“”—-·()[]〔〕【】')
    agency += ")" * ("(" in agency and ")" not in agency)
    agency = names.without_site(agency)
    if names.is_place(agency) and text[last:].startswith("政府"):
        return agency + "政府"
    return agency


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
