"""Charts and findings say what the data say: gaps stay gaps, what is not asked is no zero, doubts are marked."""

import re
from decimal import Decimal

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from helpers import settings
from helpers.charts import (
    agency,
    disclosure,
    frames,
    notes,
    procurement,
    ranking,
    requests,
    review,
    section,
    selection,
    sentences,
    story,
)
from helpers.charts.draw import bars, spread, style, trends
from helpers.errors import UserError
from helpers.words import Words

SCOPES = ((2022, "own"), (2023, "whole_area"), (2024, ""))
PINGTAN, HUAIAN = "平潭综合实验区管委会", "淮安市人民政府"
NOT_ASKED = "not asked"

#: What a form prints for a measure: a number, a numerator and a denominator, nothing, or it does
#: not ask.
Printed = int | str | tuple[int, int] | None


def report(agency: str, year: int, form: str = "national_2021", status: str = "verified") -> dict:
    return {
        "report_id": f"{agency}-{year}",
        "agency": agency,
        "year": year,
        "form": form,
        "report_status": status,
    }


def read_report(agency: str, year: int, origin: str = "published", scope: str = "own") -> dict:
    """A row of reports.csv."""
    return {
        **report(agency, year),
        "status": "verified",
        "duplicate_of": "",
        "origin": origin,
        "scope": scope,
    }


def measures_of(
    agency: str,
    year: int,
    form: str = "national_2021",
    status: str = "verified",
    **printed: Printed,
) -> pd.DataFrame:
    """The measures of one report by their codes."""
    rows = []
    for code, one in printed.items():
        part, whole = one if isinstance(one, tuple) else (one, None)
        asked = one != NOT_ASKED
        known = asked and part is not None and whole != 0
        value = Decimal(part) / Decimal(1 if whole is None else whole) if known else None
        sides = {"numerator": part if asked else None, "denominator": whole}
        state = (
            "value"
            if known
            else "not_asked"
            if not asked
            else "blank"
            if part is None
            else "zero_denominator"
        )
        rows.append(
            {
                **report(agency, year, form, status),
                "measure": code,
                "state": state,
                "value": value,
                **sides,
            }
        )
    return pd.DataFrame(rows)


def caseload(agency: str, received: dict[int, int], **more: Printed) -> pd.DataFrame:
    """The frame of the chart of requests for an agency: year → requests received."""
    flows = dict.fromkeys(style.columns_of(requests.FLOWS))
    rows = [
        measures_of(agency, year, **{**flows, "requests_received": n, **more})
        for year, n in received.items()
    ]
    return frames.of_measures(pd.concat(rows), requests.CASELOAD.columns)


def outcomes(agency: str, year: int, form: str = "national_2021", **counts: int) -> pd.DataFrame:
    """The measures of outcomes of one report, from numbers by block."""
    codes = {
        **dict.fromkeys(style.columns_of(requests.BLOCKS[:-1]), 0),
        **dict.fromkeys(requests.ANNEX, NOT_ASKED),
    }
    whole = sum(counts.values())
    return measures_of(
        agency,
        year,
        form,
        **{
            code: one if one == NOT_ASKED else (counts.get(code, 0), whole)
            for code, one in codes.items()
        },
    )


def bought(*reports: tuple[str, int, str, Printed]) -> pd.DataFrame:
    """The frame of procurement for reports given as (agency, year, form, amount in yuan)."""
    rows = [
        measures_of(name, year, form, procurement_amount=amount if amount else NOT_ASKED)
        for name, year, form, amount in reports
    ]
    return frames.of_measures(pd.concat(rows), procurement.AMOUNT.columns)


def draw(chart: section.Chart, frame: pd.DataFrame, columns: int = 2) -> Figure:
    assert chart.draw
    drawing = chart.draw(frame, columns)
    drawing.draw_without_rendering()
    return drawing


def words_in(drawing: Figure) -> str:
    return "\n".join(
        text.get_text() for text in drawing.findobj(lambda artist: hasattr(artist, "get_text"))
    )


def test_a_year_without_a_report_is_a_gap_and_never_a_zero() -> None:
    line = (
        draw(requests.CASELOAD, caseload(PINGTAN, {2021: 70, 2022: 75, 2024: 218})).axes[0].lines[0]
    )
    assert list(line.get_xdata()) == [2021, 2022, 2023, 2024]
    assert line.get_ydata()[[0, 1, 3]].tolist() == [70, 75, 218]
    assert pd.isna(line.get_ydata()[2])


def test_what_a_report_leaves_blank_is_not_drawn_and_stays_empty_in_the_table() -> None:
    frame = caseload(PINGTAN, {2023: 20})
    assert "结转下年" not in words_in(draw(requests.CASELOAD, frame, 1))
    both = pd.concat([frame, caseload(HUAIAN, {2024: 3}, requests_carried_out=0)])
    assert re.search(r"<td[^>]*></td>\s*</tr>", section.show(requests.CASELOAD, both).data)


def test_what_no_report_prints_has_no_column() -> None:
    html = section.show(requests.CASELOAD, caseload(PINGTAN, {2023: 20}, requests_handled=3)).data
    assert "Handled" in html.split("<table")[1]
    assert "Carried over</th>" not in html


