"""One table of a form in a report's grids: its cells, what is missing, and what is left over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from helpers.forms import FormColumn, FormRow, FormTable
from helpers.match.align import Pair, align, row_of
from helpers.match.cells import (
    BoundCell,
    PlaceInForm,
    Rivals,
    Slot,
    as_before,
    as_labelled,
    contradicted,
    is_placed,
    order,
    place_in_form,
    slot_of,
    with_values,
    without,
)
from helpers.match.columns import Name, NamedHead, name_heads
from helpers.match.labels import ALIKE, best, ends_alike, resembles, words
from helpers.match.lines import Line, Texts, read_lines
from helpers.numbers import Number, is_unit, is_value, parse
from helpers.readers.grid import Grid, PrintedCell
from helpers.text import printed

#: A table is taken for the form's only where at least this share of the form's rows is printed.
RECOGNISED = 0.5
#: The cells of a table, those that are printed twice with other figures, and the rows that are
#: printed twice.
Found = tuple[list[BoundCell], Rivals, set[str]]
#: Where a form says that every row may be left out, this many of its rows must be printed.
FEWEST_ROWS = 5


@dataclass(frozen=True)
class TableMatch:
    """What was found of one table, and what keeps it from being the whole truth.

    `bound`: its cells in printed order. `missing`: (row, column) pairs that the form requires and
    that are not bound. `rivals`: pairs that the report prints a second time with another figure, so
    that nobody knows which is meant. `again`: rows that it prints a second time, whatever their
    figures.
    """

    table: FormTable
    bound: tuple[BoundCell, ...]
    missing: tuple[PlaceInForm, ...]
    rivals: frozenset[PlaceInForm]
    again: frozenset[str]

    @property
    def twice(self) -> bool:
        """Whether the report prints the table a second time, and not only a piece of it."""
        rows = self._rows_found - {""}
        return len(self.again) >= len(rows) * RECOGNISED

    @property
    def _rows_found(self) -> set[str]:
        return {figure.row for figure in self.bound}

    @property
    def rows_missing(self) -> list[FormRow]:
        """The rows that the form requires and of which nothing is bound."""
        codes = {row for row, _ in self.missing} - self._rows_found
        return [row for row in self.table.rows if row.code in codes]

    @property
    def rows_demanded(self) -> int:
        """How many rows the form requires, in the way that they are printed."""
        return len(self._rows_found - {""}) + len(self.rows_missing)

    @property
    def ends_after(self) -> str:
        """The row that the table ends after, where all rows behind it and no others are missing."""
        codes = [row.code for row in self.table.rows]
        missing = [codes.index(row.code) for row in self.rows_missing]
        found = [codes.index(row) for row in self._rows_found - {""}]
        if not missing or not found or min(missing) < max(found) or not self.bound[-1].row:
            return ""
        return codes[max(found)]

    @property
    def split(self) -> dict[str, int]:
        """The missing rows whose label stands over several rows of the agency's own.

        And how many these are.
        """
        split: dict[str, int] = {}
        for row in self.rows_missing:
            lines = set()
            for figure in self.bound:
                beside = [best(text, row.labels) for text in figure.outer]
                if not figure.row and max(beside, default=0.0) >= ALIKE:
                    lines.add((figure.place.grid, figure.cell.row))
            if lines:
                split[row.code] = len(lines)
        return split

    @property
    def nameless(self) -> tuple[BoundCell, ...]:
        """The cells in rows without a label that both readings see."""
        return tuple(figure for figure in self.unplaced if not figure.label)

    @property
    def columnless(self) -> tuple[BoundCell, ...]:
        """The cells that no head names, in rows of which cells are missing."""
        rows = {row for row, _ in self.missing}
        return tuple(cell for cell in self.bound if cell.row in rows and not cell.column)

    @property
    def columns_missing(self) -> bool:
        """Whether cells are missing in rows that were found."""
        found = self._rows_found
        return any(row in found for row, _ in self.missing)

    @property
    def unplaced(self) -> tuple[BoundCell, ...]:
        """The extra cells without a row that may be in one of the form's.

        They have no label that both readings see, or that of a row not found. An agency's own rows
        have labels like no other.
        """
        left = self._labels_left()
        unplaced = []
        for figure in self.bound:
            if figure.row:
                continue
            if not figure.label or any(resembles(figure.label, labels) for labels in left):
                unplaced.append(figure)
        return tuple(unplaced)

    def _labels_left(self) -> list[tuple[str, ...]]:
        """The labels of the rows that were not found, blocks that are printed another way apart."""
        found = self._rows_found
        rows = self.table.rows
        blocks = {row.group for row in rows if row.code in found and row.group}
        left = [row for row in rows if row.code not in found and row.group not in blocks]
        return [row.labels for row in left]


def match_table(
    table: FormTable, grids: Sequence[Grid], texts: Texts, year: int | None = None
) -> TableMatch | None:
    """Find one table of a form in the grids of a report, and in their `texts`.

    None where it is not printed.
    """
    lines, heads = read_lines(grids, texts, table)
    named = name_heads(heads, table)
    compared = [line for line in lines if _is_compared(line, named)]
    found, rivals, again = _find(table, without(lines, compared), named)
    bound = [as_labelled(figure, table, year) for figure in found]
    if not any(map(is_placed, bound)):
        if table.layout != "across":
            return None
        # Some agencies print the form's groups of columns as rows.
        return match_table(replace(table, layout="down"), grids, texts, year)
    bound += _only_compared(table, compared, bound)
    bound.sort(key=slot_of)
    missing = tuple(_missing(table, bound))
    return TableMatch(table, tuple(bound), missing, frozenset(rivals), frozenset(again))


def _find(table: FormTable, lines: Sequence[Line], heads: Sequence[NamedHead]) -> Found:
    # Without a head that names a column no cell can be bound, and what is dear need not be done.
    if not any(name.column for head in heads for name in head.names):
        return [], set(), set()
    read = _across if table.layout == "across" else _down
    return read(table, lines, heads)


def _only_compared(
    table: FormTable, compared: Iterable[Line], bound: Iterable[BoundCell]
) -> list[BoundCell]:
    """The figures of a comparison of years whose rows stand nowhere else.

    Its head may be the form's, misprinted.
    """
    found = {figure.row for figure in bound}
    figures: list[BoundCell] = []
    for line in with_values(compared):
        row = row_of(line, table)
        if row and row.code not in found:
            figures += _bind(table, "", (line,), ())
    return figures


def _down(table: FormTable, lines: Sequence[Line], heads: Sequence[NamedHead]) -> Found:
    """Rows below one another, each under the head in force: the last one printed before it."""
    pairs = [pair for pair in align(lines, table) if pair.proven]
    bound: list[BoundCell] = []
    for pair in pairs:
        bound += _bind(table, pair.row.code, pair.lines, heads)
    if len(pairs) < _fewest_rows(table) and not _is_beginning(table, pairs, bound):
        return [], set(), set()
    aligned = _lines_of(pairs)
    left = with_values(without(lines, aligned))
    aligned_again = _align_again(left, table)
    start, end = _start(aligned[0], heads), _end(lines, aligned[-1])
    grids = {start[0], *(line.place.grid for line in aligned)}
    rivals: Rivals = _halves(pairs, left, bound)
    twice: set[str] = set()
    for line in left:
        proven = row_of(line, table)
        own_row = proven.code if proven else ""
        row = own_row or aligned_again.get(order(line), "")
        first = [figure for figure in bound if row and figure.row == row]
        if first:
            again = _bind(table, row, (line,), heads)
            if not any(figure.column for figure in again):
                again = as_before(first, line)
            rivals |= contradicted(first, again)
            twice.add(row)
        elif line.place.grid in grids and start < order(line) <= end:
            bound += _bind(table, own_row, (line,), heads)
    return _unshared(bound), rivals, twice


def _halves(pairs: Iterable[Pair], left: Iterable[Line], bound: Iterable[BoundCell]) -> Rivals:
    """The places of rows that may be half of what the form asks for.

    Beside a row under a label that is not quite the form's (政府规范性文件) stands a line of the
    agency's own that ends alike (部门规范性文件).
    """
    extra = {order(line): line for line in left}
    halved: set[str] = set()
    for pair in pairs:
        label = words(pair.lines[-1].text)[0]
        if any(label == words(known)[0] for known in pair.row.labels):
            continue
        grid, row = order(pair.lines[-1])
        beside = filter(None, (extra.get((grid, row - 1)), extra.get((grid, row + 1))))
        if any(ends_alike(label, words(line.text)[0]) for line in beside):
            halved.add(pair.row.code)
    return {place_in_form(figure) for figure in bound if figure.row in halved}


def _fewest_rows(table: FormTable) -> float:
    """How many rows of a table must be proven."""
    required = sum(row.required for row in table.rows)
    if required:
        return required * RECOGNISED
    return FEWEST_ROWS


def _is_beginning(table: FormTable, pairs: Sequence[Pair], bound: Iterable[BoundCell]) -> bool:
    """Whether these are the first rows of a table that is cut below them.

    Each carries its own label, and at least one has all of its columns.
    """
    rows = [row.code for row in table.rows if row.required][: len(pairs)]
    if [pair.row.code for pair in pairs] != rows or not all(pair.labelled for pair in pairs):
        return False
    found = set(map(place_in_form, bound))
    return any(_is_whole(table, row, found) for row in rows)


def _is_whole(table: FormTable, row: str, found: set[PlaceInForm]) -> bool:
    columns = [column for column in table.columns_of(row) if column.required]
    return all((row, column.code) in found for column in columns)


def _lines_of(pairs: Iterable[Pair]) -> list[Line]:
    return [line for pair in pairs for line in pair.lines]


def _align_again(lines: Sequence[Line], table: FormTable) -> dict[tuple[int, int], str]:
    """The rows of lines that an alignment left over, by their own labels.

    Each line in the order of the piece it stands in: rows of one name (（三）其他情形数) are told
    apart by their order alone, in a piece that is printed twice as well.
    """
    rows: dict[tuple[int, int], str] = {}
    while pairs := [pair for pair in align(lines, table) if pair.labelled]:
        for pair in pairs:
            for line in pair.lines:
                place = order(line)
                rows[place] = pair.row.code
        lines = without(lines, _lines_of(pairs))
    return rows


def _unshared(bound: Iterable[BoundCell]) -> list[BoundCell]:
    """A cell over several rows or columns of the form is the figure of none, unless it is blank."""
    by_cell: dict[Slot, list[BoundCell]] = {}
    for figure in bound:
        by_cell.setdefault(slot_of(figure), []).append(figure)
    kept: list[BoundCell] = []
    shared: list[BoundCell] = []
    for figures in by_cell.values():
        first = figures[0]
        if len(figures) > 1 and parse(first.cell.text) != Number(None):
            shared.append(replace(first, row="", column=""))
        else:
            kept += figures
    return kept + shared


def _start(first: Line, heads: Sequence[NamedHead]) -> tuple[int, int]:
    """Where a table begins: at its head, else at its first line."""
    head = _in_force(first, heads)
    if head:
        return _order_of(head)
    return order(first)


def _order_of(head: NamedHead) -> tuple[int, int]:
    return head.head.place.grid, head.head.row


def _end(lines: Sequence[Line], last: Line) -> tuple[int, int]:
    """Where a table ends: behind the rows of figures that an agency added below the last row."""
    figures = {order(line) for line in lines if _is_of_figures(line)}
    grid, row = order(last)
    while (grid, row + 1) in figures:
        row += 1
    return grid, row


def _is_of_figures(line: Line) -> bool:
    return line.has_values and all(map(_is_figure_or_unit, line.values))


def _is_figure_or_unit(cell: PrintedCell) -> bool:
    return is_value(cell.text) or is_unit(cell.text)


def _bind(
    table: FormTable, row: str, lines: tuple[Line, ...], heads: Sequence[NamedHead]
) -> list[BoundCell]:
    """Name the values of one row; of two halves of a row cut in two the one with values counts.

    A number that no head names is kept without a column, so that it shows what was not understood.
    """
    filled = with_values(lines)
    line = filled[0] if filled else lines[0]
    head = _in_force(line, heads)
    label = printed("".join(part.text for part in lines))
    columns = table.columns_of(row) if row else table.columns
    codes = {column.code for column in columns}
    named = head.values(line) if head else []
    row_codes = head.beneath(line, table.code_column) if head else []
    names: dict[PrintedCell, list[Name]] = {}
    for name, cell in named:
        names.setdefault(cell, []).append(name)
    beside = tuple(cell.text for cell in line.values if cell not in names)
    figures = []
    for cell in line.values:
        if cell in row_codes or (cell not in names and not _is_number(cell)):
            continue
        for name in names.get(cell, [_NAMELESS]):
            column = name.column if name.column in codes else ""
            figure = BoundCell(
                table=table.code,
                row=row,
                column=column,
                label=label,
                cell=cell,
                place=line.place,
                heads=name.texts,
                outer=line.outer,
                beside=beside,
            )
            figures.append(figure)
    return figures


_NAMELESS = Name("", "", ())


def _is_number(cell: PrintedCell) -> bool:
    number = parse(cell.text, signed=True)
    return number is not None and number.value is not None


def _in_force(line: Line, heads: Iterable[NamedHead]) -> NamedHead | None:
    """The last head before a line, in its own grid or on the pages before."""
    place = order(line)
    last = None
    for head in heads:
        if _order_of(head) < place and not head.comparison:
            last = head
    return last


def _is_compared(line: Line, heads: Iterable[NamedHead]) -> bool:
    """Whether a line belongs to a comparison of years, whose head stands over it in its grid."""
    compared = False
    for head in heads:
        grid, row = _order_of(head)
        if grid == line.place.grid and row < line.row:
            compared = head.comparison
    return compared


def _across(table: FormTable, lines: Sequence[Line], heads: Sequence[NamedHead]) -> Found:
    """The form's rows side by side: the first line of values below the head, or the next page."""
    readings = _readings(table, lines, heads)
    if readings:
        readings += [as_before(readings[0], line) for line in lines if not line.text]
    found: list[BoundCell] = []
    rivals: Rivals = set()
    again: set[str] = set()
    for reading in readings:
        known = set(map(place_in_form, found))
        rivals |= contradicted(found, reading)
        for figure in reading:
            if place_in_form(figure) in known:
                again.add(figure.row)
            else:
                found.append(figure)
    if len(found) < len(table.rows) * len(table.columns) * RECOGNISED:
        return [], set(), set()
    return found, rivals, again


