"""The examples of docs/scheduling: they fit the options and notebooks of this version, as far as that shows here."""

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from helpers import cli, run


@pytest.fixture
def examples(root: Path) -> Path:
    return root / "docs" / "scheduling"


def commands(text: str) -> list[list[str]]:
    """The options of each `gongkai run`, up to a redirection."""
    lines = (shlex.split(line) for line in re.findall(r"\bgongkai run (--.+)", text))
    return [words[: words.index(">>")] if ">>" in words else words for words in lines]


@pytest.mark.parametrize(
    "name",
    ["crontab", "container.cron", "gongkai.service", "github-actions.yml", "../scheduling.md"],
)
def test_an_example_has_options_that_the_command_knows(examples: Path, name: str) -> None:
    found = commands((examples / name).read_text("utf-8"))
    assert found
    for options in found:
        parsed = cli._parser().parse_args(["run", *options])
        assert parsed.time_limit
        assert parsed.keep


def test_a_line_of_the_crontab_is_one_that_cron_takes(examples: Path) -> None:
    lines = [
        line
        for line in (examples / "crontab").read_text("utf-8").splitlines()
        if line and line[0] != "#"
    ]
    assert re.fullmatch(r"MAILTO=\S+", lines[0])
    [job] = lines[1:]
    assert re.match(r"[\d*]+ [\d*]+ [\d*]+ [\d*]+ [\d*]+  cd ", job)
    assert "%" not in job, "cron takes it for the end of the line"


@pytest.mark.parametrize(
    ("name", "home"), [("crontab", "gongkai"), ("container.cron", "container")]
)
def test_a_line_for_cron_fetches_and_then_runs_in_the_project(
    examples: Path, tmp_path: Path, name: str, home: str
) -> None:
    """By the shell that cron calls; a command that says what it was called with stands for gongkai."""
    command = tmp_path / home / ".venv" / "bin" / "gongkai"
    command.parent.mkdir(parents=True)
    command.write_text('#!/bin/sh\necho "$@"\ntest "$1" != "$FAILS"\n')
    command.chmod(0o755)
    line = (examples / name).read_text("utf-8").splitlines()[-1]
    job = re.split(r"  (?=cd )", line)[1].replace("cd /project", f"cd '{tmp_path / home}'")
    known = {"HOME": str(tmp_path), "PATH": f"{command.parent}:/usr/bin:/bin"}
    for fails in ("", "fetch"):
        done = subprocess.run(
            ["sh", "-c", job], env=known | {"FAILS": fails}, capture_output=True, check=False
        )
        assert (done.stdout, done.stderr) == (b"", b"")
        assert bool(done.returncode) is bool(fails)
        [log] = tmp_path.rglob("gongkai.log")
        calls = log.read_text().splitlines()
        log.unlink()
        assert calls[0] == "fetch"
        assert [line.split()[0] for line in calls[1:]] == ([] if fails else ["run"])


def test_systemd_takes_the_units(examples: Path, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here, so the units were not verified")
    command = tmp_path / "gongkai" / ".venv" / "bin" / "gongkai"
    command.parent.mkdir(parents=True)
    command.touch(0o755)
    units = [
        shutil.copy(examples / name, tmp_path) for name in ("gongkai.service", "gongkai.timer")
    ]
    home = os.environ | {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    verify = ["systemd-analyze", "--user", "verify", *units]
    done = subprocess.run(verify, env=home, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_workflow_runs_makes_and_publishes_what_is_there(root: Path, examples: Path) -> None:
    workflow = yaml.safe_load((examples / "github-actions.yml").read_text("utf-8"))
    assert workflow[True].keys() == {
        "schedule",
        "workflow_dispatch",
    }  # YAML 1.1 takes the word `on` for true
    [job] = workflow["jobs"].values()
    steps = [step for step in job["steps"] if "run" in step or "uses" in step]
    assert steps == job["steps"]
    targets = [step["run"].split()[1] for step in steps if step.get("run", "").startswith("make ")]
    assert targets == [".venv"]
    assert f"\n{targets[0]}: " in (root / "Makefile").read_text("utf-8")
    calls = [step["run"] for step in steps if "gongkai " in step.get("run", "")]
    assert [re.search(r"gongkai (\w+)", call)[1] for call in calls] == ["fetch", "run"]
    restored, saved = [step for step in steps if "/cache/" in step.get("uses", "")]
    assert restored["with"]["path"] == saved["with"]["path"]
    assert restored["with"]["key"] == saved["with"]["key"]
    cache = job["env"]["GONGKAI_CACHE"].rpartition("/")[2]
    assert saved["with"]["path"].split() == ["my-reports", "reports", cache]
    assert all("--raw my-reports" in call for call in calls)
    [site] = [step for step in steps if "upload-pages-artifact" in step.get("uses", "")]
    assert site["with"]["path"] == "reports/latest"


def test_actionlint_finds_nothing_in_the_workflow(examples: Path) -> None:
    if not shutil.which("actionlint"):
        pytest.skip("no actionlint here, so the workflow was not linted")
    done = subprocess.run(
        ["actionlint", examples / "github-actions.yml"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


class Operator:
    """Stands for Airflow's operators, which are not installed here: it keeps what it was given."""

    made: dict[str, "Operator"] = {}  # noqa: RUF012

    def __init__(self, task_id: str, **given: object) -> None:
        self.given, self.after = given, []
        self.made[task_id] = self

    def __rshift__(self, other: "Operator | list[Operator]") -> "Operator | list[Operator]":
        for each in other if isinstance(other, list) else [other]:
            each.after.append(self)
        return other


class Dag:
    """Stands for Airflow's DAG."""

    def __init__(self, dag_id: str, **options: object) -> None:
        self.options = options

    def __enter__(self) -> "Dag":
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_the_dag_runs_each_notebook_in_order_with_parameters_that_it_has(
    examples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "airflow",
        "airflow.providers",
        "airflow.providers.papermill",
        "airflow.providers.papermill.operators",
        "airflow.providers.standard",
        "airflow.providers.standard.operators",
    ):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    for place, operator in (
        ("papermill.operators.papermill", "PapermillOperator"),
        ("standard.operators.bash", "BashOperator"),
    ):
        module = ModuleType(f"airflow.providers.{place}")
        setattr(module, operator, Operator)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    sys.modules["airflow"].DAG = Dag
    monkeypatch.setattr(Operator, "made", {})
    compile((examples / "airflow_dag.py").read_text("utf-8"), "airflow_dag.py", "exec")
    runpy.run_path(str(examples / "airflow_dag.py"))

    made = dict(Operator.made)
    fetch = made.pop("fetch")
    assert str(fetch.given["bash_command"]).endswith("&& .venv/bin/gongkai fetch")
    assert sorted(made) == [run.EXTRACT, run.TIDY, *run.PAGES]
    for name, operator in made.items():
        assert operator.given["input_nb"].endswith(f"/notebooks/{name}.ipynb")
        parameters = operator.given["parameters"]
        assert run.parameters([name], parameters, {})[name] == parameters
    assert made[run.EXTRACT].after == [fetch]
    assert made[run.TIDY].after == [made[run.EXTRACT]]
    assert all(made[name].after == [made[run.TIDY]] for name in run.PAGES)


def test_the_exit_codes_are_told_alike(root: Path) -> None:
    told = re.findall(
        r"^\| (\d+) \| (.+) \|$",
        (root / "docs" / "scheduling.md").read_text("utf-8"),
        flags=re.MULTILINE,
    )
    assert told == re.findall(r"^  (\d+)  (.+)$", cli.EXIT_CODES, flags=re.MULTILINE)
