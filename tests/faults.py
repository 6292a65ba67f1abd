"""What servers do wrong, each with what is to become of it: the tests try each, docs/fetch.md lists it.

`python tests/faults.py` prints the table of docs/fetch.md; a test holds it to this one.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import serving
from serving import Site, content, in_turn, raw, status, to, zipped

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 800 + b"\n%%EOF\n"
SHELL = "<html><head><script src='app.js'></script></head><body><div id='app'></div></body></html>"
LOGIN = "<html><body><h1>用户登录</h1><form><input name='user'></form><script>go()</script></body></html>"
PROSE = f"<html><body><p>{'青石县财政局工作动态。' * 80}</p></body></html>"
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n"


@dataclass(frozen=True)
class Case:
    """One fault: what it is, the answer to /report, its outcome, and how many requests it may cost."""

    what: str
    answer: serving.Answer | Callable[[Site], serving.Answer]
    outcome: str
    requests: int = 1
    path: str = "/report"
    #: Whether the answer depends on the site.
    of_site: bool = False
    #: Limits that are reached soon.
    given: Mapping[str, float] = field(default_factory=dict)


def case(what: str, outcome: str, requests: int = 1, path: str = "/report"):
    """The same for an answer that names the site."""

    def made(answer: Callable[[Site], serving.Answer]) -> Case:
        return Case(what, answer, outcome, requests, path, of_site=True)

    return made


CASES = [
    Case("status 404 or 410", status(410), "gone"),
    Case("status 403, 401, 412", status(412), "denied"),
    Case("status 500", status(500), "refused"),
    Case("status 503 for ever", status(503), "busy", 3),
    Case("status 503 once, then the report", in_turn(status(503), content(PDF)), "new", 2),
    Case(
        "status 429 with Retry-After, then the report",
        in_turn(status(429, Retry_After="0"), content(PDF)),
        "new",
        2,
    ),
    Case("status 429 that asks for an hour", status(429, Retry_After="3600"), "busy"),
    Case("status 304 that nobody asked for", status(304), "broken"),
    Case(
        "no byte for longer than `silence`",
        raw(b"", pause=0.6),
        "no_answer",
        3,
        given={"silence": 0.3},
    ),
    Case(
        "a byte now and then, for ever",
        raw(_OK + b"\r\n%PDF-1.7\n", b" ", pause=0.05, endless=True),
        "slow",
        given={"seconds": 0.5},
    ),
    Case(
        "a header now and then, for ever",
        raw(b"HTTP/1.1 200 OK\r\n", b"X-More: y\r\n", pause=0.05, endless=True),
        "slow",
        given={"seconds": 0.5},
    ),
    Case(
        "status 102 without end",
        raw(b"HTTP/1.1 102 Processing\r\n\r\n", pause=0.01, endless=True),
        "slow",
        given={"seconds": 0.5},
    ),
    Case(
        "two lengths",
        raw(_OK + b"Content-Length: 9\r\nContent-Length: 10\r\n\r\n%PDF-1.7 "),
        "broken",
    ),
    Case(
        "status 206 that nobody asked for",
        raw(
            b"HTTP/1.1 206 Rest\r\nContent-Range: bytes 0-8/5000\r\nContent-Length: 9\r\n\r\n%PDF-1.7 "
        ),
        "cut",
        3,
    ),
    Case(
        "headers without end",
        raw(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"x" * 4000 + b"\r\n", endless=True),
        "broken",
    ),
    Case(
        "chunks without end",
        raw(
            _OK + b"Transfer-Encoding: chunked\r\n\r\n8\r\n%PDF-1.7\r\n",
            b"10000\r\n" + b"x" * 0x10000 + b"\r\n",
            endless=True,
        ),
        "large",
    ),
    Case("a length above the limit", raw(_OK + b"Content-Length: 9999999999\r\n\r\n%PDF"), "large"),
    Case(
        "a length that is too long: the answer is cut",
        raw(_OK + b"Content-Length: 99999\r\n\r\n%PDF-1.7"),
        "cut",
        3,
    ),
    Case("a length that is too short", raw(_OK + b"Content-Length: 5000\r\n\r\n" + PDF), "damaged"),
    Case("no length, and the file lacks its end", raw(_OK + b"\r\n" + PDF[:90_000]), "damaged"),
    Case("an answer that is no HTTP", raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "broken"),
    Case(
        "cut once, then whole",
        in_turn(raw(_OK + b"Content-Length: 99999\r\n\r\n%PDF"), content(PDF)),
        "new",
        2,
    ),
    Case("a gzip bomb", zipped(b"<html>" + b" " * 30_000_000), "unpacked"),
    Case("a gzip bomb of zeros", zipped(bytes(30_000_000)), "kind"),
    Case("gzip that is cut", content(gzip.compress(PDF)[:-900], Content_Encoding="gzip"), "cut", 3),
    Case("gzip that is none", content(PDF, Content_Encoding="gzip"), "broken"),
    Case("packed in a way that was not asked for", content(PDF, Content_Encoding="br"), "encoding"),
    Case("nothing", content(b""), "empty"),
    Case(
        "a video, stopped after its first 64 kB",
        content(b"\x00\x00\x00\x18ftypmp42" * 150_000, "application/pdf"),
        "kind",
    ),
    Case("JSON", content('{"code": 0, "rows": []}', "application/json"), "kind"),
    Case("a page that a script fills", content(SHELL), "browser"),
    Case("a login page with status 200", content(LOGIN), "error_page"),
    Case(
        "a login page in place of a PDF",
        content(LOGIN, "application/pdf"),
        "error_page",
        path="/report.pdf",
    ),
    Case("another page in place of a PDF", content(PROSE), "instead", path="/report.pdf"),
    Case("a page without a report", content(PROSE), "no_report"),
    Case(
        "a page that only links the report",
        content("<html><body><a href='/nb.pdf'>2023年度报告</a></body></html>"),
        "linked",
    ),
    case("a redirect to itself", "redirects")(lambda site: to("/report")),
    Case(
        "redirects that never end",
        lambda handler: to(
            f"/report?{handler.path.count('x')}{'x' * (handler.path.count('x') + 1)}"
        )(handler),
        "redirects",
        9,
    ),
    case("a redirect to a private address", "forbidden")(
        lambda site: to(f"http://127.0.0.2:{site.port}/")
    ),
    case("a redirect to an IPv4 address in IPv6", "forbidden")(
        lambda site: to(f"http://[::ffff:7f00:2]:{site.port}/")
    ),
    case("a redirect to a name with a public and a private address", "forbidden")(
        lambda site: to(site.url("/", "twofold.example"))
    ),
    Case(
        "a redirect to the address of a cloud's metadata",
        to("http://169.254.169.254/latest/"),
        "forbidden",
    ),
    Case("a redirect to file:", to("file:///etc/passwd"), "no_address"),
    Case("a redirect to another scheme", to("gopher://127.0.0.1/"), "no_address"),
    case("a redirect with a password", "credentials")(
        lambda site: to(f"http://me:secret@a.example:{site.port}/")
    ),
    Case("a redirect to the port of another service", to("http://a.example:22/"), "port"),
    Case("a redirect to a name that nobody knows", to("http://nowhere.example/"), "unknown_host"),
    Case(
        "a file name that leads out of the folder",
        content(PDF, Content_Disposition='attachment; filename="../../../evil.pdf"'),
        "new",
    ),
    Case("a media type and a charset that lie", content(PDF, "text/html; charset=utf-7"), "new"),
]


def table() -> str:
    """The faults and their outcomes as docs/fetch.md lists them."""
    lines = ["| what the server does | outcome | requests |", "|---|---|---|"]
    for each in CASES:
        lines.append(f"| {each.what} | `{each.outcome}` | {each.requests} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
