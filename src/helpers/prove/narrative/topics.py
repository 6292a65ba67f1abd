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
_COUNTER = "条次|件|条|项|个|次|份|宗|例|篇|起|部"
_ITEM_COUNTER = "条次|条|件|份|篇|则|个|项"
_NUMBER = (
    r"(?P<number>(?:共计|合计|总计|总数|总量|数量|数)?(?:达到|达|为|是|有|共|计|：)?"
    rf"(?P<before>{_ROUGHLY})?(?<![\d.,\- 第～~—–])(?<![\d件条增减升降][至到])"
    rf"(?P<figure>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?[千万亿]?(?P<after>[{AND_MORE}])?(?P<unit>UNIT))(?!次)"
    r"(?P<more>以上|左右|之多)?(?![至到～~—–-]\d|(?:增|减|上升|下降)[^，；]{0,2}[至到为]))"
)


#: The topics that a phrase has to stand within, none where it stands alone.
Within = frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """How sentences tell one thing: the words with their number, and what must stand before them.

    `within`: the topics of which the nearest figure before it has to be one, none where it stands
    alone; `if_said`, `unless_said`: what the heading or the paragraph before it has to say, and
    what it must not say.
    """

    pattern: re.Pattern[str]
    within: Within = frozenset()
    if_said: re.Pattern[str] | None = None
    unless_said: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Topic:
    """One thing that sentences tell and tables print, as `topics.yaml` describes it.

    `cells`: the ways in which tables print it, each as cells (table/row/column) to add up.
    """

    code: str
    chinese: str
    english: str
    phrases: tuple[Phrase, ...]
    never_before: re.Pattern[str] | None
    cells: tuple[tuple[str, ...], ...]


def _line(folded: str) -> str:
    return "".join(folded.split())


_DATA: dict[str, Any] = read(beside(__file__, "topics.yaml"), dict, UserError)
_LIST: dict[str, Any] = _DATA["list"]
_NAMED = re.compile("(?<!P)<([a-z_]+)>")
_NUMBERS = {"n": _COUNTER, "items": _ITEM_COUNTER, "yuan": "元"}


def _spelled(phrase: str) -> str:
    """A phrase with its fragments in the place of their names."""

    def fragment(name: re.Match[str]) -> str:
        return f"(?:{_spelled(_line(_DATA['words'][name[1]]))})"

    return _NAMED.sub(fragment, phrase)


def _pattern(phrase: str) -> re.Pattern[str]:
    """A phrase of the data file as a regular expression."""
    pattern = _spelled(phrase)
    for name, counters in _NUMBERS.items():
        pattern = pattern.replace(f"{{{name}}}", _NUMBER.replace("UNIT", counters))
    return re.compile(pattern)


def _condition(name: str) -> re.Pattern[str]:
    return re.compile(_DATA[name])


def _topic(code: str, data: Mapping[str, Any]) -> Topic:
    within = frozenset(data.get("within", ()))
    alone = [Phrase(_pattern(phrase)) for phrase in data.get("phrases", ())]
    inside = [Phrase(_pattern(phrase), within) for phrase in data.get("phrases_within", ())]
    named = [
        Phrase(_pattern(phrase), if_said=_condition(data["if_said"]))
        for phrase in data.get("phrases_if", ())
    ]
    careful = [
        Phrase(_pattern(phrase), unless_said=_condition(data["unless_said"]))
        for phrase in data.get("phrases_unless", ())
    ]
    never = None
    if "never_before" in data:
        never = re.compile(_spelled(data["never_before"]))
    ways = [_line(way).split("+") for way in data.get("cells", ())]
    cells = tuple(map(tuple, ways))
    chinese, english = data["labels"]
    return Topic(code, chinese, english, (*alone, *inside, *named, *careful), never, cells)


def _heads(topics: Iterable[Topic], broken_down: Within) -> Within:
    heads = set(broken_down)
    for topic in topics:
        for phrase in topic.phrases:
            heads |= phrase.within
    return frozenset(heads)


TOPICS = {code: _topic(code, data) for code, data in _DATA["topics"].items()}
PARTS: dict[str, list[str]] = _DATA["parts"]
#: The topics that lists may break down.
BROKEN_DOWN: Within = frozenset(_LIST["within"])
#: The topics that others may stand within.
HEADS = _heads(TOPICS.values(), BROKEN_DOWN)
#: The topics of listed figures: by kind, by channel.
LISTED = ("disclosed.kind", "disclosed.channel")
ALLOWED = re.compile(_line(_DATA["allowed"]))
ALIEN = re.compile(_line(_DATA["alien"]))
HARMLESS = re.compile(_line(_DATA["harmless"]))
FILLER = re.compile(_DATA["filler"])
LEVEL = re.compile(_DATA["level"])
PLACE = re.compile(_DATA["place"])
GOVERNMENT = re.compile(_DATA["government"])
SPEAKER = re.compile(_line(_DATA["speaker"]))
CUMULATIVE = re.compile(_DATA["cumulative"])
NOW = re.compile(_DATA["now"])
TOLD_YEAR = re.compile(_DATA["told_year"])
THIS_YEAR = re.compile(_DATA["this_year"])
CONTINUES = re.compile(_line(_DATA["continues"]))
OPENING = re.compile(_LIST["opening"])
COMPLETE = re.compile(_LIST["complete"])
REST = re.compile(_LIST["rest"])
ASIDE = re.compile(_LIST["aside"])
NEVER_LISTED = re.compile(_LIST["never"])
CHANNEL = re.compile(_LIST["channel"])
#: A number with a counter: what a sentence has to hold to tell anything.
COUNTED = re.compile(rf"\d[千万亿]?[{AND_MORE}]?(?:{_COUNTER}|元)(?!次)")
#: What such a number is about where it is of the kind that tables print.
MATTER = re.compile(_DATA["matter"])
#: An item of a list with its figure; what stands in brackets behind it is told of a part of it.
ITEM = _pattern(
    "(?:[（(]?[一二三四五六七八九十][）)、]|[一二三四五六七八九十]是)?(?:另有?|以及|和)?"
    "(?P<label>(?:(?:通过|在|利用|依托)[^\\d，；。：（）]{1,30}，)?"
    "(?:[^\\d，；。：（）]|（[^（）\\d]{1,40}）){1,80}?){items}(?:（[^（）]*）)?"
)