def test_only_a_long_table_scrolls_and_says_so() -> None:
    for count, scrolls in ((section.LONG, False), (section.LONG + 1, True)):
        rows = pd.concat(
            [measures_of(f"机构{n:02}", 2024, penalty_decisions=n) for n in range(count)]
        )
        html = section.show(
            disclosure.DECIDED, frames.of_measures(rows, disclosure.DECIDED.columns)
        ).data
        assert ('class="table long"' in html) == scrolls
        assert (f"{count} rows: the box scrolls." in html) == scrolls


def test_a_table_too_long_for_a_page_is_cut_and_says_so() -> None:
    for count, cut in ((settings.TABLED, False), (settings.TABLED + 1, True)):
        rows = pd.concat(
            [measures_of(f"机构{n:03}", 2024, penalty_decisions=n) for n in range(count)]
        )
        html = section.show(
            disclosure.DECIDED, frames.of_measures(rows, disclosure.DECIDED.columns)
        ).data
        assert html.split("<tbody>")[1].count("<tr>") == settings.TABLED
        assert (f"Only the first {settings.TABLED} are listed" in html) == cut


def test_a_number_in_a_heading_stays_with_its_unit() -> None:
    html = section.show(requests.CASELOAD, caseload(PINGTAN, {2024: 3119})).data
    assert '新收申请<span class="whole">3,119件</span>' in html


def test_nothing_is_most_of_one_report() -> None:
    frame = requests.outcomes_by_year(
        outcomes(HUAIAN, 2024, full_disclosure_rate=12, refused_share=8)
    )
    assert requests.RESULTS.say(frame).chinese == (
        f"{HUAIAN}2024年办理申请：予以公开占60.0%（12/20），不予公开占40.0%（8/20）。"
    )


def test_a_line_that_runs_over_another_is_thinner() -> None:
    received, handled = (
        draw(requests.CASELOAD, caseload(PINGTAN, {2023: 20, 2024: 30}, requests_handled=1))
        .axes[0]
        .lines[:2]
    )
    assert handled.get_linewidth() < received.get_linewidth()
    assert handled.get_markersize() < received.get_markersize()


def test_the_years_of_a_short_axis_are_years() -> None:
    drawing = draw(
        procurement.AMOUNT,
        bought((PINGTAN, 2019, "national_2019", 1), (PINGTAN, 2020, "national_2019", 2)),
    )
    assert [label.get_text() for label in drawing.axes[0].get_xticklabels()] == ["2019", "2020"]
    assert drawing.axes[0].xaxis.get_offset_text().get_text() == ""


def test_the_last_year_of_a_long_axis_has_its_number() -> None:
    panel = draw(requests.CASELOAD, caseload(PINGTAN, dict.fromkeys(range(2014, 2026), 30))).axes[0]
    assert panel.get_xticks()[-1] == 2025


@pytest.mark.parametrize("years", [(2019, 2025), (2018, 2025), (2014, 2025)])
def test_what_marks_the_time_axis_touches_neither_lines_nor_other_words(
    years: tuple[int, int],
) -> None:
    """The marks stand above the panel; on a long axis those of 2019 and 2021 stand back to back."""
    frame = caseload(PINGTAN, dict.fromkeys(range(years[0], years[1] + 1), 30))
    panel = draw(requests.CASELOAD, frame).axes[0]
    above = [text for text in panel.texts if text.get_text() in {*style.TURNS.values(), "件  "}]
    boxes = [text.get_window_extent() for text in above]
    assert len(boxes) == 3
    assert all(box.y0 >= panel.bbox.y1 for box in boxes)
    assert not any(one.overlaps(other) for n, one in enumerate(boxes) for other in boxes[:n])


def test_labels_of_lines_that_end_at_the_top_stay_apart_and_below_it() -> None:
    heights = style.apart([0.99, 1.0, 0.98, 0.1], gap=0.15, high=1.0)
    assert heights == pytest.approx([0.85, 1.0, 0.7, 0.1])


def test_the_values_of_neighbouring_bars_stand_apart() -> None:
    reports = [(PINGTAN, year, "national_2019", 73802895) for year in (2019, 2020)]
    reports += [(PINGTAN, year, "national_2021", None) for year in (2014, 2025)]
    drawing = draw(procurement.AMOUNT, bought(*reports))
    first, second = [
        text.get_window_extent()
        for text in drawing.axes[0].texts
        if text.get_text().startswith("7,38")
    ]
    assert not first.overlaps(second)


def test_a_year_that_is_not_asked_is_grey_and_said_and_has_no_bar() -> None:
    reports = [
        (PINGTAN, 2019, "national_2019", 75394432),
        (PINGTAN, 2021, "national_2021", None),
        (HUAIAN, 2024, "national_2021", None),
    ]
    frame = bought(*reports)
    drawing = draw(procurement.AMOUNT, frame)
    assert len(drawing.axes) == 1  # an agency that is never asked has no panel
    blue = [
        bar for bar in drawing.axes[0].patches if to_hex(bar.get_facecolor()).upper() == style.BLUE
    ]
    assert [bar.get_height() for bar in blue] == [75394432]
    text = words_in(drawing)
    assert "未要求填报" in text
    assert "万元" in text
    assert "7,539" in text
    html = section.show(procurement.AMOUNT, frame).data
    assert "另有2份报告的表格未要求填报，不列。" in html
    assert html.count("<tr>") == 2  # the head, and the one report that is asked
    assert "75,394,432" in html


