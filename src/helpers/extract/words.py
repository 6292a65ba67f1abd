"""The ways in which texts name an agency and a year, read from `naming.yaml`."""

from __future__ import annotations

import re
from typing import Any

from helpers.datafile import beside, read
from helpers.errors import UserError

_DATA: dict[str, Any] = read(beside(__file__, "naming.yaml"), dict, UserError)


def fragment(name: str) -> str:
    """A fragment of the data file as a group of a regular expression."""
    return f"(?:{''.join(_DATA[name].split())})"


def pattern(name: str) -> re.Pattern[str]:
    """A fragment of the data file as a pattern of its own."""
    return re.compile(fragment(name))


#: How a report speaks of its own agency → what the name of such an agency holds.
OWN = tuple((re.compile(said), re.compile(held)) for said, held in _DATA["own"].items())
#: A year, as the group `year`.
YEAR = fragment("year")
