"""`gongkai fetch` against a server on this machine that does what servers do, and worse.

Nothing that is there is written over, nothing that is no report is kept, and where a request may not
go none goes: the servers count what they are asked.
"""

from __future__ import annotations

import io
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import printing as pr
import serving
from faults import CASES, PDF, Case, table
from helpers import cli, fetch, lock, publish
from helpers.charts import flaws, quality, selection
from helpers.charts import section as drawn
from helpers.corpus import assemble
from helpers.corpus.extraction import Extraction
from helpers.corpus.reading import extract_report
from helpers.corpus.sources import COLUMNS, NoReports, find_reports, read_records
from helpers.errors import UserError
from helpers.extract.report import read_content
from helpers.fetch import client
from helpers.fetch.guard import Guard, Resolve, checked
from helpers.files import sha256_of
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
    resolve: Resolve = resolve

    def fetch(
        self, *urls: str, agency: str = "青石县财政局", year: int | None = 2023, **given
    ) -> list[fetch.Outcome]:
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
        return [outcome for outcome, _ in fetch.fetch(order, self.resolve, read, overview)]

    def of(self, path: str, answer: serving.Answer, **given) -> fetch.Outcome:
        """What becomes of one address with this answer."""
        self.site.answers[path] = answer
        [outcome] = self.fetch(self.site.url(path), **given)
        return outcome

    def reports_or_none(self) -> list[str]:
        try:
            return self.reports
        except NoReports:
            return []

    @property
    def files(self) -> list[str]:
        return sorted(
            p.relative_to(self.path).as_posix() for p in self.path.rglob("*") if p.is_file()
        )

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
    "silence": 5,
    "seconds": 20,
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


def extract_report_of(folder: Folder) -> list[Extraction]:
    """What a run reads in the folder."""
    return [
        Extraction(source, read_content(source.path, FORMS)) for source in find_reports(folder.path)
    ]


# ---- faults


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_a_fault_has_its_outcome_and_leaves_nothing_behind(folder: Folder, case: Case) -> None:
    answer = case.answer(folder.site) if case.of_site else case.answer
    mine = "file,note\r\nmine.pdf,my own\r\n"
    write(folder, mine)
    (folder.path / "mine.pdf").write_bytes(PDF)
    with serving.serving("127.0.0.2", folder.site.port) as forbidden:
        outcome = folder.of(case.path, answer, **case.given)
    assert outcome.outcome == case.outcome, outcome.said
    assert forbidden.asked == [], "where it may not go, nothing is asked"
    assert len(folder.site.paths()) == case.requests
    assert outcome.is_got == (case.outcome == "new")
    kept = [file for file in folder.files if file.startswith("fetched/")]
    assert len(kept) == outcome.is_got
    if outcome.is_got:
        assert (folder.path / outcome.file).read_bytes() == PDF
        assert [*kept, "mine.pdf"] == folder.reports
    assert (folder.path / "mine.pdf").read_bytes() == PDF, "what is there is never written over"
    assert "\r\nmine.pdf,my own\r\n" in (folder.path / "sources.csv").read_bytes().decode("utf-8")


# ---- versions


def test_changed_content_is_a_version_beside_the_old_one_and_the_page_says_which_figures_changed(
    folder: Folder, page: Callable[..., str]
) -> None:
    first = folder.of("/nb.html", content(page(seed=1)))
    assert first.outcome == "new"
    before = (folder.path / first.file).read_bytes()
    second = folder.of("/nb.html", content(page(seed=2)), again=True)
    assert (second.outcome, second.file) == ("changed", first.file.replace(".html", "-v2.html"))
    assert (folder.path / first.file).read_bytes() == before, "never written over"
    assert [row["supersedes"] for row in folder.rows] == ["", first.file]

    tables = assemble.tables(extract_report_of(folder))
    reports = tables["reports"].set_index("file")
    assert reports.loc[first.file, "duplicate_of"] == reports.loc[second.file, "report_id"]
    assert reports.loc[second.file, "duplicate_of"] == "", "the newest counts, and it alone"
    reports = selection.chosen(tables["reports"], [], [])
    both = tables["figures"]
    revised = flaws.revised(both, reports, FORMS)
    old, new = (
        both[both["file"].eq(file)]["printed"].tolist() for file in (first.file, second.file)
    )
    assert len(revised) == sum(one != other for one, other in zip(old, new, strict=True)) > 100
    html = drawn.show(quality.REVISED, revised).data
    assert "Figures that changed" in html
    assert Path(second.file).name in html


def test_a_page_of_which_only_the_counter_of_visitors_changed_is_no_new_version(
    folder: Folder, page: Callable[..., str]
) -> None:
    visited = [content(page().replace("</h1>", f"</h1><p>浏览次数：{n}</p>")) for n in (7, 8)]
    assert folder.of("/nb.html", visited[0]).outcome == "new"
    assert folder.of("/nb.html", visited[1], again=True).outcome == "same_figures"
    assert len(folder.reports) == 1


