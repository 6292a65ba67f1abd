"""The process that executes notebooks. Nothing that a notebook started outlives it."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOBase
from pathlib import Path
from typing import Any, Self, TextIO

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

from helpers import settings

#: The folder in which this package lies.
PACKAGES = Path(__file__).resolve().parents[2]
#: Seconds that the kernel may take to forget a notebook.
FORGETS = 60


class Kernel:
    """A kernel for notebooks one after another.

    It is gone with all processes that it started at the end of a `with` block. Papermill starts it
    with the first notebook. What that has imported and loaded is there for the next, which saves
    most of its time. Jupyter gives each kernel a process group of its own, which outlives the
    kernel as long as one process is in it. It is talked to through sockets in a folder: a port that
    was found free may be another's by the time that the kernel opens it. `log`: where what the
    notebooks write to stderr goes.
    """

    def __init__(self, log: TextIO | TextIOBase | None = None) -> None:
        self.log = log
        self.timed_out = False
        self.sockets = tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True)
        socket = Path(self.sockets.name) / "kernel"
        self.manager = _Manager(kernel_name="python3", transport="ipc", ip=str(socket))
        self.manager.watched = bool(log and log.isatty())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.manager.kill()
        run_sync(self.manager.cleanup_resources)()
        self.sockets.cleanup()

    @contextmanager
    def turn(self, limit: float | None) -> Iterator[None]:
        """One notebook: the kernel forgets what it has named.

        The kernel ends when its time is up (`limit` in seconds).
        """
        timer = threading.Timer(limit, self._time_is_up) if limit else None
        if timer:
            timer.start()
        try:
            yield
            run_sync(self.manager.forget)()
        finally:
            if timer:
                timer.cancel()
            self.manager.leave()

    def _time_is_up(self) -> None:
        self.timed_out = True
        self.manager.kill()


class _Manager(AsyncKernelManager):
    """Starts the kernel, and ends it with its whole group.

    A kernel that is told to end before it starts ends then.
    """

    group: int | None = None
    ended = watched = False
    talks: Any = None

    def client(self, **options: Any) -> Any:
        self.talks = super().client(**options)
        return self.talks

    async def forget(self) -> None:
        """Remove all names that a notebook has set, but for the one that new processes ask for."""
        code = "%reset -f\n__spec__ = None"
        await self.talks.execute(code, silent=True, reply=True, timeout=FORGETS)

    def leave(self) -> None:
        """Close the client of a notebook: papermill leaves that to who owns the kernel."""
        if self.talks:
            self.talks.stop_channels()

    async def _async_launch_kernel(self, kernel_cmd: list[str], **options: Any) -> None:
        environment = dict(options.get("env", os.environ))
        # Another module called `helpers` in the variable would else come before this one.
        paths = [str(PACKAGES), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        # No home that cannot be written, nor what somebody has IPython run at its start.
        environment["IPYTHONDIR"] = str(Path(self.ip).parent / "ipython")
        if not self.watched:
            environment[settings.LOGGED] = "1"
        options["env"] = environment
        await super()._async_launch_kernel(kernel_cmd, **options)
        assert self.provisioner
        facts = await self.provisioner.get_provisioner_info()
        self.group = facts["pgid"]
        if self.ended:
            self.kill()

    def kill(self) -> None:
        self.ended = True
        if self.group:
            with suppress(ProcessLookupError):
                os.killpg(self.group, signal.SIGKILL)
