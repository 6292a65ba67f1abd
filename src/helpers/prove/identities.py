"""The identities of a form, held against a report's figures: what holds, what is wrong in print, what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from helpers.forms import Form, Identity, Table
from helpers.prove.figures import Figure, Remark

#: From so many broken sums of one kind on, if they are most of those tested, the reading is doubted
#: and not the print.
MOST = 5

Cells = dict[tuple[str, str], Figure]
#: The codes to add up on one side of an identity, or None where the form's way of printing it is
#: incomplete.
Terms = tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True)
class Check:
    """One identity in one row or column of a report, or one warning, as checks.csv publishes it."""

    rule: str
    table: str
    row: str
    column: str
    left: Decimal | None
    right: Decimal | None
    verdict: str
    message: str
    cells: tuple[tuple[str, str, str], ...] = ()


def check(form: Form, figures: Iterable[Figure]) -> list[Check]:
    """Every identity of the form's printed tables in every row or column.

    Source: the arithmetic that the forms themselves demand (国办公开办函〔2019〕60号, 〔2021〕30号: 勾稽关系). A
    blank part counts as 0 in a sum of which another part is printed; a blank total leaves the
    identity unchecked. A sum is called wrong in print only where each of its figures is witnessed,
    and neither side is blank.
    """
    figures = list(figures)
    return [
        each
        for table in form.tables.values()
        for each in _check_table(
            table, [figure for figure in figures if figure.table == table.code]
        )
    ]


def warning(remark: Remark) -> Check:
    """A remark as a row of checks.csv."""
    return Check(
        remark.rule, remark.table, remark.row, remark.column, None, None, "warning", remark.message
    )


def proven_cells(checks: Iterable[Check]) -> set[tuple[str, str, str]]:
    """The cells (table, row, column) that stand in an identity that holds."""
    return {cell for each in checks if each.verdict == "holds" for cell in each.cells}


def _check_table(table: Table, figures: Sequence[Figure]) -> Iterator[Check]:
    cells = {
        (figure.row, figure.column): figure for figure in figures if figure.row and figure.column
    }
    if not cells:
        return
    # A printed line that fits no row may be a part of a sum: then a broken sum says nothing about
    # the print.
    whole = all(figure.row and figure.column for figure in figures if figure.value is not None)
    for identity in table.identities:
        codes = _printed(table, cells, identity.each == "row")
        yield from _doubt_most([_check_one(table, identity, code, cells, whole) for code in codes])


def _doubt_most(checks: list[Check]) -> list[Check]:
    """Where an identity is broken in most of the rows (or columns) that it can be tested in, the places are in doubt.

    An agency misprints some sums; that it misprints most of them is less likely than columns read
    in a wrong order.
    """
    tested = [each for each in checks if each.verdict != "unchecked"]
    broken = [each for each in tested if each.verdict == "wrong_in_print"]
    if len(broken) < MOST or len(broken) * 2 <= len(tested):
        return checks
    message = "Broken in most places, so that the columns themselves are in doubt."
    return [
        replace(each, verdict="doubtful", message=message) if each in broken else each
        for each in checks
    ]


def _printed(table: Table, cells: Cells, rows: bool) -> list[str]:
    """The codes of the rows (or columns) of which any cell is printed, in the form's order."""
    codes = [row.code for row in table.rows] if rows else [column.code for column in table.columns]
    printed = {row if rows else column for row, column in cells}
    return [code for code in codes if code in printed]


def _check_one(table: Table, identity: Identity, code: str, cells: Cells, whole: bool) -> Check:
    across = identity.each == "row"
    left, right = (
        _side(table, terms, code, across, cells) for terms in (identity.left, identity.right)
    )
    place = (code, "") if across else ("", code)
    if left is None or right is None:
        return Check(
            identity.rule,
            table.code,
            *place,
            None,
            None,
            "unchecked",
            "A cell that the sum needs was not found.",
        )
    used = tuple((table.code, figure.row, figure.column) for figure in (*left, *right))
    sums: tuple[Decimal | None, Decimal | None] = (_sum(left), _sum(right))
    if any(figure.value is None and figure.status == "doubtful" for figure in (*left, *right)):
        sums, verdict, message = (
            (None, None),
            "doubtful",
            "A cell that the sum needs could not be read.",
        )
        message += _proposal(left, right)
    elif any(figure.contested for figure in (*left, *right)):
        verdict, message = (
            "doubtful",
            f"{sums[0]} against {sums[1]}, with a correction against what the report says.",
        )
    elif not _enough(identity, left, right):
        sums, verdict, message = (None, None), "unchecked", "The total or all its parts are blank."
    elif sums[0] == sums[1]:
        verdict, message = "holds", ""
    elif not (_has_value(left) and _has_value(right)):
        sums, verdict, message = (None, None), "unchecked", "One side of the sum is blank."
    elif whole and all(figure.witnessed for figure in (*left, *right)):
        verdict = "wrong_in_print"
        message = (
            f"Printed as {sums[0]} against {sums[1]}; each figure is seen, or was read twice alike."
        )
    else:
        verdict, message = (
            "doubtful",
            f"Read as {sums[0]} against {sums[1]}; the readings do not settle it.",
        )
        message += _proposal(left, right)
    return Check(identity.rule, table.code, *place, *sums, verdict, message, used)


def _proposal(left: Sequence[Figure], right: Sequence[Figure]) -> str:
    """What the only doubtful cell of a sum must be for the sum to hold: for a person to look at, never a figure."""
    doubtful = [figure for figure in (*left, *right) if figure.status == "doubtful"]
    if len(doubtful) != 1:
        return ""
    unknown = doubtful[0]
    side, other = (left, right) if unknown in left else (right, left)
    value = _sum(other) - _sum(figure for figure in side if figure is not unknown)
    return (
        f" With {value} in the cell {unknown.row}, {unknown.column} it would hold."
        if value >= 0
        else ""
    )


def _enough(identity: Identity, left: Sequence[Figure], right: Sequence[Figure]) -> bool:
    """Whether enough is printed to test: a total and one part of it; of a balance of two sums any one term."""
    if len(identity.right) > 1:
        return _has_value((*left, *right))
    return _has_value(left) and _has_value(right)


def _side(table: Table, terms: Terms, code: str, across: bool, cells: Cells) -> list[Figure] | None:
    """The figures of one side of an identity; None where one that the form requires is missing."""
    found: list[Figure] = []
    for ways in terms:
        printed = [[(code, part) if across else (part, code) for part in way] for way in ways]
        ways_printed = [way for way in printed if any(cell in cells for cell in way)]
        filled = (
            way for way in ways_printed if _has_value(cells[cell] for cell in way if cell in cells)
        )
        way = next(filled, next(iter(ways_printed), None))
        optional = not across and all(
            table.row(part).presence == "optional" for way in ways for part in way
        )
        if way is None:
            if not optional:
                return None
            continue
        if any(cell not in cells for cell in way) and not optional:
            return None
        found += [cells[cell] for cell in way if cell in cells]
    return found


def _has_value(figures: Iterable[Figure]) -> bool:
    return any(figure.value is not None for figure in figures)


def _sum(figures: Iterable[Figure]) -> Decimal:
    return sum((figure.value for figure in figures if figure.value is not None), Decimal(0))
