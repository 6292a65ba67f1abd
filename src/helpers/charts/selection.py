"""Which reports a page is about: those of the agencies and years asked for, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from IPython.display import HTML

from helpers.charts.section import paragraph
from helpers.words import SCOPES, USABLE, Words


def select(frame: pd.DataFrame, agencies: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """The rows of a frame for some agencies and years, an empty list means all; unknown ones stand on no axis."""
    known = frame["year"].notna() & frame["agency"].ne("")
    keep = (
        known
        & (frame["year"].isin(years) | (not years))
        & (frame["agency"].isin(agencies) | (not agencies))
    )
    return frame[keep].astype({"year": int})


def sentence(reports: pd.DataFrame, agencies: Sequence[str], years: Sequence[int]) -> HTML:
    """A sentence on the reports behind a page, and one on each agency or year asked for that has none."""
    read = reports[reports["status"].isin(USABLE) & reports["duplicate_of"].eq("")]
    chosen = select(read, agencies, years)
    if chosen.empty:
        return paragraph(
            Words("所选机构和年份没有报告。", "No report for the agencies and years selected.")
        )
    years_shown, sound = span(chosen["year"]), (chosen["status"] == "verified").sum()
    count, bodies = len(chosen), chosen["agency"].nunique()
    specimens = (chosen["origin"] == "specimen").sum()
    absent = [
        str(name)
        for name in (*agencies, *years)
        if name not in {*chosen["agency"], *chosen["year"]}
    ]
    chinese = f"{bodies:,}个机构{years_shown}年的{count:,}份报告，其中{sound:,}份已核验。"
    english = f"Reports: {count:,}, of which verified: {sound:,}; agencies: {bodies:,}; years: {years_shown}. "
    if specimens:
        chinese += f"{specimens:,}份为样张（用机构公布的数字重新印制）。"
        english += f"Specimens, printed again from published figures: {specimens:,}. "
    if absent:
        chinese += f"没有报告：{'、'.join(absent)}。"
        english += f"No report: {', '.join(absent)}."
    return HTML(paragraph(Words(chinese, english)).data + _scopes(chosen).data)


def span(years: pd.Series) -> str:
    """The first and the last of some years, one alone where they are the same."""
    first, last = years.min(), years.max()
    return f"{first}–{last}" if first != last else str(first)


def _scopes(reports: pd.DataFrame) -> HTML:
    """That the reports cover different areas and do not compare, where they do."""
    counts = reports["scope"].value_counts()
    if len(counts) < 2:
        return HTML("")
    known = [(words, counts[scope]) for scope, words in SCOPES.items() if scope in counts]
    chinese = "，".join(f"{words.chinese}{count:,}份" for words, count in known)
    english = ", ".join(f"{words.english}: {count:,}" for words, count in known)
    return paragraph(
        Words(
            f"各报告的统计范围不同（{chinese}），比较时须注意，见reports.csv的scope列。",
            f"Reports do not all cover the same ({english}): mind it when comparing. See scope in reports.csv.",
        )
    )


def chosen(reports: pd.DataFrame, agencies: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """The reports of some agencies and years; where none is named all, also those of unknown agency or year."""
    keep = (reports["agency"].isin(agencies) | (not agencies)) & (
        reports["year"].isin(years) | (not years)
    )
    rows = (
        reports[keep]
        .sort_values(["agency", "year", "file"])
        .rename(columns={"status": "report_status"})
    )
    return rows.assign(year=[str(year) if pd.notna(year) else "" for year in rows["year"]])
