"""A row of any published table → the figures that its numbers are, each with its picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import schema, settings
from helpers.charts import markup
from helpers.errors import UserError
from helpers.exhibits.place import Picture, picture, sentence
from helpers.text import nearest


def refs(row: Mapping[Any, Any]) -> list[str]:
    """The figures that a row names, in the order of its columns; each once."""
    named: list[str] = []
    for column, value in row.items():
        is_named = str(column) == "ref" or str(column).endswith(("_ref", "_refs"))
        if is_named and column != "before_refs" and isinstance(value, str):
            named += value.split()
    return [ref for ref in dict.fromkeys(named) if ref.startswith("f")]


def figures_of(row: Mapping[Any, Any], figures: pd.DataFrame) -> pd.DataFrame:
    """The rows of figures.csv that the numbers of a row are, in the row's order.

    Raises UserError where the row names no figure.
    """
    report, named = row.get("report_id"), refs(row)
    if not report or not named:
        raise UserError(
            "This row names no figure: it needs report_id, and a column ref, *_ref or *_refs "
            "with something in it."
        )
    of_report = figures[figures["report_id"].eq(report)]
    found = of_report[of_report["ref"].isin(named)]
    if found.empty:
        raise UserError(f"There are no figures {' '.join(named)} of a report '{report}'.")
    return found.sort_values("ref", key=lambda column: column.map(named.index))


def pictures(
    row: Mapping[Any, Any], figures: pd.DataFrame, reports: pd.DataFrame, raw_dir: Path
) -> Picture:
    """Show where the numbers of a row are printed, no more than `settings.PICTURES` of them.

    One figure is the picture of it; several stand below one another, each under its sentence.
    """
    found = figures_of(row, figures)
    first = [figure for _, figure in found.head(settings.PICTURES).iterrows()]
    if len(found) == 1:
        return picture(first[0], figures, reports, raw_dir)
    parts = list(_parts(first, figures, reports, raw_dir))
    rest = len(found) - len(first)
    if rest:
        parts.append(markup.english_paragraph(f"And {rest} more figures."))
    html = "\n".join(parts)
    document = markup.document(str(row["report_id"]), html)
    return Picture(".html", document.encode(), html)


def _parts(
    found: Sequence[pd.Series], figures: pd.DataFrame, reports: pd.DataFrame, raw_dir: Path
) -> Iterator[str]:
    for figure in found:
        yield markup.english_paragraph(sentence(figure))
        yield picture(figure, figures, reports, raw_dir).html


def as_row(table: str, texts: Sequence[str]) -> dict[str, str]:
    """The fields of a line of a CSV file of this table by their columns.

    Raises UserError for an unknown table, or another number of fields.
    """
    if table not in schema.TABLES:
        raise UserError(f"There is no table '{table}': choose from {', '.join(schema.TABLES)}.")
    names = schema.TABLES[table].names
    if len(texts) != len(names):
        raise UserError(f"A row of {table} has {len(names)} fields, and this one {len(texts)}.")
    return dict(zip(names, texts, strict=True))


def row_of(frame: pd.DataFrame, wanted: Mapping[str, str]) -> pd.Series:
    """The only row of a table that has these values, as texts.

    Raises UserError where there is no such column, no such row, or more than one.
    """
    for column in wanted:
        if column not in frame:
            raise UserError(
                f"There is no column '{column}': choose from {', '.join(map(str, frame))}."
            )
    found = frame
    for column, value in wanted.items():
        found = found[found[column].astype(str).eq(value)]
    if len(found) != 1:
        near = "".join(_nearest(frame, column, value) for column, value in wanted.items())
        raise UserError(f"{len(found)} rows have these values: name those of exactly one.{near}")
    return found.iloc[0]


def _nearest(frame: pd.DataFrame, column: str, value: str) -> str:
    """What a value that is not in a column may have been meant to be; nothing where it is there."""
    values = frame[column].dropna().astype(str).unique()
    if value in values:
        return ""
    near = ", ".join(nearest(value, values))
    return f" No {column} is '{value}'" + (f"; the nearest: {near}." if near else ".")
