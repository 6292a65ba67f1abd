"""Measures: rates, shares and numbers that the forms allow, as data, and the figures counted by them."""

from helpers.measures.count import measure
from helpers.measures.definitions import load

__all__ = ["load", "measure"]
