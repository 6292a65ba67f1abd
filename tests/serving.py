"""A web server on this machine, which answers as a test says and remembers what it was asked."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


@dataclass
class Asked:
    """One request: when it came and when its answer was sent."""

    path: str
    host: str
    headers: dict[str, str]
    began: float
    ended: float = 0


Answer = Callable[["Handler"], None]


@dataclass
class Site:
    """What a server answers, by path, and what it was asked; `answers` may be changed at any time."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str, host: str = "a.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def answer(self, path: str) -> Answer:
        try:
            return self.answers[path]
        except KeyError:
            return missing

    def paths(self, robots: bool = False) -> list[str]:
        """What was asked, in order, without robots.txt."""
        return [asked.path for asked in self.asked if robots or asked.path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        asked = Asked(self.path, self.headers["Host"], dict(self.headers), time.monotonic())
        self.site.asked.append(asked)
        path = urlsplit(self.path).path
        try:
            self.site.answer(path)(self)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            asked.ended = time.monotonic()
            self.close_connection = True

    def log_message(self, *said: object) -> None:
        pass

    def head(self, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def raw(self, content: bytes) -> None:
        self.wfile.write(content)
        self.wfile.flush()


def missing(handler: Handler) -> None:
    status(404)(handler)


def status(code: int, **headers: str) -> Answer:
    """An answer of a status with a word on it."""

    def answer(handler: Handler) -> None:
        handler.head(code, Content_Length="4", **headers)
        handler.raw(b"no.\n")

    return answer


def content(data: bytes | str, kind: str = "text/html", **headers: str) -> Answer:
    """An answer with a content; one with a validator is not sent again to whom has it."""
    body = data.encode() if isinstance(data, str) else data

    def answer(handler: Handler) -> None:
        etag = headers.get("ETag")
        if etag and handler.headers.get("If-None-Match") == etag:
            handler.head(304, ETag=etag)
            return
        handler.head(200, Content_Type=kind, Content_Length=str(len(body)), **headers)
        handler.raw(body)

    return answer


def zipped(data: bytes) -> Answer:
    """An answer that is packed on its way."""
    return content(gzip.compress(data), Content_Encoding="gzip")


def to(address: str) -> Answer:
    """A redirect."""
    return status(302, Location=address)


def in_turn(*answers: Answer) -> Answer:
    """One answer after the other, the last again and again."""
    left = list(answers)

    def answer(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return answer


def raw(*pieces: bytes, pause: float = 0, endless: bool = False) -> Answer:
    """The bytes of an answer as they are, head and all; the last piece again and again."""

    def answer(handler: Handler) -> None:
        for piece in pieces:
            handler.raw(piece)
            time.sleep(pause)
        end = time.monotonic() + 5
        while endless and time.monotonic() < end:
            handler.raw(pieces[-1])
            time.sleep(pause)

    return answer


@contextmanager
def serving(
    address: str = "127.0.0.1", port: int = 0, certificate: Path | None = None
) -> Iterator[Site]:
    """A server on an address of this machine, as long as the block lasts."""
    site = Site()
    handler = type("OfSite", (Handler,), {"site": site})
    server = ThreadingHTTPServer((address, port), handler)
    server.daemon_threads = True
    server.block_on_close = False  # an answer without end does not hold the test up
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def most_at_once(asked: Sequence[Asked]) -> int:
    """How many answers were on their way at the same time."""
    moments = [(one.began, 1) for one in asked] + [(one.ended, -1) for one in asked]
    most = now = 0
    for _, step in sorted(moments):
        now += step
        most = max(most, now)
    return most
