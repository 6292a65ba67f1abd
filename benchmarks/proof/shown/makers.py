"""Who makes the files: each maker with its families of kinds, and how it makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from proof.shown import (
    desk,
    pdf_fonts,
    pdf_notes,
    pdf_over,
    pdf_text,
    prints,
    web,
    web_markup,
    web_style,
    word,
    word_parts,
    word_runs,
)
from proof.shown.cases import Case, Kind, Made, cases

Families = Mapping[str, Mapping[Kind, int]]


@dataclass(frozen=True)
class Maker:
    """What makes files of cases, and what it is called in the table."""

    title: str
    families: Families
    make: Callable[[Iterable[Case], Path], Iterator[Made]]


BY_EDITOR = pdf_text.FAMILIES | pdf_fonts.FAMILIES | pdf_notes.FAMILIES | pdf_over.FAMILIES
MAKERS = {
    "pdf": Maker("PDF editor", BY_EDITOR, desk.make),
    "web": Maker("web page", web_style.FAMILIES | web_markup.FAMILIES, web.make),
    "word": Maker("Word file", word_runs.FAMILIES | word_parts.FAMILIES, word.make),
    "chromium": Maker("Chromium", prints.BY_BROWSER, prints.make_by_browser),
    "libreoffice": Maker("LibreOffice", prints.BY_OFFICE, word.make_prints),
}


def all_cases(name: str) -> list[Case]:
    """The cases of a maker."""
    maker = MAKERS[name]
    return list(cases(maker.title, maker.families))
