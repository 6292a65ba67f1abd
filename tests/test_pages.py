"""What a page adds to its notebook: data to take away, folded code, and a foot that says what it was made from."""

import re
from base64 import b64decode
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers import pages, publish, settings
from helpers.charts import disclosure, section

PINGTAN = "平潭综合实验区管委会"
SECTION = '<section id="{name}"><h2><span lang="zh">发现</span> <span lang="en">A finding</span></h2></section>'
LINK = re.compile(
    r'<a download="([^"]+)" href="data:text/csv;charset=utf-8;base64,([^"]+)" id="csv-\w+">'
)


def shown(code: str, name: str, *tables: str) -> nbformat.NotebookNode:
    """A cell that shows a section, which names the tables that it is drawn from."""
    output = new_output(
        "execute_result",
        {"text/html": SECTION.format(name=name)},
        execution_count=1,
        metadata={"text/html": {"tables": list(tables)}},
    )
    return new_code_cell(code, outputs=[output])


def tagged(code: str, tag: str) -> nbformat.NotebookNode:
    return new_code_cell(code, metadata={"tags": [tag]})


def html_of(folder: Path, *cells: nbformat.NotebookNode, **given: object) -> str:
    """The page of a notebook of these cells that papermill ran with some parameters."""
    declared = "\n".join(
        [
            'processed_dir: str = "data/processed"  # the folder with the tables',
            "agencies: list[str] = []  # show these agencies; empty: all",
            "years: list[int] = []  # show these report years; empty: all",
            *['agency: str = ""  # the one agency'] * ("agency" in given),
        ]
    )
    injected = "\n".join(
        ["# Parameters", *(f"{name} = {value!r}" for name, value in given.items())]
    )
    opening = new_markdown_cell("# 题目 · A title\n\n问题？\n\nA question?")
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    run = {"parameters": given, "end_time": "2026-11-24T09:30:00+00:00"}
    notebook = new_notebook(
        cells=[
            opening,
            tagged(declared, "parameters"),
            tagged(injected, "injected-parameters"),
            *cells,
        ],
        metadata={"kernelspec": kernel, "papermill": run},
    )
    path = folder / "03_test.ipynb"
    nbformat.write(notebook, path)
    page = pages.write_page(path, folder)
    tables = (
        publish.load(name, settings.ROOT / "data" / "processed") for name in ("reports", "checks")
    )
    pages.write_index(*tables, [page], folder / "index.html")
    return (folder / page.file).read_text("utf-8")


def links(html: str) -> dict[str, bytes]:
    """The tables that a page holds, by file name."""
    return {file: b64decode(content) for file, content in LINK.findall(html)}


def test_a_table_is_in_the_page_once_where_it_is_first_drawn_from(
    processed: Path, tmp_path: Path
) -> None:
    """Each once, where it is first shown; later charts lead to it."""
    html = html_of(
        tmp_path,
        shown("section.show(FLOW, documents)", "first", "documents"),
        shown("section.show(BOTH, both)", "second", "decisions", "documents"),
    )
    names = ("documents", "decisions", "reports")
    assert links(html) == {
        f"{name}.csv": (processed / f"{name}.csv").read_bytes() for name in names
    }
    first, second = html.split('<p class="under">')[1:]
    assert 'id="csv-documents"' in first
    assert 'href="#csv-documents"' in second
    assert 'id="csv-decisions"' in second


def test_with_a_selection_the_table_holds_its_rows_and_the_file_says_so(
    processed: Path, tmp_path: Path
) -> None:
    cell = shown("show(documents)", "documents", "documents")
    html = html_of(tmp_path, cell, agencies=[PINGTAN], years=[2023, 2024])
    rows = publish.load("documents", processed)
    chosen = rows[rows["agency"].eq(PINGTAN) & rows["year"].isin([2023, 2024])]
    assert len(chosen) == 4  # two kinds in two years
    assert links(html)[f"documents-{PINGTAN}-2023-2024.csv"] == publish.to_csv("documents", chosen)
    assert re.findall(r"specimens/(\w+)", html) == ["pingtan_2023", "pingtan_2024"]


def test_a_long_selection_makes_no_long_name(tmp_path: Path) -> None:
    cell = shown("show(fees)", "fees", "fees")
    assert "fees-selected.csv" in links(html_of(tmp_path, cell, years=[*range(2008, 2026)]))


