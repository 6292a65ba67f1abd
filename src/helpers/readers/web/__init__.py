"""Web pages, as a browser shows them."""

from helpers.readers.web.tables import readings

__all__ = ["readings"]
