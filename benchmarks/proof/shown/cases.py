"""A case: a file in which some cells are looked at, and what is seen in them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from printing import FORMS, Key, Report
from proof.shown import oracle
from proof.shown.oracle import Seen
from proof.shown.pictures import Views

#: A kind of case: a function that makes one member of it, and says in its first line what is shown.
Kind = Callable[[Any], None]


@dataclass(frozen=True)
class Case:
    """What is made: by which maker, of which family and kind, and which one of this kind."""

    maker: str
    family: str
    kind: Kind
    number: int

    @property
    def name(self) -> str:
        return f"{self.kind.__name__}_{self.number}"

    @property
    def shows(self) -> str:
        return (self.kind.__doc__ or "").split("\n")[0].rstrip(".")

    @property
    def chance(self) -> random.Random:
        """The same choices each time."""
        return random.Random(f"{self.maker}: {self.name}")


@dataclass
class Made:
    """The file of a case, pictures of the cells that are looked at in it, and what is seen in them.

    `digit`: how tall a digit of its tables is, in points.
    """

    case: Case
    path: Path
    form: str
    views: Mapping[Key, Views]
    digit: float
    seen: dict[Key, Seen] = field(default_factory=dict)

    def look(self) -> Made:
        """See what is in each of the cells."""
        nowhere = Seen("withheld", why="the cell is not shown")
        self.seen = {
            key: oracle.see(views, self.digit) if views else nowhere
            for key, views in self.views.items()
        }
        return self


class Subject:
    """One cell of an invented report, in which a member of a kind is made.

    `text`: the number that is to be seen in it, if any is.
    """

    def __init__(self, case: Case) -> None:
        self.case, self.chance = case, case.chance

    def take(self, report: Report) -> None:
        """Choose a cell of a report, of any of its tables."""
        self.report = report
        keys = plain_keys(report)
        table = self.chance.choice(sorted({key[0] for key in keys}))
        self.key = self.chance.choice([key for key in keys if key[0] == table])
        self.text = report.cell(self.key).text

    def digits(self, count: int = 1) -> str:
        """A number of so many digits."""
        return str(self.chance.randint(10 ** (count - 1), 10**count - 1))

    def other(self, text: str = "") -> str:
        """A number as long as this one, or as that of the cell, without a digit in its place."""
        wrong = {
            each: self.chance.choice([digit for digit in "123456789" if digit != each])
            for each in "0123456789"
        }
        return (text or self.text).translate(str.maketrans(wrong))


def cases(maker: str, families: Mapping[str, Mapping[Kind, int]]) -> Iterator[Case]:
    """The cases of a maker: each kind of each family as often as its table says."""
    for family, kinds in families.items():
        for kind, times in kinds.items():
            yield from (Case(maker, family, kind, number) for number in range(1, times + 1))


def plain_keys(report: Report) -> list[Key]:
    """The cells that print a number of two digits or more and nothing beside it."""
    cells = [cell for cell in report.cells() if cell.key and len(cell.text) > 1]
    return [cell.key for cell in cells if cell.key and cell.text.replace(".", "").isdigit()]


def worth(form: str, key: Key, text: str) -> Decimal:
    """What a number says in a cell: a count, or an amount in yuan."""
    table, code, column = key
    row = FORMS[form].tables[table].row(code)
    [heading] = [each for each in FORMS[form].tables[table].columns_of(code) if each.code == column]
    is_wan = heading.unit == "yuan" and "万元" in row.printed_unit + heading.labels[0]
    return Decimal(text.replace(",", "")) * (10_000 if is_wan else 1)
