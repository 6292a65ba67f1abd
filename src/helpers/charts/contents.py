"""How a page is laid out: the short names of its charts in the contents, and which stay closed."""

from __future__ import annotations

from helpers.words import Words

#: The name of a chart → what the contents call it; others go by their titles.
SHORT = {
    "documents": Words("规范性文件", "Normative documents"),
    "stocks": Words("年末有效件数", "In force"),
    "regulations": Words("规章", "Regulations"),
    "decisions": Words("行政处理决定", "Decisions"),
    "fees": Words("行政事业性收费", "Fees"),
    "request-fees": Words("依申请公开收费", "Fees for requests"),
    "items": Words("主动公开条数", "Items disclosed"),
    "channels": Words("公开渠道", "Channels"),
    "caseload": Words("申请数量", "Caseload"),
    "carry-over": Words("结转率", "Carry-over"),
    "clearance": Words("办结与新收之比", "Clearance"),
    "outcomes": Words("办理结果", "Outcomes"),
    "disclosed": Words("公开率", "Disclosure rates"),
    "not-met": Words("没有满足的申请", "Not met"),
    "factual": Words("无法提供", "Factual reasons"),
    "grounds": Words("不予公开的理由", "Grounds for refusal"),
    "applicants": Words("申请人", "Applicants"),
    "cases": Words("复议和诉讼", "Reconsideration, suits"),
    "per-1000": Words("每千件复议和诉讼", "Cases per 1,000"),
    "corrected": Words("纠正率", "Corrected"),
    "escalation": Words("复议后起诉", "Suits after review"),
    "results": Words("复议和诉讼结果", "Results of cases"),
    "amount": Words("总金额", "Amount"),
    "projects": Words("项目数量", "Projects"),
    "per-project": Words("平均金额", "Per project"),
    "ranking-disclosed": Words("公开率排序", "Ranking: disclosure"),
    "ranking-carry-over": Words("结转率排序", "Ranking: carry-over"),
    "ranking-reconsiderations": Words("复议排序", "Ranking: reconsideration"),
}

#: Charts that open on a click: what a reader needs who has read the others.
CLOSED = {
    "stocks",
    "regulations",
    "fees",
    "request-fees",
    "items",
    "channels",
    "carry-over",
    "clearance",
    "not-met",
    "factual",
    "grounds",
    "applicants",
    "cases",
    "per-1000",
    "corrected",
    "escalation",
    "results",
}
