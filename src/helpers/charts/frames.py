"""What charts are drawn from: frames with one row per report, numbers as floats.

NaN stands where there is no number. A measure has its code for a column; beside it stand `CODE/n`
and `CODE/of`, its numerator and denominator, and `CODE/asked`, whether the form of the report asks
for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from helpers import settings
from helpers.charts import section
from helpers.charts.draw.style import PANELS
from helpers.words import NOT_ASKED, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helpers.charts.draw.style import PlotLine, Unit

#: What each row of a tidy table carries of its report, as far as charts use it.
REPORT = ["agency", "year", "form", "report_status"]

_SIDES = {"numerator": "n", "denominator": "of"}


def said(rows: pd.DataFrame) -> pd.Series[Any]:
    """The message of each row of reports.csv or checks.csv, in both languages."""
    both = map(Words, rows["message_zh"], rows["message"])
    return pd.Series(list(both), index=rows.index, dtype=object)


def of_measures(measures: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """One row per report, those too whose form asks for none of the measures."""
    chosen = measures[measures["measure"].isin(codes)]
    frame = chosen[REPORT].drop_duplicates().sort_values(["agency", "year"])
    for code in codes:
        rows = chosen[chosen["measure"] == code].set_index(["agency", "year"])
        columns = {code: rows["value"].astype(float), f"{code}/asked": rows["state"] != "not_asked"}
        for side, short in _SIDES.items():
            columns[f"{code}/{short}"] = rows[side].astype(float)
        frame = frame.join(pd.DataFrame(columns), on=["agency", "year"])
    return frame.reset_index(drop=True)


def by_report(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """One row per report: the sums of `columns` of a tidy table, NaN where nothing is printed."""
    numbers = frame[REPORT].assign(**{column: frame[column].astype(float) for column in columns})
    reports = numbers.groupby(REPORT, as_index=False)[list(columns)]
    return reports.sum(min_count=1).sort_values(["agency", "year"])


def spread_out(frame: pd.DataFrame, key: str, column: str, names: Sequence[str]) -> pd.DataFrame:
    """One row per report: the sum of `column` for each `key` in `names`, which become columns."""
    parts = {name: frame[column].where(frame[key] == name) for name in names}
    reports = by_report(frame[REPORT].assign(**parts), names)
    return reports.dropna(subset=list(names), how="all").reset_index(drop=True)


def beside(frame: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """The columns of another frame put beside those of the same report."""
    added = more.drop(columns=["form", "report_status"])
    return frame.merge(added, on=["agency", "year"], how="left")


def asked(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series[bool]:
    """Whether the form of each report asks for one of `columns`.

    What is no measure counts as asked.
    """
    always = pd.Series(True, frame.index)
    known = [frame.get(f"{column}/asked", always) for column in columns]
    return pd.concat(known, axis=1).any(axis=1)


def unasked_years(frame: pd.DataFrame, columns: Sequence[str]) -> list[int]:
    """The years of reports none of which is in a form that asks for one of `columns`."""
    some = asked(frame, columns).groupby(frame["year"]).any()
    return some.index[~some].astype(int).tolist()


def all_years(frame: pd.DataFrame) -> range:
    """The years from the first report to the last."""
    years = frame["year"]
    return range(years.min(), years.max() + 1)


def drawn(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """All reports of the agencies that print a number of `columns`."""
    known = frame.loc[frame[[*columns]].notna().any(axis=1), "agency"]
    return frame[frame["agency"].isin(known)]


def printed(frame: pd.DataFrame, series: Sequence[PlotLine]) -> list[PlotLine]:
    """The lines of which anything is printed."""
    return [line for line in series if frame[line.column].notna().any()]


def many(frame: pd.DataFrame) -> bool:
    """Whether there are more agencies than panels can show."""
    return frame["agency"].nunique() > PANELS


def common_year(frame: pd.DataFrame, column: str) -> int:
    """The latest year in which most of the agencies with a value have one.

    Where no year has most of them, the year that has more than the others.
    """
    known = frame.dropna(subset=[column])
    agencies = known.groupby("year")["agency"].nunique()
    most = agencies[agencies > known["agency"].nunique() / 2]
    if most.empty:
        most = agencies[agencies == agencies.max()]
    return int(most.index.max())


def by_length(frame: pd.DataFrame, column: str) -> list[str]:
    """The agencies of a frame: most reports first, of as many reports the largest value first."""
    agencies = frame.groupby("agency").agg(reports=("year", "nunique"), largest=(column, "max"))
    order = agencies.reset_index().sort_values(
        ["reports", "largest", "agency"], ascending=[False, False, True]
    )
    return order["agency"].tolist()


def quotient(report: Mapping[Any, Any] | pd.Series[Any], column: str) -> str:
    """The numerator and the denominator of a measure, empty where it has none."""
    whole = report.get(f"{column}/of")
    if whole is None or pd.isna(whole):
        return ""
    part = report[f"{column}/n"]
    return f"{_plain(part)}/{_plain(whole)}"


def _plain(value: float) -> str:
    """A number as a person would write it; money may have cents."""
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}"


def before(frame: pd.DataFrame, column: str) -> pd.Series[float]:
    """The value of the year before, for each report; NaN where there is none."""
    last = frame.set_index(["agency", "year"])[column]
    wanted = pd.MultiIndex.from_arrays([frame["agency"], frame["year"] - 1])
    return last.reindex(wanted).set_axis(frame.index)


def table(frame: pd.DataFrame, series: Sequence[PlotLine], unit: Unit) -> str:
    """Rates with numerator and denominator, numbers with their change on the year before.

    What is not asked is said.
    """
    lines = printed(frame, series)
    texts = {line.column: cells(frame, line.column, unit) for line in lines}
    return section.table(frame[REPORT].assign(**texts), {line.column: line.name for line in lines})


def listed(frame: pd.DataFrame, series: Sequence[PlotLine]) -> pd.DataFrame:
    """The reports whose forms ask for something that any of the reports prints."""
    return frame[asked(frame, [line.column for line in printed(frame, series)])]


def cells(frame: pd.DataFrame, column: str, unit: Unit) -> pd.Series[Any]:
    """The text of each cell of a column."""
    denominators = frame.get(f"{column}/of", pd.Series(dtype=float))
    if denominators.notna().any():
        notes = [quotient(report, column) for report in frame.to_dict("records")]
    else:
        notes = [*map(change, frame[column], before(frame, column))]
    texts: list[str | Words] = []
    values = zip(frame[column], asked(frame, [column]), notes, strict=True)
    for value, is_asked, note in values:
        if pd.notna(value):
            texts.append(_cell(unit.text(value), note))
        else:
            texts.append("" if is_asked else NOT_ASKED)
    return pd.Series(texts, frame.index, dtype=object)


def change(now: float, then: float) -> str:
    """The change on the year before in per cent.

    Empty where there is none to compare with, or too little.
    """
    if pd.isna(now) or not then >= settings.SMALL_BASE:
        return ""
    return f"{now / then - 1:+.1%}".replace("-", "−")


def _cell(text: str, note: str) -> str:
    return f"{text} ({note})" if note else text


def numerators(measures: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """One row per report with the parts of one whole, and `n`, the whole.

    `codes`: shares with one denominator; under each stands its numerator. A report that has nothing
    of the whole is no row.
    """
    frame = of_measures(measures, codes)
    whole = frame[[f"{code}/of" for code in codes]].max(axis=1)
    parts = frame[REPORT].assign(n=whole, **{code: frame[f"{code}/n"] for code in codes})
    asks = frame[[f"{code}/asked" for code in codes]]
    return pd.concat([parts, asks], axis=1)[whole > 0].reset_index(drop=True)


def shares(frame: pd.DataFrame, parts: Sequence[PlotLine]) -> pd.DataFrame:
    """Parts of a whole as shares of it."""
    return frame.assign(**{part.column: frame[part.column] / frame["n"] for part in parts})


def table_of_parts(frame: pd.DataFrame, parts: Sequence[PlotLine]) -> str:
    """Numbers with their shares; the whole in a column of its own."""
    texts = frame[REPORT].assign(n=frame["n"])
    names = {"n": Words("合计 n", "All, n")}
    for part in printed(frame, parts):
        numbers = zip(frame[part.column], frame["n"], asked(frame, [part.column]), strict=True)
        told = [_part(count, whole, is_asked) for count, whole, is_asked in numbers]
        texts[part.column] = pd.Series(told, frame.index, dtype=object)
        names[part.column] = part.name
    return section.table(texts, names)


def _part(count: Any, whole: float, is_asked: bool) -> str | Words:
    """A number with its share of the whole; nothing where it is not printed."""
    if pd.isna(count):
        return "" if is_asked else NOT_ASKED
    return f"{count:,.0f} ({count / whole:.1%})"
