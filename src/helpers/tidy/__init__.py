"""Figures → published tables in which a naive `groupby().sum()` does not lie."""

from helpers.tidy.coverage import coverage
from helpers.tidy.leaves import (
    annex,
    cells,
    decisions,
    documents,
    fees,
    numbers_of,
    outcomes,
    procurement,
    published,
    readable,
    requests,
    review,
    tidy,
    totals,
)
from helpers.tidy.names import labels

__all__ = [
    "annex",
    "cells",
    "coverage",
    "decisions",
    "documents",
    "fees",
    "labels",
    "numbers_of",
    "outcomes",
    "procurement",
    "published",
    "readable",
    "requests",
    "review",
    "tidy",
    "totals",
]
