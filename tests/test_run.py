"""The chain of notebooks, really run: a folder of reports becomes tables, pages and an index."""

import hashlib
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import nbformat
import pandas as pd
import pytest
from lxml import html

from conftest import ROOT, made_once
from helpers import cli, pages, project, run, settings
from helpers.errors import UserError
from helpers.run import agencies, places
from helpers.schema import TABLES
from helpers.words import Words

pytestmark = pytest.mark.heavy

ALL = [run.EXTRACT, run.TIDY, *run.PAGES]
PINGTAN, CHINI = "平潭综合实验区管委会", "广州市花都区赤坭镇人民政府"
BROKEN = "损坏的报告.pdf"


class Finished(NamedTuple):
    """A run: the table that it handed back, and its folders; `pages`: what readers see."""

    read: pd.DataFrame
    out: Path
    reports: Path

    @property
    def pages(self) -> Path:
        return self.reports / "latest"


@pytest.fixture(scope="module")
def finished(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finished]:
    """One run over three generations of forms and a broken file."""

    def make(folder: Path) -> None:
        raw = folder / "raw"
        raw.mkdir()
        for name in ("pingtan_2016.pdf", "chini_2020.pdf", "pingtan_2024.pdf"):
            shutil.copy(root / "data" / "raw" / "specimens" / name, raw)
        (raw / BROKEN).write_bytes(b"%PDF-1.7 cut off")
        patch.setenv("GONGKAI_CACHE", str(folder / "cache"))
        read = run.run_all(run.Order(raw, folder / "out", folder / "reports"))
        read.to_pickle(folder / "read")

    with pytest.MonkeyPatch.context() as patch:
        folder = made_once(tmp_path_factory, "run", make)
        patch.setenv("GONGKAI_CACHE", str(folder / "cache"))
        yield Finished(pd.read_pickle(folder / "read"), folder / "out", folder / "reports")


def cells_of(notebook: Path) -> list[nbformat.NotebookNode]:
    return nbformat.read(notebook, as_version=4).cells


@pytest.fixture(params=[*ALL, run.AGENCY, "explore"])
def notebook(request: pytest.FixtureRequest) -> Path:
    return project.notebook(request.param)


def test_a_broken_file_is_a_row_and_the_run_goes_on(finished: Finished) -> None:
    status = finished.read.set_index("file")["status"]
    assert status.pop(BROKEN) == "failed"
    assert set(status) == {"verified"}
    assert {path.stem for path in finished.out.glob("*.csv")} == set(TABLES)


def test_a_page_needs_nothing_but_itself(finished: Finished) -> None:
    """No script, nothing from the network; Chinese title and language; pictures inside, with alt text."""
    for name in run.PAGES:
        html = (finished.pages / f"{name}.html").read_text("utf-8")
        opening = cells_of(project.notebook(name))[0].source
        assert f"<title>{re.match('# (.+) · ', opening)[1]}</title>" in html
        assert '<html lang="zh-CN">' in html
        assert "<script" not in html
        assert not re.search(r"""(?:src|srcset|href|url)\s*[=(]\s*["']?\s*(?:https?:)?//""", html)
        pictures = re.findall(r"<img[^>]*>", html)
        assert pictures
        assert all(
            'src="data:image/png;base64,' in each and re.search('alt="[^"]{20}', each)
            for each in pictures
        )
        assert len(html) < 3_000_000


def test_the_index_leads_to_each_page_and_names_what_could_not_be_read(finished: Finished) -> None:
    html = (finished.pages / "index.html").read_text("utf-8")
    links = re.findall(r'href="([^"]+\.html)"', html)
    assert links[: len(run.PAGES)] == [f"{name}.html" for name in run.PAGES]
    assert all((finished.pages / link).is_file() for link in links)
    assert BROKEN in html
    message = finished.read.set_index("file").loc[BROKEN, "message"]
    assert message in html
    assert ">nan<" not in html


def test_each_agency_has_a_page_that_the_index_leads_to(finished: Finished) -> None:
    index = (finished.pages / "index.html").read_text("utf-8")
    assert {*re.findall(r'<a href="(agency-[0-9a-f]{12})\.html">([^<]+)<', index)} == {
        (agencies.file_name(name), name) for name in (PINGTAN, CHINI)
    }
    for name in (PINGTAN, CHINI):
        html = (finished.pages / f"{agencies.file_name(name)}.html").read_text("utf-8")
        assert f"<title>{name}</title>" in html
        assert len(html) < 3_000_000
        assert (finished.pages / "notebooks" / f"{agencies.file_name(name)}.ipynb").is_file()
    assert "agencies have a page of their own" not in index
    recorded = json.loads((finished.pages / "status.json").read_text("utf-8"))["notebooks"][-1]
    assert (recorded["notebook"], recorded["status"]) == (run.AGENCY, "succeeded")
    assert recorded["seconds"] > 0


