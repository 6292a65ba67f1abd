"""Mutants print the same few hundred texts over and over: what a text is alike to is worked out once per process."""

from __future__ import annotations

from functools import cached_property, lru_cache

from helpers.match import align, columns, lines


def remember() -> None:
    """Keep what pure functions of `match` and `numbers` say of a text; the readings come out the same, faster."""
    for module, name in ((lines, "is_unit"), (lines, "is_value"), (columns, "is_value")):
        _keep(module, name)
    for module in (align, columns, lines):
        _keep(module, "best")
    if isinstance(lines.Line.has_values, property) and lines.Line.has_values.fget:
        kept = cached_property(lines.Line.has_values.fget)
        kept.__set_name__(lines.Line, "has_values")
        lines.Line.has_values = kept


def _keep(module: object, name: str) -> None:
    function = getattr(module, name)
    if not hasattr(function, "cache_info"):
        setattr(module, name, lru_cache(maxsize=500_000)(function))
