"""The tables of docs/proof.md: what was counted, and nothing that was not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tabulate import tabulate

from proof.labels import Fate, Fates
from proof.negatives import Negative
from proof.shown import controls as shown_controls
from proof.shown import judge as shown_judge
from proof.shown.trial import Result
from proof.styles import Score
from proof.trial import GUARDS, Tally


def mutations(tallies: dict[str, Tally], reports: int) -> str:
    """What became of the mutants, by kind."""
    total = Tally.total(tallies.values())
    guards = [f"by {guard}" for guard in (*GUARDS, "other")]
    ends = [
        "verified, all right",
        "verified, a figure lost",
        "verified and wrong",
        "inconsistent and wrong",
    ]
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
    total = Score.total(score for _, _, score in scores)
    heads = [
        "style",
        "form",
        "reports",
        "figures",
        "figures right",
        "consistent",
        "of these verified",
    ]
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
    return [
        name,
        form,
        score.consistent + score.inconsistent,
        score.figures,
        score.right,
        *kinds,
        score.wrong,
    ]


def labels(fates: Fates) -> str:
    """What became of the figures whose labels were changed in meaning, and of those whose labels were misprinted."""
    changed, misprinted = fates
    total, read = Fate.total(changed.values()), Fate.total(misprinted.values())
    ends = [
        "doubted",
        "read in the new unit",
        "proven as before",
        "and verified",
        "verified without them",
    ]
    heads = ["change", "labels", *ends, "headings", "report right"]
    rows = [_change(kind, fate) for kind, fate in (*changed.items(), ("all", total))]
    misprints = [
        [kind, fate.labels, fate.read, fate.lost]
        for kind, fate in (*misprinted.items(), ("all", read))
    ]
    return "\n\n".join(
        [
            "## Labels changed in meaning",
            "Every label of every form, as printed reports have it, is changed in each of these ways, one at a time: "
            f"{total.labels + total.headings:,} changes. *Labels* name the figures in their rows or columns, by where "
            "they stand: labels of rows, of columns, of groups of them, and units that have a cell of their own. "
            "*Doubted*: none of these figures has a proof, and the report says that a person must look. *Read in the "
            "new unit*: a count under 万件 is ten thousand times what it was. *Proven as before*: a figure has a proof "
            "under a label that says something else. *Headings* name no row and no column (第二十条第（一）项 over a "
            "block, 信息内容 over the labels, the name of a chapter in an annex): their change binds nothing.",
            _table(heads, rows),
            f"{read.labels:,} misprints that change no meaning, each in one label: every figure must be read, and the "
            "report be worth what it was.",
            _table(["misprint", "labels", "read as before", "not read"], misprints),
        ]
    )


def _change(kind: str, fate: Fate) -> list[object]:
    ends = [fate.doubted, fate.converted, fate.kept + fate.verified, fate.verified, fate.lost]
    return [kind, fate.labels, *ends, fate.headings, fate.untouched]


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


def shown(result: Result) -> str:
    """How the files were read in which a cell shows something else than it says."""
    total = shown_judge.Tally.total(result.tallies.values())
    heads = [
        "what is shown",
        "maker",
        "cases",
        "dropped",
        "read right",
        "withheld",
        "proven but not seen",
    ]
    listed = [(family, maker, tally) for (family, maker), tally in result.tallies.items()]
    rows = [
        [family, maker, tally.cases, tally.dropped, tally.right, tally.withheld, tally.short]
        for family, maker, tally in (*listed, ("all", "", total))
    ]
    return "\n\n".join(
        [
            "## What is shown",
            "In each file one cell of an invented report (or a few) shows something else than its text or markup says, "
            "or shows it in an odd way. What a person sees in it is read from its picture: of a PDF as pdfium shows it "
            "with its notes, form fields and layers, of a web page in Chromium with its scripts, of a Word file as "
            "LibreOffice prints it. Digits are told by their likeness to those of many fonts and by OCR, in two sizes; "
            "where these differ, or a person could see it in two ways, the case is *dropped*. *Withheld*: the cell is "
            "in doubt, and the report `incomplete`. *Proven but not seen*: a figure that is not what is seen has a "
            "proof, or the report is `verified` or `inconsistent` with it.",
            _table(heads, rows),
        ]
    )


def clean(result: Result) -> str:
    """How files were read in which all is shown as it is said."""
    total = shown_controls.Tally.total(result.clean.values())
    rows = [
        [maker, tally.controls, tally.verified, tally.wrong]
        for maker, tally in (*result.clean.items(), ("all", total))
    ]
    return "\n\n".join(
        [
            "### Clean controls",
            "The same reports with what looks alike and changes nothing: style sheets, menus and counters, Word's "
            "spans, rules for prints, seals, page numbers, watermarks beside the tables, form fields elsewhere, "
            "highlighted, coloured, bold or underlined numbers, other fonts, thousands separators.",
            _table(["maker", "controls", "of these verified", "figures wrong"], rows),
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
