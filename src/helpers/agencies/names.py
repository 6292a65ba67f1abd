"""The name of an agency → the places that it names, what it is there, and how it is compared.

What places and governments are called stands in `agencies.yaml`; how departments end, in
`naming.yaml` of `helpers.extract`, which finds their names in texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from helpers.agencies import regions
from helpers.datafile import beside, read
from helpers.errors import UserError
from helpers.extract.words import fragment
from helpers.text import simplified

_DATA: dict[str, Any] = read(beside(__file__, "agencies.yaml"), dict, UserError)


def _any(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


_PLACES: dict[str, list[str]] = _DATA["places"]
_KIND = {ending: kind for kind, endings in _PLACES.items() for ending in endings}
_NOT_BEFORE: dict[str, str] = _DATA["not_before"]
_ENDINGS = [
    rf"{ending}(?![{_NOT_BEFORE[ending[-1]]}])" if ending[-1] in _NOT_BEFORE else ending
    for ending in sorted(_KIND, key=len, reverse=True)
]
#: Where a place that the table of regions does not have may end.
_PLACE_ENDS = re.compile("|".join(_ENDINGS))
_LONGEST_PLACE = 12
_NO_PLACE = re.compile(_any(_DATA["no_place"]))
_ENDING = re.compile(f"(?:{_any(_KIND)})$")
_GOVERNMENT = re.compile(f"(?:{_any(_DATA['government'])})(?!办事处)")
_OFFICE = re.compile(_any(_DATA["office"]))
_COMMITTEE = re.compile(f"(?<![^{_DATA['committee_of']}])(?:{_any(_DATA['committee'])})")
_PARTY = re.compile(f"^(?:{_any(_DATA['party'])})")
_NOT_OF_GOVERNMENT = tuple(_DATA["not_of_government"])
_SENT: dict[str, str] = _DATA["sent"]
_DEPARTMENT = re.compile(fragment("department") + "$")
_INSTITUTION = re.compile(fragment("institution") + "$")
_CENTRAL_BEGINS = tuple(_DATA["central"]["begins"])
_CENTRAL_NAMES = frozenset(_DATA["central"]["names"])
_TASK = re.compile(r"(?:局|委员会|委|厅|办公室|办)$")
_JOINT = re.compile(_any(_DATA["joint"]))
#: How the endings of a task are written in short.
_SHORT_ENDINGS = {"委员会": "委", "办公室": "办"}
#: What departments that a ministry leads begin with: 国家税务总局青石县税务局.
_OF_MINISTRY = re.compile(r"^国家[^省市区县]{2,8}总局(?=.)")
#: A body of the State Council, before its own one in a place: 国家统计局青石县调查队.
_CENTRAL_BODY = re.compile(r"^国家[^省市区县]{2,12}?局(?=.{2})")
#: What is no part of a name: spaces, brackets and quotation marks.
_MARKS = re.compile(r"[\s()（）\[\]《》“”\"'·]")
#: Two characters that are no place of the table are a word: 城市, 社区.
_SHORT_PLACE = 2
_LONGEST_REGION = max(map(len, regions.by_name()))


def _tasks(words: dict[str, str]) -> dict[str, str]:
    """What tasks are called by other words, all without 和."""
    return {_JOINT.sub("", task): _JOINT.sub("", whole) for task, whole in words.items()}


_ABBREVIATIONS = _tasks(_DATA["abbreviations"])
_RENAMED = _tasks(_DATA["renamed"])

#: The places of an agency, and what it is there.
Key = tuple[tuple[str, ...], str]


@dataclass(frozen=True)
class AgencyName:
    """A name in its parts.

    `places`: each within the one before; `body`: what the agency is there, empty for the government
    itself or the office of a street.
    """

    printed: str
    places: tuple[str, ...]
    body: str

    @property
    def key(self) -> Key:
        """What is the same for all ways to write one name."""
        return self.places, self._today

    @property
    def is_short(self) -> bool:
        """Whether a department's task is abbreviated: 卫健局."""
        return self._full != _with_task(self.body, {})

    @property
    def is_old(self) -> bool:
        """Whether a department's task was called so before the reforms."""
        return self._full != self._today

    @cached_property
    def _full(self) -> str:
        return _with_task(self.body, _ABBREVIATIONS)

    @cached_property
    def _today(self) -> str:
        return _with_task(self._full, _RENAMED)

    @cached_property
    def region_code(self) -> str:
        """The GB/T 2260 code of the region that the name says; "" where it cannot be told."""
        in_table = [place for place in self.places if _kind(place) not in ("township", "street")]
        return regions.code_of(in_table)

    @cached_property
    def level(self) -> str:
        """The level of the government, or what else the agency is; "" where it cannot be told."""
        if not self.places:
            return _level_without_place(self.body)
        if not self.body:
            return self._level_of_place
        return _level_of_body(self.body)

    @property
    def _level_of_place(self) -> str:
        kind = _kind(self.places[-1])
        if kind in ("township", "street"):
            return kind
        if self.region_code:
            return regions.level(self.region_code)
        return {"district": "county", "city_or_county": "", "zone": ""}.get(kind, kind)

    @cached_property
    def parent(self) -> str:
        """The government that the agency is one of, or that its own is below; "" for unknown."""
        if self.body:
            is_apart = self.body.startswith(_NOT_OF_GOVERNMENT)
            return "" if is_apart else government(self.places)
        if len(self.places) > 1:
            return government(self.places[:-1])
        if self.level in ("city", "county"):
            above = regions.above(self.region_code) if self.region_code else ""
            return government((regions.by_code()[above],)) if above else ""
        return ""


