"""How hosts are asked: limits and pauses, from `settings.FETCH` and the command line."""

from __future__ import annotations

from dataclasses import dataclass

from helpers import settings


@dataclass(frozen=True)
class Manners:
    """Limits and pauses; `settings.FETCH` says what each means.

    `contact`: a mail address or a page that the User-Agent tells, so that whom it disturbs can
    write.
    """

    delay: float
    longest_delay: float
    tries: int
    backoff: float
    longest_wait: float
    silence: float
    seconds: float
    bytes: int
    unpacked: int
    redirects: int
    robots_bytes: int
    fresh_hours: float
    hosts: int
    failures: int
    links: int
    contact: str = ""

    @property
    def agent(self) -> str:
        """The User-Agent: the program, its version, and whom to write to."""
        name = f"{TOKEN}/{settings.VERSION}"
        return f"{name} (+{self.contact})" if self.contact else name


#: What robots.txt calls this program.
TOKEN = "gongkai"


def manners(**changed: object) -> Manners:
    """The manners of `settings.FETCH`, some of them changed."""
    return Manners(**{**settings.FETCH, **changed})  # type: ignore[arg-type]