def test_only_so_many_agencies_have_a_page_or_those_asked_for(
    finished: Finished, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert agencies.with_pages(finished.read, []) == [PINGTAN, CHINI]
    assert agencies.with_pages(finished.read, [CHINI]) == [CHINI]
    monkeypatch.setattr(settings, "AGENCY_PAGES", 1)
    assert agencies.with_pages(finished.read, []) == [PINGTAN]
    index, now = tmp_path / "index.html", datetime.now(UTC)
    page = pages.WebPage("agency-1.html", Words("甲", "A"), Words("", ""), PINGTAN, "", "", now)
    pages.write_index(finished.read, pd.DataFrame(columns=["report_id", "verdict"]), [page], index)
    assert "1 of 2 agencies have a page of their own" in index.read_text("utf-8")


def test_a_run_for_an_agency_that_is_not_there_ends_with_2_and_shows_no_page(
    finished: Finished, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = {"raw": finished.out.parent / "raw", "out": tmp_path / "out", "reports": tmp_path}
    named = [part for name, folder in folders.items() for part in (f"--{name}", str(folder))]
    assert cli.main(["run", *named, "-p", "agencies=[平潭综合实验区]"]) == 2
    assert f"the nearest: {PINGTAN}." in capsys.readouterr().err
    assert not (tmp_path / "latest").exists()
    assert not (tmp_path / "out" / "reports.csv").exists()


def test_an_agency_whose_notebook_fails_is_named_and_no_process_is_left(tmp_path: Path) -> None:
    """Two processes begin with one agency each: whichever fails first is named."""
    (tmp_path / "notebooks").mkdir()
    names = [f"{n}号县" for n in range(6)]
    with pytest.raises(
        run.RunFailed, match=r"^[01]号县: The notebook 07_agency stopped: reports\.csv is not in"
    ):
        agencies.make(names, {"processed_dir": str(tmp_path)}, tmp_path, 2, None)
    assert multiprocessing.active_children() == []
    assert not (tmp_path / "notebooks" / f"{agencies.file_name(names[-1])}.ipynb").exists()


def test_an_agency_whose_notebook_takes_too_long_is_named(
    finished: Finished, tmp_path: Path
) -> None:
    (tmp_path / "notebooks").mkdir()
    with pytest.raises(
        run.TimedOut, match=rf"^{PINGTAN}: The notebook 07_agency took longer than 1 s"
    ):
        agencies.make([PINGTAN], {"processed_dir": str(finished.out)}, tmp_path, 1, 1)
    assert multiprocessing.active_children() == []


def test_the_first_page_leads_to_the_index_of_the_latest_run(finished: Finished) -> None:
    """By a page, not a link of the file system: from disk, a browser would look for the other pages beside the link."""
    html = (finished.reports / "index.html").read_text("utf-8")
    assert re.findall(r'url=([^"]+)"|href="([^"]+)"', html) == [
        ("latest/index.html", ""),
        ("", "latest/index.html"),
    ]
    assert not (finished.reports / "index.html").is_symlink()
    assert str((finished.reports / "latest").readlink()).startswith("runs/")


def test_the_index_names_the_sums_that_do_not_hold(finished: Finished, tmp_path: Path) -> None:
    """The first of a report, for the rest checks.csv."""
    report = (
        finished.read[finished.read["status"] == "verified"].head(1).assign(status="inconsistent")
    )
    rule = {
        "report_id": report["report_id"].item(),
        "rule": "results",
        "table": "review",
        "column": "",
    }
    rows = [
        {**rule, "row": f"row{n}", "left": n, "right": 0, "verdict": "wrong_in_print"}
        for n in range(6)
    ]
    file = tmp_path / "index.html"
    pages.write_index(
        report, pd.DataFrame([*rows, {**rows[0], "row": "good", "verdict": "holds"}]), [], file
    )
    html = file.read_text("utf-8")
    assert "review, row3 (results): 3\u00a0≠\u00a00" in html
    assert "2 more in checks.csv" in html
    assert "row4" not in html
    assert "good" not in html
    assert f"<b>{report['year'].item()}</b>" in html


def test_the_index_lists_a_verified_report_that_nobody_is_named_in(
    finished: Finished, tmp_path: Path
) -> None:
    """It stands in no chart that compares agencies; and nobody is no agency."""
    report = finished.read[finished.read["status"] == "verified"].head(1)
    nameless = report.assign(agency="", message="Name it.", message_zh="请填写机关名称。")
    checks, file = pd.DataFrame(columns=["report_id", "verdict"]), tmp_path / "index.html"
    pages.write_index(nameless, checks, [], file)
    html = file.read_text("utf-8")
    assert "请填写机关名称。" in html
    assert "Name it." in html
    assert re.search(r"<b>0</b>.*agenc", html)
    pages.write_index(report, checks, [], file)
    assert str(report["file"].item()) not in file.read_text("utf-8")


def test_executed_notebooks_are_kept_and_wrote_nothing_to_stderr(finished: Finished) -> None:
    """A missing glyph would be a warning there. The bar of the reading is the only thing meant for stderr."""
    for name in ALL:
        cells = cells_of(finished.pages / "notebooks" / f"{name}.ipynb")
        streams = [
            out for cell in cells for out in cell.get("outputs", []) if out.get("name") == "stderr"
        ]
        assert not streams or name == run.EXTRACT


@pytest.mark.parametrize("name", run.PAGES)
def test_a_notebook_with_nothing_to_show_is_no_empty_page(
    finished: Finished, tmp_path: Path, name: str
) -> None:
    values = {"processed_dir": str(finished.out), "years": [1999]}
    with pytest.raises(run.RunFailed, match="No report is of 1999: choose from 2016, 2020, 2024"):
        run.execute(name, values, tmp_path)


def test_a_notebook_that_stops_is_named_in_one_sentence_and_kept(tmp_path: Path) -> None:
    with pytest.raises(run.RunFailed) as stopped:
        run.execute("04_requests", {"processed_dir": str(tmp_path)}, tmp_path)
    assert re.fullmatch(
        r"The notebook 04_requests stopped: reports\.csv is not in .*", str(stopped.value)
    )
    assert stopped.value.exit_code == 1
    assert (tmp_path / "04_requests.ipynb").is_file()


def test_papermill_runs_a_notebook_from_any_folder_and_takes_paths_from_there(
    root: Path, tmp_path: Path
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "made").mkdir()
    shutil.copy(root / "data" / "raw" / "specimens" / "pingtan_2016.pdf", tmp_path / "raw")
    notebook = root / "notebooks" / "01_extract.ipynb"
    parameters = ["-p", "raw_dir", "raw", "-p", "processed_dir", "./tables"]
    command = [sys.executable, "-m", "papermill", str(notebook), "made/out.ipynb", *parameters]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    written = {path.name for path in (tmp_path / "tables").glob("*.csv")}
    assert written == {"figures.csv", "reports.csv", "checks.csv", "narrative.csv"}
    assert (tmp_path / "made" / "out.ipynb").is_file()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            "-p years 2020",
            "The parameter years must be a list such as [2023, 2024], not 2020; with papermill: -y",
        ),
        (
            "-p agencies X",
            "The parameter agencies must be a list such as [淮安市人民政府], not 'X'; with papermill: -y",
        ),
        (
            "-p processed_dri X",
            "This notebook has no parameter 'processed_dri': choose from processed_dir, agencies",
        ),
    ],
)
def test_papermill_with_a_wrong_parameter_stops_before_anything_is_read(
    root: Path, tmp_path: Path, arguments: str, sentence: str
) -> None:
    """Papermill itself would take an unknown name silently, and the notebook would use its defaults."""
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(root / "notebooks" / "04_requests.ipynb"),
        "out.ipynb",
    ]
    done = subprocess.run(
        [*command, *arguments.split()], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert sentence in done.stderr


def test_every_notebook_holds_its_parameters_first(notebook: Path) -> None:
    code = [cell.source for cell in cells_of(notebook) if cell.cell_type == "code"]
    assert code[3].startswith("parameters.check()\n")


def test_parameters_go_only_to_the_notebooks_that_declare_them() -> None:
    given = {"raw_dir": "r", "processed_dir": "p", "workers": 2}
    plan = run.parameters(ALL, given, {"years": "[2023, 2024]"})
    assert plan[run.EXTRACT] == given
    assert plan[run.TIDY] == {"processed_dir": "p", "workers": 2}
    assert plan["04_requests"] == {"processed_dir": "p", "years": [2023, 2024]}


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        (
            {"yaers": "[2024]"},
            "No notebook has a parameter 'yaers' to set here: choose from agencies, one_report, years.",
        ),
        ({"years": "2024"}, "The parameter years must be a list such as [2023, 2024], not '2024'."),
        (
            {"years": "[2024年]"},
            "The parameter years must be a list such as [2023, 2024], not '[2024年]'.",
        ),
        (
            {"years": "[2024"},
            "The parameter years must be a list such as [2023, 2024], not '[2024'.",
        ),
        (
            {"agencies": "[1]"},
            "The parameter agencies must be a list such as [淮安市人民政府], not '[1]'.",
        ),
    ],
)
def test_an_unknown_or_mistyped_parameter_is_told_before_anything_runs(
    extra: dict, sentence: str
) -> None:
    """Papermill itself only logs an unknown parameter and lets the notebook stumble over a mistyped one."""
    given = {"raw_dir": "r", "processed_dir": "p", "workers": 2, "force": False, "cluster": ""}
    with pytest.raises(UserError) as wrong:
        run.parameters(ALL, given, extra)
    assert str(wrong.value) == sentence


