"""Reports changed in one way each, as misreadings and misprints change them, and what a careful person would read.

A mutation takes a base and chance and returns a `Mutant`, or None where the report has no place for
it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from helpers.numbers import is_unit, is_value
from helpers.readers.grid import Grid, PrintedCell
from printing import Key, Truth
from proof.bases import At, Base, said

READINGS = ("text", "second")
#: What nobody can say, as where a report prints a cell twice with different figures.
UNKNOWN = Decimal("NaN")


@dataclass(frozen=True)
class Mutant:
    """A changed report: its grids, what they say, and where it was changed."""

    grids: tuple[Grid, ...]
    truth: Truth
    where: str


Mutation = Callable[[Base, random.Random], Mutant | None]


# ---- where the parts of a table stand


def _cells_in(base: Base, grid: int) -> dict[At, Key]:
    return {at: key for at, key in base.keys.items() if at[0] == grid}


def _across(base: Base, at: At) -> bool:
    """Whether the figure's row of the form is a group of columns."""
    line = base.lines[at[:2]]
    return len({base.keys[each][1] for each in line}) > 1


def _down_lines(base: Base) -> dict[tuple[int, int], list[At]]:
    """The printed rows that print one row of the form each."""
    return {place: line for place, line in base.lines.items() if not _across(base, line[0])}


def _label(base: Base, line: Sequence[At]) -> At | None:
    """The innermost label of a row: the last text left of its figures that is no unit."""
    grid, row, first = line[0]
    left = [
        (grid, cell.row, cell.column)
        for cell in base.grids[grid].cells
        if cell.row <= row < cell.row + cell.row_span and cell.column < first and _is_label(cell)
    ]
    return max(left, key=lambda at: at[2], default=None)


def _is_label(cell: PrintedCell) -> bool:
    return bool(cell.text.strip()) and not is_value(cell.text) and not is_unit(cell.text)


def _heads(base: Base, at: At) -> list[At]:
    """The labels over a figure in its own grid, the innermost first; empty where the head stands on the page before.

    The number of a column is no label: it names nothing.
    """
    grid, row, column = at
    over = [
        (grid, cell.row, cell.column)
        for cell in base.grids[grid].cells
        if cell.row < row
        and cell.column <= column < cell.end
        and (grid, cell.row, cell.column) not in base.keys
    ]
    return sorted(
        (
            each
            for each in over
            if not base.cells[each].text.strip().isdigit() and base.cells[each].text.strip()
        ),
        key=lambda each: -each[1],
    )


# ---- changing texts


def _again(cell: PrintedCell) -> str | None:
    """What a cell says to whoever looks a second time: another library, or a person at the page."""
    return cell.seen if cell.second is None else cell.second


def _read(cell: PrintedCell) -> dict[str, str | None]:
    return {"text": cell.text, "second": _again(cell)}


def _changed(cell: PrintedCell, text: str, again: str | None) -> PrintedCell:
    second, seen = (None if each is None else again for each in (cell.second, cell.seen))
    return replace(cell, text=text, second=second, seen=seen)


def _texts(base: Base, changes: Mapping[At, tuple[str, str | None]]) -> tuple[Grid, ...]:
    """The grids with other texts in some cells: (first reading, what stands against it)."""
    touched = {at[0] for at in changes}
    return tuple(
        replace(
            grid,
            cells=tuple(
                _changed(cell, *changes[at])
                if (at := (n, cell.row, cell.column)) in changes
                else cell
                for cell in grid.cells
            ),
        )
        if n in touched
        else grid
        for n, grid in enumerate(base.grids)
    )


def _moved(
    base: Base, moves: Mapping[At, At | None], readings: Iterable[str]
) -> dict[At, tuple[str, str | None]]:
    """Texts that move: target → source (None: nothing is read there), in one reading or in both."""
    changes = {}
    for target, source in moves.items():
        read = _read(base.cells[target])
        moved = _read(base.cells[source]) if source else dict.fromkeys(READINGS, "")
        read |= {name: moved[name] for name in readings}
        changes[target] = (read["text"], read["second"])
    return changes


