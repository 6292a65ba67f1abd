"""What is counted in parts, perhaps by several processes, and then added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self


@dataclass
class Counts:
    """Numbers, and lists of cases; a subclass says which."""

    def add(self, other: Self) -> None:
        """Count in what was counted elsewhere."""
        for field in fields(self):
            both = getattr(self, field.name) + getattr(other, field.name)
            setattr(self, field.name, both)

    @classmethod
    def total(cls, parts: Iterable[Self]) -> Self:
        """All parts added up."""
        total = cls()
        for part in parts:
            total.add(part)
        return total
