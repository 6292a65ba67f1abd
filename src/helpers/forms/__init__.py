"""The printed forms as data: one YAML file each, and the loader that checks them.

A form says which tables it prints, their rows and columns with every known label, and the identities that its own
arithmetic demands. `docs/forms.md` shows how to add one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from helpers.errors import UserError

FOLDER = Path(__file__).parent
LAYOUTS = ("down", "blocks", "across")
UNITS = ("count", "yuan")


class FormError(UserError):
    """A form file that cannot be used; the message names the file and the line."""


@dataclass(frozen=True)
class Row:
    """One row of a form's table: its code, the labels it is printed under, and the row that it is a part of."""

    code: str
    labels: tuple[str, ...]
    english: str
    under: str = ""
    parent: str = ""
    presence: str = "required"
    unit: str = ""
    printed_unit: str = ""

    @property
    def required(self) -> bool:
        """Whether the form always prints this row."""
        return self.presence == "required"

    @property
    def group(self) -> str:
        """The name of the group of which one way of printing is enough, or empty."""
        return self.presence.partition(":")[2]


@dataclass(frozen=True)
class Column:
    """One column of a form's table; `rows` are the codes of the rows that have it, empty where all have it."""

    code: str
    labels: tuple[str, ...]
    english: str
    under: str = ""
    rows: tuple[str, ...] = ()
    unit: str = "count"


@dataclass(frozen=True)
class Identity:
    """A sum that the form demands in every column (or every row): terms on the left equal terms on the right.

    A term is a tuple of ways to print it, the first printed one counts; a way is a tuple of codes to add up.
    """

    rule: str
    each: str
    left: tuple[tuple[tuple[str, ...], ...], ...]
    right: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True)
class Table:
    """One table of a form.

    `layout`: `down` (rows below one another under one head), `blocks` (as `down`, each block with a head of its own),
    `across` (the form's rows stand side by side as groups of columns over one line of figures).
    `head`: labels in the head over the row labels. `unit_column`: labels of a column that holds units.
    """

    code: str
    chinese: str
    english: str
    layout: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    identities: tuple[Identity, ...] = ()
    head: tuple[str, ...] = ()
    unit_column: tuple[str, ...] = ()

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {row.code: row for row in self.rows}

    def row(self, code: str) -> Row:
        """The row with this code."""
        return self._rows[code]

    def columns_of(self, code: str) -> tuple[Column, ...]:
        """The columns that this row has, in printed order, each with the unit that holds in this row."""
        row = self.row(code)
        columns = (column for column in self.columns if not column.rows or code in column.rows)
        return tuple(replace(column, unit=row.unit) if row.unit else column for column in columns)


@dataclass(frozen=True)
class Form:
    """A printed form; `years`: the report years it was made for (agencies use it in others, too)."""

    code: str
    chinese: str
    english: str
    source: str
    years: tuple[int, int]
    tables: dict[str, Table] = field(hash=False)


def load_forms(folder: Path = FOLDER) -> dict[str, Form]:
    """Read every `*.yaml` of a folder → forms by code, in the order of their codes.

    Raises FormError, naming file and line, for a file that is not YAML, lacks or misspells a key, repeats a code, or
    has an identity, a parent or a column that names no row.
    """
    forms: dict[str, Form] = {}
    for path in sorted(folder.glob("*.yaml")):
        form = _load(path)
        if form.code in forms:
            raise FormError(f"{path.name}, line 1: the form '{form.code}' is defined by another file already")
        forms[form.code] = form
    if not forms:
        raise FormError(f"{folder} holds no form: put at least one .yaml file there")
    return forms


class _Loader(yaml.SafeLoader):
    """Gives each mapping its line, and rejects a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: ARG002 - the name is PyYAML's
        line = node.start_mark.line + 1
        keys = [key.value for key, _ in node.value]
        for key, _ in node.value:
            if keys.count(key.value) > 1:
                raise FormError(f"line {key.start_mark.line + 1}: the key '{key.value}' stands twice")
        return {**super().construct_mapping(node, deep=True), "line": line}


def _load(path: Path) -> Form:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # a SafeLoader
        return _form(data)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FormError(f"{path.name}, line {line}: not valid YAML ({error.problem})") from error
    except FormError as error:
        raise FormError(f"{path.name}, {error}") from error


def _take(data: Any, what: str, required: str, optional: str = "") -> dict[str, Any]:
    """Check that a mapping has the required keys and no unknown one; return it without its line."""
    if not isinstance(data, dict):
        raise FormError(f"line 1: {what} must be a mapping with the keys {required}")
    line = data["line"]
    for key in required.split():
        if key not in data:
            raise FormError(f"line {line}: {what} lacks the key '{key}'")
    known = {*required.split(), *optional.split(), "line"}
    for key in data:
        if key not in known:
            raise FormError(f"line {line}: {what} has an unknown key '{key}'")
    return data


def _texts(value: Any, line: int, what: str) -> tuple[str, ...]:
    """A list of texts as a tuple; YAML's own idea of a number or a date is refused."""
    if not isinstance(value, list) or not value or not all(isinstance(text, str) for text in value):
        raise FormError(f"line {line}: {what} must be a list of texts, put each in quotes")
    return tuple(value)


