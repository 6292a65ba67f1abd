"""Figures → published tables in which a naive `groupby().sum()` does not lie.

Leaves only and no printed total beside its parts; one grain per table and one unit per column; a
row only where a number was printed. Money is in yuan, numbers are Decimal, nothing is computed or
filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd

from helpers import schema
from helpers.forms import Form
from helpers.tidy.coverage import coverage
from helpers.tidy.names import Labels, labels
from helpers.tidy.parts import Split, above, of_which, split_columns, split_rows, topmost, wholes

__all__ = ["labels", "tidy"]

#: Rows of the form's table `requests` → columns of the published one.
FLOWS = {
    "received": "received",
    "carried_in": "carried_in",
    "total": "handled",
    "carried_out": "carried_out",
}

REPORT = ["report_id", "agency", "year", "form", "report_status"]
CELL = ["report_id", "table", "row", "column", "value", "unit", "state"]

#: Published table → code → the form's table ("": named in each row) and where in it the code's
#: label stands.
CODES: dict[str, dict[str, tuple[str, Literal["rows", "columns"]]]] = {
    "documents": {"kind": ("disclosure", "rows")},
    "decisions": {"activity": ("disclosure", "rows")},
    "requests": {"applicant": ("requests", "columns")},
    "outcomes": {
        "outcome": ("requests", "rows"),
        "group": ("requests", "rows"),
        "applicant": ("requests", "columns"),
    },
    "review": {"route": ("review", "rows"), "result": ("review", "columns")},
    "annex": {"item": ("annex", "rows"), "section": ("annex", "rows")},
    "totals": {"row": ("", "rows"), "column": ("", "columns")},
}


def tidy(
    figures: pd.DataFrame, reports: pd.DataFrame, forms: Mapping[str, Form]
) -> dict[str, pd.DataFrame]:
    """Make the published tables of step 02_tidy from figures and reports.

    They are given by name, sorted by key. Only canonical reports that could be read enter,
    incomplete ones too, with their status on each row. A doubtful figure enters `coverage` alone.
    Every other number stands in exactly one table; what no table has a place for (a cell without a
    code, a table or column unknown to the schema) stays in figures.
    """
    canonical = reports[reports["duplicate_of"].eq("")]
    unread = canonical["status"].isin(["failed", "no_form"])
    read = canonical[~unread].rename(columns={"status": "report_status"})
    of_read = figures["report_id"].isin(read["report_id"])
    cells = _states(figures)[of_read]
    has_place = cells["row"].ne("") & cells["column"].ne("")
    cells = cells.loc[has_place, CELL]
    is_number = cells["state"].eq("value")
    numbers = cells[is_number].assign(kind="total")
    disclosure = numbers[numbers["table"].eq("disclosure")]
    requests = numbers[numbers["table"].eq("requests")]
    review = numbers[numbers["table"].eq("review")]
    annex = numbers[numbers["table"].eq("annex")]

    frames = _disclosure(disclosure)
    frames["requests"], of_flows = _flows(requests)
    frames["outcomes"], of_outcomes = _outcomes(requests, wholes(forms, "requests"))
    frames["review"], of_review = _review(review)
    shares = of_which(forms, "annex")
    frames["annex"], of_annex = _annex(annex, wholes(forms, "annex"), shares)
    totals = pd.concat([of_flows, of_outcomes, of_review, of_annex])
    frames["totals"] = _by_unit(totals)
    frames["coverage"] = coverage(cells, read, forms)
    return {name: _published(name, frame, read, forms) for name, frame in frames.items()}


def _states(figures: pd.DataFrame) -> pd.DataFrame:
    """Say of each printed cell whether it has a `value`, is `blank` or `doubtful`."""
    filled = figures["value"].notna().map({True: "value", False: "blank"})
    sure = figures["status"].ne("doubtful")
    return figures.assign(state=filled.where(sure, "doubtful"))


def _disclosure(numbers: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables made of section 二 of the forms.

    A report's row becomes a row, the columns stay columns.
    """
    numbers = numbers.assign(column=numbers["column"].replace("amount", "amount_yuan"))
    alone = ["fees", "procurement"]  # tables of one row
    others = ~numbers["row"].isin(alone)
    frames = {}
    for name in ("documents", "decisions", "fees", "procurement"):
        rows = numbers["row"].eq(name) if name in alone else others
        known = numbers["column"].isin(schema.TABLES[name].names)
        of_table = numbers[rows & known]
        frames[name] = _wide(of_table, "row", "column")
    frames["documents"] = frames["documents"].rename(columns={"row": "kind"})
    frames["decisions"] = frames["decisions"].rename(columns={"row": "activity"})
    return frames


