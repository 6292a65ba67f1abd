"""Explore: a choice of table, reports and codes in a notebook, and what follows it."""

from helpers.explore.widgets import Explorer

__all__ = ["Explorer"]
