"""`make kinds`: set reports as every kind of file, read them, and write docs/kinds.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tabulate import tabulate

from helpers.settings import ROOT
from helpers.words import STATUSES
from kinds import specimens, variants
from kinds.compared import Score

HEADS = ["kind of file", "files", "same", "missing", "different", "wrong with a proof"]


def main() -> None:
    """Write the page, and print each file that says something else."""
    with TemporaryDirectory() as name:
        scores = specimens.try_all(Path(name))
        tried = variants.try_all(Path(name))
    text = page(scores, tried)
    (ROOT / "docs" / "kinds.md").write_text(text, "utf-8")
    print(text)
    for score in scores.values():
        print(*score.cases, sep="\n")


def page(scores: Mapping[str, Score], tried: list[variants.Tried]) -> str:
    """The whole page."""
    return "\n\n".join(
        [
            "# How each kind of file is read",
            "Made by `make kinds`.",
            "## The specimens",
            "Each of the bundled specimens was set as other kinds of file, with its headings, its paragraphs and "
            "the spans of its tables, and read. *Same*: figures with the same row, column, label, print, value, "
            "unit and status as in the PDF. Old Word files are written by LibreOffice, which reads the .docx; "
            "files that Word or WPS wrote were not at hand.",
            _specimens(scores),
            "## As offices set them",
            "An invented report in each of these ways. *Right*: figures that were read as they are shown. "
            "*Wrong with a proof*: figures that are called proven and are not shown so, also hidden ones.",
            _variants(tried),
            "",
        ]
    )


def _specimens(scores: Mapping[str, Score]) -> str:
    rows = []
    for kind, score in scores.items():
        row = [kind, score.files, score.same, score.missing, score.different, score.wrong]
        said = f"{score.seconds / score.files:.2f}"
        rows.append([*row, _counted(score.statuses), _counted(score.proofs), said])
    heads = [*HEADS, "statuses", "proofs", "seconds a report"]
    return tabulate(rows, heads, tablefmt="github", disable_numparse=True)


def _variants(tried: list[variants.Tried]) -> str:
    rows = [
        [each.kind, each.shows, each.figures, each.right, each.wrong, each.status] for each in tried
    ]
    heads = ["kind of file", "what is set otherwise", "figures", "right", "wrong with a proof", "status"]  # fmt: skip
    return tabulate(rows, heads, tablefmt="github", disable_numparse=True)


def _counted(counts: Counter[str]) -> str:
    order = [*STATUSES, *counts]
    listed = sorted(counts.items(), key=lambda each: order.index(each[0]))
    return ", ".join(f"{number:,} {name}" for name, number in listed)


if __name__ == "__main__":
    main()
