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
    ASIDE,
    BROKEN_DOWN,
    CHANNEL,
    COMPLETE,
    CONTINUES,
    CUMULATIVE,
    FILLER,
    GOVERNMENT,
    HARMLESS,
    HEADS,
    ITEM,
    LEVEL,
    LISTED,
    NEVER_LISTED,
    NOW,
    OPENING,
    PLACE,
    REST,
    SPEAKER,
    THIS_YEAR,
    TOLD_YEAR,
    TOPICS,
    Phrase,
)

_YEAR = re.compile(r"20\d\d(?=[年—～~-])")
#: What ends an item of a list.
_NEXT = re.compile("[，；、。]|$")
_SENTENCE = re.compile("[^。]+")

#: A pattern that nothing matches.
NOWHERE = "(?!)"
#: A phrase in a statement that may say something, and what must stand before it.
Candidate = tuple["Hit", Phrase]


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
        before = FILLER.sub("", statement[match.start() : match.start("number")])
        after = statement[match.end("number") : match.end()]
        return before or after


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a paragraph, and what its heading and the paragraph say before it."""

    text: str
    said_before: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose figures a report tells: the names of its agency, the longest first, and its year.

    `level`: that of a government (县, 镇), "" of any other agency, None where none is known;
    `above`: the places above it (青石县 of 青石县教育局), where not its own name goes on there.
    """

    names: tuple[str, ...]
    year: int | None
    level: str | None
    above: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Enumeration:
    """An enumeration that breaks a total down.

    `start`: where it opens; `complete`: it claims to name every part; `bracketed`: it stands in
    brackets right behind its total.
    """

    start: int
    topic: str
    items: tuple[Hit, ...]
    complete: bool
    bracketed: bool


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


def find_hits(statement: Statement, lists: Sequence[Enumeration], whose: Whose) -> list[Hit]:
    """The figures of one statement in printed order.

    A topic told twice with different figures is left out.
    """
    candidates = _candidates(statement.text)
    listed: dict[int, tuple[Enumeration, Hit]] = {}
    for enumeration in lists:
        for item in enumeration.items:
            listed[item.match.start("figure")] = enumeration, item
    hits: list[Hit] = []
    for start in sorted({*candidates, *listed}):
        best = _best(candidates.get(start, []), hits, statement, whose)
        if start in listed:
            best = _as_listed(best, *listed[start], hits)
        if len(best) == 1:
            hits += best
    values: dict[str, set[Decimal]] = {}
    for hit in hits:
        values.setdefault(hit.topic, set()).add(hit.value)
    return [hit for hit in hits if hit.topic in LISTED or len(values[hit.topic]) == 1]


def _as_listed(
    best: list[Hit], enumeration: Enumeration, item: Hit, before: Sequence[Hit]
) -> list[Hit]:
    """What an item of a list says: its phrase, if it has one that is not the total's own."""
    total = total_of(enumeration, before)
    if total and (not best or best[0].topic == total.topic):
        return [item]
    return best


def _candidates(statement: str) -> dict[int, list[Candidate]]:
    """All phrases in a statement by the place of their figure."""
    candidates: dict[int, list[Candidate]] = {}
    for topic in TOPICS.values():
        for phrase in topic.phrases:
            for match in phrase.pattern.finditer(statement):
                alike = candidates.setdefault(match.start("figure"), [])
                alike.append((Hit(topic.code, match), phrase))
    return candidates


def _best(
    candidates: Sequence[Candidate], before: Sequence[Hit], statement: Statement, whose: Whose
) -> list[Hit]:
    """Of the phrases around one figure the longest that fits, by topic.

    One for any kind or channel counts only where no other fits.
    """
    fitting = []
    for hit, phrase in candidates:
        if _stands_right(hit, phrase, before) and _is_own(hit, phrase, before, statement, whose):
            fitting.append(hit)
    fitting = [hit for hit in fitting if hit.topic not in LISTED] or fitting
    longest = max((len(hit.match[0]) for hit in fitting), default=0)
    by_topic = {hit.topic: hit for hit in fitting if len(hit.match[0]) == longest}
    return list(by_topic.values())


def _stands_right(hit: Hit, phrase: Phrase, before: Sequence[Hit]) -> bool:
    """Whether a phrase stands within the right topic, and nothing behind it makes it another."""
    if phrase.within:
        head = _nearest_head(before)
        if head is None or head.topic not in phrase.within:
            return False
    never = TOPICS[hit.topic].never_before
    return not (never and never.match(hit.match.string, hit.match.end()))


def _is_own(
    hit: Hit, phrase: Phrase, before: Sequence[Hit], statement: Statement, whose: Whose
) -> bool:
    """Whether what stands before a phrase leaves it a figure of this year, agency and thing."""
    lead = hit.match.string[: hit.match.start()]
    said = statement.said_before + lead
    if phrase.if_said and not phrase.if_said.search(said):
        return False
    if phrase.unless_said and phrase.unless_said.search(said):
        return False
    return _is_of_year(hit, statement, whose.year) and _is_of_agency(lead, before, whose)


def _is_of_year(hit: Hit, statement: Statement, year: int | None) -> bool:
    """Whether no other year stands before a figure, and it is no sum from an unknown year on."""
    before = hit.match.string[: hit.match.start("figure")]
    if set(map(int, _YEAR.findall(before))) - {year}:
        return False
    if NOW.search(before) and not THIS_YEAR.search(statement.said_before + before):
        return False
    clause_start = hit.match.start() - len(_clauses(hit.match.string[: hit.match.start()])[-1])
    sums_up = CUMULATIVE.search(hit.match.string, clause_start, hit.match.end())
    return not sums_up or THIS_YEAR.search(before) is not None