def test_a_table_for_which_no_room_is_left_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DOWNLOADS", 10_000)
    html = html_of(
        tmp_path,
        shown("show(both)", "all", "fees", "figures"),
    )
    assert "figures.csv (" in html
    assert "too large for this page: see the folder of tables" in html
    assert [*links(html)] == ["fees.csv", "reports.csv"]


def test_code_is_folded_under_what_it_shows_with_all_that_leads_to_it(tmp_path: Path) -> None:
    html = html_of(
        tmp_path,
        new_code_cell("few = rows[rows < 3]"),
        shown("show(few)", "one"),
        shown("show(1)", "two"),
    )
    first, second = re.findall(
        r'<details class="code">.*?<code>(.*?)</code>', html, flags=re.DOTALL
    )
    assert first.endswith("few = rows[rows &lt; 3]\n\nshow(few)")
    assert second == "show(1)"


def test_what_is_for_who_works_in_the_notebook_stands_on_no_page(tmp_path: Path) -> None:
    """Frames and what is said of them; their code is folded under the chart that they lead to."""
    frame = shown("flow = made(documents)\nflow", "frame")
    frame.metadata["tags"] = ["notebook"]
    said = new_markdown_cell("Only for analysts.", metadata={"tags": ["notebook"]})
    html = html_of(
        tmp_path, said, frame, shown("show(flow)", "chart"), new_markdown_cell("For readers.")
    )
    assert "Only for analysts." not in html
    assert "For readers." in html
    assert 'id="frame"' not in html
    assert "flow = made(documents)\nflow\n\nshow(flow)</code>" in html


def test_a_chart_names_its_tables_and_shows_them_in_a_notebook() -> None:
    drawn = section.show(disclosure.FLOW, pd.DataFrame(columns=disclosure.FLOW.columns))
    assert drawn._repr_html_()[1] == {"tables": ["documents", "measures"]}


def test_a_page_tells_nothing_of_the_machine(processed: Path, tmp_path: Path) -> None:
    """Papermill puts the folders of the run into a cell of their own, which is not shown; the foot has their names."""
    html = html_of(tmp_path, shown("show(1)", "one"), processed_dir=str(processed))
    assert str(processed.parent) not in html
    assert "# Parameters" not in html
    assert re.search(r"<code>processed_dir</code></dt><dd>processed\b", html)


def test_the_foot_says_what_when_and_with_what(tmp_path: Path) -> None:
    html = html_of(tmp_path, shown("show(1)", "one"), years=[2020])
    foot = html.split('<footer id="sources">')[1]
    assert '<a href="https://www.huadu.gov.cn/gzhdcnz/gkmlpt/index#6160">' in foot
    assert "2026-11-24 09:30 UTC" in foot
    assert re.search(r"gongkai \d.*pandas \d.*Python 3", foot)
    assert "<dd>2020 " in foot
    assert "2026-11-24 09:30 UTC" in (tmp_path / "index.html").read_text("utf-8")


def test_an_address_that_is_none_is_no_link(processed: Path, tmp_path: Path) -> None:
    reports = publish.load("reports", processed)
    publish.write({"reports": reports.assign(url="javascript:alert(1)")}, tmp_path / "tables")
    html = html_of(tmp_path, shown("show(1)", "one"), processed_dir=str(tmp_path / "tables"))
    assert "javascript:alert(1)" in html
    assert 'href="javascript' not in html


def test_the_contents_lead_to_each_section_in_both_languages(tmp_path: Path) -> None:
    html = html_of(tmp_path, shown("show(1)", "one"), shown("show(2)", "two"))
    for name in ("one", "two"):
        assert (
            f'<a href="#{name}"><span lang="zh">发现</span> <span lang="en">A finding</span></a>'
            in html
        )


def test_a_page_about_one_agency_bears_its_name_and_stands_in_a_list_of_its_own(
    tmp_path: Path,
) -> None:
    html = html_of(tmp_path, shown("show(fees)", "one", "fees"), agency=PINGTAN)
    assert f"<title>{PINGTAN}</title>" in html
    assert f"fees-{PINGTAN}.csv" in links(html)
    index = (tmp_path / "index.html").read_text("utf-8")
    assert f'<li><a href="03_test.html">{PINGTAN}</a></li>' in index
