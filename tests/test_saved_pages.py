"""Pages as browsers and portals leave them: frames beside the page, and pages that hold no report themselves."""

import io
import json
import plistlib
import re
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZipFile

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
    return print_html(pr.report("national_2021"), path)


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
        ("<a onclick=\"window.open('/a/P.pdf')\">2023年报</a>", "fetch /a/P.pdf."),
        ('<a href="/down?id=1" download="年报.pdf">下载</a>', "fetch /down?id=1."),
        ('<iframe src="https://x.example/nb.html"></iframe>', "open https://x.example/nb.html in"),
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


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tables of a report as markup, without the page around them."""
    path = report_in(tmp_path_factory.mktemp("tables") / "a.html")
    return re.search("<body>(.*)</body>", path.read_text("utf-8"), re.DOTALL)[1]


def _proofs(content) -> set[str]:
    return {figure.proof for figure in content.figures}


def written(markup: str) -> str:
    """A program that writes markup row by row."""
    rows = markup.replace("<tr>", "');\ndocument.write('<tr>")
    return f"<script>document.write('{rows}')</script>"


@pytest.mark.parametrize(
    "keep",
    [
        "<template>{}</template><script>show()</script>",
        '<script type="text/xml"><record><![CDATA[{}]]></record></script>',
        lambda markup: f"<script>page = {json.dumps({'html': markup})}</script>",
        written,
    ],
    ids=["template", "marked section", "data", "program"],
)
def test_tables_that_a_script_would_show_are_read_and_never_seen(
    tmp_path: Path, tables: str, keep
) -> None:
    kept = keep.format(tables) if isinstance(keep, str) else keep(tables)
    content = extract_report(page(tmp_path / "a.html", kept)).content
    assert (content.status, len(content.figures)) == ("verified", 200)
    assert _proofs(content) == {"identity", "second_reading"}
    assert "kept in the page for a script" in content.message


def test_what_a_script_would_show_does_not_count_beside_a_report_that_is_shown(
    tmp_path: Path, tables: str
) -> None:
    other = re.sub(r">(\d+)<", lambda found: f">{int(found[1]) + 1}<", tables)
    content = extract_report(page(tmp_path / "a.html", tables + f"<template>{other}</template>"))
    assert content.content.status == "verified"
    assert found(content.content) == found(
        extract_report(page(tmp_path / "b.html", tables)).content
    )


def test_a_program_that_puts_figures_into_its_strings_gives_none(
    tmp_path: Path, tables: str
) -> None:
    program = "document.write('" + re.sub(r">\d+<", ">' + n + '<", tables) + "')"
    content = extract_report(page(tmp_path / "a.html", f"<script>{program}</script>")).content
    assert content.status == "no_form"


def divided(markup: str) -> str:
    """The same tables of elements that are no parts of tables, with classes alone."""
    for tag in ("table", "tr", "td"):
        markup = re.sub(f"<{tag}[^>]*>", f'<div class="a-{tag}">', markup)
        markup = markup.replace(f"</{tag}>", "</div>")
    return markup


LAID_OUT = ".a-table { display: table } .a-tr { display: table-row } .a-td { display: table-cell }"


@pytest.mark.parametrize(
    ("sheet", "status", "proofs"),
    [
        (LAID_OUT, "verified", {"identity", "seen"}),
        (".a-tr { display: flex }", "verified", {"identity", "second_reading"}),
        (".a-td { float: left }", "verified", {"identity", "second_reading"}),
        (".a-tr { display: flex; flex-direction: row-reverse }", "no_form", set()),
        (".a-tr { display: flex } .a-td + .a-td { order: -1 }", "no_form", set()),
    ],
)
def test_tables_of_other_elements_are_read_where_nothing_reorders_them(
    tmp_path: Path, tables: str, sheet: str, status: str, proofs: set[str]
) -> None:
    main = page(tmp_path / "a.html", divided(tables), f"<style>{sheet}</style>")
    content = extract_report(main).content
    assert (content.status, _proofs(content)) == (status, proofs)


def test_a_hidden_cell_of_a_table_of_other_elements_is_blank(tmp_path: Path, tables: str) -> None:
    hidden = divided(tables).replace("<p>18</p>", '<p style="display:none">18</p>', 1)
    content = extract_report(page(tmp_path / "a.html", hidden, f"<style>{LAID_OUT}</style>"))
    assert [key for key, value in found(content.content).items() if value is None]


@pytest.mark.parametrize(
    "wrap", [lambda markup: f"<template>{markup}</template>", divided], ids=["kept", "laid out"]
)
def test_a_digit_in_the_colour_of_its_ground_is_none_wherever_its_table_comes_from(
    tmp_path: Path, tables: str, wrap
) -> None:
    pale = tables.replace("<p>18</p>", '<p>1<span style="color:white">8</span></p>', 1)
    sheet = "<style>.a-tr { display: flex }</style>"
    content = extract_report(page(tmp_path / "a.html", wrap(pale), sheet)).content
    assert found(content)["disclosure", "regulation", "issued"] == 1


def as_webarchive(inner: bytes, outer: bytes) -> bytes:
    def resource(address: str, data: bytes) -> dict[str, object]:
        return {
            "WebResourceURL": address,
            "WebResourceMIMEType": "text/html",
            "WebResourceData": data,
        }

    frame = {"WebMainResource": resource("http://x.example/b/c.html", inner)}
    main = resource("http://x.example/a.html", outer)
    return plistlib.dumps(
        {"WebMainResource": main, "WebSubframeArchives": [frame]}, fmt=plistlib.FMT_BINARY
    )


def as_mail(inner: bytes, outer: bytes) -> bytes:
    """The frame is named, and what is in it counts from where it was."""
    letter = EmailMessage()
    letter.make_related()
    middle = b'<html><body><iframe src="c.html"></iframe></body></html>'
    for data, address, name in (
        (outer.replace(b"b/c.html", b"cid:b"), "http://x.example/a.html", "<a>"),
        (middle, "http://x.example/b/b.html", "<b>"),
        (inner, "http://x.example/b/c.html", "<c>"),
    ):
        letter.add_related(data, "text", "html", cid=name)
        *_, part = letter.iter_parts()
        part["Content-Location"] = address
    return letter.as_bytes()


def as_page_and_archive(inner: bytes, outer: bytes) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as package:
        package.writestr("index.html", outer)
        package.writestr("b/c.html", inner)
    return b"<!DOCTYPE html><html><body>...<!--" + packed.getvalue() + b"--></body></html>"


@pytest.mark.parametrize("save", [as_webarchive, as_mail, as_page_and_archive])
def test_a_page_saved_in_one_file_with_its_frames_is_read_as_it_is_shown(
    tmp_path: Path, tables: str, save
) -> None:
    inner = page(tmp_path / "inner.html", tables).read_text("utf-8").encode("gbk")
    outer = page(tmp_path / "outer.html", '<iframe src="b/c.html"></iframe>').read_bytes()
    (tmp_path / "saved").write_bytes(save(inner, outer))
    content = extract_report(tmp_path / "saved").content
    assert (content.status, _proofs(content)) == ("verified", {"identity", "seen"})


def test_an_archive_holds_a_page_with_the_folder_of_what_it_shows(
    tmp_path: Path, tables: str
) -> None:
    inner = page(tmp_path / "inner.html", tables).read_bytes()
    outer = page(tmp_path / "outer.html", '<iframe src="年报_files/f.html"></iframe>').read_bytes()
    (tmp_path / "raw").mkdir()
    with ZipFile(tmp_path / "raw" / "a.zip", "w") as package:
        package.writestr("x/年报.html", outer)
        package.writestr("x/年报_files/f.html", inner)
    sources = find_reports(tmp_path / "raw")
    (source,) = [source for source in sources if not source.refused]
    with Processes(1, 60) as pool:
        (read,) = extract_corpus([source], load_forms(), pool)
    assert (source.file, read.whole().content.status) == ("a.zip/x/年报.html", "verified")
