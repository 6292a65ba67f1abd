"""Runs that nobody watches, really run: stopped, killed, too slow, two at once; and what readers see meanwhile.

Small notebooks stand for the real ones, so that a run takes a second; the last tests read real
reports again.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import printing as pr
from conftest import ROOT
from helpers import cli, lock, run, settings
from helpers.errors import UserError
from helpers.run import chain, changes, folders, hook, notebooks, record
from helpers.run.kernel import Kernel
from printing import report
from printing_html import print_html

pytestmark = pytest.mark.heavy

#: The command, with notebooks of a test and without pages; it can be stopped although nohup ignores Ctrl-C.
COMMAND = """
import pathlib, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from helpers import cli, settings
from helpers.run import chain, notebooks
notebooks.FOLDER, chain.PAGES, settings.AGENCY_PAGES = pathlib.Path(sys.argv[1]), (), 0
sys.exit(cli.main(sys.argv[2:]))
"""
PARAMETERS = 'raw_dir: str = ""\nprocessed_dir: str = ""\nworkers: int = 1'
READS = (
    "import shutil\nshutil.copytree({made!r}, processed_dir, ignore=shutil.ignore_patterns('.*'))"
)
FAILS = "open(processed_dir + '/figures.csv')"
#: Processes that would outlive their kernel; their numbers and its own stand in a file.
SLOW = """
import concurrent.futures, multiprocessing, os, pathlib, time
from helpers.corpus import workers
pool = {pool}(2)
list(pool.map(time.sleep, [0.2, 0.2]))
pids = [os.getpid(), *(process.pid for process in multiprocessing.active_children())]
pathlib.Path({pids!r}).write_text(" ".join(map(str, pids)))
time.sleep(60)
"""
CELL = ("report_id", "table", "row", "column")
PLAIN_POOL = "concurrent.futures.ProcessPoolExecutor"


def wait_for(happened: Callable[[], Any], seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return found


def ended(pid: int) -> bool:
    """Whether a process has ended; where nobody asks for its exit code, it is listed on."""
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


class Chain:
    """Folders of a run, and a first notebook that does what a test wants."""

    def __init__(self, folder: Path, made: Path) -> None:
        self.folder, self.made = folder, made
        self.raw, self.out, self.reports, self.notebooks = (
            folder / name for name in ("raw", "out", "pages", "books")
        )
        self.raw.mkdir()
        (self.raw / "a.html").write_text("<p>公告</p>", "utf-8")
        self.notebooks.mkdir()
        self.write(chain.TIDY, "1 + 1")
        self.write("07_agency", "1 + 1")
        self.first(READS)

    def write(self, name: str, source: str) -> None:
        cells = [
            new_markdown_cell("# 例 · Example"),
            new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        ]
        kernel = {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        }
        book = new_notebook(cells=[*cells, new_code_cell(source)], metadata=kernel)
        nbformat.write(book, self.notebooks / f"{name}.ipynb")

    def first(self, source: str, **names: str) -> None:
        self.write(
            chain.EXTRACT,
            source.format(made=str(self.made), pids=str(self.folder / "pids"), **names),
        )

    def arguments(self, *options: str) -> list[str]:
        return [
            *(
                "run",
                "--raw",
                str(self.raw),
                "--out",
                str(self.out),
                "--reports",
                str(self.reports),
            ),
            *options,
        ]

    def run(self, *options: str) -> int:
        return cli.main(self.arguments(*options))

    def start(self) -> subprocess.Popen[str]:
        """Start a run of its own, and wait until its first notebook sleeps."""
        command = [sys.executable, "-c", COMMAND, str(self.notebooks), *self.arguments()]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        wait_for(lambda: len(self.pids()) == 3)
        return process

    def pids(self) -> list[int]:
        file = self.folder / "pids"
        return [int(pid) for pid in file.read_text().split()] if file.exists() else []

    def gone(self) -> bool:
        """Whether the kernel and all that it started have ended."""
        return all(map(ended, self.pids()))

    def status(self, folder: str = "") -> dict[str, Any]:
        return json.loads((self.reports / folder / record.STATUS).read_text("utf-8"))

    def runs(self) -> list[str]:
        return [folder.name for folder in folders.runs(self.reports)]

    def shown(self) -> str:
        return (self.reports / "latest").resolve().name


@pytest.fixture
def small(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Chain:
    small = Chain(tmp_path, root / "data" / "processed")
    monkeypatch.setattr(notebooks, "FOLDER", small.notebooks)
    monkeypatch.setattr(chain, "PAGES", ())
    monkeypatch.setattr(settings, "AGENCY_PAGES", 0)
    return small


def test_a_run_that_succeeds_is_recorded_and_shown(
    small: Chain, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for each notebook, nothing on stderr: cron sends no letter if only stdout is thrown away."""
    assert small.run("--time-limit", "600") == 0
    said = capsys.readouterr()
    assert [line.split(": ")[0].split()[-1] for line in said.out.splitlines()[:2]] == [
        "01_extract",
        "02_tidy",
    ]
    assert said.err == ""
    status = small.status("latest")
    assert (status["status"], status["exit_code"], status["message"]) == ("succeeded", 0, "")
    assert [each["status"] for each in status["notebooks"]] == ["succeeded", "succeeded"]
    assert status["reports"] == {"verified": 13, "inconsistent": 2}
    assert status["parameters"]["time_limit"] == 600
    assert status["versions"].keys() >= {"gongkai", "python", "camelot-py", "papermill"}
    assert status["changes"] is None
    assert status == small.status()
    written, made = (
        {path.name for path in folder.glob("[!.]*")} for folder in (small.out, small.made)
    )
    assert written == made
    assert (small.out / lock.FILE).read_bytes() == b""

    earlier = small.shown()
    (small.reports / "latest" / "tables" / "reports.csv").write_text("file\na.html\n", "utf-8")
    assert small.run() == 0
    assert f"cannot be compared with {earlier}" in capsys.readouterr().out, (
        "as with tables of another version"
    )
    assert small.status("latest")["changes"] is None
    assert small.shown() > earlier


