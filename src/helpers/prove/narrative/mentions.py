"""Figures that a report's running text repeats of its tables, held against them.

The figures of the text are held against each other, too. What is looked for stands in
`topics.yaml`. A number is taken only with its phrase, in a clause that holds nothing but words that
are known to leave its meaning alone: a sentence that says less than that gives no figure.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import chain, pairwise

from helpers.forms import Form, FormCell
from helpers.messages import say
from helpers.numbers import LARGEST
from helpers.prove.figures import Figure
from helpers.prove.identities import Check
from helpers.prove.narrative.statements import (
    Enumeration,
    Hit,
    Statement,
    Whose,
    find_hits,
    find_lists,
    statements,
    total_of,
    whose,
)
from helpers.prove.narrative.topics import COUNTED, LISTED, MATTER, PARTS, TOPICS
from helpers.readers.grid import Box, Passage
from helpers.text import canonical, printed, simplified

_WIDE = dict(zip(",;:()!?", "，；：（）！？", strict=True))
#: What ends a sentence, or a part of one that says something by itself.
_ENDS = "。；！？"
_END = re.compile(f"[{_ENDS}]")
_SENTENCE = re.compile(f"[^{_ENDS}]+")
#: The marks of footnotes: one (5②) must not become a digit of the number before it.
_FOOTNOTES = frozenset("①②③④⑤⑥⑦⑧⑨⑩¹²³⁰⁴⁵⁶⁷⁸⁹")
#: Two characters of a number that stand further apart than this, in parts of their size, stand in
#: two lines.
LINE_BREAK = 4.0
#: A paragraph of so few characters that counts nothing is the heading of those after it.
HEADING = 30
#: The rule of warnings in checks.csv; one that names a table is a difference between the text and
#: that table.
RULE = "narrative"
#: The figures of a report by table, row and column.
Cells = Mapping[FormCell, Figure]


@dataclass(frozen=True)
class Mention:
    """One figure in a sentence, as narrative.csv publishes it.

    `label`: the words that say what is counted; `exact` is False for 约5500条 and the like; `step`:
    a rounded number (1.2万元) may differ by less than this; `table_figure`: what the tables print
    for it, None where they do not, in `cell` (table, row, column; without the last two where cells
    add up), and `cells`: all that are added up; `verdict`: agrees, differs, unchecked.
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
    cell: FormCell = ("", "", "")
    cells: tuple[FormCell, ...] = ()
    table_figure: Decimal | None = None
    verdict: str = "unchecked"


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph in canonical form: without white space except between digits.

    `origin`: the place of each character in the paragraph.
    """

    text: str
    origin: tuple[int, ...]
    passage: Passage


@dataclass
class Narrative:
    """What a report's text tells: its figures in reading order, and warnings on sums in it.

    A warning says that a total is not the sum of the parts told with it. `sentences`: how many hold
    a figure of the kind that tables print; `understood`: of how many of these one was taken.
    """

    mentions: list[Mention] = field(default_factory=list)
    warnings: list[Check] = field(default_factory=list)
    sentences: int = 0
    understood: int = 0


def narrate(passages: Sequence[Passage], agency: str, year: int | None) -> Narrative:
    """What a report's text says of its figures.

    `agency`, `year`: as the title gives them; a sentence on another year or another agency is left
    alone.
    """
    texts: list[tuple[_Text, Passage]] = []
    heading = Passage("")
    for passage in passages:
        if any(map(str.isdigit, passage.text)):
            texts.append((_canonical(passage), heading))
        if len(passage.text) <= HEADING and not COUNTED.search(passage.text):
            heading = passage
    said = "" if agency and year else "。".join(_canonical(each).text for each in passages)
    teller = whose(_canonical(Passage(agency)).text, year, said)
    narrative = Narrative()
    for text, heading in texts:
        if COUNTED.search(text.text):
            _add_told(narrative, text, _canonical(heading).text, teller)
    narrative.warnings = _once(narrative.warnings)
    return narrative


def _add_told(narrative: Narrative, text: _Text, heading: str, teller: Whose) -> None:
    """Add what one paragraph below a heading tells."""
    taken: list[int] = []
    for start, end in statements(text.text):
        statement = Statement(text.text[start:end], f"{heading}。{text.text[:start]}")
        if not COUNTED.search(statement.text):
            continue
        lists = find_lists(statement.text)
        hits = find_hits(statement, lists, teller)
        hits = [hit for hit in hits if hit.value < LARGEST]
        told = [_mention(text, start, hit) for hit in hits]
        narrative.warnings += _parts(lists, hits, told, first=len(narrative.mentions) + 1)
        narrative.mentions += told
        taken += [start + hit.match.start("figure") for hit in hits]
    for sentence in _SENTENCE.finditer(text.text):
        if COUNTED.search(sentence[0]) and MATTER.search(sentence[0]):
            narrative.sentences += 1
            narrative.understood += any(sentence.start() <= at < sentence.end() for at in taken)


def compare(
    mentions: Iterable[Mention], form: Form, figures: Iterable[Figure]
) -> tuple[list[Mention], list[Check]]:
    """The mentions held against the figures of the tables, and warnings where these differ."""
    cells: dict[FormCell, Figure] = {}
    for figure in figures:
        if figure.proof != "none":
            cells[figure.table, figure.row, figure.column] = figure
    found = [_against(mention, form, cells) for mention in mentions]
    judged: list[Mention] = []
    differences: list[Check] = []
    for n, mention in enumerate(found, start=1):
        verdict = _verdict(mention, found)
        judged.append(replace(mention, verdict=verdict))
        if verdict == "differs":
            differences.append(_difference(mention, n))
    return judged, _once(differences)


def _once(warnings: Iterable[Check]) -> list[Check]:
    """Each warning as it was found first, whatever sentence tells it again."""
    found: dict[Check, Check] = {}
    for warning in warnings:
        found.setdefault(replace(warning, left_told=(), right_told=()), warning)
    return list(found.values())


def _canonical(passage: Passage) -> _Text:
    """Half-width digits, full-width punctuation: the one form in which all phrases are looked for.

    A space stays between digits, for it may part two numbers.
    """
    characters: list[str] = []
    indexes: list[int] = []
    for index, character in enumerate(passage.text):
        folded = _folded(character)
        characters += folded
        indexes += [index] * len(folded)
    text: list[str] = []
    origin: list[int] = []
    for place, (character, index) in enumerate(zip(characters, indexes, strict=True)):
        space = character.isspace()
        comma = character == "," == passage.text[index]
        between_digits = (space or comma) and _parts_digits(characters, place)
        if space and not between_digits:
            continue
        if space:
            kept = " "
        elif between_digits:
            kept = character
        else:
            kept = _WIDE.get(character, character)
        text.append(kept)
        origin.append(index)
    return _Text("".join(text), tuple(origin), passage)


def _parts_digits(characters: Sequence[str], place: int) -> bool:
    """Whether the character at a place stands between two digits."""
    around = "".join(characters[max(place - 1, 0) : place + 2])
    return re.fullmatch(r"\d\D\d", around) is not None


@cache
def _folded(character: str) -> str:
    if character in _FOOTNOTES:
        return character
    return simplified(canonical(character))


def _mention(text: _Text, start: int, hit: Hit) -> Mention:
    """The figure with its sentence and its place.

    `start`: where the statement begins in the paragraph.
    """
    match = hit.match
    figure_start = start + match.start("figure")
    figure_end = start + match.end("figure")
    number_start = start + match.start("before") if match["before"] else figure_start
    number_end = start + match.end("number")

    last_ends = [text.text.rfind(mark, 0, figure_start) for mark in _ENDS]
    sentence_start = max(last_ends) + 1
    end = _END.search(text.text, figure_end)
    sentence_end = end.end() if end else len(text.text)

    page, boxes = None, []
    spots = text.passage.spots
    if spots:
        places = [spots[index] for index in text.origin[figure_start:figure_end]]
        page = places[0][0]
        boxes = [box for number, box in places if number == page]
    return Mention(
        topic=hit.topic,
        label=hit.label,
        sentence=_as_printed(text, sentence_start, sentence_end),
        printed=_as_printed(text, number_start, number_end),
        figure=hit.value,
        unit="yuan" if "元" in match["unit"] else "count",
        exact=hit.exact,
        step=hit.step,
        page=page,
        box=_joined(boxes),
        place=text.passage.place,
    )


def _as_printed(text: _Text, start: int, end: int) -> str:
    """What the paragraph prints for a slice of its canonical form."""
    first, last = text.origin[start], text.origin[end - 1]
    return printed(text.passage.text[first : last + 1])


def _joined(boxes: Sequence[Box]) -> Box | None:
    """The box around characters; of a number that runs over two lines, around those in the first.

    None where there are no boxes.
    """
    if not boxes:
        return None
    line = [boxes[0]]
    for before, box in pairwise(boxes):
        across, down = abs(box[0] - before[0]), abs(box[1] - before[1])
        width, height = box[2] - box[0], box[3] - box[1]
        if max(across, down) > LINE_BREAK * max(width, height):
            break
        line.append(box)
    x0, y0, x1, y1 = zip(*line, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _against(mention: Mention, form: Form, cells: Cells) -> Mention:
    """The mention with what the tables print for it, if they print it."""
    for terms in TOPICS[mention.topic].cells:
        by_term = [_figures(term, form, cells) for term in terms]
        figures = list(chain(*by_term))
        values = [figure.value for figure in figures if figure.value is not None]
        if values and all(by_term):
            places = tuple((figure.table, figure.row, figure.column) for figure in figures)
            place = places[0] if len(places) == 1 else (figures[0].table, "", "")
            total = sum(values, Decimal(0))
            return replace(mention, cell=place, cells=places, table_figure=total)
    return replace(mention, cell=("", "", ""), cells=(), table_figure=None)


def _figures(term: str, form: Form, cells: Cells) -> list[Figure]:
    """The cells that a term stands for; none where one that the form requires was not found."""
    table, row, column = term.split("/")
    if not row.endswith(".*"):
        figure = cells.get((table, row, column))
        return [figure] if figure else []
    if table not in form.tables:
        return []
    stem = row.removesuffix("*")
    found = []
    for part in form.tables[table].rows:
        if not part.code.startswith(stem):
            continue
        figure = cells.get((table, part.code, column))
        if figure:
            found.append(figure)
        elif part.presence != "optional":
            return []
    return found


def _verdict(mention: Mention, mentions: Iterable[Mention]) -> str:
    """Whether the tables bear it out.

    Where another sentence of the topic agrees, this one may count another thing.
    """
    if mention.table_figure is None or not mention.exact:
        return "unchecked"
    if _agrees(mention):
        return "agrees"
    for rival in mentions:
        if rival.topic == mention.topic and rival.exact and _agrees(rival):
            return "unchecked"
    return "differs"


def _agrees(mention: Mention) -> bool:
    assert mention.table_figure is not None
    difference = abs(mention.figure - mention.table_figure)
    return mention.figure == mention.table_figure or difference < mention.step


def _difference(mention: Mention, n: int) -> Check:
    """A warning that the tables print another number than the sentence of this number."""
    said = say(
        "text_differs",
        told=f"{mention.figure:f}",
        printed=f"{mention.table_figure:f}",
        sentence=mention.sentence,
    )
    sides = (mention.figure, mention.table_figure)
    return Check(
        RULE, *mention.cell, *sides, "warning", said, right_cells=mention.cells, left_told=(n,)
    )


def _parts(
    lists: Sequence[Enumeration], hits: Sequence[Hit], mentions: Sequence[Mention], first: int
) -> Iterator[Check]:
    """A warning for each total of a statement that the parts told with it do not add up to.

    `first`: the number of the first mention in the report.
    """
    told = {hit: mention.sentence for hit, mention in zip(hits, mentions, strict=True)}
    numbers = {hit.match.start("figure"): n for n, hit in enumerate(hits, start=first)}
    for enumeration in lists:
        total = total_of(enumeration, hits)
        if not total or not enumeration.complete:
            continue
        terms = (total, *enumeration.items)
        sentences = dict.fromkeys(told[hit] for hit in hits if hit in terms)
        # The same item may be disclosed through several channels.
        overlap = enumeration.topic == LISTED[True]
        warnings = _sum(total, enumeration.items, hits, "".join(sentences), overlap)
        yield from _with_numbers(warnings, enumeration.items, total, numbers)
    by_topic = {hit.topic: hit for hit in hits}
    for code, parts in PARTS.items():
        if {code, *parts} <= by_topic.keys():
            total = by_topic[code]
            parts_told = [by_topic[part] for part in parts]
            warnings = _sum(total, parts_told, hits, told[total])
            yield from _with_numbers(warnings, parts_told, total, numbers)


def _with_numbers(
    warnings: Iterable[Check], parts: Iterable[Hit], total: Hit, numbers: Mapping[int, int]
) -> Iterator[Check]:
    """Warnings with the numbers of the mentions that they are about."""
    places = [part.match.start("figure") for part in parts]
    left = tuple(numbers[place] for place in places if place in numbers)
    right = (numbers[total.match.start("figure")],)
    for told in warnings:
        yield replace(told, left_told=left, right_told=right)


def _sum(
    total: Hit, parts: Sequence[Hit], hits: Sequence[Hit], sentence: str, overlap: bool = False
) -> Iterator[Check]:
    """A warning where parts do not add up to their total; `overlap`: they may be more than that."""
    used = set()
    added = Decimal(0)
    for part in parts:
        used.add(part.match.start("figure"))
        added += part.value
    rest = total.value - added
    if max(added, total.value) >= LARGEST:
        return
    exact = all(hit.exact and not hit.step for hit in (total, *parts))
    if not exact or rest == 0 or (overlap and rest < 0):
        return
    label = _label_of(rest, hits, used)
    said = say(
        "parts_told_rest" if label else "parts_told",
        number=len(parts),
        added=f"{added:f}",
        total=f"{total.value:f}",
        rest=f"{rest:f}",
        label=label,
        sentence=sentence,
    )
    yield Check(RULE, "", "", "", added, total.value, "warning", said)


def _label_of(value: Decimal, hits: Iterable[Hit], used: Container[int]) -> str:
    """What the text calls a value, in a figure that does not start at a place that is `used`."""
    for hit in hits:
        if hit.value == value and hit.match.start("figure") not in used:
            return hit.label
    return ""
