"""The documentation: its links lead somewhere, its commands exist, its snippets run, and both languages say the same."""

from __future__ import annotations

import argparse
import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

import browsing
import helpers
from helpers import cli

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(
    [*ROOT.glob("README*.md"), ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *DOCS.glob("*.md")]
)
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
CHINESE = [name for name in NAMES if name.endswith(".zh.md")]
ENGLISH = [name for name in NAMES if name not in CHINESE]

FENCE = re.compile(r"(?P<run><!-- run -->\n *)?```(?P<kind>\w*)\n(?P<text>.*?)\n *```", re.DOTALL)
INDENTED = re.compile(r"(?<=\n\n)(?:    \S.*\n(?:    .*\n|\n(?=    ))*)")
LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
#: Words of the shell between commands.
BETWEEN = {"&&", "||", "|", ";", "&", "(", ")"}
REDIRECTIONS = {">", ">>", "<", "<<"}


@dataclass(frozen=True)
class Block:
    """A block of code of a page."""

    kind: str
    text: str
    run: bool


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, and those that are set apart by four spaces."""
    found = []
    for match in FENCE.finditer(text):
        found.append(Block(match["kind"], match["text"], bool(match["run"])))
    rest = FENCE.sub("", text)
    found += [Block("", match[0], run=False) for match in INDENTED.finditer(rest)]
    return found


def prose(text: str) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", text)


def anchors(text: str) -> set[str]:
    """The anchors of the headings, as both GitHub and MkDocs make them; where the two differ, none."""
    found = set()
    for _, words in HEADING.findall(prose(text)):
        plain = re.sub(r"[^\w\s-]", "", words.replace("`", "")).strip().lower()
        if re.sub(r"\s", "-", plain) == re.sub(r"[-\s]+", "-", plain):
            found.add(re.sub(r"\s", "-", plain))
    return found


def commands(text: str) -> list[list[str]]:
    """The commands of some lines of a shell, each as its words, without redirections."""
    found: list[list[str]] = []
    for line in text.replace("\\\n", " ").splitlines():
        try:
            lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
            lexer.commenters = "#"
            lexer.whitespace_split = True
            words = list(lexer)
        except ValueError:  # no line of a shell: a drawing, a program
            continue
        found.append([])
        for before, word in pairwise(["", *words]):
            if word in BETWEEN:
                found.append([])
            elif not {before, word} & REDIRECTIONS:
                found[-1].append(word)
    return [words for words in found if words]


def shell_commands(name: str) -> list[list[str]]:
    """All commands in a page's blocks that are not in another language."""
    told = []
    for block in blocks(read(name)):
        if block.kind in ("", "sh", "bash", "console"):
            told += commands(block.text)
    return told


def called(program: str) -> list[tuple[str, list[str]]]:
    """Each page and what it calls a program with, the one of .venv or of the shell."""
    found = []
    for name in NAMES:
        for words in shell_commands(name):
            if words[0].removeprefix(".venv/bin/") == program:
                found.append((name, words[1:]))
    return found


def test_every_link_and_every_picture_of_a_page_is_there() -> None:
    missing = []
    for name in NAMES:
        for match in LINK.finditer(prose(read(name))):
            target, _, anchor = unquote(match["target"]).partition("#")
            if "://" in target:
                continue
            path = (ROOT / name).parent / target if target else ROOT / name
            if not path.is_file() or (anchor and anchor not in anchors(path.read_text("utf-8"))):
                missing.append((name, match["target"]))
            if match["picture"] and not match["words"]:
                missing.append((name, f"words for who does not see {target}"))
    assert missing == []


def test_every_picture_is_shown_and_those_of_the_readme_are_small() -> None:
    shown = {
        match["target"].rpartition("/")[2] for name in NAMES for match in LINK.finditer(read(name))
    }
    assert {path.name for path in (DOCS / "images").iterdir()} <= shown
    for match in LINK.finditer(read("README.md")):
        if match["picture"]:
            assert (ROOT / match["target"]).stat().st_size < 200_000


