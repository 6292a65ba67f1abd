"""Charts of 04_requests: what came in, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from helpers import findings
from helpers.charts import page, style
from helpers.charts.style import REPORT, Series, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas.io.formats.style import Styler

FLOWS = (
    Series("received", Words("新收", "Received"), style.BLUE),
    Series("handled", Words("办结", "Handled"), style.GREEN, thin=True),
    Series("carried_out", Words("结转下年", "Carried over"), style.ORANGE),
)

#: The blocks of the form, in its order.
BLOCKS = (
    Series("granted", Words("予以公开", "Granted"), style.BLUE),
    Series("partly_granted", Words("部分公开", "Partly granted"), style.GREEN),
    Series("refused", Words("不予公开", "Refused"), style.PURPLE),
    Series("unavailable", Words("无法提供", "Unavailable"), style.ORANGE),
    Series("not_processed", Words("不予处理", "Not processed"), style.DARK),
    Series("closed_otherwise", Words("其他处理", "Closed otherwise"), style.LILAC),
)

REQUESTS = Words("件", "requests")

#: A bar for each report stays readable up to this many; the table under the chart holds all reports.
BARS = 40


def caseload_by_year(requests: pd.DataFrame) -> pd.DataFrame:
    """One row per report: requests received, carried in, handled and carried out, over all applicants."""
    return style.by_report(requests, ["received", "carried_in", "handled", "carried_out"])


def outcomes_by_year(outcomes: pd.DataFrame) -> pd.DataFrame:
    """One row per report: requests in each block of the form, and `outcomes`, their sum (none: no row)."""
    wide = style.spread_out(outcomes, "group", "requests", style.columns_of(BLOCKS))
    wide["outcomes"] = wide[style.columns_of(BLOCKS)].sum(axis=1)
    return wide[wide["outcomes"] > 0].reset_index(drop=True)


def draw_caseload(frame: pd.DataFrame, columns: int) -> Figure:
    """Requests received, handled and carried over: a panel per agency, a line each over its years."""
    return style.small_multiples(frame, FLOWS, columns, REQUESTS)


def draw_outcomes(frame: pd.DataFrame, columns: int) -> Figure:
    """A bar of 100% for each report, cut into the blocks of the form in its order, with n at its right."""
    shown = frame.nlargest(BARS, "outcomes")
    order = {agency: -place for place, agency in enumerate(style.by_length(shown, "outcomes"))}
    shown = shown.assign(order=shown["agency"].map(order)).sort_values(["order", "year"], ascending=[True, False])
    shown["place"] = range(len(shown))
    shown["place"] += shown["agency"].ne(shown["agency"].shift()).cumsum() * 1.1  # room for the agency's name
    drawing = style.figure(style.WIDTH * columns, 0.9 + 0.27 * (shown["place"].max() + 2))
    panel = drawing.subplots()
    left = pd.Series(0.0, index=shown.index)
    for block in BLOCKS:
        share = shown[block.column].fillna(0) / shown["outcomes"] * 100
        name = f"{block.name.chinese} {block.name.english}"
        panel.barh(shown["place"], share, left=left, color=block.colour, height=0.78, label=name)
        _label_shares(panel, shown["place"], left, share, dark=block.colour in {style.ORANGE, style.LILAC})
        left += share
    _name_reports(panel, shown)
    drawing.legend(loc="outside upper left", ncols=3 if columns > 1 else 2, frameon=False, fontsize=9)
    return drawing


def _label_shares(panel: Axes, places: pd.Series, left: pd.Series, share: pd.Series, dark: bool) -> None:
    """Print the percentage into each piece that is wide enough for it."""
    for place, start, width in zip(places, left, share, strict=True):
        if width >= 7:
            panel.text(
                start + width / 2,
                place,
                f"{width:.0f}",
                ha="center",
                va="center",
                fontsize=8,
                color="black" if dark else "white",
            )


def _name_reports(panel: Axes, shown: pd.DataFrame) -> None:
    """Years at the left, n at the right, each agency's name above its bars, per cent below."""
    marks = shown["report_status"].ne("verified").map({True: style.DAGGER, False: ""})
    panel.set_yticks(shown["place"], shown["year"].astype(str) + marks)
    for place, total in zip(shown["place"], shown["outcomes"], strict=True):
        panel.text(101, place, f"n={total:,.0f}", va="center", fontsize=8, color=style.GREY)
    for agency, top in shown.groupby("agency")["place"].max().items():
        panel.text(0, top + 0.55, str(agency), va="bottom", fontsize=10)
    panel.set_xlim(0, 112)
    panel.set_ylim(shown["place"].min() - 0.6, shown["place"].max() + 1.6)
    panel.set_xticks(range(0, 101, 25))
    panel.set_xlabel("占全部办理结果的百分比（%）  Per cent of all outcomes", fontsize=9)
    panel.spines[:].set_visible(False)


def _table_caseload(frame: pd.DataFrame) -> Styler:
    return page.table(
        frame,
        {
            "received": Words("本年新收", "Received"),
            "carried_in": Words("上年结转", "Carried in"),
            "handled": Words("本年办结", "Handled"),
            "carried_out": Words("结转下年", "Carried over"),
        },
    )


def _table_outcomes(frame: pd.DataFrame) -> Styler:
    """Numbers with their shares; the denominator in a column of its own."""
    shares = frame[REPORT].assign(outcomes=frame["outcomes"])
    for block in BLOCKS:
        percent = (frame[block.column] / frame["outcomes"]).map(" ({:.1%})".format)
        shares[block.column] = (frame[block.column].map("{:,.0f}".format) + percent).where(frame[block.column].notna())
    names = {block.column: block.name for block in BLOCKS}
    return page.table(shares, {"outcomes": Words("合计 n", "All, n"), **names})


CASELOAD = page.Chart(
    name="caseload",
    columns=style.columns_of(FLOWS),
    title=Words(
        "收到、办结和结转的政府信息公开申请",
        "Requests received, handled and carried over, by agency and report year",
    ),
    note=Words(
        "数字取自2019年版和2021年版表格；各类申请人相加。没有报告的年份留空。",
        "From the forms of 2019 and 2021, added up over applicants. A year without a report is a gap.",
    ),
    say=lambda frame: findings.trend(frame, "received", Words("新收申请", "requests received"), findings.cases),
    draw=draw_caseload,
    tabulate=_table_caseload,
)

RESULTS = page.Chart(
    name="outcomes",
    columns=style.columns_of(BLOCKS),
    title=Words("申请的办理结果", "Outcomes of requests, in the order of the form"),
    note=Words(
        "百分比以各办理结果之和n为分母；n与报告印出的总计不等时，该报告标有†。n小的报告，百分比不宜比较。"
        "图中最多列出办理申请最多的40份报告。",
        "Shares of n, the sum of all outcomes; where n is not the total in print, the report bears a †. "
        "Shares of a small n do not compare. "
        "The chart shows at most the 40 reports with the most requests.",
    ),
    say=lambda frame: findings.shares(frame, BLOCKS, "outcomes", Words("办理申请", "requests handled")),
    draw=draw_outcomes,
    panels=False,
    tabulate=_table_outcomes,
)
