"""A project of one's own: what a wheel brings along, what `init` makes, and which project a command works on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers import cli, project, settings
from helpers.corpus.sources import NoReports, find_reports
from helpers.errors import UserError

#: Says which helpers Python would import here, and what gongkai makes of it.
IMPORTS = "import gongkai; print(gongkai.load)"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own, in which one stands."""
    monkeypatch.delenv(project.VARIABLE, raising=False)
    assert cli.main(["init", str(tmp_path / "own")]) == 0
    monkeypatch.chdir(tmp_path / "own")
    return tmp_path / "own"


@pytest.fixture(scope="module")
def brought(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The files of the wheel, which is built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*build, str(folder)], cwd=root, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    return zipfile.ZipFile(wheel).namelist()


def test_a_wheel_brings_all_that_lies_beside_the_code_and_each_notebook(
    root: Path, brought: list[str]
) -> None:
    code = [path for path in (root / "src").rglob("*") if path.is_file()]
    wanted = {path.relative_to(root / "src").as_posix() for path in code if path.suffix != ".pyc"}
    for path in (root / "notebooks").glob("*.ipynb"):
        wanted.add(f"helpers/brought/notebooks/{path.name}")
    assert {name for name in brought if ".dist-info/" not in name} == wanted
    assert {name.split("/")[-1] for name in brought if "/licenses/" in name} == {
        "LICENSE",
        "LICENSE-DATA",
    }


def test_init_makes_a_project_that_is_ready_for_reports(own: Path, root: Path) -> None:
    assert sorted(path.name for path in own.iterdir()) == [
        "README.md",
        "data",
        "gongkai.toml",
        "notebooks",
    ]
    assert len((own / "README.md").read_text("utf-8").splitlines()) <= 10
    assert (own / "data" / "processed").is_dir()
    with pytest.raises(NoReports, match="holds no reports: put"):
        find_reports(own / "data" / "raw")
    for path in (root / "notebooks").glob("*.ipynb"):
        assert (own / "notebooks" / path.name).read_bytes() == path.read_bytes()


def test_init_changes_nothing_that_is_there_and_says_so(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = {"README.md": "mine", "notebooks/04_requests.ipynb": "{}"}
    for name, text in mine.items():
        (own / name).write_text(text)
    (own / "data" / "raw" / "sources.csv").unlink()
    capsys.readouterr()
    assert cli.main(["init", "."]) == 0
    made, kept = capsys.readouterr().out.split("Left as they were in ")
    assert made == f"Made in {own}:\n  data/raw/sources.csv\n"
    assert "\n  README.md\n" in kept
    assert {name: (own / name).read_text() for name in mine} == mine


def test_init_where_nothing_can_be_written_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert cli.main(["init", str(tmp_path / "file" / "own")]) == 2
    assert capsys.readouterr().err.startswith("gongkai: Cannot write to ")


def test_the_project_is_the_one_that_somebody_stands_in(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own / "data" / "raw")
    assert project.root() == own
    assert project.resolve("data/processed") == own / "data" / "processed"
    with project.chosen(tmp_path):
        assert project.root() == tmp_path
        assert os.environ[project.VARIABLE] == str(tmp_path), "kernels and workers find it so"
    assert project.VARIABLE not in os.environ
    with pytest.raises(UserError, match=r"There is no project .*nowhere: `gongkai init "):
        project.chosen(own / "nowhere").__enter__()


def test_outside_of_any_project_it_is_the_checkout_or_where_somebody_stands(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other people's folders of data have notebooks and data/raw, too."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "01_extract.ipynb").write_text("{}")
    monkeypatch.chdir(tmp_path)
    assert project.root() == root
    monkeypatch.setattr(settings, "ROOT", tmp_path / "wheel" / "brought")
    assert project.root() == tmp_path
    assert project.notebook("01_extract").is_relative_to(settings.ROOT)


def test_a_notebook_that_the_project_lacks_is_the_one_that_came_along(
    own: Path, root: Path
) -> None:
    (own / "notebooks" / "02_tidy.ipynb").unlink()
    assert project.notebook("01_extract") == own / "notebooks" / "01_extract.ipynb"
    assert project.notebook("02_tidy") == root / "notebooks" / "02_tidy.ipynb"


def test_every_command_takes_its_folders_from_the_project(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (["run"], ["release", "1.0"], ["evidence", "requests", "year=2024"]):
        capsys.readouterr()
        assert cli.main([*command, "--project", "own"]) == 2
        assert str(own / "data") in capsys.readouterr().err


def test_another_helpers_is_refused_by_name_and_not_run(root: Path, tmp_path: Path) -> None:
    (tmp_path / "helpers.py").write_text("print('the wrong one ran')")
    paths = os.pathsep.join([str(tmp_path), str(root / "src")])
    for code, end in ((IMPORTS, 1), ("import gongkai, sys; sys.exit(gongkai.command())", 2)):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (end, "")
        said = done.stderr.splitlines()[-1]
        assert f"{tmp_path / 'helpers.py'} hides the module of gongkai" in said


def test_a_helpers_that_was_installed_over_ours_is_refused_by_the_name_of_its_package(
    root: Path, tmp_path: Path
) -> None:
    code = (root / "src" / "gongkai" / "__init__.py").read_bytes()
    for name, content in (("gongkai", code), ("helpers", b"")):
        (tmp_path / "env" / name).mkdir(parents=True)
        (tmp_path / "env" / name / "__init__.py").write_bytes(content)
    facts = tmp_path / "env" / "handy-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: handy\nVersion: 1.0\n")
    (facts / "top_level.txt").write_text("helpers\n")
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "env")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "it belongs to handy, so install gongkai into an environment" in done.stderr


def test_a_folder_that_papermill_was_given_counts_from_its_cwd_and_others_from_the_project(
    own: Path,
) -> None:
    """The executed notebook goes to the standard output."""
    declared = 'raw_dir: str = "data/raw"\nprocessed_dir: str = "data/processed"'
    shown = (
        "from helpers import parameters\n"
        "print(parameters.folder('raw_dir'), parameters.folder('processed_dir'), sep='\\n')"
    )
    cells = [new_code_cell(declared, metadata={"tags": ["parameters"]}), new_code_cell(shown)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), own / "small.ipynb")
    command = [sys.executable, "-m", "papermill", "../small.ipynb", "-", "--cwd", "../data"]
    done = subprocess.run(
        [*command, "-p", "raw_dir", "mine"],
        cwd=own / "notebooks",
        capture_output=True,
        text=True,
        check=True,
    )
    [output] = json.loads(done.stdout)["cells"][-1]["outputs"]
    assert "".join(output["text"]).split() == [
        str(own / "data" / "mine"),
        str(own / "data" / "processed"),
    ]


def test_to_explore_without_the_extra_says_what_to_install() -> None:
    code = "import sys; sys.modules['itables'] = None; import helpers.explore"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].endswith("pip install 'gongkai[lab]' installs it.")
