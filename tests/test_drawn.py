"""What a page draws, found by two libraries that share no code: the quick one finds what the thorough one finds."""

from pathlib import Path

import pytest
from camelot.image_processing import find_lines_from_layout
from playa.miner import LTCurve
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from helpers.extract.report import read_content
from helpers.readers.page.glyphs import Glyphs
from helpers.readers.pdf.document import open_pages
from helpers.readers.pdf.drawn import Drawn, by_pdfium, by_playa
from helpers.text import printed
from printing import FORMS, report
from printing_pdf import Paper, print_pdf


def found(path: Path, source) -> list[Drawn]:
    with open_pages(path) as pages:
        return list(source(path, pages).values())


def glyphs_of(path: Path) -> list[Glyphs]:
    with open_pages(path) as pages:
        return [page.glyphs(page.upright) for page in pages]


def characters(glyphs: Glyphs) -> list[tuple]:
    """Each character on its line, in points, however the libraries round."""
    return sorted((round(glyph.middle), round(glyph.x0), printed(glyph.text)) for glyph in glyphs)


def rules(page: Drawn) -> list[tuple]:
    """What camelot takes for rules, in tenths of a point, by the page's bottom left corner."""
    directions = ("horizontal", "vertical")
    lines = [
        line for direction in directions for line in find_lines_from_layout(page.rules, direction)
    ]
    return sorted(tuple(round(10 * edge) for edge in line) for line in lines)


@pytest.mark.parametrize("style", ["strokes", "boxes", "separate"])
def test_both_find_the_same_characters_and_rules(tmp_path, style):
    path = print_pdf(report("national_2019"), tmp_path / "report.pdf", Paper(rules=style))
    quick, thorough = found(path, by_pdfium), found(path, by_playa)
    assert all(page.glyphs and rules(page) for page in thorough)
    assert list(map(characters, glyphs_of(path))) == [characters(page.glyphs) for page in thorough]
    assert list(map(rules, quick)) == list(map(rules, thorough))


def test_a_page_of_which_a_part_is_shown_is_measured_from_the_corner_of_that_part(tmp_path):
    path = print_pdf(report("national_2021"), tmp_path / "report.pdf")
    with PdfDocument(path) as document:
        for page in document:
            page.set_cropbox(20, 30, 580, 830)
        document.save(tmp_path / "shown.pdf")
    quick, thorough = (
        found(tmp_path / "shown.pdf", by_pdfium),
        found(tmp_path / "shown.pdf", by_playa),
    )
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
    [quick], [thorough] = (
        found(tmp_path / "boxes.pdf", source) for source in (by_pdfium, by_playa)
    )
    assert len(rules(quick)) == 6
    assert rules(quick) == rules(thorough)


def test_a_turned_page_is_read_like_any_other(tmp_path):
    path = print_pdf(report("national_2021"), tmp_path / "report.pdf", Paper(landscape="rotate"))
    content = read_content(path, FORMS)
    assert (content.reader, content.status) == ("camelot-vector", "verified")


@pytest.mark.parametrize("style", ["dotted", "gaps", "apart"])
def test_both_find_the_marks_that_make_a_rule(tmp_path, style):
    path = print_pdf(report("national_2021"), tmp_path / "report.pdf", Paper(rules=style))
    quick, thorough = found(path, by_pdfium), found(path, by_playa)
    with open_pages(path) as pages:
        assert [len(page.painted.paths.kinds) for page in pages] == [
            len(page.rules) for page in thorough
        ]
    # camelot takes no mark as small as a dot for a rule, and is given none.
    assert list(map(rules, quick)) == list(map(rules, thorough))
    content = read_content(path, FORMS)
    assert (content.reader, content.status) == ("camelot-paths", "verified")


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
    [quick], [thorough] = (
        found(tmp_path / "shapes.pdf", source) for source in (by_pdfium, by_playa)
    )
    kinds = [
        [(type(each), each.stroke, each.fill) for each in page.rules] for page in (quick, thorough)
    ]
    assert kinds[0] == kinds[1]
    straight = [  # the box of a curve may hold the points that draw it towards them
        [
            tuple(round(edge, 1) for edge in each.bbox)
            for each in page.rules
            if type(each) is not LTCurve
        ]
        for page in (quick, thorough)
    ]
    assert straight[0] == straight[1]
    assert [len(each) for each in (kinds[0], straight[0])] == [4, 2]
