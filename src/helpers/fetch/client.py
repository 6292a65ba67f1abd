"""A polite client: robots.txt, one request at a time for each host, redirects looked at one by one.

What may pass is tried again after a pause.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from typing import TypeVar

import httpcore
import httpx

from helpers.fetch.decoding import decoded
from helpers.fetch.faults import PASSING, Fault
from helpers.fetch.guard import Guard, checked
from helpers.fetch.hosts import Hosts
from helpers.fetch.manners import Manners
from helpers.fetch.robots import Robots
from helpers.fetch.transport import Overtime, Transport

Made = TypeVar("Made")
#: What is asked for with each try; what came before may have changed it.
Headers = Callable[[], Mapping[str, str]]
#: Takes the answer while it comes.
Take = Callable[[httpx.Response], Made]

#: What answers of other statuses mean.
_MEANS = {
    **dict.fromkeys((404, 410), "fetch_gone"),
    **dict.fromkeys((401, 402, 403, 405, 406, 407, 412, 451, 521), "fetch_denied"),
    **dict.fromkeys((429, 502, 503, 504), "fetch_busy"),
}
#: Besides 200: that only the rest comes, that nothing has changed, that there is no such rest.
_TAKEN = frozenset({200, 206, 304, 416})
#: What h11 and httpcore say of an answer that ends before its end.
_CUT = ("peer closed", "disconnected without")


class Client:
    """Asks for addresses; safe for threads."""

    def __init__(self, manners: Manners, guard: Guard) -> None:
        self._manners = manners
        self._transport = Transport(guard, manners, certificates())
        self._robots = Robots(self._read_robots, manners)
        self.hosts = Hosts(manners)

    def get(self, address: str, headers: Headers, take: Take[Made]) -> Made:
        """Have an answer taken, after redirects; what may pass is tried again.

        Raises Fault where there is none, Stopped where the run is to end.
        """
        url = checked(address)
        return self._patiently(url, lambda: self._follow(url, headers, take, self._robots.delay))

    def _read_robots(self, url: httpx.URL) -> bytes:
        """The beginning of a robots.txt, on which no robots.txt is asked."""
        most = self._manners.robots_bytes

        def take(response: httpx.Response) -> bytes:
            if response.status_code != HTTPStatus.OK:
                raise Fault("fetch_broken", error=str(response.status_code))
            begun = bytearray()
            for piece in decoded(response, most + 1):
                begun += piece
                if len(begun) > most:
                    del begun[begun.rfind(b"\n", 0, most) + 1 :]
                    break
            return bytes(begun)

        return self._patiently(url, lambda: self._follow(url, dict, take, lambda _: 0.0))

    def _patiently(self, url: httpx.URL, ask: Callable[[], Made]) -> Made:
        """Ask, and ask again where that may help. The pause is the host's, whoever wants to ask."""
        for number in range(1, self._manners.tries + 1):
            try:
                made = ask()
            except Fault as fault:
                wait = max(fault.wait, self._manners.backoff * 2 ** (number - 1))
                is_last = number == self._manners.tries or wait > self._manners.longest_wait
                if fault.outcome not in PASSING or is_last:
                    self.hosts.ended(url.host, fault)
                    raise
                self.hosts.hold_off(url.host, wait)
            else:
                self.hosts.ended(url.host)
                return made
        raise AssertionError("the last try returns or raises")

    def _follow(
        self,
        url: httpx.URL,
        headers: Headers,
        take: Take[Made],
        delay_of: Callable[[httpx.URL], float],
    ) -> Made:
        """Ask once, and go where the answer sends."""
        been = set()
        agent = {"User-Agent": self._manners.agent, "Accept": "*/*", "Accept-Encoding": "gzip"}
        timeout = httpx.Timeout(self._manners.silence)
        with httpx.Client(
            transport=self._transport, trust_env=False, timeout=timeout, headers=agent
        ) as client:
            for _ in range(self._manners.redirects + 1):
                delay = delay_of(url)
                request = client.build_request("GET", url, headers=dict(headers()))
                been_here = (str(url), request.headers.get("cookie"))
                if been_here in been:
                    raise Fault("fetch_redirects", address=str(url))
                been.add(been_here)
                with self.hosts.turn(url.host, delay):
                    found = self._send(client, request, take)
                if not isinstance(found, _Elsewhere):
                    return found
                url = checked(found.address)
        raise Fault("fetch_redirects", address=str(url))

    def _send(
        self, client: httpx.Client, request: httpx.Request, take: Take[Made]
    ) -> Made | _Elsewhere:
        """One request: what is made of its answer, or where it sends. Raises Fault."""
        with _told(request.url.host, self._manners):
            response = client.send(request, stream=True)
            try:
                if response.has_redirect_location:
                    return _Elsewhere(_target(response))
                if response.status_code not in _TAKEN:
                    raise _refusal(response)
                return take(response)
            finally:
                response.close()


@contextmanager
def _told(host: str, manners: Manners) -> Iterator[None]:
    """Make Faults of what httpx and httpcore raise."""
    try:
        yield
    except Overtime as error:
        raise Fault("fetch_slow", seconds=round(manners.seconds)) from error
    except httpcore.TimeoutException as error:
        raise Fault("fetch_no_answer", host=host) from error
    except httpcore.ConnectError as error:
        raise _unconnected(host, error) from error
    except httpcore.NetworkError as error:
        raise Fault("fetch_cut") from error
    except (httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL) as error:
        said = str(error)
        is_cut = any(words in said for words in _CUT)
        fault = Fault("fetch_cut") if is_cut else Fault("fetch_broken", error=said[:100])
        raise fault from error


@cache
def certificates() -> ssl.SSLContext:
    """The certificates that are trusted; to load them is slow."""
    return httpx.create_ssl_context()


class _Elsewhere:
    """An answer that sends elsewhere."""

    def __init__(self, address: str) -> None:
        self.address = address


def _target(response: httpx.Response) -> str:
    """Where an answer sends, in full; the scheme is looked at before it is asked."""
    try:
        return str(response.url.join(response.headers["Location"]))
    except (httpx.InvalidURL, ValueError) as error:
        raise Fault("fetch_broken", error="Location") from error


def _refusal(response: httpx.Response) -> Fault:
    status = response.status_code
    if status in _MEANS:
        return Fault(_MEANS[status], wait=_retry_after(response), status=status, code=status)
    return Fault("fetch_refused", status=status, code=status)


def _retry_after(response: httpx.Response) -> float:
    """The seconds after which a host wants to be asked again; 0 where it does not say."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdecimal() and len(said) < 10:
        return float(said)
    try:
        day = parsedate_to_datetime(said)
    except ValueError:
        return 0
    if day.tzinfo is None:
        day = day.replace(tzinfo=UTC)
    return max((day - datetime.now(UTC)).total_seconds(), 0)


def _unconnected(host: str, error: Exception) -> Fault:
    """Why there is no connection: the certificate, or that nobody answers."""
    causes: Iterable[BaseException | None] = (error, error.__cause__, error.__context__)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Fault("fetch_insecure", host=host)
    return Fault("fetch_no_answer", host=host)
