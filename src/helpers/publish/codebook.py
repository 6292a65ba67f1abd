"""The tables and their codes in words, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from helpers import schema
from helpers.forms import Form, load_forms
from helpers.measures import definitions
from helpers.tidy.names import labels


def codebook(tables: list[schema.Table]) -> str:
    """All tables and columns in words, then the measures, then the codes of the forms with their labels."""
    forms = load_forms()
    known = definitions.load(forms)
    head = f"# {schema.PACKAGE['title']}\n\n{schema.PACKAGE['description']}\n"
    codes = [_codes(forms, "rows"), _codes(forms, "columns")]
    return "\n".join([head, *map(_chapter, tables), _measures(known), _quantities(known), *codes])


def _chapter(table: schema.Table) -> str:
    key = ", ".join(f"`{column}`" for column in table.key)
    head = ["column", "type", "unit or allowed values", "description", "说明"]
    rows = [
        [
            f"`{column.name}`",
            column.type,
            column.unit or ", ".join(column.enum),
            column.description,
            column.chinese,
        ]
        for column in table.columns
    ]
    intro = f"{table.description} {table.chinese}。\n\nKey: {key}. Written by `{table.step}`."
    return f"## {table.name}\n\n{intro}\n\n{_table(head, rows)}\n"


def _measures(known: definitions.Definitions) -> str:
    head = [
        "measure",
        "中文",
        "English",
        "unit",
        "made of",
        "forms that ask",
        "怎样读",
        "how to read it",
    ]
    rows = [
        [
            f"`{each.code}`",
            *each.labels,
            each.unit,
            _quotient(each),
            ", ".join(sorted(each.sides)),
            *each.reading,
        ]
        for each in known.measures.values()
    ]
    return f"## Measures\n\n{_table(head, rows)}\n"


def _quotient(measure: definitions.Measure) -> str:
    sides = [
        " + ".join(f"`{code}`" for code in side)
        for side in (measure.numerator, measure.denominator)
        if side
    ]
    return " / ".join(f"({side})" if " + " in side else side for side in sides)


def _quantities(known: definitions.Definitions) -> str:
    """What the measures are made of, in each form."""
    codes = dict.fromkeys(code for quantities in known.quantities.values() for code in quantities)
    rows = [
        [
            f"`{code}`",
            form,
            " or else ".join(f"`{' '.join(way.split())}`" for way in quantities[code].split("|")),
        ]
        for code in sorted(codes)
        for form, quantities in sorted(known.quantities.items())
        if code in quantities
    ]
    return f"## Quantities\n\n{_table(['quantity', 'form', 'cells, rows and quantities added up'], rows)}\n"


def _codes(forms: Mapping[str, Form], of: Literal["rows", "columns"]) -> str:
    head = ["table of the form", "code", "中文", "English"]
    rows = [
        [table, f"`{code}`", *names] for (table, code), names in sorted(labels(forms, of).items())
    ]
    return f"## Codes of {of}\n\n{_table(head, rows)}\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows])
