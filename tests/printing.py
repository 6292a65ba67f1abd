"""Reports as data, to be printed as PDF or web page: figures that add up, and pathologies that change the print.

A report is pages of sheets, a sheet is lines of cells. `report("national_2021")` lays out a clean one; each
pathology is a function that changes it in place and keeps `truth`, what a reader has to find, in
step with the print.
"""

from __future__ import annotations

import copy
import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from math import lcm

from helpers.forms import FOLDER, Form, FormColumn, FormRow, FormTable, load_forms

FORMS = load_forms()
TRADITIONAL = (FOLDER.parent / "traditional.txt").read_text(encoding="utf-8").split()
AGENCY = "青石县人民政府"
YEARS = {
    "national_2019": 2019,
    "national_2021": 2023,
    "annex_2014": 2016,
    "annex_fujian": 2015,
    "return_2008": 2010,
    "return_shanghai": 2012,
}
BALANCE_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
#: Headings inside the annex of 2014, each above the row that follows it.
HEADINGS = {
    "disclosure.items": "一、主动公开情况",
    "channels.gazette": "（二）通过不同渠道和方式公开政府信息的情况",
    "response.hot_topics": "二、回应解读情况",
    "requests.received": "三、依申请公开情况",
    "resources.offices": "八、机构建设和保障经费情况",
    "training.meetings": "九、政府信息公开会议和培训情况",
}
#: Labels as agencies misprint them.
MISPRINTS = {
    "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
    "5.属于三类内部事务信息": "5、属于三类内部事务信息",
    "6.属于四类过程性信息": "6．属于四类过程性信息",
    "7.属于行政执法案卷": "⑦属于行政执法案卷",
    "2.没有现成信息需要另行制作": "2.没有现成信息需另行制作",
    "行政复议": "行政法复议",
    "规章": "规 章",
    "总计": "总 计",
    "三、本年度办理结果": "三、本年度处理结果",
}

Key = tuple[str, str, str]  # table, row, column
Truth = dict[Key, Decimal | None]


@dataclass
class Cell:
    """One printed cell: its first column, its text ("\\n" breaks the line), how far it reaches, what it is."""

    column: int
    text: str
    kind: str = "value"  # "head" | "label" | "value"
    rows: int = 1
    columns: int = 1
    key: Key | None = None  # the figure that it prints


@dataclass
class Line:
    """One printed row; `row`: the code of the form's row, empty for heads and headings."""

    cells: list[Cell]
    row: str = ""

    @property
    def label(self) -> Cell:
        """The innermost label."""
        return [cell for cell in self.cells if cell.kind == "label"][-1]

    @property
    def values(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == "value"]


@dataclass
class Sheet:
    """One printed table, or a piece of it; `widths` of its columns in points, `head`: how many lines repeat."""

    table: str
    caption: str
    lines: list[Line]
    widths: list[float]
    head: int = 0

    def at(self, row: str) -> int:
        """The line that prints this row of the form."""
        return next(n for n, line in enumerate(self.lines) if line.row == row)


@dataclass
class Report:
    """Pages of sheets; `truth`: the figures that the print says, money in yuan, None for a blank."""

    form: Form
    title: str
    pages: list[list[Sheet]]
    truth: Truth = field(default_factory=dict)

    @property
    def sheets(self) -> list[Sheet]:
        return [sheet for page in self.pages for sheet in page]

    def sheet(self, table: str, row: str = "") -> Sheet:
        """The piece of a table that prints a row; the first piece where no row is named."""
        return next(
            sheet
            for sheet in self.sheets
            if sheet.table == table and (not row or any(line.row == row for line in sheet.lines))
        )

    def line(self, table: str, row: str) -> Line:
        sheet = self.sheet(table, row)
        return sheet.lines[sheet.at(row)]

    def cells(self) -> Iterator[Cell]:
        for sheet in self.sheets:
            for line in sheet.lines:
                yield from line.cells

    def cell(self, key: Key) -> Cell:
        return next(cell for cell in self.cells() if cell.key == key)

    def text(self, text: str) -> Cell:
        """The first cell that prints exactly this text."""
        return next(cell for cell in self.cells() if cell.text == text)


