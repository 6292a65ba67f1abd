"""What a report's own words say of it: the agency, the year, and whose requests it counts."""

from __future__ import annotations

import re

from helpers.text import canonical, compact

#: How many lines from the top the title may stand in, and over how many lines it may run.
HEAD_LINES = 40
TITLE_LINES = 3

_TITLE = re.compile(
    r"^[《\"“]?(?:关于)?(?P<before>[^\d,。;:!?]{0,40}?)(?:关于)?(?P<year>(?:19|20)\d\d)年?度?(?P<after>[^\d,。;:!?]{0,40}?)"
    r"(?:政府)?信息公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:报告|年报|总结)"
)
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[二一][〇○零一二三四五六七八九]{3}(?=年)")
_WHOLE_AREA = re.compile(
    r"全[省市区县州盟旗镇乡]|各级|本[省市区县州盟旗](?!(?:政府)?办)|我[省市区县州盟旗](?!(?:政府)?办)"
)
_OWN = re.compile(r"[本我](?:机关|单位|局|办|委|厅|院|处|中心|街道|镇|乡|会|府)|办公厅|办公室")
_RECEIVED = re.compile(r"(?:收到|受理|新收|办理|接收)[^。;]{0,20}申请")


def agency_and_year(text: str) -> tuple[str, int | None]:
    """The agency and year that the title prints; ("", None) where no line near the top is a title."""
    lines = [_year_in_digits(compact(line)) for line in text.splitlines() if line.strip()][:HEAD_LINES]
    for start in range(len(lines)):
        for size in range(1, TITLE_LINES + 1):
            found = _TITLE.match("".join(lines[start : start + size]))
            if found:
                return (found["before"] or found["after"]).strip('《》"“”—-·()'), int(found["year"])
    return "", None


def _year_in_digits(text: str) -> str:
    return _CHINESE_YEAR.sub(lambda found: found[0].translate(_NUMERALS), text)


def scope(text: str) -> str:
    """`whole_area` or `own` by the first sentence on requests received that says it; "" where none does."""
    for sentence in re.split(r"[。;]", canonical("".join(text.split()))):
        if _RECEIVED.search(sentence):
            if _WHOLE_AREA.search(sentence):
                return "whole_area"
            if _OWN.search(sentence):
                return "own"
    return ""
