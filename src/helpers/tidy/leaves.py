"""Figures → published tables in which a naive `groupby().sum()` does not lie.

Leaves only and no printed total beside its parts; one grain per table and one unit per column; a
row only where a number was printed. Money is in yuan, numbers are Decimal, nothing is computed or
filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Literal

import pandas as pd

from helpers import schema
from helpers.forms import Form
from helpers.tidy.coverage import coverage
from helpers.tidy.names import Labels, labels
from helpers.tidy.parts import Split, above, of_which, split_columns, split_rows, topmost, wholes
from helpers.words import PROOFS

#: Rows of the form's table `requests` → columns of the published one.
FLOWS = {
    "received": "received",
    "carried_in": "carried_in",
    "total": "handled",
    "carried_out": "carried_out",
}

REPORT = ["report_id", "agency", "year", "form", "report_status"]
CELL = ["report_id", "table", "row", "column", "value", "unit", "state", "ref", "proof"]
TEXTS = [name for name in CELL if name != "value"]

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

    They are given by name, sorted by key. A doubtful figure enters `coverage` alone. Every other
    number stands in exactly one table; what no table has a place for (a cell without a code, a
    table or column unknown to the schema) stays in figures.
    """
    read = readable(reports)
    printed = cells(figures, read)
    numbers = numbers_of(printed)
    frames = {
        "documents": documents(numbers),
        "decisions": decisions(numbers),
        "fees": fees(numbers),
        "procurement": procurement(numbers),
    }
    frames["requests"], of_flows = requests(numbers)
    frames["outcomes"], of_outcomes = outcomes(numbers, forms)
    frames["review"], of_review = review(numbers)
    frames["annex"], of_annex = annex(numbers, forms)
    frames["totals"] = totals(of_flows, of_outcomes, of_review, of_annex)
    frames["coverage"] = coverage(printed, read, forms)
    return {name: published(name, frame, read, forms) for name, frame in frames.items()}