def test_a_notebook_is_plain(notebook: Path) -> None:
    """One cell of annotated parameters, short cells, no functions, no regular expressions, no tricks with paths."""
    cells = cells_of(notebook)
    code = [cell for cell in cells if cell.cell_type == "code"]
    tagged = [cell for cell in code if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert all(re.match(r"\w+: [\w\[\]]+ = ", line) for line in tagged[0].source.splitlines())
    assert all(len(cell.source.splitlines()) <= 10 for cell in cells)
    assert not any(
        re.search(r"\bdef |\blambda\b|import re\b|sys\.path|os\.|__file__|%", cell.source)
        for cell in code
    )


def test_a_notebook_opens_with_its_question_in_chinese_and_english(notebook: Path) -> None:
    title, chinese, english = cells_of(notebook)[0].source.split("\n\n")[:3]
    assert re.fullmatch(r"# [\u4e00-\u9fff]+ · [A-Z][\w\s-]+", title)
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert re.fullmatch(r"[\x20-\x7e]+", english)


def test_a_notebook_is_committed_without_outputs_and_for_any_python(notebook: Path) -> None:
    data = json.loads(notebook.read_text("utf-8"))
    full = [cell for cell in data["cells"] if cell.get("outputs") or cell.get("execution_count")]
    assert full == [], "run .venv/bin/nbstripout on it"
    assert data["metadata"]["kernelspec"]["name"] == "python3"


def test_nothing_that_is_published_tells_in_which_folders_it_was_made(finished: Finished) -> None:
    """Tables, pages, the record, and the executed notebooks, whatever was told to papermill."""
    told = [str(ROOT), str(finished.out.parent), sys.prefix, os.environ.get("HOME", "/root")]
    for folder in (finished.out, finished.reports):
        for file in filter(Path.is_file, folder.rglob("*")):
            text = file.read_bytes().decode("utf-8", "replace")
            assert [place for place in told if place in text] == [], file


def test_letters_of_a_picture_that_look_like_a_place_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/data")
    text = '"/data/x/raw" "image/png": "iVBOR/dataAAA/data+QQ=="'
    told = places.without_places(text, [tmp_path])
    assert told == text.replace('"/data/x', '"tmp/x')


@pytest.mark.parametrize("here", ["/project", "/"])
def test_addresses_stay_whatever_the_folder_of_the_project_is_called(
    monkeypatch: pytest.MonkeyPatch, here: str
) -> None:
    monkeypatch.setenv(project.VARIABLE, here)
    text = "https://www.example.org/project/1.html a/project/b"
    assert places.without_places(text, []) == text
    assert places.without_places(f"{here}/data/raw", []).endswith("data/raw")


def test_every_page_allows_no_script_but_its_own_and_nothing_from_elsewhere(
    finished: Finished,
) -> None:
    for page in finished.pages.glob("*.html"):
        tree = html.document_fromstring(page.read_bytes())
        [rules] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert rules.startswith("default-src 'none'"), page.name
        for script in tree.xpath("//script/text()"):
            digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in rules, page.name
