"""One request at a time to each host, with a pause behind it."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from helpers.fetch.faults import Fault, Stopped
from helpers.fetch.manners import Manners


class Hosts:
    """Whose turn it is; safe for threads."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._stop = threading.Event()
        self._guard = threading.Lock()
        self._turns: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._free: dict[str, float] = {}
        self._failures: Counter[str] = Counter()

    def stop(self) -> None:
        """Let nobody have another turn."""
        self._stop.set()

    @contextmanager
    def turn(self, host: str, delay: float = 0) -> Iterator[None]:
        """Have a host for oneself: wait for the pause behind the request before.

        `delay`: what the host wants between two requests, if it is longer than the own pause.
        Raises Fault for a host that has failed too often, Stopped where the run is to end.
        """
        delay = max(delay, self._manners.delay)
        with self._guard:
            turn = self._turns[host]
        with turn:
            if self._failures[host] >= self._manners.failures:
                raise Fault("fetch_silent", host=host)
            self._wait(self._free.get(host, 0), delay)
            try:
                yield
            finally:
                self._free[host] = time.monotonic()

    def hold_off(self, host: str, seconds: float) -> None:
        """Leave a host alone for so many seconds from now."""
        self._free[host] = time.monotonic() + seconds

    def ended(self, host: str, fault: Fault | None = None) -> None:
        """Count the requests to a host that got no answer, one after the other."""
        if fault is None or fault.outcome not in ("no_answer", "silent"):
            self._failures[host] = 0
        elif fault.outcome == "no_answer":
            self._failures[host] += 1

    def _wait(self, free: float, delay: float) -> None:
        left = free + delay - time.monotonic() if free else 0
        if self._stop.wait(max(left, 0)):
            raise Stopped
