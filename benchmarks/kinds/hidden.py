"""What a report no longer shows once a row or a column of it is hidden."""

from __future__ import annotations

from collections.abc import Callable

from printing import Key, Report

#: The row that is hidden.
ROW = ("requests", "refused.inquiry")
#: A figure that no sum proves, and one that stands in sums.
ALONE = ("disclosure", "penalty", "decisions")
SUMMED = ("requests", "granted", "natural_person")


def hide_row(report: Report) -> None:
    """Nobody sees the figures of the row."""
    _hide(report, lambda key: key[:2] == ROW)


def hide_figures(report: Report) -> None:
    """Nobody sees the two figures."""
    _hide(report, lambda key: key in (ALONE, SUMMED))


def _hide(report: Report, is_hidden: Callable[[Key], bool]) -> None:
    report.truth = {key: value for key, value in report.truth.items() if not is_hidden(key)}
