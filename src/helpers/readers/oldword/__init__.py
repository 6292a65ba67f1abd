"""Word files of before 2007 (.doc), as far as two readers agree on them."""

from helpers.readers.oldword.tables import readings

__all__ = ["readings"]
