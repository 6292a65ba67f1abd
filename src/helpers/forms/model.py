"""What a printed form is made of: tables, rows and columns with their labels, and identities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

LAYOUTS = ("down", "blocks", "across")
UNITS = ("count", "yuan")

#: A cell of a form: the codes of its table, row and column.
FormCell = tuple[str, str, str]
#: The ways to print a term of an identity, each the codes that add up to it.
Term = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class FormRow:
    """One row of a form's table.

    `labels`: those that it is printed under; `parent`: the row that it is a part of.
    """

    code: str
    labels: tuple[str, ...]
    english: str
    under: str = ""
    parent: str = ""
    presence: str = "required"
    unit: str = ""
    printed_unit: str = ""

    @property
    def required(self) -> bool:
        """Whether the form always prints this row."""
        return self.presence == "required"

    @property
    def is_part(self) -> bool:
        """Whether the row counts a part of what another one counts."""
        return "." in self.code or self.parent not in ("", self.code)

    @property
    def group(self) -> str:
        """The name of the group of which one way of printing is enough, or empty."""
        return self.presence.partition(":")[2]


@dataclass(frozen=True)
class FormColumn:
    """One column of a form's table.

    `rows`: the codes of the rows that have it, empty where all have it; `signed`: its values may be
    negative. `presence`: `optional` where a table may be printed without it.
    """

    code: str
    labels: tuple[str, ...]
    english: str
    under: str = ""
    rows: tuple[str, ...] = ()
    unit: str = "count"
    signed: bool = False
    presence: str = "required"

    @property
    def required(self) -> bool:
        """Whether the form always prints this column."""
        return self.presence == "required"


@dataclass(frozen=True)
class Identity:
    """A sum that the form demands in every column or every row, as `each` says.

    The terms on the left equal the terms on the right. A term is a tuple of ways to print it, the
    first printed one counts; a way is a tuple of codes to add up.
    """

    rule: str
    each: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]


@dataclass(frozen=True)
class FormTable:
    """One table of a form.

    `layout`: `down` (rows below one another under one head), `blocks` (as `down`, each block with a
    head of its own), `across` (the form's rows stand side by side as groups of columns over one
    line of figures). `head`: labels in the head over the row labels. `unit_column`: labels of a
    column that holds units; `code_column`: of one that holds the codes of the rows, which are no
    figures.
    """

    code: str
    chinese: str
    english: str
    layout: str
    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]
    identities: tuple[Identity, ...] = ()
    head: tuple[str, ...] = ()
    unit_column: tuple[str, ...] = ()
    code_column: tuple[str, ...] = ()

    @cached_property
    def _rows(self) -> dict[str, FormRow]:
        return {row.code: row for row in self.rows}

    @cached_property
    def head_labels(self) -> tuple[str, ...]:
        """All labels that can stand in a head of the table."""
        labels = [*self.head, *self.side_columns]
        for column in self.columns:
            labels += [*column.labels, column.under]
        if self.layout == "across":
            for row in self.rows:
                labels += [*row.labels, row.under]
        return tuple(filter(None, dict.fromkeys(labels)))

    @property
    def side_columns(self) -> tuple[str, ...]:
        """The labels of columns between the label of a row and its figures."""
        return (*self.unit_column, *self.code_column)

    @cached_property
    def year_columns(self) -> frozenset[str]:
        """The columns whose label is a year."""
        yearly = [column.code for column in self.columns if "{year}" in "".join(column.labels)]
        return frozenset(yearly)

    @cached_property
    def part_columns(self) -> frozenset[str]:
        """The columns that add up to another one."""
        parts: set[str] = set()
        for identity in self.identities:
            if identity.each == "row":
                for ways in identity.left:
                    parts.update(*ways)
        return frozenset(parts)

    @cached_property
    def row_labels(self) -> tuple[tuple[str, ...], ...]:
        """For each row its labels."""
        return tuple(row.labels for row in self.rows)

    @cached_property
    def merged(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """For each row the label of its group, and its labels behind that one.

        They are for cells that hold both.
        """
        merged: list[tuple[str, tuple[str, ...]]] = []
        for row in self.rows:
            labels = tuple(row.under + label for label in row.labels)
            merged.append((row.under, labels))
        return tuple(merged)

    @cached_property
    def row_groups(self) -> tuple[tuple[str, ...], ...]:
        """For each row the labels that stand beside its own.

        They are that of its group, and that of what it is a part of.
        """
        groups: list[tuple[str, ...]] = []
        for row in self.rows:
            parent = self._rows.get(row.parent, row)
            labels = dict.fromkeys((row.under, parent.under))
            groups.append(tuple(filter(None, labels)))
        return tuple(groups)

    def row(self, code: str) -> FormRow:
        """The row with this code."""
        return self._rows[code]

    @cached_property
    def _columns(self) -> dict[str, tuple[FormColumn, ...]]:
        return {row.code: tuple(self._of(row)) for row in self.rows}

    def _of(self, row: FormRow) -> Iterator[FormColumn]:
        for column in self.columns:
            if not column.rows or row.code in column.rows:
                yield replace(column, unit=row.unit) if row.unit else column

    def columns_of(self, code: str) -> tuple[FormColumn, ...]:
        """The columns of this row in printed order, each with the unit that holds in it."""
        return self._columns[code]


@dataclass(frozen=True)
class Form:
    """A printed form.

    `years`: the report years that it was made for (agencies use it in others, too).
    """

    code: str
    chinese: str
    english: str
    source: str
    years: tuple[int, int]
    tables: dict[str, FormTable] = field(hash=False)
