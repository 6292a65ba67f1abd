"""A workbook as two libraries read it: values, and what decides whether and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl.utils.cell import get_column_letter

from helpers.errors import UnreadableReport
from helpers.messages import say
from helpers.readers.flow import MAX_COLUMNS
from helpers.readers.sheet.formats import Value

#: A row and a column from 0.
Slot = tuple[int, int]

#: So many cells with something in them a workbook may hold, and so many slots a sheet may reach
#: over: no form comes near.
MAX_CELLS = 200_000
MAX_SLOTS = 2_000_000


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of slots, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: Area) -> bool:
        """Whether both have a slot in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is set.

    `code`: its number format; `odd`: whether its letters may be overlooked, or are struck out or
    raised; `turned`: whether they are turned or repeated, which words may be, and numbers not;
    `ruled`: whether a line stands at one of its sides; `size`: its letters, as a multiple of the
    workbook's; `shrinks`: whether they are made smaller to fit.
    """

    code: str = "General"
    odd: bool = False
    turned: bool = False
    ruled: bool = False
    size: float = 1.0
    shrinks: bool = False


PLAIN = Look()


@dataclass
class Sheet:
    """One sheet that is shown.

    `first`, `second`: the values by slot, as each library reads them; `errors`: the cells that show
    an error, and which; `unsolved`: formulas whose result is not stored; `covered`: where a drawing
    lies, or a condition may change what is shown; `crossed`: where a drawn line is; `marked`: cells
    some of whose letters are struck out or raised, and what is left of them; `low`: rows too low
    for their letters; `widths`: columns in letters, by first and last column.
    """

    name: str
    first: dict[Slot, Value] = field(default_factory=dict)
    second: dict[Slot, Value] = field(default_factory=dict)
    looks: dict[Slot, Look] = field(default_factory=dict)
    errors: dict[Slot, str] = field(default_factory=dict)
    unsolved: set[Slot] = field(default_factory=set)
    marked: dict[Slot, str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    covered: list[Area] = field(default_factory=list)
    crossed: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    low: set[int] = field(default_factory=set)
    widths: list[tuple[range, float]] = field(default_factory=list)
    width: float = 8.43
    shows_zeros: bool = True

    @property
    def filled(self) -> set[Slot]:
        """The slots with something in them."""
        return {*self.second, *self.errors, *self.unsolved}

    def hides_column(self, column: int) -> bool:
        """Whether a column is not shown."""
        return any(column in span for span in self.hidden_columns)

    def width_of(self, columns: Iterable[int]) -> float:
        """How many letters of the usual size fit into these columns."""
        return sum(self._width(column) for column in columns if not self.hides_column(column))

    def _width(self, column: int) -> float:
        return next((width for span, width in self.widths if column in span), self.width)


def check_size(slots: Mapping[Slot, object] | set[Slot], before: int = 0) -> int:
    """How many cells are filled, with those of the sheets before.

    Raises UnreadableReport where they are absurdly many or far apart.
    """
    count = before + len(slots)
    if slots:
        rows = 1 + max(row for row, _ in slots)
        columns = 1 + max(column for _, column in slots)
        if count > MAX_CELLS or columns > MAX_COLUMNS or rows * columns > MAX_SLOTS:
            raise UnreadableReport(say("large_sheet"))
    return count


def spread(top: int, left: int, rows: Iterable[Iterable[Value]]) -> Iterator[tuple[Slot, Value]]:
    """The values of rows that begin in a slot, by their own slots, without empty ones."""
    for row, values in enumerate(rows, top):
        for column, value in enumerate(values, left):
            if value != "":
                yield (row, column), value


def name_of(slot: Slot) -> str:
    """The name of a cell, as C12."""
    row, column = slot
    return f"{get_column_letter(column + 1)}{row + 1}"
