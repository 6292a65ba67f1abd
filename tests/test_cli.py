"""The command: what a person types, and what a person reads when something is wrong."""

import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from helpers import cli, readers
from helpers.corpus import sources


@pytest.fixture
def specimen(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    return root / "data" / "raw" / "specimens" / "hongze_2023.pdf"


def test_help_shows_an_example_and_the_exit_codes_for_each_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in ([], ["run"], ["figures"]):
        with pytest.raises(SystemExit) as done:
            cli.main([*command, "--help"])
        assert done.value.code == 0
        text = capsys.readouterr().out
        assert f"example:\n  gongkai {' '.join(command)}".rstrip() in text
        assert "exit codes:" in text


def test_a_path_counts_from_where_one_stands_now(
    specimen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that reads single reports lives on, and began in another folder."""
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copy(specimen, folder / f"report{number}.pdf")
        with (folder / f"report{number}.pdf").open("ab") as report:
            report.write(b"%" * number)  # not known from the time before
        monkeypatch.chdir(folder)
        assert cli.main(["figures", f"report{number}.pdf"]) == 0


def test_help_answers_at_once_because_nothing_large_is_imported() -> None:
    code = "import sys, helpers.cli; print(sorted({'pandas', 'papermill', 'camelot', 'matplotlib'} & set(sys.modules)))"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        == "[]\n"
    )


def test_figures_shows_a_report_as_its_form_prints_it(
    specimen: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["figures", str(specimen)]) == 0
    lines = unicodedata.normalize(
        "NFKC", capsys.readouterr().out
    ).splitlines()  # labels as printed: Kangxi radicals
    assert lines[0].startswith("hongze_2023.pdf: inconsistent. 2 sums are wrong in print.")
    received = next(line for line in lines if line.startswith("一、本年新收政府信息公开申请数量"))
    assert received.split()[1:] == ["21", "0", "0", "0", "0", "0", "21"]
    assert next(line for line in lines if "行政事业性收费" in line).endswith(" 77,302,800 元 yuan")
    told = lines[lines.index("Sums that do not hold:") + 1 : lines.index("How it was read:") - 1]
    assert [line.split(", ")[1] for line in told] == ["reconsideration", "litigation_after_review"]
    assert "11 against 0" in told[0]


def test_figures_opens_the_file_in_another_process_within_the_limits_of_a_run(
    specimen: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that takes over its reader, or never ends, must not have the person's own process."""

    def opened(path: Path) -> None:
        raise AssertionError(f"{path} was opened here")

    monkeypatch.setattr(readers, "readings", opened)
    assert cli.main(["figures", str(specimen)]) == 0
    assert capsys.readouterr().out.startswith("hongze_2023.pdf: inconsistent.")


def test_columns_line_up_under_wide_characters(
    specimen: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from wcwidth import wcswidth

    cli.main(["figures", str(specimen)])
    text = capsys.readouterr().out
    matrix = text.split("Requests received and handled\n")[1].split("\n\n")[0].splitlines()
    rows = [line for line in matrix if re.search(r"\d$", line)]
    assert len({wcswidth(line) for line in rows}) == 1


def test_figures_writes_a_csv(specimen: Path, tmp_path: Path) -> None:
    target = tmp_path / "figures.csv"
    assert cli.main(["figures", str(specimen), "--csv", str(target)]) == 0
    table = pd.read_csv(target, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    fees = table[(table["row"] == "fees") & (table["column"] == "amount")]
    assert fees["value"].astype(float).tolist() == [77302800]
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_file_that_is_no_report_is_told_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>公告</p></body></html>", encoding="utf-8")
    assert cli.main(["figures", str(page)]) == 1
    assert "page.html: no_form." in capsys.readouterr().out
    target = tmp_path / "figures.csv"
    assert cli.main(["figures", str(page), "--csv", str(target)]) == 1
    assert "was not written" in capsys.readouterr().err
    assert not target.exists()


WRONG = {
    "missing folder": (["run", "--raw", "{tmp}/nowhere"], "does not exist"),
    "empty folder": (["run", "--raw", "{tmp}/empty"], "holds no reports"),
    "tables into a file": (
        ["run", "--raw", "{raw}", "--out", "{tmp}/file/out", "--reports", "{tmp}/pages"],
        "Cannot write",
    ),
    "pages into a file": (
        ["run", "--raw", "{raw}", "--out", "{tmp}/out", "--reports", "{tmp}/file/pages"],
        "Cannot write",
    ),
    "unknown parameter": (
        ["run", "--raw", "{raw}", "-p", "agency=x"],
        "choose from agencies, one_report, years",
    ),
    "mistyped parameter": (
        ["run", "--raw", "{raw}", "-p", "years=2024"],
        "must be a list such as [2023, 2024]",
    ),
    "a file for a folder": (["run", "--raw", "{tmp}/file"], "is a file: name the folder"),
    "tables among the reports": (
        ["run", "--raw", "{tmp}/raw", "--out", "{tmp}/raw"],
        "name a folder outside",
    ),
    "pages among the reports": (
        ["run", "--raw", "{tmp}/raw", "--out", "{tmp}/out", "--reports", "{tmp}/raw/pages"],
        "name a folder outside",
    ),
    "missing report": (["figures", "{tmp}/nothing.pdf"], "There is no file"),
    "csv over the report": (
        ["figures", "{tmp}/raw/a.html", "--csv", "{tmp}/raw/../raw/a.html"],
        "is the report itself",
    ),
    "csv into a missing folder": (
        ["figures", "{raw}/pingtan_2016.pdf", "--csv", "{tmp}/nowhere/x.csv"],
        "Cannot write",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_is_one_sentence_and_exit_code_2(
    case: str,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.html").write_text("<p>公告</p>", encoding="utf-8")
    arguments, said = WRONG[case]
    raw = root / "data" / "raw" / "specimens"
    assert cli.main([argument.format(tmp=tmp_path, raw=raw) for argument in arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1
    assert (tmp_path / "raw" / "a.html").read_text(encoding="utf-8") == "<p>公告</p>"


def test_debug_shows_where_an_error_came_from_and_keeps_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["run", "--debug", "--raw", str(tmp_path / "nowhere")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("Traceback")
    assert error.splitlines()[-1].startswith("gongkai: The folder of reports")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        cli.main(["--version"])
    assert done.value.code == 0
    assert re.fullmatch(r"gongkai \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_names_and_figures_are_chinese_where_the_locale_knows_no_chinese(
    specimen: Path, tmp_path: Path
) -> None:
    """As in cron jobs and containers: LANG=C, and a Python that was told not to use UTF-8."""
    report = tmp_path / "年报.pdf"
    report.write_bytes(specimen.read_bytes())
    code = "import sys; from helpers import cli; sys.exit(cli.command())"
    shown = subprocess.run(
        [sys.executable, "-c", code, "figures", report],
        env=os.environ
        | {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        check=False,
    )
    assert shown.stderr == b""
    assert shown.stdout.decode().startswith("年报.pdf: ")
    assert "行政许可" in shown.stdout.decode()


def _bare_process() -> None:
    """What a service may start with: files for nobody else, and one core."""
    os.umask(0o077)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def test_it_works_without_a_home_on_one_core_and_on_a_terminal_that_knows_no_chinese(
    root: Path,
) -> None:
    report = root / "data" / "raw" / "specimens" / "hongze_2023.pdf"
    code = "import sys; from helpers import cli; sys.exit(cli.command())"
    bare = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    elsewhere = {"HOME": "/proc/none", "TZ": "Pacific/Kiritimati", "PYTHONIOENCODING": "ascii"}
    shown = subprocess.run(
        [sys.executable, "-c", code, "figures", report],
        env=bare | elsewhere,
        preexec_fn=_bare_process,
        capture_output=True,
        check=True,
    )
    assert b"Traceback" not in shown.stderr  # matplotlib says that it keeps no cache there
    assert b"\\u6dee\\u5b89\\u5e02" in shown.stdout


def test_a_reader_that_goes_away_is_no_error(specimen: Path) -> None:
    """As in `gongkai figures report.pdf | head -1`."""
    code = (
        f"import sys; from helpers import cli; sys.exit(cli.main(['figures', {str(specimen)!r}]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_ctrl_c_is_one_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_figures", interrupt)
    assert cli.main(["figures", "x.pdf"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_run_ends_with_the_files_that_gave_nothing_and_what_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row of sources.csv that is about another file must be seen, also where the report was read well."""
    rows = [
        ("a.pdf", "failed", "The file is damaged."),
        ("b.pdf", "verified", sources.OUTDATED.english),
        ("c.html", "no_form", "No table of a known form was found."),
        ("d.pdf", "verified", ""),
    ]
    reports = pd.DataFrame(rows, columns=["file", "status", "message"])
    monkeypatch.setattr("helpers.run.run_all", lambda *_: reports)
    assert cli.main(["run", "--raw", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[1:4] == [
        "Could not be read: a.pdf: The file is damaged.",
        f"Check: b.pdf: {sources.OUTDATED.english}",
        "No table of a known form: c.html: No table of a known form was found.",
    ]


def test_an_unexpected_error_is_one_line_and_points_to_debug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "_figures", lambda options: 1 / 0)
    assert cli.main(["figures", "x.pdf"]) == 1
    assert capsys.readouterr().err.endswith("(--debug shows where)\n")
