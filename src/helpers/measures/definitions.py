"""The measures as data: what they are made of in each form, read from `measures.yaml`.

They are held against the forms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers import schema
from helpers.datafile import List, Map, Unfit, beside, choose, read, take, texts
from helpers.errors import UserError
from helpers.forms import Form, FormCell, FormTable, expand

FILE = beside(__file__, "measures.yaml")

#: A text in Chinese and in English.
Pair = tuple[str, str]


class MeasureError(UserError):
    """A file of measures that cannot be used; the message names the file and the line."""


@dataclass(frozen=True, eq=False)
class Quantity:
    """Something that a form counts: the ways to add it up.

    The first of which anything is printed counts.
    """

    ways: tuple[Terms, ...]


#: What is added up.
Terms = tuple[FormCell | Quantity, ...]


@dataclass(frozen=True)
class Measure:
    """One measure, with labels and `reading` in Chinese and English.

    `numerator`, `denominator`: the codes of the quantities to add up. `sides`: form → both, as
    quantities (the denominator of a plain number is None), in the forms that ask for all of them.
    """

    code: str
    group: str
    unit: str
    labels: Pair
    reading: Pair
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    sides: Mapping[str, tuple[Quantity, Quantity | None]]


@dataclass(frozen=True)
class Definitions:
    """All measures by code.

    `groups`: their labels; `quantities`: form → code → what is added up there, as written.
    """

    groups: dict[str, Pair]
    quantities: dict[str, dict[str, str]]
    measures: dict[str, Measure]


def load(forms: Mapping[str, Form], path: Path = FILE) -> Definitions:
    """Read the measures and hold them against the forms.

    Raises MeasureError, naming file and line, for a file that is not YAML, lacks or misspells a
    key, names a form, cell or quantity that does not exist, adds up a cell twice, or calls a share
    what is not part of its whole.
    """
    return read(path, lambda data: _definitions(data, forms), MeasureError)


def _definitions(data: Any, forms: Mapping[str, Form]) -> Definitions:
    sections = dict.fromkeys(("groups", "quantities", "measures"), Map)
    data = take(data, 1, "a file of measures", sections)
    groups = {code: _pair(data["groups"], code) for code in data["groups"]}
    sums_by_form = _sums_by_form(data["quantities"], forms)
    quantities: dict[str, dict[str, str]] = {}
    for form, sums in sums_by_form.items():
        quantities[form] = {}
        for code, (text, line) in sums.written.items():
            sums.terms(code, line)  # to complain of what is used in no measure, too
            quantities[form][code] = text
    listed = data["measures"]
    measures = {code: _measure(code, listed, groups, sums_by_form) for code in listed}
    return Definitions(groups, quantities, measures)


def _pair(data: Map, key: str) -> Pair:
    pair = data[key]
    if not isinstance(pair, List) or len(pair) != 2:
        raise Unfit(data.lines[key], f"{key} must be a list of two texts, Chinese and English")
    chinese, english = texts(data, key)
    return chinese, english


def _sums_by_form(quantities: Map, forms: Mapping[str, Form]) -> dict[str, _Sums]:
    """The quantities of each form."""
    found: dict[str, _Sums] = {}
    for code, ways in quantities.items():
        fits = isinstance(ways, Map) and all(isinstance(text, str) for text in ways.values())
        if not fits:
            raise Unfit(quantities.lines[code], f"{code} must be a mapping from forms to sums")
        for names, text in ways.items():
            line = ways.lines[names]
            for form in names.split():
                if form not in forms:
                    raise Unfit(line, f"{code} names the form '{form}', which does not exist")
                sums = found.setdefault(form, _Sums(forms[form]))
                if code in sums.written:
                    raise Unfit(line, f"{code} names the form '{form}' twice")
                sums.written[code] = text, line
    return found


class _Sums:
    """The quantities of one form; `written`: code → text and line.

    The same text gives the same object wherever it stands, so that a part is recognised in its
    whole.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.written: dict[str, tuple[str, int]] = {}
        self._terms: dict[str, Terms | None] = {}
        self._rows: dict[tuple[str, str], Quantity] = {}

    def terms(self, code: str, line: int) -> Terms:
        """What a quantity adds up; itself, where there are several ways to do so.

        `line`: where it is named.
        """
        if code not in self.written:
            raise Unfit(line, f"'{code}' is no quantity of the form {self.form.code}")
        if code not in self._terms:
            text, line = self.written[code]
            self._terms[code] = None  # while it is being read
            ways = tuple(self._way(way, line) for way in text.split("|"))
            self._terms[code] = (Quantity(ways),)
            if len(ways) == 1:
                self._terms[code] = ways[0]
        terms = self._terms[code]
        if terms is None:
            raise Unfit(line, f"'{code}' is made of itself")
        return terms

    def unit(self, cell: FormCell) -> str:
        """The unit of a cell: count or yuan."""
        table, row, code = cell
        columns = self.form.tables[table].columns_of(row)
        return next(column.unit for column in columns if column.code == code)

    def _way(self, text: str, line: int) -> Terms:
        terms: list[FormCell | Quantity] = []
        for name in map(str.strip, text.split("+")):
            if "/" in name:
                terms += self._select(name, line)
            else:
                terms += self.terms(name, line)
        return _added(terms, line)

    def _select(self, text: str, line: int) -> Terms:
        """The cells or whole rows that `table/row/column` or `table/row` names."""
        code, names, *column = text.split("/")
        form = self.form.code
        table = self.form.tables.get(code)
        if table is None or len(column) > 1:
            message = f"'{text}' is neither table/row nor table/row/column of the form {form}"
            raise Unfit(line, message)
        rows = expand(names, [row.code for row in table.rows])
        if not rows:
            message = f"'{text}' names '{names}', which is no row of {code} in the form {form}"
            raise Unfit(line, message)
        terms: list[FormCell | Quantity] = []
        for row in rows:
            if column:
                terms.append(self._cell(table, row, column[0], line))
            else:
                terms.append(self._row(table, row, line))
        return tuple(terms)

    def _cell(self, table: FormTable, row: str, code: str, line: int) -> FormCell:
        if code not in _column_codes(table, row):
            form = self.form.code
            raise Unfit(line, f"the row '{row}' has no column '{code}' in the form {form}")
        return table.code, row, code

    def _row(self, table: FormTable, row: str, line: int) -> Quantity:
        """A row over all its columns: the sum of its parts, or its total."""
        total = self._cell(table, row, "total", line)
        codes = _column_codes(table, row)
        parts = tuple((table.code, row, code) for code in codes if code != "total")
        either = Quantity((parts, (total,)))
        return self._rows.setdefault((table.code, row), either)