def _is_of_agency(lead: str, before: Sequence[Hit], whose: Whose) -> bool:
    """Whether what stands before a phrase, figures apart, names nobody and nothing else."""
    for earlier in reversed(before):
        start, end = earlier.match.span()
        lead = lead[:start] + lead[end:]
    lead = HARMLESS.sub("", lead.replace("人民政府", "政府"))
    other_level = whose.level is not None and set(LEVEL.findall(lead)) - {whose.level}
    if other_level or whose.above.search(lead):
        return False
    for name in whose.names:
        lead = lead.replace(name, "")
    *clauses_before, clause = _clauses(lead)
    return not ALLOWED.sub("", clause) and not any(map(_is_alien, clauses_before))


def _clauses(text: str) -> list[str]:
    return re.split("[，；：。（）]", text)


def _is_alien(clause: str) -> bool:
    """Whether an earlier clause may make what follows another year's or agency's."""
    return ALIEN.search(ALLOWED.sub("", clause)) is not None


def whose(agency: str, year: int | None, text: str) -> Whose:
    """Whose figures a report tells, by its title; where that does not say it, by its text."""
    if not year:
        years = set(map(int, TOLD_YEAR.findall(text)))
        year = years.pop() if len(years) == 1 else None
    agency = agency or _speaker(text)
    level = None
    if agency:
        government = GOVERNMENT.search(agency)
        level = government[1] if government else ""
    return Whose(_own_names(agency), year, level, _above(agency))


def _above(agency: str) -> re.Pattern[str]:
    """The places that an agency's name opens with, and that are more than the agency."""
    name = agency.replace("人民政府", "政府")
    places = []
    for place in PLACE.finditer(name):
        rest = name[place.end() :].removeprefix("政府")
        if rest and not GOVERNMENT.fullmatch(place[0][-1] + rest):
            places.append(f"{re.escape(place[0])}(?!(?:政府)?{re.escape(rest[0])})")
    return re.compile("|".join(places) or NOWHERE)


def _speaker(text: str) -> str:
    """The agency that alone acts in a text, and more than once; else ""."""
    speakers = SPEAKER.findall(text)
    if len(speakers) < 2:
        return ""
    name = str(max(speakers, key=len))
    return name if all(speaker in name for speaker in speakers) else ""


def _own_names(agency: str) -> tuple[str, ...]:
    """How a report may call its agency: each part of the name of two characters or more.

    The longest stand first.
    """
    name = agency.replace("人民政府", "政府")
    parts: set[str] = set()
    for start in range(len(name)):
        for end in range(start + 2, len(name) + 1):
            parts.add(name[start:end])
    return tuple(sorted(parts, key=len, reverse=True))


def find_lists(statement: str) -> list[Enumeration]:
    """The enumerations of a statement of which every item can be read, of two items or more."""
    found = []
    for opening in OPENING.finditer(statement):
        before = statement[: opening.start()]
        bracketed = before.count("（") > before.count("）")
        if bracketed and not before.endswith("（"):
            continue
        items = _items(statement, opening.end(), bracketed)
        if len(items) < 2:
            continue
        labels = [item["label"] for item in items]
        topic = LISTED[any(map(CHANNEL.search, labels))]
        is_cut = statement.startswith("；", items[-1].end())
        says_so = COMPLETE.match(opening[0]) is not None and not is_cut
        complete = says_so or any(map(REST.match, labels))
        hits = tuple(Hit(topic, item) for item in items)
        start = opening.start() - bracketed
        found.append(Enumeration(start, topic, hits, complete, bracketed))
    return found


def _items(statement: str, start: int, bracketed: bool) -> list[re.Match[str]]:
    """The items from `start` to the end of the sentence, and of sentences that go on with it.

    Those in brackets end with these.
    """
    if bracketed:
        return _items_between(statement, start, statement.find("）", start))
    items: list[re.Match[str]] = []
    for sentence in _SENTENCE.finditer(statement, start):
        if items and not _goes_on(sentence[0]):
            break
        more = _items_between(statement, *sentence.span())
        if not more:
            break
        items += more
    semicolon = statement.find("；", start)
    if not items and semicolon >= 0:
        # What follows it may be another thought.
        items = _items_between(statement, start, semicolon)
    return items


def _goes_on(sentence: str) -> bool:
    """Whether a sentence goes on with a list: it gives shares, too, and opens no other."""
    return ASIDE.search(sentence) is not None and not OPENING.match(sentence)


def _items_between(statement: str, start: int, end: int) -> list[re.Match[str]]:
    """The items of one sentence; none where a part of it is neither an item nor an aside."""
    items = []
    while start < end:
        aside = ASIDE.match(statement, start, end)
        item = None if aside else ITEM.match(statement, start, end)
        part = aside or item
        if not part or not _NEXT.match(statement, part.end(), end):
            return []
        if item and NEVER_LISTED.search(item["label"]):
            return []
        if item:
            items.append(item)
        start = part.end() + 1
    return items


def total_of(enumeration: Enumeration, hits: Sequence[Hit]) -> Hit | None:
    """The figure that a list breaks down: the nearest before it, if lists may break it down."""
    before = [hit for hit in hits if hit.match.end() <= enumeration.start]
    head = _nearest_head(before)
    if not head or head.topic not in BROKEN_DOWN:
        return None
    if enumeration.bracketed and head.match.end() < enumeration.start:
        return None
    return head


def _nearest_head(hits: Sequence[Hit]) -> Hit | None:
    """The last of some figures that others may stand within."""
    for hit in reversed(hits):
        if hit.topic in HEADS:
            return hit
    return None
