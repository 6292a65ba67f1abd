"""Frames of 06_quality: the reports chosen, and of each kind of flaw one row per place that a person should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from helpers.tidy.names import labels
from helpers.words import BROKEN, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from helpers.forms import Form

TABLES = {
    "disclosure": Words("主动公开", "Disclosure"),
    "requests": Words("依申请公开", "Requests"),
    "review": Words("复议诉讼", "Review"),
    "annex": Words("统计附表", "Annex"),
}
#: Verdicts that the page tells of.
TOLD = (*BROKEN, "warning")
#: The columns of figures.csv by which its cells are counted.
COUNTED = ("report_id", "table", "status", "proof")
#: The rules under which checks.csv tells of corrections.
CORRECTIONS = ("correction", "correction_refused")
CELL = ["report_id", "table", "row", "column"]


def of(frame: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """The rows of figures.csv or checks.csv of some reports, by report, with what tables show of it."""
    known = reports[
        ["report_id", "file", "form", "agency", "year", "report_status", "duplicate_of"]
    ]
    return known.merge(frame.drop(columns=["file", "form"], errors="ignore"), on="report_id")


def broken(checks: pd.DataFrame, figures: pd.DataFrame, forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row per broken identity of a canonical report: the figure that is its printed total, with `left`, `right`.

    Of a balance of two sums the first term on the right stands for the total.
    """
    sums = checks[checks["verdict"].isin(BROKEN) & checks["duplicate_of"].eq("")].reset_index(
        drop=True
    )
    cells = figures.drop_duplicates(CELL).set_index(CELL, drop=False)
    places = [
        next(place for place in _cells(each, forms[str(each["form"])]) if place in cells.index)
        for _, each in sums.iterrows()
    ]
    totals = cells.loc[places].reset_index(drop=True)
    return _placed(
        totals.assign(**{name: sums[name] for name in ("left", "right", "verdict", "message")}),
        forms,
    )


def _cells(check: pd.Series, form: Form) -> Iterator[tuple[str, ...]]:
    """The cells of a sum, the total before its parts: report_id, table, row, column."""
    identity = next(
        each for each in form.tables[check["table"]].identities if each.rule == check["rule"]
    )
    for code in (
        code for term in (*identity.right, *identity.left) for way in term for code in way
    ):
        place = (check["row"], code) if identity.each == "row" else (code, check["column"])
        yield check["report_id"], check["table"], *place


def doubtful(figures: pd.DataFrame, forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row per doubtful figure of a canonical report."""
    return _placed(
        figures[figures["status"].eq("doubtful") & figures["duplicate_of"].eq("")], forms
    )


def flawed(counts: pd.DataFrame, checks: pd.DataFrame) -> list[str]:
    """The reports with a doubtful figure or a broken sum: those whose figures the page shows.

    `counts`: cells and how many are `empty` by COUNTED, with what `of` adds; also below.
    """
    doubtful = counts.loc[counts["status"].eq("doubtful"), "report_id"]
    broken = checks.loc[checks["verdict"].isin(BROKEN), "report_id"]
    return sorted({*doubtful, *broken})


def blanks(counts: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """One row per canonical report and table with blank cells: `empty` of its `cells`."""
    own = counts[counts["duplicate_of"].eq("")]
    own = own.assign(empty=own["empty"].where(own["status"].ne("doubtful"), 0))
    sums = own.groupby(["report_id", "table"])[["empty", "cells"]].sum().reset_index()
    return reports.merge(sums[sums["empty"] > 0], on="report_id")


def blanks_by_report(blank: pd.DataFrame) -> pd.DataFrame:
    """One row per report of `blanks`; of each table that has some, `blank/cells`."""
    reports = blank.drop_duplicates("report_id").drop(columns=["table", "empty", "cells"])
    texts = joined(blank.set_index(["report_id", "table"])[["empty", "cells"]]).unstack("table")
    return reports.merge(texts.reindex(columns=[*TABLES]), left_on="report_id", right_index=True)


def duplicates(reports: pd.DataFrame) -> pd.DataFrame:
    """One row per report that is not the canonical one of its agency and year, with the file that is."""
    rows = reports[reports["duplicate_of"].ne("")]
    return rows.assign(instead=rows["duplicate_of"].map(reports.set_index("report_id")["file"]))


def warnings(checks: pd.DataFrame, forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row per warning; corrections are another matter."""
    return _placed(
        checks[checks["verdict"].eq("warning") & ~checks["rule"].isin(CORRECTIONS)], forms
    )


def corrections(checks: pd.DataFrame, forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row per correction, applied or refused."""
    return _placed(checks[checks["rule"].isin(CORRECTIONS)], forms)


def joined(numbers: pd.DataFrame) -> pd.Series:
    """The numbers of each row in one text: 40/0/2."""
    texts = ["/".join(map(str, row)) for row in numbers.itertuples(index=False, name=None)]
    return pd.Series(texts, index=numbers.index, dtype=object)


def _placed(rows: pd.DataFrame, forms: Mapping[str, Form]) -> pd.DataFrame:
    """Rows of figures or checks with their table, row and column in words: `place_zh`, `place_en`."""
    by_row, by_column = labels(forms, "rows"), labels(forms, "columns")
    names = []
    for table, row, column in zip(rows["table"], rows["row"], rows["column"], strict=True):
        known = [TABLES.get(table), by_row.get((table, row)), by_column.get((table, column))]
        pairs = [
            (each.chinese, each.english) if isinstance(each, Words) else each
            for each in known
            if each
        ]
        names.append(("，".join(zh for zh, _ in pairs), ", ".join(en for _, en in pairs)))
    return rows.assign(place_zh=[zh for zh, _ in names], place_en=[en for _, en in names])
