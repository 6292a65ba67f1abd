"""Labels changed in meaning, and labels misprinted: what becomes of the figures that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from decimal import Decimal

from expect import found
from helpers.extract.title import agency_and_year
from helpers.numbers import is_unit, is_value
from helpers.prove.figures import Figure
from helpers.readers.grid import PrintedCell
from helpers.words import PROVEN
from printing import FORMS
from proof import bases, mutations
from proof.bases import At, Base
from proof.changes import BESIDE, CHANGES, MISPRINTS, OF_MONEY, UNITS, Label
from proof.counts import Counts

#: How the reports are set whose labels are changed: all labels of whole tables, and the heads of
#: tables in two pieces.
PRINTS = ("web", "head repeated")


# ---- the labels of a report


def labels(base: Base) -> list[Label]:
    """Every label of a report, and the units that stand in cells of their own, with the figures that they name."""
    named = _named(base)
    return [
        Label(
            at,
            cell.text,
            _kind(base, at, named[at]),
            frozenset(base.keys[each] for each in named[at]),
        )
        for at, cell in sorted(base.cells.items())
        if at not in base.keys and _is_label(cell)
    ]


def _named(base: Base) -> dict[At, list[At]]:
    """The figures that each label names: those in its rows, right of it, and those under it in its table."""
    named: dict[At, list[At]] = defaultdict(list)
    for at in base.keys:
        for label in [*_beside(base, at), *_over(base, at)]:
            named[label].append(at)
    return named


def _beside(base: Base, at: At) -> list[At]:
    """The cells left of a figure that are no figures themselves."""
    grid, row, column = at
    left = [
        (grid, cell.row, cell.column)
        for cell in base.grids[grid].cells
        if cell.row <= row < cell.row + cell.row_span and cell.end <= column
    ]
    return [each for each in left if each not in base.keys]


def _over(base: Base, at: At) -> list[At]:
    """The labels over a figure: the nearest one, and those right above it. A heading as wide as the table is none."""
    grid, row, column = at
    over: list[At] = []
    for cell in sorted(base.grids[grid].cells, key=lambda cell: -cell.row):
        place = (grid, cell.row, cell.column)
        if (
            cell.row < row
            and cell.column <= column < cell.end
            and place not in base.keys
            and _is_label(cell)
        ):
            right_above = not over or cell.row + cell.row_span == over[-1][1]
            if not right_above or cell.column_span == base.grids[grid].columns:
                break
            over.append(place)
    return over


def _is_label(cell: PrintedCell) -> bool:
    return bool(cell.text.strip()) and (is_unit(cell.text) or not is_value(cell.text))


def _kind(base: Base, at: At, figures: Iterable[At]) -> str:
    """What a label is: `row`, `column`, a `group` of one of them, the `unit` beside a figure, or a `heading`."""
    figures = list(figures)
    if not figures:
        return "heading"
    if is_unit(base.cells[at].text):
        return "unit"
    if at not in _beside(base, figures[0]):
        return (
            "column"
            if all(_over(base, figure)[0] == at for figure in figures)
            else "group over columns"
        )
    nearest = [
        max(each for each in _beside(base, figure) if not is_unit(base.cells[each].text))
        for figure in figures
    ]
    return "row" if all(each == at for each in nearest) else "group of rows"


# ---- what becomes of them

#: What must not become of a label.
BAD = ("kept", "verified", "lost")


@dataclass
class Fate(Counts):
    """What became of the figures that changed labels name.

    `doubted`: none of them has a proof, and the report says that a person must look; `converted`:
    they are read in the unit that the label has now; `kept`: one of them has a proof as if nothing
    had changed; `verified`: the same, and the report is called verified or inconsistent; `lost`: it
    is so called without them. `headings`: labels that name no figure, `untouched`: those of them
    whose report is as right as before. `read`: misprinted labels whose report is.
    """

    labels: int = 0
    doubted: int = 0
    converted: int = 0
    kept: int = 0
    verified: int = 0
    lost: int = 0
    headings: int = 0
    untouched: int = 0
    read: int = 0
    cases: list[str] = field(default_factory=list)

    def count(self, end: str, case: str) -> None:
        """Count one more by what became of it."""
        setattr(self, end, getattr(self, end) + 1)
        if end in BAD:
            self.cases.append(f"{end}: {case}")


#: Fates by kind: of changes, and of misprints.
Fates = tuple[dict[str, Fate], dict[str, Fate]]
#: Whether a case is tried, by its name.
Part = Callable[[str], bool]


def try_base(name: str, part: Part = bool) -> Fates:
    """Change and misprint every label of a report in every way, one at a time."""
    base = bases.load(name)
    changed, misprinted = defaultdict[str, Fate](Fate), defaultdict[str, Fate](Fate)
    for kind, label, text, factor in _changes(base):
        if part(f"{name}: {kind}: {label.at}: {text}"):
            _count_change(changed[kind], base, label, text, factor)
    for kind, label, text in _misprints(base):
        if part(f"{name}: {kind}: {label.at}: {text}"):
            _count_misprint(misprinted[kind], base, label, text)
    return dict(changed), dict(misprinted)


def _tried(base: Base) -> Iterator[tuple[Label, int]]:
    """The labels to change, with the year of the report; of a table in pieces only its heads."""
    year = agency_and_year(base.text)[1]
    assert year is not None
    for label in labels(base):
        if base.name.endswith(PRINTS[0]) or label.kind in ("column", "group over columns"):
            yield label, year


def _changes(base: Base) -> Iterator[tuple[str, Label, str, int | None]]:
    """Every change of every label: its kind, the label, the new text, and the unit that it gives to a count."""
    for label, year in _tried(base):
        if label.kind == "unit":
            yield from (
                (kind, label, unit, factor)
                for kind, units in BESIDE.items()
                for unit, factor in units.items()
            )
            continue
        for kind, changes in CHANGES.items():
            texts = [change(label, year) for change in changes]
            yield from ((kind, label, text, None) for text in texts if text)
        for kind, units in UNITS.items():
            for unit, factor in units.items():
                if unit not in OF_MONEY or not _is_money(base, label):
                    yield kind, label, label.text + unit, factor


def _misprints(base: Base) -> Iterator[tuple[str, Label, str]]:
    for label, year in _tried(base):
        if label.kind != "unit":
            for kind, changes in MISPRINTS.items():
                texts = [change(label, year) for change in changes]
                yield from ((kind, label, text) for text in texts if text and text != label.text)


def _is_money(base: Base, label: Label) -> bool:
    """Whether a label names an amount of money, so that a unit of money changes nothing."""
    tables = FORMS[base.form].tables
    columns = [(key, column) for key in label.keys for column in tables[key[0]].columns_of(key[1])]
    return any(column.unit == "yuan" for key, column in columns if column.code == key[2])


def _count_change(fate: Fate, base: Base, label: Label, text: str, factor: int | None) -> None:
    content = bases.judge(base, mutations._texts(base, {label.at: (text, text)}))
    if not label.keys:
        fate.headings += 1
        fate.untouched += content.status in PROVEN and found(content) == base.truth
        return
    fate.labels += 1
    proven = {
        (each.table, each.row, each.column): each
        for each in content.figures
        if each.proof != "none"
    }
    named = {key: proven[key] for key in label.keys if key in proven}
    if (
        named
        and factor
        and all(_is_converted(each, base.truth[key], factor) for key, each in named.items())
    ):
        end = "converted"
    elif content.status in PROVEN:
        end = "verified" if named else "lost"
    else:
        end = "kept" if named else "doubted"
    fate.count(end, f"{base.name}: {label.text!r} ({label.kind}) → {text!r}: {content.message}")


def _is_converted(figure: Figure, value: Decimal | None, factor: int) -> bool:
    """Whether a figure says what it would in another unit than it did."""
    return figure.unit == "count" and figure.value == (None if value is None else value * factor)


def _count_misprint(fate: Fate, base: Base, label: Label, text: str) -> None:
    content = bases.judge(base, mutations._texts(base, {label.at: (text, text)}))
    fate.labels += 1
    end = "read" if content.status in PROVEN and found(content) == base.truth else "lost"
    fate.count(end, f"{base.name}: {label.text!r} ({label.kind}) → {text!r}: {content.message}")


def try_all(executor: Executor) -> Fates:
    """The same for one report of each form in each print."""
    changed, misprinted = (
        {kind: Fate() for kind in kinds} for kinds in ({**CHANGES, **UNITS, **BESIDE}, MISPRINTS)
    )
    for fates in executor.map(try_base, [f"{form}, {how}" for how in PRINTS for form in FORMS]):
        for total, found_here in zip((changed, misprinted), fates, strict=True):
            for kind, fate in found_here.items():
                total[kind].add(fate)
    return changed, misprinted