def _readings(
    table: FormTable, lines: Sequence[Line], heads: Sequence[NamedHead]
) -> list[list[BoundCell]]:
    """What each line below a head says, as far as the head names its values."""
    readings = []
    for head in heads:
        for line in _figures_below(lines, head):
            reading = _bind_across(table, line, head)
            if reading:
                readings.append(reading)
    return readings


def _figures_below(lines: Sequence[Line], head: NamedHead) -> list[Line]:
    """The lines of figures below a head: in its grid, or in the next one behind a page break.

    A page break may leave an empty strip of a row: a blank line counts only where no figures
    follow.
    """
    grid, row = _order_of(head)
    own = [line for line in lines if line.place.grid == grid and line.row > row]
    following = [line for line in lines if line.place.grid == grid + 1 and not line.text]
    for below in (own, following):
        figures = with_values(below)
        if figures:
            return figures
    return (own or following)[:1]


def _bind_across(table: FormTable, line: Line, head: NamedHead) -> list[BoundCell]:
    # The line has no label: a text in it that was taken for one is a figure that cannot be read.
    cells = line.values
    if line.label:
        cells = (line.label, *cells)
    line = replace(line, label=None, outer=(), values=cells)
    figures = []
    for name, cell in head.values(line):
        label = " ".join(map(printed, name.texts[:-1]))
        figure = BoundCell(
            table=table.code,
            row=name.row,
            column=name.column,
            label=label,
            cell=cell,
            place=line.place,
            heads=name.texts,
        )
        figures.append(figure)
    return figures


