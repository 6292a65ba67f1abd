"""Judge mutants by the thousand and count what became of them."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field

from expect import found
from helpers.prove.content import Content
from helpers.words import BROKEN, PROVEN
from printing import Truth
from proof import bases
from proof.counts import Counts
from proof.mutations import MUTATIONS, Mutant, Mutation

#: What can keep a report from being verified: docs/reading.md, steps 2 and 3.
GUARDS = ("label", "identity", "second reading", "printed twice")
#: What the message of a report says where rows or cells of a table are missing.
MISSING = re.compile("not found|found in part|ends after|is split")


@dataclass
class Tally(Counts):
    """What became of the mutants of one kind; `caught` counts a mutant once for each guard that saw it."""

    mutants: int = 0
    unverified: int = 0
    right: int = 0
    lost: int = 0
    wrong: int = 0
    wrong_inconsistent: int = 0
    caught: Counter[str] = field(default_factory=Counter)
    cases: list[str] = field(default_factory=list)


def guards(content: Content) -> set[str]:
    """What kept a report from being verified."""
    seen = set()
    if content.status == "no_form" or MISSING.search(content.message):
        seen.add("label")
    if any(not (each.row and each.column) for each in content.figures):
        seen.add("label")
    if any(each.verdict in BROKEN for each in content.checks):
        seen.add("identity")
    if any(each.opposed and not each.disputed for each in content.figures):
        seen.add("second reading")
    if "printed twice" in content.message:
        seen.add("printed twice")
    return seen


def wrong_figures(content: Content, truth: Truth) -> list[str]:
    """The figures that a report publishes and does not print there."""
    return [
        f"{'/'.join(key)}: {truth.get(key, 'nothing')} printed, {value} read"
        for key, value in found(content).items()
        if key not in truth or truth[key] != value
    ]


def lost_figures(content: Content, truth: Truth) -> list[str]:
    """The figures that a report prints and that are not published under the names of the form."""
    read = found(content)
    return [
        f"{'/'.join(key)}: {value} printed, not read"
        for key, value in truth.items()
        if key not in read
    ]


def _count(tally: Tally, base: bases.Base, kind: str, mutant: Mutant) -> None:
    content = bases.judge(base, mutant.grids)
    claimed = content.status in PROVEN
    wrong = wrong_figures(content, mutant.truth) if claimed else []
    lost = lost_figures(content, mutant.truth) if claimed else []
    tally.mutants += 1
    if content.status != "verified":
        tally.unverified += 1
        tally.caught.update(guards(content) or {"other"})
        tally.wrong_inconsistent += bool(wrong)
    elif wrong:
        tally.wrong += 1
    elif lost:
        tally.lost += 1
    else:
        tally.right += 1
    if wrong or lost:
        what = "; ".join([*wrong, *lost][:3])
        tally.cases.append(
            f"{'WRONG' if wrong else 'lost'}, {content.status}: {kind}: {base.name}: {mutant.where}: {what}"
        )


def try_base(name: str, each: int) -> dict[str, Tally]:
    """Judge up to `each` different mutants of every kind of one report."""
    base = bases.load(name)
    tallies = {kind: Tally() for kind in MUTATIONS}
    for kind, tally in tallies.items():
        count_all(tally, base, kind, each)
    return tallies


def count_all(tally: Tally, base: bases.Base, kind: str, each: int) -> None:
    """Judge up to `each` different mutants of one kind; the same ones every time."""
    for mutant in _different(base, MUTATIONS[kind], each, random.Random(f"{base.name}: {kind}")):
        _count(tally, base, kind, mutant)


def _different(
    base: bases.Base, mutate: Mutation, each: int, chance: random.Random
) -> Iterator[Mutant]:
    seen: set[str] = set()
    for _ in range(each * 3):
        mutant = mutate(base, chance)
        if mutant is not None and mutant.where not in seen:
            seen.add(mutant.where)
            yield mutant
        if len(seen) == each:
            return


def try_all(names: list[str], each: int, executor: Executor) -> dict[str, Tally]:
    """The same for many reports, by kind."""
    total = {kind: Tally() for kind in MUTATIONS}
    for tallies in executor.map(try_base, names, [each] * len(names)):
        for kind, tally in tallies.items():
            total[kind].add(tally)
    return total
