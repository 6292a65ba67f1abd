"""Which form a report is printed on: the one whose labels it carries, whatever the year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz.fuzz import partial_ratio

from helpers.forms import Form, Table
from helpers.match.lines import texts_of
from helpers.match.tables import TableMatch, match_table
from helpers.numbers import is_value
from helpers.readers.grid import Grid, Reading
from helpers.text import compact

#: The index of a grid, a row and a column in it.
Place = tuple[int, int, int]
#: A text holds a label where so much of it is found in one place, of 100.
PRINTED = 80


@dataclass(frozen=True)
class FormMatch:
    """The tables of one form that a report prints; `absent`: tables of the form that were not found.

    `beside`: other forms that are printed as well, in tables of their own.
    """

    form: Form
    tables: tuple[TableMatch, ...]
    absent: tuple[str, ...]
    beside: tuple[str, ...] = ()

    @property
    def grids(self) -> set[int]:
        """The grids that the tables stand in."""
        return {each.place.grid for table in self.tables for each in table.bound}

    @property
    def places(self) -> set[Place]:
        """The cells that are bound to a row and a column."""
        bound = (each for table in self.tables for each in table.bound if each.row and each.column)
        return {(each.place.grid, each.cell.row, each.cell.column) for each in bound}

    @property
    def missing(self) -> int:
        """How many cells the form requires that are not bound, in the tables found and in those absent."""
        cells = sum(len(table.missing) for table in self.tables)
        for code in self.absent:
            table = self.form.tables[code]
            cells += sum(len(table.columns_of(row.code)) for row in table.rows if row.required)
        return cells

    @property
    def bound(self) -> int:
        """How many cells are bound to a row and a column."""
        return sum(len(table.bound) - len(table.extra) for table in self.tables)

    def is_printed_elsewhere(self, reading: Reading) -> bool:
        """Whether what was not found may stand in the report, where other rules would make a table of it.

        A row that is missing is looked for by its label in what is bound to no row; a table without
        one of its columns, or with cells that belong to no place, may have been cut wrong.
        """
        if any(table.unplaced or table.rivals or table.columns_missing for table in self.tables):
            return True
        rows = [row for code in self.absent for row in self.form.tables[code].rows if row.required]
        rows += [row for table in self.tables for row in table.rows_missing]
        left = self._unbound(reading) if rows else ""
        return any(
            partial_ratio(name, left) >= PRINTED
            for row in rows
            for name in map(compact, row.labels)
        )

    def _unbound(self, reading: Reading) -> str:
        """What the report prints outside of the rows that were found, without white space."""
        bound = {
            (each.place.grid, each.cell.row)
            for table in self.tables
            for each in table.bound
            if each.row
        }
        rows = (
            cell.text
            for n, grid in enumerate(reading.grids)
            for cell in grid.cells
            if (n, cell.row) not in bound
        )
        return compact("".join([*(passage.text for passage in reading.passages), *rows]))


def match_form(
    grids: Sequence[Grid], forms: Iterable[Form], year: int | None = None
) -> FormMatch | None:
    """The form that fits the grids best, or None where no table of any form is printed.

    Best is the one that binds most and misses least; `year` decides only between forms that fit
    equally well, for agencies use last year's form, and the next one's. Where the form of the year
    misses nothing and leaves no number unbound, no other one is tried.
    """
    texts = texts_of(grids)
    numbers = _numbers(grids)
    find = cache(
        lambda table: match_table(table, grids, texts, year)
    )  # forms have tables in common
    matches: list[FormMatch] = []
    for form in sorted(forms, key=lambda form: not _made_for(form, year)):
        match = _match(form, find)
        if match is None:
            continue
        matches.append(match)
        if _made_for(form, year) and not match.missing and numbers <= match.places:
            break
    best = max(
        matches,
        key=lambda match: (match.bound - match.missing, _made_for(match.form, year)),
        default=None,
    )
    if best is None:
        return None
    apart = (
        each for each in matches if each.bound > each.missing and each.grids.isdisjoint(best.grids)
    )
    return replace(best, beside=tuple(each.form.code for each in apart))


def _numbers(grids: Sequence[Grid]) -> set[Place]:
    """The cells that print a number."""
    cells = ((index, cell) for index, grid in enumerate(grids) for cell in grid.cells)
    return {
        (index, cell.row, cell.column)
        for index, cell in cells
        if cell.text.strip() and is_value(cell.text)
    }


def _match(form: Form, find: Callable[[Table], TableMatch | None]) -> FormMatch | None:
    found = [(code, find(table)) for code, table in form.tables.items()]
    tables = tuple(match for _, match in found if match is not None)
    absent = tuple(code for code, match in found if match is None)
    return FormMatch(form, tables, absent) if tables else None


def _made_for(form: Form, year: int | None) -> bool:
    return year is not None and form.years[0] <= year <= form.years[1]
