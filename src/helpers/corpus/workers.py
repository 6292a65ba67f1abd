"""Processes that read reports.

One that dies or reads too long costs its report alone, and none outlives its parent. What they
answer is plain data: a process that a hostile file took over cannot make its parent run anything.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from msgspec import DecodeError, msgpack

from helpers import settings
from helpers.errors import NotAReport, UnreadableReport, UserError
from helpers.messages import say
from helpers.readers.limits import on_picture
from helpers.words import Words

#: To fork a process that has threads, as a kernel has, may hang.
_CONTEXT = multiprocessing.get_context("spawn")

BROKEN = (
    "A process that read reports is gone, perhaps for want of memory: "
    "start again, with fewer workers."
)
NO_DASK = "A cluster needs Dask: install gongkai[cluster] here and on the workers."
NO_CLUSTER = (
    "No Dask scheduler answers at {}: start it, or name an address such as tcp://192.168.0.10:8786."
)
#: So many seconds a scheduler has to answer.
CONNECT = 30


class RaisedError(Exception):
    """What a function raised in another process, by the name of its class."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


_Task = tuple[Future[Any], Callable[[], Any]]


@contextmanager
def connected(workers: int, cluster: str) -> Iterator[Executor]:
    """So many processes of this machine, or all workers of the Dask cluster at an address.

    Raises UserError where the cluster cannot be used.
    """
    if not cluster:
        with Processes(workers) as processes:
            yield processes
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise UserError(NO_DASK) from error
    try:
        client = Client(cluster, timeout=CONNECT)
    except (OSError, ValueError) as error:
        raise UserError(NO_CLUSTER.format(cluster)) from error
    with client, client.get_executor() as executor:
        yield executor


Argument = TypeVar("Argument")


def each_done(
    executor: Executor,
    function: Callable[[Argument], Any],
    arguments: Iterable[Argument],
    window: int,
) -> Iterator[tuple[Argument, Future[Any]]]:
    """Have a function called with each argument, a window of them at a time → as they are done.

    So memory does not grow with their number. Raises UserError where the executor is broken.
    """
    waiting: dict[Future[Any], Argument] = {}
    try:
        for argument in arguments:
            if len(waiting) == window:
                yield from _done(waiting)
            waiting[executor.submit(function, argument)] = argument
        while waiting:
            yield from _done(waiting)
    except BrokenExecutor as error:
        raise UserError(BROKEN) from error


def _done(waiting: dict[Future[Any], Argument]) -> Iterator[tuple[Argument, Future[Any]]]:
    """What is done by now, taken out of what is waited for; waits until there is something."""
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        argument = waiting.pop(future)
        if isinstance(future.exception(), BrokenExecutor):
            raise UserError(BROKEN) from future.exception()
        yield argument, future


class Processes(Executor):
    """So many processes that may take `seconds` and `memory` (bytes) for each report.

    Each page that is a picture begins the seconds anew, at most as often as the limit `scans`. A
    future of a report that took too long, or whose process died, raises UnreadableReport. A
    `with` block that ends with an exception ends the processes at once.
    """

    def __init__(
        self,
        number: int,
        seconds: float = settings.REPORT_SECONDS,
        memory: int = settings.REPORT_MEMORY,
    ) -> None:
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._workers = [_Worker(self._tasks, seconds, memory) for _ in range(number)]

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a function of a module called in one of the processes; it returns plain data."""
        future: Future[Any] = Future()
        self._tasks.put((future, partial(fn, *args, **kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes after all that was submitted, or only after what they are at."""
        if cancel_futures:
            self._cancel()
        for _ in self._workers:
            self._tasks.put(None)
        if wait:
            for worker in self._workers:
                worker.join()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind:
            self._cancel()
            for worker in self._workers:
                worker.kill()
        self.shutdown()

    def _cancel(self) -> None:
        while True:
            try:
                task = self._tasks.get_nowait()
            except Empty:
                return
            if task:
                future, _ = task
                future.cancel()


@cache
def apart() -> Processes:
    """The one process in which a notebook opens a single report: no file is opened in its own."""
    return Processes(1)


