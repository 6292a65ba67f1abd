"""One table of a form in a report's grids: its cells, what is missing, and what is left over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from helpers.forms import Row, Table
from helpers.match.align import Pair, align, row_of
from helpers.match.cells import Bound, Rivals, as_before, as_labelled, contradicted, order, without
from helpers.match.columns import NamedHead, name_heads
from helpers.match.labels import resembles
from helpers.match.lines import Line, Texts, read_lines
from helpers.numbers import Number, is_unit, is_value, parse
from helpers.readers.grid import Cell, Grid
from helpers.text import printed

#: A table is taken for the form's only where at least this share of the form's rows is printed in
#: it.
RECOGNISED = 0.5
#: The cells of a table, those that are printed twice with other figures, and the rows that are
#: printed twice.
Found = tuple[list[Bound], Rivals, set[str]]
#: Where a form says that every row may be left out, this many of its rows must be printed.
FEWEST_ROWS = 5


@dataclass(frozen=True)
class TableMatch:
    """What was found of one table: its cells in printed order, and what keeps them from being the whole truth.

    `missing`: (row, column) pairs that the form requires and that are not bound. `rivals`: pairs
    that the report prints a second time with another figure, so that nobody knows which is meant.
    `again`: rows that it prints a second time, whatever their figures.
    """

    table: Table
    bound: tuple[Bound, ...]
    missing: tuple[tuple[str, str], ...]
    rivals: frozenset[tuple[str, str]]
    again: frozenset[str]

    @property
    def twice(self) -> bool:
        """Whether the report prints the table a second time, and not only a piece of it."""
        return len(self.again) >= len({each.row for each in self.bound if each.row}) * RECOGNISED

    @property
    def extra(self) -> tuple[Bound, ...]:
        """Cells printed inside the table that fit no row or column of the form."""
        return tuple(each for each in self.bound if not each.row or not each.column)

    @property
    def rows_missing(self) -> list[Row]:
        """The rows that the form requires and of which nothing is bound."""
        found = {each.row for each in self.bound}
        codes = {row for row, _ in self.missing} - found
        return [row for row in self.table.rows if row.code in codes]

    @property
    def columns_missing(self) -> bool:
        """Whether cells are missing in rows that were found."""
        found = {each.row for each in self.bound}
        return any(row in found for row, _ in self.missing)

    @property
    def unplaced(self) -> tuple[Bound, ...]:
        """Those of them that may be a row of the form: no label that both readings see, or that of a row not found.

        An agency's own rows have labels like no other.
        """
        found = {each.row for each in self.bound}
        blocks = {row.group for row in self.table.rows if row.code in found and row.group}
        left = [
            row.labels
            for row in self.table.rows
            if row.code not in found and row.group not in blocks
        ]
        return tuple(
            each
            for each in self.bound
            if not each.row
            and (not each.label or any(resembles(each.label, labels) for labels in left))
        )


def match_table(
    table: Table, grids: Sequence[Grid], texts: Texts, year: int | None = None
) -> TableMatch | None:
    """Find one table of a form in the grids of a report, and in their `texts`; None where it is not printed."""
    lines, heads = read_lines(grids, texts, table)
    named = name_heads(heads, table)
    compared = [line for line in lines if _is_compared(line, named)]
    lines = without(lines, compared)
    read = _across if table.layout == "across" else _down
    # Without a head that names a column no cell can be bound, and what is dear need not be done.
    headed = any(name.column for head in named for name in head.names)
    bound, rivals, again = read(table, lines, named) if headed else ([], set(), set())
    bound = [as_labelled(each, table, year) for each in bound]
    if not any(each.row and each.column for each in bound):
        # Some agencies print the form's groups of columns as rows.
        return (
            match_table(replace(table, layout="down"), grids, texts, year)
            if table.layout == "across"
            else None
        )
    bound += _only_compared(table, compared, bound)
    bound.sort(key=lambda each: (each.place.grid, each.cell.row, each.cell.column))
    return TableMatch(
        table, tuple(bound), tuple(_missing(table, bound)), frozenset(rivals), frozenset(again)
    )


def _only_compared(table: Table, compared: Iterable[Line], bound: Iterable[Bound]) -> list[Bound]:
    """The figures of a comparison of years whose rows stand nowhere else: its head may be the form's, misprinted."""
    found = {each.row for each in bound}
    rows = [(line, row_of(line, table)) for line in compared if line.has_values]
    return [
        each
        for line, row in rows
        if row and row.code not in found
        for each in _bind(table, "", (line,), ())
    ]


