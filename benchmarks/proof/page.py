"""The tables of docs/proof.md: what was counted, and nothing that was not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tabulate import tabulate

from proof.negatives import Negative
from proof.styles import Score
from proof.trial import GUARDS, Tally


def mutations(tallies: dict[str, Tally], reports: int) -> str:
    """What became of the mutants, by kind."""
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    guards = [f"by {guard}" for guard in (*GUARDS, "other")]
    ends = ["verified, all right", "verified, a figure lost", "verified and wrong", "inconsistent and wrong"]
    heads = ["changed", "mutants", "not verified", *guards, *ends]
    rows = [_counts(kind, tally) for kind, tally in (*tallies.items(), ("all", total))]
    return "\n\n".join(
        [
            "## Mutations",
            f"{reports} reports (the bundled specimens and printed ones on every form) are read once, and "
            f"{total.mutants:,} times what was read is changed in one place and judged again. A change in one reading "
            "is a misreading: right is what was printed. A change in print is right as it is now printed, and figures "
            "follow the labels. A mutant may be caught by several guards: labels that do not prove a place, sums, the "
            "second reading, a cell printed twice with different figures. *Lost*: a printed figure is not published "
            "under a name of the form.",
            _table(heads, rows),
        ]
    )


def _counts(kind: str, tally: Tally) -> list[object]:
    caught = [tally.caught[guard] for guard in (*GUARDS, "other")]
    ends = [tally.right, tally.lost, tally.wrong, tally.wrong_inconsistent]
    return [kind, tally.mutants, tally.unverified, *caught, *ends]


def styles(scores: Sequence[tuple[str, str, Score]]) -> str:
    """How the reports of each style and form were read."""
    total = Score()
    for _, _, score in scores:
        total.add(score)
    heads = ["style", "form", "reports", "figures", "figures right", "consistent", "of these verified"]
    heads += ["wrong in print", "of these inconsistent", "wrong in verified"]
    rows = [_score(name, form, score) for name, form, score in (*scores, ("all", "", total))]
    return "\n\n".join(
        [
            "## Page styles",
            "Invented agencies, small and large, on every form: their sums hold or one of them is wrong in print, and "
            "they print zeros and units in every way that agencies use. *Wrong in verified*: figures that were not "
            "printed so, in reports that are called `verified` or `inconsistent`.",
            _table(heads, rows),
        ]
    )


def _score(name: str, form: str, score: Score) -> list[object]:
    kinds = [score.consistent, score.verified, score.inconsistent, score.noticed]
    return [name, form, score.consistent + score.inconsistent, score.figures, score.right, *kinds, score.wrong]


def negatives(found: Sequence[tuple[str, Negative]]) -> str:
    """What was read in files that hold no figure of a form."""
    heads = ["file", "files", "no_form", "incomplete", "verified or inconsistent", "figures"]
    rows = []
    for kind, negative in found:
        claimed = negative.statuses.get("verified", 0) + negative.statuses.get("inconsistent", 0)
        parts = [negative.statuses.get(status, 0) for status in ("no_form", "incomplete")]
        rows.append([kind, negative.files, *parts, claimed, negative.figures])
    return "\n\n".join(
        [
            "## No reports",
            "Other documents, and reports that hold no figure, as PDFs and as web pages. None may give a figure.",
            _table(heads, rows),
        ]
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return tabulate(list(rows), headers=list(heads), tablefmt="github", intfmt=",")


INTRODUCTION = """# Proof

Made by `make proof`, from reports that are printed for it and from the bundled specimens, seeded: the same run gives
the same tables. No figure here was typed by hand.

*Wrong* is a figure that is published and was not printed there. In a report called `verified` there must be none."""


def page(sections: Iterable[str]) -> str:
    """All of docs/proof.md."""
    return "\n\n".join([INTRODUCTION, *sections]) + "\n"
