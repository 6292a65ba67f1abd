"""What a test expects of a report that was read, compared with what was printed."""

from __future__ import annotations

from helpers.prove.content import Content
from helpers.readers.grid import Grid
from helpers.words import PROVEN
from printing import Report, Truth


def found(content: Content) -> Truth:
    """The figures that were bound to a row and a column."""
    return {
        (each.table, each.row, each.column): each.value
        for each in content.figures
        if each.row and each.column
    }


def differences(content: Content, report: Report) -> dict[object, object]:
    """Cells that were read otherwise than printed, or missed, or invented: (printed, read)."""
    read, printed = found(content), report.truth
    keys = [*printed, *(key for key in read if key not in printed)]
    return {
        key: (printed.get(key, "no such cell"), read.get(key, "not read"))
        for key in keys
        if key not in printed or key not in read or printed[key] != read[key]
    }


def lies(content: Content, report: Report) -> dict[object, object]:
    """Figures that are published as proven and say other than the print."""
    return {
        (each.table, each.row, each.column): (
            report.truth.get((each.table, each.row, each.column)),
            each.value,
        )
        for each in content.figures
        if each.row and each.column and each.proof != "none"
        if report.truth.get((each.table, each.row, each.column), "no such cell") != each.value
    }


def verdicts(content: Content, *wanted: str) -> set[tuple[str, str, str, str]]:
    """Rule, table, row and column of the checks with one of these verdicts."""
    return {
        (each.rule, each.table, each.row, each.column)
        for each in content.checks
        if each.verdict in wanted
    }


def assert_reads(content: Content, report: Report, status: str = "verified") -> None:
    """Every figure is as printed, none is missed or invented, and the report has this status."""
    assert differences(content, report) == {}
    assert content.status == status, content.message
    if status in PROVEN:
        assert [each for each in content.figures if each.placed and each.proof == "none"] == []
    assert [each for each in content.figures if not each.placed and each.proof != "none"] == []


def assert_admits(content: Content, report: Report) -> None:
    """The report says that a person must look, and publishes no wrong figure as proven."""
    assert content.status == "incomplete", content.message
    assert lies(content, report) == {}


def texts(grid: Grid) -> list[list[str]]:
    """Each cell's text, by the row in which the cell begins."""
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.rows)]


def assert_read_twice(grid: Grid) -> None:
    assert [cell.second for cell in grid.cells] == [cell.text for cell in grid.cells]
