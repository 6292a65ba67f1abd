"""Sentences that repeat the tables: what is taken from them, what is left alone, and what is worth a warning."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import ROOT
from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.prove.figures import Figure
from helpers.prove.identities import Check
from helpers.prove.narrative import TOPICS, Mention, compare, narrate
from helpers.prove.narrative.topics import PARTS
from helpers.readers.grid import Passage
from helpers.readers.pdf.tables import readings

FORMS = load_forms()
SPECIMENS = sorted((ROOT / "data" / "raw" / "specimens").glob("*.pdf"))

# Labelled by hand: every figure of the real reports' sentences that repeats a table or says what
# was disclosed.
REAL = {
    "hongze_2023.pdf": [
        ("disclosed.website", "1136条"), ("requests.received", "21件"), ("request_fees", "0元"),
    ],
    "huaian_2024.pdf": [
        ("disclosed.website", "5500余条"),
        ("requests.received", "3119件"), ("requests.answered", "3050件"),
        ("requests.carried_in", "34件"), ("requests.carried_out", "103件"),
        ("reconsideration", "351件"), ("reconsideration.upheld", "72件"), ("reconsideration.corrected", "64件"),
        ("reconsideration.other", "178件"), ("reconsideration.pending", "37件"),
        ("litigation", "46件"), ("litigation.upheld", "25件"), ("litigation.corrected", "5件"),
        ("litigation.other", "9件"), ("litigation.pending", "7件"),
        ("request_fees", "3940元"),
    ],
    "pingtan_2016.html": [],
    "pingtan_2019.html": [("disclosed", "2599条")],
    "pingtan_2020.html": [("requests.received", "21件")],
    "pingtan_2022.html": [
        ("requests.received", "75件"), ("received.natural_person", "72件"), ("received.business", "3件"),
        ("normative_document.in_force", "698件"), ("normative_document.issued", "88件"),
    ],
    "pingtan_2024.html": [("requests.handled", "218件")],
    "shanghai_office_2019.html": [
        ("requests.received", "859件"), ("requests.answered", "805件"),
        ("requests.carried_in", "18件"), ("requests.carried_out", "72件"),
        ("requests.disclosed", "258件"), ("requests.refused", "35件"), ("requests.unavailable", "265件"),
        ("requests.not_processed", "158件"), ("requests.closed_otherwise", "0件"),
        ("reconsideration", "7件"), ("litigation", "9件"),
    ],
}  # fmt: skip


def told(
    text: str, cells: dict[str, int] | None = None, year: int = 2024
) -> tuple[list[Mention], list[Check]]:
    """What is taken from the text of 清河市人民政府, whose tables print `cells`."""
    figures = [
        Figure(*key.split("/")[:1], 1, *key.split("/")[1:], "", str(value), Decimal(value), "count", "printed",
               "identity", None, None, "")
        for key, value in (cells or {}).items()
    ]  # fmt: skip
    paragraphs = [
        Passage(line, place=f"paragraph {n}") for n, line in enumerate(text.splitlines(), 1)
    ]
    narrative = narrate(paragraphs, "清河市人民政府", year)
    compared, differences = compare(narrative.mentions, FORMS["national_2021"], figures)
    return compared, [*differences, *narrative.warnings]


def taken(text: str) -> list[tuple[str, str]]:
    return [(mention.topic, mention.printed) for mention in told(text)[0]]


def test_the_real_reports_say_what_was_labelled_by_hand_and_one_is_at_odds_with_its_table(
    shared: Path,
):
    """75 is what the table gives for those received and those carried in together."""
    differing = set()
    for name, said in REAL.items():
        content = read_content(shared / "real-reports" / name, FORMS)
        assert [(mention.topic, mention.printed) for mention in content.narrative] == said, name
        differing |= {
            (name, check.row, check.left, check.right)
            for check in content.checks
            if check.rule == "narrative"
        }
    assert differing == {
        ("pingtan_2022.html", "received", Decimal(75), Decimal(74)),
        ("pingtan_2022.html", "received", Decimal(72), Decimal(71)),
    }


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_every_figure_that_a_specimen_tells_is_taken_and_agrees_with_its_table(path):
    """Their sentences were printed from the tables, so one that differs is misread. Nothing else in them is counted."""
    content = read_content(path, FORMS)
    prose = "".join("".join(each.text.split()) for each in next(readings(path)).passages)
    assert len(content.narrative) == len(re.findall(r"\d(?:件|条|个|元|万元)", prose))
    assert {mention.verdict for mention in content.narrative} <= {"agrees", "unchecked"}
    assert all(
        mention.table_figure == mention.figure
        for mention in content.narrative
        if mention.verdict == "agrees"
    )


def test_the_kinds_of_chini_do_not_add_up():
    content = read_content(ROOT / "data/raw/specimens/chini_2020.pdf", FORMS)
    (warning,) = [check for check in content.checks if check.rule == "narrative"]
    assert (warning.left, warning.right, warning.verdict) == (6576, 6834, "warning")
    assert (
        "8 parts told add up to 6576 against 6834; the rest, 258, is what the text gives for 通过微信"
        in warning.message
    )
    assert content.status == "verified"
    by_topic = {mention.topic: mention.figure for mention in content.narrative}
    assert (by_topic["disclosed.website"], by_topic["disclosed.wechat"]) == (55, 258)


def test_a_figure_of_a_pdf_has_its_page_and_the_box_of_the_number_alone():
    path = ROOT / "data/raw/specimens/chini_2020.pdf"
    mention = next(
        each for each in read_content(path, FORMS).narrative if each.topic == "disclosed"
    )
    assert (mention.page, mention.place) == (1, "")
    x0, y0, x1, y1 = mention.box
    inside = [
        (character, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        for passage in next(readings(path)).passages
        for character, (page, box) in zip(passage.text, passage.spots, strict=True)
        if page == 1 and character != " "
    ]
    assert (
        "".join(character for character, x, y in inside if x0 < x < x1 and y0 < y < y1) == "6834条"
    )


def test_a_figure_of_a_web_page_has_its_paragraph():
    (mention,) = told("一、总体情况\n2024年，全市收到政府信息公开申请12件。")[0]
    assert (mention.page, mention.box, mention.place) == (None, None, "paragraph 2")
    assert (mention.sentence, mention.label) == (
        "2024年，全市收到政府信息公开申请12件。",
        "收到政府信息公开申请",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年度，共受理政府信息公开申请12件。", [("requests.received", "12件")]),
        ("（二）依申请公开情况。2024年，我市共收到１２ 件政府信息公开申请。", [("requests.received", "１２件")]),
        ("全市各级行政机关新收政府信息公开申请1,234件。", [("requests.received", "1,234件")]),
        ("清河市人民政府办公室受理信息公开申请9件。", []),  # the title names the government, not its office
        ("市政府收到政府信息公开申请9件。", [("requests.received", "9件")]),
        (
            "收到政府信息公开申请50件。其中，通过网络申请40件，占80%；通过信函申请9件；当面申请1件。",
            [("requests.received", "50件"), ("received.online", "40件"), ("received.letter", "9件"),
             ("received.in_person", "1件")],
        ),
        (
            "答复政府信息公开申请45件，其中，予以公开30件，占66.7%，部分公开5件，不予公开的4件，无法提供的6件。",
            [("requests.answered", "45件"), ("requests.granted", "30件"), ("requests.partly_granted", "5件"),
             ("requests.refused", "4件"), ("requests.unavailable", "6件")],
        ),
        (
            "主动公开政府信息总数20条：工作动态12条，政策文件3条，其他5条。",
            [("disclosed", "20条"), ("disclosed.kind", "12条"), ("disclosed.kind", "3条"), ("disclosed.kind", "5条")],
        ),
        (
            "公开政府信息90条，按渠道分，政府网站公开60条，公开栏公开30条。",
            [("disclosed", "90条"), ("disclosed.website", "60条"), ("disclosed.channel", "30条")],
        ),
    ],
)  # fmt: skip
def test_what_is_taken(text, expected):
    assert taken(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2023年，收到政府信息公开申请12件。",  # another year
        "2023年收到政府信息公开申请12件，2024年收到政府信息公开申请15件。",  # two years side by side
        "去年，全市收到政府信息公开申请12件。",
        "上半年收到政府信息公开申请12件。",
        "自2008年以来，累计收到政府信息公开申请1200件。",
        "市公安局收到政府信息公开申请12件。",  # another agency
        "市公安局高度重视，收到政府信息公开申请12件。",
        "网站收到政府信息公开申请12件。",  # a part
        "全市政府信息公开申请同比增长12.3%。",
        "申请数量较上年的12件有所上升。",
        "收到政府信息公开申请由12件增至15件。",
        "收到政府信息公开申请12至15件。",
        "收到政府信息公开申请12件到15件。",
        "收到政府信息公开申请10-15件。",
        "收到政府信息公开申请1 2件。",  # two numbers or one?
        "收到政府信息公开申请12件次。",
        "收到政府信息公开申请15件（含上年结转3件）。",  # more than what the table counts as received
        "收到政府信息公开申请60件，其中新收政府信息公开申请57件。",  # which of the two is the table's?
        "受理行政复议案件120件。",  # of all kinds, not about disclosure
        "正在办理2件。",
        "办理人大代表建议54件。",
        "计划主动公开政府信息100条。",
        "依申请公开政府信息45条。",
        "未收到政府信息公开申请。",
    ],
)
def test_what_is_left_alone(text):
    assert not taken(text)


@pytest.mark.parametrize(
    "printed", ["近300件", "约300件", "300余件", "300多件", "300件以上", "300件左右"]
)
def test_a_rough_number_is_kept_as_printed_and_never_checked(printed):
    (mention,), warnings = told(
        f"收到政府信息公开申请{printed}。", {"requests/received/total": 312}
    )
    assert (mention.printed, mention.figure, mention.exact, mention.verdict) == (
        printed,
        300,
        False,
        "unchecked",
    )
    assert not warnings


def test_a_number_that_carries_a_footnote_does_not_grow_a_digit():
    assert not taken("收到政府信息公开申请12②件。")


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [("96171.6万元", "agrees"), ("9.6亿元", "agrees"), ("9.8亿元", "differs")],
)
def test_a_rounded_amount_agrees_within_its_last_digit(printed, verdict):
    (mention,), _ = told(f"行政事业性收费{printed}。", {"disclosure/fees/amount": 961716000})
    assert mention.verdict == verdict


def test_a_sentence_at_odds_with_the_table_is_a_warning():
    cells = {"requests/received/total": 3}
    (mention,), (warning,) = told(
        "本年度，共受理政府信息公开申请2件，都在法定期限内予以答复。", cells
    )
    assert (mention.verdict, mention.table_figure) == ("differs", 3)
    assert (warning.rule, warning.table, warning.row, warning.column) == (
        "narrative",
        "requests",
        "received",
        "total",
    )
    assert warning.message.startswith(
        "The text prints 2, the table 3: 本年度，共受理政府信息公开申请2件"
    )


def test_a_second_figure_of_the_same_topic_may_count_another_thing():
    text = "全市收到政府信息公开申请50件。\n市政府收到政府信息公开申请20件。"
    mentions, warnings = told(text, {"requests/received/total": 50})
    assert [mention.verdict for mention in mentions] == ["agrees", "unchecked"]
    assert not warnings


def test_a_blank_or_missing_cell_checks_nothing():
    (mention,), warnings = told("本年度行政复议2件。", {"requests/received/total": 3})
    assert (mention.topic, mention.verdict, warnings) == ("reconsideration", "unchecked", [])


def test_cells_are_added_up_where_the_table_prints_parts():
    cells = {"review/litigation_direct/total": 2, "review/litigation_after_review/total": 1}
    mentions, _ = told("本年度行政复议1件，行政诉讼3件。", cells)
    assert [(mention.topic, mention.verdict) for mention in mentions][1] == ("litigation", "agrees")


def test_results_that_do_not_add_up_to_their_total_are_a_warning():
    _, (warning,) = told("行政复议10件，其中结果维持5件，结果纠正1件，其他结果1件，尚未审结2件。")
    assert (warning.left, warning.right) == (9, 10)


@pytest.mark.parametrize(
    "text",
    [
        "主动公开政府信息20条，其中工作动态12条，政策文件3条。",  # some of the kinds
        "主动公开政府信息20条，按渠道分，政府网站公开20条，其他渠道公开15条。",  # one item through two channels
        "主动公开政府信息20条，按类别分，工作动态约12条，其他3条。",
        "主动公开政府信息20条，按类别分，工作动态12条，还有不少3类政策文件，其他3条。",  # a clause that is no item
    ],
)
def test_a_list_that_need_not_add_up_is_no_warning(text):
    assert not told(text)[1]


def test_the_data_file_names_topics_and_cells_that_exist():
    cells = {
        (table.code, row.code, column.code)
        for form in FORMS.values()
        for table in form.tables.values()
        for row in table.rows
        for column in table.columns_of(row.code)
    }
    for topic in TOPICS.values():
        for term in (term for way in topic.cells for term in way):
            table, row, column = term.split("/")
            pattern = re.escape(row).replace(r"\.\*", r"\..+")
            assert any(
                t == table and re.fullmatch(pattern, r) and c == column for t, r, c in cells
            ), term
        assert all(phrase.within <= TOPICS.keys() for phrase in topic.phrases)
    assert all({total, *parts} <= TOPICS.keys() for total, parts in PARTS.items())
