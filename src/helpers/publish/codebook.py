"""The tables and their codes in words, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

from helpers import schema
from helpers.datafile import beside, read
from helpers.errors import UserError
from helpers.forms import Form, FormTable, load_forms
from helpers.forms.model import Term
from helpers.measures import definitions
from helpers.tidy.names import labels

CODEBOOK = "codebook.md"
#: Of a longer example so many characters are shown.
EXAMPLE_LENGTH = 60
#: What each rule of checks.csv means, in Chinese and English.
RULES: Mapping[str, tuple[str, str]] = read(beside(__file__, "rules.yaml"), dict, UserError)


def codebook(
    tables: Sequence[schema.TableSchema], examples: Mapping[str, Mapping[str, str]]
) -> str:
    """All tables and columns in words, the rules and measures, and the codes of the forms.

    `examples`: for each table a text of each column, as far as it has any.
    """
    title, about = schema.PACKAGE["title"], schema.PACKAGE["description"]
    chapters = [f"# {title}\n\n{about}\n"]
    for table in tables:
        chapters.append(_chapter(table, examples[table.name]))
    return "\n".join([*chapters, *_appendix()])


@lru_cache
def _appendix() -> tuple[str, ...]:
    """The chapters that are the same for all tables; the forms take a while to read."""
    forms = load_forms()
    known = definitions.load(forms)
    return (
        _rules(),
        _identities(forms),
        _measures(known),
        _quantities(known),
        _codes(forms, "rows"),
        _codes(forms, "columns"),
    )


def _chapter(table: schema.TableSchema, examples: Mapping[str, str]) -> str:
    key = ", ".join(map(_code, table.key))
    head = ["column", "type", "unit or allowed values", "description", "说明", "example"]
    lines = []
    for column in table.columns:
        values = column.unit or ", ".join(column.enum)
        words = [column.description, column.chinese, _example(examples.get(column.name, ""))]
        lines.append([_code(column.name), column.type, values, *words])
    intro = f"{table.description} {table.chinese}。\n\nKey: {key}. Written by `{table.step}`."
    return f"## {table.name}\n\n{intro}\n\n{_grid(head, lines)}\n"


def _example(text: str) -> str:
    """A value as a cell of a Markdown table can show it."""
    text = " ".join(text.split())
    if len(text) > EXAMPLE_LENGTH:
        text = text[: EXAMPLE_LENGTH - 1] + "…"
    plain = text.replace("`", "'").replace("|", "\\|")
    return _code(plain) if plain else ""


def _rules() -> str:
    """What each rule of checks.csv says."""
    lines = [[_code(rule), *words] for rule, words in RULES.items()]
    return f"## Rules\n\n{_grid(['rule', '含义', 'meaning'], lines)}\n"


def _identities(forms: Mapping[str, Form]) -> str:
    """The sums that each form demands, in the English names of its rows and columns."""
    head = ["form", "table of the form", "rule", "in each", "left", "right"]
    lines = []
    for form in forms.values():
        for table in form.tables.values():
            for identity in table.identities:
                sides = [
                    _side(table, identity.each, side) for side in (identity.left, identity.right)
                ]
                lines.append([form.code, table.code, _code(identity.rule), identity.each, *sides])
    return f"## Identities of the forms\n\n{_grid(head, lines)}\n"


def _side(table: FormTable, each: str, terms: Sequence[Term]) -> str:
    """One side of an identity: its terms, of each the ways to print it."""
    names = {line.code: line.english for line in (table.columns if each == "row" else table.rows)}
    said = []
    for ways in terms:
        sums = [" + ".join(names[code] for code in way) for way in ways]
        said.append(" or else ".join(filter(None, sums)))
    return " + ".join(said)


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