def test_a_run_that_fails_leaves_pages_and_tables_as_they_were(
    small: Chain, capsys: pytest.CaptureFixture[str]
) -> None:
    small.run()
    good = small.shown()
    tables = {path: path.stat().st_mtime_ns for path in small.out.iterdir()}
    small.write(chain.TIDY, "open('nowhere')")  # the first notebook has written tables by then
    capsys.readouterr()
    assert small.run() == 1
    assert capsys.readouterr().err.startswith(
        "gongkai: The notebook 02_tidy stopped: [Errno 2] No such file"
    )
    assert small.shown() == good
    assert {
        path: path.stat().st_mtime_ns for path in small.out.iterdir() if path.name != lock.FILE
    } == {path: time for path, time in tables.items() if path.name != lock.FILE}
    failed = small.status()
    assert (failed["status"], failed["exit_code"]) == ("failed", 1)
    assert [each["status"] for each in failed["notebooks"]] == ["succeeded", "failed"]
    assert failed["changes"]["since"] == good
    assert (small.reports / "runs" / failed["run"] / "notebooks" / "02_tidy.ipynb").is_file()


def test_a_run_without_a_usable_report_is_not_shown(small: Chain, tmp_path: Path) -> None:
    """As when a disk with the reports was mounted empty but for a scan: the pages of yesterday stay."""
    assert small.run() == 0
    good = small.shown()
    empty = tmp_path / "empty"
    empty.mkdir()
    for name in ("reports", "figures", "checks"):
        table = pd.read_csv(small.made / f"{name}.csv", dtype=str, keep_default_na=False)
        table.head(int(name == "reports")).replace("verified", "failed").to_csv(
            empty / f"{name}.csv", index=False
        )
    small.made = empty
    small.first(READS)
    assert small.run() == 1
    assert small.shown() == good
    status = small.status()
    assert status["message"].startswith("No report could be used, 1 tried")
    assert status["changes"]["new_failures"]["count"] == 1
    assert status["changes"]["reports_gone"]["count"] == 14
    assert len(pd.read_csv(small.out / "reports.csv")) == 15


def test_a_notebook_that_takes_too_long_is_ended_with_all_that_it_started(
    small: Chain, capsys: pytest.CaptureFixture[str]
) -> None:
    """Papermill's own limit is one for cells, and leaves a notebook behind that calls itself completed."""
    small.first(SLOW, pool=PLAIN_POOL)
    assert small.run("--time-limit", "5") == 4
    assert "The notebook 01_extract took longer than 5 s" in capsys.readouterr().err
    assert len(small.pids()) == 3
    assert wait_for(small.gone, 5)
    status = small.status()
    assert (status["status"], status["notebooks"][0]["status"], status["exit_code"]) == (
        "timed_out",
        "timed_out",
        4,
    )


def test_a_kernel_for_many_notebooks_forgets_each_and_leaves_nothing_open(small: Chain) -> None:
    """A name of the last agency must not be found by the next, and 500 agencies must not use up all open files."""
    small.write("names", "named = 1")
    small.write("looks", "assert 'named' not in globals()")
    with Kernel() as kernel:
        for name in ("names", "looks"):
            notebooks.execute_in(kernel, name, {}, small.folder / f"{name}.ipynb", 60)
        open_files = psutil.Process().num_fds()
        notebooks.execute_in(kernel, "looks", {}, small.folder / "again.ipynb", 60)
        assert psutil.Process().num_fds() <= open_files


