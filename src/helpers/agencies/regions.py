"""The regions of China by name: GB/T 2260 codes of provinces, cities and counties.

`regions.csv` has every region that has been in force at any time since 2008, when agencies began
to report, as the Ministry of Civil Affairs lists them, up to 2025; `until` is the year in which a
code ended. Townships and streets have no code there.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache

from helpers.datafile import beside

FILE = beside(__file__, "regions.csv")


@cache
def by_name() -> dict[str, tuple[str, ...]]:
    """The codes that regions of a name have or had."""
    codes: dict[str, list[str]] = defaultdict(list)
    for region in _table():
        codes[region["name"]].append(region["code"])
    return {name: tuple(found) for name, found in codes.items()}


@cache
def by_code() -> dict[str, str]:
    """The name of each code; the last one, where it had several."""
    by_age = sorted(_table(), key=lambda region: region["until"] or "in force")
    return {region["code"]: region["name"] for region in by_age}


@cache
def current() -> frozenset[str]:
    """The codes that are in force."""
    return frozenset(region["code"] for region in _table() if not region["until"])


@cache
def _table() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def code_of(places: Sequence[str]) -> str:
    """The code of the last of some places, each within the one before; "" where it may be several.

    A place that is none of the table makes the rest unknown.
    """
    codes: Collection[str] = ()
    for number, place in enumerate(places):
        found = by_name().get(place, ())
        codes = {code for code in found if number == 0 or within(code, codes)}
    return _only(codes)


def _only(codes: Collection[str]) -> str:
    """The one code; of those that a region had one after the other, the one in force."""
    cities = {code[:4] for code in codes}
    in_force = [code for code in codes if code in current()]
    if len(codes) == 1 or (len(cities) == 1 and len(in_force) == 1):
        return (in_force or list(codes))[0]
    return ""


def within(code: str, regions: Collection[str]) -> bool:
    """Whether a region lies in one of these."""
    return any(code.startswith(_stem(region)) and code != region for region in regions)


def level(code: str) -> str:
    """The level of a region's government: province, city or county."""
    if code.endswith("0000"):
        return "province"
    if code.endswith("00"):
        return "city"
    return "county"


def above(code: str) -> str:
    """The code of the region that a region lies in; "" for a province.

    A county of a municipality, or right below a province, has no city above it.
    """
    if code.endswith("0000"):
        return ""
    city = f"{code[:4]}00"
    if city != code and city in by_code():
        return city
    return f"{code[:2]}0000"


def _stem(code: str) -> str:
    """The digits that all codes within a region begin with."""
    return code[: {"province": 2, "city": 4, "county": 6}[level(code)]]
