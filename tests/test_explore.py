"""What an analyst explores: any table in one line, and what follows a choice, with or without a browser."""

import json
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import nbformat
import pandas as pd
import papermill
import pytest

import helpers
from helpers import pages, project, publish, run, schema, settings
from helpers.charts import section
from helpers.charts.draw import style
from helpers.errors import UserError
from helpers.explore import shown as explore
from helpers.explore.widgets import Explorer
from helpers.schema import TABLES, ColumnSchema, TableSchema
from helpers.words import Words

PINGTAN, HUAIAN = "平潭综合实验区管委会", "淮安市人民政府"


@pytest.fixture
def explorer(processed: Path) -> Explorer:
    return Explorer(processed, "requests", [], [], [])


def listed(html: str) -> list[list[str]]:
    """The cells of a sortable table."""
    rows: list[list[str]] = json.loads(json.loads(re.search(r'"data_json": (".*")', html)[1]))
    return rows


# Any table in one line


def test_any_table_is_a_typed_frame_in_one_line_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fees = helpers.load("fees")
    assert list(fees.dtypes.astype(str)[["agency", "form", "year"]]) == ["str", "str", "Int64"]
    assert list(fees.dtypes.astype(str)[["change", "amount_yuan"]]) == ["Int64", "float64"]
    assert (fees["amount_yuan"] / fees["amount_yuan"].quantile(0.5)).notna().any()
    assert fees.groupby("form")["amount_yuan"].sum().loc["national_2021"] > 0


def test_a_table_that_there_is_not_is_told_with_the_choice() -> None:
    with pytest.raises(
        UserError,
        match=r"^There is no table 'request': choose from figures, reports, .*coverage.*\.$",
    ):
        helpers.load("request")


def test_a_table_that_is_not_written_yet_is_told_with_what_writes_it(tmp_path: Path) -> None:
    with pytest.raises(
        UserError, match=r"^fees\.csv is not in .*: call `gongkai run`, or the notebook 02_tidy\.$"
    ):
        helpers.load("fees", tmp_path)


def test_the_package_itself_loads_nothing_heavy() -> None:
    code = "import sys, helpers; sys.exit(bool({'pandas', 'numpy', 'yaml'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# A choice, and what follows it


def test_nothing_chosen_is_the_whole_table_as_published(
    explorer: Explorer, processed: Path
) -> None:
    pd.testing.assert_frame_equal(explorer.frame, publish.load("requests", processed))
    assert "未作选择，全表64行。" in explorer.summary.make().data
    assert "Nothing is chosen, so all rows: 64." in explorer.summary.make().data


def test_rows_chart_and_summary_follow_the_widgets(explorer: Explorer) -> None:
    explorer.agencies.value, explorer.years.value = (PINGTAN, HUAIAN), (2024,)
    explorer.codes.value = ("natural_person",)
    assert explorer.frame[["agency", "received"]].to_numpy().tolist() == [
        [PINGTAN, 217],
        [HUAIAN, 3001],
    ]
    assert "Rows chosen: 2 of 64." in explorer.summary.make().data
    assert "Received (natural person): 3,001" in explorer.chart.make().data
    assert [row[8] for row in listed(explorer.rows.make().data)] == ["217", "3,001"]
    explorer.number.value = "carried_out"
    assert f"{HUAIAN}2024年结转下年度（自然人）" in explorer.chart.make().data


def test_another_table_offers_its_own_codes_and_keeps_agencies_and_years(
    explorer: Explorer,
) -> None:
    explorer.years.value, explorer.codes.value = (2024,), ("business",)
    explorer.table.value = "outcomes"
    assert explorer.codes.value == ()
    assert set(explorer.frame["year"]) == {2024}
    explorer.by.value = "group"
    explorer.codes.value = ("refused",)
    assert set(explorer.frame["group"]) == {"refused"}
    assert "refused.inquiry" in set(explorer.frame["outcome"])


@pytest.mark.parametrize("name", [name for name in TABLES if "report_id" in TABLES[name].names])
def test_every_table_can_be_explored(explorer: Explorer, name: str) -> None:
    """Those without agency or year go by their report."""
    explorer.table.value, explorer.agencies.value = name, (PINGTAN,)
    assert (
        0 < len(explorer.frame) <= len(publish.load(name, project.resolve(settings.PROCESSED_DIR)))
    )
    assert explorer.frame["report_id"].str.startswith(PINGTAN).all()
    chart, without = (
        explorer.chart.make().data,
        ("figures", "reports", "checks", "narrative", "totals", "coverage"),
    )
    assert ("data:image/png" in chart) == (name not in without)
    assert (section.both(explore.NO_CHART) in chart) == (name in without)