# ---- figures that add up


def invent(form: Form, seed: int = 1, zeros: Sequence[str] = ()) -> Truth:
    """Figures for every cell of a form that keep all its identities; 0 in the rows `zeros`, else most are different."""
    chance = random.Random(seed)
    truth: Truth = {}
    for table in form.tables.values():
        for row in table.rows:
            for column in table.columns_of(row.code):
                truth[table.code, row.code, column.code] = _figure(chance, row, column)
                if row.code in zeros:
                    truth[table.code, row.code, column.code] = Decimal(0)
        _make_whole(table, truth)
    return truth


def _figure(chance: random.Random, row: FormRow, column: FormColumn) -> Decimal:
    if column.unit == "yuan":
        return Decimal(chance.randint(10_000, 9_999_999)) / 100 * 10
    return Decimal(chance.randint(200, 300) if row.code == "carried_out" else chance.randint(1, 99))


def _make_whole(table: FormTable, truth: Truth) -> None:
    """Totals, parts before wholes: down the columns first, along the rows last."""
    order = sorted(
        table.identities,
        key=lambda each: (each.each == "row", len(each.right) > 1, -len(each.rule)),
    )
    for identity in order:
        lines = (
            [r.code for r in table.rows]
            if identity.each == "row"
            else [c.code for c in table.columns]
        )
        for line in lines:
            keys = [
                [
                    (table.code, *((line, way) if identity.each == "row" else (way, line)))
                    for way in ways[-1]
                ]
                for ways in (*identity.left, *identity.right)
            ]
            left = sum(
                (truth[key] or Decimal(0) for ways in keys[: len(identity.left)] for key in ways),
                Decimal(0),
            )
            if len(identity.right) == 1:
                truth[keys[-1][0]] = left
            else:  # the balance: what was received is what is left to explain
                right = sum(
                    (truth[ways[0]] or Decimal(0) for ways in keys[len(identity.left) :]),
                    Decimal(0),
                )
                truth[keys[0][0]] = right - (truth[keys[1][0]] or Decimal(0))
    for row in table.rows:  # a block printed as one row says the sum of its parts
        parts = [
            other for other in table.rows if other.group and other.code.startswith(row.code + ".")
        ]
        if row.group and parts:
            for column in table.columns_of(row.code):
                values = [truth[table.code, part.code, column.code] or Decimal(0) for part in parts]
                truth[table.code, row.code, column.code] = sum(values, Decimal(0))


# ---- a clean report


def report(
    form: str, *, sixth: str = "three rows", seed: int = 1, zeros: Sequence[str] = ()
) -> Report:
    """A clean report on one form; `sixth`: whether （六） of the 2021 form is printed as "three rows" or "one row"."""
    return report_on(FORMS[form], YEARS[form], sixth=sixth, seed=seed, zeros=zeros)


def report_on(
    form: Form, year: int, *, sixth: str = "three rows", seed: int = 1, zeros: Sequence[str] = ()
) -> Report:
    """The same for any form."""
    truth = invent(form, seed, zeros)
    unused = [
        key
        for key in truth
        if (row := form.tables[key[0]].row(key[1])).group
        and ("." in row.code) == (sixth == "one row")
    ]
    for key in unused:
        del truth[key]
    pages = [[_sheet(table, truth, year)] for table in form.tables.values()]
    return Report(form, f"{AGENCY}{year}年政府信息公开工作年度报告", pages, truth)


def _sheet(table: FormTable, truth: Truth, year: int) -> Sheet:
    layout = {
        "blocks": _blocks,
        "across": _across,
        "down": _list if table.unit_column else _matrix,
    }[table.layout]
    return layout(table, truth, year)


def _values(table: FormTable, row: FormRow, truth: Truth, first: int, step: int = 1) -> list[Cell]:
    """The figures of a row from left to right, each over `step` columns of the grid."""
    keys = [(column, (table.code, row.code, column.code)) for column in table.columns_of(row.code)]
    return [
        Cell(first + n * step, printed(truth[key], row, column), columns=step, key=key)
        for n, (column, key) in enumerate(keys)
    ]


