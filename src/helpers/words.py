"""Words that mean one thing throughout: statuses, verdicts, what readers see in two languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The same words in Chinese and English."""

    chinese: str
    english: str


#: Said of a cell that the form does not ask for.
NOT_ASKED = Words("未要求填报", "not asked")

#: What the `level` of an agency means, as a heading says it before the word for agencies.
LEVELS = {
    "central": Words("中央", "central"),
    "province": Words("省级", "provincial"),
    "city": Words("市级", "city"),
    "county": Words("县级", "county"),
    "township": Words("乡镇级", "township"),
    "street": Words("街道", "street"),
    "department": Words("部门类", "department"),
    "institution": Words("其他类", "other"),
}

#: The statuses of reports.csv in words; in charts and tables all but `verified` bear a dagger.
STATUSES = {
    "verified": Words("已核验", "verified"),
    "inconsistent": Words("自身数字不平衡，照印刊出", "own sums do not add up in print"),
    "incomplete": Words(
        "部分数字未能核实，需人工查看", "some figures unproved or missing: look at it"
    ),
    "no_form": Words("没有可识别的表格", "no table of a known form in it"),
    "failed": Words("无法读取", "could not be read"),
    "left_out": Words("不是报告，未读取", "no report, left out"),
}

#: A reading of these statuses has proven itself, whether or not the agency printed its sums right.
PROVEN = ("verified", "inconsistent")
#: Reports of these statuses are in the tidy tables; the better ones stand first.
USABLE = (*PROVEN, "incomplete")
#: What proves a figure, the weakest first.
PROOFS = ("none", "second_reading", "seen", "identity")
#: The verdicts on a sum that does not add up.
BROKEN = ("wrong_in_print", "doubtful")

#: What `scope` in reports.csv means.
SCOPES = {
    "own": Words("只含本机关", "the agency alone"),
    "whole_area": Words("含所辖地区和部门", "the whole area below it"),
    "": Words("未写明", "not said"),
}
