"""The tables and their codes in words, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from helpers import schema
from helpers.forms import Form, load_forms
from helpers.measures import definitions
from helpers.tidy.names import labels


def codebook(tables: list[schema.TableSchema]) -> str:
    """All tables and columns in words, then the measures, then the codes of the forms."""
    forms = load_forms()
    known = definitions.load(forms)
    title, about = schema.PACKAGE["title"], schema.PACKAGE["description"]
    chapters = [
        f"# {title}\n\n{about}\n",
        *map(_chapter, tables),
        _measures(known),
        _quantities(known),
        _codes(forms, "rows"),
        _codes(forms, "columns"),
    ]
    return "\n".join(chapters)


def _chapter(table: schema.TableSchema) -> str:
    key = ", ".join(map(_code, table.key))
    head = ["column", "type", "unit or allowed values", "description", "说明"]
    lines = []
    for column in table.columns:
        values = column.unit or ", ".join(column.enum)
        words = [column.description, column.chinese]
        lines.append([_code(column.name), column.type, values, *words])
    intro = f"{table.description} {table.chinese}。\n\nKey: {key}. Written by `{table.step}`."
    return f"## {table.name}\n\n{intro}\n\n{_grid(head, lines)}\n"


def _measures(known: definitions.Definitions) -> str:
    head = ["measure", "中文", "English", "unit", "made of", "forms that ask"]
    head += ["怎样读", "how to read it"]
    lines = []
    for measure in known.measures.values():
        forms = ", ".join(sorted(measure.sides))
        line = [_code(measure.code), *measure.labels, measure.unit]
        line += [_quotient(measure), forms, *measure.reading]
        lines.append(line)
    return f"## Measures\n\n{_grid(head, lines)}\n"


def _quotient(measure: definitions.Measure) -> str:
    """The two sides of a measure; only the numerator where it is a plain number."""
    sides = []
    for codes in (measure.numerator, measure.denominator):
        side = " + ".join(map(_code, codes))
        if len(codes) > 1:
            side = f"({side})"
        if side:
            sides.append(side)
    return " / ".join(sides)


def _quantities(known: definitions.Definitions) -> str:
    """What the measures are made of, in each form."""
    head = ["quantity", "form", "cells, rows and quantities added up"]
    asked = []
    for form, quantities in known.quantities.items():
        for code, ways in quantities.items():
            asked.append((code, form, ways))
    lines = []
    for code, form, ways in sorted(asked):
        sums = []
        for way in ways.split("|"):
            terms = " ".join(way.split())
            sums.append(_code(terms))
        lines.append([_code(code), form, " or else ".join(sums)])
    return f"## Quantities\n\n{_grid(head, lines)}\n"


def _codes(forms: Mapping[str, Form], of: Literal["rows", "columns"]) -> str:
    head = ["table of the form", "code", "中文", "English"]
    lines = []
    for (table, code), names in sorted(labels(forms, of).items()):
        lines.append([table, _code(code), *names])
    return f"## Codes of {of}\n\n{_grid(head, lines)}\n"


def _code(text: str) -> str:
    return f"`{text}`"


def _grid(head: list[str], lines: list[list[str]]) -> str:
    """Lines under a head as Markdown draws them."""
    drawn = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(texts)} |" for texts in drawn)