def test_content_that_comes_back_is_a_third_version(folder: Folder) -> None:
    contents = [content(data) for data in (PDF, PDF + b"%%EOF", PDF)]
    files = [folder.of("/nb.pdf", answer, again=True).file for answer in contents]
    assert len({*files}) == 3
    assert [row["supersedes"] for row in folder.rows] == ["", *files[:2]]
    assert folder.reports == sorted(files)


def test_an_older_version_counts_where_the_newer_one_cannot_be_read(
    folder: Folder, page: Callable[..., str]
) -> None:
    first = folder.of("/nb", content(page()))
    second = folder.of("/nb", content(PDF), again=True)
    assert second.outcome == "changed"
    reports = assemble.tables(extract_report_of(folder))["reports"].set_index("file")
    assert reports.loc[first.file, "duplicate_of"] == ""
    assert (
        f"published {second.file} since, which could not be used"
        in reports.loc[first.file, "message"]
    )


def test_an_address_that_always_has_the_report_of_the_last_year_has_two_reports(
    folder: Folder, page: Callable[..., str]
) -> None:
    folder.of("/nb.html", content(page(year=2022)), agency="", year=None)
    folder.of("/nb.html", content(page(year=2023)), agency="", year=None, again=True)
    reports = assemble.tables(extract_report_of(folder))["reports"]
    assert reports["duplicate_of"].tolist() == ["", ""]
    assert sorted(reports["year"]) == [2022, 2023]


def test_a_page_is_not_taken_for_the_report_of_another_year(
    folder: Folder, page: Callable[..., str]
) -> None:
    outcome = folder.of("/nb.html", content(page(year=2022)), year=2023)
    assert outcome.outcome == "other_year"
    assert "report of 2022, the list says 2023" in outcome.said.english
    assert folder.reports_or_none() == []


def test_a_year_in_sources_csv_that_the_report_denies_is_told(
    folder: Folder, page: Callable[..., str]
) -> None:
    write(folder, "file,year\nnb.html,2023\n")
    (folder.path / "nb.html").write_text(page(year=2022), "utf-8")
    [message] = assemble.tables(extract_report_of(folder))["reports"]["message"]
    assert "sources.csv says 2023, the report 2022" in message


def test_nothing_is_fetched_twice_that_has_not_changed(folder: Folder) -> None:
    answer = content(PDF, ETag='"1"', Last_Modified="Mon, 02 Jan 2023 00:00:00 GMT")
    assert folder.of("/nb.pdf", answer).outcome == "new"
    assert folder.of("/nb.pdf", answer).outcome == "fresh"
    assert len(folder.site.paths()) == 1, "asked for less than a day ago"
    assert folder.of("/nb.pdf", answer, again=True).outcome == "unchanged"
    asked = folder.site.asked[-1].headers
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == (
        '"1"',
        "Mon, 02 Jan 2023 00:00:00 GMT",
    )
    assert folder.of("/nb.pdf", content(PDF), again=True).outcome == "unchanged", (
        "sent, and the same"
    )


def test_what_a_person_deleted_or_changed_is_asked_for_whole(folder: Folder) -> None:
    answer = content(PDF, ETag='"1"')
    file = folder.path / folder.of("/nb.pdf", answer).file
    file.unlink()
    assert folder.of("/nb.pdf", answer).outcome == "new"
    file.write_bytes(b"%PDF-1.7 my notes %%EOF")
    assert folder.of("/nb.pdf", answer).outcome == "changed"
    assert file.read_bytes() == b"%PDF-1.7 my notes %%EOF", "what a person wrote stays"
    assert "If-None-Match" not in folder.site.asked[-1].headers


# ---- interrupted


def cut_at(size: int, **headers: str) -> serving.Answer:
    """An answer that breaks off after so many bytes."""
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return raw(f"HTTP/1.1 200 OK\r\nContent-Length: {len(PDF)}\r\n{head}\r\n".encode() + PDF[:size])


def rest(size: int, said: str = "", **headers: str) -> serving.Answer:
    """An answer with the rest, as `said` has it."""

    def answer(handler: serving.Handler) -> None:
        if "Range" not in handler.headers:
            content(PDF)(handler)
            return
        said_range = said or f"bytes {size}-{len(PDF) - 1}/{len(PDF)}"
        length = str(len(PDF) - size)
        handler.head(206, Content_Range=said_range, Content_Length=length, **headers)
        handler.raw(PDF[size:])

    return answer


def test_an_answer_that_was_cut_goes_on_where_it_stopped(folder: Folder) -> None:
    outcome = folder.of("/nb.pdf", in_turn(cut_at(90_000, ETag='"1"'), rest(90_000, ETag='"1"')))
    assert (folder.path / outcome.file).read_bytes() == PDF
    asked = folder.site.asked[-1].headers
    assert (asked["Range"], asked["If-Range"]) == ("bytes=90000-", '"1"')


