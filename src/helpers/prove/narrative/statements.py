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
)

_YEAR = re.compile(r"20\d\d(?=年)")
_SHARE = re.compile(r"(?:均?占|占比|比例为?)[^，；]*%")


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
        """How far a number told in 万 or 亿 may stand from the exact one: one unit of its last digit."""
        return self._number[1]

    @property
    def _number(self) -> tuple[Decimal, Decimal]:
        digits = self.match["figure"].removesuffix(self.match["unit"]).rstrip(AND_MORE)
        number = parse(digits + self.match["unit"])
        assert number is not None  # the pattern of a number allows nothing else
        assert number.value is not None
        decimals = len(digits.rstrip("千万亿").partition(".")[2])
        return number.value, Decimal(number.factor if number.factor > 1 else 0).scaleb(-decimals)

    @property
    def exact(self) -> bool:
        """False for 约5500条, 5500余条 and the like."""
        return not (self.match["before"] or self.match["after"] or self.match["more"])

    @property
    def label(self) -> str:
        """What the sentence calls the figure: the words before the number, else those after it."""
        statement = self.match.string
        return (
            statement[self.match.start() : self.match.start("number")]
            or statement[self.match.end("number") : self.match.end()]
        )


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
    """The figures of one statement in printed order; a topic told twice with different figures is left out."""
    candidates: dict[int, list[tuple[Hit, frozenset[str]]]] = {}
    for topic in TOPICS.values():
        for pattern, within in topic.patterns:
            for match in pattern.finditer(statement):
                candidates.setdefault(match.start("figure"), []).append(
                    (Hit(topic.code, match), within)
                )
    items = {item.match.start("figure"): (each, item) for each in lists for item in each.items}
    hits: list[Hit] = []
    for start in sorted({*candidates, *items}):
        fitting = [
            hit
            for hit, within in candidates.get(start, [])
            if _fits(hit, within, hits, names, year)
        ]
        longest = max((len(hit.match[0]) for hit in fitting), default=0)
        best = {hit.topic: hit for hit in fitting if len(hit.match[0]) == longest}
        if len(best) == 1:
            hits += best.values()
        elif not best and start in items and total_of(items[start][0], hits):
            hits.append(items[start][1])
    values: dict[str, set[Decimal]] = {}
    for hit in hits:
        values.setdefault(hit.topic, set()).add(hit.value)
    return [hit for hit in hits if hit.topic in LISTED or len(values[hit.topic]) == 1]


def _fits(
    hit: Hit, within: frozenset[str], before: Sequence[Hit], names: Sequence[str], year: int | None
) -> bool:
    """Whether a phrase means what it says: of this year, this agency, and within what it has to be within."""
    if (
        within
        and next((other.topic for other in reversed(before) if other.topic in HEADS), "")
        not in within
    ):
        return False
    never = TOPICS[hit.topic].never_before
    if never and never.match(hit.match.string, hit.match.end()):
        return False
    lead = hit.match.string[: hit.match.start()]
    if any(int(other) != year for other in _YEAR.findall(lead)):
        return False
    for other in reversed(before):
        lead = lead[: other.match.start()] + lead[other.match.end() :]
    lead = lead.replace("人民政府", "政府")
    for name in names:
        lead = lead.replace(name, "")
    *earlier, clause = re.split("[，；：。（）]", lead)
    return not ALLOWED.sub("", clause) and not any(
        ALIEN.search(ALLOWED.sub("", each)) for each in earlier
    )


def own_names(agency: str) -> list[str]:
    """How a report may call its agency: every part of the name of two characters or more, longest first."""
    name = agency.replace("人民政府", "政府")
    parts = {
        name[start:end] for start in range(len(name)) for end in range(start + 2, len(name) + 1)
    }
    return sorted(parts, key=len, reverse=True)


def find_lists(statement: str) -> list[Enumeration]:
    """The enumerations of a statement of which every item can be read, of two items or more."""
    found = []
    for opening in OPENING.finditer(statement):
        items = _items(statement, opening.end())
        if len(items) > 1:
            labels = [item["label"] for item in items]
            topic = LISTED[any(CHANNEL.search(label) for label in labels)]
            complete = bool(
                COMPLETE.match(opening[0]) or any(REST.match(label) for label in labels)
            )
            found.append(
                Enumeration(
                    opening.start(), topic, tuple(Hit(topic, item) for item in items), complete
                )
            )
    return found


def _items(statement: str, start: int) -> list[re.Match[str]]:
    """The items from `start` to the end of the sentence; none where a clause is neither an item nor a share."""
    items = []
    end = statement.find("。", start)
    for clause in re.compile("[^，；、]+").finditer(
        statement, start, end if end >= 0 else len(statement)
    ):
        item = ITEM.fullmatch(statement, *clause.span())
        if item:
            items.append(item)
        elif not _SHARE.fullmatch(clause[0]):
            return []
    return items


def total_of(each: Enumeration, hits: Sequence[Hit]) -> Hit | None:
    """The figure that a list breaks down: the nearest before it, if it is one that lists may break down."""
    before = (hit for hit in reversed(hits) if hit.match.end() <= each.start and hit.topic in HEADS)
    nearest = next(before, None)
    return nearest if nearest and nearest.topic in BROKEN_DOWN else None
