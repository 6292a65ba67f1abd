"""Texts in the cells of a CSV file: nothing that a spreadsheet would calculate, or that steers.

What a report prints goes into spreadsheets, where a text that begins with one of BEGINNINGS would
be run as a formula. It gets an apostrophe before it, which `load` takes away again. A number with
its sign (+19, -18) stays as printed: it can do nothing.
"""

from __future__ import annotations

import re

import pandas as pd

from helpers.text import STEERING

#: What formulas begin with, in half and full width; a tab or a line break may hide one. A class of
#: a regular expression, for Python as for DuckDB.
BEGINNINGS = r"[=+\-@\t\r\n＝＋－＠]"
_GUARDED = re.compile(f"'+{BEGINNINGS}")
_NUMBER = r"[+-]?\d[\d,.]*%?"
#: The class of characters that steer, as DuckDB writes it.
_STEERING = re.sub(r"\\u(\w{4})", r"\\x{\1}", f"[{STEERING}]")
#: Found in a text that stands otherwise in a file, in a string of DuckDB.
ODD = f"^''*{BEGINNINGS}|{_STEERING}"


def guarded(text: str) -> str:
    """A text as a file holds it, in words of DuckDB; `text`: those for the text itself."""
    steady = steady_in_sql(text)
    begins = f"regexp_matches({steady}, '^{BEGINNINGS}')"
    is_number = f"regexp_full_match({steady}, '{_NUMBER}')"
    looks_guarded = f"regexp_matches({steady}, '^''+{BEGINNINGS}')"
    return f"if(({begins} AND NOT {is_number}) OR {looks_guarded}, '''', '') || {steady}"


def steady_in_sql(text: str) -> str:
    """A text without what steers, in words of DuckDB."""
    return f"regexp_replace({text}, '{_STEERING}', '', 'g')"


def unguarded(texts: pd.Series) -> pd.Series:
    """Texts as they were before they went into a CSV file."""
    return texts.map(unguarded_text, na_action="ignore")


def unguarded_text(text: str) -> str:
    """One of them."""
    return text[1:] if _GUARDED.match(text) else text


def unguarded_in_sql(text: str) -> str:
    """The same in words of DuckDB; `text`: those for the text in the file."""
    return f"if(regexp_matches({text}, '^''+{BEGINNINGS}'), substr({text}, 2), {text})"
