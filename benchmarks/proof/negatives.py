"""Files that are no reports, or report nothing: of none of them may a figure be published."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import printing as pr
from helpers.extract.report import read_content
from printing import FORMS, Cell, Line, Report, Sheet
from printing_html import print_html
from printing_pdf import Paper, fit, print_pdf

HEADS = {
    "budget": ("项目", "本年预算数", "上年预算数"),
    "final accounts": ("项目", "年初预算数", "决算数", "总计"),
    "staff list": ("序号", "姓名", "科室", "办公电话"),
    "procurement notice": ("采购项目名称", "采购项目数量", "采购总金额（万元）", "供应商"),
}
LABELS = {
    "budget": (
        "一般公共服务支出",
        "公共安全支出",
        "教育支出",
        "政府采购",
        "行政事业性收费",
        "罚没收入",
        "其他",
        "总计",
    ),
    "final accounts": (
        "一、财政拨款收入",
        "二、上级补助收入",
        "三、事业收入",
        "1.工资福利支出",
        "2.其他",
        "合计",
        "总计",
    ),
    "staff list": ("1", "2", "3", "4", "5", "6"),
    "procurement notice": (
        "办公设备",
        "物业服务",
        "政府信息公开平台维护",
        "政府集中采购",
        "车辆保险",
        "总计",
    ),
}
NAMES = (
    "王建国",
    "李秀英",
    "张伟",
    "刘洋",
    "陈静",
    "办公室",
    "政务公开科",
    "法规科",
    "南山文化有限公司",
)


@dataclass
class Negative:
    """What became of the files of one kind."""

    files: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    figures: int = 0
    cases: list[str] = field(default_factory=list)


def _sheet(rows: Sequence[Sequence[str]], caption: str) -> Sheet:
    lines = [
        Line(
            [
                Cell(n, text, "head" if not m else "value" if n else "label")
                for n, text in enumerate(row)
            ]
        )
        for m, row in enumerate(rows)
    ]
    return Sheet("", caption, lines, [160.0, *[100.0] * (len(rows[0]) - 1)], 1)


def _whole(chance: random.Random) -> str:
    return str(chance.randint(0, 9999))


def _other(kind: str, chance: random.Random) -> Report:
    """A table of another kind of document."""

    def cell(head: str) -> str:
        if head in ("姓名", "科室", "供应商"):
            return chance.choice(NAMES)
        return (
            f"{chance.randint(1, 9_999_999) / chance.choice((1, 100)):.2f}"
            if "数" in head
            else f"{chance.randint(0, 9999)}"
        )

    heads = HEADS[kind]
    labels = chance.sample(LABELS[kind], len(LABELS[kind]))
    rows = [heads, *((label, *(cell(head) for head in heads[1:])) for label in labels)]
    what = {"budget": "部门预算", "final accounts": "部门决算"}.get(kind, "公示")
    title = f"{pr.AGENCY}{chance.randint(2009, 2025)}年{what}"
    return Report(FORMS["national_2021"], title, [[_sheet(rows, "附表")]])


def _comparison(chance: random.Random) -> Report:
    """The rows of a form under two years, without its own columns."""
    form = FORMS[chance.choice(sorted(FORMS))]
    table = max(form.tables.values(), key=lambda each: len(each.rows))
    year = chance.randint(2015, 2024)
    heads = chance.choice(
        [
            (f"{year - 1}年", f"{year}年"),
            (f"{year - 1}年度", f"{year}年度", "增减"),
            (f"{year}年度", "同比增长（%）"),
            ("上年", "本年"),
            ("本年度", "上年度"),
            ("数量", "上年数量"),
            ("去年", "今年", "变化"),
        ]
    )
    sheet = replace(pr.a_comparison(table, heads, chance.randint(1, 999)), table=table.code)
    return Report(form, f"{pr.AGENCY}{year}年政府信息公开工作对比", [[sheet]])


def _blank(chance: random.Random) -> Report:
    """A form that nobody filled in."""
    report = pr.report(chance.choice(sorted(FORMS)), seed=chance.randint(1, 99))
    mark = chance.choice(["", "", "——", "/"])
    for key in report.truth:
        pr.write(report, key, mark, None)
    return report


def _no_table(chance: random.Random) -> Report:
    """A report that says everything in sentences."""
    report = pr.report("national_2021")
    report.pages = [[]]
    report.title += (
        f"（本机关全年收到申请{chance.randint(1, 99)}件，主动公开信息{chance.randint(1, 9999)}条）"
    )
    return report


KINDS: dict[str, Callable[[random.Random], Report]] = {
    "budget": lambda chance: _other("budget", chance),
    "final accounts": lambda chance: _other("final accounts", chance),
    "staff list": lambda chance: _other("staff list", chance),
    "procurement notice": lambda chance: _other("procurement notice", chance),
    "two years side by side": _comparison,
    "blank form": _blank,
    "report without a table": _no_table,
}


def try_kind(kind: str, each: int) -> Negative:
    """Print `each` web pages and as many PDFs of one kind, and read them."""
    negative = Negative()
    chance = random.Random(kind)
    with TemporaryDirectory() as folder:
        for number in range(2 * each):
            report = KINDS[kind](chance)
            if number % 2:
                path = print_html(report, Path(folder) / "file.html")
            else:
                fit(report, Paper())
                path = print_pdf(report, Path(folder) / "file.pdf", Paper())
            _count(negative, path, f"{kind} {number}")
    return negative


def _count(negative: Negative, path: Path, name: str) -> None:
    content = read_content(path, FORMS)
    figures = [each for each in content.figures if each.value is not None]
    negative.files += 1
    negative.statuses[content.status] = negative.statuses.get(content.status, 0) + 1
    negative.figures += len(figures)
    if figures or content.status not in ("no_form", "incomplete"):
        first = [(each.table, each.row, each.column, each.value) for each in figures[:3]]
        negative.cases.append(f"{content.status}: {name}: {len(figures)} figures, as {first}")


def try_all(each: int, executor: Executor) -> Iterator[tuple[str, Negative]]:
    """Every kind: (kind, what became of its files)."""
    yield from zip(KINDS, executor.map(try_kind, KINDS, [each] * len(KINDS)), strict=True)
