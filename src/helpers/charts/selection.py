"""Which reports a page is about: those of the agencies and years asked for.

And the sentence that says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from IPython.display import HTML

from helpers.charts.section import paragraph
from helpers.errors import UserError
from helpers.text import NEAR, nearest
from helpers.words import SCOPES, USABLE, Words


def select(frame: pd.DataFrame, agencies: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """The rows of a frame for some agencies and years, an empty list means all.

    Unknown agencies and years are left out: they stand on no axis.
    """
    known = frame["year"].notna() & frame["agency"].ne("")
    return frame[known & _asked_for(frame, agencies, years)].astype({"year": int})


def _asked_for(
    frame: pd.DataFrame, agencies: Sequence[str], years: Sequence[int]
) -> pd.Series[bool]:
    """Which rows are of these agencies and years; an empty list means all."""
    by_agency = frame["agency"].isin(agencies) | (not agencies)
    by_year = frame["year"].isin(years) | (not years)
    return by_agency & by_year


def sentence(reports: pd.DataFrame, agencies: Sequence[str], years: Sequence[int]) -> HTML:
    """A sentence on the reports behind a page, and which agencies or years asked for have none."""
    usable = reports[reports["status"].isin(USABLE) & reports["duplicate_of"].eq("")]
    rows = select(usable, agencies, years)
    if rows.empty:
        nothing = Words(
            "所选机构和年份没有报告。", "No report for the agencies and years selected."
        )
        return paragraph(nothing)
    count, bodies, years_shown = len(rows), rows["agency"].nunique(), span(rows["year"])
    verified = (rows["status"] == "verified").sum()
    chinese = f"{bodies:,}个机构{years_shown}年的{count:,}份报告，其中{verified:,}份已核验。"
    english = (
        f"Reports: {count:,}, of which verified: {verified:,}; "
        f"agencies: {bodies:,}; years: {years_shown}. "
    )
    specimens = (rows["origin"] == "specimen").sum()
    if specimens:
        chinese += f"{specimens:,}份为样张（用机构公布的数字重新印制）。"
        english += f"Specimens, printed again from published figures: {specimens:,}. "
    shown = {*rows["agency"], *rows["year"]}
    absent = [str(name) for name in (*agencies, *years) if name not in shown]
    if absent:
        chinese += f"没有报告：{'、'.join(absent)}。"
        english += f"No report: {', '.join(absent)}."
    return HTML(paragraph(Words(chinese, english)).data + _scopes(rows).data)


def check(reports: pd.DataFrame, agencies: Sequence[str], years: Sequence[int]) -> None:
    """Raise UserError for an agency or year without a report, or where none is left to show.

    The message names what is nearest. A year without a report between others is none of these.
    """
    usable = reports[reports["status"].isin(USABLE) & reports["duplicate_of"].eq("")]
    known = usable[usable["year"].notna() & usable["agency"].ne("")]
    if known.empty or not (agencies or years):
        return
    for agency in agencies:
        if agency not in {*known["agency"]}:
            raise UserError(_no_agency(agency, known, reports))
    for year in years:
        if not known["year"].min() <= year <= known["year"].max():
            raise UserError(f"No report is of {year}: choose from {_years(known)}.")
    if select(known, agencies, years).empty:
        of_agencies = select(known, agencies, [])
        asked = ", ".join(map(str, years))
        whose = "these agencies" if len(agencies) > 1 else "".join(agencies) or "any agency"
        raise UserError(f"No report of {whose} is of {asked}: choose from {_years(of_agencies)}.")


def _no_agency(agency: str, known: pd.DataFrame, reports: pd.DataFrame) -> str:
    """That no report is of an agency, and what it may be called instead."""
    if agency and agency in {*reports["agency"]}:
        return f"No report of {agency} could be used: reports.csv says why."
    near = nearest(agency, known["agency"].unique())
    if near:
        return f"No report is of an agency '{agency}'; the nearest: {', '.join(near)}."
    names = sorted(known["agency"].unique())
    some = ", ".join(names[:NEAR])
    more = f" and {len(names) - NEAR:,} more in agencies.csv" if len(names) > NEAR else ""
    return f"No report is of an agency '{agency}': there are {some}{more}."


def _years(reports: pd.DataFrame) -> str:
    """The years of some reports, each once."""
    return ", ".join(map(str, sorted({*reports["year"]})))


def span(years: pd.Series) -> str:
    """The first and the last of some years, one alone where they are the same."""
    first, last = years.min(), years.max()
    return f"{first}–{last}" if first != last else str(first)


def _scopes(reports: pd.DataFrame) -> HTML:
    """That the reports cover different areas and do not compare, where they do."""
    counts = reports["scope"].value_counts()
    if len(counts) < 2:
        return HTML("")
    chinese, english = [], []
    for scope, words in SCOPES.items():
        if scope in counts:
            chinese.append(f"{words.chinese}{counts[scope]:,}份")
            english.append(f"{words.english}: {counts[scope]:,}")
    scopes = Words("，".join(chinese), ", ".join(english))
    return paragraph(
        Words(
            f"各报告的统计范围不同（{scopes.chinese}），比较时须注意，见reports.csv的scope列。",
            f"Reports do not all cover the same ({scopes.english}): mind it when comparing. "
            "See scope in reports.csv.",
        )
    )


def chosen(reports: pd.DataFrame, agencies: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """The reports of some agencies and years, an empty list means all.

    Where none is named, those of unknown agency or year are among them.
    """
    rows = reports[_asked_for(reports, agencies, years)]
    rows = rows.sort_values(["agency", "year", "file"])
    texts = [str(year) if pd.notna(year) else "" for year in rows["year"]]
    return rows.rename(columns={"status": "report_status"}).assign(year=texts)