def test_a_notebook_that_is_not_the_first_of_its_kernel_reads_reports_apart(small: Chain) -> None:
    small.write(
        "apart", "from helpers.corpus.workers import apart\napart().submit(len, 'ab').result()"
    )
    with Kernel() as kernel:
        for name in ("07_agency", "apart"):
            notebooks.execute_in(kernel, name, {}, small.folder / f"{name}.ipynb", 60)


def test_a_kernel_waits_on_no_port_that_another_process_could_have_taken(small: Chain) -> None:
    """Two runs of one minute were each given the port that the other was about to open, and one of them died."""
    small.write(
        chain.TIDY,
        'from ipykernel import connect\nassert \'"transport": "ipc"\' in connect.get_connection_info()',
    )
    assert small.run() == 0


def test_a_module_of_the_same_name_in_the_folder_of_the_user_does_not_run(
    small: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`helpers` is a common name: the runner imports ours, and a notebook on its own refuses another."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "helpers.py").write_text("raise SystemExit('the wrong one ran')")
    monkeypatch.chdir(elsewhere)
    small.write(chain.TIDY, "import helpers\nassert helpers.PROJECT == 'gongkai'")
    assert small.run() == 0

    (elsewhere / "helpers.py").write_text("settings = None")
    notebook = str(ROOT / "notebooks" / "05_procurement.ipynb")
    command = [sys.executable, "-m", "papermill", notebook, str(tmp_path / "out.ipynb")]
    alone = subprocess.run(command, capture_output=True, text=True, check=False)
    assert alone.returncode == 1
    assert "helpers.py'> is not gongkai's: rename it, or start from elsewhere." in alone.stderr


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_says_so_and_leaves_nothing_behind(
    small: Chain, capsys: pytest.CaptureFixture[str], sent: int, code: int
) -> None:
    """Also what a second run says while the first one works."""
    small.first(SLOW, pool=PLAIN_POOL)
    process = small.start()
    assert small.run() == 3
    error = capsys.readouterr().err
    assert error.startswith(f"gongkai: Another run (process {process.pid}, since 2")
    assert len(error.splitlines()) == 1

    process.send_signal(sent)
    out, error = process.communicate(timeout=30)
    assert process.returncode == code
    assert error.startswith("Stopped")
    assert len(error.splitlines()) == 1
    assert "01_extract: interrupted" in out
    assert small.gone()
    status = small.status()
    assert (status["status"], status["exit_code"]) == ("interrupted", code)
    assert small.runs() == [status["run"]]
    with lock.hold(small.out, small.reports):
        pass


def test_a_run_that_was_killed_is_called_so_by_the_next_and_does_not_block_it(small: Chain) -> None:
    """Kernel and workers see themselves that the run is gone; the kernel looks once a second."""
    small.first(SLOW, pool="workers.Processes")
    process = small.start()
    process.kill()
    process.communicate()
    killed = small.status()
    assert (killed["status"], killed["pid"]) == ("running", process.pid)
    assert not (small.reports / "latest").exists()
    assert wait_for(small.gone, 10)

    small.first(READS)
    assert small.run() == 0
    killed = small.status(f"runs/{killed['run']}")
    assert (killed["status"], killed["notebooks"][0]["status"]) == ("killed", "killed")
    assert small.status("latest")["status"] == "succeeded"


def test_a_run_locks_tables_and_pages_each(tmp_path: Path) -> None:
    """A run may share only one of its folders with another one."""
    for name in ("out", "pages", "other"):
        (tmp_path / name).mkdir()
    with lock.hold(tmp_path / "out", tmp_path / "pages", tmp_path / "other" / ".." / "out"):
        for shared in ("out", "pages"):
            with (
                pytest.raises(lock.Locked, match="since"),
                lock.hold(tmp_path / "other", tmp_path / shared),
            ):
                pass
    with lock.hold(tmp_path / "out", tmp_path / "pages"):
        pass


def test_old_runs_are_removed_but_never_the_one_that_is_shown(small: Chain) -> None:
    small.run()
    shown = small.shown()
    foreign = small.reports / "runs" / "notes"
    foreign.mkdir()
    small.first(FAILS)
    for _ in range(2):
        assert small.run("--keep", "1") == 1
    assert small.runs() == [shown, small.status()["run"]]
    assert small.shown() == shown
    assert foreign.is_dir()
    small.first(READS)
    assert small.run("--keep", "1") == 0
    assert small.runs() == [small.shown()] != [shown]


def test_the_command_for_failures_is_told_what_happened(
    small: Chain, capsys: pytest.CaptureFixture[str]
) -> None:
    """It runs in a shell, when the folders are free again; its own failure is told, and the exit code stays."""
    told = small.folder / "told"
    command = f"(echo $GONGKAI_EXIT_CODE; echo $GONGKAI_STATUS; echo $GONGKAI_MESSAGE; cat) > '{told}'; exit 7"
    assert small.run("--on-failure", command) == 0
    assert not told.exists()
    small.first(FAILS)
    capsys.readouterr()
    assert small.run("--on-failure", command) == 1
    error = capsys.readouterr().err.splitlines()
    assert error[0] == f"gongkai: The command of --on-failure ended with 7: {command}"
    assert error[1].startswith("gongkai: The notebook 01_extract stopped")
    code, status, message, first, empty, *text = told.read_text("utf-8").splitlines()
    assert (code, Path(status)) == (
        "1",
        small.reports / "runs" / small.status()["run"] / "status.json",
    )
    assert message == first == error[1].removeprefix("gongkai: ")
    assert empty == ""
    assert json.loads("\n".join(text)) == small.status()
    assert command not in Path(status).read_text("utf-8"), "a command may hold a password"


def test_the_command_for_failures_is_told_of_wrong_input_too(small: Chain) -> None:
    """Nothing was started then, so there is no status file."""
    shutil.rmtree(small.raw)
    told = small.folder / "told"
    assert (
        small.run(
            "--on-failure", f"echo $GONGKAI_EXIT_CODE=$GONGKAI_STATUS= > '{told}'; cat >> '{told}'"
        )
        == 2
    )
    assert told.read_text("utf-8").startswith("2==\nThe folder of reports")
    assert not small.reports.exists()


def test_a_command_for_failures_that_hangs_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a mail program that waits for a terminal; what it started ends with it."""
    monkeypatch.setattr(hook, "SECONDS", 0.5)
    pid = tmp_path / "pid"
    hook.call(f"sleep 60 & echo $! > '{pid}'; wait", UserError("Wrong."), tmp_path / "status.json")
    assert "ended with -9" in capsys.readouterr().err
    assert wait_for(lambda: ended(int(pid.read_text())), 5)


def test_a_reader_of_the_log_that_goes_away_does_not_end_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in `gongkai run | logger`, when logger is started anew."""
    read, write = os.pipe()
    os.close(read)
    monkeypatch.setattr(sys, "stdout", os.fdopen(write, "w", closefd=False))
    record.say("01_extract: succeeded, 3 s")
    os.close(write)


def test_a_folder_in_the_place_of_the_link_is_not_touched(
    small: Chain, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after copying the folder of pages in a way that follows links."""
    (small.reports / "latest").mkdir(parents=True)
    assert small.run() == 2
    assert "move it away" in capsys.readouterr().err
    assert not (small.reports / "latest").is_symlink()


def test_a_notebook_whose_process_is_killed_is_told_in_one_sentence(
    small: Chain, capfd: pytest.CaptureFixture[str]
) -> None:
    """As by the system, when memory runs out."""
    small.first("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    assert small.run() == 1
    error = capfd.readouterr().err
    assert error.startswith(
        "gongkai: The notebook 01_extract stopped: Kernel died, perhaps for want of memory"
    )
    assert len(error.splitlines()) == 1


PENALTY = ("disclosure", "penalty", "decisions")


def test_changes_since_the_last_run_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Real notebooks, real reports: one is put right, one comes, one goes, one breaks."""
    monkeypatch.setattr(chain, "PAGES", ())
    monkeypatch.setattr(settings, "AGENCY_PAGES", 0)
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    raw = tmp_path / "raw"
    raw.mkdir()
    order = run.Order(raw, tmp_path / "out", tmp_path / "pages")
    for name, form in (
        ("amended", "national_2021"),
        ("broken", "national_2019"),
        ("gone", "annex_2014"),
    ):
        print_html(report(form), raw / f"{name}.html")
    run.run_all(order)

    amended = report("national_2021")
    before = str(amended.truth[PENALTY])
    pr.write(amended, PENALTY, "777", 777)
    print_html(amended, raw / "amended.html")
    print_html(report("annex_fujian"), raw / "new.html")
    (raw / "broken.html").write_text("<p>公告</p>", "utf-8")
    (raw / "gone.html").unlink()
    reports = run.run_all(order).set_index("file")
    told = json.loads((order.reports / "latest" / record.STATUS).read_text("utf-8"))["changes"]
    first = {kind: each["first"] for kind, each in told.items() if kind != "since"}
    figures = first.pop("figures_changed")
    assert {kind: sorted(each["file"] for each in rows) for kind, rows in first.items()} == {
        "new_reports": ["new.html"],
        "reports_gone": ["gone.html"],
        "content_changed": ["amended.html", "broken.html"],
        "status_changed": ["broken.html"],
        "new_failures": ["broken.html"],
    }
    report_id = reports.loc["amended.html", "report_id"]
    cell = dict(zip(CELL, (report_id, *PENALTY), strict=True))
    assert figures == [{**cell, "before": before, "after": "777"}]
    assert (
        first["status_changed"][0] | {"before": "verified", "after": "no_form"}
        == first["status_changed"][0]
    )
    assert (
        "content changed 2, status changed 1, new failures 1, figures changed 1\n"
        in capsys.readouterr().out
    )


def tables(folder: Path, reports: list[tuple[str, ...]], figures: list[tuple[str, ...]]) -> Path:
    """A folder with the columns that are compared; figures are cells of the row `penalty`."""
    folder.mkdir()
    known = ["report_id", "file", "sha256", "year", "status", "message"]
    unsaid = dict.fromkeys(["agency", "form", "duplicate_of"], "")
    pd.DataFrame(reports, columns=known).assign(**unsaid).to_csv(
        folder / "reports.csv", index=False
    )
    cells = pd.DataFrame(figures, columns=["report_id", "column", "printed", "value", "status"])
    cells = cells.assign(table="disclosure", row="penalty", n=range(1, len(cells) + 1))
    cells.assign(ref=[f"f{n}" for n in cells["n"]]).to_csv(folder / "figures.csv", index=False)
    return folder


def test_a_cell_that_came_or_went_or_is_in_doubt_is_a_change(tmp_path: Path) -> None:
    rows = [("a", "a.pdf", "1", "2023", "verified", "")]
    before = tables(
        tmp_path / "before",
        rows,
        [
            ("a", "same", "5", "5", "printed"),
            ("a", "went", "5", "5", "printed"),
            ("a", "doubt", "5", "5", "printed"),
            ("a", "blank", "-", "", "blank"),
        ],
    )
    after = tables(
        tmp_path / "after",
        rows,
        [
            ("a", "same", "5", "5", "printed"),
            ("a", "came", "5", "5", "printed"),
            ("a", "doubt", "5 6", "56", "doubtful"),
            ("a", "blank", "0.50", "0.50", "printed"),
        ],
    )
    found = changes.compare(before, after)["figures_changed"]
    assert found["count"] == 4
    assert {each["column"]: (each["before"], each["after"]) for each in found["first"]} == {
        "went": ("5", None),
        "came": (None, "5"),
        "doubt": ("5", "5 6?"),
        "blank": ("", "0.5"),
    }


def test_a_file_that_is_used_for_each_year_anew_is_another_report(tmp_path: Path) -> None:
    """report.pdf of 2024 in the place of report.pdf of 2023: nothing of the year before was changed."""
    before = tables(
        tmp_path / "before", [("a-2023", "report.pdf", "1", "2023", "verified", "")], []
    )
    after = tables(tmp_path / "after", [("a-2024", "report.pdf", "2", "2024", "verified", "")], [])
    found = changes.compare(before, after)
    assert {kind: each["count"] for kind, each in found.items() if each["count"]} == {
        "new_reports": 1,
        "reports_gone": 1,
    }
    assert changes.line(found) == "new reports 1, reports gone 1"
    assert changes.line(changes.compare(after, after)) == "nothing has changed"


def test_figures_of_another_version_cannot_be_compared(tmp_path: Path) -> None:
    rows = [("a", "a.pdf", "1", "2023", "verified", "")]
    before, after = tables(tmp_path / "before", rows, []), tables(tmp_path / "after", rows, [])
    (before / "figures.csv").write_text("report_id,table,n,ref,row,column,value,status\n")
    with pytest.raises(ValueError, match="printed"):
        changes.compare(before, after)


def test_of_many_changes_all_are_counted_and_the_first_are_named(tmp_path: Path) -> None:
    rows = [
        (f"r{n}", f"{n}.pdf", str(n), "2023", "failed", "The file is damaged.")
        for n in range(changes.LISTED + 20)
    ]
    before, after = tables(tmp_path / "before", [], []), tables(tmp_path / "after", rows, [])
    found = changes.compare(before, after)["new_failures"]
    assert (found["count"], len(found["first"])) == (changes.LISTED + 20, changes.LISTED)
