"""Web pages, as a browser shows them."""

from helpers.readers.web.elsewhere import Link
from helpers.readers.web.tables import Overview, overview, readings

__all__ = ["Link", "Overview", "overview", "readings"]