def test_the_next_run_goes_on_where_a_run_was_cut(folder: Folder) -> None:
    assert folder.of("/nb.pdf", cut_at(90_000, ETag='"1"'), tries=1).outcome == "cut"
    assert folder.reports_or_none() == [], "the reader never sees half of a report"
    outcome = folder.of("/nb.pdf", rest(90_000, ETag='"1"'))
    assert (folder.path / outcome.file).read_bytes() == PDF
    assert len(folder.site.paths()) == 2


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({}, content(PDF)),  # nothing proves that it is the same file
        ({"ETag": 'W/"1"'}, content(PDF)),
        ({"ETag": '"1"'}, rest(90_000, said="bytes 0-10/11", ETag='"1"')),
        ({"ETag": '"1"'}, rest(90_000, ETag='"2"')),
        ({"ETag": '"1"'}, rest(90_000, said="nonsense")),
        ({"ETag": '"1"'}, in_turn(status(416), content(PDF))),
    ],
    ids=["no validator", "weak", "wrong range", "other content", "no range", "no such range"],
)
def test_a_rest_that_may_belong_to_another_file_is_fetched_anew(
    folder: Folder, headers: dict[str, str], answer: serving.Answer
) -> None:
    outcome = folder.of("/nb.pdf", in_turn(cut_at(90_000, **headers), answer))
    assert (folder.path / outcome.file).read_bytes() == PDF


def test_a_rest_that_ends_early_is_not_taken_for_the_end(folder: Folder) -> None:
    """The server sends the file in three parts, and says so."""

    def part(begin: int, end: int) -> serving.Answer:
        def answer(handler: serving.Handler) -> None:
            said = f"bytes {begin}-{end - 1}/{len(PDF)}"
            handler.head(206, ETag='"1"', Content_Range=said, Content_Length=str(end - begin))
            handler.raw(PDF[begin:end])

        return answer

    parts = (cut_at(90_000, ETag='"1"'), part(90_000, 150_000), part(150_000, len(PDF)))
    outcome = folder.of("/nb.pdf", in_turn(*parts))
    assert (folder.path / outcome.file).read_bytes() == PDF


# ---- where links lead


LINKS = "<html><body><p>{}</p></body></html>"


def test_a_page_that_links_files_has_those_fetched_that_are_called_the_report(
    folder: Folder,
) -> None:
    links = (
        '<a href="/2023.pdf">青石县财政局2023年政府信息公开工作年度报告.pdf</a><a href="/2022.pdf">2022年年度报告</a>'
        '<a href="annex.docx">附件：2023年统计表</a><a href="/photo.pdf">风景</a><a href="file:///etc/a.pdf">年报</a>'
    )
    folder.site.answers |= {"/2023.pdf": content(PDF), "/annex.docx": content(PDF + b"%%EOF")}
    folder.site.answers["/nb.html"] = content(LINKS.format(links))
    outcomes = folder.fetch(folder.site.url("/nb.html"), follow=True)
    assert folder.site.paths() == ["/nb.html", "/2023.pdf", "/annex.docx"]
    assert [outcome.outcome for outcome in outcomes] == ["new", "new"]
    assert {row["url"] for row in folder.rows} == {folder.site.url("/nb.html")}
    assert [Path(row["final_url"]).name for row in folder.rows] == ["2023.pdf", "annex.docx"]
    assert [row["supersedes"] for row in folder.rows] == ["", ""]
    again = folder.fetch(folder.site.url("/nb.html"), follow=True, again=True)
    assert [outcome.outcome for outcome in again] == ["unchanged", "unchanged"]


def test_a_link_to_the_page_of_the_year_is_followed_once(
    folder: Folder, page: Callable[..., str]
) -> None:
    listed = "".join(f'<a href="/{y}.html">青石县财政局{y}年度报告</a>' for y in (2021, 2022, 2023))
    folder.site.answers |= {
        "/list.html": content(LINKS.format(listed)),
        "/2022.html": content(page(year=2022)),
        "/2023.html": content(LINKS.format('<a href="/deeper.html">2023年度报告</a>')),
        "/deeper.html": content(page()),
    }
    [outcome] = folder.fetch(folder.site.url("/list.html"), follow=True, year=2022)
    assert (outcome.outcome, Path(outcome.asked).name) == ("new", "2022.html")
    [outcome] = folder.fetch(folder.site.url("/list.html"), follow=True, year=2023)
    assert outcome.outcome == "linked", "not a second time"
    [outcome] = folder.fetch(folder.site.url("/list.html"), follow=True, year=None)
    assert outcome.outcome == "no_report", "nobody can tell which"


@pytest.mark.parametrize(
    "source",
    [
        "<html><head><meta http-equiv='Refresh' content='0; URL=/inner/nb.html'></head></html>",
        "<html><head><base href='/inner/'></head><body><iframe src='nb.html'></iframe></body></html>",
        "<html><body><iframe src='inner/nb.html'></iframe></body></html>",
    ],
    ids=["refreshed", "base", "framed"],
)
def test_a_page_that_shows_another_leads_there(
    folder: Folder, page: Callable[..., str], source: str
) -> None:
    folder.site.answers |= {"/nb.html": content(source), "/inner/nb.html": content(page())}
    [outcome] = folder.fetch(folder.site.url("/nb.html"), follow=True)
    assert (outcome.outcome, outcome.asked) == ("new", folder.site.url("/inner/nb.html"))