def _form(data: Any) -> Form:
    _take(data, "a form", "form chinese english source first_year tables", "last_year")
    tables = {code: _table(code, table) for code, table in data["tables"].items() if code != "line"}
    years = (data["first_year"], data.get("last_year", 9999))
    return Form(str(data["form"]), data["chinese"], data["english"], data["source"], years, tables)


def _table(code: str, data: Any) -> Table:
    _take(data, f"table '{code}'", "chinese english layout columns rows", "head unit_column identities")
    line = data["line"]
    if data["layout"] not in LAYOUTS:
        raise FormError(f"line {line}: layout '{data['layout']}' is none of {', '.join(LAYOUTS)}")
    rows = tuple(_row(row) for row in data["rows"])
    codes = _unique([(row["row"], row["line"]) for row in data["rows"]], "row")
    columns = tuple(_column(column, codes) for column in data["columns"])
    column_codes = _unique([(column["column"], column["line"]) for column in data["columns"]], "column")
    for row, source in zip(rows, data["rows"], strict=True):
        if row.parent and row.parent not in codes:
            raise FormError(f"line {source['line']}: the parent '{row.parent}' of '{row.code}' is no row of '{code}'")
    identities = tuple(_identity(each, codes, column_codes) for each in data.get("identities", ()))
    extra = {key: _texts(data[key], line, key) for key in ("head", "unit_column") if key in data}
    return Table(code, data["chinese"], data["english"], data["layout"], rows, columns, identities, **extra)


def _unique(codes: list[tuple[str, int]], what: str) -> tuple[str, ...]:
    seen: set[str] = set()
    for code, line in codes:
        if code in seen:
            raise FormError(f"line {line}: the {what} '{code}' stands twice")
        seen.add(code)
    return tuple(code for code, _ in codes)


def _row(data: Any) -> Row:
    _take(data, "a row", "row labels english", "under parent presence unit printed_unit")
    line, labels = data["line"], _texts(data["labels"], data["line"], "labels")
    presence, unit = data.get("presence", "required"), data.get("unit", "")
    if presence not in ("required", "optional") and not presence.startswith("one_of:"):
        raise FormError(f"line {line}: presence '{presence}' is none of required, optional, one_of:GROUP")
    if unit and unit not in UNITS:
        raise FormError(f"line {line}: unit '{unit}' is none of {', '.join(UNITS)}")
    optional = {key: data[key] for key in ("under", "parent", "printed_unit") if key in data}
    return Row(data["row"], labels, data["english"], presence=presence, unit=unit, **optional)


def _column(data: Any, codes: tuple[str, ...]) -> Column:
    _take(data, "a column", "column labels english", "under rows unit")
    line, labels = data["line"], _texts(data["labels"], data["line"], "labels")
    rows = _texts(data["rows"], line, "rows") if "rows" in data else ()
    for row in rows:
        if row not in codes:
            raise FormError(f"line {line}: column '{data['column']}' names an unknown row '{row}'")
    if data.get("unit", "count") not in UNITS:
        raise FormError(f"line {line}: unit '{data['unit']}' is none of {', '.join(UNITS)}")
    optional = {key: data[key] for key in ("under", "unit") if key in data}
    return Column(data["column"], labels, data["english"], rows=rows, **optional)


def _identity(data: Any, rows: tuple[str, ...], columns: tuple[str, ...]) -> Identity:
    _take(data, "an identity", "rule each left right")
    line = data["line"]
    if data["each"] not in ("row", "column"):
        raise FormError(f"line {line}: each '{data['each']}' is none of row, column")
    # A sum over the rows of one column names rows, and the other way round.
    codes = rows if data["each"] == "column" else columns
    sides = [tuple(_term(term, codes, line) for term in _texts(data[side], line, side)) for side in ("left", "right")]
    return Identity(data["rule"], data["each"], sides[0], sides[1])


def _term(text: str, codes: tuple[str, ...], line: int) -> tuple[tuple[str, ...], ...]:
    """`a` → itself; `a.*` → all codes one step below a; `a | a.*` → whichever is printed."""
    ways = tuple(_way(way.strip(), codes) for way in text.split("|"))
    if not all(ways):
        raise FormError(f"line {line}: the identity names '{text}', which is no row or column of the table")
    return ways


def _way(text: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    if text.endswith(".*"):
        return tuple(code for code in codes if code.rpartition(".")[0] == text[:-2])
    return (text,) if text in codes else ()
