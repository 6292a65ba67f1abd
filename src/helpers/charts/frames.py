"""What charts are drawn from: frames with one row per report, numbers as floats, NaN where there is none.

A measure has its code for a column; beside it stand `CODE/n` and `CODE/of`, its numerator and
denominator, and `CODE/asked`, whether the form of the report asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from helpers.charts import section
from helpers.charts.draw.style import PANELS
from helpers.words import NOT_ASKED, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helpers.charts.draw.style import Series, Unit

#: What each row of a tidy table carries of its report, as far as charts use it.
REPORT = ["agency", "year", "form", "report_status"]

_SIDES = {"numerator": "n", "denominator": "of"}


def of_measures(measures: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """One row per report, those too whose form asks for none of the measures."""
    chosen = measures[measures["measure"].isin(codes)]
    frame = chosen[REPORT].drop_duplicates().sort_values(["agency", "year"])
    for code in codes:
        own = chosen[chosen["measure"] == code].set_index(["agency", "year"])
        columns = {code: own["value"].astype(float), f"{code}/asked": own["state"] != "not_asked"}
        columns |= {f"{code}/{short}": own[side].astype(float) for side, short in _SIDES.items()}
        frame = frame.join(pd.DataFrame(columns), on=["agency", "year"])
    return frame.reset_index(drop=True)


def by_report(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """One row per report: the sums of `columns` of a tidy table, NaN where nothing is printed."""
    numbers = frame[REPORT].assign(**{column: frame[column].astype(float) for column in columns})
    return (
        numbers.groupby(REPORT, as_index=False)[list(columns)]
        .sum(min_count=1)
        .sort_values(["agency", "year"])
    )


def spread_out(frame: pd.DataFrame, key: str, column: str, names: Sequence[str]) -> pd.DataFrame:
    """One row per report: the sum of `column` for each `key` in `names`, which become the columns."""
    parts = {name: frame[column].where(frame[key] == name) for name in names}
    return (
        by_report(frame[REPORT].assign(**parts), names)
        .dropna(subset=list(names), how="all")
        .reset_index(drop=True)
    )


def beside(frame: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """The columns of another frame put beside those of the same report."""
    return frame.merge(
        more.drop(columns=["form", "report_status"]), on=["agency", "year"], how="left"
    )


def asked(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series[bool]:
    """Whether the form of each report asks for one of `columns`; what is no measure counts as asked."""
    known = [frame.get(f"{column}/asked", pd.Series(True, frame.index)) for column in columns]
    return pd.concat(known, axis=1).any(axis=1)


def unasked_years(frame: pd.DataFrame, columns: Sequence[str]) -> list[int]:
    """The years of which there are reports, none of them in a form that asks for one of `columns`."""
    some = asked(frame, columns).groupby(frame["year"]).any()
    return [int(year) for year in some.index[~some]]


def drawn(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """All reports of the agencies that print a number of `columns`."""
    known = frame.loc[frame[[*columns]].notna().any(axis=1), "agency"]
    return frame[frame["agency"].isin(known)]


def many(frame: pd.DataFrame) -> bool:
    """Whether there are more agencies than panels can show."""
    return frame["agency"].nunique() > PANELS


def by_length(frame: pd.DataFrame, column: str) -> list[str]:
    """The agencies of a frame, those with the most reports first, then those with the largest value."""
    order = (
        frame.groupby("agency")
        .agg(reports=("year", "nunique"), largest=(column, "max"))
        .reset_index()
    )
    return order.sort_values(["reports", "largest", "agency"], ascending=[False, False, True])[
        "agency"
    ].tolist()


def quotient(report: Mapping[Any, Any] | pd.Series[Any], column: str) -> str:
    """The numerator and the denominator of a measure, empty where it has none."""
    whole = report.get(f"{column}/of")
    return (
        ""
        if whole is None or pd.isna(whole)
        else f"{_plain(report[f'{column}/n'])}/{_plain(whole)}"
    )


def _plain(value: float) -> str:
    """A number as a person would write it; money may have cents."""
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}"


def before(frame: pd.DataFrame, column: str) -> pd.Series[float]:
    """The value of the year before, for each report; NaN where there is none."""
    last = frame.set_index(["agency", "year"])[column]
    wanted = pd.MultiIndex.from_arrays([frame["agency"], frame["year"] - 1])
    return last.reindex(wanted).set_axis(frame.index)


def table(frame: pd.DataFrame, series: Sequence[Series], unit: Unit) -> str:
    """Rates with numerator and denominator, numbers with their change on the year before, and what is not asked."""
    shown = [one for one in series if frame[one.column].notna().any()]
    texts = frame[REPORT].assign(**{one.column: cells(frame, one.column, unit) for one in shown})
    return section.table(texts, {one.column: one.name for one in shown})


def cells(frame: pd.DataFrame, column: str, unit: Unit) -> list[str]:
    """The text of each cell of a column."""
    unasked = f"{NOT_ASKED.chinese} {NOT_ASKED.english}"
    words = ["" if is_asked else unasked for is_asked in asked(frame, [column])]
    if frame.get(f"{column}/of", pd.Series(dtype=float)).notna().any():
        notes = [quotient(report, column) for report in frame.to_dict("records")]
    else:
        notes = [
            change(now, then)
            for now, then in zip(frame[column], before(frame, column), strict=True)
        ]
    values = zip(frame[column], words, notes, strict=True)
    return [
        _cell(unit.text(value), note) if pd.notna(value) else word for value, word, note in values
    ]


def change(now: float, then: float) -> str:
    """The change on the year before in per cent, empty where there is none to compare with."""
    return f"{now / then - 1:+.1%}".replace("-", "−") if then > 0 and pd.notna(now) else ""


def _cell(text: str, note: str) -> str:
    return f"{text} ({note})" if note else text


def numerators(measures: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """One row per report with the parts of one whole: the numerator of each share under its code, and `n`, the whole.

    `codes`: shares with one denominator. A report that has nothing of it is no row.
    """
    frame = of_measures(measures, codes)
    whole = frame[[f"{code}/of" for code in codes]].max(axis=1)
    parts = frame[REPORT].assign(n=whole, **{code: frame[f"{code}/n"] for code in codes})
    asks = frame[[f"{code}/asked" for code in codes]]
    return pd.concat([parts, asks], axis=1)[whole > 0].reset_index(drop=True)


def shares(frame: pd.DataFrame, parts: Sequence[Series]) -> pd.DataFrame:
    """Parts of a whole as shares of it."""
    return frame.assign(**{part.column: frame[part.column] / frame["n"] for part in parts})


def table_of_parts(frame: pd.DataFrame, parts: Sequence[Series]) -> str:
    """Numbers with their shares; the whole in a column of its own."""
    cells = frame[REPORT].assign(n=frame["n"])
    for part in parts:
        percent = (frame[part.column] / frame["n"]).map(" ({:.1%})".format)
        cells[part.column] = (frame[part.column].map("{:,.0f}".format) + percent).where(
            frame[part.column].notna()
        )
    return section.table(
        cells, {"n": Words("合计 n", "All, n"), **{part.column: part.name for part in parts}}
    )