def parse(printed: str) -> AgencyName:
    """Take a name apart."""
    text = _OF_MINISTRY.sub("", _PARTY.sub("", simplified(_MARKS.sub("", printed))))
    above = _CENTRAL_BODY.match(text)
    begin = above.end() if above and _next_place(text[above.end() :], []) else 0
    central, text = text[:begin], text[begin:]
    places: list[str] = []
    while place := _next_place(text, places):
        places.append(place)
        text = _without_government(text[len(place) :])
    return AgencyName(printed, tuple(places), central + _body(text, places))


def _body(text: str, places: list[str]) -> str:
    """What an agency is in the last of its places; the office of a street is the street itself."""
    kind = _kind(places[-1]) if places else ""
    itself = {"street": _OFFICE, "zone": _COMMITTEE}.get(kind)
    if itself and itself.fullmatch(text):
        return ""
    return _COMMITTEE.sub("管委会", text)


def government(places: Iterable[str]) -> str:
    """What the government of a place is called, or the committee of a zone."""
    *_, last = names = list(places) or [""]
    if not last:
        return ""
    ending = _ENDING.search(last)
    sent = _SENT.get(ending[0], "") if ending else ""
    by_kind = {"street": "办事处", "zone": "管委会"}
    is_region = last in regions.by_name()
    return "".join(names) + (sent or by_kind.get("" if is_region else _kind(last), "人民政府"))


def _with_task(body: str, tasks: dict[str, str]) -> str:
    """A department's name with its task by these words, 委 for 委员会, and without 和."""
    ending = _TASK.search(body)
    if not ending:
        return tasks.get(body, body)
    task = _JOINT.sub("", body[: ending.start()])
    return tasks.get(task, task) + _SHORT_ENDINGS.get(ending[0], ending[0])


def _next_place(text: str, before: list[str]) -> str:
    """The place that a text begins with: of the table, else one that ends as places do."""
    for length in range(min(_LONGEST_REGION, len(text)), 1, -1):
        place = text[:length]
        if place in regions.by_name() and (not before or regions.code_of([*before, place])):
            return place
    for found in _PLACE_ENDS.finditer(text, 1):
        place = text[: found.end()]
        if len(place) > _LONGEST_PLACE or _NO_PLACE.search(place):
            return ""
        if _is_place(place, text[found.end() :]):
            return place
    return ""


def _is_place(place: str, rest: str) -> bool:
    """Whether what ends as places do is one: 城乡 of 城乡建设局 and 城市 of 城市管理局 are none.

    The names of townships may have one character, 白河镇财政所 and 白河镇 are of one.
    """
    if _kind(place) == "township":
        return rest == "" or bool(_GOVERNMENT.match(rest) or _INSTITUTION.search(rest))
    return len(place) > _SHORT_PLACE


def _without_government(text: str) -> str:
    """What is left behind a place, its government taken for granted: 人民政府办公室 is 办公室."""
    found = _GOVERNMENT.match(text)
    if found:
        return text[found.end() :]
    return text


def _kind(place: str) -> str:
    ending = _ENDING.search(place)
    if ending:
        return _KIND[ending[0]]
    return ""


def _level_without_place(body: str) -> str:
    is_central = body in _CENTRAL_NAMES or body.startswith(_CENTRAL_BEGINS)
    if is_central and not _CENTRAL_BODY.match(body):
        return "central"
    return _level_of_body(body)


def _level_of_body(body: str) -> str:
    if _INSTITUTION.search(body):
        return "institution"
    if _DEPARTMENT.search(body):
        return "department"
    return ""
