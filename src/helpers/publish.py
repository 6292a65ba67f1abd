"""Tables on disk: CSV files that anyone can read, described by `datapackage.json` and `codebook.md`.

The files hold no time and no path: the same tables give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from helpers import definitions, schema
from helpers.errors import UserError
from helpers.forms import Form, load_forms
from helpers.tidy.labels import labels

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_JSON_TYPES = {"text": "string", "integer": "integer", "decimal": "number"}


class MissingTableError(UserError):
    """A table that there is not, or that has not been written yet; the message says what to do."""


def write(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write tables as `NAME.csv`, each checked first, then describe every table that the folder now holds.

    CSV in UTF-8 with a byte-order mark and line feeds, rows in the order of the key, decimals in plain notation,
    empty for nothing. Each file is replaced in one step. Raises TableError, before anything is written, for a
    table that is not what the schema says.
    """
    files = {f"{name}.csv": to_csv(name, frame) for name, frame in tables.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        replace_file(folder / name, content)
    present = [table for table in schema.TABLES.values() if (folder / f"{table.name}.csv").is_file()]
    package = {"$schema": _PROFILE, **schema.PACKAGE, "resources": [_resource(table, folder) for table in present]}
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    replace_file(folder / "datapackage.json", text.encode())
    replace_file(folder / "codebook.md", _codebook(present).encode())


def load(name: str, folder: Path, **only: Collection[str]) -> pd.DataFrame:
    """Read a table back with the types that it was written with.

    `only`: for a column the values, as texts, of the rows to keep; few rows of a large table are read much faster.

    Raises MissingTableError where there is no such table or it has not been written yet, TableError where the file
    is not what the schema says.
    """
    if name not in schema.TABLES:
        raise MissingTableError(f"There is no table '{name}': choose from {', '.join(schema.TABLES)}.")
    table = schema.TABLES[name]
    path = folder / f"{name}.csv"
    if not path.is_file():
        writer = f"run `make report`, or the notebook {table.step}"
        raise MissingTableError(f"{path.name} is not in {folder}: {writer}.")
    rows = tuple((key, tuple(values)) for key, values in only.items())
    return _load(name, path, path.stat().st_mtime_ns, rows).copy(deep=False)


@lru_cache(maxsize=8)
def _load(name: str, path: Path, changed: int, only: tuple[tuple[str, tuple[str, ...]], ...]) -> pd.DataFrame:
    """The rows of a table with their types; the kernel that makes pages of many agencies asks for the same ones."""
    frame = _texts(path, changed)
    for key, values in only:
        frame = frame[frame[key].isin(values)].reset_index(drop=True)
    frame = frame.copy(deep=False)
    for column in schema.TABLES[name].columns:
        if column.type != "text" and column.name in frame:
            numbers = [_number(column.type, text) for text in frame[column.name]]
            frame[column.name] = pd.Series(numbers, dtype=object)
    return schema.check(name, frame)


@lru_cache(maxsize=4)
def _texts(path: Path, _changed: int) -> pd.DataFrame:
    """A table as texts."""
    return pd.read_csv(path, encoding="utf-8-sig", dtype=object, keep_default_na=False)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that no reader ever sees half of it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _number(kind: str, text: str) -> int | Decimal | str | None:
    """The number that a text stands for; a text that is none stays, for the schema to find."""
    try:
        return (int(text) if kind == "integer" else Decimal(text)) if text else None
    except (ValueError, InvalidOperation):
        return text


def to_csv(name: str, frame: pd.DataFrame) -> bytes:
    """One table as the bytes of its CSV: checked, sorted by its key, numbers without exponents."""
    table = schema.TABLES[name]
    frame = schema.check(name, frame).sort_values(list(table.key), kind="stable")
    for column in table.columns:
        if column.type == "decimal":
            frame[column.name] = frame[column.name].map("{:f}".format, na_action="ignore")
    return frame.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _resource(table: schema.Table, folder: Path) -> dict[str, Any]:
    """The Data Package resource of one CSV file; no time in it, so that it changes only with the table."""
    content = (folder / f"{table.name}.csv").read_bytes()
    to_reports = {"fields": ["report_id"], "reference": {"resource": "reports", "fields": ["report_id"]}}
    has_reports = table.name != "reports" and (folder / "reports.csv").is_file()
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"lineTerminator": "\n"},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "fieldsMatch": "exact",  # the standard wants a list, frictionless a string
            "primaryKey": list(table.key),
            **({"foreignKeys": [to_reports]} if has_reports else {}),
        },
    }


def _field(column: schema.Column) -> dict[str, Any]:
    """One Table Schema field; an optional text is "" for nothing, which is a value and not a missing one."""
    optional_text = column.type == "text" and not column.required
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.enum:
        constraints["enum"] = [*column.enum, ""] if optional_text else list(column.enum)
    return {
        "name": column.name,
        "type": _JSON_TYPES[column.type],
        "description": column.description,
        "description_zh": column.chinese,
        **({"unit": column.unit} if column.unit else {}),
        **({"missingValues": []} if optional_text else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _codebook(tables: list[schema.Table]) -> str:
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
        [f"`{column.name}`", column.type, column.unit or ", ".join(column.enum), column.description, column.chinese]
        for column in table.columns
    ]
    intro = f"{table.description} {table.chinese}。\n\nKey: {key}. Written by `{table.step}`."
    return f"## {table.name}\n\n{intro}\n\n{_table(head, rows)}\n"


def _measures(known: definitions.Definitions) -> str:
    head = ["measure", "中文", "English", "unit", "made of", "forms that ask", "怎样读", "how to read it"]
    rows = [
        [f"`{each.code}`", *each.labels, each.unit, _quotient(each), ", ".join(sorted(each.sides)), *each.reading]
        for each in known.measures.values()
    ]
    return f"## Measures\n\n{_table(head, rows)}\n"


def _quotient(measure: definitions.Measure) -> str:
    sides = [" + ".join(f"`{code}`" for code in side) for side in (measure.numerator, measure.denominator) if side]
    return " / ".join(f"({side})" if " + " in side else side for side in sides)


def _quantities(known: definitions.Definitions) -> str:
    """What the measures are made of, in each form."""
    codes = dict.fromkeys(code for quantities in known.quantities.values() for code in quantities)
    rows = [
        [f"`{code}`", form, " or else ".join(f"`{' '.join(way.split())}`" for way in quantities[code].split("|"))]
        for code in sorted(codes)
        for form, quantities in sorted(known.quantities.items())
        if code in quantities
    ]
    return f"## Quantities\n\n{_table(['quantity', 'form', 'cells, rows and quantities added up'], rows)}\n"


def _codes(forms: Mapping[str, Form], of: Literal["rows", "columns"]) -> str:
    head = ["table of the form", "code", "中文", "English"]
    rows = [[table, f"`{code}`", *names] for (table, code), names in sorted(labels(forms, of).items())]
    return f"## Codes of {of}\n\n{_table(head, rows)}\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows])
