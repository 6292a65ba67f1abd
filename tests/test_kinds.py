"""What a file is says its content: endings lie, and what is no report is left out with a reason."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import printing as pr
from conftest import ROOT
from helpers.corpus.reading import extract_report
from helpers.errors import NotAReport, UnreadableReport
from helpers.readers import readings
from helpers.readers.kinds import kind_of
from printing_docx import print_docx
from printing_html import print_html

SPECIMEN = ROOT / "data" / "raw" / "specimens" / "pingtan_2016.pdf"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(*names: str) -> Callable[[Path], None]:
    def pack(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as package:
            for name in names:
                package.writestr(name, "x")

    return pack


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\r\n\r\n%PDF-1.4\n", "pdf"),  # a server's blank lines before it
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"II*\x00", "picture"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (OLE, "ole"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource", "webarchive"),
        (b"<?xml version='1.0'?><!DOCTYPE plist><plist><dict><key>WebMainResource</key>", "webarchive"),
        (b"bplist00", ""),  # settings of some program
        ("<!DOCTYPE html><title>年报</title>".encode(), "html"),
        ("\ufeff<HTML>".encode("utf-16"), "html"),
        ("年报<TABLE border=1>".encode("gb18030"), "html"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", "mht"),
        (b"\r\nMIME-Version: 1.0\nContent-Type: text/html; charset=gbk\n\n<html>", "mht"),
        (b"From: me\r\nContent-Type: text/plain\r\n\r\nhello", ""),
        ("file,agency\n年报.pdf,青石县\n".encode(), ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        (b"\x00\x01\x02", ""),
        (packed("word/document.xml", "[Content_Types].xml"), "docx"),
        (packed("word/document2.xml", "[Content_Types].xml"), "docx"),
        (packed("xl/workbook.xml", "[Content_Types].xml"), "xlsx"),
        (packed("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (packed("mimetype", "content.xml"), "odf"),
        (packed("a.pdf", "b.html"), "zip"),
    ],
)  # fmt: skip
def test_the_kind_of_a_file_is_told_by_its_content(
    tmp_path: Path, content: bytes | Callable[[Path], None], kind: str
) -> None:
    for name in ("file", "file.dat"):
        if isinstance(content, bytes):
            (tmp_path / name).write_bytes(content)
        else:
            content(tmp_path / name)
        assert kind_of(tmp_path / name) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("cut.pdf", "pdf"), ("cut.DOCX", "docx"), ("cut.tiff", "picture"), ("cut", "")],
)
def test_where_the_content_says_nothing_the_name_does(tmp_path: Path, name: str, kind: str) -> None:
    """So that a file that was cut off is called damaged, and not no report."""
    (tmp_path / name).write_bytes(b"\x00\x00")
    assert kind_of(tmp_path / name) == kind


@pytest.mark.parametrize("ending", [".wps", ".doc", ".pdf", ".txt", ""])
def test_a_report_is_read_whatever_its_name_says(tmp_path: Path, ending: str) -> None:
    report = pr.report("national_2021")
    print_html(report, tmp_path / "page.html")
    print_docx(report, tmp_path / "word.docx")
    shutil.copy(SPECIMEN, tmp_path / "print.pdf")
    for name in ("page.html", "word.docx", "print.pdf"):
        named_so = (tmp_path / name).rename(tmp_path / f"{name[:4]}{ending}")
        assert extract_report(named_so).content.status == "verified"


def test_what_is_no_report_is_left_out_and_asks_for_no_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("买菜", "utf-8")
    read = extract_report(tmp_path / "notes.txt")
    assert (read.content.status, read.message) == (
        "left_out",
        "No report file: neither PDF, Word file, Excel file, web page nor picture.",
    )
    with pytest.raises(NotAReport):
        readings(tmp_path / "notes.txt")


def test_a_file_that_nobody_can_read_yet_says_what_to_do(tmp_path: Path) -> None:
    packed("mimetype", "content.xml")(tmp_path / "report.pdf")
    with pytest.raises(UnreadableReport, match=r"save the report as \.docx or PDF"):
        readings(tmp_path / "report.pdf")
