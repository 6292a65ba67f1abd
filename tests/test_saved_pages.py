"""Pages as browsers and portals leave them: frames beside the page, and pages that hold no report themselves."""

from pathlib import Path

import pytest

import printing as pr
from expect import found
from helpers.corpus.reading import extract_corpus, extract_report
from helpers.corpus.sources import find_reports
from helpers.corpus.workers import Processes
from helpers.forms import load_forms
from printing_html import print_html

TITLE = "青石县人民政府2023年政府信息公开工作年度报告"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))


def page(path: Path, body: str, head: str = "") -> Path:
    path.parent.mkdir(exist_ok=True)
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>"
    path.write_text(html, encoding="utf-8")
    return path


def report_in(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return print_html(pr.report("2021"), path)


@pytest.mark.parametrize(
    "address",
    [
        "年报_files/table.html",
        "./%E5%B9%B4%E6%8A%A5_files/table.html?v=1",
        "年报_files/table.html ",
    ],
)
def test_a_frame_whose_file_lies_beside_the_page_is_read_with_it(
    tmp_path: Path, address: str
) -> None:
    report_in(tmp_path / "raw" / "年报_files" / "table.html")
    main = page(tmp_path / "raw" / "年报.html", f'<iframe src="{address}"></iframe>')
    content = extract_report(main).content
    assert (content.status, content.agency) == ("verified", "青石县人民政府")


def test_a_frame_outside_of_the_folder_or_on_the_network_is_not_opened(tmp_path: Path) -> None:
    report_in(tmp_path / "secret.html")
    for address in (
        "../secret.html",
        f"{tmp_path}/secret.html",
        "file:///secret.html",
        "http://x/a.html",
    ):
        main = page(tmp_path / "raw" / "年报.html", f'<iframe src="{address}"></iframe>')
        assert extract_report(main).content.status == "no_form"


def test_a_style_sheet_beside_the_page_decides_what_it_shows(tmp_path: Path) -> None:
    """It hides a cell: the figure in it is nobody's."""
    main = report_in(tmp_path / "raw" / "年报.html")
    html = main.read_text("utf-8").replace("<td><p>18</p>", '<td><p class="a">18</p>', 1)
    main.write_text('<link rel="stylesheet" href="年报_files/a.css">' + html, "utf-8")
    sheet = tmp_path / "raw" / "年报_files" / "a.css"
    sheet.parent.mkdir()
    sheet.write_text(".a { color: black }", "utf-8")
    shown = found(extract_report(main).content)
    sheet.write_text(".a { visibility: hidden }", "utf-8")
    (source,) = [source for source in find_reports(tmp_path / "raw") if not source.refused]
    with Processes(1, 60) as pool:
        (read,) = extract_corpus([source], load_forms(), pool)
    hidden = found(read.whole().content)
    differ = {key: (shown[key], hidden[key]) for key in shown if shown[key] != hidden[key]}
    assert list(differ.values()) == [(18, None)], "what was kept is of the sheet of before"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p>附件：<a href="P0.doc">年报.doc</a></p>', "fetch P0.doc."),
        ('<a href="a.zip">下载</a><a href="b.pdf">2023年度报告</a>', "fetch b.pdf."),
        ('<embed src="report.pdf" type="application/pdf">', "fetch report.pdf."),
        ('<object data="r.ofd"></object>', "fetch r.ofd."),
        ('<iframe src="/pdfjs/web/viewer.html?file=%2FP020.pdf"></iframe>', "fetch /P020.pdf."),
        ('<p><img src="1.png"></p><p><img src="2.png"></p>', "as pictures: save them"),
        ('<div id="app"></div><script>fetch("/api?id=1")</script>', "A script fills the page"),
    ],
)
def test_a_page_that_holds_no_report_says_where_it_may_be(
    tmp_path: Path, body: str, said: str
) -> None:
    content = extract_report(page(tmp_path / "raw" / "a.html", body)).content
    assert content.status == "no_form"
    assert said in content.message
    assert content.said.chinese != content.message


def test_a_page_with_the_report_says_nothing_of_its_attachments(tmp_path: Path) -> None:
    main = report_in(tmp_path / "raw" / "a.html")
    html = main.read_text("utf-8").replace("</body>", '<a href="a.pdf">年报.pdf</a></body>')
    main.write_text(html, "utf-8")
    assert extract_report(main).content.message == ""
