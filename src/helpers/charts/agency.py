"""Charts of 07_agency: one agency over all its years, and where it stands among the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import seaborn as sns
from IPython.display import HTML

from helpers.charts import counted, frames, markup, requests, review, section, selection
from helpers.charts.draw import style
from helpers.charts.draw.style import PER_1000, PERCENT, RATIO, WIDTH, Unit
from helpers.words import LEVELS, NOT_ASKED, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    #: The name of a measure, and its cells by year.
    _Row = tuple[Words, list[str]]

UNITS = {
    "share": PERCENT,
    "ratio": RATIO,
    "per_1000": PER_1000,
    "count": Unit(1, Words("件", "number")),
    "yuan": Unit(1, Words("元", "yuan"), decimals=2),
}

#: Shares in which an agency is compared with others.
COMPARED = (*requests.DISCLOSURE, *requests.UNMET, *requests.BACKLOG, *review.CORRECTED)

CODES = style.columns_of(COMPARED)

NAME = Words("指标", "Measure")
ALONE = Words(
    "没有其他同级机构同一年的报告可比。",
    "There is no report of another agency of its level for the same year to compare with.",
)


def standing(measures: pd.DataFrame, agencies: pd.DataFrame, agency: str) -> pd.DataFrame:
    """One row per share of which the agency and others of its level have a value in its last year.

    `others` are the values of the others, by forms that count the same. `agencies`: the table of
    this name.
    """
    levels = agencies.set_index("agency")["level"]
    level = levels.get(agency, "")
    of_level = levels.index[levels.eq(level)] if level else [agency]
    rows = [*map(partial(_share, measures[measures["agency"].isin(of_level)], agency), COMPARED)]
    columns = [*frames.REPORT, "share", "value", "quotient", "median", "others", "level"]
    frame = pd.DataFrame([*filter(None, rows)], columns=columns)
    return frame.assign(level=level)


def _share(measures: pd.DataFrame, agency: str, share: style.PlotLine) -> dict[str, Any] | None:
    """The row of a share; None where there is nothing to hold against each other."""
    code = share.column
    known = frames.of_measures(measures, [code]).dropna(subset=[code])
    own = known[known["agency"] == agency]
    if own.empty:
        return None
    report = own.nlargest(1, "year").iloc[0]
    ways = counted.ways(known, code)
    is_like = known["year"].eq(report["year"]) & ways.isin(ways[known["agency"].eq(agency)].tail(1))
    others = known.loc[is_like & known["agency"].ne(agency), code]
    if others.empty:
        return None
    return {
        **report[frames.REPORT],
        "share": share,
        "value": report[code],
        "quotient": frames.quotient(report, code),
        "median": others.median(),
        "others": others.tolist(),
    }


def draw_standing(frame: pd.DataFrame, columns: int) -> Figure:
    """A line for each share: the agency as a large dot among small ones, the others' median."""
    drawing = style.figure(WIDTH * columns, 0.9 + 0.72 * len(frame))
    panel = drawing.subplots()
    for place, (_, row) in enumerate(frame.iterrows()):
        _draw_share(panel, row, place)
        _name(panel, row, place)
    panel.set_ylim(len(frame) - 0.5, -0.8)
    panel.set_xlim(0, 1)
    panel.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
    panel.set_yticks([])
    panel.set_xlabel("%", fontsize=9)
    sns.despine(ax=panel, left=True, bottom=True)
    return drawing


def _draw_share(panel: Axes, row: pd.Series, place: int) -> None:
    """The line of a share, the dots on it, and the mark of the median across it."""
    panel.plot([0, 1], [place, place], color=style.RULE, linewidth=0.8, zorder=0)
    panel.scatter(
        row["others"],
        [place] * len(row["others"]),
        s=16,
        color=style.PALE,
        alpha=0.45,
        linewidths=0,
    )
    median, across = [row["median"]] * 2, [place - 0.15, place + 0.15]
    panel.plot(median, across, color=style.DARK, linewidth=1.6)
    panel.scatter([row["value"]], [place], s=70, color=style.BLUE, zorder=3, clip_on=False)


def _name(panel: Axes, row: pd.Series, place: int) -> None:
    """Over each line what it is, with its value, and under it the median of the others."""
    dagger = style.dagger(row["report_status"])
    name = panel.annotate(
        f"{row['share'].name.chinese} {PERCENT.text(row['value'])}  ",
        (0, place - 0.22),
        fontsize=9,
        va="bottom",
    )
    small = f"{row['share'].name.english}  {row['quotient']}, {row['year']}{dagger}"
    panel.annotate(small, (1, 0), xycoords=name, fontsize=7, color=style.GREY, va="bottom")
    panel.text(
        row["median"],
        place + 0.22,
        f"中位数 median {PERCENT.text(row['median'])} (n={len(row['others']):,})",
        ha=_side(row["median"]),
        va="top",
        fontsize=7,
        color=style.GREY,
    )


def _side(share: float) -> str:
    """How words below a point of the line stand, so that they stay inside the panel."""
    if share < 0.2:
        return "left"
    return "right" if share > 0.8 else "center"


