"""Reports whose figures are known, read once and with every cell marked as the figure, label or head that it prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import printing as pr
from expect import found
from helpers import readers
from helpers.corpus.sources import Source, find_reports
from helpers.extract import report
from helpers.match import match_form
from helpers.numbers import money_factor, parse
from helpers.prove.content import Content
from helpers.readers.grid import Grid, PrintedCell, Reading
from helpers.settings import ROOT
from helpers.words import PROVEN
from plan import load_figures
from printing import FORMS, Key, Report, Truth
from printing_html import print_html
from printing_pdf import Paper, print_pdf

#: What the specimens print, as it was published.
FIGURES = ROOT / "tools" / "specimens" / "figures.csv"
At = tuple[int, int, int]  # the index of the grid, and the first row and column of a cell


@dataclass(frozen=True)
class Base:
    """One report, as a reader saw it; `keys`: the cells that print figures; `truth`: what they say."""

    name: str
    form: str
    grids: tuple[Grid, ...]
    text: str
    keys: dict[At, Key]
    truth: Truth

    @cached_property
    def cells(self) -> dict[At, PrintedCell]:
        """Every cell by its slot."""
        return {
            (n, cell.row, cell.column): cell
            for n, grid in enumerate(self.grids)
            for cell in grid.cells
        }

    @cached_property
    def lines(self) -> dict[tuple[int, int], list[At]]:
        """The cells with figures of each printed row, by grid and row, from left to right."""
        lines: dict[tuple[int, int], list[At]] = defaultdict(list)
        for at in sorted(self.keys):
            lines[at[:2]].append(at)
        return lines

    def reading(self, grids: Iterable[Grid]) -> Reading:
        """A reading of other grids; the running text is left at the title, since no status depends on more."""
        return Reading("mutant", self.text, 1, tuple(grids))


def judge(base: Base, grids: Iterable[Grid]) -> Content:
    """What the reading of these grids is worth."""
    return report._judge(base.reading(grids), FORMS)


def said(form: str, key: Key, text: str) -> Decimal | None:
    """What a text says that is printed in the cell of a figure, in yuan or as a count; None for a blank.

    Raises ValueError for what is no number.
    """
    number = parse(text)
    if number is None:
        raise ValueError(text)
    if number.value is None:
        return None
    table, row, column = key
    place = FORMS[form].tables[table]
    [heading] = [each for each in place.columns_of(row) if each.code == column]
    if heading.unit == "count" or number.unit == "yuan" or number.factor != 1:
        return number.value
    return number.value * (money_factor(place.row(row).printed_unit or heading.labels[0]) or 1)


def specimens() -> list[Source]:
    """The bundled specimens."""
    return [source for source in find_reports(ROOT / "data" / "raw") if source.origin == "specimen"]


def _specimen(name: str) -> Base:
    source = next(each for each in specimens() if each.path.stem == name)
    published = load_figures(FIGURES)[source.agency, source.year]
    return _marked(name, next(readers.readings(source.path)), published)


def _whole(_: Report) -> None:
    """A web page has no page breaks."""


def _plain(report: Report) -> None:
    if report.form.code in ("annex_2014", "return_shanghai"):
        pr.break_before(report, "annex", "requests.received")


def _broken(report: Report) -> None:
    table, row = BREAKS[report.form.code]
    pr.break_before(report, table, row, header=True)


def broken_bare(report: Report) -> None:
    """A table in two pieces, the second one without its head."""
    table, row = BREAKS[report.form.code]
    pr.break_before(report, table, row)


BREAKS = {
    "national_2019": ("requests", "unavailable.needs_creation"),
    "national_2021": ("requests", "unavailable.needs_creation"),
    "annex_2014": ("annex", "requests.received"),
    "annex_fujian": ("annex", "requests.answered"),
    "return_2008": ("annex", "requests.answered"),
    "return_shanghai": ("annex", "requests.answered"),
}
#: How the printed reports are set: what is done to the clean report, and whether it is a web page.
PRINTS: dict[str, tuple[Callable[[Report], None], str]] = {
    "page": (_plain, "pdf"),
    "head repeated": (_broken, "pdf"),
    "head not repeated": (broken_bare, "pdf"),
    "web": (_whole, "html"),
}


def names() -> list[str]:
    """The names of all bases: specimens, and printed reports as "form, how it is set"."""
    bundled = [source.path.stem for source in specimens()]
    return [*bundled, *(f"{form}, {how}" for form in FORMS for how in PRINTS)]


def load(name: str) -> Base:
    """Print the report if it is not bundled, read it, and mark its cells."""
    if ", " not in name:
        return _specimen(name)
    form, how = name.split(", ")
    change, suffix = PRINTS[how]
    report = pr.report(form, seed=len(name))
    change(report)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{suffix}"
        if suffix == "pdf":
            reading = next(readers.readings(print_pdf(report, path, Paper())))
        else:
            reading = next(readers.readings(print_html(report, path)))
    return _marked(name, reading, report.truth)


def _marked(name: str, reading: Reading, truth: Truth) -> Base:
    """Mark the cells of a reading that proves itself and says what is known to be printed."""
    text = "\n".join(reading.text.split("\n")[:5])
    content = report._judge(replace(reading, text=text, passages=()), FORMS)
    if content.status not in PROVEN or found(content) != truth:
        raise AssertionError(
            f"{name} is read as {content.status}, not as it is printed: {content.message}"
        )
    match = match_form(reading.grids, [FORMS[content.form]])
    assert match is not None
    keys = {
        (each.place.grid, each.cell.row, each.cell.column): (each.table, each.row, each.column)
        for table in match.tables
        for each in table.bound
        if each.row and each.column
    }
    return Base(name, content.form, reading.grids, text, keys, dict(truth))
