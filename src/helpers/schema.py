"""Every published column: its type, unit, allowed values, description; and the key of its table.

The data stand in `schema.yaml`; this module reads them into `TABLES`, gives frames their types,
checks them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import infer_dtype, is_float_dtype, is_integer_dtype, is_string_dtype

from helpers.datafile import beside, read
from helpers.errors import UserError

_KINDS = {"text": "text", "integer": "a whole number", "decimal": "a Decimal"}
#: The same as pandas calls them.
_INFERRED = {"text": "string", "integer": "integer"}
#: Digits before the point of a published decimal, as databases reserve them.
DIGITS = 16
#: Wide enough to round any number that a cell can hold.
_WIDE = Context(prec=1000, rounding=ROUND_HALF_UP)


class TableError(UserError):
    """A frame that is not what the schema says.

    The message names the table, the row and the column.
    """


@dataclass(frozen=True)
class ColumnSchema:
    """One published column.

    `type` is `text`, `integer` or `decimal`, which has so many `places`; `unit` is empty where the
    column has none.
    """

    name: str
    description: str
    chinese: str
    type: str = "text"
    places: int = 2
    unit: str = ""
    enum: tuple[str, ...] = ()
    required: bool = False

    @property
    def is_free(self) -> bool:
        """Whether it holds texts that are no codes, such as what a report prints."""
        return self.type == "text" and not self.enum

    @property
    def in_sql(self) -> str:
        """Its type as databases name it."""
        if self.type == "decimal":
            return f"DECIMAL({DIGITS + self.places}, {self.places})"
        return {"text": "VARCHAR", "integer": "BIGINT"}[self.type]


@dataclass(frozen=True)
class TableSchema:
    """One published table: its grain (which opens `description`), and its key.

    `step`: the notebook that writes it.
    """

    name: str
    step: str
    description: str
    chinese: str
    key: tuple[str, ...]
    columns: tuple[ColumnSchema, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in published order."""
        return [column.name for column in self.columns]


def typed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame the columns of a table, in order and with their types.

    A column that it lacks is all empty. Text is `str` with "" for nothing and line feeds for line
    breaks; an integer is `Int64`; a decimal is an object column of Decimal or None, in which what
    is finer than its places is rounded half up; one of floats stays as it is.
    """
    table = TABLES[name]
    frame = frame.reindex(columns=table.names)
    columns = {column.name: _typed(column, frame[column.name]) for column in table.columns}
    return pd.DataFrame(columns)


def in_order(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with the columns and types of a table, by its key; what is a category becomes text.

    Categories are sorted as numbers, and faster.
    """
    frame = frame.reindex(columns=TABLES[name].names)
    key = list(TABLES[name].key)
    for column in key:
        texts = frame[column].astype("category")
        frame[column] = texts.cat.reorder_categories(texts.cat.categories.sort_values())
    return typed(name, frame.sort_values(key, ignore_index=True))


def alike(left: pd.DataFrame, right: pd.DataFrame, columns: Sequence[str]) -> None:
    """Give columns of texts in two frames the same categories, so that they are joined as numbers.

    The categories are in the order of their texts.
    """
    for column in columns:
        here, there = left[column].astype("category"), right[column].astype("category")
        both = pd.CategoricalDtype(here.cat.categories.union(there.cat.categories))
        left[column] = here.astype(both)
        right[column] = there.astype(both)


