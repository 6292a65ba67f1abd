"""How the files were read: sections of 06_quality on statuses, sums and the proofs of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from IPython.display import HTML

from helpers.charts import markup, section
from helpers.charts.draw import style
from helpers.charts.flaws import joined
from helpers.charts.frames import said
from helpers.words import STATUSES, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure

_IN_ORDER = (style.BLUE, style.ORANGE, style.PURPLE, style.LILAC, style.DARK, style.GREY)
COLOURS = dict(zip(STATUSES, _IN_ORDER, strict=True))
PROOFS = ("identity", "seen", "second_reading", "none")
#: What a reader should do with the reports of each status.
ADVICE = {
    "verified": Words("可以照用。", "Use the figures as they are."),
    "inconsistent": Words(
        "可以使用，印错的合计照印注明（见下），不要自行改正。",
        "Use them, and say which sums the agency printed wrong (see below); do not mend them.",
    ),
    "incomplete": Words(
        "使用前对照图片核对存疑和缺漏的数字，需要时填写更正表再运行一次。",
        "First hold what is doubtful or missing against the report; where it was misread, "
        "fill in a correction.",
    ),
    "no_form": Words(
        "不在数据表中。请查看文件是不是年度报告，表格是不是图片。",
        "Not in the tables. See whether the file is a yearly report, and whether its tables are "
        "pictures.",
    ),
    "failed": Words(
        "不在数据表中。请按说明换一份文件再运行一次。",
        "Not in the tables. Put in another file, as the message says, and run again.",
    ),
    "left_out": Words("不是报告，不必处理。", "No report: nothing to do."),
}
FILE = Words("文件", "File")
UNKNOWN_YEAR = "不明\nunknown"


def read(counts: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """One row per report, the best last: its status in words, its sums, its figures by proof.

    The sums are held/broken/unchecked. `counts`: cells by report and proof, perhaps by more, with
    what `flaws.of` adds.
    """
    by_proof = counts.pivot_table(
        index="report_id", columns="proof", values="cells", aggfunc="sum", fill_value=0
    )
    by_proof = by_proof.reindex(index=reports["report_id"], columns=[*PROOFS], fill_value=0)
    sums = reports[["checks_hold", "checks_broken", "checks_unchecked"]]
    told = reports.assign(
        in_words=reports["report_status"].map(STATUSES),
        sums=joined(sums),
        proofs=joined(by_proof).tolist(),
        said=said(reports),
    )
    told[[*PROOFS]] = by_proof.to_numpy()
    worst_first = dict(zip(reversed(STATUSES), range(len(STATUSES)), strict=True))
    return told.sort_values(
        "report_status", key=lambda status: status.map(worst_first), kind="stable"
    )


def unnamed(reports: pd.DataFrame) -> pd.DataFrame:
    """One row per report that was read and lacks its agency or its year."""
    unknown = reports["agency"].eq("") | reports["year"].eq("")
    rows = reports[unknown & ~reports["report_status"].isin(["failed", "left_out"])]
    return rows.assign(in_words=rows["report_status"].map(STATUSES), said=said(rows))


def share(count: int, of: int) -> str:
    """A count as a percentage with what it is a part of."""
    return f"{count / of:.1%} ({count:,}/{of:,})"


def table(frame: pd.DataFrame, columns: Mapping[str, Words]) -> str:
    """A table of `page.table` whose cells are words rather than numbers."""
    return section.table(frame, columns, "words files")


def _say_statuses(frame: pd.DataFrame) -> Words:
    """How many files have each status that occurs."""
    counts = frame["report_status"].value_counts()
    chinese, english = [], []
    for status, words in STATUSES.items():
        if status in counts:
            chinese.append(f"{counts[status]:,}份{words.chinese}")
            english.append(f"{words.english}: {counts[status]:,}")
    return Words(
        f"共{len(frame):,}份文件：{'；'.join(chinese)}。",
        f"Files: {len(frame):,}; {'; '.join(english)}.",
    )


def _say_proofs(frame: pd.DataFrame) -> Words:
    """What share of the cells is proved in each way."""
    proved = frame[[*PROOFS]].sum()
    cells = int(proved.sum())
    if not cells:
        return Words("没有读到单元格。", "No cell was read.")
    by_sum, seen, again, unproved = (share(proved[name], cells) for name in PROOFS)
    return Words(
        f"读出的单元格{by_sum}由成立的勾稽关系核验，{seen}与页面所见一致，"
        f"{again}由独立的第二次读数核验，{unproved}未能核验。",
        f"Cells read: {by_sum} proved by a sum that holds, {seen} seen on the page as read, "
        f"{again} proved by a second reading, {unproved} not at all.",
    )


def draw_statuses(frame: pd.DataFrame, columns: int) -> Figure:
    """A bar for each report year, cut into the statuses of its files."""
    counts = _by_year(frame)
    drawing = style.figure(style.WIDTH * columns, 3.2)
    panel = drawing.subplots()
    top = pd.Series(0, index=counts.index)
    for status, words in STATUSES.items():
        if status not in counts:
            continue
        panel.bar(
            counts.index,
            counts[status],
            bottom=top,
            color=COLOURS[status],
            width=0.7,
            label=f"{words.chinese} {words.english}",
        )
        top += counts[status]
    panel.spines[["top", "right", "left"]].set_visible(False)
    panel.tick_params(axis="x", rotation=45 if len(counts) > 6 * columns else 0)
    style.value_axis(panel, style.Unit(1, Words("份", "files")))
    drawing.legend(loc="outside upper left", ncols=columns, frameon=False, fontsize=9)
    return drawing


def _say_unnamed(frame: pd.DataFrame) -> Words:
    """How many reports lack an agency or a year, and what to do."""
    agencies, years = frame["agency"].eq("").sum(), frame["year"].eq("").sum()
    return Words(
        f"{len(frame):,}份报告没有写明机关或年度（无机关{agencies:,}份，无年度{years:,}份）："
        "请在sources.csv中填写agency和year，再运行一次。",
        f"Reports without agency or year: {len(frame):,} (agency: {agencies:,}, year: {years:,}). "
        "Name agency and year in sources.csv, and run again.",
    )


def _by_year(frame: pd.DataFrame) -> pd.DataFrame:
    """How many files have each status, in all years from first to last, unknown years last."""
    counts = pd.crosstab(frame["year"].replace("", UNKNOWN_YEAR), frame["report_status"])
    known = [int(year) for year in counts.index if year != UNKNOWN_YEAR]
    years = []
    if known:
        years = [str(year) for year in range(min(known), max(known) + 1)]
    if UNKNOWN_YEAR in counts.index:
        years.append(UNKNOWN_YEAR)
    return counts.reindex(years, fill_value=0)


def _tabulate_statuses(frame: pd.DataFrame) -> HTML:
    """One row per status that occurs: what it means, how many files have it, what to do."""
    counts = frame["report_status"].value_counts()
    names = (Words("状态", "Status"), Words("文件", "Files"), Words("读者怎样做", "What to do"))
    rows = []
    for status, words in STATUSES.items():
        if status in counts:
            files = share(counts[status], len(frame))
            rows.append((markup.both(words), files, markup.both(ADVICE[status])))
    return HTML(section.boxed(section.grid(names, rows), SUMMARY.title))


SUMMARY = section.Chart(
    name="summary",
    tables=("reports",),
    columns=("report_id",),
    title=Words("报告文件，按报告年度和核验状态", "Report files, by report year and status"),
    note=Words(
        "核验的是读得对不对，不是机构报得对不对。",
        "What is verified is the reading, not what the agency reports.",
    ),
    say=_say_statuses,
    draw=draw_statuses,
    tabulate=_tabulate_statuses,
    nothing=Words("所选机构和年份没有文件。", "No files for the agencies and years selected."),
)

READ = section.Chart(
    name="read",
    tables=("figures", "reports"),
    columns=("report_id",),
    title=Words("每份报告是怎样读出来的", "How each report was read"),
    note=Words(
        "勾稽：成立/不成立/无法核验；核验方式：由成立的勾稽关系/与页面所见一致/"
        "由独立的第二次读数/未能核验。",
        "Sums: hold/broken/unchecked. Cells proved: by a sum that holds/as seen on the page/"
        "by a second reading/not at all.",
    ),
    say=_say_proofs,
    tabulate=lambda frame: table(
        frame,
        {
            "file": FILE,
            "in_words": Words("状态", "Status"),
            "form": section.FORM,
            "reader": Words("读取方式", "Reader"),
            "pages": Words("页", "Pages"),
            "figures": Words("单元格", "Cells"),
            "blank": Words("空白", "Blank"),
            "sums": Words("勾稽", "Sums"),
            "proofs": Words("核验方式", "Proved"),
            "said": Words("说明", "Message"),
        },
    ),
    nothing=Words("所选机构和年份没有文件。", "No files for the agencies and years selected."),
)

UNNAMED = section.Chart(
    name="unnamed",
    tables=("reports",),
    columns=("report_id",),
    title=Words("没有写明机关或年度的报告", "Reports without agency or year"),
    note=Words(
        "不写明机关和年度的报告，不在比较机构和年份的图表中。",
        "Charts that compare agencies and years leave these reports out.",
    ),
    say=_say_unnamed,
    tabulate=lambda frame: table(
        frame,
        {
            "file": FILE,
            "in_words": Words("状态", "Status"),
            "said": Words("说明", "Message"),
        },
    ),
    nothing=Words("每份报告都写明了机关和年度。", "Every report names its agency and year."),
)
