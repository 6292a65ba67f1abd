"""Every published column: its type, unit, allowed values, description; and the key of its table.

The data stand in `schema.yaml`; this module reads them into `TABLES`, gives frames their types,
checks them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from helpers.datafile import beside, read
from helpers.errors import UserError

if TYPE_CHECKING:
    import pandera.pandas as pa

_KINDS = {"text": "text", "integer": "a whole number", "decimal": "a Decimal"}
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
    is finer than its places is rounded half up.
    """
    table = TABLES[name]
    frame = frame.reindex(columns=table.names)
    columns = {column.name: _typed(column, frame[column.name]) for column in table.columns}
    return pd.DataFrame(columns)


def for_analysis(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A typed frame with decimals as float64, which pandas adds up, divides and draws at once.

    15 digits are exact: an amount of less than ten trillion yuan to the fen.
    """
    decimals = [column.name for column in TABLES[name].columns if column.type == "decimal"]
    known = frame.columns.intersection(decimals)
    return frame.astype(dict.fromkeys(known, "float64"))


def rounded(value: Decimal, places: int) -> Decimal:
    """A number with no more than so many decimals, what is finer rounded half up."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -places:
        value = value.quantize(Decimal(1).scaleb(-places), context=_WIDE) + 0
    return value


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
    from pandera.errors import SchemaErrors

    try:
        _pandera(name).validate(frame.reset_index(drop=True), lazy=True)
    except SchemaErrors as errors:
        raise TableError(_sentence(table, frame, errors.failure_cases)) from None
    return typed(name, frame)


def _typed(column: ColumnSchema, values: pd.Series[Any]) -> pd.Series[Any]:
    if column.type == "text":
        text = values.astype(object).fillna("").astype("str")
        return text.str.replace(r"\r\n?", "\n", regex=True)
    if column.type == "integer":
        return values.map(_whole, na_action="ignore").astype("Int64")
    in_places = partial(rounded, places=column.places)
    numbers = values.astype(object).map(in_places, na_action="ignore")
    return numbers.astype(object).where(values.notna(), None)


def _whole(value: Any) -> Any:
    """A Decimal that is a whole number as one; anything else as it is."""
    return int(value) if isinstance(value, Decimal) and value % 1 == 0 else value


@lru_cache
def _pandera(name: str) -> pa.DataFrameSchema:
    """The table as pandera checks it.

    Types cell by cell, so that a float or a number for a code is found.
    """
    import pandera.pandas as pa

    table = TABLES[name]
    columns = {}
    for column in table.columns:
        may_be_empty = not _filled(table, column)
        columns[column.name] = pa.Column(checks=_checks(column), nullable=may_be_empty)
    return pa.DataFrameSchema(columns, unique=list(table.key))


def _filled(table: TableSchema, column: ColumnSchema) -> bool:
    return column.required or column.name in table.key


def _checks(column: ColumnSchema) -> list[pa.Check]:
    import pandera.pandas as pa

    is_typed = partial(_is_a, column.type)
    checks = [pa.Check(is_typed, element_wise=True, error=f"not {_KINDS[column.type]}")]
    if column.enum:
        allowed = column.enum if column.required else (*column.enum, "")
        checks.append(pa.Check.isin(allowed, error=f"not one of {', '.join(column.enum)}"))
    if column.required and column.type == "text":
        checks.append(pa.Check.ne("", error="empty"))
    return checks


def _is_a(kind: str, value: object) -> bool:
    if kind == "text":
        return isinstance(value, str)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, Decimal) and value.is_finite()


def _sentence(table: TableSchema, frame: pd.DataFrame, failures: pd.DataFrame) -> str:
    """The first violation in words, with the key of its row."""
    first = failures.iloc[0]
    row = frame.iloc[int(first["index"])]
    where = ", ".join(f"{key} '{row[key]}'" for key in table.key)
    failed = str(first["check"])
    if "duplicated" in failed or "unique" in failed:
        return f"{table.name}: the key stands more than once: {where}."
    column = first["column"]
    wrong = "empty" if first["check"] == "not_nullable" else first["check"]
    more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
    return f"{table.name}: column {column} is '{row[column]}', {wrong}, where {where}{more}."


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
