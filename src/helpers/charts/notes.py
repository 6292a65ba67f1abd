"""What is said of many charts, said once, at the end of a page; each chart leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.display import HTML

from helpers import settings
from helpers.charts import markup
from helpers.charts.draw.style import DAGGER, PANELS
from helpers.words import STATUSES, USABLE, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

#: How many bars of 100%, of bars in a panel, and of agencies at each end of a ranking stay
#: readable; the table under a chart holds all.
WHOLE, PARTS, ENDS = 40, 16, 15


def _drawn(most: int) -> Words:
    """Which reports are drawn."""
    return Words(
        f"报告多于{most}份时，图中只画每个机构最近的报告；每个机构只画得下一份时，"
        f"只列出n最大的{most // 2}个机构。n小的报告，百分比不宜比较。",
        f"Of more than {most} reports only the latest of each agency are drawn, and where there is "
        f"room for one each, those of the {most // 2} agencies with the largest n. "
        "Shares of a small n do not compare.",
    )


_DAGGER = Words(
    "；".join(STATUSES[status].chinese for status in USABLE[1:]) + "。",
    "; ".join(STATUSES[status].english for status in USABLE[1:]) + ".",
)

#: Each note by its code: what a link to it is called, and the note.
NOTES = {
    "gaps": (
        Words("空缺、括号和分布", "Gaps, brackets, distributions"),
        Words(
            "没有报告、没有数字或分母为零的年份留空；表格未要求填报的年份标明，不是零。"
            f"表中括号内为分子和分母，或比上年的增减；上年数小于{settings.SMALL_BASE}的不算百分比。"
            f"机构多于{PANELS}个时画各年的分布，n为当年有数的机构数。"
            "同一张图的各分图用同一刻度、同一单位。标题中的两年只用口径相同的表式。",
            "A year without a report, a number or anything to divide by is a gap; a year in which "
            "the form does not ask is marked and is not zero. In the table, brackets hold "
            "numerator and denominator, or the change on the year before, if that was "
            f"{settings.SMALL_BASE} or more. Of more than {PANELS} agencies the distribution is "
            "drawn, n being the agencies with a value in that year. The panels of a chart share "
            "scale and unit. Two years in a heading are of forms that count the same.",
        ),
    ),
    "whole": (Words("哪些报告入图", "Which reports are drawn"), _drawn(WHOLE)),
    "parts": (Words("哪些报告入分项图", "Which reports charts by part show"), _drawn(PARTS)),
    "ranking": (
        Words("排序规则", "How agencies are ranked"),
        Words(
            "每次排序只含一个层级和一个年份：该层级多数机构有数的最近一年；口径不同的表式不混排。"
            f"分母不足{settings.FEW}的单列，用灰色，不参与排序：一两件申请就会改变其位置。"
            f"机构多时图中只列首尾各{ENDS}个，表中列出全部。",
            "Each ranking is of one level and one year: the latest in which most agencies of the "
            "level have a value. Forms that count differently are never put together. "
            f"Where the denominator is below {settings.FEW} the agency stands apart in grey and "
            "is not ranked: one or two requests would move it. "
            f"Of many agencies the chart shows the first and the last {ENDS}, the table shows all.",
        ),
    ),
    "dagger": (Words(f"{DAGGER}是什么", f"What {DAGGER} means"), _DAGGER),
}


def links(codes: Iterable[str]) -> str:
    """The way from a chart to the notes on it."""
    return markup.note_links([(code, NOTES[code][0]) for code in codes])


def show(*codes: str) -> HTML:
    """The notes of a page, each once."""
    return HTML(markup.notes([(code, *NOTES[code]) for code in codes]))