def readable(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports that enter: canonical ones that could be read, incomplete ones too."""
    canonical = reports[reports["duplicate_of"].eq("")]
    unread = canonical["status"].isin(["failed", "no_form", "left_out"])
    return canonical[~unread].rename(columns={"status": "report_status"})


def cells(figures: pd.DataFrame, read: pd.DataFrame) -> pd.DataFrame:
    """One row per printed cell of these reports that has a place in its form.

    `state`: whether it has a `value`, is `blank` or `doubtful`. Texts are categories.
    """
    filled = figures["value"].notna().map({True: "value", False: "blank"})
    sure = figures["status"].ne("doubtful")
    cells = figures.assign(state=filled.where(sure, "doubtful"))
    of_read = cells["report_id"].isin(read["report_id"])
    has_place = cells["row"].ne("") & cells["column"].ne("")
    chosen = cells.loc[of_read & has_place, CELL]
    return chosen.astype(dict.fromkeys(TEXTS, "category"))


def numbers_of(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with a number; `kind` says what sort of total one is that is kept apart."""
    return cells[cells["state"].eq("value")].assign(kind="total")


def documents(numbers: pd.DataFrame) -> pd.DataFrame:
    """Regulations and normative documents: a row for each kind, its numbers beside."""
    return _disclosed(numbers, "documents").rename(columns={"row": "kind"})


def decisions(numbers: pd.DataFrame) -> pd.DataFrame:
    """Licences, penalties, coercive measures and other services: a row for each."""
    return _disclosed(numbers, "decisions").rename(columns={"row": "activity"})


def fees(numbers: pd.DataFrame) -> pd.DataFrame:
    """Administrative fees: a row for each report."""
    return _disclosed(numbers, "fees")


def procurement(numbers: pd.DataFrame) -> pd.DataFrame:
    """Centralised procurement: a row for each report, projects and yuan beside."""
    return _disclosed(numbers, "procurement")


def _disclosed(numbers: pd.DataFrame, name: str) -> pd.DataFrame:
    """One of the tables of section 二 of the forms: its columns are those of the published table.

    Fees and procurement are tables of one row, which bears the same name.
    """
    of_section = numbers[numbers["table"].eq("disclosure")]
    in_yuan = of_section["column"].cat.rename_categories({"amount": "amount_yuan"})
    of_section = of_section.assign(column=in_yuan)
    alone = ["fees", "procurement"]
    rows = of_section["row"].eq(name) if name in alone else ~of_section["row"].isin(alone)
    known = of_section["column"].isin(schema.TABLES[name].names)
    return _wide(of_section[rows & known], "row", "column")


def requests(numbers: pd.DataFrame) -> Split:
    """Requests received, carried over and handled, a row per applicant type; and their totals."""
    of_table = numbers[numbers["table"].eq("requests")]
    flows = of_table[of_table["row"].isin(FLOWS)]
    leaves, totals = split_columns(flows)
    named = leaves.assign(row=leaves["row"].map(FLOWS))
    wide = _wide(named, "column", "row")
    return wide.rename(columns={"column": "applicant"}), totals


def outcomes(numbers: pd.DataFrame, forms: Mapping[str, Form]) -> Split:
    """Outcomes by applicant type, without parts of their own; and the totals beside them."""
    whole_of = wholes(forms, "requests")
    rows = {row for row in whole_of if "total" in above(row, whole_of)}
    of_table = numbers[numbers["table"].eq("requests")]
    without_parts, with_parts = split_rows(of_table[of_table["row"].isin(rows)], whole_of)
    leaves, totals = split_columns(without_parts)
    leaves = leaves.assign(group=leaves["row"].map(_group))
    names = {"row": "outcome", "column": "applicant", "value": "requests"}
    return leaves.rename(columns=names), pd.concat([with_parts, totals])


def _group(row: str) -> str:
    """The block of the form that a row stands in: its code up to the first full stop."""
    return row.partition(".")[0]


def review(numbers: pd.DataFrame) -> Split:
    """Reconsideration and litigation by route and result; and the totals beside them."""
    leaves, totals = split_columns(numbers[numbers["table"].eq("review")])
    names = {"row": "route", "column": "result", "value": "cases"}
    return leaves.rename(columns=names), totals


def annex(numbers: pd.DataFrame, forms: Mapping[str, Form]) -> Split:
    """This year's numbers of items without printed parts; and the numbers to keep apart.

    These are the totals, the numbers over other periods, and those printed behind 其中.
    """
    whole_of, shares = wholes(forms, "annex"), of_which(forms, "annex")
    of_table = numbers[numbers["table"].eq("annex")]
    of_this_year = of_table["column"].eq("value")
    kind = of_table["row"].astype(str).map(shares).where(of_this_year, of_table["column"])
    apart = of_table.assign(kind=kind)[kind.notna()]
    leaves, totals = split_rows(of_table[kind.isna()], whole_of)
    sections = leaves["row"].map(partial(topmost, whole_of=whole_of))
    items = _by_unit(leaves.assign(section=sections))
    return items.rename(columns={"row": "item"}), pd.concat([totals, apart])


def totals(*kept_apart: pd.DataFrame) -> pd.DataFrame:
    """All that is kept apart from its parts, so that no sum counts it twice."""
    return _by_unit(pd.concat(kept_apart))


def _wide(numbers: pd.DataFrame, index: str, columns: str) -> pd.DataFrame:
    """Numbers of one row beside one another, each with its figure, and the weakest proof."""
    numbers = numbers.assign(strength=numbers["proof"].map(PROOFS.index).astype(int))
    # A name of a category could have no others beside it.
    numbers[columns] = numbers[columns].astype(str)
    row = ["report_id", index]
    values = numbers.pivot(index=row, columns=columns, values="value")
    refs = numbers.pivot(index=row, columns=columns, values="ref").add_suffix("_ref")
    weakest = numbers.groupby(row)["strength"].min().map(dict(enumerate(PROOFS)))
    return values.join(refs.astype("category")).assign(proof=weakest).reset_index()


def _by_unit(numbers: pd.DataFrame) -> pd.DataFrame:
    """Counts and yuan in columns of their own."""
    money = numbers["unit"].eq("yuan")
    values = numbers["value"]
    return numbers.assign(count=values.mask(money), amount_yuan=values.where(money))


def published(
    name: str, frame: pd.DataFrame, read: pd.DataFrame, forms: Mapping[str, Form]
) -> pd.DataFrame:
    """Give a table its columns about the report, its labels, types and order."""
    of_reports = read[REPORT].copy()
    frame = frame.copy()
    schema.alike(frame, of_reports, ["report_id"])
    frame = frame.merge(of_reports, on="report_id")
    for code, (table, of) in CODES.get(name, {}).items():
        frame = _labelled(frame, code, table, labels(forms, of))
    return schema.in_order(name, frame)


def _labelled(frame: pd.DataFrame, code: str, table: str, names: Labels) -> pd.DataFrame:
    """Put the Chinese and the English label of a code beside it."""
    tables = pd.Series(table, frame.index, dtype="category") if table else frame["table"]
    codes = frame[code].astype("category")
    pairs = []
    for of in tables.cat.categories:
        for value in codes.cat.categories:
            label = names.get((of, value)) or schema.LABELS.get(value, (value, value))
            pairs.append(label)
    # The place of a row's label among them; the codes of categories are too small to count so far.
    count = len(codes.cat.categories)
    place = tables.cat.codes.astype(int) * count + codes.cat.codes
    frame[f"{code}_zh"] = pd.Categorical([chinese for chinese, _ in pairs]).take(place.to_numpy())
    frame[f"{code}_en"] = pd.Categorical([english for _, english in pairs]).take(place.to_numpy())
    return frame