def printed(value: Decimal | None, row: FormRow, column: FormColumn) -> str:
    """A figure as the form wants it: 万元 where the head or the row says so, else money with its unit beside it."""
    if value is None:
        return ""
    if column.unit == "count":
        return f"{value:f}"
    wan = "万元" in column.labels[0] + row.printed_unit
    text = f"{(value / 10_000 if wan else value).normalize():f}"
    return text if wan or row.printed_unit else f"{text}元"


def _blocks(table: FormTable, truth: Truth, year: int) -> Sheet:
    blocks = [list(rows) for _, rows in groupby(table.rows, key=lambda row: row.under)]
    width = lcm(*(len(table.columns_of(rows[0].code)) for rows in blocks))
    lines: list[Line] = []
    for rows in blocks:
        columns = table.columns_of(rows[0].code)
        step = width // len(columns)
        heads = [
            Cell(1 + step * n, column.labels[0], "head", columns=step)
            for n, column in enumerate(columns)
        ]
        lines.append(Line([Cell(0, rows[0].under, "head", columns=1 + width)]))
        lines.append(Line([Cell(0, "信息内容", "head"), *heads]))
        labels = [Cell(0, row.labels[0], "label") for row in rows]
        values = [_values(table, row, truth, 1, step) for row in rows]
        lines += [
            Line([label, *cells], row.code)
            for row, label, cells in zip(rows, labels, values, strict=True)
        ]
    return Sheet(table.code, "二、" + table.chinese, lines, [140.0, *[360.0 / width] * width])


def _matrix(table: FormTable, truth: Truth, year: int) -> Sheet:
    rows = [row for row in table.rows if (table.code, row.code, "total") in truth]
    side = table.row("total").under
    heads = _matrix_head(table)
    lines = [Line([]) for _ in range(3)]
    for level, cell in heads:
        lines[level].cells.append(cell)
    above = ""
    for n, row in enumerate(rows):
        start = 0 if not row.under else 1 if row.under == side else 2
        cells = [Cell(start, row.labels[0], "label", columns=3 - start)]
        if start == 2 and row.under != above:
            cells.insert(
                0, Cell(1, row.under, "label", rows=sum(other.under == row.under for other in rows))
            )
        if row.under and not rows[n - 1].under:
            cells.insert(0, Cell(0, side, "label", rows=sum(bool(other.under) for other in rows)))
        above = row.under
        lines.append(Line(cells + _values(table, row, truth, 3), row.code))
    return Sheet(
        table.code, "三、" + table.chinese, lines, [22.0, 52.0, 146.0, *[44.0] * 7], head=3
    )


def _matrix_head(table: FormTable) -> list[tuple[int, Cell]]:
    under = [n for n, column in enumerate(table.columns) if column.under]
    heads = [
        (0, Cell(0, BALANCE_NOTE, "head", 3, 3)),
        (0, Cell(3, "申请人情况", "head", 1, len(table.columns))),
        (1, Cell(3 + under[0], table.columns[under[0]].under, "head", 1, len(under))),
    ]
    for n, column in enumerate(table.columns):
        level = 2 if column.under else 1
        heads.append((level, Cell(3 + n, column.labels[0], "head", 3 - level)))
    return sorted(heads, key=lambda head: head[1].column)


def _across(table: FormTable, truth: Truth, year: int) -> Sheet:
    width = len(table.columns)
    lines = [Line([]) for _ in range(4)]
    for n, row in enumerate(table.rows):
        first = n * width
        if row.under and row.under != table.rows[n - 1].under:
            group = sum(other.under == row.under for other in table.rows)
            lines[0].cells.append(Cell(first, row.under, "head", 1, group * width))
        lines[1 if row.under else 0].cells.append(Cell(first, row.labels[0], "head", 1, width))
        for m, column in enumerate(table.columns):
            level = 2 if row.under else 1
            lines[level].cells.append(Cell(first + m, column.labels[0], "head", 3 - level))
        lines[3].cells += _values(table, row, truth, first)
    return Sheet(
        table.code, "四、" + table.chinese, lines, [34.0] * width * len(table.rows), head=3
    )


