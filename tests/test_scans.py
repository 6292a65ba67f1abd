"""Pages that are pictures: what a scanner does to a report, and what must never be read into it."""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import blake2b
from io import BytesIO
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pytest
from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import printing as pr
from conftest import ROOT
from expect import differences, found, verdicts
from helpers import exhibits
from helpers.corpus import assemble
from helpers.corpus.reading import extract_report
from helpers.exhibits.cutout import FRAME
from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.prove.content import Content
from helpers.readers.page.slots import merged
from helpers.readers.scan import ink, long, models, ruled, sheets
from helpers.readers.scan.straight import straighten
from printing_pdf import Paper, print_pdf
from scanning import CAMERAS, SCANNERS, Scanner

pytestmark = pytest.mark.heavy

SPECIMENS = ROOT / "data" / "raw" / "specimens"
#: A matrix broken over two pages, sums that the agency printed wrong, and three forms.
SCANNED = ("hongze_2023", "pingtan_2020", "pingtan_2016")
#: The share of figures that must be read right of any scan that is not coarser than 150 dpi.
RIGHT = 0.995
#: A page that is scanned finely and straight.
CLEAN = Scanner(200)
#: How far a frame may be off on a page that lies askew, in points: the frame is level and the cell
#: is not.
ASKEW = 6.0


@cache
def printed(name: str) -> Content:
    """A specimen as its text layer says."""
    return read_content(SPECIMENS / f"{name}.pdf", load_forms())


def read(path: Path) -> Content:
    return read_content(path, load_forms())