def test_the_readme_is_short() -> None:
    assert len(read("README.md").split()) <= 900


@pytest.mark.parametrize("name", CHINESE)
def test_a_chinese_page_has_the_sections_numbers_code_and_pictures_of_the_english_one(
    name: str,
) -> None:
    english, chinese = read(name.replace(".zh", "")), read(name)

    def outline(text: str) -> list[str]:
        return [level for level, _ in HEADING.findall(prose(text))]

    def code(text: str) -> list[str]:
        return [re.sub(r" +#.*", "", block.text) for block in blocks(text)]

    def pictures(text: str) -> list[str]:
        shown = [match["target"] for match in LINK.finditer(text) if match["picture"]]
        return [target.replace(".zh.", ".en.") for target in shown]

    def numbers(text: str) -> set[str]:
        return set(re.findall(r"\d[\d,.]*\d", LINK.sub("", prose(text))))

    assert outline(chinese) == outline(english)
    assert numbers(english) <= numbers(chinese)
    assert code(chinese) == code(english)
    assert pictures(chinese) == pictures(english)


def test_the_chinese_readme_is_the_same_text_whole() -> None:
    """Its links in the same order, and tables with as many rows."""

    def links(text: str) -> list[str]:
        return [match["target"].replace(".zh.md", ".md") for match in LINK.finditer(text)]

    english, chinese = read("README.md"), read("README.zh.md")
    assert sorted(links(chinese)) == sorted(links(english))
    for mark in ("|", "- "):
        counted = [
            re.findall(rf"^{re.escape(mark)}", text, re.MULTILINE) for text in (english, chinese)
        ]
        assert len(counted[0]) == len(counted[1])
    without_code = re.sub(r"`[^`]*`|\(.*?\)", "", prose(chinese))
    assert not re.search(r"[\u4e00-\u9fff，。]\n[\u4e00-\u9fff]", without_code), "shows as a space"


def test_every_call_of_gongkai_is_one_that_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    refused = []
    for name, words in called("gongkai"):
        try:
            cli._parser().parse_args(words)
        except SystemExit as end:
            if end.code:
                refused.append((name, words, capsys.readouterr().err.splitlines()[-1]))
    assert refused == []