def _list(table: FormTable, truth: Truth, year: int) -> Sheet:
    """Rows below one another: label, unit, the code where the form has one, figures."""
    sides = [labels[0] for labels in (table.unit_column, table.code_column) if labels]
    first = 1 + len(sides)
    heads = [table.head[0], *sides, *(column.labels[0] for column in table.columns)]
    lines = [
        Line([Cell(n, text.replace("{year}", str(year)), "head") for n, text in enumerate(heads)])
    ]
    if table.code_column:
        numbers = [*"甲乙丙", *map(str, range(1, len(table.columns) + 1))]
        lines.append(Line([Cell(n, text, "head") for n, text in enumerate(numbers)]))
    for number, row in enumerate(table.rows, start=1):
        if row.code in HEADINGS and len(table.columns) == 1:
            lines.append(
                Line([Cell(0, HEADINGS[row.code], "label"), *(Cell(n, "——") for n in (1, 2))])
            )
        beside = [row.printed_unit, f"{number:02}"][: len(sides)]
        lines.append(
            Line(
                [
                    Cell(0, row.labels[0], "label"),
                    *(Cell(n, text) for n, text in enumerate(beside, start=1)),
                    *_values(table, row, truth, first),
                ],
                row.code,
            )
        )
    label, side, value = (245.0, 45.0, 65.0) if table.code_column else (290.0, 60.0, 80.0)
    widths = [label, *[side] * len(sides), *[value] * len(table.columns)]
    return Sheet(table.code, table.chinese, lines, widths, head=len(sides))


# ---- pathologies of the text


def write(report: Report, key: Key, text: str, value: Decimal | int | str | None) -> None:
    """Print another text in a figure's cell; `value` is what it says."""
    report.cell(key).text = text
    report.truth[key] = None if value is None else Decimal(value)


def relabel(report: Report, label: str, text: str) -> None:
    """Print a label in other words, wherever it stands."""
    cells = [cell for cell in report.cells() if cell.text == label]
    assert cells, f"no cell prints {label}"
    for cell in cells:
        cell.text = text


def leave_out(report: Report, table: str, mark: str, *, row: str = "", column: str = "") -> None:
    """Print `mark` in all cells of a row, or of a column: what stood there is blank."""
    for cell in report.cells():
        if cell.key and cell.key[0] == table and (cell.key[1] == row or cell.key[2] == column):
            write(report, cell.key, mark, None)


def in_radicals(report: Report) -> None:
    """Every character of a label that has a twin among the radicals is printed as that radical, as Skia does."""
    codes = (*range(0x2F00, 0x2FD6), 0x2EA0, 0x2ED3)
    twins = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in codes}
    twins |= {"民": "⺠", "长": "⻓"}
    for cell in report.cells():
        if cell.kind != "value":
            cell.text = cell.text.translate(str.maketrans(twins))


def in_full_width(report: Report) -> None:
    """Digits, points and signs of every figure are printed full-width."""
    wide = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
    for cell in report.cells():
        if cell.key:
            cell.text = cell.text.translate(wide)


def in_traditional(report: Report, pinyin: bool = False) -> None:
    """Labels in traditional characters; `pinyin`: each of them behind it, as converting machines leave it."""
    twins = {pair[1]: pair[0] + "（xiàn）" * pinyin for pair in TRADITIONAL}
    for cell in report.cells():
        if cell.kind != "value":
            cell.text = cell.text.translate(str.maketrans(twins))


# ---- pathologies of the rows and columns


def cut_after(report: Report, table: str, row: str) -> None:
    """The page ends after this row: what stands behind it is not printed."""
    for page in report.pages:
        for sheet in [sheet for sheet in page if sheet.table in _from(report, table)]:
            if sheet.table != table:
                page.remove(sheet)
                continue
            del sheet.lines[sheet.at(row) + 1 :]
            for n, line in enumerate(sheet.lines):
                for cell in line.cells:
                    cell.rows = min(cell.rows, len(sheet.lines) - n)
    printed = {cell.key for cell in report.cells()}
    for key in [key for key in report.truth if key not in printed]:
        del report.truth[key]


def _from(report: Report, table: str) -> list[str]:
    """The tables from this one on."""
    codes = list(report.form.tables)
    return codes[codes.index(table) :]


