"""Errors that a person can mend, and what a command says and returns when it ends with an error."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from helpers.text import steady
from helpers.words import Words


class UserError(Exception):
    """Wrong input: the message is one sentence that says what to do.

    The command ends with `exit_code`.
    """

    exit_code = 2


class UnreadableReport(Exception):
    """A file that no reader can open; the message is one sentence for people, in two languages.

    `status`: that of the file in the table of reports.
    """

    status = "failed"

    def __init__(self, said: Words) -> None:
        super().__init__(said)
        self.said = said

    def __str__(self) -> str:
        return self.said.english


class NotAReport(UnreadableReport):
    """A file that is no report; the message says what it is instead."""

    status = "left_out"


class Terminated(KeyboardInterrupt):
    """SIGTERM: somebody, or the system, asked this process to end."""


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM end what is in the `with` block as Ctrl-C does.

    It ends with an exception, so that nothing is left behind.
    """
    asked = []

    def end(*_: object) -> None:
        asked.append(Terminated)
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        if asked:  # a library may have taken it for Ctrl-C
            raise Terminated from None
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def told(error: BaseException) -> tuple[int, str]:
    """The exit code of a command that ends with this error, and the sentence that it says."""
    if isinstance(error, Terminated):
        return 143, "Stopped by SIGTERM."
    if isinstance(error, KeyboardInterrupt):
        return 130, "Stopped."
    if isinstance(error, UserError):
        return error.exit_code, steady(str(error))
    return 1, steady(f"{type(error).__name__}: {error} (--debug shows where)")