class _Worker(threading.Thread):
    """Hands tasks to a process of its own, one after another.

    The process is replaced after a task that failed.
    """

    def __init__(self, tasks: SimpleQueue[_Task | None], seconds: float, memory: int) -> None:
        super().__init__(daemon=True)
        self._tasks = tasks
        self._seconds = seconds
        self._memory = memory
        self._full = False
        self._process: Any = None
        self._pipe: Any = None
        self.start()

    def run(self) -> None:
        while task := self._tasks.get():
            future, call = task
            if future.set_running_or_notify_cancel():
                self._do(future, call)
        self._end()

    def kill(self) -> None:
        """End the process, whatever it is at."""
        if process := self._process:
            process.kill()

    def _do(self, future: Future[Any], call: Callable[[], Any]) -> None:
        try:
            answer = self._ask(call)
            if self._full:
                self._end()
            future.set_result(answer)
        except Exception as error:
            self._end()
            future.set_exception(error)

    def _ask(self, call: Callable[[], Any]) -> Any:
        try:
            self._send(call)
            how, answer, self._full = self._answer()
        except (EOFError, ConnectionError, DecodeError, ValueError) as error:
            raise UnreadableReport(say("died")) from error
        if how == _RETURNED:
            return answer
        raise _raised(how, answer)

    def _send(self, call: Callable[[], Any]) -> None:
        """Hand a call to the process, or to a new one where there is none any more."""
        if self._process:
            try:
                self._pipe.send(call)
                return
            except ConnectionError:
                self._end()  # it died while it had nothing to do: no report is to blame
        self._begin()
        self._pipe.send(call)

    def _answer(self) -> tuple[str, Any, bool]:
        """How a call ended, with what, and whether the process has hardly any memory left.

        Its seconds begin anew only so many times.
        """
        for _ in range(settings.LIMITS["scans"] + 1):
            if not self._pipe.poll(self._seconds):
                break
            how, answer, is_full = msgpack.decode(self._pipe.recv_bytes())
            if how != _GOES_ON:
                return how, answer, is_full
        raise UnreadableReport(say("too_long", seconds=self._seconds))

    def _begin(self) -> None:
        """Start the process, and wait until it is ready: the time to start is no report's time."""
        self._pipe, there = _CONTEXT.Pipe()
        with _STARTING, there:
            process = _CONTEXT.Process(target=_serve, args=(there, self._memory), daemon=True)
            process.start()
        self._process = process
        self._pipe.recv_bytes()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.join()
            self._pipe.close()


#: multiprocessing keeps a list of its processes that threads must not change at the same time.
_STARTING = threading.Lock()


def _serve(pipe: Connection, memory: int) -> None:
    """What a process does: call what it is sent, and answer how it ended, and with what."""
    watch_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for its parent
    _limit(memory)
    on_picture(partial(pipe.send_bytes, msgpack.encode((_GOES_ON, None, False))))
    pipe.send_bytes(b"ready")
    while True:
        call = pipe.recv()
        _limit(memory)  # the report before may have had pages that are pictures
        try:
            answer = (_RETURNED, call())
        except Exception as error:
            answer = _told(error)
        pipe.send_bytes(msgpack.encode((*answer, _is_full(memory))))


#: What a process says before each page that is a picture: its time begins anew.
_GOES_ON = "goes_on"
#: Where Linux says how many pages of memory a process holds, which of the numbers counts against
#: its limit, and how much of that may be in use between two reports.
_STATE, _DATA, _FULL = Path("/proc/self/statm"), 5, 0.75
#: How a call can end; what else it raises goes by the name of its class.
_RETURNED, _UNREADABLE, _LEFT_OUT, _DISK = "returned", "failed", "left_out", "disk"


def _told(error: Exception) -> tuple[str, Any]:
    """What a process says of an error."""
    if isinstance(error, UnreadableReport):
        return error.status, (error.said.chinese, error.said.english)
    if isinstance(error, OSError) and error.errno is not None:
        return _DISK, (error.errno, error.strerror)
    return type(error).__name__, None


def _raised(how: str, answer: Any) -> Exception:
    """The error that a process told of."""
    if how == _UNREADABLE:
        return UnreadableReport(Words(*answer))
    if how == _LEFT_OUT:
        return NotAReport(Words(*answer))
    if how == _DISK:
        return OSError(*answer)
    return MemoryError() if how == MemoryError.__name__ else RaisedError(how)


def _limit(memory: int) -> None:
    """Let this process have so many bytes of memory, or what the system allows if that is less."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if most != resource.RLIM_INFINITY:
        memory = min(memory, most)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, most))


def _is_full(memory: int) -> bool:
    """Whether this process holds so much memory that there is little left for the next report.

    What a report leaves in caches, and in gaps between what is kept, is the next one's loss.
    """
    if not _STATE.exists():
        return False
    pages = int(_STATE.read_text().split()[_DATA])
    return pages * resource.getpagesize() > _FULL * memory


def watch_parent() -> None:
    """End this process with its parent.

    Else a worker of a pool that was killed would wait for work forever.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)