def test_a_line_has_a_word_and_no_point_where_the_form_does_not_ask() -> None:
    old = measures_of(PINGTAN, 2018, "annex_fujian", carry_over_rate=NOT_ASKED)
    new = [measures_of(PINGTAN, year, carry_over_rate=(1, 20)) for year in (2021, 2022)]
    frame = frames.of_measures(pd.concat([old, *new]), requests.CARRIED.columns)
    drawing = draw(requests.CARRIED, frame)
    assert pd.isna(drawing.axes[0].lines[0].get_ydata()[0])
    assert "未要求" in words_in(drawing)


def test_where_no_report_is_asked_the_page_says_so() -> None:
    html = section.show(procurement.AMOUNT, bought((HUAIAN, 2024, "national_2021", None))).data
    assert "其他年份未要求" in html
    assert "<img" not in html


def test_a_report_that_is_not_verified_bears_a_dagger_and_the_page_says_why() -> None:
    odd = measures_of(PINGTAN, 2020, status="inconsistent", requests_received=20)
    frame = pd.concat(
        [
            caseload(PINGTAN, {2019: 23, 2021: 69}),
            frames.of_measures(odd, requests.CASELOAD.columns),
        ]
    )
    assert words_in(draw(requests.CASELOAD, frame)).count(style.DAGGER) == 1
    html = section.show(requests.CASELOAD, frame).data
    assert f"2020{style.DAGGER}" in html
    assert 'href="#note-dagger"' in html
    assert "own sums do not add up in print" in notes.show("dagger").data
    sound = section.show(requests.CASELOAD, caseload(PINGTAN, {2019: 23, 2021: 69})).data
    assert "note-dagger" not in sound


def test_lines_break_where_the_form_asks_for_something_else() -> None:
    made = {"normative_documents_made": 89, "normative_documents_issued": NOT_ASKED}
    issued = {"normative_documents_made": NOT_ASKED, "normative_documents_issued": 69}
    rows = [measures_of(PINGTAN, year, "national_2019", **made) for year in (2019, 2020)]
    rows += [measures_of(PINGTAN, year, "national_2021", **issued) for year in (2021, 2022)]
    repealed = [
        {**report(PINGTAN, year), "kind": "normative_document", "repealed": Decimal(3)}
        for year in (2021, 2022)
    ]
    frame = disclosure.documents_by_year(pd.concat(rows), pd.DataFrame(repealed))
    drawn = [line.get_ydata() for line in draw(disclosure.FLOW, frame).axes[0].lines[:3]]
    assert [pd.Series(line).dropna().tolist() for line in drawn] == [[69, 69], [89, 89], [3, 3]]


def test_the_time_axis_marks_the_regulation_of_2019_and_the_form_of_2021() -> None:
    text = words_in(draw(requests.CASELOAD, caseload(PINGTAN, {2018: 1, 2019: 23, 2021: 69})))
    assert "2019 新条例" in text
    assert "2021 新表" in text


def test_outcomes_are_bars_of_100_per_cent_in_the_order_of_the_form_with_n() -> None:
    counts = {
        "unavailable_share": 5,
        "full_disclosure_rate": 12,
        "closed_otherwise_share": 1,
        "partial_disclosure_rate": 2,
    }
    frame = requests.outcomes_by_year(outcomes(HUAIAN, 2024, **counts))
    panel = draw(requests.RESULTS, frame).axes[0]
    assert [round(bar.get_width()) for bar in panel.patches] == [60, 10, 0, 25, 0, 5]
    assert "n=20" in [text.get_text() for text in panel.texts]
    html = section.show(requests.RESULTS, frame).data
    assert "12 (60.0%)" in html
    assert "予以公开占60.0%（12/20）" in html


def test_answers_that_only_an_annex_knows_are_a_piece_of_their_own() -> None:
    annex = dict.fromkeys(requests.ANNEX, (1, 10))
    rows = measures_of(
        PINGTAN,
        2016,
        "annex_2014",
        full_disclosure_rate=(4, 10),
        unavailable_share=NOT_ASKED,
        **annex,
    )
    rest = set(style.columns_of(requests.BLOCKS)) - {
        "full_disclosure_rate",
        "unavailable_share",
        "annex",
    }
    rows = pd.concat(
        [rows, measures_of(PINGTAN, 2016, "annex_2014", **dict.fromkeys(rest, NOT_ASKED))]
    )
    panel = draw(requests.RESULTS, requests.outcomes_by_year(rows)).axes[0]
    assert [round(bar.get_width()) for bar in panel.patches] == [40, 60]


def test_outcomes_printed_only_as_zeros_make_no_bar() -> None:
    assert requests.outcomes_by_year(outcomes(HUAIAN, 2024)).empty


def test_a_ground_that_a_form_does_not_know_is_marked_and_not_drawn_as_none() -> None:
    asked = dict.fromkeys(style.columns_of(requests.GROUNDS[:-2]), (1, 8))
    old = {
        **dict.fromkeys(style.columns_of(requests.GROUNDS), NOT_ASKED),
        "ground_state_secret": (3, 4),
    }
    rows = [measures_of(PINGTAN, 2016, "annex_2014", **old), measures_of(PINGTAN, 2021, **asked)]
    rows.append(
        measures_of(
            PINGTAN, 2021, **dict.fromkeys(style.columns_of(requests.GROUNDS[-2:]), NOT_ASKED)
        )
    )
    drawing = draw(requests.REFUSED, requests.grounds_by_year(pd.concat(rows)))
    text = words_in(drawing)
    drawn = [ground.name.chinese in text for ground in requests.GROUNDS]
    assert (
        drawn == [True] * 8 + [False] * 2
    )  # the annex's own grounds, of which it prints none, have no panel
    assert "75% (3/4)" in text
    assert text.count("未要求填报 not asked") == 7


