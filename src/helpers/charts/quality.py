"""Sections of 06_quality on every place that a person should look at."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pandas as pd
from IPython.display import HTML

from helpers import settings
from helpers.charts import flaws, markup, section
from helpers.charts.draw import style
from helpers.charts.flaws import TABLES
from helpers.charts.frames import said
from helpers.charts.statuses import FILE, share, table
from helpers.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

BROKEN_SUMS = {
    "wrong_in_print": Words(
        "页面所见或两次读数如此，系印刷错误", "seen, or read twice alike: so it is printed"
    ),
    "doubtful": Words("读数存疑", "perhaps misread"),
}
#: Warnings and corrections in words.
RULES = {
    "unit_conflict": Words("单位矛盾", "units differ"),
    "unit_assumed": Words("未写单位", "no unit printed"),
    "unreadable": Words("不是数字", "no number"),
    "narrative": Words("正文与表格或自身不符", "the text differs from the tables or from itself"),
    "carry_over": Words("与上年结转数不符", "not what the year before carried over"),
    "stock": Words(
        "现行有效件数与上年不衔接", "documents in force do not follow from the year before"
    ),
    "correction": Words("已更正", "applied"),
    "correction_refused": Words("未采用", "refused"),
}
#: So many pictures stand open, the others are folded.
OPEN = 4


def download(template: pd.DataFrame) -> HTML:
    """A link to the doubtful cells as a corrections.csv that lacks what a person has to say."""
    if template.empty:
        nothing = Words("没有需要更正的存疑数字。", "No doubtful figure asks for a correction.")
        return section.from_tables(markup.paragraph(nothing), DOUBTFUL.tables)
    text = template.to_csv(index=False, lineterminator="\n")
    content = b64encode(text.encode("utf-8-sig")).decode()
    count = f"{len(template):,}"
    words = Words(
        f"下载更正表（{count}个存疑数字）",
        f"Download a file of corrections (doubtful figures: {count})",
    )
    how = Words(
        "填写corrected、reason、who、date四列，删去无需更正的行，以corrections.csv存入报告文件夹，"
        "再运行一次；文件夹里已有该文件时，把行加进去。",
        "Fill in corrected, reason, who and date, delete rows that need none, save it as "
        "corrections.csv in the folder of reports and run again; if there is one already, "
        "add the rows to it.",
    )
    data = f"data:text/csv;charset=utf-8;base64,{content}"
    link = markup.download("corrections.csv", data, words)
    return section.from_tables(link + markup.paragraph(how), DOUBTFUL.tables)


def _where(figure: pd.Series) -> Words:
    """Agency, year with its dagger, and place of a figure.

    The file where agency or year is unknown.
    """
    dagger = style.dagger(figure["report_status"])
    label = "" if figure["row"] else figure["label"]
    agency, year = figure["agency"], figure["year"]
    chinese = english = figure["file"]
    if agency and year:
        chinese, english = f"{agency}{year}年", f"{agency} {year}"
    place = Words(
        "，".join(filter(None, (figure["place_zh"], label))),
        ", ".join(filter(None, (figure["place_en"], label))),
    )
    return Words(f"{chinese}{dagger}：{place.chinese}", f"{english}{dagger}: {place.english}")


def _show_sum(total: pd.Series) -> Words:
    """A broken sum in a sentence: what is printed, what the other side demands."""
    where, verdict = _where(total), BROKEN_SUMS[total["verdict"]]
    message, message_zh = total["message"], total["message_zh"]
    if total["left"] is None:
        return Words(
            f"{where.chinese}，{verdict.chinese}。{message_zh}",
            f"{where.english}, {verdict.english}. {message}",
        )
    printed, demanded = f"{total['right']:,f}", f"{total['left']:,f}"
    why, why_zh = f" {message}", message_zh
    if total["verdict"] != "doubtful":
        why = why_zh = ""
    return Words(
        f"{where.chinese}，印出{printed}，按勾稽关系应为{demanded}（{verdict.chinese}）。{why_zh}",
        f"{where.english}: printed {printed}, the sum demands {demanded} ({verdict.english}).{why}",
    )


def _show_figure(figure: pd.Series) -> Words:
    """A doubtful figure in a sentence: the text in print, and what its readings give."""
    where, printed = _where(figure), " ".join(figure["printed"].split())
    if figure["readings"] is None:
        return Words(
            f"{where.chinese}，首次读作“{printed}”。",
            f"{where.english}: first read as “{printed}”.",
        )
    found = _found(figure["readings"])
    return Words(
        f"{where.chinese}，首次读作“{printed}”，{found.chinese}。",
        f"{where.english}: first read as “{printed}”; {found.english}.",
    )


def _found(readings: Sequence[Decimal | None]) -> Words:
    """What the readings of a figure give."""
    values = ["blank" if value is None else f"{value:,f}" for value in readings]
    if len(values) < 2:
        return Words("没有两个可比的数值", "the readings give no two numbers to compare")
    if len({*values}) == 1:
        return Words(
            f"两次读数均为{values[0]}，疑点不在读数",
            f"both readings give {values[0]}, the doubt lies elsewhere",
        )
    return Words(f"两次读数为{'和'.join(values)}", f"the readings give {' and '.join(values)}")


def _many(chinese: str, english: str) -> Callable[[pd.DataFrame], Words]:
    """A sentence that counts the rows of a frame, and the reports that they are of."""

    def say(frame: pd.DataFrame) -> Words:
        rows, reports = f"{len(frame):,}", f"{frame['report_id'].nunique():,}"
        return Words(
            f"{reports}份报告共有{rows}{chinese}。", f"{english}: {rows}, in {reports} reports."
        )

    return say


def _say_blanks(frame: pd.DataFrame) -> Words:
    """How many cells are blank, and in how many reports."""
    reports, blank, cells = frame["report_id"].nunique(), frame["empty"].sum(), frame["cells"].sum()
    return Words(
        f"{reports:,}份报告有空白单元格，共{blank:,}个。",
        f"Reports with blank cells: {reports:,}; "
        f"cells of their tables with blanks: {cells:,}, blank: {blank:,}.",
    )


def _say_warnings(frame: pd.DataFrame) -> Words:
    """How many warnings of each kind, and in how many reports."""
    chinese, english = [], []
    for code, count in frame["rule"].value_counts().items():
        rule = _rule(str(code))
        chinese.append(f"{rule.chinese}{count:,}条")
        english.append(f"{rule.english}: {count:,}")
    reports = f"{frame['report_id'].nunique():,}"
    return Words(
        f"{reports}份报告有提示：{'，'.join(chinese)}。",
        f"Reports with warnings: {reports}; {', '.join(english)}.",
    )


def _rule(code: str) -> Words:
    """The kind of a warning or correction in words; one without words by its code."""
    return RULES.get(code, Words(code, code))


def _tabulate_blanks(frame: pd.DataFrame) -> HTML:
    """One row per table of the forms, and folded one row per report."""
    tables = frame.groupby("table").agg(
        reports=("report_id", "nunique"), empty=("empty", "sum"), cells=("cells", "sum")
    )
    names = (Words("表", "Table"), Words("报告", "Reports"), Words("空白/单元格", "Blank/cells"))
    known = [code for code in TABLES if code in tables.index]
    rows = []
    for code, counts in tables.loc[known].iterrows():
        name = markup.both(TABLES[str(code)])
        rows.append((name, f"{counts['reports']:,}", share(counts["empty"], counts["cells"])))
    by_table = section.boxed(section.grid(names, rows), BLANKS.title)
    blanks = flaws.blanks_by_report(frame)
    by_report = table(blanks, {"file": FILE, **TABLES})
    return HTML(by_table + section.folded_table(by_report, BLANKS.title, len(blanks)))


def _exhibits(frame: pd.DataFrame, show: Callable[[pd.Series], Words]) -> HTML:
    """The rows that have a picture, each under its sentence; of the others the sentences.

    The first few pictures stand open.
    """
    is_shown = frame["picture"].notna()
    exhibits = [markup.exhibit(show(row), row["picture"]) for _, row in frame[is_shown].iterrows()]
    more = len(exhibits) - OPEN
    folded = ""
    if more > 0:
        hidden = Words(f"展开另外{more}处", f"Show {more} more")
        folded = section.folded("".join(exhibits[OPEN:]), hidden)
    return HTML("".join(exhibits[:OPEN]) + folded + _listed(frame[~is_shown], show))


def _listed(rest: pd.DataFrame, show: Callable[[pd.Series], Words]) -> str:
    """The sentences of rows that have no picture, folded."""
    if rest.empty:
        return ""
    sentences = [show(row) for _, row in rest.head(settings.TABLED).iterrows()]
    words = Words(f"展开没有图片的{len(rest):,}处", f"Show {len(rest):,} more, without pictures")
    return section.folded(section.cut(len(rest)) + markup.listing(sentences), words)


def _places(frame: pd.DataFrame) -> pd.Series[Any]:
    """The place of each row in words."""
    places = [*map(Words, frame["place_zh"], frame["place_en"])]
    return pd.Series(places, index=frame.index, dtype=object)


def _table_rules(frame: pd.DataFrame) -> str:
    """Warnings or corrections, each with its kind and its place in words."""
    told = frame.assign(
        kind=frame["rule"].map(_rule),
        place=_places(frame),
        said=said(frame),
    )
    names = {
        "kind": Words("类别", "Kind"),
        "place": Words("位置", "Place"),
        "said": Words("说明", "Message"),
    }
    return table(told, {"file": FILE, **names})


BROKEN = section.Chart(
    name="broken",
    tables=("checks", "figures", "reports"),
    columns=("report_id",),
    title=Words(
        "不成立的勾稽关系，框内为印出的合计",
        "Sums that do not hold; the frame is round the printed total",
    ),
    note=Words(
        "数字照印公布，不作改动。重复的文件不在此列。",
        "Figures are published as printed and never changed. Duplicates are left out.",
    ),
    say=_many("处勾稽关系不成立", "Sums that do not hold"),
    tabulate=lambda frame: _exhibits(frame, _show_sum),
    nothing=Words("没有不成立的勾稽关系。", "Every sum that could be tested holds."),
)

DOUBTFUL = section.Chart(
    name="doubtful",
    tables=("checks", "figures", "reports"),
    columns=("report_id",),
    title=Words("存疑的数字", "Doubtful figures"),
    note=Words(
        "请对照图片核对。重复的文件不在此列。", "Look at the picture. Duplicates are left out."
    ),
    say=_many("个存疑的数字", "Doubtful figures"),
    tabulate=lambda frame: _exhibits(frame, _show_figure),
    nothing=Words("没有存疑的数字。", "No figure is in doubt."),
)

BLANKS = section.Chart(
    name="blanks",
    tables=("figures", "reports"),
    columns=("report_id",),
    title=Words("空白单元格，按表", "Blank cells, by table"),
    note=Words(
        "空白、横线、斜线和“无”都是空白，不是零。",
        "Empty, a dash, a slash or 无 is a blank, which is not zero.",
    ),
    say=_say_blanks,
    tabulate=_tabulate_blanks,
    nothing=Words("没有空白单元格。", "No cell is blank."),
)

DUPLICATES = section.Chart(
    name="duplicates",
    tables=("reports",),
    columns=("report_id",),
    title=Words("重复的报告", "Duplicates"),
    note=Words(
        "每个机构每年只用一份：新版本先于旧版本，公布的先于样张，核验状态好的先于差的。",
        "One file stands for each agency and year: the newest version of an address, published "
        "before specimen, the better status before the worse.",
    ),
    say=_many("个重复文件", "Duplicate files"),
    tabulate=lambda frame: table(
        frame, {"file": FILE, "instead": Words("采用的文件", "The file that stands for the year")}
    ),
    nothing=Words("没有重复的报告。", "No file is a duplicate."),
)

REVISED = section.Chart(
    name="revised",
    tables=("figures", "reports"),
    columns=("report_id",),
    title=Words(
        "重新公布的报告中变化的数字", "Figures that changed when a report was published anew"
    ),
    note=Words(
        "同一网址前后公布的版本；采用最新的，旧的保留在文件夹里，不计入各表。",
        "Versions that one address published one after the other; the newest counts, the older "
        "ones stay in the folder and are in no tidy table.",
    ),
    say=_many("个变化的数字", "Figures that changed"),
    tabulate=lambda frame: table(
        frame.assign(place=_places(frame)),
        {
            "file": FILE,
            "instead": Words("新版本", "Newer version"),
            "place": Words("位置", "Place"),
            "before": Words("原为", "Before"),
            "now": Words("现为", "Now"),
        },
    ),
    nothing=Words("没有变化的数字。", "No figure has changed."),
)

WARNINGS = section.Chart(
    name="warnings",
    tables=("checks", "reports"),
    columns=("report_id",),
    title=Words("提示：单位、正文、年度之间", "Warnings: units, running text, between years"),
    note=Words(
        "提示不是错误，不影响核验状态：机构会合并、重新统计或更正。",
        "A warning is no error and changes no status: agencies merge, recount and amend.",
    ),
    say=_say_warnings,
    tabulate=_table_rules,
    nothing=Words("没有提示。", "No warnings."),
)

CORRECTIONS = section.Chart(
    name="corrections",
    tables=("checks", "reports"),
    columns=("report_id",),
    title=Words("更正", "Corrections"),
    note=Words(
        "更正只改误读，不改机构印错的数字。",
        "A correction mends a misreading, never what the agency printed wrong.",
    ),
    say=_many("条更正", "Corrections"),
    tabulate=_table_rules,
    nothing=Words("没有更正。", "No corrections."),
)
