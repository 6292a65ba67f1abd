"""Which form a report is printed on: the one whose labels it carries, whatever the year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz.fuzz import partial_ratio

from helpers.forms import Form, FormRow, FormTable
from helpers.match.cells import BoundCell, Slot, is_placed, slot_of
from helpers.match.lines import texts_of
from helpers.match.tables import TableMatch, match_table
from helpers.numbers import is_value
from helpers.readers.grid import Grid, Reading
from helpers.text import plain

#: A text holds a label where so much of it is found in one place, of 100.
PRINTED = 80


@dataclass(frozen=True)
class FormMatch:
    """The tables of one form that a report prints.

    `absent`: tables of the form that were not found. `beside`: other forms that are printed as
    well, in tables of their own.
    """

    form: Form
    tables: tuple[TableMatch, ...]
    absent: tuple[str, ...]
    beside: tuple[str, ...] = ()

    @property
    def _figures(self) -> list[BoundCell]:
        return [figure for table in self.tables for figure in table.bound]

    @property
    def grids(self) -> set[int]:
        """The grids that the tables stand in."""
        return {figure.place.grid for figure in self._figures}

    @property
    def places(self) -> set[Slot]:
        """The cells that are bound to a row and a column."""
        return set(map(slot_of, filter(is_placed, self._figures)))

    @property
    def missing(self) -> int:
        """How many cells that the form requires are not bound, also those of absent tables."""
        cells = sum(len(table.missing) for table in self.tables)
        for code in self.absent:
            table = self.form.tables[code]
            for row in table.rows:
                if row.required:
                    cells += sum(column.required for column in table.columns_of(row.code))
        return cells

    @property
    def bound(self) -> int:
        """How many cells are bound to a row and a column."""
        return sum(map(is_placed, self._figures))

    def is_printed_elsewhere(self, reading: Reading) -> bool:
        """Whether what was not found may stand where other rules would make a table of it.

        A row that is missing is looked for by its label in what is bound to no row; a table without
        one of its columns, or with cells that belong to no place, may have been cut wrong.
        """
        if any(table.unplaced or table.rivals or table.columns_missing for table in self.tables):
            return True
        names = [plain(label) for row in self._rows_missing() for label in row.labels]
        if not names:
            return False
        left = self._unbound(reading)
        return any(partial_ratio(name, left) >= PRINTED for name in names)

    def _rows_missing(self) -> list[FormRow]:
        """The rows that the form requires and of which nothing is bound."""
        rows: list[FormRow] = []
        for code in self.absent:
            rows += [row for row in self.form.tables[code].rows if row.required]
        for table in self.tables:
            rows += table.rows_missing
        return rows

    def _unbound(self, reading: Reading) -> str:
        """What the report prints outside of the rows that were found, without white space."""
        found = set()
        for figure in self._figures:
            if figure.row:
                found.add((figure.place.grid, figure.cell.row))
        texts = [passage.text for passage in reading.passages]
        for index, grid in enumerate(reading.grids):
            left = [cell for cell in grid.cells if (index, cell.row) not in found]
            texts += [cell.text for cell in left]
        return plain("".join(texts))


def match_form(
    grids: Sequence[Grid], forms: Iterable[Form], year: int | None = None
) -> FormMatch | None:
    """The form that fits the grids best, or None where no table of any form is printed.

    Best is the one that binds most and misses least; `year` decides only between forms that fit
    equally well, for agencies use last year's form, and the next one's. Where the form of the year
    misses nothing and leaves no number unbound, no other one is tried.
    """
    matches = _matches(grids, forms, year)
    if not matches:
        return None
    best = max(matches, key=lambda match: _fitness(match, year))
    apart = [match.form.code for match in matches if _is_apart(match, best)]
    return replace(best, beside=tuple(apart))


def _matches(grids: Sequence[Grid], forms: Iterable[Form], year: int | None) -> list[FormMatch]:
    """The forms that are tried and found, those of the year first."""
    texts = texts_of(grids)
    numbers = _numbers(grids)

    @cache  # forms have tables in common
    def find(table: FormTable) -> TableMatch | None:
        return match_table(table, grids, texts, year)

    matches: list[FormMatch] = []
    for form in sorted(forms, key=lambda form: not _made_for(form, year)):
        match = _match(form, find)
        if match is None:
            continue
        matches.append(match)
        if _made_for(form, year) and not match.missing and numbers <= match.places:
            break
    return matches


def _numbers(grids: Sequence[Grid]) -> set[Slot]:
    """The cells that print a number, or a mark for none."""
    numbers: set[Slot] = set()
    for index, grid in enumerate(grids):
        for cell in grid.cells:
            if cell.text.strip() and is_value(cell.text):
                numbers.add((index, cell.row, cell.column))
    return numbers


def _match(form: Form, find: Callable[[FormTable], TableMatch | None]) -> FormMatch | None:
    tables: list[TableMatch] = []
    absent: list[str] = []
    for code, table in form.tables.items():
        match = find(table)
        if match is None:
            absent.append(code)
        else:
            tables.append(match)
    if not tables:
        return None
    return FormMatch(form, tuple(tables), tuple(absent))


def _made_for(form: Form, year: int | None) -> bool:
    return year is not None and form.years[0] <= year <= form.years[1]


def _fitness(match: FormMatch, year: int | None) -> tuple[int, bool]:
    return match.bound - match.missing, _made_for(match.form, year)


def _is_apart(match: FormMatch, best: FormMatch) -> bool:
    """Whether a form is printed in tables that are none of the best form's."""
    return match.bound > match.missing and match.grids.isdisjoint(best.grids)
