"""Figures that a report's running text repeats of its tables, held against the tables and against each other.

What is looked for stands in `topics.yaml`. A number is taken only with its phrase, in a clause that
holds nothing but words that are known to leave its meaning alone: a sentence that says less than
that gives no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from helpers.forms import Form
from helpers.prove.figures import Figure
from helpers.prove.identities import Check
from helpers.prove.narrative.statements import (
    Enumeration,
    Hit,
    find_hits,
    find_lists,
    own_names,
    statements,
    total_of,
)
from helpers.prove.narrative.topics import LISTED, PARTS, TOPICS
from helpers.readers.grid import Box, Passage
from helpers.text import canonical, printed

_WIDE = str.maketrans(",;:()!?", "，；：（）！？")
#: Two characters of a number that stand further apart than this, in parts of their size, stand in
#: two lines.
LINE_BREAK = 4.0
#: The rule of warnings in checks.csv; one that names a table is a difference between the text and
#: that table.
RULE = "narrative"
#: The figures of a report by table, row and column.
Cells = Mapping[tuple[str, str, str], Figure]


@dataclass(frozen=True)
class Mention:
    """One figure in a sentence, as narrative.csv publishes it.

    `label`: the words that say what is counted; `exact` is False for 约5500条 and the like; `step`: a
    rounded number (1.2万元) may differ by less than this; `table_figure`: what the tables print for
    it, None where they do not, in `cell` (table, row, column; without the last two where cells add
    up); `verdict`: agrees, differs, unchecked.
    """

    topic: str
    label: str
    sentence: str
    printed: str
    figure: Decimal
    unit: str
    exact: bool
    step: Decimal
    page: int | None
    box: Box | None
    place: str
    cell: tuple[str, str, str] = ("", "", "")
    table_figure: Decimal | None = None
    verdict: str = "unchecked"


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph in canonical form: without white space except between digits; `origin`: each one's place in it."""

    text: str
    origin: tuple[int, ...]
    passage: Passage


def narrate(
    passages: Iterable[Passage], agency: str, year: int | None
) -> tuple[list[Mention], list[Check]]:
    """What a report's text says of its own figures, in reading order, and the warnings where that does not add up.

    `agency`, `year`: as the title gives them; a sentence on another year or another agency is left
    alone.
    """
    names = own_names(agency)
    mentions: list[Mention] = []
    sums: list[Check] = []
    for text in map(_canonical, filter(_counts, passages)):
        for start, end in statements(text.text):
            lists = find_lists(text.text[start:end])
            hits = find_hits(text.text[start:end], lists, names, year)
            told = [_mention(text, start, hit) for hit in hits]
            mentions += told
            sums += _parts(lists, hits, told)
    return mentions, list(dict.fromkeys(sums))


def compare(
    mentions: Iterable[Mention], form: Form, figures: Iterable[Figure]
) -> tuple[list[Mention], list[Check]]:
    """The mentions held against the figures of the tables, and the warnings where they contradict them."""
    cells = {
        (figure.table, figure.row, figure.column): figure
        for figure in figures
        if figure.proof != "none"
    }
    found = [_against(each, form, cells) for each in mentions]
    found = [replace(each, verdict=_verdict(each, found)) for each in found]
    return found, list(
        dict.fromkeys(_difference(each) for each in found if each.verdict == "differs")
    )


def _counts(passage: Passage) -> bool:
    """Whether a paragraph prints any digit: else it tells no figure."""
    return any(map(str.isdigit, passage.text))


def _canonical(passage: Passage) -> _Text:
    """Half-width digits, full-width punctuation; a space stays between digits, for it may part two numbers."""
    found = [
        (each, index) for index, character in enumerate(passage.text) for each in _folded(character)
    ]
    kept = []
    for number, (character, index) in enumerate(found):
        space, comma = character.isspace(), character == "," == passage.text[index]
        between_digits = (space or comma) and _parts_digits(found, number)
        if not space:
            kept.append((character if between_digits else character.translate(_WIDE), index))
        elif between_digits:
            kept.append((" ", index))
    return _Text("".join(each for each, _ in kept), tuple(index for _, index in kept), passage)


def _parts_digits(found: Sequence[tuple[str, int]], number: int) -> bool:
    around = "".join(each for each, _ in found[max(number - 1, 0) : number + 2])
    return re.fullmatch(r"\d\D\d", around) is not None


@cache
def _folded(character: str) -> str:
    # A footnote's mark (5②) must not become a digit of the number before it.
    return character if character in "①②③④⑤⑥⑦⑧⑨⑩¹²³⁰⁴⁵⁶⁷⁸⁹" else canonical(character)


