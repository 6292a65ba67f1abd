"""The form files and what can be wrong with them: every complaint names the file and the line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from helpers.datafile import List, Map, Unfit, choose, read, take, texts
from helpers.errors import UserError
from helpers.forms.model import LAYOUTS, UNITS, Form, FormColumn, FormRow, FormTable, Identity, Term

FOLDER = Path(__file__).parent
PRESENCES = ("required", "optional")


class FormError(UserError):
    """A form file that cannot be used; the message names the file and the line."""


def load_forms(folder: Path = FOLDER) -> dict[str, Form]:
    """Read every `*.yaml` of a folder → forms by code, in the order of their codes.

    The project's own are read once in a process.

    Raises FormError, naming file and line, for a file that is not YAML, lacks or misspells a key,
    repeats a code, or has an identity, a parent or a column that names no row.
    """
    return dict(_own()) if folder == FOLDER else _read(folder)


@cache
def _own() -> dict[str, Form]:
    return _read(FOLDER)


def _read(folder: Path) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    for path in sorted(folder.glob("*.yaml")):
        form = read(path, _form, FormError)
        if form.code in forms:
            raise FormError(
                f"{path.name}, line 1: the form '{form.code}' is defined by another file already"
            )
        forms[form.code] = form
    if not forms:
        raise FormError(f"{folder} holds no form: put at least one .yaml file there")
    return forms


#: What each part of a file is made of: key → the kind of its value; a key with a question mark may
#: be left out.
_KEYS: dict[str, dict[str, type]] = {
    "a form": {
        "form": str, "chinese": str, "english": str, "source": str,
        "first_year": int, "last_year?": int, "tables": Map,
    },
    "a table": {
        "chinese": str, "english": str, "layout": str, "head?": List,
        "columns": List, "unit_column?": List, "code_column?": List,
        "rows": List, "identities?": List,
    },
    "a column": {
        "column": str, "rows?": List, "labels": List, "under?": str, "english": str,
        "unit?": str, "signed?": bool, "presence?": str,
    },
    "a row": {
        "row": str, "labels": List, "under?": str, "parent?": str, "presence?": str,
        "unit?": str, "printed_unit?": str, "english": str,
    },
    "an identity": {"rule": str, "each": str, "left": List, "right": List},
}  # fmt: skip


def _take(data: Any, line: int, what: str) -> Map:
    return take(data, line, what, _KEYS[what])


def _parts(data: Map, key: str, what: str) -> list[Map]:
    """The mappings in a list, each checked."""
    items = data.get(key, List())
    lines = getattr(items, "lines", ())
    return [_take(item, line, what) for item, line in zip(items, lines, strict=True)]


def _form(data: Any) -> Form:
    data = _take(data, 1, "a form")
    tables: dict[str, FormTable] = {}
    for code, table in data["tables"].items():
        line = data["tables"].lines[code]
        tables[code] = _table(code, _take(table, line, "a table"))
    return Form(
        code=data["form"],
        chinese=data["chinese"],
        english=data["english"],
        source=data["source"],
        years=(data["first_year"], data.get("last_year", 9999)),
        tables=tables,
    )


def _table(code: str, data: Map) -> FormTable:
    row_parts = _parts(data, "rows", "a row")
    column_parts = _parts(data, "columns", "a column")
    rows = tuple(map(_row, row_parts))
    columns = tuple(map(_column, column_parts))
    _unique(row_parts, "row")
    _unique(column_parts, "column")
    row_codes = tuple(row.code for row in rows)
    column_codes = tuple(column.code for column in columns)
    for part in row_parts:
        if "parent" in part:
            _known(part, "parent", (part["parent"],), row_codes)
    for part in column_parts:
        _known(part, "rows", part.get("rows", ()), row_codes)
    sums = _parts(data, "identities", "an identity")
    return FormTable(
        code=code,
        chinese=data["chinese"],
        english=data["english"],
        rows=rows,
        columns=columns,
        identities=tuple(_identity(part, row_codes, column_codes) for part in sums),
        layout=choose(data, "layout", LAYOUTS, ""),
        head=texts(data, "head"),
        unit_column=texts(data, "unit_column"),
        code_column=texts(data, "code_column"),
    )


def _unique(parts: list[Map], key: str) -> None:
    seen: set[str] = set()
    for part in parts:
        if part[key] in seen:
            raise Unfit(part.lines[key], f"the {key} '{part[key]}' stands twice")
        seen.add(part[key])


def _known(part: Map, key: str, named: Iterable[str], rows: tuple[str, ...]) -> None:
    for code in named:
        if code not in rows:
            raise Unfit(part.lines[key], f"{key} names '{code}', which is no row of the table")


def _row(data: Map) -> FormRow:
    presence: str = data.get("presence", "required")
    if presence not in PRESENCES and not presence.startswith("one_of:"):
        complaint = f"presence '{presence}' is none of required, optional, one_of:GROUP"
        raise Unfit(data.lines["presence"], complaint)
    unit = choose(data, "unit", UNITS) if "unit" in data else ""
    return FormRow(
        code=data["row"],
        labels=texts(data, "labels"),
        english=data["english"],
        under=data.get("under", ""),
        parent=data.get("parent", ""),
        presence=presence,
        unit=unit,
        printed_unit=data.get("printed_unit", ""),
    )


def _column(data: Map) -> FormColumn:
    unit = choose(data, "unit", UNITS, "count")
    return FormColumn(
        code=data["column"],
        labels=texts(data, "labels"),
        english=data["english"],
        under=data.get("under", ""),
        rows=texts(data, "rows"),
        unit=unit,
        signed=data.get("signed", False),
        presence=choose(data, "presence", PRESENCES, PRESENCES[0]),
    )


def _identity(data: Map, rows: tuple[str, ...], columns: tuple[str, ...]) -> Identity:
    each = choose(data, "each", ("row", "column"), "")
    # A sum over the rows of one column names rows, and the other way round.
    codes = rows if each == "column" else columns
    left = _terms(data, "left", codes)
    right = _terms(data, "right", codes)
    return Identity(data["rule"], each, left, right)


def _terms(data: Map, side: str, codes: tuple[str, ...]) -> tuple[Term, ...]:
    """The terms on one side of an identity."""
    line = data.lines[side]
    return tuple(_term(text, codes, line) for text in texts(data, side))


def _term(text: str, codes: tuple[str, ...], line: int) -> Term:
    """The ways to print a term: `a | a.*` is whichever is printed."""
    ways = tuple(expand(way.strip(), codes) for way in text.split("|"))
    if not all(ways):
        raise Unfit(line, f"the identity names '{text}', which is no row or column of the table")
    return ways


def expand(text: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The codes that a text names: `a` is itself, `a.*` every code one step below a.

    It names none where there is no such code.
    """
    if text.endswith(".*"):
        above = text.removesuffix(".*")
        return tuple(code for code in codes if code.rpartition(".")[0] == above)
    return (text,) if text in codes else ()
