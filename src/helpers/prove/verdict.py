"""What a report's content is worth: its figures held against form and text, and what it lacks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from helpers.forms import Form, FormTable
from helpers.match import FormMatch, TableMatch
from helpers.messages import joined, say, sentence
from helpers.prove.content import Content
from helpers.prove.figures import prove
from helpers.prove.identities import Check, check, proven_cells
from helpers.prove.narrative import RULE, compare
from helpers.text import has_pinyin
from helpers.words import Words


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


def gaps_of(match: FormMatch) -> tuple[Words, ...]:
    """What was not found, or found twice."""
    found = {table.table.code: table for table in match.tables}
    gaps: list[Words] = []
    for code in match.form.tables:
        if code in found:
            gaps += _missing(found[code])
        else:
            gaps.append(say("table", table=_table(match.form.tables[code])))
    for table in match.tables:
        labelled = len(table.unplaced) - len(table.nameless)
        gaps += _gap("columnless", len(table.columnless), table)
        gaps += _gap("nameless", len(table.nameless), table)
        gaps += _gap("unplaced", labelled, table)
    for table in match.tables:
        gaps += _gap("rivals", len(table.rivals), table)
    return tuple(gaps)


def remarks_of(match: FormMatch) -> tuple[Words, ...]:
    """What else a person should know of the print."""
    for table in match.tables:
        for cell in table.bound:
            if any(map(has_pinyin, (cell.label, *cell.heads))):
                return (say("pinyin"),)
    return ()


def _missing(table: TableMatch) -> list[Words]:
    """Which part of a table is missing: its rows, and cells in the rows that were found."""
    name, split = _table(table.table), table.split
    gaps = []
    for row, count in split.items():
        gaps.append(say("split", count, table=name, row=_row(table.table, row)))
    missing = [row.code for row in table.rows_missing]
    rows = [row for row in missing if row not in split]
    demanded = table.rows_demanded
    found = demanded - len(rows)
    if len(rows) == 1:
        gaps.append(say("row", table=name, row=_row(table.table, rows[0])))
    elif rows and table.ends_after:
        last = _row(table.table, table.ends_after)
        gaps.append(say("end", demanded, table=name, row=last, found=found))
    elif rows:
        gaps.append(say("part", demanded, table=name, found=found))
    return gaps + _gap("cells", sum(row not in missing for row, _ in table.missing), table)


def _gap(what: str, count: int, table: TableMatch) -> list[Words]:
    return [say(what, count, table=_table(table.table))] if count else []


def _table(table: FormTable) -> Words:
    return Words(table.chinese, table.code)


def _row(table: FormTable, code: str) -> Words:
    return Words(table.row(code).labels[0], code)


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
        faults.append(say("wrong", wrong))
    said = []
    if faults:
        said.append(sentence(faults))
    if reasons:
        status = "incomplete"
        said.append(say("look"))
    return replace(content, status=status, said=joined([*said, *content.remarks]))


def _reasons(content: Content, doubtful: int) -> list[Words]:
    """Why a report is incomplete; `doubtful`: how many of its sums are in doubt."""
    reasons = list(content.gaps)
    cells = len(content.figures)
    if not any(figure.value is not None for figure in content.figures):
        blank = all(figure.status == "blank" for figure in content.figures)
        reasons.append(say("blank", cells) if cells and blank else say("no_figure"))
    unproven = sum(figure.lacks_proof for figure in content.figures)
    if unproven:
        reasons.append(say("unproven", unproven))
    if doubtful:
        reasons.append(say("doubtful", doubtful))
    return reasons
