"""Tables on disk: CSV files that anyone can read, described by `datapackage.json` and `codebook.md`.

The files hold no time and no path: the same tables give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Self

import pandas as pd

from helpers import definitions, schema, settings
from helpers.errors import UserError
from helpers.forms import Form, load_forms
from helpers.tidy.labels import labels

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_JSON_TYPES = {"text": "string", "integer": "integer", "decimal": "number"}


class MissingTableError(UserError):
    """A table that there is not, or that has not been written yet; the message says what to do."""


def write(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write whole tables as `NAME.csv`. Raises TableError, before a file is changed, for what the schema forbids."""
    with Writer(folder) as writer:
        writer.add(tables)


class Writer:
    """Writes tables as `NAME.csv` piece by piece, then describes every table that the folder now holds.

    A piece holds the whole of its reports, and pieces come in the order of `report_id`, with which every key begins.
    CSV in UTF-8 with a byte-order mark and line feeds, rows in the order of the key, decimals in plain notation,
    empty for nothing. The files are replaced once all pieces are there, each in one step; an error leaves them as they
    were. `rows`: how many rows each table has so far.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.rows = folder, Counter[str]()
        self._last: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                for name in self.rows:
                    self._beside(name).replace(self.folder / f"{name}.csv")
                _describe(self.folder)
        finally:
            for name in self.rows:
                self._beside(name).unlink(missing_ok=True)

    def add(self, tables: dict[str, pd.DataFrame]) -> None:
        """Write one piece of some tables. Raises TableError for what the schema forbids, or another order."""
        pieces = {name: _in_order(name, frame) for name, frame in tables.items()}
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, rows in pieces.items():
            first, last = rows["report_id"].min(), rows["report_id"].max()
            if len(rows) and first <= self._last.get(name, ""):
                raise schema.TableError(f"{name}: report {first} comes after {self._last[name]}.")
            self._last.update({name: last} if len(rows) else {})
            with self._beside(name).open("ab" if name in self.rows else "wb") as stream:
                stream.write(_to_csv(name, rows, head=name not in self.rows))
            self.rows[name] += len(rows)

    def _beside(self, name: str) -> Path:
        return self.folder / f".{name}.csv.{os.getpid()}.tmp"


def _describe(folder: Path) -> None:
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
    path = _file(name, folder)
    rows = tuple((key, tuple(values)) for key, values in only.items())
    return _load(name, path, path.stat().st_mtime_ns, rows).copy(deep=False)


def pieces(names: Collection[str], folder: Path, size: int = settings.PIECE) -> Iterator[dict[str, pd.DataFrame]]:
    """Read tables piece by piece, each with the whole of `size` reports, in the order of report_id; at least one piece.

    Memory does not grow with the tables, but for that of reports. Raises what `load` raises.
    """
    reports = load("reports", folder)["report_id"].tolist()
    parts = {name: _cut(name, _file(name, folder), reports[size - 1 :: size]) for name in names}
    for _ in range(max(1, -(-len(reports) // size))):
        yield {name: next(part) for name, part in parts.items()}


def _cut(name: str, path: Path, ends: Sequence[str]) -> Iterator[pd.DataFrame]:
    """A table cut behind each of these reports, and what is left; a table has its rows in the order of report_id."""
    chunks = pd.read_csv(path, encoding="utf-8-sig", dtype=object, keep_default_na=False, chunksize=settings.CHUNK)
    held = next(chunks, pd.DataFrame(columns=schema.TABLES[name].names, dtype=object))
    for end in ends:
        whole = []
        while held["report_id"].le(end).all() and (more := next(chunks, None)) is not None:
            whole.append(held)
            held = more
        own = held["report_id"].le(end)
        yield _published(name, pd.concat([*whole, held[own]], ignore_index=True))
        held = held[~own]
    yield _published(name, pd.concat([held, *chunks], ignore_index=True))


def _file(name: str, folder: Path) -> Path:
    """The file of a table that has been written."""
    if name not in schema.TABLES:
        raise MissingTableError(f"There is no table '{name}': choose from {', '.join(schema.TABLES)}.")
    path = folder / f"{name}.csv"
    if not path.is_file():
        writer = f"run `make report`, or the notebook {schema.TABLES[name].step}"
        raise MissingTableError(f"{path.name} is not in {folder}: {writer}.")
    return path


@lru_cache(maxsize=8)
def _load(name: str, path: Path, changed: int, only: tuple[tuple[str, tuple[str, ...]], ...]) -> pd.DataFrame:
    """The rows of a table with their types; the kernel that makes pages of many agencies asks for the same ones."""
    frame = _texts(path, changed)
    for key, values in only:
        frame = frame[frame[key].isin(values)].reset_index(drop=True)
    return _published(name, frame)


def _published(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table as texts → with their types."""
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
    return _to_csv(name, _in_order(name, frame), head=True)


def _in_order(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    return schema.check(name, frame).sort_values(list(schema.TABLES[name].key), kind="stable")


def _to_csv(name: str, rows: pd.DataFrame, head: bool) -> bytes:
    """Rows as CSV; `head`: with the names of the columns, and the byte-order mark before them."""
    rows = rows.copy(deep=False)
    for column in schema.TABLES[name].columns:
        if column.type == "decimal":
            rows[column.name] = rows[column.name].map("{:f}".format, na_action="ignore")
    return rows.to_csv(index=False, header=head, lineterminator="\n").encode("utf-8-sig" if head else "utf-8")


def _resource(table: schema.Table, folder: Path) -> dict[str, Any]:
    """The Data Package resource of one CSV file; no time in it, so that it changes only with the table."""
    path = folder / f"{table.name}.csv"
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
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
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
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