def _mention(text: _Text, start: int, hit: Hit) -> Mention:
    """The figure with its sentence and its place; `start`: where the statement begins in the paragraph."""
    first, last = start + hit.match.start("figure"), start + hit.match.end("figure")
    begin = max(text.text.rfind(mark, 0, first) for mark in "。；！？") + 1
    end = min(
        found + 1 if (found := text.text.find(mark, last)) >= 0 else len(text.text)
        for mark in "。；！？"
    )
    source, spots = text.passage.text, text.passage.spots
    places = [spots[index] for index in text.origin[first:last]] if spots else []
    before = (
        text.origin[start + hit.match.start("before")]
        if hit.match["before"]
        else text.origin[first]
    )
    after = text.origin[start + hit.match.end("number") - 1]
    return Mention(
        hit.topic,
        hit.label,
        printed(source[text.origin[begin] : text.origin[end - 1] + 1]),
        printed(source[before : after + 1]),
        hit.value,
        "yuan" if "元" in hit.match["unit"] else "count",
        hit.exact,
        hit.step,
        places[0][0] if places else None,
        _joined([box for page, box in places if page == places[0][0]]),
        text.passage.place,
    )


def _joined(boxes: Sequence[Box]) -> Box | None:
    """The box around characters; of a number that runs over two lines, around those in the first."""
    if not boxes:
        return None
    line = [boxes[0]]
    for before, box in pairwise(boxes):
        if max(abs(box[0] - before[0]), abs(box[1] - before[1])) > LINE_BREAK * max(
            box[2] - box[0], box[3] - box[1]
        ):
            break
        line.append(box)
    x0, y0, x1, y1 = zip(*line, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _against(mention: Mention, form: Form, cells: Cells) -> Mention:
    """The mention with what the tables print for it, if they print it."""
    for terms in TOPICS[mention.topic].cells:
        found = [figure for term in terms for figure in _figures(term, form, cells)]
        values = [figure.value for figure in found if figure.value is not None]
        if values and all(_figures(term, form, cells) for term in terms):
            place = (
                (found[0].table, found[0].row, found[0].column)
                if len(found) == 1
                else (found[0].table, "", "")
            )
            return replace(mention, cell=place, table_figure=sum(values, Decimal(0)))
    return replace(mention, cell=("", "", ""), table_figure=None)


def _figures(term: str, form: Form, cells: Cells) -> list[Figure]:
    """The cells that a term stands for; none where one that the form requires was not found."""
    table, row, column = term.split("/")
    if not row.endswith(".*"):
        return [cells[table, row, column]] if (table, row, column) in cells else []
    rows = form.tables[table].rows if table in form.tables else ()
    parts = [each for each in rows if each.code.startswith(row.removesuffix("*"))]
    if any(
        (table, each.code, column) not in cells for each in parts if each.presence != "optional"
    ):
        return []
    return [
        cells[table, each.code, column] for each in parts if (table, each.code, column) in cells
    ]


def _verdict(mention: Mention, mentions: Iterable[Mention]) -> str:
    """Whether the tables bear it out. Where another sentence of the topic agrees, this one may count another thing."""
    if mention.table_figure is None or not mention.exact:
        return "unchecked"
    if _agrees(mention):
        return "agrees"
    others = (each for each in mentions if each.topic == mention.topic and each.exact)
    return "unchecked" if any(_agrees(each) for each in others) else "differs"


def _agrees(mention: Mention) -> bool:
    assert mention.table_figure is not None
    return (
        mention.figure == mention.table_figure
        or abs(mention.figure - mention.table_figure) < mention.step
    )


def _difference(mention: Mention) -> Check:
    message = f"The text prints {mention.figure:f}, the table {mention.table_figure:f}: {mention.sentence}"
    return Check(RULE, *mention.cell, mention.figure, mention.table_figure, "warning", message)


def _parts(
    lists: Sequence[Enumeration], hits: Sequence[Hit], mentions: Sequence[Mention]
) -> Iterator[Check]:
    """A warning for each total of a statement that the parts told with it do not add up to."""
    told = {hit: mention.sentence for hit, mention in zip(hits, mentions, strict=True)}
    for each in lists:
        total = total_of(each, hits)
        overlap = (
            each.topic == LISTED[True]
        )  # the same item may be disclosed through several channels
        if total and each.complete:
            sentences = dict.fromkeys(told[hit] for hit in hits if hit in (total, *each.items))
            yield from _sum(total, each.items, hits, "".join(sentences), overlap)
    by_topic = {hit.topic: hit for hit in hits}
    for code, parts in PARTS.items():
        if code in by_topic and all(part in by_topic for part in parts):
            yield from _sum(
                by_topic[code], [by_topic[part] for part in parts], hits, told[by_topic[code]]
            )


def _sum(
    total: Hit, parts: Sequence[Hit], hits: Sequence[Hit], sentence: str, overlap: bool = False
) -> Iterator[Check]:
    added = sum((part.value for part in parts), Decimal(0))
    rest = total.value - added
    if (
        not all(hit.exact and not hit.step for hit in (total, *parts))
        or rest == 0
        or (overlap and rest < 0)
    ):
        return
    used = {part.match.start("figure") for part in parts}
    same = (
        hit.label for hit in hits if hit.value == rest and hit.match.start("figure") not in used
    )
    label = next(same, "")
    hint = f"; the rest, {rest:f}, is what the text gives for {label}" if label else ""
    message = (
        f"The {len(parts)} parts told add up to {added:f} against {total.value:f}{hint}: {sentence}"
    )
    yield Check(RULE, "", "", "", added, total.value, "warning", message)
