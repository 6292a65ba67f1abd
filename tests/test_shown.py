"""What a person sees in a cell, read from its picture, and a tenth of the cases in which a cell says something else."""

from __future__ import annotations

import base64
import random
import re
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

import browsing
from helpers.extract.report import read_content
from printing import FORMS, report
from printing_pdf import print_pdf
from proof.shown import controls, desk, digits, judge, oracle, pictures, web, word
from proof.shown.cases import Case
from proof.shown.desk import REPORTS, plain
from proof.shown.digits import printed
from proof.shown.makers import all_cases
from proof.shown.trial import SEEN_IN_WORD
from proof.shown.web import Camera

pytestmark = pytest.mark.heavy

DIGIT = 8 * 0.73


def drawn(
    *parts: tuple[str, float, float], font: str = "Helvetica", ground: int = 255
) -> list[tuple[np.ndarray, float]]:
    """A cell of 60 x 16 points in two scales, with texts in it: what, how large, how far above the base line."""
    views = []
    for scale in pictures.SCALES:
        cell = np.full((round(16 * scale), round(60 * scale)), 255, np.uint8)
        left = round(12 * scale)
        for text, size, rise in parts:
            picture = printed(text, font, size, scale)
            base = round((12 - rise) * scale - (1 - digits.BASE) * size * scale)
            place = cell[base : base + picture.shape[0], left : left + picture.shape[1]]
            np.minimum(place, picture[: place.shape[0], : place.shape[1]], out=place)
            left += picture.shape[1]
        views.append((np.repeat(np.minimum(cell, ground)[..., None], 3, axis=2), scale))
    return views


def seen(*parts: tuple[str, float, float], **how) -> str:
    found = oracle.see(drawn(*parts, **how), DIGIT)
    return found.text if found.verdict == "number" else found.verdict


@pytest.mark.parametrize("number", range(len(REPORTS)))
def test_the_oracle_reads_plain_cells_as_they_are_printed(number):
    shown, chance = plain(number), random.Random(number)
    texts = {
        cell.key: cell.text
        for cell in shown.report().cells()
        if cell.key and cell.text[-1:].isdigit()
    }
    keys = chance.sample(sorted(texts), 12)
    assert {key: shown.control.seen(key).text for key in keys} == {key: texts[key] for key in keys}


@pytest.mark.parametrize("font", ["Helvetica", "Times-Bold", "Courier", "Helvetica-Oblique"])
def test_the_oracle_knows_all_digits_in_fonts_of_all_kinds(font):
    assert seen(("90817", 8, 0), font=font) == "90817"
    assert seen(("26435", 8, 0), font=font) == "26435"


def test_equal_digits_are_counted():
    assert [seen((text, 8, 0)) for text in ("1100", "11", "000", "88888", "1")] == [
        "1100",
        "11",
        "000",
        "88888",
        "1",
    ]


def test_points_and_commas_belong_to_a_number():
    assert seen(("79.3296", 8, 0)) == "79.3296"
    assert seen(("1,629", 8, 0)) == "1,629"


def test_a_raised_or_lowered_digit_does_not():
    assert seen(("64", 8, 0), ("1", 5, 3)) == "64"
    assert seen(("2", 5, -2), ("64", 8, 0)) == "64"
    assert seen(("64", 8, 0), ("17", 8, 1.6)) == "unsure"  # as many digits on two lines


def test_a_small_digit_on_the_line_leaves_it_unsure():
    assert seen(("64", 8, 0), ("1", 5, 0)) == "unsure"
    assert seen(("1", 5, 3)) == "unsure"