@pytest.fixture(scope="module", autouse=True)
def asked_once() -> Iterator[None]:
    """The models say the same of the same pixels: what was recognised for one test is not for the next."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("lines", "recognise"):
            patch.setattr(models, name, remembered(getattr(models, name)))
        yield


def remembered(ask: Callable[[Any], Any]) -> Callable[[Any], Any]:
    answers: dict[bytes, Any] = {}

    def answer(pixels: Any) -> Any:
        key = blake2b(pickle.dumps(pixels)).digest()
        if key not in answers:
            answers[key] = ask(pixels)
        return answers[key]

    return answer


@pytest.fixture(scope="module")
def one_page(tmp_path_factory: pytest.TempPathFactory) -> tuple[pr.Report, Path]:
    """The shortest report, on a single page."""
    report = pr.report("annex_fujian")
    return report, print_pdf(report, tmp_path_factory.mktemp("printed") / "report.pdf")


# What a scanner does


@pytest.mark.parametrize(("scanner", "name"), list(zip(SCANNERS, cycle(SCANNED), strict=False)))
def test_a_scan_is_read_like_the_print_and_none_that_is_called_proven_is_wrong(
    tmp_path: Path, scanner: str, name: str
) -> None:
    """`make scans` does the same with every second specimen for each scanner, and with worse scans."""
    content = read(SCANNERS[scanner].pdf(SPECIMENS / f"{name}.pdf", tmp_path / "scan.pdf"))
    before, after = found(printed(name)), found(content)
    differ = {
        key: (value, after.get(key)) for key, value in before.items() if after.get(key, "") != value
    }
    assert not differ or content.status == "incomplete"
    assert (content.agency, content.year) == (printed(name).agency, printed(name).year)
    assert len(differ) <= (1 - RIGHT) * len(before), differ


def test_white_letters_on_dark_heads_are_read(tmp_path: Path) -> None:
    """On the page of the matrix: the others have heads like it."""
    [page] = {each.page for each in printed("pingtan_2019").figures if each.row == "received"}
    scanner = SCANNERS["200 dpi, 0.6 degrees, noise"]
    source = SPECIMENS / "pingtan_2019.pdf"
    content = read(as_picture(source, {page}, tmp_path / "scan.pdf", scanner))
    assert found(content) == found(printed("pingtan_2019"))
    assert content.status == "verified", content.message


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_sheet_that_lay_on_its_side_or_head_is_stood_upright(
    one_page: tuple[pr.Report, Path], turn: int
) -> None:
    report, print_ = one_page
    content = read(
        Scanner(200, skew=0.5, turn=turn).pdf(print_, print_.with_name(f"turned-{turn}.pdf"))
    )
    assert differences(content, report) == {}
    assert content.status == "verified", content.message


@pytest.mark.parametrize("skew", [-2.0, 2.0])
def test_a_sheet_that_lay_askew_is_made_level(
    one_page: tuple[pr.Report, Path], skew: float
) -> None:
    report, print_ = one_page
    content = read(
        Scanner(200, skew=skew, noise=6, quality=75).pdf(
            print_, print_.with_name(f"askew{skew}.pdf")
        )
    )
    assert differences(content, report) == {}


@pytest.mark.parametrize("scanner", ["300 dpi, clean", "150 dpi"])
def test_in_rows_as_low_as_their_letters_no_stroke_is_a_rule(tmp_path: Path, scanner: str) -> None:
    """A stroke reaches from rule to rule there: one row of three cells became fifteen."""
    report = pr.report("national_2021")
    del report.pages[1:]
    [sheet] = report.sheets
    tight = Paper(size=10.5, leading=1.0, padding=1.0)
    [picture] = SCANNERS[scanner].pictures(print_pdf(report, tmp_path / "tight.pdf", tight))
    picture.save(tmp_path / "tight.png", dpi=(SCANNERS[scanner].dpi,) * 2)
    [page] = sheets.of_picture(tmp_path / "tight.png")
    level, _ = straighten(page)
    across, down = ruled.rules(ink.lines(ink.grey(level.pixels), level.unit), level.unit)
    [table] = ruled.tables(across, down, level.unit)
    cells = merged(len(table.ys) - 1, len(table.xs) - 1, table.divided)
    assert len(cells) == sum(len(line.cells) for line in sheet.lines)


def test_a_photograph_of_curved_paper_in_a_shadow_is_read(one_page: tuple[pr.Report, Path]) -> None:
    report, print_ = one_page
    camera = CAMERAS["photograph, curved, shadow, JPEG 40"]
    content = read(camera.pdf(print_, print_.with_name("photograph.pdf")))
    assert differences(content, report) == {}


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tiff"])
def test_a_picture_file_is_read_like_a_pdf_of_pictures(
    one_page: tuple[pr.Report, Path], suffix: str
) -> None:
    report, print_ = one_page
    [picture] = CLEAN.pictures(print_)
    path = print_.with_suffix(suffix)
    picture.save(path, dpi=(200, 200))
    content = read(path)
    assert differences(content, report) == {}
    assert (content.status, content.reader, content.pages) == ("verified", "rapidocr", 1)


def test_every_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    first, *others = CLEAN.pictures(SPECIMENS / "pingtan_2016.pdf")
    first.save(
        tmp_path / "scan.tif",
        dpi=(200, 200),
        save_all=True,
        append_images=others,
        compression="tiff_lzw",
    )
    content = read(tmp_path / "scan.tif")
    assert found(content) == found(printed("pingtan_2016"))
    assert content.pages == 2


def test_a_picture_that_does_not_say_how_fine_it_is_counts_as_a_page_of_a4(
    one_page: tuple[pr.Report, Path],
) -> None:
    report, print_ = one_page
    [picture] = CLEAN.pictures(print_)
    picture.save(print_.with_name("unsaid.png"))
    assert differences(read(print_.with_name("unsaid.png")), report) == {}


def test_a_coarse_scan_says_so(one_page: tuple[pr.Report, Path]) -> None:
    report, print_ = one_page
    content = read(Scanner(100).pdf(print_, print_.with_name("coarse.pdf")))
    assert "Scanned with 100 dots an inch" in content.message
    assert content.status == "incomplete" or differences(content, report) == {}


# Files of which a part is a picture


def as_picture(source: Path, pages: set[int], target: Path, scanner: Scanner = CLEAN) -> Path:
    """A PDF of which some pages, from 1, are replaced by a picture of them."""
    with pdfium.PdfDocument(source) as document, pdfium.PdfDocument.new() as mixed:
        for number, page in enumerate(document, 1):
            if number in pages:
                scanner.scan(page).save(target.with_suffix(".page.pdf"), resolution=scanner.dpi)
                mixed.import_pages(pdfium.PdfDocument(target.with_suffix(".page.pdf")))
            else:
                mixed.import_pages(document, [number - 1])
        mixed.save(target)
    return target


@pytest.mark.parametrize("pages", [{1}, {2}, {2, 3}])
def test_a_pdf_with_some_scanned_pages_is_read_as_one_report(
    tmp_path: Path, pages: set[int]
) -> None:
    content = read(as_picture(SPECIMENS / "hongze_2023.pdf", pages, tmp_path / "mixed.pdf"))
    assert found(content) == found(printed("hongze_2023"))
    assert content.status == printed("hongze_2023").status
    assert verdicts(content, "wrong_in_print") == verdicts(printed("hongze_2023"), "wrong_in_print")


def with_picture(print_: Path, target: Path, layer: Callable[[Canvas], None]) -> Path:
    """A page with the picture of a printed page on it, and with what `layer` writes over it."""
    canvas = Canvas(str(target), pagesize=(595, 842))
    [picture] = CLEAN.pictures(print_)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    layer(canvas)
    canvas.save()
    return target


def test_a_table_that_is_a_picture_on_a_page_of_text_is_read(
    one_page: tuple[pr.Report, Path],
) -> None:
    report, print_ = one_page
    [picture] = CLEAN.pictures(print_)
    canvas = Canvas(str(print_.with_name("pasted.pdf")), pagesize=(595, 842))
    canvas.drawString(60, 800, "The report of the year is attached below as a picture.")
    canvas.drawImage(ImageReader(picture), 30, 30, 535, 757)
    canvas.save()
    content = read(print_.with_name("pasted.pdf"))
    assert differences(content, report) == {}
    assert content.status == "verified", content.message


def test_a_text_layer_over_a_scan_is_not_believed(one_page: tuple[pr.Report, Path]) -> None:
    """Scanners put their guesses over the picture as invisible text: here they are all wrong."""
    report, print_ = one_page

    def guesses(canvas: Canvas) -> None:
        text = canvas.beginText(60, 760)
        text.setTextRenderMode(3)
        text.textLines("\n".join(["88888888"] * 40))
        canvas.drawText(text)

    content = read(with_picture(print_, print_.with_name("layer.pdf"), guesses))
    assert differences(content, report) == {}


# What must never be read into a scan


def test_an_empty_cell_is_blank_and_one_with_ink_in_it_is_not(tmp_path: Path) -> None:
    """A pen stroke is no number, and no blank either."""
    report = pr.report("annex_fujian")
    first, second = [key for key in report.truth if key[0] == "annex"][3:5]
    pr.write(report, first, "", None)
    pr.write(report, second, "", None)
    print_ = print_pdf(report, tmp_path / "report.pdf")
    whole = {(each.table, each.row, each.column): each for each in read(print_).figures}
    [picture] = CLEAN.pictures(print_)
    x0, y0, x1, y1 = (side * CLEAN.dpi / 72 for side in whole[second].box)
    pixels = np.asarray(picture).copy()
    for step in np.linspace(0.3, 0.7, 200):  # from one corner to the other and back
        for across in (step, 1 - step):
            pixels[int(y0 + step * (y1 - y0)), int(x0 + across * (x1 - x0)) + np.arange(3)] = 40
    Image.fromarray(pixels).save(tmp_path / "scan.png", dpi=(200, 200))
    scanned = {
        (each.table, each.row, each.column): each for each in read(tmp_path / "scan.png").figures
    }
    assert scanned[first].status == "blank"
    assert scanned[second].status != "blank" or scanned[second].proof == "none"


def test_two_numbers_in_one_cell_are_not_one(tmp_path: Path) -> None:
    """Of a space between digits the model says nothing at all."""
    report = pr.report("annex_fujian")
    key = next(key for key in report.truth if key[0] == "annex")
    pr.write(report, key, "12 5", None)
    content = read(CLEAN.pdf(print_pdf(report, tmp_path / "report.pdf"), tmp_path / "scan.pdf"))
    [figure] = [each for each in content.figures if (each.table, each.row, each.column) == key]
    assert figure.status == "doubtful"
    assert content.status == "incomplete"


@pytest.mark.parametrize(
    ("name", "printed_so"), [("pingtan_2018", "2069"), ("chini_2020", "28112200元")]
)
def test_the_strokes_of_a_unit_or_a_year_are_no_digits_with_a_space_before_them(
    tmp_path: Path, name: str, printed_so: str
) -> None:
    """The head 2018年度 would name no column, and the amount before 元 would be in doubt."""
    [page] = {each.page for each in printed(name).figures if each.printed == printed_so}
    scanner = SCANNERS["200 dpi, colour, 1 degree"]
    content = read(as_picture(SPECIMENS / f"{name}.pdf", {page}, tmp_path / "scan.pdf", scanner))
    assert found(content) == found(printed(name))
    assert {each.proof for each in content.figures if each.printed == printed_so} <= {
        "identity",
        "second_reading",
    }
    assert content.status == "verified", content.message


def test_a_figure_hidden_under_a_blot_is_proposed_by_its_sum_and_never_filled_in(
    tmp_path: Path,
) -> None:
    content = printed("hongze_2023")
    hidden = next(
        each
        for each in content.figures
        if (each.row, each.column) == ("received", "natural_person")
    )
    x0, y0, x1, y1 = (round(side * CLEAN.dpi / 72) for side in hidden.box)

    class Blotted(Scanner):
        def scan(self, page: pdfium.PdfPage) -> Image.Image:
            pixels = np.asarray(super().scan(page)).copy()
            pixels[y0 + 12 : y1 - 12, x0 + 12 : x1 - 12] = 0
            return Image.fromarray(pixels)

    source = SPECIMENS / "hongze_2023.pdf"
    read_again = read(as_picture(source, {hidden.page}, tmp_path / "scan.pdf", Blotted(200)))
    figure = next(
        each
        for each in read_again.figures
        if (each.row, each.column) == ("received", "natural_person")
    )
    assert figure.status == "doubtful"
    assert read_again.status == "incomplete"
    assert any(
        f"With {hidden.value} in the cell received" in each.message for each in read_again.checks
    )


def test_the_ring_of_a_stamp_is_no_rule_and_its_letters_are_no_figures(tmp_path: Path) -> None:
    """Each page bears a stamp in another place: over the heads, the labels, the figures."""
    places = [(0.3, 0.35), (0.5, 0.3), (0.75, 0.6)]
    with pdfium.PdfDocument(SPECIMENS / "pingtan_2023.pdf") as document:
        stamped = [
            Scanner(200, colour=True, quality=75, stamp=place).scan(page)
            for page, place in zip(document, cycle(places), strict=False)
        ]
    scan = tmp_path / "scan.pdf"
    stamped[0].save(scan, resolution=200, save_all=True, append_images=stamped[1:], quality=75)
    content = read(scan)
    before, after = found(printed("pingtan_2023")), found(content)
    wrong = {
        key: (value, after.get(key)) for key, value in before.items() if after.get(key, "") != value
    }
    assert len(wrong) <= (1 - RIGHT) * len(before), wrong
    assert not wrong or content.status == "incomplete"


@pytest.mark.parametrize("font", ["Noto Sans SC", "DejaVu Sans", "DejaVu Serif"])
@pytest.mark.parametrize("height", [14, 20, 30])
def test_a_shape_tells_zeros_slashes_and_dashes_and_is_silent_on_all_else(
    font: str, height: int
) -> None:
    """A 6, 8 or 9 must never pass for the zero that the model may take it for, nor a 1 or 7 for a slash."""
    letters = ImageFont.truetype(font_manager.findfont(font), round(height * 1.4))
    for text in "0123456789/—":
        sheet = Image.new("L", (4 * height, 3 * height))
        ImageDraw.Draw(sheet).text((height, height // 2), text, 255, letters)
        mask = (np.asarray(sheet) > 127).astype(np.uint8) * 255
        assert ink.shape(mask, Image.fromarray(mask).getbbox()) == (
            text if text in "0/—" else ""
        ), text


# Without the extra


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout


def test_without_the_extra_a_scan_is_failed_and_says_what_to_install(
    one_page: tuple[pr.Report, Path],
) -> None:
    path = CLEAN.pdf(one_page[1], one_page[1].with_name("alone.pdf"))
    code = (
        "import sys; sys.modules['rapidocr'] = None\n"
        "from pathlib import Path\n"
        "from helpers.extract import read_content\n"
        "from helpers.forms import load_forms\n"
        f"content = read_content(Path({str(path)!r}), load_forms())\n"
        "print(content.status, content.message)"
    )
    assert run(code).startswith("failed Pages that are pictures need the OCR extra")
    assert "gongkai[ocr]" in run(code)


def test_without_the_extra_a_mixed_pdf_says_which_pages_were_not_read(
    tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(models, "available", lambda: False)
    content = read(as_picture(SPECIMENS / "hongze_2023.pdf", {2}, tmp_path / "mixed.pdf"))
    assert content.status == "incomplete"
    assert "Pages that are pictures: 2." in content.message
    assert "gongkai[ocr]" in content.message


def test_with_the_extra_nothing_is_asked_of_the_network(one_page: tuple[pr.Report, Path]) -> None:
    path = CLEAN.pdf(one_page[1], one_page[1].with_name("offline.pdf"))
    code = (
        "import socket\n"
        "def refuse(*_): raise AssertionError('the network was asked')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from pathlib import Path\n"
        "from helpers.extract import read_content\n"
        "from helpers.forms import load_forms\n"
        f"print(read_content(Path({str(path)!r}), load_forms()).status)"
    )
    assert run(code).strip() == "verified"


# Evidence


@pytest.mark.parametrize(
    "scanner", [CLEAN, Scanner(200, skew=1.5), Scanner(200, turn=180), Scanner(200, turn=90)]
)
def test_a_box_lies_where_the_figure_stands_on_the_page_as_it_was_scanned(
    one_page: tuple[pr.Report, Path], scanner: Scanner
) -> None:
    _, print_ = one_page
    scan = scanner.pdf(print_, print_.with_name("boxes.pdf"))
    boxes = {(each.table, each.row, each.column): each.box for each in read(print_).figures}
    for each in read(scan).figures:
        x0, y0, x1, y1 = boxes[each.table, each.row, each.column]
        turned = {
            0: (x0, y0, x1, y1),
            180: (595 - x1, 842 - y1, 595 - x0, 842 - y0),
            90: (842 - y1, x0, 842 - y0, x1),
        }[scanner.turn]
        angle = np.radians(scanner.skew)
        middle = np.array(
            [(turned[0] + turned[2]) / 2 - 595 / 2, (turned[1] + turned[3]) / 2 - 842 / 2]
        )
        if scanner.skew:
            turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
            middle = turn @ middle
        expected = middle + np.array([595 / 2, 842 / 2])
        got = (each.box[0] + each.box[2]) / 2, (each.box[1] + each.box[3]) / 2
        assert np.abs(np.array(got) - expected).max() < 2, (each.row, got, expected)
        assert abs((each.box[2] - each.box[0]) - (turned[2] - turned[0])) < ASKEW


def test_evidence_of_a_picture_file_is_framed(one_page: tuple[pr.Report, Path]) -> None:
    _, print_ = one_page
    [picture] = CLEAN.pictures(print_)
    path = print_.with_name("evidence.png")
    picture.save(path, dpi=(200, 200))
    tables = assemble.tables([extract_report(path)])
    figures, reports = tables["figures"], tables["reports"]
    shown = exhibits.picture(figures.iloc[5], figures, reports, path.parent)
    assert shown.suffix == ".png"
    pixels = np.asarray(Image.open(BytesIO(shown.content)).convert("RGB"))
    assert (pixels == FRAME).all(axis=2).sum() > 100


# Tall pictures


def tall_table(rows: int, height: int = 60, width: int = 800) -> Image.Image:
    """A ruled table of empty rows, two pixels a rule, with a column that reaches down all of it."""
    picture = Image.new("L", (width, rows * height + 82), "white")
    pen = ImageDraw.Draw(picture)
    for row in range(rows + 1):
        left = 40 if row in (0, rows) or row % 4 == 0 else 200
        pen.line((left, 40 + row * height, width - 40, 40 + row * height), "black", 2)
    for across in (40, 200, 500, width - 40):
        pen.line((across, 40, across, 40 + rows * height), "black", 2)
    return picture


def test_a_tall_picture_is_cut_between_tables_and_never_through_one() -> None:
    table = tall_table(10)
    picture = Image.new("L", (table.width, 8 * table.height), "white")
    for number in range(8):
        picture.paste(table, (0, number * table.height))
    cuts = [bottom for _, bottom in long.pages_of(picture)[:-1]]
    assert cuts, "nothing was cut"
    assert all(min(cut % table.height, -cut % table.height) <= 41 for cut in cuts)


def test_a_table_taller_than_a_page_is_cut_along_a_rule_that_both_pages_show() -> None:
    picture = tall_table(60)
    pages = long.pages_of(picture)
    assert len(pages) > 1
    for (_, bottom), (top, _) in pairwise(pages):
        assert (bottom - top, (top - 40) % 240) in {(3, 239), (4, 238), (4, 239), (3, 238)}


def test_a_page_as_one_tall_picture_is_read(one_page: tuple[pr.Report, Path]) -> None:
    """Its prose stands above the table, and it says nothing of its size."""
    report, print_ = one_page
    [picture] = Scanner(110).pictures(print_)
    prose = picture.crop((0, 0, picture.width, 300))
    tall = Image.new("RGBA", (picture.width, picture.height + 900))
    for number in range(3):
        tall.paste(prose.crop((0, 0, prose.width, 90)), (0, 300 * number))
    tall.paste(picture, (0, 900))
    path = print_.with_name("tall.webp")
    tall.save(path, lossless=True)
    content = read(path)
    assert (content.pages, differences(content, report)) == (2, {})
    assert content.status == "verified"