def test_codes_to_begin_with_are_found_in_the_column_that_holds_them(processed: Path) -> None:
    assert Explorer(processed, "outcomes", [], [], ["refused"]).by.value == "group"
    assert Explorer(processed, "outcomes", [], [], ["business"]).by.value == "applicant"
    assert set(Explorer(processed, "outcomes", [], [], ["granted"]).frame["outcome"]) == {"granted"}


@pytest.mark.parametrize(
    ("agencies", "years", "codes"), [(["某局"], [], []), ([], [1999], []), ([], [], ["tall"])]
)
def test_a_choice_that_fits_nothing_says_so(
    processed: Path, agencies: list[str], years: list[int], codes: list[str]
) -> None:
    explorer = Explorer(processed, "requests", agencies, years, codes)
    assert explorer.frame.empty
    assert "选中0行" in explorer.summary.make().data
    assert section.NOTHING.english in explorer.chart.make().data
    assert explorer.rows.make().data == section.paragraph(explore.NO_ROWS).data


def test_a_table_that_is_not_there_is_not_offered(processed: Path, tmp_path: Path) -> None:
    shutil.copytree(processed, tmp_path, dirs_exist_ok=True)
    (tmp_path / "fees.csv").unlink()
    explorer = Explorer(tmp_path, "requests", [], [], [])
    assert "fees" not in dict(explorer.table.options).values()
    assert "review" in dict(explorer.table.options).values()


def test_a_table_spoilt_by_hand_is_told_beside_the_widgets(processed: Path, tmp_path: Path) -> None:
    shutil.copytree(processed, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "fees.csv").read_text("utf-8")
    (tmp_path / "fees.csv").write_text(text.replace(",verified,", ",<fine>,", 1), "utf-8")
    explorer = Explorer(tmp_path, "requests", [], [], [])
    explorer.table.value = "fees"
    assert "column report_status is &#x27;&lt;fine&gt;&#x27;" in explorer.message.value
    explorer.table.value = "review"
    assert explorer.message.value == ""
    assert set(explorer.frame["route"]) > {"reconsideration"}


# Charts of any number


def report(year: int, **more: object) -> dict[str, object]:
    row = {
        "report_id": f"r{year}",
        "agency": PINGTAN,
        "year": year,
        "form": "national_2021",
        "report_status": "verified",
    }
    return {**row, **more}


def coded(name: str, code: str, chinese: str, english: str) -> dict[str, str]:
    return {name: code, f"{name}_zh": chinese, f"{name}_en": english}


def drawn(rows: list[dict[str, object]], table: TableSchema, number: str, by: str) -> str:
    """The chart of a table's rows as HTML."""
    columns = {column.name: column for column in table.columns}
    html: str = explore.show(pd.DataFrame(rows), table, columns[number], columns[by]).data
    return html


def test_every_number_that_can_be_drawn_has_a_unit_with_a_name() -> None:
    assert {
        each.unit for table in TABLES.values() for each in explore.numbers(table) if each.unit
    } <= {*explore.UNITS}


def test_only_the_largest_codes_have_a_line_and_the_page_says_so() -> None:
    rows = [
        report(2024, **coded("kind", f"k{n}", f"第{n}类", f"Kind {n}"), issued=Decimal(n))
        for n in range(1, 7)
    ]
    chart = drawn(rows, TABLES["documents"], "issued", "kind")
    assert "The chart shows the 4 largest of one unit" in chart
    assert "第6类" in chart
    assert "第2类" not in chart
    assert "largest" not in drawn(rows[:4], TABLES["documents"], "issued", "kind")


MEASURES = TableSchema(
    name="measures",
    step="02_tidy",
    description="One row per report and measure.",
    chinese="指标",
    key=("report_id", "measure"),
    columns=(
        *(
            ColumnSchema(name, name, name)
            for name in ("report_id", "agency", "year", "form", "report_status")
        ),
        *(ColumnSchema(name, name, name) for name in ("group", "group_zh", "group_en")),
        *(
            ColumnSchema(name, name, name)
            for name in ("measure", "measure_zh", "measure_en", "unit")
        ),
        *(
            ColumnSchema(name, name, name, type="decimal")
            for name in ("value", "numerator", "denominator")
        ),
    ),
)