def test_ink_that_is_hardly_seen_leaves_it_unsure_and_ink_that_is_not_seen_is_none():
    pale = [(255 - (255 - picture) // 10, scale) for picture, scale in drawn(("64", 8, 0))]
    paler = [(255 - (255 - picture) // 60, scale) for picture, scale in drawn(("64", 8, 0))]
    assert oracle.see(pale, DIGIT).verdict == "unsure"
    assert oracle.see(paler, DIGIT).verdict == "blank"


def test_a_number_on_a_coloured_ground_is_read():
    assert seen(("358", 8, 0), ground=200) == "358"


def ruled(height: float, slope: float = 0.0) -> str:
    """What is seen where a line runs over 358, at a height above the base line in points."""
    views = drawn(("358", 8, 0))
    for picture, scale in views:
        for x in range(round(11 * scale), round(27 * scale)):
            y = round((12 - height - slope * (x / scale - 19)) * scale)
            picture[y - 2 : y + 2, x] = 0
    found = oracle.see(views, DIGIT)
    return found.text if found.verdict == "number" else found.verdict


def test_a_line_through_a_number_strikes_it_out():
    assert ruled(2.9) == "withheld"
    assert ruled(2.9, slope=0.3) == "withheld"


def test_a_line_below_or_above_a_number_does_not():
    assert ruled(-1) == "358"
    assert ruled(7.2) == "358"


def test_what_runs_over_the_edge_is_not_of_the_cell():
    views = drawn(("358", 8, 0))
    for picture, scale in views:
        picture[:, round(40 * scale) : round(46 * scale)] = 190
    assert oracle.see(views, DIGIT).text == "358"
    blank = [
        (np.where(picture == 190, 190, 255).astype(np.uint8), scale) for picture, scale in views
    ]
    assert oracle.see(blank, DIGIT).verdict == "blank"


def test_two_numbers_a_fraction_and_a_black_box_are_no_number():
    assert seen(("64", 8, 0), ("   ", 8, 0), ("17", 8, 0)) == "unsure"
    assert seen(("3/4", 8, 0)) == "withheld"
    black = [(np.zeros_like(picture), scale) for picture, scale in drawn(("64", 8, 0))]
    assert oracle.see(black, DIGIT).verdict == "withheld"


# ---- a tenth of the cases: no figure that is not what is seen is published with a proof


def tenth(cases: Sequence[Case]) -> pytest.MarkDecorator:
    """Every tenth case or so, the same each time."""
    some = random.Random(10).sample(cases, -(-len(cases) // 10))
    return pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in some])


@tenth(all_cases("pdf"))
def test_what_a_pdf_does_not_show_is_not_proven(case, tmp_path):
    [made] = desk.make([case], tmp_path)
    assert judge.judge(made.look()).said == []


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Camera]:
    browsing.skip_without_browser("What web pages show is seen in")
    with browsing.browser(tmp_path_factory.mktemp("downloads")) as browser:
        yield Camera(browser)


@tenth(all_cases("web"))
def test_what_a_web_page_does_not_show_is_not_proven(case, camera, tmp_path):
    [made] = web.photograph([case], tmp_path, camera)
    assert judge.judge(made.look()).said == []


@tenth(all_cases("word"))
def test_what_a_word_file_does_not_show_is_not_proven(case, tmp_path):
    _, path = word.write(case, tmp_path)
    seen = judge.read_list(SEEN_IN_WORD).get(path.name)  # none where the case was dropped
    assert not seen or judge.hold(case, path, seen).said == []


def test_what_is_seen_in_word_files_was_looked_at_for_the_cases_that_there_are():
    names = {f"{case.name}.docx" for case in all_cases("word")}
    seen = set(judge.read_list(SEEN_IN_WORD))
    assert seen <= names, "make proof has to be run again"
    assert len(seen) > 0.9 * len(names)


@pytest.mark.parametrize("name", ["pdf", "web", "word"])
def test_what_shows_all_that_it_says_stays_verified(name, tmp_path):
    cases = random.Random(10).sample(controls.all_cases(name), 4)
    said = [
        line
        for clean in controls.MAKERS[name].make(cases, tmp_path)
        for line in controls.judge(clean).said
    ]
    assert said == []


FONT_STREAM = re.compile(
    rb"/Length (\d+)(?P<rest>[^>]*)>>\s*stream\r?\n(?P<data>.*?)endstream", re.DOTALL
)


def without_shape(pdf: bytes, contours: int) -> bytes:
    """A PDF in whose fonts the glyphs of so many contours (8 has three) have none any more."""

    def emptied(found: re.Match[bytes]) -> bytes:
        try:
            data = zlib.decompress(base64.a85decode(b"<~" + found["data"].strip(), adobe=True))
        except (ValueError, zlib.error):
            return found[0]
        if not data.startswith(b"\0\1\0\0"):
            return found[0]
        font = TTFont(BytesIO(data))
        for name in font.getGlyphOrder():
            if font["glyf"][name].numberOfContours == contours:
                font["glyf"][name] = Glyph()
        saved = BytesIO()
        font.save(saved)
        packed = zlib.compress(saved.getvalue())
        head = re.sub(rb"/Filter\s*\[[^\]]*\]", b"/Filter /FlateDecode", found["rest"])
        return b"/Length %d%b>>\nstream\n%b\nendstream" % (len(packed), head, packed)

    return FONT_STREAM.sub(emptied, pdf)


def test_a_digit_for_which_a_damaged_font_draws_nothing_leaves_its_number_in_doubt(tmp_path):
    """This program draws 0 for 80, and another one may draw 80."""
    whole = report("national_2021", seed=6)
    path = print_pdf(whole, tmp_path / "report.pdf")
    path.write_bytes(without_shape(path.read_bytes(), contours=3))
    proven = {
        (each.table, each.row, each.column): each.value
        for each in read_content(path, FORMS).figures
        if each.proof != "none"
    }
    assert {key: value for key, value in proven.items() if whole.truth[key] != value} == {}
    with_8 = [key for key, value in whole.truth.items() if "8" in str(value)]
    assert len(with_8) > 10
