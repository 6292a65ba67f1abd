"""The pages: nbconvert makes them of executed notebooks, and an index opens them."""

from helpers.pages.export import WebPage, write_page
from helpers.pages.index import write_entry, write_index

__all__ = ["WebPage", "write_entry", "write_index", "write_page"]
