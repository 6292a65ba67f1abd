"""Word files, as Word prints them."""

from helpers.readers.word.tables import readings

__all__ = ["readings"]
