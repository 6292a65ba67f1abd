"""The codes, rules and measures as tables: what stands in the others as a code, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import pandas as pd

from helpers import schema
from helpers.forms import Form, FormTable, Identity
from helpers.forms.model import Term
from helpers.measures import definitions
from helpers.prove.narrative import TOPICS
from helpers.publish.codebook import RULES
from helpers.tidy.leaves import CODES
from helpers.tidy.names import labels

#: What stands between the ways to print a term.
OR = " | "
Row = dict[str, Any]


def code_tables(forms: Mapping[str, Form]) -> dict[str, pd.DataFrame]:
    """The tables `codes`, `rules` and `measure_definitions`."""
    known = definitions.load(forms)
    rows = {
        "codes": [*_of_forms(forms), *_of_tables(forms), *_of_no_form(known)],
        "rules": [*_identities(forms), *_warnings(forms)],
        "measure_definitions": list(_measures(known)),
    }
    frames = {}
    for name, found in rows.items():
        frame = pd.DataFrame(found, dtype=object)
        frames[name] = schema.typed(name, frame.drop_duplicates(schema.TABLES[name].key))
    return frames


def _code(column: str, table: str, code: str, names: tuple[str, str], forms: str = "") -> Row:
    chinese, english = names
    return {
        "column": column,
        "table": table,
        "code": code,
        "chinese": chinese,
        "english": english,
        "forms": forms,
    }


def _of_forms(forms: Mapping[str, Form]) -> Iterator[Row]:
    for form in forms.values():
        yield _code("form", "", form.code, (form.chinese, form.english), form.code)


def _of_tables(forms: Mapping[str, Form]) -> Iterator[Row]:
    """The rows and columns of the forms, and the columns of tidy tables that hold them."""
    for of, column in _SIDES.items():
        for (table, code), names in labels(forms, of).items():
            printed_by = _printed_by(forms, table, code, of)
            yield _code(column, table, code, names, printed_by)
            for wanted in _columns_with(table, of):
                yield _code(wanted, table, code, names, printed_by)


_SIDES: Mapping[Literal["rows", "columns"], str] = {"rows": "row", "columns": "column"}


def _columns_with(table: str, of: str) -> list[str]:
    """The columns of tidy tables that hold the rows, or the columns, of a table of the forms."""
    found = []
    for columns in CODES.values():
        for column, place in columns.items():
            if place == (table, of):
                found.append(column)
    return list(dict.fromkeys(found))


def _printed_by(forms: Mapping[str, Form], table: str, code: str, of: str) -> str:
    found = []
    for form in forms.values():
        if table in form.tables:
            lines: Iterable[Any] = getattr(form.tables[table], of)
            if any(line.code == code for line in lines):
                found.append(form.code)
    return " ".join(found)


def _of_no_form(known: definitions.Definitions) -> Iterator[Row]:
    """Codes that this program has of its own."""
    for code, names in schema.LABELS.items():
        for columns in CODES.values():
            for column, (table, _) in columns.items():
                if table:
                    yield _code(column, table, code, names)
    for code, topic in TOPICS.items():
        yield _code("topic", "", code, (topic.chinese, topic.english))
    for code, names in known.groups.items():
        yield _code("group", "", code, names)
    for measure in known.measures.values():
        printed_by = " ".join(sorted(measure.sides))
        yield _code("measure", "", measure.code, measure.labels, printed_by)


def _identities(forms: Mapping[str, Form]) -> Iterator[Row]:
    for form in forms.values():
        for table in form.tables.values():
            for identity in table.identities:
                yield _identity(form, table, identity)


def _identity(form: Form, table: FormTable, identity: Identity) -> Row:
    of: Literal["rows", "columns"] = "rows" if identity.each == "column" else "columns"
    names = labels({form.code: form}, of)
    chinese, english = RULES[identity.rule]
    row = {"rule": identity.rule, "form": form.code, "table": table.code, "each": identity.each}
    for side, terms in (("left", identity.left), ("right", identity.right)):
        codes = {code for term in terms for way in term for code in way}
        row[f"{side}_codes"] = _sum(terms, {code: code for code in codes})
        row[f"{side}_zh"] = _sum(terms, {code: names[table.code, code][0] for code in codes})
        row[f"{side}_en"] = _sum(terms, {code: names[table.code, code][1] for code in codes})
    return {**row, "chinese": chinese, "english": english}


def _sum(terms: Iterable[Term], names: Mapping[str, str]) -> str:
    """Terms as a sum; the ways to print one stand in brackets, with OR between."""
    said = []
    for ways in terms:
        sums = [" + ".join(names[code] for code in way) for way in ways]
        joined = OR.join(sums)
        said.append(f"({joined})" if len(sums) > 1 else joined)
    return " + ".join(said)


def _warnings(forms: Mapping[str, Form]) -> Iterator[Row]:
    """What is no identity of a form."""
    demanded = {row["rule"] for row in _identities(forms)}
    for rule, (chinese, english) in RULES.items():
        if rule not in demanded:
            yield {"rule": rule, "chinese": chinese, "english": english}


def _measures(known: definitions.Definitions) -> Iterator[Row]:
    for measure in known.measures.values():
        sides = [" + ".join(side) for side in (measure.numerator, measure.denominator) if side]
        for form in measure.sides:
            written = known.quantities[form]
            yield {
                "measure": measure.code,
                "form": form,
                "group": measure.group,
                "unit": measure.unit,
                "chinese": measure.labels[0],
                "english": measure.labels[1],
                "formula": " / ".join(sides),
                "numerator_cells": " + ".join(written[code] for code in measure.numerator),
                "denominator_cells": " + ".join(written[code] for code in measure.denominator),
                "reading_zh": measure.reading[0],
                "reading_en": measure.reading[1],
            }
