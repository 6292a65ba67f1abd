"""What is a part of what: keeps printed totals apart from the parts that they repeat.

Frames here have one row per printed number: report_id, table, row, column, value, unit and more;
texts are categories.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from helpers.forms import Form

UNSPECIFIED = "unspecified"

#: Leaves, and the numbers that repeat them.
Split = tuple[pd.DataFrame, pd.DataFrame]


def wholes(forms: Mapping[str, Form], table: str) -> dict[str, str]:
    """Map each row of a table, in any form, to the row that it is a part of, or "".

    The code's own stem comes before the parent: in the 2021 form the parts of block （六） add up
    to the total （七）, as their parent says, but also to `closed_otherwise` where a report prints
    that row, too.
    """
    found = {}
    for form in forms.values():
        if table not in form.tables:
            continue
        rows = form.tables[table].rows
        codes = {row.code for row in rows}
        for row in rows:
            stem, _, _ = row.code.rpartition(".")
            whole = stem if stem in codes else row.parent
            if whole == row.code:
                whole = ""  # （七）总计 stands under itself in the forms
            found[row.code] = whole
    return found


def above(row: str, whole_of: Mapping[str, str]) -> Iterator[str]:
    """Yield the rows that contain a row, from the nearest to the topmost."""
    while row := whole_of.get(row, ""):
        yield row


def topmost(row: str, whole_of: Mapping[str, str]) -> str:
    """The largest whole that a row belongs to; the row itself where it is a part of none."""
    return [row, *above(row, whole_of)][-1]


def of_which(forms: Mapping[str, Form], table: str) -> dict[str, str]:
    """Map each row printed as a share of another (其中), yet not as its part, to its kind.

    The kind is `head` or `of_which`.
    """
    kinds: dict[str, str] = {}
    for form in forms.values():
        if table not in form.tables:
            continue
        for row in form.tables[table].rows:
            if row.labels[0].startswith("其中") and not row.parent:
                kinds[row.code] = "head" if row.code.endswith("_head") else "of_which"
    return kinds


def split_rows(numbers: pd.DataFrame, whole_of: Mapping[str, str]) -> Split:
    """Split numbers into those of rows without printed parts, and those of rows that have some.

    It is decided for a report's row as a whole, never cell by cell: a row that is a leaf in one
    column and a total in another would be counted twice once its columns are added.
    """
    rows = numbers["row"].cat.categories
    pairs = [(row, whole) for row in rows for whole in above(row, whole_of) if whole in rows]
    parts = pd.DataFrame(pairs, columns=["row", "whole"], dtype=numbers["row"].dtype)
    printed = numbers[["report_id", "row"]].drop_duplicates()
    with_parts = printed.merge(parts, on="row")[["report_id", "whole"]].drop_duplicates()
    named = with_parts.rename(columns={"whole": "row"}).assign(has_parts=True)
    found = numbers[["report_id", "row"]].merge(named, "left", ["report_id", "row"])
    total = found["has_parts"].notna().set_axis(numbers.index)
    return numbers[~total], numbers[total]


def split_columns(numbers: pd.DataFrame) -> Split:
    """Split the numbers of a matrix with a column `total` into leaves and totals.

    Those are totals that are printed beside their parts. One whose row has no other number is a
    leaf itself, in the column `unspecified`.
    """
    total = numbers["column"].eq("total")
    row = [numbers["report_id"], numbers["row"]]
    has_parts = (~total).groupby(row).transform("any")
    repeats = total & has_parts
    leaves = numbers[~repeats]
    columns = leaves["column"].cat.rename_categories({"total": UNSPECIFIED})
    return leaves.assign(column=columns), numbers[repeats]