def measured(year: int, code: str, unit: str, value: str) -> dict[str, object]:
    names = {
        "rate": ("公开率", "Disclosure rate"),
        "clearance": ("办结比", "Clearance"),
        "fees": ("收费", "Fees"),
    }
    labels = {**coded("group", "all", "全部", "All"), **coded("measure", code, *names[code])}
    return report(year, **labels, unit=unit, value=Decimal(value))


def test_values_with_units_of_their_own_are_never_drawn_together_or_added_up() -> None:
    """Chosen by group, they still have a line for each measure; the unit of most rows is drawn."""
    rows = [measured(2023, "rate", "share", "0.5"), measured(2024, "rate", "share", "0.341615")]
    chart = drawn([*rows, measured(2024, "fees", "yuan", "38")], MEASURES, "value", "group")
    assert [column.name for column in explore.numbers(MEASURES)] == ["value"]
    assert f"{PINGTAN}公开率从2023年的" in chart
    assert "fell from 50.0% in 2023 to 34.2% in 2024" in chart
    assert re.search(r">34\.2%( \([^)]*\))?<", chart)
    assert "largest of one unit" in chart
    assert "收费" not in chart


def test_a_quotient_keeps_its_decimals_on_every_axis() -> None:
    unit = explore.UNITS["ratio"].one
    assert style.unit_for(0.94, unit).text(0.937) == "0.94"
    frame = pd.DataFrame(
        [report(year, clearance=value) for year, value in ((2023, 0.2), (2024, 0.4))]
    )
    drawing = explore.draw(
        frame, 1, [style.PlotLine("clearance", unit.name, style.BLUE)], explore.UNITS["share"].one
    )
    assert drawing.axes[0].get_ylim()[1] < 0.5
    assert style.unit_for(3, explore.UNITS["requests"].one).text(3.0) == "3"


def test_a_decrease_is_drawn_below_zero() -> None:
    series = [style.PlotLine("change", Words("增减", "Change"), style.BLUE)]
    items = explore.UNITS["items"].one
    frame = pd.DataFrame([report(2019, change=5.0), report(2020, change=-15.0)])
    assert explore.draw(frame, 1, series, items).axes[0].get_ylim()[0] < -15
    assert explore.draw(frame.tail(1), 1, series, items).axes[0].get_xlim()[0] < -15


def test_names_too_long_for_the_end_of_a_line_stand_above_the_panels() -> None:
    long = style.PlotLine(
        "value", Words("公开与否的决定中公开（含部分公开）占比", "Of resolvable"), style.BLUE
    )
    frame = pd.DataFrame([report(2023, value=1.0), report(2024, value=2.0)])
    drawing = explore.draw(frame, 1, [long], explore.UNITS["items"].one)
    [legend] = drawing.legends
    assert [text.get_text() for text in legend.get_texts()] == [
        f"{long.name.chinese}\n{long.name.english}"
    ]
    assert long.name.chinese not in [text.get_text() for text in drawing.axes[0].texts]


# Rows that can be sorted


def test_a_sortable_table_shows_each_number_as_printed_and_nothing_as_nothing() -> None:
    amounts = [Decimal("75394432.52"), Decimal("1E+3"), None]
    rows = [report(2021 + n, amount_yuan=amount) for n, amount in enumerate(amounts)]
    cells = listed(
        explore.sortable(
            schema.typed("fees", pd.DataFrame(rows, dtype=object)), TABLES["fees"]
        ).data
    )
    place = TABLES["fees"].names.index("amount_yuan")
    assert [row[place] for row in cells] == ["75,394,432.52", "1,000", ""]
    assert [row[2] for row in cells] == ["2021", "2022", "2023"]


def test_what_a_report_prints_cannot_break_out_of_a_sortable_table() -> None:
    rows = pd.DataFrame([report(2024, agency="<script>alert(1)</script>")], dtype=object)
    assert "<script>alert" not in explore.sortable(schema.typed("fees", rows), TABLES["fees"]).data


