"""Word files come out as Word prints them, and each cell is read twice."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from expect import assert_read_twice, texts
from helpers.errors import UnreadableReport
from helpers.readers.grid import Grid, Reading
from helpers.readers.word.tables import readings
from printing_docx import paragraph, plain, run, save_docx

PICTURE = "\ufffc \ufffc"  # one mark where it begins, and one where it ends
DRAWING = "<w:r><w:drawing/></w:r>"


@pytest.fixture
def document(tmp_path):
    """Save a Word file with this body and read it."""

    def read(body: str) -> Reading:
        (reading,) = readings(save_docx(tmp_path / "report.docx", body))
        return reading

    return read


@pytest.fixture
def table(document):
    """Read a Word file that holds one table, given by its rows."""

    def read(rows: str) -> Grid:
        (grid,) = document(f"<w:tbl>{rows}</w:tbl>").grids
        return grid

    return read


def row(*cells: str, settings: str = "") -> str:
    return f"<w:tr><w:trPr>{settings}</w:trPr>{''.join(cells)}</w:tr>"


def cell(text: str = "", across: int = 1, merge: str = "", content: str = "") -> str:
    """A cell; `merge`: its part in cells merged downwards."""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    settings = f'<w:tcPr><w:gridSpan w:val="{across}"/>{down}</w:tcPr>'
    return f"<w:tc>{settings}{content or plain(text)}</w:tc>"


def field(*marks: str) -> str:
    """Runs in which `begin`, `separate` and `end` are the marks of fields, `=...` asks, and all else is text."""
    runs = {
        each: f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>'
        for each in ("begin", "separate", "end")
    }
    asked = "<w:r><w:instrText>{}</w:instrText></w:r>"
    return "".join(
        runs.get(each) or (asked.format(each) if each.startswith("=") else run(each))
        for each in marks
    )


def slots(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    """Text → row, column, row span, column span."""
    return {
        each.text: (each.row, each.column, each.row_span, each.column_span) for each in grid.cells
    }


# Text of a cell


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("7539") + run("4432.5") + "<w:proofErr/>" + run("元"), "75394432.5元"),
        (run("12\n5"), "12\n5"),
        (run("12") + run(" ") + run("5"), "12 5"),
        ("<w:r><w:t>12</w:t><w:tab/><w:t>5</w:t></w:r>", "12 5"),
        ("<w:r><w:noBreakHyphen/><w:t>5</w:t></w:r>", "-5"),
        (run("12") + run("1", '<w:vertAlign w:val="superscript"/>'), "12"),
        (run("12") + run("1", "<w:strike/>"), "12"),
        (run("12") + run("1", '<w:strike w:val="0"/>'), "121"),
        (run("12") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "12"),
        (run("12") + run("9", "<w:vanish/>"), "12"),
        (run("1") + run("2", '<w:vanish w:val="false"/>'), "12"),
        (
            '<w:del w:id="1"><w:r><w:delText>9</w:delText></w:r></w:del><w:ins w:id="2">'
            + run("5")
            + "</w:ins>",
            "5",
        ),
        (f"<w:moveFrom>{run('9')}</w:moveFrom><w:moveTo>{run('5')}</w:moveTo>", "5"),
        (f"<w:hyperlink>{run('公')}</w:hyperlink><w:smartTag>{run('开')}</w:smartTag>", "公开"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('5')}</w:sdtContent></w:sdt>", "5"),
        (f'<w:fldSimple w:instr="=SUM(ABOVE)">{run("5")}</w:fldSimple>', "5"),
        (field("begin", "=SUM(ABOVE)", "separate", "5", "end"), "5"),
        (
            field("begin", "=IF ", "begin", "=A1", "separate", "9", "end", "separate", "5", "end"),
            "5",
        ),
        (field("begin", "=SUM(ABOVE)", "end"), "\ufffc"),
        (DRAWING, PICTURE),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', PICTURE),
        (
            f"<w:r><w:ruby><w:rt>{run('gong')}</w:rt><w:rubyBase>{run('公')}</w:rubyBase></w:ruby></w:r>",
            "公",
        ),
        (run("\u3000 "), ""),
    ],
    ids=[
        "number cut into runs",
        "line break",
        "space in a run of its own",
        "tab",
        "hyphen that does not break",
        "superscript",
        "struck out",
        "not struck out",
        "footnote",
        "hidden",
        "not hidden",
        "deleted and inserted",
        "moved",
        "link and smart tag",
        "content control",
        "simple field",
        "field",
        "field in a field",
        "field without a result",
        "drawing",
        "symbol",
        "small print over a character",
        "blank made of spaces",
    ],
)
def test_a_cell_reads_as_word_prints_it(table, runs, text):
    grid = table(row(cell(content=paragraph(runs))))
    assert texts(grid) == [[text]]
    assert_read_twice(grid)


def test_paragraphs_in_one_cell_stay_lines(table):
    grid = table(row(cell(content=plain("12") + plain("") + plain("5"))))
    assert texts(grid) == [["12\n5"]]
    assert_read_twice(grid)


def test_a_text_box_over_a_cell_makes_it_unreadable_and_its_twin_for_old_programs_is_not_read(
    table,
):
    box = f"<w:txbxContent>{plain('5')}</w:txbxContent>"
    choices = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twins = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    grid = table(
        row(
            cell(
                content=paragraph(
                    f"<w:r><mc:AlternateContent {choices}>{twins}</mc:AlternateContent></w:r>"
                )
            )
        )
    )
    assert texts(grid) == [["\ufffc\n5\n\ufffc"]]
    assert_read_twice(grid)


# Spans


def test_merged_cells_stand_once(table):
    grid = table(
        row(cell("项目", 2, "restart"), cell("申请人", 2), settings="<w:tblHeader/>")
        + row(cell("", 2, "continue"), cell("自然人"), cell("总计"))
        + row(cell("结果", merge="restart"), cell("公开"), cell("3"), cell("4"))
        + row(cell("", merge="continue"), cell("不公开"), cell("5"), cell("6"))
    )
    assert (grid.rows, grid.columns) == (4, 4)
    assert slots(grid) == {
        "项目": (0, 0, 2, 2), "申请人": (0, 2, 1, 2), "自然人": (1, 2, 1, 1), "总计": (1, 3, 1, 1),
        "结果": (2, 0, 2, 1), "公开": (2, 1, 1, 1), "3": (2, 2, 1, 1), "4": (2, 3, 1, 1),
        "不公开": (3, 1, 1, 1), "5": (3, 2, 1, 1), "6": (3, 3, 1, 1),
    }  # fmt: skip
    assert [each.place for each in grid.cells if each.text == "不公开"] == [
        "table 1, row 4, cell 1"
    ]
    assert_read_twice(grid)


def test_two_merged_cells_below_one_another_are_two(table):
    grid = table("".join(row(cell(text, merge=merge), cell("1")) for text, merge in (
        ("甲", "restart"), ("", "continue"), ("乙", "restart"), ("", "continue"),
    )))  # fmt: skip
    assert slots(grid)["甲"] == (0, 0, 2, 1)
    assert slots(grid)["乙"] == (2, 0, 2, 1)
    assert_read_twice(grid)


def test_what_goes_on_below_no_cell_of_its_width_is_a_cell_of_its_own(table):
    grid = table(
        row(cell("甲", 2, "restart"), cell("1"))
        + row(cell("乙", merge="continue"), cell("2"), cell("3"))
    )
    assert texts(grid) == [["甲", "1"], ["乙", "2", "3"]]
    assert_read_twice(grid)


def test_rows_that_begin_later_or_end_earlier_keep_their_columns(table):
    grid = table(
        row(cell("甲"), cell("乙"), cell("丙"))
        + row(cell("1"), cell("2"), settings='<w:gridBefore w:val="1"/>')
        + row(cell("3"), settings='<w:gridAfter w:val="2"/>')
    )
    assert {text: place[1] for text, place in slots(grid).items()} == {
        "甲": 0,
        "乙": 1,
        "丙": 2,
        "1": 1,
        "2": 2,
        "3": 0,
    }
    assert_read_twice(grid)


def test_a_heading_wider_than_its_table_adds_no_columns(table):
    grid = table(row(cell("第二十条", 60000)) + row(cell("规章"), cell("1")))
    assert (grid.columns, slots(grid)["第二十条"]) == (2, (0, 0, 1, 2))
    assert_read_twice(grid)


def test_deleted_and_hidden_rows_and_deleted_cells_are_left_out(table):
    deleted = "<w:tc><w:tcPr><w:cellDel/></w:tcPr>" + plain("9") + "</w:tc>"
    grid = table(
        row(cell("9"), settings='<w:del w:id="1"/>')
        + row(cell("9"), settings="<w:hidden/>")
        + row(cell("公开"), deleted, cell("5"), settings='<w:ins w:id="2"/>')
    )
    assert texts(grid) == [["公开", "5"]]
    assert_read_twice(grid)


def test_rows_and_cells_inside_content_controls(table):
    controlled = f"<w:sdt><w:sdtContent>{cell('5')}</w:sdtContent></w:sdt>"
    grid = table(f"<w:sdt><w:sdtContent>{row(cell('公开'), controlled)}</w:sdtContent></w:sdt>")
    assert texts(grid) == [["公开", "5"]]
    assert_read_twice(grid)


# Documents


def test_layout_tables_keep_their_own_text_and_the_nested_table_is_a_grid(document):
    inner = f"<w:tbl>{row(cell('规章'), cell('1'))}</w:tbl>"
    outer = (
        f"<w:tbl>{row(cell(content=plain('一、总体情况') + inner + plain('五、存在问题')))}</w:tbl>"
    )
    reading = document(plain("年度报告") + outer)
    assert [texts(grid) for grid in reading.grids] == [
        [["一、总体情况\n五、存在问题"]],
        [["规章", "1"]],
    ]
    assert [each.place for each in reading.grids[1].cells] == [
        "table 2, row 1, cell 1",
        "table 2, row 1, cell 2",
    ]
    assert reading.text == "年度报告\n一、总体情况\n五、存在问题"
    for grid in reading.grids:
        assert_read_twice(grid)


def test_each_table_has_the_text_above_it_and_not_the_unit_of_the_table_before(document):
    rows = row(cell("1"), cell("2"))
    reading = document(
        f"{plain('单位：万元')}<w:tbl>{rows}</w:tbl>{plain('单位：件')}<w:tbl>{rows}</w:tbl>"
    )
    assert [grid.caption for grid in reading.grids] == ["单位：万元", "单位：件"]


def test_the_text_of_a_document_with_boxes_controls_and_hidden_styles(document):
    control = (
        f"<w:sdt><w:sdtContent>{plain('某局2023年政府信息公开工作年度报告')}</w:sdtContent></w:sdt>"
    )
    box = (
        f"<w:p><w:r><w:pict><w:txbxContent>{plain('发布机关')}</w:txbxContent></w:pict></w:r></w:p>"
    )
    numbered = f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>{run("总体情况")}</w:p>'
    reading = document(control + box + numbered)
    assert reading.text == "某局2023年政府信息公开工作年度报告\n\ufffc\n发布机关\n\ufffc\n总体情况"
    assert [each.place for each in reading.passages][-1] == "paragraph 5"
    assert (reading.reader, reading.pages, reading.grids) == ("docx", None, ())


def test_text_in_a_hidden_style_is_hidden(tmp_path):
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE

    document = Document()
    top = document.styles.add_style("z-窗体顶端", WD_STYLE_TYPE.PARAGRAPH)
    top.font.hidden = True
    below = document.styles.add_style("below", WD_STYLE_TYPE.PARAGRAPH)
    below.base_style = top
    for text, style in (("窗体顶端", top), ("窗体底端", below), ("年度报告", None)):
        document.add_paragraph(text, style)
    document.save(tmp_path / "report.docx")
    (reading,) = readings(tmp_path / "report.docx")
    assert reading.text == "年度报告"


def test_a_document_whose_pictures_are_lost_is_read_all_the_same(tmp_path):
    path, broken = save_docx(tmp_path / "report.docx", plain("年度报告")), tmp_path / "broken.docx"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(broken, "w") as other:
        for name in package.namelist():
            link = (
                b'<Relationship Id="rId99" Type="http://x/image" Target="../NULL"/></Relationships>'
            )
            other.writestr(name, package.read(name).replace(b"</Relationships>", link))
    (reading,) = readings(broken)
    assert reading.text == "年度报告"


# Files that are no Word files


def _packed(path: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04" + bytes(99), "damaged"),
        (b"%PDF-1.7", "no Word file"),
    ],
    ids=["half a file", "PDF"],
)
def test_what_is_no_word_file_is_refused_in_one_sentence(tmp_path, data, message):
    (tmp_path / "report.docx").write_bytes(data)
    with pytest.raises(UnreadableReport, match=message):
        list(readings(tmp_path / "report.docx"))


RELATIONS = b'<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"[Content_Types].xml": b"<Types/>"}, "holds no Word document"),
        ({"_rels/.rels": RELATIONS}, "holds no Word document"),
        ({"_rels/.rels": RELATIONS, "word/document.xml": b"<workbook/>"}, "holds no Word document"),
        ({"_rels/.rels": RELATIONS, "word/document.xml": b"<w:document"}, "is damaged"),
        ({"_rels/.rels": b"<Relationships"}, "is damaged"),
    ],
    ids=["another package", "no document", "another document", "half a document", "no relations"],
)
def test_a_package_without_a_document_is_refused(tmp_path, content, message):
    with pytest.raises(UnreadableReport, match=message):
        list(readings(_packed(tmp_path / "report.docx", content)))


def test_a_table_whose_spans_are_no_numbers_is_refused(document):
    with pytest.raises(UnreadableReport, match="is damaged"):
        document(f"<w:tbl>{row(cell('1', across='one'))}</w:tbl>")


def test_a_word_file_around_a_web_page_is_refused(document):
    with pytest.raises(UnreadableReport, match="holds another file"):
        document('<w:altChunk xmlns:r="r" r:id="rId9"/>')


def test_a_file_that_unpacks_to_more_than_any_report_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.readers.package.LARGEST", 10**6)
    path = _packed(
        tmp_path / "report.docx", {"_rels/.rels": RELATIONS, "word/document.xml": bytes(10**6 + 1)}
    )
    with pytest.raises(UnreadableReport, match="unpacks to more than 1 MB"):
        list(readings(path))


def test_a_package_with_broken_bytes_is_refused(tmp_path):
    path = save_docx(tmp_path / "report.docx", plain("年度报告") * 500)
    with zipfile.ZipFile(path) as package:
        start = package.getinfo("word/document.xml").header_offset + 80
    data = bytearray(path.read_bytes())
    data[start : start + 40] = bytes(40)
    path.write_bytes(data)
    with pytest.raises(UnreadableReport, match="is damaged"):
        list(readings(path))
