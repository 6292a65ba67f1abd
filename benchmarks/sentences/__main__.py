"""`make narrative`: how many of the figures that the sentences of real pages tell are read, and how many wrong.

`facts.csv`, made by reading the pages before the program did, has a row for each figure of a
sentence: file, paragraph, figure and counter; whether it must, may or must never be read; and the
topics that are right for it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.settings import ROOT

FACTS = Path(__file__).with_name("facts.csv")
PAGES = ROOT.parent / "shared" / "web-excerpts"
MUST, NEVER = "must", "never"


@dataclass(frozen=True)
class Fact:
    """One figure of a sentence; `topics`: those that are right for it, none where it is not to be read."""

    paragraph: int
    figure: str
    read: str
    topics: tuple[str, ...]


@dataclass
class Score:
    """The figures of one page: that must be read, of them those that are, and what is read wrong."""

    file: str
    told: int
    right: int
    missed: list[str]
    wrong: list[str]


def load_facts() -> dict[str, list[Fact]]:
    """The figures of the sentences by file, in printed order."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    table = pd.read_csv(FACTS, dtype=str, keep_default_na=False)
    for row in table.to_dict("records"):
        topics = tuple(filter(None, row["topic"].split("|")))
        fact = Fact(int(row["paragraph"]), row["figure"], row["read"], topics)
        facts[row["file"]].append(fact)
    return facts


def score(pages: Path = PAGES) -> Iterator[Score]:
    """How each page with such sentences is read."""
    forms = load_forms()
    for file, facts in load_facts().items():
        open_facts = list(facts)
        right, wrong = 0, []
        for mention in read_content(pages / file, forms).narrative:
            paragraph = int(mention.place.removeprefix("paragraph "))
            told = f"{mention.topic} {mention.figure:f} (paragraph {paragraph})"
            fact = _fact(open_facts, paragraph, f"{mention.figure:f}", mention.topic)
            if fact is None:
                wrong.append(told)
                continue
            open_facts.remove(fact)
            right += fact.read == MUST
        missed = [
            f"{'|'.join(fact.topics)} {fact.figure} (paragraph {fact.paragraph})"
            for fact in open_facts
            if fact.read == MUST
        ]
        yield Score(file, right + len(missed), right, missed, wrong)


def _fact(facts: list[Fact], paragraph: int, figure: str, topic: str) -> Fact | None:
    """The first figure not yet read that a mention may be."""
    for fact in facts:
        if (fact.paragraph, fact.figure) == (paragraph, figure) and topic in fact.topics:
            return fact
    return None


def main() -> None:
    """One line for each page that is not read in full, then recall and precision."""
    if not PAGES.is_dir():
        sys.exit(f"There are no pages to read: {PAGES} is missing.")
    scores = list(score())
    for each in scores:
        for kind, figures in (("missed", each.missed), ("WRONG", each.wrong)):
            if figures:
                print(f"{each.file}: {kind}: {'; '.join(figures)}")
    told = sum(each.told for each in scores)
    right = sum(each.right for each in scores)
    wrong = sum(len(each.wrong) for each in scores)
    print(f"Recall: {right} of {told} figures of {len(scores)} pages ({right / told:.1%}).")
    print(f"Precision: {wrong} figures read wrong.")


if __name__ == "__main__":
    main()
