"""What keeps an address from giving a report, as a code and a sentence."""

from __future__ import annotations

from helpers.messages import say
from helpers.words import Words

#: What the messages on an address begin with; the rest is the outcome that is recorded.
PREFIX = "fetch_"
#: Another try may help against these, after a pause.
PASSING = frozenset({"busy", "no_answer", "cut"})
#: The page is not there any more; an archive may have it.
GONE = frozenset({"gone", "unknown_host"})


class Fault(Exception):
    """An address gave no report; `outcome` is the code, `said` the sentence.

    `wait`: so many seconds the host asks to be left alone. `status`: that of the answer, 0 for
    none.
    """

    def __init__(self, what: str, wait: float = 0, status: int = 0, **told: object) -> None:
        super().__init__(what)
        self.outcome = what.removeprefix(PREFIX)
        self.said: Words = say(what, **told)
        self.wait = wait
        self.status = status

    def __str__(self) -> str:
        return self.said.english


class Stopped(BaseException):
    """The run is to end: nothing more is asked."""