def _flows(numbers: pd.DataFrame) -> Split:
    """Requests received, carried over and handled, a row per applicant type; and their totals."""
    flows = numbers[numbers["row"].isin(FLOWS)]
    leaves, totals = split_columns(flows)
    wide = _wide(leaves, "column", "row")
    return wide.rename(columns={"column": "applicant", **FLOWS}), totals


def _outcomes(numbers: pd.DataFrame, whole_of: Mapping[str, str]) -> Split:
    """Outcomes by applicant type, without parts of their own; and the totals beside them."""
    rows = {row for row in whole_of if "total" in above(row, whole_of)}
    outcomes = numbers[numbers["row"].isin(rows)]
    without_parts, with_parts = split_rows(outcomes, whole_of)
    leaves, totals = split_columns(without_parts)
    group = leaves["row"].str.replace(r"\..*", "", regex=True)
    leaves = leaves.assign(group=group)
    names = {"row": "outcome", "column": "applicant", "value": "requests"}
    return leaves.rename(columns=names), pd.concat([with_parts, totals])


def _review(numbers: pd.DataFrame) -> Split:
    """Reconsideration and litigation by route and result; and the totals beside them."""
    leaves, totals = split_columns(numbers)
    names = {"row": "route", "column": "result", "value": "cases"}
    return leaves.rename(columns=names), totals


def _annex(numbers: pd.DataFrame, whole_of: Mapping[str, str], shares: Mapping[str, str]) -> Split:
    """This year's numbers of items without printed parts; and the numbers to keep apart.

    These are the totals, the cumulative numbers and those printed behind 其中.
    """
    of_this_year = numbers["column"].eq("value")
    kind = numbers["row"].map(shares).where(of_this_year, "cumulative")
    apart = numbers.assign(kind=kind)[kind.notna()]
    leaves, totals = split_rows(numbers[kind.isna()], whole_of)
    sections = [topmost(row, whole_of) for row in leaves["row"]]
    items = _by_unit(leaves.assign(section=sections))
    return items.rename(columns={"row": "item"}), pd.concat([totals, apart])


def _wide(numbers: pd.DataFrame, index: str, columns: str) -> pd.DataFrame:
    wide = numbers.pivot(index=["report_id", index], columns=columns, values="value")
    return wide.reset_index()


def _by_unit(numbers: pd.DataFrame) -> pd.DataFrame:
    """Counts and yuan in columns of their own."""
    money = numbers["unit"].eq("yuan")
    values = numbers["value"]
    return numbers.assign(count=values.mask(money), amount_yuan=values.where(money))


def _published(
    name: str, frame: pd.DataFrame, read: pd.DataFrame, forms: Mapping[str, Form]
) -> pd.DataFrame:
    """Give a table its columns about the report, its labels, types and order."""
    frame = frame.merge(read[REPORT], on="report_id")
    for code, (table, of) in CODES.get(name, {}).items():
        frame = _labelled(frame, code, table, labels(forms, of))
    frame = schema.typed(name, frame)
    key = list(schema.TABLES[name].key)
    return frame.sort_values(key, ignore_index=True)


def _labelled(frame: pd.DataFrame, code: str, table: str, names: Labels) -> pd.DataFrame:
    """Put the Chinese and the English label of a code beside it."""
    tables = [table] * len(frame) if table else frame["table"]
    chinese, english = [], []
    for key in zip(tables, frame[code], strict=True):
        label = names.get(key)
        if not label:
            _, value = key
            label = schema.LABELS.get(value, (value, value))
        chinese.append(label[0])
        english.append(label[1])
    return frame.assign(**{f"{code}_zh": chinese, f"{code}_en": english})
