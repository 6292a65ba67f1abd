"""Tables as a library reads them → figures, with no more than a row's label and the order of its cells."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.forms import Form, FormTable
from helpers.text import compact
from printing import Key, Truth
from proof.bases import said

Line = Sequence[str | None]

DESCRIPTION = (
    "What the libraries read is put into the form by a plain mapping, which is told the form: the last cell of a row "
    "whose letters are those of a label of the form (digits, punctuation, spaces and radicals aside) names the row, "
    "and the cells behind it (and behind the unit, in an annex) are the columns in their order. A line without a label "
    "that has as many cells as the table of reviews has figures is that line. So a share tells how far a page of code "
    "gets with the tables of a library, not how well the library found them."
)


def place(tables: Sequence[Sequence[Line]], form: Form) -> Truth:
    """The figures of a report's tables; a label that stands in the form more than once names the next of its rows."""
    figures: Truth = {}
    for line in (line for table in tables for line in table):
        for table in form.tables.values():
            keys, texts = (
                _across(table, line)
                if table.layout == "across"
                else _labelled(table, line, figures)
            )
            if keys:
                figures |= _values(form.code, keys, texts)
                break
    return figures


def _labelled(table: FormTable, line: Line, figures: Truth) -> tuple[list[Key], list[str]]:
    for n in range(len(line) - 1, -1, -1):
        label = _letters(line[n] or "")
        texts = [text for text in line[n + 1 :] if text is not None][bool(table.unit_column) :]
        for row in table.rows if label else ():
            keys = [(table.code, row.code, column.code) for column in table.columns_of(row.code)]
            is_row = label in map(_letters, row.labels) and len(texts) >= len(keys)
            if is_row and not any(key in figures for key in keys):
                reach, rest = divmod(
                    len(texts), len(keys)
                )  # cells may reach over several columns of the grid
                return keys, (texts[-len(keys) :] if rest else texts[::reach])
    return [], []


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, compact(text)))


def _across(table: FormTable, line: Line) -> tuple[list[Key], list[str]]:
    keys = [
        (table.code, row.code, column.code)
        for row in table.rows
        for column in table.columns_of(row.code)
    ]
    texts = [text for text in line if text is not None]
    numbers = all(not text or compact(text).lstrip("-").isdecimal() for text in texts) and any(
        texts
    )
    return (keys, texts) if len(texts) == len(keys) and numbers else ([], [])


def _values(form: str, keys: Sequence[Key], texts: Sequence[str]) -> Truth:
    figures: Truth = {}
    for key, text in zip(keys, texts, strict=True):
        try:
            figures[key] = said(form, key, text)
        except ValueError:
            continue
    return figures