def test_a_percentage_stands_beside_its_numerator_and_denominator() -> None:
    rows = pd.concat(
        [measures_of(PINGTAN, year, carry_over_rate=(6, 154)) for year in (2024, 2025)]
    )
    frame = frames.of_measures(rows, requests.CARRIED.columns)
    text = words_in(draw(requests.CARRIED, frame))
    assert "结转率 3.9%" in text
    assert "Carry-over rate  6/154" in text
    assert "3.9% (6/154)" in section.show(requests.CARRIED, frame).data


def test_panels_share_scale_and_unit_so_that_they_compare() -> None:
    large = caseload(HUAIAN, {2023: 300_000, 2024: 400_000})
    drawing = draw(requests.CASELOAD, pd.concat([caseload(PINGTAN, {2023: 20, 2024: 30}), large]))
    assert drawing.axes[0].get_ylim() == drawing.axes[1].get_ylim()
    assert words_in(drawing).count("万件") == 2
    assert "新收 0.0030" in words_in(drawing)


def test_rates_share_their_scale_so_that_panels_compare() -> None:
    rows = [measures_of(PINGTAN, year, carry_over_rate=(1, 100)) for year in (2023, 2024)]
    rows += [measures_of(HUAIAN, year, carry_over_rate=(50, 100)) for year in (2023, 2024)]
    drawing = draw(requests.CARRIED, frames.of_measures(pd.concat(rows), requests.CARRIED.columns))
    assert drawing.axes[0].get_ylim() == drawing.axes[1].get_ylim()


def test_a_number_stands_beside_its_change_on_the_year_before() -> None:
    frame = caseload(PINGTAN, {2019: 19, 2020: 50, 2022: 50, 2023: 100, 2025: 80})
    html = section.show(requests.CASELOAD, frame).data
    assert "100 (+100.0%)" in html
    assert ">80<" in html  # the year before has no report
    assert html.count(">50<") == 2  # and 19 is too little for a change in per cent


def test_a_heading_of_a_range_of_years_has_no_change_on_the_year_before() -> None:
    frame = caseload(PINGTAN, {2022: 1, 2023: 100, 2024: 80})
    assert requests.CASELOAD.say(frame).chinese == (
        f"{PINGTAN}新收申请从2022年的1件增至2024年的80件。"
    )


def test_a_series_begins_where_its_form_counts_as_the_last_one_does() -> None:
    old = measures_of(PINGTAN, 2018, "annex_2014", requests_received=7)
    frame = pd.concat(
        [
            frames.of_measures(old, ["requests_received"]),
            caseload(PINGTAN, {2019: 23, 2021: 69}),
        ]
    )
    assert requests.CASELOAD.say(frame).chinese == (
        f"{PINGTAN}新收申请从2019年的23件增至2021年的69件。"
    )


def test_a_rate_of_few_begins_no_series() -> None:
    rates = {2021: (8, 8), 2022: (5, 50), 2023: (2, 100)}
    rows = [measures_of(PINGTAN, year, carry_over_rate=rate) for year, rate in rates.items()]
    finding = requests.CARRIED.say(frames.of_measures(pd.concat(rows), requests.CARRIED.columns))
    assert finding.chinese == f"{PINGTAN}结转率从2022年的10.0%（5/50）降至2023年的2.0%（2/100）。"
    few = frames.of_measures(pd.concat([rows[0], rows[2]]), requests.CARRIED.columns)
    assert requests.CARRIED.say(few).chinese == f"{PINGTAN}2023年结转率2.0%（2/100）。"


def test_no_heading_is_about_zeros() -> None:
    none = caseload(PINGTAN, {2023: 0, 2024: 0})
    assert requests.CASELOAD.say(none) is None
    assert (
        f"<h2>{section.both(requests.CASELOAD.title)}" in section.show(requests.CASELOAD, none).data
    )
    once = caseload(PINGTAN, {2022: 0, 2023: 4, 2024: 0})
    assert requests.CASELOAD.say(once).chinese == f"{PINGTAN}2023年新收申请4件。"
    handled = caseload(PINGTAN, {2023: 0}, requests_handled=7)
    assert requests.CASELOAD.say(handled).chinese == f"{PINGTAN}2023年办结申请7件。"


def test_weibo_and_wechat_share_a_line_so_that_no_panel_has_more_than_four() -> None:
    items = ["disclosure.items", *disclosure.CHANNEL_OF]
    rows = [
        {**report(PINGTAN, 2016, "annex_2014"), "item": item, "count": Decimal(3)} for item in items
    ]
    measures = measures_of(PINGTAN, 2016, "annex_2014", items_disclosed=3)
    frame = disclosure.channels_by_year(measures, pd.DataFrame(rows))
    assert frame["social"].tolist() == [6]
    assert len(disclosure.CHANNELS) == 4


RECEIVED = (Words("新收申请", "requests received"), sentences.cases)


