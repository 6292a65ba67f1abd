"""`gongkai fetch` against a server on this machine that does what servers do, and worse.

Nothing that is there is written over, nothing that is no report is kept, and where a request may not
go none goes: the servers count what they are asked.
"""

from __future__ import annotations

import gzip
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from ipaddress import ip_address
from pathlib import Path

import pytest

import printing as pr
import serving
from faults import CASES, PDF, Case, table
from helpers import cli, fetch, lock
from helpers.corpus.reading import extract_report
from helpers.corpus.sources import COLUMNS, OF_FETCHED, find_reports, read_records
from helpers.errors import UserError
from helpers.fetch.collect import Outcome
from helpers.fetch.guard import Guard
from helpers.forms import load_forms
from helpers.readers.web import overview
from printing_html import print_html
from serving import Site, content, in_turn, raw, status, to, zipped

FORMS = load_forms()
#: What names mean here; all others stand for themselves.
NAMES = {
    "a.example": ["127.0.0.1"],
    "b.example": ["127.0.0.1"],
    "xn--fiqs8s.example": ["127.0.0.1"],
    "outside.example": ["127.0.0.2"],
    "twofold.example": ["127.0.0.1", "127.0.0.2"],
    "mapped.example": ["::ffff:127.0.0.2"],
}


def resolve(host: str, port: int) -> list[str]:
    if host in NAMES:
        return NAMES[host]
    try:
        return [str(ip_address(host))]
    except ValueError:
        raise OSError("Name or service not known") from None


@dataclass
class Folder:
    """A folder of reports, and what is fetched into it."""

    path: Path
    site: Site

    def fetch(self, *urls: str, agency: str = "青石县财政局", year: int | None = 2023, **given) -> list[Outcome]:
        """Fetch addresses of the site, or those of sources.csv; `given`: manners and choices."""
        chosen = {name: given.pop(name) for name in ("follow", "archive", "again") if name in given}
        order = fetch.Order(
            folder=self.path,
            manners=fetch.manners(**{**FAST, **given}),
            wanted=[fetch.Wanted(url, agency, year) for url in urls] or None,
            choice=fetch.Choice(**chosen),
            allowed=[fetch.network("127.0.0.1")],
        )
        read = partial(extract_report, forms=FORMS)
        return [outcome for outcome, _ in fetch.fetch(order, resolve, read, overview)]

    def of(self, path: str, answer: serving.Answer, **given) -> Outcome:
        """What becomes of one address with this answer."""
        self.site.answers[path] = answer
        [outcome] = self.fetch(self.site.url(path), **given)
        return outcome

    @property
    def files(self) -> list[str]:
        return sorted(p.relative_to(self.path).as_posix() for p in self.path.rglob("*") if p.is_file())

    @property
    def reports(self) -> list[str]:
        """The files that the reader sees."""
        return [source.file for source in find_reports(self.path)]

    @property
    def rows(self) -> list[dict[str, str]]:
        return [row for _, row in read_records(self.path / "sources.csv", (), ("file",))]


FAST = {
    "delay": 0,
    "backoff": 0.01,
    "tries": 3,
    "silence": 0.15,
    "seconds": 0.4,
    "longest_wait": 0.5,
    "bytes": 3_000_000,
    "unpacked": 1_000_000,
}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving.serving() as site:
        yield site


@pytest.fixture
def folder(tmp_path: Path, site: Site) -> Folder:
    return Folder(tmp_path / "raw", site)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """A report as a web page; `seed`: other figures."""

    def made(seed: int = 1, year: int = 2023) -> str:
        path = tmp_path_factory.mktemp("page") / "a.html"
        report = pr.report_on(FORMS["national_2021"], year, seed=seed)
        return print_html(report, path).read_text("utf-8")

    return made


# ---- faults


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_a_fault_has_its_outcome_and_leaves_nothing_behind(folder: Folder, case: Case) -> None:
    answer = case.answer(folder.site) if case.of_site else case.answer
    with serving.serving("127.0.0.2", folder.site.port) as forbidden:
        outcome = folder.of(case.path, answer)
    assert outcome.outcome == case.outcome, outcome.said
    assert forbidden.asked == [], "where it may not go, nothing is asked"
    assert len(folder.site.paths()) == case.requests
    assert outcome.is_got == (case.outcome == "new")
    kept = [file for file in folder.files if file.startswith("fetched/")]
    assert len(kept) == outcome.is_got
    if outcome.is_got:
        assert (folder.path / outcome.file).read_bytes() == PDF
        assert kept == folder.reports
