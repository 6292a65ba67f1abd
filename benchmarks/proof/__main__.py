"""`make proof`: print reports, change them, judge them, and write docs/proof.md. Prints each case that is wrong."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from helpers.settings import ROOT
from proof import bases, labels, negatives, page, styles, trial
from proof.shown import trial as shown

#: How many mutants of each kind of each report; with this many, more than 20,000 in all.
MUTANTS = 40
#: How many PDFs and as many web pages of each kind of file that is no report.
NEGATIVES = 6


def main() -> None:
    """Make the tables with two processes, whatever the machine has."""
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        names = bases.names()
        scores = list(styles.try_all(executor))
        others = list(negatives.try_all(NEGATIVES, executor))
        tallies = trial.try_all(names, MUTANTS, executor)
        fates = labels.try_all(executor)
        seen = shown.try_all(executor)
    sections = [
        page.styles(scores),
        page.mutations(tallies, len(names)),
        page.labels(fates),
        page.negatives(others),
    ]
    sections += [page.shown(seen), page.clean(seen)]
    (ROOT / "docs" / "proof.md").write_text(page.page(sections), "utf-8")
    changed = [fate for kinds in fates for fate in kinds.values()]
    for each in (
        *(score for _, _, score in scores),
        *(other for _, other in others),
        *tallies.values(),
        *changed,
    ):
        for case in each.cases:
            print(case)
    print(*seen.said, sep="\n")


if __name__ == "__main__":
    main()
