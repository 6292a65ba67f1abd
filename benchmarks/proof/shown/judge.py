"""What became of the cases: read right, withheld, or published with a proof though nobody sees it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from helpers.extract.report import read_content
from helpers.prove.content import Content
from helpers.words import PROVEN
from printing import FORMS, Key
from proof.counts import Counts
from proof.shown.cases import Case, Made, worth

WITHHELD = "withheld"
Row = tuple[str, str, str, str, str, str]
HEADS = ("file", "shows", "table", "row", "column", "right")


@dataclass
class Tally(Counts):
    """What became of the cases of one family; `short`: with a proof though nobody sees it."""

    cases: int = 0
    dropped: int = 0
    right: int = 0
    withheld: int = 0
    short: int = 0
    said: list[str] = field(default_factory=list)


def truth(made: Made) -> dict[Key, str]:
    """What is seen in each cell that is seen for sure: a number, "" for nothing, or "withheld".

    A case of which the first cell is not sure is dropped as a whole: it has no truth.
    """
    if not made.seen or next(iter(made.seen.values())).verdict == "unsure":
        return {}
    said = {"blank": "", "withheld": WITHHELD}
    return {
        key: said.get(seen.verdict)
        if seen.verdict in said
        else f"{worth(made.form, key, seen.text).normalize():f}"
        for key, seen in made.seen.items()
        if seen.verdict != "unsure"
    }


def judge(made: Made) -> Tally:
    """Read the file of a case, and hold what is published against what is seen."""
    seen = truth(made)
    return hold(made.case, made.path, seen) if seen else Tally(1, dropped=1)


def hold(case: Case, path: Path, seen: Mapping[Key, str]) -> Tally:
    """The same where it is known what is seen."""
    content = read_content(path, FORMS)
    wrong = list(_unseen(seen, content))
    if wrong:
        said = f"NOT SEEN, {content.status}: {case.maker}: {path.name}: {case.shows}: {'; '.join(wrong)}"
        return Tally(1, short=1, said=[said])
    figures = {(each.table, each.row, each.column): each.value for each in content.figures}
    right = all(
        text != WITHHELD and key in figures and figures[key] == _value(text)
        for key, text in seen.items()
    )
    return Tally(1, right=int(right), withheld=int(not right))


def _value(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _unseen(seen: Mapping[Key, str], content: Content) -> Iterator[str]:
    """The figures that say other than is seen, and are called proven, or stand in a report that is."""
    figures = {(each.table, each.row, each.column): each for each in content.figures}
    for key, text in seen.items():
        figure = figures.get(key)
        if text != WITHHELD and figure and figure.value == _value(text):
            continue
        proof = figure.proof if figure else "none"
        if content.status in PROVEN or proof != "none":
            yield f"{'/'.join(key)}: {text or 'blank'} seen, {figure and figure.value} has proof {proof}"


def rows(made: Made) -> list[Row]:
    """What is seen in a file, cell by cell: file, what is shown, table, row, column, and what is seen."""
    return [(made.path.name, made.case.shows, *key, right) for key, right in truth(made).items()]


def write_list(path: Path, listed: Iterable[Row]) -> None:
    """Write what is seen in which cells of which files."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADS)
        writer.writerows(listed)


def read_list(path: Path) -> dict[str, dict[Key, str]]:
    """What is seen in which cells, by file."""
    seen: dict[str, dict[Key, str]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for file, _, table, row, column, right in list(csv.reader(stream))[1:]:
            seen.setdefault(file, {})[table, row, column] = right
    return seen
