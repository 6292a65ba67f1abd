"""Charts of 04_requests: what came in, what became of it, who asked, on what grounds refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.charts import frames, measured, ranking, sentences
from helpers.charts.draw import style
from helpers.charts.draw.style import Count, PlotLine, columns_of
from helpers.charts.story import Point
from helpers.words import Words

if TYPE_CHECKING:
    import pandas as pd

REQUESTS = Words("件", "requests")

FLOWS = (
    PlotLine(
        "requests_received",
        Words("新收", "Received"),
        style.BLUE,
        Words("新收申请", "requests received"),
    ),
    PlotLine(
        "requests_handled",
        Words("办结", "Handled"),
        style.GREEN,
        Words("办结申请", "requests handled"),
        thin=True,
    ),
    PlotLine("requests_carried_out", Words("结转下年", "Carried over"), style.ORANGE),
)

BACKLOG = (PlotLine("carry_over_rate", Words("结转率", "Carry-over rate"), style.ORANGE),)
PACE = (
    PlotLine(
        "clearance_rate",
        Words("办结与新收之比", "Handled per received"),
        style.GREEN,
        Words("办结与新收之比", "clearance rate"),
    ),
)

#: The blocks of the forms of 2019 and 2021, in their order; the same colours wherever they are
#: drawn.
BLOCKS = (
    PlotLine("full_disclosure_rate", Words("予以公开", "Granted"), style.BLUE),
    PlotLine("partial_disclosure_rate", Words("部分公开", "Partly granted"), style.GREEN),
    PlotLine("refused_share", Words("不予公开", "Refused"), style.PURPLE),
    PlotLine("unavailable_share", Words("无法提供", "Unavailable"), style.ORANGE),
    PlotLine("not_processed_share", Words("不予处理", "Not processed"), style.DARK),
    PlotLine("closed_otherwise_share", Words("其他处理", "Closed otherwise"), style.LILAC),
    PlotLine("annex", Words("附表其他答复", "Annex answers"), style.PALE),
)

#: Answers that only the annexes know, drawn as one piece.
ANNEX = (
    "already_public_share",
    "not_this_agency_share",
    "not_existing_share",
    "correction_asked_share",
    "other_way_share",
    "answered_otherwise_share",
)

DISCLOSURE = (
    PlotLine(
        "any_disclosure_of_resolvable",
        Words("实体决定中公开", "Of those decided"),
        style.BLUE,
        Words("实体决定中的公开率", "disclosed at least in part, of requests decided"),
    ),
    PlotLine("any_disclosure_rate", Words("公开（含部分）", "Disclosed, any part"), style.GREEN),
    PlotLine("full_disclosure_rate", Words("全部公开", "Disclosed in full"), style.PURPLE),
)

UNMET = (
    PlotLine(
        "no_information_share",
        Words("没有信息", "No information"),
        style.ORANGE,
        Words("没有信息占比", "no information"),
    ),
    PlotLine(
        "refused_share",
        Words("不予公开", "Refused"),
        style.PURPLE,
        Words("不予公开占比", "refused, of all outcomes"),
    ),
    PlotLine("not_processed_share", Words("不予处理", "Not processed"), style.DARK),
)

FACTUAL = (
    PlotLine(
        "factual_refusal_share",
        Words("无法提供", "For factual reasons"),
        style.ORANGE,
        Words("未公开答复中无法提供的比例", "factual reasons, of requests not met"),
    ),
)

APPLICANTS = (
    PlotLine("applicant_natural_person", Words("自然人", "Natural persons"), style.BLUE),
    PlotLine("applicant_business", Words("商业企业", "Businesses"), style.ORANGE),
    PlotLine("applicant_research", Words("科研机构", "Research"), style.GREEN),
    PlotLine("applicant_public_interest", Words("社会公益组织", "Public interest"), style.PURPLE),
    PlotLine("applicant_legal_service", Words("法律服务机构", "Legal services"), style.LILAC),
    PlotLine("applicant_other_org", Words("其他组织", "Other organisations"), style.DARK),
)

GROUNDS = tuple(
    PlotLine(f"ground_{code}", words, style.PURPLE)
    for code, words in {
        "state_secret": Words("国家秘密", "State secret"),
        "prohibited_by_law": Words("法律法规禁止", "Prohibited by other law"),
        "security_stability": Words("三安全一稳定", "Security and stability"),
        "third_party": Words("第三方权益", "Third party's rights"),
        "internal_affairs": Words("内部事务信息", "Internal affairs"),
        "deliberative": Words("过程性信息", "Deliberative process"),
        "enforcement_file": Words("行政执法案卷", "Law-enforcement file"),
        "inquiry": Words("行政查询事项", "Administrative inquiry"),
        "not_government_information": Words("非政府信息", "Not government information"),
        "other_law": Words("法规其他情形", "Other legal ground"),
    }.items()
)


def outcomes_by_year(measures: pd.DataFrame) -> pd.DataFrame:
    """One row per report: requests in each block, and `n`, all of them.

    The other answers that only annexes know stand together.
    """
    wide = frames.numerators(measures, [*columns_of(BLOCKS[:-1]), *ANNEX])
    annex = wide[[*ANNEX]].sum(axis=1, min_count=1)
    wide = wide.assign(**{"annex": annex, "annex/asked": frames.asked(wide, ANNEX)})
    return wide.drop(columns=[*ANNEX])


def applicants_by_year(measures: pd.DataFrame) -> pd.DataFrame:
    """One row per report: requests received from each type of applicant, and `n`, all of them."""
    return frames.numerators(measures, columns_of(APPLICANTS))


def grounds_by_year(measures: pd.DataFrame) -> pd.DataFrame:
    """One row per report that refused anything: requests refused on each ground, and `n`, all."""
    return frames.numerators(measures, columns_of(GROUNDS))


CASELOAD = measured.over_years(
    name="caseload",
    series=FLOWS,
    count=Count(REQUESTS, sentences.cases),
    title=Words(
        "收到、办结和结转的政府信息公开申请",
        "Requests received, handled and carried over, by report year",
    ),
    note=Words(
        "附表只问收到和答复，不问结转；福建附表没有办结数，以答复总数代替。",
        "The annexes do not ask for requests carried over; in Fujian's annex answers stand for "
        "requests handled.",
    ),
)

CARRIED = measured.over_years(
    name="carry-over",
    series=BACKLOG,
    count=measured.SHARE,
    title=Words(
        "结转率：年末未办结的申请占全部在办申请",
        "Carry-over rate: requests still open at the year's end, of all on hand",
    ),
    note=Words(
        "在办申请为办结与结转之和。",
        "On hand is what was handled and what was carried over together.",
    ),
)

CLEARED = measured.over_years(
    name="clearance",
    series=PACE,
    count=measured.QUOTIENT,
    title=Words("办结数与新收数之比", "Requests handled for each one received"),
    note=Words("大于1说明积压减少。", "Above 1 the backlog shrinks."),
)

RESULTS = measured.of_whole(
    name="outcomes",
    parts=BLOCKS,
    title=Words("申请的办理结果", "Outcomes of requests, in the order of the form"),
    note=Words(
        "百分比以各办理结果之和n为分母；n与报告印出的总计不等时，该报告标有†。"
        "附表的分母是答复，不是申请。",
        "Shares of n, the sum of all outcomes; where n is not the total in print, the report bears "
        "a †. In the annexes n counts answers, not requests.",
    ),
    whole=Words("办理申请", "requests handled"),
)

DISCLOSED = measured.over_years(
    name="disclosed",
    series=DISCLOSURE,
    count=measured.SHARE,
    title=Words(
        "公开率：全部办理结果中，以及对公开与否作出实体决定的申请中",
        "Disclosure rates: of all outcomes, and of requests decided for or against disclosure",
    ),
    note=Words(
        "“实体决定”指予以公开、部分公开和不予公开三项之和，不含没有信息、不予处理等。"
        "附表年份的口径略有不同。",
        "Decided: granted, partly granted and refused together, without those for which there was "
        "no information or which were not processed. "
        "In the annex years the rates are not quite the same.",
    ),
)

NOT_MET = measured.over_years(
    name="not-met",
    series=UNMET,
    count=measured.SHARE,
    title=Words(
        "没有信息、不予公开和不予处理占全部办理结果的比例",
        "No information, refused and not processed, of all outcomes",
    ),
    note=Words(
        "“没有信息”指本机关不掌握或没有现成信息，不含补正后仍不明确。",
        "No information: the agency does not hold it or would have to create it.",
    ),
)

FACTUAL_OR_LEGAL = measured.over_years(
    name="factual",
    series=FACTUAL,
    count=measured.SHARE,
    title=Words(
        "未公开的答复中，因事实上无法提供的比例（其余为依法不予公开）",
        "Of requests not met, the share for factual reasons (the rest was refused by law)",
    ),
    note=Words(
        "无法提供除以无法提供与不予公开之和。", "Unavailable, of unavailable and refused together."
    ),
)

REFUSED = measured.of_parts(
    name="grounds",
    parts=GROUNDS,
    title=Words("不予公开的理由", "Grounds for refusal"),
    note=Words(
        "百分比以该报告不予公开的全部理由之和n为分母，没有不予公开的报告不在图中。"
        "2014年附表的理由与2019年起的表格不同，未要求的标明；福建附表不分理由。"
        "机构多时画各年的分布。",
        "Shares of n, all refusals of the report; a report that refused nothing is not drawn. "
        "The annex of 2014 knows other grounds than the forms from 2019, and what is not asked is "
        "marked; Fujian's annex gives no grounds. "
        "Of many agencies the distribution over each year is drawn.",
    ),
    whole=Words("不予公开", "refusals"),
)
ASKED_BY = measured.of_whole(
    name="applicants",
    parts=APPLICANTS,
    title=Words("申请人的构成", "Who asks: requests received by type of applicant"),
    note=Words("附表不分申请人。", "The annexes do not ask who applied."),
    whole=Words("新收申请", "requests received"),
)

DISCLOSED_MOST = ranking.chart(
    "ranking-disclosed",
    DISCLOSURE[0],
    title=Words(
        "各机构的公开率（实体决定中公开，含部分公开）",
        "Agencies by disclosure rate, of requests decided for or against disclosure",
    ),
    count=measured.SHARE,
)

CARRIED_MOST = ranking.chart(
    "ranking-carry-over",
    BACKLOG[0],
    title=Words("各机构的结转率", "Agencies by carry-over rate"),
    count=measured.SHARE,
)

#: What the page tells first.
STORY = (
    Point(FLOWS[0], Count(REQUESTS, sentences.cases)),
    Point(DISCLOSURE[0], measured.SHARE),
    Point(BACKLOG[0], measured.SHARE),
    *(Point(line, measured.SHARE) for line in UNMET[:2]),
)