def _say_standing(frame: pd.DataFrame) -> Words:
    """Of the first share: the agency against the median of the others."""
    row = frame.iloc[0]
    agency, year, quotient = row["agency"], row["year"], row["quotient"]
    what, count = row["share"].what, len(row["others"])
    value, median = PERCENT.text(row["value"]), PERCENT.text(row["median"])
    if value == median:
        than = Words("等于", "equal to")
    elif row["value"] > row["median"]:
        than = Words("高于", "above")
    else:
        than = Words("低于", "below")
    level = LEVELS[row["level"]]
    agencies = "agency" if count == 1 else "agencies"
    return Words(
        f"{agency}{year}年{what.chinese}为{value}（{quotient}），"
        f"{than.chinese}其他{count:,}个{level.chinese}机构同年的中位数{median}。",
        f"{agency}, {year}: {what.english} {value} ({quotient}), {than.english} the median "
        f"of {count:,} other {agencies} of the {level.english} level that year, {median}.",
    )


def _table_standing(frame: pd.DataFrame) -> str:
    """Each share beside the median of the others."""
    cells = frame[frames.REPORT].assign(
        share=[f"{share.name.chinese} {share.name.english}" for share in frame["share"]],
        value=frame["value"].map(PERCENT.text) + " (" + frame["quotient"] + ")",
        median=frame["median"].map(PERCENT.text),
        n=frame["others"].map(len),
    )
    return section.table(
        cells,
        {
            "share": Words("指标", "Share"),
            "value": Words("本机构", "This agency"),
            "median": Words("其他机构的中位数", "Median of the others"),
            "n": Words("其他机构数", "Others, n"),
        },
    )


def known(measures: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """The measures of which the agency has a value in some year, in the order of `codes`."""
    some = measures.loc[measures["value"].notna(), "measure"]
    order = {code: place for place, code in enumerate(codes)}
    kept = measures[measures["measure"].isin(some)]
    return kept.assign(order=kept["measure"].map(order)).sort_values(["order", "year"])


def tabulate(frame: pd.DataFrame) -> HTML:
    """A row for each measure under the heading of its group, a column for each year.

    The latest year stands first.
    """
    reports = frame.drop_duplicates("year", keep="last").sort_values("year", ascending=False)
    years = reports["year"].tolist()
    heads = reports["year"].astype(str) + reports["report_status"].map(style.dagger)
    table = markup.grouped(NAME, heads.tolist(), _groups(frame, years))
    return HTML(section.boxed(table, MEASURES.title, "table long"))


def _groups(frame: pd.DataFrame, years: list[int]) -> Iterator[tuple[Words, list[_Row]]]:
    """Each group of measures with its rows."""
    for _, group in frame.groupby("group", sort=False):
        heading = Words(group["group_zh"].iloc[0], group["group_en"].iloc[0])
        yield heading, [_row(measure, years) for _, measure in group.groupby("measure", sort=False)]


def _row(measure: pd.DataFrame, years: list[int]) -> _Row:
    """The name of a measure, and its value in each year."""
    texts = {row["year"]: section.cell(_text(row)) for _, row in measure.iterrows()}
    name = Words(measure["measure_zh"].iloc[0], measure["measure_en"].iloc[0])
    return name, [texts.get(year, "") for year in years]


def _text(row: pd.Series) -> str | Words:
    """A value with its numerator and denominator, or the word that the form does not ask."""
    if row["state"] == "not_asked":
        return NOT_ASKED
    if pd.isna(row["value"]):
        return ""
    value = UNITS[row["unit"]].text(float(row["value"]))
    if pd.isna(row["denominator"]):
        return value
    return f"{value} ({row['numerator']:,}/{row['denominator']:,})"


def _say_known(frame: pd.DataFrame) -> Words:
    years, reports = selection.span(frame["year"]), frame["year"].nunique()
    measures = frame["measure"].nunique()
    return Words(
        f"{years}年的{reports}份报告中有数的指标共{measures}项。",
        f"Measures with a value in some of the {reports} reports of {years}: {measures}.",
    )


STANDING = section.Chart(
    name="standing",
    tables=("measures",),
    columns=("value",),
    title=Words("与其他机构比较", "Compared with other agencies"),
    note=Words(
        "蓝点为本机构，灰点为其他同级机构，竖线为它们的中位数；都取本机构有此指标的最近一年，"
        "且表式口径相同。n小的比例偶然性大。",
        "Blue: this agency, grey: others of its level, upright line: their median, all in the last "
        "year in which the agency has a value, by forms that count the same. "
        "A share of a small n is a matter of chance.",
    ),
    say=_say_standing,
    draw=draw_standing,
    tabulate=_table_standing,
    nothing=ALONE,
)

MEASURES = section.Chart(
    name="measures",
    tables=("measures",),
    columns=("value",),
    title=Words("全部指标", "All measures"),
    note=Words(
        "括号内为分子和分母。“未要求填报”：该年的表格没有这一项；空格：报告没有印出数字，或分母为零。",
        "In brackets numerator and denominator. Not asked: the form of that year has no such item; "
        "empty: no number in print, or nothing to divide by.",
    ),
    say=_say_known,
    tabulate=tabulate,
)
