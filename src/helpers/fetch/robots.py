"""What robots.txt allows (RFC 9309), asked once for each host and port in a run."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from helpers.fetch.faults import Fault
from helpers.fetch.manners import TOKEN, Manners

#: Reads the beginning of an address; raises Fault where there is none.
Read = Callable[[httpx.URL], bytes]


#: Faults of the host itself, whatever it is asked.
_OF_HOST = frozenset({"forbidden", "insecure", "no_answer", "silent", "unknown_host"})


@dataclass(frozen=True)
class _Rules:
    """The rules of a host; `fault`: why it is not asked at all."""

    parsed: Protego
    fault: Fault | None = None


class Robots:
    """Whether addresses may be asked, and how often."""

    def __init__(self, read: Read, manners: Manners) -> None:
        self._read, self._manners = read, manners
        self._guard = threading.Lock()
        self._asking: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._known: dict[str, _Rules] = {}

    def delay(self, url: httpx.URL) -> float:
        """The seconds that a host wants between two requests. Raises Fault where it wants none."""
        origin = str(url.copy_with(raw_path=b"/robots.txt"))
        with self._guard:
            asking = self._asking[origin]
        with asking:
            if origin not in self._known:
                self._known[origin] = self._rules(httpx.URL(origin))
        rules = self._known[origin]
        if rules.fault:
            raise rules.fault.with_traceback(None)  # it is raised for each address of the host
        if not rules.parsed.can_fetch(str(url), TOKEN):
            raise Fault("fetch_robots", host=url.host)
        delay = rules.parsed.crawl_delay(TOKEN) or 0.0
        if delay > self._manners.longest_delay:
            raise Fault("fetch_robots_slow", host=url.host, seconds=round(delay))
        return delay

    def _rules(self, url: httpx.URL) -> _Rules:
        nothing = Protego.parse("")
        try:
            text = self._read(url).decode("utf-8-sig", "replace")
        except Fault as fault:
            if _is_missing(fault):
                return _Rules(nothing)
            if fault.outcome in _OF_HOST:
                return _Rules(nothing, fault)
            unread = Fault("fetch_robots_unread", host=url.host, reason=fault.said)
            return _Rules(nothing, unread)
        return _Rules(Protego.parse(text))


def _is_missing(fault: Fault) -> bool:
    """Whether there is no such file, and everything may be asked: RFC 9309, 2.3.1.2 and 2.3.1.3."""
    refused = 400 <= fault.status < 500 and fault.outcome != "busy"
    return refused or fault.outcome == "redirects"