def _down(table: Table, lines: Sequence[Line], heads: Sequence[NamedHead]) -> Found:
    """Rows below one another, each under the head in force: the last one printed before it."""
    pairs = [pair for pair in align(lines, table) if pair.proven]
    required = sum(row.required for row in table.rows)
    if len(pairs) < (required * RECOGNISED if required else FEWEST_ROWS):
        return [], set(), set()
    bound = [each for pair in pairs for each in _bind(table, pair.row.code, pair.lines, heads)]
    left = [line for line in without(lines, _lines_of(pairs)) if line.has_values]
    aligned, end = _align_again(left, table), _end(lines, _lines_of(pairs)[-1])
    rivals: Rivals = set()
    twice: set[str] = set()
    for line in left:
        own = row_of(line, table)
        row = own.code if own else aligned.get(order(line), "")
        first = [each for each in bound if row and each.row == row]
        if first:
            again = _bind(table, row, (line,), heads)
            rivals |= contradicted(
                first, again if any(each.column for each in again) else as_before(first, line)
            )
            twice.add(row)
        elif _inside(line, pairs, heads, end):
            bound += _bind(table, own.code if own else "", (line,), heads)
    return _unshared(bound), rivals, twice


def _lines_of(pairs: Iterable[Pair]) -> list[Line]:
    return [line for pair in pairs for line in pair.lines]


def _align_again(lines: Sequence[Line], table: Table) -> dict[tuple[int, int], str]:
    """The rows of lines that an alignment left over, by their own labels, each in the order of the piece it stands in.

    Rows of one name (（三）其他情形数) are told apart by their order alone, in a piece that is printed
    twice as well.
    """
    rows: dict[tuple[int, int], str] = {}
    while pairs := [pair for pair in align(lines, table) if pair.labelled]:
        rows |= {order(line): pair.row.code for pair in pairs for line in pair.lines}
        lines = without(lines, _lines_of(pairs))
    return rows


def _unshared(bound: Iterable[Bound]) -> list[Bound]:
    """A cell that runs over several rows or columns of the form is the figure of none of them, unless it is blank."""
    by_cell: dict[tuple[int, int, int], list[Bound]] = {}
    for each in bound:
        by_cell.setdefault((each.place.grid, each.cell.row, each.cell.column), []).append(each)
    shared = [
        each
        for each in by_cell.values()
        if len(each) > 1 and parse(each[0].cell.text) != Number(None)
    ]
    kept = [each for group in by_cell.values() if group not in shared for each in group]
    return kept + [replace(group[0], row="", column="") for group in shared]


def _inside(
    line: Line, pairs: Sequence[Pair], heads: Sequence[NamedHead], end: tuple[int, int]
) -> bool:
    """Whether a line stands below the table's head, on a page of the table, and not behind its `end`."""
    first = pairs[0].lines[0]
    head = _in_force(first, heads)
    start = (head.head.place.grid, head.head.row) if head else order(first)
    grids = {start[0], *(line.place.grid for line in _lines_of(pairs))}
    return line.place.grid in grids and start < order(line) <= end


def _end(lines: Sequence[Line], last: Line) -> tuple[int, int]:
    """Where a table ends: behind the rows of figures that an agency added directly below the last row of the form."""
    figures = {
        order(line)
        for line in lines
        if line.has_values and all(map(_is_figure_or_unit, line.values))
    }
    grid, row = order(last)
    while (grid, row + 1) in figures:
        row += 1
    return grid, row


def _is_figure_or_unit(cell: Cell) -> bool:
    return is_value(cell.text) or is_unit(cell.text)


