"""Published tables for a person who works with them: chosen, labelled, joined, described."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd

from helpers import schema
from helpers.errors import UserError
from helpers.publish.read import load

#: What a row names figures by: a column of this name, or that ends so.
_REFS = ("_ref", "_refs")


def for_analyst(
    name: str, folder: Path, agencies: Collection[str], years: Collection[int], labels: bool
) -> pd.DataFrame:
    """A table, as far as it is about these agencies and years, with types to calculate with."""
    rows = load(name, folder)
    if agencies or years:
        rows = rows[_of_reports(rows, load("reports", folder), agencies, years)]
    if labels:
        rows = labelled(rows, load("codes", folder))
    return schema.for_analysis(name, rows.reset_index(drop=True))


def _of_reports(
    rows: pd.DataFrame, reports: pd.DataFrame, agencies: Collection[str], years: Collection[int]
) -> pd.Series[bool]:
    """Which rows are about reports of these agencies and years."""
    if "report_id" not in rows:
        if years or "agency" not in rows:
            raise UserError("This table is not about single reports: choose no agency and no year.")
        return rows["agency"].isin(agencies)
    chosen = pd.Series(True, reports.index)
    if agencies:
        chosen &= reports["agency"].isin(agencies)
    if years:
        chosen &= reports["year"].isin(years)
    return rows["report_id"].isin(reports.loc[chosen, "report_id"])


def labelled(rows: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Rows with the labels of each code behind it; a column that has them keeps them."""
    parts = []
    for column in map(str, rows):
        parts.append(rows[column])
        known = codes[codes["column"].eq(column)]
        is_coded = rows[column].isin(known["code"]).any()
        if not is_coded or f"{column}_zh" in rows:
            continue
        key = ["code"]
        at = [rows[column]]
        if known["table"].ne("").all() and "table" in rows:
            key, at = ["table", "code"], [rows["table"], rows[column]]
        known = known.drop_duplicates(key).set_index(key)
        wanted = pd.MultiIndex.from_arrays(at) if len(at) > 1 else pd.Index(at[0])
        for language, short in (("chinese", "zh"), ("english", "en")):
            texts = known[language].reindex(wanted).fillna("").set_axis(rows.index)
            parts.append(texts.rename(f"{column}_{short}"))
    return pd.concat(parts, axis=1)


def joined(rows: pd.DataFrame, name: str, other: pd.DataFrame) -> pd.DataFrame:
    """Rows beside the rows of another table that they lead to."""
    suffixes = ("", f"_{name}")
    if name == "figures":
        named = _named(rows)
        return named.merge(other, on=["report_id", "ref"], suffixes=suffixes)
    key = list(schema.TABLES[name].key)
    if {*key} <= {*rows}:
        return rows.merge(other, on=key, suffixes=suffixes)
    for reference in schema.REFERENCES:
        if reference["to"] == name and {*reference["columns"]} <= {*rows}:
            at = dict(zip(reference["at"], reference["columns"], strict=True))
            return rows.merge(other.rename(columns=at), on=[*at.values()], suffixes=suffixes)
    raise UserError(f"Nothing in these rows leads to {name}.")


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per row and figure that it names; `ref_of`: the column that names it."""
    found = []
    for column in _ref_columns(rows):
        refs = rows[column].str.split()
        found.append(rows.assign(ref=refs, ref_of=column).explode("ref"))
    if not found:
        raise UserError("These rows name no figure: they have no column ref, *_ref or *_refs.")
    named = pd.concat(found).dropna(subset="ref")
    return named.sort_index(kind="stable")


def _ref_columns(rows: pd.DataFrame) -> Iterator[str]:
    for column in map(str, rows):
        if column == "ref" or (column.endswith(_REFS) and column != "before_refs"):
            yield column


def overview() -> pd.DataFrame:
    """One row per published table."""
    rows = []
    for table in schema.TABLES.values():
        key = ", ".join(table.key)
        rows.append((table.name, table.description, table.chinese, key))
    return pd.DataFrame(rows, columns=["table", "description", "chinese", "key"])


def description(name: str) -> pd.DataFrame:
    """One row per column of a table."""
    if name not in schema.TABLES:
        raise UserError(f"There is no table '{name}': choose from {', '.join(schema.TABLES)}.")
    rows = []
    for column in schema.TABLES[name].columns:
        allowed = ", ".join(column.enum)
        words = (column.description, column.chinese)
        rows.append((column.name, column.type, column.unit, allowed, *words))
    head = ["column", "type", "unit", "allowed", "description", "chinese"]
    return pd.DataFrame(rows, columns=head)