def _printed(base: Base, changes: Mapping[At, tuple[str, str | None]]) -> Truth | None:
    """What the report says once these figures are printed otherwise; None where a cell would say no number."""
    truth = dict(base.truth)
    for at, (text, _) in changes.items():
        if at not in base.keys:
            continue
        key = base.keys[at]
        try:
            if said(base.form, key, base.cells[at].text) != base.truth[key]:
                return None  # its unit stands elsewhere
            truth[key] = said(base.form, key, text)
        except ValueError:
            return None
    return truth


def _move(
    base: Base, moves: Mapping[At, At | None], readings: Sequence[str], where: str
) -> Mutant | None:
    """Move figures: in both readings it is the print that changed, in one it is a misreading."""
    changes = _moved(base, moves, readings)
    if all(changes[at] == (base.cells[at].text, _again(base.cells[at])) for at in changes):
        return None
    truth = _printed(base, changes) if len(readings) == 2 else base.truth
    return Mutant(_texts(base, changes), truth, where) if truth is not None else None


# ---- digits


def digit(readings: Sequence[str]) -> Mutation:
    """One digit of one figure is another one."""

    def mutate(base: Base, chance: random.Random) -> Mutant | None:
        at = chance.choice(sorted(base.keys))
        text = base.cells[at].text
        places = [n for n, character in enumerate(text) if character in "0123456789"]
        if not places:
            return None
        n = chance.choice(places)
        other = chance.choice([each for each in "123456789" if each != text[n]])
        new = text[:n] + other + text[n + 1 :]
        read = _read(base.cells[at]) | dict.fromkeys(readings, new)
        changes = {at: (read["text"], read["second"])}
        truth = _printed(base, changes) if len(readings) == 2 else base.truth
        return (
            Mutant(_texts(base, changes), truth, f"{base.keys[at]}: {text} → {new}")
            if truth is not None
            else None
        )

    return mutate


# ---- rows


def shift(readings: Sequence[str]) -> Mutation:
    """The figures of a table stand one row too low or too high from some row on."""

    def mutate(base: Base, chance: random.Random) -> Mutant | None:
        lines = _down_lines(base)
        grid, start = chance.choice(sorted(lines) or [(-1, -1)])
        run = [line for (n, row), line in sorted(lines.items()) if n == grid and row >= start]
        run = [
            line
            for line in run
            if len(line) == len(run[0]) and base.keys[line[0]][0] == base.keys[run[0][0]][0]
        ]
        if len(run) < 2:
            return None
        if chance.random() < 0.5:
            run = run[: chance.randint(2, len(run))]
        step = chance.choice([1, -1])
        moves: dict[At, At | None] = {}
        for n, line in enumerate(run):
            source = run[n - step] if 0 <= n - step < len(run) else None
            moves |= {at: source[m] if source else None for m, at in enumerate(line)}
        return _move(base, moves, readings, f"rows from {base.keys[run[0][0]]} on, by {step}")

    return mutate


def swap_rows(what: str, readings: Sequence[str] = READINGS) -> Mutation:
    """Two rows of a table change places: "both" labels and values, "labels" alone, or "values" alone."""

    def mutate(base: Base, chance: random.Random) -> Mutant | None:
        lines = _down_lines(base)
        if len(lines) < 2:
            return None
        one = chance.choice(sorted(lines))
        others = [
            place
            for place in sorted(lines)
            if place != one and _like(base, lines[one], lines[place])
        ]
        if not others:
            return None
        near = [place for place in others if abs(place[1] - one[1]) == 1]
        other = chance.choice(near if near and chance.random() < 0.5 else others)
        return _swap_lines(base, lines[one], lines[other], what, readings)

    return mutate


def _like(base: Base, one: Sequence[At], other: Sequence[At]) -> bool:
    """Whether two rows print the same columns of one table in one grid."""
    keys, others = [base.keys[at] for at in one], [base.keys[at] for at in other]
    return one[0][0] == other[0][0] and [(key[0], key[2]) for key in keys] == [
        (key[0], key[2]) for key in others
    ]


