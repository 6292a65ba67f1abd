"""One report in a terminal: its figures as printed tables, its status, and what does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabulate import tabulate

from helpers.text import steady

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helpers.corpus.extraction import Extraction
    from helpers.forms import Form, FormTable
    from helpers.prove.figures import Figure

#: How wide a label is, and how many characters stand on a line of a head: they are broken so that
#: the widest table fits a wide window.
LABEL_WIDTH = 36
HEAD_LENGTH = 4


def show(extraction: Extraction, forms: Mapping[str, Form]) -> str:
    """A report as text for people.

    It says what the report is, then each table, then a line for each sum that does not hold.
    """
    content = extraction.content
    year = str(extraction.year or "")
    lines = [f"{extraction.source.file}: {content.status}. {extraction.message}".strip()]
    about = f"{extraction.agency} {year}".strip()
    if about:
        lines.append(about)
    if content.form:
        lines += _tables(forms[content.form], content.figures, year)
    broken = [check for check in content.checks if check.verdict in ("wrong_in_print", "doubtful")]
    if broken:
        lines += ["", "Sums that do not hold:"]
    for check in broken:
        place = check.row or check.column
        lines.append(f"  {check.table}, {place}, {check.rule}: {check.message}")
    if content.log:
        lines += ["", "How it was read:"]
    for note in content.log:
        lines.append(f"  {note}")
    return steady("\n".join(lines))


def _tables(form: Form, figures: Sequence[Figure], year: str) -> list[str]:
    """The name of the form, then each table of which anything was read."""
    lines = [f"{form.chinese} · {form.english}"]
    for table in form.tables.values():
        of_table = [figure for figure in figures if figure.table == table.code]
        if of_table:
            lines += ["", f"{table.chinese} · {table.english}", _drawn(table, of_table, year)]
    return lines


def _drawn(table: FormTable, figures: Sequence[Figure], year: str) -> str:
    if any(column.rows for column in table.columns):
        return _list(table, figures)
    return _matrix(table, figures, year)


def _list(table: FormTable, figures: Sequence[Figure]) -> str:
    """A line for each cell: the rows of the table have columns of their own."""
    names = {}
    for row in table.rows:
        for column in table.columns_of(row.code):
            names[row.code, column.code] = column.labels[0]
    lines = []
    for figure in figures:
        name = names.get((figure.row, figure.column), "")
        lines.append([figure.label, name, _text(figure)])
    heads = ["", "", "value"]
    align = ("left", "left", "right")
    return tabulate(lines, heads, colalign=align, disable_numparse=True)


def _matrix(table: FormTable, figures: Sequence[Figure], year: str) -> str:
    """Rows by columns as the form prints them, each block of rows under its heading."""
    headings = {row.code: row.under for row in table.rows}
    codes = [column.code for column in table.columns]
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for figure in figures:
        values = rows.setdefault((figure.row, figure.label), {})
        values[figure.column] = _text(figure)
    lines = []
    shown = {""}
    for (row, label), values in rows.items():
        heading = headings.get(row, "")
        if heading not in shown and heading not in label:
            lines.append([heading])
        shown.add(heading)
        lines.append([label, *(values.get(code, "") for code in codes)])
    heads = [""]
    for column in table.columns:
        head = column.labels[0].replace("{year}", year)
        heads.append(_broken(head))
    align = ["left"] + ["right"] * len(codes)
    widths = [LABEL_WIDTH] + [None] * len(codes)
    return tabulate(lines, heads, colalign=align, disable_numparse=True, maxcolwidths=widths)


def _broken(head: str) -> str:
    starts = range(0, len(head), HEAD_LENGTH)
    return "\n".join(head[start : start + HEAD_LENGTH] for start in starts)


def _text(figure: Figure) -> str:
    """The value with its thousands separated, empty for a blank.

    A question mark says that two readings differ, or that the page shows something else. Money
    bears its unit: the head of its column may say 万元, while values are in yuan.
    """
    if figure.status == "doubtful":
        return f"{figure.printed}?"
    if figure.value is None:
        return ""
    unit = " 元 yuan" if figure.unit == "yuan" else ""
    return f"{figure.value.normalize():,f}{unit}"
