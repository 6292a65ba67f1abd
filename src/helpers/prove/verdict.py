"""What a report's content is worth: its figures held against the form and the text, and why it is not whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from helpers.forms import Form
from helpers.match import FormMatch
from helpers.prove.content import Content
from helpers.prove.figures import prove
from helpers.prove.identities import check, proven_cells
from helpers.prove.narrative import RULE, compare


def settle(content: Content, form: Form) -> Content:
    """Hold the figures of a report against its form and its text → the content with checks, proofs and status.

    The warnings among its checks stay, but for those between text and tables; all other checks are
    made again.
    """
    stay = [
        each
        for each in content.checks
        if each.verdict == "warning" and not (each.rule == RULE and each.table)
    ]
    checks = check(form, content.figures)
    figures = tuple(prove(content.figures, proven_cells(checks)))
    told, differences = compare(content.narrative, form, figures)
    checks = [*checks, *stay, *differences]
    return conclude(replace(content, figures=figures, checks=tuple(checks), narrative=tuple(told)))


def gaps_of(match: FormMatch) -> tuple[str, ...]:
    """What was not found, or found twice."""
    absent = [f"table {code} was not found" for code in match.absent]
    missing = [
        f"{len(table.missing)} cells of table {table.table.code} were not found"
        for table in match.tables
        if table.missing
    ]
    unplaced = [
        f"{len(table.unplaced)} cells of table {table.table.code} may belong to rows that were not found"
        for table in match.tables
        if table.unplaced
    ]
    twice = [
        f"{len(table.rivals)} cells of table {table.table.code} are printed twice with other figures"
        for table in match.tables
        if table.rivals
    ]
    return (*absent, *missing, *unplaced, *twice)


def conclude(content: Content) -> Content:
    """The content as `verified`, `inconsistent` or `incomplete`, with the sentence that says why."""
    verdicts = Counter(each.verdict for each in content.checks)
    unproven = sum(figure.proof == "none" for figure in content.figures)
    reasons = list(content.gaps)
    if not any(figure.value is not None for figure in content.figures):
        reasons.append("no figure is printed")
    if unproven:
        reasons.append(f"{unproven} cells are in doubt or without proof")
    if verdicts["doubtful"]:
        reasons.append(f"{verdicts['doubtful']} sums are broken and may be misread")
    wrong = (
        [f"{verdicts['wrong_in_print']} sums are wrong in print"]
        if verdicts["wrong_in_print"]
        else []
    )
    status = "incomplete" if reasons else "inconsistent" if wrong else "verified"
    said = [_sentence([*reasons, *wrong])] if reasons or wrong else []
    said += ["A person must look."] if reasons else []
    return replace(content, status=status, message=" ".join([*said, *content.remarks]))


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "."
