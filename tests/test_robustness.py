"""Files that were made to hang, to crash or to fill the memory: refused with a sentence, and the next report is read."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from expect import lies
from fuzz import archives, mutations, office, pdf, web
from helpers import settings
from helpers.corpus.reading import extract_corpus
from helpers.corpus.sources import find_reports
from helpers.corpus.workers import Processes
from helpers.errors import UnreadableReport
from helpers.extract import read_content
from helpers.forms import load_forms
from helpers.match import columns
from helpers.readers import readings
from in_a_process import hoard, read_pictures
from printing import report
from printing_html import print_html

FORMS = load_forms()
TWO_PAGES, WIDE_PAGE = pdf._pages(2, pdf.TEXT), pdf.large_page_with_a_note()
#: For each limit a number, and a file that has more.
BEYOND = {
    "pages": (1, "a.pdf", TWO_PAGES),
    "objects": (1, "a.pdf", TWO_PAGES),
    "rules": (5, "a.pdf", pdf.one_page(pdf.stream(pdf._table(9, 9)))),
    "shadings": (9, "a.pdf", pdf.shading_by_a_slow_program()),
    "notes": (0, "a.pdf", WIDE_PAGE),
    "pixels": (90_000_000, "a.pdf", WIDE_PAGE),
    "cells": (80, "a.pdf", pdf.one_page(pdf.stream(pdf._table(9, 9)))),
    "all_cells": (80, "a.html", web.page(web.table(9, 9))),
    "tables": (2, "a.html", web.page(web.table(1, 2) * 9)),
    "tables_deep": (
        1,
        "a.docx",
        office.word("<w:tbl><w:tr><w:tc><w:tbl></w:tbl></w:tc></w:tr></w:tbl>"),
    ),
    "elements": (50, "a.html", web.page(web.table(9, 9))),
    "attributes": (9, "a.html", web.page(f"<p {'a ' * 20_000}>{web.table(9, 9)}")),
    "nesting": (9, "a.html", web.page("<div>" * 99 + web.table(9, 9))),
    "frames": (9, "a.html", web.page("<iframe srcdoc='<p>1'></iframe>" * 20)),
    "letters": (9, "a.html", web.page("政府信息公开工作年度报告" + web.table(9, 9))),
    "words": (9, "a.rtf", office.rtf_binary()),
    "scans": (0, "a.png", b""),
}


@pytest.mark.parametrize("name", BEYOND)
def test_a_file_that_holds_too_much_is_refused_and_told_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most, file, content = BEYOND[name]
    monkeypatch.setitem(settings.LIMITS, name, most)
    (tmp_path / file).write_bytes(content or _picture())
    read = read_content(tmp_path / file, FORMS)
    assert read.status == "failed"
    assert f"{most:,}" in read.message
    assert any(word in read.message for word in ("LIMITS", "anew", "save"))


def _picture() -> bytes:
    from fuzz.pictures import one_pixel

    return one_pixel()


def test_every_limit_is_tried() -> None:
    assert set(BEYOND) == set(settings.LIMITS)


def test_a_real_report_is_far_below_every_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tenth of each limit is enough, and for pages and pixels a fiftieth."""
    for name, most in settings.LIMITS.items():
        monkeypatch.setitem(settings.LIMITS, name, most // 10)
    assert (
        read_content(print_html(report("national_2021"), tmp_path / "a.html"), FORMS).status
        == "verified"
    )
    specimen = settings.ROOT / "data" / "raw" / "specimens" / "huaian_2024.pdf"
    assert read_content(specimen, FORMS).status == "verified"


#: Each took more than 45 s, or for ever, in a trial of November 2026.
SLOW = {
    "pages_5000.pdf": pdf.pages_5000,
    "nested_divs.html": web.nested_divs,
    "cells_2000000.html": web.cells_2000000,
    "frames_3000.html": web.frames_3000,
    "style_chain.html": web.style_chain,
}


@pytest.mark.parametrize("name", SLOW)
def test_a_file_that_was_built_to_be_slow_is_done_within_seconds(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(SLOW[name]())
    started = time.process_time()
    assert read_content(tmp_path / name, FORMS).status in ("failed", "no_form")
    assert time.process_time() - started < 10


def test_nothing_that_a_report_names_is_fetched_or_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Addresses, entities of other files, frames and sheets by a place on the disk."""
    secret = tmp_path / "elsewhere" / "secret.html"
    secret.parent.mkdir()
    secret.write_text(f"<p>4711 is secret{web.table(9, 9)}")
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)
    entity = f'<!DOCTYPE a [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    names = f"{secret.as_uri()}", "../elsewhere/secret.html", "http://localhost:9/a"
    frames = "".join(f"<iframe src='{name}'></iframe><img src='{name}'>" for name in names)
    sheets = "".join(f"<link rel=stylesheet href='{name}'>" for name in names)
    files = {
        "a.html": web.page(frames + web.table(9, 9), sheets),
        "b.html": entity.encode() + web.page("&a;" + web.table(9, 9)),
        "c.docx": office.word("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", entity),
    }
    (tmp_path / "raw").mkdir()
    for name, content in files.items():
        path = tmp_path / "raw" / name
        path.write_bytes(content)
        with suppress(UnreadableReport):
            for reading in readings(path):
                said = reading.text + "".join(c.text for grid in reading.grids for c in grid.cells)
                assert "4711" not in said


def _refuse(*_: object) -> None:
    raise AssertionError("it went to the network")


def test_an_archive_writes_nothing_where_its_names_point_to(tmp_path: Path) -> None:
    """Names such as ../../a.html and /etc/a.html; each is a row."""
    raw = tmp_path / "a" / "b" / "raw"
    raw.mkdir(parents=True)
    (raw / "climbing.zip").write_bytes(archives.climbing_names())
    before = {path for path in tmp_path.rglob("*") if path.is_dir()}
    with ThreadPoolExecutor(1) as executor:
        rows = list(extract_corpus(find_reports(raw), FORMS, executor, force=True))
    assert len(rows) == 4
    assert {path for path in tmp_path.rglob("*") if path.name != "climbing.zip"} == before
    assert not Path("/etc/fuzz.html").exists()


#: The forms draw one another 10^9 times, the ring asks for itself, the divs are 200,000 deep.
HOSTILE = {"bomb.pdf": pdf.form_bomb, "deep.html": web.nested_divs, "laughs.docx": office.laughs}


def test_the_run_goes_on_behind_files_that_end_their_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, make in HOSTILE.items():
        (raw / name).write_bytes(make())
    print_html(report("national_2021"), raw / "z.html")
    with Processes(1, 30, 500 * 1024**2) as pool:
        found = extract_corpus(find_reports(raw), FORMS, pool)
        read = {each.source.file: each.content for each in found}
    assert read.pop("z.html").status == "verified"
    assert {content.status for content in read.values()} == {"failed"}
    assert "died" in read["bomb.pdf"].message


@pytest.fixture
def pool() -> Iterator[Processes]:
    with Processes(1, 2) as pool:
        yield pool


def test_a_process_that_kept_too_much_of_a_report_reads_no_other_one(pool: Processes) -> None:
    first = pool.submit(hoard, 10).result()
    assert pool.submit(hoard, 800 * 1024**2).result() == first
    assert pool.submit(hoard, 10).result() != first


def test_each_page_that_is_a_picture_has_the_seconds_of_a_report(pool: Processes) -> None:
    assert pool.submit(read_pictures, 3, 1.0).result() == 3
    with pytest.raises(UnreadableReport, match="more than 2 s"):
        pool.submit(read_pictures, 1, 5.0).result()


def test_a_numbered_label_names_its_own_row_where_its_group_does_not_reach_down_to_it(
    tmp_path: Path,
) -> None:
    """3.其他 of （六）其他处理 was taken for （六）其他 itself, with the proof of the sum of its row."""
    printed = report("national_2021", seed=5)
    page = print_html(printed, tmp_path / "a.html")
    spanning, text = '<td rowspan="3"><p>（六）其他处理', page.read_text("utf-8")
    assert text.count(spanning) == 1
    text = text.replace(spanning, "<td><p>（六）其他处理")
    page.write_text(text, "utf-8")
    assert lies(read_content(page, FORMS), printed) == {}


@pytest.mark.parametrize("label", [">3", "3", "&nbsp;3"])
def test_a_row_whose_label_is_lost_does_not_bear_that_of_its_group(
    label: str, tmp_path: Path
) -> None:
    """What is left of 3.其他 beside （六）其他处理 was taken for （六）其他处理, printed as one row."""
    printed = report("national_2021", seed=5)
    page = print_html(printed, tmp_path / "a.html")
    text = page.read_text("utf-8")
    assert text.count("<td><p>3.其他</p>") == 1
    page.write_text(text.replace("<td><p>3.其他</p>", f"<td>{label}<p></p>"), "utf-8")
    read = read_content(page, FORMS)
    assert read.status == "incomplete"
    assert lies(read, printed) == {}


def test_a_head_of_which_a_label_is_lost_does_not_move_the_others(tmp_path: Path) -> None:
    """The labels on either side of a lost one were bound where they then stood, a column off."""
    printed = report("national_2021", seed=5)
    page = print_html(printed, tmp_path / "a.html")
    head = "<td><p>科研机构</p></td><td><p>社会公益组织</p></td>"
    text = page.read_text("utf-8")
    assert text.count(head) == 1
    text = text.replace(head, "<td><p>法�</p></td><td><p>科研机构</p></td>")
    page.write_text(text, "utf-8")
    assert lies(read_content(page, FORMS), printed) == {}


def test_a_column_of_units_moves_no_column_of_a_head_as_wide_as_the_form() -> None:
    """It was taken for a label that was lost, and the annex for no form at all."""
    bound = [(SimpleNamespace(text="计量单位"), None), (SimpleNamespace(text="年末统计"), 0)]
    table = FORMS["annex_fujian"].tables["annex"]
    assert columns._in_their_places(bound, 2, table) == bound


@pytest.mark.parametrize("left", ["<td><p>", "<td><p>9", "<td><p>91", "<td>91</p"])
def test_a_page_that_ends_within_a_cell_does_not_tell_what_stood_there(
    left: str, tmp_path: Path
) -> None:
    """A download that broke off made a blank of the last cell, or 9 of 91."""
    page = print_html(report("national_2021", seed=5), tmp_path / "a.html")
    text = page.read_text("utf-8")
    page.write_text(text[: text.rindex("<td><p>")] + left, "utf-8")
    read = read_content(page, FORMS)
    assert "within a cell" in read.message
    assert read.figures[-1].proof == "none"


#: How many changed reports of each kind are read, of slow ones fewer; `make fuzz` reads 5,000.
MUTANTS = {
    "a.html": 60, "b.docx": 25, "c.rtf": 45, "d.xlsx": 60,
    "e.xls": 65, "f.ofd": 5, "g.pdf": 10, "h.pdf": 10, "i.mht": 20,
}  # fmt: skip


def test_no_change_of_bytes_makes_a_figure_with_a_proof_that_nobody_printed(tmp_path: Path) -> None:
    faults: list[str] = []
    with ThreadPoolExecutor(1) as executor:
        for base in mutations.bases(tmp_path):
            count = mutations.trial(base, MUTANTS[base.name], executor, 3, faults.append)
            assert (count.crashed, count.hung, count.unsafe) == (0, 0, 0)
    assert faults == []