def test_a_link_does_not_lead_where_requests_may_not_go(folder: Folder) -> None:
    links = f'<a href="http://127.0.0.2:{folder.site.port}/2023.pdf">2023年度报告</a>'
    folder.site.answers["/nb.html"] = content(LINKS.format(links))
    with serving.serving("127.0.0.2", folder.site.port) as forbidden:
        [outcome] = folder.fetch(folder.site.url("/nb.html"), follow=True)
    assert (outcome.outcome, forbidden.asked) == ("forbidden", [])


def test_one_page_is_not_taken_for_the_reports_of_two_years(
    folder: Folder, page: Callable[..., str]
) -> None:
    folder.site.answers["/nb.html"] = content(page())
    write(
        folder,
        f"file,year,url\n,2022,{folder.site.url('/nb.html')}\n,2023,{folder.site.url('/nb.html')}\n",
    )
    assert [outcome.outcome for outcome in folder.fetch()] == ["ambiguous", "ambiguous"]


def test_links_of_one_list_are_told_apart_by_what_the_rows_differ_in(folder: Folder) -> None:
    """One attachment without a year is not the report of two years."""
    url = folder.site.url("/list.html")
    write(folder, f"file,agency,year,url\n,甲局,2022,{url}\n,甲局,2023,{url}\n")
    folder.site.answers |= {"/a.pdf": content(PDF), "/b.pdf": content(PDF + b"%%EOF")}
    folder.site.answers["/list.html"] = content(LINKS.format('<a href="/a.pdf">附件：年度报告</a>'))
    assert [one.outcome for one in folder.fetch(follow=True)] == ["no_report"] * 2
    both = '<a href="/a.pdf">2022年度报告</a><a href="/b.pdf">2023年度报告</a>'
    folder.site.answers["/list.html"] = content(LINKS.format(both))
    assert [one.outcome for one in folder.fetch(follow=True)] == ["new"] * 2
    assert [(row["year"], row["final_url"][-6:]) for row in folder.rows] == [
        ("2022", "/a.pdf"),
        ("2023", "/b.pdf"),
    ]


def test_nobody_is_led_on_and_on(folder: Folder) -> None:
    """Every file is a page that links five more."""

    def more(handler: serving.Handler) -> None:
        links = "".join(f'<a href="{handler.path}{n}.pdf">2023年度报告</a>' for n in range(9))
        content(LINKS.format(links))(handler)

    folder.site.answers = defaultdict(lambda: more, {"/robots.txt": status(404)})
    outcomes = folder.fetch(folder.site.url("/a.pdf"), follow=True)
    assert {outcome.outcome for outcome in outcomes} == {"linked"}
    assert len(folder.site.paths()) == 1 + 5 + 25


# ---- archive


def test_a_page_that_is_gone_and_was_fetched_before_stays(folder: Folder) -> None:
    kept = folder.of("/nb.pdf", content(PDF))
    gone = folder.of("/nb.pdf", status(404), again=True, archive="http://b.example/{url}")
    assert (gone.outcome, gone.file, gone.is_got) == ("lost", kept.file, True)
    assert folder.of("/nb.pdf", content(PDF)).outcome == "unchanged", "and is asked for again"


def test_a_page_that_is_gone_is_looked_for_in_an_archive_and_marked(
    folder: Folder, page: Callable[..., str]
) -> None:
    gone = folder.site.url("/nb.html")
    archive = folder.site.url("/web/{day}id_/{url}", "b.example")
    folder.site.answers[f"/web/20240401id_/{gone}"] = content(page())
    [outcome] = folder.fetch(gone, archive=archive)
    assert outcome.outcome == "new"
    [row] = folder.rows
    assert (row["url"], row["archived"]) == (gone, "yes")
    assert row["final_url"].startswith("http://b.example")
    [message] = assemble.tables(extract_report_of(folder))["reports"]["message"]
    assert "copy of an archive" in message
    [outcome] = folder.fetch(folder.site.url("/other.html"), archive=archive)
    assert outcome.outcome == "not_archived"


# ---- robots.txt