def split_into_parts(
    report: Report, table: str, row: str, parts: Sequence[tuple[str, Sequence[str]]]
) -> None:
    """Print rows of the agency's own, with label and figures, beside the label of a row of the form."""
    sheet = report.sheet(table, row)
    n = sheet.at(row)
    label = replace(sheet.lines[n].label, rows=len(parts))
    lines = []
    for name, texts in parts:
        values = [Cell(2 + place, text) for place, text in enumerate(texts)]
        lines.append(Line([Cell(1, name, "label"), *values]))
    lines[0].cells.insert(0, label)
    sheet.lines[n : n + 1] = lines
    for key in [key for key in report.truth if key[:2] == (table, row)]:
        del report.truth[key]


def add_column(report: Report, table: str, head: str, texts: Sequence[str]) -> None:
    """Print a column behind the last one, with this head over each block, and texts below from the top."""
    sheet = report.sheet(table)
    end = max(cell.column + cell.columns for line in sheet.lines for cell in line.cells)
    left = iter(texts)
    for line in sheet.lines:
        is_value = bool(line.row)
        text = next(left, "") if is_value else head
        line.cells.append(Cell(end, text, "value" if is_value else "head"))
    sheet.widths.append(40.0)


def drop_row(report: Report, table: str, row: str) -> None:
    """Leave a row out; a label that reaches over it grows shorter."""
    sheet = report.sheet(table, row)
    _cut_line_out(sheet, sheet.at(row))
    for key in [key for key in report.truth if key[:2] == (table, row)]:
        del report.truth[key]


def drop_head(report: Report, table: str, lines: int | None = None) -> None:
    """Leave out the head of the first piece of a table."""
    sheet = report.sheet(table)
    for _ in range(sheet.head if lines is None else lines):
        _cut_line_out(sheet, 0)
    sheet.head = 0


def drop_line(report: Report, text: str) -> None:
    """Leave out the line in which this text stands."""
    for sheet in report.sheets:
        for n, line in enumerate(sheet.lines):
            if any(cell.text == text for cell in line.cells):
                return _cut_line_out(sheet, n)
    raise AssertionError(f"no line prints {text}")


def _cut_line_out(sheet: Sheet, number: int) -> None:
    for n, line in enumerate(sheet.lines[:number]):
        for cell in line.cells:
            cell.rows -= n + cell.rows > number
    gone = sheet.lines.pop(number)
    for cell in gone.cells:
        if cell.rows > 1:
            sheet.lines[number].cells.append(replace(cell, rows=cell.rows - 1))
            sheet.lines[number].cells.sort(key=lambda each: each.column)


def add_row(report: Report, table: str, after: str, label: str, texts: Sequence[str]) -> None:
    """Print a row that the form does not know below another one."""
    sheet = report.sheet(table, after)
    n = sheet.at(after)
    for m, line in enumerate(sheet.lines[: n + 1]):
        for cell in line.cells:
            if m + cell.rows > n + 1 or (
                cell.kind == "label" and m + cell.rows == n + 1 and cell.rows > 1
            ):
                cell.rows += 1
    model = sheet.lines[n]
    values = [
        replace(cell, text=text, key=None) for cell, text in zip(model.values, texts, strict=True)
    ]
    sheet.lines.insert(n + 1, Line([replace(model.label, text=label), *values]))


def swap_rows(report: Report, table: str, row: str) -> None:
    """Print a row below the one that should follow it, label and figures together."""
    sheet = report.sheet(table, row)
    n = sheet.at(row)
    upper, lower = sheet.lines[n], sheet.lines[n + 1]
    keep = [cell for cell in upper.cells if cell.rows > 1]
    upper.cells, lower.cells = [cell for cell in upper.cells if cell.rows == 1], keep + lower.cells
    sheet.lines[n : n + 2] = [lower, upper]


def merge_figures(report: Report, key: Key, below: Key) -> None:
    """One cell stands for the figures of two rows: what the lower row says is not printed anywhere."""
    report.cell(key).rows = 2
    lower = report.line(below[0], below[1])
    lower.cells = [cell for cell in lower.cells if cell.key != below]
    del report.truth[below]