@pytest.mark.parametrize(
    ("largest", "printed", "unit"),
    [
        (3119, "3,119", "件"),
        (84000, "84,000", "件"),
        (3985758, "399", "万件"),
        (447228, "44.7", "万件"),
        (242523110.82, "2.43", "亿件"),
    ],
)
def test_large_numbers_are_counted_in_wan_and_yi(largest: float, printed: str, unit: str) -> None:
    scale = style.unit_for(largest, Words("件", "requests"))
    assert (scale.text(largest), scale.name.chinese) == (printed, unit)


def test_one_agency_with_one_report_is_drawn_and_told() -> None:
    frame = caseload(PINGTAN, {2024: 218})
    assert f"{PINGTAN}  2024" in words_in(draw(requests.CASELOAD, frame))
    assert requests.CASELOAD.say(frame) == Words(
        f"{PINGTAN}2024年新收申请218件。", f"Requests received: 218 ({PINGTAN}, 2024)."
    )


def test_a_selection_names_the_agencies_and_years_that_have_no_report() -> None:
    reports = pd.DataFrame([read_report(PINGTAN, 2024)])
    assert (
        "没有报告：赤坭镇、2023。"
        in selection.sentence(reports, [PINGTAN, "赤坭镇"], [2023, 2024]).data
    )
    assert "没有报告" not in selection.sentence(reports, [], []).data


@pytest.mark.parametrize(
    ("agencies", "years", "complaint"),
    [
        (["平潭综合试验区管委会"], [], f"'平潭综合试验区管委会'; the nearest: {PINGTAN}."),
        (["淮安市"], [], f"the nearest: {HUAIAN}."),
        ([PINGTAN, "赤坭镇"], [], f"'赤坭镇': there are {PINGTAN}, {HUAIAN}."),
        ([], [2203], "No report is of 2203: choose from 2021, 2024, 2025."),
        ([PINGTAN], [2024], f"No report of {PINGTAN} is of 2024: choose from 2021, 2025."),
        (
            [],
            [2022, 2023],
            "No report of any agency is of 2022, 2023: choose from 2021, 2024, 2025.",
        ),
        (["某局"], [], "No report of 某局 could be used: reports.csv says why."),
    ],
)
def test_a_selection_of_what_is_not_there_is_refused_with_what_is_nearest(
    agencies: list[str], years: list[int], complaint: str
) -> None:
    unread = {**read_report("某局", 2024), "status": "failed"}
    known = [read_report(PINGTAN, year) for year in (2021, 2025)]
    reports = pd.DataFrame([*known, read_report(HUAIAN, 2024), unread])
    with pytest.raises(UserError, match=f"{re.escape(complaint)}$"):
        selection.check(reports, agencies, years)
    selection.check(reports, [PINGTAN], [2021, 2023])  # a gap between years is told on the page
    selection.check(reports, [], [])


def test_specimens_are_called_specimens() -> None:
    reports = pd.DataFrame(
        [read_report(PINGTAN, 2024, origin="specimen"), read_report(HUAIAN, 2024)]
    )
    assert (
        "Specimens, printed again from published figures: 1."
        in selection.sentence(reports, [], []).data
    )


def test_one_year_is_no_span() -> None:
    assert (
        "years: 2020. "
        in selection.sentence(pd.DataFrame([read_report(PINGTAN, 2020)]), [], []).data
    )


def test_reports_that_cover_different_areas_are_told_apart() -> None:
    own, whole, unknown = (read_report(PINGTAN, year, scope=scope) for year, scope in SCOPES)
    mixed = selection.sentence(pd.DataFrame([own, whole, unknown]), [], []).data
    assert "(the agency alone: 1, the whole area below it: 1, not said: 1)" in mixed
    assert "scope" not in selection.sentence(pd.DataFrame([own, own]), [], []).data


def test_a_report_of_unknown_year_stands_on_no_axis() -> None:
    rows = pd.concat(
        [measures_of(PINGTAN, year, requests_received=5) for year in (2023, 2024)]
    ).astype({"year": "Int64"})
    rows["year"] = rows["year"].where(rows["year"] == 2024)
    assert selection.select(rows, [], [])["year"].unique().tolist() == [2024]


def test_a_finding_compares_first_and_last_year_and_tells_the_largest_report_without_a_superlative() -> (
    None
):
    frame = pd.concat([caseload(PINGTAN, {2021: 70, 2023: 41}), caseload(HUAIAN, {2024: 3119})])
    finding = requests.CASELOAD.say(frame)
    assert finding.chinese == (
        f"{PINGTAN}新收申请从2021年的70件减至2023年的41件；{HUAIAN}2024年新收申请3,119件。"
    )
    assert "fell from 70 in 2021 to 41 in 2023" in finding.english


def test_a_rate_of_few_is_not_called_the_highest() -> None:
    rates = [
        (PINGTAN, 2023, (5, 100)),
        (PINGTAN, 2024, (2, 100)),
        (HUAIAN, 2024, (8, 200)),
        ("某镇人民政府", 2024, (9, 9)),
    ]
    rows = pd.concat([measures_of(name, year, carry_over_rate=rate) for name, year, rate in rates])
    finding = requests.CARRIED.say(frames.of_measures(rows, requests.CARRIED.columns))
    assert finding.chinese == f"{PINGTAN}结转率从2023年的5.0%（5/100）降至2024年的2.0%（2/100）。"


