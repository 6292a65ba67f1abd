"""What a report's content is worth: its figures held against form and text, and what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from helpers.forms import Form
from helpers.match import FormMatch, TableMatch
from helpers.prove.content import Content
from helpers.prove.figures import prove
from helpers.prove.identities import Check, check, proven_cells
from helpers.prove.narrative import RULE, compare
from helpers.text import has_pinyin


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


#: What a report lacks and what is wrong in it, of one thing and of several. Codes of tables and
#: rows, and numbers, are put in by `say`.
MESSAGES = {
    "table": ("table {table} was not found",) * 2,
    "end": ("table {table} ends after row {row}: {found} of {count} rows",) * 2,
    "part": ("table {table} was found in part: {found} of {count} rows",) * 2,
    "row": ("row {row} of table {table} was not found",) * 2,
    "split": (
        "row {row} of table {table} is split by the agency into 1 row",
        "row {row} of table {table} is split by the agency into {count} rows",
    ),
    "cells": (
        "1 cell of table {table} was not found",
        "{count} cells of table {table} were not found",
    ),
    "columnless": (
        "1 cell of table {table} stands below no head that names it",
        "{count} cells of table {table} stand below no head that names them",
    ),
    "nameless": (
        "1 cell of table {table} stands in a row without a label",
        "{count} cells of table {table} stand in rows without a label",
    ),
    "unplaced": (
        "1 cell of table {table} may belong to a row that was not found",
        "{count} cells of table {table} may belong to rows that were not found",
    ),
    "rivals": (
        "1 cell of table {table} is printed twice with another figure",
        "{count} cells of table {table} are printed twice with other figures",
    ),
    "rows_lost": (
        "1 row was seen in one reading and not in another",
        "{count} rows were seen in one reading and not in another",
    ),
    "no_figure": ("no figure is printed",) * 2,
    "blank": (
        "the only cell that was found is blank",
        "all {count} cells that were found are blank",
    ),
    "unproven": (
        "1 cell is in doubt or without proof",
        "{count} cells are in doubt or without proof",
    ),
    "doubtful": (
        "1 sum is broken and may be misread",
        "{count} sums are broken and may be misread",
    ),
    "wrong": ("1 sum is wrong in print", "{count} sums are wrong in print"),
    "look": ("a person must look",) * 2,
    "pinyin": ("pinyin stands in brackets behind characters, as if a machine had converted them",)
    * 2,
}


def say(what: str, count: int = 1, **values: str | int) -> str:
    """A message with its numbers and names in it."""
    one, several = MESSAGES[what]
    return (one if count == 1 else several).format(count=count, **values)


def gaps_of(match: FormMatch) -> tuple[str, ...]:
    """What was not found, or found twice."""
    found = {table.table.code: table for table in match.tables}
    gaps: list[str] = []
    for code in match.form.tables:
        gaps += _missing(found[code]) if code in found else [say("table", table=code)]
    for table in match.tables:
        labelled = len(table.unplaced) - len(table.nameless)
        gaps += _gap("columnless", len(table.columnless), table)
        gaps += _gap("nameless", len(table.nameless), table)
        gaps += _gap("unplaced", labelled, table)
    for table in match.tables:
        gaps += _gap("rivals", len(table.rivals), table)
    return tuple(gaps)


def remarks_of(match: FormMatch) -> tuple[str, ...]:
    """What else a person should know of the print."""
    for table in match.tables:
        for cell in table.bound:
            if any(map(has_pinyin, (cell.label, *cell.heads))):
                return (_sentence([say("pinyin")]),)
    return ()


def _missing(table: TableMatch) -> list[str]:
    """Which part of a table is missing: its rows, and cells in the rows that were found."""
    code, split = table.table.code, table.split
    gaps = [say("split", count, table=code, row=row) for row, count in split.items()]
    missing = [row.code for row in table.rows_missing]
    rows = [row for row in missing if row not in split]
    counts = {"found": table.rows_demanded - len(rows), "count": table.rows_demanded}
    if len(rows) == 1:
        gaps.append(say("row", table=code, row=rows[0]))
    elif rows and table.ends_after:
        gaps.append(say("end", table=code, row=table.ends_after, **counts))
    elif rows:
        gaps.append(say("part", table=code, **counts))
    return gaps + _gap("cells", sum(row not in missing for row, _ in table.missing), table)


def _gap(what: str, count: int, table: TableMatch) -> list[str]:
    return [say(what, count, table=table.table.code)] if count else []


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
        said.append(_sentence(faults))
    if reasons:
        status = "incomplete"
        said.append(_sentence([say("look")]))
    return replace(content, status=status, message=" ".join([*said, *content.remarks]))


def _reasons(content: Content, doubtful: int) -> list[str]:
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


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "."
