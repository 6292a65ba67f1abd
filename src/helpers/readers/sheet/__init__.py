"""Excel files, as Excel shows them."""

from helpers.readers.sheet.tables import readings

__all__ = ["readings"]
