"""What a page draws, found by two libraries: the quick one finds the same, or says that it cannot."""

from pathlib import Path

import pytest
from camelot.image_processing import find_lines_from_layout
from pypdfium2 import PdfDocument

from helpers.extract import read_content
from helpers.readers import drawn
from helpers.readers.drawn import Drawn, UnsuitedError, by_oxide, by_playa
from helpers.readers.pdf_text import read_pages
from printing import FORMS, report
from printing_pdf import Paper, print_pdf


def found(path: Path, source) -> list[Drawn]:
    pages = read_pages(path)
    with source(path) as draw:
        return [draw(page) for page in pages]


def characters(page: Drawn) -> list[tuple]:
    """Each character where it stands, in tenths of a point."""
    return sorted(
        (round(10 * glyph.middle), round(10 * glyph.x0), round(10 * glyph.x1), glyph.text) for glyph in page.glyphs
    )


def rules(page: Drawn) -> list[tuple]:
    """What camelot takes for rules, in tenths of a point, by the page's bottom left corner."""
    directions = ("horizontal", "vertical")
    lines = [line for direction in directions for line in find_lines_from_layout(page.rules, direction)]
    return sorted(tuple(round(10 * edge) for edge in line) for line in lines)


@pytest.mark.parametrize("style", ["strokes", "boxes", "separate"])
def test_both_find_the_same_characters_and_rules(tmp_path, style):
    path = print_pdf(report("2019"), tmp_path / "report.pdf", Paper(rules=style))
    quick, thorough = found(path, by_oxide), found(path, by_playa)
    assert all(page.glyphs and rules(page) for page in thorough)
    assert list(map(characters, quick)) == list(map(characters, thorough))
    assert list(map(rules, quick)) == list(map(rules, thorough))


def test_a_page_of_which_a_part_is_shown_is_measured_from_the_corner_of_that_part(tmp_path):
    path = print_pdf(report("2021"), tmp_path / "report.pdf")
    with PdfDocument(path) as document:
        for page in document:
            page.set_cropbox(20, 30, 580, 830)
        document.save(tmp_path / "shown.pdf")
    quick, thorough = found(tmp_path / "shown.pdf", by_oxide), found(tmp_path / "shown.pdf", by_playa)
    assert list(map(characters, quick)) == list(map(characters, thorough))
    assert list(map(rules, quick)) == list(map(rules, thorough))
    assert quick[0].rules.bbox == (0, 0, 560, 800)


def test_radicals_that_skia_prints_for_characters_are_left_to_playa(root):
    path = root / "data/raw/specimens/pingtan_2016.pdf"
    with pytest.raises(UnsuitedError, match="have no name"):
        found(path, by_oxide)
    content = read_content(path, FORMS)
    assert (content.reader, content.status) == ("camelot-vector", "verified")


def test_turned_pages_are_left_to_playa(tmp_path):
    path = print_pdf(report("2021"), tmp_path / "report.pdf", Paper(landscape="rotate"))
    with pytest.raises(UnsuitedError, match="turned"):
        found(path, by_oxide)
    assert read_content(path, FORMS).reader == "camelot-vector"


def test_a_report_without_ruled_tables_is_not_searched_twice_for_the_same_rules(tmp_path):
    content = read_content(print_pdf(report("2021"), tmp_path / "report.pdf", Paper(rules="dotted")), FORMS)
    assert (content.reader, content.status) == ("camelot-paths", "verified")
    assert not any("engine vector" in note for note in content.log)


def test_what_goes_wrong_inside_the_quick_library_ends_no_reading(tmp_path, monkeypatch):
    class PanicError(BaseException):
        """What Rust raises is no Exception."""

    class Document:
        def __init__(self, path: str) -> None:
            raise PanicError

    monkeypatch.setattr(drawn.pdf_oxide, "PdfDocument", Document)
    content = read_content(print_pdf(report("2021"), tmp_path / "report.pdf"), FORMS)
    assert (content.reader, content.status) == ("camelot-vector", "verified")