def many(years: tuple[int, ...] = (2021, 2022, 2024), agencies: int = 20) -> pd.DataFrame:
    """Agencies with 1, 2, 3, ... requests, 10 more every year."""
    rows = [
        measures_of(f"机构{n:02}", year, requests_received=n + 10 * (year - 2021))
        for n in range(agencies)
        for year in years
    ]
    return frames.of_measures(pd.concat(rows), ["requests_received"])


def test_of_many_agencies_the_distribution_is_drawn_with_gaps_and_n() -> None:
    drawing = trends.draw(many(), requests.FLOWS[:1], 2, requests.REQUESTS)
    drawing.draw_without_rendering()
    median = drawing.axes[0].lines[0]
    assert list(median.get_xdata()) == [2021, 2022, 2023, 2024]
    assert pd.isna(median.get_ydata()[2])
    assert median.get_ydata()[[0, 1, 3]].tolist() == [9.5, 19.5, 39.5]
    assert "2024\nn=20" in words_in(drawing)
    assert "中位数 median" in [text.get_text() for text in drawing.legends[0].get_texts()]


def test_of_many_agencies_the_median_is_told() -> None:
    assert sentences.trend(many(), "requests_received", *RECEIVED).chinese == (
        "2021年和2024年都有数的20个机构，新收申请的中位数从2021年的10件升至2024年的40件。"
    )
    alone = sentences.trend(many(years=(2024,)), "requests_received", *RECEIVED)
    assert alone.english == "Requests received, median of 20 agencies: 40 in 2024."


def test_medians_of_two_years_are_of_the_same_agencies_and_the_other_number_is_said() -> None:
    """Five large agencies that report in the last year only would make the median rise."""
    late = [measures_of(f"大机构{n}", 2024, requests_received=900) for n in range(5)]
    frame = pd.concat(
        [many((2021, 2024)), frames.of_measures(pd.concat(late), ["requests_received"])]
    )
    assert sentences.trend(frame, "requests_received", *RECEIVED).chinese == (
        "2021年和2024年都有数的20个机构，新收申请的中位数从2021年的10件升至2024年的40件；"
        "2024年25个机构新收申请的中位数为42件。"
    )


def test_of_many_agencies_of_which_few_have_any_their_number_is_told() -> None:
    some = many((2024,)).assign(requests_received=[*[0.0] * 17, 2.0, 5.0, 3.0])
    assert sentences.trend(some, "requests_received", *RECEIVED).chinese == (
        "2024年20个机构中3个有新收申请，最多的是机构18（5件）。"
    )


def test_quantiles_are_those_of_the_agencies_that_print_a_number() -> None:
    parts = spread.quantiles(
        many(years=(2021,)).replace({"requests_received": {0.0: float("nan")}}), "requests_received"
    )
    assert parts.loc[2021, "n"] == 19
    assert parts.loc[2021, "0.5"] == 10


@pytest.mark.parametrize(
    ("agencies", "years", "bars_of_each"), [(1, 50, 40), (10, 5, 4), (30, 2, 1)]
)
def test_of_many_reports_the_latest_of_each_agency_are_drawn(
    agencies: int, years: int, bars_of_each: int
) -> None:
    rows = [
        outcomes(f"机构{n:02}", 2024 - back, full_disclosure_rate=n + 1)
        for n in range(agencies)
        for back in range(years)
    ]
    shown = bars.drawn(requests.outcomes_by_year(pd.concat(rows)), "n", notes.WHOLE)
    assert set(shown.groupby("agency").size()) == {bars_of_each}
    assert shown["year"].min() == 2025 - bars_of_each
    assert shown["n"].max() == agencies
    assert len(shown) <= notes.WHOLE


RANKED = ("any_disclosure_of_resolvable", requests.DISCLOSED_MOST)


def levels(**levels: str) -> pd.DataFrame:
    """The table of agencies, as far as charts use it: agency → level."""
    return pd.DataFrame({"agency": [*levels], "level": [*levels.values()]})


def counties(*names: str) -> pd.DataFrame:
    return levels(**dict.fromkeys(names, "county"))


def ranked(**rates: tuple[int, int]) -> pd.DataFrame:
    rows = pd.concat(
        [measures_of(name, 2024, any_disclosure_of_resolvable=rate) for name, rate in rates.items()]
    )
    return ranking.of_levels(rows, counties(*rates), RANKED[0])


def test_a_rate_of_few_stands_apart_in_grey_and_has_no_rank() -> None:
    frame = ranked(甲=(90, 100), 乙=(80, 100), 丙=(9, 9))
    assert frame["agency"].tolist() == ["甲", "乙", "丙"]
    assert frame["rank"].tolist()[:2] == [1, 2]
    drawing = draw(requests.DISCLOSED_MOST, frame)
    colours = {
        panel.get_title(loc="left")[:2]: to_hex(panel.patches[0].get_facecolor()).upper()
        for panel in drawing.axes
    }
    assert colours == {"全部": style.BLUE, "分母": style.PALE}
    html = section.show(requests.DISCLOSED_MOST, frame).data
    assert f"分母不足{settings.FEW}" in html
    assert "1个机构分母不足100，未排序" in html


def test_agencies_that_share_the_first_place_are_all_counted() -> None:
    finding = requests.DISCLOSED_MOST.say(ranked(甲=(100, 100), 乙=(200, 200), 丙=(50, 100)))
    assert "最高的是乙等2个机构（100.0%，200/200），最低的是丙（50.0%，50/100）" in finding.chinese
    assert "乙 and 1 more" in finding.english