def _column_codes(table: FormTable, row: str) -> list[str]:
    return [column.code for column in table.columns_of(row)]


def _added(terms: Iterable[FormCell | Quantity], line: int) -> Terms:
    """The terms of a sum, in which no cell may stand twice."""
    terms = tuple(terms)
    for cell, times in Counter(_cells(terms)).items():
        if times > 1:
            raise Unfit(line, f"'{'/'.join(cell)}' would be added up twice")
    return terms


def _cells(terms: Terms) -> Iterator[FormCell]:
    """All cells that terms add up, in their first way."""
    for term in terms:
        if isinstance(term, Quantity):
            yield from _cells(term.ways[0])
        else:
            yield term


def _parts(terms: Terms) -> Iterator[FormCell | Quantity]:
    """Terms, and what they are made of in their first way."""
    for term in terms:
        yield term
        if isinstance(term, Quantity):
            yield from _parts(term.ways[0])


_KEYS: dict[str, type] = {
    "group": str,
    "unit": str,
    "labels": List,
    "numerator": List,
    "denominator?": List,
    "reading": List,
}
_COLUMNS = schema.TABLES["measures"].columns
_UNITS = next(column.enum for column in _COLUMNS if column.name == "unit")


def _measure(
    code: str,
    measures: Map,
    groups: Mapping[str, Pair],
    sums_by_form: Mapping[str, _Sums],
) -> Measure:
    data = take(measures[code], measures.lines[code], "a measure", _KEYS)
    group = choose(data, "group", tuple(groups))
    unit = choose(data, "unit", _UNITS)
    numerator = texts(data, "numerator")
    denominator = texts(data, "denominator")
    line = data.lines["numerator"]
    quantities = (*numerator, *denominator)
    wanted = set(quantities)
    asking = [form for form, sums in sums_by_form.items() if wanted <= sums.written.keys()]
    if not asking:
        raise Unfit(line, f"no form has all the quantities of {code}: {', '.join(quantities)}")
    takes_denominator = unit != "count"
    if unit != "yuan" and bool(denominator) != takes_denominator:
        goes = "without" if denominator else "with"
        raise Unfit(line, f"the unit is {unit}, which goes {goes} a denominator")
    sides = {}
    for form in asking:
        sides[form] = _sides(sums_by_form[form], unit, numerator, denominator, line)
    return Measure(
        code=code,
        group=group,
        unit=unit,
        labels=_pair(data, "labels"),
        reading=_pair(data, "reading"),
        numerator=numerator,
        denominator=denominator,
        sides=sides,
    )


def _sides(
    sums: _Sums, unit: str, numerator: tuple[str, ...], denominator: tuple[str, ...], line: int
) -> tuple[Quantity, Quantity | None]:
    """Numerator and denominator of a measure in one form."""
    above = _side(sums, numerator, line)
    below = _side(sums, denominator, line)
    if unit == "share" and not {*above} <= {*_parts(below)}:
        form = sums.form.code
        message = f"the numerator of a share is not part of its denominator in the form {form}"
        raise Unfit(line, message)
    if unit in ("count", "yuan") and set(map(sums.unit, _cells(above))) != {unit}:
        raise Unfit(line, f"the unit is {unit}, but that of the numerator is another")
    if not below:
        return Quantity((above,)), None
    return Quantity((above,)), Quantity((below,))


def _side(sums: _Sums, codes: Iterable[str], line: int) -> Terms:
    terms: list[FormCell | Quantity] = []
    for code in codes:
        terms += sums.terms(code, line)
    return _added(terms, line)
