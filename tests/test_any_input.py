"""Whatever a file of people or a label says: one sentence or a value, never a traceback."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.mutations import change
from helpers.corpus import corrections
from helpers.corpus.sources import NAME, NoReports, find_reports
from helpers.errors import UserError
from helpers.forms import FOLDER, load_forms
from helpers.match.labels import likeness
from helpers.numbers import parse
from helpers.readers import readings

FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WRITTEN = st.text(
    "一二三四五六七八九十百千万亿零〇年件元,.，。()（）-—/%0123456789 \n¥万", max_size=14
)
TABLES = [table for form in load_forms().values() for table in form.tables.values()]
LABELS = [labels for table in TABLES for labels in table.row_labels]


@FEW
@given(WRITTEN)
def test_what_looks_like_a_number_is_one_or_none(text: str) -> None:
    number = parse(text)
    value = number and number.value
    assert value is None or (value.is_finite() and abs(value) < Decimal(10) ** 24)


@FEW
@given(st.text(max_size=20), st.sampled_from(LABELS))
def test_a_label_is_at_most_as_much_alike_as_itself(text: str, labels: tuple[str, ...]) -> None:
    label = labels[0]
    assert 0 <= likeness(text, label) <= likeness(label, label) == 1
    assert 0 <= likeness(label + text, label) <= 1


SPANS = st.sampled_from(
    ["", " colspan=2", " rowspan=3", " colspan=9 rowspan=0", " colspan=x", " rowspan=99999"]
)
ROWS = st.lists(st.lists(SPANS, max_size=5), min_size=1, max_size=6)


@FEW
@given(ROWS)
def test_the_cells_of_any_table_lie_within_it_and_both_readings_see_them_alike(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    cells = ["".join(f"<td{span}>{n}" for n, span in enumerate(row)) for row in rows]
    page = tmp_path / "a.html"
    page.write_text(f"<!doctype html><table><tr>{'<tr>'.join(cells)}</table>", "utf-8")
    for grid in next(readings(page)).grids:
        for cell in grid.cells:
            assert 0 <= cell.row < cell.row + cell.row_span <= grid.rows
            assert 0 <= cell.column < cell.end <= grid.columns
            assert cell.second in (None, cell.text)


def _said(read: Callable[[], object]) -> str:
    """What is said of an input; anything but a UserError fails the test."""
    try:
        read()
    except UserError as error:
        return str(error)
    return "read"


@FEW
@given(st.integers())
def test_a_damaged_form_ends_in_a_sentence(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    form = (FOLDER / "return_shanghai.yaml").read_bytes()
    (tmp_path / "return_shanghai.yaml").write_bytes(change(form, chance).data)
    assert _said(lambda: load_forms(tmp_path))


@pytest.mark.parametrize(
    "text", ["{[1]: 2}", "a: \x00", "form: 2021-99-99", "[" * 5000, "&a [*a]", "\ud800"]
)
def test_a_form_that_is_hardly_yaml_ends_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UserError, match=r"^a\.yaml"):
        load_forms(tmp_path)


SHEET = "file,agency,year,url,retrieved_on,sha256,origin,note\na.html,青石县,2023,,,,published,\n".encode()


@FEW
@given(st.integers())
def test_a_damaged_list_of_sources_or_corrections_ends_in_a_sentence(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    (tmp_path / "a.html").write_text("<p>1")
    (tmp_path / NAME).write_bytes(change(SHEET, chance).data)
    assert _said(lambda: find_reports(tmp_path))
    heads = ",".join(corrections.COLUMNS).encode() + b"\n"
    (tmp_path / corrections.NAME).write_bytes(change(heads + b"a,b,c,d,e,f,g,h\n" * 3, chance).data)
    assert _said(lambda: corrections.read(tmp_path))


def test_a_year_of_5000_digits_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>1")
    (tmp_path / NAME).write_text(f"file,year\na.html,{'9' * 5000}\n")
    with pytest.raises(UserError, match="none from 1990") as caught:
        find_reports(tmp_path)
    assert not isinstance(caught.value, NoReports)