def _swap_lines(
    base: Base, one: list[At], other: list[At], what: str, readings: Sequence[str]
) -> Mutant | None:
    labels = _label(base, one), _label(base, other)
    values = _exchange(zip(one, other, strict=True))
    if what != "values" and (None in labels or labels[0] == labels[1]):
        return None
    named = _exchange([labels])  # type: ignore[list-item]
    where = f"{base.keys[one[0]]} and {base.keys[other[0]]}"
    if what == "values":
        return _move(base, values, readings, where)
    if base.cells[labels[0]].text == base.cells[labels[1]].text:  # type: ignore[index]
        return None
    return _follow_labels(base, (named, values), what, readings, where)


def _follow_labels(
    base: Base,
    moves: tuple[Mapping[At, At], Mapping[At, At]],
    what: str,
    readings: Sequence[str],
    where: str,
) -> Mutant | None:
    """Labels change places, with their figures or without: what the labels name is what the report says."""
    named, values = moves
    if what == "both":
        return Mutant(_texts(base, _moved(base, {**named, **values}, readings)), base.truth, where)
    truth = base.truth
    if len(readings) == 2:
        exchanged = _printed(base, _moved(base, values, READINGS))
        if exchanged is None:
            return None
        truth = exchanged
    return Mutant(_texts(base, _moved(base, named, readings)), truth, where)


def _exchange(pairs: Iterable[tuple[At, At]]) -> dict[At, At]:
    moves = {}
    for one, other in pairs:
        moves[one], moves[other] = other, one
    return moves


# ---- columns


def swap_columns(what: str, readings: Sequence[str] = READINGS) -> Mutation:
    """Two columns of a table change places on all pages: labels with values, labels alone, or values alone."""

    def mutate(base: Base, chance: random.Random) -> Mutant | None:
        columns = _columns(base)
        one = chance.choice(sorted(columns))
        others = [each for each in sorted(columns) if each != one and each[:2] == one[:2]]
        others = [each for each in others if len(columns[each]) == len(columns[one])]
        if not others:
            return None
        other = chance.choice(others)
        pairs = list(zip(columns[one], columns[other], strict=True))
        if any(a[:2] != b[:2] for a, b in pairs):
            return None
        values = _exchange(pairs)
        if what == "values":
            return _move(base, values, readings, f"{one} and {other}")
        named: dict[At, At] = {}
        for a, b in pairs:
            heads = _heads(base, a)[:1], _heads(base, b)[:1]
            if all(heads) and heads[0] != heads[1]:
                named |= _exchange([(heads[0][0], heads[1][0])])
        if not named or any(base.cells[a].text == base.cells[b].text for a, b in named.items()):
            return None
        return _follow_labels(base, (named, values), what, readings, f"{one} and {other}")

    return mutate


def _columns(base: Base) -> dict[tuple[str, str, str], list[At]]:
    """The figures of each printed column by table, group of columns (a row of the form) and column."""
    columns: dict[tuple[str, str, str], list[At]] = defaultdict(list)
    for at in sorted(base.keys):
        table, row, column = base.keys[at]
        columns[table, row if _across(base, at) else "", column].append(at)
    return columns


# ---- blocks


def swap_blocks(what: str) -> Mutation:
    """Two blocks change places: groups of columns, or blocks of rows under labels of their own."""

    def mutate(base: Base, chance: random.Random) -> Mutant | None:
        blocks = [*_column_blocks(base), *_row_blocks(base)]
        if len(blocks) < 2:
            return None
        one = chance.choice(blocks)
        others = [each for each in blocks if each != one and _alike(base, one, each)]
        if not others:
            return None
        other = chance.choice(others)
        values = _exchange(zip(one[1], other[1], strict=True))
        where = f"blocks of {base.keys[one[1][0]]} and {base.keys[other[1][0]]}"
        if what == "values":
            return _move(base, values, READINGS, where)
        named = _exchange(zip(one[0], other[0], strict=True))
        if not named or all(base.cells[a].text == base.cells[b].text for a, b in named.items()):
            return None
        return _follow_labels(base, (named, values), what, READINGS, where)

    return mutate


Block = tuple[list[At], list[At]]  # labels, figures


