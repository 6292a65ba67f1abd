"""Requests over connections that are guarded and cannot last for ever.

httpx asks, httpcore connects: here it connects to addresses that the guard has checked, and every
wait for the network ends with the time that one answer may take.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from helpers.fetch.guard import Guard
from helpers.fetch.manners import Manners


class Overtime(httpcore.TimeoutException):
    """An answer took longer than one may."""


class Transport(httpx.BaseTransport):
    """Sends each request over a connection of its own."""

    def __init__(self, guard: Guard, manners: Manners, context: ssl.SSLContext) -> None:
        self._guard, self._manners, self._context = guard, manners, context

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request → its response, whose content is still to come."""
        backend = _Backend(self._guard, time.monotonic() + self._manners.seconds)
        pool = httpcore.ConnectionPool(
            ssl_context=self._context, network_backend=backend, max_keepalive_connections=0
        )
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            response = pool.handle_request(asked)
        except BaseException:
            pool.close()
            raise
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response, pool),
            extensions=response.extensions,
        )


class _Body(httpx.SyncByteStream):
    """What an answer holds, as it comes; its connection is closed behind it."""

    def __init__(self, response: httpcore.Response, pool: httpcore.ConnectionPool) -> None:
        self._response, self._pool = response, pool

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
        self._pool.close()


class _Backend(httpcore.NetworkBackend):
    """Connects to checked addresses, for no longer than until `end`."""

    def __init__(self, guard: Guard, end: float) -> None:
        self._guard, self._end = guard, end
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failed: Exception | None = None
        for address in self._guard.addresses(host, port):
            try:
                wait = _left(self._end, timeout)
                stream = self._inner.connect_tcp(address, port, wait, local_address, socket_options)
                return _Stream(stream, self._end)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError(host)


class _Stream(httpcore.NetworkStream):
    """A connection of which every wait ends in time."""

    def __init__(self, inner: httpcore.NetworkStream, end: float) -> None:
        self._inner, self._end = inner, end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        content: bytes = self._in_time(lambda wait: self._inner.read(max_bytes, wait), timeout)
        return content

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._in_time(lambda wait: self._inner.write(buffer, wait), timeout)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        wait = _left(self._end, timeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, wait), self._end)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def _in_time(self, call: Callable[[float], Any], timeout: float | None) -> Any:
        wait = _left(self._end, timeout)
        try:
            return call(wait)
        except httpcore.TimeoutException as error:
            if time.monotonic() >= self._end:
                raise Overtime from error
            raise


def _left(end: float, timeout: float | None) -> float:
    """The seconds that may be waited now. Raises Overtime where none is left."""
    left = end - time.monotonic()
    if left <= 0:
        raise Overtime
    return left if timeout is None else min(left, timeout)
