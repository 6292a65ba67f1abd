"""Web pages of agencies in all their ways of printing: what a careful reader notes of them, and nothing else."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from expect import found
from helpers.extract.report import read_content
from helpers.forms import load_forms
from helpers.prove.content import Content
from helpers.prove.figures import Figure

pytestmark = pytest.mark.heavy

#: What stands in `small`, one page for each kind of fault: its agency, its year, and figures by
#: table, row and column.
SMALL = {
    "01": ("青石县林业局", 2020, {("licensing", "change"): 1423, ("penalty", "change"): -38}),
    "03": ("青石县林业局", 2020, {("licensing", "change"): 0, ("penalty", "change"): 0}),
    "04": ("青石县白河乡人民政府", 2021, {("normative_document", "in_force"): 0}),
    "07": ("青石县林业局", 2020, {}),
    "08": ("青石县市场监督管理局", 2020, {}),
    "10": ("青石縣教育局", 2024, {}),
    "16": ("青石县白河镇", 2025, {}),
    "18": ("青石县林业局", 2020, {("procurement", "amount"): Decimal("26019538.75")}),
    "19": ("青石县林业局", 2020, {("procurement", "amount"): 1033879}),
    "21": ("", 2019, {}),
}


#: A page that names its government as 茅坪回族镇, and 人民政府 nowhere: the name stays as printed.
AS_PRINTED = {"zhenan_maoping_2022.html": "茅坪回族镇"}


def small(shared: Path, number: str) -> Content:
    [page] = (shared / "web-excerpts" / "small").glob(f"{number}_*.html")
    return read_content(page, load_forms())


def is_withheld(figure: Figure) -> bool:
    return figure.status == "doubtful" and figure.proof == "none"


def test_pages_of_31_agencies_say_what_a_careful_reader_notes(
    shared: Path, subtests: pytest.Subtests
) -> None:
    """Cells, agency and year. What gives no number (减 alone) is withheld."""
    pages = json.loads((shared / "web-excerpts" / "truth.json").read_text("utf-8"))
    assert len(pages) == 31
    for page in pages:
        with subtests.test(page["file"]):
            content = read_content(shared / "web-excerpts" / page["file"], load_forms())
            figures = {(cell.table, cell.row, cell.column): cell for cell in content.figures}
            for table, row, column, value in page["cells"]:
                figure = figures[table, row, column]
                assert figure.value == (None if value is None else Decimal(str(value)))
                assert value is None or not is_withheld(figure), (table, row, column)
            nowhere = [cell for cell in content.figures if "" in (cell.row, cell.column)]
            assert {cell.proof for cell in nowhere} <= {"none"}
            assert content.year == page["year"]
            agency = AS_PRINTED.get(page["file"], page["agency"])
            assert content.agency == (agency or "")


def test_the_smallest_page_of_each_fault_is_read_as_it_is_meant(
    shared: Path, subtests: pytest.Subtests
) -> None:
    for number, (agency, year, cells) in SMALL.items():
        with subtests.test(number):
            content = small(shared, number)
            assert (content.agency, content.year) == (agency, year)
            figures = found(content)
            for (row, column), value in cells.items():
                assert figures["disclosure", row, column] == value
            assert not any(map(is_withheld, content.figures))
    with subtests.test("06: a row that an agency split shifts nothing"):
        content = small(shared, "06")
        rows = {cell.row for cell in content.figures if cell.label in ("行政检查", "行政确认")}
        assert rows == {""}
        assert "other_services" not in {cell.row for cell in content.figures}
        assert "is split by the agency into 2 rows" in content.message
    with subtests.test("09: what was made known in other ways was not disclosed"):
        told = {mention.topic: mention.figure for mention in small(shared, "09").narrative}
        assert told["disclosed"] == 668
    for number in ("13", "14"):
        with subtests.test(f"{number}: told of last year, or of items, it contradicts no table"):
            verdicts = {mention.verdict for mention in small(shared, number).narrative}
            assert "differs" not in verdicts
    with subtests.test("15: what contradicts a table is told"):
        verdicts = {mention.verdict for mention in small(shared, "15").narrative}
        assert "differs" in verdicts
    with subtests.test("17: a row whose heading and label are lost is withheld and said so"):
        content = small(shared, "17")
        assert "regulation" not in {cell.row for cell in content.figures}
        assert "3 cells of table disclosure stand in rows without a label" in content.message
