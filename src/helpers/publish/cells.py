"""Texts in the cells of a CSV file: nothing that a spreadsheet would calculate, or that steers.

What a report prints goes into spreadsheets, where a text that begins with one of BEGINNINGS would
be run as a formula. It gets an apostrophe before it, which `load` takes away again. A number with
its sign (+19, -18) stays as printed: it can do nothing.
"""

from __future__ import annotations

import re

import pandas as pd

from helpers.text import steady

#: What formulas begin with, in half and full width; a tab or a line break may hide one.
BEGINNINGS = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d[\d,.]*%?")
_GUARDED = re.compile(f"'+[{re.escape(''.join(BEGINNINGS))}]")


def guarded(texts: pd.Series) -> pd.Series:
    """Texts as a CSV file holds them."""
    return texts.map(_guarded, na_action="ignore")


def unguarded(texts: pd.Series) -> pd.Series:
    """Texts as they were before they went into a CSV file."""
    return texts.map(_unguarded, na_action="ignore")


def unguarded_in_sql(column: str) -> str:
    """A column of a CSV file in the words of DuckDB, its texts as they were before."""
    signs = "".join(BEGINNINGS).replace("-", r"\-")
    return f"regexp_replace({column}, '^''(''*[{signs}])', '\\1')"


def _guarded(text: str) -> str:
    text = steady(text)
    begins = text.startswith(BEGINNINGS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if begins or _GUARDED.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text
