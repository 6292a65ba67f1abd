"""The process that executes a notebook. Nothing that a notebook started outlives it."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from typing import Any, Self

from jupyter_client.manager import AsyncKernelManager


class Kernel:
    """A kernel that is gone, with all processes that it started, at the end of a `with` block or when its time is up.

    Jupyter gives each kernel a process group of its own, which outlives the kernel as long as one process is in it.
    """

    def __init__(self, limit: float | None) -> None:
        """`limit`: seconds from the beginning of the block; None: as long as it takes."""
        self.timed_out = False
        self._groups: list[int] = []
        self._timer = threading.Timer(limit, self._time_is_up) if limit else None

    def __enter__(self) -> Self:
        if self._timer:
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer:
            self._timer.cancel()
        self._end()

    @property
    def manager(self) -> type[AsyncKernelManager]:
        """The class that papermill is to start the kernel with."""
        kernel = self

        class Manager(AsyncKernelManager):
            async def _async_launch_kernel(self, kernel_cmd: list[str], **options: Any) -> None:
                await super()._async_launch_kernel(kernel_cmd, **options)
                assert self.provisioner
                kernel._groups.append((await self.provisioner.get_provisioner_info())["pgid"])
                if kernel.timed_out:
                    kernel._end()

        return Manager

    def _time_is_up(self) -> None:
        self.timed_out = True
        self._end()

    def _end(self) -> None:
        for group in self._groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
