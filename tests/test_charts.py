"""Charts and findings say what the data say: gaps stay gaps, what is not asked is no zero, doubts are marked."""

import re
from decimal import Decimal

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from helpers import findings
from helpers.charts import disclosure, page, procurement, requests, style
from helpers.charts.style import Words

SCOPES = ((2022, "own"), (2023, "whole_area"), (2024, ""))
PINGTAN, HUAIAN = "平潭综合实验区管委会", "淮安市人民政府"


def report(agency: str, year: int, form: str = "2021", status: str = "verified") -> dict:
    return {
        "report_id": f"{agency}-{year}",
        "agency": agency,
        "year": year,
        "form": form,
        "report_status": status,
    }


def read_report(agency: str, year: int, origin: str = "published", scope: str = "own") -> dict:
    """A row of reports.csv."""
    return {**report(agency, year), "status": "verified", "duplicate_of": "", "origin": origin, "scope": scope}


def request_rows(agency: str, received: dict[int, int], **more) -> pd.DataFrame:
    rows = [
        {
            **report(agency, year, **more),
            "applicant": applicant,
            "received": Decimal(count) if applicant == "business" else Decimal(1),
            "carried_in": None,
            "handled": Decimal(count),
            "carried_out": Decimal(0),
        }
        for year, count in received.items()
        for applicant in ("business", "natural_person")
    ]
    return pd.DataFrame(rows)


def outcome_rows(agency: str, year: int, **counts: int) -> pd.DataFrame:
    rows = [
        {**report(agency, year), "group": group, "applicant": "business", "requests": Decimal(count)}
        for group, count in counts.items()
    ]
    return pd.DataFrame(rows)