def _missing(table: FormTable, bound: Iterable[BoundCell]) -> Iterable[PlaceInForm]:
    """The cells that the form requires and that are not bound, in printed order.

    Of a block that is printed either as one row or as its parts, the way that is printed at least
    in part is required.
    """
    found = set(map(place_in_form, bound))
    rows_printed = {row for row, _ in found if row}
    columns_printed = {column for row, column in found if row}
    for row in table.rows:
        if not _is_demanded(row, table, rows_printed):
            continue
        for column in table.columns_of(row.code):
            if _is_printed(column, columns_printed) and (row.code, column.code) not in found:
                yield row.code, column.code


def _is_printed(column: FormColumn, columns_printed: set[str]) -> bool:
    """Whether the table has this column: one that may be left out is there with any cell of it.

    A number of a row that no head names may be of any column.
    """
    return column.required or column.code in columns_printed or "" in columns_printed


def _is_demanded(row: FormRow, table: FormTable, rows_printed: set[str]) -> bool:
    if row.required or row.code in rows_printed:
        return True
    return bool(row.group) and _group_requires(table, row, rows_printed)


def _group_requires(table: FormTable, row: FormRow, rows_printed: set[str]) -> bool:
    """Whether another row of this way to print a block is there, or no row of the block at all."""
    block = {member.code for member in table.rows if member.group == row.group}
    block_printed = block & rows_printed
    if not block_printed:
        return True
    return _way(row.code) in map(_way, block_printed)


def _way(code: str) -> str:
    """The row of which this one is a part: it names the way to print a block."""
    return code.rpartition(".")[0]
