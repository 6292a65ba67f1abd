"""What a report's content is worth: its figures held against form and text, and what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Sized
from dataclasses import replace

from helpers.forms import Form
from helpers.match import FormMatch, TableMatch
from helpers.prove.content import Content
from helpers.prove.figures import prove
from helpers.prove.identities import Check, check, proven_cells
from helpers.prove.narrative import RULE, compare


def settle(content: Content, form: Form) -> Content:
    """Hold a report's figures against its form and text → content with checks, proofs and status.

    The warnings among its checks stay, but for those between text and tables; all other checks are
    made again.
    """
    stay = [result for result in content.checks if _stays(result)]
    checks = check(form, content.figures)
    figures = tuple(prove(content.figures, proven_cells(checks)))
    told, differences = compare(content.narrative, form, figures)
    checks = [*checks, *stay, *differences]
    return conclude(replace(content, figures=figures, checks=tuple(checks), narrative=tuple(told)))


def _stays(result: Check) -> bool:
    """Whether a check is a warning, and not one between text and tables."""
    of_text_and_table = result.rule == RULE and result.table != ""
    return result.verdict == "warning" and not of_text_and_table


def gaps_of(match: FormMatch) -> tuple[str, ...]:
    """What was not found, or found twice."""
    gaps = [f"table {code} was not found" for code in match.absent]
    for table in match.tables:
        gaps += _gap(table, table.missing, "were not found")
    for table in match.tables:
        gaps += _gap(table, table.unplaced, "may belong to rows that were not found")
    for table in match.tables:
        gaps += _gap(table, table.rivals, "are printed twice with other figures")
    return tuple(gaps)


def _gap(table: TableMatch, cells: Sized, what: str) -> list[str]:
    if not cells:
        return []
    return [f"{len(cells)} cells of table {table.table.code} {what}"]


def conclude(content: Content) -> Content:
    """The content with its status, and with the sentence that says why.

    The status is `verified`, `inconsistent` or `incomplete`.
    """
    verdicts = Counter(result.verdict for result in content.checks)
    reasons = _reasons(content, verdicts["doubtful"])
    wrong = verdicts["wrong_in_print"]
    status = "verified"
    faults = list(reasons)
    if wrong:
        status = "inconsistent"
        faults.append(f"{wrong} sums are wrong in print")
    said = []
    if faults:
        said.append(_sentence(faults))
    if reasons:
        status = "incomplete"
        said.append("A person must look.")
    return replace(content, status=status, message=" ".join([*said, *content.remarks]))


def _reasons(content: Content, doubtful: int) -> list[str]:
    """Why a report is incomplete; `doubtful`: how many of its sums are in doubt."""
    reasons = list(content.gaps)
    if not any(figure.value is not None for figure in content.figures):
        reasons.append("no figure is printed")
    unproven = sum(figure.lacks_proof for figure in content.figures)
    if unproven:
        reasons.append(f"{unproven} cells are in doubt or without proof")
    if doubtful:
        reasons.append(f"{doubtful} sums are broken and may be misread")
    return reasons


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "."