@pytest.mark.parametrize(
    ("robots", "outcome", "report"),
    [
        (content("User-agent: *\nDisallow: /"), "robots", 0),
        (content("User-agent: *\nDisallow: /*.pdf$"), "robots", 0),
        (content("User-agent: *\nDisallow: /\n\nUser-agent: gongkai\nAllow: /"), "new", 1),
        (content("User-agent: *\nDisallow: /elsewhere"), "new", 1),
        (content("\ufeffUser-agent: *\nDisallow: /"), "robots", 0),
        (status(304), "robots_unread", 0),
        (content("<html><body>404</body></html>"), "new", 1),
        (status(404), "new", 1),
        (status(403), "new", 1),
        (to("/robots.txt"), "new", 1),
        (status(500), "robots_unread", 0),
        (status(503), "robots_unread", 0),
        (to("http://127.0.0.2/robots.txt"), "forbidden", 0),
        (content("# x\n" * 1_300_000 + "User-agent: *\nDisallow: /"), "new", 1),
        (content("User-agent: *\nDisallow: /\n" + "# x\n" * 1_300_000), "robots", 0),
        (zipped(b"User-agent: *\nDisallow: /\n" + b"#" * 30_000_000), "robots_unread", 0),
        (content("User-agent: *\nCrawl-delay: 31536000"), "robots_slow", 0),
        (content(b"\xff\xfe\x00User-agent\x00"), "new", 1),
    ],
    ids=[
        *("all is forbidden", "a pattern is", "others are", "another folder is", "a mark first"),
        *("status 304", "a page instead"),
        *("none", "none to be seen", "one that leads to itself", "status 500", "status 503"),
        *("one on a private address", "5 MB, the rule behind them", "5 MB, the rule before them"),
        *("a gzip bomb", "a delay of a year", "no text"),
    ],
)
def test_robots_txt_is_respected(
    folder: Folder, robots: serving.Answer, outcome: str, report: int
) -> None:
    folder.site.answers["/robots.txt"] = robots
    assert folder.of("/nb.pdf", content(PDF)).outcome == outcome
    assert len(folder.site.paths()) == report


# ---- politeness


def test_a_host_has_one_request_at_a_time_with_a_pause_and_hosts_are_asked_side_by_side(
    folder: Folder,
) -> None:

    def slow(handler: serving.Handler) -> None:
        time.sleep(0.02)
        status(404)(handler)

    folder.site.answers |= {f"/{n}": slow for n in range(4)}
    urls = [folder.site.url(f"/{n}", host) for n in range(4) for host in ("a.example", "b.example")]
    folder.fetch(*urls, delay=0.05)
    while not all(one.ended for one in folder.site.asked):
        time.sleep(0.001)
    for host in ("a.example", "b.example"):
        asked = [one for one in folder.site.asked if one.host.startswith(host)]
        assert serving.most_at_once(asked) == 1
        pauses = [after.began - before.began for before, after in pairwise(asked)]
        assert len(pauses) == 4, "robots.txt and four addresses"
        assert min(pauses) >= 0.05
    assert serving.most_at_once(folder.site.asked) == 2


def test_a_host_that_does_not_answer_is_left_alone_after_a_while(folder: Folder) -> None:
    folder.site.answers |= {f"/{n}": raw(b"", pause=0.5) for n in range(5)}
    outcomes = folder.fetch(
        *(folder.site.url(f"/{n}") for n in range(5)), tries=1, silence=0.3, failures=2
    )
    assert [outcome.outcome for outcome in outcomes] == ["no_answer"] * 2 + ["silent"] * 3
    assert len(folder.site.paths()) == 2


def test_the_pause_that_a_host_asks_for_is_kept(folder: Folder) -> None:
    folder.of("/nb.pdf", in_turn(status(429), content(PDF)), backoff=0.15)
    first, second = (one.began for one in folder.site.asked if one.path == "/nb.pdf")
    assert second - first >= 0.15


def test_the_host_is_told_who_asks(folder: Folder) -> None:
    folder.of("/nb.pdf", content(PDF), contact="me@example.org")
    assert {one.headers["User-Agent"] for one in folder.site.asked} == {
        "gongkai/0.1.0 (+me@example.org)"
    }
    assert not {"Authorization", "Cookie", "Referer"} & set(folder.site.asked[-1].headers)


def test_a_cookie_is_given_back_on_the_way_and_to_nobody_else(folder: Folder) -> None:
    def gate(handler: serving.Handler) -> None:
        if "Cookie" in handler.headers:
            content(PDF)(handler)
        else:
            status(302, Location="/nb.pdf", Set_Cookie="seen=1; Path=/")(handler)

    assert folder.of("/nb.pdf", gate).outcome == "new"
    folder.of("/other.pdf", content(PDF))
    cookies = [one.headers.get("Cookie") for one in folder.site.asked if "robots" not in one.path]
    assert cookies == [None, "seen=1", None]


