"""Frames of 06_quality: the reports chosen, and of each kind of flaw one row per place.

Each place is one that a person should look at.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd

from helpers.messages import say
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
#: A cell that one of two versions does not have.
ABSENT = "—"
#: How the message on an older version begins.
_NEWER = say("newer_version", file="|").english.partition("|")[0]


def of(frame: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """The rows of figures.csv or checks.csv of some reports, with what tables show of the report.

    The rows stand in the order of the reports.
    """
    known = reports[
        ["report_id", "file", "form", "agency", "year", "report_status", "duplicate_of"]
    ]
    rows = frame.drop(columns=["file", "form"], errors="ignore")
    return known.merge(rows, on="report_id")


def broken(checks: pd.DataFrame, figures: pd.DataFrame, forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row per broken identity of a canonical report: its printed total, with `left`, `right`.

    Of a balance of two sums the first term on the right stands for the total.
    """
    is_broken = checks["verdict"].isin(BROKEN) & checks["duplicate_of"].eq("")
    sums = checks[is_broken].reset_index(drop=True)
    cells = figures.drop_duplicates(CELL).set_index(CELL, drop=False)
    places = []
    for _, check in sums.iterrows():
        candidates = _cells(check, forms[str(check["form"])])
        places.append(next(place for place in candidates if place in cells.index))
    totals = cells.loc[places].reset_index(drop=True)
    sides = {name: sums[name] for name in ("left", "right", "verdict", "message", "message_zh")}
    return _placed(totals.assign(**sides), forms)


def _cells(check: pd.Series, form: Form) -> Iterator[tuple[str, ...]]:
    """The cells of a sum, the total before its parts: report_id, table, row, column."""
    identities = form.tables[check["table"]].identities
    identity = next(known for known in identities if known.rule == check["rule"])
    for term in (*identity.right, *identity.left):
        for code in chain.from_iterable(term):
            place = (check["row"], code) if identity.each == "row" else (code, check["column"])
            yield check["report_id"], check["table"], *place


def doubtful(figures: pd.DataFrame, forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row per doubtful figure of a canonical report."""
    is_doubtful = figures["status"].eq("doubtful") & figures["duplicate_of"].eq("")
    return _placed(figures[is_doubtful], forms)


def flawed(counts: pd.DataFrame, checks: pd.DataFrame) -> list[str]:
    """The reports with a doubtful figure or a broken sum: those whose figures the page shows.

    `counts`: cells and how many are `empty` by COUNTED, with what `of` adds; also below.
    """
    doubtful = counts.loc[counts["status"].eq("doubtful"), "report_id"]
    broken = checks.loc[checks["verdict"].isin(BROKEN), "report_id"]
    return sorted({*doubtful, *broken})


def blanks(counts: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """One row per canonical report and table with blank cells: `empty` of its `cells`."""
    canonical = counts[counts["duplicate_of"].eq("")]
    certain = canonical["empty"].where(canonical["status"].ne("doubtful"), 0)
    by_table = canonical.assign(empty=certain).groupby(["report_id", "table"])
    sums = by_table[["empty", "cells"]].sum().reset_index()
    return reports.merge(sums[sums["empty"] > 0], on="report_id")


def blanks_by_report(blank: pd.DataFrame) -> pd.DataFrame:
    """One row per report of `blanks`; of each table that has some, `blank/cells`."""
    reports = blank.drop_duplicates("report_id").drop(columns=["table", "empty", "cells"])
    by_table = blank.set_index(["report_id", "table"])[["empty", "cells"]]
    texts = joined(by_table).unstack("table").reindex(columns=[*TABLES])
    return reports.merge(texts, left_on="report_id", right_index=True)


def duplicates(reports: pd.DataFrame) -> pd.DataFrame:
    """One row per report that is not the canonical one of its year, with the file that is."""
    rows = reports[reports["duplicate_of"].ne("")]
    files = reports.set_index("report_id")["file"]
    return rows.assign(instead=rows["duplicate_of"].map(files))


def versions(reports: pd.DataFrame) -> list[str]:
    """The report_id of each report that was published anew, and of the version that took its place.

    reports.csv says so in a message; other duplicates may be prints of one report in two ways.
    """
    older = _outdated(reports)
    return sorted({*older["report_id"], *older["duplicate_of"]})


def revised(
    figures: pd.DataFrame, reports: pd.DataFrame, forms: Mapping[str, Form]
) -> pd.DataFrame:
    """One row per cell that says something else in a newer version: what it said, what it says now.

    `figures`: those of `versions`.
    """
    older = _outdated(reports)
    files = reports.set_index("report_id")["file"]
    known = ["report_id", "duplicate_of", "file", "agency", "year", "report_status"]
    told = older[known].assign(instead=older["duplicate_of"].map(files))
    is_cell = figures["row"].ne("") & figures["column"].ne("")
    cells = figures[is_cell].assign(said=_said(figures)).drop_duplicates(CELL)[[*CELL, "said"]]
    before = told.merge(cells, on="report_id").rename(columns={"said": "before"})
    now = cells.rename(columns={"report_id": "duplicate_of", "said": "now"})
    same = ["duplicate_of", *CELL[1:]]
    both = before.merge(told.merge(now, on="duplicate_of"), "outer", [*told.columns, *same[1:]])
    both = both.fillna({"before": ABSENT, "now": ABSENT})
    return _placed(both[both["before"].ne(both["now"])].reset_index(drop=True), forms)


def _outdated(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports of which reports.csv says that their address has published a newer version."""
    says_so = reports["message"].str.contains(_NEWER, regex=False)
    return reports[says_so & reports["duplicate_of"].ne("")]


def _said(figures: pd.DataFrame) -> list[str]:
    """What each cell says: its value, what is printed where there is none or it is in doubt."""
    said = []
    for value, printed, status in zip(
        figures["value"], figures["printed"], figures["status"], strict=True
    ):
        if status == "doubtful":
            said.append(f"{printed}?")
        else:
            said.append(" ".join(printed.split()) if pd.isna(value) else f"{value.normalize():,f}")
    return said


def warnings(checks: pd.DataFrame, forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row per warning; corrections are another matter."""
    is_warning = checks["verdict"].eq("warning") & ~checks["rule"].isin(CORRECTIONS)
    return _placed(checks[is_warning], forms)


def corrections(checks: pd.DataFrame, forms: Mapping[str, Form]) -> pd.DataFrame:
    """One row per correction, applied or refused."""
    return _placed(checks[checks["rule"].isin(CORRECTIONS)], forms)


def joined(numbers: pd.DataFrame) -> pd.Series:
    """The numbers of each row in one text: 40/0/2."""
    texts = ["/".join(map(str, row)) for row in numbers.itertuples(index=False, name=None)]
    return pd.Series(texts, index=numbers.index, dtype=object)


def _placed(rows: pd.DataFrame, forms: Mapping[str, Form]) -> pd.DataFrame:
    """Rows of figures or checks with their place in words: `place_zh`, `place_en`.

    The place: table, row and column.
    """
    by_row, by_column = labels(forms, "rows"), labels(forms, "columns")
    chinese, english = [], []
    for table, row, column in zip(rows["table"], rows["row"], rows["column"], strict=True):
        pairs = []
        if table in TABLES:
            pairs.append((TABLES[table].chinese, TABLES[table].english))
        pairs += filter(None, [by_row.get((table, row)), by_column.get((table, column))])
        chinese.append("，".join(zh for zh, _ in pairs))
        english.append(", ".join(en for _, en in pairs))
    return rows.assign(place_zh=chinese, place_en=english)
