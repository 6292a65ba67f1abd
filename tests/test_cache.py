"""What is kept from run to run: when it counts, and what runs that are killed or run beside each other do to it."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import grimp
import pytest

from helpers import files
from helpers.corpus import cache, reading
from helpers.corpus.extraction import Reading
from helpers.corpus.reading import extract_corpus
from helpers.corpus.sources import find_reports
from helpers.errors import UserError
from helpers.forms import Form, load_forms
from helpers.prove.content import Content

PROVEN = "pingtan_2016.pdf"
DIGESTS = {"national_2019": "a", "national_2021": "b"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def raw(tmp_path: Path, root: Path) -> Path:
    """A report of Fujian's form, and one that no form fits."""
    (tmp_path / "raw").mkdir()
    shutil.copy(root / "data/raw/specimens" / PROVEN, tmp_path / "raw")
    (tmp_path / "raw" / "notice.html").write_text("<p>公告</p>", "utf-8")
    return tmp_path / "raw"


def read(
    raw: Path, forms: Mapping[str, Form] | None = None, force: bool = False
) -> dict[str, Content]:
    with ThreadPoolExecutor(1) as executor:
        extractions = list(
            extract_corpus(find_reports(raw), forms or load_forms(), executor, force)
        )
    return {each.source.file: each.whole().content for each in extractions}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the files that are read, and not taken from the cache."""
    names: set[str] = set()

    def noted(path: Path, forms: Mapping[str, Form], reads=reading.read_content) -> Content:
        names.add(path.name)
        return reads(path, forms)

    monkeypatch.setattr(reading, "read_content", noted)
    return names


def changed(code: str) -> dict[str, Form]:
    forms = load_forms()
    return forms | {code: replace(forms[code], english="Amended")}


def test_an_unchanged_report_is_read_again_by_force_only(raw: Path, opened: set[str]) -> None:
    first = read(raw)
    opened.clear()
    assert read(raw) == first
    assert not opened
    assert read(raw, force=True) == first
    assert opened == {PROVEN, "notice.html"}


def test_a_changed_form_is_a_reason_to_read_its_reports_again_and_those_without_proof(
    raw: Path, opened: set[str]
) -> None:
    """A new label of one form: of 36,000 reports only those are read again that it may help."""
    form = read(raw)[PROVEN].form
    opened.clear()
    read(raw, changed(next(code for code in load_forms() if code != form)))
    assert opened == {"notice.html"}
    read(raw)
    opened.clear()
    read(raw, changed(form))
    assert opened == {PROVEN, "notice.html"}


def test_a_form_more_or_less_is_a_reason_to_read_all_again(raw: Path, opened: set[str]) -> None:
    form = read(raw)[PROVEN].form
    fewer = {code: each for code, each in load_forms().items() if code != form}
    opened.clear()
    assert read(raw, fewer)[PROVEN].status == "incomplete"  # held against the other annexes
    assert opened == {PROVEN, "notice.html"}


def test_a_reading_that_was_kept_badly_is_made_anew(raw: Path, folder: Path) -> None:
    first = read(raw)
    for n, kept in enumerate(sorted(folder.iterdir())):
        kept.write_bytes([b"half a file", kept.read_bytes()[:-50]][n])
    assert read(raw) == first


KILLED = """
import os, pathlib, signal
from helpers.corpus import cache
from helpers.corpus.extraction import Reading
from helpers.prove.content import Content

def write_bytes(path, content):
    with path.open("wb", buffering=0) as stream:
        stream.write(content[:50])
    os.kill(os.getpid(), signal.SIGKILL)

pathlib.Path.write_bytes = write_bytes
cache.store("name", cache.Kept(Reading.of(Content("verified")), "", {}))
"""


def test_a_run_that_is_killed_while_it_stores_leaves_the_reading_of_before(folder: Path) -> None:
    """kill -9 when half is written; what is left lies there for a day, and is then removed."""
    before = cache.Kept(Reading.of(Content("failed")), "", DIGESTS)
    cache.store("name", before)
    assert subprocess.run([sys.executable, "-c", KILLED], check=False).returncode == -9
    assert cache.load("name") == before
    (half,) = folder.glob(f"*{files.PART}")
    files.sweep()
    assert half.exists(), "it might be that of a run that goes on"
    os.utime(half, (time.time() - files.STALE - 1,) * 2)
    files.sweep()
    assert [path.name for path in folder.iterdir()] == ["name"]


class Planted:
    """What a stranger puts into the cache to have it run."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("ran",)


def test_what_a_stranger_puts_into_the_cache_does_not_run_and_forges_no_proof(
    raw: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(raw)
    monkeypatch.chdir(tmp_path)
    for kept in folder.iterdir():
        planted = pickle.dumps(Planted())
        kept.write_bytes(hashlib.sha256(planted).digest() + planted)
    assert read(raw) == first
    assert not (tmp_path / "ran").exists()


def test_a_cache_that_others_may_write_to_is_refused_in_a_sentence(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(UserError, match=r"make it yours alone \(chmod go-w\)"):
        cache.load("name")


def test_what_counts_as_the_code_of_a_reading(root: Path) -> None:
    """All that reading imports: a forgotten module would leave false readings in the cache."""
    imported = grimp.build_graph("helpers").find_upstream_modules("helpers.extract")
    files = {path.relative_to(root / "src").with_suffix("").as_posix() for path in cache.read_by()}
    known = {name.replace("/", ".").removesuffix(".__init__") for name in files}
    assert imported <= known
    assert {"helpers.extract.report", "helpers.prove.narrative.topics"} <= known
    files = {path.name for path in cache.read_by()}
    assert {"messages.yaml", "naming.yaml", "topics.yaml", "traditional.txt"} <= files
    assert not {"national_2021.yaml", "measures.yaml", "chain.py"} & files