def test_a_secure_connection_is_to_the_name_and_not_to_its_address(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = certified("a.example", tmp_path / "certificate.pem")
    with serving.serving(certificate=certificate) as secure:
        secure.answers["/nb.pdf"] = content(PDF)
        urls = [f"https://{host}:{secure.port}/nb.pdf" for host in ("a.example", "b.example")]
        assert [one.outcome for one in folder.fetch(*urls, tries=1)] == ["insecure"] * 2
        trusted = ssl.create_default_context(cafile=certificate)
        monkeypatch.setattr(client, "certificates", lambda: trusted)
        outcomes = {one.wanted.url: one.outcome for one in folder.fetch(*urls, tries=1)}
    assert [outcomes[url] for url in urls] == ["new", "insecure"]
    assert {one.host for one in secure.asked} == {f"a.example:{secure.port}"}


def certified(name: str, path: Path) -> Path:
    """A key and a certificate for a name that nobody else vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    pem = serialization.Encoding.PEM
    path.write_bytes(key.private_bytes(pem, form, plain) + made.public_bytes(pem))
    return path


# ---- addresses


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("http://127.0.0.2:{port}/", "forbidden"),
        ("http://outside.example:{port}/", "forbidden"),
        ("http://twofold.example:{port}/", "forbidden"),
        ("http://mapped.example:{port}/", "forbidden"),
        ("http://[::ffff:127.0.0.2]:{port}/", "forbidden"),
        ("http://user:secret@a.example:{port}/", "credentials"),
        ("http://nowhere.example/", "unknown_host"),
        ("http://a.example:25/", "port"),
        ("ftp://a.example/", "no_address"),
        ("HTTP://a.example/", "no_address"),
        ("file:///etc/passwd", "no_address"),
        ("a.example/nb.html", "no_address"),
        ("http://", "no_address"),
        ("http://１２７.0.0.1/", "no_address"),
        ("http://a.example:99999999/", "no_address"),
        ("http://a.example/" + "x" * 3000, "no_address"),
    ],
)
def test_an_address_that_may_not_be_asked_is_not(folder: Folder, url: str, outcome: str) -> None:
    with serving.serving("127.0.0.2", folder.site.port) as forbidden:
        [found] = folder.fetch(url.format(port=folder.site.port))
    assert (found.outcome, forbidden.asked, folder.site.asked) == (outcome, [], [])
    assert "secret" not in found.said.english + found.place
    assert "secret" not in (folder.path / "fetched.csv").read_text("utf-8")


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "127.0.0.1",
        "0.0.0.0",
        "169.254.169.254",
        "100.64.0.1",
        "168.63.129.16",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fec0::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ],
)
def test_addresses_that_are_not_public_are_known_in_every_writing(address: str) -> None:
    with pytest.raises(fetch.Fault, match="not public"):
        Guard(resolve=lambda host, port: ["8.8.8.8", address]).addresses("a.example", 80)
    allowed = Guard([fetch.network(address)], lambda host, port: [address])
    assert allowed.addresses("a.example", 80) == [address]


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1"])
def test_this_machine_is_known_under_its_other_names(host: str) -> None:
    with pytest.raises(fetch.Fault, match="not public"):
        Guard().addresses(checked(f"http://{host}/").host, 80)


def test_a_name_is_asked_once_so_that_its_second_answer_leads_nowhere(folder: Folder) -> None:
    """The connection is made to the address that was checked."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]])
    folder.resolve = lambda host, port: next(answers)
    folder.site.answers["/robots.txt"] = status(404)
    with serving.serving("127.0.0.2", folder.site.port) as forbidden:
        outcome = folder.of("/nb.pdf", content(PDF))
    assert (outcome.outcome, forbidden.asked) == ("forbidden", [])


def test_addresses_in_chinese_are_asked_as_browsers_ask_them(folder: Folder) -> None:
    folder.site.answers["/%E5%B9%B4%E6%8A%A5/2023%20.pdf"] = content(PDF)
    [outcome] = folder.fetch(folder.site.url("/年报/2023 .pdf?页=一#top", "中国.example"))
    assert outcome.outcome == "new"
    assert folder.site.asked[-1].path == "/%E5%B9%B4%E6%8A%A5/2023%20.pdf?%E9%A1%B5=%E4%B8%80"
    assert outcome.file.startswith("fetched/中国.example/青石县财政局-2023-")


# ---- sources.csv


def write(folder: Folder, text: str, encoding: str = "utf-8") -> Path:
    folder.path.mkdir(parents=True, exist_ok=True)
    path = folder.path / "sources.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_what_people_wrote_in_sources_csv_stays_byte_for_byte(folder: Folder) -> None:
    url = folder.site.url("/nb.pdf")
    folder.site.answers["/nb.pdf"] = content(PDF)
    mine = '年报.pdf,"甲,局",2020,,"a note\r\nof two lines",mine\r\n'
    path = write(
        folder,
        f"file,agency,year,url,note,my column\r\n{mine},乙局,2021,{url},seen,\r\n{mine.replace('年报', '二')}",
        "utf-8-sig",
    )
    [outcome] = folder.fetch()
    text = path.read_bytes().decode("utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert mine in text
    assert text.endswith(mine.replace("年报", "二"))
    assert text.startswith("file,agency,year,url,note,my column,")
    row = next(row for row in folder.rows if row["url"])
    assert (row["file"], row["agency"], row["note"]) == (outcome.file, "乙局", "seen")
    assert row["sha256"] == sha256_of(folder.path / outcome.file)
    assert (row["final_url"], row["origin"]) == (url, "published")


def test_agency_year_address_and_day_reach_the_tables(
    folder: Folder, page: Callable[..., str]
) -> None:
    outcome = folder.of("/nb.html", content(page()), agency="青石县水务局")
    [report] = assemble.tables(extract_report_of(folder))["reports"].to_dict("records")
    assert (report["agency"], report["year"], report["named_by"]) == (
        "青石县水务局",
        2023,
        "sources",
    )
    assert (report["url"], report["origin"]) == (folder.site.url("/nb.html"), "published")
    [row] = folder.rows
    assert row["media_type"] == "text/html"
    assert row["retrieved_on"] == f"{datetime.now(UTC):%Y-%m-%d}"
    assert outcome.file == report["file"]


def test_reports_in_an_archive_have_its_address_and_its_versions(
    folder: Folder, page: Callable[..., str]
) -> None:
    def packed(seed: int) -> serving.Answer:
        stream = io.BytesIO()
        with ZipFile(stream, "w") as package:
            for year in (2022, 2023):
                package.writestr(f"{year}.html", page(seed, year))
        return content(stream.getvalue())

    files = [
        folder.of("/all.zip", packed(seed), agency="", year=None, again=True).file
        for seed in (1, 2)
    ]
    found = {source.file: source for source in find_reports(folder.path)}
    assert {source.url for source in found.values()} == {folder.site.url("/all.zip")}
    assert found[f"{files[1]}/2022.html"].supersedes == f"{files[0]}/2022.html"


def test_an_edit_while_a_run_fetches_is_kept(folder: Folder) -> None:
    path = write(folder, f"file,url,note\n,{folder.site.url('/nb.pdf')},\n")

    def edits(handler: serving.Handler) -> None:
        path.write_text(path.read_text("utf-8") + "mine.pdf,,added meanwhile\n", "utf-8")
        content(PDF)(handler)

    folder.site.answers["/nb.pdf"] = edits
    folder.fetch()
    assert [row["note"] for row in folder.rows] == ["", "added meanwhile"]


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("", "utf-8", "No address to fetch|lacks the column file"),
        ("file,url\n", "utf-8", "No address to fetch"),
        ("url\nhttp://a.example/\n", "utf-8", "lacks the column file"),
        ("file,url,agency\n,http://a.example/,青石县\n", "gbk", "not in UTF-8"),
        ("file,url,year\n,http://a.example/,20233\n", "utf-8", "the year '20233'"),
        ("file,url,year\n,http://a.example/,二〇二三\n", "utf-8", "the year '二〇二三'"),
        ('file,url\n,"http://a.example/\n', "utf-8", "quotation marks"),
    ],
)
def test_a_sources_csv_that_cannot_be_used_is_told_before_anything_is_asked(
    folder: Folder, text: str, encoding: str, said: str
) -> None:
    path = write(folder, text, encoding)
    before = path.read_bytes()
    with pytest.raises(UserError, match=said):
        folder.fetch()
    assert (folder.site.asked, path.read_bytes()) == ([], before)


