"""What a page draws, found by two libraries: the quick one finds the same, or says that it cannot."""

from collections import Counter
from pathlib import Path

import pytest
from camelot.image_processing import find_lines_from_layout
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from helpers.errors import Terminated
from helpers.extract import read_content
from helpers.readers import drawn
from helpers.readers.drawn import Drawn, UnsuitedError, by_oxide, by_playa
from helpers.readers.pdf_text import read_pages
from helpers.text import canonical
from printing import FORMS, report
from printing_pdf import Paper, print_pdf


def found(path: Path, source) -> list[Drawn]:
    return list(source(path, read_pages(path)).values())


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


def test_boxes_filled_in_the_black_that_a_page_begins_with_are_rules(tmp_path):
    """As some printers draw rules: no colour is ever set."""
    canvas = Canvas(str(tmp_path / "boxes.pdf"))
    for y in (100, 120, 140):
        canvas.rect(100, y, 200, 0.5, stroke=0, fill=1)
    for x in (100, 200, 299.5):
        canvas.rect(x, 100, 0.5, 40, stroke=0, fill=1)
    canvas.save()
    [quick], [thorough] = (found(tmp_path / "boxes.pdf", source) for source in (by_oxide, by_playa))
    assert len(rules(quick)) == 6
    assert rules(quick) == rules(thorough)


def test_radicals_that_skia_prints_for_characters_have_the_same_names(root):
    """Character by character pdf_oxide does not name them, in words it names them by the characters that they mean."""
    path = root / "data/raw/specimens/pingtan_2019.pdf"
    quick, thorough = found(path, by_oxide), found(path, by_playa)
    for pages in zip(quick, thorough, strict=True):
        one, other = (Counter(canonical("".join(glyph.text for glyph in page.glyphs))) for page in pages)
        assert one == other
    content = read_content(path, FORMS)
    assert (content.reader, content.status) == ("camelot-oxide", "verified")


def test_turned_pages_are_left_to_playa(tmp_path):
    path = print_pdf(report("2021"), tmp_path / "report.pdf", Paper(landscape="rotate"))
    with pytest.raises(UnsuitedError, match="turned"):
        found(path, by_oxide)
    assert read_content(path, FORMS).reader == "camelot-vector"


@pytest.mark.parametrize("style", ["dotted", "gaps", "apart"])
def test_both_find_the_marks_that_make_a_rule(tmp_path, style):
    path = print_pdf(report("2021"), tmp_path / "report.pdf", Paper(rules=style))
    quick, thorough = found(path, by_oxide), found(path, by_playa)
    assert [len(page.rules) for page in quick] == [len(page.rules) for page in thorough]
    content = read_content(path, FORMS)
    assert (content.reader, content.status) == ("camelot-oxide-paths", "verified")


def test_shapes_that_are_no_rules_are_the_same_for_both(tmp_path):
    canvas = Canvas(str(tmp_path / "shapes.pdf"))
    canvas.circle(100, 100, 20, fill=1)
    path = canvas.beginPath()
    path.rect(10, 10, 50, -20)
    path.moveTo(200, 200)
    path.lineTo(250, 230)
    path.curveTo(260, 240, 270, 250, 280, 200)
    path.close()
    path.moveTo(300, 300)
    path.lineTo(350, 300)
    canvas.drawPath(path, stroke=1, fill=1)
    canvas.save()
    shapes = [
        [(type(each).__name__, *(round(edge, 2) for edge in each.bbox), each.stroke) for each in page.rules]
        for source in (by_oxide, by_playa)
        for page in found(tmp_path / "shapes.pdf", source)
    ]
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) == 4


def test_what_goes_wrong_inside_the_quick_library_ends_no_reading(tmp_path, monkeypatch):
    class PanicException(BaseException):
        """What Rust raises is no Exception."""

    class Document:
        def __init__(self, path: str) -> None:
            raise PanicException

    monkeypatch.setattr(drawn.pdf_oxide, "PdfDocument", Document)
    content = read_content(print_pdf(report("2021"), tmp_path / "report.pdf"), FORMS)
    assert (content.reader, content.status) == ("camelot-vector", "verified")


def test_to_be_asked_to_stop_is_no_fault_of_the_file(tmp_path, monkeypatch):
    class Document:
        def __init__(self, path: str) -> None:
            raise Terminated

    monkeypatch.setattr(drawn.pdf_oxide, "PdfDocument", Document)
    with pytest.raises(Terminated):
        read_content(print_pdf(report("2021"), tmp_path / "report.pdf"), FORMS)
