"""The running text of a specimen: our own words around the totals that the agency printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers.forms import Form
from plan import WAN, Figures, Specimen, plain
from sheets import Sheet, sheet

NOTICE = (
    "样张 SPECIMEN：本文件由 gongkai 项目依据机关公布的数字重新排印，并非原件。"
    "Reprinted by the gongkai project from figures the agency published; not the original."
)
OMITTED = "本节文字从略，样张只转印统计数字。"

#: {table/row/column} stands for a figure; a sentence whose figures are not all printed is left out.
DISCLOSED = {
    "national_2019": [
        "规范性文件本年新制作{disclosure/normative_document/made}件，"
        "对外公开总数{disclosure/normative_document/total_disclosed}件。",
        "政府集中采购项目{disclosure/procurement/projects}个。",
    ],
    "national_2021": [
        "本年制发行政规范性文件{disclosure/normative_document/issued}件，"
        "废止{disclosure/normative_document/repealed}件，"
        "现行有效{disclosure/normative_document/in_force}件。",
        "作出行政许可决定{disclosure/licensing/decisions}件，行政处罚决定{disclosure/penalty/decisions}件，"
        "行政强制决定{disclosure/coercion/decisions}件。",
        "行政事业性收费{disclosure/fees/amount}万元。",
    ],
}
REQUESTED = [
    "{year}年，{scope}新收政府信息公开申请{requests/received/total}件，上年结转{requests/carried_in/total}件；"
    "本年度办理{requests/total/total}件，结转下年度继续办理{requests/carried_out/total}件。",
    "其中予以公开{requests/granted/total}件，部分公开{requests/partly_granted/total}件。",
]
REVIEWED = [
    "本年度行政复议{review/reconsideration/total}件。",
    "未经复议直接起诉的行政诉讼{review/litigation_direct/total}件。",
    "复议后起诉的行政诉讼{review/litigation_after_review/total}件。",
]
ANNEX = {
    "二、主动公开政府信息情况": [
        "{year}年主动公开文件{annex/disclosure.items/value}条，历年累计{annex/disclosure.items/cumulative}条，"
        "其中政府网站公开{annex/channels.website/value}条。"
    ],
    "三、政府信息依申请公开情况": [
        "{year}年，{scope}受理政府信息公开申请{annex/requests.received/value}条，答复{annex/requests.answered/value}条。"
    ],
    "四、政府信息公开收费及减免情况": ["{year}年减免费用{annex/fees_waived/value}元。"],
    "五、因政府信息公开申请行政复议、提起行政诉讼情况": [
        "行政复议{annex/reconsideration/value}件，行政诉讼{annex/litigation/value}件。"
    ],
}


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs and, below them, at most one table."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    sheet: Sheet | None = None


@dataclass(frozen=True)
class Report:
    """All that stands in one specimen, in printed order."""

    specimen: Specimen
    sections: tuple[Section, ...]


def compose(specimen: Specimen, form: Form, figures: Figures) -> Report:
    """Put one report together from its figures; the sections follow the form that the agency used."""
    sections = _annex_sections if "annex" in form.tables else _national_sections
    return Report(specimen, tuple(sections(specimen, form, figures)))


def _national_sections(specimen: Specimen, form: Form, figures: Figures) -> list[Section]:
    tables = {code: sheet(specimen, table, figures) for code, table in form.tables.items()}
    year = specimen.year
    opening = (
        f"本报告依照《中华人民共和国政府信息公开条例》第五十条的要求编制，"
        f"所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    )
    disclosed = "".join([*specimen.facts, *_sentences(DISCLOSED[specimen.form], specimen, figures)])
    requested = "".join(_sentences(REQUESTED, specimen, figures))
    reviewed = "".join(_sentences(REVIEWED, specimen, figures))
    told = (opening, f"（一）主动公开。{disclosed}", f"（二）依申请公开。{requested}{reviewed}")
    return [
        Section("一、总体情况", told),
        Section("二、主动公开政府信息情况", (), tables["disclosure"]),
        Section("三、收到和处理政府信息公开申请情况", (), tables["requests"]),
        Section("四、政府信息公开行政复议、行政诉讼情况", (), tables["review"]),
        Section("五、存在的主要问题及改进情况", (OMITTED,)),
        Section("六、其他需要报告的事项", (f"表格依照《{form.chinese}》排印。",)),
    ]


def _annex_sections(specimen: Specimen, form: Form, figures: Figures) -> list[Section]:
    opening = (
        f"本报告依照《中华人民共和国政府信息公开条例》编制，反映{specimen.year}年度的工作情况。"
    )
    told = [
        Section(head, tuple(_sentences(texts, specimen, figures)) or (OMITTED,))
        for head, texts in ANNEX.items()
    ]
    table = sheet(specimen, form.tables["annex"], figures)
    return [
        Section("一、概述", (opening, *specimen.facts)),
        *told,
        Section("六、其他需要报告的事项", (OMITTED,)),
        Section("七、政府信息公开情况统计表", (), table),
    ]


def _sentences(templates: list[str], specimen: Specimen, figures: Figures) -> list[str]:
    """Fill the templates; a sentence with a figure that the agency left out is dropped."""

    def figure(match: re.Match[str]) -> str:
        table, row, column = match[1].split("/")
        value = figures.get((table, row, column))
        if value is None:
            raise LookupError(match[1])
        return plain(value / WAN if column == "amount" else value)

    sentences = []
    for template in templates:
        text = template.replace("{year}", str(specimen.year)).replace("{scope}", specimen.scope)
        try:
            sentences.append(re.sub(r"\{(\w[^}]*)\}", figure, text))
        except LookupError:
            continue
    return sentences
