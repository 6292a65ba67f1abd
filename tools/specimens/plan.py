"""What is printed and how: the specimens of specimens.yaml and the figures of figures.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import yaml

#: (table, row, column) -> value; None where the agency printed no figure.
Figures = dict[tuple[str, str, str], Decimal | None]

#: 万元 in yuan.
WAN = Decimal(10_000)


@dataclass(frozen=True)
class Printing:
    """How labels and figures of one report are put into words.

    `blanks`: the mark printed for a figure that the agency left out, by `table.column` or by table.
    `procurement`: where the unit of the procurement amount stands, and which. `ordinal`: what
    follows the number of a row (`1.` or `1、`). `relabel`: labels printed otherwise than in the
    form. `variant`: which of a row's known labels, from 0. `twice_before`: the row before which the
    side cell of the request table starts again, as at a break. `unit_head`: the head of the annex's
    column of units.
    """

    signs: bool = False
    procurement: Literal["yuan_in_cell", "wan_in_cell", "wan_in_head"] = "yuan_in_cell"
    blanks: dict[str, str] = field(default_factory=dict)
    ordinal: str = "."
    relabel: dict[str, str] = field(default_factory=dict)
    twice_before: str = ""
    variant: int = 0
    unit_head: str = "计量单位"


@dataclass(frozen=True)
class Page:
    """How one report is set: sizes in points, lengths in millimetres.

    `margins`: above and below, left and right. `widths`: shares of the columns, by table. `fonts`:
    of the Word style; LibreOffice gives OpenType (CFF) letters boxes three times as high as they
    are. `even_columns`: the columns of a block share its width evenly; otherwise the last one takes
    what is left.
    """

    landscape: bool = False
    text_size: float = 14
    table_size: float = 9
    row_height: float = 6
    margins: tuple[float, float] = (25.4, 31.8)
    palette: Literal["plain", "blue", "grey", "dark"] = "plain"
    repeat_header: bool = False
    split_rows: bool = True
    side: Literal["vertical", "stacked"] = "vertical"
    even_columns: bool = True
    page_numbers: bool = True
    fonts: Literal["truetype", "opentype"] = "truetype"
    widths: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Specimen:
    """One report to print.

    `scope`: whose requests it counts, only where the agency's own text is known to say so.
    `facts`: sentences with totals that its tables do not hold. `shows`: the note in sources.csv.
    """

    slug: str
    agency: str
    year: int
    form: str
    engine: Literal["word", "browser"]
    shows: str
    title: str = "{agency}{year}年政府信息公开工作年度报告"
    scope: str = ""
    url: str = ""
    facts: tuple[str, ...] = ()
    printing: Printing = Printing()
    page: Page = Page()

    @property
    def heading(self) -> str:
        """The title in its printed lines."""
        return self.title.format(agency=self.agency, year=self.year)


def load_specimens(path: Path) -> list[Specimen]:
    """Read the specimens in their order; an unknown key is a TypeError that names it."""
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return [
        Specimen(
            **{
                **entry,
                "facts": tuple(entry.get("facts", ())),
                "printing": Printing(**entry.get("printing", {})),
                "page": Page(**entry.get("page", {})),
            }
        )
        for entry in entries
    ]


def load_figures(path: Path) -> dict[tuple[str, int], Figures]:
    """Read the published figures by agency and year; money in yuan, None where nothing was printed."""
    reports: dict[tuple[str, int], Figures] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            figures = reports.setdefault((line["agency"], int(line["year"])), {})
            value = Decimal(line["value"]) if line["value"] else None
            figures[line["table"], line["row"], line["column"]] = value
    return reports


def plain(value: Decimal) -> str:
    """A number without exponent and without zeros at its end: 24252.3110820 -> 24252.311082."""
    return f"{value.normalize():f}"
