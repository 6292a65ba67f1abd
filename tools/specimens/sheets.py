"""The printed tables of a report: the cells of its form, merged as in print, with their figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import lcm

from helpers.forms import FormColumn, FormRow, FormTable
from plan import WAN, Figures, Specimen, plain

BALANCE_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True)
class Slot:
    """One printed cell: its first row and column, its text, what it is, and how far it reaches."""

    row: int
    column: int
    text: str
    kind: str = "value"  # "block" | "head" | "label" | "side" | "value"
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Sheet:
    """One table to print; `widths`: shares of the text's width; `header_rows`: how many can be repeated."""

    slots: tuple[Slot, ...]
    widths: tuple[float, ...]
    header_rows: int

    @property
    def rows(self) -> int:
        """Number of printed rows."""
        return max(slot.row + slot.rows for slot in self.slots)


def sheet(specimen: Specimen, table: FormTable, figures: Figures) -> Sheet:
    """Lay out one table of the specimen's form."""
    layouts = {"disclosure": _blocks, "requests": _matrix, "review": _across, "annex": _list}
    slots, widths, header_rows = layouts[table.code](specimen, table, figures)
    return Sheet(tuple(slots), tuple(specimen.page.widths.get(table.code, widths)), header_rows)


def _blocks(
    specimen: Specimen, table: FormTable, figures: Figures
) -> tuple[list[Slot], list[float], int]:
    blocks = [list(rows) for _, rows in groupby(table.rows, key=lambda row: row.under)]
    counts = [len(table.columns_of(rows[0].code)) for rows in blocks]
    width = lcm(*counts) if specimen.page.even_columns else max(counts)
    slots: list[Slot] = []
    line = 0
    for rows in blocks:
        columns = table.columns_of(rows[0].code)
        step = width // len(columns) if specimen.page.even_columns else 1
        spans = [step] * (len(columns) - 1) + [width - step * (len(columns) - 1)]
        places = [
            (1 + step * n, span, column)
            for n, (span, column) in enumerate(zip(spans, columns, strict=True))
        ]
        slots.append(Slot(line, 0, rows[0].under, "block", columns=width + 1))
        slots.append(Slot(line + 1, 0, "信息内容", "head"))
        for start, span, column in places:
            slots.append(Slot(line + 1, start, _head(specimen, column), "head", columns=span))
        for offset, row in enumerate(rows, start=2):
            slots.append(Slot(line + offset, 0, _label(specimen, row), "label"))
            for start, span, column in places:
                text = _value(specimen, table, row, column, figures)
                slots.append(Slot(line + offset, start, text, columns=span))
        line += 2 + len(rows)
    return slots, [1.4, *[3.6 / width] * width], 0


def _matrix(
    specimen: Specimen, table: FormTable, figures: Figures
) -> tuple[list[Slot], list[float], int]:
    rows = [row for row in table.rows if ("requests", row.code, "total") in figures]
    slots = [Slot(0, 0, BALANCE_NOTE, "head", 3, 3), Slot(0, 3, "申请人情况", "head", 1, 7)]
    under = [n for n, column in enumerate(table.columns) if column.under]
    slots.append(Slot(1, 3 + under[0], table.columns[under[0]].under, "head", 1, len(under)))
    for n, column in enumerate(table.columns):
        line = 2 if column.under else 1
        slots.append(Slot(line, 3 + n, _head(specimen, column), "head", 3 - line))
    slots += _side_cells(specimen, rows)
    for line, row in enumerate(rows, start=3):
        start = 0 if not row.under else 1 if row.under == _side(table) else 2
        slots.append(Slot(line, start, _label(specimen, row), "label", columns=3 - start))
        for n, column in enumerate(table.columns):
            slots.append(Slot(line, 3 + n, _value(specimen, table, row, column, figures)))
    return slots, [0.7, 1.7, 3.6, *[1.0] * 7], 3


def _side(table: FormTable) -> str:
    return table.row("total").under