def test_every_command_that_a_sentence_names_is_known() -> None:
    """With all the options that are named beside it; what has to be put in may be missing."""
    [known] = [
        action.choices
        for action in cli._parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    unknown = []
    for name in NAMES:
        for told in re.findall(r"`(?:\.venv/bin/)?gongkai ([a-z][^`]*)`", prose(read(name))):
            command, *words = re.split(r" && .*", told)[0].split()
            if command not in known:
                unknown.append((name, told))
                continue
            options = {word for word in words if re.match(r"--?[a-z]", word)}
            if options - known[command]._option_string_actions.keys():
                unknown.append((name, told))
    assert unknown == []


def test_every_target_of_make_that_a_page_names_is_there() -> None:
    targets = set(re.findall(r"^([\w.]+):", read("Makefile"), re.MULTILINE))
    named = {(name, words[0]) for name, words in called("make")}
    for name in NAMES:
        told = re.findall(r"`make ([^`=]+)[^`]*`", prose(read(name)))
        named |= {(name, target) for words in told for target in words.split()[:1]}
    assert [each for each in sorted(named) if each[1] not in targets] == []
    assert ("README.md", "report") in named


def test_every_call_of_papermill_names_a_notebook_and_parameters_that_it_has() -> None:
    for name, words in called("papermill"):
        notebook = next(word for word in words if word.endswith(".ipynb"))
        cells = json.loads(read(notebook))["cells"]
        [tagged] = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        known = set(re.findall(r"^(\w+):", "".join(tagged["source"]), re.MULTILINE))
        for option, value in pairwise(words):
            given = {"-p": [value], "-y": re.findall(r"(\w+):", value)}.get(option, [])
            assert set(given) <= known, (name, words)


def test_every_file_that_a_command_takes_from_the_project_is_there() -> None:
    missing = []
    for name in NAMES:
        for words in shell_commands(name):
            named = [word for word in words if re.match(r"(data|docs|tools|notebooks)/\S", word)]
            missing += [(name, word) for word in named if not (ROOT / word).exists()]
    assert missing == []


@pytest.mark.parametrize("name", [name for name in ENGLISH if "<!-- run -->" in read(name)])
def test_the_lines_that_a_page_marks_are_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One after another, in a folder that sees the data of the clone; files are written into it."""
    clone = tmp_path / "clone"
    clone.mkdir()
    (clone / "data").symlink_to(ROOT / "data")
    (clone / "report.pdf").symlink_to(ROOT / "data" / "raw" / "specimens" / "huaian_2024.pdf")
    monkeypatch.chdir(clone)
    lines = "\n".join(block.text for block in blocks(read(name)) if block.run)
    for program, *words in commands(lines):
        if program == "cp":
            shutil.copy(*words)
            continue
        assert program == ".venv/bin/gongkai"
        if words[0] == "evidence":
            words += ["--raw", "data/raw", "--out", "data/processed"]
        assert cli.main(words) == 0, words
        assert capsys.readouterr().out
    if "gongkai evidence" in lines:
        assert {path.suffix for path in clone.iterdir()} & {".png", ".html"}


@pytest.mark.parametrize("name", [name for name in ENGLISH if "```python" in read(name)])
def test_the_python_of_a_page_runs_on_the_bundled_tables(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From top to bottom, beside the tables and a report."""
    for table in (ROOT / "data" / "processed").glob("*.csv"):
        (tmp_path / table.name).symlink_to(table)
    (tmp_path / "my_forms").symlink_to(ROOT / "src" / "helpers" / "forms")
    (tmp_path / "report.pdf").symlink_to(ROOT / "data" / "raw" / "specimens" / "huaian_2024.pdf")
    monkeypatch.setattr("helpers.settings.ROOT", ROOT)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"pd": pd, "helpers": helpers}
    for block in blocks(read(name)):
        if block.kind == "python":
            exec(compile(block.text, name, "exec"), names)


def test_the_picture_of_what_it_is_is_the_one_that_is_drawn() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "diagram.py"))
    for number, language in enumerate(tool["LANGUAGES"]):
        assert tool["drawn"](number) == read(f"docs/images/what_it_is.{language}.svg")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, made by strict MkDocs; its hook refuses a page that loads anything from elsewhere."""
    pytest.importorskip("material", reason="without mkdocs-material the site is not built")
    folder = tmp_path_factory.mktemp("docs") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", folder],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    warnings = [line for line in done.stderr.splitlines() if not line.startswith("INFO")]
    assert (done.returncode, warnings) == (0, [])
    return folder


def test_the_site_has_every_page_in_its_language(site: Path) -> None:
    for name in NAMES:
        if name.startswith("docs/"):
            page = (site / Path(name).name).with_suffix(".html").read_text("utf-8")
            assert f'<html lang="{"zh" if name in CHINESE else "en"}"' in page


def test_the_site_is_searched_in_both_languages_where_it_is_opened_as_files(
    site: Path, tmp_path: Path
) -> None:
    browsing.skip_without_browser("The test of the site needs")
    with browsing.browser(tmp_path) as browser:
        for width in (1280, browsing.PHONE):
            browser.open(site / "start.zh.html", width)
            assert browser.run("return document.scrollingElement.scrollWidth") <= width
            assert browser.complaints() == []
        browser.run("document.querySelector('[data-md-toggle=search]').click()")
        box = browser.driver.find_element(By.CLASS_NAME, "md-search__input")
        for words, page in (("勾稽关系", "figure.zh.html"), ("received_ref", "tables.html")):
            box.clear()
            box.send_keys(words)
            found = f".md-search-result__link[href*='{page}']"
            WebDriverWait(browser.driver, 20).until(
                lambda driver, found=found: driver.find_elements(By.CSS_SELECTOR, found)
            )
        assert browser.requested() <= {"file", "data", "blob", "about"}
