"""Web pages come out as a browser shows them, and each cell is read twice."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expect import assert_read_twice, texts
from helpers.errors import UnreadableReport
from helpers.readers.grid import Grid, Reading
from helpers.readers.web.saved import Saved
from helpers.readers.web.second import second_tables
from helpers.readers.web.tables import readings

SHAPES = {
    "pingtan_2016.html": [(17, 4)],
    "pingtan_2019.html": [(18, 4), (26, 10), (4, 15)],
    "pingtan_2020.html": [(18, 4), (26, 10), (4, 15)],
    "pingtan_2022.html": [(14, 4), (28, 10), (4, 15)],
    "pingtan_2024.html": [(14, 4), (28, 10), (4, 15)],
    "shanghai_office_2019.html": [(18, 5), (26, 10), (4, 15)],
}


@pytest.fixture
def page(tmp_path):
    """Save a page and read it."""

    def read(source: str | bytes) -> Reading:
        path = tmp_path / "page.html"
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        (reading,) = readings(path)
        return reading

    return read


@pytest.fixture
def table(page):
    """Read a page that holds one table, given by its rows."""

    def read(rows: str) -> Grid:
        (grid,) = page(f"<html><body><table>{rows}</table></body></html>").grids
        return grid

    return read


def slots(grid: Grid, row: int) -> dict[str, tuple[int, int, int]]:
    """The cells that begin in a row: text → column, row span, column span."""
    return {
        cell.text: (cell.column, cell.row_span, cell.column_span)
        for cell in grid.cells
        if cell.row == row
    }


# Text of a cell


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p><span>（三）不予</span><b><font>公开</font></b></p>", "（三）不予公开"),
        ("<span>7539</span><span>4432.5</span><a href='#'>0</a><span>元</span>", "75394432.50元"),
        ("<td><o:p>0012</o:p>", "0012"),
        ("（一）予以\n   公开", "（一）予以 公开"),
        ("&nbsp;规\u00a0&nbsp;章\u3000", "规 章"),
        ("\ufeff12\u200b5&shy;", "125"),
        ("39 5", "39 5"),
        ("\n\t&nbsp;<p>&nbsp;</p>\n", ""),
    ],
    ids=[
        "label cut by inline tags",
        "number cut by inline tags",
        "Word's own tag",
        "line feed in the source",
        "no-break and ideographic spaces",
        "zero-width characters",
        "two numbers on one line",
        "blank made of spaces",
    ],
)
def test_a_cell_reads_as_a_browser_shows_it(table, markup, text):
    grid = table(f"<tr><td>{markup}</td></tr>")
    assert grid.cells[-1].text == text
    assert_read_twice(grid)


@pytest.mark.parametrize(
    "markup",
    ["12<br>5", "12<br/>\n5", "<p>12</p><p>5</p>", "<div>12</div>5", "<ul><li>12<li>5</ul>"],
)
def test_two_values_in_one_cell_stay_two_lines(table, markup):
    grid = table(f"<tr><td>{markup}</td></tr>")
    assert texts(grid) == [["12\n5"]]
    assert_read_twice(grid)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("12<sup>1</sup>", "12"),
        ("12<sub>1</sub>", "12"),
        ("<s>12</s>1", "1"),
        ("<del>12</del>1", "1"),
    ],
)
def test_a_note_or_a_struck_number_does_not_lengthen_its_neighbour(table, markup, text):
    grid = table(f"<tr><td>{markup}</td></tr>")
    assert texts(grid) == [[text]]
    assert_read_twice(grid)


def test_scripts_styles_and_comments_print_nothing(table):
    grid = table(
        "<tr><td><!--[if !supportLists]-->7、<!--[endif]-->公共<!-- 9 -->"
        "<style>p{width:1px}</style><script>8</script></td></tr>"
    )
    assert texts(grid) == [["7、公共"]]
    assert_read_twice(grid)


def test_hidden_rows_cells_and_pieces_are_left_out(table):
    grid = table(
        "<tr style='color:red; DISPLAY : none'><td>1</td></tr>"
        "<tr><td hidden>2</td><td>3<span style='display:none'>9</span></td></tr>"
    )
    assert texts(grid) == [["3"]]
    assert grid.cells[0].place == "table 1, row 1, cell 1"
    assert_read_twice(grid)


def test_a_table_that_the_page_may_unfold_is_read(page):
    (grid,) = page(
        "<div style='display:none'><table><tr><td>公开</td><td>1</td></tr></table></div>"
    ).grids
    assert texts(grid) == [["公开", "1"]]
    assert_read_twice(grid)


# Spans and broken markup


def test_spans_become_slots_and_merged_cells_stand_once(table):
    grid = table(
        "<tr><td rowspan=2 colspan=2>项目</td><td colspan=2>申请人</td></tr>"
        "<tr><td>自然人</td><td>总计</td></tr>"
        "<tr><td rowspan=2>结果</td><td>公开</td><td>3</td><td>4</td></tr>"
        "<tr><td>不公开</td><td>5</td><td>6</td></tr>"
    )
    assert (grid.rows, grid.columns) == (4, 4)
    assert slots(grid, 0) == {"项目": (0, 2, 2), "申请人": (2, 1, 2)}
    assert slots(grid, 1) == {"自然人": (2, 1, 1), "总计": (3, 1, 1)}
    assert slots(grid, 2) == {"结果": (0, 2, 1), "公开": (1, 1, 1), "3": (2, 1, 1), "4": (3, 1, 1)}
    assert slots(grid, 3) == {"不公开": (1, 1, 1), "5": (2, 1, 1), "6": (3, 1, 1)}
    assert_read_twice(grid)


def test_a_rowspan_ends_with_its_row_group(table):
    grid = table(
        "<thead><tr><th rowspan=5>甲</th><th>乙</th></tr></thead>"
        "<tbody><tr><td>1</td><td rowspan=0>丙</td></tr><tr><td>2</td></tr></tbody>"
        "<tbody><tr><td>3</td><td>4</td></tr></tbody>"
    )
    assert slots(grid, 0) == {"甲": (0, 1, 1), "乙": (1, 1, 1)}
    assert slots(grid, 1) == {"1": (0, 1, 1), "丙": (1, 2, 1)}
    assert slots(grid, 2) == {"2": (0, 1, 1)}
    assert slots(grid, 3) == {"3": (0, 1, 1), "4": (1, 1, 1)}
    assert_read_twice(grid)


def test_header_rows_without_spans_and_ragged_rows_keep_their_columns(table):
    grid = table(
        "<tr><th>件数</th><th>件数</th><th></th></tr><tr><td>1</td></tr><tr><td>2</td><td>3</td><td>4</td></tr>"
    )
    assert (grid.rows, grid.columns) == (3, 3)
    assert texts(grid) == [["件数", "件数", ""], ["1"], ["2", "3", "4"]]
    assert_read_twice(grid)


def test_a_footer_written_first_is_printed_last(table):
    grid = table("<tfoot><tr><td>总计</td></tr></tfoot><tbody><tr><td>1</td></tr></tbody>")
    assert texts(grid) == [["1"], ["总计"]]
    assert_read_twice(grid)


def test_cells_that_overlap_keep_their_first_slots(table):
    grid = table("<tr><td>1<td rowspan=3>2</tr><tr><td colspan=2>3</tr><tr><td>4<td>5</tr>")
    assert slots(grid, 0) == {"1": (0, 1, 1), "2": (1, 3, 1)}
    assert slots(grid, 1) == {"3": (0, 1, 2)}
    assert slots(grid, 2) == {"4": (0, 1, 1), "5": (2, 1, 1)}
    assert_read_twice(grid)


def test_a_heading_wider_than_its_table_adds_no_columns(table):
    grid = table(
        "<tr><td colspan=10>第二十条</td></tr><tr><td>规章</td><td colspan='1px'>1</td></tr>"
    )
    assert grid.columns == 2
    assert slots(grid, 0) == {"第二十条": (0, 1, 2)}
    assert_read_twice(grid)


def test_unclosed_rows_and_cells_read_like_closed_ones(table):
    grid = table("<tr><td>规章<td>1<td>2<tr><td><p>文件<td>3<td>4")
    assert texts(grid) == [["规章", "1", "2"], ["文件", "3", "4"]]
    assert_read_twice(grid)


def test_absurd_spans_cost_no_time(page):
    started = time.perf_counter()
    reading = page("<table>" + "<tr><td colspan=100000 rowspan=99999>1<td colspan=-3>2" * 2000)
    assert time.perf_counter() - started < 2
    assert (reading.grids[0].rows, reading.grids[0].columns) == (2000, 1)


CELLS = st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 999)).map(
    "<td rowspan={0[0]} colspan={0[1]}>{0[2]}".format
)
ROWS = st.lists(CELLS, max_size=5).map(lambda cells: "<tr>" + "".join(cells))
GROUPS = st.lists(ROWS, min_size=1, max_size=6).map(lambda rows: "<tbody>" + "".join(rows))


@given(groups=st.lists(GROUPS, min_size=1, max_size=3))
def test_both_readings_find_the_same_slots_whatever_the_spans(tmp_path_factory, groups):
    path = tmp_path_factory.getbasetemp() / "spans.html"
    path.write_text(f"<table>{''.join(groups)}</table>")
    (grid,) = next(readings(path)).grids
    assert len({(cell.row, cell.column) for cell in grid.cells}) == len(grid.cells)
    assert all(
        cell.row + cell.row_span <= grid.rows and cell.end <= grid.columns for cell in grid.cells
    )
    assert_read_twice(grid)


# Pages


def test_layout_tables_keep_their_own_text_and_the_nested_table_is_a_grid(page):
    reading = page(
        "<title>年度报告</title><table><tr><td>网站导航</td><td><p>一、总体情况</p>"
        "<table><tr><td>规章</td><td>1</td></tr></table><p>五、存在问题</p></td></tr></table>"
    )
    layout, inner = reading.grids
    assert texts(layout) == [["网站导航", "一、总体情况\n五、存在问题"]]
    assert texts(inner) == [["规章", "1"]]
    assert [cell.place for cell in inner.cells] == [
        "table 2, row 1, cell 1",
        "table 2, row 1, cell 2",
    ]
    assert reading.text == "年度报告\n网站导航\n一、总体情况\n五、存在问题"
    for grid in reading.grids:
        assert_read_twice(grid)


def test_each_table_has_the_text_above_it_and_not_the_unit_of_the_table_before(page):
    reading = page(
        "<p>二、主动公开<br>单位：万元</p><table><caption>采购</caption><tr><td>1</td><td>2</td></tr></table>"
        "<table><tr><td>单位：件</td></tr></table><table><tr><td>3</td><td>4</td></tr></table>"
        f"<p>{'长' * 500}</p>{'文' * 150}<table><tr><td>5</td><td>6</td></tr></table>"
    )
    assert [grid.caption for grid in reading.grids] == [
        "二、主动公开\n单位：万元\n采购",
        "",
        "单位：件",
        "长" * 49 + "\n" + "文" * 150,
    ]


def test_places_count_tables_rows_and_cells_from_one(page):
    reading = page(
        "<table><tr><td>1</td></tr></table><table><tr><td rowspan=2>2<td>3<tr><td>4</table>"
    )
    assert [cell.place for grid in reading.grids for cell in grid.cells] == [
        "table 1, row 1, cell 1",
        "table 2, row 1, cell 1",
        "table 2, row 1, cell 2",
        "table 2, row 2, cell 1",
    ]


def test_a_page_without_a_table_still_gives_its_text(page):
    reading = page(
        "<html><head><title>某局2021年度报告</title></head><body><h1>报告</h1>本年度\n无<br>数据</body></html>"
    )
    assert (reading.reader, reading.pages, reading.grids) == ("html", None, ())
    assert reading.text == "某局2021年度报告\n报告\n本年度 无\n数据"


def test_a_cell_that_the_two_parsers_place_differently_has_no_second_reading(page):
    source = "<table><tr><td>1</td></tr><td>2</td></table>"
    assert second_tables(Saved(source))[0].rows == 1
    (grid,) = page(source).grids
    assert texts(grid) == [["1"], ["2"]]
    assert [cell.second for cell in grid.cells] == [None, None]


def test_the_log_says_the_encoding_and_how_many_tables_were_read_twice(page):
    reading = page(
        "<table><tr><td>行政许可</table><table><tr><td>2</td></tr><td>3</table>".encode("gbk")
    )
    assert reading.log == ("Decoded as gb18030.", "Tables: 2, of them read twice: 1.")


# Encodings and files that are no pages

SENTENCE = "政府信息公开工作年度报告，镕"
MARKUP = f"<p>{SENTENCE}</p>"


@pytest.mark.parametrize(
    "data",
    [
        MARKUP.encode(),
        MARKUP.encode("utf-8-sig"),
        MARKUP.encode("utf-16"),
        MARKUP.encode("gbk"),
        f"<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>{MARKUP}".encode(
            "gbk"
        ),
        f'<?xml version="1.0" encoding="GBK"?>{MARKUP}'.encode("gbk"),
        f'<?xml version="1.0" encoding="UTF-8"?>{MARKUP}'.encode(),
        f"<meta charset=utf-8>{MARKUP}".encode("gbk"),
        f"<meta charset=gb2312>{MARKUP}".encode(),
        f"<meta charset=utf-8>{MARKUP * 9}".encode() + b"\xe6<p>",
    ],
    ids=[
        "UTF-8 undeclared",
        "UTF-8 with byte order mark",
        "UTF-16",
        "GBK undeclared",
        "GBK declared as gb2312",
        "GBK with an XML declaration",
        "UTF-8 with an XML declaration",
        "GBK declared as UTF-8",
        "UTF-8 declared as gb2312",
        "a character cut in two",
    ],
)
def test_encodings(page, data):
    assert page(data).text.startswith(SENTENCE)


TRADITIONAL = "<p>青石縣人民政府2023年政府信息公開工作年度報告，收到和處理政府信息公開申請情況</p>"


@pytest.mark.parametrize("codec", ["big5", "gb18030", "utf-8"])
@pytest.mark.parametrize("declared", ["big5", "gb2312", "utf-8", ""])
def test_traditional_pages_in_any_encoding_whatever_they_declare(page, codec, declared):
    """Big5 read as gb18030 is hardly ever broken, and gives characters that nobody uses."""
    data = f"<meta charset={declared}>{TRADITIONAL}".encode(codec)
    assert page(data).text == TRADITIONAL.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        ("二〇二一年年度报告".encode(), "holds no HTML"),
        (b"%PDF-1.7 <</Type /Page>>", "holds no HTML"),
        (b"<p>" + bytes(range(128, 256)) * 9, "no known encoding"),
    ],
    ids=["empty", "white space", "plain text", "a PDF under the wrong name", "noise"],
)
def test_what_is_no_page_is_refused_in_one_sentence(page, data, message):
    with pytest.raises(UnreadableReport, match=message) as refusal:
        page(data)
    assert str(refusal.value).count(".") == 1


# Real pages


def test_real_pages_are_read_twice_alike(shared: Path):
    for name, shapes in SHAPES.items():
        (reading,) = readings(shared / "real-reports" / name)
        assert [(grid.rows, grid.columns) for grid in reading.grids] == shapes, name
        for grid in reading.grids:
            assert_read_twice(grid)
            slots = sum(cell.row_span * cell.column_span for cell in grid.cells)
            assert slots == grid.rows * grid.columns, name
