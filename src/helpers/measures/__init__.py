"""Measures: rates, shares and numbers that the forms allow, as data, and what they come to."""

from helpers.measures.count import measure
from helpers.measures.definitions import load

__all__ = ["load", "measure"]
