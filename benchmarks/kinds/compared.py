"""Figures of a specimen in another kind of file, held against those of its PDF."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.prove.content import Content
from helpers.prove.figures import Figure

FORMS = load_forms()
Place = tuple[str, int]
Read = Callable[[Path], Content]


def read(path: Path) -> Content:
    return read_content(path, FORMS)


@dataclass
class Score:
    """How the files of one kind were read; `wrong`: figures that the PDF has not, with a proof.

    `told`: files that say otherwise whose report it is, or tell other figures in their sentences.
    """

    files: int = 0
    same: int = 0
    missing: int = 0
    different: int = 0
    wrong: int = 0
    told: int = 0
    seconds: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter)
    proofs: Counter[str] = field(default_factory=Counter)
    cases: list[str] = field(default_factory=list)

    def add(self, path: Path, printed: Content) -> None:
        """Read one file, and compare it with what was read of the PDF."""
        start = time.perf_counter()
        self.count(path.name, read(path), printed)
        self.seconds += time.perf_counter() - start

    def count(self, name: str, content: Content, printed: Content) -> None:
        """Count in what was read of a file."""
        here, there = _by_place(content.figures), _by_place(printed.figures)
        others = [place for place in here if _said(here[place]) != _said(there.get(place))]
        self.files += 1
        self.same += len(here) - len(others)
        self.missing += len(there.keys() - here.keys())
        self.different += len(others)
        self.wrong += sum(here[place].proof != "none" for place in others)
        self.told += _head(content) != _head(printed)
        self.statuses[content.status] += 1
        self.proofs.update(figure.proof for figure in content.figures)
        if others or _head(content) != _head(printed):
            self.cases.append(f"{name}: {content.status}, {others[:3]}, {content.message}")


def _by_place(figures: Iterable[Figure]) -> dict[Place, Figure]:
    return {(figure.table, figure.n): figure for figure in figures}


def _said(figure: Figure | None) -> tuple[object, ...]:
    """What a row of figures.csv says, but for place, proof and reader."""
    if figure is None:
        return ()
    return (
        figure.row,
        figure.column,
        figure.label,
        figure.printed,
        figure.value,
        figure.unit,
        figure.status,
    )


def _head(content: Content) -> tuple[object, ...]:
    told = tuple(mention.figure for mention in content.narrative)
    return content.status, content.form, content.agency, content.year, content.scope, told
