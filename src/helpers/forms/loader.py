"""The form files and what can be wrong with them: every complaint names the file and the line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from helpers.errors import UserError
from helpers.forms.model import LAYOUTS, UNITS, Column, Form, Identity, Row, Table

FOLDER = Path(__file__).parent


class FormError(UserError):
    """A form file that cannot be used; the message names the file and the line."""


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


class _Map(dict[str, Any]):
    """A mapping that knows the line on which it begins, and the line of each of its keys."""

    line: int
    lines: dict[str, int]


class _List(list[Any]):
    """A list that knows the line of each of its items."""

    lines: list[int]


class _Loader(yaml.SafeLoader):
    """Gives mappings and lists their lines, and rejects a key that stands twice."""


def _construct_map(loader: _Loader, node: yaml.MappingNode) -> _Map:
    found = _Map()
    found.line, found.lines = node.start_mark.line + 1, {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.value in found:
            raise FormError(f"line {line}: the key '{key.value}' stands twice")
        found[key.value] = loader.construct_object(value, deep=True)
        found.lines[key.value] = line
    return found


def _construct_list(loader: _Loader, node: yaml.SequenceNode) -> _List:
    found = _List(loader.construct_object(item, deep=True) for item in node.value)
    found.lines = [item.start_mark.line + 1 for item in node.value]
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_map)
_Loader.add_constructor("tag:yaml.org,2002:seq", _construct_list)

#: What each part of a file is made of: key → the kind of its value; a key with a question mark may be left out.
_KEYS: dict[str, dict[str, type]] = {
    "a form": {
        "form": str, "chinese": str, "english": str, "source": str, "first_year": int, "last_year?": int,
        "tables": _Map,
    },
    "a table": {
        "chinese": str, "english": str, "layout": str, "head?": _List, "columns": _List, "unit_column?": _List,
        "rows": _List, "identities?": _List,
    },
    "a column": {
        "column": str, "rows?": _List, "labels": _List, "under?": str, "english": str, "unit?": str, "signed?": bool,
    },
    "a row": {
        "row": str, "labels": _List, "under?": str, "parent?": str, "presence?": str, "unit?": str,
        "printed_unit?": str, "english": str,
    },
    "an identity": {"rule": str, "each": str, "left": _List, "right": _List},
}  # fmt: skip
_KINDS = {
    str: "a text, put it in quotes",
    int: "a whole number",
    _List: "a list",
    _Map: "a mapping",
    bool: "true or false",
}


def _load(path: Path) -> Form:
    try:
        return _form(yaml.load(path.read_text(encoding="utf-8"), _Loader))  # a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FormError(f"{path.name}, line {line}: not valid YAML ({error.problem})") from error
    except FormError as error:
        raise FormError(f"{path.name}, {error}") from error


def _take(data: Any, line: int, what: str) -> _Map:
    """Check one part of a file against its keys and their kinds."""
    if not isinstance(data, _Map):
        raise FormError(f"line {line}: {what} must be a mapping with the keys {', '.join(_KEYS[what])}")
    kinds = {key.rstrip("?"): kind for key, kind in _KEYS[what].items()}
    for key in data:
        if key not in kinds:
            raise FormError(f"line {data.lines[key]}: {what} has an unknown key '{key}'")
        if type(data[key]) is not kinds[key]:
            raise FormError(f"line {data.lines[key]}: {key} must be {_KINDS[kinds[key]]}")
    for key in _KEYS[what]:
        if not key.endswith("?") and key not in data:
            raise FormError(f"line {data.line}: {what} lacks the key '{key}'")
    return data


def _choose(data: _Map, key: str, choice: tuple[str, ...], default: str) -> str:
    value: str = data.get(key, default)
    if value not in choice:
        raise FormError(f"line {data.lines[key]}: {key} '{value}' is none of {', '.join(choice)}")
    return value


def _texts(data: _Map, key: str) -> tuple[str, ...]:
    """A list of texts as a tuple; YAML's own idea of a number or a date is refused."""
    texts = data.get(key, _List())
    if key in data and not (texts and all(isinstance(text, str) for text in texts)):
        raise FormError(f"line {data.lines[key]}: {key} must be a list of texts, put each in quotes")
    return tuple(texts)


def _parts(data: _Map, key: str, what: str) -> list[_Map]:
    """The mappings in a list, each checked."""
    items = data.get(key, _List())
    return [_take(item, line, what) for item, line in zip(items, getattr(items, "lines", ()), strict=True)]


def _form(data: Any) -> Form:
    data = _take(data, 1, "a form")
    tables = {
        code: _table(code, _take(table, data["tables"].lines[code], "a table"))
        for code, table in data["tables"].items()
    }
    years = (data["first_year"], data.get("last_year", 9999))
    return Form(data["form"], data["chinese"], data["english"], data["source"], years, tables)


def _table(code: str, data: _Map) -> Table:
    sources = _parts(data, "rows", "a row"), _parts(data, "columns", "a column")
    rows, columns = tuple(map(_row, sources[0])), tuple(map(_column, sources[1]))
    for each, key in zip(sources, ("row", "column"), strict=True):
        _unique(each, key)
    codes = tuple(row.code for row in rows)
    for part in sources[0]:
        _known(part, "parent", (part["parent"],) if "parent" in part else (), codes)
    for part in sources[1]:
        _known(part, "rows", part.get("rows", ()), codes)
    column_codes = tuple(column.code for column in columns)
    identities = tuple(_identity(part, codes, column_codes) for part in _parts(data, "identities", "an identity"))
    layout = _choose(data, "layout", LAYOUTS, "")
    head, units = _texts(data, "head"), _texts(data, "unit_column")
    return Table(code, data["chinese"], data["english"], layout, rows, columns, identities, head, units)


def _unique(parts: list[_Map], key: str) -> None:
    seen: set[str] = set()
    for part in parts:
        if part[key] in seen:
            raise FormError(f"line {part.lines[key]}: the {key} '{part[key]}' stands twice")
        seen.add(part[key])


def _known(part: _Map, key: str, named: Iterable[str], rows: tuple[str, ...]) -> None:
    for code in named:
        if code not in rows:
            raise FormError(f"line {part.lines[key]}: {key} names '{code}', which is no row of the table")


def _row(data: _Map) -> Row:
    presence: str = data.get("presence", "required")
    if presence not in ("required", "optional") and not presence.startswith("one_of:"):
        raise FormError(
            f"line {data.lines['presence']}: presence '{presence}' is none of required, optional, one_of:GROUP"
        )
    unit = _choose(data, "unit", UNITS, "count") if "unit" in data else ""
    optional = {key: data[key] for key in ("under", "parent", "printed_unit") if key in data}
    return Row(data["row"], _texts(data, "labels"), data["english"], presence=presence, unit=unit, **optional)


def _column(data: _Map) -> Column:
    unit, under = _choose(data, "unit", UNITS, "count"), data.get("under", "")
    signed = data.get("signed", False)
    return Column(data["column"], _texts(data, "labels"), data["english"], under, _texts(data, "rows"), unit, signed)


def _identity(data: _Map, rows: tuple[str, ...], columns: tuple[str, ...]) -> Identity:
    each = _choose(data, "each", ("row", "column"), "")
    # A sum over the rows of one column names rows, and the other way round.
    codes = rows if each == "column" else columns
    left, right = (
        tuple(_term(term, codes, data.lines[side]) for term in _texts(data, side)) for side in ("left", "right")
    )
    return Identity(data["rule"], each, left, right)


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
