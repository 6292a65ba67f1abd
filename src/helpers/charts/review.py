"""Charts of 04_requests on what follows a request: reconsideration and litigation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helpers.charts import frames, measured, ranking, sentences
from helpers.charts.draw import style
from helpers.charts.draw.style import Count, PlotLine, columns_of
from helpers.words import Words

if TYPE_CHECKING:
    import pandas as pd

CASES = (
    PlotLine(
        "reconsiderations",
        Words("行政复议", "Reconsiderations"),
        style.BLUE,
        Words("行政复议", "reconsiderations"),
    ),
    PlotLine("suits", Words("行政诉讼", "Suits"), style.ORANGE),
)
RATES = (
    PlotLine(
        "reconsiderations_per_1000",
        Words("行政复议", "Reconsiderations"),
        style.BLUE,
        Words("办结申请引起的行政复议", "reconsiderations of requests handled"),
    ),
    PlotLine("suits_per_1000", Words("行政诉讼", "Suits"), style.ORANGE),
)
CORRECTED = (
    PlotLine(
        "reconsiderations_corrected_share",
        Words("复议纠正", "Reviews corrected"),
        style.BLUE,
        Words("复议结果纠正率", "reconsiderations corrected"),
    ),
    PlotLine("suits_corrected_share", Words("诉讼纠正", "Suits corrected"), style.ORANGE),
)
ESCALATED = (
    PlotLine(
        "escalation_rate",
        Words("复议后起诉", "Suits per reconsideration"),
        style.PURPLE,
        Words("复议后起诉与已审结复议之比", "suits after reconsideration per case concluded"),
    ),
)

#: The results of a case in the order of the form.
RESULTS = (
    PlotLine("upheld", Words("结果维持", "Upheld"), style.BLUE),
    PlotLine("corrected", Words("结果纠正", "Corrected"), style.ORANGE),
    PlotLine("other", Words("其他结果", "Other result"), style.GREEN),
    PlotLine("pending", Words("尚未审结", "Pending"), style.PALE),
)


def results_by_year(review: pd.DataFrame) -> pd.DataFrame:
    """One row per report: cases of reconsideration and litigation by result, and `n`, all."""
    wide = frames.spread_out(review, "result", "cases", columns_of(RESULTS))
    wide = wide.assign(n=wide[columns_of(RESULTS)].sum(axis=1))
    return wide[wide["n"] > 0].reset_index(drop=True)


NUMBER = measured.over_years(
    name="cases",
    series=CASES,
    count=Count(Words("件", "cases"), sentences.cases),
    title=Words(
        "因政府信息公开引起的行政复议和行政诉讼", "Reconsiderations and suits over requests"
    ),
    note=Words("含尚未审结的案件。", "Pending cases among them."),
)

RATE = measured.over_years(
    name="per-1000",
    series=RATES,
    count=measured.PER_THOUSAND,
    title=Words(
        "每千件办结申请引起的行政复议和行政诉讼",
        "Reconsiderations and suits for each 1,000 requests handled",
    ),
    note=Words(
        "案件可能涉及往年的申请，可超过1000；办结数小时不宜比较。",
        "A case may be about a request of an earlier year, so it may exceed 1,000; "
        "it says little of few requests.",
    ),
)

SUCCESS = measured.over_years(
    name="corrected",
    series=CORRECTED,
    count=measured.SHARE,
    title=Words("结果纠正占已审结案件的比例", "Corrected, of the cases concluded"),
    note=Words(
        "已审结为维持、纠正和其他结果之和。",
        "Concluded: upheld, corrected and other results together.",
    ),
)

ESCALATION = measured.over_years(
    name="escalation",
    series=ESCALATED,
    count=measured.QUOTIENT,
    title=Words(
        "复议后起诉与已审结复议之比",
        "Suits after reconsideration for each reconsideration concluded",
    ),
    note=Words(
        "起诉可能针对往年的复议，可大于1。",
        "A suit may follow a case of an earlier year, so it may exceed 1.",
    ),
)

ENDED = replace(
    measured.of_whole(
        name="results",
        parts=RESULTS,
        title=Words("行政复议和行政诉讼的结果", "Results of reconsiderations and suits together"),
        note=Words(
            "n为复议和诉讼案件之和，含尚未审结。",
            "n: reconsiderations and suits together, pending ones among them.",
        ),
        whole=Words("复议和诉讼案件", "cases"),
    ),
    tables=("review",),
)

CONTESTED_MOST = ranking.chart(
    "ranking-reconsiderations",
    RATES[0],
    title=Words(
        "各机构每千件办结申请的行政复议",
        "Agencies by reconsiderations for each 1,000 requests handled",
    ),
    count=measured.PER_THOUSAND,
)
