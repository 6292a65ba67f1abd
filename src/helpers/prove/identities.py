"""The identities of a form, held against a report's figures: which hold, and which do not.

One that does not hold is wrong in print, or in doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from helpers.forms import Form, FormCell, FormTable, Identity
from helpers.messages import NOTHING, joined, say
from helpers.prove.figures import Figure, Remark
from helpers.words import Words

#: From so many broken sums of one kind on, if they are most of those tested, the reading is doubted
#: and not the print.
MOST = 5

#: The figures of a table by row and column.
Cells = dict[tuple[str, str], Figure]
#: The ways to print a term of an identity, each as the codes to add up.
Ways = tuple[tuple[str, ...], ...]
#: Both sums of an identity, the verdict on them, and the message.
Outcome = tuple[Decimal | None, Decimal | None, str, Words]


@dataclass(frozen=True)
class Check:
    """One identity in one row or column of a report, or one warning, as checks.csv publishes it.

    `left_cells`, `right_cells`: the cells of each side, blank ones too; `left_told`, `right_told`:
    the numbers of the sentences (`n` in narrative.csv) that a side is told in.
    """

    rule: str
    table: str
    row: str
    column: str
    left: Decimal | None
    right: Decimal | None
    verdict: str
    said: Words
    left_cells: tuple[FormCell, ...] = ()
    right_cells: tuple[FormCell, ...] = ()
    left_told: tuple[int, ...] = ()
    right_told: tuple[int, ...] = ()

    @property
    def message(self) -> str:
        """What was found, in English."""
        return self.said.english


def check(form: Form, figures: Iterable[Figure]) -> list[Check]:
    """Every identity of the form's printed tables in every row or column.

    Source: the arithmetic that the forms themselves demand (国办公开办函〔2019〕60号, 〔2021〕30号:
    勾稽关系). A blank part counts as 0 in a sum of which another part is printed; a blank total
    leaves the identity unchecked. A sum is called wrong in print only where each of its figures is
    witnessed, and neither side is blank.
    """
    by_table: dict[str, list[Figure]] = {}
    for figure in figures:
        by_table.setdefault(figure.table, []).append(figure)
    checks: list[Check] = []
    for table in form.tables.values():
        checks += _check_table(table, by_table.get(table.code, []))
    return checks


def warning(remark: Remark) -> Check:
    """A remark as a row of checks.csv."""
    place = (remark.table, remark.row, remark.column)
    cells = (place,) if remark.row and remark.column else ()
    return Check(remark.rule, *place, None, None, "warning", remark.said, cells)


def proven_cells(checks: Iterable[Check]) -> set[FormCell]:
    """The cells (table, row, column) that stand in an identity that holds."""
    cells: set[FormCell] = set()
    for result in checks:
        if result.verdict == "holds":
            cells.update(result.left_cells)
            cells.update(result.right_cells)
    return cells


def _check_table(table: FormTable, figures: Iterable[Figure]) -> Iterator[Check]:
    cells: Cells = {}
    whole = True
    for figure in figures:
        if figure.row and figure.column:
            cells[figure.row, figure.column] = figure
        elif figure.value is not None:
            # A printed line that fits no row may be a part of a sum: then a broken sum says nothing
            # about the print.
            whole = False
    if not cells:
        return
    for identity in table.identities:
        codes = _printed(table, cells, identity.each == "row")
        checks = [_check_place(table, identity, code, cells, whole) for code in codes]
        yield from _doubt_most(checks)


def _doubt_most(checks: list[Check]) -> list[Check]:
    """The checks of an identity, in doubt where it is broken in most places that can be tested.

    An agency misprints some sums; that it misprints most of them is less likely than columns read
    in a wrong order.
    """
    verdicts = Counter(result.verdict for result in checks)
    tested = len(checks) - verdicts["unchecked"]
    broken = verdicts["wrong_in_print"]
    if broken < MOST or broken * 2 <= tested:
        return checks
    doubted = []
    for result in checks:
        if result.verdict == "wrong_in_print":
            doubted.append(replace(result, verdict="doubtful", said=say("most_broken")))
        else:
            doubted.append(result)
    return doubted


def _printed(table: FormTable, cells: Cells, rows: bool) -> list[str]:
    """The codes of the rows (or columns) of which any cell is printed, in the form's order."""
    printed_rows, printed_columns = map(set, zip(*cells, strict=True))
    if rows:
        return [row.code for row in table.rows if row.code in printed_rows]
    return [column.code for column in table.columns if column.code in printed_columns]


