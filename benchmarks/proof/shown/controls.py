"""Reports in which all is shown as it is said: each must be read in full, and be `verified`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import browsing
import printing as pr
from expect import found
from helpers.extract.report import read_content
from printing import FORMS, Truth
from printing_docx import run
from printing_html import plain
from proof.counts import Counts
from proof.shown import clean_markup, clean_pdf
from proof.shown.cases import Case, Kind, cases
from proof.shown.desk import Desk
from proof.shown.prints import Press, Print
from proof.shown.web import Page
from proof.shown.word import WordFile, print_all


@dataclass(frozen=True)
class Clean:
    """A file, and the figures that it prints."""

    case: Case
    path: Path
    form: str
    truth: Truth


def by_editor(of: Iterable[Case], folder: Path) -> Iterator[Clean]:
    """PDFs as an editor leaves them."""
    for case in of:
        desk = Desk(case)
        desk.text = desk.printed
        desk.keep()
        case.kind(desk)
        path = desk.save(folder / f"{case.name}.pdf")
        yield Clean(case, path, desk.set.form, desk.set.report().truth)


def _page(kind: type[Page], case: Case, path: Path) -> tuple[Page, Truth]:
    page = kind(case)
    truth = dict(page.report.truth)
    page.put(plain(page.report.cell(page.key)))
    case.kind(page)
    page.write(path)
    return page, truth


def as_pages(of: Iterable[Case], folder: Path) -> Iterator[Clean]:
    """Web pages."""
    for case in of:
        path = folder / f"{case.name}.html"
        page, truth = _page(Page, case, path)
        yield Clean(case, path, page.form, truth)


def by_browser(of: Iterable[Case], folder: Path) -> Iterator[Clean]:
    """Web pages that a browser prints."""
    with TemporaryDirectory() as name, browsing.browser(Path(name)) as browser:
        press = Press(browser)
        for case in of:
            page, truth = _page(Print, case, Path(name) / "page.html")
            yield Clean(
                case,
                press.print(Path(name) / "page.html", folder / f"{case.name}.pdf"),
                page.form,
                truth,
            )


def as_word(of: Iterable[Case], folder: Path) -> Iterator[Clean]:
    """Word files."""
    for case in of:
        file = WordFile(case)
        file.say(run(file.text))
        case.kind(file)
        yield Clean(
            case,
            file.save(folder / f"{case.name}.docx"),
            file.form,
            pr.report(file.form, seed=file.seed).truth,
        )


def by_office(of: Iterable[Case], folder: Path) -> Iterator[Clean]:
    """Word files that LibreOffice prints."""
    with TemporaryDirectory() as name:
        files = list(as_word(of, Path(name)))
        print_all([file.path for file in files], folder)
    for file in files:
        yield Clean(file.case, folder / f"{file.path.stem}.pdf", file.form, file.truth)


@dataclass(frozen=True)
class Maker:
    """What makes clean files, and of which kinds."""

    title: str
    kinds: dict[Kind, int]
    make: Callable[[Iterable[Case], Path], Iterator[Clean]]


MAKERS = {
    "pdf": Maker("PDF editor", clean_pdf.KINDS, by_editor),
    "web": Maker("web page", clean_markup.WEB, as_pages),
    "word": Maker("Word file", clean_markup.WORD, as_word),
    "chromium": Maker("Chromium", clean_markup.PRINTED, by_browser),
    "libreoffice": Maker("LibreOffice", clean_markup.WORD, by_office),
}


def all_cases(name: str) -> list[Case]:
    """The clean cases of a maker."""
    maker = MAKERS[name]
    return list(cases(f"{maker.title}, clean", {"clean controls": maker.kinds}))


@dataclass
class Tally(Counts):
    """What became of clean files; `wrong`: figures that are published otherwise than printed, or not at all."""

    controls: int = 0
    verified: int = 0
    wrong: int = 0
    said: list[str] = field(default_factory=list)


def judge(clean: Clean) -> Tally:
    """Read a clean file."""
    content = read_content(clean.path, FORMS)
    read = found(content)
    wrong = sum(key not in read or read[key] != value for key, value in clean.truth.items())
    verified = content.status == "verified"
    said = [] if verified and not wrong else [
        f"CLEAN, {content.status}: {clean.case.maker}: {clean.path.name}: {clean.case.shows}: {wrong} figures wrong; "
        f"{content.message}"
    ]  # fmt: skip
    return Tally(1, int(verified), wrong, said)


def row(clean: Clean) -> tuple[str, str, str, str, str, str]:
    """The file in a list of what is seen: it has to be `verified`."""
    return f"{clean.path.parent.name}/{clean.path.name}", clean.case.shows, "", "", "", "?"
