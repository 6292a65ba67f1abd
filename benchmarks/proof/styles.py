"""Page styles: how agencies set their reports, each tried with every form, small and large agencies, and wrong sums."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import printing as pr
from expect import found
from helpers.extract.report import read_content
from helpers.words import PROVEN
from printing import FORMS, Key, Report
from printing_docx import Setting, as_edited, cut_into_runs, in_paragraphs, print_docx
from printing_html import Markup, cut_by_tags, padded, plain, print_html
from printing_pdf import Paper, fit, print_pdf
from proof import bases
from proof.counts import Counts
from proof.trial import wrong_figures

#: The ways to print that nothing happened.
ZEROS = ("0", "", "—", "-", "/", "无", "零", "０")
#: Where the unit of an amount stands: in its cell, in the head of its column, above the table, or
#: nowhere (then: yuan).
UNITS = ("cell", "head", "caption", "nowhere")
#: The ways to print an amount with its unit: what it is divided by, what stands before and behind
#: the number.
MONEY = (
    (1, "", "元"),
    (10_000, "", "万元"),
    (1, "¥", "元"),
    (100_000_000, "", "亿元"),
    (1, "人民币", "元"),
)


@dataclass(frozen=True)
class Style:
    """How a report is set: its paper (or the text of a Word file, or a web page), and what is done to its sheets."""

    paper: Paper | None = None
    word: Setting | None = None
    markup: Markup = plain
    header: bool = False
    labels: float = 1.0  # how wide the columns of labels are, against the plain print
    figures: float = 1.0
    change: Callable[[Report], None] | None = None


def _merge_side(report: Report) -> None:
    bases.broken_bare(report)
    if report.form.code in ("national_2019", "national_2021"):
        pr.merge_side_cells(report, "requests")


def _split_rows(report: Report) -> None:
    table, row = {
        "national_2019": ("requests", "unavailable.needs_creation"),
        "national_2021": ("requests", "unavailable.needs_creation"),
        "annex_2014": ("annex", "requests.answered"),
        "annex_fujian": ("annex", "requests.answered"),
        "return_2008": ("annex", "requests.answered"),
        "return_shanghai": ("annex", "requests.answered"),
    }[report.form.code]
    pr.split_row(report, table, row, at=4)
    pr.break_inside(report, table, row)


def _misprint(report: Report) -> None:
    texts = {cell.text for cell in report.cells()}
    for label, text in pr.MISPRINTS.items():
        if label in texts:
            pr.relabel(report, label, text)


def _beside(report: Report) -> None:
    """Two tables on each page; the last one has a table of another kind at its side."""
    fit(report, SIDE_BY_SIDE)
    sheets = report.sheets
    report.pages = [sheets[n : n + 2] for n in range(0, len(sheets), 2)]
    if len(report.pages[-1]) == 1:
        report.pages[-1].append(pr.a_strange_table())


SIDE_BY_SIDE = Paper(size=7, landscape="mediabox", beside=True)
STYLES: dict[str, Style] = {
    "Word, narrow labels, heads repeated": Style(Paper(size=9), header=True, labels=0.5),
    "Word, narrow labels, heads not repeated": Style(Paper(size=9), labels=0.5),
    "WPS, thin filled boxes, rows split over pages": Style(
        Paper(rules="boxes"), change=_split_rows
    ),
    "second piece without side labels": Style(Paper(), change=_merge_side),
    "browser, a frame around each cell": Style(Paper(rules="separate"), header=True),
    "browser, frames far apart": Style(Paper(rules="apart")),
    "dotted rules": Style(Paper(rules="dotted")),
    "dashed rules": Style(Paper(rules="dashed")),
    "gaps between filled cells": Style(Paper(rules="gaps", head="coloured")),
    "gaps, white on dark heads": Style(Paper(rules="gaps", head="dark"), header=True),
    "filled boxes, white on dark heads": Style(Paper(rules="boxes", head="dark"), header=True),
    "7 point": Style(Paper(size=7, head="coloured")),
    "14 point, landscape": Style(
        Paper(size=14, landscape="mediabox"), header=True, labels=1.3, figures=1.4
    ),
    "12 point, page turned": Style(Paper(size=12, landscape="rotate"), labels=1.3, figures=1.4),
    "two tables side by side": Style(SIDE_BY_SIDE, labels=0.74, figures=0.74, change=_beside),
    "misprinted labels": Style(Paper(), change=_misprint),
    "Word file, lines as paragraphs": Style(word=in_paragraphs),
    "Word file, runs cut, labels misprinted": Style(word=cut_into_runs, change=_misprint),
    "Word file, changes tracked": Style(word=as_edited),
    "web page": Style(),
    "web page, inline tags": Style(markup=cut_by_tags, change=_misprint),
    "web page, padded": Style(markup=padded),
}
#: The agencies of each style and form: how large, and whether one of its sums is wrong in print.
AGENCIES = (
    ("small", False),
    ("small", False),
    ("large", False),
    ("large", False),
    ("small", True),
    ("large", True),
)


@dataclass
class Score(Counts):
    """What became of the reports of one style on one form."""

    consistent: int = 0
    verified: int = 0
    inconsistent: int = 0
    noticed: int = 0
    figures: int = 0
    right: int = 0
    wrong: int = 0
    cases: list[str] = field(default_factory=list)


def write_agency(form: str, seed: int, size: str, wrong: bool) -> Report:
    """The report of an invented agency; a small one with much that did not happen, in one of the ways to say so."""
    chance = random.Random(f"{form} {seed}")
    rows = [row.code for table in FORMS[form].tables.values() for row in table.rows]
    idle = chance.sample(rows, len(rows) // 2) if size == "small" else []
    report = pr.report(form, sixth=chance.choice(["three rows", "one row"]), seed=seed, zeros=idle)
    mark, scale = chance.choice(ZEROS), Decimal(1 if size == "small" else chance.randint(7, 60))
    for key, value in list(report.truth.items()):
        _print_figure(report, key, (value or Decimal(0)) * scale, mark, chance)
    if wrong:
        _print_wrong_sum(report, chance)
    return report


def _print_figure(
    report: Report, key: Key, value: Decimal, mark: str, chance: random.Random
) -> None:
    table = report.form.tables[key[0]]
    row = table.row(key[1])
    column = next(each for each in table.columns_of(key[1]) if each.code == key[2])
    if value == 0:
        is_zero = mark in ("0", "零", "０")
        pr.write(report, key, mark, Decimal(0) if is_zero else None)
    elif column.unit == "yuan" and not (row.printed_unit or "万元" in column.labels[0]):
        _print_amount(report, key, value, column.labels[0], chance)
    else:
        pr.write(report, key, pr.printed(value, row, column), value)


def _print_amount(
    report: Report, key: Key, value: Decimal, head: str, chance: random.Random
) -> None:
    where = chance.choice(UNITS)
    factor, before, behind = chance.choice(MONEY) if where == "cell" else (1, "", "")
    if where == "head":
        pr.relabel(report, head, f"{head}（万元）")
        factor = 10_000
    elif where == "caption":
        report.sheet(key[0], key[1]).caption += "（单位：个、万元）"
        factor = 10_000
    pr.write(report, key, f"{before}{(value / factor).normalize():f}{behind}", value)


def _print_wrong_sum(report: Report, chance: random.Random) -> None:
    """A total of which every part is printed says one more than they add up to."""
    totals = [key for key, value in report.truth.items() if _is_total(key) and value]
    key = chance.choice(totals)
    value = report.truth[key]
    assert value is not None
    pr.write(report, key, f"{value + 1:f}", value + 1)


def _is_total(key: Key) -> bool:
    return key[2] == "total" or key[1] in ("requests.received", "requests.answered")


def try_style(name: str, form: str, agencies: Sequence[tuple[str, bool]] = AGENCIES) -> Score:
    """Print the reports of one style on one form and read them."""
    score, style = Score(), STYLES[name]
    with TemporaryDirectory() as folder:
        for seed, (size, wrong) in enumerate(agencies, start=1):
            report = write_agency(form, seed, size, wrong)
            _count(
                score,
                report,
                print_styled(report, style, Path(folder)),
                wrong,
                f"{name}: {form}: {size} agency {seed}",
            )
    return score


def print_styled(report: Report, style: Style, folder: Path) -> Path:
    """Set a report in a style, and print it into a folder."""
    for sheet in report.sheets:
        first = min(cell.column for line in sheet.lines for cell in line.cells if cell.key)
        scales = [style.labels if n < first else style.figures for n in range(len(sheet.widths))]
        sheet.widths = [width * scale for width, scale in zip(sheet.widths, scales, strict=True)]
    if style.change:
        style.change(report)
    if style.word:
        return print_docx(report, folder / "report.docx", style.word)
    if style.paper is None:
        return print_html(report, folder / "report.html", style.markup)
    if not style.paper.beside:
        fit(report, style.paper, header=style.header)
    return print_pdf(report, folder / "report.pdf", style.paper)


def _count(score: Score, report: Report, path: Path, wrong: bool, name: str) -> None:
    content = read_content(path, FORMS)
    read = found(content)
    errors = wrong_figures(content, report.truth)
    score.figures += len(report.truth)
    score.right += sum(key in read and read[key] == value for key, value in report.truth.items())
    if wrong:
        score.inconsistent += 1
        score.noticed += content.status == "inconsistent"
    else:
        score.consistent += 1
        score.verified += content.status == "verified"
    if content.status in PROVEN:
        score.wrong += len(errors)
        score.cases += [f"WRONG, {content.status}: {name}: {error}" for error in errors[:3]]
    wanted = "inconsistent" if wrong else "verified"
    if content.status != wanted:
        score.cases.append(f"{content.status} for {wanted}: {name}: {content.message}")


def try_all(executor: Executor) -> Iterator[tuple[str, str, Score]]:
    """Every style with every form: (style, form, score)."""
    pairs = [(name, form) for name in STYLES for form in FORMS]
    scores = executor.map(try_style, [name for name, _ in pairs], [form for _, form in pairs])
    for (name, form), score in zip(pairs, scores, strict=True):
        yield name, form, score