def test_where_only_few_stand_behind_every_rate_nothing_is_ranked() -> None:
    frame = ranked(甲=(9, 10), 乙=(8, 10))
    assert "可排序的机构不足两个" in requests.DISCLOSED_MOST.say(frame).chinese
    assert len(draw(requests.DISCLOSED_MOST, frame).axes) == 1


def decided(*reports: tuple[str, int, str, Printed]) -> pd.DataFrame:
    """The measures of the rate that is ranked, for reports given as (agency, year, form, rate)."""
    rows = [
        measures_of(name, year, form, any_disclosure_of_resolvable=rate)
        for name, year, form, rate in reports
    ]
    return pd.concat(rows)


NEW, OLD = "national_2021", "annex_fujian"


def test_a_ranking_is_of_one_level_and_of_the_last_year_that_most_have() -> None:
    reports = [(name, 2023, NEW, (n, 100)) for n, name in enumerate(("甲", "乙", "丙", "丁"), 50)]
    reports += [
        ("甲", 2024, NEW, (99, 100)),
        ("市", 2023, NEW, (98, 100)),
        ("某", 2023, NEW, (97, 100)),
    ]
    table = levels(甲="county", 乙="county", 丙="county", 丁="county", 市="city", 某="")
    frame = ranking.of_levels(decided(*reports), table, RANKED[0])
    assert frame.loc[frame["level"] == "county", ["agency", "year"]].to_numpy().tolist() == [
        ["丁", 2023], ["丙", 2023], ["乙", 2023], ["甲", 2023]
    ]  # fmt: skip
    html = str(ranking.show(requests.DISCLOSED_MOST, frame).data)
    assert html.count("<section") == 1
    assert "<h2>" in html
    assert "2023年县级机构中，实体决定中的公开率最高的是丁" in re.sub("<[^>]+>", "", html)
    assert "未列入排序：市（同级机构不足两个）；某（名称看不出层级）。" in html


def test_a_ranking_lists_who_is_missing_and_why_and_mixes_no_forms() -> None:
    reports = [
        (name, 2018, "annex_2014", (n, 100)) for n, name in enumerate(("甲", "乙", "丙"), 50)
    ]
    reports += [("丁", 2018, OLD, (90, 100)), ("戊", 2018, "annex_2014", (0, 0))]
    reports += [("己", 2017, "annex_2014", (80, 100)), ("庚", 2018, "annex_2014", NOT_ASKED)]
    named = counties(*"甲乙丙丁戊己庚辛")  # 辛 has no report among those selected
    frame = ranking.of_levels(decided(*reports), named, RANKED[0])
    missing = frame[frame["missing"].ne("")].set_index("agency")["missing"].to_dict()
    reasons = {"丁": "otherwise", "戊": "no_value", "己": "no_report", "庚": "not_asked"}
    assert missing == {**reasons, "辛": "no_report"}
    html = str(ranking.show(requests.DISCLOSED_MOST, frame).data)
    for name, reason in missing.items():
        assert re.search(f"{name}(、辛)?（{ranking.REASONS[reason].chinese}）", html)
    assert "；缺5个机构。" in re.sub("<[^>]+>", "", html)
    assert "90.0%" not in html


def test_a_ranking_needs_two_agencies_of_a_level_and_a_year() -> None:
    alone = ranking.of_levels(decided(("甲", 2023, NEW, (9, 100))), counties("甲"), RANKED[0])
    apart = decided(("甲", 2023, NEW, (9, 100)), ("乙", 2023, NEW, (9, 100)))
    apart = ranking.of_levels(apart, levels(甲="county", 乙="city"), RANKED[0])
    for frame in (alone, apart):
        assert ranking.NOTHING.english in ranking.show(requests.DISCLOSED_MOST, frame).data


def test_of_many_agencies_the_first_and_the_last_are_shown_and_the_table_has_all() -> None:
    frame = ranked(**{f"机构{n:03}": (n, 1000) for n in range(100)})
    drawing = draw(requests.DISCLOSED_MOST, frame)
    assert [len(panel.patches) for panel in drawing.axes] == [notes.ENDS, notes.ENDS]
    assert section.show(requests.DISCLOSED_MOST, frame).data.count("/1,000)</td>") == 100


def test_an_agency_stands_among_the_others_of_its_level_in_its_last_year() -> None:
    reports = [("甲", 2023, NEW, (1, 10)), ("甲", 2024, NEW, (6, 10)), ("乙", 2024, NEW, (5, 10))]
    reports += [("丙", 2020, NEW, (1, 10)), ("丁", 2024, NEW, (1, 10))]
    table = levels(甲="county", 乙="county", 丙="county", 丁="city")
    frame = agency.standing(decided(*reports), table, "甲")
    assert (
        agency.STANDING.say(frame).chinese
        == "甲2024年实体决定中的公开率为60.0%（6/10），高于其他1个县级机构同年的中位数50.0%。"
    )
    for name in ("丙", "丁"):
        nothing = agency.standing(decided(*reports), table, name)
        assert agency.ALONE.english in section.show(agency.STANDING, nothing).data


