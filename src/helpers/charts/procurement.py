"""Charts of 05_procurement: centralised government procurement, which only the form of 2019 asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from helpers import findings
from helpers.charts import page, style
from helpers.charts.style import REPORT, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas.io.formats.style import Styler

    from helpers.charts.style import Unit

YUAN, PROJECTS = Words("元", "yuan"), Words("个", "projects")
NOT_ASKED = Words("未要求", "not asked")
NOTHING = Words(
    "所选机构和年份的报告没有采购数字；只有2019年版表格要求填报，其他年份未要求。",
    "No figures on procurement for the agencies and years selected: only the form of 2019 asks for them, "
    "in other years they are not asked.",
)
NAMES = {
    "projects": Words("采购项目（个）", "Projects"),
    "amount_yuan": Words("采购总金额（元）", "Amount, yuan"),
    "per_project": Words("每项目金额（元）", "Per project, yuan"),
}


def by_year(procurement: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """One row per report: projects, amount_yuan, per_project, and `asked`: whether its form asks for them."""
    asked = coverage[(coverage["row"] == "procurement") & (coverage["state"] != "not_asked")]["report_id"]
    reports = coverage.drop_duplicates("report_id").set_index("report_id")[REPORT]
    numbers = procurement.set_index("report_id")[["projects", "amount_yuan"]].astype(float)
    frame = reports.assign(
        projects=numbers["projects"], amount_yuan=numbers["amount_yuan"], asked=reports.index.isin(asked)
    )
    frame["per_project"] = frame["amount_yuan"] / frame["projects"].where(frame["projects"] > 0)
    return frame.sort_values(["agency", "year"]).reset_index(drop=True)


def draw_bars(frame: pd.DataFrame, columns: int, column: str, one: Words) -> Figure:
    """A panel for each agency that prints a number: a bar a year, grey over the years of other forms."""
    years = range(frame["year"].min(), frame["year"].max() + 1)
    agencies = style.by_length(frame.dropna(subset=[column]), column)
    drawing, axes = style.panels(agencies, columns, height=2.3)
    for panel, agency in zip(axes, agencies, strict=False):
        own = frame[frame["agency"] == agency]
        unit = style.unit_for(own[column].max(), one)
        known = own.dropna(subset=[column])
        panel.bar(known["year"], known[column], color=style.BLUE, width=0.7)
        panel.margins(y=0.3)
        style.value_axis(panel, unit)
        style.year_axis(panel, years)
        _label_bars(panel, known, column, unit)
        _shade_unasked(panel, own)
    return drawing


def _label_bars(panel: Axes, known: pd.DataFrame, column: str, unit: Unit) -> None:
    """The value above each bar; those of two neighbours go apart, and dotted lines stop behind them."""
    low, high = panel.get_xlim()
    years = {*known["year"]} if high - low > 6 else set()  # few years stand far enough apart
    for year, value, status in zip(known["year"], known[column], known["report_status"], strict=True):
        side = (year - 1 in years) - (year + 1 in years)
        panel.annotate(
            unit.text(value) + ("" if status == "verified" else style.DAGGER),
            (year - 0.35 * side, value),
            (0, 2),
            textcoords="offset points",
            fontsize=7,
            ha={-1: "right", 0: "center", 1: "left"}[side],
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )


def _shade_unasked(panel: Axes, own: pd.DataFrame) -> None:
    """Grey over the years whose report is printed in a form that does not ask."""
    for first, last in _runs(sorted(own[~own["asked"]]["year"])):
        panel.axvspan(first - 0.45, last + 0.45, color="#F0F0F0", linewidth=0, zorder=0)
        wide = last - first >= 2
        panel.text(
            (first + last) / 2,
            panel.get_ylim()[1] / 2,
            "\n ".join([NOT_ASKED.chinese, NOT_ASKED.english]),
            rotation=0 if wide else 90,
            ha="center",
            va="center",
            fontsize=8,
            color=style.GREY,
        )


def _runs(years: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last year of each unbroken run."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    yield from zip(starts, ends, strict=True)


def _tabulate(frame: pd.DataFrame, *columns: str) -> Styler:
    """The given columns, and a note where the form does not ask."""
    note = frame["asked"].map({True: "", False: f"{NOT_ASKED.chinese} {NOT_ASKED.english}"})
    names = {**{column: NAMES[column] for column in columns}, "note": Words("说明", "Note")}
    return page.table(frame.assign(note=note), names, money=["amount_yuan", "per_project"])


def _note(more: Words) -> Words:
    return Words(
        f"{more.chinese}只有2019年版表格（报告年度2019、2020）要求填报；"
        "灰色年份的表格未要求，不是零。没有报告的年份留空。",
        f"{more.english}Only the form of 2019 (report years 2019 and 2020) asks for this; in the years "
        "in grey the form does not ask, which is not zero. A year without a report is a gap.",
    )


AMOUNT = page.Chart(
    name="amount",
    columns=("amount_yuan",),
    title=Words("政府集中采购总金额", "Centralised government procurement: total amount"),
    note=_note(Words("", "")),
    say=lambda frame: findings.trend(frame, "amount_yuan", Words("采购总金额", "total amount"), findings.yuan),
    draw=lambda frame, columns: draw_bars(frame, columns, "amount_yuan", YUAN),
    tabulate=lambda frame: _tabulate(frame, "amount_yuan"),
    nothing=NOTHING,
)

NUMBER = page.Chart(
    name="projects",
    columns=("projects",),
    title=Words("政府集中采购项目数量", "Centralised government procurement: projects"),
    note=_note(Words("", "")),
    say=lambda frame: findings.trend(frame, "projects", Words("采购项目", "projects"), findings.projects),
    draw=lambda frame, columns: draw_bars(frame, columns, "projects", PROJECTS),
    tabulate=lambda frame: _tabulate(frame, "projects"),
    nothing=NOTHING,
)

AVERAGE = page.Chart(
    name="per-project",
    columns=("per_project",),
    title=Words("平均每个项目的采购金额", "Centralised government procurement: amount per project"),
    note=_note(Words("总金额除以项目数量，不是中位数。", "The total divided by the projects, not a median. ")),
    say=lambda frame: findings.trend(
        frame, "per_project", Words("每项目平均金额", "amount per project"), findings.yuan
    ),
    draw=lambda frame, columns: draw_bars(frame, columns, "per_project", YUAN),
    tabulate=lambda frame: _tabulate(frame, "projects", "amount_yuan", "per_project"),
    nothing=NOTHING,
)
