"""A figure against the page that it came from: the frame holds it however the page is turned, cut or moved."""

import ctypes
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from lxml import etree
from PIL import Image

import printing as pr
from helpers import cli, exhibits, publish
from helpers.corpus import assemble
from helpers.corpus.reading import extract_report
from helpers.errors import UserError
from helpers.exhibits.cutout import AROUND, FRAME, HEAD, SCALE
from helpers.forms import load_forms
from helpers.text import printed
from printing_docx import print_docx
from printing_html import print_html
from printing_pdf import Paper, print_pdf
from printing_xlsx import print_xlsx

pytestmark = pytest.mark.heavy

SPECIMEN = "hongze_2023.pdf"
#: A printed number with a point, one on the page with the head of its table, one on the page after
#: it.
CELLS = [
    ("disclosure", "fees", "amount"),
    ("requests", "received", "total"),
    ("requests", "partly_granted", "total"),
]


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


def tables_of(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    tables = assemble.tables([extract_report(path)])
    return tables["figures"], tables["reports"]


def turned(degrees: int) -> Callable[[pdfium.PdfPage], None]:
    return lambda page: page.set_rotation(degrees)


def cropped(page: pdfium.PdfPage) -> None:
    """Less of the page is shown than the paper has, more on one side than on the other."""
    page.set_cropbox(40, 30, 560, 810)


def bled(page: pdfium.PdfPage) -> None:
    """The paper is larger than the page, for the printer's marks, and begins left of and below its origin."""
    left, bottom, right, top = page.get_mediabox()
    page.set_mediabox(left - 50, bottom - 70, right + 30, top + 20)
    page.set_cropbox(left, bottom, right, top)


def both(*changes: Callable[[pdfium.PdfPage], None]) -> Callable[[pdfium.PdfPage], None]:
    return lambda page: [change(page) for change in changes] and None


PAGES = {
    "as printed": turned(0),
    "on its right side": turned(90),
    "upside down": turned(180),
    "on its left side": turned(270),
    "cropped": cropped,
    "cropped and on its right side": both(cropped, turned(90)),
    "with bleed": bled,
    "with bleed and upside down": both(bled, turned(180)),
    "with bleed and on its left side": both(bled, turned(270)),
}


@pytest.fixture(scope="module")
def as_printed(root: Path) -> Path:
    return root / "data" / "raw" / "specimens" / SPECIMEN


@pytest.fixture(scope="module", params=PAGES)
def changed(
    request: pytest.FixtureRequest, as_printed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The specimen with each page changed."""
    path = tmp_path_factory.mktemp("changed") / SPECIMEN
    with pdfium.PdfDocument(as_printed) as document:
        for page in document:
            PAGES[request.param](page)
        document.save(path)
    return path


def figure_in(figures: pd.DataFrame, cell: tuple[str, str, str]) -> pd.Series:
    codes = figures[["table", "row", "column"]].itertuples(index=False, name=None)
    return figures.loc[[code == cell for code in codes]].iloc[0]


def text_in_box(path: Path, figure: pd.Series) -> str:
    """What pdfium reads in a figure's box; pdfium itself says where a place on the shown page lies in the file."""
    with pdfium.PdfDocument(path) as document:
        page = document[int(figure["page"]) - 1]
        size = [round(points * 10) for points in page.get_size()]
        corners = [
            [round(float(figure[key]) * 10) for key in keys]
            for keys in (("x0", "y0"), ("x1", "y1"))
        ]
        x, y = ctypes.c_double(), ctypes.c_double()
        places = []
        for corner in corners:
            pdfium_c.FPDF_DeviceToPage(page, 0, 0, *size, 0, *corner, x, y)
            places.append((x.value, y.value))
        box = *map(min, zip(*places, strict=True)), *map(max, zip(*places, strict=True))
        return printed(page.get_textpage().get_text_bounded(*box))


def pixels(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(content)).convert("RGB")).astype(int)


def framed(picture: exhibits.Picture) -> np.ndarray:
    """What stands inside the frame, in shades of grey, without the rules of the cell."""
    image = pixels(picture.content)
    rows, columns = np.nonzero((image == FRAME).all(axis=2))
    inside = image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    frame = (inside == FRAME).all(axis=2)
    assert frame[0].all() and frame[-1].all() and frame[:, 0].all() and frame[:, -1].all()  # noqa: PT018
    return inside.mean(axis=2)[9:-9, 9:-9]


def unlike(one: np.ndarray, other: np.ndarray) -> float:
    """The part of the ink in which two pieces of print differ, where they are laid on each other centre on centre."""
    height, width = (min(sizes) for sizes in zip(one.shape, other.shape, strict=True))
    cut = [
        (each < 128)[(each.shape[0] - height) // 2 :, (each.shape[1] - width) // 2 :][
            :height, :width
        ]
        for each in (one, other)
    ]
    shifted = [
        np.roll(cut[1], (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)
    ]
    return min(float((cut[0] != each).sum() / max(cut[0].sum(), 1)) for each in shifted)


def test_a_page_is_read_alike_however_it_is_turned_or_cut(changed, as_printed):
    figures, reports = tables_of(changed)
    expected, _ = tables_of(as_printed)
    same = ["table", "n", "row", "column", "printed", "value", "status", "proof", "page"]
    pd.testing.assert_frame_equal(figures[same], expected[same])
    assert reports["status"].tolist() == ["inconsistent"]


def test_the_box_of_every_figure_holds_its_text(changed):
    figures, _ = tables_of(changed)
    for _, figure in figures[::9].iterrows():
        # on a page that is upside down pdfium gives the characters in the order in which they are
        # seen
        assert sorted(text_in_box(changed, figure)) == sorted(printed(figure["printed"]))


def test_the_frame_encloses_the_ink_of_the_figure(changed, as_printed):
    tables, expected = tables_of(changed), tables_of(as_printed)
    inks = []
    for cell in CELLS:
        shown = framed(exhibits.picture(figure_in(tables[0], cell), *tables, changed.parent))
        plain = framed(exhibits.picture(figure_in(expected[0], cell), *expected, as_printed.parent))
        assert (shown < 128).any()
        assert (shown[[0, -1]] > 128).all()  # no ink is cut by the frame
        assert (shown[:, [0, -1]] > 128).all()
        assert unlike(shown, plain) < 0.25
        inks.append(shown)
    assert unlike(inks[0], inks[1]) > 0.5  # another figure would have been noticed


@pytest.mark.parametrize("landscape", ["mediabox", "rotate"])
def test_a_landscape_page(tmp_path, landscape):
    path = print_pdf(
        pr.report("national_2021"), tmp_path / "report.pdf", Paper(landscape=landscape)
    )
    figures, reports = tables_of(path)
    figure = figure_in(figures, ("requests", "carried_out", "total"))
    assert text_in_box(path, figure) == figure["printed"]
    picture = exhibits.picture(figure, figures, reports, tmp_path)
    assert pixels(picture.content).shape[1] == 842 * SCALE
    assert (framed(picture) < 128).any()


def test_the_head_of_the_column_is_shown_from_the_page_before(as_printed):
    """The rows of this table go on without a head on the second page."""
    figures, reports = tables_of(as_printed)
    below, first = (figure_in(figures, cell) for cell in (CELLS[2], CELLS[1]))
    assert (below["page"], first["page"]) == (2, 1)
    head = pixels(exhibits.picture(below, figures, reports, as_printed.parent).content)[
        : int(HEAD * SCALE)
    ]
    whole = pixels(exhibits.picture(first, figures, reports, as_printed.parent).content)[
        : int(HEAD * SCALE)
    ]
    unframed = ~(whole == FRAME).all(axis=2)
    assert (head[unframed] == whole[unframed]).all()


def test_a_cell_just_below_the_head_needs_one_piece_of_the_page(as_printed):
    figures, reports = tables_of(as_printed)
    figure = figure_in(figures, CELLS[1])
    height = pixels(exhibits.picture(figure, figures, reports, as_printed.parent).content).shape[0]
    assert height <= (HEAD + AROUND + float(figure["y1"] - figure["y0"])) * SCALE + 2


def test_a_notebook_shows_a_picture_by_itself(as_printed):
    figures, reports = tables_of(as_printed)
    shown = exhibits.picture(
        figure_in(figures, CELLS[0]), figures, reports, as_printed.parent
    )._repr_html_()
    assert shown.startswith('<img src="data:image/png;base64,')
    assert "7730.28" in shown


# Web pages and Word files


@pytest.fixture
def report() -> pr.Report:
    """A report whose caption would run as a script, were it not escaped."""
    report = pr.report("national_2021")
    report.sheet("requests").caption = "三、<script src='https://example.org/x.js'>收到</script>"
    return report


@pytest.fixture
def web_page(report: pr.Report, tmp_path: Path) -> Path:
    return print_html(report, tmp_path / "report.html")


@pytest.fixture(params=["web_page", "word_file", "workbook"])
def without_pages(request: pytest.FixtureRequest, report: pr.Report, tmp_path: Path) -> Path:
    """The report in a file that has no pages to draw."""
    if request.param == "word_file":
        return print_docx(report, tmp_path / "report.docx")
    if request.param == "workbook":
        return print_xlsx(report, tmp_path / "report.xlsx")
    return print_html(report, tmp_path / "report.html")


def test_every_figure_of_a_file_without_pages_is_marked_in_its_row(without_pages):
    figures, reports = tables_of(without_pages)
    for _, figure in figures[::7].iterrows():
        picture = exhibits.picture(figure, figures, reports, without_pages.parent)
        marked = etree.HTML(picture.html).xpath("//td[contains(@style, 'bold')]")
        assert ["".join(cell.itertext()) for cell in marked] == [figure["printed"]]
        row = printed("".join(marked[0].getparent().itertext()))
        assert printed(figure["label"]) in row or figure["table"] == "review"


def test_the_excerpt_shows_head_and_row_and_leaves_out_what_lies_between(web_page):
    figures, reports = tables_of(web_page)
    figure = figure_in(figures, ("requests", "carried_out", "total"))
    text = printed(
        "".join(
            etree.HTML(exhibits.picture(figure, figures, reports, web_page.parent).html).itertext()
        )
    )
    assert "商业企业" in text
    assert "四、结转下年度继续办理" in text
    assert "属于国家秘密" not in text
    assert figure["place"].replace(" ", "") in text


def test_an_excerpt_brings_no_script_and_nothing_from_the_network(web_page):
    figures, reports = tables_of(web_page)
    picture = exhibits.picture(figure_in(figures, CELLS[1]), figures, reports, web_page.parent)
    page = etree.HTML(picture.content.decode())
    assert picture.suffix == ".html"
    assert "<script" in "".join(page.itertext())  # as text
    assert not page.xpath("//script | //link | //img | //@src | //@href")


# The file that was read, and no other


def test_a_file_that_changed_is_not_shown(as_printed, tmp_path):
    figures, reports = tables_of(as_printed)
    path = tmp_path / SPECIMEN
    with pytest.raises(UserError, match="There is no file"):
        exhibits.picture(figures.iloc[0], figures, reports, tmp_path)
    path.write_bytes(as_printed.read_bytes() + b"\n")
    with pytest.raises(UserError, match="is not the file that was read"):
        exhibits.picture(figures.iloc[0], figures, reports, tmp_path)


# The command


@pytest.fixture
def run(as_printed: Path, web_page: Path, tmp_path: Path) -> Path:
    """A folder of two reports with their tables, as a run leaves them."""
    raw = tmp_path / "raw" / "sub"
    raw.mkdir(parents=True)
    shutil.copy(as_printed, raw)
    shutil.copy(web_page, raw)
    extractions = [extract_report(path) for path in sorted(raw.iterdir())]
    publish.write(assemble.tables(extractions), tmp_path / "tables")
    return tmp_path


def ask(run: Path, *arguments: str) -> int:
    return cli.main(
        ["evidence", *arguments, "--raw", str(run / "raw" / "sub"), "--out", str(run / "tables")]
    )


def test_the_command_writes_a_picture_and_says_what_it_shows(run, monkeypatch, capsys):
    monkeypatch.chdir(run)
    assert ask(run, "hongze", "disclosure", "fees", "amount") == 0
    said = capsys.readouterr().out
    assert '行政事业性收费, amount: "7730.28' in said
    assert "read as 77,302,800 yuan (printed, proof: seen), page 1 of hongze_2023.pdf: " in said
    assert len(said.splitlines()) == 1
    written = Path(said.strip().split(": ")[-1])
    assert written.parent == run
    assert Image.open(written).format == "PNG"


def test_the_command_writes_a_page_for_a_web_page(run, capsys):
    target = run / "evidence.html"
    assert ask(run, "report.html", "requests", "received", "total", "--picture", str(target)) == 0
    assert "table 2, row 4" in capsys.readouterr().out
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


WRONG = {
    "unknown report": (["hongse_2023", "requests", "received", "total"], "hongze_2023.pdf"),
    "many reports": (["", "requests", "received", "total"], "2 reports begin with ''"),
    "unknown table": (["hongze", "request", "received", "total"], "choose from requests"),
    "unknown row": (["hongze", "requests", "recieved", "total"], "choose from received"),
    "unknown column": (["hongze", "requests", "received", "totals"], "choose from total"),
    "another kind of file": (
        ["hongze", "requests", "received", "total", "--picture", "x.html"],
        "name a .png file",
    ),
    "missing folder": (
        ["hongze", "requests", "received", "total", "--picture", "no/x.png"],
        "Cannot write",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_name_is_one_sentence_with_the_nearest_choices(run, case, monkeypatch, capsys):
    monkeypatch.chdir(run)
    arguments, said = WRONG[case]
    assert ask(run, *arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1


def test_help_shows_an_example(capsys):
    with pytest.raises(SystemExit):
        cli.main(["evidence", "--help"])
    assert "example:\n  gongkai evidence hongze_2023" in capsys.readouterr().out


# One report, step by step


@pytest.mark.parametrize(
    ("rules", "reader"), [("strokes", "camelot-vector"), ("dotted", "camelot-paths")]
)
def test_the_steps_of_a_report_are_those_that_its_figures_come_from(
    tmp_path: Path, rules: str, reader: str
) -> None:
    """Also where the way that was published is not the first that was tried."""
    report = pr.report("annex_fujian")
    print_pdf(report, tmp_path / "report.pdf", Paper(rules=rules))
    tables = assemble.tables([extract_report(tmp_path / "report.pdf")])
    taken = exhibits.steps(tables["reports"], tmp_path, "report", load_forms())
    assert taken.reading.reader == taken.content.reader == reader
    assert len(taken.bound) == len(tables["figures"])
    assert min(taken.page().size) > 500


def test_a_report_that_nobody_has_is_asked_for_by_name(root: Path, processed: Path) -> None:
    reports = publish.load("reports", processed)
    with pytest.raises(UserError, match="No report that could be used has '青石县'"):
        exhibits.steps(reports, root / "data" / "raw", "青石县", load_forms())
    assert exhibits.steps(reports.head(0), root, "", load_forms()).page() is None