def lose_label_spans(report: Report, table: str) -> None:
    """Labels that reach over rows or columns are printed once without a span: what follows moves to the left."""
    for line in report.sheet(table).lines:
        for cell in line.cells:
            if cell.kind == "label":
                cell.rows = cell.columns = 1


def split_row(report: Report, table: str, row: str, at: int, numbers: str = "above") -> None:
    """Print one row as two: the label is cut behind `at` characters, the numbers stand `above` or `below` the cut."""
    sheet = report.sheet(table, row)
    n = sheet.at(row)
    line = sheet.lines[n]
    for m, other in enumerate(sheet.lines[: n + 1]):
        for cell in other.cells:
            if cell is not line.label and cell.rows > 1 and m + cell.rows > n:
                cell.rows += 1
    label, empty = line.label, [replace(cell, text="", key=None) for cell in line.values]
    lower = Line([replace(label, text=label.text[at:]), *empty])
    label.text = label.text[:at]
    if numbers == "below":
        lower.cells[1:] = line.values
        line.cells = [cell for cell in line.cells if cell.kind == "label"] + empty
    sheet.lines.insert(n + 1, lower)


def swap_labels(report: Report, table: str, one: str, other: str, piece: int = 0) -> None:
    """Exchange two columns' labels in the head, not the figures below: these now are the other column's.

    `one`, `other`: codes of columns, or of rows where rows stand side by side. `piece`: which one
    of a broken table.
    """
    form = report.form.tables[table]
    across = form.layout == "across"
    labels = [
        next(each.labels[0] for each in (form.rows if across else form.columns) if each.code == c)
        for c in (one, other)
    ]
    sheet = [sheet for sheet in report.sheets if sheet.table == table][piece]
    cells = [cell for line in sheet.lines for cell in line.cells]
    first, second = (next(cell for cell in cells if cell.text == label) for label in labels)
    first.text, second.text = second.text, first.text
    place = 1 if across else 2
    before = dict(report.truth)
    for key in [cell.key for cell in cells if cell.key]:
        if key[place] in (one, other):
            twin = list(key)
            twin[place] = other if key[place] == one else one
            report.truth[key] = before[twin[0], twin[1], twin[2]]


def put_total_first(report: Report, table: str) -> None:
    """Print the last column before all others."""
    sheet = report.sheet(table)
    last = len(sheet.widths) - 1
    first = min(cell.column for line in sheet.lines for cell in line.values)
    for line in sheet.lines:
        for cell in line.cells:
            if cell.column == last:
                cell.column = first
            elif cell.column >= first and cell.columns <= last - first:
                cell.column += 1
        line.cells.sort(key=lambda cell: cell.column)


# ---- pathologies of the file


def bind_behind(report: Report, other: Report) -> None:
    """Bind another report, with its title and its section one, behind this one."""
    report.pages[0].insert(0, _heading("一、总体情况"))
    first, *others = copy.deepcopy(other.pages)
    report.pages += [[_heading(other.title), _heading("一、总体情况"), *first], *others]


def append_table(report: Report, other: Report, table: str, caption: str) -> None:
    """Print a table of another report as an appendix."""
    report.pages.append([replace(copy.deepcopy(other.sheet(table)), caption=caption)])


def _heading(text: str) -> Sheet:
    return Sheet("", text, [], [400.0])


# ---- pathologies of the pages


def break_before(report: Report, table: str, row: str, *, header: bool = False) -> None:
    """Break the page before a row; labels that reach over the break are empty on the second page."""
    sheet = report.sheet(table, row)
    break_at(report, sheet, sheet.at(row), header)


def break_inside(report: Report, table: str, row: str, *, header: bool = False) -> None:
    """Break the page between the two lines of a row that was split."""
    sheet = report.sheet(table, row)
    break_at(report, sheet, sheet.at(row) + 1, header)


def print_on_both_sides(report: Report, label: str, above: str, below: str) -> None:
    """Print a label that reaches over a page break in two parts, or twice."""
    upper = report.text(label)
    column = upper.column
    later = iter(report.cells())
    while next(later) is not upper:
        pass
    lower = next(
        cell for cell in later if (cell.kind, cell.column, cell.text) == ("label", column, "")
    )
    upper.text, lower.text = above, below