def for_analysis(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A typed frame with decimals as float64, which pandas adds up, divides and draws at once.

    15 digits are exact: an amount of less than ten trillion yuan to the fen.
    """
    decimals = [column.name for column in TABLES[name].columns if column.type == "decimal"]
    known = frame.columns.intersection(decimals)
    return frame.astype(dict.fromkeys(known, "float64"))


def from_texts(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of texts with the numbers that they stand for; a text that is none stays."""
    frame = frame.astype(object)
    for column in TABLES[name].columns:
        if column.name in frame and column.type != "text":
            numbers = [_number(column.type, text) for text in frame[column.name]]
            frame[column.name] = pd.Series(numbers, index=frame.index, dtype=object)
    return frame


def numbers(column: ColumnSchema, texts: Iterable[str], exact: bool) -> pd.Series[Any]:
    """The numbers that texts stand for, whole ones or decimals; `exact`: Decimal and not float64.

    Raises ValueError for a text that is none.
    """
    found = [_number(column.type, text) for text in texts]
    wrong = [number for number in found if _is_no_number(number)]
    if wrong:
        raise ValueError(f"{column.name}: {wrong[0]}")
    if column.type == "integer":
        return pd.Series(found, dtype="Int64")
    return pd.Series(found, dtype=object if exact else float)


def _number(kind: str, text: str) -> int | Decimal | str | None:
    if not text:
        return None
    try:
        return int(text) if kind == "integer" else Decimal(text).normalize() + 0
    except (ValueError, InvalidOperation):
        return text


def _is_no_number(found: object) -> bool:
    """Whether what a text stands for is still a text, or infinite."""
    return isinstance(found, str) or (isinstance(found, Decimal) and found.is_infinite())


def rounded(value: Decimal, places: int) -> Decimal:
    """A number with no more than so many decimals, what is finer rounded half up."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -places:
        value = value.quantize(Decimal(1).scaleb(-places), context=_WIDE) + 0
    return value


def fitting(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with the columns and types of its table; one that has them is returned as it is.

    Raises TableError for a column that is missing or unknown, or that has another type.
    """
    table = TABLES[name]
    if list(frame) != table.names:
        return check(name, frame)
    is_typed = [_is_typed(column.type, frame[column.name]) for column in table.columns]
    return frame if all(is_typed) else check(name, frame)


def _is_typed(kind: str, values: pd.Series[Any]) -> bool:
    """Whether a column has the type that `typed` gives it, as told without a look at its values."""
    if kind == "text":
        return is_string_dtype(values.dtype)
    if kind == "integer":
        return is_integer_dtype(values.dtype)
    return is_float_dtype(values.dtype)


def check(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Hold a frame against its table → the frame, typed.

    Raises TableError with one sentence on the first violation: a missing or unknown column, a value
    of the wrong type or not an allowed one, an empty cell that must not be, a key that stands
    twice.
    """
    table = TABLES[name]
    unfit = [f"lacks the column {column}" for column in table.names if column not in frame]
    unfit += [f"has an unknown column {column}" for column in frame if column not in table.names]
    if unfit:
        raise TableError(f"{name} {' and '.join(unfit)}.")
    faults = [fault for column in table.columns for fault in _faults(table, column, frame)]
    if faults:
        raise TableError(_sentence(table, frame, faults))
    twice = frame.duplicated(list(table.key))
    if twice.any():
        where = _where(table, frame[twice].iloc[0])
        raise TableError(f"{name}: the key stands more than once: {where}.")
    return typed(name, frame)


def _typed(column: ColumnSchema, values: pd.Series[Any]) -> pd.Series[Any]:
    if column.type == "text":
        if isinstance(values.dtype, pd.CategoricalDtype):
            return _texts(values)
        texts = values.astype(object).fillna("").astype("str")
        if "\r" in "".join(texts.to_numpy(dtype=object)):
            texts = texts.str.replace(r"\r\n?", "\n", regex=True)
        return texts
    if column.type == "integer":
        is_number = is_integer_dtype(values.dtype) or is_float_dtype(values.dtype)
        whole = values if is_number else values.map(_whole, na_action="ignore")
        return whole.astype("Int64")
    if is_float_dtype(values.dtype) and not values.isna().all():
        return values
    in_places = partial(rounded, places=column.places)
    numbers = values.astype(object).map(in_places, na_action="ignore")
    return numbers.astype(object).where(values.notna(), None)


def _texts(categories: pd.Series[Any]) -> pd.Series[Any]:
    """A column of categories as texts, each of which is looked at once."""
    names = categories.cat.categories
    texts = [re.sub(r"\r\n?", "\n", name) for name in names]
    of_rows = np.array([*texts, ""], dtype=object)[categories.cat.codes]  # -1 for nothing
    return pd.Series(of_rows, categories.index, dtype="str", name=categories.name)


def _whole(value: Any) -> Any:
    """A Decimal that is a whole number as one; anything else as it is."""
    return int(value) if isinstance(value, Decimal) and value % 1 == 0 else value


#: The first row that is wrong, its column, what is wrong with it, and how many rows are.
Fault = tuple[int, str, str, int]


def _faults(table: TableSchema, column: ColumnSchema, frame: pd.DataFrame) -> Iterator[Fault]:
    """What is wrong in one column."""
    values = frame[column.name].reset_index(drop=True)
    is_empty = values.isna()
    wrong = {f"not {_KINDS[column.type]}": _unlike(column.type, values) & ~is_empty}
    if column.enum:
        allowed = column.enum if column.required else (*column.enum, "")
        wrong[f"not one of {', '.join(column.enum)}"] = ~values.isin(allowed) & ~is_empty
    if column.required or column.name in table.key:
        lacks_text = values.eq("") if column.required and column.type == "text" else False
        wrong["empty"] = is_empty | lacks_text
    for what, rows in wrong.items():
        if rows.any():
            yield int(rows.to_numpy().argmax()), column.name, what, int(rows.sum())


def _unlike(kind: str, values: pd.Series[Any]) -> pd.Series[bool]:
    """Which values are not of a type; a float or a number for a code is found.

    They are looked at one by one only where the column as a whole is not what it should be.
    """
    if values.dtype != object:
        return pd.Series(not _is_typed(kind, values), index=values.index)
    if kind != "decimal" and infer_dtype(values, skipna=True) in (_INFERRED[kind], "empty"):
        return pd.Series(False, index=values.index)
    return ~values.map(partial(_is_a, kind)).astype(bool)


def _is_a(kind: str, value: object) -> bool:
    if kind == "text":
        return isinstance(value, str)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, Decimal) and value.is_finite()


def _sentence(table: TableSchema, frame: pd.DataFrame, faults: Sequence[Fault]) -> str:
    """The first violation in words, with the key of its row."""
    number, column, wrong, _ = faults[0]
    row = frame.iloc[number]
    count = sum(rows for *_, rows in faults)
    more = f" (and {count - 1} more)" if count > 1 else ""
    where = _where(table, row)
    return f"{table.name}: column {column} is '{row[column]}', {wrong}, where {where}{more}."


def _where(table: TableSchema, row: pd.Series[Any]) -> str:
    return ", ".join(f"{key} '{row[key]}'" for key in table.key)


def tables(data: dict[str, Any]) -> dict[str, TableSchema]:
    """The tables that a data file describes, as schema.yaml does."""
    tables = {}
    for name, spec in data["tables"].items():
        tables[name] = TableSchema(
            name=name,
            step=spec["step"],
            description=spec["description"],
            chinese=spec["chinese"],
            key=tuple(spec["key"]),
            columns=tuple(_columns(spec["columns"], data["shared"])),
        )
    return tables


def _columns(entry: Any, shared: dict[str, Any]) -> Iterator[ColumnSchema]:
    """The columns of an entry: a list, the name of a shared column, or one column.

    Labels follow a code, and its figure a number.
    """
    if isinstance(entry, list):
        for part in entry:
            yield from _columns(part, shared)
        return
    if isinstance(entry, str):
        name, spec = entry, shared[entry]
    else:
        name, spec = next(iter(entry.items()))
    spec = {**spec, "enum": tuple(spec.get("enum", ()))}
    labelled, traced = spec.pop("labelled", False), spec.pop("traced", False)
    yield ColumnSchema(name=name, **spec)
    if traced:
        yield ColumnSchema(
            f"{name}_ref",
            f"Figure that `{name}` is: figures.csv has it under this report_id and ref",
            f"{spec['chinese']}出处",
        )
    if labelled:
        yield ColumnSchema(
            f"{name}_zh",
            f"Chinese label of `{name}`, as the form prints it, without numbering",
            f"{spec['chinese']}（中文）",
        )
        yield ColumnSchema(f"{name}_en", f"English label of `{name}`", f"{spec['chinese']}（英文）")


_DATA: dict[str, Any] = read(beside(__file__, "schema.yaml"), dict, UserError)
TABLES: dict[str, TableSchema] = tables(_DATA)
PACKAGE: dict[str, Any] = _DATA["package"]
#: What leads from one table to another: `columns`, `to`, `at`, and the tables that it is `not` for.
REFERENCES: list[dict[str, Any]] = _DATA["references"]
#: Codes that no form prints as a row or a column → their Chinese and English labels.
LABELS: dict[str, tuple[str, str]] = {
    code: (chinese, english) for code, (chinese, english) in _DATA["labels"].items()
}
