"""One report in a terminal: its figures as printed tables, its status, and what does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabulate import tabulate

from helpers.forms import load_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpers.corpus.extraction import Extraction
    from helpers.forms import Table
    from helpers.prove.figures import Figure

#: Terminal cells: labels of rows and heads of columns are broken so that the widest table fits a
#: wide window.
LABEL_WIDTH = 36
HEAD_LENGTH = 4


def show(extraction: Extraction) -> str:
    """A report as text for people: what it is, each table, then a line for each sum that does not hold."""
    content, year = extraction.content, str(extraction.year or "")
    lines = [f"{extraction.source.file}: {content.status}. {content.message}".strip()]
    lines += filter(None, [f"{extraction.agency} {year}".strip()])
    if content.form:
        form = load_forms()[content.form]
        lines.append(f"{form.chinese} · {form.english}")
        for table in form.tables.values():
            figures = [figure for figure in content.figures if figure.table == table.code]
            if figures:
                draw = _list if any(column.rows for column in table.columns) else _matrix
                lines += ["", f"{table.chinese} · {table.english}", draw(table, figures, year)]
    broken = [check for check in content.checks if check.verdict in ("wrong_in_print", "doubtful")]
    if broken:
        lines += ["", "Sums that do not hold:"]
        lines += [
            f"  {each.table}, {each.row or each.column}, {each.rule}: {each.message}"
            for each in broken
        ]
    if content.log:
        lines += ["", "How it was read:", *(f"  {note}" for note in content.log)]
    return "\n".join(lines)


def _list(table: Table, figures: Sequence[Figure], _year: str) -> str:
    """A line for each cell: the rows of the table have columns of their own."""
    names = {
        (row.code, each.code): each.labels[0]
        for row in table.rows
        for each in table.columns_of(row.code)
    }
    lines = [[_label(one), names.get((one.row, one.column), ""), _text(one)] for one in figures]
    return tabulate(
        lines, ["", "", "value"], colalign=("left", "left", "right"), disable_numparse=True
    )


def _matrix(table: Table, figures: Sequence[Figure], year: str) -> str:
    """Rows by columns as the form prints them, each block of rows under its heading."""
    heading = {row.code: row.under for row in table.rows}
    codes = [column.code for column in table.columns]
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for figure in figures:
        rows.setdefault((figure.row, _label(figure)), {})[figure.column] = _text(figure)
    lines, shown = [], {""}
    for (code, label), values in rows.items():
        above = heading.get(code, "")
        if above not in shown and above not in label:
            lines.append([above])
        shown.add(above)
        lines.append([label, *(values.get(column, "") for column in codes)])
    heads = ["", *(_broken(column.labels[0].replace("{year}", year)) for column in table.columns)]
    align = ("left", *("right" for _ in codes))
    widths = [LABEL_WIDTH, *(None for _ in codes)]
    return tabulate(lines, heads, colalign=align, disable_numparse=True, maxcolwidths=widths)


def _label(figure: Figure) -> str:
    return figure.label.replace("\n", "")


def _broken(head: str) -> str:
    return "\n".join(
        head[start : start + HEAD_LENGTH] for start in range(0, len(head), HEAD_LENGTH)
    )


def _text(figure: Figure) -> str:
    """The value with its thousands separated, empty for a blank; a question mark where two readings differ.

    Money bears its unit: the head of its column may say 万元, while values are in yuan.
    """
    if figure.status == "doubtful":
        return f"{figure.printed}?"
    unit = " 元 yuan" if figure.unit == "yuan" else ""
    return "" if figure.value is None else f"{figure.value.normalize():,f}{unit}"