def _check_place(
    table: FormTable, identity: Identity, code: str, cells: Cells, whole: bool
) -> Check:
    """An identity in one row or column."""
    across = identity.each == "row"
    place = (table.code, *_place(code, "", across))
    left = _side(table, identity.left, code, across, cells)
    right = _side(table, identity.right, code, across, cells)
    if left is None or right is None:
        said = say("cell_missing")
        return Check(identity.rule, *place, None, None, "unchecked", said)
    left_sum, right_sum, verdict, said = _outcome(identity, left, right, whole)
    sides = (_places(left), _places(right))
    return Check(identity.rule, *place, left_sum, right_sum, verdict, said, *sides)


def _places(figures: Iterable[Figure]) -> tuple[FormCell, ...]:
    """Where figures stand in the form."""
    return tuple((figure.table, figure.row, figure.column) for figure in figures)


def _place(code: str, part: str, across: bool) -> tuple[str, str]:
    """Row and column: `part` of the row `code`, or of the column `code`."""
    if across:
        return code, part
    return part, code


def _outcome(
    identity: Identity, left: Sequence[Figure], right: Sequence[Figure], whole: bool
) -> Outcome:
    figures = (*left, *right)
    if any(figure.value is None and figure.status == "doubtful" for figure in figures):
        return None, None, "doubtful", joined((say("cell_unread"), _proposal(left, right)))
    left_sum, right_sum = _sum(left), _sum(right)
    sums = {"left": left_sum, "right": right_sum}
    if any(figure.contested for figure in figures):
        return left_sum, right_sum, "doubtful", say("contested", **sums)
    if not _enough(identity, left, right):
        return None, None, "unchecked", say("all_blank")
    if left_sum == right_sum:
        return left_sum, right_sum, "holds", NOTHING
    if not (_has_value(left) and _has_value(right)):
        return None, None, "unchecked", say("side_blank")
    verdict, said = "wrong_in_print", say("wrong_in_print", **sums)
    if not (whole and all(figure.witnessed for figure in figures)):
        verdict = "doubtful"
        said = joined((say("not_settled", **sums), _proposal(left, right)))
    return left_sum, right_sum, verdict, said


def _proposal(left: Sequence[Figure], right: Sequence[Figure]) -> Words:
    """What the only doubtful cell of a sum must be for the sum to hold.

    It is for a person to look at, never a figure.
    """
    doubtful = [figure for figure in (*left, *right) if figure.status == "doubtful"]
    if len(doubtful) != 1:
        return NOTHING
    unknown = doubtful[0]
    side, opposite = left, right
    if unknown not in left:
        side, opposite = right, left
    known = [figure for figure in side if figure is not unknown]
    value = _sum(opposite) - _sum(known)
    if value < 0:
        return NOTHING
    return say("would_hold", value=value, row=unknown.row, column=unknown.column)


def _enough(identity: Identity, left: Sequence[Figure], right: Sequence[Figure]) -> bool:
    """Whether enough is printed to test: a total and one part of it.

    Of a balance of two sums, any one term is enough.
    """
    if len(identity.right) > 1:
        return _has_value((*left, *right))
    return _has_value(left) and _has_value(right)


def _side(
    table: FormTable, terms: Iterable[Ways], code: str, across: bool, cells: Cells
) -> list[Figure] | None:
    """The figures of one side of an identity; None where one that the form requires is missing."""
    found: list[Figure] = []
    for ways in terms:
        figures, complete = _printed_way(ways, code, across, cells)
        if not complete and (across or not _is_optional(table, ways)):
            return None
        found += figures
    return found


def _printed_way(ways: Ways, code: str, across: bool, cells: Cells) -> tuple[list[Figure], bool]:
    """The figures of one way to print a term, and whether none of its cells is missing.

    It is the first way that has a value, else the first of which any cell is printed.
    """
    found: list[Figure] = []
    complete = False
    for way in ways:
        figures = []
        for part in way:
            figure = cells.get(_place(code, part, across))
            if figure:
                figures.append(figure)
        if _has_value(figures):
            return figures, len(figures) == len(way)
        if figures and not found:
            found = figures
            complete = len(figures) == len(way)
    return found, complete


def _is_optional(table: FormTable, ways: Ways) -> bool:
    """Whether the form may leave out every row in which a term can be printed."""
    parts = chain(*ways)
    return all(table.row(part).presence == "optional" for part in parts)


def _has_value(figures: Iterable[Figure]) -> bool:
    return any(figure.value is not None for figure in figures)


def _sum(figures: Iterable[Figure]) -> Decimal:
    values = [figure.value for figure in figures if figure.value is not None]
    return sum(values, Decimal(0))
