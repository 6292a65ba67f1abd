"""One report file → what it says: the readers' grids, matched with a form, proven, and judged."""

from helpers.extract.report import read_content

__all__ = ["read_content"]