def test_the_profile_tells_what_is_blank_from_what_is_not_asked() -> None:
    group = {
        "group": "caseload",
        "group_zh": "申请",
        "group_en": "Caseload",
        "measure_zh": "结转",
        "measure_en": "Carry-over",
    }
    rows = pd.concat(
        [
            measures_of(PINGTAN, 2018, "annex_fujian", carry_over_rate=NOT_ASKED),
            measures_of(PINGTAN, 2023, carry_over_rate=(0, 0)),
            measures_of(PINGTAN, 2024, carry_over_rate=(6, 154)),
        ]
    ).assign(**group, unit="share")
    html = section.show(agency.MEASURES, agency.known(rows, ["carry_over_rate"])).data
    cells = re.findall(r"<td>(.*?)</td>", html)[1:]
    assert cells[:2] == ["3.9% (6/154)", ""]
    assert 'class="unasked"' in cells[2]


def test_names_from_reports_cannot_break_the_page() -> None:
    html = section.show(requests.CASELOAD, caseload("<b>某局&", {2024: 1})).data
    assert "<b>" not in html
    assert "&lt;b&gt;某局&amp;" in html


def test_the_same_data_make_the_same_page() -> None:
    frame = caseload(PINGTAN, {2023: 5, 2024: 6})
    assert (
        section.show(requests.CASELOAD, frame).data == section.show(requests.CASELOAD, frame).data
    )


def test_every_character_has_a_glyph_and_pictures_have_a_text() -> None:
    """A missing glyph is a warning of matplotlib, which pytest turns into an error."""
    html = section.show(requests.CASELOAD, caseload(PINGTAN, {2023: 5, 2024: 6})).data
    assert (
        html.count("data:image/png;base64,") == 1
    )  # of one agency it is the same for wide windows and for phones
    assert re.search(r'alt="[^"]{20,}"', html)
    both = pd.concat([caseload(name, {2023: 5, 2024: 6}) for name in (PINGTAN, HUAIAN)])
    assert section.show(requests.CASELOAD, both).data.count("data:image/png;base64,") == 2


def test_a_number_that_stays_is_not_called_a_rise_or_fall() -> None:
    frame = caseload(PINGTAN, {2021: 5, 2022: 9, 2023: 5})
    assert requests.CASELOAD.say(frame).chinese == (
        f"{PINGTAN}新收申请2023年与2021年持平，均为5件。"
    )


def test_results_of_cases_are_parts_of_all_cases() -> None:
    results = {"upheld": 2, "corrected": 1, "other": 0, "pending": 1}
    rows = [
        {**report(PINGTAN, 2024), "route": route, "result": result, "cases": Decimal(count)}
        for route in ("reconsideration", "litigation_direct")
        for result, count in results.items()
    ]
    frame = review.results_by_year(pd.DataFrame(rows))
    assert frame["n"].tolist() == [8]
    assert "结果维持占50.0%（4/8）" in review.ENDED.say(frame).chinese


def test_a_chart_tells_of_the_first_series_that_is_printed() -> None:
    frame = caseload(PINGTAN, {2023: 0}, requests_received=None, requests_handled=7)
    assert requests.CASELOAD.say(frame).chinese == f"{PINGTAN}2023年办结申请7件。"


def test_a_page_opens_with_its_main_points_in_words() -> None:
    """Of the agency with most reports the last year against the one before; of the others the last number."""
    rate = {"any_disclosure_of_resolvable": (71, 82)}
    told = [
        measures_of(PINGTAN, 2023, requests_received=19, any_disclosure_of_resolvable=(46, 64)),
        measures_of(PINGTAN, 2024, requests_received=25, **rate),
        measures_of(HUAIAN, 2024, requests_received=3119),
    ]
    html = story.points(pd.concat(told), requests.STORY[:2]).data
    assert re.findall('<li><span lang="zh">(.*?)</span>', html) == [
        f"各机构最近一份报告的新收申请：{HUAIAN}3,119件（2024年），{PINGTAN}25件（2024年）。",
        f"{PINGTAN}2024年新收申请25件，比上年增加6件。",
        f"{PINGTAN}2024年实体决定中的公开率86.6%（71/82），上年为71.9%（46/64）。",
    ]
    later = measures_of(PINGTAN, 2025, requests_received=31)
    points = story.points(pd.concat([*told, later]), requests.STORY[:1]).data
    assert "2025年新收申请31件，比上年增长24.0%。" in points
    zeros = measures_of(PINGTAN, 2024, requests_received=0)
    assert "<li>" not in story.points(zeros, requests.STORY[:1]).data


def test_of_many_agencies_the_main_points_tell_the_middle_and_how_many_went_up() -> None:
    rows = [
        measures_of(f"机构{n:02}", year, requests_received=50 + (year - 2023) * (n - 9))
        for n in range(20)
        for year in (2023, 2024)
    ]
    html = story.points(pd.concat(rows), requests.STORY[:1]).data
    assert (
        "新收申请：2024年20个机构的中位数为50件；"
        "上年也有数的20个机构中，10个上升，9个下降，1个持平。" in html
    )


def test_a_long_note_stands_once_and_a_table_behind_its_chart() -> None:
    frame = caseload(PINGTAN, {2023: 20, 2024: 30})
    html = section.show(requests.CASELOAD, frame).data
    assert 'href="#note-gaps"' in html
    assert notes.NOTES["gaps"][1].english not in html
    assert html.index("</figure>") < html.index('<details class="fold">') < html.index("<table")
    assert 'id="note-gaps"' in notes.show("gaps").data
