"""Which names mean one agency: a proposal, made of the names alone, that a person can overrule.

Names that a person wrote into sources.csv stand as they are. Of the others those are one that
differ in nothing but how they are written (人民政府 or 政府, traditional characters), in an
abbreviation (卫健局), in a task that was renamed by law (环境保护局), or in the regions that stand
before a county (青石县财政局, 青山市青石县财政局). Where several longer names end alike, the short
one stays by itself, and is called ambiguous.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from helpers.agencies import regions
from helpers.agencies.names import AgencyName, Key, parse
from helpers.schema import typed
from helpers.text import simplified

#: A name that begins lower than this may be that of many places: 白河镇.
_WIDE = ("province", "city", "county")


def identify(reports: pd.DataFrame) -> pd.DataFrame:
    """One row per name of an agency: its canonical name, how that was told, level, region, parent.

    `reports`: of its columns `agency` and `named_by` count; reports without an agency do not.
    """
    named = reports[reports["agency"].ne("")]
    names = {agency: parse(agency) for agency in sorted(named["agency"].unique())}
    given = set(named.loc[named["named_by"].str.startswith("sources"), "agency"])
    times = named["agency"].value_counts()
    canonical, told = _canonical(names, given)
    by_key = {name.key: canonical[agency] for agency, name in names.items()}
    rows = []
    for agency in names:
        main = names[canonical[agency]]
        parent = by_key.get(parse(main.parent).key, main.parent)
        rows.append(
            {
                "agency": agency,
                "canonical": main.printed,
                "told_by": told[agency],
                "level": main.level,
                "region_code": int(main.region_code) if main.region_code else None,
                "parent": parent,
                "reports": times[agency],
            }
        )
    return typed("agencies", pd.DataFrame(rows, dtype=object))


def _canonical(
    names: Mapping[str, AgencyName], given: Collection[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The canonical name of each name, and how it was told."""
    by_key: dict[Key, list[str]] = defaultdict(list)
    for agency, name in names.items():
        by_key[name.key].append(agency)
    longer = _longer(by_key)
    canonical: dict[str, str] = {}
    told: dict[str, str] = {}
    for key, alike in by_key.items():
        whole = _whole(key, longer.get(key, []))
        main = _fullest(by_key[whole or key], names, given)
        for agency in alike:
            canonical[agency], told[agency] = main, _difference(names[agency], names[main])
            if whole is None:
                told[agency] = "ambiguous"
            if agency in given:
                canonical[agency], told[agency] = agency, "sources"
    return canonical, told


def _longer(keys: Iterable[Key]) -> dict[Key, list[Key]]:
    """For each key those that are the same behind more places."""
    known = set(keys)
    longer: dict[Key, list[Key]] = defaultdict(list)
    for places, body in sorted(known):
        for start in range(1, len(places) + 1):
            short = (places[start:], body)
            if short in known:
                longer[short].append((places, body))
    return longer


def _whole(key: Key, longer: Sequence[Key]) -> Key | None:
    """The key of the whole name that a short one stands for; None where it may be several."""
    if not longer:
        return key
    longest = max(longer, key=lambda other: len(other[0]))
    places = longest[0]
    for other, _ in longer:
        if places[len(places) - len(other) :] != other:
            return None
    if _is_one_place(key[0]):
        return longest
    return None


def _is_one_place(places: tuple[str, ...]) -> bool:
    """Whether the first of some places is high enough, and is the only one of its name."""
    if not places:
        return False
    first = AgencyName(places[0], places[:1], "")
    codes = regions.by_name().get(places[0], ())
    return first.level in _WIDE and (first.region_code != "" or not codes)


def _fullest(alike: Iterable[str], names: Mapping[str, AgencyName], given: Collection[str]) -> str:
    """Of names that mean one agency the canonical one.

    One from sources.csv goes first, then one after the reforms, in full, in simplified characters,
    the longest.
    """

    def rank(agency: str) -> tuple[bool, bool, bool, bool, int, str]:
        name = names[agency]
        plain = simplified(agency) == agency
        return agency in given, not name.is_old, not name.is_short, plain, len(agency), agency

    return max(alike, key=rank)


def _difference(name: AgencyName, main: AgencyName) -> str:
    """In what a name differs from the canonical one of its agency."""
    if name.printed == main.printed:
        return "name"
    if name.places != main.places:
        return "short"
    if name.is_old != main.is_old:
        return "renamed"
    if name.is_short != main.is_short:
        return "abbreviation"
    return "spelling"
