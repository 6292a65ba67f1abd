"""Statements of the running text → the figures that they tell, each with its phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.numbers import parse
from helpers.prove.narrative.topics import (
    ALIEN,
    ALLOWED,
    AND_MORE,
    BROKEN_DOWN,
    CHANNEL,
    COMPLETE,
    CONTINUES,
    HEADS,
    ITEM,
    LISTED,
    OPENING,
    REST,
    TOPICS,
    Within,
)

_YEAR = re.compile(r"20\d\d(?=年)")
_CLAUSE = re.compile("[^，；、]+")
_SHARE = re.compile(r"(?:均?占|占比|比例为?)[^，；]*%")


#: A phrase that may say something, with the topics that it has to stand within.
Candidate = tuple["Hit", Within]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase in a statement: its topic, where it stands, and the number that it gives."""

    topic: str
    match: re.Match[str]

    @property
    def value(self) -> Decimal:
        """The number, in yuan or as a count."""
        return self._number[0]

    @property
    def step(self) -> Decimal:
        """How far a number in 万 or 亿 may stand from the exact one: one unit of its last digit."""
        return self._number[1]

    @property
    def _number(self) -> tuple[Decimal, Decimal]:
        figure, unit = self.match["figure"], self.match["unit"]
        digits = figure.removesuffix(unit).rstrip(AND_MORE)
        number = parse(digits + unit)
        assert number is not None  # the pattern of a number allows nothing else
        assert number.value is not None
        _, _, decimals = digits.rstrip("千万亿").partition(".")
        rounded_to = number.factor if number.factor > 1 else 0
        return number.value, Decimal(rounded_to).scaleb(-len(decimals))

    @property
    def exact(self) -> bool:
        """False for 约5500条, 5500余条 and the like."""
        return not (self.match["before"] or self.match["after"] or self.match["more"])

    @property
    def label(self) -> str:
        """What the sentence calls the figure: the words before the number, else those after it."""
        statement, match = self.match.string, self.match
        before = statement[match.start() : match.start("number")]
        after = statement[match.end("number") : match.end()]
        return before or after


@dataclass(frozen=True, slots=True)
class Enumeration:
    """An enumeration that breaks a total down; `complete`: it claims to name every part."""

    start: int
    topic: str
    items: tuple[Hit, ...]
    complete: bool


def statements(text: str) -> Iterator[tuple[int, int]]:
    """Where each statement begins and ends: a sentence with those that go on with it (其中...)."""
    start = end = 0
    for sentence in re.finditer(r"[^。！？]+[。！？]?", text):
        if not CONTINUES.search(sentence[0]):
            if end > start:
                yield start, end
            start = sentence.start()
        end = sentence.end()
    if end > start:
        yield start, end


def find_hits(
    statement: str, lists: Sequence[Enumeration], names: Sequence[str], year: int | None
) -> list[Hit]:
    """The figures of one statement in printed order.

    A topic told twice with different figures is left out.
    """
    candidates = _candidates(statement)
    listed: dict[int, tuple[Enumeration, Hit]] = {}
    for enumeration in lists:
        for item in enumeration.items:
            listed[item.match.start("figure")] = enumeration, item
    hits: list[Hit] = []
    for start in sorted({*candidates, *listed}):
        best = _best(candidates.get(start, []), hits, names, year)
        if len(best) == 1:
            hits += best
        elif not best and start in listed:
            enumeration, item = listed[start]
            if total_of(enumeration, hits):
                hits.append(item)
    values: dict[str, set[Decimal]] = {}
    for hit in hits:
        values.setdefault(hit.topic, set()).add(hit.value)
    return [hit for hit in hits if hit.topic in LISTED or len(values[hit.topic]) == 1]


def _candidates(statement: str) -> dict[int, list[Candidate]]:
    """All phrases in a statement by the place of their figure."""
    candidates: dict[int, list[Candidate]] = {}
    for topic in TOPICS.values():
        for pattern, within in topic.patterns:
            for match in pattern.finditer(statement):
                alike = candidates.setdefault(match.start("figure"), [])
                alike.append((Hit(topic.code, match), within))
    return candidates


def _best(
    candidates: Sequence[Candidate], before: Sequence[Hit], names: Sequence[str], year: int | None
) -> list[Hit]:
    """Of the phrases around one figure the longest that fits, by topic."""
    fitting = [hit for hit, within in candidates if _fits(hit, within, before, names, year)]
    longest = max((len(hit.match[0]) for hit in fitting), default=0)
    by_topic = {hit.topic: hit for hit in fitting if len(hit.match[0]) == longest}
    return list(by_topic.values())


def _fits(
    hit: Hit, within: Within, before: Sequence[Hit], names: Sequence[str], year: int | None
) -> bool:
    """Whether a phrase means what it says: this year, this agency, and within the right topic."""
    if within:
        head = _nearest_head(before)
        if head is None or head.topic not in within:
            return False
    never = TOPICS[hit.topic].never_before
    if never and never.match(hit.match.string, hit.match.end()):
        return False
    lead = hit.match.string[: hit.match.start()]
    years = set(map(int, _YEAR.findall(lead)))
    if years - {year}:
        return False
    for earlier in reversed(before):
        start, end = earlier.match.span()
        lead = lead[:start] + lead[end:]
    lead = lead.replace("人民政府", "政府")
    for name in names:
        lead = lead.replace(name, "")
    *clauses_before, clause = re.split("[，；：。（）]", lead)
    if ALLOWED.sub("", clause):
        return False
    return not any(ALIEN.search(ALLOWED.sub("", text)) for text in clauses_before)


def own_names(agency: str) -> list[str]:
    """How a report may call its agency: each part of the name of two characters or more.

    The longest stand first.
    """
    name = agency.replace("人民政府", "政府")
    parts: set[str] = set()
    for start in range(len(name)):
        for end in range(start + 2, len(name) + 1):
            parts.add(name[start:end])
    return sorted(parts, key=len, reverse=True)


def find_lists(statement: str) -> list[Enumeration]:
    """The enumerations of a statement of which every item can be read, of two items or more."""
    found = []
    for opening in OPENING.finditer(statement):
        items = _items(statement, opening.end())
        if len(items) < 2:
            continue
        labels = [item["label"] for item in items]
        topic = LISTED[any(map(CHANNEL.search, labels))]
        says_so = COMPLETE.match(opening[0]) is not None
        complete = says_so or any(map(REST.match, labels))
        hits = tuple(Hit(topic, item) for item in items)
        found.append(Enumeration(opening.start(), topic, hits, complete))
    return found


def _items(statement: str, start: int) -> list[re.Match[str]]:
    """The items from `start` to the end of the sentence.

    There are none where a clause is neither an item nor a share.
    """
    items = []
    end = statement.find("。", start)
    if end < 0:
        end = len(statement)
    for clause in _CLAUSE.finditer(statement, start, end):
        item = ITEM.fullmatch(statement, *clause.span())
        if item:
            items.append(item)
        elif not _SHARE.fullmatch(clause[0]):
            return []
    return items


def total_of(enumeration: Enumeration, hits: Sequence[Hit]) -> Hit | None:
    """The figure that a list breaks down: the nearest before it, if lists may break it down."""
    before = [hit for hit in hits if hit.match.end() <= enumeration.start]
    head = _nearest_head(before)
    if head and head.topic in BROKEN_DOWN:
        return head
    return None


def _nearest_head(hits: Sequence[Hit]) -> Hit | None:
    """The last of some figures that others may stand within."""
    for hit in reversed(hits):
        if hit.topic in HEADS:
            return hit
    return None