def break_at(report: Report, sheet: Sheet, number: int, header: bool = False) -> None:
    """Break the page before a line of a sheet, counted from 0."""
    lower = sheet.lines[number:]
    for n, line in enumerate(sheet.lines[:number]):
        for cell in line.cells:
            over = n + cell.rows - number
            if over > 0:
                cell.rows -= over
                lower[0].cells.append(replace(cell, text="", rows=over))
    lower[0].cells.sort(key=lambda cell: cell.column)
    head = copy.deepcopy(sheet.lines[: sheet.head]) if header else []
    sheet.lines = sheet.lines[:number]
    page = next(n for n, sheets in enumerate(report.pages) if sheet in sheets)
    place = report.pages[page].index(sheet) + 1
    rest = Sheet(sheet.table, "", head + lower, sheet.widths, sheet.head if header else 0)
    report.pages[page : page + 1] = [
        report.pages[page][:place],
        [rest, *report.pages[page][place:]],
    ]


def merge_side_cells(report: Report, table: str) -> None:
    """The last piece of a table loses the cells beside its labels: fewer columns than the piece before."""
    sheet = [sheet for sheet in report.sheets if sheet.table == table][-1]
    zone = min(cell.column for line in sheet.lines for cell in line.cells if cell.kind == "value")
    for line in sheet.lines:
        if line.row or line.values:
            line.cells = [replace(line.label, column=0, columns=zone), *line.values]


def move_right(report: Report, table: str, points: float) -> None:
    """The last piece of a table has a wider label column than the piece before, so that its figures stand elsewhere."""
    sheet = [sheet for sheet in report.sheets if sheet.table == table][-1]
    sheet.widths = [
        sheet.widths[0] + points * 2,
        *sheet.widths[1:],
    ]  # pages are centred: half of it moves the figures


def without_keys(line: Line) -> Line:
    """A line of figures that the report does not mean."""
    return Line([replace(cell, key=None) for cell in line.cells])


def pieces(report: Report, table: str) -> list[int]:
    """The numbers of the pages that carry a table, from 0."""
    return [n for n, page in enumerate(report.pages) if any(sheet.table == table for sheet in page)]


def split_side_label(report: Report, table: str, row: str) -> None:
    """Print the label that reaches over a row twice: above the row and again from the row on, in one table."""
    sheet = report.sheet(table, row)
    number = sheet.at(row)
    for n, line in enumerate(sheet.lines[:number]):
        for cell in line.cells:
            over = n + cell.rows - number
            if over > 0:
                cell.rows -= over
                sheet.lines[number].cells.insert(0, replace(cell, rows=over))
    sheet.lines[number].cells.sort(key=lambda cell: cell.column)


def join_sheets(report: Report) -> None:
    """Print all tables as one, one below the other."""
    first, *others = report.sheets
    for sheet in others:
        first.lines += sheet.lines
    report.pages = [[first]]


def a_strange_table() -> Sheet:
    """A table that belongs to no form."""
    texts = [["渠道", "条数"], ["门户网站", "5210"], ["政务新媒体", "318"], ["总计", "5528"]]
    lines = [Line([Cell(0, label, "label"), Cell(1, number)]) for label, number in texts]
    return Sheet("", "一、总体情况", lines, [100.0, 100.0])


def a_comparison(table: FormTable, heads: Sequence[str], seed: int = 1) -> Sheet:
    """The rows of a form's table under two years, or under what changed, without the form's own columns."""
    chance = random.Random(seed)
    head = Line(
        [Cell(0, "指标", "head"), *(Cell(n, text, "head") for n, text in enumerate(heads, 1))]
    )
    rows = [
        Line(
            [
                Cell(0, row.labels[0], "label"),
                *(Cell(n, f"{chance.randint(0, 300)}") for n, _ in enumerate(heads, 1)),
            ]
        )
        for row in table.rows
    ]
    return Sheet("", "两年对比", [head, *rows], [160.0, *[100.0] * len(heads)], 1)