def _side_cells(specimen: Specimen, rows: list[FormRow]) -> Iterator[Slot]:
    inside = [(line, row) for line, row in enumerate(rows, start=3) if row.under]
    side = inside[-1][1].under
    again = next(
        (line for line, row in inside if row.code == specimen.printing.twice_before), inside[0][0]
    )
    for first, last in ((inside[0][0], again), (again, inside[-1][0] + 1)):
        if first < last:
            yield Slot(first, 0, side, "side", last - first)
    for under, group in groupby(inside, key=lambda pair: pair[1].under):
        lines = [line for line, _ in group]
        if under != side:
            yield Slot(lines[0], 1, under, "label", len(lines))


def _across(
    specimen: Specimen, table: FormTable, figures: Figures
) -> tuple[list[Slot], list[float], int]:
    slots: list[Slot] = []
    width = len(table.columns)
    for n, row in enumerate(table.rows):
        start = n * width
        if row.under:
            slots.append(Slot(1, start, row.labels[0], "head", 1, width))
        else:
            slots.append(Slot(0, start, row.labels[0], "head", 1, width))
        for offset, column in enumerate(table.columns):
            line = 2 if row.under else 1
            slots.append(Slot(line, start + offset, _head(specimen, column), "head", 3 - line))
            slots.append(Slot(3, start + offset, _value(specimen, table, row, column, figures)))
    under = [n for n, row in enumerate(table.rows) if row.under]
    slots.append(
        Slot(0, under[0] * width, table.rows[under[0]].under, "head", 1, len(under) * width)
    )
    return slots, [1.0] * width * len(table.rows), 3


def _list(
    specimen: Specimen, table: FormTable, figures: Figures
) -> tuple[list[Slot], list[float], int]:
    heads = [
        "指标名称",
        specimen.printing.unit_head,
        *[_head(specimen, column) for column in table.columns],
    ]
    slots = [Slot(0, n, head, "head") for n, head in enumerate(heads)]
    rows = [row for row in table.rows if ("annex", row.code, "value") in figures]
    line = 1
    for part, group in groupby(
        rows, key=lambda row: row.parent or row.code.startswith("channels.")
    ):
        for number, row in enumerate(group, start=1):
            label = _label(specimen, row)
            if part:
                label = f"其中：{number}、{label}" if number == 1 else f"　　　{number}、{label}"
            slots += [Slot(line, 0, label, "label"), Slot(line, 1, row.printed_unit)]
            for n, column in enumerate(table.columns, start=2):
                slots.append(Slot(line, n, _value(specimen, table, row, column, figures)))
            line += 1
    return slots, [3.4, 1.0, 1.4, 1.4], 1


def _label(specimen: Specimen, row: FormRow) -> str:
    standard = row.labels[min(specimen.printing.variant, len(row.labels) - 1)]
    label = specimen.printing.relabel.get(standard, standard)
    return re.sub(r"^(\d)\.", rf"\1{specimen.printing.ordinal}", label)


def _head(specimen: Specimen, column: FormColumn) -> str:
    label = specimen.printing.relabel.get(column.labels[0], column.labels[0])
    if (
        column.code == "amount"
        and specimen.printing.procurement == "wan_in_head"
        and specimen.form == "national_2019"
    ):
        return f"{label}（万元）"
    return label.replace("{year}", str(specimen.year))


def _value(
    specimen: Specimen, table: FormTable, row: FormRow, column: FormColumn, figures: Figures
) -> str:
    value = figures[table.code, row.code, column.code]
    printing = specimen.printing
    if value is None:
        return printing.blanks.get(
            f"{table.code}.{column.code}", printing.blanks.get(table.code, "")
        )
    if column.code == "amount":
        unit = printing.procurement if row.code == "procurement" else "wan_in_head"
        in_cell = {"yuan_in_cell": "元", "wan_in_cell": "万元", "wan_in_head": ""}[unit]
        return plain(value if unit == "yuan_in_cell" else value / WAN) + in_cell
    if column.code == "change" and printing.signs:
        return f"{value:+f}" if value else "0"
    return plain(value)
