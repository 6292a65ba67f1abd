"""Whether reports in two forms count the same: what a measure is made of in each form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from helpers.forms import load_forms
from helpers.measures.definitions import Definitions, load

if TYPE_CHECKING:
    import pandas as pd


def ways(frame: pd.DataFrame, code: str) -> pd.Series[str]:
    """How the form of each report counts a measure: the same text where two count the same.

    What is no measure has one way in all forms.
    """
    return frame["form"].map(lambda form: _way(str(form), code))


def as_in(frame: pd.DataFrame, code: str, year: int) -> pd.DataFrame:
    """The reports that count as most of those of a year do."""
    found = ways(frame, code)
    return frame[found == found[frame["year"] == year].mode().iloc[0]]


@cache
def _way(form: str, code: str) -> str:
    """What a measure adds up in a form, as it is defined."""
    known = _definitions()
    measure = known.measures.get(code)
    if measure is None or form not in measure.sides:
        return ""
    sums = known.quantities[form]
    return " / ".join(sums[part] for part in (*measure.numerator, *measure.denominator))


@cache
def _definitions() -> Definitions:
    return load(load_forms())
