"""Chinese numerals of years and dates → digits: 二〇二一年一月二十日 → 2021年1月20日."""

from __future__ import annotations

import re

_NUMERALS = str.maketrans("〇○◯零Oo一二三四五六七八九", "000000123456789")
_YEAR = re.compile(r"[二一][〇○◯零Oo0一二三四五六七八九]{3}(?=年)")
#: A month or a day of a date, not that of a name (五一农场).
_PART = re.compile(
    "(?<=[年月至到自-])([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)(?=[月日])"
)


def year_in_digits(text: str) -> str:
    """二〇二〇年 → 2020年."""
    return _YEAR.sub(lambda found: found[0].translate(_NUMERALS), text)


def date_in_digits(text: str) -> str:
    """二〇二〇年十二月三十一日 → 2020年12月31日; a date may lack its year behind 至."""
    return _PART.sub(_number, year_in_digits(text))


def _number(found: re.Match[str]) -> str:
    """A number below 100; nothing stays nothing."""
    first, ten, last = (part.translate(_NUMERALS) for part in found.groups())
    if not ten:
        return first + last
    return f"{first or 1}{last or 0}"
