"""A second set of reports, printed anew by a browser and a word processor in styles that the specimens do not have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import browsing
from helpers.settings import ROOT
from printing import Report as Printed
from proof.shown.prints import Press
from proof.shown.web import plain_page
from proof.shown.word import document_of, print_all
from proof.styles import write_agency
from speed.peers import Report

FOLDER = ROOT / "build" / "bench" / "printed"
#: The fonts and the tables of web pages, and the sheets on which they are printed. Chromium draws
#: the glyphs of some fonts itself (Type 3).
FONTS = ("11px 'DejaVu Sans'", "12px 'Noto Sans CJK SC'", "13px 'Noto Serif CJK SC'")
TABLES = {
    "ruled": "td { border: 1px solid #000 }",
    "dotted": "td { border: 1px dotted #444 }",
    "zebra": "td { border: 1px solid #bbb } tr:nth-child(even) td { background: #e8eef5 }",
}
SHEETS = ("A4", "letter", "A3 landscape")
#: The fonts of Word files, whose rows are as high as their text.
LETTERS = (
    ("DejaVu Serif", 8.0),
    ("Noto Serif CJK SC", 9.0),
    ("Noto Sans CJK SC", 10.5),
    ("DejaVu Sans", 9.0),
)
FORMS = ("national_2021", "national_2019", "annex_fujian", "annex_2014")
#: Of so many reports the last one says in words what should be a number, so that it stays
#: `incomplete`.
EACH = 5
WORDS = "详见附件"


def reports() -> list[Report]:
    """The reports with their figures; what says its figure in words has none."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return [*_by_browser(), *_by_word_processor()]


def _report(number: int) -> tuple[str, Printed]:
    form = FORMS[number % len(FORMS)]
    report = write_agency(form, number, "large", wrong=False)
    if number % EACH == EACH - 1:
        key = sorted(report.truth)[number]
        report.cell(key).text = WORDS
        del report.truth[key]
    return form, report


def _by_browser() -> Iterator[Report]:
    with TemporaryDirectory() as downloads, browsing.browser(Path(downloads)) as browser:
        press = Press(browser)
        for number, (font, table) in enumerate(product(FONTS, TABLES)):
            form, report = _report(number)
            look = (
                f"@page {{ size: {SHEETS[number % len(SHEETS)]} }} table {{ border-collapse: collapse; width: 100% }} "
                f"td {{ padding: 2px; font: {font}; text-align: center }} {TABLES[table]}"
            )
            page = plain_page(report, look, Path(downloads) / "page.html")
            yield Report(press.print(page, FOLDER / f"browser_{number}.pdf"), form, report.truth)


def _by_word_processor() -> Iterator[Report]:
    made = []
    for number, (font, size) in enumerate(LETTERS):
        form, report = _report(number + 1)
        document = document_of(report, font, size)
        for height in document.element.body.xpath(".//w:trHeight"):
            height.getparent().remove(height)
        path = FOLDER / f"word_{number}.docx"
        document.save(str(path))
        made.append(Report(path.with_suffix(".pdf"), form, report.truth))
    print_all([report.path.with_suffix(".docx") for report in made], FOLDER)
    yield from made