def test_what_a_server_says_of_itself_is_no_formula_in_a_table(folder: Folder) -> None:
    folder.of(
        "/nb.pdf", content(PDF, '=HYPERLINK("http://evil")', ETag="=1+1", Last_Modified="@SUM(1)")
    )
    assert [row["media_type"] for row in folder.rows] == [""]
    assert not {"=", "@"} & {
        cell[:1] for cell in (folder.path / "fetched.csv").read_text().split(",")
    }


def test_on_a_disk_without_links_nothing_is_written_over_either(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    first = folder.of("/nb.pdf", content(PDF))
    second = folder.of("/nb.pdf", content(PDF + b"%%EOF"), again=True)
    assert [(folder.path / one.file).stat().st_size - len(PDF) for one in (first, second)] == [0, 5]


def test_rows_that_are_there_twice_are_asked_once_and_ones_own_files_are_not(
    folder: Folder,
) -> None:
    url = folder.site.url("/nb.pdf")
    folder.site.answers["/nb.pdf"] = content(PDF)
    write(
        folder,
        f"file,agency,year,url\n,甲局,2023,{url}\n,甲局,2023,{url}\nmine.pdf,乙局,2023,{folder.site.url('/mine')}\n",
    )
    (folder.path / "mine.pdf").write_bytes(PDF)
    outcomes = folder.fetch()
    assert sorted(outcome.outcome for outcome in outcomes) == ["new", "own"]
    assert folder.site.paths() == ["/nb.pdf"]


def test_ten_thousand_lines_are_taken_up_and_changed_in_seconds(folder: Folder) -> None:
    mine = [f"{n}.pdf,局{n},2023,http://a.example/{n}.pdf" for n in range(10_000)]
    line = f",青石县财政局,2023,{folder.site.url('/nb.pdf')}"
    path = write(folder, "\n".join(["file,agency,year,url", *mine, line, ""]))
    folder.site.answers["/nb.pdf"] = content(PDF)
    began = time.monotonic()
    outcomes = folder.fetch()
    assert time.monotonic() - began < 30, "and not in hours"
    assert [outcome.outcome for outcome in outcomes if outcome.outcome != "own"] == ["new"]
    assert path.read_text("utf-8-sig").splitlines()[1:-1] == mine


# ---- runs


def test_two_runs_do_not_fetch_into_one_folder(folder: Folder) -> None:
    folder.path.mkdir()
    with lock.hold(folder.path), pytest.raises(lock.Locked, match="wait for its end"):
        folder.of("/nb.pdf", content(PDF))
    assert folder.site.asked == []


def test_a_run_that_was_killed_before_it_recorded_a_file_leaves_no_second_one(
    folder: Folder,
) -> None:
    outcome = folder.of("/nb.pdf", content(PDF))
    (folder.path / "sources.csv").unlink()
    journal = folder.path / "fetched.csv"
    journal.write_text(
        journal.read_text("utf-8-sig").splitlines()[0] + "\nhttp://a.example", "utf-8"
    )
    again = folder.of("/nb.pdf", content(PDF))
    assert (again.outcome, again.file) == ("new", outcome.file)
    assert folder.reports == [outcome.file]
    assert len(folder.rows) == 1


# ---- commands


def command(*arguments: str) -> int:
    return cli.main([*arguments])


def test_the_list_that_comes_along_can_be_fetched_as_it_is(tmp_path: Path, capsys) -> None:
    assert command("fetch", "--list") == 0
    text = capsys.readouterr().out
    assert text.startswith(",".join(COLUMNS))
    (tmp_path / "sources.csv").write_text(text, "utf-8")
    listed = fetch.read_list(tmp_path / "sources.csv")
    assert len(listed) > 30
    assert {each.note for each in listed} == {"seen once, not checked"}
    assert command("fetch", "--list", str(tmp_path / "sources.csv")) == 2, "nothing is written over"
    assert "would be lost" in capsys.readouterr().err


def test_exit_codes_tell_what_was_got(folder: Folder, capsys) -> None:
    folder.site.answers["/nb.pdf"] = content(PDF)
    address = f"http://127.0.0.1:{folder.site.port}"
    where = ("--raw", str(folder.path), "--delay", "0")
    one = ("--agency", "青石县财政局", "--year", "2023")
    assert command("fetch", f"{address}/nb.pdf", *one, *where) == 2, (
        "no pause is for one's own hosts"
    )
    assert "for hosts of your own" in capsys.readouterr().err
    assert command("fetch", f"{address}/nb.pdf", *one, *where, "--allow", "10.0.0.0/8") == 1
    assert "is not public" in capsys.readouterr().out
    allowed = (*where, "--allow", "127.0.0.1")
    assert command("fetch", f"{address}/nb.pdf", *one, *allowed) == 0
    assert "1 new" in capsys.readouterr().out
    path = folder.path.parent / "list.csv"
    path.write_text(f"url\n{address}/nb.pdf\n{address}/gone\n", "utf-8")
    assert command("fetch", str(path), *allowed) == 0, "some were got"
    assert f"Not fetched: {address}/gone: The page is gone (status 404)" in capsys.readouterr().out
    for wrong in (
        ["fetch", "nowhere.csv"],
        ["fetch", "--agency", "甲"],
        ["fetch", address, "--year", "23"],
    ):
        assert command(*wrong, *where) == 2
    with pytest.raises(SystemExit):
        command("fetch", address, "--allow", "everything")


def test_status_tells_what_is_expected_fetched_read_and_missing(
    folder: Folder, page: Callable[..., str], capsys
) -> None:
    folder.of("/nb.html", content(page()), agency="青石县财政局")
    folder.of("/gone.html", status(404), agency="青石县教育局")
    reports = assemble.tables(extract_report_of(folder))["reports"]
    folder.of("/nb.pdf", content(PDF), agency="青石县水务局", year=2021)
    tables = folder.path.parent / "tables"
    tables.mkdir()
    publish.write({"reports": reports}, tables)
    expected = folder.path.parent / "expected.csv"
    expected.write_text(
        "agency,years\n青石县财政局,2022-2023\n青石县教育局,2023\n青石县财政分局,2023\n青石县水务局,\n",
        "utf-8",
    )
    found = fetch.status(folder.path, tables, expected).set_index(["agency", "year"])
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert found.loc[("青石县财政局", "2023")].tolist() == ["yes", today, "yes", "verified", "", ""]
    assert found.loc[("青石县财政局", "2022")].tolist() == ["yes", "", "", "", "missing", ""]
    assert found.loc[("青石县教育局", "2023")].tolist() == ["yes", "gone", "", "", "missing", ""]
    assert found.loc[("青石县财政分局", "2023"), "nearest"] == "青石县财政局"
    assert found.loc[("青石县水务局", "2021"), "missing"] == "unread", "any year will do"
    out = folder.path.parent / "status.csv"
    given = ("--raw", str(folder.path), "--out", str(tables), "--expected", str(expected))
    assert command("status", *given, "--csv", str(out)) == 0
    assert "5 expected, 1 read, 1 verified, 3 missing, 1 unread." in capsys.readouterr().out
    assert out.read_text("utf-8-sig").startswith("agency,year,expected,fetched,read,status,missing")


def test_the_docs_list_the_faults_that_are_tried(root: Path) -> None:
    """`python tests/faults.py` prints them."""
    assert table() in (root / "docs" / "fetch.md").read_text("utf-8")