def _alike(base: Base, one: Block, other: Block) -> bool:
    across = _across(base, one[1][0])
    columns = [[base.keys[at][2] for at in block[1]] for block in (one, other)]
    same_place = one[1][0][0] == other[1][0][0] and across == _across(base, other[1][0])
    return same_place and len(one[0]) == len(other[0]) and columns[0] == columns[1]


def _column_blocks(base: Base) -> list[Block]:
    """Groups of columns, each with the label over all of them."""
    blocks = []
    for line in base.lines.values():
        if not _across(base, line[0]):
            continue
        for row in dict.fromkeys(base.keys[at][1] for at in line):
            figures = [at for at in line if base.keys[at][1] == row]
            others = [at for at in line if base.keys[at][1] != row]
            shared = set.intersection(*(set(_heads(base, at)) for at in figures))
            own = [at for at in shared if not any(at in _heads(base, other) for other in others)]
            blocks.append((sorted(own), figures))
    return blocks


def _row_blocks(base: Base) -> list[Block]:
    """Blocks of rows under one label beside or above them: the label of each row and the figures."""
    groups: dict[At, list[list[At]]] = defaultdict(list)
    for line in _down_lines(base).values():
        label = _label(base, line)
        beside = [
            (line[0][0], cell.row, cell.column)
            for cell in base.grids[line[0][0]].cells
            if label and cell.row <= line[0][1] < cell.row + cell.row_span and cell.end <= label[2]
        ]
        if beside:
            groups[max(beside, key=lambda at: at[2])].append(line)
    blocks = []
    for side, lines in groups.items():
        labels = [label for line in lines if (label := _label(base, line))]
        blocks.append(([side, *labels], [at for line in lines for at in line]))
    return blocks


# ---- rows, columns and pieces that are lost or printed again


def drop_row(base: Base, chance: random.Random) -> Mutant | None:
    """A row is not there, label and figures together."""
    grid, row = chance.choice(sorted(base.lines))
    return _without_rows(base, grid, [row])


def lose_head(base: Base, chance: random.Random) -> Mutant | None:
    """The head over a block of figures is not there."""
    at = chance.choice(sorted(base.keys))
    heads = _heads(base, at)
    taken = {row for n, row, _ in base.keys if n == at[0]}
    if not heads:
        return None
    rows = [base.cells[heads[0]].row]
    while rows[-1] - 1 >= 0 and rows[-1] - 1 not in taken and chance.random() < 0.7:
        rows.append(rows[-1] - 1)
    return _without_rows(base, at[0], rows) if not taken & set(rows) else None


def _without_rows(base: Base, grid: int, rows: Sequence[int]) -> Mutant:
    cells = []
    for cell in base.grids[grid].cells:
        covered = range(cell.row, cell.row + cell.row_span)
        left = [row for row in covered if row not in rows]
        gone = (grid, cell.row, cell.column) in base.keys and cell.row in rows
        if left and not gone:
            cells.append(
                replace(
                    cell, row=cell.row - sum(row < cell.row for row in rows), row_span=len(left)
                )
            )
    lost = {key for at, key in base.keys.items() if at[0] == grid and at[1] in rows}
    new = replace(base.grids[grid], cells=tuple(cells), rows=base.grids[grid].rows - len(rows))
    return Mutant(
        _with(base, grid, [new]), _without(base, lost), f"grid {grid}, rows {sorted(rows)}"
    )


def drop_column(base: Base, chance: random.Random) -> Mutant | None:
    """A column of figures of one grid is not there; what stands right of it moves to the left."""
    grid = chance.choice(sorted({at[0] for at in base.keys}))
    at = chance.choice(sorted(_cells_in(base, grid)))
    start, end = at[2], base.cells[at].end
    width = _width(base.cells[at])
    cells, lost = [], set()
    for cell in base.grids[grid].cells:
        inside = max(0, min(cell.end, end) - max(cell.column, start))
        if inside == cell.column_span:
            if (key := base.keys.get((grid, cell.row, cell.column))) is not None:
                lost.add(key)
            continue
        cells.append(_narrowed(cell, inside, max(0, min(cell.column, end) - start), end, width))
    new = replace(
        base.grids[grid], cells=tuple(cells), columns=base.grids[grid].columns - (end - start)
    )
    return Mutant(
        _with(base, grid, [new]), _without(base, lost), f"grid {grid}, columns {start} to {end}"
    )