def test_a_long_table_is_shown_in_part_and_says_so() -> None:
    over = settings.ROWS + 1
    rows = schema.typed("fees", pd.DataFrame([report(2024)] * over, dtype=object))
    assert len(listed(explore.sortable(rows, TABLES["fees"]).data)) == settings.ROWS
    assert "explorer.frame holds all" in explore.count(over, over, chosen=False).english
    assert "frame" not in explore.count(over - 1, over, chosen=True).english


# The notebook, really run

#: 21 outcomes by 6 applicant types, of all reports.
CHOSEN = "Rows chosen: 126 of 1,233."


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notebook as papermill runs it, without a browser; then, in one cell more, somebody chooses something else."""
    folder = tmp_path_factory.mktemp("explore")
    notebook = nbformat.read(project.notebook("explore"), as_version=4)
    choice = f'explorer.table.value = "outcomes"\nexplorer.agencies.value = ("{HUAIAN}",)'
    notebook.cells.append(nbformat.v4.new_code_cell(choice, id="choose-again"))
    nbformat.write(notebook, folder / "source.ipynb")
    options = {"kernel_name": "python3", "progress_bar": False}
    papermill.execute_notebook(
        folder / "source.ipynb", folder / "explore.ipynb", {"years": [2024]}, **options
    )
    return folder / "explore.ipynb"


def shown(notebook: Path, cell: str) -> str:
    """The HTML that a cell shows."""
    cells = {each.id: each for each in nbformat.read(notebook, as_version=4).cells}
    return "".join(
        output.data.get("text/html", "") for output in cells[cell].outputs if "data" in output
    )


def test_outputs_of_cells_above_follow_a_choice_made_later(executed: Path) -> None:
    assert CHOSEN in shown(executed, "summary")
    assert f"Requests (granted): 1,362 ({HUAIAN}, 2024)." in shown(executed, "chart")
    assert {row[1] for row in listed(shown(executed, "rows"))} == {HUAIAN}


def test_the_page_of_an_executed_notebook_needs_nothing_but_itself(executed: Path) -> None:
    pages.write_page(executed, executed.parent)
    html = (executed.parent / "explore.html").read_text("utf-8")
    assert loaded(html) == []
    assert "import 'http" not in html
    assert "data_json" in html
    assert 'src="data:image/png' in html


def test_what_jupyterlab_exports_needs_nothing_but_itself(executed: Path, root: Path) -> None:
    """nbconvert would fetch MathJax, RequireJS and the manager of the widgets; `make lab` says not to."""
    command = subprocess.run(
        ["make", "-n", "lab"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    options = re.findall(r"--HTMLExporter\S+", command)
    convert = [
        sys.executable,
        "-m",
        "jupyter",
        "nbconvert",
        "--to=html",
        "--output=exported",
        *options,
        str(executed),
    ]
    subprocess.run(convert, cwd=executed.parent, check=True, capture_output=True)
    html = (executed.parent / "exported.html").read_text("utf-8")
    assert loaded(html) == []
    assert "unpkg.com" not in html
    assert CHOSEN in html


def loaded(html: str) -> list[str]:
    """What a page loads from elsewhere as it opens; links to click are not loaded."""
    return re.findall(
        r"""<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|srcset|href)=["']?(?:https?:)?//[^>]*""",
        html,
    )


def test_a_run_without_a_browser_that_fits_nothing_says_so_in_both_languages(
    processed: Path, tmp_path: Path
) -> None:
    shutil.copytree(processed, tmp_path / "tables")
    (tmp_path / "tables" / "fees.csv").unlink()
    values = {
        "processed_dir": str(tmp_path / "tables"),
        "table": "review",
        "agencies": ["某局"],
        "years": [1999],
    }
    notebook = run.execute("explore", values, tmp_path)
    assert "所选机构和年份没有报告。" in shown(notebook, "summary")
    assert section.both(explore.NO_ROWS) in shown(notebook, "rows")
    assert section.NOTHING.english in shown(notebook, "chart")


def test_a_run_on_a_folder_that_lacks_the_table_stops_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(
        run.RunFailed,
        match=r"The notebook explore stopped: reports\.csv is not in .*: call `gongkai run`",
    ):
        run.execute("explore", {"processed_dir": str(tmp_path)}, tmp_path)


def test_the_part_of_jupyterlab_that_shows_widgets_is_installed() -> None:
    assert (
        Path(sys.prefix)
        / "share/jupyter/labextensions/@jupyter-widgets/jupyterlab-manager/package.json"
    ).is_file()