def procurement_frames(*reports: tuple[str, int, str, str | None]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `procurement` and `coverage` for reports given as (agency, year, form, amount in yuan)."""
    printed = [
        {**report(agency, year, form), "projects": Decimal(4), "amount_yuan": Decimal(amount)}
        for agency, year, form, amount in reports
        if amount
    ]
    cells = [
        {**report(agency, year, form), "row": "procurement", "state": "value" if amount else "not_asked"}
        for agency, year, form, amount in reports
    ]
    columns = [*report("", 0), "projects", "amount_yuan"]
    return pd.DataFrame(printed, columns=columns), pd.DataFrame(cells)


def words_in(drawing: Figure) -> str:
    drawing.draw_without_rendering()
    return "\n".join(text.get_text() for text in drawing.findobj(lambda artist: hasattr(artist, "get_text")))


def heights(drawing: Figure) -> list[float]:
    return [bar.get_height() for panel in drawing.axes for bar in panel.patches if bar.get_height()]


def test_a_year_without_a_report_is_a_gap_and_never_a_zero() -> None:
    frame = requests.caseload_by_year(request_rows(PINGTAN, {2021: 69, 2022: 74, 2024: 217}))
    line = requests.draw_caseload(frame, 2).axes[0].lines[0]
    assert list(line.get_xdata()) == [2021, 2022, 2023, 2024]
    assert line.get_ydata()[[0, 1, 3]].tolist() == [70, 75, 218]  # applicants added up
    assert pd.isna(line.get_ydata()[2])


def test_what_a_report_leaves_blank_is_not_drawn_and_stays_empty_in_the_table() -> None:
    rows = request_rows(PINGTAN, {2023: 20}).assign(carried_out=None)
    frame = requests.caseload_by_year(rows)
    assert frame["carried_out"].isna().all()
    assert "结转下年" not in words_in(requests.draw_caseload(frame, 1))
    both = requests.caseload_by_year(pd.concat([rows, request_rows(HUAIAN, {2024: 3})]))
    assert re.search(r"<td[^>]*></td>\s*</tr>", page.section(requests.CASELOAD, both).data)


def test_what_no_report_prints_has_no_column() -> None:
    """Fujian's annex knows two channels of four."""
    html = page.section(requests.CASELOAD, requests.caseload_by_year(request_rows(PINGTAN, {2023: 20}))).data
    assert "<th" in html
    assert "Handled" in html.split("<table")[1]
    assert "Carried in" not in html


def test_only_a_long_table_scrolls_and_says_so() -> None:
    for count, scrolls in ((page.LONG, False), (page.LONG + 1, True)):
        rows = [{**report(f"机构{n:02}", 2024), "activity": "penalty", "decisions": Decimal(n)} for n in range(count)]
        html = page.section(disclosure.DECIDED, disclosure.decisions_by_year(pd.DataFrame(rows))).data
        assert ('class="table long"' in html) == scrolls
        assert (f"{count} rows: the box scrolls." in html) == scrolls


def test_a_number_in_a_heading_stays_with_its_unit() -> None:
    html = page.section(requests.CASELOAD, requests.caseload_by_year(request_rows(PINGTAN, {2024: 3118}))).data
    assert '新收申请<span class="whole">3,119件</span>' in html


def test_nothing_is_most_of_one_report() -> None:
    frame = requests.outcomes_by_year(outcome_rows(HUAIAN, 2024, granted=12, refused=8))
    assert requests.RESULTS.say(frame).chinese == (
        f"{HUAIAN}2024年办理申请：予以公开占60.0%（12/20），不予公开占40.0%（8/20）。"
    )


def test_a_line_that_runs_over_another_is_thinner() -> None:
    frame = requests.caseload_by_year(request_rows(PINGTAN, {2023: 20, 2024: 30}).assign(handled=Decimal(1)))
    received, handled = requests.draw_caseload(frame, 2).axes[0].lines[:2]
    assert handled.get_linewidth() < received.get_linewidth()
    assert handled.get_markersize() < received.get_markersize()


def test_the_years_of_a_short_axis_are_years() -> None:
    frame = procurement.by_year(*procurement_frames((PINGTAN, 2019, "2019", "1"), (PINGTAN, 2020, "2019", "2")))
    drawing = procurement.draw_bars(frame, 2, "amount_yuan", procurement.YUAN)
    drawing.draw_without_rendering()
    assert [label.get_text() for label in drawing.axes[0].get_xticklabels()] == ["2019", "2020"]
    assert drawing.axes[0].xaxis.get_offset_text().get_text() == ""


@pytest.mark.parametrize("years", [(2019, 2025), (2018, 2025), (2014, 2025)])
def test_what_marks_the_time_axis_touches_neither_lines_nor_other_words(years: tuple[int, int]) -> None:
    """The marks stand above the panel; on a long axis those of 2019 and 2021 stand back to back."""
    frame = requests.caseload_by_year(request_rows(PINGTAN, dict.fromkeys(range(years[0], years[1] + 1), 30)))
    drawing = requests.draw_caseload(frame, 2)
    drawing.canvas.draw()
    panel = drawing.axes[0]
    above = [text for text in panel.texts if text.get_text() in {*style.TURNS.values(), "件  "}]
    boxes = [text.get_window_extent() for text in above]
    assert len(boxes) == 3
    assert all(box.y0 >= panel.bbox.y1 for box in boxes)
    assert not any(one.overlaps(other) for n, one in enumerate(boxes) for other in boxes[:n])


def test_the_values_of_neighbouring_bars_stand_apart() -> None:
    reports = [(PINGTAN, year, "2019", "73802895.90") for year in (2019, 2020)]
    reports += [(PINGTAN, year, "2021", None) for year in (2014, 2025)]
    drawing = procurement.draw_bars(
        procurement.by_year(*procurement_frames(*reports)), 2, "amount_yuan", procurement.YUAN
    )
    drawing.canvas.draw()
    first, second = [text.get_window_extent() for text in drawing.axes[0].texts if text.get_text().startswith("7,38")]
    assert not first.overlaps(second)


def test_a_year_that_is_not_asked_is_grey_and_said_and_has_no_bar() -> None:
    reports = [(PINGTAN, 2019, "2019", "75394432.52"), (PINGTAN, 2021, "2021", None), (HUAIAN, 2024, "2021", None)]
    frame = procurement.by_year(*procurement_frames(*reports))
    drawing = procurement.draw_bars(frame, 2, "amount_yuan", procurement.YUAN)
    assert len(drawing.axes) == 1  # an agency that is never asked has no panel
    blue = [bar for bar in drawing.axes[0].patches if to_hex(bar.get_facecolor()).upper() == style.BLUE]
    assert [bar.get_height() for bar in blue] == [75394432.52]
    text = words_in(drawing)
    assert "未要求" in text
    assert "万元" in text
    assert "7,539" in text
    html = page.section(procurement.AMOUNT, frame).data
    assert html.count("未要求 not asked") == 2
    assert "75,394,432.52" in html


def test_where_no_report_is_asked_the_page_says_so() -> None:
    frame = procurement.by_year(*procurement_frames((HUAIAN, 2024, "2021", None)))
    html = page.section(procurement.AMOUNT, frame).data
    assert "其他年份未要求" in html
    assert "<img" not in html


def test_an_amount_per_project_needs_projects() -> None:
    printed, coverage = procurement_frames((PINGTAN, 2019, "2019", "800"))
    assert procurement.by_year(printed, coverage)["per_project"].tolist() == [200]
    assert procurement.by_year(printed.assign(projects=Decimal(0)), coverage)["per_project"].isna().all()


def test_a_report_that_is_not_verified_bears_a_dagger_and_the_page_says_why() -> None:
    sound = request_rows(PINGTAN, {2019: 23, 2021: 69})
    frame = requests.caseload_by_year(pd.concat([sound, request_rows(PINGTAN, {2020: 20}, status="inconsistent")]))
    assert words_in(requests.draw_caseload(frame, 2)).count(style.DAGGER) == 1
    html = page.section(requests.CASELOAD, frame).data
    assert f"2020{style.DAGGER}" in html
    assert "own sums do not add up in print" in html
    assert "must look" not in html  # said only of statuses that occur


def test_lines_break_where_the_form_asks_for_something_else() -> None:
    rows = [
        {**report(PINGTAN, year, form), "kind": "normative_document", "made": made, "issued": issued}
        for year, form, made, issued in [
            (2019, "2019", Decimal(89), None),
            (2020, "2019", Decimal(77), None),
            (2021, "2021", None, Decimal(69)),
            (2022, "2021", None, Decimal(88)),
        ]
    ]
    frame = disclosure.documents_by_year(pd.DataFrame(rows))
    lines = [line.get_ydata() for line in disclosure.draw_documents(frame, 2).axes[0].lines[:2]]
    assert [pd.Series(line).dropna().tolist() for line in lines] == [[89, 77], [69, 88]]


def test_the_time_axis_marks_the_regulation_of_2019_and_the_form_of_2021() -> None:
    frame = requests.caseload_by_year(request_rows(PINGTAN, {2018: 1, 2019: 23, 2021: 69}))
    text = words_in(requests.draw_caseload(frame, 2))
    assert "2019 新条例" in text
    assert "2021 新表" in text


def test_outcomes_are_bars_of_100_per_cent_in_the_order_of_the_form_with_n() -> None:
    counts = {"unavailable": 5, "granted": 12, "closed_otherwise": 1, "partly_granted": 2}
    frame = requests.outcomes_by_year(outcome_rows(HUAIAN, 2024, **counts))
    panel = requests.draw_outcomes(frame, 2).axes[0]
    assert [round(bar.get_width()) for bar in panel.patches] == [60, 10, 0, 25, 0, 5]
    assert sum(bar.get_width() for bar in panel.patches) == pytest.approx(100)
    assert "n=20" in [text.get_text() for text in panel.texts]
    html = page.section(requests.RESULTS, frame).data
    assert "12 (60.0%)" in html
    assert "予以公开占60.0%（12/20）" in html


def test_outcomes_printed_only_as_zeros_make_no_bar() -> None:
    assert requests.outcomes_by_year(outcome_rows(HUAIAN, 2024, granted=0, refused=0)).empty


def test_weibo_and_wechat_share_a_line_so_that_no_panel_has_more_than_four() -> None:
    items = ["disclosure.items", *disclosure.CHANNEL_OF]
    rows = [{**report(PINGTAN, 2016, "2014"), "item": item, "count": Decimal(3)} for item in items]
    frame = disclosure.channels_by_year(pd.DataFrame(rows))
    assert frame["social"].tolist() == [6]
    assert len(disclosure.CHANNELS) == 4


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
    frame = requests.caseload_by_year(request_rows(PINGTAN, {2024: 217}))
    assert f"{PINGTAN}  2024" in words_in(requests.draw_caseload(frame, 2))
    finding = findings.trend(frame, "received", Words("新收申请", "requests received"), findings.cases)
    assert finding == Words(f"{PINGTAN}2024年新收申请218件。", f"Requests received: 218 ({PINGTAN}, 2024).")


def test_an_empty_selection_is_said_in_a_sentence_by_every_chart() -> None:
    nothing = [
        (requests.CASELOAD, requests.caseload_by_year(page.select(request_rows(PINGTAN, {2024: 1}), [], [1999]))),
        (requests.RESULTS, requests.outcomes_by_year(outcome_rows(HUAIAN, 2024, granted=1).head(0))),
    ]
    for chart, frame in nothing:
        assert page.NOTHING.english in page.section(chart, frame).data


def test_a_selection_names_the_agencies_and_years_that_have_no_report() -> None:
    reports = pd.DataFrame([read_report(PINGTAN, 2024)])
    assert "没有报告：赤坭镇、2023。" in page.selection(reports, [PINGTAN, "赤坭镇"], [2023, 2024]).data
    assert "没有报告" not in page.selection(reports, [], []).data


def test_specimens_are_called_specimens() -> None:
    reports = pd.DataFrame([read_report(PINGTAN, 2024, origin="specimen"), read_report(HUAIAN, 2024)])
    assert "Specimens, printed again from published figures: 1." in page.selection(reports, [], []).data


def test_one_year_is_no_span() -> None:
    assert "years: 2020. " in page.selection(pd.DataFrame([read_report(PINGTAN, 2020)]), [], []).data


def test_reports_that_cover_different_areas_are_told_apart() -> None:
    own, whole, unknown = (read_report(PINGTAN, year, scope=scope) for year, scope in SCOPES)
    mixed = page.selection(pd.DataFrame([own, whole, unknown]), [], []).data
    assert "(the agency alone: 1, the whole area below it: 1, not said: 1)" in mixed
    assert "scope" not in page.selection(pd.DataFrame([own, own]), [], []).data


def test_a_report_of_unknown_year_stands_on_no_axis() -> None:
    rows = request_rows(PINGTAN, {2023: 5, 2024: 6}).astype({"year": "Int64"})
    rows.loc[0:1, "year"] = pd.NA
    assert page.select(rows, [], [])["year"].unique().tolist() == [2024]


def test_a_finding_compares_first_and_last_year_and_names_the_largest_report() -> None:
    frame = requests.caseload_by_year(
        pd.concat([request_rows(PINGTAN, {2021: 69, 2023: 40}), request_rows(HUAIAN, {2024: 3118})])
    )
    finding = requests.CASELOAD.say(frame)
    assert finding.chinese == (
        f"{PINGTAN}新收申请从2021年的70件减至2023年的41件；{HUAIAN}2024年新收申请3,119件，为各报告中最多。"
    )
    assert "fell from 70 in 2021 to 41 in 2023" in finding.english


def test_five_hundred_agencies_stay_readable_and_the_page_says_what_is_left_out() -> None:
    rows = pd.concat([request_rows(f"机构{number:03}", {2023: number, 2024: number}) for number in range(500)])
    frame = requests.caseload_by_year(rows)
    drawing = requests.draw_caseload(frame, 2)
    assert len(drawing.axes) == style.PANELS
    assert drawing.axes[0].get_title(loc="left") == "机构499"
    assert page.SHORTENED.english in page.section(requests.CASELOAD, frame).data


def test_names_from_reports_cannot_break_the_page() -> None:
    html = page.section(requests.CASELOAD, requests.caseload_by_year(request_rows("<b>某局&", {2024: 1}))).data
    assert "<b>" not in html
    assert "&lt;b&gt;某局&amp;" in html


def test_the_same_data_make_the_same_page() -> None:
    frame = requests.caseload_by_year(request_rows(PINGTAN, {2023: 5, 2024: 6}))
    assert page.section(requests.CASELOAD, frame).data == page.section(requests.CASELOAD, frame).data


def test_every_character_has_a_glyph_and_pictures_have_a_text() -> None:
    """A missing glyph is a warning of matplotlib, which pytest turns into an error."""
    rows = pd.concat(
        [request_rows(PINGTAN, {2023: 5, 2024: 6}), request_rows("洪泽区人民政府", {2023: 1}, status="incomplete")]
    )
    html = page.section(requests.CASELOAD, requests.caseload_by_year(rows)).data
    assert html.count("data:image/png;base64,") == 2  # for wide windows and for phones
    assert re.search(r'alt="[^"]{20,}"', html)


def test_what_no_report_prints_is_said_and_not_drawn() -> None:
    """A report may print the projects and leave the amount blank, or hand in a year of zeros."""
    printed, coverage = procurement_frames((PINGTAN, 2019, "2019", "800"))
    blank = procurement.by_year(printed.assign(amount_yuan=None), coverage)
    assert procurement.NOTHING.english in page.section(procurement.AMOUNT, blank).data
    assert "<img" in page.section(procurement.NUMBER, blank).data
    rows = [{**report(PINGTAN, 2023), "activity": "penalty", "decisions": Decimal(0)}]
    zeros = disclosure.decisions_by_year(pd.DataFrame(rows))
    assert "所选报告的处理决定均为零。" in page.section(disclosure.DECIDED, zeros).data
    unreceived = requests.caseload_by_year(request_rows(PINGTAN, {2023: 1}).assign(received=None))
    assert "No requests received in print." in page.section(requests.CASELOAD, unreceived).data


def test_a_number_that_stays_is_not_called_a_rise_or_fall() -> None:
    frame = requests.caseload_by_year(request_rows(PINGTAN, {2021: 4, 2022: 9, 2023: 4}))
    assert requests.CASELOAD.say(frame).chinese == f"{PINGTAN}新收申请2021年和2023年均为5件。"