def _width(cell: PrintedCell) -> float:
    return cell.across[1] - cell.across[0] if cell.across else 0.0


def _narrowed(cell: PrintedCell, inside: int, before: int, end: int, width: float) -> PrintedCell:
    """A cell of a grid that lost columns: `inside` it, and `before` it."""
    across = cell.across
    if across and cell.column >= end:
        across = across[0] - width, across[1] - width
    elif across and inside:
        across = across[0], across[1] - width
    return replace(
        cell, column=cell.column - before, column_span=cell.column_span - inside, across=across
    )


def drop_piece(base: Base, chance: random.Random) -> Mutant | None:
    """A piece of a table, or all of it, is not there."""
    grid = chance.choice(sorted({at[0] for at in base.keys}))
    return Mutant(
        _with(base, grid, []), _without(base, set(_cells_in(base, grid).values())), f"grid {grid}"
    )


def repeat_piece(base: Base, chance: random.Random) -> Mutant | None:
    """A piece of a table is printed twice, at once or at the end."""
    grid = chance.choice(sorted({at[0] for at in base.keys}))
    again = base.grids[grid]
    grids = _with(base, grid, [again, again]) if chance.random() < 0.5 else (*base.grids, again)
    return Mutant(grids, base.truth, f"grid {grid}")


def repeat_with_another_figure(base: Base, chance: random.Random) -> Mutant | None:
    """A piece of a table is printed twice, and one figure of it differs: nobody can say which one is meant."""
    changed = digit(READINGS)(base, chance)
    if changed is None:
        return None
    grid = next(
        n
        for n, (one, other) in enumerate(zip(base.grids, changed.grids, strict=True))
        if one != other
    )
    key = next(key for key in base.truth if base.truth[key] != changed.truth[key])
    grids = [changed.grids[grid], base.grids[grid]]
    chance.shuffle(grids)
    return Mutant(_with(base, grid, grids), {**base.truth, key: UNKNOWN}, changed.where)


def _with(base: Base, grid: int, instead: list[Grid]) -> tuple[Grid, ...]:
    return (*base.grids[:grid], *instead, *base.grids[grid + 1 :])


def _without(base: Base, lost: set[Key]) -> Truth:
    return {key: value for key, value in base.truth.items() if key not in lost}


FIRST, SECOND = ("text",), ("second",)
#: Every kind, as docs/proof.md prints it.
MUTATIONS: dict[str, Mutation] = {
    "one digit, first reading": digit(FIRST),
    "one digit, second reading": digit(SECOND),
    "one digit, in print": digit(READINGS),
    "rows shifted, first reading": shift(FIRST),
    "rows shifted, second reading": shift(SECOND),
    "rows shifted, in print": shift(READINGS),
    "two rows swapped": swap_rows("both"),
    "labels of two rows swapped": swap_rows("labels"),
    "labels of two rows swapped, first reading": swap_rows("labels", FIRST),
    "figures of two rows swapped": swap_rows("values"),
    "figures of two rows swapped, first reading": swap_rows("values", FIRST),
    "two columns swapped": swap_columns("both"),
    "labels of two columns swapped": swap_columns("labels"),
    "labels of two columns swapped, first reading": swap_columns("labels", FIRST),
    "figures of two columns swapped": swap_columns("values"),
    "figures of two columns swapped, first reading": swap_columns("values", FIRST),
    "two blocks swapped": swap_blocks("both"),
    "labels of two blocks swapped": swap_blocks("labels"),
    "figures of two blocks swapped": swap_blocks("values"),
    "a row dropped": drop_row,
    "a column dropped": drop_column,
    "a header lost": lose_head,
    "a piece dropped": drop_piece,
    "a piece repeated": repeat_piece,
    "a piece repeated with another figure": repeat_with_another_figure,
}
