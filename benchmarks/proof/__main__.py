"""`make proof`: print reports, change them, judge them, and write docs/proof.md. Prints each case that is wrong."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from helpers.settings import ROOT
from proof import bases, page, trial

#: How many mutants of each kind of each report; with this many, more than 20,000 in all.
EACH = 40


def main() -> None:
    """Make the tables; two processes, whatever the machine has."""
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        names = bases.names()
        tallies = trial.try_all(names, EACH, executor)
        sections = [page.mutations(tallies, len(names))]
    (ROOT / "docs" / "proof.md").write_text(page.page(sections), "utf-8")
    for tally in tallies.values():
        print(*tally.cases, sep="\n", end="\n" if tally.cases else "")


if __name__ == "__main__":
    main()
