"""PDFs of which some bytes are lost or changed: viewers show what is left, and nothing of it is proven."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import playa
import pytest
from playa.pdftypes import ContentStream
from reportlab import rl_config

import printing as pr
from helpers.extract import read_content
from helpers.forms import load_forms
from helpers.prove.content import Content
from printing_pdf import print_pdf

FORMS = load_forms()


def printed(folder: Path, packed: bool = True) -> bytes:
    """A report as PDF, its streams deflated or as they are."""
    before = rl_config.pageCompression
    rl_config.pageCompression = int(packed)
    try:
        return print_pdf(pr.report("national_2021", seed=5), folder / "a.pdf").read_bytes()
    finally:
        rl_config.pageCompression = before


def read(folder: Path, data: bytes) -> Content:
    (folder / "b.pdf").write_bytes(data)
    return read_content(folder / "b.pdf", FORMS)


def content_of(folder: Path, page: int) -> bytes:
    """What a page draws, as it is stored in the file."""
    with playa.open(folder / "a.pdf") as document:
        [stream] = document.pages[page - 1].streams
        return bytes(stream.rawdata)


def font_of(folder: Path) -> bytes:
    """The first program of a font that the file holds, as it is stored."""
    with playa.open(folder / "a.pdf") as document:
        streams = [found.obj for found in document.objects if type(found.obj) is ContentStream]
        return next(bytes(stream.rawdata) for stream in streams if "Length1" in stream)


def bent(stored: bytes) -> bytes:
    """A stream of which one byte, in its middle, is another one."""
    middle = len(stored) // 2
    other = b"A" if stored[middle : middle + 1] != b"A" else b"B"
    return stored[:middle] + other + stored[middle + 1 :]


def halved(stored: bytes) -> bytes:
    """A stream that was cut off, with blanks to its old length."""
    return stored[: len(stored) // 2].ljust(len(stored))


@pytest.mark.parametrize("damage", [bent, halved])
@pytest.mark.parametrize("packed", [True, False], ids=["deflated", "as it is"])
def test_a_damaged_font_or_page_costs_its_figures_their_proof(
    damage: Callable[[bytes], bytes], packed: bool, tmp_path: Path
) -> None:
    """80 was seen as 0, and blanks were verified, wherever pdfium drew what was left of a file."""
    data = printed(tmp_path, packed)
    font = font_of(tmp_path)
    lost = read(tmp_path, data.replace(font, damage(font)))
    assert lost.status != "verified"
    assert {figure.proof for figure in lost.figures} <= {"none"}
    if damage is halved or packed:
        page = content_of(tmp_path, 3)
        lost = read(tmp_path, data.replace(page, damage(page)))
        assert lost.status == "incomplete"
        assert "Page 3 is damaged" in lost.message or "page 3 is damaged" in lost.message
        assert "有1页已损坏（第3页）" in lost.said.chinese
        assert {figure.proof for figure in lost.figures if figure.page == 3} <= {"none"}
        assert "none" not in {figure.proof for figure in lost.figures if figure.page == 2}


def test_a_font_of_a_few_letters_without_its_program_proves_nothing(tmp_path: Path) -> None:
    """Each viewer takes another font instead, and draws what stands there under the same number."""
    data = printed(tmp_path)
    assert data.count(b"/FontFile2 ") > 1
    lost = read(tmp_path, data.replace(b"/FontFile2 ", b"/FontFxle2 "))
    assert {figure.proof for figure in lost.figures} <= {"none"}
    assert "damaged" in lost.message


def test_an_operator_that_lost_its_operands_or_its_end_damages_its_page(tmp_path: Path) -> None:
    data = printed(tmp_path, packed=False)
    page = content_of(tmp_path, 2)
    for lost in (rb"\d+ Tm ", rb"\(\d+\) (?=Tj)", rb"BT ", rb" TL"):
        found = re.search(lost, page)
        assert found
        changed = page[: found.start()] + b" " * len(found[0]) + page[found.end() :]
        assert read(tmp_path, data.replace(page, changed)).status == "incomplete", lost


def test_a_stream_without_its_checksum_is_whole_and_one_of_another_length_too(
    tmp_path: Path,
) -> None:
    """Some programs write no checksum, or count the line feed at the end."""
    data = printed(tmp_path, packed=False)
    page = content_of(tmp_path, 2)
    deflated = zlib.compress(page)[:-4]
    stored = f"/Length {len(page)}".encode()
    assert data.count(stored) == 1
    data = data.replace(stored, f"/Filter /FlateDecode /Length {len(deflated) + 1}".encode())
    data = data.replace(page, deflated + b"\n")
    assert read(tmp_path, data).status == "verified"