def _bind(
    table: Table, row: str, lines: tuple[Line, ...], heads: Sequence[NamedHead]
) -> list[Bound]:
    """Name the values of one row; of two halves of a row cut in two the one with values counts.

    A number that no head names is kept without a column, so that it shows what was not understood.
    """
    line = next((line for line in lines if line.has_values), lines[0])
    head = _in_force(line, heads)
    label = printed("".join(part.text for part in lines))
    columns = {column.code for column in (table.columns_of(row) if row else table.columns)}
    names = {cell: name for name, cell in (head.values(line) if head else ())}
    beside = tuple(cell.text for cell in line.values if cell not in names)
    bound = []
    for cell in line.values:
        name = names.get(cell)
        number = parse(cell.text)
        if name is not None or (number is not None and number.value is not None):
            column = name.column if name and name.column in columns else ""
            texts = name.texts if name else ()
            bound.append(
                Bound(table.code, row, column, label, cell, line.place, texts, line.above, beside)
            )
    return bound


def _in_force(line: Line, heads: Iterable[NamedHead]) -> NamedHead | None:
    """The last head before a line, in its own grid or on the pages before."""
    before = [
        head
        for head in heads
        if (head.head.place.grid, head.head.row) < order(line) and not head.comparison
    ]
    return before[-1] if before else None


def _is_compared(line: Line, heads: Iterable[NamedHead]) -> bool:
    """Whether a line belongs to a comparison of years, whose head stands over it in its own grid."""
    over = [
        each
        for each in heads
        if each.head.place.grid == line.place.grid and each.head.row < line.row
    ]
    return bool(over) and over[-1].comparison


def _across(table: Table, lines: Sequence[Line], heads: Sequence[NamedHead]) -> Found:
    """The form's rows side by side: the first line of values below the head, on this page or the next."""
    readings = [
        each
        for head in heads
        for line in _below(lines, head)
        if (each := _bind_across(table, line, head))
    ]
    found: list[Bound] = []
    rivals: Rivals = set()
    again: set[str] = set()
    copies = [as_before(readings[0], line) for line in lines if not line.text] if readings else []
    for reading in [*readings, *copies]:
        known = {(each.row, each.column) for each in found}
        rivals |= contradicted(found, reading)
        again |= {each.row for each in reading if (each.row, each.column) in known}
        found += [each for each in reading if (each.row, each.column) not in known]
    whole = len(found) >= len(table.rows) * len(table.columns) * RECOGNISED
    return (found, rivals, again) if whole else ([], set(), set())


def _below(lines: Sequence[Line], head: NamedHead) -> list[Line]:
    """The lines of figures below a head: in its grid, else in the next one, where a page break cut them off.

    A page break may leave an empty strip of a row: a blank line counts only where no figures
    follow.
    """
    grid = head.head.place.grid
    own = [line for line in lines if line.place.grid == grid and line.row > head.head.row]
    following = [line for line in lines if line.place.grid == grid + 1 and not line.text]
    figures = [line for line in own if line.has_values] or [
        line for line in following if line.has_values
    ]
    return figures or (own or following)[:1]


def _bind_across(table: Table, line: Line, head: NamedHead) -> list[Bound]:
    # The line has no label: a text in it that was taken for one is a figure that cannot be read.
    cells = (*((line.label,) if line.label else ()), *line.values)
    line = replace(line, label=None, above=(), values=cells)
    return [
        Bound(
            table.code,
            name.row,
            name.column,
            " ".join(map(printed, name.texts[:-1])),
            cell,
            line.place,
            name.texts,
        )
        for name, cell in head.values(line)
    ]


def _missing(table: Table, bound: Iterable[Bound]) -> Iterable[tuple[str, str]]:
    """The cells that the form requires and that are not bound, in printed order.

    Of a block that is printed either as one row or as its parts, the way that is printed at least
    in part is required.
    """
    found = {(each.row, each.column) for each in bound if each.row}
    printed = {row for row, _ in found}
    for row in table.rows:
        if row.required or row.code in printed or _group_requires(table, row, printed):
            for column in table.columns_of(row.code):
                if (row.code, column.code) not in found:
                    yield row.code, column.code


def _group_requires(table: Table, row: Row, printed: set[str]) -> bool:
    """Whether another row of the same way of printing a block is there, or no row of the block at all."""
    group = [other.code for other in table.rows if row.group and other.group == row.group]
    if not any(code in printed for code in group):
        return bool(group)
    way = row.code.rpartition(".")[0]
    return any(code in printed and code.rpartition(".")[0] == way for code in group)
