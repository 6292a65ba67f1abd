"""What the running text repeats of the tables, and the phrases for it, read from `topics.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.datafile import beside, read
from helpers.errors import UserError

#: What says that a number is not exact, before it and after it; what is counted with it.
_ROUGHLY = "约|大约|近|将近|逾|超过?|突破|至少|不少于|不足"
AND_MORE = "余多几来"
_COUNTER = "件|条|项|个|次|份|宗|例|篇|起|部"
_NUMBER = (
    r"(?P<number>(?:共计|合计|总计|总数|总量|数量|数)?(?:达到|达|为|是|有|共|：)?"
    rf"(?P<before>{_ROUGHLY})?(?<![\d.,\- 第～~—–])(?<![\d件条增减升降][至到])"
    rf"(?P<figure>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?[千万亿]?(?P<after>[{AND_MORE}])?(?P<unit>UNIT))(?!次)"
    r"(?P<more>以上|左右|之多)?(?![至到～~—–-]\d|(?:增|减|上升|下降)[^，；]{0,2}[至到为]))"
)


#: The topics that a phrase has to stand within, none where it stands alone.
Within = frozenset[str]


@dataclass(frozen=True)
class Topic:
    """One thing that sentences tell and tables print, as `topics.yaml` describes it.

    `patterns`: each phrase with the topics that it has to stand within; `cells`: the ways in which
    tables print it, each as cells (table/row/column) to add up.
    """

    code: str
    chinese: str
    english: str
    patterns: tuple[tuple[re.Pattern[str], Within], ...]
    never_before: re.Pattern[str] | None
    cells: tuple[tuple[str, ...], ...]


def _pattern(phrase: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """A phrase of the data file as a regular expression."""
    for name, fragment in words.items():
        phrase = phrase.replace(f"<{name}>", f"(?:{_line(fragment)})")
    counted = _NUMBER.replace("UNIT", _COUNTER)
    paid = _NUMBER.replace("UNIT", "元")
    return re.compile(phrase.replace("{n}", counted).replace("{yuan}", paid))


def _line(folded: str) -> str:
    return "".join(folded.split())


def _topic(code: str, data: Mapping[str, Any], words: Mapping[str, str]) -> Topic:
    anywhere: Within = frozenset()
    within = frozenset(data.get("within", ()))
    alone = [(_pattern(phrase, words), anywhere) for phrase in data.get("phrases", ())]
    inside = [(_pattern(phrase, words), within) for phrase in data.get("phrases_within", ())]
    never = None
    if "never_before" in data:
        never = re.compile(data["never_before"])
    ways = [_line(way).split("+") for way in data.get("cells", ())]
    cells = tuple(map(tuple, ways))
    chinese, english = data["labels"]
    return Topic(code, chinese, english, (*alone, *inside), never, cells)


def _heads(topics: Iterable[Topic], broken_down: Within) -> Within:
    heads = set(broken_down)
    for topic in topics:
        for _, within in topic.patterns:
            heads |= within
    return frozenset(heads)


_DATA: dict[str, Any] = read(beside(__file__, "topics.yaml"), dict, UserError)
_LIST: dict[str, Any] = _DATA["list"]
TOPICS = {code: _topic(code, data, _DATA["words"]) for code, data in _DATA["topics"].items()}
PARTS: dict[str, list[str]] = _DATA["parts"]
#: The topics that lists may break down.
BROKEN_DOWN: Within = frozenset(_LIST["within"])
#: The topics that others may stand within.
HEADS = _heads(TOPICS.values(), BROKEN_DOWN)
#: The topics of listed figures: by kind, by channel.
LISTED = ("disclosed.kind", "disclosed.channel")
ALLOWED = re.compile(_line(_DATA["allowed"]))
ALIEN = re.compile(_line(_DATA["alien"]))
CONTINUES = re.compile(_DATA["continues"])
OPENING = re.compile(_LIST["opening"])
COMPLETE = re.compile(_LIST["complete"])
REST = re.compile(_LIST["rest"])
CHANNEL = re.compile(_LIST["channel"])
ITEM = _pattern(r"(?:另有?|以及|和)?(?P<label>[^\d，；、。：（）]{1,20}?){n}", {})
